/* Is the journal whole? Every line against the line before, the personal values that are kept, the head file, then the
 * database itself. The chain is one thread's work, while another plays the journal again. */
#include "journal/journal.h"
#include "journal/replay.h"
#include "sqlite/aside.h"
#include "sqlite/integrity.h"

#include <inttypes.h>
#include <pthread.h>

enum { LINES_AT_ONCE = 4096 }; /* then the read lock is let go, so that desks can save meanwhile */

struct walk {
    struct db *db; /* the thread's */
    struct db beside;
    pthread_t thread;
    bool threaded;
    int rc;               /* what the lines are found to be, */
    char *said;           /* and the sentence */
    int64_t seq;          /* last good line */
    int64_t personal_seq; /* line of the row of personal values at hand */
    unsigned char hash[JOURNAL_HASH];
    bool vouched; /* the last good line carries a MAC: so do all after it */
    int head;     /* as head_read */
    int64_t head_seq;
    unsigned char head_hash[JOURNAL_HASH];
    struct lost *lost; /* journal_chain */
};

static int bad(int64_t seq, const char *why)
{
    return fault(QT_CORRUPT, _("Journal line %" PRId64 ": %s Keep the file as it is and compare with the last backup."),
                 seq, why);
}

/* Personal values may be missing only when the record was purged later (U4), or taken back with its import, or as
 * what somebody had just done. */
static int check_missing(struct walk *w, const struct line *l)
{
    /* No second term on record or seq: the engine would walk through all records behind this one. */
    struct stmt *st = db_stmt(w->db, "SELECT 1 FROM journal WHERE reg = ?1 AND record = ?2"
                                     " AND +seq >= ?3 AND (action = 'purge' OR (action = 'withdraw' AND"
                                     " (instr(data, '\"caused by\":{\"import\":') > 0 OR"
                                     " instr(data, '\"caused by\":{\"undo\":') > 0))) LIMIT 1");
    bind_text(st, 1, l->reg);
    bind_int(st, 2, l->record);
    bind_int(st, 3, l->seq);
    int rc = l->record > 0 ? row_one(w->db, st, NULL, NULL) : 0;
    return rc == 0 ? bad(l->seq, _("its personal values were deleted without a purge.")) : rc < 0 ? rc : 0;
}

/* personal: the row that is kept, NULL none. */
static int check_private(struct walk *w, struct stmt *personal, const struct line *l)
{
    if (!l->private)
        return personal ? bad(l->seq, _("it has personal values that were not there.")) : 0;
    if (!personal)
        return check_missing(w, l);
    unsigned char now[JOURNAL_HASH];
    size_t nsalt;
    const void *salt = col_blob(personal, 1, &nsalt);
    private_hash(salt, nsalt, col_text(personal, 2), col_null(personal, 3) ? NULL : col_text(personal, 3), now);
    return memcmp(now, l->private, JOURNAL_HASH) == 0 ? 0 : bad(l->seq, _("its personal values were changed."));
}

/* Lines of before version 3 have no MAC; the first that has one vouches for the chain up to there. */
static int check_mac(struct walk *w, struct stmt *st, int64_t seq, const unsigned char hash[JOURNAL_HASH])
{
    unsigned char mac[SECRET_MAC];
    size_t size;
    const void *kept = col_blob(st, 11, &size);
    if (!kept && !w->vouched)
        return 0;
    int rc = line_mac(w->db, hash, mac);
    if (rc < 0)
        return rc;
    if (size != SECRET_MAC || memcmp(mac, kept, SECRET_MAC) != 0)
        return bad(seq,
                   _("it was not written with the key of this database: from here on the journal is another one."));
    w->vouched = true;
    return 0;
}

/* What is lost is the caller's matter, if there is one who wants it. */
static int note_lost(struct walk *w, int64_t seq, int rc)
{
    if (rc != QT_CORRUPT || !w->lost)
        return rc;
    w->lost->v = mem_resize(w->lost->v, w->lost->n + 1, sizeof *w->lost->v);
    w->lost->v[w->lost->n++] = seq;
    fault_clear();
    return 0;
}

