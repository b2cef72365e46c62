/* What can be done with the record that the view below the palette stands on: by its name, where the letter is not
 * known or the footer has no room for it. */
#include "app.h"
#include "view/palette.h"

#include <stdlib.h>

const struct record *palette_stands_on(struct view *below)
{
    if (!below || !below->ops->record)
        return NULL;
    if (below->ops->flags & VIEW_ACTS) /* it may not have rested yet */
        return rows_record((struct rows *)below);
    return below->ops->record(below);
}

/* As its letter would in that view: tags, and what a view does afterwards, are the view's. Who typed a name and pressed
 * Enter meant no action: one that asks nothing by itself is asked for here. */
void palette_act(struct app *a, const struct entry *e)
{
    const struct action *rule = &e->form->actions[e->item];
    char letter[2] = {rule->key, '\0'};
    const struct key_event ev = {.code = K_TEXT, .text = letter};
    const struct record *r = palette_stands_on(a->top);
    bool there = r && r->form == e->form && r->id == e->about;
    if (there && !action_asks(rule)) {
        char *who = app_name(a, r);
        char *asked = mem_printf("%s  %s", label_of(&rule->label, app_lang(a), rule->name), who);
        bool yes = dialog_yes(a, asked);
        free(asked);
        free(who);
        r = palette_stands_on(a->top);
        there = r && r->form == e->form && r->id == e->about;
        if (!yes)
            return;
    }
    if (there)
        app_obey(a, a->top, a->top->ops->key(a->top, &ev));
    else
        app_say(a, INK_WARN, "%s", _("Another row stands there now: look again."));
}
