/* Files of a record on their way out: each is compared with what was taken, and a broken one is named, not handed over.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "qiantai/desk_files.h"

#include "record/attach.h"

struct leaving {
    struct desk *d;
    const char *folder;
    struct buf *told, broken;
    int64_t given;
    int rc;
};

/* The name, or with a number before its end: nothing is overwritten, and no link is followed. */
static int make_named(const char *folder, const char *name, char **path)
{
    const char *dot = strrchr(name, '.');
    int stem = (int)(dot ? dot - name : (long)strlen(name)), fd = -1;
    for (int i = 1; fd < 0 && i < 1000; i++) {
        *path = i == 1 ? mem_printf("%s/%s", folder, name)
                       : mem_printf("%s/%.*s-%d%s", folder, stem, name, i, dot ? dot : "");
        fd = open(*path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
        if (fd < 0 && errno != EEXIST)
            i = 1000;
        if (fd < 0) {
            free(*path);
            *path = NULL;
        }
    }
    return fd;
}

static int give_one(struct leaving *l, const char *hash, const char *name)
{
    char *path, *clean = file_name_clean(name, NULL);
    int fd = make_named(l->folder, clean, &path), rc;
    if (fd < 0)
        rc = fault(QT_IO, _("Nothing can be written in %s: %s."), l->folder, strerror(errno));
    else
        rc = folder_give(l->d->db, hash, fd);
    if (fd >= 0 && (fsync(fd) != 0 || close(fd) != 0) && rc == QT_OK)
        rc = fault(errno == ENOSPC ? QT_FULL : QT_IO, _("The file cannot be written: %s."), strerror(errno));
    if (rc == QT_OK) {
        buf_addf(l->told, "%s\n", path);
        l->given++;
        rc = desk_outside(l->d, "export", path);
    } else if (path) {
        (void)unlink(path);
    }
    free(path);
    free(clean);
    return rc;
}

static int give_field(struct leaving *l, const struct record *r, int field)
{
    const struct field *f = &r->form->fields[field];
    struct item_table t;
    int rc = items_read(f, r->v[field].kind == VAL_TEXT ? r->v[field].s : NULL, clock_now(), false, &t);
    for (size_t row = 0; row < t.n && rc == QT_OK; row++) {
        const struct value *v = items_row(&t, row);
        if (v[FILE_HASH].kind != VAL_TEXT || v[FILE_NAME].kind != VAL_TEXT)
            continue;
        rc = give_one(l, v[FILE_HASH].s, v[FILE_NAME].s);
        if (rc == QT_NOTFOUND || rc == QT_CORRUPT) {
            buf_addf(&l->broken, "%s%s: %s", l->broken.len ? "; " : "", v[FILE_NAME].s, fault_text());
            l->rc = rc;
            rc = QT_OK;
        }
    }
    items_free(&t);
    return rc;
}

static int64_t count_files(struct desk *d, const struct record *r, int field)
{
    int64_t n = 0;
    for (int i = 0; i < (int)r->form->ndeclared; i++) {
        struct item_table t;
        if (!field_takes_files(&r->form->fields[i]) || (field >= 0 && i != field) || !desk_shows(d, r->form, i))
            continue;
        if (items_read(&r->form->fields[i], r->v[i].kind == VAL_TEXT ? r->v[i].s : NULL, clock_now(), false, &t) < 0)
            fault_clear();
        n += (int64_t)t.n;
        items_free(&t);
    }
    return n;
}

/* The line comes first: whoever is killed afterwards has taken them out all the same. */
static int note_leaving(struct desk *d, const struct record *r, int field, int64_t n)
{
    char count[24];
    (void)snprintf(count, sizeof count, "%lld", (long long)n);
    char *data = json_pairs("files", count, "field", field >= 0 ? r->form->fields[field].name : NULL, NULL);
    int rc = desk_note(d, "export", r->form->name, r->id, data);
    free(data);
    return rc;
}

int desk_files_out(struct desk *d, const struct record *r, int field, const char *folder, struct buf *told)
{
    struct leaving l = {.d = d, .folder = folder, .told = told};
    struct stat st;
    int rc = desk_attempt(d, r->form, r, field, -1, RIGHT_EXPORT);
    if (rc == QT_OK && (stat(folder, &st) != 0 || !S_ISDIR(st.st_mode)))
        rc = fault(QT_NOTFOUND, _("There is no folder %s."), folder);
    int64_t n = rc == QT_OK ? count_files(d, r, field) : 0;
    if (rc == QT_OK && n > 0)
        rc = note_leaving(d, r, field, n);
    for (int i = 0; i < (int)r->form->ndeclared && rc == QT_OK && n > 0; i++)
        if (field_takes_files(&r->form->fields[i]) && (field < 0 || i == field) && desk_shows(d, r->form, i))
            rc = give_field(&l, r, i);
    if (rc == QT_OK && l.broken.len)
        rc = fault(l.rc, "%s", l.broken.s);
    buf_free(&l.broken);
    return rc;
}

int desk_files_verify(struct desk *d, struct buf *said)
{
    struct folder_state s;
    int rc = folder_check(d->db, &s);
    if (rc == QT_OK && s.files) {
        char *size = file_size_show(s.bytes);
        buf_addf(said, _("Files beside the database: %lld, of records %s."), (long long)s.files, size);
        free(size);
        if (s.former)
            buf_addf(said, _(" Named by the journal alone: %lld."), (long long)s.former);
        if (s.orphans)
            buf_addf(said, _(" Of no record: %lld; daily removes them."), (long long)s.orphans);
        if (s.strangers)
            buf_addf(said, _(" Not of this program: %lld."), (long long)s.strangers);
        buf_addc(said, '\n');
    }
    if (rc == QT_OK && s.nbad > 0)
        rc = fault(QT_CORRUPT, _("Files of records are not as they were (%lld): %s. A backup may have them."),
                   (long long)s.nbad, s.bad.s);
    folder_state_clear(&s);
    return rc;
}
