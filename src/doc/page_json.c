/* A page as JSON: {"version":1, its members, pairs and tables by their keys}. What has no key is for people only. */
#include "page.h"

static void put_cell(struct json_writer *w, const char *key, const struct page_cell *c)
{
    struct buf tmp = {0};
    if (c->empty)
        json_text(w, key, NULL);
    else if (c->plain)
        json_text(w, key, c->plain);
    else if (c->kind == KIND_JSON)
        json_raw(w, key, c->text);
    else if (c->kind == KIND_BOOL)
        json_bool(w, key, c->number != 0);
    else if (c->kind == KIND_SPAN || (c->kind == KIND_PERCENT && c->number >= 0))
        json_number(w, key, c->number);
    else if (c->kind == KIND_PERCENT)
        json_text(w, key, NULL);
    else if (c->kind == KIND_NUMBER)
        json_raw(w, key, cell_plain(c, &tmp));
    else
        json_text(w, key, cell_plain(c, &tmp));
    buf_free(&tmp);
}

static void put_pairs(struct json_writer *w, const struct page_block *b)
{
    for (size_t i = 0; i < b->ncells; i++)
        if (b->column[i].key)
            put_cell(w, b->column[i].key, &b->cell[i]);
}

static int put_table(struct out *o, struct json_writer *w, struct page_block *b)
{
    const struct page_row *row;
    int rc = o->rc;
    if (!b->one_row)
        json_begin(w, b->key, '[');
    for (size_t at = 0; rc == QT_OK && (rc = block_row(b, at, &row)) == 1; at++) {
        json_begin(w, b->one_row ? b->key : NULL, '{');
        for (size_t i = 0; i < b->ncolumns; i++)
            if (b->column[i].key)
                put_cell(w, b->column[i].key, &row->cell[i]);
        if (row->total)
            json_bool(w, "total_row", true);
        json_end(w);
        rc = out_some(o);
    }
    if (!b->one_row)
        json_end(w);
    return rc;
}

int page_to_json(struct page *p, page_put *put, void *arg)
{
    struct out o = {.put = put, .arg = arg};
    struct json_writer w = {.out = &o.buf};
    int rc = QT_OK;
    json_begin(&w, NULL, '{');
    json_number(&w, "version", PAGE_JSON_VERSION);
    for (size_t i = 0; i < p->nmembers; i++)
        json_text(&w, p->member[i].name, p->member[i].text);
    for (size_t i = 0; rc == QT_OK && i < p->n; i++) {
        if (p->block[i].kind == BLOCK_PAIRS)
            put_pairs(&w, &p->block[i]);
        else if (p->block[i].kind == BLOCK_TABLE && p->block[i].key)
            rc = put_table(&o, &w, &p->block[i]);
    }
    json_end(&w);
    buf_addc(&o.buf, '\n');
    return out_end(&o, rc);
}
