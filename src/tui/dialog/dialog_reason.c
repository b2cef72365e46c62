/* Something speaks against it: shown; who goes on says why (the watch-list V8, a count that differs, a limit). */
#include "dialog/dialog.h"

struct reasoning {
    struct app *app;
    const struct reason_box *box;
    struct edit *edit;
    struct value *v;
    bool empty; /* it was tried without */
};

static void draw_reason(struct box *b, void *arg)
{
    static const struct box_key keys[] = {{K_F4, N_("Go on, with the reason")}, {K_F12, N_("Stop here")}};
    struct reasoning *k = arg;
    int lines = wrap_count(k->box->text, box_cols(100)), wide = text_width(k->box->prompt);
    bool beside = wide < box_cols(100) / 2; /* the field has a row of its own where it has no room */
    b->urgent = k->box->urgent;
    b->keys = keys;
    b->nkeys = sizeof keys / sizeof *keys;
    box_open(b, k->app, k->box->title, lines + (lines > 0) + 1 + !beside + 2);
    box_clear(b);
    int at = lines + (lines > 0), last = b->rows - 1 - !beside;
    at = at > last ? last : at;
    box_wrap(b, 0, 0, at, INK_ALERT, k->box->text);
    box_text(b, at, 0, wide, INK_LABEL, k->box->prompt);
    box_mark(b, at + !beside);
    box_text(b, at + !beside + 2, 0, b->cols, k->empty ? INK_ALERT : INK_QUIET,
             _("Without a reason it does not go on; what is written stays in the history"));
    box_edit(b, at + !beside, beside ? wide + 2 : 0, b->cols, k->edit, false);
}

static int reason_key(void *arg, const struct key_event *ev)
{
    struct reasoning *k = arg;
    if (box_no(ev))
        return -1;
    if (ev->code != K_ENTER && ev->code != K_F4 && ev->code != K_CTRL + 's')
        return line_key(k->edit, ev) == TYPED_NOTHING ? BOX_NO_KEY : 0;
    char *typed = text_trim(edit_text(k->edit));
    int said = typed[0] != '\0';
    k->empty = !said;
    if (said)
        value_text(k->v, typed);
    free(typed);
    return said;
}

bool dialog_reason(struct app *a, const struct reason_box *box, struct value *v)
{
    struct reasoning k = {a, box, edit_new(v->kind == VAL_TEXT ? v->s : "", false, 300), v, false};
    bool yes = box_run(a, draw_reason, reason_key, &k) > 0;
    edit_free(k.edit);
    return yes;
}
