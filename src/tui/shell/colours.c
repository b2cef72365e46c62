/* The colours of this terminal, chosen by whoever works at it. */
#include "app.h"

void theme_ask(struct app *a)
{
    const struct pick themes[] = {[THEME_AUTO] = {'a', _("As the terminal is")},
                                  [THEME_NIGHT] = {'n', _("Night: light on dark")},
                                  [THEME_DAY] = {'d', _("Day: dark on light")},
                                  [THEME_MONO] = {'m', _("No colours")}};
    int chosen = dialog_choose(a, _("Colours at this terminal"), themes, ARRAY_LEN(themes), (int)theme_chosen());
    if (chosen < 0)
        return;
    if (!theme_choose((enum theme)chosen))
        app_say(a, INK_WARN, _("The colours are changed, but could not be kept for the next sign-in."));
    app_arrange(a);
}

void theme_hint(struct app *a)
{
    if (theme_few())
        app_say(a, INK_NORMAL, _("This terminal has 8 colours; in PuTTY the type putty-256color has more"));
}
