/* What a person typed becomes a value, by the field's type. */
#include "decimal.h"
#include "rows.h"
#include <ctype.h>
#include <errno.h>

static int parse_decimal(const char *s, int decimals, struct value *out)
{
    int64_t n;
    int rc = form_decimal_parse(s, decimals, &n);
    if (rc == QT_OK)
        value_int(out, n);
    return rc;
}

static int parse_int(const char *s, struct value *out)
{
    char *digits = text_narrow(s), *end;
    errno = 0;
    long long n = strtoll(digits, &end, 10);
    bool good = end != digits && !*end && !errno;
    free(digits);
    if (!good)
        return fault(QT_REFUSED, _("This must be a whole number."));
    value_int(out, n);
    return QT_OK;
}

static int parse_bool(const char *s, struct value *out)
{
    static const char *const yes[] = {"1", "true", "yes", "y", "on", "是", "有", "对", "√", "✓", "✔"};
    static const char *const no[] = {"0", "false", "no", "n", "off", "否", "无", "不", "没有", "×", "x"};
    char *folded = text_fold(s);
    int found = -1;
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
        if (strcmp(folded, yes[i]) == 0)
            found = 1;
    for (size_t i = 0; i < sizeof no / sizeof *no; i++)
        if (strcmp(folded, no[i]) == 0)
            found = 0;
    free(folded);
    if (found < 0)
        return fault(QT_REFUSED, _("Answer yes or no (是 or 否)."));
    value_int(out, found);
    return QT_OK;
}

/* ---- enum: the name, or the label in either language ---- */

static bool is_choice(const struct choice *c, const char *folded)
{
    const char *spellings[] = {c->name, c->label.text[LANG_ZH], c->label.text[LANG_EN]};
    for (size_t i = 0; i < 3; i++) {
        char *other = spellings[i] ? text_fold(spellings[i]) : NULL;
        bool same = other && strcmp(other, folded) == 0;
        free(other);
        if (same)
            return true;
    }
    return false;
}

static int find_choice(const struct field *f, const char *s)
{
    char *trimmed = text_trim(s), *folded = text_fold(trimmed);
    int found = -1;
    for (size_t i = 0; i < f->nchoices && found < 0; i++)
        if (is_choice(&f->choices[i], folded))
            found = (int)i;
    free(trimmed);
    free(folded);
    return found;
}

static int unknown_choice(const struct field *f, const char *s)
{
    struct buf b = {0};
    for (size_t i = 0; i < f->nchoices; i++)
        buf_addf(&b, "%s%s", i ? ", " : "", label_of(&f->choices[i].label, LANG_ZH, f->choices[i].name));
    int rc = fault(QT_REFUSED, _("'%s' is not among the choices: %s."), s, b.s ? b.s : "");
    buf_free(&b);
    return rc;
}

static int parse_multiple(const struct field *f, const char *s, struct value *out)
{
    bool *on = mem_alloc(f->nchoices + 1);
    char *narrow = text_narrow(s);
    int rc = QT_OK;
    for (const char *p = narrow; *p && rc == QT_OK;) {
        const char *e = p;
        while (*e && *e != ',' && *e != ';' && strncmp(e, "、", 3) != 0)
            e++;
        char *one = mem_dupn(p, (size_t)(e - p)), *trimmed = text_trim(one);
        int i = *trimmed ? find_choice(f, trimmed) : -1;
        if (i >= 0)
            on[i] = true;
        else if (*trimmed)
            rc = unknown_choice(f, trimmed);
        free(one);
        free(trimmed);
        p = *e == 0 ? e : e + (*e == ',' || *e == ';' ? 1 : 3);
    }
    struct buf b = {0};
    for (size_t i = 0; i < f->nchoices; i++)
        if (on[i])
            buf_addf(&b, "%s%s", b.len ? "," : "", f->choices[i].name);
    if (rc == QT_OK)
        value_text(out, b.s);
    buf_free(&b);
    free(on);
    free(narrow);
    return rc;
}

static int parse_enum(const struct field *f, const char *s, struct value *out)
{
    if (f->multiple)
        return parse_multiple(f, s, out);
    int i = find_choice(f, s);
    if (i < 0 && !f->free)
        return unknown_choice(f, s);
    value_text(out, i < 0 ? s : f->choices[i].name);
    return QT_OK;
}

