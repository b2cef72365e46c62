/* A screen with its tones, as docs/screens.md writes it. */
#ifndef HARNESS_TONES_H
#define HARNESS_TONES_H
struct screen;
/* scheme: night256, day256, night16, night8, mono; NULL: there is none such. Rows that are blank are left out; the
 * caret behind the last. Caller frees. */
char *screen_marked(struct screen *s, const char *scheme);
#endif
