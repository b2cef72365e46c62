/* What an action books: its entries worked out, and written under one event. */
#include "money.h"

#include <stdlib.h>
#include <string.h>

void booking_plan_free(struct booking_plan *p)
{
    transfers_free(p->t, p->n);
    *p = (struct booking_plan){0};
}

const char *account_label(const struct desk *d, const char *name)
{
    const struct account *a = chart_account(&d->forms->chart, name);
    return a ? label_of(&a->label, d->lang, name) : name;
}

void money_today(char out[11])
{
    date_format(clock_now(), out);
}

int money_day(struct desk *d, const char *day, char out[11])
{
    char *closed = desk_setting(d, "books_closed");
    struct civil last;
    snprintf(out, 11, "%s", day);
    if (closed && closed[0] && !date_read(closed, &last)) {
        int rc = fault(QT_REFUSED, _("The setting books_closed is no date: %s."), closed);
        free(closed);
        return rc;
    }
    if (closed && closed[0] && strcmp(day, closed) <= 0)
        date_format(day_add(date_time(closed, 0), 1), out);
    free(closed);
    return QT_OK;
}

/* ---- an entry ---------------------------------------------------------------------------------------------- */

static int book_text(struct desk *d, const struct expr *e, const struct record *r, char **out)
{
    struct value v = {0};
    int rc = e ? expr_eval(d->db, e, r, NULL, 0, &v) : QT_OK;
    if (rc == QT_OK && v.kind == VAL_INT)
        *out = mem_printf("%lld", (long long)v.i);
    else if (rc == QT_OK && v.kind == VAL_TEXT)
        *out = mem_dup(v.s);
    value_clear(&v);
    return rc;
}

/* An empty one is none, or the second of them would be booked already. */
static int book_key(struct desk *d, const struct expr *e, const struct record *r, char **out)
{
    int rc = book_text(d, e, r, out);
    if (*out && !(*out)[0]) {
        free(*out);
        *out = NULL;
    }
    return rc;
}

/* As it is kept in each text column: "" where there is none. */
static int book_column(struct desk *d, const struct expr *e, const struct record *r, char **out)
{
    int rc = book_text(d, e, r, out);
    if (!*out)
        *out = mem_dup("");
    return rc;
}

static int book_account(struct desk *d, const struct book_entry *b, const struct account_name *a,
                        const struct record *r, char **out)
{
    const struct value *v = a->field >= 0 ? &r->v[a->field] : NULL;
    *out = mem_printf("%s%s%s", a->before, v && v->kind == VAL_TEXT ? v->s : "", v ? a->behind : "");
    if (chart_account(&d->forms->chart, *out))
        return QT_OK;
    return fault(QT_REFUSED, _("There is no account %s (%s, line %d); nothing was changed."), *out,
                 b->at.file ? b->at.file : "?", b->at.line);
}

static int book_day(struct desk *d, const struct expr *e, const struct record *r, char day[11])
{
    char *given = NULL, today[11];
    struct civil c;
    money_today(today);
    int rc = book_text(d, e, r, &given);
    if (rc == QT_OK && given && given[0] && !date_read(given, &c))
        rc = fault(QT_REFUSED, _("%s is no day to book to; nothing was changed."), given);
    if (rc == QT_OK && given && strcmp(given, today) > 0)
        rc = fault(QT_REFUSED, _("%s has not come yet: nothing can be booked to it."), given);
    if (rc == QT_OK)
        rc = money_day(d, given && given[0] ? given : today, day);
    free(given);
    return rc;
}

/* A due day is a date, or none. */
static int check_due(const struct transfer *t)
{
    struct civil c;
    return !t->due[0] || date_read(t->due, &c) ? QT_OK
                                               : fault(QT_REFUSED, _("%s is no day; nothing was changed."), t->due);
}

/* What nobody owes cannot be paid. */
static int check_items(struct desk *d, const struct transfer *t)
{
    const struct account *debit = chart_account(&d->forms->chart, t->debit);
    const struct account *credit = chart_account(&d->forms->chart, t->credit);
    if ((!debit->items && !credit->items) || t->unit[0] || t->party[0])
        return QT_OK;
    return fault(QT_REFUSED, _("%s: it must be known of which unit or party; nothing was changed."),
                 debit->items ? account_label(d, t->debit) : account_label(d, t->credit));
}

/* A debt of a unit that is not on file would be found by nobody. The record's own unit was looked at when it was saved.
 */
