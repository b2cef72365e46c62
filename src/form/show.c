/* A value as text: for screens in the clerk's language, and plain for files. */
#include "decimal.h"
#include "rows.h"

static char *show_choice(const struct field *f, const char *name, size_t len, enum lang lang)
{
    for (size_t i = 0; i < f->nchoices; i++)
        if (strlen(f->choices[i].name) == len && memcmp(f->choices[i].name, name, len) == 0)
            return mem_dup(label_of(&f->choices[i].label, lang, f->choices[i].name));
    return mem_dupn(name, len);
}

static char *show_enum(const struct field *f, const char *s, enum lang lang)
{
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

static char *show_int(const struct field *f, int64_t i, enum lang lang, int64_t now)
{
    char text[48];
    switch (f->type) {
    case FT_MONEY:
        return money_show(i);
    case FT_DATETIME:
        time_show(i, now, lang == LANG_ZH, text, sizeof text);
        return mem_dup(text);
    case FT_DURATION:
        duration_show(i, lang == LANG_ZH, text, sizeof text);
        return mem_dup(text);
    case FT_BOOL:
        return mem_dup(lang == LANG_ZH ? (i ? "是" : "否") : (i ? "yes" : "no"));
    default:
        return f->decimals > 0 ? form_decimal_show(i, f->decimals) : mem_printf("%lld", (long long)i);
    }
}

char *field_show(const struct field *f, const struct value *v, enum lang lang, int64_t now)
{
    if (v->kind == VAL_INT)
        return show_int(f, v->i, lang, now);
    if (v->kind == VAL_NULL || !v->s)
        return mem_dup("");
    if (v->sealed) /* s is the masked text */
        return mem_dup(v->s);
    switch (f->type) {
    case FT_ENUM:
        return show_enum(f, v->s, lang);
    case FT_PHONE:
        return phone_show(v->s);
    case FT_ITEMS:
        return form_rows_show(f, v->s, lang, now);
    default:
        return mem_dup(v->s);
    }
}

char *field_plain(const struct field *f, const struct value *v)
{
    if (v->kind == VAL_NULL)
        return mem_dup("");
    if (v->kind == VAL_TEXT)
        return mem_dup(v->s ? v->s : "");
    if (f->type == FT_MONEY)
        return form_decimal_show(v->i, 2);
    if (f->decimals > 0)
        return form_decimal_show(v->i, f->decimals);
    if (f->type == FT_DURATION) /* whole minutes, as people enter them */
        return mem_printf("%lldm", (long long)(v->i / MINUTE));
    if (f->type == FT_DATETIME) {
        struct civil c = civil_of(v->i);
        return mem_printf("%04d-%02d-%02d %02d:%02d:%02d", c.year, c.month, c.day, c.hour, c.minute, c.second);
    }
    return mem_printf("%lld", (long long)v->i);
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
    static const int widths[] = {
        [FT_TEXT] = 16,     [FT_NOTE] = 30,    [FT_INT] = 6,   [FT_MONEY] = 12, [FT_DATE] = 10,   [FT_TIME] = 5,
        [FT_DATETIME] = 11, [FT_DURATION] = 9, [FT_BOOL] = 4,  [FT_PHONE] = 13, [FT_IDCARD] = 18, [FT_PLATE] = 9,
        [FT_UNIT] = 8,      [FT_PERSON] = 10,  [FT_LINK] = 12, [FT_STAFF] = 8,  [FT_ITEMS] = 24,  [FT_COMPUTED] = 12,
    };
    if (f->width > 0)
        return f->width;
    if (f->type == FT_ENUM)
        return choices_width(f);
    if (f->system && f->type == FT_TEXT) /* number */
        return 11;
    if (f->type == FT_TEXT && f->max > 0 && f->max < widths[FT_TEXT])
        return f->max;
    return widths[f->type];
}
