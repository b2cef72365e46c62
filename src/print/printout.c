/* The model: every text is cleaned as it comes in, so that no renderer meets a control character. */
#include "printout.h"

static char *clean(const char *s, bool multiline)
{
    return s ? text_clean(s, strlen(s), multiline, NULL) : mem_dup("");
}

static void keep(char **to, const char *s)
{
    free(*to);
    *to = clean(s, false);
}

/* Part of a file's name: a name that no shell, mail program or Windows share stumbles over. */
static char *file_stem(const char *s)
{
    char *clear = clean(s, false);

    for (char *p = clear; *p; p++)
        if ((unsigned char)*p <= ' ' || strchr("/\\:*?\"'<>|$&;()[]{}!`~#%", *p))
            *p = '_';
    if (*clear == '.' || *clear == '-')
        *clear = '_';
    clear[text_fit(clear, 80, NULL)] = '\0';
    return clear;
}

struct printout *printout_new(const char *name, const char *title)
{
    struct printout *p = mem_alloc(sizeof(*p));

    p->name = file_stem(name);
    p->title = clean(title, false);
    p->building = mem_dup("");
    p->subtitle = mem_dup("");
    p->pages = mem_dup("{n} / {m}");
    return p;
}

static void block_free(struct print_block *b)
{
    for (size_t i = 0; i < b->ncolumns; i++)
        free(b->column[i].heading);
    for (size_t i = 0; i < b->ncells; i++)
        free(b->cell[i]);
    free(b->column);
    free(b->cell);
    free(b->text);
}

void printout_free(struct printout *p)
{
    if (!p)
        return;
    for (size_t i = 0; i < p->n; i++)
        block_free(&p->block[i]);
    free(p->block);
    free(p->name);
    free(p->building);
    free(p->title);
    free(p->subtitle);
    free(p->pages);
    free(p->source.reg);
    free(p->source.list);
    free(p);
}

void printout_building(struct printout *p, const char *text)
{
    keep(&p->building, text);
}

void printout_subtitle(struct printout *p, const char *text)
{
    keep(&p->subtitle, text);
}

void printout_pages(struct printout *p, const char *pattern)
{
    keep(&p->pages, pattern);
}

const char *printout_name(const struct printout *p)
{
    return p->name;
}

const char *printout_title(const struct printout *p)
{
    return p->title;
}

void printout_of(struct printout *p, const char *reg, const char *list, int64_t record)
{
    free(p->source.reg);
    free(p->source.list);
    p->source = (struct print_source){.reg = mem_dup(reg), .list = mem_dup(list), .record = record};
}

const struct print_source *printout_source(const struct printout *p)
{
    return &p->source;
}

/* ---- blocks ------------------------------------------------------------------------------------------- */

static struct print_block *add(struct printout *p, enum print_kind kind)
{
    p->block = mem_resize(p->block, p->n + 1, sizeof(*p->block));
    p->block[p->n] = (struct print_block){.kind = kind};
    return &p->block[p->n++];
}

static struct print_block *last(struct printout *p, enum print_kind kind)
{
    return p->n && p->block[p->n - 1].kind == kind ? &p->block[p->n - 1] : add(p, kind);
}

static void add_cells(struct print_block *b, const char *const *cells, size_t n, bool multiline)
{
    /* grows by doubling: whenever the count is a power of two there is no room left */
    for (size_t i = 0; i < n; i++) {
        if ((b->ncells & (b->ncells - 1)) == 0)
            b->cell = mem_resize(b->cell, b->ncells ? b->ncells * 2 : 1, sizeof(*b->cell));
        b->cell[b->ncells++] = clean(cells[i], multiline);
    }
}

void printout_heading(struct printout *p, const char *text)
{
    add(p, BLOCK_HEADING)->text = clean(text, false);
}

void printout_text(struct printout *p, const char *text)
{
    add(p, BLOCK_TEXT)->text = clean(text, true);
}

void printout_pairs(struct printout *p, int side_by_side)
{
    add(p, BLOCK_PAIRS)->count = side_by_side < 1                  ? 1
                                 : side_by_side > PRINT_PAIRS_MOST ? PRINT_PAIRS_MOST
                                                                   : side_by_side;
}

void printout_pair(struct printout *p, const char *label, const char *value)
{
    struct print_block *b = last(p, BLOCK_PAIRS);

    if (b->count == 0)
        b->count = 1;
    add_cells(b, &label, 1, false);
    add_cells(b, &value, 1, true);
}

void printout_table(struct printout *p)
{
    (void)add(p, BLOCK_TABLE);
}

void printout_column(struct printout *p, const char *heading, int width, enum print_align align)
{
    struct print_block *b = last(p, BLOCK_TABLE);

    if (b->ncolumns == PRINT_COLUMNS_MOST || b->ncells > 0)
        return;
    b->column = mem_resize(b->column, b->ncolumns + 1, sizeof(*b->column));
    b->column[b->ncolumns++] = (struct print_column){.heading = clean(heading, false),
                                                     .width = width < 1     ? 1
                                                              : width > 200 ? 200
                                                                            : width,
                                                     .align = align};
}

void printout_row(struct printout *p, const char *const *cells)
{
    struct print_block *b = last(p, BLOCK_TABLE);

    add_cells(b, cells, b->ncolumns, true);
}

void printout_total(struct printout *p, const char *const *cells)
{
    printout_row(p, cells);
    last(p, BLOCK_TABLE)->total = true;
}

void printout_signs(struct printout *p, const char *const *labels, size_t n)
{
    add_cells(add(p, BLOCK_SIGNS), labels, n, false);
}

void printout_lines(struct printout *p, const char *label, int lines)
{
    struct print_block *b = add(p, BLOCK_LINES);

    b->text = clean(label, false);
    b->count = lines < 0 ? 0 : lines > 40 ? 40 : lines;
}

size_t block_rows(const struct print_block *b)
{
    return b->ncolumns ? b->ncells / b->ncolumns : 0;
}

const char *block_cell(const struct print_block *b, size_t row, size_t column)
{
    return b->cell[row * b->ncolumns + column];
}
