/* The report "by the hour": how many records of a period belong to each hour of the day. */
#include "values.h"

struct hours {
    int field;
    int64_t of[24];
};

/* The field that puts a record into a month; the time of saving where that field has no hour. */
static int moment_of(const struct form *f)
{
    int field = f->sheet ? f->sheet->month : form_sys(f, SYS_SAVED_AT);
    return f->fields[field].type == FT_DATETIME ? field : form_sys(f, SYS_SAVED_AT);
}

static int count_hour(struct record *r, void *arg)
{
    struct hours *h = arg;
    const struct value *v = &r->v[h->field];
    if (v->kind == VAL_INT)
        h->of[civil_of(v->i).hour]++;
    return QT_OK;
}

int report_hours(struct desk *d, const struct form *f, int64_t from, int64_t to, struct page *p)
{
    struct hours h = {.field = moment_of(f)};
    int64_t all = 0, most = 0;
    int first = 24, last = -1, rc = desk_each_month(d, f, from, to, count_hour, &h);
    for (int i = 0; i < 24; i++) {
        all += h.of[i];
        most = h.of[i] > most ? h.of[i] : most;
        first = h.of[i] && first == 24 ? i : first;
        last = h.of[i] ? i : last;
    }
    const struct field *by = &f->fields[h.field];
    data_table(p, "hours");
    data_column(p, "hour", label_of(&by->label, desk_lang(d), by->name), 12, ALIGN_LEFT);
    data_column(p, "total", _("total"), 8, ALIGN_RIGHT);
    data_column(p, "share", _("share"), 8, ALIGN_RIGHT);
    page_column(p, "", 40, ALIGN_BAR);
    for (int i = first; i <= last; i++) {
        char hour[16];
        (void)snprintf(hour, sizeof hour, "%02d:00", i);
        page_cells(p, (const struct page_cell[]){{.kind = KIND_TIME, .text = hour},
                                                 {.kind = KIND_NUMBER, .number = h.of[i]},
                                                 {.kind = KIND_PERCENT, .number = h.of[i] * 1000 / all},
                                                 {.kind = KIND_BAR, .number = h.of[i] * 1000 / most}});
    }
    page_pairs(p, 1);
    page_pair_number(p, _("Total"), all);
    page_key(p, "total");
    return rc;
}
