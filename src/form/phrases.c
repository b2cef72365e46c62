/* Words that stand together in one sentence: reading a list of them, and finding it in a text. A text is folded first:
 * small letters, no blanks beside Chinese, a newline at the end of each sentence; where each byte came from is kept for
 * the caret. */
#include <string.h>

#include "qiantai/form.h"
#include "qiantai/form_phrases.h"
#include "source.h"

enum { GROUPS_MOST = 5 };

struct group {
    char **word;
    size_t n;
    bool none; /* no word of it may be there */
};
struct pattern {
    struct group group[GROUPS_MOST];
    size_t n, rule;
    bool title;
    bool over; /* another file says it otherwise */
};
struct reason {
    char *name;
    char *why[QT_LANGS];
};
struct phrases {
    struct pattern *pattern;
    struct reason *rule;
    size_t n, nrules;
    struct group *unless; /* a sentence with one of these says nothing */
    size_t nunless;
};

/* ---- folding ----------------------------------------------------------------------------------------------- */

struct folded {
    char *s;
    size_t *from; /* per byte of s, and its end: byte of the text */
    size_t n;
};

static bool is_latin(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

static void put(struct folded *f, char c, size_t from)
{
    f->s[f->n] = c;
    f->from[f->n++] = from;
}

/* Bytes of a sign that ends a sentence; 0: it is none. A point ends one only before a blank. */
static size_t ends_sentence(const char *s)
{
    static const char *const signs[] = {"。", "！", "？", "；", "!", "?", ";", "\n"};
    for (size_t i = 0; i < ARRAY_LEN(signs); i++)
        if (strncmp(s, signs[i], strlen(signs[i])) == 0)
            return strlen(signs[i]);
    return s[0] == '.' && (!s[1] || s[1] == ' ' || s[1] == '\n') ? 1 : 0;
}

/* A full-width letter or digit as the narrow one: U+FF01 to U+FF5E. 0: it is none. */
static char narrow(const char *s)
{
    size_t n;
    uint32_t cp = (unsigned char)*s == 0xEF ? text_codepoint(s, &n) : 0;
    return cp >= 0xFF10 && cp <= 0xFF5A ? (char)(cp - 0xFEE0) : 0;
}

static size_t fold_one(struct folded *f, const char *text, size_t i)
{
    size_t end = ends_sentence(text + i);
    char c = text[i], wide = narrow(text + i);
    if (end) {
        put(f, '\n', i);
        return end;
    }
    if (is_blank(c)) {
        bool beside = f->n == 0 || (unsigned char)f->s[f->n - 1] >= 0x80 || (unsigned char)text[i + 1] >= 0x80 ||
                      is_blank(text[i + 1]);
        if (!beside)
            put(f, ' ', i);
        return 1;
    }
    c = wide ? wide : c;
    put(f, c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c, i);
    return wide ? 3 : 1;
}

static struct folded fold(const char *text)
{
    size_t len = strlen(text);
    struct folded f = {mem_alloc(len + 1), mem_alloc((len + 1) * sizeof *f.from), 0};
    for (size_t i = 0; i < len;)
        i += fold_one(&f, text, i);
    f.s[f.n] = '\0';
    f.from[f.n] = len;
    return f;
}

static void unfold(struct folded *f)
{
    free(f->s);
    free(f->from);
}

/* ---- finding ----------------------------------------------------------------------------------------------- */

struct found {
    size_t at, n; /* in the folded text */
};

/* A Latin word begins where a word begins: "power" is not in "empower". */
static bool find_word(const struct folded *f, size_t begin, size_t end, const char *word, struct found *out)
{
    size_t n = strlen(word);
    for (size_t i = begin; i + n <= end; i++)
        if (f->s[i] == word[0] && memcmp(f->s + i, word, n) == 0 &&
            !(is_latin(word[0]) && i > begin && is_latin(f->s[i - 1]))) {
            *out = (struct found){i, n};
            return true;
        }
    return false;
}

static bool find_group(const struct folded *f, size_t begin, size_t end, const struct group *g, struct found *out)
{
    for (size_t i = 0; i < g->n; i++)
        if (find_word(f, begin, end, g->word[i], out))
            return true;
    return false;
}

static bool pattern_fits(const struct folded *f, size_t begin, size_t end, const struct pattern *p, struct found *v)
{
    for (size_t i = 0; i < p->n; i++)
        if (find_group(f, begin, end, &p->group[i], &v[i]) == p->group[i].none)
            return false;
    return true;
}

static bool says_nothing(const struct phrases *list, const struct folded *f, size_t begin, size_t end)
{
    struct found at;
    for (size_t i = 0; i < list->nunless; i++)
        if (find_group(f, begin, end, &list->unless[i], &at))
            return true;
    return false;
}

/* Its words in the order in which they stand there, as they are written. */
static void tell_hit(const struct phrases *list, const struct folded *f, const char *text, const struct pattern *p,
                     const struct found *v, enum lang lang, struct phrase_hit *out)
{
    struct buf b = {0};
    bool done[GROUPS_MOST] = {false};
    *out = (struct phrase_hit){.rule = list->rule[p->rule].name, .why = list->rule[p->rule].why[lang]};
    for (size_t k = 0; k < p->n; k++) {
        size_t next = p->n;
        for (size_t i = 0; i < p->n; i++)
            if (!p->group[i].none && !done[i] && (next == p->n || v[i].at < v[next].at))
                next = i;
        if (next == p->n)
            break;
        size_t from = f->from[v[next].at], to = f->from[v[next].at + v[next].n - 1];
        if (!b.len)
            out->at = from;
        buf_add(&b, b.len ? " ... " : "");
        to += (unsigned char)text[to] == 0xEF ? 3 : 1; /* a wide letter is one byte of the folded text */
        buf_addn(&b, text + from, to - from);
        done[next] = true;
    }
    out->phrase = buf_take(&b);
}

bool phrases_find(const struct phrases *list, const char *text, bool title, enum lang lang, struct phrase_hit *out)
{
    struct folded f = fold(text);
    bool hit = false;
    for (size_t begin = 0; list && !hit && begin < f.n;) {
        size_t end = begin + strcspn(f.s + begin, "\n");
        bool nothing = says_nothing(list, &f, begin, end);
        for (size_t i = 0; !hit && !nothing && i < list->n; i++) {
            struct found v[GROUPS_MOST];
            const struct pattern *p = &list->pattern[i];
            hit = !p->over && (!p->title || title) && pattern_fits(&f, begin, end, p, v);
            if (hit)
                tell_hit(list, &f, text, p, v, lang, out);
        }
        begin = end + 1;
    }
    unfold(&f);
    return hit;
}

/* ---- reading ----------------------------------------------------------------------------------------------- */

struct reading {
    struct phrases *list;
    const char *file;
    int line;
    bool ruled;    /* a rule of this file has begun */
    size_t former; /* patterns of the files before, whose place a rule of this one takes */
    int rc;        /* the first line that could not be read */
};

static void bad_line(struct reading *r, const char *why)
{
    if (r->rc == QT_OK)
        r->rc = fault(QT_REFUSED, _("%s, line %d: %s."), r->file, r->line, why);
}

/* Without the blanks around it, in place. */
static char *trimmed(char *s)
{
    size_t n;
    while (is_blank(*s))
        s++;
    for (n = strlen(s); n > 0 && is_blank(s[n - 1]); n--)
        s[n - 1] = '\0';
    return s;
}

/* The next part up to the sign; NULL behind the last. */
static char *next_part(char **rest, char sign)
{
    char *s = *rest, *end = s ? strchr(s, sign) : NULL;
    *rest = end ? end + 1 : NULL;
    if (end)
        *end = '\0';
    return s;
}

static void group_free(struct group *g)
{
    for (size_t i = 0; i < g->n; i++)
        free(g->word[i]);
    free(g->word);
    *g = (struct group){0};
}

/* One letter would stand in every text. */
static bool read_group(struct reading *r, char *s, struct group *g)
{
    s = trimmed(s);
    g->none = *s == '!';
    s += g->none;
    for (char *word; (word = next_part(&s, '|'));) {
        struct folded f = fold(trimmed(word));
        bool good = f.n > 0 && !memchr(f.s, '\n', f.n) && text_width(f.s) >= 2;
        g->word = mem_resize(g->word, g->n + 1, sizeof *g->word);
        g->word[g->n++] = mem_dup(f.s);
        unfold(&f);
        if (!good) {
            bad_line(r, _("a word has two signs at least, and none that ends a sentence"));
            return false;
        }
    }
    return true;
}

static void read_pattern(struct reading *r, char *s)
{
    struct pattern p = {.rule = r->list->nrules - 1, .title = strncmp(s, "title:", 6) == 0};
    bool good = r->ruled, any = false;
    if (!good)
        bad_line(r, _("words stand below a rule: [1] why | in English"));
    s += p.title ? 6 : 0;
    for (char *part; good && (part = next_part(&s, '&'));) {
        good = p.n < GROUPS_MOST && read_group(r, part, &p.group[p.n]);
        if (p.n == GROUPS_MOST)
            bad_line(r, _("at most five groups of words"));
        else
            p.n++;
    }
    for (size_t i = 0; i < p.n; i++)
        any |= !p.group[i].none;
    if (good && !any)
        bad_line(r, _("only words that may not be there: nothing would be found"));
    if (good && any) {
        r->list->pattern = mem_resize(r->list->pattern, r->list->n + 1, sizeof *r->list->pattern);
        r->list->pattern[r->list->n++] = p;
        return;
    }
    for (size_t i = 0; i < p.n; i++)
        group_free(&p.group[i]);
}

/* [1] why | in English */
static void read_rule(struct reading *r, char *s)
{
    char *close = strchr(s, ']'), *zh = close ? close + 1 : NULL, *en = zh;
    zh = next_part(&en, '|');
    if (!close || !en) {
        bad_line(r, _("a rule is written [1] why | in English"));
        return;
    }
    *close = '\0';
    r->ruled = true;
    for (size_t i = 0; i < r->former; i++)
        if (strcmp(r->list->rule[r->list->pattern[i].rule].name, trimmed(s + 1)) == 0)
            r->list->pattern[i].over = true;
    r->list->rule = mem_resize(r->list->rule, r->list->nrules + 1, sizeof *r->list->rule);
    r->list->rule[r->list->nrules++] =
        (struct reason){mem_dup(trimmed(s + 1)), {[LANG_ZH] = mem_dup(trimmed(zh)), [LANG_EN] = mem_dup(trimmed(en))}};
}

static void read_unless(struct reading *r, char *s)
{
    struct group g = {0};
    if (!read_group(r, s, &g)) {
        group_free(&g);
        return;
    }
    r->list->unless = mem_resize(r->list->unless, r->list->nunless + 1, sizeof *r->list->unless);
    r->list->unless[r->list->nunless++] = g;
}

static void read_line(struct reading *r, char *line)
{
    if (*line == '[')
        read_rule(r, line);
    else if (strncmp(line, "unless:", 7) == 0)
        read_unless(r, line + 7);
    else if (*line && *line != '#')
        read_pattern(r, line);
}

static int read_file(struct phrases **list, const char *file, bool over)
{
    char *text = NULL;
    size_t len = 0;
    if (!*list)
        *list = mem_alloc(sizeof **list);
    struct reading r = {.list = *list, .file = file, .former = over ? (*list)->n : 0};
    r.rc = form_file_read(file, &text, &len);
    if (r.rc < 0)
        return r.rc;
    char *clear = text_clean(text, len, true, NULL), *rest = clear;
    for (char *line; (line = next_part(&rest, '\n'));) {
        r.line++;
        read_line(&r, trimmed(line));
    }
    free(clear);
    free(text);
    return r.rc;
}

int phrases_read(struct phrases **list, const char *file)
{
    return read_file(list, file, false);
}

int phrases_read_over(struct phrases **list, const char *file)
{
    return read_file(list, file, true);
}

const char *phrases_rule(const struct phrases *list, size_t i)
{
    return i < list->nrules ? list->rule[i].name : NULL;
}

void phrases_free(struct phrases *list)
{
    for (size_t i = 0; list && i < list->n; i++)
        for (size_t k = 0; k < list->pattern[i].n; k++)
            group_free(&list->pattern[i].group[k]);
    for (size_t i = 0; list && i < list->nrules; i++) {
        free(list->rule[i].name);
        for (int k = 0; k < QT_LANGS; k++)
            free(list->rule[i].why[k]);
    }
    for (size_t i = 0; list && i < list->nunless; i++)
        group_free(&list->unless[i]);
    if (list) {
        free(list->pattern);
        free(list->rule);
        free(list->unless);
    }
    free(list);
}
