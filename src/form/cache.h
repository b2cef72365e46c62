/* The forms as they were read at the last start: reading them was most of a start. What was kept counts only for the
 * same program and while all files are the same byte for byte. Everything here may fail: then they are read again. */
#ifndef QT_FORM_CACHE_H
#define QT_FORM_CACHE_H

#include "arena.h"
#include "qiantai/form.h"

/* For the forms of these folders: in $XDG_CACHE_HOME/qiantai, else ~/.cache/qiantai; NULL without one. Caller frees. */
char *cache_file(const char *dirs);
/* FNV-1a by eight bytes: against disks that forget, not against people. */
uint64_t cache_mark(uint64_t mark, const void *data, size_t size);
/* forms: the mark of all names and texts. Fills an arena that has just begun, or leaves it as if it had. */
bool cache_find(const char *path, uint64_t forms, struct arena *a);
void cache_keep(const char *path, uint64_t forms, const struct arena *a);

#endif
