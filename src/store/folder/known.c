/* Which files there are, and who names them: a row of a record, or a line of the journal that can still be read. */
#include "folder/folder.h"
#include "sqlite/words.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LINES_AT_ONCE = 4096 }; /* then the read lock is let go, so that desks can save meanwhile */

/* ---- hashes -------------------------------------------------------------------------------------------------- */
static int by_hash(const void *a, const void *b) /* each of ours begins with it */
{
    return strcmp(a, b);
}

void hashes_add(struct hashes *h, const char *hash)
{
    h->v = mem_resize(h->v, h->n + 1, sizeof *h->v);
    (void)snprintf(h->v[h->n++], FOLDER_HASH, "%s", hash);
}

void hashes_sort(struct hashes *h)
{
    if (h->n > 1)
        qsort(h->v, h->n, sizeof *h->v, by_hash);
}

void hashes_free(struct hashes *h)
{
    free(h->v);
    *h = (struct hashes){0};
}

/* ---- rows ---------------------------------------------------------------------------------------------------- */
/* A file that may only be read, or a copy of before, lacks the table of a form that came later. */
static int has_table(struct db *db, const struct form *f, const struct field *field, bool *has)
{
    struct stmt *st = db_stmt(db, SQL_CHILD_TABLES);
    int rc;
    bind_text(st, 1, f->name);
    *has = false;
    while ((rc = db_step(db, st)) > 0)
        *has = *has || strcmp(col_text(st, 0), field->name) == 0;
    return rc;
}

static int add_named(struct db *db, const struct form *f, const struct field *field, struct named_file **v, size_t *n)
{
    struct buf sql = {0};
    bool has;
    int rc = has_table(db, f, field, &has);
    if (rc < 0 || !has)
        return rc;
    buf_add(&sql, "SELECT c.hash, c.size, p.number, c.pos FROM ");
    sql_rows_table(&sql, f->name, field->name);
    buf_addf(&sql, " c JOIN \"%s\" p ON p.id = c.parent WHERE c.hash IS NOT NULL", f->name);
    struct stmt *st = db_stmt(db, sql.s);
    while ((rc = db_step(db, st)) > 0) {
        *v = mem_resize(*v, *n + 1, sizeof **v);
        struct named_file *one = &(*v)[(*n)++];
        *one = (struct named_file){.form = f, .field = field, .size = col_int(st, 1), .row = col_int(st, 3) + 1};
        (void)snprintf(one->hash, sizeof one->hash, "%s", col_text(st, 0));
        one->number = col_dup(st, 2);
    }
    buf_free(&sql);
    return rc;
}

int named_files(struct db *db, struct named_file **v, size_t *n)
{
    int rc = 0;
    *v = NULL;
    *n = 0;
    for (size_t i = 0; i < db->forms->n; i++) {
        const struct form *f = db->forms->v[i];
        for (size_t k = 0; k < f->ndeclared && rc == 0; k++)
            if (field_takes_files(&f->fields[k]))
                rc = add_named(db, f, &f->fields[k], v, n);
    }
    if (*n > 1)
        qsort(*v, *n, sizeof **v, by_hash);
    return rc;
}

void named_free(struct named_file *v, size_t n)
{
    for (size_t i = 0; i < n; i++)
        free(v[i].number);
    free(v);
}

bool named_has(const struct named_file *v, size_t n, const char *hash)
{
    return n > 0 && bsearch(hash, v, n, sizeof *v, by_hash);
}

/* ---- the folder ------------------------------------------------------------------------------------------------ */
struct listing {
    const char *folder;
    int64_t before;
    struct stored_file *v;
    size_t n;
    int64_t strangers;
};

static void list_entry(struct listing *l, const char *path, const char *name, const char *part)
{
    struct stat st;
    if (lstat(path, &st) != 0)
        return;
    if (!part && S_ISREG(st.st_mode) && strncmp(name, ".part-", 6) == 0) {
        if (l->before && st.st_mtime < l->before)
            (void)unlink(path); /* of a run that was killed */
        return;
    }
    if (!part || !S_ISREG(st.st_mode) || !hash_is(name, strlen(name)) || strncmp(name, part, 2) != 0) {
        l->strangers++;
        return;
    }
    l->v = mem_resize(l->v, l->n + 1, sizeof *l->v);
    l->v[l->n] = (struct stored_file){.at = st.st_mtime};
    memcpy(l->v[l->n++].hash, name, FOLDER_HASH); /* its length is a hash's, with the end */
}

static bool is_part(const char *path, const char *name)
{
    struct stat st;
    return strlen(name) == 2 && strspn(name, "0123456789abcdef") == 2 && lstat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* part NULL: the folder itself, with those that its files lie in. */
static int list_folder(struct listing *l, const char *folder, const char *part)
{
    DIR *all = opendir(folder);
    int rc = all || errno == ENOENT ? 0 : fault(QT_IO, _("%s cannot be read: %s."), folder, strerror(errno));
    for (struct dirent *e; all && rc == 0 && (e = readdir(all));) {
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
            continue;
        char *path = mem_printf("%s/%s", folder, e->d_name);
        if (!part && is_part(path, e->d_name))
            rc = list_folder(l, path, e->d_name);
        else
            list_entry(l, path, e->d_name, part);
        free(path);
    }
    if (all)
        (void)closedir(all);
    return rc;
}

int stored_files(const char *folder, int64_t before, struct stored_file **v, size_t *n, int64_t *strangers)
{
    struct listing l = {.folder = folder, .before = before};
    int rc = list_folder(&l, folder, NULL);
    if (l.n > 1)
        qsort(l.v, l.n, sizeof *l.v, by_hash);
    *v = l.v;
    *n = l.n;
    *strangers = l.strangers;
    return rc;
}

/* ---- the journal ------------------------------------------------------------------------------------------------ */
/* Runs of 64 hexadecimal digits in a line's text. */
static void mark_named(const char *text, const struct hashes *of, bool *named)
{
    char hash[FOLDER_HASH];
    for (const char *p = text; *p;) {
        size_t n = strspn(p, "0123456789abcdef");
        if (n == FOLDER_HASH - 1) {
            (void)snprintf(hash, sizeof hash, "%.*s", (int)n, p);
            char(*found)[FOLDER_HASH] = bsearch(hash, of->v, of->n, sizeof *of->v, by_hash);
            if (found)
                named[found - of->v] = true;
        }
        p += n + (p[n] != '\0');
    }
}

int named_in_journal(struct db *db, const struct hashes *of, int64_t *seq, bool *named)
{
    int rc = 1;
    for (int64_t lines = LINES_AT_ONCE; rc >= 0 && of->n > 0 && lines == LINES_AT_ONCE;) {
        struct stmt *st = db_stmt(db, "SELECT j.seq, j.data, p.data FROM journal j LEFT JOIN qt_personal p"
                                      " ON p.seq = j.seq WHERE j.seq > ?1 ORDER BY j.seq LIMIT ?2");
        bind_int(st, 1, *seq);
        bind_int(st, 2, LINES_AT_ONCE);
        lines = 0;
        while ((rc = db_step(db, st)) > 0) {
            *seq = col_int(st, 0);
            mark_named(col_text(st, 1), of, named);
            mark_named(col_text(st, 2), of, named);
            lines++;
        }
    }
    return rc < 0 ? rc : 0;
}
