/* What the table of field types (type.c) is made of: how a type's text becomes a value (parse.c) and back (show.c). */
#ifndef QT_FORM_TYPE_H
#define QT_FORM_TYPE_H

#include "qiantai/form.h"

/* Of cleaned text that is not empty. QT_REFUSED with the reason; *out untouched then. */
typedef int parse_fn(const struct field *f, const char *s, int64_t now, struct value *out);
parse_fn parse_text, parse_int, parse_bool, parse_enum, parse_date, parse_time, parse_money, parse_duration,
    parse_datetime, parse_phone, parse_idcard, parse_plate, parse_code, parse_items, parse_computed;

/* Of a value of the kind the type stores. Caller frees. */
typedef char *show_fn(const struct field *f, const struct value *v, enum lang lang, int64_t now);
show_fn show_int, show_money, show_datetime, show_duration, show_bool, show_enum, show_phone, show_items;
typedef char *plain_fn(const struct field *f, const struct value *v); /* the same for files */
plain_fn plain_int, plain_money, plain_duration, plain_datetime;

int serial_width(const char *pattern); /* serial.c: columns of its numbers */

#endif
