/* A backup in the place of the database: a checked copy is made beside it, who does it and what it replaces go into the
 * copy's journal, and only then the files change names. */
#include "folder/folder.h"
#include "journal/journal.h"
#include "journal/replay.h"
#include "sqlite/backup.h"
#include "sqlite/engine.h"

#include <fcntl.h>
#include <unistd.h>

struct restore {
    const char *from, *path;
    const struct forms *forms;
    char *part, *kept;     /* the copy; the name that the former database gets */
    char *head, *replaced; /* the journals' heads, of the backup and of the former file; NULL none */
    bool despite;          /* differences are let pass; */
    struct buf differs;    /* what they are */
    int fd, present;       /* lock of the copy; locks of all who could open the former one. -1 none */
};

static char *head_of(struct db *db)
{
    int64_t seq;
    char hash[65];
    if (journal_head(db, &seq, hash) == 0)
        return mem_printf("%lld:%s", (long long)seq, hash);
    fault_clear();
    return NULL;
}

/* Of a database that does not open: as its head file says, with nobody to vouch for it. */
static char *head_in_file(const char *path)
{
    char *name = mem_printf("%s.head", path), line[20 + 1 + 64 + 1] = "";
    int fd = open(name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    ssize_t n = fd < 0 ? -1 : read(fd, line, sizeof line - 1);
    if (fd >= 0)
        close(fd);
    free(name);
    bool good = n == (ssize_t)sizeof line - 1 && strspn(line, "0123456789") == 20 && line[20] == ' ' &&
                strspn(line + 21, "0123456789abcdef") == 64;
    return good ? mem_printf("%lld:%s", strtoll(line, NULL, 10), line + 21) : NULL;
}

/* Nobody may have it open until the files have changed places. */
static int keep_out(struct restore *r)
{
    char *head = mem_printf("%s.head", r->path);
    r->present = file_exists(r->path) ? open(head, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600) : -1;
    free(head);
    return r->present < 0 ? 0 : present_take(r->present, r->path);
}

/* What to do about it: what the lines lost, no rebuilding brings back. */
static int not_as_said(const struct restore *r, bool lost, bool other)
{
    if (!lost)
        return fault(QT_CORRUPT,
                     _("%s is not as its journal says: %s. Nothing was restored. Make one that is with "
                       "qiantai --db %s verify --rebuild FILE, or restore this one all the same with --yes."),
                     r->from, r->differs.s, r->from);
    if (!other)
        return fault(QT_CORRUPT,
                     _("%s is not as its journal says: %s. Nothing was restored. Personal values that are lost cannot "
                       "be made from the journal: restore another backup that still has them, or this one without "
                       "them with --yes."),
                     r->from, r->differs.s);
    return fault(QT_CORRUPT,
                 _("%s is not as its journal says: %s. Nothing was restored. qiantai --db %s verify --rebuild FILE "
                   "puts right all but the personal values that are lost: another backup may still have them, and what "
                   "is made is restored with --yes. So is this one as it is."),
                 r->from, r->differs.s, r->from);
}

/* Its records, staff and so on against its journal. What differs is decided by who restores. */
static int compare_copy(struct restore *r, struct db *copy, const struct lost *lost)
{
    struct replay replay = {.db = copy};
    int rc = replay_all(&replay);
    bool other = replay.n > 0;
    for (size_t i = 0; i < lost->n; i++)
        differs(&replay, _("the personal values of journal line %lld"), (long long)lost->v[i]);
    replay_tell(&replay, &r->differs);
    return rc == 0 && (other || lost->n) && !r->despite ? not_as_said(r, lost->n > 0, other) : rc;
}

/* With the files of the backup, and those that it lacks from beside the database that is there: the same hash is the
 * same file. */
static int bring_files(struct restore *r, struct db *copy)
{
    struct buf lacks = {0};
    int rc = folder_copy(r->from, r->part, false);
    if (rc == 0)
        rc = folder_complete(copy, r->part, r->path, &lacks);
    if (rc == 0 && lacks.len && !r->despite)
        rc = fault(QT_CORRUPT,
                   _("Files of records are neither with the backup nor here: %s. Nothing was restored. Put the folder "
                     "%s.files beside it, or restore without them with --yes."),
                   lacks.s, r->from);
    if (lacks.len)
        buf_addf(&r->differs, _("%sfiles missing: %s"), r->differs.len ? "; " : "", lacks.s);
    buf_free(&lacks);
    return rc;
}

/* Once more as a database of this version, whatever version the backup was of. */
static int bring_up(struct restore *r, const struct lost *lost)
{
    struct db *copy;
    int rc = db_open_copy(r->part, r->forms, &copy);
    if (rc < 0)
        return rc;
    rc = compare_copy(r, copy, lost);
    if (rc == 0)
        rc = bring_files(r, copy);
    db_close(copy);
    return rc;
}

static int copy_made(struct restore *r, struct db *source)
{
    struct lost lost = {0};
    int64_t lines, bad;
    int rc = journal_verify_but(source, &lines, &bad, &lost);
    if (rc == 0)
        rc = keep_out(r);
    if (rc == 0)
        rc = part_open(r->part, &r->fd);
    if (rc == 0)
        rc = copy_checked(source, r->part, r->fd, lost.n > 0);
    r->head = rc == 0 ? head_of(source) : NULL;
    if (rc == 0)
        rc = bring_up(r, &lost);
    free(lost.v);
    return rc;
}

int db_restore_begin(const char *from, const char *path, const struct forms *forms, bool despite, struct restore **out)
{
    struct db *source;
    *out = NULL;
    int rc = db_open_as_is(from, forms, &source);
    if (rc < 0)
        return rc;
    struct restore *r = mem_alloc(sizeof *r);
    *r = (struct restore){.from = from, .path = path, .forms = forms, .despite = despite, .fd = -1, .present = -1};
    r->part = mem_printf("%s.part", path);
    r->kept = files_free_name(path, "before-restore");
    rc = copy_made(r, source);
    db_close(source);
    if (rc == 0)
        *out = r;
    else
        rc = db_restore_end(r, rc);
    return rc;
}

const char *db_restore_copy(const struct restore *r)
{
    return r->part;
}

/* ---- what comes along ------------------------------------------------------------------------------------- */
static bool same_draft(const struct draft *a, const struct draft *b)
{
    return a->at == b->at && a->record == b->record && strcmp(a->staff, b->staff) == 0 && strcmp(a->reg, b->reg) == 0 &&
           strcmp(a->data, b->data) == 0;
}

/* Drafts of the former file that the copy has not. */
static int drafts_along(struct db *former, struct db *copy)
{
    struct draft *v = NULL, *there = NULL;
    size_t n = 0, nthere = 0;
    int64_t bad;
    int rc = draft_all(copy, &there, &nthere, &bad);
    if (rc == 0 && draft_all(former, &v, &n, &bad) < 0)
        fault_clear(); /* a damaged file: what cannot be read cannot come */
    for (size_t i = 0; rc == 0 && i < n; i++) {
        bool known = false;
        for (size_t j = 0; j < nthere && !known; j++)
            known = same_draft(&v[i], &there[j]);
        v[i].id = 0;
        rc = known ? 0 : draft_save(copy, &v[i]);
    }
    draft_free(v, n);
    draft_free(there, nthere);
    return rc;
}

static const char *file_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static int note_restore(struct restore *r, struct db *copy, const struct who *who)
{
    char *data = json_pairs("backup", file_name(r->from), "head", r->head, "replaced", r->replaced, "kept",
                            file_exists(r->path) ? file_name(r->kept) : NULL, "despite", r->differs.s, NULL);
    int rc = journal_note(copy, who, "restore", NULL, 0, data);
    free(data);
    return rc;
}

int db_restore_note(struct restore *r, struct db *copy, const struct who *who)
{
    struct db *former = NULL;
    if (file_exists(r->path) && db_open_as_is(r->path, r->forms, &former) < 0)
        fault_clear(); /* that may be why it is replaced */
    r->replaced = former ? head_of(former) : head_in_file(r->path);
    int rc = db_begin(copy);
    if (rc == 0) {
        rc = note_restore(r, copy, who);
        if (rc == 0 && former)
            rc = drafts_along(former, copy);
        if (rc == 0)
            rc = drafts_count_anew(copy);
        if (rc == 0)
            rc = db_commit(copy);
        else
            db_rollback(copy);
    }
    db_close(former);
    return rc;
}

/* ---- the places change ------------------------------------------------------------------------------------- */
/* Nobody may be writing, not even from outside the program. A damaged file cannot be locked and needs none. */
static int lock_former(const char *path, sqlite3 **h)
{
    if (!file_exists(path))
        return 0;
    int rc = engine_open(path, SQLITE_OPEN_READWRITE, h);
    if (rc == SQLITE_OK)
        rc = sqlite3_exec(*h, "BEGIN EXCLUSIVE", NULL, NULL, NULL);
    if (rc == SQLITE_BUSY || rc == SQLITE_LOCKED)
        return fault(QT_BUSY, _("%s is in use. Close all desks, then restore."), path);
    return 0;
}

int db_restore_end(struct restore *r, int rc)
{
    sqlite3 *former = NULL;
    if (rc == 0)
        rc = lock_former(r->path, &former);
    if (rc == 0 && (file_exists(r->path) || files_folder_exists(r->path)))
        rc = files_rename(r->path, r->kept);
    if (rc == 0)
        rc = files_rename(r->part, r->path);
    if (rc == 0)
        rc = files_sync(r->path);
    else if (r->fd >= 0)
        files_remove(r->part);
    sqlite3_close(former);
    if (r->fd >= 0)
        close(r->fd);
    if (r->present >= 0)
        close(r->present);
    free(r->part);
    free(r->kept);
    free(r->head);
    free(r->replaced);
    buf_free(&r->differs);
    free(r);
    return rc;
}
