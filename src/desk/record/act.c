/* Acting on a record: who may, setters, the new state, follow-on records. What is asked before: ask.c. */
#include <stdlib.h>
#include <string.h>

#include "money/money.h"
#include "procedure.h"
#include "record/act.h"
#include "record/attach.h"

#define THEN_DEPTH 4 /* follow-ons of follow-ons; more is a loop in the forms */

static int run_action(struct desk *d, struct record *r, int action, int depth, struct outcome *o);
static int at_save(struct desk *d, struct record *r, int depth, struct outcome *o);

/* ---- before ---------------------------------------------------------------------------------------------- */
/* The stored record with the asked-for fields of r laid over it; fields others changed meanwhile stay. When such
 * a field was changed by the other side too, that is a conflict. */
static int lay_over(const struct record *r, const struct action *a, const struct record *stored, struct record *w,
                    struct outcome *o)
{
    bool *carried = mem_alloc(record_id_value(r->form) * sizeof *carried);
    bool stale = stored->version != r->version;
    struct merge both = {0};
    for (size_t i = 0; i < a->nask; i++)
        carried[a->ask[i]] = true;
    procedures_carry(r->form, a, carried);
    for (size_t i = 0; i < r->form->nwatches; i++)
        if (r->form->watches[i].reason >= 0)
            carried[r->form->watches[i].reason] = true;
    for (size_t i = 0; i < r->form->ndeclared; i++) {
        if (!carried[i] || value_same(&stored->v[i], &r->v[i]))
            continue;
        value_copy(&w->v[i], &r->v[i]);
        if (stale)
            conflict_add(&both, (int)i, NULL, &r->v[i], &stored->v[i]);
    }
    for (size_t i = r->form->nfields; i < record_id_value(r->form); i++)
        if (carried[i]) /* of a new row: nobody else has it */
            value_copy(&w->v[i], &r->v[i]);
    free(carried);
    const struct value *by = &stored->v[form_sys(r->form, SYS_CHANGED_BY)];
    int state = record_state(stored);
    bool possible = !stale || action_possible_in(a, state), conflict = both.n > 0;
    merge_ask(o, &both, stored, w);
    if (!conflict && possible)
        return QT_OK;
    if (!possible) /* other answers would not help */
        questions_drop(o, QUESTION_MERGE);
    return fault(QT_CONFLICT, _("%s changed %s meanwhile; nothing was overwritten. Look at it again."),
                 by->kind == VAL_TEXT ? by->s : "?", record_number(stored));
}

/* By hand only what the screen offers too: state, role, `when`. */
static int check_allowed(struct desk *d, const struct record *stored, const struct action *a, bool by_hand)
{
    int state = record_state(stored);
    bool offered = true;
    if (by_hand && !a->key)
        return fault(QT_REFUSED, _("%s: this happens by itself."), action_label(d, a));
    int rc = by_hand ? desk_permit(d, stored->form, stored, -1, (int)(a - stored->form->actions), RIGHT_ACT) : QT_OK;
    if (rc < 0)
        return rc;
    if (by_hand && action_possible_in(a, state) && a->when && desk_condition(d, a->when, stored, false, &offered) < 0)
        return fault_code();
    if (!offered) {
        rc = action_guard(d, stored, a); /* its message knows more */
        return rc < 0 ? rc
                      : fault(QT_REFUSED, _("%s: not possible with %s as it is now."), action_label(d, a),
                              record_number(stored));
    }
    if (action_possible_in(a, state))
        return signature_allowed(d, a, stored);
    return fault(QT_REFUSED, _("%s: not possible in the state \"%s\"."), action_label(d, a),
                 state >= 0 ? label_of(&stored->form->states[state].label, d->lang, stored->form->states[state].name)
                            : "");
}

/* V8: that somebody went on in spite of the list has a journal line of its own. */
static int note_override(struct desk *d, const struct record *w, const struct outcome *o)
{
    for (size_t i = 0; i < o->nquestions; i++) {
        const struct watch_hit *hit = &o->questions[i].watch;
        if (o->questions[i].kind != QUESTION_REASON)
            continue;
        char *data = mem_printf("{\"list\":\"%s\",\"entry\":%lld}", hit->form->name, (long long)hit->id);
        int rc = journal_note(d->db, &d->who, "watch-override", w->form->name, w->id, data);
        free(data);
        if (rc < 0)
            return rc;
    }
    return QT_OK;
}

