/* Saving: checks, the three-way merge with what another clerk saved, number, state, clocks. */
#include "record/attach.h"

#include <stdlib.h>
#include <string.h>

/* ---- one record, inside a transaction -------------------------------------------------------------- */
int desk_initial(struct desk *d, const struct record *r)
{
    const struct form *f = r->form;
    if (f->nstates == 0)
        return -1;
    if (!f->initial)
        return 0;
    char *name = desk_text(d, f->initial, r);
    int state = name ? form_state(f, name) : -1;
    free(name);
    if (state < 0)
        return fault(QT_BUG, _("%s: the form's first state cannot be told; correct `initial`."), f->name);
    return state;
}

static void enter_state(struct desk *d, struct record *r, int state, int64_t now)
{
    int at = form_sys(r->form, SYS_STATES) + 2 * state;
    value_int(&r->v[at], now);
    value_text(&r->v[at + 1], d->who.staff);
}

static int take_number(struct desk *d, struct record *r, int64_t now)
{
    const struct form *f = r->form;
    struct value *number = &r->v[form_sys(f, SYS_NUMBER)];
    char *taken = NULL;
    int rc = QT_OK;
    if (number->kind == VAL_NULL) {
        rc = rec_number(d->db, r, now, &taken);
        if (rc == QT_OK)
            value_text(number, taken);
        free(taken);
    }
    if (rc < 0 || strstr(f->number, "{seq"))
        return rc;
    struct record *other = NULL; /* a number that somebody typed may exist */
    rc = rec_find(d->db, f, number->s, &other);
    record_free(other);
    if (rc == QT_NOTFOUND)
        return QT_OK;
    return rc < 0 ? rc : fault(QT_REFUSED, _("%s exists already."), number->s);
}

static int stamp_new(struct desk *d, struct record *r, int64_t now)
{
    const struct form *f = r->form;
    struct value *saved = &r->v[form_sys(f, SYS_SAVED_AT)], *clerk = &r->v[form_sys(f, SYS_CLERK)];
    struct value *state = &r->v[form_sys(f, SYS_STATE)];
    if (saved->kind == VAL_NULL)
        value_int(saved, now);
    if (clerk->kind == VAL_NULL)
        value_text(clerk, d->who.staff);
    if (f->nstates > 0 && state->kind == VAL_NULL) {
        int first = desk_initial(d, r);
        if (first < 0)
            return first;
        value_text(state, f->states[first].name);
    }
    return QT_OK;
}

int stamp_past(struct desk *d, int action, const struct record *before, struct record *after)
{
    int64_t now = clock_now();
    int rc = before ? QT_OK : stamp_new(d, after, now);
    if (before)
        signatures_follow(action, before, after);
    value_int(&after->v[form_sys(after->form, SYS_CHANGED_AT)], now);
    value_text(&after->v[form_sys(after->form, SYS_CHANGED_BY)], d->who.staff);
    return rc;
}

int stamp_record(struct desk *d, int action, const struct record *before, struct record *after, bool *entered)
{
    int rc = stamp_past(d, action, before, after), state = record_state(after);
    *entered = state >= 0 && (!before || record_state(before) != state ||
                              (action >= 0 && form_leads(&after->form->actions[action], state)));
    if (rc == QT_OK && *entered)
        enter_state(d, after, state, after->v[form_sys(after->form, SYS_CHANGED_AT)].i);
    return rc;
}

static int take_first_numbers(struct desk *d, const struct record *before, struct record *after)
{
    int rc = before ? QT_OK : take_number(d, after, after->v[form_sys(after->form, SYS_SAVED_AT)].i);
    return rc == QT_OK && !before ? serials_give(d, SERIAL_SAVED, after) : rc;
}

int desk_write(struct desk *d, const char *action, const struct record *before, struct record *after)
{
    bool entered = false;
    int index = form_action(after->form, action);
    int rc = stamp_record(d, index, before, after, &entered);
    if (rc == QT_OK)
        rc = take_first_numbers(d, before, after);
    if (rc == QT_OK)
        rc = attach_there(d, before, after);
    if (rc == QT_OK)
        rc = rec_put(d->db, &d->who, action, before, after);
    if (rc == QT_OK)
        rc = similar_keep(d, before, after);
    if (index >= 0 && after->form->actions[index].signatures && !entered)
        index = -1; /* clocks know it by its last signature */
    return rc < 0 ? rc : clocks_follow(d, before, after, index, entered);
}

