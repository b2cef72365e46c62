/* The working calendar (Q1): the week from the settings, holidays from data, closures of the house. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "desk_internal.h"

#define WEEK_SEGMENTS 8

/* "HH:MM-HH:MM" */
static bool segment_parse(const char *word, struct cal_segment *out)
{
    const char *dash = strchr(word, '-');
    if (!dash)
        return false;
    char *from = mem_dupn(word, (size_t)(dash - word));
    bool good = timeofday_parse(from, &out->from) == QT_OK && timeofday_parse(dash + 1, &out->to) == QT_OK &&
                out->from < out->to;
    free(from);
    return good;
}

/* "1-5 08:30-12:00 13:00-17:30": weekdays, then segments. */
static bool week_group(struct calendar *c, char *text)
{
    struct cal_segment segments[WEEK_SEGMENTS];
    size_t n = 0;
    char *save = NULL;
    char *days = strtok_r(text, " ", &save);
    for (char *word; (word = strtok_r(NULL, " ", &save));)
        if (n == WEEK_SEGMENTS || !segment_parse(word, &segments[n++]))
            return false;
    if (!days || n == 0 || days[0] < '1' || days[0] > '7')
        return false;
    int from = days[0] - '0';
    int to = days[1] == '-' && days[2] >= '1' && days[2] <= '7' ? days[2] - '0' : from;
    for (int day = from; day <= to; day++)
        cal_set_week(c, day, segments, n);
    return true;
}

/* The calendar being made, and a mark of all that went into it (FNV-1a). */
struct making {
    struct calendar *c;
    uint64_t mark;
};

static void mark_text(struct making *m, const char *s)
{
    do
        m->mark = (m->mark ^ (unsigned char)*s) * 1099511628211u;
    while (*s++);
}

static int week_load(struct desk *d, struct making *m)
{
    char *week = desk_setting(d, "work_week");
    mark_text(m, week ? week : "");
    bool good = week != NULL;
    char *save = NULL;
    for (char *group = week ? strtok_r(week, ";", &save) : NULL; group && good; group = strtok_r(NULL, ";", &save))
        good = week_group(m->c, group);
    free(week);
    if (!good)
        return fault(QT_REFUSED, _("The setting work_week cannot be read; it looks like: 1-5 08:30-12:00 13:00-17:30"));
    return QT_OK;
}

static int holidays_load(struct making *m, char *path, bool needed)
{
    char *text = NULL;
    size_t len;
    int line = 0;
    int rc = path ? desk_file_read(path, &text, &len) : QT_NOTFOUND;
    if (rc == QT_OK)
        mark_text(m, text);
    if (rc == QT_OK && cal_load_tsv(m->c, text, &line) < 0)
        rc = fault(QT_REFUSED, _("%s, line %d: not a date with \"off\" or \"work\"; correct the line."), path, line);
    else if (rc == QT_NOTFOUND)
        rc = needed ? fault(rc, _("The holiday calendar is missing; install the program again.")) : QT_OK;
    free(text);
    free(path);
    return rc;
}

/* "closure.NAME" = "FROM..TO" (local times), or one date. */
static int closure_add(const char *name, const char *value, void *arg)
{
    struct making *m = arg;
    if (strncmp(name, "closure.", 8) != 0)
        return 0;
    mark_text(m, value);
    const char *dots = strstr(value, "..");
    char *first = dots ? mem_dupn(value, (size_t)(dots - value)) : mem_dup(value);
    char *second = mem_dup(dots ? dots + 2 : value);
    char day[11];
    int64_t from, to;
    bool dates = strlen(second) <= 10 && date_parse(second, clock_now(), day) == QT_OK;
    bool good = datetime_parse(first, clock_now(), false, &from) == QT_OK;
    if (dates) { /* whole days */
        good = good && date_parse(first, clock_now(), day) == QT_OK;
        from = good ? date_time(day, 0) : 0;
        good = good && date_parse(second, clock_now(), day) == QT_OK;
        to = good ? day_add(date_time(day, 0), 1) : 0;
    } else {
        good = good && datetime_parse(second, clock_now(), false, &to) == QT_OK;
    }
    if (good && from < to)
        cal_add_closure(m->c, from, to);
    free(first);
    free(second);
    return good ? 0
                : fault(QT_REFUSED,
                        _("The setting %s cannot be read; it looks like: 2026-12-01 13:00..2026-12-01 17:30"), name);
}

/* In December the next year matters already. */
static void year_warning(struct desk *d)
{
    struct civil today = civil_of(clock_now());
    int year = today.year;
    free(d->calendar_warning);
    d->calendar_warning = NULL;
    if (cal_knows_year(d->calendar, year) && today.month == 12)
        year++;
    if (!cal_knows_year(d->calendar, year))
        d->calendar_warning =
            mem_printf(_("No holiday data for %d: deadlines may be wrong; add them to holidays.tsv"), year);
}

int calendar_load(struct desk *d)
{
    struct making m = {cal_new(), 1469598103934665603u};
    int rc = week_load(d, &m);
    if (rc == QT_OK)
        rc = holidays_load(&m, desk_data_file("holidays-cn.tsv"), true);
    if (rc == QT_OK)
        rc = holidays_load(&m, file_beside(db_path(d->db), "holidays.tsv"), false);
    if (rc == QT_OK)
        rc = setting_each(d->db, closure_add, &m);
    if (rc < 0) { /* the former calendar stays in use */
        cal_free(m.c);
        return rc;
    }
    cal_free(d->calendar);
    d->calendar = m.c;
    snprintf(d->calendar_mark, sizeof d->calendar_mark, "%016" PRIx64, m.mark);
    year_warning(d);
    return QT_OK;
}
