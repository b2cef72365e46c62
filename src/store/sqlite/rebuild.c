/* A new database from the journal of one: the files. What is present is copied, so that desks go on and all is of one
 * moment; the copy's chain is checked; a database without rows gets its lines, and then what they say. */
#include "journal/rebuild.h"
#include "folder/folder.h"
#include "journal/journal.h"
#include "sqlite/backup.h"
#include "sqlite/engine.h"
#include "sqlite/schema.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

enum { TOLD_MOST = 10000 }; /* what differs is read through before FILE takes the place */

struct making {
    struct db *db, *present, *made; /* in use; its copy; the new one */
    const char *to;
    char *copy, *part;
    int copy_fd, part_fd;
};

/* ---- the files ------------------------------------------------------------------------------------------------- */

static int check_room(const struct making *m)
{
    struct stat st;
    struct statvfs fs;
    if (stat(m->db->path, &st) < 0 || fstatvfs(m->part_fd, &fs) < 0)
        return 0; /* then the disk says so when it is full */
    int64_t need = 2 * (int64_t)st.st_size + (1 << 20), there = (int64_t)fs.f_bavail * (int64_t)fs.f_frsize;
    if (there >= need)
        return 0;
    return fault(QT_FULL,
                 _("%s needs %lld MB while it is made, half of them to stay; its disk has %lld MB. Nothing "
                   "was made."),
                 m->to, (long long)(need >> 20) + 1, (long long)(there >> 20));
}

static int make_parts(struct making *m)
{
    for (int i = 0; i < 3; i++) {
        char *name = mem_printf("%s%s", m->to, (const char *const[]){"", ".key", ".head"}[i]);
        int rc = file_exists(name) ? fault(QT_REFUSED, _("%s exists already; name a new file."), name) : 0;
        free(name);
        if (rc < 0)
            return rc;
    }
    db_backup_clear(m->to);
    int rc = part_open(m->part, &m->part_fd);
    if (rc == 0)
        rc = check_room(m);
    return rc < 0 ? rc : part_open(m->copy, &m->copy_fd);
}

/* ---- a database without rows ----------------------------------------------------------------------------------- */

static int skeleton_steps(struct making *m, struct db *raw)
{
    char *check = NULL, *renamed = NULL;
    int rc = db_connect(raw, 0);
    if (rc == 0)
        rc = schema_create(raw);
    if (rc == 0)
        rc = db_exec(raw, "BEGIN");
    if (rc == 0)
        rc = schema_like(raw, m->present);
    if (rc == 0)
        rc = meta_get(m->present, "secret.check", &check);
    if (rc == 0)
        rc = meta_set(raw, "secret.check", check);
    if (rc == 0)
        rc = meta_get(m->present, "renamed", &renamed);
    if (rc == 0 && renamed[0])
        rc = meta_set(raw, "renamed", renamed);
    if (rc == 0)
        rc = db_exec(raw, "COMMIT");
    free(check);
    free(renamed);
    return rc;
}

static int make_skeleton(struct making *m)
{
    struct db raw = {.path = m->part, .forms = m->db->forms, .head_fd = -1};
    int rc = copy_key_of(m->db->path, m->part);
    if (rc == 0)
        rc = skeleton_steps(m, &raw);
    slots_free(&raw);
    if (raw.h && sqlite3_close(raw.h) != SQLITE_OK && rc == 0)
        rc = fault(QT_BUG, "the new connection is in use");
    return rc < 0 ? rc : db_open_copy(m->part, m->db->forms, &m->made);
}

/* ---- what goes into it ----------------------------------------------------------------------------------------- */

