/* Lines of which some can be chosen. */
#include "pick.h"

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
    int n = (int)p->links.n, at = p->at;

    switch (command) {
    case CMD_UP:
        at--;
        break;
    case CMD_DOWN:
        at++;
        break;
    case CMD_PAGE_UP:
        at -= rows;
        break;
    case CMD_PAGE_DOWN:
        at += rows;
        break;
    case CMD_FIRST:
        at = 0;
        break;
    case CMD_LAST:
        at = n - 1;
        break;
    default:
        return false;
    }
    at = at >= n ? n - 1 : at;
    p->at = at < 0 ? 0 : at;
    p->stale = true;
    follow(p, rows);
    return true;
}

void pick_draw(struct pick *p, WINDOW *w, int y, int rows, int cols)
{
    const struct record_link *now = pick_now(p);

    paper_draw(&p->paper, w, y, 0, rows, cols, p->top);
    if (now && now->line >= p->top && now->line < p->top + rows) {
        int at = y + now->line - p->top, width = text_width(now->text);
        draw_text(w, at, now->x > 1 ? now->x - 2 : 0, 1, INK_NORMAL, ">");
        draw_text(w, at, now->x, width < cols - now->x ? width : cols - now->x, INK_CURSOR, now->text);
    }
    p->stale = false;
}
