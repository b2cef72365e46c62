/* Retention (U4): personal fields of finished records are emptied when the register's period has passed. */
#include <stdlib.h>
#include <string.h>

#include "desk_internal.h"
#include "house/person.h"

#define BATCH 5000 /* records found at once, and emptied in slices */

struct ids {
    int64_t v[BATCH];
    size_t n;
};

static int collect_record(struct record *r, void *arg)
{
    struct ids *ids = arg;
    ids->v[ids->n++] = r->id;
    return ids->n == BATCH;
}

static int64_t retention_days(struct desk *d, const struct form *f)
{
    char *name = mem_printf("retention.%s", f->name);
    int64_t days = desk_setting_int(d, name, f->retention_days);
    free(name);
    return days;
}

/* The field holds something, as a condition; rows of items have a table of their own. Names may be words of SQL. */
static void holds_something(struct buf *b, const struct form *f, const struct field *field)
{
    if (field->type == FT_ITEMS) {
        buf_addf(b, "exists (select 1 from \"%s.%s\" where parent = \"%s\".id", f->name, field->name, f->name);
        bool any = field->personal;
        for (size_t i = 0; i < field->nchildren && !field->personal; i++)
            if (field->children[i].personal && !field->children[i].compute) {
                buf_addf(b, "%s \"%s\" is not null", any ? " or" : " and (", field->children[i].name);
                any = true;
            }
        buf_add(b, field->personal ? ")" : any ? "))" : " and 0)");
    } else {
        buf_addf(b, "\"%s\" is not null", field->name);
    }
}

/* Finished, old enough, something personal left; in id order after the last one seen. */
static char *due_for_purge(const struct form *f, int64_t cutoff, int64_t after)
{
    struct buf b = {0};
    const struct field *from = &f->fields[f->retention_from];
    if (from->type == FT_DATE) {
        char date[11];
        date_format(cutoff, date);
        buf_addf(&b, "id > %lld and \"%s\" < '%s'", (long long)after, from->name, date);
    } else {
        buf_addf(&b, "id > %lld and \"%s\" < %lld", (long long)after, from->name, (long long)cutoff);
    }
    bool first = true;
    for (size_t i = 0; i < f->nstates; i++)
        if (f->states[i].final) {
            buf_addf(&b, "%s'%s'", first ? " and state in (" : ", ", f->states[i].name);
            first = false;
        }
    buf_add(&b, first ? "" : ")");
    bool any = false;
    for (size_t i = 0; i < f->ndeclared; i++)
        if ((f->fields[i].personal || items_personal(&f->fields[i])) && f->fields[i].type != FT_COMPUTED) {
            buf_add(&b, any ? " or " : " and (");
            holds_something(&b, f, &f->fields[i]);
            any = true;
        }
    buf_add(&b, any ? ")" : " and 0");
    return buf_take(&b);
}

static int has_live_clock(struct desk *d, const struct form *f, int64_t id, bool *live)
{
    struct due *rows = NULL;
    size_t n = 0;
    int rc = due_of(d->db, f->name, id, &rows, &n);
    *live = false;
    for (size_t i = 0; i < n; i++)
        *live = *live || rows[i].stopped == 0;
    due_free(rows, n);
    return rc;
}

/* Written while the clock was behind, it only looks old. */
int record_younger(struct desk *d, const struct form *f, int64_t id, int64_t doubted, bool *younger)
{
    int64_t seq = 0;
    int rc = doubted ? journal_last_of(d->db, f->name, id, &seq) : QT_OK;
    *younger = doubted && seq > doubted;
    return rc;
}

