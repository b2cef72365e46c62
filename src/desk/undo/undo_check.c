/* May it be taken back? Whatever somebody has built on it since, or has seen outside of the desk, stands against it. */
#include "undo/undo.h"

#include <stdlib.h>
#include <string.h>

enum { NAMED_MOST = 64 }; /* records that name one, looked at */

void undo_run_clear(struct undo_run *u)
{
    journal_lines_free(u->v, u->n);
    journal_lines_free(u->undone, u->nundone);
    free(u->records);
    u->v = u->undone = NULL;
    u->records = NULL;
    u->n = u->nundone = u->nrecords = 0;
}

int undo_too_old(const struct undo_run *u)
{
    int64_t minutes = desk_setting_within(u->d, "undo_minutes", 10, 1, 60), passed = clock_now() - u->event->at;
    if (passed <= minutes * MINUTE && passed >= -minutes * MINUTE)
        return QT_OK;
    return fault(QT_REFUSED, _("Not taken back: it is more than %lld minutes ago. A supervisor can correct the state."),
                 (long long)minutes);
}

/* ---- lines that took back ------------------------------------------------------------------------------------------
 */

bool undo_caused(const char *data)
{
    return strstr(data, "\"caused by\":") != NULL;
}

bool undo_range(const struct event_line *l, int64_t *first, int64_t *last)
{
    static const char mark[] = "\"caused by\":{\"undo\":[";
    const char *at = strstr(l->data, mark);
    char *end;
    if (!at)
        return false;
    *first = strtoll(at + sizeof mark - 1, &end, 10);
    if (*end != ',')
        return false;
    *last = strtoll(end + 1, &end, 10);
    return *end == ']';
}

/* Is the line one of something taken back since, or of the taking back? Then it counts for nothing. */
static bool answered(const struct undo_run *u, const struct journal_line *l)
{
    for (size_t i = 0; i < u->nundone; i++) {
        int64_t first, last;
        if (u->undone[i].seq == l->seq)
            return true;
        if (undo_range(&u->undone[i], &first, &last) && l->seq >= first && l->seq <= last)
            return true;
    }
    return false;
}

/* Lines that stand in no way: somebody looked, or said what stays said. */
static bool harmless(const char *action)
{
    static const char *const words[] = {"view",   "reveal",         "shell-read", "overdue",
                                        "denied", "watch-override", "not-similar"};
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (strcmp(action, words[i]) == 0)
            return true;
    return false;
}

/* ---- the event's own lines -----------------------------------------------------------------------------------------
 */

bool undo_has(const struct undo_run *u, const struct form *f, int64_t id)
{
    for (size_t i = 0; i < u->nrecords; i++)
        if (u->records[i].form == f && u->records[i].id == id)
            return true;
    return false;
}

static int cannot(const struct undo_run *u, const struct event_line *l)
{
    bool looked;
    return fault(QT_REFUSED, _("Not taken back: \"%s\" cannot be."),
                 desk_action_word(u->d, u->event->form, l->action, &looked));
}

static int look_at_money(const struct undo_run *u, const struct event_line *l)
{
    bool built = false;
    if (strcmp(l->action, "book") != 0)
        return fault(QT_REFUSED, _("Not taken back: money that was reversed is booked anew by an action."));
    if (!strstr(l->data, "\"receipts\":[]"))
        return fault(QT_REFUSED, _("Not taken back: a receipt was given for it. Reverse it by an action."));
    int rc = ledger_built_on(u->d->db, l->seq, &built);
    return rc == QT_OK && built ? fault(QT_REFUSED, _("Not taken back: its money was used for something since.")) : rc;
}

static void add_record(struct undo_run *u, const struct form *f, const struct event_line *l)
{
    if (undo_has(u, f, l->record))
        return;
    u->records = mem_resize(u->records, u->nrecords + 1, sizeof *u->records);
    u->records[u->nrecords++] = (struct undo_record){.form = f, .id = l->record};
}

static int others_told(void)
{
    return fault(QT_REFUSED, _("Not taken back: it was escalated; others have been told."));
}

static int look_at_line(struct undo_run *u, const struct event_line *l)
{
    const struct form *f = forms_find(u->d->forms, l->reg);
    if (strcmp(l->reg, "due") == 0)
        return QT_OK;
    if (strcmp(l->reg, "transfer") == 0)
        return look_at_money(u, l);
    if (f && l->number[0]) {
        add_record(u, f, l);
        return QT_OK;
    }
    if (f && strcmp(l->action, "escalate") == 0)
        return others_told();
    if (f && strcmp(l->action, "snooze") == 0) /* the line of the clock beside it puts it back */
        return QT_OK;
    return f && harmless(l->action) ? QT_OK : cannot(u, l);
}

/* ---- what came after -----------------------------------------------------------------------------------------------
 */

static int built_on(const struct undo_run *u, const struct form *f, const struct journal_line *l, const char *number)
{
    bool looked;
    char at[17];
    stamp_show(l->at, at);
    char *who = desk_staff_label(u->d, l->staff);
    int rc = fault(QT_REFUSED, _("Not taken back: %s has gone on since: %s, %s %s."), number, who, at + 11,
                   desk_action_word(u->d, f, l->action, &looked));
    free(who);
    return rc;
}

