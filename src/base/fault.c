/* The last fault and its sentence, each thread's own. */
#include "qiantai/base.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

static _Thread_local int last_code;
static _Thread_local char last_text[1024];

/* A cut must not leave half a character behind. */
static void trim_half_character(char *s, size_t n)
{
    size_t start = n;
    while (start > 0 && ((unsigned char)s[start - 1] & 0xC0) == 0x80)
        start--;
    if (start > 0 && ((unsigned char)s[start - 1] & 0x80) != 0)
        start--;
    if (!text_valid(s + start, n - start))
        s[start] = '\0';
}

int fault(int code, const char *fmt, ...)
{
    char text[sizeof last_text]; /* fmt's arguments may point into last_text */
    va_list ap;
    va_start(ap, fmt);
    int n = vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    if (n < 0)
        text[0] = '\0';
    else if ((size_t)n >= sizeof text)
        trim_half_character(text, sizeof text - 1);
    text_tame(text, strlen(text)); /* it may quote a file name or a damaged row */
    memcpy(last_text, text, sizeof last_text);
    last_code = code;
    return code;
}

int fault_reading(const char *path, int err)
{
    if (err == ENOENT || err == ENOTDIR)
        return fault(QT_NOTFOUND, _("There is no file %s. Check its name and its folder."), path);
    if (err == EACCES || err == EPERM)
        return fault(QT_IO,
                     _("%s may not be read by this account. Copy it into a folder of yours, or have it opened to "
                       "you."),
                     path);
    return fault(QT_IO, _("%s cannot be read: %s. Try another copy of the file."), path, strerror(err));
}

int fault_writing(const char *path, int err)
{
    switch (err) {
    case ENOENT:
    case ENOTDIR:
        return fault(QT_IO, _("The folder for %s does not exist. Name another, or make it first."), path);
    case EISDIR:
        return fault(QT_REFUSED, _("%s is a folder. Name the file in it, too."), path);
    case EEXIST:
        return fault(QT_REFUSED, _("%s exists already and stays as it is. Name another file."), path);
    case EACCES:
    case EPERM:
    case EROFS:
        return fault(QT_IO, _("This account may not write %s. Name another place, your own folder (~/) for one."),
                     path);
    case ENOSPC:
        return fault(QT_FULL, _("The disk has no room for %s. Name another disk, or make room."), path);
    default:
        return fault(QT_IO, _("%s cannot be written: %s. Name another place."), path, strerror(err));
    }
}

int fault_unwritable(const char *path)
{
    const char *slash = strrchr(path, '/');
    char *folder = slash ? mem_dupn(path, slash > path ? (size_t)(slash - path) : 1) : mem_dup(".");
    struct stat st;
    int rc = QT_OK;
    if (access(folder, W_OK | X_OK) != 0)
        rc = fault_writing(path, errno);
    else if ((slash && !slash[1]) || (stat(path, &st) == 0 && S_ISDIR(st.st_mode)))
        rc = fault_writing(path, EISDIR);
    free(folder);
    return rc;
}

const char *fault_text(void)
{
    return last_text;
}

int fault_code(void)
{
    return last_code;
}

void fault_clear(void)
{
    last_code = QT_OK;
    last_text[0] = '\0';
}
