/* The words of data/similar.txt, and of the house's own similar.txt beside the database; how common tokens are, from
 * data/similar-shares.tsv. */
#include "same/similar.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BUCKETS 2048
#define BINDING 0x10000 /* characters beyond bind nothing */

struct wording {
    struct known_word *bucket[BUCKETS]; /* by the first character, longer words first */
    struct idea *idea;
    size_t nideas;
    unsigned char binds[BINDING / 8]; /* a bit a character */
    char **nobody;
    size_t nnobody;
    int (*also)[2]; /* from, to */
    size_t nalso;
    struct share *share;
    size_t nshares;
    uint64_t stamp;
};

static uint64_t hash_bytes(uint64_t h, const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++)
        h = (h ^ (unsigned char)s[i]) * 1099511628211u;
    return h;
}

uint32_t wording_token(const char *s, size_t n)
{
    uint64_t h = hash_bytes(14695981039346656037u, s, n);
    return (uint32_t)(h ^ h >> 32) & (TOKEN_IDEA - 1);
}

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
    for (size_t n; *folded; folded += n) {
        for (n = 0; is_letter((unsigned char)folded[n]); n++)
            continue;
        if (n > 0)
            stem(folded, n, one);
        buf_addn(&out, n > 0 ? one : *folded == '-' ? "_" : folded, n > 0 ? strlen(one) : 1);
        n += n == 0;
    }
    return buf_take(&out);
}

static void add_idea(struct known_word *k, int idea)
{
    for (size_t i = 0; i < k->nideas; i++)
        if (k->idea[i] == idea)
            return;
    if (k->nideas < WORD_IDEAS)
        k->idea[k->nideas++] = idea;
}

static void add_word(struct wording *w, const char *word, int idea)
{
    char *s = stems_of(word);
    size_t n = strlen(s);
    struct known_word **at = word_bucket(w, s);
    while (*at && ((*at)->n > n || ((*at)->n == n && strcmp((*at)->s, s) != 0)))
        at = &(*at)->next;
    if (!*at || (*at)->n != n) {
        struct known_word *k = mem_alloc(sizeof *k);
        *k = (struct known_word){.s = mem_dup(s), .n = n, .next = *at};
        *at = k;
    }
    if (idea >= 0)
        add_idea(*at, idea);
    free(s);
}

static const char *const kinds[KINDS] = {"matter", "object", "trouble", "where", "aside"};

static int find_idea(const struct wording *w, int kind, const char *name)
{
    for (size_t i = 0; name && i < w->nideas; i++)
        if ((kind < 0 || (int)w->idea[i].kind == kind) && strcmp(w->idea[i].name, name) == 0)
            return (int)i;
    return -1;
}

/* The idea of "KIND NAME" or "KIND NAME!", made at its first line; -1: no such kind. */
static int idea_of(struct wording *w, const char *kind, char *name)
{
    int k = 0;
    while (k < KINDS && strcmp(kinds[k], kind) != 0)
        k++;
    if (k == KINDS || !name)
        return -1;
    size_t n = strcspn(name, "!");
    bool matter = k == KIND_MATTER || name[n];
    name[n] = '\0';
    int found = find_idea(w, k, name);
    if (found >= 0)
        return found;
    w->idea = mem_resize(w->idea, w->nideas + 1, sizeof *w->idea);
    w->idea[w->nideas] = (struct idea){.name = mem_dup(name), .kind = (enum kind)k, .matter = matter};
    return (int)w->nideas++;
}

static void add_binding(struct wording *w, const char *s)
{
    size_t n;
    for (uint32_t cp; (cp = text_codepoint(s, &n)) != 0; s += n)
        if (cp < BINDING)
            w->binds[cp / 8] = (unsigned char)(w->binds[cp / 8] | 1u << cp % 8);
}

/* "also stuck fault": what is stuck is at fault. */
static int add_also(struct wording *w, char **rest)
{
    int from = find_idea(w, -1, strtok_r(NULL, " \t\r", rest)), to = from;
    for (const char *word; to >= 0 && (word = strtok_r(NULL, " \t\r", rest)) != NULL;) {
        if ((to = find_idea(w, -1, word)) < 0)
            break;
        w->also = mem_resize(w->also, w->nalso + 1, sizeof *w->also);
        w->also[w->nalso][0] = from;
        w->also[w->nalso++][1] = to;
    }
    return to < 0 ? QT_REFUSED : QT_OK;
}

static int read_words(struct wording *w, char *line)
{
    char *rest, *kind = strtok_r(line, " \t\r", &rest), *word;
    int idea = -1;
    if (!kind || kind[0] == '#')
        return QT_OK;
    if (strcmp(kind, "also") == 0)
        return add_also(w, &rest);
    if (!strchr("-.?", kind[0]) && (idea = idea_of(w, kind, strtok_r(NULL, " \t\r", &rest))) < 0)
        return QT_REFUSED;
    while ((word = strtok_r(NULL, " \t\r", &rest)) != NULL) {
        if (kind[0] == '.') {
            add_binding(w, word);
        } else if (kind[0] == '?') {
            w->nobody = mem_resize(w->nobody, w->nnobody + 1, sizeof *w->nobody);
            w->nobody[w->nnobody++] = mem_dup(word);
        } else {
            add_word(w, word, idea);
        }
    }
    return QT_OK;
}

