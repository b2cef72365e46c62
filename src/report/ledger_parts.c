/* What the pages of the ledger share: how they begin, cells, and transfers read in pages. */
#include "ledger_parts.h"

#include <stdlib.h>
#include <string.h>

#include "values.h"

/* Rows read at once: of an account or a unit along an index; of the house the whole is sorted for each page. */
enum { PAGE_ROWS = 500, HOUSE_ROWS = 20000 };

const char *account_shown(struct desk *d, const char *name)
{
    const struct account *a = chart_account(desk_chart(d), name);
    return a ? label_of(&a->label, desk_lang(d), name) : name;
}

struct page *ledger_begin_page(struct desk *d, const char *stem, const char *title)
{
    struct page *p = page_new(stem, title);
    char *building = desk_setting(d, "building");
    if (building && building[0])
        page_building(p, building);
    free(building);
    page_foot(p, _("page {n} of {m}"));
    page_about(p, "transfer", stem, 0);
    paper_subtitle(d, p, NULL);
    return p;
}

void ledger_table(struct page *p, const char *key, bool shown, const struct ledger_column *columns, size_t n)
{
    data_table(p, key);
    for (size_t i = 0; i < n; i++) {
        const char *heading = columns[i].heading ? gettext(columns[i].heading) : columns[i].key;
        data_column(p, columns[i].key, heading, columns[i].width, columns[i].align);
        if (!columns[i].heading || !shown)
            page_json_only(p);
    }
}

void ledger_pair(struct page *p, const char *label, const char *key, int64_t fen)
{
    char *text = money_show(fen);
    page_pair(p, label, text);
    page_key(p, key);
    free(text);
}

struct page_cell words_cell(const char *text, const char *plain)
{
    return (struct page_cell){
        .kind = KIND_TEXT, .text = mem_dup(text), .plain = plain ? mem_dup(plain) : NULL, .empty = !text[0]};
}

struct page_cell money_cell(int64_t fen)
{
    return (struct page_cell){.kind = KIND_MONEY, .number = fen, .text = money_show(fen)};
}

struct page_cell number_cell(int64_t n)
{
    return (struct page_cell){
        .kind = KIND_NUMBER, .number = n, .text = n ? mem_printf("%lld", (long long)n) : NULL, .empty = !n};
}

void quiet_cells(struct page_cell *cells, size_t n, bool quiet)
{
    for (size_t i = 0; i < n && quiet; i++)
        cells[i].tone = TONE_QUIET;
}

void ledger_put(struct page *p, struct page_cell *cells, size_t n)
{
    page_cells(p, cells);
    for (size_t i = 0; i < n; i++) {
        free(cells[i].text);
        free(cells[i].plain);
    }
}

/* The other account, whose it is, what it is for; what was undone says so. */
char *transfer_what(struct desk *d, const struct transfer *t, const char *other, const char *shown, bool unit)
{
    struct buf b = {0};
    const char *more[] = {unit ? t->unit : "", t->party, t->object, t->period};
    if (t->reverses)
        buf_addf(&b, "%s: ", _("undone"));
    buf_add(&b, account_shown(d, other));
    for (size_t i = 0; i < ARRAY_LEN(more); i++)
        if (more[i][0] && strcmp(more[i], shown) != 0)
            buf_addf(&b, " %s", more[i]);
    return buf_take(&b);
}

/* ---- transfers in pages ------------------------------------------------------------------------------------ */

void ledger_walk_begin(struct ledger_walk *w, struct desk *d, const struct transfer_filter *f)
{
    *w = (struct ledger_walk){.d = d,
                              .f = *f,
                              .account = mem_dup(f->account),
                              .unit = mem_dup(f->unit),
                              .from = mem_dup(f->from),
                              .to = mem_dup(f->to)};
    w->f.account = w->account;
    w->f.unit = w->unit;
    w->f.from = w->from;
    w->f.to = w->to;
    w->f.by_day = true;
    w->f.limit = f->account || f->unit ? PAGE_ROWS : HOUSE_ROWS;
}

/* The next page begins behind the last transfer of this one. */
static int read_page(struct ledger_walk *w)
{
    if (w->n) {
        free(w->last);
        w->last = mem_dup(w->v[w->n - 1].day);
        w->f.after = w->v[w->n - 1].id;
        w->f.after_day = w->last;
    }
    transfers_free(w->v, w->n);
    w->v = NULL;
    w->at = w->n = 0;
    int rc = desk_transfers(w->d, &w->f, &w->v, &w->n);
    w->over = w->n < w->f.limit;
    return rc;
}

int ledger_walk_next(struct ledger_walk *w, const struct transfer **t)
{
    if (w->at == w->n && !w->over) {
        int rc = read_page(w);
        if (rc < 0)
            return rc;
    }
    if (w->at == w->n)
        return 0;
    *t = &w->v[w->at++];
    return 1;
}

void ledger_walk_end(struct ledger_walk *w)
{
    transfers_free(w->v, w->n);
    free(w->account);
    free(w->unit);
    free(w->from);
    free(w->to);
    free(w->last);
    *w = (struct ledger_walk){0};
}
