/* Which actions are offered for a record, and in which order. */
#include "record/act.h"

bool action_possible_in(const struct action *a, int state)
{
    return !a->from || (state >= 0 && a->from[state]);
}

/* Behind those of a lesser rank and, of the same, those that stand before it in the form. */
static void offer(const struct form *f, int action, int *indices, size_t *n)
{
    enum { UNRANKED = 100 };
    size_t at = (*n)++;
    int rank = f->actions[action].rank ? f->actions[action].rank : UNRANKED;
    for (; at > 0; at--) {
        int before = f->actions[indices[at - 1]].rank;
        if ((before ? before : UNRANKED) <= rank)
            break;
        indices[at] = indices[at - 1];
    }
    indices[at] = action;
}

size_t desk_actions(struct desk *d, const struct record *r, int *indices)
{
    size_t n = 0;
    int state = record_state(r);
    if (state < 0 && r->id == 0)
        state = desk_initial(d, r);
    for (size_t i = 0; i < r->form->nactions; i++) {
        const struct action *a = &r->form->actions[i];
        bool offered = true;
        if (!a->key || !action_possible_in(a, state) || !permit_allows(d, r->form, -1, (int)i, RIGHT_ACT))
            continue;
        if (a->signatures && signature_place(d, a, r) < 0)
            continue;
        if (a->when && desk_condition(d, a->when, r, false, &offered) < 0)
            offered = true; /* a broken expression is reported by the guard when acting, not hidden here */
        if (offered)
            offer(r->form, (int)i, indices, &n);
    }
    return n;
}
