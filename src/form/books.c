/* books, reverse and receipt of an action: what money it moves. */
#include "qiantai/form_expr.h"
#include "read.h"

/* ---- accounts ---- */

static void bad_account(struct loader *l, const struct place *at, const char *name)
{
    const struct chart *c = &l->set->pub.chart;
    struct names ns = {0};
    for (size_t i = 0; i < c->naccounts; i++)
        form_names_add(&ns, c->accounts[i].name);
    form_bad_name(l, at, _("account"), name, &ns);
}

/* One file alone may lie far from its accounts. */
static bool accounts_unknown(const struct loader *l)
{
    return l->set->pub.alone && l->set->pub.chart.naccounts == 0;
}

/* Every choice of the field gives an account that there is. */
static void check_choices(struct loader *l, const struct place *at, const struct account_name *a, const struct field *f)
{
    for (size_t i = 0; i < f->nchoices; i++) {
        char *name = mem_printf("%s%s%s", a->before, f->choices[i].name ? f->choices[i].name : "?", a->behind);
        if (!chart_account(&l->set->pub.chart, name))
            bad_account(l, at, name);
        free(name);
    }
}

static void read_account(struct loader *l, struct node n, const struct form *over, struct account_name *a)
{
    char *s = read_word(l, n), *open = s ? strchr(s, '{') : NULL, *close = open ? strchr(open, '}') : NULL;
    a->field = -1;
    a->before = s ? s : form_copy(l, "");
    a->behind = form_copy(l, "");
    if (!s || accounts_unknown(l))
        return;
    if (!open) {
        if (!chart_account(&l->set->pub.chart, s))
            bad_account(l, &n.at, s);
        return;
    }
    if (!close) {
        form_bad(l, &n.at, _("'{' without '}'"));
        return;
    }
    *open = *close = '\0';
    a->behind = close + 1;
    a->field = form_field(over, open + 1);
    if (a->field < 0) {
        struct names ns = {0};
        for (size_t i = 0; i < over->nfields; i++)
            if (over->fields[i].name)
                form_names_add(&ns, over->fields[i].name);
        form_bad_name(l, &n.at, _("field"), open + 1, &ns);
    } else if (over->fields[a->field].type == FT_ENUM && !over->fields[a->field].free) {
        check_choices(l, &n.at, a, &over->fields[a->field]);
    }
}

/* ---- an entry ---- */

/* What its expressions see: the record's fields, and the columns of the row behind them. */
static const struct form *over_rows(struct loader *l, const struct form *f, int each, const struct place *at)
{
    const struct field *items = &f->fields[each];
    struct form *over = form_alloc(l, 1, sizeof *over);
    *over = *f;
    over->fields = form_alloc(l, f->nfields + items->nchildren, sizeof *over->fields);
    memcpy(over->fields, f->fields, f->nfields * sizeof *over->fields);
    for (size_t i = 0; i < items->nchildren; i++) {
        const struct field *column = &items->children[i];
        if (column->name && form_field(f, column->name) >= 0)
            form_bad(l, at, _("the record and its rows have both a '%s': give the column another name"), column->name);
        over->fields[over->nfields++] = *column;
    }
    return over;
}

static void read_each(struct loader *l, struct node n, void *to)
{
    struct book_entry *b = to;
    int i = read_declared(l, n);
    if (i >= 0 && l->form->fields[i].type != FT_ITEMS)
        form_bad(l, &n.at, _("'each' names a field of type items"));
    else if (i >= 0)
        b->over = over_rows(l, l->form, b->each = i, &n.at);
}

static void read_debit(struct loader *l, struct node n, void *to)
{
    struct book_entry *b = to;
    read_account(l, n, b->over, &b->debit);
}

static void read_credit(struct loader *l, struct node n, void *to)
{
    struct book_entry *b = to;
    read_account(l, n, b->over, &b->credit);
}

#define BOOK(key, flags)                                                                                               \
    {                                                                                                                  \
#key, offsetof(struct book_entry, key), read_expr, flags                                                       \
    }
