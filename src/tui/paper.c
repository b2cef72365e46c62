/* The screen's face of a page: its lines as doc lays them out, a tone or a look an ink. */
#include "paper.h"
#include "show.h"

#include <stdlib.h>
#include <string.h>

void paper_put(struct paper *p, int line, int x, int width, enum ink i, const char *s)
{
    if (p->n == p->cap) {
        p->cap = p->cap ? p->cap * 2 : 64;
        p->v = mem_resize(p->v, p->cap, sizeof *p->v);
    }
    p->v[p->n++] = (struct piece){.line = line, .x = x, .width = width, .ink = i, .text = mem_dup(s ? s : "")};
    if (line >= p->lines)
        p->lines = line + 1;
    if (x + width > p->cols)
        p->cols = x + width;
}

struct layer { /* a page being laid out */
    struct paper *paper;
    const struct page_link *link; /* the one before */
};

static int add_line(void *arg, const struct page_piece *v, size_t n)
{
    static const enum ink looks[] = {[LOOK_PLAIN] = INK_NORMAL,
                                     [LOOK_STRONG] = INK_TITLE,
                                     [LOOK_LABEL] = INK_LABEL,
                                     [LOOK_KEY] = INK_KEY,
                                     [LOOK_CODE] = INK_CODE};
    struct layer *l = arg;
    struct paper *p = l->paper;
    int line = p->lines;
    for (size_t i = 0; i < n; i++) {
        enum ink ink = v[i].tone == TONE_NORMAL ? looks[v[i].look] : tone_ink(v[i].tone);
        paper_put(p, line, v[i].x, text_width(v[i].text), ink, v[i].text);
        if (v[i].link && v[i].link != l->link)
            p->v[p->n - 1].link = (struct page_link){
                .reg = mem_dup(v[i].link->reg), .number = mem_dup(v[i].link->number), .record = v[i].link->record};
        l->link = v[i].link;
    }
    p->lines = line + 1;
    return QT_OK;
}

int paper_page(struct paper *p, struct page *page, int cols, unsigned flags)
{
    return page_lay_out(page, cols, flags | LAYOUT_BARE, add_line, &(struct layer){.paper = p});
}

int paper_text(struct paper *p, int cols, enum tone tone, const char *s)
{
    struct page *page = page_new("", "");
    int before = p->lines;
    page_text(page, s);
    page_tone(page, tone);
    int rc = *s ? paper_page(p, page, cols, 0) : QT_OK;
    page_free(page);
    return rc == QT_OK ? p->lines - before : 0;
}

void paper_draw(const struct paper *p, WINDOW *w, int y, int x, int rows, int cols, int from)
{
    for (int r = 0; r < rows; r++)
        draw_fill(w, y + r, x, cols, INK_NORMAL);
    for (size_t k = 0; k < p->n; k++) {
        const struct piece *c = &p->v[k];
        int r = c->line - from, width = c->width < cols - c->x ? c->width : cols - c->x;
        if (r >= 0 && r < rows && width > 0)
            draw_text(w, y + r, x + c->x, width, c->ink, c->text);
    }
}

void paper_hairline(struct paper *p, int line, int cols)
{
    paper_put(p, line, 0, cols, INK_HEAD, "");
    struct piece under = p->v[p->n - 1];
    memmove(p->v + 1, p->v, (p->n - 1) * sizeof *p->v); /* drawn first, the names on it */
    p->v[0] = under;
    for (size_t k = 1; k < p->n; k++)
        if (p->v[k].line == line)
            p->v[k].ink = INK_HEAD;
}

void paper_sections(struct paper *p, int cols)
{
    int below = -1; /* the line of the columns' heads */
    for (size_t i = 0; i < p->n; i++) {
        struct piece *v = &p->v[i];
        if (v->ink == INK_TITLE && v->line == below)
            v->ink = INK_LABEL;
        if (v->ink != INK_TITLE || v->x != 0 || (i + 1 < p->n && p->v[i + 1].line == v->line))
            continue;
        v->ink = INK_HEAD;
        v->width = cols;
        below = v->line + 1;
    }
}

/* All of the line is strong, several pieces of it, and nothing stands above it. */
static bool heads_columns(const struct paper *p, int line)
{
    int strong = 0, above = 0;
    for (size_t i = 0; i < p->n; i++) {
        above += p->v[i].line == line - 1;
        if (p->v[i].line == line && p->v[i].ink != INK_TITLE)
            return false;
        strong += p->v[i].line == line;
    }
    return strong > 1 && !above;
}

void paper_heads(struct paper *p, int cols)
{
    for (int line = 0; line < p->lines; line++)
        if (heads_columns(p, line))
            paper_hairline(p, line, cols);
}

int paper_fixed(const struct paper *p)
{
    int fixed = 0;
    for (size_t k = 1; k < p->n; k++) {
        const struct piece *first = &p->v[k - 1], *second = &p->v[k];
        if (first->line == second->line && first->x == 0 && first->width + 1 > fixed)
            fixed = first->width + 1;
    }
    return fixed;
}

void paper_draw_moved(const struct paper *p, WINDOW *w, struct paper_box box, int from, int left)
{
    int fixed = paper_fixed(p);
    for (int r = 0; r < box.rows; r++)
        draw_fill(w, box.y + r, box.x, box.cols, INK_NORMAL);
    for (size_t k = 0; k < p->n; k++) {
        const struct piece *c = &p->v[k];
        int r = c->line - from, x = c->x > 0 ? c->x - left : 0;
        bool whole = c->x == 0 || (x >= fixed && x + c->width <= box.cols);
        if (r >= 0 && r < box.rows && whole)
            draw_text(w, box.y + r, box.x + x, c->width < box.cols - x ? c->width : box.cols - x, c->ink, c->text);
    }
}

void paper_free(struct paper *p)
{
    for (size_t k = 0; k < p->n; k++) {
        free(p->v[k].text);
        free(p->v[k].link.reg);
        free(p->v[k].link.number);
    }
    free(p->v);
    *p = (struct paper){0};
}
