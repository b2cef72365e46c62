/* Paper: how a page for it begins, when and by whom it is printed, and the sheet: what the page's producer has set with
 * page_set_size, else the setting print_paper. */
#include <stdlib.h>

#include "values.h"

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

void paper_foot(struct desk *d, struct page *p)
{
    if (page_is_paper(p))
        return;
    char *head = desk_head_brief(d);
    char *foot = mem_printf("%s%s%s", _("page {n} of {m}"), head ? "   " : "", head ? head : "");
    page_foot(p, foot);
    free(foot);
    free(head);
}

int paper_sheet(struct desk *d, struct page *p)
{
    struct sheet_size size;
    char *name = desk_setting(d, "print_paper");
    bool known = sheet_size(name && *name ? name : "A4", &size);
    free(name);
    if (!known)
        return fault(QT_REFUSED, _("The setting print_paper must be A4 or A5."));
    page_usual_size(p, &size);
    return QT_OK;
}
