/* Small things every view shows. */
#include "show.h"

#include <stdlib.h>
#include <string.h>

enum ink tone_ink(enum tone t)
{
    switch (t) {
    case TONE_ALERT:
        return INK_ALERT;
    case TONE_WARN:
        return INK_WARN;
    case TONE_DONE:
        return INK_DONE;
    case TONE_QUIET:
        return INK_QUIET;
    default:
        return INK_NORMAL;
    }
}

const char *form_title(const struct form *f, enum lang lang)
{
    return label_of(&f->title, lang, f->name);
}

char *form_short(const struct form *f, enum lang lang)
{
    const char *title = label_of(&f->short_title, lang, NULL);
    size_t n, bytes;

    if (title)
        return mem_dup(title);
    title = form_title(f, lang);
    n = strcspn(title, " -");

    if (text_is_han(text_codepoint(title, &bytes)) && text_width_n(title, n) > 4)
        n = text_fit(title, 4, NULL);
    return mem_dupn(title, n);
}

const char *state_label(const struct record *r, enum lang lang)
{
    int s = record_state(r);

    return s < 0 ? "" : label_of(&r->form->states[s].label, lang, r->form->states[s].name);
}

enum ink state_ink(const struct record *r)
{
    int s = record_state(r);

    return s < 0 ? INK_NORMAL : tone_ink(r->form->states[s].tone);
}

char *record_summary(struct app *a, const struct record *r)
{
    char *text = desk_summary(app_desk(a), r);
    char *clean = text_clean(text, strlen(text), false, NULL);

    free(text);
    return clean;
}

char *value_show(struct app *a, const struct record *r, int field)
{
    const struct field *f = &r->form->fields[field];

    if (f->type == FT_STAFF && r->v[field].kind == VAL_TEXT)
        return desk_staff_label(app_desk(a), r->v[field].s);
    return field_show(f, &r->v[field], app_lang(a), clock_now());
}

const char *weekday_show(enum lang lang, int day)
{
    static const char *const zh[] = {"周一", "周二", "周三", "周四", "周五", "周六", "周日"};
    static const char *const en[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

    return (lang == LANG_ZH ? zh : en)[day - 1];
}

void moment_show(int64_t t, int64_t now, enum lang lang, bool wide, char *out, size_t n)
{
    static const char *const week_zh[] = {"一", "二", "三", "四", "五", "六", "日"};
    static const char *const week_en[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    struct civil c = civil_of(t);
    int64_t days = (day_start(t) + DAY / 2 - day_start(now)) / DAY;
    bool zh = lang == LANG_ZH;
    char day[24], hour[16] = "";

    if (day_start(t) < day_start(now))
        days = -((day_start(now) + DAY / 2 - day_start(t)) / DAY);
    bool whole = c.hour == 23 && c.minute == 59; /* due by the end of that day */
    if (days == 0 && !whole) {
        snprintf(out, n, "%02d:%02d", c.hour, c.minute);
        return;
    }
    if (days >= -1 && days <= 1 && zh)
        snprintf(day, sizeof(day), "%s", days == 0 ? "今天" : days > 0 ? "明天" : "昨天");
    else if (days == 0)
        snprintf(day, sizeof(day), "today");
    else if (days > 0 && days < 7)
        snprintf(day, sizeof(day), zh ? "周%s" : "%s %d", (zh ? week_zh : week_en)[(c.weekday + 6) % 7], c.day);
    else if (c.year == civil_of(now).year)
        snprintf(day, sizeof(day), "%02d-%02d", c.month, c.day);
    else if (wide)
        snprintf(day, sizeof(day), "%04d-%02d-%02d", c.year, c.month, c.day);
    else
        snprintf(day, sizeof(day), "%04d-%02d", c.year, c.month);
    if (wide && !whole && c.year == civil_of(now).year)
        snprintf(hour, sizeof(hour), " %02d:%02d", c.hour, c.minute);
    snprintf(out, n, "%s%s", day, hour);
}

char *duration_text(struct app *a, int64_t seconds)
{
    char s[48];

    duration_show(seconds, app_lang(a) == LANG_ZH, s, sizeof(s));
    return mem_dup(s);
}
