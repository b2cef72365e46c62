/* An action's questions: some fields of the record in a small form. */
#include "dialog/dialog.h"
#include "field/fields.h"

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
        popup_dismiss(f);
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

/* Why the answers were refused, in the last rows of the box. */
static void draw_why(struct box *b, const char *why, size_t (*lines)[2], int n)
{
    for (int i = 0; i < n; i++) {
        char *line = mem_dupn(why + lines[i][0], lines[i][1] - lines[i][0]);
        box_text(b, b->rows - n + i, 0, b->cols, INK_ALERT, line);
        free(line);
    }
}

/* The box in the middle, the fields in a window within it, the reason below them. */
static WINDOW *open_box(struct box *b, struct app *a, const char *title, struct fields *f, const char *why)
{
    static const struct box_key keys[] = {{K_F4, N_("Go on")}, {K_F3, N_("Choose")}, {K_F12, N_("Back")}};
    size_t(*lines)[2];
    int cols = term_cols() - 6 < 70 ? term_cols() - 6 : 70, n = (int)wrap_lines(why, cols, &lines);
    box_open(b, a, title, rows_for(f, cols) + n, cols);
    b->keys = keys;
    b->nkeys = sizeof keys / sizeof *keys;
    int rows = b->rows > n + 1 ? b->rows - n : b->rows;
    draw_why(b, why, lines, b->rows - rows);
    free(lines);
    fields_layout(f, rows, b->cols);
    return b->win ? derwin(b->win, rows, b->cols, 1, 2) : NULL;
}

/* Refused answers are all there, the caret in the field that was refused, else in the last one. */
static struct fields *ask_fields(struct app *a, struct record *r, const struct ask_list *q)
{
    struct fields *f = fields_new(a, r, FIELDS_ASK, q->fields, q->n);
    for (size_t i = 0; i < q->n; i++)
        f->slots[i].required = q->required[i];
    f->button = _("F4 go on");
    int at = q->why ? fields_slot(f, q->refused) : -1;
    for (int i = (int)q->n - 1; q->why && at < 0 && i >= 0; i--)
        at = f->slots[i].readonly ? -1 : i;
    fields_focus(f, at);
    f->offer = f->offer && !q->why; /* there is an answer already */
    return f;
}

bool dialog_ask(struct app *a, struct record *r, const char *title, const struct ask_list *q)
{
    struct box b = {0};
    struct record *before = record_copy(r);
    struct fields *f = ask_fields(a, r, q);
    WINDOW *inner = NULL;
    int said = 0;
    while (said == 0) {
        struct key_event ev;
        if (!inner || b.high != term_rows() || b.wide != term_cols()) {
            if (inner)
                delwin(inner); /* before the window it lies in */
            inner = open_box(&b, a, title, f, q->why ? q->why : "");
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
