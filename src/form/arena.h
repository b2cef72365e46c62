/* Memory of one set of forms: given out in pieces, returned all at once. */
#ifndef QT_FORM_ARENA_H
#define QT_FORM_ARENA_H

#include <stddef.h>

struct arena {
    struct arena_block *top;
};
void *arena_alloc(struct arena *a, size_t n); /* zeroed */
char *arena_dupn(struct arena *a, const char *s, size_t n);
char *arena_dup(struct arena *a, const char *s);
void arena_free(struct arena *a);

#endif
