/* Typed text narrowing a list: which of its records are found by the words? Two ways, for the clerk waits for each
 * key. The hits of the register, newest first, are looked up in the list; that is quick when the text is rare or the
 * list wide. Common words in a short list (an old open visit, `w`) go the other way: the rows of the list are
 * read and compared. */
#include "record/cursor.h"
#include "search/search.h"
#include "sqlite/words.h"

enum {
    ENOUGH = 100,       /* found in the list: nobody looks for a record far down */
    HITS_US = 2000,     /* microseconds for the hits of the register */
    ROWS_US = 4000,     /* and for the rows of the list */
    ROWS = 256,         /* of them compared whatever the clock says: a busy machine finds no less in a short list */
    ROWS_STEPS = 20,    /* looks of the engine at the clock before it may stop, enough for that many rows */
    LOOK_AT_CLOCK = 64, /* hits between two looks */
};

struct picking {
    struct cursor *c;
    struct stmt *in_list; /* ?1 = id: is it in the list; NULL = every record is */
    int64_t until;
    size_t looked;
};

bool cursor_picked(const struct cursor *c, int64_t id)
{
    for (size_t i = 0; i < c->nids; i++)
        if (c->ids[i] == id)
            return true;
    return false;
}

static void keep(struct cursor *c, int64_t id)
{
    if (c->nids < TEXT_HITS && !cursor_picked(c, id))
        c->ids[c->nids++] = id;
}

/* ---- the hits of the register ---------------------------------------------------------------------------- */

static int pick(int64_t id, void *arg)
{
    struct picking *p = arg;
    struct cursor *c = p->c;
    c->cut = c->nids == TEXT_HITS || (++p->looked % LOOK_AT_CLOCK == 0 && clock_mono_us() > p->until);
    if (c->cut)
        return 1;
    if (p->in_list) {
        bind_int(p->in_list, 1, id);
        int rc = row_one(c->db, p->in_list, NULL, NULL);
        if (rc <= 0)
            return rc;
    }
    keep(c, id);
    return 0;
}

static int pick_hits(struct cursor *c, const char *text)
{
    struct picking p = {.c = c, .until = INT64_MAX};
    if (c->filtered) {
        char *sql = mem_printf("SELECT 1 FROM \"%s\" WHERE id = ?1 AND %s", c->form->name, c->filter);
        p.in_list = cursor_stmt(c, sql);
        free(sql);
        if (!p.in_list)
            return fault_code();
        p.until = clock_mono_us() + HITS_US;
    }
    int rc = search_each(c->db, c->form, text, pick, &p);
    return rc < 0 ? rc : 0;
}

/* ---- the rows of the list ------------------------------------------------------------------------------------ */

static void order_by(const struct cursor *c, struct buf *sql)
{
    const char *way = c->descending ? "DESC" : "ASC";
    buf_add(sql, " ORDER BY ");
    if (c->order >= 0)
        buf_addf(sql, "\"%s\" %s, ", c->form->fields[c->order].name, way);
    buf_addf(sql, "id %s", way);
}

struct patience {
    int64_t until;
    int asked;
};

static int rows_late(void *arg)
{
    struct patience *p = arg;
    return ++p->asked > ROWS_STEPS && cursor_late(&p->until);
}

/* 0 all rows were read, 1 not. */
static int pick_matching(struct cursor *c, struct stmt *st, const char *expression, int64_t until)
{
    struct record *r = record_new(c->form);
    struct buf tokens = {0};
    size_t looked = 0;
    int rc;
    while ((rc = db_step(c->db, st)) > 0) {
        search_read(st, r);
        if (search_holds(r, expression, &tokens))
            keep(c, col_int(st, 0));
        if (c->nids == TEXT_HITS || (++looked > ROWS && cursor_late(&until))) {
            stmt_end(st);
            break;
        }
    }
    buf_free(&tokens);
    record_free(r);
    return rc;
}

static int pick_rows(struct cursor *c, const char *text)
{
    struct buf expression = {0}, sql = {0};
    struct patience patience = {.until = clock_mono_us() + ROWS_US};
    search_select(&sql, c->form);
    buf_addf(&sql, " WHERE %s", c->filter);
    order_by(c, &sql);
    struct stmt *st = cursor_stmt(c, sql.s);
    buf_free(&sql);
    int rc = 0;
    /* A filter without an index may read a million rows before it gives one. */
    db_watch(c->db, CURSOR_STEPS, rows_late, &patience);
    if (search_query(text, &expression))
        rc = pick_matching(c, st, expression.s, patience.until);
    db_watch(c->db, 0, NULL, NULL);
    buf_free(&expression);
    c->cut = rc != 0;
    if (rc == QT_BUSY && cursor_late(&patience.until)) {
        fault_clear();
        return 0;
    }
    return rc < 0 ? rc : 0;
}

/* ---- both ------------------------------------------------------------------------------------------------------ */

/* Those picked are in the list: a person's condition, compiled under guard, need not be asked again. */
static int sort_hits(struct cursor *c)
{
    struct buf json = {0}, sql = {0};
    for (size_t i = 0; i < c->nids; i++)
        buf_addf(&json, "%c%lld", i ? ',' : '[', (long long)c->ids[i]);
    buf_add(&json, c->nids ? "]" : "[]");
    buf_addf(&sql, "SELECT id FROM \"%s\" WHERE id IN " SQL_NUMBERS_OF("?1"), c->form->name);
    order_by(c, &sql);
    struct stmt *st = db_stmt(c->db, sql.s);
    bind_text(st, 1, json.s);
    int rc;
    c->nids = 0;
    while ((rc = db_step(c->db, st)) > 0)
        c->ids[c->nids++] = col_int(st, 0);
    buf_free(&json);
    buf_free(&sql);
    return rc;
}

int cursor_narrow_text(struct cursor *c, const char *text)
{
    c->picked = true;
    c->ids = mem_alloc(TEXT_HITS * sizeof(*c->ids));
    int rc = pick_hits(c, text);
    if (rc == 0 && c->cut && c->nids < ENOUGH)
        rc = pick_rows(c, text);
    if (rc >= 0)
        rc = cursor_narrow_shown(c, text);
    return rc < 0 ? rc : sort_hits(c);
}
