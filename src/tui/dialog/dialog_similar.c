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

static char *question_of(const struct offer *f)
{
    size_t n = ticked(f->m);
    if (n == 0)
        return mem_dup(_("None is ticked: n says that they are different matters."));
    if (f->people < f->m->rule->at_least)
        return mem_printf(_("Only %d people, fewer than %d: one case of %zu, but not hot?"), f->people,
                          f->m->rule->at_least, n + 1);
    return mem_printf(_("%d people may mean one matter: one case of %zu records?"), f->people, n + 1);
}

static void draw_hit(struct box *b, const struct offer *f, int i, int row, int rows)
{
    const struct similar_hit *h = &f->m->v[i];
    enum ground g = i == f->at ? GROUND_BAR : GROUND_PAPER;
    enum ink as = ink_on(h->out && g != GROUND_BAR ? INK_QUIET : INK_NORMAL, g);
    struct buf s = {0};
    char when[32];
    time_show(h->at, clock_now(), app_lang(f->app) == LANG_ZH, when, sizeof when);
    buf_addf(&s, "[%c] ", h->out ? ' ' : 'x');
    text_cell(&s, h->unit, text_width(h->unit) > 6 ? text_width(h->unit) : 6, false);
    buf_addf(&s, "  %s  %s  %s", h->number, when, h->text);
    if (b->win)
        draw_fill(b->win, b->from + row, 0, b->wide, as);
    box_text(b, row, 0, b->cols, as, s.s);
    buf_clear(&s);
    buf_addf(&s, h->joined ? _("    told alike: %s; in a case already") : _("    told alike: %s"), h->why);
    if (row + 1 < rows)
        box_text(b, row + 1, 0, b->cols, INK_QUIET, s.s);
    buf_free(&s);
}

static void draw_offer(struct box *b, void *arg)
{
    static const struct box_key keys[] = {
        {'y', N_("One case")}, {' ', N_("In or out")}, {'n', N_("Different matters")}, {K_F12, N_("Decide later")}};
    struct offer *f = arg;
    char *title = question_of(f), count[24];
    snprintf(count, sizeof count, "%d / %zu", f->at + 1, f->m->n);
    b->keys = keys;
    b->nkeys = sizeof keys / sizeof *keys;
    b->count = count;
    box_open(b, f->app, title, (int)f->m->n * LINES);
    int fit = b->rows >= LINES ? b->rows / LINES : 1;
    f->top = scroll_top(f->at, f->top, fit);
    box_clear(b);
    for (int i = f->top; i < (int)f->m->n && i < f->top + fit; i++)
        draw_hit(b, f, i, (i - f->top) * LINES, b->rows);
    b->count = NULL;
    free(title);
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
    else
        return BOX_NO_KEY;
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
