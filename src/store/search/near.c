/* What `similar` rules ask: which records of a stretch of time hold one of some words. See search.h for the tokens. */
#include "gate.h"
#include "search/search.h"
#include "sqlite/words.h"

static void take_span(struct stmt *st, void *span)
{
    *(struct span *)span = (struct span){.count = col_int(st, 0), .first = col_int(st, 1), .last = col_int(st, 2)};
}

int rec_span(struct db *db, const struct form *f, int field, int64_t from, int64_t to, struct span *out)
{
    struct buf sql = {0};
    buf_addf(&sql,
             "SELECT count(*), coalesce(min(id), 0), coalesce(max(id), 0) FROM \"%s\" WHERE \"%s\" BETWEEN ?1 AND ?2",
             f->name, f->fields[field].name);
    struct stmt *st = db_stmt(db, sql.s);
    buf_free(&sql);
    bind_int(st, 1, from);
    bind_int(st, 2, to);
    int rc = row_one(db, st, take_span, out);
    return rc < 0 ? rc : rc == 0 ? fault(QT_BUG, _("A count gave no row.")) : 0;
}

static void add_quoted(struct buf *out, const char *s, size_t n)
{
    buf_addc(out, '"');
    buf_addn(out, s, n);
    buf_addc(out, '"');
}

/* 噪音 is a token; of 拖椅子 both pairs must be there. */
static void add_wide(struct buf *out, const char *s)
{
    const char *prev = NULL;
    size_t pairs = 0, n;

    buf_addc(out, '(');
    for (const char *p = s; *p; p += n) {
        (void)text_codepoint(p, &n);
        if (prev) {
            if (pairs++ > 0)
                buf_add(out, " AND ");
            add_quoted(out, prev, (size_t)(p + n - prev));
        }
        prev = p;
    }
    if (pairs == 0)
        add_quoted(out, s, strlen(s));
    buf_addc(out, ')');
}

#define WHOLE 3 /* letters: a shorter word is looked for as it is, a longer one with any ending */

/* Each word of hot_water must be there, whatever its ending. */
static void add_phrase(struct buf *out, const char *s)
{
    const char *sep = "(";
    while (*s) {
        size_t n = strcspn(s, "_");
        buf_add(out, sep);
        add_quoted(out, s, n);
        if (n > WHOLE)
            buf_addc(out, '*');
        s += n + (s[n] == '_');
        sep = " AND ";
    }
    buf_addc(out, ')');
}

static void add_any(struct buf *out, const char *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        size_t bytes;
        enum char_class c = char_class(text_codepoint(words[i], &bytes));
        if (c < CHAR_WIDE)
            continue;
        if (out->len > 0)
            buf_add(out, " OR ");
        if (c == CHAR_WIDE)
            add_wide(out, words[i]);
        else
            add_phrase(out, words[i]);
    }
}

int search_near(struct db *db, const struct form *f, const char *const *words, size_t nwords, const struct span *span,
                size_t limit, int64_t *ids, size_t *n)
{
    struct buf expression = {0};
    int64_t key = db_reg(db, f)->key;
    int rc = 1;

    *n = 0;
    add_any(&expression, words, nwords);
    if (expression.len == 0)
        return 0;
    struct stmt *st = search_write(db) < 0 ? NULL : db_stmt(db, SEARCH_SQL_FIND);
    bind_text(st, 1, expression.s);
    bind_int(st, 2, SEARCH_ROWID(key, span->first));
    bind_int(st, 3, SEARCH_ROWID(key, span->last));
    while (*n < limit && (rc = db_step(db, st)) > 0)
        ids[(*n)++] = SEARCH_ID(col_int(st, 0));
    if (rc > 0)
        stmt_end(st);
    buf_free(&expression);
    return rc < 0 ? rc : 0;
}