static int check_unit(struct desk *d, const struct book_entry *b, const struct transfer *t)
{
    const struct form *units = b->unit && t->unit[0] ? forms_find(d->forms, "unit") : NULL;
    struct record *found = NULL;
    int rc = units ? rec_find(d->db, units, t->unit, &found) : QT_OK;
    record_free(found);
    return rc == QT_NOTFOUND ? fault(QT_REFUSED, _("There is no unit %s; nothing was changed."), t->unit) : rc;
}

/* Not said: the kind of the account that has one. */
static void default_kind(struct desk *d, struct transfer *t)
{
    const struct account *debit = chart_account(&d->forms->chart, t->debit);
    const struct account *credit = chart_account(&d->forms->chart, t->credit);
    const char *kind = credit->kind ? credit->kind : debit->kind;
    if (t->kind[0] || !kind)
        return;
    free(t->kind);
    t->kind = mem_dup(kind);
}

static int book_amount(struct desk *d, const struct book_entry *b, const struct record *r, int64_t *amount)
{
    struct value v = {0};
    bool wanted = true;
    *amount = 0;
    int rc = b->when ? desk_condition(d, b->when, r, false, &wanted) : QT_OK;
    if (rc == QT_OK && wanted)
        rc = expr_eval(d->db, b->amount, r, NULL, 0, &v);
    if (rc == QT_OK && v.kind == VAL_TEXT)
        rc = fault(QT_REFUSED, _("An amount to be booked is no number (%s, line %d); nothing was changed."),
                   b->at.file ? b->at.file : "?", b->at.line);
    else if (rc == QT_OK && v.kind == VAL_INT)
        *amount = v.i;
    value_clear(&v);
    if (rc == QT_OK && *amount < 0) {
        char *shown = money_show(*amount);
        rc = fault(QT_REFUSED, _("%s cannot be booked: an amount is not below 0; nothing was changed."), shown);
        free(shown);
    }
    return rc;
}

static int book_texts(struct desk *d, const struct book_entry *b, const struct record *r, struct transfer *t)
{
    const struct form *f = b->over;
    const struct value *unit = f->unit_field >= 0 ? &r->v[f->unit_field] : NULL;
    int rc = book_account(d, b, &b->debit, r, &t->debit);
    if (rc == QT_OK)
        rc = book_account(d, b, &b->credit, r, &t->credit);
    if (rc == QT_OK && b->unit)
        rc = book_column(d, b->unit, r, &t->unit);
    else
        t->unit = mem_dup(unit && unit->kind == VAL_TEXT ? unit->s : "");
    if (rc == QT_OK)
        rc = book_column(d, b->party, r, &t->party);
    if (rc == QT_OK)
        rc = book_column(d, b->object, r, &t->object);
    if (rc == QT_OK)
        rc = book_column(d, b->kind, r, &t->kind);
    if (rc == QT_OK)
        rc = book_column(d, b->due, r, &t->due);
    if (rc == QT_OK)
        rc = book_column(d, b->period, r, &t->period);
    if (rc == QT_OK)
        rc = book_key(d, b->key, r, &t->key);
    if (rc == QT_OK)
        rc = book_text(d, b->pays, r, &t->pays);
    return rc;
}

static int plan_entry(struct desk *d, const struct book_entry *b, const struct record *r, struct booking_plan *p)
{
    struct transfer t = {0};
    int rc = book_amount(d, b, r, &t.amount);
    if (rc < 0 || t.amount == 0)
        return rc;
    rc = book_texts(d, b, r, &t);
    if (rc == QT_OK && strcmp(t.debit, t.credit) == 0)
        rc = fault(QT_REFUSED, _("%s: money cannot go from an account to itself; nothing was changed."),
                   account_label(d, t.debit));
    if (rc == QT_OK)
        rc = check_items(d, &t);
    if (rc == QT_OK)
        rc = check_unit(d, b, &t);
    if (rc == QT_OK)
        rc = check_due(&t);
    if (rc == QT_OK)
        rc = book_day(d, b->day, r, t.day);
    if (rc < 0) {
        transfer_clear(&t);
        return rc;
    }
    default_kind(d, &t);
    t.reg = mem_dup(r->form->name);
    p->t = mem_resize(p->t, p->n + 1, sizeof *p->t);
    p->t[p->n++] = t;
    return QT_OK;
}

/* ---- its rows ---------------------------------------------------------------------------------------------- */

