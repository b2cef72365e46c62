/* A paper as lines of text: for receipt printers, for the preview on a screen. About how many sheets a page takes. */
#include <limits.h>

#include "code.h"
#include "layout.h"

static void put_aligned(struct layout *t, const char *s, enum page_align align, struct style style)
{
    while (*s) {
        size_t skip, n = layout_bytes(t, s, t->columns, &skip);
        int over = t->columns - text_width_n(s, n);
        layout_piece(t, align == ALIGN_RIGHT ? over : align == ALIGN_CENTER ? over / 2 : 0, style, s, n);
        layout_end_line(t);
        s += n + skip;
    }
}

void layout_text(struct layout *t, const struct page_block *b)
{
    struct style style = {.tone = b->tone, .look = b->scale > SCALE_NORMAL ? LOOK_STRONG : LOOK_PLAIN, .link = b->link};
    if (b->align == ALIGN_LEFT)
        layout_wrapped(t, b->text, 0, style);
    else
        put_aligned(t, b->text, b->align, style);
}

/* Two texts at both ends of a line, or of one each. */
static void put_ends(struct layout *t, const char *left, const char *right)
{
    int x = t->columns - text_width(right);
    if (!*left && !*right)
        return;
    if (text_width(left) + GAP > x) {
        put_aligned(t, left, ALIGN_LEFT, (struct style){0});
        put_aligned(t, right, ALIGN_RIGHT, (struct style){0});
        return;
    }
    layout_piece(t, 0, (struct style){0}, left, strlen(left));
    layout_piece(t, x, (struct style){0}, right, strlen(right));
    layout_end_line(t);
}

void layout_tear(struct layout *t, const char *label)
{
    struct buf line = {0};
    int rest = t->columns - text_width(label) - (*label ? 2 : 0);
    for (int i = 0; i < rest; i++) {
        if (i == rest / 2 && *label)
            buf_addf(&line, " %s ", label);
        buf_addc(&line, i % 2 ? ' ' : '-');
    }
    put_aligned(t, line.s ? line.s : "", ALIGN_LEFT, (struct style){0});
    buf_free(&line);
}

void layout_part(struct layout *t, const struct page_block *b, bool first)
{
    if (!first) {
        layout_end_line(t);
        layout_tear(t, "");
        layout_end_line(t);
    }
    put_aligned(t, block_text(b, PART_MARK), ALIGN_RIGHT, (struct style){0});
    put_aligned(t, block_text(b, PART_BUILDING), ALIGN_CENTER, (struct style){0});
    put_aligned(t, block_text(b, PART_TITLE), ALIGN_CENTER, (struct style){.look = LOOK_STRONG});
    put_ends(t, block_text(b, PART_LEFT), block_text(b, PART_RIGHT));
}

/* False: there is no room. */
static bool put_squares(struct layout *t, const char *data)
{
    int columns, rows;
    char *all = code_squares(data, CODE_QUIET, &columns, &rows);
    bool fits = rows > 0 && columns <= t->columns;
    for (const char *s = all; fits && *s;) {
        size_t n = strcspn(s, "\n");
        layout_piece(t, (t->columns - columns) / 2, (struct style){.look = LOOK_CODE}, s, n);
        layout_end_line(t);
        s += n + (s[n] == '\n');
    }
    free(all);
    return fits;
}

/* On a screen the code itself above what it says; a receipt printer may have no such signs. */
void layout_code(struct layout *t, const struct page_block *b)
{
    char *shown = papercode_shown(block_text(b, 0)), *data = mem_printf("[%s]", shown);
    put_aligned(t, block_text(b, 1), ALIGN_LEFT, (struct style){0});
    if (t->bare && t->paper)
        (void)put_squares(t, block_text(b, 0));
    put_aligned(t, data, ALIGN_CENTER, (struct style){.look = LOOK_STRONG});
    free(data);
    free(shown);
}

/* ---- how many sheets ---------------------------------------------------------------------------------------- */

enum { LETTER = 5 /* points that a column takes */, LINE = 17, AROUND = 100 /* points of head and foot */ };

static int count_line(void *arg, const struct page_piece *v, size_t n)
{
    (void)v;
    (void)n;
    ++*(int64_t *)arg;
    return QT_OK;
}

int64_t page_sheets(struct page *p, int64_t rows)
{
    size_t parts = page_parts(p);
    int64_t lines = rows, each = (int64_t)(p->size.height - AROUND) / LINE;
    if (p->size.height <= 0)
        return 1;
    if (parts > 0 && rows > 0) /* of a list: all rows on each */
        return each > 0 ? (int64_t)parts * ((rows + each - 1) / each) : rows;
    if (parts > 0) /* they are made to fit */
        return ((int64_t)parts + p->block[0].count - 1) / p->block[0].count;
    if (rows <= 0 && page_lay_out(p, (int)p->size.width / LETTER, 0, count_line, &lines) != QT_OK)
        return 1;
    return each > 0 ? (lines + each - 1) / each : lines;
}
