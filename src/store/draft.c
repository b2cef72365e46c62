/* Half-typed forms: sealed, and committed at once so that a lost terminal loses nothing. */
#include "journal/secret.h"

/* Runs st in the open transaction, else in one of its own. */
static int run_alone(struct db *db, struct stmt *(*make)(struct db *, void *), void *arg)
{
    bool own = !db_in_transaction(db);
    int rc = own ? db_begin(db) : 0;
    if (rc < 0)
        return rc;
    rc = db_run(db, make(db, arg));
    if (!own)
        return rc;
    if (rc == 0)
        return db_commit(db);
    db_rollback(db);
    return rc;
}

struct save {
    const struct draft *draft;
    unsigned char *sealed;
    size_t size;
};

static struct stmt *save_stmt(struct db *db, void *arg)
{
    const struct save *s = arg;
    const struct draft *d = s->draft;
    struct stmt *st = db_stmt(db, "INSERT INTO draft(id, staff, terminal, reg, record, at, data)"
                                  " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT(id) DO UPDATE SET"
                                  " staff = ?2, terminal = ?3, reg = ?4, record = ?5, at = ?6, data = ?7");
    if (st == NULL)
        return NULL;
    if (d->id != 0)
        bind_int(st, 1, d->id);
    bind_text(st, 2, d->staff);
    bind_text(st, 3, d->terminal != NULL ? d->terminal : "");
    bind_text(st, 4, d->reg);
    bind_int(st, 5, d->record);
    bind_int(st, 6, d->at);
    bind_blob(st, 7, s->sealed, s->size);
    return st;
}

int draft_save(struct db *db, struct draft *d)
{
    struct save s = {.draft = d};
    int rc = secret_seal_draft(db, d->staff, d->data, &s.sealed, &s.size);
    if (rc < 0)
        return rc;
    rc = run_alone(db, save_stmt, &s);
    free(s.sealed);
    if (rc == 0 && d->id == 0)
        d->id = db_new_id(db);
    return rc;
}

static struct stmt *drop_stmt(struct db *db, void *arg)
{
    struct stmt *st = db_stmt(db, "DELETE FROM draft WHERE id = ?1");
    bind_int(st, 1, *(int64_t *)arg);
    return st;
}

int draft_drop(struct db *db, int64_t id)
{
    return run_alone(db, drop_stmt, &id);
}

static int read_row(struct db *db, struct stmt *st, struct draft *d)
{
    *d = (struct draft){.id = col_int(st, 0),
                        .staff = col_dup(st, 1),
                        .terminal = col_dup(st, 2),
                        .reg = col_dup(st, 3),
                        .record = col_int(st, 4),
                        .at = col_int(st, 5)};
    size_t size;
    const unsigned char *sealed = col_blob(st, 6, &size);
    return secret_open_draft(db, d->staff, sealed, size, &d->data);
}

int draft_list(struct db *db, const char *staff, struct draft **v, size_t *n)
{
    *v = NULL;
    *n = 0;
    struct stmt *st = db_stmt(db, "SELECT id, staff, terminal, reg, record, at, data FROM draft WHERE staff = ?1"
                                  " ORDER BY at DESC, id DESC");
    bind_text(st, 1, staff);
    int rc;
    while ((rc = db_step(db, st)) > 0) {
        *v = mem_resize(*v, *n + 1, sizeof **v);
        rc = read_row(db, st, &(*v)[(*n)++]);
        if (rc < 0) {
            stmt_end(st);
            break;
        }
    }
    if (rc < 0) {
        draft_free(*v, *n);
        *v = NULL;
        *n = 0;
    }
    return rc;
}

void draft_free(struct draft *v, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        free(v[i].staff);
        free(v[i].terminal);
        free(v[i].reg);
        free(v[i].data);
    }
    free(v);
}
