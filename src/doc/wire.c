/* The lines in which a page goes to qiantai-print. UTF-8, one item a line:
 *
 *     qiantai-print 2                first line: the format
 *     paper NAME                     A4, A5: a sheet of size.c
 *     title TEXT                     building, subtitle, pages: the same
 *     heading TEXT
 *     text TEXT
 *     pairs N                        then for each: pair LABEL <tab> VALUE
 *     table N                        then N times: column WIDTH left|right|center|bar HEADING
 *     row CELL <tab> CELL ...        N cells; total: the same, once, last
 *     signs LABEL <tab> LABEL ...
 *     lines N LABEL
 *     end                            last line; without it the page is not whole
 *
 * Within TEXT a newline is \| and a backslash \\; a tab cannot occur, the model has none. (Not \n: a mark behind the
 * newline would go together with a letter.) */
#include "page.h"

static const char *const aligns[] = {
    [ALIGN_LEFT] = "left", [ALIGN_RIGHT] = "right", [ALIGN_CENTER] = "center", [ALIGN_BAR] = "bar"};

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

static void add_pairs(struct buf *out, const struct page_block *b)
{
    struct buf tmp = {0};
    buf_addf(out, "pairs %d\n", b->count);
    for (size_t i = 0; i < b->ncells; i++) {
        if (b->column[i].json_only)
            continue;
        buf_add(out, "pair ");
        add_text(out, b->column[i].heading);
        buf_addc(out, '\t');
        add_text(out, cell_text(&b->cell[i], &tmp));
        buf_addc(out, '\n');
    }
    buf_free(&tmp);
}

static void add_row(struct buf *out, const struct page_block *b, const struct page_row *row)
{
    struct buf tmp = {0};
    bool first = true;
    buf_add(out, row->total ? "total " : "row ");
    for (size_t i = 0; i < b->ncolumns; i++) {
        if (b->column[i].json_only)
            continue;
        if (!first)
            buf_addc(out, '\t');
        first = false;
        add_text(out, cell_text(&row->cell[i], &tmp));
    }
    buf_addc(out, '\n');
    buf_free(&tmp);
}

static int add_table(struct out *o, struct page_block *b)
{
    const struct page_row *row;
    size_t columns = 0;
    int rc = QT_OK;
    for (size_t i = 0; i < b->ncolumns; i++)
        columns += !b->column[i].json_only;
    if (columns == 0)
        return QT_OK;
    if (columns > PAGE_COLUMNS_MOST)
        return fault(QT_REFUSED, _("This list has %zu columns, more than the %d that fit on paper."), columns,
                     PAGE_COLUMNS_MOST);
    buf_addf(&o->buf, "table %zu\n", columns);
    for (size_t i = 0; i < b->ncolumns; i++) {
        if (b->column[i].json_only)
            continue;
        buf_addf(&o->buf, "column %d %s ", b->column[i].width, aligns[b->column[i].align]);
        add_text(&o->buf, b->column[i].heading);
        buf_addc(&o->buf, '\n');
    }
    for (size_t at = 0; rc == QT_OK && (rc = block_row(b, at, &row)) == 1; at++) {
        add_row(&o->buf, b, row);
        rc = out_some(o);
    }
    return rc;
}

static int add_block(struct out *o, struct page_block *b)
{
    switch (b->kind) {
    case BLOCK_HEADING:
        add_item(&o->buf, "heading", b->text);
        break;
    case BLOCK_TEXT:
        add_item(&o->buf, "text", b->text);
        break;
    case BLOCK_PAIRS:
        if (!block_hidden(b))
            add_pairs(&o->buf, b);
        break;
    case BLOCK_TABLE:
        return add_table(o, b);
    case BLOCK_SIGNS:
        buf_add(&o->buf, "signs ");
        for (size_t i = 0; i < b->ncells; i++) {
            buf_add(&o->buf, i > 0 ? "\t" : "");
            add_text(&o->buf, b->cell[i].text);
        }
        buf_addc(&o->buf, '\n');
        break;
    case BLOCK_LINES:
        buf_addf(&o->buf, "lines %d ", b->count);
        add_text(&o->buf, b->text);
        buf_addc(&o->buf, '\n');
        break;
    }
    return QT_OK;
}

int page_to_wire(struct page *p, page_put *put, void *arg)
{
    struct out o = {.put = put, .arg = arg};
    int rc = QT_OK;
    buf_add(&o.buf, "qiantai-print 2\n");
    add_item(&o.buf, "paper", p->size->name);
    add_item(&o.buf, "building", p->building);
    add_item(&o.buf, "title", p->title);
    add_item(&o.buf, "subtitle", p->subtitle);
    add_item(&o.buf, "pages", p->foot);
    for (size_t i = 0; rc == QT_OK && i < p->n; i++)
        rc = add_block(&o, &p->block[i]);
    if (rc == QT_OK)
        buf_add(&o.buf, "end\n");
    int end = out_end(&o);
    return rc != QT_OK ? rc : end;
}
