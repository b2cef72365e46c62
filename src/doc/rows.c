/* Cells, and the rows of a table: kept in the page, or coming one by one from a source. */
#include "page.h"

char *clean_text(const char *s, bool multiline)
{
    size_t n = 0;
    if (!s)
        return mem_dup("");
    while (s[n] >= ' ' && s[n] < 0x7F) /* what most cells are */
        n++;
    return s[n] ? text_clean(s, strlen(s), multiline, NULL) : mem_dupn(s, n);
}

static void cell_clear(struct page_cell *c)
{
    free(c->text);
    free(c->plain);
    *c = (struct page_cell){0};
}

static void cell_clean(struct page_cell *c)
{
    char *text = c->text;
    if (!text || c->kind == KIND_JSON)
        return;
    c->text = clean_text(text, true);
    free(text);
}

void block_add_cell(struct page_block *b, const struct page_cell *c, bool multiline)
{
    /* grows by doubling: whenever the count is a power of two there is no room left */
    if ((b->ncells & (b->ncells - 1)) == 0)
        b->cell = mem_resize(b->cell, b->ncells ? b->ncells * 2 : 1, sizeof *b->cell);
    struct page_cell *to = &b->cell[b->ncells++];
    *to = *c;
    if (c->text)
        to->text = c->kind == KIND_JSON ? mem_dup(c->text) : clean_text(c->text, multiline);
    to->plain = mem_dup(c->plain);
}

void block_add_text(struct page_block *b, const char *text, bool multiline)
{
    block_add_cell(b, &(struct page_cell){.text = (char *)(text ? text : "")}, multiline); /* copied */
}

static void link_free(struct page_link *l)
{
    if (!l)
        return;
    free(l->reg);
    free(l->number);
    free(l);
}

void block_free(struct page_block *b)
{
    link_free(b->link);
    for (size_t i = 0; i < b->ncolumns; i++) {
        link_free(b->column[i].link);
        free(b->column[i].key);
        free(b->column[i].heading);
    }
    for (size_t i = 0; i < b->ncells; i++)
        cell_clear(&b->cell[i]);
    if (b->next) {
        for (size_t i = 0; i < b->row.n; i++)
            cell_clear(&b->row.cell[i]);
        free(b->row.cell);
        if (b->release)
            b->release(b->arg);
    }
    free(b->column);
    free(b->cell);
    free(b->text);
    free(b->key);
}

size_t block_rows(const struct page_block *b)
{
    return b->ncolumns ? b->ncells / b->ncolumns : 0;
}

const struct page_cell *block_cell(const struct page_block *b, size_t row, size_t column)
{
    return &b->cell[row * b->ncolumns + column];
}

const char *block_text(const struct page_block *b, size_t cell)
{
    return b->cell[cell].text;
}

bool block_hidden(const struct page_block *b)
{
    for (size_t i = 0; i < b->ncolumns; i++)
        if (!b->column[i].json_only)
            return false;
    return b->kind == BLOCK_TABLE || b->kind == BLOCK_PAIRS;
}

/* The next row of the source into b->row. */
static int next_row(struct page_block *b)
{
    if (!b->next || b->drained)
        return 0;
    if (!b->row.cell) {
        b->row.n = b->ncolumns;
        b->row.cell = mem_alloc(b->ncolumns * sizeof *b->row.cell);
    }
    for (size_t i = 0; i < b->row.n; i++)
        cell_clear(&b->row.cell[i]);
    b->row.total = false;
    int rc = b->next(b->arg, &b->row);
    for (size_t i = 0; rc == 1 && i < b->row.n; i++)
        cell_clean(&b->row.cell[i]);
    b->drained = rc != 1;
    b->given += rc == 1;
    b->drawn += rc == 1 && !b->row.total;
    return rc;
}

/* To behind the rows kept, when an earlier pass has gone further. */
static int rewind_rows(struct page_block *b)
{
    size_t kept = block_rows(b);
    if (!b->again || b->given == kept)
        return QT_OK;
    int rc = b->again(b->arg);
    b->drained = false;
    b->given = 0;
    b->drawn = 0;
    for (size_t i = 0; rc >= 0 && i < kept; i++)
        rc = next_row(b);
    return rc < 0 ? rc : QT_OK;
}

int block_keep(struct page_block *b, size_t rows)
{
    int begun = rewind_rows(b);
    if (begun < 0)
        return begun;
    while (block_rows(b) < rows && !b->total) {
        int rc = next_row(b);
        if (rc != 1)
            return rc;
        for (size_t i = 0; i < b->row.n; i++) {
            block_add_cell(b, &(struct page_cell){0}, true);
            b->cell[b->ncells - 1] = b->row.cell[i]; /* taken over */
            b->row.cell[i] = (struct page_cell){0};
        }
        b->total = b->row.total;
    }
    return 0;
}

int block_row(struct page_block *b, size_t at, const struct page_row **row)
{
    size_t kept = block_rows(b);
    if (at < kept) {
        b->kept = (struct page_row){
            .cell = &b->cell[at * b->ncolumns], .n = b->ncolumns, .total = b->total && at + 1 == kept};
        *row = &b->kept;
        return 1;
    }
    *row = &b->row;
    int rc = at == kept ? rewind_rows(b) : QT_OK;
    return rc < 0 ? rc : next_row(b);
}
