/* Lines of which some can be chosen. */
#include "view/pick.h"
#include "view/scroll.h"

void pick_clear(struct pick *p)
{
    paper_free(&p->paper);
    record_links_free(&p->links);
    p->stale = true;
}

void pick_add(struct pick *p, int line, int x, int width, const struct form *f, int64_t id, const char *text)
{
    paper_put(&p->paper, line, x, width, INK_NORMAL, text);
    record_links_add(&p->links, (struct record_link){.form = f, .id = id, .text = mem_dup(text), .line = line, .x = x});
}

const struct record_link *pick_now(const struct pick *p)
{
    return p->at >= 0 && (size_t)p->at < p->links.n ? &p->links.v[p->at] : NULL;
}

/* Keeps the bar in sight; going to the first line shows what stands above it. */
static void follow(struct pick *p, int rows)
{
    const struct record_link *now = pick_now(p);
    int last = p->paper.lines - rows;

    if (now && p->at == 0)
        p->top = now->line < rows ? 0 : now->line;
    else if (now && now->line < p->top)
        p->top = now->line;
    else if (now && now->line >= p->top + rows)
        p->top = now->line - rows + 1;
    if (p->top > last)
        p->top = last;
    if (p->top < 0)
        p->top = 0;
}

bool pick_move(struct pick *p, int rows, int command)
{
    if (!scroll_move(command, rows, (int)p->links.n - 1, &p->at))
        return false;
    p->stale = true;
    follow(p, rows);
    return true;
}

void pick_draw(struct pick *p, struct view *v, WINDOW *w, int y, bool all)
{
    const struct record_link *now = pick_now(p);
    int rows = v->rows - y;

    term_caret(0, 0, false);
    if (!all && !p->stale)
        return;
    paper_draw(&p->paper, w, y, 0, rows, v->cols, p->top);
    if (now && now->line >= p->top && now->line < p->top + rows) {
        int at = y + now->line - p->top, width = text_width(now->text);
        draw_text(w, at, now->x > 1 ? now->x - 2 : 0, 1, INK_NORMAL, ">");
        draw_text(w, at, now->x, width < v->cols - now->x ? width : v->cols - now->x, INK_CURSOR, now->text);
    }
    p->stale = false;
}
