/* Why an action is not offered, and what comes first: what its allowed states, its roles and its `when` say, in words
 * for whoever pressed its key. */
#include "qiantai/desk_undo.h"
#include "record/act.h"

#include <stdlib.h>
#include <string.h>

static const char *state_word(const struct desk *d, const struct form *f, int state)
{
    return state < 0 ? "" : label_of(&f->states[state].label, d->lang, f->states[state].name);
}

/* Steps by keys from one state until `action` is possible, through none that is final; -1: no way leads there. */
static int steps_from(const struct form *f, int state, int action)
{
    int *queue = mem_alloc((f->nstates + 1) * sizeof *queue), *steps = mem_alloc((f->nstates + 1) * sizeof *steps);
    size_t head = 0, n = 0;
    int found = -1;
    for (size_t i = 0; i < f->nstates; i++)
        steps[i] = -1;
    queue[n++] = state;
    steps[state] = 0;
    for (; head < n && found < 0; head++) {
        int at = queue[head];
        if (action_possible_in(&f->actions[action], at))
            found = steps[at];
        for (size_t i = 0; i < f->nactions && !f->states[at].final; i++) {
            const struct action *a = &f->actions[i];
            for (int to = 0; a->key && action_possible_in(a, at) && to < (int)f->nstates; to++) {
                if (steps[to] >= 0 || !form_leads(a, to))
                    continue;
                steps[to] = steps[at] + 1;
                queue[n++] = to;
            }
        }
    }
    free(queue);
    free(steps);
    return found;
}

/* The one that is offered and from which the way to `action` is the shortest, -1 none. */
static int first_step(struct desk *d, const struct record *r, int action)
{
    const struct form *f = r->form;
    int *offered = mem_alloc((f->nactions + 1) * sizeof *offered), best = -1, least = 0;
    size_t n = desk_actions(d, r, offered);
    for (size_t i = 0; i < n; i++) {
        for (int to = 0; to < (int)f->nstates; to++) {
            if (!form_leads(&f->actions[offered[i]], to))
                continue;
            int steps = steps_from(f, to, action);
            if (steps < 0 || (best >= 0 && steps >= least))
                continue;
            best = offered[i];
            least = steps;
        }
    }
    free(offered);
    return best;
}

static char *wrong_state(struct desk *d, const struct record *r, int action, int state)
{
    const struct form *f = r->form;
    const struct action *a = &f->actions[action];
    int step = first_step(d, r, action);
    char *who = desk_name(d, r), *said;
    if (step >= 0)
        said = mem_printf(_("%s: %s is \"%s\". First press %c %s"), action_label(d, a), who, state_word(d, f, state),
                          f->actions[step].key, action_label(d, &f->actions[step]));
    else
        said = mem_printf(_("%s: %s is \"%s\"."), action_label(d, a), who, state_word(d, f, state));
    free(who);
    return said;
}

/* Its condition is not met: what the guards say knows more. */
static char *wrong_now(struct desk *d, const struct record *r, const struct action *a)
{
    char *who, *said;
    if (action_guard(d, r, a) < 0) {
        said = mem_printf(_("%s: %s"), action_label(d, a), fault_text());
        fault_clear();
        return said;
    }
    who = desk_name(d, r);
    said = mem_printf(_("%s: not possible with %s as it is now."), action_label(d, a), who);
    free(who);
    return said;
}

static char *fault_said(void)
{
    char *said = mem_dup(fault_text());
    fault_clear();
    return said;
}

char *desk_action_refusal(struct desk *d, const struct record *r, int action)
{
    const struct action *a = &r->form->actions[action];
    int state = record_state(r);
    bool offered = true;
    if (state < 0 && r->id == 0)
        state = desk_initial(d, r);
    if (desk_permit(d, r->form, r, -1, action, RIGHT_ACT) < 0)
        return fault_said();
    if (!action_possible_in(a, state))
        return wrong_state(d, r, action, state);
    if (signature_allowed(d, a, r) < 0)
        return fault_said();
    if (a->when && desk_condition(d, a->when, r, false, &offered) < 0)
        return fault_said();
    return offered ? NULL : wrong_now(d, r, a);
}

int desk_action_first(struct desk *d, const struct record *r, int action)
{
    const struct form *f = r->form;
    const struct action *a = &f->actions[action];
    int state = record_state(r), first = -1;
    if (state < 0 || action_possible_in(a, state) || form_leads(a, state) ||
        !permit_allows(d, f, -1, action, RIGHT_ACT))
        return -1;
    first = first_step(d, r, action);
    for (int to = 0; first >= 0 && to < (int)f->nstates; to++)
        if (form_leads(&f->actions[first], to) && action_possible_in(a, to))
            return first;
    return -1;
}
