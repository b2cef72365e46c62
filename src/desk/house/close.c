/* What nobody made final is closed when the time of its form (`auto_close`) has passed: a record that stays open for
 * ever would keep its names for ever (U4). A promise that still runs is no promise kept: such a record stays open. */
#include "desk_internal.h"
#include "house/person.h"

#include <stdlib.h>
#include <string.h>

#define BATCH 1000 /* records found at once, and closed in slices */

struct closing {
    struct desk *d;
    const struct form *form;
    const struct close_rule *rule;
    int64_t cutoff;  /* neither changed since then, nor was its field's time yet to come */
    int64_t doubted; /* lines of this number and after only look old; 0 none */
    int64_t ids[BATCH];
    size_t n;
};

static int collect(struct record *r, void *arg)
{
    struct closing *c = arg;
    c->ids[c->n++] = r->id;
    return c->n == BATCH;
}

/* Seconds after which it closes; 0: never. */
static int rule_after(struct desk *d, const struct close_rule *rule, int64_t *after)
{
    struct value v = {0};
    int rc = expr_eval(d->db, rule->after, NULL, NULL, 0, &v);
    *after = rc == QT_OK && v.kind == VAL_INT && v.i > 0 ? v.i : 0;
    value_clear(&v);
    return rc;
}

static char *due_to_close(const struct closing *c, int64_t behind)
{
    struct buf b = {0};
    const struct form *f = c->form;
    const char *comma = "";
    buf_addf(&b, "id > %lld and coalesce(changed_at, saved_at, 0) < %lld", (long long)behind, (long long)c->cutoff);
    buf_add(&b, " and state in (");
    for (size_t i = 0; i < f->nstates; i++)
        if (c->rule->from[i]) {
            buf_addf(&b, "%s'%s'", comma, f->states[i].name);
            comma = ", ";
        }
    buf_add(&b, ")");
    const struct field *since = c->rule->since >= 0 ? &f->fields[c->rule->since] : NULL;
    char date[11];
    date_format(c->cutoff, date);
    if (since && since->type == FT_DATE)
        buf_addf(&b, " and coalesce(\"%s\", '') < '%s'", since->name, date);
    else if (since)
        buf_addf(&b, " and coalesce(\"%s\", 0) < %lld", since->name, (long long)c->cutoff);
    return buf_take(&b);
}

/* Does a promise run that the new state would not end? */
static int promise_left(const struct closing *c, int64_t id, bool *left)
{
    struct due *rows = NULL;
    size_t n = 0;
    int rc = due_of(c->d->db, c->form->name, id, &rows, &n);
    *left = false;
    for (size_t i = 0; i < n; i++) {
        bool ended = rows[i].stopped != 0 || c->form->states[c->rule->to].withdraws;
        for (size_t k = 0; k < c->form->nclocks && !ended; k++) {
            const struct clock_rule *rule = &c->form->clocks[k];
            ended = strcmp(rule->name, rows[i].clock) == 0 && rule->stop_state && rule->stop_state[c->rule->to];
        }
        *left = *left || !ended;
    }
    due_free(rows, n);
    return rc;
}

/* Somebody may have changed it since it was found. */
static bool still_open(const struct closing *c, const struct record *r)
{
    const struct value *changed = &r->v[form_sys(r->form, SYS_CHANGED_AT)];
    int state = record_state(r);
    return state >= 0 && c->rule->from[state] && (changed->kind != VAL_INT || changed->i < c->cutoff);
}

static int close_record(const struct closing *c, int64_t id, int64_t *closed)
{
    bool left = false, younger = false;
    struct record *r = NULL;
    int rc = promise_left(c, id, &left);
    if (rc == QT_OK && !left)
        rc = record_younger(c->d, c->form, id, c->doubted, &younger);
    if (rc < 0 || left || younger)
        return rc;
    rc = rec_get(c->d->db, c->form, id, &r);
    if (rc == QT_OK && still_open(c, r)) {
        struct record *after = record_copy(r);
        value_text(&after->v[form_sys(c->form, SYS_STATE)], c->form->states[c->rule->to].name);
        rc = desk_write(c->d, "auto-close", r, after);
        *closed += rc == QT_OK;
        record_free(after);
    }
    record_free(r);
    return rc == QT_NOTFOUND ? QT_OK : rc;
}

static int close_batch(const struct closing *c, struct slice *slice, int64_t *closed)
{
    int64_t done = 0;
    int rc = QT_OK;
    for (size_t i = 0; i < c->n && rc == QT_OK; i++) {
        rc = desk_slice_unattended(c->d, slice);
        if (rc == QT_OK)
            rc = close_record(c, c->ids[i], &done);
        if (rc < 0 || slice_full(slice) || i + 1 == c->n) {
            rc = desk_slice_end(c->d, slice, rc);
            *closed += rc == QT_OK ? done : 0;
            done = 0;
        }
    }
    return rc;
}

static int close_by(struct desk *d, const struct form *f, const struct close_rule *rule, int64_t *closed)
{
    struct slice slice = {.db = d->db};
    struct closing c = {.d = d, .form = f, .rule = rule};
    int64_t after = 0, behind = 0;
    int rc = rule_after(d, rule, &after);
    if (rc < 0 || !after)
        return rc;
    c.cutoff = clock_now() - after;
    rc = journal_doubt_since(d->db, c.cutoff, &c.doubted);
    do {
        c.n = 0;
        char *where = due_to_close(&c, behind);
        if (rc == QT_OK)
            rc = rec_each(d->db, f, where, collect, &c);
        free(where);
        if (rc >= 0)
            rc = close_batch(&c, &slice, closed);
        behind = c.n ? c.ids[c.n - 1] : behind;
    } while (rc == QT_OK && c.n == BATCH);
    return rc;
}

/* A register that cannot be gone through does not keep the others from it; it is named in the fault. While the clock is
 * in doubt nothing is old; desk_purge says so. */
int desk_auto_close(struct desk *d, int64_t *closed)
{
    struct buf wrong = {0};
    bool doubt = false;
    *closed = 0;
    int rc = clock_check(d, &doubt);
    if (rc < 0 || doubt)
        return rc;
    for (size_t i = 0; i < d->forms->n; i++)
        for (size_t k = 0; k < d->forms->v[i]->nauto_close; k++) {
            const struct form *f = d->forms->v[i];
            int failed = close_by(d, f, &f->auto_close[k], closed);
            if (failed == QT_OK)
                continue;
            buf_addf(&wrong, "%s%s: %s", wrong.len ? " " : "", label_of(&f->title, d->lang, f->name), fault_text());
            rc = rc < 0 ? rc : failed;
        }
    if (rc < 0)
        fault(rc, "%s", wrong.s);
    buf_free(&wrong);
    return rc;
}
