/* Reading the lines of wire.c. Strict: its input is whatever comes on stdin. */
#include "page.h"

enum { CELLS_MOST = 2000000 };

struct reader {
    struct page *p;
    int line;
    size_t columns, cells; /* columns the present table still waits for; cells so far, of all tables */
    const char *why;
};
typedef bool take_fn(struct reader *r, char *rest);

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

/* Escapes are taken out in place. */
static bool unescape_cell(struct reader *r, char *s)
{
    char *to = s;
    for (; *s; s++, to++) {
        if (*s != '\\') {
            *to = *s;
            continue;
        }
        s++;
        if (*s != '|' && *s != '\\')
            return wire_refuse(r, "an escape other than \\| and \\\\");
        *to = *s == '|' ? '\n' : '\\';
    }
    *to = '\0';
    return true;
}

/* One text without newlines. */
static bool one_line(struct reader *r, char *s)
{
    if (strchr(s, '\t') || !unescape_cell(r, s))
        return r->why ? false : wire_refuse(r, "a tab within a text");
    return !strchr(s, '\n') || wire_refuse(r, "a newline where there can be none");
}

/* A number of at most `most` and the space behind it; NULL: none. */
static char *read_number(struct reader *r, char *s, int least, int most, int *out)
{
    int n = 0;
    char *p = s;
    for (; *p >= '0' && *p <= '9' && n <= most; p++)
        n = n * 10 + (*p - '0');
    if (p == s || n < least || n > most || (*p && *p != ' ')) {
        (void)wire_refuse(r, "no number in the range allowed");
        return NULL;
    }
    *out = n;
    return *p ? p + 1 : p;
}

/* s cut at its tabs into exactly n cells. */
static bool split_cells(struct reader *r, char *s, char **cells, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        char *tab = strchr(s, '\t');
        if (!tab != (i + 1 == n))
            return wire_refuse(r, "not as many cells as there are columns");
        if (tab)
            *tab = '\0';
        cells[i] = s;
        if (!unescape_cell(r, s))
            return false;
        s = tab ? tab + 1 : s;
    }
    return true;
}

/* ---- a line each ---------------------------------------------------------------------------------------- */

static bool take_building(struct reader *r, char *rest)
{
    return one_line(r, rest) && (page_building(r->p, rest), true);
}

static bool take_paper(struct reader *r, char *rest)
{
    const struct page_size *size = page_size_find(rest);
    return size ? (page_set_size(r->p, size), true) : wire_refuse(r, "no such paper");
}

static bool take_title(struct reader *r, char *rest)
{
    if (!one_line(r, rest))
        return false;
    free(r->p->title);
    r->p->title = mem_dup(rest);
    return true;
}

static bool take_subtitle(struct reader *r, char *rest)
{
    return one_line(r, rest) && (page_subtitle(r->p, rest), true);
}

static bool take_pages(struct reader *r, char *rest)
{
    return one_line(r, rest) && (page_foot(r->p, rest), true);
}

static bool take_heading(struct reader *r, char *rest)
{
    return one_line(r, rest) && (page_heading(r->p, rest), true);
}

static bool take_text(struct reader *r, char *rest)
{
    char *cell;
    return split_cells(r, rest, &cell, 1) && (page_text(r->p, cell), true);
}

static bool take_pairs(struct reader *r, char *rest)
{
    int n;
    return read_number(r, rest, 1, PAGE_PAIRS_MOST, &n) && (page_pairs(r->p, n), true);
}

static bool take_pair(struct reader *r, char *rest)
{
    char *cells[2];
    if (!present_block(r, BLOCK_PAIRS))
        return wire_refuse(r, "a pair outside of pairs");
    return split_cells(r, rest, cells, 2) && (page_pair(r->p, cells[0], cells[1]), true);
}

static bool take_table(struct reader *r, char *rest)
{
    int n;
    if (!read_number(r, rest, 1, PAGE_COLUMNS_MOST, &n))
        return false;
    page_table(r->p);
    r->columns = (size_t)n;
    return true;
}

static bool take_column(struct reader *r, char *rest)
{
    static const struct {
        const char *word;
        enum page_align align;
    } words[] = {{"left ", ALIGN_LEFT}, {"right ", ALIGN_RIGHT}, {"center ", ALIGN_CENTER}, {"bar ", ALIGN_BAR}};
    int width;

    if (r->columns == 0)
        return wire_refuse(r, "a column more than was told");
    rest = read_number(r, rest, 1, 200, &width);
    for (size_t i = 0; rest && i < ARRAY_LEN(words); i++) {
        size_t n = strlen(words[i].word);
        if (strncmp(rest, words[i].word, n) != 0)
            continue;
        if (!one_line(r, rest + n))
            return false;
        page_column(r->p, rest + n, width, words[i].align);
        r->columns--;
        return true;
    }
    return r->why ? false : wire_refuse(r, "no alignment");
}

