/* The journal's end kept outside the database, in PATH.head: one line "SEQ HASH MAC". Whoever cuts lines
 * from the end of the journal has to know of it too, and without the key file nobody writes another one. It is
 * written after each commit without a sync: after a power cut it may be behind the journal, never ahead of it, and only
 * ahead means cut. Files of before version 3 have no MAC in it. */
#include "journal/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sodium.h>
#include <unistd.h>

enum {
    HEX = 2 * JOURNAL_HASH,
    HASH_AT = 20 + 1,
    PLAIN_LINE = HASH_AT + HEX + 1, /* its last byte: a line's end, or a space before the MAC */
    MAC_HEX = 2 * SECRET_MAC,
    HEAD_LINE = PLAIN_LINE + MAC_HEX + 1
};

int head_open(struct db *db, bool create)
{
    unsigned char none[JOURNAL_HASH] = {0};
    int flags = db->readonly ? O_RDONLY : O_RDWR | O_CREAT | (create ? O_TRUNC : 0);
    char *path = mem_printf("%s.head", db->path);
    db->head_fd = open(path, flags | O_CLOEXEC | O_NOFOLLOW, 0600);
    int err = db->head_fd < 0 ? errno : 0;
    free(path);
    /* A missing one is for journal_verify to tell; the desk goes on working. */
    if (err && (create || err != ENOENT))
        return fault(QT_IO, _("Cannot open %s.head: %s. Check the permissions of the file."), db->path, strerror(err));
    return create ? head_put(db, 0, none) : 0;
}

/* ---- reading ------------------------------------------------------------------------------------------------- */
static int head_mac(const struct db *db, int64_t seq, const unsigned char hash[JOURNAL_HASH],
                    unsigned char mac[SECRET_MAC])
{
    unsigned char all[8 + JOURNAL_HASH];
    for (int i = 0; i < 8; i++)
        all[i] = (unsigned char)((uint64_t)seq >> (8 * i));
    memcpy(all + 8, hash, JOURNAL_HASH);
    return secret_mac(db, all, sizeof all, mac);
}

static bool hex_read(const char *hex, size_t n, unsigned char *out)
{
    size_t got = 0;
    return sodium_hex2bin(out, n, hex, 2 * n, NULL, &got, NULL) == 0 && got == n;
}

static bool all_zero(const char *s, ssize_t n)
{
    while (n > 0 && s[n - 1] == 0)
        n--;
    return n == 0;
}

/* As head_read, of a line that was read. */
static int head_parse(const struct db *db, const char *line, ssize_t n, int64_t *seq, unsigned char hash[JOURNAL_HASH])
{
    unsigned char mac[SECRET_MAC], kept[SECRET_MAC];
    char *end;
    if (all_zero(line, n))
        return 0;
    *seq = strtoll(line, &end, 10);
    bool plain = line[PLAIN_LINE - 1] == '\n' && !db->keyed;
    if (n < PLAIN_LINE || end != line + HASH_AT - 1 || *seq < 0 || *end != ' ' ||
        !hex_read(line + HASH_AT, JOURNAL_HASH, hash) ||
        (!plain && (n < HEAD_LINE || !hex_read(line + PLAIN_LINE, SECRET_MAC, kept))))
        return fault(QT_CORRUPT, _("%s.head is unreadable: whether lines were cut from the journal cannot be told."),
                     db->path);
    int rc = plain ? 0 : head_mac(db, *seq, hash, mac);
    if (rc == 0 && !plain && memcmp(mac, kept, SECRET_MAC) != 0)
        rc = fault(QT_CORRUPT,
                   _("%s.head was not written with the key of this database: whether lines were cut from the journal "
                     "cannot be told."),
                   db->path);
    return rc < 0 ? rc : 1;
}

int head_read(const struct db *db, int64_t *seq, unsigned char hash[JOURNAL_HASH])
{
    char line[HEAD_LINE + 1] = "", again[HEAD_LINE + 1] = "";
    int rc;
    if (db->head_fd < 0)
        return 0;
    ssize_t n = pread(db->head_fd, line, HEAD_LINE, 0);
    /* While another desk writes it, half of it may be new; then the next reading gives something else. */
    while ((rc = head_parse(db, line, n, seq, hash)) <= 0) {
        n = pread(db->head_fd, again, HEAD_LINE, 0);
        if (memcmp(line, again, sizeof line) == 0)
            break;
        memcpy(line, again, sizeof line);
    }
    return rc;
}

/* ---- writing -------------------------------------------------------------------------------------------------- */
static int head_set(struct db *db, int64_t seq, const unsigned char hash[JOURNAL_HASH])
{
    char hex[HEX + 1], seal[MAC_HEX + 1], line[HEAD_LINE + 1];
    unsigned char mac[SECRET_MAC];
    int rc = head_mac(db, seq, hash, mac);
    if (rc < 0)
        return rc;
    sodium_bin2hex(hex, sizeof(hex), hash, JOURNAL_HASH);
    sodium_bin2hex(seal, sizeof(seal), mac, SECRET_MAC);
    int n = db->keyed ? snprintf(line, sizeof(line), "%020" PRId64 " %s %s\n", seq, hex, seal)
                      : snprintf(line, sizeof(line), "%020" PRId64 " %s\n", seq, hex);
    if (pwrite(db->head_fd, line, (size_t)n, 0) != n)
        return fault(QT_IO, _("Cannot write %s.head: %s."), db->path, strerror(errno));
    return 0;
}

int head_put(struct db *db, int64_t seq, const unsigned char hash[JOURNAL_HASH])
{
    int rc = head_set(db, seq, hash);
    if (rc == 0 && fsync(db->head_fd) < 0)
        rc = fault(QT_IO, _("Cannot write %s.head: %s."), db->path, strerror(errno));
    return rc;
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
 * quicker, or lines were cut), does not fit, was emptied or forged stays as it is, as evidence for journal_verify. */
void head_write(struct db *db)
{
    int64_t seq = 0;
    unsigned char hash[JOURNAL_HASH];
    if (!db->head.known || db->head.seq == db->head.base || db->head_fd < 0)
        return;
    /* The record is saved already; a head that stays behind is harmless, so the fault is not passed on. */
    if (head_read(db, &seq, hash) > 0 && seq < db->head.seq && head_fits(db, seq, hash))
        (void)head_set(db, db->head.seq, db->head.hash);
    fault_clear();
}

/* Before the commit: whoever is killed after it has a head with a MAC, and before it one that is read as ever. */
int head_key(struct db *db)
{
    int64_t seq = 0;
    unsigned char hash[JOURNAL_HASH] = {0};
    int rc = journal_end_known(db);
    if (rc < 0)
        return rc;
    rc = head_read(db, &seq, hash);
    bool good = db->head_fd < 0 ? false
                : rc > 0        ? seq <= db->head.base && head_fits(db, seq, hash)
                                : rc == 0 && db->head.base == 0;
    fault_clear();
    db->keyed = true;
    return good ? head_put(db, seq, hash) : 0; /* a bad one stays, as evidence */
}

int head_make(struct db *db)
{
    unsigned char hash[JOURNAL_HASH] = {0};
    char *path = mem_printf("%s.head", db->path);
    if (db->head_fd >= 0)
        close(db->head_fd);
    db->head_fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    free(path);
    if (db->head_fd < 0)
        return fault(QT_IO, _("Cannot make %s.head: %s."), db->path, strerror(errno));
    int64_t seq = 0;
    int rc = journal_end(db, &seq, hash);
    return rc < 0 ? rc : head_put(db, seq, hash);
}
