/* The working calendar (Q1): a week of segments, marked days, closures.
 *
 * Everything steps by whole days: the working seconds of an ordinary day are summed once per weekday,
 * and only a day with a closure or a clock change is added up segment by segment. */
#include "qiantai/base.h"
#include "zone.h"

#define FIRST_YEAR 1900
#define LAST_YEAR 2200
#define GIVE_UP (100 * 366) /* days without enough working time: there is none */

enum mark { UNMARKED, OFF, WORK };

struct segments {
    struct cal_segment *v;
    size_t n;
    int64_t seconds;
};

struct closure {
    int64_t from, to;
};

struct calendar {
    struct segments week[8]; /* 1..7; 0 stays empty: a day off */
    unsigned char *mark;     /* enum mark per day from `first` on */
    int64_t first, days;
    bool known[LAST_YEAR - FIRST_YEAR + 1];
    struct closure *closures; /* sorted, apart from each other */
    size_t nclosures;
};

struct calendar *cal_new(void)
{
    return mem_alloc(sizeof(struct calendar));
}

void cal_free(struct calendar *c)
{
    if (!c)
        return;
    for (int i = 1; i <= 7; i++)
        free(c->week[i].v);
    free(c->mark);
    free(c->closures);
    free(c);
}

static int by_from(const void *a, const void *b)
{
    const struct cal_segment *x = a, *y = b;
    return (x->from > y->from) - (x->from < y->from);
}

void cal_set_week(struct calendar *c, int weekday, const struct cal_segment *segments, size_t n)
{
    size_t kept = 0;
    if (weekday < 1 || weekday > 7)
        return;
    struct segments *day = &c->week[weekday];
    struct cal_segment *v = mem_alloc(n * sizeof *v);
    if (n) {
        memcpy(v, segments, n * sizeof *v);
        qsort(v, n, sizeof *v, by_from);
    }
    day->seconds = 0;
    for (size_t i = 0; i < n; i++) { /* clip to the day, join what overlaps */
        int from = v[i].from < 0 ? 0 : v[i].from, to = v[i].to > 24 * 60 ? 24 * 60 : v[i].to;

        if (kept > 0 && from < v[kept - 1].to)
            from = v[kept - 1].to;
        if (from >= to)
            continue;
        day->seconds += (to - from) * MINUTE;
        if (kept > 0 && from == v[kept - 1].to)
            v[kept - 1].to = to;
        else
            v[kept++] = (struct cal_segment){from, to};
    }
    free(day->v);
    day->v = v;
    day->n = kept;
}

static void cover_day(struct calendar *c, int64_t day)
{
    int64_t before = c->days && day < c->first ? c->first - day : 0;
    int64_t days = !c->days ? 1 : day < c->first ? c->days + before : day - c->first + 1;
    if (days <= c->days)
        return;
    c->mark = mem_resize(c->mark, (size_t)days, 1);
    memmove(c->mark + before, c->mark, (size_t)c->days);
    memset(c->mark, UNMARKED, (size_t)before);
    memset(c->mark + before + c->days, UNMARKED, (size_t)(days - c->days - before));
    if (!c->days || before)
        c->first = day;
    c->days = days;
}

/* "YYYY-MM-DD" to its day number. */
static int parse_day(const char *date, int64_t *day)
{
    struct civil civil;
    if (!date_read(date, &civil))
        return fault(QT_REFUSED, _("'%s' is not a date (YYYY-MM-DD)."), date);
    if (civil.year < FIRST_YEAR || civil.year > LAST_YEAR)
        return fault(QT_REFUSED, _("The calendar takes the years %d to %d; %s is outside."), FIRST_YEAR, LAST_YEAR,
                     date);
    *day = day_of(civil.year, civil.month, civil.day);
    return civil.year;
}

int cal_set_day(struct calendar *c, const char *date, bool work)
{
    int64_t day = 0;
    int year = parse_day(date, &day);
    if (year < 0)
        return year;
    cover_day(c, day);
    c->mark[day - c->first] = work ? WORK : OFF;
    c->known[year - FIRST_YEAR] = true;
    return QT_OK;
}

void cal_add_closure(struct calendar *c, int64_t from, int64_t to)
{
    size_t at = 0, end;
    if (from >= to)
        return;
    while (at < c->nclosures && c->closures[at].to < from)
        at++;
    for (end = at; end < c->nclosures && c->closures[end].from <= to; end++) {
        from = c->closures[end].from < from ? c->closures[end].from : from;
        to = c->closures[end].to > to ? c->closures[end].to : to;
    }
    if (end == at)
        c->closures = mem_resize(c->closures, c->nclosures + 1, sizeof *c->closures);
    memmove(c->closures + at + 1, c->closures + end, (c->nclosures - end) * sizeof *c->closures);
    c->closures[at] = (struct closure){from, to};
    c->nclosures += 1 + at - end;
}