/* ---- after ------------------------------------------------------------------------------------------------ */
static int apply_setters(struct desk *d, const struct setter *set, size_t n, const struct record *source,
                         struct record *to)
{
    for (size_t i = 0; i < n; i++) {
        int field = set[i].field >= 0 ? set[i].field : form_field(to->form, set[i].name);
        if (field < 0)
            return fault(QT_BUG, _("%s has no field %s; correct the form."), to->form->name, set[i].name);
        int rc = desk_value(d, &set[i].value, source, &to->form->fields[field], &to->v[field]);
        if (rc < 0)
            return rc;
    }
    return QT_OK;
}

/* A person of the watch-list does not come in by a side door: the visit must be entered by hand. */
static int then_watch(struct desk *d, const struct record *made, struct outcome *o)
{
    int rc = desk_watch(d, made, o);
    if (rc <= 0)
        return rc;
    return fault(QT_REFUSED, _("The watch-list names this person. Nothing was changed; enter it by hand in %s."),
                 label_of(&made->form->title, d->lang, made->form->name));
}

/* number: of the new record; caller frees. */
static int then_create(struct desk *d, const struct then *t, const struct record *source, int depth, struct outcome *o,
                       char **number)
{
    const struct form *f = forms_find(d->forms, t->create);
    if (!f)
        return fault(QT_NOTFOUND, _("The register %s is missing; nothing was changed."), t->create);
    struct record *made = record_new(f);
    int rc = apply_setters(d, t->set, t->nset, source, made);
    desk_refresh(d, made, NULL);
    if (rc == QT_OK && t->nrows > 0 && (rc = rows_append(d, t->rows, t->nrows, source, made)) == QT_OK)
        desk_compute(d, made);
    if (rc == QT_OK && t->open) {
        record_free(o->opened);
        o->opened = made;
        return QT_OK;
    }
    struct field_problems problems = {0};
    if (rc == QT_OK && desk_check_from(d, NULL, made, &problems) == 0)
        rc = whole_check(d, NULL, made, -1, &problems);
    if (rc == QT_OK && problems.n > 0)
        rc = fault(QT_REFUSED, _("%s: %s. Nothing was changed."), label_of(&f->title, d->lang, f->name),
                   problems.v[0].text);
    field_problems_free(&problems);
    if (rc == QT_OK)
        rc = then_watch(d, made, o);
    if (rc == QT_OK)
        rc = desk_write(d, "create", NULL, made);
    if (rc == QT_OK)
        rc = at_save(d, made, depth + 1, o);
    if (rc == QT_OK)
        *number = mem_dup(record_number(made));
    if (rc == QT_OK && !o->created) {
        o->created = made;
        return QT_OK;
    }
    record_free(made);
    return rc;
}

static int then_act(struct desk *d, const struct then *t, const struct record *source, int depth)
{
    const struct form *f = forms_find(d->forms, t->reg);
    int action = f ? form_action(f, t->act) : -1;
    if (action < 0)
        return fault(QT_BUG, _("There is no action %s in %s; correct the form."), t->act, t->reg);
    char *number = desk_text(d, t->on, source);
    struct record *target = NULL;
    int rc = number && number[0] ? rec_find(d->db, f, number, &target) : QT_NOTFOUND;
    if (rc == QT_NOTFOUND)
        rc = fault(rc, _("%s %s is missing; nothing was changed."), label_of(&f->title, d->lang, f->name),
                   number ? number : "");
    free(number);
    if (rc == QT_OK)
        rc = apply_setters(d, t->set, t->nset, source, target);
    if (rc == QT_OK)
        rc = rows_append(d, t->rows, t->nrows, source, target);
    struct outcome inner = {.answered = ANSWERED_BEFORE};
    if (rc == QT_OK)
        rc = run_action(d, target, action, depth + 1, &inner);
    if (rc == QT_ASK) /* nobody is there to be asked */
        rc = fault(QT_REFUSED, _("%s %s: more must be filled in there first."), label_of(&f->title, d->lang, f->name),
                   record_number(target));
    outcome_free(&inner);
    record_free(target);
    return rc;
}

struct following {
    const struct then *then;
    struct record *w;
    int depth;
    struct outcome *o;
};

static int follow_once(struct desk *d, void *arg, char **number)
{
    const struct following *f = arg;
    const struct then *t = f->then;
    bool wanted = true;
    int rc = t->when ? desk_condition(d, t->when, f->w, false, &wanted) : QT_OK;
    if (rc < 0 || !wanted)
        return rc;
    return t->create ? then_create(d, t, f->w, f->depth, f->o, number) : then_act(d, t, f->w, f->depth);
}

