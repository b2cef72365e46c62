/* What a person typed becomes a value, by the field's type. */
#include "decimal.h"
#include "rows.h"
#include "type.h"
#include <ctype.h>
#include <errno.h>

static int keep_number(int rc, int64_t n, struct value *out)
{
    if (rc == QT_OK)
        value_int(out, n);
    return rc;
}

/* Thousands are set apart by commas, in groups of three; anything else with a comma is no number. */
static void ungroup(char *digits)
{
    char *p = digits + strspn(digits, "+-"), *to;
    size_t first = strspn(p, "0123456789");
    if (first < 1 || first > 3 || p[first] != ',')
        return;
    for (char *q = to = p + first; *q == ','; q += 4) {
        if (strspn(q + 1, "0123456789") != 3)
            return;
    }
    for (char *q = to; *q; q++)
        if (*q != ',')
            *to++ = *q;
    *to = 0;
}

/* Latin letters as a whole word, so that a slip of the finger (12a in "Area") is not taken for a unit. */
static bool word_in(const char *text, const char *word)
{
    size_t n = strlen(word);
    for (const char *p = text; (p = strstr(p, word)); p++) {
        bool before = p > text && isalpha((unsigned char)p[-1]) && isalpha((unsigned char)word[0]);
        bool after = isalpha((unsigned char)p[n]) && isalpha((unsigned char)word[n - 1]);
        if (!before && !after)
            return true;
    }
    return false;
}

/* "88.50㎡" in a field whose label says 面积㎡, "9层" where it says 楼层: the unit is the label's own. */
static void unit_cut(const struct field *f, char *digits)
{
    char *end = digits + strspn(digits, "+-0123456789.,"), *unit = text_trim(end), *folded = text_fold(unit);
    bool own = false;
    for (int lang = LANG_ZH; *folded && end > digits && lang <= LANG_EN && !own; lang++) {
        char *label = text_fold(f->label.text[lang] ? f->label.text[lang] : "");
        own = word_in(label, folded);
        free(label);
    }
    if (own)
        *end = 0;
    free(folded);
    free(unit);
}

int parse_int(const struct field *f, const char *s, int64_t now, struct value *out)
{
    (void)now;
    char *narrow = text_narrow(s), *digits = text_trim(narrow), *end;
    int rc = QT_OK;
    int64_t n = 0;
    free(narrow);
    unit_cut(f, digits);
    ungroup(digits);
    if (f->decimals > 0)
        rc = form_decimal_parse(digits, f->decimals, &n);
    else {
        errno = 0;
        n = strtoll(digits, &end, 10);
        if (end == digits || *end || errno)
            rc = fault(QT_REFUSED, _("This must be a whole number."));
    }
    free(digits);
    return keep_number(rc, n, out);
}

int parse_bool(const struct field *f, const char *s, int64_t now, struct value *out)
{
    (void)f;
    (void)now;
    static const char *const yes[] = {"1", "true", "yes", "y", "on", "是", "有", "对", "√", "✓", "✔"};
    static const char *const no[] = {"0", "false", "no", "n", "off", "否", "无", "不", "没有", "×", "x"};
    char *folded = text_fold(s);
    int found = -1;
    for (size_t i = 0; i < ARRAY_LEN(yes); i++)
        if (strcmp(folded, yes[i]) == 0)
            found = 1;
    for (size_t i = 0; i < ARRAY_LEN(no); i++)
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

int parse_enum(const struct field *f, const char *s, int64_t now, struct value *out)
{
    (void)now;
    if (f->multiple)
        return parse_multiple(f, s, out);
    int i = find_choice(f, s);
    if (i < 0 && !f->free)
        return unknown_choice(f, s);
    value_text(out, i < 0 ? s : f->choices[i].name);
    return QT_OK;
}

/* ---- times ---- */

int parse_date(const struct field *f, const char *s, int64_t now, struct value *out)
{
    (void)f;
    char date[11];
    int rc = date_parse(s, now, date);
    if (rc == QT_OK)
        value_text(out, date);
    return rc;
}

int parse_time(const struct field *f, const char *s, int64_t now, struct value *out)
{
    (void)f;
    (void)now;
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

int parse_money(const struct field *f, const char *s, int64_t now, struct value *out)
{
    (void)f;
    (void)now;
    int64_t n = 0;
    int rc = money_parse(s, &n);
    return keep_number(rc, n, out);
}

int parse_duration(const struct field *f, const char *s, int64_t now, struct value *out)
{
    (void)f;
    (void)now;
    int64_t n = 0;
    int rc = duration_parse(s, &n);
    return keep_number(rc, n, out);
}

int parse_datetime(const struct field *f, const char *s, int64_t now, struct value *out)
{
    (void)f;
    int64_t n = 0;
    int rc = datetime_parse(s, now, false, &n);
    return keep_number(rc, n, out);
}

/* ---- texts ---- */

int parse_text(const struct field *f, const char *s, int64_t now, struct value *out)
{
    (void)f;
    (void)now;
    value_text(out, s);
    return QT_OK;
}

/* Takes normal. */
static int keep_text(int rc, char *normal, struct value *out)
{
    if (rc == QT_OK)
        value_text(out, normal);
    free(normal);
    return rc;
}

int parse_phone(const struct field *f, const char *s, int64_t now, struct value *out)
{
    (void)f;
    (void)now;
    char *normal = NULL;
    int rc = phone_parse(s, &normal);
    return keep_text(rc, normal, out);
}

int parse_plate(const struct field *f, const char *s, int64_t now, struct value *out)
{
    (void)f;
    (void)now;
    char *normal = NULL;
    int rc = plate_parse(s, &normal);
    return keep_text(rc, normal, out);
}

int parse_idcard(const struct field *f, const char *s, int64_t now, struct value *out)
{
    (void)now;
    char *normal = NULL;
    int rc = idcard_parse(s, &normal);
    if (rc < 0 && f->strict) { /* whoever has the record knows whether it must be one */
        free(normal);
        normal = text_narrow(s);
        for (char *p = normal; *p; p++)
            *p = (char)((unsigned char)*p < 0x80 ? toupper((unsigned char)*p) : *p);
        rc = QT_OK;
    }
    return keep_text(rc, normal, out);
}

int parse_code(const struct field *f, const char *s, int64_t now, struct value *out)
{
    (void)f;
    (void)now;
    return keep_text(QT_OK, text_narrow(s), out);
}

int parse_items(const struct field *f, const char *s, int64_t now, struct value *out)
{
    char *rows = NULL;
    int rc = form_rows_parse(f, s, now, &rows);
    return keep_text(rc, rows, out);
}

int parse_computed(const struct field *f, const char *s, int64_t now, struct value *out)
{
    (void)f;
    (void)s;
    (void)now;
    (void)out;
    return fault(QT_REFUSED, _("This field is computed."));
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
        rc = field_types[f->type].parse(f, s, now, out);
    free(s);
    return rc;
}
