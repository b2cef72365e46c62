/* Is the journal whole? Every line against the line before, the personal values that are kept, the
 * head file, then the database itself. */
#include "journal/journal.h"

#include <inttypes.h>

enum { LINES_AT_ONCE = 4096 }; /* then the read lock is let go, so that desks can save meanwhile */

struct walk {
    struct db *db;
    int64_t seq; /* last good line */
    unsigned char hash[JOURNAL_HASH];
    int head; /* as head_read */
    int64_t head_seq;
    unsigned char head_hash[JOURNAL_HASH];
};

static int bad(int64_t seq, const char *why)
{
    return fault(QT_CORRUPT, _("Journal line %" PRId64 ": %s Keep the file as it is and compare with the last backup."),
                 seq, why);
}

/* Personal values may be missing only when the record was purged later (U4). */
static int check_missing(struct walk *w, const struct line *l)
{
    struct stmt *st = db_stmt(w->db, "SELECT 1 FROM journal WHERE reg = ?1 AND record = ?2 AND record > 0"
                                     " AND action = 'purge' AND seq >= ?3 LIMIT 1");
    bind_text(st, 1, l->reg);
    bind_int(st, 2, l->record);
    bind_int(st, 3, l->seq);
    int rc = row_one(w->db, st, NULL, NULL);
    return rc == 0 ? bad(l->seq, _("its personal values were deleted without a purge.")) : rc < 0 ? rc : 0;
}

static int check_private(struct walk *w, struct stmt *st, const struct line *l)
{
    bool kept = !col_null(st, 11);
    if (!l->private)
        return kept ? bad(l->seq, _("it has personal values that were not there.")) : 0;
    if (!kept)
        return check_missing(w, l);
    unsigned char now[JOURNAL_HASH];
    size_t nsalt;
    const void *salt = col_blob(st, 11, &nsalt);
    private_hash(salt, nsalt, col_text(st, 12), col_null(st, 13) ? NULL : col_text(st, 13), now);
    return memcmp(now, l->private, JOURNAL_HASH) == 0 ? 0 : bad(l->seq, _("its personal values were changed."));
}

static int check_line(struct walk *w, struct stmt *st)
{
    unsigned char hash[JOURNAL_HASH];
    size_t size;
    struct line l = {.seq = col_int(st, 0),
                     .at = col_int(st, 1),
                     .staff = col_text(st, 2),
                     .terminal = col_text(st, 3),
                     .reg = col_text(st, 4),
                     .record = col_int(st, 5),
                     .number = col_text(st, 6),
                     .action = col_text(st, 7),
                     .data = col_text(st, 8)};
    if (l.seq != w->seq + 1)
        return bad(w->seq + 1, _("it is missing."));
    if (!col_null(st, 9)) {
        l.private = col_blob(st, 9, &size);
        if (size != JOURNAL_HASH)
            return bad(l.seq, _("it was changed."));
    }
    line_hash(&l, w->hash, hash);
    const void *kept = col_blob(st, 10, &size);
    if (size != JOURNAL_HASH || memcmp(hash, kept, JOURNAL_HASH) != 0)
        return bad(l.seq, _("it was changed, inserted or moved."));
    int rc = check_private(w, st, &l);
    if (rc < 0)
        return rc;
    if (w->head > 0 && w->head_seq == l.seq && memcmp(w->head_hash, hash, JOURNAL_HASH) != 0)
        return bad(l.seq, _("it is not the line that the head file knows."));
    memcpy(w->hash, hash, JOURNAL_HASH);
    w->seq = l.seq;
    return 0;
}