static int look_after(struct undo_run *u, struct undo_record *r)
{
    struct journal_line *v = NULL;
    size_t n = 0;
    int rc = journal_history(u->d->db, r->form->name, r->id, NULL, 0, &v, &n);
    const char *number = "";
    r->made = true;
    for (size_t i = 0; i < n; i++) {
        r->made = r->made && !(v[i].seq < u->event->first && v[i].number[0]);
        if (!number[0])
            number = v[i].number;
    }
    for (size_t i = n; rc == QT_OK && i > 0; i--) {
        const struct journal_line *l = &v[i - 1];
        if (l->seq <= u->event->last || harmless(l->action) || answered(u, l))
            continue;
        rc = strcmp(l->action, "escalate") == 0 ? others_told() : built_on(u, r->form, l, number);
    }
    journal_free(v, n);
    return rc;
}

/* ---- named by others ------------------------------------------------------------------------------------------------
 */

static bool leads_to(const struct field *f, const struct form *to)
{
    return (f->type == FT_UNIT && strcmp(to->name, "unit") == 0) ||
           (f->type == FT_LINK && f->to && strcmp(f->to, to->name) == 0);
}

/* One of these records, none of the event's own: *by. */
static int stranger(const struct undo_run *u, const struct form *f, int64_t *ids, size_t n, int rc, struct record **by)
{
    for (size_t i = 0; rc == QT_OK && !*by && i < n; i++)
        if (!undo_has(u, f, ids[i]))
            rc = rec_get(u->d->db, f, ids[i], by);
    free(ids);
    return rc;
}

static int named_in(const struct undo_run *u, const struct form *f, size_t field, const struct form *to,
                    const struct value *number, struct record **by)
{
    const struct field *fd = &f->fields[field];
    int64_t *ids = NULL;
    size_t n = 0;
    int rc = QT_OK;
    if (fd->type == FT_ITEMS) {
        for (size_t i = 0; rc == QT_OK && !*by && i < fd->nchildren; i++) {
            if (!leads_to(&fd->children[i], to) || fd->children[i].compute)
                continue;
            rc = rec_rows_equal(u->d->db, f, (int)field, (int)i, number->s, NAMED_MOST, &ids, &n);
            rc = stranger(u, f, ids, n, rc, by);
        }
        return rc;
    }
    if (!leads_to(fd, to))
        return QT_OK;
    rc = rec_equal(u->d->db, f, (int)field, number, NAMED_MOST, &ids, &n);
    return stranger(u, f, ids, n, rc, by);
}

static int named_by(const struct undo_run *u, const char *number, const struct record *by)
{
    const struct value *clerk = &by->v[form_sys(by->form, SYS_CLERK)], *at = &by->v[form_sys(by->form, SYS_SAVED_AT)];
    char *who = desk_staff_label(u->d, clerk->kind == VAL_TEXT ? clerk->s : ""), when[17];
    stamp_show(at->kind == VAL_INT ? at->i : 0, when);
    int rc = fault(QT_REFUSED, _("Not taken back: %s is named by %s %s: %s, %s."), number,
                   label_of(&by->form->title, u->d->lang, by->form->name), record_number(by), who, when);
    free(who);
    return rc;
}

static int look_for_names(const struct undo_run *u, const struct form *to, const struct value *number)
{
    const struct forms *set = u->d->forms;
    struct record *by = NULL;
    int rc = QT_OK;
    for (size_t i = 0; rc == QT_OK && !by && i < set->n; i++)
        for (size_t k = 0; rc == QT_OK && !by && k < set->v[i]->ndeclared; k++)
            rc = named_in(u, set->v[i], k, to, number, &by);
    if (rc == QT_OK && by)
        rc = named_by(u, number->s, by);
    record_free(by);
    return rc;
}

/* What goes, or gets another number. */
static int look_at_names(const struct undo_run *u, const struct undo_record *r)
{
    struct record *stored = NULL, *was = NULL;
    int number = form_sys(r->form, SYS_NUMBER);
    int rc = rec_get(u->d->db, r->form, r->id, &stored);
    if (rc == QT_OK)
        rc = undo_before(u, r, stored, &was);
    if (rc == QT_OK && (!was || !value_same(&was->v[number], &stored->v[number])))
        rc = look_for_names(u, r->form, &stored->v[number]);
    struct field_problems problems = {0};
    if (rc == QT_OK && was)
        rc = unique_check(u->d, stored, was, &problems);
    if (rc == QT_OK && problems.n > 0)
        rc = fault(QT_REFUSED, _("Not taken back: %s"), problems.v[0].text);
    field_problems_free(&problems);
    record_free(stored);
    record_free(was);
    return rc;
}

int undo_check(struct undo_run *u)
{
    int rc = undo_too_old(u);
    if (rc == QT_OK)
        rc = journal_lines(u->d->db, u->event->first, u->event->last, &u->v, &u->n);
    if (rc == QT_OK)
        rc = journal_undone(u->d->db, u->event->last, &u->undone, &u->nundone);
    for (size_t i = 0; rc == QT_OK && i < u->n; i++)
        rc = look_at_line(u, &u->v[i]);
    for (size_t i = 0; rc == QT_OK && i < u->nrecords; i++)
        rc = look_after(u, &u->records[i]);
    for (size_t i = 0; rc == QT_OK && i < u->nrecords; i++)
        rc = look_at_names(u, &u->records[i]);
    return rc;
}
