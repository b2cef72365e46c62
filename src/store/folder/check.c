/* Is each file there that a record names, and as it was? What nobody names goes, but not at once: it may be of a save
 * that is under way. */
#include "folder/folder.h"

#include <stdlib.h>
#include <unistd.h>

enum { TOLD = 8 };

/* Files of the folder that no record names, by hash; named: whether a line of the journal does. */
struct unnamed {
    struct hashes hashes;
    bool *named;
    int64_t seq; /* of the last line that was looked at */
};

static void unnamed_free(struct unnamed *u)
{
    hashes_free(&u->hashes);
    free(u->named);
}

static int find_unnamed(struct db *db, const struct stored_file *v, size_t n, int64_t before, struct unnamed *u)
{
    struct named_file *rows = NULL;
    size_t nrows = 0;
    int rc = named_files(db, &rows, &nrows);
    *u = (struct unnamed){0};
    for (size_t i = 0; i < n && rc == 0; i++)
        if ((!before || v[i].at < before) && !named_has(rows, nrows, v[i].hash))
            hashes_add(&u->hashes, v[i].hash);
    named_free(rows, nrows);
    u->named = mem_alloc(u->hashes.n + 1);
    return rc < 0 ? rc : named_in_journal(db, &u->hashes, &u->seq, u->named);
}

/* ---- verify -------------------------------------------------------------------------------------------------- */
static void tell(struct folder_state *out, const struct named_file *f, const char *what)
{
    if (out->nbad++ < TOLD)
        buf_addf(&out->bad, _("%s%s %s, %s, file %lld: %s"), out->bad.len ? "; " : "", f->form->name, f->number,
                 f->field->name, (long long)f->row, what);
}

static void check_file(const char *folder, const struct named_file *f, struct folder_state *out)
{
    char now[FOLDER_HASH], *file = hash_is(f->hash, strlen(f->hash)) ? folder_file(folder, f->hash) : NULL;
    int64_t size = 0;
    int rc = file ? folder_hash(file, now, &size) : QT_CORRUPT;
    if (rc == 0 && (strcmp(now, f->hash) != 0 || size != f->size))
        rc = QT_CORRUPT;
    if (rc < 0)
        tell(out, f, rc == QT_NOTFOUND ? _("missing") : _("altered"));
    else
        out->bytes += size;
    fault_clear();
    free(file);
}

int folder_check(struct db *db, struct folder_state *out)
{
    struct named_file *rows = NULL;
    struct stored_file *v = NULL;
    struct unnamed u = {0};
    size_t nrows = 0, n = 0;
    char *folder = folder_of(db->path);
    *out = (struct folder_state){0};
    int rc = named_files(db, &rows, &nrows);
    if (rc == 0)
        rc = stored_files(folder, 0, &v, &n, &out->strangers);
    if (rc == 0)
        rc = find_unnamed(db, v, n, 0, &u);
    for (size_t i = 0; i < nrows && rc == 0; i++)
        if (i > 0 && strcmp(rows[i].hash, rows[i - 1].hash) == 0 && out->nbad == 0)
            continue; /* one file of several records */
        else
            check_file(folder, &rows[i], out);
    for (size_t i = 0; i < u.hashes.n; i++)
        *(u.named[i] ? &out->former : &out->orphans) += 1;
    out->files = (int64_t)n;
    named_free(rows, nrows);
    free(v);
    unnamed_free(&u);
    free(folder);
    return rc;
}

void folder_state_clear(struct folder_state *s)
{
    buf_free(&s->bad);
}

/* ---- what goes -------------------------------------------------------------------------------------------------- */
/* In a transaction: nobody names one of them meanwhile. */
static int remove_unnamed(struct db *db, const char *folder, struct unnamed *u, int64_t *removed)
{
    struct named_file *rows = NULL;
    size_t nrows = 0;
    int rc = named_files(db, &rows, &nrows);
    if (rc == 0)
        rc = named_in_journal(db, &u->hashes, &u->seq, u->named);
    for (size_t i = 0; i < u->hashes.n && rc == 0; i++) {
        if (u->named[i] || named_has(rows, nrows, u->hashes.v[i]))
            continue;
        char *file = folder_file(folder, u->hashes.v[i]);
        *removed += unlink(file) == 0;
        free(file);
    }
    named_free(rows, nrows);
    return rc;
}

int folder_sweep(struct db *db, const struct who *who, int64_t before, int64_t *removed)
{
    struct stored_file *v = NULL;
    struct unnamed u = {0};
    size_t n = 0;
    int64_t strangers;
    bool any = false;
    char *folder = folder_of(db->path);
    *removed = 0;
    int rc = stored_files(folder, before, &v, &n, &strangers);
    if (rc == 0)
        rc = find_unnamed(db, v, n, before, &u);
    for (size_t i = 0; i < u.hashes.n; i++)
        any |= !u.named[i];
    if (rc == 0 && any) {
        rc = db_begin(db);
        if (rc == 0)
            rc = remove_unnamed(db, folder, &u, removed);
        if (rc == 0 && *removed) {
            char *data = mem_printf("{\"files\":%lld}", (long long)*removed);
            rc = journal_note(db, who, "file-removed", NULL, 0, data);
            free(data);
        }
        if (rc == 0)
            rc = db_commit(db);
        else
            db_rollback(db);
    }
    unnamed_free(&u);
    free(v);
    free(folder);
    return rc;
}

void folder_gone(struct db *db, const char *text)
{
    char hash[FOLDER_HASH];
    for (const char *p = text; *p;) {
        size_t n = strspn(p, "0123456789abcdef");
        if (hash_is(p, n)) {
            (void)snprintf(hash, sizeof hash, "%.*s", (int)n, p);
            hashes_add(&db->gone, hash);
        }
        p += n + (p[n] != '\0');
    }
}

int folder_forget(struct db *db)
{
    if (db->gone.n == 0)
        return 0;
    struct unnamed u = {.hashes = db->gone};
    char *folder = folder_of(db->path);
    int64_t removed = 0;
    db->gone = (struct hashes){0};
    hashes_sort(&u.hashes);
    u.named = mem_alloc(u.hashes.n + 1);
    int rc = named_in_journal(db, &u.hashes, &u.seq, u.named);
    if (rc == 0) {
        rc = db_begin(db);
        if (rc == 0)
            rc = remove_unnamed(db, folder, &u, &removed);
        db_rollback(db); /* the lines of the purge say it */
    }
    unnamed_free(&u);
    free(folder);
    return rc;
}
