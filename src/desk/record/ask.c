/* Before an action: its guards, the watch-lists, and what is put to the clerk. */
#include "record/act.h"

#include <stdlib.h>

#include "procedure.h"

const char *action_label(const struct desk *d, const struct action *a)
{
    return label_of(&a->label, d->lang, a->name);
}

int action_guard(struct desk *d, const struct record *w, const struct action *a)
{
    bool good = true;
    int rc = a->needs ? desk_condition(d, a->needs, w, false, &good) : QT_OK;
    if (rc == QT_OK && !good)
        return fault(QT_REFUSED, "%s", label_of(&a->message, d->lang, _("This is not possible now.")));
    struct value why = {0};
    if (rc == QT_OK && a->refuse)
        rc = expr_eval(d->db, a->refuse, w, NULL, 0, &why);
    if (rc == QT_OK && why.kind == VAL_TEXT) { /* that it is refused is the form's, what is said the person's */
        char *said = permit_text(d, a->refuse, w);
        rc = fault(QT_REFUSED, "%s", said ? said : _("This is not possible now."));
        free(said);
    }
    value_clear(&why);
    return rc;
}

/* Has the i-th field been put to the clerk, or did he say that all were? */
static bool was_put(const struct outcome *o, size_t i)
{
    return outcome_answered(o, QUESTION_FIELD) && (o->put == 0 || (o->put >> i & 1) != 0);
}

static bool is_asked(struct desk *d, const struct action *a, size_t i, const struct record *w)
{
    bool is = true;
    return !a->ask_when[i] || desk_condition(d, a->ask_when[i], w, false, &is) < 0 || is; /* broken: better asked */
}

static bool is_needed(struct desk *d, const struct action *a, size_t i, const struct record *w)
{
    bool is = true;
    if (!is_asked(d, a, i, w))
        return false;
    return a->ask_needed[i] ? desk_condition(d, a->ask_needed[i], w, false, &is) < 0 || is : a->ask_required[i];
}

bool action_conditional(const struct action *a)
{
    if (a->row >= 0) /* there may be defaults to be shown */
        return true;
    for (size_t i = 0; i < a->nask; i++)
        if (a->ask_when[i] || a->ask_needed[i])
            return true;
    return false;
}

/* Is the i-th field to be asked now: is it empty, or as it was? */
static bool still_open(struct desk *d, const struct action *a, size_t i, const struct record *stored,
                       const struct record *w, const struct outcome *o)
{
    const struct value *v = &w->v[a->ask[i]];
    bool shown = was_put(o, i), of_row = a->ask[i] >= (int)w->form->nfields;
    bool as_it_was = !shown && (of_row || value_same(&stored->v[a->ask[i]], v)); /* a default is to be looked at */
    return is_asked(d, a, i, w) && (v->kind == VAL_NULL || as_it_was) && (is_needed(d, a, i, w) || !shown);
}

/* Is anything still to be given? Required fields that are empty; at the first press also those that are as they were,
 * so that "extend" without a new time asks for one; then those whose condition the answers have made true. */
static bool fields_missing(struct desk *d, const struct action *a, const struct record *stored, const struct record *w,
                           const struct outcome *o)
{
    bool missing = false, required = false, given = false, open = false;
    bool first = !outcome_answered(o, QUESTION_FIELD);
    for (size_t i = 0; i < a->nask; i++) {
        bool needed = is_needed(d, a, i, w);
        required = required || needed;
        missing = missing || (needed && w->v[a->ask[i]].kind == VAL_NULL);
        given = given || !value_same(&stored->v[a->ask[i]], &w->v[a->ask[i]]);
        open = open || (!was_put(o, i) && still_open(d, a, i, stored, w, o));
    }
    return missing || (first ? required && !given : false) || (open && (!first || action_conditional(a)));
}

static void ask_fields(struct desk *d, const struct action *a, const struct record *stored, const struct record *w,
                       struct outcome *o)
{
    uint64_t put = o->put;
    for (size_t i = 0; i < a->nask; i++)
        if (still_open(d, a, i, stored, w, o)) {
            question_add(o, QUESTION_FIELD, a->ask[i])->required = is_needed(d, a, i, w);
            put |= UINT64_C(1) << i;
        }
    o->put = put;
}

/* The action's text and its procedure's page, before it is done; false: it has none, or they were read. */
static bool ask_confirm(struct desk *d, const struct action *a, const struct record *w, struct outcome *o)
{
    if (outcome_answered(o, QUESTION_CONFIRM))
        return false;
    char *text = permit_text(d, a->confirm, w);
    bool any = text && text[0], preview = procedures_preview(a);
    if (any || preview) {
        struct question *q = question_add(o, QUESTION_CONFIRM, -1);
        q->text = any ? text : NULL;
        q->preview = preview;
    }
    if (!any)
        free(text);
    return any || preview;
}

int action_ask(struct desk *d, const struct action *a, const struct record *stored, const struct record *w,
               struct outcome *o)
{
    bool fields = fields_missing(d, a, stored, w, o);
    int rc = fields ? QT_OK : action_guard(d, w, a);
    if (rc == QT_OK && a->warned)
        rc = desk_watch(d, w, o);
    if (rc < 0)
        return rc;
    bool reasons = outcome_waits(o, QUESTION_REASON), confirm = ask_confirm(d, a, w, o);
    if (fields)
        ask_fields(d, a, stored, w, o);
    if (reasons)
        return fault(QT_ASK, _("The watch-list names this entry; give the reason for going on."));
    if (fields)
        return fault(QT_ASK, _("%s: more must be filled in."), action_label(d, a));
    return confirm ? fault(QT_ASK, _("%s: read this first, then confirm."), action_label(d, a)) : QT_OK;
}
