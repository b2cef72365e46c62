/* What secret.c gives to drafts and PINs; sealing and the blind index of records stand in gate.h. */
#ifndef STORE_SECRET_H
#define STORE_SECRET_H

#include "gate.h"

/* bound: what stands in clear beside the sealed text; it opens with the very same only. */
int secret_seal_draft(struct db *db, const char *bound, const char *plain, unsigned char **sealed,
                      size_t *size) QT_MUST_USE; /* caller frees */
int secret_open_draft(struct db *db, const char *bound, const unsigned char *sealed, size_t size,
                      char **plain) QT_MUST_USE; /* caller frees */
/* Of the journal: keyed BLAKE2b. What has different lengths has different MACs. */
#define SECRET_MAC 16
int secret_mac(const struct db *db, const void *p, size_t n, unsigned char mac[SECRET_MAC]) QT_MUST_USE;
/* A keyed hash of the PIN: what Argon2id sees. A PIN has so few digits that a stolen database would soon
 * give them away; without the key file it gives nothing. */
#define SECRET_PIN 32
int secret_pin(struct db *db, const char *code, const char *pin, unsigned char out[SECRET_PIN]) QT_MUST_USE;

#endif
