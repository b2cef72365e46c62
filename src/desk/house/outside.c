/* What lies outside the database with people's data in it: told with its age, and removed where the house says so. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "qiantai/desk_files.h"

#include "desk_internal.h"

#define LINES_MOST 20 /* of one kind in a report */
#define DAYS_MOST 36500

static const struct kind {
    const char *name, *setting, *label;
} kinds[] = {
    {"print", "prints_days", N_("Print")},
    {"export", "exports_days", N_("Export")},
    {"refused", "refused_days", N_("Refused rows")},
    {"backup", "backups_days", N_("Former database or backup on demand")},
};

/* The file itself need not be there yet. */
static char *whole_path(const char *path)
{
    const char *slash = strrchr(path, '/');
    char *given = slash ? mem_dupn(path, (size_t)(slash - path) + 1) : mem_dup("."), *dir = realpath(given, NULL);
    char *whole = dir ? mem_printf("%s/%s", strcmp(dir, "/") == 0 ? "" : dir, slash ? slash + 1 : path) : NULL;
    free(dir);
    free(given);
    return whole;
}

int desk_outside(struct desk *d, const char *kind, const char *path)
{
    char *whole = d->readonly ? NULL : whole_path(path);
    if (!whole)
        return QT_OK; /* nothing can be noted here */
    int rc = desk_begin_unattended(d);
    if (rc == QT_OK)
        rc = desk_end(d, outside_put(d->db, kind, whole));
    free(whole);
    return rc;
}

bool desk_local(const struct desk *d)
{
    return permit_local_files(d);
}

int desk_copies_folder(struct desk *d, const char *setting, const char *name, char **folder)
{
    char *why = NULL;
    *folder = NULL;
    if (setting)
        desk_folder(d, setting, folder, &why);
    free(why);
    if (!*folder)
        *folder = file_beside(desk_path(d), name);
    if (mkdir(*folder, 0700) == 0 || errno == EEXIST)
        return QT_OK;
    int rc = fault(QT_IO, _("The folder %s cannot be made: %s."), *folder, strerror(errno));
    free(*folder);
    *folder = NULL;
    return rc;
}

int desk_exported(struct desk *d, const struct form *f, const char *list, int64_t rows, const char *path)
{
    char *data = mem_printf("{\"list\":\"%s\",\"rows\":%lld}", list, (long long)rows);
    int rc = desk_note(d, "export", f->name, 0, data);
    free(data);
    return rc == QT_OK ? desk_outside(d, "export", path) : rc;
}

struct file {
    char *path;
    int64_t days; /* since it was last written to */
};
struct files {
    struct file *v;
    size_t n;
};

/* Only a plain file of this account: whatever else stands at that name by now is somebody's own. */
static bool file_age(const char *path, int64_t now, int64_t *days)
{
    struct stat st;
    if (lstat(path, &st) != 0 || !S_ISREG(st.st_mode) || st.st_uid != geteuid())
        return false;
    *days = ((int64_t)now - (int64_t)st.st_mtime) / DAY;
    return true;
}

static void files_add(struct files *f, char *path, int64_t days)
{
    f->v = mem_resize(f->v, f->n + 1, sizeof *f->v);
    f->v[f->n++] = (struct file){path, days};
}

static void files_clear(struct files *f)
{
    for (size_t i = 0; i < f->n; i++)
        free(f->v[i].path);
    free(f->v);
}

static int oldest_first(const void *a, const void *b)
{
    const struct file *x = a, *y = b;
    return x->days == y->days ? strcmp(x->path, y->path) : x->days < y->days ? 1 : -1;
}

static int forget(struct desk *d, const char *path)
{
    int rc = desk_begin_unattended(d);
    return rc == QT_OK ? desk_end(d, outside_drop(d->db, path)) : rc;
}

/* Those that were noted when they were written, without what is gone. */
static int noted_files(struct desk *d, const char *kind, int64_t now, struct files *out)
{
    char **paths = NULL;
    size_t n = 0;
    int rc = outside_list(d->db, kind, &paths, &n);
    for (size_t i = 0; i < n; i++) {
        int64_t days;
        if (file_age(paths[i], now, &days))
            files_add(out, paths[i], days);
        else {
            rc = rc == QT_OK ? forget(d, paths[i]) : rc;
            free(paths[i]);
        }
    }
    free(paths);
    return rc;
}

/* DESK.before-2, DESK.before-restore, -2 ...: what the program left when it took over or restored. */
static void former_files(struct desk *d, int64_t now, struct files *out)
{
    const char *path = desk_path(d), *slash = strrchr(path, '/');
    char *dir = slash ? mem_dupn(path, (size_t)(slash - path) + 1) : mem_dup("./");
    char *prefix = mem_printf("%s.before-", slash ? slash + 1 : path);
    DIR *all = opendir(dir);
    for (struct dirent *e; all && (e = readdir(all));) {
        const char *rest = e->d_name + strlen(prefix);
        int64_t days;
        if (strncmp(e->d_name, prefix, strlen(prefix)) != 0 || strchr(rest, '.') || strstr(rest, "-journal"))
            continue;
        char *file = mem_printf("%s%s", dir, e->d_name);
        if (file_age(file, now, &days))
            files_add(out, file, days);
        else
            free(file);
    }
    if (all)
        (void)closedir(all);
    free(prefix);
    free(dir);
}

static int remove_file(struct desk *d, const char *path)
{
    size_t n = strlen(path);
    bool database = (n > 3 && strcmp(path + n - 3, ".db") == 0) || strstr(path, ".before-");
    if (database && backup_remove(path) < 0) /* with what lies beside it */
        return QT_IO;
    if (!database && unlink(path) != 0 && errno != ENOENT)
        return fault(QT_IO, _("%s cannot be removed: %s."), path, strerror(errno));
    char *data = json_pairs("file", path, NULL);
    int rc = desk_note(d, "file-removed", NULL, 0, data);
    free(data);
    return rc == QT_OK ? forget(d, path) : rc;
}

/* Of backups the newest stays, whatever its age. */
static int kind_upkeep(struct desk *d, const struct kind *k, int64_t now, bool doubt, struct buf *report)
{
    struct files f = {0};
    size_t told = 0;
    int64_t most = doubt ? 0 : desk_setting_int(d, k->setting, 0);
    bool backup = strcmp(k->name, "backup") == 0, bounded = most > 0 && most <= DAYS_MOST;
    int rc = noted_files(d, k->name, now, &f);
    if (backup)
        former_files(d, now, &f);
    if (f.n > 1)
        qsort(f.v, f.n, sizeof *f.v, oldest_first);
    for (size_t i = 0; i < f.n && rc == QT_OK; i++) {
        bool goes = bounded && f.v[i].days >= most && !(backup && i + 1 == f.n);
        if (goes)
            rc = remove_file(d, f.v[i].path);
        if (rc == QT_OK && (goes || told++ < LINES_MOST))
            buf_addf(report, goes ? _("%s, %lld days old, removed: %s\n") : _("%s, %lld days old: %s\n"), _(k->label),
                     (long long)f.v[i].days, f.v[i].path);
    }
    if (told > LINES_MOST)
        buf_addf(report, _("%s: %zu more\n"), _(k->label), told - LINES_MOST);
    files_clear(&f);
    return rc;
}

int outside_upkeep(struct desk *d, struct buf *report)
{
    bool doubt = false;
    int64_t now = clock_now();
    int rc = clock_check(d, &doubt);
    for (size_t i = 0; i < ARRAY_LEN(kinds) && rc == QT_OK; i++)
        rc = kind_upkeep(d, &kinds[i], now, doubt, report);
    return rc;
}
