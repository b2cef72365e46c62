/* Rounds, and duties: what stands on the board without belonging to a record. */
#include "read.h"

static void read_round_list(struct loader *l, struct node n, void *to)
{
    int i = read_list(l, n);
    *(char **)to = i < 0 ? NULL : l->form->lists[i].name;
}

static void read_signers(struct loader *l, struct node n, void *to)
{
    struct round_rule *r = to;
    r->signers = read_roles(l, n, &r->nsigners);
}

#define ROUND(key, member, read, flags)                                                                                \
    {                                                                                                                  \
        key, offsetof(struct round_rule, member), read, flags                                                          \
    }
static const struct key round_keys[] = {
    ROUND("name", name, read_name, KEY_MUST),
    ROUND("label", label, read_bilingual, KEY_MUST),
    ROUND("at", at, read_expr, KEY_MUST),
    ROUND("workdays", workdays, read_bool, 0),
    ROUND("when", when, read_expr, 0),
    ROUND("list", list, read_round_list, KEY_MUST),
    ROUND("owner", owner, read_role, 0),
    ROUND("missing", missing, read_expr, 0),
    {"roles", 0, read_signers, 0},
};

void read_rounds(struct loader *l, struct node n, void *to)
{
    struct form *f = to;
    size_t count = read_seq(l, n, _("rounds"));
    f->rounds = form_alloc(l, count, sizeof *f->rounds);
    read_names(l, n, f->rounds, sizeof *f->rounds, offsetof(struct round_rule, name));
    void *it = NULL;
    for (struct node i; count && (i = seq_next(n, &it)).y; f->nrounds++) {
        (void)read_map(l, i, _("a round"), round_keys, ARRAY_LEN(round_keys), &f->rounds[f->nrounds], NULL);
        read_no_owner(l, &i.at, &f->rounds[f->nrounds].owner);
    }
}

/* ---- duties ---- */

static void read_every(struct loader *l, struct node n, void *to)
{
    static const char *const names[] = {"day", "workday", "week", "month", "year"};
    int which = read_choice(l, n, _("time"), names, ARRAY_LEN(names));
    struct round_rule *r = to;
    r->every = which < 0 ? EVERY_ROUND : (enum round_every)(EVERY_DAY + which);
    r->workdays = r->every == EVERY_WORKDAY;
}

/* '06-01' as 601; 0: no day of a year. 29 February counts as one. */
static int day_of_year(const char *s)
{
    int day[4], at[] = {0, 1, 3, 4};
    if (strlen(s) != 5 || s[2] != '-')
        return 0;
    for (int i = 0; i < 4; i++) {
        if (s[at[i]] < '0' || s[at[i]] > '9')
            return 0;
        day[i] = s[at[i]] - '0';
    }
    int month = day[0] * 10 + day[1], of_month = day[2] * 10 + day[3];
    return civil_valid(2024, month, of_month) ? month * 100 + of_month : 0;
}

/* A weekday, a day of the month (where it is shorter its last one; `last` is that one), a day of the year. */
static int read_on_one(struct loader *l, struct node n, enum round_every every)
{
    const char *s;
    size_t len;
    if (every == EVERY_WEEK)
        return read_number(l, n, 1, 7);
    if (every == EVERY_MONTH) {
        bool last = node_text(n, &s, &len) && len == 4 && memcmp(s, "last", 4) == 0;
        return last ? 31 : read_number(l, n, 1, 31);
    }
    char *date = read_word(l, n);
    int day = date ? day_of_year(date) : 1;
    if (!day)
        form_bad(l, &n.at, _("a day of the year is expected here, month and day: '06-01'"));
    return day;
}

static void read_on(struct loader *l, struct node n, void *to)
{
    struct round_rule *r = to;
    bool of_calendar = r->every >= EVERY_WEEK;
    if (r->every == EVERY_ROUND) /* told already */
        return;
    if (!n.y) {
        if (of_calendar)
            form_bad(l, &n.at,
                     _("'on' says on which day: {every: week, on: 5}, {every: month, on: 20}, {every: year, "
                       "on: ['06-01']}"));
        return;
    }
    if (!of_calendar) {
        form_bad(l, &n.at, _("'on' and 'shift' go with every: week, month or year"));
        return;
    }
    r->on = form_alloc(l, seq_count(n) + 1, sizeof *r->on);
    void *it = NULL;
    for (struct node i; (i = seq_next(n, &it)).y;)
        r->on[r->non++] = read_on_one(l, i, r->every);
    if (!r->non)
        form_bad(l, &n.at, _("a value is expected here"));
}

static void read_shift(struct loader *l, struct node n, void *to)
{
    static const char *const names[] = {"none", "next_workday", "previous_workday"};
    struct round_rule *r = to;
    int which = read_choice(l, n, _("shift"), names, ARRAY_LEN(names));
    r->shift = (enum round_shift)(which < 0 ? SHIFT_NONE : which);
    if (r->every == EVERY_DAY || r->every == EVERY_WORKDAY)
        form_bad(l, &n.at, _("'on' and 'shift' go with every: week, month or year"));
}

static const struct key duty_keys[] = {
    ROUND("name", name, read_name, KEY_MUST),
    ROUND("label", label, read_bilingual, KEY_MUST),
    {"every", 0, read_every, KEY_MUST},
    {"on", 0, read_on, KEY_ALWAYS},
    {"shift", 0, read_shift, 0},
    ROUND("at", at, read_expr, KEY_MUST),
    ROUND("when", when, read_expr, 0),
    ROUND("done", done, read_expr, 0),
    ROUND("list", list, read_round_list, 0),
    ROUND("missing", missing, read_expr, 0),
    ROUND("owner", owner, read_role, 0),
    {"roles", 0, read_signers, 0},
};

/* On the board a round and a duty are told apart by their names alone. */
static void check_duty_name(struct loader *l, const struct form *f, const struct place *at, const char *name)
{
    for (size_t i = 0; name && i < f->nrounds && f->rounds[i].every == EVERY_ROUND; i++)
        if (f->rounds[i].name && strcmp(f->rounds[i].name, name) == 0)
            form_bad(l, at, _("a round is called '%s' already"), name);
}

void read_duties(struct loader *l, struct node n, void *to)
{
    struct form *f = to;
    size_t count = read_seq(l, n, _("duties"));
    struct round_rule *all = form_alloc(l, f->nrounds + count, sizeof *all), *duties = all + f->nrounds;
    if (f->nrounds)
        memcpy(all, f->rounds, f->nrounds * sizeof *all);
    f->rounds = all;
    read_names(l, n, duties, sizeof *duties, offsetof(struct round_rule, name));
    void *it = NULL;
    for (struct node i; count && (i = seq_next(n, &it)).y; f->nrounds++, duties++) {
        (void)read_map(l, i, _("a duty"), duty_keys, ARRAY_LEN(duty_keys), duties, NULL);
        check_duty_name(l, f, &i.at, duties->name);
        read_no_owner(l, &i.at, &duties->owner);
    }
}

bool round_keeps_each(const struct round_rule *round)
{
    return round->every >= EVERY_MONTH;
}