static int check_line(struct walk *w, struct stmt *st, struct stmt *personal)
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
    int rc = check_mac(w, st, l.seq, hash);
    if (rc == 0)
        rc = note_lost(w, l.seq, check_private(w, personal, &l));
    if (rc < 0)
        return rc;
    if (w->head > 0 && w->head_seq == l.seq && memcmp(w->head_hash, hash, JOURNAL_HASH) != 0)
        return bad(l.seq, _("it is not the line that the head file knows."));
    memcpy(w->hash, hash, JOURNAL_HASH);
    w->seq = l.seq;
    return 0;
}

/* The personal values of this line, or none: both tables are read in the order of the lines. */
static int find_personal(struct walk *w, struct stmt *personal, int64_t seq, bool *kept)
{
    int rc = 1;
    while (w->personal_seq < seq && (rc = db_step(w->db, personal)) > 0)
        w->personal_seq = col_int(personal, 0);
    if (rc == 0)
        w->personal_seq = INT64_MAX;
    *kept = w->personal_seq == seq;
    return rc < 0 ? rc : 0;
}

#define LINES(mac)                                                                                                     \
    "SELECT seq, at, staff, terminal, reg, record, number, action, data, private, hash" mac                            \
    " FROM journal WHERE seq > ?1 ORDER BY seq LIMIT ?2"

static int walk_some(struct walk *w, int *n)
{
    struct stmt *personal =
        db_stmt(w->db, "SELECT seq, salt, data, sealed FROM qt_personal WHERE seq > ?1 ORDER BY seq");
    bind_int(personal, 1, w->seq);
    w->personal_seq = 0;
    struct stmt *st = db_stmt(w->db, w->db->keyed ? LINES(", mac") : LINES(", NULL"));
    bind_int(st, 1, w->seq);
    bind_int(st, 2, LINES_AT_ONCE);
    int rc;
    for (*n = 0; (rc = db_step(w->db, st)) > 0; ++*n) {
        bool kept;
        rc = find_personal(w, personal, col_int(st, 0), &kept);
        if (rc == 0)
            rc = check_line(w, st, kept ? personal : NULL);
        if (rc < 0)
            break;
    }
    if (st)
        stmt_end(st);
    if (personal)
        stmt_end(personal);
    return rc;
}

static int walk_lines(struct walk *w)
{
    int n, rc;
    do
        rc = walk_some(w, &n);
    while (rc == 0 && n == LINES_AT_ONCE);
    if (rc == 0 && w->db->keyed && w->seq > 0 && !w->vouched)
        rc = bad(w->seq, _("nothing vouches for it and the lines before: their MACs were taken away."));
    return rc;
}

static void *walk_thread(void *arg)
{
    struct walk *w = arg;
    w->rc = walk_lines(w);
    w->said = w->rc < 0 ? mem_dup(fault_text()) : NULL;
    return NULL;
}

static int chain_begin(struct walk *w)
{
    int rc = db_beside(w->db, &w->beside);
    w->db = &w->beside;
    if (rc == 0 && db_threads()) /* without a thread chain_end does it */
        w->threaded = pthread_create(&w->thread, NULL, walk_thread, w) == 0;
    return rc;
}

/* What was found of the lines. */
static int chain_end(struct walk *w)
{
    if (w->threaded)
        (void)pthread_join(w->thread, NULL); /* fails only for a thread that is none */
    else
        (void)walk_thread(w);
    int rc = w->rc < 0 ? fault(w->rc, "%s", w->said) : 0;
    free(w->said);
    return rc;
}

