/* The record under the bar beside a wide list. */
#include "view/preview.h"
#include "show.h"
#include "view/record_paper.h"

#include <stdlib.h>

static int put_actions(struct app *a, const struct record *r, int cols, struct paper *p, int line)
{
    int *indices = mem_alloc((r->form->nactions + 1) * sizeof *indices);
    size_t n = desk_actions(app_desk(a), r, indices);

    if (n)
        paper_put(p, line++, 0, cols, INK_HEAD, _("Possible now"));
    for (size_t i = 0; i < n; i++) {
        const struct action *act = &r->form->actions[indices[i]];
        char key[2] = {act->key, '\0'};
        paper_put(p, line, 0, 1, INK_KEY, key);
        paper_put(p, line++, 3, cols - 3, INK_NORMAL, label_of(&act->label, app_lang(a), act->name));
    }
    free(indices);
    return line;
}

enum { LABEL_MOST = 12 };

/* What is filled in, one field under the other. */
static int put_fields(struct app *a, const struct record *r, int cols, struct paper *p, int line)
{
    const struct form *f = r->form;
    int label = 0;

    for (size_t i = 0; i < f->ndeclared; i++) {
        int width = text_width(label_of(&f->fields[i].label, app_lang(a), f->fields[i].name));
        if (r->v[i].kind != VAL_NULL && width > label)
            label = width < LABEL_MOST ? width : LABEL_MOST;
    }
    for (size_t i = 0; i < f->ndeclared; i++) {
        if (r->v[i].kind == VAL_NULL || !desk_visible(app_desk(a), r, (int)i))
            continue;
        char *text = value_show(a, r, (int)i);
        paper_put(p, line, 0, label, INK_QUIET, label_of(&f->fields[i].label, app_lang(a), f->fields[i].name));
        line += paper_wrap(p, line, label + 2, cols - label - 2, INK_NORMAL, text);
        free(text);
    }
    return line;
}

void record_preview(struct app *a, const struct record *r, int cols, struct paper *p)
{
    char *summary = record_summary(a, r);
    const char *state = state_label(r, app_lang(a));
    int width = text_width(state), line = 1;

    paper_put(p, 0, 0, cols, INK_HEAD, "");
    paper_put(p, 0, 0, cols - width - 1, INK_HEAD, summary);
    paper_put(p, 0, cols - width, width, INK_HEAD, state);
    line = record_paper_clocks(a, r, cols, p, line);
    line = put_fields(a, r, cols, p, line + (line > 1));
    put_actions(a, r, cols, p, line + 1);
    free(summary);
}

void record_contact(struct app *a, const struct record *r, struct buf *out)
{
    char *summary = record_summary(a, r);

    buf_add(out, summary);
    free(summary);
    for (size_t i = 0; i < r->form->ndeclared; i++) {
        if (r->form->fields[i].type != FT_PHONE || r->v[i].kind == VAL_NULL)
            continue;
        char *phone = value_show(a, r, (int)i);
        buf_addf(out, "  %s", phone);
        free(phone);
        break;
    }
}
