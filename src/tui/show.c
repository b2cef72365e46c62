/* Small things every view shows. */
#include "show.h"

#include <stdlib.h>
#include <string.h>

enum ink tone_ink(enum tone t)
{
    switch (t) {
    case TONE_ALERT:
        return INK_ALERT;
    case TONE_WARN:
        return INK_WARN;
    case TONE_DONE:
        return INK_DONE;
    case TONE_QUIET:
        return INK_QUIET;
    default:
        return INK_NORMAL;
    }
}

const char *form_title(const struct form *f, enum lang lang)
{
    return label_of(&f->title, lang, f->name);
}

char *form_short(const struct form *f, enum lang lang)
{
    const char *title = label_of(&f->short_title, lang, NULL);
    if (title)
        return mem_dup(title);
    title = form_title(f, lang);
    size_t n = strcspn(title, " -");

    if (text_is_han(text_codepoint(title, NULL)) && text_width_n(title, n) > 4)
        n = text_fit(title, 4, NULL);
    return mem_dupn(title, n);
}

const char *state_label(const struct record *r, enum lang lang)
{
    int s = record_state(r);
    return s < 0 ? "" : label_of(&r->form->states[s].label, lang, r->form->states[s].name);
}

enum ink state_ink(const struct record *r)
{
    int s = record_state(r);
    return s < 0 ? INK_NORMAL : tone_ink(r->form->states[s].tone);
}

char *said_to(struct app *a, const struct bilingual *say)
{
    char *text = desk_say(app_desk(a), say), *out = text ? mem_printf(_("Say: %s"), text) : NULL;
    free(text);
    return out;
}

char *value_show(struct app *a, const struct record *r, int field)
{
    char *shown = field == form_sys(r->form, SYS_STATE) ? desk_state_shown(app_desk(a), r) : NULL;
    return shown ? shown : desk_value_show(app_desk(a), &r->form->fields[field], &r->v[field]);
}
