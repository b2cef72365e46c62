/* The words of data/similar.txt, and of the house's own similar.txt beside the database. */
#include "same/similar.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BUCKETS 2048

struct idea {
    char *name;
    enum kind kind;
    int weight;        /* hundredths, 0: as its kind */
    const char **word; /* borrows from `search` words */
    size_t n;
    int *also; /* further ideas that its words mean, too */
    size_t nalso;
};
struct wording {
    struct known_word *bucket[BUCKETS]; /* by the first character, longer words first */
    struct idea *idea;
    size_t nideas;
    char **search; /* words as the search index takes them */
    size_t nsearch;
    uint32_t *binds;
    size_t nbinds;
    char **nobody;
    size_t nnobody;
    int figure[FIG_WEIGHTS + KINDS];
};

static struct known_word **word_bucket(const struct wording *w, const char *s)
{
    size_t n;
    return (struct known_word **)&w->bucket[text_codepoint(s, &n) % BUCKETS];
}

/* hot_water → hot_water, leaks → leak; Chinese stays. */
static char *stems_of(const char *folded)
{
    struct buf out = {0};
    char one[STEM_BYTES];
    while (*folded) {
        size_t n = 0;
        while (is_letter((unsigned char)folded[n]))
            n++;
        if (n == 0) {
            buf_addc(&out, *folded == '-' ? '_' : *folded);
            folded++;
            continue;
        }
        stem(folded, n, one);
        buf_add(&out, one);
        folded += n;
    }
    return buf_take(&out);
}

/* Does a search for `word` find s, too? In Chinese anywhere, of letters those that begin with it. */
static bool word_begins(const char *word, const char *s)
{
    return is_letter((unsigned char)word[0]) ? strncmp(s, word, strlen(word)) == 0 : strstr(s, word) != NULL;
}

/* What a search for another word of the idea finds needs none of its own. */
static void add_search(struct wording *w, struct idea *idea, const char *s)
{
    size_t n = 0;
    for (size_t i = 0; i < idea->n; i++) {
        if (word_begins(idea->word[i], s))
            return;
        if (!word_begins(s, idea->word[i]))
            idea->word[n++] = idea->word[i];
    }
    w->search = mem_resize(w->search, w->nsearch + 1, sizeof *w->search);
    w->search[w->nsearch++] = mem_dup(s);
    idea->word = mem_resize(idea->word, n + 1, sizeof *idea->word);
    idea->word[n] = w->search[w->nsearch - 1];
    idea->n = n + 1;
}

static void add_word(struct wording *w, const char *word, int idea)
{
    char *folded = text_fold(word), *s = stems_of(folded);
    size_t n = strlen(s);
    struct known_word **at = word_bucket(w, s);
    free(folded);
    while (*at && ((*at)->n > n || ((*at)->n == n && strcmp((*at)->s, s) != 0)))
        at = &(*at)->next;
    if (!*at || (*at)->n != n) {
        struct known_word *k = mem_alloc(sizeof *k);
        *k = (struct known_word){.s = s, .n = n, .next = *at};
        *at = k;
    } else {
        free(s);
    }
    struct known_word *k = *at;
    if (idea < 0 || k->nideas == WORD_IDEAS || (k->nideas > 0 && k->idea[k->nideas - 1] == idea))
        return;
    k->idea[k->nideas++] = idea;
    add_search(w, &w->idea[idea], k->s);
}

static const char *const kinds[KINDS] = {"matter", "object", "trouble", "where", "aside"};

static int add_figure(struct wording *w, const char *name, char **rest)
{
    static const char *const names[FIG_WEIGHTS] = {
        "least", "object", "trouble", "same", "differs", "place",   "elsewhere", "pairs", "evidence", "ground",
        "weak",  "linked", "strong",  "bare", "thing",   "special", "bend",      "lean",  "note"};
    const char *number = strtok_r(NULL, " \t", rest);
    for (int i = 0; name && number && i < FIG_WEIGHTS + KINDS; i++) {
        bool weight = i >= FIG_WEIGHTS && strncmp(name, "weigh_", 6) == 0;
        if (i < FIG_WEIGHTS ? strcmp(names[i], name) == 0 : weight && strcmp(kinds[i - FIG_WEIGHTS], name + 6) == 0) {
            w->figure[i] = (int)strtol(number, NULL, 10);
            return QT_OK;
        }
    }
    return QT_REFUSED;
}