bool cal_knows_year(const struct calendar *c, int year)
{
    return year >= FIRST_YEAR && year <= LAST_YEAR && c->known[year - FIRST_YEAR];
}

/* ---- one day ------------------------------------------------------------------------------------------- */

static const struct segments *first_working(const struct calendar *c)
{
    for (int i = 1; i <= 7; i++)
        if (c->week[i].n)
            return &c->week[i];
    return &c->week[0];
}

static const struct segments *segments_of(const struct calendar *c, int64_t day)
{
    enum mark mark = UNMARKED;
    if (day >= c->first && day < c->first + c->days)
        mark = c->mark[day - c->first];
    if (mark == UNMARKED)
        return &c->week[day_weekday(day)];
    return mark == WORK ? first_working(c) : &c->week[0]; /* Monday's, where the house works on Mondays */
}

static int64_t at_minute(int64_t day, int minute)
{
    return zone_utc(day * DAY + minute * MINUTE);
}

/* First closure that ends after t; nclosures when none. */
static size_t closure_after(const struct calendar *c, int64_t t)
{
    size_t low = 0, high = c->nclosures;
    while (low < high) {
        size_t mid = (low + high) / 2;
        if (c->closures[mid].to > t)
            high = mid;
        else
            low = mid + 1;
    }
    return low;
}

/* The open stretches of [from, to), in order: fn's false stops. */
typedef bool stretch_fn(int64_t from, int64_t to, void *arg);

static bool open_stretches(const struct calendar *c, int64_t from, int64_t to, stretch_fn *fn, void *arg)
{
    for (size_t i = closure_after(c, from); from < to; i++) {
        int64_t end = i < c->nclosures && c->closures[i].from < to ? c->closures[i].from : to;
        if (from < end && !fn(from, end, arg))
            return false;
        from = i < c->nclosures && c->closures[i].to < to ? c->closures[i].to : to;
    }
    return true;
}

static void day_stretches(const struct calendar *c, int64_t day, stretch_fn *fn, void *arg)
{
    const struct segments *s = segments_of(c, day);
    for (size_t i = 0; i < s->n; i++)
        if (!open_stretches(c, at_minute(day, s->v[i].from), at_minute(day, s->v[i].to), fn, arg))
            return;
}

struct sum {
    int64_t from, to, seconds, last;
};

static bool add_up(int64_t from, int64_t to, void *arg)
{
    struct sum *sum = arg;
    from = from > sum->from ? from : sum->from;
    to = to < sum->to ? to : sum->to;
    if (from < to) {
        sum->seconds += to - from;
        sum->last = to;
    }
    return true;
}

static struct sum sum_day(const struct calendar *c, int64_t day, int64_t from, int64_t to)
{
    struct sum sum = {.from = from, .to = to, .last = INT64_MIN};
    day_stretches(c, day, add_up, &sum);
    return sum;
}

static int64_t work_of_day(const struct calendar *c, int64_t day)
{
    const struct segments *s = segments_of(c, day);
    if (!s->n)
        return 0;
    int64_t start = zone_utc(day * DAY);
    int64_t end = zone_utc((day + 1) * DAY);
    size_t i = closure_after(c, start);
    if (end - start == DAY && (i == c->nclosures || c->closures[i].from >= end))
        return s->seconds;
    return sum_day(c, day, start, end).seconds;
}

static int64_t closing_of(const struct calendar *c, int64_t day)
{
    const struct segments *s = segments_of(c, day);
    int64_t last = sum_day(c, day, TIME_MIN, TIME_MAX).last;
    if (last != INT64_MIN)
        return last;
    if (!s->n)
        s = c->week[day_weekday(day)].n ? &c->week[day_weekday(day)] : first_working(c);
    return at_minute(day, s->n ? s->v[s->n - 1].to : 24 * 60);
}

/* ---- questions ------------------------------------------------------------------------------------------ */

bool cal_is_workday(const struct calendar *c, int64_t t)
{
    return work_of_day(c, day_number(t)) > 0;
}

/* Next day from `day` on (step 1) or back (-1) with work; INT64_MIN when there is none. */
static int64_t find_workday(const struct calendar *c, int64_t day, int step)
{
    for (int i = 0; i < GIVE_UP; i++, day += step)
        if (work_of_day(c, day) > 0)
            return day;
    return INT64_MIN;
}

