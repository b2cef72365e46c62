/* Counters against the numbers that the journal's lines name: the last one that was given out is where its counter
 * stands. */
#include "journal/rebuild.h"

#include <inttypes.h>
#include <stdlib.h>

/* ---- is there one for each number? ------------------------------------------------------------------------------- */

size_t number_sequence_at(const char *pattern, const char *number)
{
    const char *n = number;
    for (const char *p = pattern; *p;) {
        const char *end = *p == '{' ? strchr(p, '}') : NULL;
        if (!end) {
            if (*n++ != *p++)
                return 0;
        } else if (strncmp(p, "{seq", 4) == 0) {
            size_t digits = strspn(n, "0123456789");
            return digits > 0 && !n[digits] && !end[1] && n > number && (n[-1] < '0' || n[-1] > '9')
                       ? (size_t)(n - number)
                       : 0;
        } else {
            n += end[1] && end[1] != '{' ? strcspn(n, (char[]){end[1], 0}) : strspn(n, "0123456789");
            p = end + 1;
        }
    }
    return 0;
}

/* A number that was given out has a counter: its period is all before the sequence. */
int counter_there(struct walk *w)
{
    size_t n = w->form && !w->imported ? number_sequence_at(w->form->number, w->number) : 0;
    if (!n)
        return 0;
    if (w->period && strlen(w->period) == n + 1 && memcmp(w->period, w->number, n) == 0)
        return 0;
    free(w->period);
    w->period = mem_printf("%.*s#", (int)n, w->number);
    struct stmt *st = db_stmt(w->r->db, "SELECT 1 FROM counter WHERE reg = ?1 AND period = ?2");
    bind_text(st, 1, w->reg);
    bind_text(st, 2, w->period);
    int rc = row_one(w->r->db, st, NULL, NULL);
    if (rc == 0)
        differs(w->r, _("register %s: the counter of %s is missing"), w->reg, w->period);
    return rc < 0 ? rc : 0;
}

/* ---- with a form ------------------------------------------------------------------------------------------------- */

static int first_action(struct replay *r, const struct form *f, const char *number, char **action)
{
    char *sql =
        mem_printf("SELECT action FROM journal WHERE reg = ?1 AND record = (SELECT id FROM \"%s\" WHERE number = ?2)"
                   " AND number <> '' ORDER BY seq LIMIT 1",
                   f->name);
    struct stmt *st = db_stmt(r->db, sql);
    free(sql);
    bind_text(st, 1, f->name);
    bind_text(st, 2, number);
    *action = NULL;
    int rc = row_text(r->db, st, action);
    return rc < 0 ? rc : 0;
}

static char *number_of(const struct form *f, const char *period, int64_t last)
{
    const char *seq = strstr(f->number, "{seq"), *mark = strchr(period, '#');
    int width = seq && seq[4] == ':' ? seq[5] - '0' : 1;
    return mem_printf("%.*s%0*" PRId64 "%s", (int)(mark - period), period, width, last, mark + 1);
}

/* Of a record that was taken back with its import only the lines are left. */
static int number_told(struct replay *r, const struct form *f, const char *number, bool *told)
{
    struct stmt *st = db_stmt(r->db, "SELECT 1 FROM journal WHERE reg = ?1 AND number = ?2 LIMIT 1");
    bind_text(st, 1, f->name);
    bind_text(st, 2, number);
    int rc = row_one(r->db, st, NULL, NULL);
    *told = rc > 0;
    return rc < 0 ? rc : 0;
}

/* The last number that was given out is there, and none beyond it was given out; an import may bring others. */
static int compare_counter(struct replay *r, const struct form *f, const char *period, int64_t last)
{
    char *number = number_of(f, period, last), *next = number_of(f, period, last + 1), *first = NULL, *beyond = NULL;
    int rc = first_action(r, f, number, &first);
    if (rc == 0)
        rc = first_action(r, f, next, &beyond);
    bool told = first != NULL;
    if (rc == 0 && !told)
        rc = number_told(r, f, number, &told);
    if (rc == 0 && (!told || (beyond && strcmp(beyond, "import") != 0 && strcmp(beyond, "migrate") != 0)))
        differs(r, _("register %s: the counter of %s"), f->name, period);
    free(number);
    free(next);
    free(first);
    free(beyond);
    return rc;
}

/* ---- whose form is gone ------------------------------------------------------------------------------------------ */

struct counter {
    char *reg, *period;
    int64_t last;
    int64_t named, given; /* the greatest number that a line names; that a record made here has */
};

/* No pattern tells where the sequence stands: it is the last digits of a number. Counters where these are others (a
 * figure right before them, or behind) are left alone. */
static bool is_last_digits(const char *period)
{
    const char *mark = strchr(period, '#');
    return mark && (mark == period || mark[-1] < '0' || mark[-1] > '9') && !strpbrk(mark, "0123456789");
}

/* The period that a number belongs to, in `period`; -1: none. */
static int64_t sequence_of(const char *number, struct buf *period)
{
    size_t end = strlen(number);
    while (end > 0 && (number[end - 1] < '0' || number[end - 1] > '9'))
        end--;
    size_t begin = end;
    while (begin > 0 && number[begin - 1] >= '0' && number[begin - 1] <= '9')
        begin--;
    if (begin == end)
        return -1;
    buf_clear(period);
    buf_addn(period, number, begin);
    buf_addc(period, '#');
    buf_add(period, number + end);
    return strtoll(number + begin, NULL, 10);
}

