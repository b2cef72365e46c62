/* Which actions are offered for a record, in which order, and which have a place in the footer. */
#include "record/act.h"

#include <stdlib.h>

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

/* ---- the places of the footer ---------------------------------------------------------------------------------- */

static int offered_of_rank(const struct form *f, const int *offered, size_t n, int rank)
{
    for (size_t i = 0; i < n; i++)
        if (f->actions[offered[i]].rank == rank)
            return offered[i];
    return -1;
}

/* That keeps the place of its rank while none of them is offered; -1: the role has none. */
static int keeper_of_rank(struct desk *d, const struct record *r, int rank)
{
    const struct form *f = r->form;
    int keeper = -1;
    for (size_t i = 0; i < f->nactions; i++) {
        const struct action *a = &f->actions[i];
        if (a->rank != rank || !permit_allows(d, f, -1, (int)i, RIGHT_ACT))
            continue;
        if (keeper < 0 || !form_leads(&f->actions[keeper], record_state(r)))
            keeper = (int)i;
    }
    return keeper;
}

/* One that has no place by its rank, the first that is not among those placed; -1 none. */
static int left_over(const struct form *f, const int *offered, size_t n, const struct action_place *placed,
                     size_t nplaced)
{
    for (size_t i = 0; i < n; i++) {
        bool taken = f->actions[offered[i]].rank > 0 && f->actions[offered[i]].rank <= ACTION_PLACES;
        for (size_t k = 0; k < nplaced; k++)
            taken = taken || placed[k].action == offered[i];
        if (!taken)
            return offered[i];
    }
    return -1;
}

size_t desk_places(struct desk *d, const struct record *r, struct action_place places[ACTION_PLACES])
{
    const struct form *f = r->form;
    int *offered = mem_alloc((f->nactions + 1) * sizeof *offered);
    size_t n = desk_actions(d, r, offered), placed = 0;
    for (int rank = 1; rank <= ACTION_PLACES; rank++) {
        int action = offered_of_rank(f, offered, n, rank), keeper = action < 0 ? keeper_of_rank(d, r, rank) : -1;
        if (action < 0 && keeper < 0)
            action = left_over(f, offered, n, places, placed);
        if (action >= 0)
            places[placed++] = (struct action_place){action, true};
        else if (keeper >= 0)
            places[placed++] = (struct action_place){keeper, false};
    }
    free(offered);
    return placed;
}
