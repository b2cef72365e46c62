/* What goes to qiantai-print: JSON, one array of items, a line each, so that a page is whole when the array is:
 *
 *     ["qiantai-print", 4]              first: the format
 *     ["paper", NAME]                   A4, A5, roll80, 60x40: a sheet of base
 *     ["title", TEXT]                   building, subtitle, pages: the same
 *     ["heading", TEXT]
 *     ["text", TEXT]
 *     ["pairs", N]                      then for each: ["pair", LABEL, VALUE]
 *     ["table"]                         then its columns: ["column", WIDTH, ALIGN, HEADING], ALIGN an enum page_align
 *     ["row", CELL, ...]                as many as columns, a bar's a number; "total": the same, once, last
 *     ["signs", LABEL, ...]
 *     ["lines", N, LABEL]
 *     ["said", ALIGN, SCALE, TEXT]      a text with an enum page_align, and a scale counted from 0, small
 *     ["part", SHARE, BUILDING, TITLE, MARK, LEFT, RIGHT]
 *     ["code", DATA, CAPTION]
 *     ["tear", FOOT, LABEL]             FOOT 0 or 1
 */
#include <stdarg.h>

#include "page.h"

static void add_cell(struct json_writer *w, const struct page_cell *c)
{
    struct buf tmp = {0};
    if (c->kind == KIND_BAR && !c->empty)
        json_number(w, NULL, c->number);
    else
        json_text(w, NULL, cell_text(c, &tmp));
    buf_free(&tmp);
}

/* kinds: of what stands behind the word, d a number (int), s a text, c a cell. */
static void add_item(struct json_writer *w, const char *word, const char *kinds, ...)
{
    va_list ap;
    va_start(ap, kinds);
    json_begin(w, NULL, '[');
    json_text(w, NULL, word);
    for (; *kinds; kinds++) {
        if (*kinds == 'd')
            json_number(w, NULL, va_arg(ap, int));
        else if (*kinds == 's')
            json_text(w, NULL, va_arg(ap, const char *));
        else
            add_cell(w, va_arg(ap, const struct page_cell *));
    }
    json_end(w);
    va_end(ap);
}

static void add_cells(struct json_writer *w, const char *word, const struct page_block *b, const struct page_cell *cell,
                      size_t n)
{
    json_begin(w, NULL, '[');
    json_text(w, NULL, word);
    for (size_t i = 0; i < n; i++)
        if (!b->ncolumns || !b->column[i].json_only)
            add_cell(w, &cell[i]);
    json_end(w);
}

static void add_pairs(struct json_writer *w, const struct page_block *b)
{
    add_item(w, "pairs", "d", b->count ? b->count : 2);
    for (size_t i = 0; i < b->ncells; i++)
        if (!b->column[i].json_only)
            add_item(w, "pair", "sc", b->column[i].heading, &b->cell[i]);
}

static int add_rows(struct out *o, struct json_writer *w, struct page_block *b)
{
    const struct page_row *row;
    int rc = QT_OK;
    for (size_t at = 0; rc == QT_OK && (rc = block_row(b, at, &row)) == 1; at++) {
        add_cells(w, row->total ? "total" : "row", b, row->cell, b->ncolumns);
        rc = out_some(o);
    }
    return rc;
}

static int add_table(struct out *o, struct json_writer *w, struct page_block *b)
{
    size_t columns = 0;
    add_item(w, "table", "");
    for (size_t i = 0; i < b->ncolumns; i++) {
        const struct page_column *c = &b->column[i];
        if (c->json_only)
            continue;
        columns++;
        add_item(w, "column", "dds", c->width, (int)c->align, c->heading);
    }
    if (columns > PAGE_COLUMNS_MOST)
        return fault(QT_REFUSED, _("This list has %zu columns, more than the %d that fit on paper."), columns,
                     PAGE_COLUMNS_MOST);
    return add_rows(o, w, b);
}

static int add_block(struct out *o, struct json_writer *w, struct page_block *b)
{
    if (block_hidden(b))
        return QT_OK;
    switch (b->kind) {
    case BLOCK_HEADING:
        add_item(w, "heading", "s", b->text);
        break;
    case BLOCK_TEXT:
        if (b->align == ALIGN_LEFT && b->scale == SCALE_NORMAL)
            add_item(w, "text", "s", b->text);
        else
            add_item(w, "said", "dds", (int)b->align, b->scale - SCALE_SMALL, b->text);
        break;
    case BLOCK_PAIRS:
        add_pairs(w, b);
        break;
    case BLOCK_TABLE:
        return add_table(o, w, b);
    case BLOCK_SIGNS:
        add_cells(w, "signs", b, b->cell, b->ncells);
        break;
    case BLOCK_LINES:
        add_item(w, "lines", "ds", b->count, b->text);
        break;
    case BLOCK_PART:
        add_item(w, "part", "dccccc", b->count, &b->cell[PART_BUILDING], &b->cell[PART_TITLE], &b->cell[PART_MARK],
                 &b->cell[PART_LEFT], &b->cell[PART_RIGHT]);
        break;
    case BLOCK_CODE:
        add_item(w, "code", "cc", &b->cell[0], &b->cell[1]);
        break;
    case BLOCK_TEAR:
        add_item(w, "tear", "ds", b->count, b->text);
        break;
    case BLOCK_CHOICES:
        break;
    }
    return QT_OK;
}

int page_paper_content(struct page *p, size_t i, struct buf *out)
{
    struct out o = {.put = page_put_buf, .arg = out};
    struct json_writer w = {.out = &o.buf};
    int rc = QT_OK;
    for (size_t k = p->paper[i].from; rc == QT_OK && k < page_paper_end(p, i); k++)
        rc = add_block(&o, &w, &p->block[k]);
    return out_end(&o, rc);
}

int page_to_wire(struct page *p, page_put *put, void *arg)
{
    struct out o = {.put = put, .arg = arg};
    struct json_writer w = {.out = &o.buf};
    int rc = QT_OK;
    json_begin(&w, NULL, '[');
    add_item(&w, "qiantai-print", "d", PAGE_WIRE_VERSION);
    add_item(&w, "paper", "s", p->size.name);
    add_item(&w, "building", "s", p->building);
    add_item(&w, "title", "s", p->title);
    add_item(&w, "subtitle", "s", p->subtitle);
    add_item(&w, "pages", "s", p->foot);
    for (size_t i = 0; rc == QT_OK && i < p->n; i++)
        rc = add_block(&o, &w, &p->block[i]);
    if (rc == QT_OK) { /* else it is not whole */
        json_end(&w);
        buf_addc(&o.buf, '\n');
    }
    return out_end(&o, rc);
}
