/* PINs: hashed, and tried. A try is counted before anything is hashed, in a transaction of its own, so that forty at
 * once are forty; and no lock is held while a PIN is hashed. */
#include "journal/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <sys/file.h>
#include <unistd.h>

_Static_assert(PIN_HASH == crypto_pwhash_STRBYTES, "PIN_HASH is libsodium's");

/* 64 passes over 4 MiB: 50 ms where it was measured, more on an old desk PC. libsodium's interactive limits take
 * 64 MiB; the whole program may take 12. Few MiB with many passes cost an attacker the same time, and without
 * the key file no PIN can be tried at all (secret.h). The memory is given back right after. */
#ifndef PIN_PASSES
#define PIN_PASSES 64
#endif
#define PIN_MEMORY ((size_t)4 << 20)

/* ---- hashing: outside of transactions --------------------------------------------------------------------- */
int pin_hash(struct db *db, const char *code, const char *pin, char out[PIN_HASH])
{
    unsigned char keyed[SECRET_PIN];
    int rc = secret_pin(db, code, pin, keyed);
    if (rc == 0 && crypto_pwhash_str(out, (const char *)keyed, sizeof keyed, PIN_PASSES, PIN_MEMORY) != 0)
        rc = fault(QT_BUG, _("Not enough memory to check a PIN."));
    sodium_memzero(keyed, sizeof keyed);
    return rc;
}

/* hash NULL (nobody, or no PIN yet) takes as long as a wrong PIN. */
static int hash_matches(struct db *db, const char *code, const char *pin, const char *hash, bool *same)
{
    if (hash == NULL) {
        char unused[PIN_HASH];
        return pin_hash(db, code, pin, unused);
    }
    unsigned char keyed[SECRET_PIN];
    int rc = secret_pin(db, code, pin, keyed);
    if (rc == 0)
        *same = crypto_pwhash_str_verify(hash, (const char *)keyed, sizeof keyed) == 0;
    sodium_memzero(keyed, sizeof keyed);
    return rc;
}

int pin_matches(struct db *db, const char *code, const char *pin, bool *same)
{
    char *hash = NULL;
    struct stmt *st = db_stmt(db, "SELECT pin FROM staff WHERE code = ?1");
    *same = false;
    bind_text(st, 1, code);
    int rc = row_text(db, st, &hash);
    if (rc >= 0)
        rc = hash_matches(db, code, pin, hash, same);
    free(hash);
    return rc;
}

/* ---- tries -------------------------------------------------------------------------------------------------- */
/* What stands for the code in the tables: a code that nobody has may be a PIN typed into the wrong field. */
static int code_index(struct db *db, const char *code, unsigned char out[SECRET_INDEX])
{
    char *named = mem_printf("staff code %s", code);
    int rc = secret_index(db, named, out);
    sodium_memzero(named, strlen(named));
    free(named);
    return rc;
}

/* Runs a statement whose ?1 is the person, ?2 the terminal and ?3 a number, as far as it has them. */
static struct stmt *about(struct db *db, const char *sql, const struct pin_try *t, int64_t number)
{
    struct stmt *st = db_stmt(db, sql);
    bind_blob(st, 1, t->staff, sizeof t->staff);
    bind_text(st, 2, t->terminal);
    bind_int(st, 3, number);
    return st;
}

/* A clock that was ahead left tries of the future: they count from now on, so that nothing waits longer than it may. */
static int forget_old(struct db *db, const struct pin_rules *rules, int64_t now)
{
    struct stmt *st = db_stmt(db, "DELETE FROM qt_pin_try WHERE at <= ?1");
    bind_int(st, 1, now - rules->seconds);
    int rc = db_run(db, st);
    st = rc == 0 ? db_stmt(db, "UPDATE qt_pin_try SET at = ?1 WHERE at > ?1") : NULL;
    if (rc == 0) {
        bind_int(st, 1, now);
        rc = db_run(db, st);
    }
    return rc;
}

/* The pause of the terminal after n tries there, whoever's: none after the first, then 1 s, doubling. */
static int64_t pause_after(int64_t n, int64_t most)
{
    int64_t pause = n < 2 ? 0 : n < 32 ? (int64_t)1 << (n - 2) : most;
    return pause < most ? pause : most;
}

struct counted {
    int64_t n, at;
};

static void take_counted(struct stmt *st, void *counted)
{
    *(struct counted *)counted = (struct counted){col_int(st, 0), col_int(st, 1)};
}

static int pause_left(struct db *db, const struct pin_rules *rules, const struct pin_try *t, int64_t now, int64_t *left)
{
    struct counted c = {0};
    struct stmt *st = about(db, "SELECT count(*), max(at) FROM qt_pin_try WHERE terminal = ?2", t, 0);
    int rc = row_one(db, st, take_counted, &c);
    *left = c.n ? c.at + pause_after(c.n, rules->pause_most) - now : 0;
    return rc < 0 ? rc : 0;
}

/* Seconds until the person may try from this terminal again, 0 now. A terminal where the person signed in lately is
 * never closed: others cannot lock anybody out of it. */