int desk_write_past(struct desk *d, const char *action, const struct record *before, struct record *after)
{
    int rc = stamp_past(d, -1, before, after);
    if (rc == QT_OK)
        rc = take_first_numbers(d, before, after);
    if (rc == QT_OK)
        rc = attach_there(d, before, after);
    return rc < 0 ? rc : rec_put(d->db, &d->who, action, before, after);
}

/* ---- merge ------------------------------------------------------------------------------------------ */
/* r was made from base; stored is newer. What only they changed is taken over and shown to the clerk; what both changed
 * differently is a conflict. */
static int merge_record(struct desk *d, const struct record *base, const struct record *stored, struct record *r,
                        struct outcome *o)
{
    const struct form *f = r->form;
    struct buf taken = {0};
    struct merge both = {0};
    for (size_t i = 0; i < f->nfields; i++) {
        if (f->fields[i].type == FT_COMPUTED)
            continue;
        bool mine = i < f->ndeclared && !value_same(&base->v[i], &r->v[i]);
        bool theirs = !value_same(&base->v[i], &stored->v[i]);
        if (mine && theirs && field_takes_files(&f->fields[i]) &&
            attach_merge(&f->fields[i], &base->v[i], &stored->v[i], &r->v[i]) == QT_OK)
            continue;
        if (mine && theirs && !value_same(&r->v[i], &stored->v[i]))
            conflict_add(&both, (int)i, &base->v[i], &r->v[i], &stored->v[i]);
        if (theirs && !mine) {
            value_copy(&r->v[i], &stored->v[i]);
            if (i < f->ndeclared || i == (size_t)form_sys(f, SYS_STATE))
                buf_addf(&taken, "%s%s", taken.len ? ", " : "", field_label(d, &f->fields[i]));
        }
    }
    r->version = stored->version;
    const struct value *by = &stored->v[form_sys(f, SYS_CHANGED_BY)];
    const char *who = by->kind == VAL_TEXT ? by->s : "?";
    bool conflict = both.n > 0;
    if (!conflict && taken.len > 0)
        o->tell = mem_printf(_("%s changed meanwhile: %s. Both changes are kept."), who, taken.s);
    buf_free(&taken);
    merge_ask(o, &both, stored, r);
    if (!conflict)
        return QT_OK;
    return fault(QT_CONFLICT, _("%s saved this record first; nothing was overwritten. Choose which values are right."),
                 who);
}

/* ---- save --------------------------------------------------------------------------------------------- */
static void check_fixed(struct desk *d, const struct record *stored, const struct record *r, struct outcome *o)
{
    char *why = NULL;
    bool fixed = desk_fixed(d, stored, &why);
    for (size_t i = 0; i < r->form->ndeclared; i++) {
        const struct field *f = &r->form->fields[i];
        if (f->type == FT_COMPUTED || value_same(&stored->v[i], &r->v[i]) || !desk_readonly(d, stored, (int)i))
            continue;
        field_problem_add(&o->problems, (int)i,
                          fixed ? mem_dup(why) : mem_printf(_("%s cannot be changed"), field_label(d, f)));
        if (fixed) /* once is enough */
            break;
    }
    free(why);
}

int refuse_problems(const struct outcome *o)
{
    if (o->problems.n == 1)
        return fault(QT_REFUSED, "%s", o->problems.v[0].text);
    return fault(QT_REFUSED, _("%s (and %zu more)"), o->problems.v[0].text, o->problems.n - 1);
}

/* Is there anything the watch-list has not been asked about yet? */
static bool watch_again(const struct record *stored, const struct record *r)
{
    for (size_t i = 0; i < r->form->nwatches; i++)
        for (size_t k = 0; k < r->form->watches[i].nmatch; k++) {
            int field = r->form->watches[i].match[k].field;
            if (!stored || !value_same(&stored->v[field], &r->v[field]))
                return true;
        }
    return false;
}