/* Personal values that are not those of their line are named and left out, as are those of no line. */
static int chain_checked(struct making *m, struct replay *r)
{
    struct lost lost = {0};
    int64_t bad = 0;
    int rc = journal_chain(m->present, &r->into->told->lines, &bad, &lost);
    for (size_t i = 0; rc == 0 && i < lost.n; i++) {
        struct stmt *st = db_stmt(m->present, "DELETE FROM qt_personal WHERE seq = ?1");
        bind_int(st, 1, lost.v[i]);
        rc = db_run(m->present, st);
        differs(r, _("the personal values of journal line %lld"), (long long)lost.v[i]);
    }
    r->into->told->lost = (int64_t)lost.n;
    free(lost.v);
    return rc < 0 ? rc : db_exec(m->present, "DELETE FROM qt_personal WHERE seq NOT IN (SELECT seq FROM journal)");
}

static int write_rows(struct making *m, struct replay *r)
{
    int rc = rebuild_copy(m->present, m->made, "journal", " ORDER BY seq");
    if (rc == 0)
        rc = rebuild_copy(m->present, m->made, "qt_personal", " ORDER BY seq");
    if (rc == 0)
        rc = replay_all(r);
    if (rc == 0)
        rc = due_wake_all(m->made);
    if (rc == 0)
        rc = different_play(m->made);
    if (rc == 0)
        rc = rebuild_carry(r);
    return rc < 0 ? rc : drafts_count_anew(m->made);
}

static int fill(struct making *m, struct replay *r)
{
    int rc = db_bulk(m->made, true);
    if (rc == 0)
        rc = db_begin(m->made);
    if (rc < 0)
        return rc;
    rc = write_rows(m, r);
    if (rc == 0)
        rc = db_commit(m->made);
    else
        db_rollback(m->made);
    if (rc == 0)
        rc = search_rebuild(m->made);
    if (rc == 0)
        rc = db_bulk(m->made, false);
    return rc < 0 ? rc : head_make(m->made);
}

/* The new one as verify sees it; what lacks personal values, it goes on telling. */
static int look_again(struct making *m, struct rebuilt *told)
{
    int64_t lines, bad;
    int rc = journal_verify(m->made, &lines, &bad);
    if (rc == QT_CORRUPT && told->lost) {
        told->clean = false;
        fault_clear();
        return 0;
    }
    told->clean = rc == 0;
    return rc;
}

static int make(struct making *m, struct replay *r)
{
    int rc = copy_as_it_is(m->db, m->copy, m->copy_fd, false);
    if (rc == 0)
        rc = db_open_copy(m->copy, m->db->forms, &m->present);
    if (rc == 0)
        rc = chain_checked(m, r);
    r->db = m->present;
    if (rc == 0)
        rc = make_skeleton(m);
    r->into->to = m->made;
    if (rc == 0)
        rc = fill(m, r);
    return rc < 0 ? rc : look_again(m, r->into->told);
}

static void end_parts(struct making *m)
{
    db_close(m->present);
    db_close(m->made);
    if (m->copy_fd >= 0) {
        files_remove(m->copy);
        close(m->copy_fd);
    }
}

int db_rebuild(struct db *db, const char *to, struct rebuilt *out)
{
    struct making m = {.db = db, .to = to, .copy_fd = -1, .part_fd = -1};
    struct rebuild into = {.told = out};
    struct replay r = {.into = &into, .most = TOLD_MOST};
    *out = (struct rebuilt){0};
    m.copy = mem_printf("%s.present.part", to);
    m.part = mem_printf("%s.part", to);
    int rc = make_parts(&m);
    if (rc == 0)
        rc = make(&m, &r);
    end_parts(&m);
    if (rc == 0)
        rc = folder_copy(db->path, m.part, true);
    if (rc == 0)
        rc = files_rename(m.part, to);
    if (rc == 0)
        rc = files_sync(to);
    else if (m.part_fd >= 0)
        files_remove(m.part);
    if (m.part_fd >= 0)
        close(m.part_fd);
    replay_tell(&r, &out->differs);
    out->ndiffers = (int64_t)r.n;
    rebuild_free(&into);
    free(m.copy);
    free(m.part);
    return rc;
}

void rebuilt_clear(struct rebuilt *r)
{
    buf_free(&r->differs);
    buf_free(&r->pins);
}
