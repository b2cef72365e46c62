/* Reading the items of wire.c. Strict: its input is whatever comes on stdin. */
#include "page.h"

enum { CELLS_MOST = 2000000 };

struct reader {
    struct page *p;
    size_t cells; /* of all tables so far */
    const char *why;
    /* the present item */
    int item;
    size_t n;                              /* behind the word */
    char *text[PAGE_COLUMNS_MOST + 1];     /* the word first */
    int64_t number[PAGE_COLUMNS_MOST + 1]; /* -1: a text */
};

static bool wire_refuse(struct reader *r, const char *why)
{
    r->why = why;
    return false;
}

static struct page_block *present_block(struct reader *r, enum block_kind kind)
{
    struct page_block *b = r->p->n ? &r->p->block[r->p->n - 1] : NULL;
    return b && b->kind == kind ? b : NULL;
}

static bool is_number(struct reader *r, size_t i, int64_t least, int64_t most)
{
    return (r->number[i] >= least && r->number[i] <= most) || wire_refuse(r, "no number in the range allowed");
}

/* ---- an item each --------------------------------------------------------------------------------------- */

static bool take_format(struct reader *r)
{
    return is_number(r, 1, PAGE_WIRE_VERSION, PAGE_WIRE_VERSION);
}

static bool take_paper(struct reader *r)
{
    struct sheet_size size;
    return sheet_size(r->text[1], &size) ? (page_set_size(r->p, &size), true) : wire_refuse(r, "no such paper");
}

static void take_title(struct page *p, const char *text)
{
    free(p->title);
    p->title = mem_dup(text);
}

static bool take_pairs(struct reader *r)
{
    return is_number(r, 1, 1, PAGE_PAIRS_MOST) && (page_pairs(r->p, (int)r->number[1]), true);
}

static bool take_pair(struct reader *r)
{
    if (!present_block(r, BLOCK_PAIRS))
        return wire_refuse(r, "a pair outside of pairs");
    page_pair(r->p, r->text[1], r->text[2]);
    return true;
}

static bool take_table(struct reader *r)
{
    page_table(r->p);
    return true;
}

static bool take_column(struct reader *r)
{
    struct page_block *b = present_block(r, BLOCK_TABLE);
    if (!b || b->ncells > 0 || b->ncolumns == PAGE_COLUMNS_MOST)
        return wire_refuse(r, "a column outside of a table's head, or too many");
    if (!is_number(r, 1, 1, 200) || !is_number(r, 2, 0, ALIGN_BAR))
        return false;
    page_column(r->p, r->text[3], (int)r->number[1], (enum page_align)r->number[2]);
    return true;
}

static bool take_row(struct reader *r)
{
    struct page_block *b = present_block(r, BLOCK_TABLE);
    if (!b || b->ncolumns != r->n)
        return wire_refuse(r, "a row outside of a table, or not as many cells as there are columns");
    if (b->total)
        return wire_refuse(r, "a row behind the totals");
    r->cells += r->n;
    if (r->cells > CELLS_MOST)
        return wire_refuse(r, "too many cells");
    for (size_t i = 0; i < r->n; i++) {
        struct page_cell c = {.text = r->text[i + 1]};
        if (b->column[i].align == ALIGN_BAR) {
            c = (struct page_cell){.kind = KIND_BAR, .number = r->number[i + 1], .empty = !*r->text[i + 1]};
            if (!c.empty && !is_number(r, i + 1, 0, 1000))
                return false;
        }
        block_add_cell(b, &c, true);
    }
    b->total = strcmp(r->text[0], "total") == 0;
    return true;
}

static bool take_signs(struct reader *r)
{
    page_signs(r->p, (const char *const *)r->text + 1, r->n);
    return true;
}

static bool take_lines(struct reader *r)
{
    return is_number(r, 1, 0, 40) && (page_lines(r->p, r->text[2], (int)r->number[1]), true);
}

static bool take_said(struct reader *r)
{
    if (!is_number(r, 1, 0, ALIGN_CENTER) || !is_number(r, 2, 0, SCALE_HUGE - SCALE_SMALL))
        return false;
    page_text(r->p, r->text[3]);
    page_style(r->p, (enum page_align)r->number[1], (int)r->number[2] + SCALE_SMALL);
    return true;
}

/* A page is a paper from its first block on, or not at all. */
static bool take_part(struct reader *r)
{
    if (r->p->n > 0 && !page_is_paper(r->p))
        return wire_refuse(r, "a part behind what is in none");
    if (!is_number(r, 1, 1, 9))
        return false;
    page_part(r->p, &(struct page_part){.share = (int)r->number[1],
                                        .building = r->text[2],
                                        .title = r->text[3],
                                        .mark = r->text[4],
                                        .left = r->text[5],
                                        .right = r->text[6]});
    return true;
}

