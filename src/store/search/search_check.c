/* Does the index know the records? All tokens of a record are asked for at once, within its own row of the index. */
#include "gate.h"
#include "search/search.h"
#include "sqlite/words.h"

enum { SAMPLES = 8, TOKENS_AT_ONCE = 128 };

/* As an expression of quoted tokens, beginning with the at-th byte; where the rest begins. */
static size_t expression_of(struct buf *out, const struct buf *tokens, size_t at)
{
    buf_clear(out);
    for (int n = 0; n < TOKENS_AT_ONCE && at < tokens->len; n++) {
        size_t len = strcspn(tokens->s + at, " ");
        buf_addf(out, "%s\"%.*s\"", n ? " AND " : "", (int)len, tokens->s + at);
        at += len;
        at += tokens->s[at] == ' ';
    }
    return at;
}

/* 1 yes, 0 no. */
static int known(struct db *db, int64_t rowid, const struct buf *tokens)
{
    struct buf expression = {0};
    int rc = 1;
    for (size_t at = 0; rc > 0 && at < tokens->len;) {
        at = expression_of(&expression, tokens, at);
        struct stmt *st = db_stmt(db, SEARCH_SQL_FIND);
        bind_text(st, 1, expression.s);
        bind_int(st, 2, rowid);
        bind_int(st, 3, rowid);
        rc = row_one(db, st, NULL, NULL);
    }
    buf_free(&expression);
    return rc;
}

static int64_t stride(struct db *db, const struct form *f)
{
    int64_t rows = 0;
    if (schema_rows(db, f, &rows) < 0)
        fault_clear();
    return rows <= SAMPLES ? 1 : rows / SAMPLES;
}

int search_missing(struct db *db, const struct form *f, void (*fn)(const char *number, void *arg), void *arg)
{
    struct buf sql = {0}, tokens = {0};
    struct record *r = record_new(f);
    int64_t id = INT64_MIN, step = stride(db, f);
    search_select(&sql, f);
    buf_add(&sql, " WHERE id >= ?1 ORDER BY id LIMIT 1");
    int rc;
    do {
        struct stmt *st = db_stmt(db, sql.s);
        bind_int(st, 1, id);
        rc = db_step(db, st);
        if (rc <= 0)
            break;
        id = col_int(st, 0);
        search_read(st, r);
        stmt_end(st);
        buf_clear(&tokens);
        search_tokens(&tokens, r);
        rc = known(db, SEARCH_ROWID(db_reg(db, f)->key, id), &tokens);
        if (rc == 0)
            fn(record_number(r), arg);
        id = id > INT64_MAX - step ? INT64_MAX : id + step;
    } while (rc >= 0 && id < INT64_MAX);
    record_free(r);
    buf_free(&sql);
    buf_free(&tokens);
    return rc < 0 ? rc : 0;
}
