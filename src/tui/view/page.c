/* A page on the screen. */
#include "view/page.h"
#include "app.h"
#include "view/scroll.h"

#include <string.h>

enum { SIDE_KEPT = 8 /* columns that stay in sight when it moves sideways */ };

static struct page_view *page_view_of(struct view *v)
{
    return (struct page_view *)v;
}

/* The n-th of its links; NULL: there are fewer, *n is less by so many. */
static const struct piece *find_link(const struct page_view *p, int *n)
{
    for (size_t i = 0; i < p->paper.n; i++)
        if (p->paper.v[i].link.reg && --*n == 0)
            return &p->paper.v[i];
    return NULL;
}

static const struct piece *marked_link(const struct page_view *p)
{
    int n = p->link;
    return n > 0 ? find_link(p, &n) : NULL;
}

static int count_links(const struct page_view *p)
{
    int n = INT32_MAX;
    (void)find_link(p, &n);
    return INT32_MAX - n;
}

void page_view_scroll(struct page_view *p, int top)
{
    int last = p->paper.lines - p->view.rows;
    top = top > last ? last : top;
    p->top = top < 0 ? 0 : top;
    p->stale = true;
}

static int seen_cols(const struct page_view *p)
{
    return p->view.cols - p->right - (p->sideways ? EDGE : 2 * EDGE); /* a month's last column needs that room */
}

/* So far that the last column is in sight. */
static int last_left(const struct page_view *p)
{
    int over = p->paper.cols - seen_cols(p);
    return p->sideways && over > 0 ? over : 0;
}

void page_view_sideways(struct page_view *p, bool on)
{
    int fixed = paper_fixed(&p->paper), seen = seen_cols(p) - fixed, last = last_left(p);
    int step = seen > 2 * SIDE_KEPT ? seen - SIDE_KEPT : 1;
    if (on)
        p->left = p->left == last ? 0 : p->left + step;
    else
        p->left = p->left == 0 ? last : p->left - step;
    p->left = p->left < 0 ? 0 : p->left > last ? last : p->left;
    p->stale = true;
}

void page_view_bring(struct page_view *p, const struct piece *c)
{
    int over = c->x + c->width - seen_cols(p), last = last_left(p);
    p->left = over < 0 ? 0 : over < last ? over : last;
    p->stale = true;
}

void page_view_settle(struct page_view *p)
{
    if (!marked_link(p))
        p->link = 0;
    page_view_scroll(p, p->top);
    if (p->left > last_left(p))
        p->left = last_left(p);
}

void page_view_layout(struct view *v)
{
    struct page_view *p = page_view_of(v);
    struct page *page = NULL;
    int rc = p->make(v, &page);
    paper_free(&p->paper);
    if (rc == QT_OK)
        rc = paper_page(&p->paper, page, p->sideways ? 0 : seen_cols(p), p->flags);
    if (rc != QT_OK)
        app_say(v->app, INK_WARN, "%s", fault_text());
    page_free(page);
    if (p->head && p->paper.n)
        paper_hairline(&p->paper, 0, seen_cols(p));
    else if (!p->sideways) {
        paper_sections(&p->paper, seen_cols(p));
        paper_heads(&p->paper, seen_cols(p));
    }
    for (size_t i = 0; !p->sideways && i < p->paper.n; i++)
        p->paper.v[i].x++; /* to the edge of all that is no mark */
    page_view_settle(p);
}

void page_view_draw(struct view *v, WINDOW *w, bool all)
{
    struct page_view *p = page_view_of(v);
    const struct piece *link = marked_link(p);
    term_caret(0, 0, false);
    if (!all && !p->stale)
        return;
    if (p->sideways)
        paper_draw_moved(&p->paper, w, (struct paper_box){0, EDGE, v->rows, seen_cols(p)}, p->top, p->left);
    else
        paper_draw(&p->paper, w, 0, 1, v->rows, v->cols - p->right - 1, p->top);
    if (link && link->line >= p->top && link->line < p->top + v->rows)
        draw_text(w, link->line - p->top, link->x + 1, link->width, INK_CURSOR, link->text);
    p->stale = false;
}

void page_view_position(struct view *v, struct buf *out)
{
    struct page_view *p = page_view_of(v);
    int below = p->top + v->rows;
    if (p->paper.lines > v->rows)
        buf_addf(out, "%d-%d / %d", p->top + 1, below < p->paper.lines ? below : p->paper.lines, p->paper.lines);
}

void page_view_status(struct view *v, struct buf *out)
{
    struct page_view *p = page_view_of(v);
    int below = p->top + v->rows;
    if (last_left(p) > 0)
        buf_addf(out, " %s", p->left < last_left(p) ? _("Tab shows later days") : _("Tab shows the first days"));
    if (p->link)
        buf_addf(out, " %s", _("Enter opens the marked record"));
    else if (count_links(p))
        buf_addf(out, " %s", _("Tab goes to linked records"));
    else if (p->paper.lines > below)
        buf_addf(out, " %s", _("PgDn shows more"));
}

static void print(struct page_view *p)
{
    struct page *page = NULL;
    if (app_print_busy(p->view.app))
        return;
    int rc = p->make(&p->view, &page);
    app_print_page(p->view.app, rc, page);
}

static void mark(struct page_view *p, int step)
{
    int n = count_links(p);
    if (!n)
        return;
    p->link = p->link ? (p->link - 1 + step + n) % n + 1 : step > 0 ? 1 : n;
    int line = marked_link(p)->line;
    page_view_scroll(p, line < p->top || line >= p->top + p->view.rows ? line - p->view.rows / 2 : p->top);
}

static void open_link(struct page_view *p)
{
    struct app *a = p->view.app;
    const struct piece *link = marked_link(p);
    const struct form *f = link ? forms_find(desk_forms(app_desk(a)), link->link.reg) : NULL;
    struct record *r = NULL;
    if (!f || !app_may_view(a, f))
        return;
    if (link->link.record) {
        app_open(a, f, link->link.record);
    } else if (strcmp(f->name, "unit") == 0) {
        app_push(a, unit_view(a, link->link.number));
    } else if (desk_find(app_desk(a), f, link->link.number, &r) == QT_OK) {
        app_open(a, f, r->id);
        record_free(r);
    } else {
        app_say(a, INK_WARN, "%s", fault_text());
    }
}

unsigned page_view_command(struct view *v, int id)
{
    struct page_view *p = page_view_of(v);
    switch (id) {
    case CMD_PRINT:
        print(p);
        return TAKEN | KEYS;
    case CMD_REFRESH:
        page_view_layout(v);
        return TAKEN | REDRAW;
    case CMD_OPEN:
        open_link(p);
        return TAKEN | KEYS;
    case CMD_LINK_NEXT:
    case CMD_LINK_PREV:
        mark(p, id == CMD_LINK_NEXT ? 1 : -1);
        return TAKEN | KEYS;
    default:
        if (!scroll_move(id, v->rows, p->paper.lines - v->rows, &p->top))
            return 0;
        p->stale = true;
        return TAKEN | KEYS;
    }
}

void page_view_close(struct view *v)
{
    paper_free(&page_view_of(v)->paper);
}
