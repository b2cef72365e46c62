/* form: values and records in memory; reading what a person typed into a field, and showing it. */
#ifndef QIANTAI_FORM_VALUE_H
#define QIANTAI_FORM_VALUE_H

#include "qiantai/form_field.h"

struct form;

struct value {
    enum value_kind kind;
    int64_t i;
    char *s;      /* text; of a secret field that was read: the masked text */
    char *sealed; /* secret field: the ciphertext (base64), NULL when s is fresh plain text */
};
void value_clear(struct value *v);
void value_from_json(struct value *v, const struct json *j); /* text or whole number; anything else clears v */
void value_int(struct value *v, int64_t i);
void value_text(struct value *v, const char *s); /* copies; NULL makes it null */
void value_copy(struct value *to, const struct value *from);
bool value_same(const struct value *a, const struct value *b);

struct record {
    const struct form *form;
    int64_t id;      /* 0 = not saved yet */
    int64_t version; /* 0 = not saved yet */
    struct value *v; /* form->nfields; then nbalances, which a list fills in; nasked; one for the id */
};
struct record *record_new(const struct form *f);
size_t record_id_value(const struct form *f); /* the last one: its id, for expressions that go through records */
struct record *record_copy(const struct record *r);
void record_free(struct record *r);
const char *record_number(const struct record *r); /* "" when none yet */
int record_state(const struct record *r);          /* index or -1 */
const struct value *record_get(const struct record *r, const char *field);
int record_set_text(struct record *r, const char *field, const char *s); /* raw, no parsing; QT_NOTFOUND */

/* Text a person typed → value by the field's type (dates, money, phones, enum by name or label,
 * yes/no). Cleans first. QT_REFUSED with a sentence naming the reason; *out untouched then. */
int field_parse(const struct field *f, const char *in, int64_t now, struct value *out) QT_MUST_USE;
/* range.c. Its value may be looked for by what is typed into a list: neither secret nor closed to some, as `search`. */
bool field_findable(const struct field *f);
/* range.c. Numbers, money, days, moments and times are looked for from and to: "11-18..11-20", "100~", "..200", ">5";
 * one value is both, a moment typed as a day its whole day. An open end stays null. QT_REFUSED with the reason. */
bool field_ranged(const struct field *f);
int field_range(const struct field *f, const char *text, int64_t now, struct value *from, struct value *to) QT_MUST_USE;
char *field_show(const struct field *f, const struct value *v, enum lang lang,
                 int64_t now); /* for screens; caller frees */
char *field_plain(const struct field *f,
                  const struct value *v); /* unambiguous, for CSV and drafts: ISO times, raw enum names */
/* ---- rows of an items field ---------------------------------------------------------------------------------- */
enum { ITEMS_MOST = 500 /* rows */ };
struct item_table {
    const struct field *f;
    struct value *v; /* n rows of f->nchildren */
    bool *given;     /* likewise: what was read says it, be it nothing */
    size_t n;
};
/* Reads the JSON of a record, or (typed) what a person wrote: cell by cell by the columns' types, a row may name its
 * columns; QT_REFUSED with row, column and reason. json NULL or "": no rows. *out is whole or empty. */
int items_read(const struct field *f, const char *json, int64_t now, bool typed, struct item_table *out) QT_MUST_USE;
void items_insert(struct item_table *t, size_t at); /* an empty row, nothing given */
void items_delete(struct item_table *t, size_t at);
bool items_row_empty(const struct item_table *t, size_t row); /* nothing but what is computed */
/* The JSON of a record, without empty rows; NULL when none is left. Caller frees. stored: computed cells are left out,
 * as in the journal. */
char *items_write(const struct item_table *t, bool stored);
/* The same of a record's value, as it is where it cannot be read; NULL when it is null. Caller frees. */
char *items_stored(const struct field *f, const struct value *v);
void items_free(struct item_table *t);
bool items_personal(const struct field *f); /* is a column personal? */
/* Empties the personal cells; the rows stay, even those that have nothing left. */
void items_forget(const struct field *f, struct value *v);
bool items_hold_personal(const struct field *f, const struct value *v); /* does a personal cell hold anything? */
bool items_computed(const struct field *f);                             /* is there a column that is worked out? */
/* Sums of the columns that have one, by column, null where not or where no row has a number; false: no line of totals.
 * sums: f->nchildren values, to be cleared. */
bool items_totals(const struct item_table *t, struct value *sums);
/* The line of totals as texts, f->nchildren of them; NULL: there is none. Free with field_rows_free(f, v, 1). */
char **items_total_line(const struct item_table *t, enum lang lang, int64_t now);
static inline struct value *items_row(const struct item_table *t, size_t row)
{
    return &t->v[row * t->f->nchildren];
}
/* The rows of an items field as shown: n times f->nchildren texts. QT_REFUSED when they are damaged. */
int field_rows(const struct field *f, const struct value *v, enum lang lang, int64_t now, char ***cells,
               size_t *n) QT_MUST_USE;
void field_rows_free(const struct field *f, char **cells, size_t n);

#endif
