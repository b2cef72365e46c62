/* Files into the folder beside the database, and out of it. Each stands under the hash of what is in it, so that the
 * same one taken twice is one, and whatever was changed shows. It is on the disk before the record that names it. */
#include "folder/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

enum { PIECE = 65536, HEAD = 16, SPARE = 8 << 20 /* bytes that the database itself needs to go on */ };

bool hash_is(const char *s, size_t n)
{
    return n == FOLDER_HASH - 1 && strspn(s, "0123456789abcdef") >= n;
}

char *folder_of(const char *path)
{
    return mem_printf("%s" FOLDER_SUFFIX, path);
}

char *folder_file(const char *folder, const char *hash)
{
    return mem_printf("%s/%.2s/%s", folder, hash, hash);
}

static int folder_fault(const char *folder)
{
    int err = errno;
    return fault(err == ENOSPC || err == EDQUOT || err == EFBIG ? QT_FULL : QT_IO,
                 _("The file cannot be kept in %s: %s."), folder, strerror(err));
}

/* Nobody else's, and no link to somewhere. */
static int make_one(const char *folder)
{
    struct stat st;
    if (mkdir(folder, 0700) == 0)
        return files_sync(folder);
    if (errno != EEXIST)
        return folder_fault(folder);
    if (lstat(folder, &st) != 0 || !S_ISDIR(st.st_mode) || st.st_uid != geteuid())
        return fault(QT_DENIED, _("%s is no folder of this account; no file was taken."), folder);
    return 0;
}

int folder_make(const char *folder, const char *hash)
{
    int rc = make_one(folder);
    if (rc < 0 || !hash)
        return rc;
    char *part = mem_printf("%s/%.2s", folder, hash);
    rc = make_one(part);
    free(part);
    return rc;
}

/* ---- bytes ------------------------------------------------------------------------------------------------- */
static int pour_out(int to, const unsigned char *s, size_t n)
{
    while (n > 0) {
        ssize_t put = write(to, s, n);
        if (put < 0 && errno != EINTR)
            return fault(errno == ENOSPC || errno == EDQUOT || errno == EFBIG ? QT_FULL : QT_IO,
                         _("The file cannot be written: %s."), strerror(errno));
        s += put > 0 ? put : 0;
        n -= put > 0 ? (size_t)put : 0;
    }
    return 0;
}

int folder_pour(int from, int to, int64_t most, char hash[FOLDER_HASH], int64_t *size, unsigned char head[16])
{
    crypto_hash_sha256_state sum;
    unsigned char digest[crypto_hash_sha256_BYTES], *piece = mem_alloc(PIECE);
    int rc = 0;
    ssize_t n = 1;
    *size = 0;
    (void)crypto_hash_sha256_init(&sum);
    while (rc == 0 && n != 0) {
        n = read(from, piece, PIECE);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            rc = fault(QT_IO, _("The file cannot be read: %s."), strerror(errno));
            break;
        }
        for (int64_t i = 0; head && i < n && *size + i < HEAD; i++)
            head[*size + i] = piece[i];
        *size += n;
        if (most && *size > most)
            rc = fault(QT_REFUSED, _("The file is larger than %d MB."), (int)(most / 1000000));
        (void)crypto_hash_sha256_update(&sum, piece, (unsigned long long)n);
        if (rc == 0 && to >= 0)
            rc = pour_out(to, piece, (size_t)n);
    }
    (void)crypto_hash_sha256_final(&sum, digest);
    (void)sodium_bin2hex(hash, FOLDER_HASH, digest, sizeof digest);
    free(piece);
    return rc;
}

