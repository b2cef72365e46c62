/* The staff and their PINs: kept, hashed, tried. What a code, a name and a PIN must be like is in desk/user.c. */
#include "journal/secret.h"

#include <sodium.h>

/* 64 passes over 4 MiB: 50 ms where it was measured, more on an old desk PC. libsodium's interactive limits take
 * 64 MiB; the whole program may take 12. Few MiB with many passes cost an attacker the same time, and without
 * the key file no PIN can be tried at all (secret.h). The memory is given back right after. */
#define PIN_PASSES 64
#define PIN_MEMORY ((size_t)4 << 20)

#define FREE_TRIES 5 /* wrong PINs in a row; each one from then on locks, twice as long as the last */
#define DOUBLINGS 10 /* at most: 17 hours */
#define COLUMNS "code, name, role, disabled, failed, locked_until"

static void take_row(struct stmt *st, void *staff)
{
    *(struct staff *)staff = (struct staff){.code = col_dup(st, 0),
                                            .name = col_dup(st, 1),
                                            .role = col_dup(st, 2),
                                            .disabled = col_int(st, 3) != 0,
                                            .failed = (int)col_int(st, 4),
                                            .locked_until = col_int(st, 5)};
}

int staff_get(struct db *db, const char *code, struct staff *out)
{
    struct stmt *st = db_stmt(db, "SELECT " COLUMNS " FROM staff WHERE code = ?1");
    bind_text(st, 1, code);
    int rc = row_one(db, st, take_row, out);
    if (rc == 0)
        return fault(QT_NOTFOUND, _("There is no staff code %s."), code);
    return rc < 0 ? rc : 0;
}

int staff_list(struct db *db, struct staff **v, size_t *n)
{
    *v = NULL;
    *n = 0;
    struct stmt *st = db_stmt(db, "SELECT " COLUMNS " FROM staff ORDER BY code");
    int rc;
    while ((rc = db_step(db, st)) > 0) {
        *v = mem_resize(*v, *n + 1, sizeof **v);
        take_row(st, &(*v)[(*n)++]);
    }
    if (rc < 0) {
        staff_free(*v, *n);
        *v = NULL;
        *n = 0;
    }
    return rc;
}

/* ---- PINs -------------------------------------------------------------------------------------------- */

static int pin_hash(struct db *db, const char *code, const char *pin, char out[crypto_pwhash_STRBYTES])
{
    unsigned char keyed[SECRET_PIN];
    int rc = secret_pin(db, code, pin, keyed);
    if (rc == 0 && crypto_pwhash_str(out, (const char *)keyed, sizeof keyed, PIN_PASSES, PIN_MEMORY) != 0)
        rc = fault(QT_BUG, _("Not enough memory to check a PIN."));
    sodium_memzero(keyed, sizeof keyed);
    return rc;
}

/* hash NULL (nobody, or no PIN yet) takes as long as a wrong PIN. */
static int pin_matches(struct db *db, const char *code, const char *pin, const char *hash, bool *same)
{
    *same = false;
    if (hash == NULL) {
        char unused[crypto_pwhash_STRBYTES];
        return pin_hash(db, code, pin, unused);
    }
    unsigned char keyed[SECRET_PIN];
    int rc = secret_pin(db, code, pin, keyed);
    if (rc == 0)
        *same = crypto_pwhash_str_verify(hash, (const char *)keyed, sizeof keyed) == 0;
    sodium_memzero(keyed, sizeof keyed);
    return rc;
}

static int64_t lock_after(int failed, int64_t now)
{
    if (failed < FREE_TRIES)
        return 0;
    int doublings = failed - FREE_TRIES < DOUBLINGS ? failed - FREE_TRIES : DOUBLINGS;
    return now + (MINUTE << doublings);
}

static int set_failed(struct db *db, const char *code, int failed, int64_t locked_until)
{
    struct stmt *st = db_stmt(db, "UPDATE staff SET failed = ?2, locked_until = ?3 WHERE code = ?1");
    bind_text(st, 1, code);
    bind_int(st, 2, failed);
    bind_int(st, 3, locked_until);
    return db_run(db, st);
}

static int refuse_locked(const struct staff *s, int64_t now)
{
    int64_t wait = (s->locked_until - now + MINUTE - 1) / MINUTE;
    return fault(QT_DENIED,
                 _("Too many wrong PINs: %s is locked for %d more minutes. A supervisor can give a new PIN."), s->code,
                 (int)wait);
}

/* The unknown code itself is not noted: it may be a PIN typed into the wrong field. */
static int note_wrong(struct db *db, const struct staff *s, const char *terminal, bool known)
{
    struct who who = {known ? s->code : "", known ? s->role : "", terminal != NULL ? terminal : ""};
    char *data = known ? mem_printf("{\"failed\":%d,\"locked_until\":%lld}", s->failed, (long long)s->locked_until)
                       : mem_dup("{\"known\":false}");
    int rc = journal_note(db, &who, "wrong_pin", "staff", 0, data);
    free(data);
    return rc;
}

/* In the transaction. s is refreshed from the database: another terminal may count at the same time. */
static int count_result(struct db *db, const char *code, const char *terminal, bool known, bool right)
{
    struct staff s = {.code = NULL};
    int rc = known ? staff_get(db, code, &s) : 0;
    if (rc == 0 && right && s.failed > 0)
        rc = set_failed(db, code, 0, 0);
    if (rc == 0 && !right) {
        if (known) {
            s.failed++;
            s.locked_until = lock_after(s.failed, clock_now());
            rc = set_failed(db, code, s.failed, s.locked_until);
        }
        if (rc == 0)
            rc = note_wrong(db, &s, terminal, known);
    }
    staff_clear(&s);
    return rc;
}

