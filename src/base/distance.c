/* Edit distance with neighbours swapped counting once: "did you mean". */
#include "qiantai/base.h"

/* Longer words are compared by their beginning: nobody mistypes a paragraph. */
#define WORD_MAX 63

static int codepoints(const char *s, uint32_t out[WORD_MAX])
{
    int n = 0;
    size_t used;
    for (uint32_t cp; n < WORD_MAX && (cp = text_codepoint(s, &used)) != 0; s += used)
        out[n++] = cp;
    return n;
}

static int least(int a, int b, int c)
{
    int m = a < b ? a : b;
    return m < c ? m : c;
}

int text_distance(const char *a, const char *b)
{
    uint32_t x[WORD_MAX], y[WORD_MAX];
    int nx = codepoints(a, x), ny = codepoints(b, y);
    int rows[3][WORD_MAX + 1];
    int *older = rows[0], *old = rows[1], *row = rows[2];
    for (int j = 0; j <= ny; j++)
        old[j] = j;
    for (int i = 1; i <= nx; i++) {
        int *spare = older;
        row[0] = i;
        for (int j = 1; j <= ny; j++) {
            row[j] = least(old[j] + 1, row[j - 1] + 1, old[j - 1] + (x[i - 1] != y[j - 1]));
            if (i > 1 && j > 1 && x[i - 1] == y[j - 2] && x[i - 2] == y[j - 1] && older[j - 2] + 1 < row[j])
                row[j] = older[j - 2] + 1;
        }
        older = old;
        old = row;
        row = spare;
    }
    return old[ny];
}

const char *text_nearer(const char *word, const char *best, const char *candidate, int within)
{
    int so_far = best ? text_distance(word, best) : within;
    return text_distance(word, candidate) < so_far ? candidate : best;
}
