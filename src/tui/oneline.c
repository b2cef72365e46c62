/* Keys of a one-line field outside the forms. */
#include "oneline.h"

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