static int follow_on(struct desk *d, const struct action *a, struct record *w, int depth, struct outcome *o)
{
    char *cause = action_cause(a, w);
    const char *outer = journal_cause(d->db, cause);
    int rc = QT_OK;
    for (size_t i = 0; i < a->nthen && rc == QT_OK; i++) {
        struct following f = {&a->then[i], w, depth, o};
        if (!a->then[i].run) /* procedures have run before it was written */
            rc = then_each(d, &a->then[i], w, follow_once, &f);
    }
    (void)journal_cause(d->db, outer);
    free(cause);
    return rc;
}

/* w as it is stored now: a follow-on may have changed it. */
static int read_after(struct desk *d, struct record *w)
{
    struct record *now = NULL;
    int rc = rec_get(d->db, w->form, w->id, &now);
    if (rc == QT_OK && now->version != w->version)
        record_swap(w, now);
    record_free(now);
    return rc;
}

static void add_hints(struct desk *d, const struct action *a, const struct record *r, struct outcome *o)
{
    char *said = permit_text(d, a->tell, r);
    if (!said)
        return;
    free(o->tell);
    o->tell = said;
}

/* With all that the action sets. */
static int rules_kept(struct desk *d, const struct record *stored, const struct record *w, const struct action *a,
                      struct outcome *o)
{
    int rc = whole_check(d, stored, w, (int)(a - w->form->actions), &o->problems);
    return rc == QT_OK && o->problems.n > 0 ? refuse_problems(o) : rc;
}

/* Its procedures need a record with a number; what they put into it is a change of its own. */
static int run_at_save(struct desk *d, const struct action *a, struct record *r, struct outcome *o)
{
    struct record *w = record_copy(r);
    struct booking_plan plan = {0};
    bool changed = false;
    int rc = serials_give(d, a->name, w);
    if (rc == QT_OK)
        rc = procedures_run(d, a, r, w, o);
    if (rc == QT_OK)
        rc = books_plan(d, a, w, &plan);
    for (size_t i = 0; i < r->form->ndeclared; i++)
        changed |= !value_same(&r->v[i], &w->v[i]);
    if (rc == QT_OK && changed)
        rc = rules_kept(d, r, w, a, o);
    if (rc == QT_OK && changed)
        rc = desk_write(d, a->name, r, w);
    rc = rc == QT_OK ? books_write(d, a, w, &plan) : rc;
    booking_plan_free(&plan);
    if (rc == QT_OK)
        record_swap(r, w);
    record_free(w);
    return rc;
}

static int do_at_save(struct desk *d, struct record *r, int depth, struct outcome *o)
{
    for (size_t i = 0; i < r->form->nactions; i++) {
        const struct action *a = &r->form->actions[i];
        bool wanted = a->at_save;
        int rc = wanted && a->when ? desk_condition(d, a->when, r, false, &wanted) : QT_OK;
        if (rc == QT_OK && wanted)
            rc = run_at_save(d, a, r, o);
        if (rc == QT_OK && wanted)
            rc = follow_on(d, a, r, depth, o);
        if (rc == QT_OK && wanted && (rc = read_after(d, r)) == QT_OK)
            add_hints(d, a, r, o);
        if (rc == QT_OK && wanted && a->print && depth == 0)
            o->print = a->print;
        if (rc < 0)
            return rc;
    }
    return QT_OK;
}

/* Follow-ons of a record's first save; before it there was nothing. */
static int at_save(struct desk *d, struct record *r, int depth, struct outcome *o)
{
    if (depth > THEN_DEPTH)
        return fault(QT_BUG, _("The actions of the forms follow each other without end; nothing was changed."));
    struct record *nothing = record_new(r->form);
    const struct record *outer = expr_was(d->db, nothing);
    int rc = do_at_save(d, r, depth, o);
    (void)expr_was(d->db, outer);
    record_free(nothing);
    return rc;
}

int desk_at_save(struct desk *d, struct record *r, struct outcome *o)
{
    return at_save(d, r, 0, o);
}

/* The first of its ways whose condition is true. */
static int way_find(struct desk *d, const struct action *a, const struct record *w, int *state)
{
    bool open = false;
    int rc = QT_OK;
    for (size_t i = 0; i < a->nways && rc == QT_OK && !open; i++) {
        rc = desk_condition(d, a->ways[i].when, w, false, &open);
        *state = a->ways[i].state;
    }
    if (rc == QT_OK && a->nways > 0 && !open)
        rc = fault(QT_REFUSED, _("%s: with what stands in %s now it leads nowhere; nothing was changed."),
                   action_label(d, a), record_number(w));
    return rc;
}

