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

static bool still_open(const struct action *a, size_t i, const struct record *stored, const struct record *w,
                       bool shown)
{
    const struct value *v = &w->v[a->ask[i]];
    bool as_it_was = !shown && value_same(&stored->v[a->ask[i]], v);
    return (v->kind == VAL_NULL || as_it_was) && (a->ask_required[i] || !shown);
}

/* Is anything still to be given? Required fields that are empty; at the first press also those that are as they were,
 * so that "extend" without a new time asks for one. shown: the clerk has had them all before him. */
static bool fields_missing(const struct action *a, const struct record *stored, const struct record *w, bool shown)
{
    bool missing = false, required = false, given = false;
    for (size_t i = 0; i < a->nask; i++) {
        int field = a->ask[i];
        required = required || a->ask_required[i];
        missing = missing || (a->ask_required[i] && w->v[field].kind == VAL_NULL);
        given = given || !value_same(&stored->v[field], &w->v[field]);
    }
    return missing || (!shown && required && !given);
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
    bool shown = outcome_answered(o, QUESTION_FIELD), fields = fields_missing(a, stored, w, shown);
    int rc = fields ? QT_OK : action_guard(d, w, a);
    if (rc == QT_OK && a->warned)
        rc = desk_watch(d, w, o);
    if (rc < 0)
        return rc;
    bool reasons = outcome_waits(o, QUESTION_REASON), confirm = ask_confirm(d, a, w, o);
    for (size_t i = 0; fields && i < a->nask; i++)
        if (still_open(a, i, stored, w, shown))
            question_add(o, QUESTION_FIELD, a->ask[i])->required = a->ask_required[i];
    if (reasons)
        return fault(QT_ASK, _("The watch-list names this entry; give the reason for going on."));
    if (fields)
        return fault(QT_ASK, _("%s: more must be filled in."), action_label(d, a));
    return confirm ? fault(QT_ASK, _("%s: read this first, then confirm."), action_label(d, a)) : QT_OK;
}
