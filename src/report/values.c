/* Values, names and headings as they stand on paper. */
#include <stdlib.h>
#include <string.h>

#include "values.h"

char *staff_on_paper(struct desk *d, const char *code)
{
    struct staff s = {0};
    char *name = NULL;

    if (code && *code && staff_get(desk_db(d), code, &s) == QT_OK) {
        name = mem_dup(s.name);
        staff_clear(&s);
    }
    return name ? name : mem_dup(code ? code : "");
}

char *value_on_paper(struct desk *d, const struct field *f, const struct value *v, bool with_year)
{
    char stamp[17], now[17];

    if (f->type == FT_STAFF && v->kind == VAL_TEXT)
        return staff_on_paper(d, v->s);
    if (f->type != FT_DATETIME || v->kind != VAL_INT)
        return field_show(f, v, desk_lang(d), clock_now());
    stamp_show(v->i, stamp);
    stamp_show(clock_now(), now);
    return mem_dup(!with_year && strncmp(stamp, now, 5) == 0 ? stamp + 5 : stamp);
}

const char *form_label(struct desk *d, const struct form *f)
{
    return label_of(&f->title, desk_lang(d), f->name);
}

struct page *paper_begin(struct desk *d, const struct form *f, const char *stem, const char *title)
{
    char *name = mem_printf("%s-%s", f->name, stem);
    struct page *p = page_new(name, title);

    page_building(p, desk_building(d));
    page_foot(p, _("page {n} of {m}"));
    free(name);
    return p;
}

void paper_subtitle(struct desk *d, struct page *p, const char *what)
{
    static const char *const week_zh[] = {"星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"};
    static const char *const week_en[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    int64_t now = clock_now();
    int day = civil_of(now).weekday - 1;
    struct buf b = {0};
    char stamp[17];

    stamp_show(now, stamp);
    if (what && *what)
        buf_addf(&b, "%s   ", what);
    buf_addf(&b, "%.10s %s %s", stamp, desk_lang(d) == LANG_ZH ? week_zh[day] : week_en[day], stamp + 11);
    if (*desk_staff_name(d)) {
        buf_add(&b, "   ");
        buf_addf(&b, _("printed by %s"), desk_staff_name(d));
    }
    page_subtitle(p, b.s);
    buf_free(&b);
}

int paper_may(struct desk *d, const struct form *f)
{
    if (f->nview_roles == 0 || desk_may(d, f->view_roles, f->nview_roles))
        return QT_OK;
    return fault(QT_DENIED, _("Your role may not see the register '%s'; it was not printed."), form_label(d, f));
}
