/* The type-ahead filter. */
#include "filter.h"
#include "app.h"
#include "line.h"

#include <string.h>

const char *filter_text(const struct filter *f)
{
    return f->edit ? edit_text(f->edit) : "";
}

bool filter_typing(const struct filter *f)
{
    return f->typing;
}

void filter_start(struct filter *f)
{
    if (!f->edit)
        f->edit = edit_new("", false, 60);
    f->typing = !f->typing;
    if (!f->typing && !*edit_text(f->edit))
        filter_clear(f);
}

bool filter_starts(struct filter *f, const struct key_event *ev)
{
    unsigned char c = ev->code == K_TEXT && ev->text ? (unsigned char)ev->text[0] : 0;

    if (!(c >= 0x80 || (c >= 'A' && c <= 'Z')))
        return false;
    if (!f->edit)
        f->edit = edit_new("", false, 60);
    f->typing = true;
    return edit_insert(f->edit, ev->text) == 0;
}

bool filter_key(struct filter *f, const struct key_event *ev)
{
    bool changed;

    return line_key(f->edit, ev, &changed) && changed;
}

bool filter_clear(struct filter *f)
{
    bool had = f->edit != NULL;

    filter_free(f);
    return had;
}

bool filter_status(const struct filter *f, struct buf *out)
{
    if (!f->edit)
        return false;
    buf_addf(out, " %s %s", _("Filter:"), edit_text(f->edit));
    if (!f->typing)
        buf_addf(out, "   %s", _("Esc shows everything"));
    return true;
}

void filter_caret(const struct filter *f, const struct view *v)
{
    if (f->typing)
        term_caret(HEAD_ROWS + v->rows,
                   2 + text_width(_("Filter:")) + text_width_n(edit_text(f->edit), edit_caret(f->edit)), true);
    else
        term_caret(0, 0, false);
}

void filter_free(struct filter *f)
{
    edit_free(f->edit);
    *f = (struct filter){0};
}
