/* Letters of a query read as pinyin: wangxiaoming, xiaom, wxm, wangxm. The letters are cut into units, whole
 * syllables or bare initials; each cut becomes one alternative over the tokens of search.h. */
#include "search/pinyin.h"
#include "search/search.h"

#define LETTERS 40
#define UNITS 12
#define CUTS 6     /* alternatives of one word */
#define STEPS 2000 /* of the search for them */
#define CHOICES 48 /* syllables that one unit may stand for, */
#define PAIRS 64   /* and pairs spelled out before initials are used instead */
#define SYLLABLE 6 /* letters of the longest */

struct unit {
    size_t at, len;
    bool bare; /* an initial: any syllable that begins so */
};
struct cut {
    struct unit unit[UNITS];
    size_t n;
};
struct cutter {
    const char *s;
    size_t n;
    bool last; /* the last unit may be unfinished */
    struct cut now, found[CUTS];
    size_t nfound, best, steps;
};
struct choices {
    uint16_t syllable[CHOICES];
    size_t n;
};

static bool whole_syllable(const char *s, size_t n, uint16_t *index)
{
    uint16_t to;
    return pinyin_prefix(s, n, index, &to) && strlen(pinyin_syllables[*index]) == n;
}

/* zh, ch and sh stand in the index by their first letter, and so do they here. */
static bool is_initial(const char *s, size_t n)
{
    return n == 1 ? strchr("aeo", *s) == NULL : n == 2 && s[1] == 'h' && strchr("zcs", *s) != NULL;
}

static void keep_cut(struct cutter *c)
{
    if (c->now.n < c->best)
        c->best = c->now.n;
    if (c->nfound < CUTS)
        c->found[c->nfound++] = c->now;
}

/* All cuts with at most one unit more than the shortest seen, long units first. */
static void cut(struct cutter *c, size_t at)
{
    if (at == c->n) {
        keep_cut(c);
        return;
    }
    if (c->now.n == UNITS || c->now.n > c->best || c->steps++ > STEPS)
        return;
    for (size_t len = c->n - at < SYLLABLE ? c->n - at : SYLLABLE; len > 0; len--) {
        uint16_t from, to;
        const char *s = c->s + at;
        if (!pinyin_prefix(s, len, &from, &to))
            continue;
        bool ends = at + len == c->n && c->last;
        bool bare = is_initial(s, len);
        if (!ends && !bare && !whole_syllable(s, len, &from))
            continue;
        c->now.unit[c->now.n++] = (struct unit){at, len, bare};
        cut(c, at + len);
        c->now.n--;
    }
}

static void add_choices(struct choices *c, const char *s, size_t n, bool unfinished)
{
    uint16_t from, to;
    if (!pinyin_prefix(s, n, &from, &to))
        return;
    for (; from < to && c->n < CHOICES; from++)
        if (unfinished || strlen(pinyin_syllables[from]) == n)
            c->syllable[c->n++] = from;
}

/* The syllables a unit stands for; lu and nu also find lü and nü. */
static struct choices unit_choices(const struct cutter *c, const struct unit *u, bool unfinished)
{
    struct choices found = {.n = 0};
    const char *s = c->s + u->at;
    add_choices(&found, s, u->len, unfinished);
    if (u->len >= 2 && (s[0] == 'l' || s[0] == 'n') && s[1] == 'u') {
        char v[SYLLABLE + 1];
        memcpy(v, s, u->len);
        v[1] = 'v';
        add_choices(&found, v, u->len, unfinished);
    }
    return found;
}

static void add_any(struct buf *out, const struct choices *a, const struct choices *b)
{
    buf_addc(out, '(');
    for (size_t i = 0; i < a->n; i++) {
        if (b == NULL)
            buf_addf(out, "%s\"=%s\"", i > 0 ? " OR " : "", pinyin_syllables[a->syllable[i]]);
        for (size_t k = 0; b != NULL && k < b->n; k++)
            buf_addf(out, "%s\"=%s=%s\"", i + k > 0 ? " OR " : "", pinyin_syllables[a->syllable[i]],
                     pinyin_syllables[b->syllable[k]]);
    }
    buf_addc(out, ')');
}

static void add_initials(struct buf *out, const char *s, const struct unit *u, size_t n)
{
    buf_add(out, "\"+");
    for (size_t i = 0; i < n; i++)
        buf_addc(out, s[u[i].at]);
    buf_addc(out, '"');
}

static void add_cut(struct buf *out, const struct cutter *c, const struct cut *k)
{
    struct choices a, b;
    if (k->n == 1) {
        a = unit_choices(c, &k->unit[0], c->last || k->unit[0].bare);
        add_any(out, &a, NULL);
        return;
    }
    for (size_t i = 0; i + 1 < k->n; i++) {
        const struct unit *u = &k->unit[i];
        a = unit_choices(c, &u[0], false);
        b = unit_choices(c, &u[1], c->last && i + 2 == k->n);
        if (i > 0)
            buf_add(out, " AND ");
        if (!u[0].bare && !u[1].bare && a.n * b.n <= PAIRS) {
            add_any(out, &a, &b);
            continue;
        }
        add_initials(out, c->s, u, 2);
        for (int side = 0; side < 2; side++)
            if (!u[side].bare) {
                buf_add(out, " AND ");
                add_any(out, side == 0 ? &a : &b, NULL);
            }
    }
    for (size_t i = 0; i + 2 < k->n; i++) {
        buf_add(out, " AND ");
        add_initials(out, c->s, &k->unit[i], 3);
    }
}

/* wxm: "+wxm"; longer ones by threes. */
static void add_all_initials(struct buf *out, const char *s, size_t n)
{
    if (n > UNITS || strcspn(s, "iuv") < n) /* with these no syllable begins */
        return;
    size_t width = n < 3 ? n : 3;
    buf_add(out, " OR (");
    for (size_t i = 0; i + width <= n; i++)
        buf_addf(out, "%s\"+%.*s\"", i > 0 ? " AND " : "", (int)width, s + i);
    buf_addc(out, ')');
}

static size_t bare_units(const struct cut *k)
{
    size_t n = 0;
    for (size_t i = 0; i < k->n; i++)
        n += k->unit[i].bare;
    return n;
}

/* Cut into single letters: add_all_initials has it. */
static bool is_initials(const struct cut *k, size_t n)
{
    return k->n == n && (n > 1 || k->unit[0].bare);
}

void pinyin_query(struct buf *out, const char *s, size_t n, bool last)
{
    if (n > LETTERS)
        return;
    add_all_initials(out, s, n);
    struct cutter c = {.s = s, .n = n, .last = last, .best = UNITS};
    cut(&c, 0);
    for (size_t i = 0; i < c.nfound; i++) {
        const struct cut *k = &c.found[i];
        if (k->n > c.best + 1 || (k->n > c.best && bare_units(k) > 0) || is_initials(k, n))
            continue;
        buf_add(out, " OR (");
        add_cut(out, &c, k);
        buf_addc(out, ')');
    }
}
