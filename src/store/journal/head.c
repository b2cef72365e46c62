/* The journal's end kept outside the database, in PATH.head: one line "SEQ HASH". Whoever cuts lines
 * from the end of the journal has to know of it too. It is written after each commit without a
 * sync: after a power cut it may be behind the journal, never ahead of it, and only ahead means cut. */
#include "journal/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sodium.h>
#include <unistd.h>

enum { HEX = 2 * JOURNAL_HASH, HEAD_LINE = 20 + 1 + HEX + 1 };

int head_open(struct db *db, bool create)
{
    int flags = db->readonly ? O_RDONLY : create ? O_RDWR | O_CREAT | O_TRUNC : O_RDWR;
    char *path = mem_printf("%s.head", db->path);
    db->head_fd = open(path, flags | O_CLOEXEC, 0600);
    int err = db->head_fd < 0 ? errno : 0;
    free(path);
    /* A missing one is for journal_verify to tell; the desk goes on working. */
    if (err && (create || err != ENOENT))
        return fault(QT_IO, _("Cannot open %s.head: %s. Check the permissions of the file."), db->path, strerror(err));
    return 0;
}

int head_read(const struct db *db, int64_t *seq, unsigned char hash[JOURNAL_HASH])
{
    char line[HEAD_LINE + 1] = "";
    if (db->head_fd < 0)
        return 0;
    ssize_t n = pread(db->head_fd, line, HEAD_LINE, 0);
    if (n == 0)
        return 0;
    size_t got = 0;
    char *end = line;
    *seq = n == HEAD_LINE ? strtoll(line, &end, 10) : 0;
    if (end != line + 20 || *end != ' ' || sodium_hex2bin(hash, JOURNAL_HASH, line + 21, HEX, NULL, &got, NULL) != 0 ||
        got != JOURNAL_HASH)
        return fault(QT_CORRUPT, _("%s.head is unreadable: whether lines were cut from the journal cannot be told."),
                     db->path);
    return 1;
}

static int head_set(struct db *db, int64_t seq, const unsigned char hash[JOURNAL_HASH])
{
    char hex[HEX + 1], line[HEAD_LINE + 1];
    sodium_bin2hex(hex, sizeof(hex), hash, JOURNAL_HASH);
    snprintf(line, sizeof(line), "%020" PRId64 " %s\n", seq, hex);
    if (pwrite(db->head_fd, line, HEAD_LINE, 0) != HEAD_LINE)
        return fault(QT_IO, _("Cannot write %s.head: %s."), db->path, strerror(errno));
    return 0;
}

static int line_stands(struct db *db, int64_t seq, const unsigned char hash[JOURNAL_HASH])
{
    struct stmt *st = db_stmt(db, "SELECT 1 FROM journal WHERE seq = ?1 AND hash = ?2");
    bind_int(st, 1, seq);
    bind_blob(st, 2, hash, JOURNAL_HASH);
    return row_one(db, st, NULL, NULL);
}

int head_stands(struct db *db)
{
    return line_stands(db, db->head.seq, db->head.hash);
}

/* Is the line the head file names still in the journal as it was? */
static bool head_fits(struct db *db, int64_t seq, const unsigned char hash[JOURNAL_HASH])
{
    if (seq == 0)
        return true;
    if (seq == db->head.base)
        return memcmp(hash, db->head.base_hash, JOURNAL_HASH) == 0;
    return line_stands(db, seq, hash) > 0;
}

/* The head only moves along the chain it stands on: a head that is ahead (another process was
 * quicker, or lines were cut) or does not fit stays as it is, as evidence for journal_verify. */
void head_write(struct db *db)
{
    int64_t seq = 0;
    unsigned char hash[JOURNAL_HASH];
    if (!db->head.known || db->head.seq == db->head.base || db->head_fd < 0)
        return;
    int rc = head_read(db, &seq, hash);
    if (rc < 0 || (rc > 0 && (seq >= db->head.seq || !head_fits(db, seq, hash))))
        return;
    /* The record is saved already; a head that stays behind is harmless, so the fault is not passed on. */
    if (head_set(db, db->head.seq, db->head.hash) < 0)
        fault_clear();
}

int head_make(struct db *db)
{
    unsigned char hash[JOURNAL_HASH] = {0};
    char *path = mem_printf("%s.head", db->path);
    if (db->head_fd >= 0)
        close(db->head_fd);
    db->head_fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    free(path);
    if (db->head_fd < 0)
        return fault(QT_IO, _("Cannot make %s.head: %s."), db->path, strerror(errno));
    int64_t seq = 0;
    int rc = journal_end(db, &seq, hash);
    if (rc < 0 || seq == 0)
        return rc;
    rc = head_set(db, seq, hash);
    if (rc == 0 && fsync(db->head_fd) < 0)
        rc = fault(QT_IO, _("Cannot write %s.head: %s."), db->path, strerror(errno));
    return rc;
}