/* The idea of "KIND NAME[:N]", made at its first line; -1: no such kind. */
static int idea_of(struct wording *w, const char *kind, char *name)
{
    int k = 0;
    while (k < KINDS && strcmp(kinds[k], kind) != 0)
        k++;
    if (k == KINDS || !name)
        return -1;
    char *weight = strchr(name, ':');
    if (weight)
        *weight++ = '\0';
    for (size_t i = 0; i < w->nideas; i++)
        if (w->idea[i].kind == (enum kind)k && strcmp(w->idea[i].name, name) == 0)
            return (int)i;
    w->idea = mem_resize(w->idea, w->nideas + 1, sizeof *w->idea);
    w->idea[w->nideas] = (struct idea){
        .name = mem_dup(name), .kind = (enum kind)k, .weight = weight ? (int)strtol(weight, NULL, 10) : 0};
    return (int)w->nideas++;
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

static int named_idea(const struct wording *w, const char *name)
{
    for (size_t i = 0; name && i < w->nideas; i++)
        if (strcmp(w->idea[i].name, name) == 0)
            return (int)i;
    return -1;
}

/* "also stuck fault": what is stuck is at fault. */
static int add_also(struct wording *w, char **rest)
{
    int from = named_idea(w, strtok_r(NULL, " \t\r", rest)), to;
    const char *word;
    while (from >= 0 && (word = strtok_r(NULL, " \t\r", rest)) != NULL) {
        if ((to = named_idea(w, word)) < 0)
            return QT_REFUSED;
        struct idea *idea = &w->idea[from];
        idea->also = mem_resize(idea->also, idea->nalso + 1, sizeof *idea->also);
        idea->also[idea->nalso++] = to;
    }
    return from < 0 ? QT_REFUSED : QT_OK;
}

static int read_line(struct wording *w, char *line)
{
    char *rest, *kind = strtok_r(line, " \t\r", &rest), *word;
    int idea = -1;
    if (!kind || kind[0] == '#')
        return QT_OK;
    if (strcmp(kind, "=") == 0)
        return add_figure(w, strtok_r(NULL, " \t", &rest), &rest);
    if (strcmp(kind, "also") == 0)
        return add_also(w, &rest);
    if (!strchr("-.?", kind[0]) && (idea = idea_of(w, kind, strtok_r(NULL, " \t\r", &rest))) < 0)
        return QT_REFUSED;
    while ((word = strtok_r(NULL, " \t\r", &rest)) != NULL) {
        if (kind[0] == '.')
            add_binding(w, word);
        else if (kind[0] == '?')
            add_nobody(w, word);
        else
            add_word(w, word, idea);
    }
    return QT_OK;
}

/* Adds the words of the file. A line that cannot be read is left out; the first such is reported. */
static int wording_read(struct wording *w, const char *path)
{
    char *text = NULL, *rest;
    size_t len;
    int number = 0, rc = desk_file_read(path, &text, &len);
    for (char *line = text; line && *line; line = rest) {
        rest = line + strcspn(line, "\n");
        if (*rest)
            *rest++ = '\0';
        number++;
        if (read_line(w, line) < 0 && rc == QT_OK)
            rc = fault(QT_REFUSED, _("%s, line %d: this cannot be read."), path, number);
    }
    free(text);
    return rc;
}

int wording_load(const char *db_path, struct wording **out)
{
    char *path, *own = file_beside(db_path, "similar.txt");
    struct wording *w = mem_alloc(sizeof *w);
    int rc = supply_need(SUPPLY_DATA, "similar.txt", &path);
    if (rc == QT_OK)
        rc = wording_read(w, path);
    *out = rc == QT_OK ? w : NULL;
    if (rc < 0)
        wording_free(w);
    else if (access(own, F_OK) == 0)
        rc = wording_read(w, own);
    free(path);
    free(own);
    return rc;
}

int desk_words_check(const char *db_path)
{
    struct wording *w = NULL;
    int rc = wording_load(db_path, &w);
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
    for (size_t i = 0; i < w->nideas; i++) {
        free(w->idea[i].name);
        free(w->idea[i].word);
        free(w->idea[i].also);
    }
    for (size_t i = 0; i < w->nsearch; i++)
        free(w->search[i]);
    for (size_t i = 0; i < w->nnobody; i++)
        free(w->nobody[i]);
    free(w->idea);
    free(w->search);
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

enum kind wording_kind(const struct wording *w, int idea)
{
    return w->idea[idea].kind;
}

double wording_weight(const struct wording *w, int idea)
{
    int own = w->idea[idea].weight;
    return (own > 0 ? own : w->figure[FIG_WEIGHTS + (int)w->idea[idea].kind]) / 100.0;
}

const int *wording_also(const struct wording *w, int idea, size_t *n)
{
    *n = w->idea[idea].nalso;
    return w->idea[idea].also;
}

const char *const *wording_words(const struct wording *w, int idea, size_t *n)
{
    *n = w->idea[idea].n;
    return w->idea[idea].word;
}

const struct known_word *wording_at(const struct wording *w, const char *s)
{
    const struct known_word *k = *word_bucket(w, s);
    while (k && strncmp(k->s, s, k->n) != 0)
        k = k->next;
    return k;
}

const struct known_word *wording_stems(const struct wording *w, const char *s)
{
    const struct known_word *k = *word_bucket(w, s);
    while (k && strcmp(k->s, s) != 0)
        k = k->next;
    return k;
}

bool wording_binds(const struct wording *w, uint32_t cp)
{
    for (size_t i = 0; i < w->nbinds; i++)
        if (w->binds[i] == cp)
            return true;
    return false;
}