/* ---- times ---- */

static int parse_date(const char *s, int64_t now, struct value *out)
{
    char date[11];
    int rc = date_parse(s, now, date);
    if (rc == QT_OK)
        value_text(out, date);
    return rc;
}

static int parse_time(const char *s, struct value *out)
{
    int minute;
    int rc = timeofday_parse(s, &minute);
    if (rc == QT_OK) {
        char text[6];
        unsigned m = (unsigned)minute % (24 * 60);
        (void)snprintf(text, sizeof text, "%02u:%02u", m / 60, m % 60);
        value_text(out, text);
    }
    return rc;
}

static int parse_number(const struct field *f, const char *s, int64_t now, struct value *out)
{
    int64_t n;
    int rc;
    if (f->type == FT_MONEY)
        rc = money_parse(s, &n);
    else if (f->type == FT_DURATION)
        rc = duration_parse(s, &n);
    else
        rc = datetime_parse(s, now, false, &n);
    if (rc == QT_OK)
        value_int(out, n);
    return rc;
}

/* ---- texts ---- */

static int parse_normal(const struct field *f, const char *s, struct value *out)
{
    char *normal = NULL;
    int rc = f->type == FT_PHONE    ? phone_parse(s, &normal)
             : f->type == FT_IDCARD ? idcard_parse(s, &normal)
                                    : plate_parse(s, &normal);
    if (rc == QT_OK) {
        value_text(out, normal);
    } else if (f->type == FT_IDCARD && f->strict) { /* whoever has the record knows whether it must be one */
        char *narrow = text_narrow(s);
        for (char *p = narrow; *p; p++)
            *p = (char)((unsigned char)*p < 0x80 ? toupper((unsigned char)*p) : *p);
        value_text(out, narrow);
        free(narrow);
        rc = QT_OK;
    }
    free(normal);
    return rc;
}

static int parse_code(const char *s, struct value *out)
{
    char *narrow = text_narrow(s);
    value_text(out, narrow);
    free(narrow);
    return QT_OK;
}

static int parse_items(const struct field *f, const char *s, int64_t now, struct value *out)
{
    char *rows;
    int rc = form_rows_parse(f, s, now, &rows);
    if (rc == QT_OK) {
        value_text(out, rows);
        free(rows);
    }
    return rc;
}

static int parse_clean(const struct field *f, const char *s, int64_t now, struct value *out)
{
    switch (f->type) {
    case FT_INT:
        return f->decimals > 0 ? parse_decimal(s, f->decimals, out) : parse_int(s, out);
    case FT_BOOL:
        return parse_bool(s, out);
    case FT_MONEY:
    case FT_DURATION:
    case FT_DATETIME:
        return parse_number(f, s, now, out);
    case FT_DATE:
        return parse_date(s, now, out);
    case FT_TIME:
        return parse_time(s, out);
    case FT_ENUM:
        return parse_enum(f, s, out);
    case FT_PHONE:
    case FT_IDCARD:
    case FT_PLATE:
        return parse_normal(f, s, out);
    case FT_UNIT:
    case FT_LINK:
    case FT_STAFF:
        return parse_code(s, out);
    case FT_ITEMS:
        return parse_items(f, s, now, out);
    case FT_COMPUTED:
        return fault(QT_REFUSED, _("This field is computed."));
    case FT_TEXT:
    case FT_NOTE:
    case FT_PERSON:
        break;
    }
    value_text(out, s);
    return QT_OK;
}

#define ROWS_MAX 100000 /* bytes of child rows */

int field_parse(const struct field *f, const char *in, int64_t now, struct value *out)
{
    bool long_text = f->type == FT_NOTE || f->type == FT_ITEMS;
    char *clean = text_clean(in ? in : "", in ? strlen(in) : 0, long_text, NULL), *s = text_trim(clean);
    int max = f->max > 0 ? f->max : 200, rc = QT_OK;
    free(clean);
    if (!*s)
        value_clear(out);
    else if (f->type == FT_ITEMS ? strlen(s) > ROWS_MAX : text_len(s) > (size_t)max)
        rc = f->type == FT_ITEMS ? fault(QT_REFUSED, _("Too many rows."))
                                 : fault(QT_REFUSED, _("Too long: at most %d characters."), max);
    else
        rc = parse_clean(f, s, now, out);
    free(s);
    return rc;
}
