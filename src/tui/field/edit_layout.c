/* The field editor's rows: wrapping at word and double-width edges, scrolling, the caret's place. */
#include "field/edit_cells.h"
#include "view/scroll.h"

static void row_add(struct edit *e, size_t cell)
{
    if (e->nrows == e->rows_cap) {
        e->rows_cap = e->rows_cap ? e->rows_cap * 2 : 8;
        e->rows = mem_resize(e->rows, e->rows_cap, sizeof *e->rows);
    }
    e->rows[e->nrows++] = cell;
}

static bool letter(const struct edit *e, size_t cell)
{
    unsigned char c = (unsigned char)e->text.s[e->cells[cell].at];
    return e->cells[cell].width == 1 && c != ' ';
}

/* Where a row that cannot hold cell i begins the next one: at the start of a word it would split. */
static size_t break_before(const struct edit *e, size_t row_start, size_t i)
{
    if (!letter(e, i))
        return i;
    size_t b = i;
    while (b > row_start && letter(e, b - 1))
        b--;
    return b > row_start ? b : i;
}

/* Columns that must be left for cell i: the caret needs one before a newline. */
static int need(const struct edit *e, size_t i)
{
    return e->text.s[e->cells[i].at] == '\n' ? 1 : e->cells[i].width;
}

/* Sets rows and columns. A text that fills its last row has one more, empty, for the caret. */
static void wrap(struct edit *e)
{
    int col = 0;
    e->nrows = 0;
    row_add(e, 0);
    for (size_t i = 0; i < e->n; i++) {
        if (e->multiline && col + need(e, i) > e->columns && i > e->rows[e->nrows - 1]) {
            i = break_before(e, e->rows[e->nrows - 1], i);
            row_add(e, i);
            col = 0;
        }
        e->cells[i].col = col;
        col += e->cells[i].width;
        if (e->multiline && e->text.s[e->cells[i].at] == '\n') {
            row_add(e, i + 1);
            col = 0;
        }
    }
    if (e->multiline && col >= e->columns) {
        row_add(e, e->n);
        col = 0;
    }
    e->cells[e->n].col = col;
    e->laid = true;
}

static size_t row_of(const struct edit *e, size_t cell)
{
    size_t low = 0, high = e->nrows;
    while (high - low > 1) {
        size_t middle = (low + high) / 2;
        if (e->rows[middle] <= cell)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* One line: the caret, and the character under it, stay inside the box. */
static void scroll_columns(struct edit *e)
{
    int col = e->cells[e->caret].col;
    int width = e->caret < e->n && e->cells[e->caret].width > 1 ? 2 : 1;
    if (col < e->left)
        e->left = col > e->columns / 3 ? col - e->columns / 3 : 0;
    else if (col + width > e->left + e->columns)
        e->left = col + width - e->columns + e->columns / 3; /* a third at once: not every key redraws the box */
    if (e->left > 0 && e->cells[e->n].col < e->columns)
        e->left = 0;
}

void edit_layout(struct edit *e, int columns, int rows)
{
    columns = columns > 2 ? columns : 2;
    if (!e->laid || (e->multiline && columns != e->columns)) {
        e->columns = columns;
        wrap(e);
    }
    e->columns = columns;
    e->box_rows = rows > 0 ? rows : 1;
    if (!e->multiline) {
        scroll_columns(e);
        return;
    }
    int row = (int)row_of(e, e->caret), last = (int)e->nrows - e->box_rows;
    e->top = scroll_top(row, e->top, e->box_rows);
    if (e->top > last)
        e->top = last > 0 ? last : 0;
}

int edit_rows(const struct edit *e)
{
    return (int)e->nrows;
}

int edit_top(const struct edit *e)
{
    return e->top;
}

/* First cell of a single line that is wholly right of the left edge. */
static size_t first_shown(const struct edit *e)
{
    return edit_cell_from(e, (uint32_t)e->left, true);
}

bool edit_row(const struct edit *e, int row, size_t *from, size_t *to)
{
    if (row < 0 || (size_t)row >= e->nrows)
        return false;
    size_t first = e->rows[row], end = (size_t)row + 1 < e->nrows ? e->rows[row + 1] : e->n;
    if (!e->multiline) {
        first = end = first_shown(e);
        while (end < e->n && e->cells[end].col + e->cells[end].width <= e->left + e->columns)
            end++;
    }
    *from = e->cells[first].at;
    *to = e->cells[end].at;
    if (*to > *from && e->text.s[*to - 1] == '\n')
        --*to;
    return true;
}

void edit_caret_at(const struct edit *e, int *row, int *column)
{
    int col = e->cells[e->caret].col;
    *row = e->multiline ? (int)row_of(e, e->caret) - e->top : 0;
    *column = col;
    if (!e->multiline) { /* the row drawn begins at the first whole character */
        size_t first = first_shown(e);
        *column = col - (first <= e->n ? e->cells[first].col : e->left);
    }
}

bool edit_move_row(struct edit *e, int by)
{
    if (!e->multiline)
        return false;
    if (!e->laid)
        wrap(e);
    size_t row = row_of(e, e->caret);
    if ((by < 0 && row == 0) || (by > 0 && row + 1 >= e->nrows))
        return false;
    if (e->goal < 0)
        e->goal = e->cells[e->caret].col;
    row = by < 0 ? row - 1 : row + 1;
    size_t end = row + 1 < e->nrows ? e->rows[row + 1] - 1 : e->n, to = e->rows[row];
    while (to < end && e->cells[to].col + e->cells[to].width <= e->goal)
        to++;
    e->caret = to;
    return true;
}