/* Into the state to which the action leads; a follow-on may have set another. */
static int go_on(struct desk *d, const struct action *a, const struct record *stored, struct record *w)
{
    int state = a->to;
    int rc = way_find(d, a, w, &state);
    if (rc == QT_OK && state >= 0 && record_state(w) == record_state(stored))
        value_text(&w->v[form_sys(w->form, SYS_STATE)], w->form->states[state].name);
    desk_compute(d, w);
    return rc;
}

static int perform_action(struct desk *d, const struct action *a, const struct record *stored, struct record *w,
                          int depth, struct outcome *o)
{
    int rc = a->signatures ? signature_give(d, a, w) : QT_OK;
    bool last = !a->signatures || signatures_whole(a, w);
    if (rc == QT_OK && last)
        rc = serials_give(d, a->name, w);
    if (rc == QT_OK)
        rc = apply_setters(d, a->set, a->nset, w, w);
    if (rc == QT_OK)
        rc = rows_change(d, a, w);
    if (rc < 0)
        return rc;
    asked_again(d, w);
    if (a->reopens >= 0) {
        const struct value *times = &stored->v[a->reopens];
        value_int(&w->v[a->reopens], times->kind == VAL_INT ? times->i + 1 : 1);
    }
    struct booking_plan plan = {0};
    rc = go_on(d, a, stored, w);
    if (rc == QT_OK && last)
        rc = procedures_run(d, a, stored, w, o);
    if (rc == QT_OK && last)
        rc = books_plan(d, a, w, &plan);
    if (rc == QT_OK)
        rc = rules_kept(d, stored, w, a, o);
    if (rc == QT_OK)
        rc = desk_write(d, a->name, stored, w);
    if (rc == QT_OK && last)
        rc = books_write(d, a, w, &plan);
    booking_plan_free(&plan);
    if (rc == QT_OK && last)
        rc = follow_on(d, a, w, depth, o);
    if (rc == QT_OK && a->nthen > 0)
        rc = read_after(d, w);
    if (rc == QT_OK)
        add_hints(d, a, w, o);
    if (rc == QT_OK)
        signatures_tell(d, stored, w, o);
    return rc;
}

static int run_action(struct desk *d, struct record *r, int action, int depth, struct outcome *o)
{
    const struct action *a = &r->form->actions[action];
    struct record *stored = NULL;
    if (depth > THEN_DEPTH)
        return fault(QT_BUG, _("The actions of the forms follow each other without end; nothing was changed."));
    int rc = rec_get(d->db, r->form, r->id, &stored);
    if (rc < 0)
        return rc;
    struct record *w = record_copy(stored);
    const struct record *outer = expr_was(d->db, stored);
    if (depth == 0)
        permit_unveil(d, stored, r);
    rc = depth == 0 ? lay_over(r, a, stored, w, o) : QT_OK;
    if (rc == QT_OK && depth > 0)
        for (size_t i = 0; i < r->form->nfields; i++)
            value_copy(&w->v[i], &r->v[i]); /* a follow-on: its setters have been applied already */
    desk_compute(d, w);                     /* with what was asked */
    struct asked_row row;
    asked_begin(d, a, w, &row);
    if (rc == QT_OK)
        rc = check_allowed(d, stored, a, depth == 0);
    if (rc == QT_OK)
        rc = action_ask(d, a, stored, w, o);
    if (rc == QT_OK && desk_check_from(d, stored, w, &o->problems) + asked_check(d, a, w, &o->problems) > 0)
        rc = refuse_problems(o);
    if (rc == QT_OK)
        rc = note_override(d, w, o);
    if (rc == QT_OK)
        rc = perform_action(d, a, stored, w, depth, o);
    asked_end(d, &row);
    (void)expr_was(d->db, outer);
    asked_clear(w);
    if (rc == QT_OK)
        record_swap(r, w);
    record_free(w);
    record_free(stored);
    return rc;
}

int desk_act_in(struct desk *d, struct record *r, int action, struct outcome *o)
{
    if (o->put == 0)
        asked_defaults(d, &r->form->actions[action], r);
    return run_action(d, r, action, 0, o);
}

int desk_act(struct desk *d, struct record *r, int action, struct outcome *o)
{
    outcome_renew(o);
    int rc = desk_attempt(d, r->form, r, -1, action, RIGHT_ACT);
    if (rc < 0)
        return rc;
    if (o->put == 0) /* in r, whose fields the clerk is shown */
        asked_defaults(d, &r->form->actions[action], r);
    struct record *w = record_copy(r);
    if ((rc = attach_take(d, w)) == QT_OK)
        rc = event_begin(d);
    if (rc == QT_OK)
        rc = event_end(d, desk_act_in(d, w, action, o), w, w->form->actions[action].name);
    return record_committed(d, r, r, w, action, o, rc);
}
