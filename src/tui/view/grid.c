/* A month grid of a register: the month before and after one key away. Wider than the screen, its days move sideways
 * beside the rows' names. */
#include "app.h"
#include "show.h"
#include "view/page.h"

#include <string.h>

struct grid_view {
    struct page_view page; /* first */
    const struct form *form;
    size_t which;
    int year, month;
    bool moved; /* by hand to other days: else those of now are in sight */
};

static struct grid_view *grid_of(struct view *v)
{
    return (struct grid_view *)v;
}

static int grid_make(struct view *v, struct page **out)
{
    const struct grid_view *g = grid_of(v);
    char month[16];
    snprintf(month, sizeof month, "%04d-%02d", g->year, g->month);
    return report_grid(app_desk(v->app), g->form, &g->form->grids[g->which], month, out);
}

/* The head of a day's column: the first of the month has the head of the second behind it. NULL: there is no table. */
static const struct piece *grid_head(const struct paper *p, int day)
{
    size_t i = 0;
    while (i + 1 < p->n && (strcmp(p->v[i].text, "1") != 0 || strcmp(p->v[i + 1].text, "2") != 0))
        i++;
    return i + (size_t)day < p->n ? &p->v[i + (size_t)day - 1] : NULL;
}

/* A month that is going on shows today: late in it the first days are what is out of sight. */
static void grid_layout(struct view *v)
{
    struct grid_view *g = grid_of(v);
    struct civil now = civil_of(clock_now());
    page_view_layout(v);
    const struct piece *head = grid_head(&g->page.paper, now.day);
    if (head && !g->moved && g->year == now.year && g->month == now.month)
        page_view_bring(&g->page, head);
}

static void grid_title(struct view *v, struct buf *out)
{
    const struct grid_view *g = grid_of(v);
    buf_addf(out, "%s %04d-%02d", form_title(g->form, app_lang(v->app)), g->year, g->month);
}

static void grid_selections(struct view *v, struct selections *out)
{
    const struct grid_view *g = grid_of(v);
    const struct form *f = g->form;
    for (size_t i = 0; i < f->nlists; i++)
        selections_add(out, false, mem_dup(label_of(&f->lists[i].label, app_lang(v->app), f->lists[i].name)));
    grid_names(v->app, f, (int)g->which, out);
}

static unsigned grid_turn(struct grid_view *g, int by)
{
    int months = g->year * 12 + g->month - 1 + by;
    g->year = months / 12;
    g->month = months % 12 + 1;
    g->page.left = 0;
    g->moved = false;
    grid_layout(&g->page.view);
    return TAKEN | REDRAW;
}

/* The register's next grid; behind the last one back to its lists. */
static unsigned grid_next(struct grid_view *g)
{
    if (g->which + 1 == g->form->ngrids)
        return TAKEN | CLOSE;
    g->which++;
    g->page.top = 0;
    return grid_turn(g, 0);
}

static unsigned grid_command(struct view *v, int id)
{
    struct grid_view *g = grid_of(v);
    switch (id) {
    case CMD_PERIOD_PREV:
    case CMD_PERIOD_NEXT:
        return grid_turn(g, id == CMD_PERIOD_NEXT ? 1 : -1);
    case CMD_NEXT_LIST:
        return grid_next(g);
    case CMD_SIDE_NEXT:
    case CMD_SIDE_PREV:
        g->moved = true;
        page_view_sideways(&g->page, id == CMD_SIDE_NEXT);
        return TAKEN | KEYS;
    default:
        return page_view_command(v, id);
    }
}

static const struct form *grid_form(const struct view *v)
{
    return ((const struct grid_view *)v)->form;
}

static const struct view_ops ops = {
    .name = "grid",
    .title = grid_title,
    .selections = grid_selections,
    .layout = grid_layout,
    .draw = page_view_draw,
    .command = grid_command,
    .close = page_view_close,
    .reload = grid_layout,
    .status = page_view_status,
    .position = page_view_position,
    .form = grid_form,
};

struct view *grid_view(struct app *a, const struct form *form)
{
    struct grid_view *g = view_new(sizeof *g, &ops, a);
    struct civil now = civil_of(clock_now());
    g->page.make = grid_make;
    g->page.sideways = true;
    g->form = form;
    g->year = now.year;
    g->month = now.month;
    return &g->page.view;
}