int64_t cal_next_workday(const struct calendar *c, int64_t t)
{
    int64_t day = find_workday(c, day_number(t), 1);
    return day == INT64_MIN ? INT64_MAX : zone_utc(day * DAY);
}

int64_t cal_closing(const struct calendar *c, int64_t t)
{
    return closing_of(c, day_number(t));
}

int64_t cal_work_between(const struct calendar *c, int64_t a, int64_t b)
{
    if (a >= b)
        return 0;
    int64_t first = day_number(a);
    int64_t last = day_number(b);
    int64_t sum = sum_day(c, first, a, b).seconds;
    for (int64_t day = first + 1; day < last; day++)
        sum += work_of_day(c, day);
    return first == last ? sum : sum + sum_day(c, last, a, b).seconds;
}

struct walk {
    int64_t from, left, found;
};

static bool walk_on(int64_t from, int64_t to, void *arg)
{
    struct walk *w = arg;
    from = from > w->from ? from : w->from;
    if (from >= to)
        return true;
    if (w->left <= to - from) {
        w->found = from + w->left;
        return false;
    }
    w->left -= to - from;
    return true;
}

/* The last moment with `seconds` of work between it and t: where the next second of work begins after
 * what is left over of the day on which they run out. */
static int64_t work_before(const struct calendar *c, int64_t t, int64_t seconds)
{
    int64_t day = day_number(t), work = sum_day(c, day, TIME_MIN, t).seconds;
    struct walk w = {.from = TIME_MIN};
    for (int i = 0; work < seconds; i++) {
        if (i == GIVE_UP)
            return INT64_MIN;
        seconds -= work;
        work = work_of_day(c, --day);
    }
    w.left = work - seconds + 1;
    day_stretches(c, day, walk_on, &w);
    return w.found - 1;
}

int64_t cal_add_work(const struct calendar *c, int64_t t, int64_t seconds)
{
    struct walk w = {.from = t, .left = seconds, .found = INT64_MIN};
    int64_t day = day_number(t), work;
    if (seconds == 0)
        return t;
    if (seconds < 0)
        return seconds < -GIVE_UP * DAY ? INT64_MIN : work_before(c, t, -seconds);
    day_stretches(c, day, walk_on, &w);
    for (int i = 0; w.found == INT64_MIN; i++) {
        if (i == GIVE_UP)
            return INT64_MAX;
        work = work_of_day(c, ++day);
        if (work < w.left)
            w.left -= work;
        else
            day_stretches(c, day, walk_on, &w);
    }
    return w.found;
}

int64_t cal_add_workdays(const struct calendar *c, int64_t t, int n)
{
    int64_t day = day_number(t);
    int step = n < 0 ? -1 : 1;
    if (n == 0)
        day = find_workday(c, day, 1);
    for (; n != 0 && day != INT64_MIN; n -= step)
        day = find_workday(c, day + step, step);
    if (day == INT64_MIN)
        return step < 0 ? INT64_MIN : INT64_MAX;
    return closing_of(c, day);
}

/* ---- the holiday file ------------------------------------------------------------------------------------ */

/* One line without its end: 1 a day, 0 nothing on it. */
static int parse_line(struct calendar *c, const char *s, size_t n, bool apply)
{
    char date[11];
    const char *word = s + sizeof date;
    int64_t day;
    if (n == 0 || *s == '#' || strspn(s, " \t\r") >= n)
        return 0;
    if (n < sizeof date + 3 || s[10] != '\t')
        return fault(QT_REFUSED, _("A calendar line is a date, a tab, and off or work."));
    memcpy(date, s, 10);
    date[10] = '\0';
    size_t len = strcspn(word, "\t\r\n");
    if (!(len == 3 && memcmp(word, "off", 3) == 0) && !(len == 4 && memcmp(word, "work", 4) == 0))
        return fault(QT_REFUSED, _("After the date stands off or work, not '%.*s'."), (int)(len > 40 ? 40 : len), word);
    if (parse_day(date, &day) < 0)
        return QT_REFUSED;
    return apply && cal_set_day(c, date, len == 4) < 0 ? QT_REFUSED : 1;
}

/* All or nothing: the first pass only checks. */
int cal_load_tsv(struct calendar *c, const char *text, int *line)
{
    int days = 0;
    if (strncmp(text, "\xEF\xBB\xBF", 3) == 0)
        text += 3;
    for (int apply = 0; apply < 2; apply++) {
        const char *s = text;
        size_t n;
        for (int at = 1; *s; at++, s += n + (s[n] == '\n')) {
            n = strcspn(s, "\n");
            int r = parse_line(c, s, n, apply);
            if (r < 0) {
                if (line)
                    *line = at;
                return r;
            }
            days += apply * r;
        }
    }
    return days;
}
