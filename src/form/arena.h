/* Memory of one set of forms: given out in pieces, returned all at once. */
#ifndef QT_FORM_ARENA_H
#define QT_FORM_ARENA_H

#include <stdbool.h>
#include <stddef.h>

struct arena {
    struct arena_block *top;
};
/* The first set of a process lies at an address that is the same in every process, so that it can be kept on a disk and
 * taken up again with its pointers as they are. Where something else lies there, blocks from anywhere will do. */
void arena_begin(struct arena *a);
void *arena_alloc(struct arena *a, size_t n); /* zeroed */
char *arena_dupn(struct arena *a, const char *s, size_t n);
char *arena_dup(struct arena *a, const char *s);
/* All that was given out, with the arena's own head and zeros up to the end of a page, when it lies in one piece at
 * that address; else NULL. */
const void *arena_whole(const struct arena *a, size_t *size);
bool arena_map(const struct arena *a, int fd, size_t size); /* lays the beginning of a file over a whole one */
void *arena_first(const struct arena *a);                   /* what a whole one gave out first */
void arena_again(struct arena *a); /* a whole one: as if it had just begun, whatever was written over it */
void arena_free(struct arena *a);

#endif
