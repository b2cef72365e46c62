/* Half-typed forms: sealed, and committed at once so that a lost terminal loses nothing. */
#include "journal/secret.h"

/* All that stands in clear beside what was typed is bound to it: a draft that is moved to another person, terminal or
 * record, or to another time, does not open. */
static char *bound(const struct draft *d)
{
    struct buf b = {0};
    buf_addf(&b, "[%lld,%lld,%lld", (long long)d->id, (long long)d->record, (long long)d->at);
    const char *const texts[] = {d->staff, d->terminal ? d->terminal : "", d->reg};
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        buf_addc(&b, ',');
        buf_add_json(&b, texts[i]);
    }
    buf_addc(&b, ']');
    return buf_take(&b);
}

/* Done in the open transaction, else in one of its own, with the mark that names all drafts. */
static int run_alone(struct db *db, int (*run)(struct db *, void *), void *arg)
{
    bool own = !db_in_transaction(db);
    int rc = own ? db_begin(db) : 0;
    if (rc < 0)
        return rc;
    rc = drafts_changing(db, run, arg);
    if (!own)
        return rc;
    if (rc == 0)
        return db_commit(db);
    db_rollback(db);
    return rc;
}

static int write_row(struct db *db, const struct draft *d, const unsigned char *sealed, size_t size)
{
    struct stmt *st = db_stmt(db, "INSERT INTO draft(id, staff, terminal, reg, record, at, data)"
                                  " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT(id) DO UPDATE SET"
                                  " staff = ?2, terminal = ?3, reg = ?4, record = ?5, at = ?6, data = ?7");
    bind_int(st, 1, d->id);
    bind_text(st, 2, d->staff);
    bind_text(st, 3, d->terminal ? d->terminal : "");
    bind_text(st, 4, d->reg);
    bind_int(st, 5, d->record);
    bind_int(st, 6, d->at);
    bind_blob(st, 7, sealed, size);
    return db_run(db, st);
}

/* The id is a part of what is sealed, so it is known before the row is written. */
static int save_row(struct db *db, void *arg)
{
    struct draft *d = arg;
    unsigned char *sealed = NULL;
    size_t size;
    int64_t last = 0;
    int rc = d->id ? 0 : db_int(db, "SELECT seq FROM sqlite_sequence WHERE name = 'draft'", &last);
    if (rc < 0)
        return rc;
    d->id = d->id ? d->id : last + 1;
    char *beside = bound(d);
    rc = secret_seal_draft(db, beside, d->data, &sealed, &size);
    if (rc == 0)
        rc = write_row(db, d, sealed, size);
    free(beside);
    free(sealed);
    return rc;
}

int draft_save(struct db *db, struct draft *d)
{
    int64_t id = d->id;
    int rc = run_alone(db, save_row, d);
    if (rc < 0)
        d->id = id;
    return rc;
}

static int drop_row(struct db *db, void *arg)
{
    struct stmt *st = db_stmt(db, "DELETE FROM draft WHERE id = ?1");
    bind_int(st, 1, *(int64_t *)arg);
    return db_run(db, st);
}

int draft_drop(struct db *db, int64_t id)
{
    return run_alone(db, drop_row, &id);
}

struct before {
    int64_t at, *n;
};

static int drop_old(struct db *db, void *arg)
{
    const struct before *b = arg;
    struct stmt *st = db_stmt(db, "DELETE FROM draft WHERE at < ?1");
    bind_int(st, 1, b->at);
    int rc = db_run(db, st);
    *b->n = rc == 0 ? db_changes(db) : 0;
    return rc;
}

int draft_drop_before(struct db *db, int64_t at, int64_t *n)
{
    return run_alone(db, drop_old, &(struct before){at, n});
}

#define COLUMNS "SELECT id, staff, terminal, reg, record, at, data FROM draft "

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
    char *beside = db->keyed ? bound(d) : mem_dup(d->staff); /* before version 3: to its owner only */
    int rc = secret_open_draft(db, beside, sealed, size, &d->data);
    free(beside);
    return rc;
}

static void draft_clear(struct draft *d)
{
    free(d->staff);
    free(d->terminal);
    free(d->reg);
    free(d->data);
}

/* The rows of a statement; one that does not open ends it, unless `bad` wants to know its id. */
static int read_rows(struct db *db, struct stmt *st, struct draft **v, size_t *n, int64_t *bad)
{
    int rc;
    *v = NULL;
    *n = 0;
    while ((rc = db_step(db, st)) > 0) {
        *v = mem_resize(*v, *n + 1, sizeof **v);
        rc = read_row(db, st, &(*v)[(*n)++]);
        if (rc == QT_CORRUPT && bad) {
            *bad = (*v)[--*n].id;
            draft_clear(&(*v)[*n]);
        } else if (rc < 0) {
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

int draft_list(struct db *db, const char *staff, struct draft **v, size_t *n)
{
    struct stmt *st = db_stmt(db, COLUMNS "WHERE staff = ?1 ORDER BY at DESC, id DESC");
    bind_text(st, 1, staff);
    return read_rows(db, st, v, n, NULL);
}

int draft_all(struct db *db, struct draft **v, size_t *n, int64_t *bad)
{
    *bad = 0;
    return read_rows(db, db_stmt(db, COLUMNS "ORDER BY id"), v, n, bad);
}

int drafts_check(struct db *db)
{
    struct draft *v;
    size_t n;
    int64_t bad;
    int rc = draft_all(db, &v, &n, &bad);
    draft_free(v, n);
    if (rc == 0 && bad)
        rc = fault(QT_CORRUPT,
                   _("Draft %lld was changed outside of the program, or is damaged, and does not open. The rest is "
                     "not touched by this."),
                   (long long)bad);
    return rc;
}

/* What does not open stays as it is, for drafts_check to name. */
int drafts_bind(struct db *db)
{
    struct draft *v;
    size_t n;
    int64_t bad;
    int rc = draft_all(db, &v, &n, &bad);
    for (size_t i = 0; rc == 0 && i < n; i++)
        rc = save_row(db, &v[i]);
    draft_free(v, n);
    return rc;
}

void draft_free(struct draft *v, size_t n)
{
    for (size_t i = 0; i < n; i++)
        draft_clear(&v[i]);
    free(v);
}
