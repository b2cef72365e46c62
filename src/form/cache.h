/* Trees of form files kept from the last start: reading YAML was most of a start. A kept tree counts only while the
 * file is the same byte for byte. Everything here may fail: then YAML is read again. */
#ifndef QT_FORM_CACHE_H
#define QT_FORM_CACHE_H

#include "tree.h"

/* The folder: $XDG_CACHE_HOME/qiantai, else ~/.cache/qiantai; made when missing; NULL none. Caller frees. */
char *cache_folder(void);
/* FNV-1a by eight bytes: against disks that forget, not against people. */
uint64_t cache_mark(uint64_t mark, const void *data, size_t size);
bool cache_find(const char *folder, const char *file, const char *text, size_t len, struct tree *out); /* free out->v */
void cache_keep(const char *folder, const char *file, const char *text, size_t len, const struct tree *t);

#endif