static bool read_row(struct reader *r, char *rest, bool total)
{
    struct page_block *b = present_block(r, BLOCK_TABLE);
    char *cells[PAGE_COLUMNS_MOST];
    if (!b || b->ncolumns == 0)
        return wire_refuse(r, "a row outside of a table");
    if (b->total)
        return wire_refuse(r, "a row behind the totals");
    r->cells += b->ncolumns;
    if (r->cells > CELLS_MOST)
        return wire_refuse(r, "too many cells");
    if (!split_cells(r, rest, cells, b->ncolumns))
        return false;
    for (size_t i = 0; i < b->ncolumns; i++) {
        int share = 0;
        if (b->column[i].align != ALIGN_BAR) {
            block_add_text(b, cells[i], true);
            continue;
        }
        if (*cells[i] && (!read_number(r, cells[i], 0, 1000, &share) || strchr(cells[i], ' ')))
            return wire_refuse(r, "a bar that is no number of thousandths");
        block_add_cell(b, &(struct page_cell){.kind = KIND_BAR, .number = share, .empty = !*cells[i]}, false);
    }
    b->total = total;
    return true;
}

static bool take_row(struct reader *r, char *rest)
{
    return read_row(r, rest, false);
}

static bool take_total(struct reader *r, char *rest)
{
    return read_row(r, rest, true);
}

static bool take_signs(struct reader *r, char *rest)
{
    char *cells[8];
    size_t n = 1;
    for (const char *p = rest; (p = strchr(p, '\t')); p++)
        n++;
    if (n > ARRAY_LEN(cells))
        return wire_refuse(r, "too many to sign");
    return split_cells(r, rest, cells, n) && (page_signs(r->p, (const char *const *)cells, n), true);
}

static bool take_lines(struct reader *r, char *rest)
{
    int n;
    rest = read_number(r, rest, 0, 40, &n);
    return rest && one_line(r, rest) && (page_lines(r->p, rest, n), true);
}

/* ---- all of them ---------------------------------------------------------------------------------------- */

static bool read_line(struct reader *r, char *line)
{
    static const struct {
        const char *word;
        take_fn *fn;
    } words[] = {
        {"building", take_building}, {"title", take_title},   {"subtitle", take_subtitle}, {"pages", take_pages},
        {"heading", take_heading},   {"text", take_text},     {"pairs", take_pairs},       {"pair", take_pair},
        {"table", take_table},       {"row", take_row},       {"total", take_total},       {"signs", take_signs},
        {"lines", take_lines},       {"column", take_column}, {"paper", take_paper},
    };
    size_t n = strcspn(line, " ");

    if (r->columns > 0 && strncmp(line, "column ", 7) != 0)
        return wire_refuse(r, "a table with too few columns");
    for (size_t i = 0; line[n] == ' ' && i < ARRAY_LEN(words); i++)
        if (strlen(words[i].word) == n && memcmp(line, words[i].word, n) == 0)
            return words[i].fn(r, line + n + 1);
    return wire_refuse(r, "an unknown word");
}

/* Nothing that the model's own cleaning would have changed: it did not come from there. */
static bool is_clean(const char *s, size_t n)
{
    bool changed = false;
    if (memchr(s, '\0', n) || memchr(s, '\r', n))
        return false;
    free(text_clean(s, n, true, &changed));
    return !changed;
}

/* text: the lines, cut up while they are read. True when `end` came last. */
static bool read_lines(struct reader *r, char *text)
{
    char *next;
    for (char *line = text; *line; line = next) {
        char *end = strchr(line, '\n');
        if (!end)
            return wire_refuse(r, "a line without its end");
        *end = '\0';
        next = end + 1;
        if (++r->line == 1) {
            if (strcmp(line, "qiantai-print 2") != 0)
                return wire_refuse(r, "another format than qiantai-print 2");
        } else if (strcmp(line, "end") == 0) {
            return (!*next && r->columns == 0) ||
                   wire_refuse(r, "something behind the end or a table without its columns");
        } else if (!read_line(r, line)) {
            return false;
        }
    }
    return wire_refuse(r, "the end is missing");
}

int page_from_wire(const char *s, size_t n, struct page **out)
{
    struct reader r = {.p = page_new("", "")};
    char *text = mem_dupn(s, n);
    bool good = is_clean(s, n) ? read_lines(&r, text) : wire_refuse(&r, "characters that cannot be printed");
    free(text);
    if (good) {
        *out = r.p;
        return QT_OK;
    }
    page_free(r.p);
    return fault(QT_REFUSED, "line %d: %s", r.line, r.why);
}