static bool has_warned_action(const struct form *f)
{
    for (size_t i = 0; i < f->nactions; i++)
        if (f->actions[i].warned)
            return true;
    return false;
}

/* What the watch-list says: to be explained now, or, where the form has an action that asks, only shown. */
static int watch_record(struct desk *d, const struct record *r, struct outcome *o)
{
    int rc = desk_watch(d, r, o);
    for (size_t i = 0; i < o->nquestions && has_warned_action(r->form); i++)
        o->questions[i].required = false;
    if (outcome_waits(o, QUESTION_REASON))
        return fault(QT_ASK, _("The watch-list names this entry; give the reason for going on."));
    return rc < 0 ? rc : QT_OK;
}

int desk_save_in(struct desk *d, const struct record *base, struct record *r, struct outcome *o)
{
    struct record *stored = NULL;
    int rc = desk_permit(d, r->form, base, -1, -1, base ? RIGHT_CHANGE : RIGHT_ENTER);
    if (rc == QT_OK && base)
        rc = rec_get(d->db, r->form, base->id, &stored);
    if (rc == QT_OK)
        permit_unveil(d, stored, r);
    if (rc == QT_OK && base && stored->version != base->version)
        rc = merge_record(d, base, stored, r, o);
    desk_compute(d, r);
    if (rc == QT_OK && stored)
        check_fixed(d, stored, r, o);
    if (rc == QT_OK && desk_check_from(d, stored, r, &o->problems) == 0 && o->problems.n == 0)
        rc = whole_check(d, stored, r, -1, &o->problems);
    if (rc == QT_OK && o->problems.n > 0)
        rc = refuse_problems(o);
    if (rc == QT_OK && (outcome_waits(o, QUESTION_WORDS) || outcome_waits(o, QUESTION_ALREADY)))
        rc = fault(QT_ASK, _("There is something to be answered before it is saved."));
    if (rc == QT_OK && watch_again(stored, r))
        rc = watch_record(d, r, o);
    if (rc == QT_OK)
        rc = desk_write(d, base ? "change" : "create", stored, r);
    if (rc == QT_OK && base)
        signatures_tell(d, stored, r, o);
    if (rc == QT_OK && !base)
        rc = desk_at_save(d, r, o);
    record_free(stored);
    return rc;
}

/* The work is done on a copy, so that after any failure (QT_BUSY too) the caller's record is as it was and the
 * same call may be made again. */
void record_swap(struct record *a, struct record *b)
{
    struct record former = *a;
    *a = *b;
    *b = former;
}

int record_committed(struct desk *d, const struct record *base, struct record *r, struct record *w, int action,
                     struct outcome *o, int rc)
{
    if (rc == QT_OK && desk_similar(d, base, w, action, o) < 0)
        questions_drop(o, QUESTION_SAME_MATTER); /* it is saved, whatever the search for others said */
    outcome_veil(d, o);
    if (rc == QT_OK) { /* else nobody sees w, and the fault stays */
        permit_release(d, w);
        attach_done(d, o);
        record_swap(r, w);
    }
    record_free(w);
    return rc;
}

int desk_save(struct desk *d, const struct record *base, struct record *r, struct outcome *o)
{
    outcome_renew(o);
    enum right right = base ? RIGHT_CHANGE : RIGHT_ENTER;
    int rc = base ? desk_attempt(d, r->form, base, -1, -1, right) : QT_OK;
    if (rc == QT_OK) /* nor is it moved into another's area */
        rc = desk_attempt(d, r->form, r, -1, -1, right);
    if (rc < 0)
        return rc;
    struct record *w = record_copy(r);
    base = o->base ? o->base : base;
    rc = attach_take(d, w);
    if (rc == QT_OK)
        rc = known_ask(d, base, w, o);
    if (rc == QT_OK)
        rc = event_begin(d);
    if (rc == QT_OK)
        rc = event_end(d, desk_save_in(d, base, w, o), w, base ? "change" : "create");
    return record_committed(d, base, r, w, -1, o, rc);
}
