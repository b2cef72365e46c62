#include "arena.h"
#include "qiantai/base.h"
#include <stdalign.h>

#define BLOCK ((size_t)16384)

struct arena_block {
    struct arena_block *below;
    size_t used, size;
    alignas(max_align_t) char data[];
};

void *arena_alloc(struct arena *a, size_t n)
{
    n = (n + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
    if (!a->top || a->top->size - a->top->used < n) {
        size_t size = n > BLOCK ? n : BLOCK;
        struct arena_block *b = mem_alloc(sizeof *b + size);
        b->size = size;
        b->below = a->top;
        a->top = b;
    }
    void *p = a->top->data + a->top->used;
    a->top->used += n;
    return p;
}

char *arena_dupn(struct arena *a, const char *s, size_t n)
{
    char *p = arena_alloc(a, n + 1);
    if (n)
        memcpy(p, s, n);
    return p;
}

char *arena_dup(struct arena *a, const char *s)
{
    return arena_dupn(a, s, strlen(s));
}

void arena_free(struct arena *a)
{
    while (a->top) {
        struct arena_block *b = a->top;
        a->top = b->below;
        free(b);
    }
}