/* "KIND:NAME N" or "TOKEN N", in thousandths. An idea the words do not know is passed over. */
static int read_share(struct wording *w, char *line)
{
    char *rest, *token = strtok_r(line, " \t\r", &rest), *number = strtok_r(NULL, " \t\r", &rest), *name;
    if (!token || token[0] == '#')
        return QT_OK;
    float share = number ? (float)strtol(number, NULL, 10) / 1000 : 0;
    if (share <= 0 || w->nshares >= COMMON_SLOTS / 2)
        return QT_REFUSED;
    uint32_t of = wording_token(token, strlen(token));
    if ((name = strchr(token, ':')) != NULL) {
        *name++ = '\0';
        int k = 0, idea;
        while (k < KINDS && strcmp(kinds[k], token) != 0)
            k++;
        if ((idea = find_idea(w, k, name)) < 0)
            return QT_OK;
        of = TOKEN_IDEA | (uint32_t)idea;
    }
    w->share = mem_resize(w->share, w->nshares + 1, sizeof *w->share);
    w->share[w->nshares++] = (struct share){of, share};
    return QT_OK;
}

/* Adds the lines of the file. One that cannot be read is left out; the first such is reported. */
static int read_file(struct wording *w, const char *path, int (*read_line)(struct wording *w, char *line))
{
    char *text = NULL, *rest;
    size_t len;
    int number = 0, rc = desk_file_read(path, &text, &len);
    char *folded = rc == QT_OK ? text_fold(text) : NULL;
    if (rc == QT_OK)
        w->stamp = hash_bytes(w->stamp, text, len);
    for (char *line = folded; line && *line; line = rest) {
        rest = line + strcspn(line, "\n");
        if (*rest)
            *rest++ = '\0';
        number++;
        if (read_line(w, line) < 0 && rc == QT_OK)
            rc = fault(QT_REFUSED, _("%s, line %d: this cannot be read."), path, number);
    }
    free(text);
    free(folded);
    return rc;
}

static int read_supply(struct wording *w, const char *name, int (*read_line)(struct wording *w, char *line))
{
    char *path;
    int rc = supply_need(SUPPLY_DATA, name, &path);
    if (rc == QT_OK)
        rc = read_file(w, path, read_line);
    free(path);
    return rc;
}

int wording_load(const char *db_path, struct wording **out)
{
    struct wording *w = mem_alloc(sizeof *w);
    char *own = file_beside(db_path, "similar.txt");
    int house = QT_OK, rc = read_supply(w, "similar.txt", read_words);
    if (rc == QT_OK && access(own, F_OK) == 0)
        house = read_file(w, own, read_words);
    if (rc == QT_OK)
        rc = read_supply(w, "similar-shares.tsv", read_share);
    for (size_t i = 0; i < BUCKETS && w->nalso > 0; i++)
        for (struct known_word *k = w->bucket[i]; k; k = k->next)
            for (size_t a = 0, n = k->nideas; a < w->nalso; a++)
                for (size_t j = 0; j < n; j++)
                    if (k->idea[j] == w->also[a][0])
                        add_idea(k, w->also[a][1]);
    free(own);
    if (rc < 0)
        wording_free(w);
    *out = rc == QT_OK ? w : NULL;
    return rc == QT_OK ? house : rc;
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
    for (size_t i = 0; i < w->nideas; i++)
        free(w->idea[i].name);
    for (size_t i = 0; i < w->nnobody; i++)
        free(w->nobody[i]);
    free(w->idea);
    free(w->also);
    free(w->share);
    free(w->nobody);
    free(w);
}

uint64_t wording_stamp(const struct wording *w)
{
    return w->stamp;
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

bool wording_binds(const struct wording *w, uint32_t cp)
{
    return cp < BINDING && w->binds[cp / 8] & 1u << cp % 8;
}

const struct share *wording_shares(const struct wording *w, size_t *n)
{
    *n = w->nshares;
    return w->share;
}

size_t wording_ideas(const struct wording *w)
{
    return w->nideas;
}

const struct idea *wording_idea(const struct wording *w, uint32_t token)
{
    return &w->idea[token & (TOKEN_IDEA - 1)];
}

const struct known_word *wording_word(const struct wording *w, const char *s, bool whole)
{
    for (const struct known_word *k = *word_bucket(w, s); k; k = k->next) {
        size_t n = 0;
        while (n < k->n && s[n] == k->s[n])
            n++;
        if (n == k->n && (!whole || !s[n]))
            return k;
    }
    return NULL;
}
