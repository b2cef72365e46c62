/* Records that may be about the same matter (C5, C9): each can be left out, then the clerk says whether they are one
 * case. */
#include "dialog/dialog.h"
#include "view/scroll.h"

#define LINES 2 /* of a record: what it is, why it is offered */

struct offer {
    struct app *app;
    struct record *r;
    struct matter *m; /* what is ticked is kept in its hits */
    int people;       /* who told those that are ticked */
    int at, top;
};

static size_t ticked(const struct matter *m)
{
    size_t n = 0;
    for (size_t i = 0; i < m->n; i++)
        n += !m->v[i].out;
    return n;
}

static void draw_question(struct box *b, const struct offer *f)
{
    size_t n = ticked(f->m);
    char *s;
    if (n == 0)
        s = mem_dup(_("None is ticked: n says that they are different matters."));
    else if (f->people < f->m->rule->at_least)
        s = mem_printf(_("%d people told those ticked, fewer than %d: one case of %zu, but not hot?"), f->people,
                       f->m->rule->at_least, n + 1);
    else
        s = mem_printf(_("%d different people told what may be one matter: one case of %zu records?"), f->people,
                       n + 1);
    box_text(b, 0, 0, b->cols, INK_DIALOG, s);
    free(s);
}

static void draw_hit(struct box *b, const struct offer *f, int i, int row, int rows)
{
    const struct similar_hit *h = &f->m->v[i];
    struct buf s = {0};
    char when[32];
    time_show(h->at, clock_now(), app_lang(f->app) == LANG_ZH, when, sizeof when);
    buf_addf(&s, "[%c] %3d%%%c %s  %s  ", h->out ? ' ' : 'x', h->percent, h->joined ? '*' : ' ', h->number, when);
    text_cell(&s, h->unit, text_width(h->unit) > 6 ? text_width(h->unit) : 6, false);
    buf_addf(&s, "  %s", h->text);
    box_text(b, row, 0, b->cols, i == f->at ? INK_CURSOR : h->out ? INK_QUIET : INK_DIALOG, s.s);
    buf_clear(&s);
    buf_addf(&s, "          %s", h->why);
    if (row + 1 < rows)
        box_text(b, row + 1, 0, b->cols, INK_QUIET, s.s);
    buf_free(&s);
}

static void draw_offer(struct box *b, void *arg)
{
    struct offer *f = arg;
    box_open(b, f->app, label_of(&f->m->rule->label, app_lang(f->app), f->m->rule->name), (int)f->m->n * LINES + 2,
             box_cols(100));
    int rows = b->rows - 1; /* the keys stand in the last one */
    int fit = rows > 1 + LINES ? (rows - 1) / LINES : 1;
    f->top = scroll_top(f->at, f->top, fit);
    box_clear(b);
    draw_question(b, f);
    for (int i = f->top; i < (int)f->m->n && i < f->top + fit; i++)
        draw_hit(b, f, i, 1 + (i - f->top) * LINES, rows);
    box_text(b, b->rows - 1, 0, b->cols, INK_KEY,
             _("y one case   Space in or out   n different matters   F12 decide later"));
}

static void tick(struct offer *f)
{
    struct similar_hit *h = &f->m->v[f->at];
    h->out = !h->out;
    if (desk_matter_people(app_desk(f->app), f->r, f->m, &f->people) < 0)
        app_say(f->app, INK_ALERT, "%s", fault_text());
}

/* 1 one case, -1 different matters, -2 later, 0 go on. */
static int offer_key(void *arg, const struct key_event *ev)
{
    struct offer *f = arg;
    char c = ev->code == K_TEXT && ev->text[0] && !ev->text[1] ? ev->text[0] : '\0';
    if (box_no(ev))
        return -2;
    if (scroll_move(scroll_command(ev->code), (int)f->m->n, (int)f->m->n - 1, &f->at))
        return 0;
    if (c == ' ')
        tick(f);
    else if ((c == 'y' || c == 'Y') && ticked(f->m) > 0)
        return 1;
    else if (c == 'n' || c == 'N')
        return -1;
    return 0;
}

void dialog_similar(struct app *a, struct record *r, struct outcome *o)
{
    struct question *q = outcome_question(o, QUESTION_SAME_MATTER);
    if (!q)
        return;
    struct offer f = {.app = a, .r = r, .m = &q->matter, .people = q->matter.people};
    int said = box_run(a, draw_offer, offer_key, &f);
    if (said == -2)
        return;
    if (desk_answer(app_desk(a), r, o, QUESTION_SAME_MATTER, said > 0) < 0) {
        app_say(a, INK_ALERT, "%s", fault_text());
        return;
    }
    app_changed(a);
    if (said > 0)
        app_say(a, INK_DONE, _("%s and %zu others are one case now"), record_number(r), ticked(f.m));
    else
        app_say(a, INK_DONE, _("Different matters: these will not be offered again"));
}