static int walk_lines(struct walk *w)
{
    int n, rc;
    do {
        struct stmt *st =
            db_stmt(w->db, "SELECT j.seq, j.at, j.staff, j.terminal, j.reg, j.record, j.number, j.action, j.data,"
                           " j.private, j.hash, p.salt, p.data, p.sealed"
                           " FROM journal j LEFT JOIN qt_personal p ON p.seq = j.seq"
                           " WHERE j.seq > ?1 ORDER BY j.seq LIMIT ?2");
        bind_int(st, 1, w->seq);
        bind_int(st, 2, LINES_AT_ONCE);
        for (n = 0; (rc = db_step(w->db, st)) > 0; n++) {
            rc = check_line(w, st);
            if (rc < 0) {
                stmt_end(st);
                return rc;
            }
        }
    } while (rc == 0 && n == LINES_AT_ONCE);
    return rc;
}

static int check_head(const struct walk *w)
{
    if (w->head < 0)
        return w->head;
    if (w->head == 0 && w->seq > 0)
        return fault(
            QT_CORRUPT,
            _("%s.head is missing: the journal is whole up to line %" PRId64
              ", but whether lines were cut from its end cannot be told. Compare with the last handover sheet."),
            w->db->path, w->seq);
    if (w->head > 0 && w->head_seq > w->seq)
        return fault(QT_CORRUPT,
                     _("Journal line %" PRId64 " is missing: the journal was cut there, it once had %" PRId64
                       " lines. Restore the last backup."),
                     w->seq + 1, w->head_seq);
    return 0;
}

/* Personal values of lines that do not exist. */
static int check_strays(struct db *db, int64_t *stray)
{
    int rc = db_int(db,
                    "SELECT min(seq) FROM qt_personal WHERE seq > (SELECT coalesce(max(seq), 0) FROM journal)"
                    " OR seq < 1",
                    stray);
    return rc < 0 ? rc : *stray ? bad(*stray, _("there are personal values of a line that is missing.")) : 0;
}

static int check_database(struct db *db)
{
    static const char *const guards[] = {"journal_no_update", "journal_no_delete", "journal_append_only",
                                         "personal_no_update"};
    for (size_t i = 0; i < sizeof(guards) / sizeof(*guards); i++) {
        struct stmt *st = db_stmt(db, "SELECT 1 FROM sqlite_schema WHERE type = 'trigger' AND name = ?1");
        bind_text(st, 1, guards[i]);
        int rc = row_one(db, st, NULL, NULL);
        if (rc <= 0)
            return rc < 0 ? rc : fault(QT_CORRUPT, _("The guard %s of the journal was taken away."), guards[i]);
    }
    struct stmt *st = db_stmt(db, "SELECT * FROM pragma_integrity_check(1)");
    int rc = db_step(db, st);
    if (rc > 0 && strcmp(col_text(st, 0), "ok") != 0)
        rc = fault(QT_CORRUPT, _("The database is damaged (%s). Restore the last backup."), col_text(st, 0));
    stmt_end(st);
    if (rc < 0)
        return rc;
    st = db_stmt(db, "SELECT \"table\" FROM pragma_foreign_key_check LIMIT 1");
    rc = db_step(db, st);
    if (rc > 0)
        rc = fault(QT_CORRUPT, _("Rows of %s belong to no record. Restore the last backup."), col_text(st, 0));
    stmt_end(st);
    return rc;
}

int journal_verify(struct db *db, int64_t *lines, int64_t *bad_seq)
{
    struct walk w = {.db = db};
    *lines = *bad_seq = 0;
    /* Read first: lines that other desks write during the walk come after it. */
    w.head = head_read(db, &w.head_seq, w.head_hash);
    if (w.head > 0 && w.head_seq < 0)
        w.head_seq = 0;
    int rc = walk_lines(&w);
    *lines = w.seq;
    if (rc < 0) {
        *bad_seq = w.seq + 1;
        return rc;
    }
    rc = check_head(&w);
    if (rc < 0) {
        *bad_seq = w.head_seq > w.seq ? w.seq + 1 : 0;
        return rc;
    }
    int64_t stray = 0;
    rc = check_strays(db, &stray);
    *bad_seq = stray;
    return rc < 0 ? rc : check_database(db);
}
