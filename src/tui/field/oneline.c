/* A one-line field outside the forms. */
#include "field/oneline.h"
#include "app.h"

static bool kill_by(struct edit *e, enum edit_kill how, bool *changed)
{
    *changed = edit_kill(e, how);
    return true;
}

static bool move_by(struct edit *e, enum edit_move how)
{
    edit_move(e, how);
    return true;
}

bool oneline_key(struct edit *e, const struct key_event *ev, bool *changed)
{
    *changed = false;
    switch (ev->code) {
    case K_TEXT:
    case K_PASTE:
        edit_insert(e, ev->text);
        *changed = true;
        return true;
    case K_BACKSPACE:
        return kill_by(e, EDIT_BACKSPACE, changed);
    case K_DELETE:
        return kill_by(e, EDIT_DELETE, changed);
    case K_CTRL + 'u':
        return kill_by(e, EDIT_KILL_ALL, changed);
    case K_LEFT:
        return move_by(e, EDIT_LEFT);
    case K_RIGHT:
        return move_by(e, EDIT_RIGHT);
    default:
        return false;
    }
}

void oneline_draw(WINDOW *w, const struct oneline *at, const struct edit *e)
{
    const char *text = edit_text(e);
    int caret = text_width_n(text, edit_caret(e));
    struct buf stars = {0};

    if (at->masked) {
        for (size_t n = text_len(text); n > 0; n--)
            buf_addc(&stars, '*');
        text = stars.s ? stars.s : "";
        caret = (int)stars.len;
    }
    draw_text(w, at->y, at->x, at->width, at->now ? INK_FIELD_NOW : INK_FIELD, text);
    if (at->now)
        term_caret(HEAD_ROWS + at->y, at->x + (caret < at->width ? caret : at->width - 1), true);
    buf_free(&stars);
}