static int closed_for(struct db *db, const struct pin_rules *rules, const struct pin_try *t, int64_t now, int64_t *left)
{
    struct stmt *st =
        about(db, "SELECT 1 FROM qt_pin_known WHERE staff = ?1 AND terminal = ?2 AND last > ?3", t, now - rules->known);
    int64_t known = 0;
    struct counted c = {0};
    *left = 0;
    int rc = row_int(db, st, &known);
    if (rc < 0 || known)
        return rc < 0 ? rc : 0;
    st = about(db,
               "SELECT count(*), min(at) FROM (SELECT at FROM qt_pin_try WHERE staff = ?1 AND refused = 0"
               " ORDER BY at DESC LIMIT ?3)",
               t, rules->tries);
    rc = row_one(db, st, take_counted, &c);
    if (c.n >= rules->tries)
        *left = c.at + rules->seconds - now;
    return rc < 0 ? rc : 0;
}

static int count_try(struct db *db, const struct pin_try *t, bool refused, int64_t now)
{
    struct stmt *st =
        about(db, "INSERT INTO qt_pin_try(staff, terminal, refused, at) VALUES(?1, ?2, ?3, ?4)", t, refused);
    bind_int(st, 4, now);
    return db_run(db, st);
}

static int note_wrong(struct db *db, const struct pin_try *t, const char *data)
{
    struct staff s = {0};
    int rc = staff_get(db, t->code, &s);
    bool known = rc == 0;
    if (rc == 0 || rc == QT_NOTFOUND) {
        struct who who = {known ? s.code : "", known ? s.role : "", t->terminal};
        rc = journal_note(db, &who, "wrong_pin", "staff", 0, data ? data : known ? NULL : "{\"known\":false}");
    }
    staff_clear(&s);
    return rc;
}

static int try_in(struct db *db, const struct pin_rules *rules, struct pin_try *t, int64_t now)
{
    int rc = forget_old(db, rules, now);
    if (rc == 0)
        rc = pause_left(db, rules, t, now, &t->pause);
    if (rc == 0 && t->pause <= 0)
        rc = closed_for(db, rules, t, now, &t->closed);
    if (rc == 0 && t->pause <= 0)
        rc = count_try(db, t, t->closed > 0, now);
    if (rc == 0 && t->closed > 0)
        rc = note_wrong(db, t, "{\"closed\":true}");
    return rc;
}

int pin_try(struct db *db, const struct pin_rules *rules, const char *code, const char *terminal, struct pin_try *t)
{
    *t = (struct pin_try){.code = code, .terminal = terminal ? terminal : ""};
    int rc = code_index(db, code, t->staff);
    if (rc == 0)
        rc = db_begin(db);
    if (rc < 0)
        return rc;
    rc = try_in(db, rules, t, clock_now());
    if (rc == 0)
        rc = db_commit(db);
    if (rc < 0) {
        db_rollback(db);
        return rc;
    }
    if (t->pause > 0)
        return fault(QT_BUSY, _("After wrong PINs this terminal waits: press Enter again in %d seconds."),
                     (int)t->pause);
    if (t->closed > 0)
        return fault(QT_DENIED, _("Too many wrong PINs: %s is closed here for %d minutes, not at the own terminal."),
                     code, (int)((t->closed + MINUTE - 1) / MINUTE));
    return 0;
}

int pin_wrong(struct db *db, const struct pin_try *t)
{
    return note_wrong(db, t, NULL);
}

int pin_right(struct db *db, const struct pin_rules *rules, const struct pin_try *t)
{
    int64_t now = clock_now();
    int rc = db_run(db, about(db, "DELETE FROM qt_pin_try WHERE staff = ?1 AND terminal = ?2", t, 0));
    if (rc == 0)
        rc = db_run(db, about(db,
                              "INSERT INTO qt_pin_known(staff, terminal, last) VALUES(?1, ?2, ?3)"
                              " ON CONFLICT(staff, terminal) DO UPDATE SET last = excluded.last",
                              t, now));
    struct stmt *st = rc == 0 ? db_stmt(db, "DELETE FROM qt_pin_known WHERE last <= ?1") : NULL;
    if (rc == 0) {
        bind_int(st, 1, now - rules->known);
        rc = db_run(db, st);
    }
    return rc;
}

int pin_alone(struct db *db, int *lock)
{
    char *path = mem_printf("%s.key", db->path);
    int rc = 0;
    *lock = open(path, O_RDONLY | O_CLOEXEC);
    if (*lock >= 0 && flock(*lock, LOCK_EX | LOCK_NB) == 0) {
        free(path);
        return 0;
    }
    rc = *lock >= 0 && errno == EWOULDBLOCK
             ? fault(QT_BUSY, _("Another PIN is looked at just now, one at a time; try again later."))
             : fault(QT_IO, _("Cannot read the key file %s: %s."), path, strerror(errno));
    if (*lock >= 0)
        (void)close(*lock);
    free(path);
    return rc;
}

int pin_forget(struct db *db, const char *code)
{
    struct pin_try t = {.code = code, .terminal = ""};
    int rc = code_index(db, code, t.staff);
    if (rc == 0)
        rc = db_run(db, about(db, "DELETE FROM qt_pin_try WHERE staff = ?1", &t, 0));
    return rc == 0 ? db_run(db, about(db, "DELETE FROM qt_pin_known WHERE staff = ?1", &t, 0)) : rc;
}
