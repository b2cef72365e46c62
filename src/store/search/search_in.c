/* Searching within some fields of a register. The index does not know fields, so each hit's own values are looked at:
 * who asks for a visitor's name must not get the visitors of a host of that name. */
#include "gate.h"
#include "search/search.h"

enum { AT_LEAST = 512, LOOK_AT_CLOCK = 16 }; /* hits looked at whatever the clock says; hits between two looks at it */

struct sieve {
    struct db *db;
    struct record *r;
    const int *fields;
    size_t nfields;
    struct stmt *st; /* their values; ?1 = id */
    const char *expression;
    struct buf tokens;
    int64_t until;
    size_t looked;
    int (*fn)(const struct record *r, void *arg);
    void *arg;
};

static void read_fields(struct sieve *s)
{
    const struct form *f = s->r->form;
    buf_clear(&s->tokens);
    buf_addc(&s->tokens, ' ');
    for (size_t i = 0; i < s->nfields; i++) {
        const struct field *field = &f->fields[s->fields[i]];
        struct value *v = &s->r->v[s->fields[i]];
        col_value(s->st, (int)i, v);
        if (v->kind != VAL_TEXT)
            continue;
        bool number = s->fields[i] == form_sys(f, SYS_NUMBER);
        if (number)
            search_number(&s->tokens, v->s);
        search_words(&s->tokens, number ? SEARCH_TAIL : field->search, v->s);
    }
}

static int sift(int64_t id, void *arg)
{
    struct sieve *s = arg;
    if (++s->looked > AT_LEAST && s->looked % LOOK_AT_CLOCK == 0 && clock_mono_us() > s->until)
        return 1;
    bind_int(s->st, 1, id);
    int rc = db_step(s->db, s->st);
    if (rc <= 0)
        return rc;
    s->r->id = id;
    read_fields(s);
    stmt_end(s->st);
    return search_tokens_hold(s->expression, s->tokens.s) ? s->fn(s->r, s->arg) : 0;
}

static struct stmt *select_fields(struct db *db, const struct form *f, const int *fields, size_t n)
{
    struct buf sql = {0};
    for (size_t i = 0; i < n; i++)
        buf_addf(&sql, "%s\"%s\"", i ? ", " : "SELECT ", f->fields[fields[i]].name);
    buf_addf(&sql, " FROM \"%s\" WHERE id = ?1", f->name);
    struct stmt *st = db_stmt(db, sql.s);
    buf_free(&sql);
    return st;
}

int search_in(struct db *db, const struct form *f, const char *text, const int *fields, size_t nfields,
              int64_t budget_us, int (*fn)(const struct record *r, void *arg), void *arg)
{
    struct buf expression = {0};
    if (nfields == 0 || !search_query(text, &expression))
        return 0;
    struct sieve s = {.db = db,
                      .r = record_new(f),
                      .fields = fields,
                      .nfields = nfields,
                      .st = select_fields(db, f, fields, nfields),
                      .expression = expression.s,
                      .until = clock_mono_us() + budget_us,
                      .fn = fn,
                      .arg = arg};
    int rc = s.st ? search_each(db, f, text, sift, &s) : fault_code();
    buf_free(&s.tokens);
    buf_free(&expression);
    record_free(s.r);
    return rc < 0 ? rc : 0;
}
