/* A value as text: for screens in the clerk's language, and plain for files. */
#include "decimal.h"
#include "rows.h"
#include "type.h"

static char *show_choice(const struct field *f, const char *name, size_t len, enum lang lang)
{
    for (size_t i = 0; i < f->nchoices; i++)
        if (strlen(f->choices[i].name) == len && memcmp(f->choices[i].name, name, len) == 0)
            return mem_dup(label_of(&f->choices[i].label, lang, f->choices[i].name));
    return mem_dupn(name, len);
}

char *show_enum(const struct field *f, const struct value *v, enum lang lang, int64_t now)
{
    (void)now;
    const char *s = v->s;
    if (!f->multiple)
        return show_choice(f, s, strlen(s), lang);
    struct buf b = {0};
    while (*s) {
        size_t n = strcspn(s, ",");
        char *one = show_choice(f, s, n, lang);
        buf_addf(&b, "%s%s", b.len ? (lang == LANG_ZH ? "、" : ", ") : "", one);
        free(one);
        s += n;
        s += *s == ',';
    }
    return buf_take(&b);
}

char *show_int(const struct field *f, const struct value *v, enum lang lang, int64_t now)
{
    (void)lang;
    (void)now;
    return f->bytes ? file_size_show(v->i) : plain_int(f, v);
}

char *show_money(const struct field *f, const struct value *v, enum lang lang, int64_t now)
{
    (void)f;
    (void)lang;
    (void)now;
    return money_show(v->i);
}

char *show_datetime(const struct field *f, const struct value *v, enum lang lang, int64_t now)
{
    char text[48];
    (void)f;
    time_show(v->i, now, lang == LANG_ZH, text, sizeof text);
    return mem_dup(text);
}

char *show_duration(const struct field *f, const struct value *v, enum lang lang, int64_t now)
{
    char text[48];
    (void)f;
    (void)now;
    duration_show(v->i, lang == LANG_ZH, text, sizeof text);
    return mem_dup(text);
}

char *show_bool(const struct field *f, const struct value *v, enum lang lang, int64_t now)
{
    (void)f;
    (void)now;
    return mem_dup(lang == LANG_ZH ? (v->i ? "是" : "否") : (v->i ? "yes" : "no"));
}

char *show_phone(const struct field *f, const struct value *v, enum lang lang, int64_t now)
{
    (void)f;
    (void)lang;
    (void)now;
    return phone_show(v->s);
}

char *show_items(const struct field *f, const struct value *v, enum lang lang, int64_t now)
{
    return form_rows_show(f, v->s, lang, now);
}

char *plain_int(const struct field *f, const struct value *v)
{
    return f->decimals > 0 ? form_decimal_show(v->i, f->decimals) : mem_printf("%lld", (long long)v->i);
}

char *plain_money(const struct field *f, const struct value *v)
{
    (void)f;
    return form_decimal_show(v->i, 2);
}

char *plain_duration(const struct field *f, const struct value *v) /* whole minutes, as people enter them */
{
    (void)f;
    return mem_printf("%lldm", (long long)(v->i / MINUTE));
}

char *plain_datetime(const struct field *f, const struct value *v)
{
    struct civil c = civil_of(v->i);
    (void)f;
    return mem_printf("%04d-%02d-%02d %02d:%02d:%02d", c.year, c.month, c.day, c.hour, c.minute, c.second);
}

/* Of another kind than its type keeps is what an expression worked out, or a file of a form that was another then. */
static bool of_its_kind(const struct field *f, const struct value *v)
{
    return v->kind == field_traits(f)->stored;
}

char *field_show(const struct field *f, const struct value *v, enum lang lang, int64_t now)
{
    const struct field_type_traits *t = field_traits(f);
    if (v->kind == VAL_INT)
        return t->show && of_its_kind(f, v) ? t->show(f, v, lang, now) : plain_int(f, v);
    if (v->kind == VAL_NULL || !v->s)
        return mem_dup("");
    bool masked = v->sealed != NULL; /* s is the masked text */
    return t->show && of_its_kind(f, v) && !masked ? t->show(f, v, lang, now) : mem_dup(v->s);
}

char *field_plain(const struct field *f, const struct value *v)
{
    const struct field_type_traits *t = field_traits(f);
    if (v->kind == VAL_NULL)
        return mem_dup("");
    if (v->kind == VAL_TEXT)
        return mem_dup(v->s ? v->s : "");
    return t->plain && of_its_kind(f, v) ? t->plain(f, v) : plain_int(f, v);
}

static int choices_width(const struct field *f)
{
    int width = 4;
    for (size_t i = 0; i < f->nchoices; i++)
        for (int lang = 0; lang < QT_LANGS; lang++) {
            const char *s = f->choices[i].label.text[lang];
            int w = s ? text_width(s) : 0;
            width = w > width ? w : width;
        }
    return width < 16 ? width : 16;
}

int field_width(const struct field *f)
{
    int width = field_traits(f)->width;
    if (f->width > 0)
        return f->width;
    if (f->type == FT_SERIAL && f->number)
        return serial_width(f->number);
    if (width == 0)
        return choices_width(f);
    if (f->system && f->type == FT_TEXT) /* number */
        return 11;
    if (f->type == FT_TEXT && f->max > 0 && f->max < width)
        return f->max;
    return width;
}
