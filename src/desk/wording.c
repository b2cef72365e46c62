/* The words of data/similar.txt. */
#include "similar.h"

#include <stdlib.h>
#include <string.h>

#define BUCKETS 1024
#define THING 1.6 /* weight of a thing that has none in the file */

struct known_word {
    char *s; /* folded */
    size_t n;
    int thing; /* -1: boilerplate */
    struct known_word *next;
};
struct thing {
    double weight;     /* of a usual pair of characters */
    const char **word; /* borrows from known_word */
    size_t n;
};
struct wording {
    struct known_word *bucket[BUCKETS]; /* by the first character, longer words first */
    struct thing *thing;
    size_t nthings;
    uint32_t *binds;
    size_t nbinds;
    char **nobody;
    size_t nnobody;
    int figure[FIGURES];
};

static struct known_word **bucket(const struct wording *w, const char *s)
{
    size_t n;
    return (struct known_word **)&w->bucket[text_codepoint(s, &n) % BUCKETS];
}

static void add_word(struct wording *w, const char *s, int thing)
{
    struct known_word *k = mem_alloc(sizeof *k);
    *k = (struct known_word){.s = text_fold(s), .thing = thing};
    k->n = strlen(k->s);
    struct known_word **at = bucket(w, k->s);
    while (*at && (*at)->n > k->n)
        at = &(*at)->next;
    k->next = *at;
    *at = k;
    if (thing < 0)
        return;
    struct thing *t = &w->thing[thing];
    t->word = mem_resize(t->word, t->n + 1, sizeof *t->word);
    t->word[t->n++] = k->s;
}

static int add_figure(struct wording *w, char *name, char **rest)
{
    static const char *const names[FIGURES] = {"least", "same", "differs", "place", "elsewhere", "evidence"};
    const char *number = strtok_r(NULL, " \t", rest);
    for (int i = 0; name && number && i < FIGURES; i++)
        if (strcmp(names[i], name) == 0) {
            w->figure[i] = (int)strtol(number, NULL, 10);
            return QT_OK;
        }
    return QT_REFUSED;
}

static void add_binding(struct wording *w, const char *s)
{
    size_t n;
    for (uint32_t cp; (cp = text_codepoint(s, &n)) != 0; s += n) {
        w->binds = mem_resize(w->binds, w->nbinds + 1, sizeof *w->binds);
        w->binds[w->nbinds++] = cp;
    }
}

static void add_nobody(struct wording *w, const char *s)
{
    w->nobody = mem_resize(w->nobody, w->nnobody + 1, sizeof *w->nobody);
    w->nobody[w->nnobody++] = text_fold(s);
}

static int read_line(struct wording *w, char *line)
{
    char *rest, *kind = strtok_r(line, " \t\r", &rest), *word;
    int thing = -1;
    if (!kind || kind[0] == '#')
        return QT_OK;
    if (strcmp(kind, "=") == 0)
        return add_figure(w, strtok_r(NULL, " \t", &rest), &rest);
    if (!strchr("-.?", kind[0])) {
        const char *weight = strchr(kind, ':');
        w->thing = mem_resize(w->thing, w->nthings + 1, sizeof *w->thing);
        w->thing[w->nthings] = (struct thing){.weight = weight ? (double)strtol(weight + 1, NULL, 10) / 100 : THING};
        thing = (int)w->nthings++;
    }
    while ((word = strtok_r(NULL, " \t\r", &rest)) != NULL) {
        if (kind[0] == '.')
            add_binding(w, word);
        else if (kind[0] == '?')
            add_nobody(w, word);
        else
            add_word(w, word, thing);
    }
    return QT_OK;
}

int wording_load(struct wording **out)
{
    char *path = desk_data_file("similar.txt"), *text = NULL, *rest;
    size_t len;
    int number = 0;
    int rc = path ? desk_file_read(path, &text, &len)
                  : fault(QT_NOTFOUND, _("The file similar.txt is missing from the program's data."));
    struct wording *w = mem_alloc(sizeof *w);
    for (char *line = text; rc == QT_OK && line && *line; line = rest) {
        rest = line + strcspn(line, "\n");
        if (*rest)
            *rest++ = '\0';
        number++;
        if (read_line(w, line) < 0)
            rc = fault(QT_REFUSED, _("%s, line %d: this figure is not known."), path, number);
    }
    free(text);
    free(path);
    if (rc == QT_OK)
        *out = w;
    else
        wording_free(w);
    return rc;
}

void wording_free(struct wording *w)
{
    if (!w)
        return;
    for (size_t i = 0; i < BUCKETS; i++)
        for (struct known_word *k = w->bucket[i], *next; k; k = next) {
            next = k->next;
            free(k->s);
            free(k);
        }
    for (size_t i = 0; i < w->nthings; i++)
        free(w->thing[i].word);
    for (size_t i = 0; i < w->nnobody; i++)
        free(w->nobody[i]);
    free(w->thing);
    free(w->binds);
    free(w->nobody);
    free(w);
}

double wording_figure(const struct wording *w, enum measure f)
{
    return w->figure[f] / 100.0;
}

bool wording_nobody(const struct wording *w, const char *name)
{
    char *folded = text_fold(name);
    bool found = false;
    for (size_t i = 0; i < w->nnobody && !found; i++)
        found = strcmp(w->nobody[i], folded) == 0;
    free(folded);
    return found;
}

double wording_weight(const struct wording *w, int thing)
{
    return w->thing[thing].weight;
}

const char *const *wording_words(const struct wording *w, int thing, size_t *n)
{
    *n = w->thing[thing].n;
    return w->thing[thing].word;
}

size_t wording_at(const struct wording *w, const char *s, int *thing)
{
    for (const struct known_word *k = *bucket(w, s); k; k = k->next)
        if (strncmp(k->s, s, k->n) == 0) {
            *thing = k->thing;
            return k->n;
        }
    return 0;
}

bool wording_word(const struct wording *w, const char *s, size_t n, int *thing)
{
    for (const struct known_word *k = *bucket(w, s); k; k = k->next)
        if (k->n == n && memcmp(k->s, s, n) == 0) {
            *thing = k->thing;
            return true;
        }
    return false;
}

bool wording_binds(const struct wording *w, uint32_t cp)
{
    for (size_t i = 0; i < w->nbinds; i++)
        if (w->binds[i] == cp)
            return true;
    return false;
}
