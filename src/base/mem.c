/* Memory that is never NULL. */
#include "qiantai/base.h"
#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

static void (*exhausted_hook)(void);

void mem_on_exhausted(void (*hook)(void))
{
    exhausted_hook = hook;
}

/* The hook restores the terminal; nothing here may allocate. */
static _Noreturn void exhausted(void)
{
    static const char msg[] = "qiantai: out of memory\n";
    void (*hook)(void) = exhausted_hook;

    exhausted_hook = NULL;
    if (hook)
        hook();
    if (write(STDERR_FILENO, msg, sizeof msg - 1) < 0)
        _exit(EXIT_FAILURE);
    _exit(EXIT_FAILURE);
}

void *mem_alloc(size_t n)
{
    void *p = calloc(1, n ? n : 1);

    if (!p)
        exhausted();
    return p;
}

void *mem_resize(void *p, size_t count, size_t size)
{
    size_t n = count * size;
    if (size && count > SIZE_MAX / size)
        exhausted();
    p = realloc(p, n ? n : 1);
    if (!p)
        exhausted();
    return p;
}

char *mem_dupn(const char *s, size_t n)
{
    char *copy = mem_resize(NULL, n + 1, 1);
    if (n)
        memcpy(copy, s, n);
    copy[n] = '\0';
    return copy;
}

char *mem_dup(const char *s)
{
    return s ? mem_dupn(s, strlen(s)) : NULL;
}

char *mem_printf(const char *fmt, ...)
{
    va_list ap, again;
    char most[256]; /* are no longer */
    va_start(ap, fmt);
    va_copy(again, ap);
    int n = vsnprintf(most, sizeof most, fmt, ap);
    va_end(ap);
    char *s = mem_alloc(n < 0 ? 1 : (size_t)n + 1);
    if (n >= (int)sizeof most)
        (void)vsnprintf(s, (size_t)n + 1, fmt, again);
    else if (n > 0)
        memcpy(s, most, (size_t)n);
    va_end(again);
    return s;
}

/* The C library's heap grows by so much at once, and the kernel is asked to map that in large pages; 128 kB are the
 * library's own bounds. */
void mem_large_pages(size_t n)
{
    enum { USUAL = 128 << 10, LARGE = 2 << 20 };
    if (n == 0) {
        (void)mallopt(M_TOP_PAD, USUAL);
        (void)mallopt(M_TRIM_THRESHOLD, USUAL);
        (void)malloc_trim(0);
        return;
    }
    (void)mallopt(M_TOP_PAD, (int)n);
    (void)mallopt(M_TRIM_THRESHOLD, (int)n + 2 * LARGE); /* what is free at the end stays */
    (void)mallopt(M_MMAP_THRESHOLD, 2 * LARGE);
    char *begin = malloc(LARGE); /* more than is free: the heap grows */
    (void)mallopt(M_MMAP_THRESHOLD, USUAL);
    if (begin)
        (void)madvise(begin + (LARGE - (uintptr_t)begin % LARGE) % LARGE, n, MADV_HUGEPAGE); /* refused: as before */
    free(begin);
}
