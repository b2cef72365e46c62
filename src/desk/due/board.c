/* The board: what must be done now, from all registers, oldest promise first. */
#include <stdlib.h>
#include <string.h>

#include "due/board.h"
#include "due/clock.h"

enum urgency due_urgency(const struct due *due, int64_t now)
{
    if (due->paused)
        return DUE_LATER;
    if (due->due <= now)
        return DUE_OVERDUE;
    if (due->warn && due->warn <= now)
        return DUE_SOON;
    return day_start(due->due) == day_start(now) ? DUE_TODAY : DUE_LATER;
}

/* Who is to do it: the person or department that the record names, else the role. */
static char *name_of(struct desk *d, const struct board_row *row, const struct record *r)
{
    const struct clock_rule *c = row->clock;
    for (size_t i = 0; r && c && i < c->nwho; i++) {
        const struct field *f = &r->form->fields[c->who[i]];
        const struct value *v = &r->v[c->who[i]];
        struct staff person = {0};
        if (v->kind == VAL_NULL)
            continue;
        char *name = f->type == FT_STAFF && staff_get(d->db, v->s, &person) == QT_OK
                         ? mem_dup(person.name)
                         : field_show(f, v, d->lang, clock_now());
        staff_clear(&person);
        return name;
    }
    return mem_dup(desk_role_label(d, row->due.owner));
}

/* It is for me: it names me, or nobody and it is for my role. */
static bool is_mine(const struct desk *d, const struct board_row *row, const struct record *r)
{
    const struct clock_rule *c = row->clock;
    if (row->due.escalated && row->due.escalate_to && strcmp(row->due.escalate_to, d->who.role) == 0)
        return true;
    for (size_t i = 0; r && c && i < c->nwho; i++) {
        const struct value *v = &r->v[c->who[i]];
        if (v->kind == VAL_TEXT && r->form->fields[c->who[i]].type == FT_STAFF)
            return strcmp(v->s, d->who.staff) == 0;
        if (v->kind != VAL_NULL)
            break; /* a department: those of the role go on with it */
    }
    return strcmp(row->due.owner ? row->due.owner : "", d->who.role) == 0;
}

/* With a row each they share the escalation of the kinds of a case only (Q2); and is a row of the record that stands
 * before this one mine? */
static void look_at_each(struct desk *d, struct board_row *row, const struct record *r, bool each, char **to)
{
    struct due *v = NULL;
    size_t n = 0;
    if (due_open(d->db, row->due.reg, row->due.record, NULL, &v, &n) < 0)
        fault_clear();
    for (size_t i = 0; i < n; i++) {
        struct board_row other = {.form = row->form, .due = v[i], .clock = clock_find(row->form, v[i].clock)};
        row->again = row->again || (!each && v[i].behind == 0 && is_mine(d, &other, r));
        if (each && !*to && v[i].kind[0] && row->due.kind[0] && v[i].escalated)
            *to = mem_dup(v[i].escalate_to);
    }
    due_free(v, n);
}

/* A record has one row, that of its earliest clock: it shows how many others run, as far as they are this board's, and
 * the escalation of each. Caller frees: to whom, NULL none. */
static char *look_at_others(struct desk *d, struct board_row *row, const struct record *r, bool each)
{
    const char *own = row->due.escalated ? row->due.escalate_to : NULL;
    char *to = NULL;
    int64_t n = 0;
    if (!each && due_running_of(d->db, row->due.reg, row->due.record, permit_board(d), &n, &to) < 0)
        fault_clear();
    row->more = n > 1 ? (int)n - 1 : 0;
    if (each || row->due.behind > 0)
        look_at_each(d, row, r, each, &to);
    const char *role = own && *own ? own : to && *to ? to : NULL;
    char *label = role ? mem_dup(desk_role_label(d, role)) : NULL;
    free(to);
    return label;
}

/* What is to be done, and about what: a round's own list. */
static void describe_round(struct desk *d, struct board_row *row)
{
    const struct form *f = row->form;
    row->round = round_find(f, row->due.clock);
    row->who = mem_dup(desk_role_label(d, row->due.owner));
    row->matter = mem_dup(row->round ? label_of(&row->round->label, d->lang, row->due.clock) : row->due.clock);
    row->number = mem_dup("");
    row->state = mem_dup("");
    int list = row->round && row->round->list ? form_list(f, row->round->list) : -1;
    const char *rhythm = row->round ? duty_rhythm(row->round) : "";
    row->promise = mem_dup(list < 0 ? rhythm : label_of(&f->lists[list].label, d->lang, f->lists[list].name));
    row->about = mem_dup(row->matter);
    row->mine = is_mine(d, row, NULL);
}

