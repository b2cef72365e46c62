/* Rounds (V10): a daily duty that puts a list on the board at its hour and is signed when the list is settled. */
#include <stdlib.h>
#include <string.h>

#include "desk_internal.h"

const struct round_rule *round_find(const struct form *f, const char *name)
{
    for (size_t i = 0; i < f->nrounds; i++)
        if (strcmp(f->rounds[i].name, name) == 0)
            return &f->rounds[i];
    return NULL;
}

/* Today's hour of the round; 0 = not today. */
static int64_t round_hour(struct desk *d, const struct round_rule *round, int64_t now)
{
    int minute = 0;
    char *at = desk_text(d, round->at, NULL);
    bool good = at && timeofday_parse(at, &minute) == QT_OK;
    free(at);
    if (!good || (round->workdays && !cal_is_workday(d->calendar, now)))
        return 0;
    char today[11];
    date_format(now, today);
    return date_time(today, minute);
}

static int round_wanted(struct desk *d, const struct form *f, const struct round_rule *round, bool *wanted)
{
    if (round->when)
        return expr_true(d->db, round->when, NULL, false, wanted);
    struct query q = {.form = f, .list = form_list(f, round->list)};
    struct cursor *c = NULL;
    struct page page = {0};
    int rc = cursor_open(d->db, &q, &c);
    if (rc == QT_OK)
        rc = cursor_page(c, PAGE_FIRST, NULL, 1, &page);
    *wanted = rc == QT_OK && page.n > 0;
    page_free(&page);
    cursor_close(c);
    return rc;
}

static int note_round(struct desk *d, const struct form *f, const struct round_rule *round, const char *action,
                      const char *remark)
{
    struct buf data = {0};
    buf_add(&data, "{\"round\":");
    buf_add_json(&data, round->name);
    buf_add(&data, ",\"remark\":");
    buf_add_json(&data, remark);
    buf_addc(&data, '}');
    int rc = journal_note(d->db, &d->who, action, f->name, 0, data.s);
    buf_free(&data);
    return rc;
}

static int round_put_up(struct desk *d, const struct form *f, const struct round_rule *round, int64_t hour)
{
    struct due row = {0};
    int rc = desk_begin_unattended(d);
    if (rc < 0)
        return rc;
    rc = due_get(d->db, f->name, 0, round->name, &row);
    bool there = rc == QT_OK && row.due >= hour; /* another desk was quicker */
    due_clear(&row);
    if (rc == QT_NOTFOUND || (rc == QT_OK && !there)) {
        row = (struct due){.reg = mem_dup(f->name),
                           .clock = mem_dup(round->name),
                           .started = clock_now(),
                           .due = hour,
                           .owner = mem_dup(round->owner ? round->owner : "clerk"),
                           .escalate_to = mem_dup(""),
                           .unit = mem_dup("")};
        rc = due_put(d->db, &row);
        if (rc == QT_OK)
            rc = note_round(d, f, round, "round", NULL);
        due_clear(&row);
    }
    return desk_end(d, rc);
}

/* A round that nobody signed yesterday stands on the board until it is signed: no second one beside it. */
static int round_look(struct desk *d, const struct form *f, const struct round_rule *round, int64_t now)
{
    int64_t hour = round_hour(d, round, now);
    struct due last = {0};
    if (!hour || hour > now)
        return QT_OK;
    int rc = due_get(d->db, f->name, 0, round->name, &last);
    bool known = rc == QT_OK && (last.due >= hour || !last.stopped);
    due_clear(&last);
    if (known || (rc < 0 && rc != QT_NOTFOUND))
        return known ? QT_OK : rc;
    bool wanted = false;
    rc = round_wanted(d, f, round, &wanted);
    return rc == QT_OK && wanted ? round_put_up(d, f, round, hour) : rc;
}

int rounds_put_up(struct desk *d)
{
    int64_t now = clock_now();
    for (size_t i = 0; i < d->forms->n; i++) {
        const struct form *f = d->forms->v[i];
        for (size_t k = 0; k < f->nrounds; k++) {
            int rc = round_look(d, f, &f->rounds[k], now);
            if (rc < 0)
                return rc;
        }
    }
    return QT_OK;
}

static int count_one(struct record *r, void *arg)
{
    (void)r;
    ++*(int64_t *)arg;
    return 0;
}

/* Records of the round's list that nobody has touched since its hour (today's, when an older round was left
 * standing), or what the round says is settled. A round with its own `when` only hands its list over. */
static int left_over(struct desk *d, const struct form *f, const struct round_rule *round, const struct due *due,
                     int64_t *left)
{
    *left = 0;
    int list = form_list(f, round->list);
    if (round->when || list < 0)
        return QT_OK;
    int64_t now = clock_now(), today = round_hour(d, round, now);
    int64_t since = today > due->due && today <= now ? today : due->due;
    const struct expr *of = f->lists[list].where;
    char *touched = mem_printf("coalesce(changed_at, saved_at) >= %lld", (long long)since);
    char *where =
        mem_printf("(%s) and not coalesce((%s), 0)", of ? of->sql : "1", round->settled ? round->settled->sql : touched);
    free(touched);
    int rc = rec_each(d->db, f, where, count_one, left);
    free(where);
    return rc;
}

int desk_round_done(struct desk *d, const struct due *due, const char *remark)
{
    const struct form *f = forms_find(d->forms, due->reg);
    const struct round_rule *round = f ? round_find(f, due->clock) : NULL;
    if (!round || due->record != 0)
        return fault(QT_REFUSED, _("This row is no round."));
    struct due row = {0};
    int64_t left = 0;
    int rc = desk_begin(d);
    if (rc < 0)
        return rc;
    rc = due_get(d->db, due->reg, 0, due->clock, &row);
    if (rc == QT_NOTFOUND || (rc == QT_OK && (row.id != due->id || row.stopped)))
        rc = fault(QT_CONFLICT, _("This round is signed already."));
    if (rc == QT_OK)
        rc = left_over(d, f, round, &row, &left);
    if (rc == QT_OK && left > 0)
        rc = fault(QT_REFUSED, _("%s: %lld entries are not settled yet; settle each of them first."),
                   label_of(&round->label, d->lang, round->name), (long long)left);
    if (rc == QT_OK) {
        int64_t now = clock_now();
        row.stopped = now;
        row.late = day_start(now) > day_start(row.due);
        rc = due_put(d->db, &row);
    }
    if (rc == QT_OK)
        rc = note_round(d, f, round, "round-done", remark);
    due_clear(&row);
    return desk_end(d, rc);
}
