/* The code of a record as its papers bear it, large enough for a scanner or a phone: two squares above each other are
 * a cell, dark on light in every theme, with the free margin that the standard wants. */
#include "app.h"
#include "qiantai/doc.h"
#include "show.h"

#include <stdlib.h>
#include <string.h>

enum { QUIET = 4 /* squares around it; paper is white anyway and has fewer */, WORDS = 2 /* rows below it */ };

struct code_view {
    struct view view; /* first */
    char *name, *number, *squares;
    int columns, rows; /* of the squares */
};

static void code_title(struct view *v, struct buf *out)
{
    buf_addf(out, "%s  %s", ((struct code_view *)v)->name, _("code"));
}

static void code_draw(struct view *v, WINDOW *w, bool all)
{
    const struct code_view *c = (struct code_view *)v;
    int left = (v->cols - c->columns) / 2, row = (v->rows - c->rows - WORDS) / 2;
    if (!all)
        return;
    if (c->rows + WORDS > v->rows || c->columns > v->cols) {
        char *said = mem_printf(_("The code needs a window of %d columns and %d rows; this one has %d and %d."),
                                c->columns, c->rows + WORDS + HEAD_ROWS + FOOT_ROWS, term_cols(), term_rows());
        draw_text(w, 1, EDGE, v->cols - 2 * EDGE, INK_WARN, said);
        draw_text(w, 2, EDGE, v->cols - 2 * EDGE, INK_NORMAL, c->number);
        free(said);
        return;
    }
    for (const char *s = c->squares; *s; row++) {
        size_t n = strcspn(s, "\n");
        char *line = mem_dupn(s, n);
        draw_text(w, row, left, c->columns, INK_CODE, line);
        free(line);
        s += n + (s[n] == '\n');
    }
    draw_text(w, row + 1, (v->cols - text_width(c->number)) / 2, text_width(c->number), INK_TITLE, c->number);
}

static void code_status(struct view *v, struct buf *out)
{
    (void)v;
    buf_addf(out, " %s", _("A scanner reads it here and opens this record at its own desk"));
}

static void code_close(struct view *v)
{
    struct code_view *c = (struct code_view *)v;
    free(c->name);
    free(c->number);
    free(c->squares);
}

static const struct view_ops code_ops = {
    .name = "code", .title = code_title, .draw = code_draw, .status = code_status, .close = code_close};

static bool has_code(const struct form *f)
{
    for (size_t i = 0; i < f->npapers; i++)
        for (size_t k = 0; k < f->papers[i].nbody; k++)
            if (f->papers[i].body[k].kind == PAPER_CODE)
                return true;
    return false;
}

void code_open(struct app *a, const struct record *r)
{
    const char *number = record_number(r);
    char *code = papercode_text(number);
    if (!has_code(r->form)) {
        app_say(a, INK_WARN, "%s", _("No paper of this register bears a code."));
        free(code);
        return;
    }
    struct code_view *c = view_new(sizeof *c, &code_ops, a);
    c->squares = code_squares(code ? code : number, QUIET, &c->columns, &c->rows);
    c->number = mem_dup(number);
    c->name = form_short(r->form, app_lang(a));
    app_push(a, &c->view);
    free(code);
}
