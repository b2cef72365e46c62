/* The files of one database taken together: PATH, what the engine keeps beside it, PATH.key, PATH.head. */
#include "folder/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* The database itself last: who finds it finds its key. The engine's files go along: an old journal left behind would
 * be played into whatever comes to stand at that name. */
static const char *const suffixes[] = {".key", ".head", FOLDER_SUFFIX, "-journal", "-wal", "-shm", ""};

bool file_exists(const char *path)
{
    struct stat st;
    return lstat(path, &st) == 0;
}

int file_create(const char *path)
{
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0 && errno == EEXIST)
        return fault(QT_REFUSED, _("%s exists already; it was left as it is."), path);
    if (fd < 0)
        return fault(QT_IO, _("Cannot make %s: %s."), path, strerror(errno));
    if (close(fd) < 0)
        return fault(QT_IO, _("Cannot make %s: %s."), path, strerror(errno));
    return 0;
}

int files_rename(const char *from, const char *to)
{
    for (size_t i = 0; i < ARRAY_LEN(suffixes); i++) {
        char *a = mem_printf("%s%s", from, suffixes[i]), *b = mem_printf("%s%s", to, suffixes[i]);
        int err = rename(a, b) < 0 && errno != ENOENT ? errno : 0;
        free(a);
        free(b);
        if (err)
            return fault(QT_IO, _("Cannot rename %s to %s: %s."), from, to, strerror(err));
    }
    return 0;
}

bool files_folder_exists(const char *path)
{
    char *folder = folder_of(path);
    bool exists = file_exists(folder);
    free(folder);
    return exists;
}

char *files_free_name(const char *path, const char *suffix)
{
    char *name = mem_printf("%s.%s", path, suffix);
    for (int i = 2; file_exists(name) || files_folder_exists(name); i++) {
        free(name);
        name = mem_printf("%s.%s-%d", path, suffix, i);
    }
    return name;
}

void files_remove_beside(const char *path)
{
    folder_remove(path);
    for (size_t i = 0; i < ARRAY_LEN(suffixes) && suffixes[i][0]; i++) {
        char *name = mem_printf("%s%s", path, suffixes[i]);
        (void)unlink(name); /* what cannot go is told when it is in the way */
        free(name);
    }
}

void files_remove(const char *path)
{
    files_remove_beside(path);
    (void)unlink(path);
}

int files_sync(const char *path)
{
    const char *slash = strrchr(path, '/');
    char *folder = slash ? mem_dupn(path, (size_t)(slash - path) + 1) : mem_dup(".");
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    free(folder);
    int err = fd < 0 || fsync(fd) < 0 ? errno : 0;
    if (fd >= 0 && close(fd) < 0 && !err)
        err = errno;
    return err ? fault(QT_IO, _("Cannot write to the disk of %s: %s."), path, strerror(err)) : 0;
}
