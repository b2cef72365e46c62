/* A one-line field outside the forms. */
#include "field/oneline.h"

enum typed line_key(struct edit *e, const struct key_event *ev)
{
    static const struct {
        int key;
        bool kill;
        int what;
    } map[] = {
        {K_BACKSPACE, true, EDIT_BACKSPACE},    {K_DELETE, true, EDIT_DELETE},
        {K_CTRL + 'w', true, EDIT_KILL_WORD},   {K_CTRL + 'u', true, EDIT_KILL_START},
        {K_CTRL + 'k', true, EDIT_KILL_END},    {K_LEFT, false, EDIT_LEFT},
        {K_RIGHT, false, EDIT_RIGHT},           {K_WORD_LEFT, false, EDIT_WORD_LEFT},
        {K_WORD_RIGHT, false, EDIT_WORD_RIGHT}, {K_HOME, false, EDIT_LINE_START},
        {K_END, false, EDIT_LINE_END},          {K_CTRL + 'a', false, EDIT_LINE_START},
        {K_CTRL + 'e', false, EDIT_LINE_END},
    };

    if (ev->code == K_TEXT || ev->code == K_PASTE) {
        (void)edit_insert(e, ev->text);
        return TYPED_CHANGED;
    }
    if (ev->code == K_CTRL + 'z')
        return edit_undo(e) ? TYPED_CHANGED : TYPED_MOVED;
    for (size_t i = 0; i < sizeof map / sizeof *map; i++) {
        if (map[i].key == ev->code && map[i].kill)
            return edit_kill(e, (enum edit_kill)map[i].what) ? TYPED_CHANGED : TYPED_MOVED;
        if (map[i].key == ev->code) {
            (void)edit_move(e, (enum edit_move)map[i].what);
            return TYPED_MOVED;
        }
    }
    return TYPED_NOTHING;
}

void oneline_draw(WINDOW *w, const struct oneline *at, struct edit *e)
{
    size_t from = 0, to = 0;
    int y = 0, x = 0;
    struct buf text = {0};
    edit_layout(e, at->width, 1);
    if (at->masked) {
        for (size_t n = text_len(edit_text(e)); n > 0 && x + 1 < at->width; n--, x++)
            buf_addc(&text, '*');
    } else {
        (void)edit_row(e, 0, &from, &to);
        buf_addn(&text, edit_text(e) + from, to - from);
        edit_caret_at(e, &y, &x);
    }
    draw_text(w, at->y, at->x, at->width, at->now ? INK_FIELD_NOW : INK_FIELD, text.s ? text.s : "");
    if (at->now)
        term_caret(getbegy(w) + at->y, getbegx(w) + at->x + x, true);
    buf_free(&text);
}
