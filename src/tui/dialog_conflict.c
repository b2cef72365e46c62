/* Somebody saved first: both values of each field side by side, the clerk chooses. */
#include "bar.h"
#include "dialog.h"

struct side {
    struct app *app;
    const struct form *form;
    const struct outcome *o;
    bool *theirs; /* per conflict */
    size_t at;
    int top;
};

static void draw_sides(struct box *b, struct side *s)
{
    int label = b->cols / 4, half = (b->cols - label - 6) / 2, rows = b->rows - 3;
    box_clear(b);
    box_text(b, 0, label + 3, half, INK_LABEL, _("Yours"));
    box_text(b, 0, label + half + 6, half, INK_LABEL, _("Saved meanwhile"));
    s->top = bar_top((int)s->at, s->top, rows);
    for (int row = 0; row < rows && s->top + row < (int)s->o->nconflicts; row++) {
        size_t i = (size_t)s->top + (size_t)row;
        const struct conflict *c = &s->o->conflicts[i];
        const struct field *field = &s->form->fields[c->field];
        char *mine = field_show(field, &c->mine, app_lang(s->app), clock_now());
        char *theirs = field_show(field, &c->theirs, app_lang(s->app), clock_now());
        char *left = mem_printf("%s%s", s->theirs[i] ? "  " : "> ", mine);
        char *right = mem_printf("%s%s", s->theirs[i] ? "> " : "  ", theirs);
        box_text(b, row + 1, 0, label, i == s->at ? INK_KEY : INK_LABEL,
                 label_of(&field->label, app_lang(s->app), field->name));
        box_text(b, row + 1, label + 1, half + 2, i == s->at && !s->theirs[i] ? INK_CURSOR : INK_NORMAL, left);
        box_text(b, row + 1, label + half + 4, half + 2, i == s->at && s->theirs[i] ? INK_CURSOR : INK_NORMAL, right);
        free(mine);
        free(theirs);
        free(left);
        free(right);
    }
    box_text(b, b->rows - 1, 0, b->cols, INK_KEY, _("Left Right choose   Enter saves so   F12 back to the form"));
}

static int side_key(struct side *s, const struct key_event *ev)
{
    if (box_no(ev))
        return -1;
    switch (ev->code) {
    case K_ENTER:
    case K_F4:
        return 1;
    case K_UP:
        s->at -= s->at > 0;
        return 0;
    case K_DOWN:
    case K_TAB:
        s->at += s->at + 1 < s->o->nconflicts;
        return 0;
    case K_LEFT:
        s->theirs[s->at] = false;
        return 0;
    case K_RIGHT:
        s->theirs[s->at] = true;
        return 0;
    case K_TEXT:
        if (ev->text[0] == ' ')
            s->theirs[s->at] = !s->theirs[s->at];
        return 0;
    default:
        return 0;
    }
}

bool dialog_conflict(struct app *a, struct record *r, const struct outcome *o)
{
    struct box b = {0};
    struct side s = {.app = a, .form = r->form, .o = o, .theirs = mem_alloc(o->nconflicts + 1)};
    int said = o->nconflicts == 0 ? 1 : 0;
    while (said == 0) {
        struct key_event ev;
        box_open(&b, a, _("Somebody else saved this record meanwhile"), (int)o->nconflicts + 3, 72);
        draw_sides(&b, &s);
        box_read(&b, &ev);
        said = side_key(&s, &ev);
    }
    for (size_t i = 0; said > 0 && i < o->nconflicts; i++)
        value_copy(&r->v[o->conflicts[i].field], s.theirs[i] ? &o->conflicts[i].theirs : &o->conflicts[i].mine);
    free(s.theirs);
    box_close(&b);
    app_redraw(a);
    return said > 0;
}