static bool take_code(struct reader *r)
{
    page_code(r->p, r->text[1], r->text[2]);
    return true;
}

static bool take_tear(struct reader *r)
{
    return is_number(r, 1, 0, 1) && (page_tear(r->p, r->text[2], r->number[1] == 1), true);
}

static const struct word {
    const char *name;
    bool (*take)(struct reader *r);
    size_t least, most;                            /* behind it */
    bool newlines;                                 /* may stand in its texts */
    void (*put)(struct page *p, const char *text); /* its one text, where nothing is to be taken */
} words[] = {
    {"qiantai-print", take_format, 1, 1, false, NULL},
    {"paper", take_paper, 1, 1, false, NULL},
    {"building", NULL, 1, 1, false, page_building},
    {"title", NULL, 1, 1, false, take_title},
    {"subtitle", NULL, 1, 1, false, page_subtitle},
    {"pages", NULL, 1, 1, false, page_foot},
    {"heading", NULL, 1, 1, false, page_heading},
    {"text", NULL, 1, 1, true, page_text},
    {"pairs", take_pairs, 1, 1, false, NULL},
    {"pair", take_pair, 2, 2, true, NULL},
    {"table", take_table, 0, 0, false, NULL},
    {"column", take_column, 3, 3, false, NULL},
    {"row", take_row, 1, PAGE_COLUMNS_MOST, true, NULL},
    {"total", take_row, 1, PAGE_COLUMNS_MOST, true, NULL},
    {"signs", take_signs, 1, 8, false, NULL},
    {"lines", take_lines, 2, 2, false, NULL},
    {"said", take_said, 3, 3, true, NULL},
    {"part", take_part, 6, 6, false, NULL},
    {"code", take_code, 2, 2, true, NULL},
    {"tear", take_tear, 2, 2, false, NULL},
};

/* ---- all of them ---------------------------------------------------------------------------------------- */

/* Nothing that the model's own cleaning would have changed: it did not come from there. */
static bool is_clean(const char *s, bool newlines)
{
    bool changed = false;
    free(text_clean(s, strlen(s), newlines, &changed));
    return !changed;
}

static bool take_item(struct reader *r)
{
    const struct word *w = words;
    while (w < words + ARRAY_LEN(words) && strcmp(w->name, r->text[0]) != 0)
        w++;
    if (w == words + ARRAY_LEN(words) || (r->item == 1) != (w == words))
        return wire_refuse(r, "an unknown word, or another format");
    if (r->n < w->least || r->n > w->most)
        return wire_refuse(r, "too few or too many texts");
    for (size_t i = 1; i <= r->n; i++)
        if (!is_clean(r->text[i], w->newlines))
            return wire_refuse(r, "characters that cannot be printed");
    if (w->take)
        return w->take(r);
    w->put(r->p, r->text[1]);
    return true;
}

/* Its texts and numbers; behind JSON_ARRAY. */
static bool read_item(struct reader *r, struct json *j)
{
    size_t n = 0;
    r->item++;
    for (; n < ARRAY_LEN(r->text) && (json_next(j) == JSON_TEXT || j->item == JSON_NUMBER); n++) {
        r->text[n] = mem_dup(j->text.s);
        r->number[n] = j->item == JSON_NUMBER && j->whole ? j->number : -1;
    }
    if (n == ARRAY_LEN(r->text))
        (void)json_next(j);
    r->n = n ? n - 1 : 0;
    bool good = n > 0 && j->item == JSON_LEAVE ? take_item(r) : wire_refuse(r, "neither texts nor numbers");
    while (n > 0)
        free(r->text[--n]);
    return good;
}

int page_from_wire(const char *s, size_t n, struct page **out)
{
    struct reader r = {.p = page_new("", "")};
    struct json j;
    json_open(&j, s);
    bool good = strlen(s) == n && json_next(&j) == JSON_ARRAY;
    while (good && json_next(&j) == JSON_ARRAY)
        good = read_item(&r, &j);
    good = good && j.item == JSON_LEAVE && json_next(&j) == JSON_END && r.item > 0;
    int rc = json_close(&j);
    if (good && r.p->size.height <= 0 && !page_is_paper(r.p))
        good = wire_refuse(&r, "a roll takes papers only");
    if (good) {
        *out = r.p;
        return QT_OK;
    }
    page_free(r.p);
    return rc < 0 && !r.why ? rc : fault(QT_REFUSED, "item %d: %s", r.item, r.why ? r.why : "not an array of items");
}
