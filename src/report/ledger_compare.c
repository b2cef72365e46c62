/* What a list of a register says is owed, beside what of it is in the books: by unit, count and sum. They agree when
 * every record of the list was booked, once, with its amount. */
#include <stdlib.h>
#include <string.h>

#include "ledger_parts.h"
#include "values.h"

enum { PAGE_RECORDS = 500 };

struct item { /* a record of the list */
    char *unit;
    int64_t sum, booked;
    int64_t entries;
};
struct comparing {
    struct desk *d;
    const struct form *form;
    int amount; /* the field */
    struct item *v;
    size_t n;
};

/* What it owes by its own bookings: debits on accounts of items that were not undone. */
static int add_booked(const struct comparing *c, const struct record *r, struct item *i)
{
    struct transfer *v = NULL;
    size_t n = 0;
    int rc = desk_transfers(c->d, &(struct transfer_filter){.reg = c->form->name, .record = r->id}, &v, &n);
    for (size_t k = 0; rc == QT_OK && k < n; k++) {
        const struct account *a = chart_account(desk_chart(c->d), v[k].debit);
        if (!a || !a->items || v[k].reverses || v[k].reversed)
            continue;
        i->booked += v[k].amount;
        i->entries++;
    }
    transfers_free(v, n);
    return rc;
}

static int add_record(struct comparing *c, const struct record *r)
{
    const struct value *unit = c->form->unit_field >= 0 ? &r->v[c->form->unit_field] : NULL;
    const struct value *sum = &r->v[c->amount];
    c->v = mem_resize(c->v, c->n + 1, sizeof *c->v);
    struct item *i = &c->v[c->n++];
    *i = (struct item){.unit = mem_dup(unit && unit->kind == VAL_TEXT ? unit->s : ""),
                       .sum = sum->kind == VAL_INT ? sum->i : 0};
    return add_booked(c, r, i);
}

static int read_list(struct comparing *c, struct desk_list *list)
{
    struct record_page part = {0};
    struct record *last = NULL;
    bool more = true;
    int rc = QT_OK;
    while (rc == QT_OK && more) {
        rc = desk_list_page(list, last ? PAGE_AFTER : PAGE_FIRST, last, PAGE_RECORDS, &part);
        for (size_t i = 0; rc == QT_OK && i < part.n; i++) {
            struct record *whole = NULL;
            rc = desk_get(c->d, c->form, part.v[i]->id, &whole);
            if (rc == QT_OK)
                rc = add_record(c, whole);
            record_free(whole);
        }
        more = rc == QT_OK && part.more && part.n > 0;
        record_free(last);
        last = more ? part.v[--part.n] : NULL; /* outlives its page */
        desk_page_free(&part);
    }
    record_free(last);
    return rc;
}

static int by_unit(const void *a, const void *b)
{
    return strcmp(((const struct item *)a)->unit, ((const struct item *)b)->unit);
}

static void put_sums(struct page *p, const char *unit, int64_t n, int64_t entries, int64_t sum, int64_t booked)
{
    struct page_cell cells[] = {words_cell(unit, NULL), number_cell(n),     money_cell(sum),
                                number_cell(entries),   money_cell(booked), money_cell(booked - sum)};
    bool agrees = n == entries && sum == booked;
    for (size_t i = 0; i < ARRAY_LEN(cells) && !agrees; i++)
        cells[i].tone = TONE_WARN;
    ledger_put(p, cells, ARRAY_LEN(cells));
}

/* By unit, then all; how many units do not agree. A record with more than one booking does not, whatever the sum. */
static size_t put_units(const struct comparing *c, struct page *p)
{
    struct item all = {0};
    size_t differ = 0;
    for (size_t i = 0, next; i < c->n; i = next) {
        struct item u = {.unit = c->v[i].unit};
        bool agrees = true;
        for (next = i; next < c->n && strcmp(c->v[next].unit, u.unit) == 0; next++) {
            agrees = agrees && c->v[next].entries == 1 && c->v[next].sum == c->v[next].booked;
            u.sum += c->v[next].sum;
            u.booked += c->v[next].booked;
            u.entries += c->v[next].entries;
        }
        put_sums(p, u.unit, (int64_t)(next - i), u.entries, u.sum, u.booked);
        differ += !agrees;
        all.sum += u.sum;
        all.booked += u.booked;
        all.entries += u.entries;
    }
    put_sums(p, _("Total"), (int64_t)c->n, all.entries, all.sum, all.booked);
    page_total(p);
    return differ;
}

static int money_total(const struct form *f, const struct list_rule *list)
{
    for (size_t i = 0; i < list->ntotals; i++) {
        int field = form_field(f, list->totals[i]);
        if (field >= 0 && f->fields[field].type == FT_MONEY)
            return field;
    }
    return -1;
}

static struct page *compare_page(const struct comparing *c, const struct list_rule *list, size_t *differ)
{
    static const struct ledger_column columns[] = {
        {"unit", N_("Unit"), 12, ALIGN_LEFT},
        {"records", N_("Entries"), 8, ALIGN_RIGHT},
        {"sum", N_("Sum"), 14, ALIGN_RIGHT},
        {"booked_records", N_("In the books"), 12, ALIGN_RIGHT},
        {"booked", N_("Sum in the books"), 16, ALIGN_RIGHT},
        {"difference", N_("Difference"), 12, ALIGN_RIGHT},
    };
    char *title = mem_printf("%s  %s", form_label(c->d, c->form), _("Register and books"));
    struct page *p = ledger_begin_page(c->d, "compare", title);
    page_pairs(p, 2);
    page_pair(p, _("List"), label_of(&list->label, desk_lang(c->d), list->name));
    ledger_table(p, "units", true, columns, ARRAY_LEN(columns));
    *differ = put_units(c, p);
    page_holds(p, (int64_t)c->n);
    free(title);
    return p;
}

int ledger_compare_page(struct desk *d, const struct form *f, int list, size_t *differ, struct page **out)
{
    struct comparing c = {.d = d, .form = f, .amount = money_total(f, &f->lists[list])};
    struct query q = {.form = f, .list = list, .sort = -1};
    struct desk_list *l = NULL;
    *out = NULL;
    int rc = desk_ledger_permit(d, true);
    if (rc == QT_OK && c.amount < 0)
        rc = fault(QT_REFUSED, _("The list %s adds up no money: it has no amount in its totals."), f->lists[list].name);
    if (rc == QT_OK)
        rc = desk_list_open(d, &q, &l);
    if (rc == QT_OK)
        rc = read_list(&c, l);
    if (l)
        desk_list_close(l);
    if (c.n > 1)
        qsort(c.v, c.n, sizeof *c.v, by_unit);
    if (rc == QT_OK)
        *out = compare_page(&c, &f->lists[list], differ);
    for (size_t i = 0; i < c.n; i++)
        free(c.v[i].unit);
    free(c.v);
    return rc;
}
