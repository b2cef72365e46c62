/* The type-ahead filter. */
#include "field/typeahead.h"
#include "app.h"
#include "field/oneline.h"

#include <string.h>

const char *typeahead_text(const struct typeahead *f)
{
    return f->edit ? edit_text(f->edit) : "";
}

bool typeahead_typing(const struct typeahead *f)
{
    return f->typing;
}

void typeahead_start(struct typeahead *f)
{
    if (f->typing) {
        typeahead_stop(f);
        return;
    }
    if (!f->edit)
        f->edit = edit_new("", false, 60);
    f->typing = true;
}

void typeahead_stop(struct typeahead *f)
{
    f->typing = false;
    if (!*typeahead_text(f))
        typeahead_clear(f);
}

bool typeahead_starts(struct typeahead *f, const struct key_event *ev)
{
    unsigned char c = ev->code == K_TEXT && ev->text ? (unsigned char)ev->text[0] : 0;

    if (!(c >= 0x80 || (c >= 'A' && c <= 'Z')))
        return false;
    if (!f->edit)
        f->edit = edit_new("", false, 60);
    f->typing = true;
    return edit_insert(f->edit, ev->text) == 0;
}

bool typeahead_key(struct typeahead *f, const struct key_event *ev)
{
    return line_key(f->edit, ev) == TYPED_CHANGED;
}

bool typeahead_clear(struct typeahead *f)
{
    bool had = f->edit != NULL;

    typeahead_free(f);
    return had;
}

static const char *typeahead_label(const struct typeahead *f)
{
    return f->label ? _(f->label) : _("Filter:");
}

bool typeahead_status(const struct typeahead *f, struct buf *out)
{
    if (!f->edit)
        return false;
    buf_addf(out, " %s %s", typeahead_label(f), edit_text(f->edit));
    if (!f->typing)
        buf_addf(out, "   %s", _("Esc shows everything"));
    return true;
}

void typeahead_caret(const struct typeahead *f, const struct view *v)
{
    term_caret(HEAD_ROWS + v->rows,
               2 + text_width(typeahead_label(f)) + text_width_n(edit_text(f->edit), edit_caret(f->edit)), true);
}

void typeahead_free(struct typeahead *f)
{
    edit_free(f->edit);
    *f = (struct typeahead){0};
}
