#include "arena.h"
#include "qiantai/base.h"
#include <stdalign.h>
#include <sys/mman.h>
#include <unistd.h>

#define BLOCK ((size_t)16384)
#define PLACE                                                                                                          \
    ((void *)0x30000000)        /* nothing else comes to lie there, nor where a sanitizer or valgrind has its own      \
                                 */
#define ROOM ((size_t)16 << 20) /* of addresses; memory only as far as it is used */

struct arena_block {
    struct arena_block *below;
    size_t used, size;
    alignas(max_align_t) char data[];
};

void arena_begin(struct arena *a)
{
    struct arena_block *b = mmap(PLACE, ROOM, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (b == PLACE) {
        b->size = ROOM - sizeof *b;
        a->top = b;
    } else if (b != MAP_FAILED) {
        (void)munmap(b, ROOM);
    }
}

const void *arena_whole(const struct arena *a, size_t *size)
{
    if (a->top != PLACE)
        return NULL;
    size_t page = (size_t)sysconf(_SC_PAGESIZE), used = sizeof *a->top + a->top->used;
    *size = (used + page - 1) / page * page;
    return a->top;
}

bool arena_map(const struct arena *a, int fd, size_t size)
{
    return size > 0 && size <= ROOM &&
           mmap(a->top, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_FIXED, fd, 0) == a->top;
}

void *arena_first(const struct arena *a)
{
    return a->top->data;
}

void arena_again(struct arena *a)
{
    (void)munmap(a->top, ROOM);
    a->top = NULL;
    arena_begin(a);
}

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
        if (b == PLACE)
            (void)munmap(b, ROOM);
        else
            free(b);
    }
}