/* Takes over the due row. False: nothing that this desk can show (a register that is gone). */
bool board_row_describe(struct desk *d, struct due *due, int64_t now, bool each, struct board_row *row)
{
    const struct form *f = forms_find(d->forms, due->reg);
    if (!f || !desk_allows(d, f, RIGHT_LOOK))
        return false;
    *row = (struct board_row){.form = f,
                              .due = *due,
                              .deadline = due->due,
                              .urgency = due_urgency(due, now),
                              .unit = mem_dup(due->unit ? due->unit : "")};
    if (row->urgency == DUE_OVERDUE)
        row->overdue_days = (int)((day_start(now) - day_start(due->due) + DAY / 2) / DAY);
    *due = (struct due){0};
    due = &row->due;
    if (due->record == 0) {
        describe_round(d, row);
    } else {
        struct record *r = NULL;
        if (desk_get(d, f, due->record, &r) < 0)
            fault_clear(); /* the row is shown all the same: a promise is never dropped */
        row->clock = clock_find(f, due->clock);
        const char *label = row->clock ? label_of(&row->clock->label, d->lang, due->clock) : due->clock;
        char *summary = r ? desk_text(d, f->summary, r) : NULL;
        int state = r ? record_state(r) : -1;
        row->matter = mem_printf("%s%s%s", label, summary && summary[0] ? "  " : "", summary ? summary : "");
        row->promise = mem_dup(label);
        row->about = mem_dup(summary ? summary : "");
        row->mine = is_mine(d, row, r);
        if (due->paused && r && row->clock)
            row->deadline = due_going_on(d, row->clock, r, due);
        row->who = look_at_others(d, row, r, each);
        if (!row->who)
            row->who = name_of(d, row, r);
        row->number = mem_dup(r ? record_number(r) : "");
        row->state = mem_dup(state >= 0 ? label_of(&f->states[state].label, d->lang, f->states[state].name) : "");
        free(summary);
        record_free(r);
    }
    return true;
}

void board_row_clear(struct board_row *row)
{
    due_clear(&row->due);
    free(row->number);
    free(row->unit);
    free(row->matter);
    free(row->who);
    free(row->state);
    free(row->promise);
    free(row->about);
    *row = (struct board_row){0};
}

void board_free(struct board_row *v, size_t n)
{
    for (size_t i = 0; i < n; i++)
        board_row_clear(&v[i]);
    free(v);
}

int desk_board_counts(struct desk *d, int64_t *open, int64_t *overdue)
{
    struct due_filter filter = {.owner = permit_board(d), .in_area = area_asked(d), .front = true};
    return due_counts(d->db, &filter, clock_now() + 1, open, overdue); /* due this second is overdue, as in the rows */
}

/* Whose a promise is may stand in its record: counted as long as that is cheap. */
enum { MINE_MOST = 200 };

static bool counts_as_mine(struct desk *d, struct due *due, int64_t now)
{
    const struct form *f = forms_find(d->forms, due->reg);
    struct board_row row = {.form = f, .due = *due, .clock = f && due->record ? clock_find(f, due->clock) : NULL};
    if (!f || due->snoozed > now || !desk_allows(d, f, RIGHT_LOOK))
        return false;
    if (due->behind == 0 && !(row.clock && row.clock->nwho))
        return is_mine(d, &row, NULL);
    if (!board_row_describe(d, due, now, false, &row))
        return false;
    bool mine = row.mine && !row.again;
    board_row_clear(&row);
    return mine;
}

static int count_mine(struct desk *d, int64_t now, int64_t *mine)
{
    struct due_filter filter = {.in_area = area_asked(d), .front = true};
    struct due *v = NULL;
    size_t n = 0;
    filter.owner = permit_board(d);
    filter.also = filter.owner ? NULL : d->who.role;
    int rc = due_page(d->db, &filter, INT64_MIN, 0, 2 * MINE_MOST, &v, &n);
    *mine = rc < 0 || n == 2 * MINE_MOST ? -1 : 0;
    for (size_t i = 0; *mine >= 0 && i < n; i++)
        *mine += counts_as_mine(d, &v[i], now);
    due_free(v, n);
    return rc;
}

int desk_board_tally(struct desk *d, int64_t counts[BOARD_TODAY + 1])
{
    int64_t now = clock_now(), late = 0, tomorrow = day_add(day_start(now), 1);
    struct due_filter all = {.owner = permit_board(d), .in_area = area_asked(d), .front = true, .awake = now},
                      today = all;
    today.until = tomorrow;
    counts[BOARD_MINE] = -1;
    int rc = due_counts(d->db, &all, now + 1, &counts[BOARD_ALL], &counts[BOARD_OVERDUE]);
    rc = rc < 0 ? rc : due_counts(d->db, &today, now + 1, &counts[BOARD_TODAY], &late);
    return rc < 0 || counts[BOARD_ALL] > MINE_MOST ? rc : count_mine(d, now, &counts[BOARD_MINE]);
}

int desk_snooze(struct desk *d, const struct due *due, int64_t until)
{
    if (until <= clock_now())
        return fault(QT_REFUSED, _("\"Later\" must be in the future."));
    struct due row = {0};
    struct record *r = NULL;
    const struct form *f = forms_find(d->forms, due->reg);
    int rc = event_begin(d);
    if (rc < 0)
        return rc;
    rc = due_again(d, due, &row);
    if (rc == QT_OK && f && !row.kind[0])
        rc = rec_get(d->db, f, row.record, &r);
    if (rc == QT_NOTFOUND)
        rc = fault(QT_CONFLICT, _("This is settled already."));
    if (rc == QT_OK) {
        row.snoozed = until;
        rc = due_put(d->db, &row);
    }
    if (rc == QT_OK && row.record)
        rc = due_rank(d, row.reg, row.record, NULL);
    if (rc == QT_OK) {
        struct buf data = {0};
        buf_add(&data, "{\"clock\":");
        buf_add_json(&data, row.clock);
        buf_addf(&data, ",\"until\":%lld}", (long long)until);
        rc = journal_note(d->db, &d->who, "snooze", row.reg, row.record, data.s);
        buf_free(&data);
    }
    due_clear(&row);
    rc = r ? event_end(d, rc, r, "snooze")
           : desk_end(d, rc); /* a duty of no record: the next one to put off says more */
    record_free(r);
    return rc;
}
