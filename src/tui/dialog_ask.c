/* An action's questions: some fields of the record in a small form. */
#include "dialog.h"
#include "fields.h"

static void take_back(struct record *r, struct record *before)
{
    for (size_t i = 0; i < r->form->nfields; i++)
        value_copy(&r->v[i], &before->v[i]);
    record_free(before);
}

/* All required ones given and nothing refused; else the caret goes to the first that is not. */
static bool complete(struct fields *f)
{
    if (!fields_commit(f))
        return false;
    for (size_t i = 0; i < f->n; i++) {
        struct slot *s = &f->slots[i];
        if (s->changed) { /* refused before */
            fields_focus(f, (int)i);
            return false;
        }
        if (s->required && f->r->v[s->field].kind == VAL_NULL) {
            fields_problem(f, (int)i, _("This must be filled in"));
            fields_focus(f, (int)i);
            return false;
        }
    }
    return true;
}

/* 0 goes on, 1 confirmed, -1 given up. */
static int ask_key(struct fields *f, const struct key_event *ev)
{
    if (ev->code == K_HANGUP)
        return -1;
    if (box_no(ev)) {
        if (!popup_open(f))
            return -1;
        popup_close(f);
        return 0;
    }
    if (ev->code == K_F4 || ev->code == K_CTRL + 's')
        return complete(f) ? 1 : 0;
    if (fields_key(f, ev) == WENT_BUTTON)
        return complete(f) ? 1 : 0;
    return 0;
}

/* Content rows the fields need at this width, with the button and the hint. */
static int rows_for(struct fields *f, int cols)
{
    fields_layout(f, 1000, cols);
    return f->content + 1;
}

bool dialog_ask(struct app *a, struct record *r, const char *title, const int *fields, size_t n, const bool *required)
{
    static const struct box_key keys[] = {{K_F4, N_("Go on")}, {K_F3, N_("Choose")}, {K_F12, N_("Back")}};
    struct box b = {0};
    struct record *before = record_copy(r);
    struct fields *f = fields_new(a, r, FIELDS_ASK, fields, n);
    WINDOW *inner = NULL;
    int said = 0;
    for (size_t i = 0; i < n; i++)
        f->slots[i].required = required && required[i];
    f->button = _("F4 go on");
    fields_focus(f, -1);
    while (said == 0) {
        struct key_event ev;
        int cols = term_cols() - 6 < 70 ? term_cols() - 6 : 70;
        if (!inner || b.high != term_rows() || b.wide != term_cols()) {
            if (inner)
                delwin(inner); /* before the window it lies in */
            box_open(&b, a, title, rows_for(f, cols), cols);
            b.keys = keys;
            b.nkeys = sizeof keys / sizeof *keys;
            inner = b.win ? derwin(b.win, b.rows, b.cols, 1, 2) : NULL;
            fields_layout(f, b.rows, b.cols);
        }
        if (inner) {
            fields_draw(f, inner, false);
            wsyncup(inner);
        }
        if (!key_pending())
            fields_idle(f);
        box_read(&b, &ev);
        said = ask_key(f, &ev);
    }
    fields_free(f);
    if (inner)
        delwin(inner);
    box_close(&b);
    app_redraw(a);
    if (said > 0)
        record_free(before);
    else
        take_back(r, before);
    return said > 0;
}
