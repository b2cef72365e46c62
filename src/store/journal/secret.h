/* What secret.c gives to drafts and PINs; sealing and the blind index of records stand in gate.h. */
#ifndef STORE_SECRET_H
#define STORE_SECRET_H

#include "gate.h"

int secret_seal_draft(struct db *db, const char *staff, const char *plain, unsigned char **sealed,
                      size_t *size) QT_MUST_USE; /* caller frees */
int secret_open_draft(struct db *db, const char *staff, const unsigned char *sealed, size_t size,
                      char **plain) QT_MUST_USE; /* caller frees */
/* A keyed hash of the PIN: what Argon2id sees. A PIN has so few digits that a stolen database would soon
 * give them away; without the key file it gives nothing. */
#define SECRET_PIN 32
int secret_pin(struct db *db, const char *code, const char *pin, unsigned char out[SECRET_PIN]) QT_MUST_USE;

#endif