/* The columns of the row at hand, behind the record's own fields. */
static void take_row(struct json *j, struct record *r, size_t first, size_t columns)
{
    enum json_item item;
    for (size_t i = 0; (item = json_next(j)) != JSON_LEAVE && item != JSON_BAD && item != JSON_END; i++) {
        if (i < columns)
            value_from_json(&r->v[first + i], j);
        if (item == JSON_ARRAY || item == JSON_OBJECT)
            json_skip(j);
    }
}

static int plan_rows(struct desk *d, const struct book_entry *b, const struct record *w, struct booking_plan *p)
{
    const struct value *rows = &w->v[b->each];
    if (rows->kind != VAL_TEXT)
        return QT_OK;
    struct record *r = record_new(b->over);
    r->id = w->id;
    for (size_t i = 0; i < w->form->nfields; i++)
        value_copy(&r->v[i], &w->v[i]);
    struct json j;
    int rc = QT_OK;
    json_open(&j, rows->s);
    bool any = json_next(&j) == JSON_ARRAY;
    while (rc == QT_OK && any && json_next(&j) == JSON_ARRAY) {
        for (size_t i = w->form->nfields; i < b->over->nfields; i++)
            value_clear(&r->v[i]);
        take_row(&j, r, w->form->nfields, b->over->nfields - w->form->nfields);
        rc = plan_entry(d, b, r, p);
    }
    int closed = json_close(&j);
    record_free(r);
    return rc < 0 || rc == QT_OK ? rc : closed;
}

/* ---- the action -------------------------------------------------------------------------------------------- */

static int plan_receipt(struct desk *d, const struct books *books, struct record *w, struct booking_plan *p)
{
    p->series = chart_series(&d->forms->chart, books->series);
    if (!p->series)
        return fault(QT_REFUSED, _("There is no series %s of receipts; nothing was changed."), books->series);
    int rc = ledger_receipt_next(d->db, p->series->name, &p->no);
    if (rc < 0)
        return rc;
    char *number = mem_printf("%s%0*lld", p->series->before, p->series->digits, (long long)p->no);
    value_text(&w->v[books->receipt], number);
    free(number);
    return QT_OK;
}

static int reverse_last(struct desk *d, const struct action *a, const struct record *w, bool *any)
{
    int64_t event = 0;
    int rc = ledger_last_event(d->db, w->form->name, w->id, &event);
    *any = event != 0;
    return rc < 0 || !event ? rc : money_reverse(d, w, a->name, event);
}

static int reverse_wanted(struct desk *d, const struct action *a, const struct record *w)
{
    bool any = a->books.reverse != REVERSE_NONE;
    int rc = any ? reverse_last(d, a, w, &any) : QT_OK;
    while (rc == QT_OK && any && a->books.reverse == REVERSE_ALL)
        rc = reverse_last(d, a, w, &any);
    return rc;
}

int books_plan(struct desk *d, const struct action *a, struct record *w, struct booking_plan *p)
{
    *p = (struct booking_plan){0};
    int rc = reverse_wanted(d, a, w); /* before the amounts, which see what is owed without it */
    if (rc == QT_OK && a->books.n > 0)
        desk_compute(d, w);
    for (size_t i = 0; rc == QT_OK && i < a->books.n; i++) {
        const struct book_entry *b = &a->books.v[i];
        rc = b->each >= 0 ? plan_rows(d, b, w, p) : plan_entry(d, b, w, p);
    }
    if (rc == QT_OK && p->n > 0 && a->books.series)
        rc = plan_receipt(d, &a->books, w, p);
    if (rc < 0)
        booking_plan_free(p);
    return rc;
}

static int write_plan(struct desk *d, const struct action *a, const struct record *w, struct booking_plan *p)
{
    struct booking b;
    int rc = ledger_begin(d->db, &b);
    for (size_t i = 0; rc == QT_OK && i < p->n; i++) {
        p->t[i].record = w->id;
        rc = money_room(d, &p->t[i]);
        if (rc == QT_OK)
            rc = ledger_transfer(d->db, &b, &p->t[i]);
    }
    if (rc == QT_OK)
        rc = money_settle(d, &b, p->t, p->n);
    if (rc == QT_OK && p->series)
        rc = ledger_receipt(d->db, &b, p->series->name, p->no, 0, false);
    if (rc == QT_OK)
        rc = money_bounds(d, p->t, p->n);
    return rc < 0 ? rc : ledger_end(d->db, &d->who, &b, "book", w->form->name, w->id, a->name);
}

int books_write(struct desk *d, const struct action *a, const struct record *w, struct booking_plan *p)
{
    int rc = p->n > 0 ? write_plan(d, a, w, p) : QT_OK;
    booking_plan_free(p);
    return rc;
}
