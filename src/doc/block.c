/* Adding blocks to a page. Every text is cleaned as it comes in, so that no face meets a control character. */
#include "page.h"

static struct page_block *block_add(struct page *p, enum block_kind kind)
{
    p->block = mem_resize(p->block, p->n + 1, sizeof *p->block);
    p->block[p->n] = (struct page_block){.kind = kind};
    return &p->block[p->n++];
}

static struct page_block *block_last(struct page *p, enum block_kind kind)
{
    return p->n && p->block[p->n - 1].kind == kind ? &p->block[p->n - 1] : block_add(p, kind);
}

static struct page_column *add_column(struct page_block *b, const char *heading)
{
    b->column = mem_resize(b->column, b->ncolumns + 1, sizeof *b->column);
    b->column[b->ncolumns] = (struct page_column){.heading = clean_text(heading, false)};
    return &b->column[b->ncolumns++];
}

void page_heading(struct page *p, const char *text)
{
    block_add(p, BLOCK_HEADING)->text = clean_text(text, false);
}

void page_text(struct page *p, const char *text)
{
    block_add(p, BLOCK_TEXT)->text = clean_text(text, true);
}

void page_lines(struct page *p, const char *label, int lines)
{
    struct page_block *b = block_add(p, BLOCK_LINES);
    b->text = clean_text(label, false);
    b->count = lines < 0 ? 0 : lines > 40 ? 40 : lines;
}

void page_signs(struct page *p, const char *const *labels, size_t n)
{
    struct page_block *b = block_add(p, BLOCK_SIGNS);
    for (size_t i = 0; i < n; i++)
        block_add_text(b, labels[i], false);
}

/* ---- papers ----------------------------------------------------------------------------------------------- */

void page_style(struct page *p, enum page_align align, int scale)
{
    struct page_block *b = p->n ? &p->block[p->n - 1] : NULL;
    if (!b || b->kind != BLOCK_TEXT)
        return;
    b->align = align;
    b->scale = scale;
}

void page_part(struct page *p, const struct page_part *part)
{
    const char *const cells[PART_CELLS] = {part->building, part->title, part->mark, part->left, part->right};
    struct page_block *b = block_add(p, BLOCK_PART);
    b->count = part->share < 1 ? 1 : part->share;
    for (size_t i = 0; i < PART_CELLS; i++)
        block_add_text(b, cells[i], false);
}

bool page_is_paper(const struct page *p)
{
    return p->n > 0 && p->block[0].kind == BLOCK_PART;
}

size_t page_parts(const struct page *p)
{
    size_t n = 0;
    for (size_t i = 0; i < p->n; i++)
        n += p->block[i].kind == BLOCK_PART;
    return n;
}

void page_paper(struct page *p, const char *name, int64_t record)
{
    p->paper = mem_resize(p->paper, p->npapers + 1, sizeof *p->paper);
    p->paper[p->npapers++] = (struct page_paper){.name = mem_dup(name), .record = record, .from = p->n};
}

void page_paper_number(struct page *p, const char *number)
{
    p->paper[p->npapers - 1].number = mem_dup(number);
}

const char *page_paper_number_at(const struct page *p, size_t i)
{
    return p->paper[i].number;
}

size_t page_papers(const struct page *p)
{
    return p->npapers;
}

const char *page_paper_at(const struct page *p, size_t i, int64_t *record)
{
    *record = p->paper[i].record;
    return p->paper[i].name;
}

size_t page_paper_end(const struct page *p, size_t i)
{
    return i + 1 < p->npapers ? p->paper[i + 1].from : p->n;
}

void page_paper_note(struct page *p, size_t i, const char *text)
{
    for (size_t k = p->paper[i].from; k < page_paper_end(p, i); k++) {
        if (p->block[k].kind != BLOCK_PART)
            continue;
        struct page_cell *right = &p->block[k].cell[PART_RIGHT];
        char *both = mem_printf("%s%s%s", right->text, *right->text ? "  " : "", text);
        free(right->text);
        right->text = clean_text(both, false);
        free(both);
    }
}

void page_code(struct page *p, const char *data, const char *caption)
{
    struct page_block *b = block_add(p, BLOCK_CODE);
    block_add_text(b, data, false);
    block_add_text(b, caption, true);
}

void page_tear(struct page *p, const char *label, bool foot)
{
    struct page_block *b = block_add(p, BLOCK_TEAR);
    b->text = clean_text(label, false);
    b->count = foot;
}

/* ---- pairs ------------------------------------------------------------------------------------------------ */

void page_pairs(struct page *p, int side_by_side)
{
    block_add(p, BLOCK_PAIRS)->count = side_by_side > PAGE_PAIRS_MOST ? PAGE_PAIRS_MOST : side_by_side;
}

static void add_pair(struct page *p, const char *label, const struct page_cell *value)
{
    if (p->n == 0 || p->block[p->n - 1].kind != BLOCK_PAIRS)
        page_pairs(p, 1);
    struct page_block *b = &p->block[p->n - 1];
    (void)add_column(b, label);
    block_add_cell(b, value, true);
}

void page_pair(struct page *p, const char *label, const char *value)
{
    add_pair(p, label, &(struct page_cell){.text = (char *)(value ? value : "")}); /* copied */
}