int folder_hash(const char *file, char hash[FOLDER_HASH], int64_t *size)
{
    struct stat st;
    int fd = open(file, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (fd < 0)
        return errno == ENOENT || errno == ENOTDIR ? QT_NOTFOUND : QT_CORRUPT;
    int rc = fstat(fd, &st) == 0 && S_ISREG(st.st_mode) ? folder_pour(fd, -1, 0, hash, size, NULL) : QT_CORRUPT;
    (void)close(fd);
    return rc < 0 ? QT_CORRUPT : 0;
}

int folder_sum(int from, char hash[FOLDER_HASH])
{
    int64_t size;
    return folder_pour(from, -1, 0, hash, &size, NULL);
}

/* ---- in ------------------------------------------------------------------------------------------------------ */
int folder_place(const char *folder, const char *temp, const char *hash)
{
    char there[FOLDER_HASH], *file = folder_file(folder, hash);
    int64_t size;
    int rc = folder_make(folder, hash);
    if (rc == 0 && folder_hash(file, there, &size) == 0 && strcmp(there, hash) == 0)
        (void)unlink(temp);
    else if (rc == 0 && rename(temp, file) != 0) /* nothing else can rightly stand at that name */
        rc = folder_fault(folder);
    if (rc == 0)
        rc = files_sync(file);
    if (rc < 0)
        (void)unlink(temp);
    free(file);
    return rc;
}

/* Asked before, as far as it is known: a disk that is full holds up every desk. */
static int room_for(const char *folder, int from)
{
    struct stat st;
    struct statvfs fs;
    if (fstat(from, &st) != 0 || !S_ISREG(st.st_mode) || statvfs(folder, &fs) != 0)
        return 0;
    uint64_t room = (uint64_t)fs.f_bavail * fs.f_frsize;
    if ((uint64_t)st.st_size + SPARE <= room)
        return 0;
    char *lack = file_size_show((int64_t)((uint64_t)st.st_size + SPARE - room));
    int rc =
        fault(QT_FULL, _("The disk has too little room for this file (%s more are needed); nothing was taken."), lack);
    free(lack);
    return rc;
}

static bool kind_allowed(const struct files_rule *rule, const char *kind)
{
    const char *name;
    for (size_t i = 0; kind && (name = file_kind_name(i)); i++)
        if (strcmp(name, kind) == 0)
            return (rule->kinds >> i & 1) != 0;
    return false;
}

int folder_kind(const struct files_rule *rule, const void *head, size_t n, const char **kind)
{
    struct buf known = {0};
    const char *name;
    *kind = file_kind(head, n);
    if (kind_allowed(rule, *kind))
        return 0;
    for (size_t i = 0; (name = file_kind_name(i)); i++)
        if (rule->kinds >> i & 1)
            buf_addf(&known, "%s%s", known.len ? ", " : "", name);
    int rc = *kind ? fault(QT_REFUSED, _("The file is of kind %s; here may be: %s."), *kind, known.s)
                   : fault(QT_REFUSED, _("What is in the file is none of these kinds: %s."), known.s);
    buf_free(&known);
    return rc;
}

/* The copy under its first name. */
static int pour_in(int from, int to, const struct files_rule *rule, struct taken_file *out)
{
    unsigned char head[HEAD] = {0};
    int rc = folder_pour(from, to, (int64_t)rule->size * 1000000, out->hash, &out->size, head);
    if (rc == 0)
        rc = folder_kind(rule, head, out->size < HEAD ? (size_t)out->size : HEAD, &out->kind);
    if (rc == 0 && fsync(to) != 0)
        rc = fault(errno == ENOSPC ? QT_FULL : QT_IO, _("The file cannot be written: %s."), strerror(errno));
    return rc;
}

int folder_take(struct db *db, int from, const struct files_rule *rule, struct taken_file *out)
{
    char *folder = folder_of(db->path), *temp = mem_printf("%s/.part-XXXXXX", folder);
    *out = (struct taken_file){0};
    int rc = folder_make(folder, NULL);
    if (rc == 0)
        rc = room_for(folder, from);
    int to = rc == 0 ? mkstemp(temp) : -1; /* 0600 */
    if (rc == 0 && to < 0)
        rc = folder_fault(folder);
    if (to >= 0) {
        (void)fcntl(to, F_SETFD, FD_CLOEXEC);
        rc = pour_in(from, to, rule, out);
        if (close(to) != 0 && rc == 0)
            rc = folder_fault(folder);
        if (rc == 0)
            rc = folder_place(folder, temp, out->hash);
        else
            (void)unlink(temp);
    }
    free(temp);
    free(folder);
    return rc;
}

bool folder_holds(struct db *db, const char *hash)
{
    struct stat st;
    if (!hash_is(hash, strlen(hash)))
        return false;
    char *folder = folder_of(db->path), *file = folder_file(folder, hash);
    bool has = lstat(file, &st) == 0 && S_ISREG(st.st_mode);
    free(file);
    free(folder);
    return has;
}

/* ---- out ------------------------------------------------------------------------------------------------------ */
int folder_give(struct db *db, const char *hash, int to)
{
    char now[FOLDER_HASH], *folder = folder_of(db->path),
                           *file = hash_is(hash, strlen(hash)) ? folder_file(folder, hash) : NULL;
    int64_t size;
    struct stat st;
    int from = file ? open(file, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK) : -1, rc = 0;
    if (from < 0)
        rc = fault(QT_NOTFOUND, _("it is not in %s any more; a backup may have it"), folder);
    else if (fstat(from, &st) != 0 || !S_ISREG(st.st_mode))
        rc = fault(QT_CORRUPT, _("what is in %s is not what was kept; a backup may have it"), folder);
    if (rc == 0)
        rc = folder_pour(from, to, 0, now, &size, NULL);
    if (rc == 0 && strcmp(now, hash) != 0)
        rc = fault(QT_CORRUPT, _("what is in %s is not what was kept; a backup may have it"), folder);
    if (from >= 0)
        (void)close(from);
    free(file);
    free(folder);
    return rc;
}
