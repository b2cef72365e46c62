/* What was looked for, in what is shown: the shortest part of a text that the search finds by a word. */
#include "view/palette.h"

#include <stdlib.h>
#include <string.h>

enum { LIT_MOST = 200 /* bytes of a text that are looked through */ };

/* As it was typed: quick, and the usual case. Texts whose folding moves their bytes are left to the search. */
static bool stands(const char *text, const char *word, size_t *from, size_t *n)
{
    char *folded = text_fold(text), *sought = text_fold(word);
    const char *at = strlen(folded) == strlen(text) && *sought ? strstr(folded, sought) : NULL;
    if (at) {
        *from = (size_t)(at - folded);
        *n = strlen(sought);
    }
    free(folded);
    free(sought);
    return at != NULL;
}

static bool part_matches(const char *text, size_t from, size_t to, const char *word)
{
    char *part = mem_dupn(text + from, to - from);
    bool matches = desk_matches(part, word);
    free(part);
    return matches;
}

/* By pinyin, initials or a tail: the end comes nearer, then the beginning. */
static bool shortest(const char *text, const char *word, size_t *from, size_t *n)
{
    size_t end = 0, begin = 0, len = strlen(text);
    if (len > LIT_MOST || !desk_matches(text, word))
        return false;
    while (end < len) {
        end += text_next(text + end, NULL);
        if (part_matches(text, 0, end, word))
            break;
    }
    for (size_t next = text_next(text, NULL); next < end; next += text_next(text + next, NULL))
        if (part_matches(text, next, end, word))
            begin = next;
        else
            break;
    *from = begin;
    *n = end - begin;
    return true;
}

static bool word_lit(const char *text, const char *word, size_t *from, size_t *n)
{
    return stands(text, word, from, n) || shortest(text, word, from, n);
}

/* NULL at the end; caller frees. */
static char *next_word(const char **words)
{
    *words += strspn(*words, " ");
    size_t n = strcspn(*words, " ");
    char *word = n ? mem_dupn(*words, n) : NULL;
    *words += n;
    return word;
}

bool palette_lit(const char *words, const char *text, size_t *from, size_t *n)
{
    bool lit = false;
    char *word;
    while (!lit && (word = next_word(&words))) {
        lit = word_lit(text, word, from, n);
        free(word);
    }
    return lit;
}

char *palette_unseen(const char *words, const char *const *texts, size_t n)
{
    char *word;
    while ((word = next_word(&words))) {
        bool seen = false;
        size_t from, len;
        for (size_t i = 0; i < n && !seen; i++)
            seen = texts[i] && word_lit(texts[i], word, &from, &len);
        if (!seen)
            return word;
        free(word);
    }
    return NULL;
}
