/* Where a file comes from: a path at the house's own terminal, the inbox anywhere. Nobody gets at another file of the
 * desk's account over the network, and nothing but a plain file is opened. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "qiantai/desk_files.h"

#include "house/trusted.h"
#include "record/attach.h"

enum { INBOX_MOST = 5000, MODE = O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK };

void origin_close(struct origin *s)
{
    if (s->fd >= 0)
        (void)close(s->fd);
    free(s->name);
    *s = (struct origin){.fd = -1};
}

/* The house's file says where it is; else it lies beside the database, where there is one. */
char *inbox_folder(struct desk *d)
{
    char *dir = NULL;
    if (trusted_get(d, "folder", "inbox", &dir) == QT_OK)
        return dir;
    fault_clear(); /* a file that is not believed is told where its lines are chosen */
    return file_beside(desk_path(d), "inbox");
}

static int inbox_open(struct desk *d)
{
    char *dir = inbox_folder(d);
    int fd = dir ? open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    free(dir);
    return fd;
}

/* A name and no way to somewhere. */
static bool plain_name(const char *name)
{
    return *name && !strchr(name, '/') && strcmp(name, ".") != 0 && strcmp(name, "..") != 0;
}

/* The last part of a path whose folder is the inbox, written as the setting means it; else the path itself. */
static const char *in_inbox(struct desk *d, const char *typed)
{
    char *dir = inbox_folder(d);
    size_t n = dir ? strlen(dir) : 0;
    bool in = n > 0 && strncmp(typed, dir, n) == 0 && typed[n] == '/' && plain_name(typed + n + 1);
    free(dir);
    return in ? typed + n + 1 : typed;
}

/* With its whole way, so that a draft finds it from anywhere. */
char *whole_way(const char *path)
{
    const char *slash = strrchr(path, '/');
    char *given = slash ? mem_dupn(path, (size_t)(slash - path) + 1) : mem_dup("."), *dir = realpath(given, NULL);
    char *whole = dir ? mem_printf("%s/%s", strcmp(dir, "/") == 0 ? "" : dir, slash ? slash + 1 : path) : mem_dup(path);
    free(dir);
    free(given);
    return whole;
}

/* What another record has is no file to take: its reader may not see that record. */
static bool is_kept(struct desk *d, const char *path)
{
    char *database = whole_way(desk_path(d)), *folder = mem_printf("%s.files/", database);
    bool is = strncmp(path, folder, strlen(folder)) == 0;
    free(folder);
    free(database);
    return is;
}

static int open_named(struct desk *d, const char *typed, struct origin *out)
{
    const char *name = in_inbox(d, typed);
    int box = plain_name(name) ? inbox_open(d) : -1;
    if (box >= 0) {
        out->fd = openat(box, name, MODE);
        int err = errno;
        (void)close(box);
        errno = err;
        out->inbox = out->fd >= 0;
        if (out->inbox || errno != ENOENT) {
            out->name = mem_dup(name);
            return out->fd >= 0 ? QT_OK : -1;
        }
    }
    if (!permit_local_files(d))
        return fault(QT_DENIED, _("Over the network only files of the inbox can be taken; '%s' is not there."), typed);
    out->name = whole_way(typed);
    if (is_kept(d, out->name)) {
        origin_close(out);
        return fault(QT_DENIED, _("%s is a record's already; copy it out with: qiantai files"), typed);
    }
    out->fd = open(typed, MODE);
    return out->fd >= 0 ? QT_OK : -1;
}

static int look_at(const struct files_rule *rule, const struct origin *s)
{
    unsigned char head[16];
    const char *kind;
    struct stat st;
    if (fstat(s->fd, &st) != 0 || !S_ISREG(st.st_mode))
        return fault(QT_REFUSED, _("%s is no plain file."), s->name);
    if (s->inbox && st.st_nlink > 1)
        return fault(QT_REFUSED, _("%s has another name somewhere else; copy it into the inbox."), s->name);
    if (st.st_size == 0)
        return fault(QT_REFUSED, _("%s is empty."), s->name);
    if (st.st_size > (int64_t)rule->size * 1000000)
        return fault(QT_REFUSED, _("The file is larger than %d MB."), rule->size);
    ssize_t n = pread(s->fd, head, sizeof head, 0);
    return n < 0 ? fault(QT_IO, _("The file cannot be read: %s."), strerror(errno))
                 : folder_kind(rule, head, (size_t)n, &kind);
}

int origin_open(struct desk *d, const struct files_rule *rule, const char *typed, struct origin *out)
{
    *out = (struct origin){.fd = -1};
    int rc = open_named(d, typed, out);
    if (rc < 0 && !out->name)
        return rc; /* told */
    if (rc < 0)
        rc = errno == ELOOP   ? fault(QT_REFUSED, _("%s is a link; name the file itself."), out->name)
             : errno == ENXIO ? fault(QT_REFUSED, _("%s is no plain file."), out->name)
                              : fault_reading(out->name, errno);
    if (rc == QT_OK)
        rc = look_at(rule, out);
    if (rc < 0)
        origin_close(out);
    return rc;
}

int inbox_drop(struct desk *d, const char *name, const char *hash)
{
    char now[FOLDER_HASH];
    int box = inbox_open(d), fd = box >= 0 ? openat(box, name, MODE) : -1, rc = QT_OK;
    if (fd >= 0 && folder_sum(fd, now) == QT_OK && strcmp(now, hash) == 0 && unlinkat(box, name, 0) != 0)
        rc = QT_IO;
    fault_clear();
    if (fd >= 0)
        (void)close(fd);
    if (box >= 0)
        (void)close(box);
    return rc;
}

/* ---- what may be chosen --------------------------------------------------------------------------------------- */
static int newest_first(const void *a, const void *b)
{
    const struct inbox_file *x = a, *y = b;
    return x->at == y->at ? strcmp(x->name, y->name) : x->at < y->at ? 1 : -1;
}

int desk_inbox(struct desk *d, struct inbox_file **v, size_t *n)
{
    int box = inbox_open(d);
    DIR *all = box >= 0 ? fdopendir(box) : NULL;
    struct stat st;
    *v = NULL;
    *n = 0;
    for (struct dirent *e; all && *n < INBOX_MOST && (e = readdir(all));) {
        if (e->d_name[0] == '.' || fstatat(box, e->d_name, &st, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(st.st_mode))
            continue;
        bool changed;
        char *clean = text_clean(e->d_name, strlen(e->d_name), false, &changed);
        if (changed) { /* a name that cannot be shown cannot be chosen by it */
            free(clean);
            continue;
        }
        *v = mem_resize(*v, *n + 1, sizeof **v);
        (*v)[(*n)++] = (struct inbox_file){clean, st.st_size, st.st_mtime};
    }
    if (all)
        (void)closedir(all);
    else if (box >= 0)
        (void)close(box);
    if (*n > 1)
        qsort(*v, *n, sizeof **v, newest_first);
    return QT_OK;
}

void desk_inbox_free(struct inbox_file *v, size_t n)
{
    for (size_t i = 0; i < n; i++)
        free(v[i].name);
    free(v);
}
