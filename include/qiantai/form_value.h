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
    struct value *v; /* form->nfields */
};
struct record *record_new(const struct form *f);
struct record *record_copy(const struct record *r);
void record_free(struct record *r);
const char *record_number(const struct record *r); /* "" when none yet */
int record_state(const struct record *r);          /* index or -1 */
const struct value *record_get(const struct record *r, const char *field);
int record_set_text(struct record *r, const char *field, const char *s); /* raw, no parsing; QT_NOTFOUND */

/* Text a person typed → value by the field's type (dates, money, phones, enum by name or label,
 * yes/no). Cleans first. QT_REFUSED with a sentence naming the reason; *out untouched then. */
int field_parse(const struct field *f, const char *in, int64_t now, struct value *out) QT_MUST_USE;
char *field_show(const struct field *f, const struct value *v, enum lang lang,
                 int64_t now); /* for screens; caller frees */
char *field_plain(const struct field *f,
                  const struct value *v); /* unambiguous, for CSV and drafts: ISO times, raw enum names */
/* The rows of an items field as shown: n times f->nchildren texts. QT_REFUSED when they are damaged. */
int field_rows(const struct field *f, const struct value *v, enum lang lang, int64_t now, char ***cells,
               size_t *n) QT_MUST_USE;
void field_rows_free(const struct field *f, char **cells, size_t n);

#endif
