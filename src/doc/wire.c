/* What goes to qiantai-print: JSON, one array of items, a line each, so that a page is whole when the array is:
 *
 *     ["qiantai-print", 3]              first: the format
 *     ["paper", NAME]                   A4, A5: a sheet of size.c
 *     ["title", TEXT]                   building, subtitle, pages: the same
 *     ["heading", TEXT]
 *     ["text", TEXT]
 *     ["pairs", N]                      then for each: ["pair", LABEL, VALUE]
 *     ["table"]                         then its columns: ["column", WIDTH, ALIGN, HEADING], ALIGN an enum page_align
 *     ["row", CELL, ...]                as many as columns, a bar's a number; "total": the same, once, last
 *     ["signs", LABEL, ...]
 *     ["lines", N, LABEL]
 */
#include "page.h"

static void begin_item(struct json_writer *w, const char *word)
{
    json_begin(w, NULL, '[');
    json_text(w, NULL, word);
}

static void add_item(struct json_writer *w, const char *word, const char *text)
{
    begin_item(w, word);
    json_text(w, NULL, text);
    json_end(w);
}

static void add_number(struct json_writer *w, const char *word, int64_t n, const char *text)
{
    begin_item(w, word);
    json_number(w, NULL, n);
    if (text)
        json_text(w, NULL, text);
    json_end(w);
}

static void add_cell(struct json_writer *w, const struct page_cell *c)
{
    struct buf tmp = {0};
    if (c->kind == KIND_BAR && !c->empty)
        json_number(w, NULL, c->number);
    else
        json_text(w, NULL, cell_text(c, &tmp));
    buf_free(&tmp);
}

static void add_pairs(struct json_writer *w, const struct page_block *b)
{
    add_number(w, "pairs", b->count, NULL);
    for (size_t i = 0; i < b->ncells; i++) {
        if (b->column[i].json_only)
            continue;
        begin_item(w, "pair");
        json_text(w, NULL, b->column[i].heading);
        add_cell(w, &b->cell[i]);
        json_end(w);
    }
}

static int add_rows(struct out *o, struct json_writer *w, struct page_block *b)
{
    const struct page_row *row;
    int rc = QT_OK;
    for (size_t at = 0; rc == QT_OK && (rc = block_row(b, at, &row)) == 1; at++) {
        begin_item(w, row->total ? "total" : "row");
        for (size_t i = 0; i < b->ncolumns; i++)
            if (!b->column[i].json_only)
                add_cell(w, &row->cell[i]);
        json_end(w);
        rc = out_some(o);
    }
    return rc;
}

static int add_table(struct out *o, struct json_writer *w, struct page_block *b)
{
    size_t columns = 0;
    begin_item(w, "table");
    json_end(w);
    for (size_t i = 0; i < b->ncolumns; i++) {
        if (b->column[i].json_only)
            continue;
        columns++;
        begin_item(w, "column");
        json_number(w, NULL, b->column[i].width);
        json_number(w, NULL, b->column[i].align);
        json_text(w, NULL, b->column[i].heading);
        json_end(w);
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
        add_item(w, "heading", b->text);
        break;
    case BLOCK_TEXT:
        add_item(w, "text", b->text);
        break;
    case BLOCK_PAIRS:
        add_pairs(w, b);
        break;
    case BLOCK_TABLE:
        return add_table(o, w, b);
    case BLOCK_SIGNS:
        begin_item(w, "signs");
        for (size_t i = 0; i < b->ncells; i++)
            add_cell(w, &b->cell[i]);
        json_end(w);
        break;
    case BLOCK_LINES:
        add_number(w, "lines", b->count, b->text);
        break;
    }
    return QT_OK;
}

int page_to_wire(struct page *p, page_put *put, void *arg)
{
    struct out o = {.put = put, .arg = arg};
    struct json_writer w = {.out = &o.buf};
    int rc = QT_OK;
    json_begin(&w, NULL, '[');
    add_number(&w, "qiantai-print", PAGE_WIRE_VERSION, NULL);
    add_item(&w, "paper", p->size->name);
    add_item(&w, "building", p->building);
    add_item(&w, "title", p->title);
    add_item(&w, "subtitle", p->subtitle);
    add_item(&w, "pages", p->foot);
    for (size_t i = 0; rc == QT_OK && i < p->n; i++)
        rc = add_block(&o, &w, &p->block[i]);
    if (rc == QT_OK) {
        json_end(&w);
        buf_addc(&o.buf, '\n');
    }
    int end = out_end(&o);
    return rc != QT_OK ? rc : end;
}
