/* Watch-list hits before admission (V8): shown; who goes on says why. */
#include "dialog/dialog.h"

static char *hits_text(struct app *a, struct record *r, const struct outcome *o)
{
    struct buf text = {0};
    buf_add(&text, "");
    for (size_t i = 0; i < o->nhits; i++) {
        const struct watch_hit *h = &o->hits[i];
        const struct field *field = h->field >= 0 ? &r->form->fields[h->field] : NULL;
        buf_addf(&text, "! %s: %s", label_of(&h->rule->label, app_lang(a), h->rule->name), h->text ? h->text : "");
        if (field)
            buf_addf(&text, " (%s)", label_of(&field->label, app_lang(a), field->name));
        buf_addc(&text, '\n');
    }
    return buf_take(&text);
}

static void draw_hits(struct box *b, const char *text, size_t (*lines)[2], size_t n, struct edit *e)
{
    box_clear(b);
    for (size_t i = 0; i < n && (int)i < b->rows - 4; i++) {
        char *line = mem_dupn(text + lines[i][0], lines[i][1] - lines[i][0]);
        box_text(b, (int)i, 0, b->cols, INK_ALERT, line);
        free(line);
    }
    box_text(b, b->rows - 3, 0, b->cols, INK_LABEL, _("Reason for going on, all the same:"));
    box_text(b, b->rows - 1, 0, b->cols, INK_KEY, _("Enter goes on with the reason   F12 stops here"));
    box_edit(b, b->rows - 2, 0, b->cols, e, false);
}

/* The reason field still empty; the first rule's when all are filled. */
static int first_open(const struct record *r, const struct outcome *o)
{
    for (size_t i = 0; i < o->nhits; i++)
        if (o->hits[i].rule->reason >= 0 && r->v[o->hits[i].rule->reason].kind == VAL_NULL)
            return o->hits[i].rule->reason;
    return o->nhits > 0 ? o->hits[0].rule->reason : -1;
}

bool dialog_watch(struct app *a, struct record *r, const struct outcome *o)
{
    struct box b = {0};
    int reason = first_open(r, o);
    char *text = hits_text(a, r, o);
    struct edit *e = edit_new(reason >= 0 && r->v[reason].kind == VAL_TEXT ? r->v[reason].s : "", false, 300);
    int said = 0;
    while (said == 0) {
        size_t(*lines)[2];
        struct key_event ev;
        int cols = term_cols() - 6 < 66 ? term_cols() - 6 : 66;
        size_t n = wrap_lines(text, cols > 10 ? cols : 10, &lines);
        box_open(&b, a, _("Watch-list"), (int)n + 4, cols);
        draw_hits(&b, text, lines, n, e);
        free(lines);
        box_read(&b, &ev);
        char *typed = text_trim(edit_text(e));
        if (box_no(&ev))
            said = -1;
        else if (ev.code == K_ENTER && typed[0])
            said = 1;
        else
            (void)line_key(e, &ev);
        if (said > 0 && reason >= 0)
            value_text(&r->v[reason], typed);
        free(typed);
    }
    edit_free(e);
    free(text);
    box_close(&b);
    app_redraw(a);
    return said > 0;
}
