/* Something speaks against it: shown; who goes on says why (the watch-list V8, a count that differs, a limit). */
#include "dialog/dialog.h"

static void draw_reason(struct box *b, const struct reason_box *box, size_t (*lines)[2], size_t n, struct edit *e)
{
    box_clear(b);
    for (size_t i = 0; i < n && (int)i < b->rows - 4; i++) {
        char *line = mem_dupn(box->text + lines[i][0], lines[i][1] - lines[i][0]);
        box_text(b, (int)i, 0, b->cols, INK_ALERT, line);
        free(line);
    }
    box_text(b, b->rows - 3, 0, b->cols, INK_LABEL, box->prompt);
    box_text(b, b->rows - 1, 0, b->cols, INK_KEY, _("Enter goes on with the reason   F12 stops here"));
    box_edit(b, b->rows - 2, 0, b->cols, e, false);
}

bool dialog_reason(struct app *a, const struct reason_box *box, struct value *v)
{
    struct box b = {0};
    struct edit *e = edit_new(v->kind == VAL_TEXT ? v->s : "", false, 300);
    int said = 0;
    while (said == 0) {
        size_t(*lines)[2];
        struct key_event ev;
        int cols = term_cols() - 6 < 66 ? term_cols() - 6 : 66;
        size_t n = wrap_lines(box->text, cols > 10 ? cols : 10, &lines);
        box_open(&b, a, box->title, (int)n + 4, cols);
        draw_reason(&b, box, lines, n, e);
        free(lines);
        box_read(&b, &ev);
        char *typed = text_trim(edit_text(e));
        if (box_no(&ev))
            said = -1;
        else if (ev.code == K_ENTER && typed[0])
            said = 1;
        else
            (void)line_key(e, &ev);
        if (said > 0)
            value_text(v, typed);
        free(typed);
    }
    edit_free(e);
    box_close(&b);
    app_redraw(a);
    return said > 0;
}
