/* The words of data/similar.txt, and of the house's own similar.txt beside the database; how common tokens are, from
 * data/similar-shares.tsv. */
#include "same/similar.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BUCKETS 4096
#define BINDING 0x10000 /* characters beyond bind nothing */

struct words { /* some of them: most of a first look was getting memory for each by itself */
    struct known_word v[512];
    size_t n;
    struct words *next;
};
struct wording {
    struct known_word *bucket[BUCKETS]; /* longer words first */
    struct words *words;
    char *text[3]; /* of the files, folded: words and names stand in it */
    size_t ntexts;
    struct idea *idea;
    size_t nideas;
    unsigned char binds[BINDING / 8]; /* a bit a character */
    const char **nobody;
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

/* One that begins with a letter is asked for as a whole, of others, which n bytes begin, the longest: by the first two
 * characters, as many begin with one. */
static struct known_word **word_bucket(const struct wording *w, const char *s, size_t n)
{
    size_t used, more;
    uint64_t at;
    if (is_letter((unsigned char)*s)) {
        at = hash_bytes(0, s, n);
    } else {
        at = text_codepoint(s, &used);
        if (used < n && s[used])
            at = at * 31 + text_codepoint(s + used, &more);
    }
    return (struct known_word **)&w->bucket[at % BUCKETS];
}

/* hot_water → hot_water, leaks → leak; Chinese stays. In its place, as it gets no longer; its length. */
static size_t stem_each(char *word)
{
    char one[STEM_BYTES], *to = word;
    for (const char *from = word; *from;) {
        size_t n = 0;
        while (is_letter((unsigned char)from[n]))
            n++;
        if (n == 0) {
            *to++ = *from == '-' ? '_' : *from;
            from++;
            continue;
        }
        stem(from, n, one);
        size_t len = strlen(one);
        memcpy(to, one, len);
        to += len;
        from += n;
    }
    *to = '\0';
    return (size_t)(to - word);
}

static void add_idea(struct known_word *k, int idea)
{
    for (size_t i = 0; i < k->nideas; i++)
        if (k->idea[i] == idea)
            return;
    if (k->nideas < WORD_IDEAS)
        k->idea[k->nideas++] = (uint16_t)idea;
}

static struct known_word *new_word(struct wording *w)
{
    if (!w->words || w->words->n == ARRAY_LEN(w->words->v)) {
        struct words *more = mem_alloc(sizeof *more);
        more->next = w->words;
        w->words = more;
    }
    return &w->words->v[w->words->n++];
}

/* The word stays where it is. */
static void add_word(struct wording *w, char *word, int idea)
{
    size_t n = stem_each(word);
    struct known_word **at = word_bucket(w, word, n);
    while (*at &&
           ((*at)->n > n || ((*at)->n == n && ((*at)->s[n - 1] != word[n - 1] || memcmp((*at)->s, word, n) != 0))))
        at = &(*at)->next;
    if (!*at || (*at)->n != n) {
        struct known_word *k = new_word(w);
        *k = (struct known_word){.s = word, .n = n, .next = *at};
        *at = k;
    }
    if (idea >= 0)
        add_idea(*at, idea);
}

static const char *const kinds[KINDS] = {"matter", "object", "trouble", "where", "aside"};

static int find_idea(const struct wording *w, int kind, const char *name)
{
    for (size_t i = 0; name && i < w->nideas; i++)
        if ((kind < 0 || (int)w->idea[i].kind == kind) && w->idea[i].name[0] == name[0] &&
            strcmp(w->idea[i].name, name) == 0)
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
    w->idea[w->nideas] = (struct idea){.name = name, .kind = (enum kind)k, .matter = matter};
    return (int)w->nideas++;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

/* Ended where it stands; NULL none. */
static char *next_word(char **rest)
{
    char *s = *rest, *end;
    while (is_blank(*s))
        s++;
    for (end = s; *end && !is_blank(*end);)
        end++;
    *rest = end + (*end != '\0');
    *end = '\0';
    return end > s ? s : NULL;
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
    int from = find_idea(w, -1, next_word(rest)), to = from;
    for (const char *word; to >= 0 && (word = next_word(rest)) != NULL;) {
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
    char *rest = line, *kind = next_word(&rest), *word;
    int idea = -1;
    if (!kind || kind[0] == '#')
        return QT_OK;
    if (strcmp(kind, "also") == 0)
        return add_also(w, &rest);
    if (!strchr("-.?", kind[0]) && (idea = idea_of(w, kind, next_word(&rest))) < 0)
        return QT_REFUSED;
    while ((word = next_word(&rest)) != NULL) {
        if (kind[0] == '.') {
            add_binding(w, word);
        } else if (kind[0] == '?') {
            w->nobody = mem_resize(w->nobody, w->nnobody + 1, sizeof *w->nobody);
            w->nobody[w->nnobody++] = word;
        } else {
            add_word(w, word, idea);
        }
    }
    return QT_OK;
}

/* "KIND:NAME N" or "TOKEN N", in thousandths. An idea the words do not know is passed over. */
static int read_share(struct wording *w, char *line)
{
    char *rest = line, *token = next_word(&rest), *number = next_word(&rest), *name;
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
    if (folded)
        w->text[w->ntexts++] = folded;
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

/* What stands for the first idea stands for the second, too. */
static void add_also_ideas(struct wording *w, const bool *first, struct known_word *k)
{
    size_t n = k->nideas, j = 0;
    while (j < n && !first[k->idea[j]])
        j++;
    for (size_t a = 0; j < n && a < w->nalso; a++)
        for (size_t i = 0; i < n; i++)
            if (k->idea[i] == w->also[a][0])
                add_idea(k, w->also[a][1]);
}

static void add_also_all(struct wording *w)
{
    bool *first = mem_alloc((w->nideas + 1) * sizeof *first);
    for (size_t a = 0; a < w->nalso; a++)
        first[w->also[a][0]] = true;
    for (struct words *some = w->words; some; some = some->next)
        for (size_t i = 0; i < some->n; i++)
            add_also_ideas(w, first, &some->v[i]);
    free(first);
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
    add_also_all(w);
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
    for (struct words *some = w->words, *next; some; some = next) {
        next = some->next;
        free(some);
    }
    for (size_t i = 0; i < w->ntexts; i++)
        free(w->text[i]);
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

static const struct known_word *find_word(const struct wording *w, const char *s, size_t begin, bool whole)
{
    for (const struct known_word *k = *word_bucket(w, s, begin); k; k = k->next) {
        size_t n = 0;
        while (n < k->n && s[n] == k->s[n])
            n++;
        if (n == k->n && (!whole || !s[n]))
            return k;
    }
    return NULL;
}

const struct known_word *wording_word(const struct wording *w, const char *s, bool whole)
{
    const struct known_word *k = find_word(w, s, whole ? strlen(s) : SIZE_MAX, whole);
    return k || whole ? k : find_word(w, s, 1, whole); /* of one character */
}
