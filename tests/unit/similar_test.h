/* Files of invented complaints, by matter: tests/unit/data/complaints_matters.txt, complaints_short.txt. */
#ifndef SIMILAR_TEST_H
#define SIMILAR_TEST_H

#include "desk_test.h"

/* Shares are found in the plain build; with sanitizers each matter is asked once, for the memory's sake. */
#ifdef __SANITIZE_ADDRESS__
enum { ALL_TRIPLES = false };
#else
enum { ALL_TRIPLES = true };
#endif

enum { MATTERS_MAX = 300, TEXTS_MAX = 48 };
struct told {
    char *text, *matter, number[16];
    bool unit;
};
struct told_matter {
    char *name, *usual, *kin; /* kin: the same matter in another language, or NULL */
    char half;                /* the first letter of: tune, held, keep, fresh, last, new, unseen, single */
    bool english;
    struct told v[TEXTS_MAX];
    size_t n;
};
static struct told_matter matters[MATTERS_MAX];
static size_t nmatters;

static inline void read_head(char *line)
{
    char *rest = NULL;
    struct told_matter *m = &matters[nmatters++];
    assert_true(nmatters <= MATTERS_MAX);
    m->name = mem_dup(strtok_r(line + 1, " ", &rest));
    m->half = strtok_r(NULL, " ", &rest)[0];
    m->english = strcmp(strtok_r(NULL, " ", &rest), "en") == 0;
    m->usual = mem_dup(strtok_r(NULL, " ", &rest));
    m->kin = mem_dup(strtok_r(NULL, " ", &rest));
}

static inline void read_told(char *line)
{
    struct told_matter *m = &matters[nmatters - 1];
    assert_true(m->n < TEXTS_MAX);
    struct told *t = &m->v[m->n++];
    t->unit = line[0] != '~';
    line += !t->unit;
    char *bar = strchr(line, '|');
    if (bar)
        *bar = '\0';
    t->matter = mem_dup(bar ? line : m->usual);
    t->text = mem_dup(bar ? bar + 1 : line);
}

static inline void matters_read(const char *file)
{
    FILE *f = fopen(file, "r");
    char line[1000];
    assert_non_null(f);
    while (fgets(line, sizeof line, f)) {
        line[strcspn(line, "\n")] = '\0';
        if (line[0] == '=')
            read_head(line);
        else if (line[0] && line[0] != '#')
            read_told(line);
    }
    assert_int_equal(fclose(f), 0);
}

static inline void matters_free(void)
{
    for (size_t i = 0; i < nmatters; i++) {
        for (size_t k = 0; k < TEXTS_MAX; k++) {
            free(matters[i].v[k].text);
            free(matters[i].v[k].matter);
        }
        free(matters[i].name);
        free(matters[i].usual);
        free(matters[i].kin);
    }
}

#endif