static int by_period(const void *period, const void *counter)
{
    return strcmp(period, ((const struct counter *)counter)->period);
}

/* v: the n counters of one register, by period. */
static int read_numbers(struct replay *r, struct counter *v, size_t n)
{
    struct db *db = replay_journal(r);
    struct buf period = {0};
    struct stmt *st = db_stmt(db, "SELECT record, number, action FROM journal WHERE reg = ?1 AND number <> ''"
                                  " ORDER BY record, seq");
    bind_text(st, 1, v->reg);
    int64_t record = 0;
    int rc;
    while ((rc = db_step(db, st)) > 0) {
        bool first = col_int(st, 0) != record;
        bool made = first && strcmp(col_text(st, 2), "import") != 0 && strcmp(col_text(st, 2), "migrate") != 0;
        record = col_int(st, 0);
        int64_t seq = sequence_of(col_text(st, 1), &period);
        struct counter *c = seq < 0 ? NULL : bsearch(period.s, v, n, sizeof *v, by_period);
        if (c && seq > c->named)
            c->named = seq;
        if (c && made && seq > c->given)
            c->given = seq;
    }
    buf_free(&period);
    return rc;
}

/* The counters that are told get the last number that a line names; 0: there is none. */
static int compare_formless(struct replay *r, struct counter *v, size_t n)
{
    int rc = read_numbers(r, v, n);
    for (size_t i = 0; rc == 0 && i < n; i++) {
        struct counter *c = &v[i];
        bool whole = strchr(c->period, '#') != NULL;
        if (whole && (!is_last_digits(c->period) || (c->last >= c->given && c->last <= c->named)))
            continue;
        if (whole)
            differs(r, _("register %s: the counter of %s stands at %lld, the last number in the journal is %lld"),
                    c->reg, c->period, (long long)c->last, (long long)c->named);
        else
            differs(r, _("register %s: the counter of %s"), c->reg, c->period);
        c->last = c->named;
    }
    return rc;
}

/* ---- all --------------------------------------------------------------------------------------------------------- */

static int list_counters(struct replay *r, struct counter **v, size_t *n)
{
    struct stmt *st = db_stmt(r->db, "SELECT reg, period, last FROM counter ORDER BY reg, period");
    int rc;
    while ((rc = db_step(r->db, st)) > 0) {
        *v = mem_resize(*v, *n + 1, sizeof **v);
        (*v)[(*n)++] = (struct counter){.reg = col_dup(st, 0), .period = col_dup(st, 1), .last = col_int(st, 2)};
    }
    return replay_read_on(r, rc, "counter");
}

/* *same: it stands as the lines say, and goes into a new database as it is. */
static int compare_one(struct replay *r, const struct counter *c, const struct form *f, bool *same)
{
    size_t before = r->n;
    int rc = 0;
    if (strchr(c->period, '#') && strstr(f->number, "{seq"))
        rc = replay_read_on(r, compare_counter(r, f, c->period, c->last), c->reg);
    else
        differs(r, _("register %s: the counter of %s"), c->reg, c->period);
    *same = r->n == before;
    return rc;
}

/* REGISTER.FIELD: the register's own walk compares them (replay_serials.c), if there is or was one of that name. */
static int serial_there(struct replay *r, const struct counter *c, const char *dot)
{
    char *reg = mem_dupn(c->reg, (size_t)(dot - c->reg));
    struct db *db = replay_journal(r);
    struct stmt *st = db_stmt(db, "SELECT 1 FROM qt_register WHERE name = ?1");
    bind_text(st, 1, reg);
    int rc = row_one(db, st, NULL, NULL);
    if (rc == 0)
        differs(r, _("register %s: the counter of %s"), c->reg, c->period);
    free(reg);
    return rc < 0 ? rc : 0;
}

/* The n counters of one register. */
static int compare_register(struct replay *r, struct counter *v, size_t n)
{
    const char *dot = strchr(v->reg, '.');
    if (dot)
        return serial_there(r, v, dot);
    const struct form *f = forms_find(r->db->forms, v->reg);
    int rc = f ? 0 : compare_formless(r, v, n);
    for (size_t i = 0; rc == 0 && i < n; i++) {
        bool same = true;
        rc = f ? compare_one(r, &v[i], f, &same) : 0;
        if (rc == 0 && r->into && same && v[i].last > 0)
            rc = rebuild_counter(r->into->to, v[i].reg, v[i].period, v[i].last);
    }
    return rc;
}

int replay_counters(struct replay *r)
{
    struct counter *v = NULL;
    size_t n = 0;
    int rc = list_counters(r, &v, &n);
    for (size_t i = 0, end; rc == 0 && i < n; i = end) {
        for (end = i + 1; end < n && strcmp(v[end].reg, v[i].reg) == 0;)
            end++;
        rc = compare_register(r, &v[i], end - i);
    }
    for (size_t i = 0; i < n; i++) {
        free(v[i].reg);
        free(v[i].period);
    }
    free(v);
    return rc;
}
