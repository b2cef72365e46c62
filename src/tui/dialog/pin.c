/* A clerk's own PIN: the old one, the new one twice. A wrong old one counts as at the sign-in, so that nobody can try
 * at a desk left open. */
#include "app.h"

#include <stdlib.h>
#include <string.h>

/* NULL when given up. why: what was wrong with the answer before, taken over. */
static char *ask(struct app *a, const char *title, const char *label, char *why)
{
    struct line line = {.title = title, .label = label, .initial = "", .why = why, .masked = true};
    char *said = dialog_line(a, &line);
    free(why);
    return said;
}

bool pin_new(struct app *a, const char *title, int (*take)(void *arg, const char *pin), void *arg)
{
    char *why = NULL, *pin, *again;
    bool done = false;
    while (!done && (pin = ask(a, title, _("The new PIN"), why))) {
        why = NULL;
        again = ask(a, title, _("The new PIN once more"), NULL);
        if (!again) {
            free(pin);
            return false;
        }
        if (strcmp(pin, again) != 0)
            why = mem_dup(_("The two PINs differ: type both again."));
        else if (take(arg, pin) < 0)
            why = mem_dup(fault_text());
        else
            done = true;
        free(pin);
        free(again);
    }
    return done;
}

static int own_take(void *arg, const char *said)
{
    return desk_own_pin(((struct app *)arg)->desk, said);
}

static int old_take(void *arg, const char *said)
{
    return desk_own_pin_check(((struct app *)arg)->desk, said);
}

void pin_change(struct app *a)
{
    struct line line = {.title = _("Change my PIN"),
                        .label = _("The PIN you have now"),
                        .initial = "",
                        .masked = true,
                        .take = old_take,
                        .arg = a};
    char *old = dialog_line(a, &line);

    if (old && pin_new(a, _("Change my PIN"), own_take, a))
        app_say(a, INK_DONE, _("Your PIN is changed."));
    free(old);
}
