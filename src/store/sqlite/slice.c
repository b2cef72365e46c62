/* Long writers (import, purge, runs) work in slices: transactions of many rows while nobody waits for the database,
 * short ones as soon as somebody does. Many rows in one transaction write the pages of an index that is touched all
 * over once instead of a hundred times; but who comes then has to wait for the commit of all of them. So a slice grows
 * only as far as its commit stays short on this disk, which is measured.
 *
 * Between two slices all who wait go first, and those who come meanwhile, but not without end, or nothing would ever be
 * imported. A long writer waits unseen: nobody has to wait for one that is stopped between two slices. */
#include "gate.h"

enum {
    ROWS_FIRST = 1000,
    ROWS_LEAST = 500,  /* a slice's bound while nobody waits: from there ... */
    ROWS_MOST = 20000, /* ... to there */
    PROBE_US = 2000,   /* between two looks for who waits */
    SLICE_US = 50000,  /* of a slice and its commit, when somebody waits from its beginning */
    WORK_US = 10000,   /* of it at least for rows, however slow the disk */
    GROW_US = 100000,  /* a commit that takes less: slices may grow; they shrink above the other */
    SHRINK_US = 150000,
    STUCK_US = 1000000,     /* so long none of those who wait has moved: not waited for any more */
    LINGER_US = 20000,      /* a save reads, then writes: it is let finish */
    GIVE_US = 500000,       /* so long all go first who wait, then those only who came before it was over */
    PAUSE_US = 3000,        /* between slices when nobody is seen to wait: another long writer may */
    PATIENCE_US = 60000000, /* a long writer's own waiting: there may be many clerks, each in turn */
};

static int begin(struct db *db)
{
    int64_t since = clock_mono_us(), now = since;
    int rc;
    db->unseen = db->brief = true;
    do {
        fault_clear();
        (void)wait_turn(db, now < since + GIVE_US ? now : since + GIVE_US, STUCK_US);
        rc = db_begin(db);
        now = clock_mono_us();
    } while (rc == QT_BUSY && now - since < PATIENCE_US);
    db->unseen = db->brief = false;
    return rc;
}

int slice_begin(struct slice *s)
{
    if (db_in_transaction(s->db))
        return 0;
    int rc = begin(s->db);
    if (rc < 0)
        return rc;
    s->rows = 0;
    s->changes = db_changes_ever(s->db);
    s->began = s->looked = clock_mono_us();
    if (s->most == 0)
        s->most = ROWS_FIRST;
    return 0;
}

bool slice_full(struct slice *s)
{
    int64_t now = clock_mono_us();
    if (++s->rows >= s->most)
        return true;
    if (now - s->looked < PROBE_US)
        return false;
    s->looked = now;
    int64_t work = SLICE_US - s->commit_least;
    return now - s->began >= (work > WORK_US ? work : WORK_US) && wait_others(s->db) != 0;
}

static void learn(struct slice *s, int64_t commit)
{
    if (db_changes_ever(s->db) == s->changes)
        return; /* all rows refused or there already: a commit of nothing */
    if (s->commit_least == 0 || commit < s->commit_least)
        s->commit_least = commit;
    if (commit > SHRINK_US)
        s->most = s->rows / 2;
    else if (commit < GROW_US && s->rows >= s->most)
        s->most *= 2;
    s->most = s->most < ROWS_LEAST ? ROWS_LEAST : s->most > ROWS_MOST ? ROWS_MOST : s->most;
}

static void give_way(struct db *db)
{
    int64_t since = clock_mono_us(), now = since;
    db->unseen = true;
    for (; now - since < GIVE_US && wait_turn(db, now, STUCK_US); now = clock_mono_us())
        wait_sleep(LINGER_US);
    if (now == since)
        wait_sleep(PAUSE_US);
    db->unseen = false;
}

int slice_end(struct slice *s, int rc)
{
    if (!db_in_transaction(s->db))
        return rc;
    int64_t from = clock_mono_us();
    if (rc >= 0)
        rc = db_commit(s->db);
    if (rc < 0) {
        db_rollback(s->db);
        return rc;
    }
    learn(s, clock_mono_us() - from);
    give_way(s->db);
    return rc;
}