void page_pair_number(struct page *p, const char *label, int64_t n)
{
    add_pair(p, label, &(struct page_cell){.kind = KIND_NUMBER, .number = n});
}

void page_tone(struct page *p, enum tone tone)
{
    struct page_block *b = p->n ? &p->block[p->n - 1] : NULL;
    if (b)
        *(b->ncells ? &b->cell[b->ncells - 1].tone : &b->tone) = tone;
}

void page_link(struct page *p, const char *reg, int64_t record, const char *number)
{
    struct page_block *b = p->n ? &p->block[p->n - 1] : NULL;
    struct page_link **link = !b ? NULL : b->ncolumns ? &b->column[b->ncolumns - 1].link : &b->link;
    if (!link || *link)
        return;
    *link = mem_alloc(sizeof **link);
    **link = (struct page_link){.reg = mem_dup(reg), .number = mem_dup(number), .record = record};
}

void page_choices(struct page *p, const char *lead, enum tone tone)
{
    struct page_block *b = block_add(p, BLOCK_CHOICES);
    b->text = clean_text(lead, false);
    b->tone = tone;
}

void page_choice(struct page *p, const char *key, const char *label)
{
    if (p->n == 0 || p->block[p->n - 1].kind != BLOCK_CHOICES)
        page_choices(p, NULL, TONE_NORMAL);
    struct page_block *b = &p->block[p->n - 1];
    (void)add_column(b, key);
    block_add_text(b, label, true);
}

/* ---- tables ----------------------------------------------------------------------------------------------- */

void page_table(struct page *p)
{
    (void)block_add(p, BLOCK_TABLE);
}

void page_column(struct page *p, const char *heading, int width, enum page_align align)
{
    struct page_block *b = block_last(p, BLOCK_TABLE);
    if (b->ncells > 0 || b->next)
        return;
    struct page_column *c = add_column(b, heading);
    c->width = width < 1 ? 1 : width > 200 ? 200 : width;
    c->align = align;
}

void page_cells(struct page *p, const struct page_cell *cells)
{
    struct page_block *b = block_last(p, BLOCK_TABLE);
    for (size_t i = 0; i < b->ncolumns; i++)
        block_add_cell(b, &cells[i], true);
}

void page_row(struct page *p, const char *const *cells)
{
    struct page_block *b = block_last(p, BLOCK_TABLE);
    for (size_t i = 0; i < b->ncolumns; i++)
        block_add_text(b, cells[i], true);
}

void page_total(struct page *p)
{
    block_last(p, BLOCK_TABLE)->total = true;
}

void page_source(struct page *p, page_next *next, void *arg, void (*release)(void *arg))
{
    struct page_block *b = block_last(p, BLOCK_TABLE);
    b->next = next;
    b->arg = arg;
    b->release = release;
}

void page_source_again(struct page *p, int (*again)(void *arg))
{
    block_last(p, BLOCK_TABLE)->again = again;
}

/* ---- for scripts ------------------------------------------------------------------------------------------ */

void page_key(struct page *p, const char *name)
{
    struct page_block *b = p->n ? &p->block[p->n - 1] : NULL;
    char **key = !b ? NULL : b->ncolumns ? &b->column[b->ncolumns - 1].key : &b->key;
    if (!key)
        return;
    free(*key);
    *key = mem_dup(name);
}

void page_bands(struct page *p)
{
    block_last(p, BLOCK_TABLE)->bands = true;
}

void page_one_row(struct page *p)
{
    block_last(p, BLOCK_TABLE)->one_row = true;
}

void page_json_only(struct page *p)
{
    struct page_block *b = p->n ? &p->block[p->n - 1] : NULL;
    if (b && b->ncolumns)
        b->column[b->ncolumns - 1].json_only = true;
}

/* ---- walking ----------------------------------------------------------------------------------------------- */

/* Without the columns that are for JSON only. */
static int walk_table(struct page_block *b, const struct page_walk *w)
{
    struct page_row seen = {.cell = mem_alloc(b->ncolumns * sizeof *seen.cell)};
    const struct page_row *row;
    size_t n = 0, columns = 0;
    for (size_t i = 0; i < b->ncolumns; i++)
        columns += !b->column[i].json_only;
    int rc = w->begin(w->arg, b->key, columns);
    for (size_t i = 0; rc == QT_OK && i < b->ncolumns; i++)
        if (!b->column[i].json_only)
            rc = w->column(w->arg, n++, b->column[i].heading, b->column[i].width, b->column[i].align);
    for (size_t at = 0; rc == QT_OK && (rc = block_row(b, at, &row)) == 1; at++) {
        seen.n = 0;
        seen.total = row->total;
        for (size_t i = 0; i < b->ncolumns; i++)
            if (!b->column[i].json_only)
                seen.cell[seen.n++] = row->cell[i];
        rc = w->row(w->arg, &seen);
    }
    free(seen.cell);
    return rc;
}

int page_walk_tables(struct page *p, const struct page_walk *w)
{
    int rc = QT_OK;
    for (size_t i = 0; rc == QT_OK && i < p->n; i++)
        if (p->block[i].kind == BLOCK_TABLE && !block_hidden(&p->block[i]))
            rc = walk_table(&p->block[i], w);
    return rc;
}
