/* The types of fields, all that is particular to each in one line. A new type: its name in form_field.h, a line here,
 * and its own functions. */
#include "type.h"
#include "decimal.h"

/* ---- percent ---- */

static int parse_percent(const struct field *f, const char *s, int64_t now, struct value *out)
{
    char *digits = text_narrow(s), *sign = strchr(digits, '%');
    int64_t n = 0;
    (void)f;
    (void)now;
    if (sign && sign[1] == '\0')
        *sign = '\0';
    char *number = text_trim(digits);
    int rc = form_decimal_parse(number, field_types[FT_PERCENT].decimals, &n);
    free(number);
    free(digits);
    if (rc == QT_OK)
        value_int(out, n);
    return rc;
}

static char *plain_percent(const struct field *f, const struct value *v)
{
    return form_decimal_show(v->i, field_decimals(f));
}

/* 12.50 is shown as 12.5%, 3.00 as 3%. */
static char *show_percent(const struct field *f, const struct value *v, enum lang lang, int64_t now)
{
    char *s = plain_percent(f, v);
    size_t n = strlen(s);
    (void)lang;
    (void)now;
    while (s[n - 1] == '0')
        n--;
    n -= s[n - 1] == '.';
    char *shown = mem_printf("%.*s%%", (int)n, s);
    free(s);
    return shown;
}

/* ---- the table ---- */

const struct field_type_traits field_types[] = {
    [FT_TEXT] = {"text", VAL_TEXT, SHAPE_TEXT, 16, .words = true, .in_rows = true, .parse = parse_text},
    [FT_NOTE] = {"note", VAL_TEXT, SHAPE_TEXT, 30, .words = true, .parse = parse_text,
                 .hint = N_("Enter begins a line, Tab goes on")},
    [FT_INT] = {"int", VAL_INT, SHAPE_NUMBER, 6, .right = true, .adds_up = true, .in_rows = true, .parse = parse_int,
                .show = show_int, .plain = plain_int},
    [FT_MONEY] = {"money", VAL_INT, SHAPE_MONEY, 12, .decimals = 2, .right = true, .adds_up = true, .in_rows = true,
                  .parse = parse_money, .show = show_money, .plain = plain_money},
    [FT_PERCENT] = {"percent", VAL_INT, SHAPE_NUMBER, 7, .decimals = 2, .right = true, .in_rows = true,
                    .parse = parse_percent, .show = show_percent, .plain = plain_percent,
                    .hint = N_("12.5  12.5%  0.05")},
    [FT_DATE] = {"date", VAL_TEXT, SHAPE_DATE, 10, .in_rows = true, .parse = parse_date,
                 .hint = N_("today  tomorrow  fri  +3d  11-21  2026-11-21")},
    [FT_TIME] = {"time", VAL_TEXT, SHAPE_TIME, 5, .in_rows = true, .parse = parse_time,
                 .hint = N_("9  930  21:00  +2h  tomorrow 9:00  11-21 14:00")},
    [FT_DATETIME] = {"datetime", VAL_INT, SHAPE_MOMENT, 11, .in_rows = true, .parse = parse_datetime,
                     .show = show_datetime, .plain = plain_datetime,
                     .hint = N_("9  930  21:00  +2h  tomorrow 9:00  11-21 14:00")},
    [FT_DURATION] = {"duration", VAL_INT, SHAPE_SPAN, 9, .right = true, .adds_up = true, .in_rows = true,
                     .parse = parse_duration, .show = show_duration, .plain = plain_duration,
                     .hint = N_("2h  90m  1h30  3d")},
    [FT_BOOL] = {"bool", VAL_INT, SHAPE_BOOL, 4, .in_rows = true, .parse = parse_bool, .show = show_bool,
                 .plain = plain_int},
    [FT_ENUM] = {"enum", VAL_TEXT, SHAPE_TEXT, 0, .in_rows = true, .parse = parse_enum, .show = show_enum},
    [FT_PHONE] = {"phone", VAL_TEXT, SHAPE_TEXT, 13, .words = true, .in_rows = true, .parse = parse_phone,
                  .show = show_phone},
    [FT_IDCARD] = {"id_card", VAL_TEXT, SHAPE_TEXT, 18, .code = true, .parse = parse_idcard},
    [FT_PLATE] = {"plate", VAL_TEXT, SHAPE_TEXT, 9, .words = true, .in_rows = true, .parse = parse_plate},
    [FT_UNIT] = {"unit", VAL_TEXT, SHAPE_TEXT, 8, .code = true, .in_rows = true, .parse = parse_code,
                 .hint = N_("Tower and number in one: a903, A-903; or a part of the owner's name")},
    [FT_PERSON] = {"person", VAL_TEXT, SHAPE_TEXT, 10, .words = true, .in_rows = true, .parse = parse_text},
    [FT_LINK] = {"link", VAL_TEXT, SHAPE_TEXT, 12, .code = true, .in_rows = true, .parse = parse_code},
    [FT_STAFF] = {"staff", VAL_TEXT, SHAPE_TEXT, 8, .code = true, .in_rows = true, .parse = parse_code},
    [FT_ITEMS] = {"items", VAL_TEXT, SHAPE_ROWS, 24, .parse = parse_items, .show = show_items,
                  .hint = N_("Type the first one, or Enter opens the rows")},
    [FT_FILES] = {"files", VAL_TEXT, SHAPE_ROWS, 24, .parse = parse_items, .show = show_items},
    [FT_SERIAL] = {"serial", VAL_TEXT, SHAPE_TEXT, 12, .code = true, .parse = parse_code},
    [FT_COMPUTED] = {"computed", VAL_NULL, SHAPE_TEXT, 12, .parse = parse_computed},
};

bool field_is_int(const struct field *f)
{
    return field_types[f->type].stored == VAL_INT;
}

enum field_type field_kind(const struct field *f)
{
    return f->type == FT_COMPUTED ? f->as : f->type;
}

const struct field_type_traits *field_traits(const struct field *f)
{
    return &field_types[field_kind(f)];
}

/* An expression may give something else than its form says. */
enum field_shape field_shape(const struct field *f, const struct value *v)
{
    const struct field_type_traits *t = field_traits(f);
    if (f->type == FT_COMPUTED && v->kind != VAL_NULL && v->kind != t->stored)
        return v->kind == VAL_INT ? SHAPE_NUMBER : SHAPE_TEXT;
    return t->shape;
}

int field_decimals(const struct field *f)
{
    return f->decimals > 0 ? f->decimals : field_traits(f)->decimals;
}

bool field_takes_files(const struct field *f)
{
    return f->files.most > 0;
}

int64_t field_scale(const struct field *f)
{
    int64_t scale = 1;
    for (int i = field_decimals(f); i > 0; i--)
        scale *= 10;
    return scale;
}
