/* The index: one FTS5 table without text or positions; rowid = register key and record id, so that one
 * register is a range of rowids and descending order is newest first. See search.h for the tokens. */
#include "search/search.h"
#include "gate.h"
#include "sqlite/words.h"

enum {
    MERGE_PAGES = 16,        /* of a step: as many as some rows of an import touch */
    ADDED_BYTES = 256 * 1024 /* about 1000 visitors, which the engine takes in within some 10 ms */
};

struct search {
    bool current;       /* the index was made with our tokens */
    bool uncommitted;   /* it was made anew within a transaction that may yet be rolled back */
    struct buf was, is; /* tokens of the record being put: memory used again */
    struct buf added;   /* new rows that the index has not got yet: rowid, tokens, NUL, each */
};

/* ---- writing --------------------------------------------------------------------------------------- */

/* rules: those of an earlier form, NULL: today's. */
static void record_tokens(struct buf *out, const struct record *r, const char *rules)
{
    search_number(out, record_number(r));
    for (size_t i = 0; i < r->form->nfields; i++) {
        const struct field *f = &r->form->fields[i];
        if (rules != NULL && !search_rule_was(rules, f))
            continue;
        if (f->search != SEARCH_NONE && !f->secret && r->v[i].kind == VAL_TEXT)
            search_words(out, f->search, r->v[i].s);
    }
}

static int run_write(struct db *db, const char *sql, int64_t rowid, const char *tokens)
{
    struct stmt *st = db_stmt(db, sql);
    bind_int(st, 1, rowid);
    bind_text(st, 2, tokens != NULL ? tokens : "");
    return db_run(db, st);
}

/* A contentless table takes back only what it is told, word for word. Inserting and deleting go in pairs
 * when a row changes, since FTS5 counts rows. */
static int add_row(struct db *db, int64_t rowid, const char *tokens)
{
    return run_write(db, SEARCH_SQL_ADD, rowid, tokens);
}

static int drop_row(struct db *db, int64_t rowid, const char *tokens)
{
    return run_write(db, SEARCH_SQL_DROP, rowid, tokens);
}

/* New rows go in many at once: the engine keeps what it has not written yet in a large table, which the rows of a
 * register and its indexes, written in between, would drive out of the processor's cache each time. */
int search_write(struct db *db)
{
    struct search *s = db->search;
    int64_t rowid;
    int rc = 0;
    for (size_t at = 0; s != NULL && rc == 0 && at < s->added.len; at += strlen(s->added.s + at) + 1) {
        memcpy(&rowid, s->added.s + at, sizeof rowid);
        at += sizeof rowid;
        rc = add_row(db, rowid, s->added.s + at);
    }
    search_forget(db);
    return rc;
}

void search_forget(struct db *db)
{
    if (db->search != NULL)
        buf_clear(&((struct search *)db->search)->added);
}

