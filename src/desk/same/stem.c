/* English words without their endings: enough to see that leaks, leaking and leaked are one. */
#include <string.h>

#include "same/similar.h"

static bool word_ends(const char *s, size_t n, const char *tail)
{
    size_t t = strlen(tail);
    return n >= t && memcmp(s + n - t, tail, t) == 0;
}

/* stopp → stop, but fell, off stay. */
static size_t word_undouble(const char *s, size_t n)
{
    bool twice = n > 3 && s[n - 1] == s[n - 2] && !strchr("aeiouls", s[n - 1]);
    return twice ? n - 1 : n;
}

static size_t without_ending(const char *s, size_t n)
{
    if (n > 5 && word_ends(s, n, "ing"))
        return word_undouble(s, n - 3);
    if (n > 4 && word_ends(s, n, "ied"))
        return n - 2;
    if (n > 4 && word_ends(s, n, "ed"))
        return word_undouble(s, n - 2);
    if (n > 4 && word_ends(s, n, "ies"))
        return n - 2;
    if (n > 4 &&
        (word_ends(s, n, "ches") || word_ends(s, n, "shes") || word_ends(s, n, "sses") || word_ends(s, n, "xes")))
        return n - 2;
    if (n > 3 && s[n - 1] == 's' && s[n - 2] != 's')
        return n - 1;
    return n;
}

void stem(const char *s, size_t n, char out[STEM_BYTES])
{
    n = n < STEM_BYTES ? n : STEM_BYTES - 1;
    n = without_ending(s, n);
    memcpy(out, s, n);
    if (n > 3 && out[n - 1] == 'e')
        n--;
    if (n > 3 && out[n - 1] == 'y')
        out[n - 1] = 'i';
    out[n] = '\0';
}
