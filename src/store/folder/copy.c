/* The files of one database beside another: a backup is whole only with them. What an earlier backup in the same folder
 * has already is linked from there, so that each is whole by itself and takes the room of what is new. */
#include "folder/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct copying {
    char *from, *to; /* folders */
    char **near;     /* those of other backups beside `to` */
    size_t nnear;
};

/* ---- removing --------------------------------------------------------------------------------------------------- */
static void remove_within(const char *folder, int depth)
{
    DIR *all = opendir(folder);
    for (struct dirent *e; all && (e = readdir(all));) {
        struct stat st;
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
            continue;
        char *path = mem_printf("%s/%s", folder, e->d_name);
        if (lstat(path, &st) == 0 && S_ISDIR(st.st_mode) && depth > 0)
            remove_within(path, depth - 1);
        else
            (void)unlink(path);
        free(path);
    }
    if (all)
        (void)closedir(all);
    (void)rmdir(folder); /* what cannot go is told when it is in the way */
}

void folder_remove(const char *path)
{
    struct stat st;
    char *folder = folder_of(path);
    if (lstat(folder, &st) == 0 && S_ISDIR(st.st_mode))
        remove_within(folder, 1);
    free(folder);
}

/* ---- what lies near -----------------------------------------------------------------------------------------------
 */
/* Folders of files beside it, but for those of the database itself and of copies in the making. */
static void find_near(struct copying *c)
{
    struct stat own, st;
    const char *slash = strrchr(c->to, '/');
    char *dir = slash ? mem_dupn(c->to, (size_t)(slash - c->to) + 1) : mem_dup("./");
    DIR *all = opendir(dir);
    bool known = stat(c->from, &own) == 0;
    for (struct dirent *e; all && known && (e = readdir(all));) {
        size_t n = strlen(e->d_name), end = strlen(FOLDER_SUFFIX);
        if (n <= end || strcmp(e->d_name + n - end, FOLDER_SUFFIX) != 0 || strstr(e->d_name, ".part" FOLDER_SUFFIX))
            continue;
        char *path = mem_printf("%s%s", dir, e->d_name);
        if (lstat(path, &st) == 0 && S_ISDIR(st.st_mode) && st.st_uid == geteuid() && st.st_ino != own.st_ino) {
            c->near = mem_resize(c->near, c->nnear + 1, sizeof *c->near);
            c->near[c->nnear++] = path;
        } else {
            free(path);
        }
    }
    if (all)
        (void)closedir(all);
    free(dir);
}

static bool link_near(const struct copying *c, const char *hash, const char *file, int64_t size)
{
    bool done = false;
    for (size_t i = 0; i < c->nnear && !done; i++) {
        struct stat st;
        char *there = folder_file(c->near[i], hash);
        done = lstat(there, &st) == 0 && S_ISREG(st.st_mode) && st.st_size == size && link(there, file) == 0;
        free(there);
    }
    return done;
}

/* ---- one file -------------------------------------------------------------------------------------------------------
 */
static int write_copy(const char *source, const char *folder, const char *hash)
{
    char now[FOLDER_HASH], *temp = mem_printf("%s/.part-XXXXXX", folder);
    int64_t size;
    int from = open(source, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK), to = from >= 0 ? mkstemp(temp) : -1,
        rc = 0;
    if (from < 0)
        rc = QT_NOTFOUND;
    else if (to < 0)
        rc = fault(errno == ENOSPC ? QT_FULL : QT_IO, _("The file cannot be written: %s."), strerror(errno));
    if (rc == 0)
        rc = folder_pour(from, to, 0, now, &size, NULL);
    if (rc == 0 && fsync(to) != 0)
        rc = fault(errno == ENOSPC ? QT_FULL : QT_IO, _("The file cannot be written: %s."), strerror(errno));
    if (rc == 0 && strcmp(now, hash) != 0)
        rc = QT_CORRUPT;
    if (from >= 0)
        (void)close(from);
    if (to >= 0)
        (void)close(to);
    if (rc == 0)
        rc = folder_place(folder, temp, hash);
    else if (to >= 0)
        (void)unlink(temp);
    free(temp);
    return rc;
}

/* QT_NOTFOUND, QT_CORRUPT: it is not there, or not what it was, and was left out. */
static int copy_one(const struct copying *c, const char *hash)
{
    struct stat st;
    char *source = folder_file(c->from, hash), *file = folder_file(c->to, hash);
    int rc = lstat(source, &st) == 0 && S_ISREG(st.st_mode) ? folder_make(c->to, hash) : QT_NOTFOUND;
    if (rc == 0 && !file_exists(file) && !link_near(c, hash, file, st.st_size))
        rc = write_copy(source, c->to, hash);
    free(source);
    free(file);
    return rc;
}

static int copy_all(struct copying *c)
{
    struct stored_file *v = NULL;
    size_t n = 0;
    int64_t strangers;
    int rc = stored_files(c->from, 0, &v, &n, &strangers);
    for (size_t i = 0; i < n && rc == 0; i++) {
        rc = copy_one(c, v[i].hash);
        if (rc == QT_NOTFOUND || rc == QT_CORRUPT)
            rc = 0; /* whether a record misses it is looked at afterwards */
    }
    free(v);
    return rc;
}

static void copying_free(struct copying *c)
{
    for (size_t i = 0; i < c->nnear; i++)
        free(c->near[i]);
    free(c->near);
    free(c->from);
    free(c->to);
}

int folder_copy(const char *from, const char *to, bool near)
{
    struct copying c = {.from = folder_of(from), .to = folder_of(to)};
    if (near)
        find_near(&c);
    int rc = copy_all(&c);
    copying_free(&c);
    return rc;
}

int folder_complete(struct db *copy, const char *path, const char *other, struct buf *lacks)
{
    struct copying c = {.from = folder_of(other), .to = folder_of(path)};
    struct named_file *v = NULL;
    size_t n = 0, missing = 0;
    int rc = named_files(copy, &v, &n);
    for (size_t i = 0; i < n && rc == 0; i++) {
        char *file = folder_file(c.to, v[i].hash);
        if (hash_is(v[i].hash, strlen(v[i].hash)) && !file_exists(file))
            rc = copy_one(&c, v[i].hash);
        if (rc == QT_NOTFOUND || rc == QT_CORRUPT) {
            rc = 0;
            if (missing++ < 8)
                buf_addf(lacks, "%s%s %s, %s", lacks->len ? "; " : "", v[i].form->name, v[i].number, v[i].field->name);
        }
        free(file);
    }
    if (missing > 8)
        buf_addf(lacks, _(" and %zu more"), missing - 8);
    named_free(v, n);
    copying_free(&c);
    return rc;
}

int folder_each(const char *path, int (*fn)(const char *hash, const char *file, void *arg), void *arg)
{
    struct stored_file *v = NULL;
    size_t n = 0;
    int64_t strangers;
    char *folder = folder_of(path);
    int rc = stored_files(folder, 0, &v, &n, &strangers);
    for (size_t i = 0; i < n && rc == 0; i++) {
        char *file = folder_file(folder, v[i].hash);
        rc = fn(v[i].hash, file, arg);
        free(file);
    }
    free(v);
    free(folder);
    return rc;
}
