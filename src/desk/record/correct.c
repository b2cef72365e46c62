/* A state that was set by mistake, put right by whoever may, at any time and with a reason. */
#include "desk_internal.h"

#include <stdlib.h>
#include <string.h>

/* It never was in the one it leaves; into the other it came when it did, or now. */
static void change_state(struct desk *d, struct record *w, int state)
{
    const struct form *f = w->form;
    int64_t now = clock_now();
    int was = record_state(w), at = form_sys(f, SYS_STATES) + 2 * state;
    if (was >= 0) {
        value_clear(&w->v[form_sys(f, SYS_STATES) + 2 * was]);
        value_clear(&w->v[form_sys(f, SYS_STATES) + 2 * was + 1]);
    }
    value_text(&w->v[form_sys(f, SYS_STATE)], f->states[state].name);
    if (w->v[at].kind == VAL_NULL) {
        value_int(&w->v[at], now);
        value_text(&w->v[at + 1], d->staff);
    }
    value_int(&w->v[form_sys(f, SYS_CHANGED_AT)], now);
    value_text(&w->v[form_sys(f, SYS_CHANGED_BY)], d->staff);
    desk_compute(d, w);
}

static int check_whole(struct desk *d, const struct record *stored, const struct record *w)
{
    struct field_problems problems = {0};
    int rc = whole_check(d, stored, w, -1, &problems);
    if (rc == QT_OK && problems.n > 0)
        rc = fault(QT_REFUSED, "%s", problems.v[0].text);
    field_problems_free(&problems);
    return rc;
}

static int correct_in(struct desk *d, const struct record *stored, struct record *w, int state, const char *reason)
{
    change_state(d, w, state);
    int rc = check_whole(d, stored, w);
    char *cause = json_pairs("reason", reason, NULL);
    const char *outer = journal_cause(d->db, cause);
    if (rc == QT_OK)
        rc = rec_put(d->db, &d->who, "correct-state", stored, w);
    (void)journal_cause(d->db, outer);
    free(cause);
    if (rc == QT_OK)
        rc = similar_keep(d, stored, w);
    return rc == QT_OK ? clocks_follow(d, stored, w, -1, true) : rc;
}

static int refuse(const struct desk *d, const struct record *r, int state, const char *reason)
{
    const struct form *f = r->form;
    if (state < 0 || (size_t)state >= f->nstates)
        return fault(QT_REFUSED, _("There is no such state."));
    if (!reason[strspn(reason, " ")])
        return fault(QT_REFUSED, _("Say why the state is corrected."));
    if (record_state(r) == state)
        return fault(QT_REFUSED, _("%s is \"%s\" already."), record_number(r),
                     label_of(&f->states[state].label, d->lang, f->states[state].name));
    return QT_OK;
}

int desk_correct(struct desk *d, struct record *r, int state, const char *reason)
{
    struct record *stored = NULL, *w = NULL;
    char *clean = text_clean(reason, strlen(reason), false, NULL);
    int rc = desk_attempt(d, r->form, r, -1, -1, RIGHT_CORRECT);
    if (rc == QT_OK)
        rc = refuse(d, r, state, clean);
    if (rc == QT_OK)
        rc = event_begin(d);
    if (rc == QT_OK) {
        rc = rec_get(d->db, r->form, r->id, &stored);
        if (rc == QT_OK && stored->version != r->version)
            rc = fault(QT_CONFLICT, _("%s was changed meanwhile."), record_number(r));
        w = rc == QT_OK ? record_copy(stored) : NULL;
        if (w)
            rc = correct_in(d, stored, w, state, clean);
        rc = event_end(d, rc, r, "correct-state");
    }
    if (rc == QT_OK) {
        permit_release(d, w);
        record_swap(r, w);
    }
    record_free(w);
    record_free(stored);
    free(clean);
    return rc;
}