int purge_record(struct desk *d, const struct form *f, int64_t id, int64_t doubted, int64_t *purged)
{
    bool live = false, younger = false;
    struct record *r = NULL;
    int rc = has_live_clock(d, f, id, &live);
    if (rc == QT_OK && !live)
        rc = record_younger(d, f, id, doubted, &younger);
    if (rc < 0 || live || younger)
        return rc;
    rc = rec_get(d->db, f, id, &r);
    if (rc == QT_OK)
        rc = rec_purge(d->db, &d->who, r);
    if (rc == QT_OK)
        ++*purged;
    record_free(r);
    return rc == QT_NOTFOUND ? QT_OK : rc;
}

static int purge_batch(struct desk *d, const struct form *f, const struct ids *ids, int64_t doubted,
                       struct slice *slice, int64_t *purged)
{
    int64_t done = 0;
    int rc = QT_OK;
    for (size_t i = 0; i < ids->n && rc == QT_OK; i++) {
        rc = desk_slice_unattended(d, slice);
        if (rc == QT_OK)
            rc = purge_record(d, f, ids->v[i], doubted, &done);
        if (rc < 0 || slice_full(slice) || i + 1 == ids->n) {
            rc = desk_slice_end(d, slice, rc);
            *purged += rc == QT_OK ? done : 0;
            done = 0;
        }
    }
    return rc;
}

/* Records that were taken back have no row any more; what their lines say of people stays as long as if they had. */
static int purge_void(struct desk *d, const struct form *f, int64_t cutoff, int64_t doubted)
{
    int rc = desk_begin_unattended(d);
    return rc < 0 ? rc : desk_end(d, rec_void_purge(d->db, f, cutoff, doubted));
}

static int purge_form(struct desk *d, const struct form *f, int64_t now, struct slice *slice, int64_t *purged)
{
    int64_t days = retention_days(d, f), after = 0, doubted = 0;
    if (days <= 0)
        return QT_OK;
    int rc = journal_doubt_since(d->db, now - days * DAY, &doubted);
    if (rc < 0)
        return rc;
    for (;;) {
        struct ids ids;
        ids.n = 0;
        char *where = due_for_purge(f, now - days * DAY, after);
        rc = rec_each(d->db, f, where, collect_record, &ids);
        free(where);
        if (rc < 0 || ids.n == 0)
            return rc < 0 ? rc : purge_void(d, f, now - days * DAY, doubted);
        rc = purge_batch(d, f, &ids, doubted, slice, purged);
        if (rc < 0)
            return rc;
        after = ids.v[ids.n - 1];
    }
}

/* A register that cannot be emptied does not keep the others from it; it is named in the fault. */
int desk_purge(struct desk *d, int64_t *purged)
{
    struct slice slice = {.db = d->db};
    struct buf wrong = {0};
    int64_t now = clock_now();
    bool doubt = false;
    *purged = 0;
    int rc = clock_check(d, &doubt);
    if (rc == QT_OK && doubt)
        rc = fault(QT_REFUSED, _("While the clock is in doubt nothing is deleted; confirm it with: qiantai --as STAFF "
                                 "clock confirm"));
    if (rc < 0)
        return rc;
    for (size_t i = 0; i < d->forms->n; i++) {
        const struct form *f = d->forms->v[i];
        int failed = purge_form(d, f, now, &slice, purged);
        if (failed == QT_OK)
            continue;
        buf_addf(&wrong, "%s%s: %s", wrong.len ? " " : "", label_of(&f->title, d->lang, f->name), fault_text());
        rc = rc < 0 ? rc : failed;
    }
    if (*purged > 0 && search_scrub(&slice) < 0) { /* the words of what was emptied leave the file too */
        buf_addf(&wrong, "%s%s", wrong.len ? " " : "", fault_text());
        rc = rc < 0 ? rc : fault_code();
    }
    if (folder_forget(d->db) < 0) { /* and so do the files; those of a run that was killed go as files of no record */
        buf_addf(&wrong, "%s%s", wrong.len ? " " : "", fault_text());
        rc = rc < 0 ? rc : fault_code();
    }
    if (rc < 0)
        fault(rc, "%s", wrong.s);
    buf_free(&wrong);
    return rc;
}
