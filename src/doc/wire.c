/* The lines in which a page goes to qiantai-print. UTF-8, one item a line:
 *
 *     qiantai-print 1                first line: the format
 *     title TEXT                     building, subtitle, pages: the same
 *     heading TEXT
 *     text TEXT
 *     pairs N                        then for each: pair LABEL <tab> VALUE
 *     table N                        then N times: column WIDTH left|right|center HEADING
 *     row CELL <tab> CELL ...        N cells; total: the same, once, last
 *     signs LABEL <tab> LABEL ...
 *     lines N LABEL
 *     end                            last line; without it the page is not whole
 *
 * Within TEXT a newline is \| and a backslash \\; a tab cannot occur, the model has none. (Not \n: a mark behind the
 * newline would go together with a letter.) */
#include "page.h"

static const char *const aligns[] = {[ALIGN_LEFT] = "left", [ALIGN_RIGHT] = "right", [ALIGN_CENTER] = "center"};

static void add_text(struct buf *out, const char *s)
{
    for (; *s; s++) {
        if (*s == '\n')
            buf_add(out, "\\|");
        else if (*s == '\\')
            buf_add(out, "\\\\");
        else
            buf_addc(out, *s == '\t' ? ' ' : *s);
    }
}

static void add_item(struct buf *out, const char *word, const char *text)
{
    buf_addf(out, "%s ", word);
    add_text(out, text);
    buf_addc(out, '\n');
}

static void add_cells(struct buf *out, const char *word, char *const *cells, size_t n)
{
    buf_addf(out, "%s ", word);
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            buf_addc(out, '\t');
        add_text(out, cells[i]);
    }
    buf_addc(out, '\n');
}

static void add_table(struct buf *out, const struct page_block *b)
{
    size_t rows = block_rows(b);

    buf_addf(out, "table %zu\n", b->ncolumns);
    for (size_t i = 0; i < b->ncolumns; i++) {
        buf_addf(out, "column %d %s ", b->column[i].width, aligns[b->column[i].align]);
        add_text(out, b->column[i].heading);
        buf_addc(out, '\n');
    }
    for (size_t i = 0; i < rows; i++)
        add_cells(out, b->total && i + 1 == rows ? "total" : "row", &b->cell[i * b->ncolumns], b->ncolumns);
}

static void add_block(struct buf *out, const struct page_block *b)
{
    switch (b->kind) {
    case BLOCK_HEADING:
        add_item(out, "heading", b->text);
        break;
    case BLOCK_TEXT:
        add_item(out, "text", b->text);
        break;
    case BLOCK_PAIRS:
        buf_addf(out, "pairs %d\n", b->count);
        for (size_t i = 0; i + 1 < b->ncells; i += 2)
            add_cells(out, "pair", &b->cell[i], 2);
        break;
    case BLOCK_TABLE:
        if (b->ncolumns > 0)
            add_table(out, b);
        break;
    case BLOCK_SIGNS:
        add_cells(out, "signs", b->cell, b->ncells);
        break;
    case BLOCK_LINES:
        buf_addf(out, "lines %d ", b->count);
        add_text(out, b->text);
        buf_addc(out, '\n');
        break;
    }
}

void page_to_wire(const struct page *p, struct buf *out)
{
    buf_add(out, "qiantai-print 1\n");
    add_item(out, "building", p->building);
    add_item(out, "title", p->title);
    add_item(out, "subtitle", p->subtitle);
    add_item(out, "pages", p->pages);
    for (size_t i = 0; i < p->n; i++)
        add_block(out, &p->block[i]);
    buf_add(out, "end\n");
}
