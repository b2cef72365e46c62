/* Columns of a list: each as wide as the widest value it shows; where there is too little room, texts give way first
 * and no column vanishes while it can shrink. */
#include "view/rows.h"

#include <stdlib.h>
#include <string.h>

enum {
    MARK = 1,
    SHRUNK = 4,     /* no column is made narrower */
    TEXT_LEAST = 6, /* a text is not made narrower while others can be */
    OTHER_LEAST = 2,
    TEXT_MOST = 60,
    OTHER_MOST = 40
};

void rows_column(struct rows *l, struct rows_column c)
{
    int head = text_width(c.head), usual = c.text ? TEXT_MOST : OTHER_MOST;
    if (!c.least) {
        c.least = c.text ? TEXT_LEAST : OTHER_LEAST;
        c.most = c.most > usual ? c.most : usual;
    }
    c.most = c.most > head ? c.most : head;
    c.least = c.least < c.most ? c.least : c.most;
    c.need = c.full = head > c.least ? head : c.least;
    l->columns = mem_resize(l->columns, l->ncolumns + 1, sizeof *l->columns);
    l->columns[l->ncolumns++] = c;
}

void rows_uncells(struct rows *l)
{
    for (size_t i = 0; l->cells && i < l->n * l->ncolumns; i++)
        free(l->cells[i].text);
    free(l->cells);
    free(l->looks);
    l->cells = NULL;
    l->looks = NULL;
}

static int sum(const struct rows *l, int gap)
{
    int used = 0;
    for (size_t c = 0; c < l->ncolumns; c++)
        used += l->columns[c].width + gap;
    return used - gap;
}

/* Takes up to `over` columns of the screen from those columns that are texts or not, but leaves each its least. */
static int take_from(struct rows *l, bool text, int over, int least)
{
    while (over > 0) {
        struct rows_column *widest = NULL;
        for (size_t c = 0; c < l->ncolumns; c++) {
            struct rows_column *k = &l->columns[c];
            int floor = least ? least : k->least > SHRUNK ? k->least : SHRUNK;
            if (k->text == text && k->width > floor && (!widest || k->width > widest->width))
                widest = k;
        }
        if (!widest)
            break;
        widest->width--;
        over--;
    }
    return over;
}

/* No value is cut while there is room for it: what is left over goes to texts, then to the others. */
static void give_out(struct rows *l, int spare)
{
    for (int text = 1; text >= 0; text--)
        for (size_t c = 0; c < l->ncolumns && spare > 0; c++) {
            struct rows_column *k = &l->columns[c];
            int more = k->text == (text == 1) && k->full > k->width ? k->full - k->width : 0;
            more = more < spare ? more : spare;
            k->width += more;
            spare -= more;
        }
}

static void share_out(struct rows *l)
{
    int room = l->table - EDGE - l->group - MARK - EDGE, gap, over;
    for (size_t c = 0; c < l->ncolumns; c++)
        l->columns[c].width = l->columns[c].need;
    gap = sum(l, 2) > room ? 1 : 2;
    over = sum(l, gap) - room;
    give_out(l, -over);
    over = take_from(l, true, over, 0);
    over = take_from(l, false, over, 0);
    over = take_from(l, true, over, SHRUNK);
    (void)take_from(l, false, over, SHRUNK);
    int x = EDGE + l->group + MARK;
    for (size_t c = 0; c < l->ncolumns; c++) {
        int left = l->table - EDGE - x; /* a terminal of a few columns */
        l->columns[c].x = x;
        x += l->columns[c].width + gap;
        if (l->columns[c].width > left)
            l->columns[c].width = left > 0 ? left : 0;
    }
}

/* Widths only grow while one looks through a list: its columns do not jump from page to page. */
void rows_cells(struct rows *l)
{
    rows_uncells(l);
    l->cells = mem_alloc((l->n * l->ncolumns + 1) * sizeof *l->cells);
    l->looks = mem_alloc((l->n + 1) * sizeof *l->looks);
    for (size_t i = 0; i < l->n; i++) {
        if (l->source->look)
            l->source->look(l, l->v[i], &l->looks[i]);
        bool gone = l->gone && l->source->id(l->v[i]) == l->gone;
        if (gone)
            l->looks[i] = (struct rows_look){.quiet = true, .group_ink = INK_QUIET};
        int label = text_width(l->looks[i].group);
        l->group = label > l->group ? label : l->group;
        for (size_t c = 0; c < l->ncolumns; c++) {
            struct rows_column *k = &l->columns[c];
            struct rows_cell *cell = &l->cells[i * l->ncolumns + c];
            l->source->cell(l, l->v[i], k, cell);
            cell->ink = gone ? INK_QUIET : cell->ink;
            for (char *p = cell->text; p && (p = strchr(p, '\n'));)
                *p = ' ';
            int width = cell->text ? text_width(cell->text) : 0;
            k->full = width > k->full ? width : k->full;
            width = width < k->most ? width : k->most;
            k->need = width > k->need ? width : k->need;
        }
    }
    share_out(l);
}

void rows_lay_out(struct rows *l)
{
    rows_uncells(l);
    free(l->columns);
    l->columns = NULL;
    l->ncolumns = 0;
    l->group = 0;
    l->source->columns(l);
    rows_cells(l);
    l->stale = true;
}
