/* What `similar` rules keep beside a register: the tokens of each record's text, made by the desk. They can be made
 * again at any time; a row goes when its text changes (record_put.c). */
#include "gate.h"

static void take_newest(struct stmt *st, void *v)
{
    int64_t *newest = v;
    newest[0] = col_int(st, 0);
    newest[1] = col_int(st, 1);
}

int rec_newest(struct db *db, const struct form *f, int field, int64_t *id, int64_t *at)
{
    char *sql = mem_printf("SELECT id, \"%s\" FROM \"%s\" ORDER BY id DESC LIMIT 1", f->fields[field].name, f->name);
    struct stmt *st = db_stmt(db, sql);
    free(sql);
    int64_t newest[2] = {0, 0};
    int rc = row_one(db, st, take_newest, newest);
    *id = newest[0];
    *at = newest[1];
    return rc < 0 ? rc : 0;
}

static void take_span(struct stmt *st, void *span)
{
    *(struct span *)span = (struct span){.first = col_int(st, 0), .last = col_int(st, 1)};
}

/* Of those from one moment to another the oldest only, or the first and the last by id. */
static int read_span(struct db *db, bool oldest, const struct form *f, int field, int64_t from, int64_t to,
                     struct span *out)
{
    const char *time = f->fields[field].name;
    struct buf sql = {0};
    buf_addf(&sql, "SELECT %s FROM \"%s\" WHERE \"%s\" BETWEEN ?1 AND ?2",
             oldest ? "id, id" : "coalesce(min(+id), 0), coalesce(max(+id), 0)", f->name, time);
    if (oldest)
        buf_addf(&sql, " ORDER BY \"%s\" LIMIT 1", time);
    struct stmt *st = db_stmt(db, sql.s);
    buf_free(&sql);
    bind_int(st, 1, from);
    bind_int(st, 2, to);
    int rc = row_one(db, st, take_span, out);
    return rc < 0 ? rc : 0;
}

/* Where there are many, the oldest has as a rule been written before all that are wanted: then that is all to know. */
int rec_span(struct db *db, const struct form *f, int field, int64_t from, int64_t to, int64_t most, struct span *out)
{
    int64_t newest, at;
    int rc = rec_newest(db, f, field, &newest, &at);
    bool last = newest > 0 && at >= from && at <= to;
    *out = (struct span){0};
    if (rc == 0 && last)
        rc = read_span(db, true, f, field, from, to, out);
    if (rc == 0 && last && out->first <= newest - most)
        out->last = newest;
    else if (rc == 0)
        rc = read_span(db, false, f, field, from, to, out);
    if (out->first <= out->last - most)
        out->first = out->last - most + 1;
    return rc;
}

int tokens_each(struct db *db, const struct form *f, const char *rule, int64_t stamp, int64_t first, int64_t last,
                void (*take)(const struct kept_tokens *k, void *arg), void *arg)
{
    struct stmt *st = db_stmt(db, "SELECT record, at, tokens FROM qt_tokens WHERE reg = ?1 AND rule = ?2"
                                  " AND record BETWEEN ?3 AND ?4 AND stamp = ?5 ORDER BY record");
    bind_int(st, 1, db_reg(db, f)->key);
    bind_text(st, 2, rule);
    bind_int(st, 3, first);
    bind_int(st, 4, last);
    bind_int(st, 5, stamp);
    int rc;
    while ((rc = db_step(db, st)) > 0) {
        struct kept_tokens k = {.id = col_int(st, 0), .at = col_int(st, 1)};
        k.v = col_blob(st, 2, &k.n);
        k.n /= sizeof *k.v;
        take(&k, arg);
    }
    return rc;
}

int tokens_put(struct db *db, const struct form *f, const char *rule, int64_t stamp, const struct kept_tokens *k)
{
    struct stmt *st = db_stmt(db, "INSERT INTO qt_tokens VALUES(?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO UPDATE SET"
                                  " stamp = excluded.stamp, at = excluded.at, tokens = excluded.tokens");
    bind_int(st, 1, db_reg(db, f)->key);
    bind_text(st, 2, rule);
    bind_int(st, 3, k->id);
    bind_int(st, 4, stamp);
    bind_int(st, 5, k->at);
    bind_blob(st, 6, k->v, k->n * sizeof *k->v);
    return db_run(db, st);
}

int tokens_forget(struct db *db, const struct record *r)
{
    struct stmt *st = db_stmt(db, "DELETE FROM qt_tokens WHERE reg = ?1 AND record = ?2");
    bind_int(st, 1, db_reg(db, r->form)->key);
    bind_int(st, 2, r->id);
    return db_run(db, st);
}

int tokens_drop(struct db *db, const struct record *before, const struct record *after)
{
    const struct form *f = after->form;
    bool changed = false;
    for (size_t i = 0; before && i < f->nsimilar; i++) {
        const struct similar_rule *rule = &f->similar[i];
        changed |= !value_same(&before->v[rule->time], &after->v[rule->time]);
        for (size_t k = 0; k < rule->nover; k++)
            changed |= !value_same(&before->v[rule->over[k]], &after->v[rule->over[k]]);
    }
    return changed ? tokens_forget(db, after) : 0;
}