static const struct key book_keys[] = {
    {"each", 0, read_each, 0},
    {"debit", 0, read_debit, KEY_MUST},
    {"credit", 0, read_credit, KEY_MUST},
    BOOK(amount, KEY_MUST),
    BOOK(when, 0),
    BOOK(unit, 0),
    BOOK(party, 0),
    BOOK(object, 0),
    BOOK(kind, 0),
    BOOK(due, 0),
    BOOK(period, 0),
    BOOK(day, 0),
    BOOK(key, 0),
    BOOK(pays, 0),
};

static bool same_account(const struct account_name *a, const struct account_name *b)
{
    return a->before && b->before && a->field == b->field && strcmp(a->before, b->before) == 0 &&
           strcmp(a->behind, b->behind) == 0;
}

/* The ledger is kept for good and stands in the open in the journal: no name, no telephone goes into it. */
static void look_for_personal(struct loader *l, const struct form *over, const struct expr *e, const struct sql_node *n)
{
    int i = n->kind == SQL_NAME ? form_field(over, n->text) : -1;
    if (i >= 0 && (over->fields[i].personal || over->fields[i].secret)) {
        struct place p = expr_place(e, n->at);
        form_bad(l, &p, _("'%s' is about a person: what is booked stays for good, so it names a number instead"),
                 n->text);
    }
    for (const struct sql_node *child = n->first; child; child = child->next)
        look_for_personal(l, over, e, child);
}

static void check_personal(struct loader *l, const struct book_entry *b)
{
    const struct expr *const kept[] = {b->unit, b->party, b->object, b->kind, b->due, b->period, b->key, b->pays};
    for (size_t i = 0; i < ARRAY_LEN(kept); i++) {
        struct sql_node *root = kept[i] ? sql_parse(kept[i]->sql) : NULL;
        if (root)
            look_for_personal(l, b->over, kept[i], root);
        sql_free(root);
    }
}

void read_books(struct loader *l, struct node n, void *to)
{
    struct books *books = to;
    books->v = form_alloc(l, seq_count(n) + 1, sizeof *books->v);
    void *it = NULL;
    for (struct node i; (i = seq_next(n, &it)).y;) {
        struct book_entry *b = &books->v[books->n];
        *b = (struct book_entry){.at = i.at, .each = -1, .over = l->form};
        if (!read_map(l, i, _("an entry of the books"), book_keys, ARRAY_LEN(book_keys), b, NULL))
            continue;
        check_personal(l, b);
        if (same_account(&b->debit, &b->credit))
            form_bad(l, &i.at, _("debit and credit are the same account"));
        if (b->amount && b->debit.before && b->credit.before)
            books->n++;
    }
}

void read_reverse(struct loader *l, struct node n, void *to)
{
    static const char *const names[] = {"last", "all"};
    int which = read_choice(l, n, _("reverse"), names, ARRAY_LEN(names));
    ((struct books *)to)->reverse = which < 0 ? REVERSE_NONE : which == 0 ? REVERSE_LAST : REVERSE_ALL;
}

/* ---- receipt ---- */

static void read_receipt_series(struct loader *l, struct node n, void *to)
{
    const struct chart *c = &l->set->pub.chart;
    char *s = read_word(l, n);
    ((struct books *)to)->series = s;
    if (!s || accounts_unknown(l) || chart_series(c, s))
        return;
    struct names ns = {0};
    for (size_t i = 0; i < c->nseries; i++)
        form_names_add(&ns, c->series[i].name);
    form_bad_name(l, &n.at, _("series"), s, &ns);
}

static void read_receipt_field(struct loader *l, struct node n, void *to)
{
    int i = read_declared(l, n);
    if (i >= 0 && l->form->fields[i].type != FT_TEXT)
        form_bad(l, &n.at, _("the number of a receipt goes into a field of type text"));
    ((struct books *)to)->receipt = i;
}

void read_receipt(struct loader *l, struct node n, void *to)
{
    static const struct key keys[] = {{"series", 0, read_receipt_series, KEY_MUST},
                                      {"field", 0, read_receipt_field, KEY_MUST}};
    (void)read_map(l, n, _("a receipt"), keys, ARRAY_LEN(keys), to, NULL);
}
