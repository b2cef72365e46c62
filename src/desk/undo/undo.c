/* Taking back the last action: remembered when its transaction ended, undone by a transaction of its own. */
#include "undo/undo.h"

#include <stdlib.h>
#include <string.h>

#include "money/money.h"

/* ---- remembering ------------------------------------------------------------------------------------------------ */

static void event_clear(struct undo_event *e)
{
    free(e->action);
    *e = (struct undo_event){0};
}

void undo_forget(struct desk *d)
{
    for (size_t i = 0; i < d->nevents; i++)
        event_clear(&d->events[i]);
    free(d->events);
    d->events = NULL;
    d->nevents = 0;
}

void undo_remember(struct desk *d, const struct undo_event *e)
{
    if (d->nevents == UNDO_KEPT) {
        event_clear(&d->events[0]);
        memmove(d->events, d->events + 1, --d->nevents * sizeof *d->events);
    }
    d->events = mem_resize(d->events, d->nevents + 1, sizeof *d->events);
    d->events[d->nevents] = *e;
    d->events[d->nevents].together = d->together;
    d->events[d->nevents++].action = mem_dup(e->action);
}

void desk_together(struct desk *d, bool on)
{
    d->together = on ? ++d->togethers : 0;
}

int desk_undo_together(const struct desk *d)
{
    return d->nevents ? d->events[d->nevents - 1].together : 0;
}

int event_begin(struct desk *d)
{
    int rc = desk_begin(d);
    if (rc < 0)
        return rc;
    rc = journal_next(d->db, &d->event_first);
    return rc < 0 ? desk_end(d, rc) : rc;
}

int event_end(struct desk *d, int rc, const struct record *w, const char *action)
{
    int64_t next = 0;
    if (rc == QT_OK)
        rc = journal_next(d->db, &next);
    rc = desk_end(d, rc);
    if (rc == QT_OK && next > d->event_first)
        undo_remember(d, &(struct undo_event){.first = d->event_first,
                                              .last = next - 1,
                                              .at = clock_now(),
                                              .form = w->form,
                                              .record = w->id,
                                              .action = (char *)action});
    return rc;
}

/* ---- what it was ------------------------------------------------------------------------------------------------- */

enum { NAME_COLUMNS = 24 };

/* The person, where the form has a field of that name. */
static char *name_of(struct desk *d, const struct record *r)
{
    int field = form_field(r->form, "name");
    const struct value *v = field >= 0 ? &r->v[field] : NULL;
    if (!v || v->kind != VAL_TEXT || !v->s[0] || !desk_shows(d, r->form, field))
        return NULL;
    return desk_value_show(d, &r->form->fields[field], v);
}

char *desk_name(struct desk *d, const struct record *r)
{
    struct buf out = {0};
    char *name = name_of(d, r);
    if (!name)
        name = permit_text(d, r->form->summary, r);
    char *clean = text_clean(name ? name : "", name ? strlen(name) : 0, false, NULL);
    const char *said = clean[0] ? clean : record_number(r);
    int columns = text_width(said);
    text_cell(&out, said, columns < NAME_COLUMNS ? columns : NAME_COLUMNS, false);
    free(clean);
    free(name);
    return buf_take(&out);
}

void undone_clear(struct undone *u)
{
    free(u->number);
    free(u->who);
    free(u->what);
    *u = (struct undone){0};
}

static void describe(struct desk *d, const struct undo_event *e, const struct record *r, struct undone *out)
{
    bool looked;
    *out = (struct undone){.form = e->form,
                           .record = e->record,
                           .at = e->at,
                           .number = mem_dup(record_number(r)),
                           .who = desk_name(d, r),
                           .what = mem_dup(desk_action_word(d, e->form, e->action, &looked)),
                           .made = strcmp(e->action, "create") == 0};
}

/* ---- taking back ------------------------------------------------------------------------------------------------- */

