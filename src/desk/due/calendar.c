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

static bool week_read(struct calendar *c, const char *week)
{
    char *text = mem_dup(week), *save = NULL;
    bool good = text[0] != '\0';
    for (char *group = strtok_r(text, ";", &save); group && good; group = strtok_r(NULL, ";", &save))
        good = week_group(c, group);
    free(text);
    return good;
}

/* The calendar being made, and a mark of all that went into it (FNV-1a). */
struct making {
    struct calendar *c;
    const struct forms *forms;
    uint64_t mark;
    char *wrong; /* the first setting that could not be read, as a sentence */
};

static void cannot_be_read(struct making *m)
{
    if (!m->wrong)
        m->wrong = mem_dup(fault_text());
    fault_clear();
}

static void mark_text(struct making *m, const char *s)
{
    do
        m->mark = (m->mark ^ (unsigned char)*s) * 1099511628211u;
    while (*s++);
}

static int week_check(const char *week)
{
    struct calendar *scratch = cal_new();
    bool good = week_read(scratch, week);
    cal_free(scratch);
    return good ? QT_OK
                : fault(QT_REFUSED,
                        _("The setting work_week cannot be read; it looks like: 1-5 08:30-12:00 13:00-17:30"));
}

static void week_load(struct desk *d, struct making *m)
{
    char *week = desk_setting(d, "work_week");
    if (week_check(week ? week : "") < 0) {
        const struct setting_rule *rule = forms_setting(d->forms, "work_week");
        cannot_be_read(m);
        free(week);
        week = mem_dup(rule ? rule->value : "");
    }
    mark_text(m, week);
    (void)week_read(m->c, week);
    free(week);
}

/* From the n-th line on; NULL behind the end. */
static char *line_at(char *text, int n)
{
    char *s = text;
    for (int i = 1; s && i < n; i++)
        s = (s = strchr(s, '\n')) ? s + 1 : NULL;
    return s && *s ? s : NULL;
}

/* A line that cannot be read is told and left out: the others count. */
static void days_load(struct making *m, char *text, const char *path)
{
    enum { MISTAKES_MOST = 100 };
    int line = 0;
    for (int i = 0; i < MISTAKES_MOST && cal_load_tsv(m->c, text, &line) < 0; i++) {
        char *s = line_at(text, line);
        (void)fault(QT_REFUSED, _("%s, line %d: not a date with \"off\" or \"work\"; correct the line."), path, line);
        cannot_be_read(m);
        if (!s)
            break;
        s[0] = '#'; /* behind a byte order mark, too: that is left out with it */
    }
}

/* A file that is damaged or in the way costs itself: everything else of the desk works. */
static void holidays_load(struct making *m, char *path, bool needed)
{
    char *text = NULL;
    size_t len;
    int rc = path ? desk_file_read(path, &text, &len) : QT_NOTFOUND;
    if (rc == QT_OK) {
        mark_text(m, text);
        days_load(m, text, path);
    } else if (rc == QT_NOTFOUND && needed) {
        (void)fault(rc, _("The holiday calendar is missing; install the program again."));
        cannot_be_read(m);
    } else if (rc != QT_NOTFOUND) {
        cannot_be_read(m);
    } else {
        fault_clear();
    }
    free(text);
    free(path);
}

/* "FROM..TO" (local times or dates), or one date. */
static int closure_read(const char *name, const char *value, int64_t *from, int64_t *to)
{
    const char *dots = strstr(value, "..");
    char *first = dots ? mem_dupn(value, (size_t)(dots - value)) : mem_dup(value);
    char *second = mem_dup(dots ? dots + 2 : value);
    char day[11];
    bool dates = strlen(second) <= 10 && date_parse(second, clock_now(), day) == QT_OK;
    bool good = datetime_parse(first, clock_now(), false, from) == QT_OK;
    if (dates) { /* whole days */
        good = good && date_parse(first, clock_now(), day) == QT_OK;
        *from = good ? date_time(day, 0) : 0;
        good = good && date_parse(second, clock_now(), day) == QT_OK;
        *to = good ? day_add(date_time(day, 0), 1) : 0;
    } else {
        good = good && datetime_parse(second, clock_now(), false, to) == QT_OK;
    }
    free(first);
    free(second);
    if (good && *to - *from > 366 * DAY)
        return fault(QT_REFUSED, _("%s is longer than a year; a house that closes for good needs no calendar."), name);
    return good && *from < *to
               ? QT_OK
               : fault(QT_REFUSED,
                       _("The setting %s cannot be read; it looks like: 2026-12-01 13:00..2026-12-01 17:30"), name);
}

static int setting_look(const char *name, const char *value, void *arg)
{
    struct making *m = arg;
    int64_t from, to;
    const struct setting_rule *rule = forms_setting(m->forms, name);
    if (rule && setting_accepts(rule, value) < 0) {
        (void)fault(QT_REFUSED, _("%s The default counts until it is corrected."), fault_text());
        cannot_be_read(m);
    }
    if (strncmp(name, "closure.", 8) != 0)
        return 0;
    mark_text(m, value);
    if (closure_read(name, value, &from, &to) == QT_OK)
        cal_add_closure(m->c, from, to);
    else
        cannot_be_read(m);
    return 0;
}

static int zone_check(const char *zone)
{
    char *now = mem_dup(zone_name());
    int rc = zone_set(zone), back = zone_set(now);
    free(now);
    return rc < 0 ? rc : back;
}

int calendar_accepts(const char *name, const char *value)
{
    int64_t from, to;
    if (strcmp(name, "work_week") == 0)
        return week_check(value);
    if (strcmp(name, "zone") == 0)
        return zone_check(value);
    return strncmp(name, "closure.", 8) == 0 ? closure_read(name, value, &from, &to) : QT_OK;
}

/* In December the next year matters already. */
static char *year_warning(const struct desk *d)
{
    struct civil today = civil_of(clock_now());
    int year = today.year;
    if (cal_knows_year(d->calendar, year) && today.month == 12)
        year++;
    if (cal_knows_year(d->calendar, year))
        return NULL;
    return mem_printf(_("No holiday data for %d: deadlines may be wrong; add them to holidays.tsv"), year);
}

int calendar_load(struct desk *d)
{
    struct making m = {.c = cal_new(), .forms = d->forms, .mark = 1469598103934665603u};
    for (size_t i = 0; i < d->forms->n; i++) /* what is urgent stands in the rows of the board, too */
        if (d->forms->v[i]->urgent) {
            mark_text(&m, d->forms->v[i]->name);
            mark_text(&m, d->forms->v[i]->urgent->sql);
        }
    mark_text(&m, "a row a record"); /* files whose rows of the board were ranked otherwise are counted once more */
    week_load(d, &m);
    holidays_load(&m, supply_find(SUPPLY_DATA, "holidays-cn.tsv"), true);
    holidays_load(&m, file_beside(db_path(d->db), "holidays.tsv"), false);
    int rc = setting_each(d->db, setting_look, &m);
    if (rc < 0) { /* the former calendar stays in use */
        cal_free(m.c);
        free(m.wrong);
        return rc;
    }
    cal_free(d->calendar);
    d->calendar = m.c;
    snprintf(d->calendar_mark, sizeof d->calendar_mark, "%016" PRIx64, m.mark);
    free(d->calendar_warning);
    d->calendar_warning = m.wrong ? m.wrong : d->zone_warning ? mem_dup(d->zone_warning) : year_warning(d);
    return QT_OK;
}
