/* A page on the screen: its lines as doc lays them out, a tone an ink. */
#include "view/page.h"
#include "app.h"
#include "show.h"
#include "view/scroll.h"

static struct page_view *of(struct view *v)
{
    return (struct page_view *)v;
}

static int add_line(void *arg, const struct page_piece *v, size_t n)
{
    struct page_view *p = arg;
    int line = p->paper.lines;

    for (size_t i = 0; i < n; i++)
        paper_put(&p->paper, line, v[i].x + 1, text_width(v[i].text), v[i].strong ? INK_TITLE : tone_ink(v[i].tone),
                  v[i].text);
    p->paper.lines = line + 1;
    return QT_OK;
}

void page_view_layout(struct view *v)
{
    struct page_view *p = of(v);
    struct page *page = NULL;
    int rc = p->make(v, &page);

    paper_free(&p->paper);
    if (rc == QT_OK)
        rc = page_lay_out(page, v->cols - 2, LAYOUT_BARE, add_line, p);
    if (rc != QT_OK)
        app_say(v->app, INK_WARN, "%s", fault_text());
    page_free(page);
    p->stale = true;
}

void page_view_draw(struct view *v, WINDOW *w, bool all)
{
    struct page_view *p = of(v);

    term_caret(0, 0, false);
    if (all || p->stale)
        paper_draw(&p->paper, w, 0, 0, v->rows, v->cols, p->top);
    p->stale = false;
}

void page_view_status(struct view *v, struct buf *out)
{
    if (of(v)->paper.lines > of(v)->top + v->rows)
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

unsigned page_view_command(struct view *v, int id)
{
    struct page_view *p = of(v);

    if (id == CMD_PRINT) {
        print(p);
        return TAKEN | KEYS;
    }
    if (id == CMD_REFRESH) {
        page_view_layout(v);
        return TAKEN | REDRAW;
    }
    if (!scroll_move(id, v->rows, p->paper.lines - v->rows, &p->top))
        return 0;
    p->stale = true;
    return TAKEN | KEYS;
}

void page_view_close(struct view *v)
{
    paper_free(&of(v)->paper);
}