/* The last first, so that what hangs on another goes before it. */
static int put_records_back(struct undo_run *u)
{
    int rc = QT_OK;
    for (size_t i = u->nrecords; rc == QT_OK && i > 0; i--)
        rc = undo_put_back(u, &u->records[i - 1]);
    return rc;
}

static int put_clocks_back(struct undo_run *u)
{
    int rc = QT_OK;
    for (size_t i = u->n; rc == QT_OK && i > 0; i--) {
        const struct event_line *l = &u->v[i - 1];
        bool seen = strcmp(l->reg, "due") != 0;
        for (size_t k = i; !seen && k < u->n; k++)
            seen = strcmp(u->v[k].reg, "due") == 0 && u->v[k].record == l->record;
        if (!seen)
            rc = due_back(u->d->db, l->record, u->event->first);
    }
    return rc;
}

static int put_money_back(struct undo_run *u, const struct record *r)
{
    int rc = QT_OK;
    for (size_t i = u->n; rc == QT_OK && i > 0; i--)
        if (strcmp(u->v[i - 1].reg, "transfer") == 0)
            rc = money_reverse(u->d, r, "undo", u->v[i - 1].seq);
    return rc;
}

static int take_back(struct undo_run *u, const struct record *r)
{
    const char *outer = journal_cause(u->d->db, u->cause);
    int rc = put_money_back(u, r);
    if (rc == QT_OK)
        rc = put_records_back(u);
    if (rc == QT_OK)
        rc = put_clocks_back(u);
    (void)journal_cause(u->d->db, outer);
    return rc;
}

/* May the person still do what is to be undone? */
static int may_still(struct desk *d, const struct undo_event *e, const struct record *r)
{
    int action = form_action(e->form, e->action);
    enum right right = action >= 0                               ? RIGHT_ACT
                       : strcmp(e->action, "create") == 0        ? RIGHT_ENTER
                       : strcmp(e->action, "snooze") == 0        ? RIGHT_LOOK
                       : strcmp(e->action, "correct-state") == 0 ? RIGHT_CORRECT
                                                                 : RIGHT_CHANGE;
    return desk_attempt(d, e->form, r, -1, action, right);
}

static int no_event(struct desk *d)
{
    return fault(QT_NOTFOUND, _("There is nothing to take back: you did nothing here in the last %lld minutes."),
                 (long long)desk_setting_within(d, "undo_minutes", 10, 1, 60));
}

/* Nothing was written. */
static int look_end(struct desk *d, int rc)
{
    d->engine--;
    db_rollback(d->db);
    return rc;
}

static int undo(struct desk *d, struct undone *out, bool look)
{
    struct undo_run u = {.d = d};
    struct record *r = NULL;
    *out = (struct undone){0};
    if (d->nevents == 0)
        return no_event(d);
    u.event = &d->events[d->nevents - 1];
    (void)snprintf(u.cause, sizeof u.cause, "{\"undo\":[%lld,%lld]}", (long long)u.event->first,
                   (long long)u.event->last);
    int rc = undo_too_old(&u);
    if (rc == QT_OK)
        rc = rec_get(d->db, u.event->form, u.event->record, &r);
    if (rc == QT_OK)
        rc = may_still(d, u.event, r);
    if (rc == QT_OK)
        rc = desk_begin(d);
    if (rc == QT_OK) {
        rc = undo_check(&u);
        if (rc == QT_OK && !look)
            rc = take_back(&u, r);
        if (rc == QT_OK)
            describe(d, u.event, r, out);
        rc = look ? look_end(d, rc) : desk_end(d, rc);
    }
    undo_run_clear(&u);
    record_free(r);
    return rc;
}

int desk_undo_look(struct desk *d, struct undone *out)
{
    return undo(d, out, true);
}

int desk_undo(struct desk *d, struct undone *out)
{
    int rc = undo(d, out, false);
    if (rc == QT_OK)
        event_clear(&d->events[--d->nevents]);
    else
        undone_clear(out);
    return rc;
}

bool desk_undo_offered(const struct desk *d)
{
    return d->nevents > 0;
}
