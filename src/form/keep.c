/* How long a record is kept as it is: `retention` of what is personal (U4), `auto_close` of what nobody finished. */
#include "read.h"

/* ---- retention ---- */

static void read_days(struct loader *l, struct node n, void *to)
{
    *(int *)to = read_number(l, n, 1, 36500);
}

static void read_from_field(struct loader *l, struct node n, void *to)
{
    *(int *)to = read_time_field(l, n);
}

void read_retention(struct loader *l, struct node n, void *to)
{
    static const struct key keys[] = {
        {"days", offsetof(struct form, retention_days), read_days, KEY_MUST},
        {"from", offsetof(struct form, retention_from), read_from_field, 0},
        {"least", offsetof(struct form, retention_least), read_days, 0},
    };
    struct form *f = to;
    f->retention_from = form_sys(f, SYS_SAVED_AT);
    if (n.y)
        (void)read_map(l, n, _("retention"), keys, ARRAY_LEN(keys), to, NULL);
    if (n.y && f->retention_days && f->retention_least > f->retention_days)
        form_bad(l, &n.at, _("'days' cannot be fewer than 'least', which the law wants"));
}

/* ---- auto_close ---- */

static const char *state_name(const struct loader *l, size_t state)
{
    return l->form->states[state].name ? l->form->states[state].name : "?";
}

static void read_open_states(struct loader *l, struct node n, void *to)
{
    struct close_rule *r = to;
    r->from = read_state_set(l, n);
    for (size_t i = 0; i < l->form->nstates; i++)
        if (r->from[i] && l->form->states[i].final)
            form_bad(l, &n.at, _("'%s' is final: there is nothing to close"), state_name(l, i));
}

static void read_final_state(struct loader *l, struct node n, void *to)
{
    struct close_rule *r = to;
    r->to = read_state(l, n);
    if (r->to >= 0 && !l->form->states[r->to].final)
        form_bad(l, &n.at, _("'%s' is not final: nothing would be closed"), state_name(l, (size_t)r->to));
}

static const char *money_in(const struct field *v, size_t n)
{
    const char *found = NULL;
    for (size_t i = 0; i < n && !found; i++)
        found = v[i].type == FT_MONEY ? v[i].name : money_in(v[i].children, v[i].nchildren);
    return found;
}

static const struct key close_keys[] = {
    {"from", 0, read_open_states, KEY_MUST},
    {"to", 0, read_final_state, KEY_MUST},
    {"after", offsetof(struct close_rule, after), read_expr, KEY_MUST},
    {"since", offsetof(struct close_rule, since), read_from_field, 0},
};

/* Money is settled by people: what is owed does not end because nobody looked. */
void read_auto_close(struct loader *l, struct node n, void *to)
{
    struct form *f = to;
    size_t count = read_seq(l, n, "auto_close");
    const char *money = money_in(f->fields, f->ndeclared);
    if (money)
        form_bad(l, &n.at, _("there is money in it ('%s'): such a record is closed by people only"), money);
    f->auto_close = form_alloc(l, count, sizeof *f->auto_close);
    void *it = NULL;
    for (struct node i; count && (i = seq_next(n, &it)).y;) {
        struct close_rule *r = &f->auto_close[f->nauto_close++];
        r->since = r->to = -1;
        (void)read_map(l, i, _("an automatic closing"), close_keys, ARRAY_LEN(close_keys), r, NULL);
    }
}
