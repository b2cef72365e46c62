/* The model: every text is cleaned as it comes in, so that no renderer meets a control character. */
#include "page.h"

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

struct page *page_new(const char *name, const char *title)
{
    struct page *p = mem_alloc(sizeof(*p));

    p->name = file_stem(name);
    p->title = clean(title, false);
    p->building = mem_dup("");
    p->subtitle = mem_dup("");
    p->pages = mem_dup("{n} / {m}");
    return p;
}

static void block_free(struct page_block *b)
{
    for (size_t i = 0; i < b->ncolumns; i++)
        free(b->column[i].heading);
    for (size_t i = 0; i < b->ncells; i++)
        free(b->cell[i]);
    free(b->column);
    free(b->cell);
    free(b->text);
}

void page_free(struct page *p)
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

void page_building(struct page *p, const char *text)
{
    keep(&p->building, text);
}

void page_subtitle(struct page *p, const char *text)
{
    keep(&p->subtitle, text);
}

void page_foot(struct page *p, const char *pattern)
{
    keep(&p->pages, pattern);
}

const char *page_name(const struct page *p)
{
    return p->name;
}

const char *page_title(const struct page *p)
{
    return p->title;
}

void page_about(struct page *p, const char *reg, const char *list, int64_t record)
{
    free(p->source.reg);
    free(p->source.list);
    p->source = (struct page_subject){.reg = mem_dup(reg), .list = mem_dup(list), .record = record};
}

const struct page_subject *page_subject(const struct page *p)
{
    return &p->source;
}

/* ---- blocks ------------------------------------------------------------------------------------------- */

static struct page_block *add(struct page *p, enum block_kind kind)
{
    p->block = mem_resize(p->block, p->n + 1, sizeof(*p->block));
    p->block[p->n] = (struct page_block){.kind = kind};
    return &p->block[p->n++];
}

static struct page_block *last(struct page *p, enum block_kind kind)
{
    return p->n && p->block[p->n - 1].kind == kind ? &p->block[p->n - 1] : add(p, kind);
}

static void add_cells(struct page_block *b, const char *const *cells, size_t n, bool multiline)
{
    /* grows by doubling: whenever the count is a power of two there is no room left */
    for (size_t i = 0; i < n; i++) {
        if ((b->ncells & (b->ncells - 1)) == 0)
            b->cell = mem_resize(b->cell, b->ncells ? b->ncells * 2 : 1, sizeof(*b->cell));
        b->cell[b->ncells++] = clean(cells[i], multiline);
    }
}

void page_heading(struct page *p, const char *text)
{
    add(p, BLOCK_HEADING)->text = clean(text, false);
}

void page_text(struct page *p, const char *text)
{
    add(p, BLOCK_TEXT)->text = clean(text, true);
}

void page_pairs(struct page *p, int side_by_side)
{
    add(p, BLOCK_PAIRS)->count = side_by_side < 1 ? 1 : side_by_side > PAGE_PAIRS_MOST ? PAGE_PAIRS_MOST : side_by_side;
}

void page_pair(struct page *p, const char *label, const char *value)
{
    struct page_block *b = last(p, BLOCK_PAIRS);

    if (b->count == 0)
        b->count = 1;
    add_cells(b, &label, 1, false);
    add_cells(b, &value, 1, true);
}

void page_table(struct page *p)
{
    (void)add(p, BLOCK_TABLE);
}

void page_column(struct page *p, const char *heading, int width, enum page_align align)
{
    struct page_block *b = last(p, BLOCK_TABLE);

    if (b->ncolumns == PAGE_COLUMNS_MOST || b->ncells > 0)
        return;
    b->column = mem_resize(b->column, b->ncolumns + 1, sizeof(*b->column));
    b->column[b->ncolumns++] = (struct page_column){.heading = clean(heading, false),
                                                    .width = width < 1     ? 1
                                                             : width > 200 ? 200
                                                                           : width,
                                                    .align = align};
}

void page_row(struct page *p, const char *const *cells)
{
    struct page_block *b = last(p, BLOCK_TABLE);

    add_cells(b, cells, b->ncolumns, true);
}

void page_total(struct page *p, const char *const *cells)
{
    page_row(p, cells);
    last(p, BLOCK_TABLE)->total = true;
}

void page_signs(struct page *p, const char *const *labels, size_t n)
{
    add_cells(add(p, BLOCK_SIGNS), labels, n, false);
}

void page_lines(struct page *p, const char *label, int lines)
{
    struct page_block *b = add(p, BLOCK_LINES);

    b->text = clean(label, false);
    b->count = lines < 0 ? 0 : lines > 40 ? 40 : lines;
}

size_t block_rows(const struct page_block *b)
{
    return b->ncolumns ? b->ncells / b->ncolumns : 0;
}

const char *block_cell(const struct page_block *b, size_t row, size_t column)
{
    return b->cell[row * b->ncolumns + column];
}
