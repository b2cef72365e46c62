/* A page as CSV: its tables, an empty line between them; pairs as rows of two. Cells are quoted and guarded by base. */
#include "page.h"

static void put_pairs(struct out *o, const struct page_block *b)
{
    struct buf tmp = {0};
    for (size_t i = 0; i < b->ncells; i++)
        if (!b->column[i].json_only) {
            csv_cell(&o->buf, b->column[i].heading, true);
            csv_cell(&o->buf, cell_plain(&b->cell[i], &tmp), false);
            buf_add(&o->buf, "\r\n");
        }
    buf_free(&tmp);
}

static bool in_csv(const struct page_column *c)
{
    return !c->json_only && c->align != ALIGN_BAR;
}

static int put_table(struct out *o, struct page_block *b)
{
    const struct page_row *row;
    struct buf tmp = {0};
    bool first = true;
    int rc = o->rc;
    for (size_t i = 0; i < b->ncolumns; i++)
        if (in_csv(&b->column[i])) {
            csv_cell(&o->buf, b->column[i].heading, first);
            first = false;
        }
    buf_add(&o->buf, "\r\n");
    for (size_t at = 0; rc == QT_OK && (rc = block_row(b, at, &row)) == 1; at++) {
        first = true;
        for (size_t i = 0; i < b->ncolumns; i++)
            if (in_csv(&b->column[i])) {
                csv_cell(&o->buf, cell_plain(&row->cell[i], &tmp), first);
                first = false;
            }
        buf_add(&o->buf, "\r\n");
        rc = out_some(o);
    }
    buf_free(&tmp);
    return rc;
}

int page_to_csv(struct page *p, page_put *put, void *arg)
{
    struct out o = {.put = put, .arg = arg};
    bool some = false;
    int rc = QT_OK;
    for (size_t i = 0; rc == QT_OK && i < p->n; i++) {
        struct page_block *b = &p->block[i];
        if ((b->kind != BLOCK_TABLE && b->kind != BLOCK_PAIRS) || block_hidden(b))
            continue;
        if (some)
            buf_add(&o.buf, "\r\n");
        some = true;
        if (b->kind == BLOCK_PAIRS)
            put_pairs(&o, b);
        else
            rc = put_table(&o, b);
    }
    return out_end(&o, rc);
}
