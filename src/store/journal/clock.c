/* The machine's clock beside the journal's last line: far ahead of it or before it, the clock is in doubt (H1).
 *
 * The first line that would be written with such a time is preceded by a line "clock", and meta keeps the last time
 * that was sound; lines up to "clock-right" (somebody has said so) or "clock-again" (it has come back by itself) bear
 * doubtful times. Until then the sound time stands still: a save in doubt does not make it the truth. */
#include "journal/journal.h"
#include "sqlite/words.h"

#define MARK "clock"            /* in meta: the last sound time, "" while there is no doubt */
#define SETTING "clock_days"    /* how far ahead it may be */
#define SLACK (5 * (int64_t)60) /* a clock that is put right by so much is no question */
#define OTHERWISE (10 * (int64_t)DAY)

static int64_t ahead_most(struct db *db)
{
    char *text = NULL;
    const struct setting_rule *rule = db->forms ? forms_setting(db->forms, SETTING) : NULL;
    if (setting_get(db, SETTING, &text) < 0)
        fault_clear();
    int64_t days = text ? strtoll(text, NULL, 10) : rule ? strtoll(rule->value, NULL, 10) : 0;
    free(text);
    return days > 0 ? days * DAY : OTHERWISE;
}

static enum clock_state judge(struct db *db, int64_t last, int64_t now)
{
    if (!last || (now >= last - SLACK && now <= last + DAY))
        return CLOCK_SOUND;
    if (now < last)
        return CLOCK_BEHIND;
    return now <= last + ahead_most(db) ? CLOCK_SOUND : CLOCK_AHEAD;
}

static int last_line(struct db *db, int64_t *at)
{
    *at = 0;
    int rc = db_int(db, "SELECT at FROM journal ORDER BY seq DESC LIMIT 1", at);
    return rc < 0 ? rc : 0;
}

/* marked: a doubt has been written down. */
static int look(struct db *db, struct clock_doubt *out, bool *marked)
{
    char *mark = NULL;
    *out = (struct clock_doubt){.now = clock_now()};
    *marked = false;
    if (db->practice)
        return 0;
    int rc = meta_get(db, MARK, &mark);
    if (rc == 0 && mark[0]) {
        *marked = true;
        out->last = strtoll(mark, NULL, 10);
    } else if (rc == 0) {
        rc = last_line(db, &out->last);
    }
    free(mark);
    if (rc == 0)
        out->state = judge(db, out->last, out->now);
    return rc;
}

int journal_clock(struct db *db, struct clock_doubt *out)
{
    bool marked;
    return look(db, out, &marked);
}

static int note(struct db *db, const struct who *who, const char *action, const struct clock_doubt *c)
{
    struct buf data = {0};
    buf_addf(&data, "{\"last\":%lld,\"now\":%lld}", (long long)c->last, (long long)c->now);
    int rc = journal_note(db, who, action, NULL, 0, data.s);
    buf_free(&data);
    return rc;
}

/* Before a transaction's first line. */
int clock_watch(struct db *db)
{
    static const struct who nobody = {"", "", ""};
    struct clock_doubt c;
    char mark[24];
    bool marked;
    int rc = look(db, &c, &marked);
    if (rc < 0 || marked == (c.state != CLOCK_SOUND))
        return rc;
    rc = note(db, &nobody, marked ? "clock-again" : "clock", &c);
    snprintf(mark, sizeof mark, "%lld", (long long)c.last);
    return rc == 0 ? due_mark_set(db, MARK, marked ? "" : mark) : rc;
}

int journal_clock_right(struct db *db, const struct who *who)
{
    struct clock_doubt c;
    bool marked;
    int rc = look(db, &c, &marked);
    if (rc == 0 && c.state == CLOCK_SOUND)
        rc = fault(QT_REFUSED, _("The clock is not in doubt; there was nothing to confirm."));
    if (rc == 0)
        rc = note(db, who, "clock-right", &c); /* a doubt that is new is noted before it */
    return rc == 0 ? due_mark_set(db, MARK, "") : rc;
}

/* ---- what was written in doubt ------------------------------------------------------------------------------- */
/* A line is never older than the last sound time before it, whatever its own says. */
int journal_doubt_since(struct db *db, int64_t sound, int64_t *seq)
{
    struct stmt *st = db_stmt(db, "SELECT min(seq) FROM journal WHERE reg = '' AND record = 0 AND action = 'clock'"
                                  " AND " SQL_VALUE_OF("data", "last") " > ?1");
    bind_int(st, 1, sound);
    *seq = 0;
    int rc = row_int(db, st, seq);
    return rc < 0 ? rc : 0;
}

int journal_last_of(struct db *db, const char *reg, int64_t record, int64_t *seq)
{
    struct stmt *st = db_stmt(db, "SELECT max(seq) FROM journal WHERE reg = ?1 AND record = ?2");
    bind_text(st, 1, reg);
    bind_int(st, 2, record);
    *seq = 0;
    int rc = row_int(db, st, seq);
    return rc < 0 ? rc : 0;
}
