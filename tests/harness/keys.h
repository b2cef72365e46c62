/* Names of keys → the bytes a terminal sends. */
#ifndef HARNESS_KEYS_H
#define HARNESS_KEYS_H
/* "F2", "Enter", "Ctrl-S", "Alt-2", "Up", "a": bytes for this TERM, or NULL when there is no such key. Static storage.
 */
const char *key_bytes(const char *name, const char *term);
#endif
