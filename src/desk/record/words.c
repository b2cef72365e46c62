/* What was done, in words: an action of the form, or one of the engine's own. */
#include <string.h>

#include "desk_internal.h"

const char *desk_action_word(const struct desk *d, const struct form *f, const char *action, bool *looked)
{
    static const struct {
        const char *action, *word;
        bool looked;
    } words[] = {
        {"create", N_("recorded"), false},
        {"change", N_("changed"), false},
        {"import", N_("imported"), false},
        {"withdraw", N_("taken back"), false},
        {"correct-state", N_("state corrected"), false},
        {"undo", N_("taken back: as it was before"), false},
        {"migrate", N_("taken over as it stood elsewhere"), false},
        {"reveal", N_("number shown in full"), true},
        {"purge", N_("personal data deleted"), false},
        {"restate", N_("as it stands now; what was there before is erased"), false},
        {"auto-close", N_("closed, as nobody had done so in time"), false},
        {"view", N_("looked at"), true},
        {"print", N_("printed"), true},
        {"shell-read", N_("read on the command line"), true},
        {"snooze", N_("put off"), false},
        {"overdue", N_("overdue"), false},
        {"escalate", N_("escalated"), false},
        {"recalculate", N_("deadline moved with the calendar"), false},
        {"join", N_("joined with others of the same matter"), false},
        {"not-similar", N_("not the same matter"), false},
        {"watch-override", N_("let in despite the watch-list"), false},
    };
    int i = form_action(f, action);
    *looked = false;
    if (i >= 0)
        return label_of(&f->actions[i].label, d->lang, action);
    for (size_t k = 0; k < ARRAY_LEN(words); k++)
        if (strcmp(words[k].action, action) == 0) {
            *looked = words[k].looked;
            return _(words[k].word);
        }
    return action;
}

char *action_cause(const struct action *a, const struct record *w)
{
    return json_pairs("register", w->form->name, "number", record_number(w), "action", a->name, NULL);
}