static int check_head(struct walk *w)
{
    if (w->head < 0) /* once more, for its sentence */
        w->head = head_read(w->db, &w->head_seq, w->head_hash);
    if (w->head < 0)
        return w->head;
    if (w->head == 0 && w->seq > 0)
        return fault(QT_CORRUPT,
                     _("%s.head is missing or was emptied: the journal is whole up to line %" PRId64
                       ", but whether lines were cut from its end cannot be told. Compare with a head printed on "
                       "paper: qiantai verify --head."),
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

/* The chain alone; *bad_seq as journal_verify. */
static int check_chain(struct walk *w, struct db *db, int64_t *lines, int64_t *bad_seq)
{
    int rc = chain_end(w);
    w->db = db;
    *lines = w->seq;
    if (rc < 0) {
        *bad_seq = rc == QT_CORRUPT ? w->seq + 1 : 0; /* what cannot be read is not bad */
        return rc;
    }
    rc = check_head(w);
    if (rc < 0) {
        *bad_seq = w->head_seq > w->seq ? w->seq + 1 : 0;
        return rc;
    }
    return w->lost ? 0 : check_strays(db, bad_seq);
}

int journal_chain(struct db *db, int64_t *lines, int64_t *bad_seq, struct lost *lost)
{
    struct walk w = {.db = db, .lost = lost};
    *lines = *bad_seq = 0;
    w.head = head_read(db, &w.head_seq, w.head_hash);
    return check_chain(&w, db, lines, bad_seq);
}

/* The sentences of all that is wrong, the journal's first. */
static void also(struct buf *told, int *rc, int found)
{
    if (found >= 0)
        return;
    buf_addf(told, "%s%s", told->len ? " " : "", fault_text());
    *rc = *rc < 0 ? *rc : found;
}

/* Of which record is the bad line? */
static void name_line(struct db *db, struct buf *told, int64_t seq)
{
    char *name = NULL;
    struct stmt *st =
        seq > 0 ? db_stmt(db, "SELECT reg || ' ' || number FROM journal WHERE seq = ?1 AND number <> ''") : NULL;
    bind_int(st, 1, seq);
    if (st && row_text(db, st, &name) < 0)
        fault_clear();
    char *clean = name ? text_clean(name, strlen(name), false, NULL) : NULL;
    if (clean)
        buf_addf(told, _(" This line is of %s."), clean);
    free(name);
    free(clean);
}

/* All at once: whether the database is whole, the chain, and what the lines say of all that is kept. */
static int check_all(struct walk *w, struct db *db, struct integrity *database, int64_t *lines, int64_t *bad_seq)
{
    struct buf chain = {0}, told = {0};
    int rc = 0, replayed = 0;
    if (db->regs) /* not a copy that was just made, whose journal and pages are those of its source */
        also(&told, &replayed, journal_replay(db));
    also(&chain, &rc, check_chain(w, db, lines, bad_seq));
    name_line(db, &chain, *bad_seq);
    also(&chain, &rc, drafts_check(db));
    if (db->regs)
        also(&chain, &rc, drafts_lost(db));
    rc = rc < 0 ? rc : replayed;
    buf_addf(&chain, "%s%s", chain.len && told.len ? " " : "", told.len ? told.s : "");
    also(&chain, &rc, integrity_end(database));
    if (rc < 0)
        rc = fault(rc, "%s", chain.s);
    buf_free(&chain);
    buf_free(&told);
    return rc;
}

int journal_verify(struct db *db, int64_t *lines, int64_t *bad_seq)
{
    return journal_verify_but(db, lines, bad_seq, NULL);
}

int journal_verify_but(struct db *db, int64_t *lines, int64_t *bad_seq, struct lost *lost)
{
    struct walk w = {.db = db, .lost = lost};
    struct integrity *database;
    *lines = *bad_seq = 0;
    /* Read first: lines that other desks write during the walk come after it. */
    w.head = head_read(db, &w.head_seq, w.head_hash);
    if (w.head > 0 && w.head_seq < 0)
        w.head_seq = 0;
    int rc = integrity_begin(db, &database);
    if (rc == 0)
        rc = chain_begin(&w);
    if (rc == 0)
        rc = check_all(&w, db, database, lines, bad_seq);
    else
        integrity_stop(database);
    db_beside_close(&w.beside);
    return rc;
}

struct whole {
    bool search;
    int64_t *lines, *bad_seq;
};

static int check_whole(struct db *db, void *arg)
{
    const struct whole *w = arg;
    int rc = journal_verify(db, w->lines, w->bad_seq);
    return rc == 0 && w->search ? search_verify(db) : rc;
}

int db_verify(struct db *db, bool search, int64_t *lines, int64_t *bad_seq)
{
    struct whole w = {search, lines, bad_seq};
    return check_aside(db, check_whole, &w);
}
