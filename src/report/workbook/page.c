/* The sheet's face of a page: its tables below each other, numbers as numbers. */
#include "sheet.h"

enum { PAGE_WIDTH_MOST = 44, PAGE_COLUMNS = 64, CELL_BYTES = 60 };

struct page_sheet {
    struct book *book;
    lxw_worksheet *ws;
    lxw_row_t row;
    size_t columns;
    enum page_align align[PAGE_COLUMNS];
    int width[PAGE_COLUMNS];
    lxw_error error;
};

static void keep_error(struct page_sheet *s, lxw_error e)
{
    if (e != LXW_NO_ERROR && s->error == LXW_NO_ERROR)
        s->error = e;
}

static void put_text(struct page_sheet *s, size_t column, const char *text, enum cell_format as)
{
    int width = text_width(text) + 1;
    char *cut = mem_dupn(text, text_fit(text, 30000, NULL)); /* a cell takes 32,767 characters */
    keep_error(s, worksheet_write_string(s->ws, s->row, (lxw_col_t)column, cut, s->book->format[as]));
    if (as != CELL_CAPTION && column < PAGE_COLUMNS && width > s->width[column])
        s->width[column] = width < PAGE_WIDTH_MOST ? width : PAGE_WIDTH_MOST;
    s->book->bytes += (int64_t)strlen(text) + CELL_BYTES;
    free(cut);
}

static void put_number(struct page_sheet *s, size_t column, double n, enum cell_format as)
{
    keep_error(s, worksheet_write_number(s->ws, s->row, (lxw_col_t)column, n, s->book->format[as]));
    s->book->bytes += CELL_BYTES;
}

static int begin_table(void *arg, const char *key, size_t columns)
{
    struct page_sheet *s = arg;
    (void)key;
    s->row++;
    s->columns = columns < PAGE_COLUMNS ? columns : PAGE_COLUMNS;
    return QT_OK;
}

static int put_column(void *arg, size_t i, const char *heading, int width, enum page_align align)
{
    struct page_sheet *s = arg;
    (void)width;
    if (i >= s->columns)
        return QT_OK;
    s->align[i] = align;
    if (align != ALIGN_BAR)
        put_text(s, i, heading, CELL_HEAD);
    if (i + 1 == s->columns)
        s->row++;
    return QT_OK;
}

static void put_cell(struct page_sheet *s, size_t i, const struct page_cell *c, bool total)
{
    static const double scale[] = {1, 10, 100, 1000};
    int decimals = c->decimals < 0 || c->decimals > 3 ? 0 : c->decimals;
    struct buf tmp = {0};
    if (c->kind == KIND_NUMBER && !c->empty)
        put_number(s, i, (double)c->number / scale[decimals],
                   (total ? CELL_TOTAL : CELL_INT) + (enum cell_format)decimals);
    else if (c->kind == KIND_MONEY && !c->empty)
        put_number(s, i, (double)c->number / 100.0, total ? CELL_TOTAL_MONEY : CELL_MONEY);
    else if (c->kind == KIND_PERCENT && c->number >= 0 && !c->empty)
        put_number(s, i, (double)c->number / 1000.0, CELL_PERCENT);
    else
        put_text(s, i, cell_text(c, &tmp), total ? CELL_TOTAL : CELL_TEXT);
    buf_free(&tmp);
}

static int put_row(void *arg, const struct page_row *row)
{
    struct page_sheet *s = arg;
    if (s->row >= LXW_ROW_MAX - 2)
        return fault(QT_REFUSED, _("A sheet has 1,048,576 rows; this page has more."));
    for (size_t i = 0; i < row->n && i < s->columns; i++)
        if (s->align[i] != ALIGN_BAR)
            put_cell(s, i, &row->cell[i], row->total);
    s->row++;
    return QT_OK;
}

struct page_sheet *sheet_begin(struct book *b, const char *name)
{
    char *cut = mem_dupn(name, text_fit(name, 28, NULL)); /* a sheet's name has 31 characters */
    lxw_worksheet *ws = workbook_add_worksheet(
        b->workbook, workbook_validate_sheet_name(b->workbook, cut) == LXW_NO_ERROR ? cut : NULL);
    free(cut);
    if (!ws)
        return NULL;
    struct page_sheet *s = mem_alloc(sizeof *s);
    *s = (struct page_sheet){.book = b, .ws = ws};
    return s;
}

int sheet_page(struct page_sheet *s, struct page *p)
{
    const struct page_walk walk = {begin_table, put_column, put_row, s};
    if (s->row > 0)
        s->row += 2;
    put_text(s, 0, page_title(p), CELL_CAPTION);
    s->row++;
    return page_walk_tables(p, &walk);
}

int sheet_end(struct page_sheet *s, int rc)
{
    for (size_t i = 0; i < PAGE_COLUMNS; i++)
        if (s->width[i] > 0)
            keep_error(s, worksheet_set_column(s->ws, (lxw_col_t)i, (lxw_col_t)i, s->width[i], NULL));
    worksheet_set_landscape(s->ws);
    worksheet_set_paper(s->ws, 9); /* A4 */
    worksheet_fit_to_pages(s->ws, 1, 0);
    if (rc == QT_OK && s->error != LXW_NO_ERROR)
        rc = fault(QT_IO, _("The workbook could not be written: %s."), lxw_strerror(s->error));
    if (rc == QT_OK && s->ws->optimize_tmpfile &&
        (fflush(s->ws->optimize_tmpfile) != 0 || ferror(s->ws->optimize_tmpfile)))
        rc = fault(QT_FULL, _("There is no room on the disk for the workbook; nothing was written."));
    free(s);
    return rc;
}
