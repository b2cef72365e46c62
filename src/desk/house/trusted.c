/* The house's file: who may have written it, and its lines. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "house/trusted.h"

enum { FILE_MOST = 65536 }; /* bytes */

const char *trusted_path(const struct desk *d)
{
    const char *named = d->house ? d->house : getenv("QIANTAI_HOUSE");
    return named && *named ? named : QT_HOUSE;
}

/* Nobody but root can have changed it, or in a practice database whoever runs the program. */
static bool well_kept(const struct desk *d, const struct stat *st)
{
    bool own = st->st_uid == 0 || (db_practice(d->db) && st->st_uid == geteuid());
    return own && (st->st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

static int not_believed(const char *path)
{
    return fault(QT_DENIED,
                 _("%s is not used: it must be a plain file of root's that nobody else can write, in a folder of the "
                   "same kind (chown root, chmod go-w)."),
                 path);
}

static int cannot_read(const char *path)
{
    int failed = errno;
    if (failed == ELOOP || failed == ENXIO)
        return not_believed(path); /* a link, a socket */
    if (failed == ENOENT || failed == ENOTDIR)
        return fault(QT_NOTFOUND, _("There is no file %s."), path);
    return fault(QT_IO, _("%s cannot be read: %s."), path, strerror(failed));
}

/* The folder first: who may write there can put another file into the place. */
static int house_open(const struct desk *d, const char *path, int *out)
{
    const char *slash = strrchr(path, '/');
    char *dir = slash == path ? mem_dup("/") : slash ? mem_dupn(path, (size_t)(slash - path)) : mem_dup(".");
    struct stat st;
    int folder = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC), rc = QT_OK;
    free(dir);
    *out = folder < 0
               ? -1
               : openat(folder, slash ? slash + 1 : path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (*out < 0)
        rc = cannot_read(path);
    else if (fstat(folder, &st) != 0 || !well_kept(d, &st) || fstat(*out, &st) != 0 || !S_ISREG(st.st_mode) ||
             !well_kept(d, &st))
        rc = not_believed(path);
    if (folder >= 0)
        (void)close(folder);
    if (rc != QT_OK && *out >= 0)
        (void)close(*out);
    return rc;
}

static int house_text(const struct desk *d, const char *path, char **text)
{
    int fd, rc = house_open(d, path, &fd);
    if (rc != QT_OK)
        return rc;
    char *all = mem_alloc(FILE_MOST + 1);
    size_t n = 0;
    ssize_t got;
    while ((got = read(fd, all + n, FILE_MOST - n)) > 0 || (got < 0 && errno == EINTR))
        n += got > 0 ? (size_t)got : 0;
    if (got < 0)
        rc = cannot_read(path);
    else if (n == FILE_MOST || memchr(all, '\0', n))
        rc = fault(QT_REFUSED, _("%s is not used: it is no text of at most 64 kB."), path);
    (void)close(fd);
    all[n] = '\0';
    if (rc == QT_OK)
        *text = all;
    else
        free(all);
    return rc;
}

/* Each line of a kind; a line that cannot be understood costs itself alone and is remembered. */
struct house_lines {
    char *text, *rest;
    int number, wrong; /* of lines, from 1; wrong: the first one that is none */
};

static bool known_kind(const char *kind)
{
    static const char *const kinds[] = {"print", "folder", "witness", "encrypt", "login"};
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
        if (strcmp(kind, kinds[i]) == 0)
            return true;
    return false;
}

static bool house_next(struct house_lines *l, const char *kind, char **name, char **value)
{
    while (*l->rest) {
        char *line = text_cut(&l->rest, '\n');
        l->number++;
        line[strcspn(line, "\r")] = '\0';
        if (!*line || *line == '#')
            continue;
        char *of = text_cut(&line, '\t');
        *name = text_cut(&line, '\t');
        *value = line;
        if (!known_kind(of) || !**name || !**value) {
            if (!l->wrong)
                l->wrong = l->number;
        } else if (strcmp(of, kind) == 0)
            return true;
    }
    return false;
}

static int house_begin(struct desk *d, struct house_lines *l)
{
    *l = (struct house_lines){0};
    int rc = house_text(d, trusted_path(d), &l->text);
    l->rest = l->text;
    return rc;
}

int trusted_get(struct desk *d, const char *kind, const char *name, char **value)
{
    struct house_lines l;
    char *has, *is;
    *value = NULL;
    int rc = house_begin(d, &l);
    if (rc != QT_OK)
        return rc;
    while (!*value && house_next(&l, kind, &has, &is))
        if (strcmp(has, name) == 0)
            *value = mem_dup(is);
    free(l.text);
    if (*value)
        return QT_OK;
    return l.wrong ? fault(QT_REFUSED,
                           _("Line %d of %s cannot be understood: it must be a kind (print, folder, witness, encrypt, "
                             "login), "
                             "a name and a value with tabs between them."),
                           l.wrong, trusted_path(d))
                   : fault(QT_NOTFOUND, _("%s has no line for %s %s."), trusted_path(d), kind, name);
}

bool trusted_has(struct desk *d, const char *kind, const char *name, const char *value)
{
    struct house_lines l;
    char *has, *is;
    bool found = false;
    if (house_begin(d, &l) != QT_OK) {
        fault_clear();
        return false;
    }
    while (!found && house_next(&l, kind, &has, &is))
        found = strcmp(has, name) == 0 && strcmp(is, value) == 0;
    free(l.text);
    return found;
}

int trusted_names(struct desk *d, const char *kind, char ***names, size_t *n)
{
    struct house_lines l;
    char *has, *is;
    *names = NULL;
    *n = 0;
    int rc = house_begin(d, &l);
    if (rc == QT_NOTFOUND) {
        fault_clear();
        return QT_OK;
    }
    while (rc == QT_OK && house_next(&l, kind, &has, &is)) {
        *names = mem_resize(*names, *n + 1, sizeof **names);
        (*names)[(*n)++] = mem_dup(has);
    }
    free(l.text);
    return rc;
}

void trusted_names_free(char **names, size_t n)
{
    for (size_t i = 0; i < n; i++)
        free(names[i]);
    free(names);
}
