/* Something speaks against it: shown; who goes on says why (the watch-list V8, a count that differs, a limit). */
#include "dialog/dialog.h"

struct reasoning {
    struct app *app;
    const struct reason_box *box;
    struct edit *edit;
    struct value *v;
};

static void draw_reason(struct box *b, void *arg)
{
    struct reasoning *k = arg;
    int cols = box_cols(66);
    box_open(b, k->app, k->box->title, wrap_count(k->box->text, cols) + 4, cols);
    box_clear(b);
    box_wrap(b, 0, 0, b->rows - 4, INK_ALERT, k->box->text);
    box_text(b, b->rows - 3, 0, b->cols, INK_LABEL, k->box->prompt);
    box_text(b, b->rows - 1, 0, b->cols, INK_KEY, _("Enter goes on with the reason   F12 stops here"));
    box_edit(b, b->rows - 2, 0, b->cols, k->edit, false);
}

static int reason_key(void *arg, const struct key_event *ev)
{
    struct reasoning *k = arg;
    if (box_no(ev))
        return -1;
    if (ev->code != K_ENTER) {
        (void)line_key(k->edit, ev);
        return 0;
    }
    char *typed = text_trim(edit_text(k->edit));
    int said = typed[0] != '\0';
    if (said)
        value_text(k->v, typed);
    free(typed);
    return said;
}

bool dialog_reason(struct app *a, const struct reason_box *box, struct value *v)
{
    struct reasoning k = {a, box, edit_new(v->kind == VAL_TEXT ? v->s : "", false, 300), v};
    bool yes = box_run(a, draw_reason, reason_key, &k) > 0;
    edit_free(k.edit);
    return yes;
}