static int put_new(struct db *db, int64_t rowid, const struct record *r)
{
    struct buf *added = &((struct search *)db->search)->added;
    buf_addn(added, (const char *)&rowid, sizeof rowid);
    record_tokens(added, r, NULL);
    buf_addc(added, '\0');
    return added->len < ADDED_BYTES ? 0 : search_write(db);
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Sorted pointers into s, whose separators become NUL. */
static char **split(char *s, size_t *n)
{
    char **v = NULL;
    size_t room = 0;
    *n = 0;
    while (*s != '\0') {
        char *end = strchr(s, ' ');
        *end = '\0';
        if (*n == room)
            v = mem_resize(v, room = room * 2 + 64, sizeof *v);
        v[(*n)++] = s;
        s = end + 1;
    }
    if (*n > 0)
        qsort(v, *n, sizeof *v, by_text);
    return v;
}

/* Adds the tokens of a that are not in b. */
static void only_in(struct buf *out, char **a, size_t na, char **b, size_t nb)
{
    size_t k = 0;
    for (size_t i = 0; i < na; i++) {
        while (k < nb && strcmp(b[k], a[i]) < 0)
            k++;
        if (k < nb && strcmp(b[k], a[i]) == 0)
            continue;
        buf_add(out, a[i]);
        buf_addc(out, ' ');
    }
}

static int change_row(struct db *db, int64_t rowid, char *before, char *after)
{
    size_t nb, na;
    char **b = split(before, &nb), **a = split(after, &na);
    struct buf gone = {.s = NULL}, fresh = {.s = NULL};
    only_in(&gone, b, nb, a, na);
    only_in(&fresh, a, na, b, nb);
    int rc = 0;
    if (gone.len + fresh.len > 0) {
        rc = drop_row(db, rowid, gone.s);
        if (rc == 0)
            rc = add_row(db, rowid, fresh.s);
    }
    buf_free(&gone);
    buf_free(&fresh);
    free(b);
    free(a);
    return rc;
}

static int look_at_index(struct db *db, int (**work)(struct db *));

/* ---- rebuilding --------------------------------------------------------------------------------------- */

void search_select(struct buf *sql, const struct form *f)
{
    buf_addf(sql, "SELECT id, \"%s\"", f->fields[form_sys(f, SYS_NUMBER)].name);
    for (size_t i = 0; i < f->nfields; i++)
        if (f->fields[i].search != SEARCH_NONE && !f->fields[i].secret)
            buf_addf(sql, ", \"%s\"", f->fields[i].name);
    buf_addf(sql, " FROM \"%s\"", f->name);
}

void search_read(struct stmt *st, struct record *r)
{
    const struct form *f = r->form;
    int at = 1;
    col_value(st, at++, &r->v[form_sys(f, SYS_NUMBER)]);
    for (size_t i = 0; i < f->nfields; i++)
        if (f->fields[i].search != SEARCH_NONE && !f->fields[i].secret)
            col_value(st, at++, &r->v[i]);
}

void search_tokens(struct buf *out, const struct record *r)
{
    record_tokens(out, r, NULL);
}

int search_current(struct db *db, bool *current)
{
    int (*work)(struct db *) = NULL;
    int rc = look_at_index(db, &work);
    *current = rc == 0 && !work;
    return rc;
}

bool search_holds(const struct record *r, const char *expression, struct buf *tokens)
{
    buf_clear(tokens);
    buf_addc(tokens, ' ');
    record_tokens(tokens, r, NULL);
    return search_tokens_hold(expression, tokens->s);
}

/* rules: those by which its rows stand in the index already, NULL: none does. */
static int refill_form(struct db *db, const struct form *f, const char *rules)
{
    struct buf sql = {.s = NULL};
    search_select(&sql, f);
    buf_add(&sql, " ORDER BY id");
    struct stmt *st = db_stmt(db, sql.s);
    buf_free(&sql);
    struct record *r = record_new(f);
    struct buf was = {.s = NULL}, is = {.s = NULL};
    int rc;
    while ((rc = db_step(db, st)) > 0) {
        int64_t rowid = SEARCH_ROWID(db_reg(db, f)->key, col_int(st, 0));
        search_read(st, r);
        buf_clear(&was);
        buf_clear(&is);
        record_tokens(&is, r, NULL);
        if (rules != NULL)
            record_tokens(&was, r, rules);
        rc = rules == NULL || is.len == 0 ? add_row(db, rowid, is.s)
                                          : change_row(db, rowid, was.s != NULL ? was.s : (char[]){""}, is.s);
        if (rc < 0) {
            stmt_end(st);
            break;
        }
    }
    buf_free(&was);
    buf_free(&is);
    record_free(r);
    return rc;
}

static int rules_kept(struct db *db, const char *was)
{
    char *now = search_rules(db->forms, was);
    int rc = meta_set(db, "search.rules", now);
    free(now);
    return rc;
}

static int refill(struct db *db)
{
    int rc = db_run(db, db_stmt(db, SEARCH_SQL_EMPTY));
    for (size_t i = 0; rc == 0 && i < db->forms->n; i++)
        rc = refill_form(db, db->forms->v[i], NULL);
    if (rc == 0)
        rc = meta_set(db, "search.tokens", SEARCH_TOKENS);
    return rc < 0 ? rc : rules_kept(db, "");
}

/* Forms that are searched by other fields than when their rows were written: what was added is added to the rows of
 * that register, for anything else the index is made anew. */
static int follow_forms(struct db *db)
{
    char *was = NULL;
    int rc = meta_get(db, "search.rules", &was);
    bool anew = false;
    for (size_t i = 0; rc == 0 && !anew && i < db->forms->n; i++) {
        char *rules = NULL;
        enum search_change change = search_changed(db->forms->v[i], was, &rules);
        if (change == SEARCH_MORE)
            rc = refill_form(db, db->forms->v[i], rules);
        anew = change == SEARCH_OTHER;
        free(rules);
    }
    if (rc == 0)
        rc = anew ? refill(db) : rules_kept(db, was);
    free(was);
    return rc;
}

static int alone(struct db *db, int (*work)(struct db *))
{
    int rc = db_begin(db);
    if (rc < 0)
        return rc;
    rc = work(db);
    if (rc == 0)
        return db_commit(db);
    db_rollback(db);
    return rc;
}

int search_rebuild(struct db *db)
{
    return alone(db, refill);
}

/* FTS5 only marks a word as deleted until segments are merged; one segment has no marks. The first step with a negative
 * count begins to merge all there are, the others go on with it; one that changes less than two rows was the last. */
static int merge_step(struct db *db, int pages, bool *more)
{
    struct stmt *st = db_stmt(db, "INSERT INTO search(search, rank) VALUES('merge', ?1)");
    int64_t before = db_changes_ever(db);
    bind_int(st, 1, pages);
    int rc = db_run(db, st);
    *more = db_changes_ever(db) - before >= 2;
    return rc;
}

int search_scrub(struct slice *slice)
{
    bool more = true;
    int rc = 0;
    for (int pages = -MERGE_PAGES; rc == 0 && more; pages = MERGE_PAGES) {
        rc = slice_begin(slice);
        if (rc == 0)
            rc = merge_step(slice->db, pages, &more);
        if (rc < 0 || !more || slice_full(slice))
            rc = slice_end(slice, rc);
    }
    return rc;
}

/* What the index lacks: NULL when it was made with our tokens and the rules of these forms. */
static int look_at_index(struct db *db, int (**work)(struct db *))
{
    char *tokens = NULL, *was = NULL, *now = NULL;
    int rc = meta_get(db, "search.tokens", &tokens);
    if (rc == 0)
        rc = meta_get(db, "search.rules", &was);
    if (rc == 0)
        now = search_rules(db->forms, was);
    *work = rc < 0 ? NULL : strcmp(tokens, SEARCH_TOKENS) != 0 ? refill : strcmp(was, now) != 0 ? follow_forms : NULL;
    free(tokens);
    free(was);
    free(now);
    return rc;
}

/* Once for each connection: an index made with other tokens or for other forms is brought up to these. A reader that
 * may not write searches what is there. */
int search_ready(struct db *db)
{
    struct search *s = db->search;
    if (s == NULL)
        db->search = s = mem_alloc(sizeof *s);
    if (s->current)
        return 0;
    int (*work)(struct db *) = NULL;
    int rc = look_at_index(db, &work);
    bool inside = db_in_transaction(db);
    if (rc == 0 && work != NULL && !db->readonly) {
        rc = inside ? work(db) : alone(db, work);
        s->uncommitted = inside;
    }
    s->current = rc == 0 && !(inside && s->uncommitted);
    return rc;
}

void search_close(struct db *db)
{
    struct search *s = db->search;
    if (s != NULL) {
        buf_free(&s->was);
        buf_free(&s->is);
        buf_free(&s->added);
    }
    free(s);
    db->search = NULL;
}

int search_put(struct db *db, const struct record *before, const struct record *after)
{
    int rc = search_ready(db);
    if (rc < 0)
        return rc;
    const struct record *r = after != NULL ? after : before;
    int64_t rowid = SEARCH_ROWID(db_reg(db, r->form)->key, r->id);
    if (before == NULL)
        return put_new(db, rowid, r);
    struct buf *was = &((struct search *)db->search)->was, *is = &((struct search *)db->search)->is;
    buf_clear(was);
    buf_clear(is);
    record_tokens(was, before, NULL);
    if (after != NULL)
        record_tokens(is, after, NULL);
    rc = search_write(db); /* it may be of this transaction, and so among the new ones */
    if (rc == 0 && after == NULL)
        rc = drop_row(db, rowid, was->s);
    else if (rc == 0 && (was->len != is->len || (was->len > 0 && memcmp(was->s, is->s, was->len) != 0)))
        rc = change_row(db, rowid, was->s != NULL ? was->s : (char[]){""}, is->s != NULL ? is->s : (char[]){""});
    return rc;
}
