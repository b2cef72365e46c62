/* Lines of inked text pieces. */
#include "paper.h"

#include <stdlib.h>
#include <string.h>

void paper_put(struct paper *p, int line, int x, int width, enum ink i, const char *s)
{
    if (p->n == p->cap) {
        p->cap = p->cap ? p->cap * 2 : 64;
        p->v = mem_resize(p->v, p->cap, sizeof(*p->v));
    }
    p->v[p->n++] = (struct piece){.line = line, .x = x, .width = width, .ink = i, .text = mem_dup(s ? s : "")};
    if (line >= p->lines)
        p->lines = line + 1;
}

/* Punctuation that no row begins with. */
static bool closes(const char *s)
{
    static const char *const marks[] = {"。", "，", "、", "；", "：", "！", "？", "）", "」", "』", "】", "》"};

    for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
        if (strncmp(s, marks[i], strlen(marks[i])) == 0)
            return true;
    return false;
}

static size_t last_begin(const char *s, size_t end)
{
    size_t at = 0;

    for (size_t next = text_next(s, NULL); next && at + next < end; next = text_next(s + at, NULL))
        at += next;
    return at;
}

/* Bytes of the next row of s: up to a newline, else as much as fits, broken at a space if there is one. */
static size_t row_bytes(const char *s, int width)
{
    size_t line = strcspn(s, "\n"), fit = text_fit(s, width, NULL);

    if (line <= fit)
        return line;
    if (s[fit] == ' ')
        return fit;
    for (size_t i = fit; i > fit / 2; i--)
        if (s[i - 1] == ' ')
            return i;
    if (fit && closes(s + fit) && last_begin(s, fit) > 0)
        return last_begin(s, fit);
    return fit ? fit : text_next(s, NULL);
}

int paper_wrap(struct paper *p, int line, int x, int width, enum ink i, const char *s)
{
    int used = 0;

    if (width < 2)
        width = 2;
    do {
        size_t n = row_bytes(s, width);
        char *row = mem_dupn(s, n);
        paper_put(p, line + used++, x, width, i, row);
        free(row);
        s += n;
        if (*s == '\n' || *s == ' ')
            s++;
    } while (*s);
    return used;
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

void paper_free(struct paper *p)
{
    for (size_t k = 0; k < p->n; k++)
        free(p->v[k].text);
    free(p->v);
    *p = (struct paper){0};
}
