/* Dates of a file. Which of day, month and year stands first is decided by the column: all its values are looked at
 * before anything is brought in, and where one of them can be read in one order only, all are read so. Where none
 * decides, or some contradict, it is asked (--dates). Never by the row: 1/2/2013 and 14/2/2013 stand in one column.
 * A year of two digits is of 1969 to 2068. */
#include "import/import.h"

#include <ctype.h>

enum { ORDERS = 3, PIVOT = 69 };
static const char *const order_names[ORDERS] = {"dmy", "mdy", "ymd"};
enum { ANY_ORDER = (1 << ORDERS) - 1, DMY = 0, MDY = 1, YMD = 2 };

int date_order(const char *name)
{
    for (int i = 0; name && i < ORDERS; i++)
        if (strcmp(order_names[i], name) == 0)
            return i;
    return -1;
}

const char *date_order_name(int order)
{
    return order >= 0 ? order_names[order] : "";
}

/* ---- a date of three numbers ---------------------------------------------------------------------------------------
 */
struct three {
    int part[3], digits[3];
    char sep;
    const char *rest; /* behind it */
};

static bool read_number(const char **s, int *n, int *digits)
{
    *n = *digits = 0;
    for (; isdigit((unsigned char)**s) && *digits < 5; ++*s, ++*digits)
        *n = *n * 10 + **s - '0';
    return *digits == 1 || *digits == 2 || *digits == 4;
}

static bool read_three(const char *s, struct three *out)
{
    for (int i = 0; i < 3; i++) {
        if (!read_number(&s, &out->part[i], &out->digits[i]))
            return false;
        if (i == 0)
            out->sep = *s;
        if (i < 2 && (!strchr("/-.", *s) || *s != out->sep || !*s++))
            return false;
    }
    out->rest = s;
    return !isalnum((unsigned char)*s) && out->digits[1] <= 2;
}

static int full_year(int year, int digits)
{
    return digits == 4 ? year : year < PIVOT ? 2000 + year : 1900 + year;
}

/* Year, month, day as that order has them; false: it cannot be that order. */
static bool in_order(const struct three *t, int order, int ymd[3])
{
    int year = order == YMD ? 0 : 2, month = order == DMY ? 1 : order == MDY ? 0 : 1, day = 3 - year - month;
    if (t->digits[month] > 2 || t->digits[day] > 2 || t->digits[year] == 1 || (t->sep == '.' && order == MDY))
        return false;
    ymd[0] = full_year(t->part[year], t->digits[year]);
    ymd[1] = t->part[month];
    ymd[2] = t->part[day];
    return civil_valid(ymd[0], ymd[1], ymd[2]);
}

static unsigned possible_orders(const struct three *t)
{
    int ymd[3];
    unsigned orders = 0;
    int first = 0;
    bool same = true; /* 3/3/2010: the day does not hang on the order */
    for (int i = 0; i < ORDERS; i++) {
        if (!in_order(t, i, ymd))
            continue;
        int day = (ymd[0] * 100 + ymd[1]) * 100 + ymd[2];
        same = same && (orders == 0 || day == first);
        first = day;
        orders |= 1u << i;
    }
    return same && (orders & (orders - 1)) ? ANY_ORDER : orders;
}

/* ---- a date with the month's name ---------------------------------------------------------------------------------
 */
static int read_month(const char **s)
{
    static const char months[] = "janfebmaraprmayjunjulaugsepoctnovdec";
    char low[4] = {0};
    size_t n = 0;
    while (isalpha((unsigned char)(*s)[n]))
        n++;
    for (size_t i = 0; i < 3 && i < n; i++)
        low[i] = (char)tolower((unsigned char)(*s)[i]);
    const char *found = n >= 3 ? strstr(months, low) : NULL;
    if (!found || (found - months) % 3 != 0)
        return 0;
    *s += n;
    return (int)(found - months) / 3 + 1;
}

/* 1-Oct-26, 1 Oct 2026; 26年10月1日 is the other that ends or begins with two digits of the year. */
static char *named_month(const char *s)
{
    int day, year, digits;
    if (!read_number(&s, &day, &digits) || digits > 2)
        return NULL;
    s += strspn(s, " -/.");
    int month = read_month(&s);
    s += strspn(s, " -/.,");
    if (!month || !read_number(&s, &year, &digits) || digits == 1 || isalnum((unsigned char)*s) || *s == ':')
        return NULL;
    return mem_printf("%04d-%02d-%02d%s", full_year(year, digits), month, day, s);
}

static char *chinese_year(const char *s)
{
    int year, digits;
    const char *rest = s;
    if (!read_number(&rest, &year, &digits) || digits != 2 || strncmp(rest, "年", strlen("年")) != 0)
        return NULL;
    return mem_printf("%d%s", full_year(year, 2), rest);
}

/* ---- what the importer asks ---------------------------------------------------------------------------------------
 */
/* Most of a file's: 2026-11-21. */
static bool is_plain(const char *s)
{
    return isdigit((unsigned char)s[0]) && isdigit((unsigned char)s[1]) && isdigit((unsigned char)s[2]) &&
           isdigit((unsigned char)s[3]) && s[4] == '-';
}

char *date_spelt(const char *s, int order)
{
    struct three t;
    int ymd[3];
    if (is_plain(s))
        return NULL;
    if (!read_three(s, &t)) {
        char *named = named_month(s);
        return named ? named : chinese_year(s);
    }
    if (t.digits[0] == 4 || order < 0 || !in_order(&t, order, ymd))
        return NULL;
    return mem_printf("%04d-%02d-%02d%s", ymd[0], ymd[1], ymd[2], t.rest);
}

bool date_contradicts(const char *s, int order)
{
    struct three t;
    int ymd[3];
    return order >= 0 && !is_plain(s) && read_three(s, &t) && t.digits[0] != 4 && !in_order(&t, order, ymd);
}

void dates_look(struct dates *d, const char *s)
{
    struct three t;
    if (is_plain(s) || !read_three(s, &t) || t.digits[0] == 4)
        return;
    unsigned orders = possible_orders(&t);
    if (orders == 0 || orders == ANY_ORDER) /* there is no such date (its row will be refused), or it says nothing */
        return;
    if (!d->any)
        d->orders = ANY_ORDER;
    d->any = true;
    if ((d->orders & orders) == 0 && !d->against[0])
        snprintf(d->against, sizeof d->against, "%.*s", 30, s);
    if (d->orders & orders)
        d->orders &= orders;
    if ((orders & (orders - 1)) == 0 && !d->example[0])
        snprintf(d->example, sizeof d->example, "%.*s", 30, s);
    else if (!d->unsure[0])
        snprintf(d->unsure, sizeof d->unsure, "%.*s", 30, s);
}

int dates_decide(const struct dates *d, const char *column, int *order)
{
    *order = -1;
    if (!d->any)
        return QT_OK;
    if (d->against[0])
        return fault(QT_REFUSED,
                     _("%s: '%s' and '%s' are not written in one order of day, month and year. Say which it is with "
                       "--dates dmy, mdy or ymd; nothing was imported."),
                     column, d->example[0] ? d->example : d->unsure, d->against);
    for (int i = 0; i < ORDERS; i++)
        if (d->orders == 1u << i)
            *order = i;
    if (*order >= 0)
        return QT_OK;
    return fault(
        QT_REFUSED,
        _("%s: is '%s' written day first (--dates dmy), month first (--dates mdy) or year first (--dates ymd)? "
          "No date of the column decides it; nothing was imported."),
        column, d->unsure);
}