static int count_try(struct db *db, const char *code, const char *terminal, bool known, bool right)
{
    int rc = db_begin(db);
    if (rc < 0)
        return rc;
    rc = count_result(db, code, terminal, known, right);
    if (rc == 0)
        return db_commit(db);
    db_rollback(db);
    return rc;
}

/* The stored hash, NULL when there is none; caller frees. */
static int stored_pin(struct db *db, const char *code, char **hash)
{
    struct stmt *st = db_stmt(db, "SELECT pin FROM staff WHERE code = ?1");
    bind_text(st, 1, code);
    *hash = NULL;
    int rc = row_text(db, st, hash);
    return rc < 0 ? rc : 0;
}

int staff_check_pin(struct db *db, const char *code, const char *pin, const char *terminal)
{
    struct staff s = {.code = NULL};
    char *hash = NULL;
    int rc = staff_get(db, code, &s);
    bool known = rc == 0, right = false;
    if (!known && rc != QT_NOTFOUND)
        return rc;
    if (known && s.locked_until > clock_now()) {
        rc = refuse_locked(&s, clock_now());
        staff_clear(&s);
        return rc;
    }
    rc = stored_pin(db, code, &hash);
    if (rc == 0)
        rc = pin_matches(db, code, pin, hash, &right);
    free(hash);
    if (rc == 0 && (!right || s.failed > 0))
        rc = count_try(db, code, terminal, known, right);
    if (rc == 0 && !right)
        rc = fault(QT_DENIED, _("The staff code or the PIN is wrong."));
    else if (rc == 0 && s.disabled)
        rc = fault(QT_DENIED, _("%s may not sign in any more. Ask a supervisor."), code);
    staff_clear(&s);
    return rc;
}

/* ---- changes --------------------------------------------------------------------------------------------- */

int staff_role_check(const struct forms *set, const char *role)
{
    if (*role && (!forms_role_at(set, 0) || forms_role(set, role) != NULL))
        return 0;
    struct buf b = {0};
    for (size_t i = 0; forms_role_at(set, i); i++)
        buf_addf(&b, "%s%s", i ? ", " : "", forms_role_at(set, i)->name);
    int rc = fault(QT_REFUSED, _("There is no role %s; the roles are: %s."), role, b.s ? b.s : "");
    buf_free(&b);
    return rc;
}

/* The role that somebody has already is let pass: it may have left roles.yaml since. */
static int check_role(const struct forms *set, const struct staff *before, const struct staff *s)
{
    bool same = s->role != NULL && before->role != NULL && strcmp(before->role, s->role) == 0;
    return same ? 0 : staff_role_check(set, s->role != NULL ? s->role : "");
}

static int note_staff(struct db *db, const struct who *who, const struct staff *before, const struct staff *s, bool pin)
{
    struct buf more = {.s = NULL};
    buf_add(&more, "\"role\":[");
    buf_add_json(&more, before->role);
    buf_addc(&more, ',');
    buf_add_json(&more, s->role);
    buf_addf(&more, "],\"disabled\":[%d,%d],\"new_pin\":%s", before->disabled, s->disabled, pin ? "true" : "false");
    int rc = staff_note(db, who, "staff", s->code, more.s);
    buf_free(&more);
    return rc;
}

int staff_put(struct db *db, const struct who *who, const struct staff *s, const char *pin)
{
    char hash[crypto_pwhash_STRBYTES];
    struct staff before = {.code = NULL};
    int rc = pin != NULL ? pin_hash(db, s->code, pin, hash) : 0;
    if (rc == 0)
        rc = staff_get(db, s->code, &before);
    if (rc == 0 || rc == QT_NOTFOUND)
        rc = check_role(db->forms, &before, s);
    if (rc < 0) {
        staff_clear(&before);
        return rc;
    }
    struct stmt *st =
        db_stmt(db, "INSERT INTO staff(code, name, role, disabled, failed, locked_until, pin)"
                    " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT(code) DO UPDATE SET name = ?2, role = ?3,"
                    " disabled = ?4, failed = ?5, locked_until = ?6, pin = coalesce(?7, pin)");
    bind_text(st, 1, s->code);
    bind_text(st, 2, s->name);
    bind_text(st, 3, s->role);
    bind_int(st, 4, s->disabled);
    bind_int(st, 5, pin != NULL ? 0 : s->failed); /* a new PIN unlocks */
    bind_int(st, 6, pin != NULL ? 0 : s->locked_until);
    bind_text(st, 7, pin != NULL ? hash : NULL);
    rc = db_run(db, st);
    if (rc == 0)
        rc = note_staff(db, who, &before, s, pin != NULL);
    staff_clear(&before);
    sodium_memzero(hash, sizeof hash);
    return rc;
}

void staff_clear(struct staff *s)
{
    free(s->code);
    free(s->name);
    free(s->role);
    *s = (struct staff){.code = NULL};
}

void staff_free(struct staff *v, size_t n)
{
    for (size_t i = 0; i < n; i++)
        staff_clear(&v[i]);
    free(v);
}
