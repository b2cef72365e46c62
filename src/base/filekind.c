/* What a file is by its first bytes, whatever it is called. */
#include "qiantai/base.h"

#include <stdlib.h>
#include <string.h>

static const struct kind {
    const char *name; /* in form files */
    const char *ends; /* what such a file may be called, blank behind each */
    const char *bytes;
    size_t at, n;
} kinds[] = {
    {"jpg", "jpg jpeg ", "\xff\xd8\xff", 0, 3},
    {"png", "png ", "\x89PNG\r\n\x1a\n", 0, 8},
    {"pdf", "pdf ", "%PDF-", 0, 5},
    {"gif", "gif ", "GIF87a", 0, 6},
    {"gif", "gif ", "GIF89a", 0, 6},
    {"webp", "webp ", "WEBP", 8, 4},
    {"tif", "tif tiff ", "II*\0", 0, 4},
    {"tif", "tif tiff ", "MM\0*", 0, 4},
    {"heic", "heic heif ", "ftypheic", 4, 8},
    {"heic", "heic heif ", "ftypheix", 4, 8},
    {"heic", "heic heif ", "ftypmif1", 4, 8},
};

const char *file_kind_name(size_t i)
{
    static const char *const names[] = {"jpg", "png", "pdf", "gif", "webp", "tif", "heic"};
    return i < ARRAY_LEN(names) ? names[i] : NULL;
}

const char *file_kind(const void *head, size_t n)
{
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
        if (n >= kinds[i].at + kinds[i].n && memcmp((const char *)head + kinds[i].at, kinds[i].bytes, kinds[i].n) == 0)
            return kinds[i].name;
    return NULL;
}

/* Does the name end as one of that kind does? */
static bool ends_as(const char *name, const char *kind)
{
    const char *dot = strrchr(name, '.'), *ends = NULL;
    for (size_t i = 0; i < ARRAY_LEN(kinds) && !ends; i++)
        ends = strcmp(kinds[i].name, kind) == 0 ? kinds[i].ends : NULL;
    if (!dot || !ends)
        return false;
    char *folded = text_fold(dot + 1), *end = mem_printf("%s ", folded);
    const char *found = strstr(ends, end);
    bool does = *folded && found && (found == ends || found[-1] == ' ');
    free(folded);
    free(end);
    return does;
}

char *file_name_clean(const char *path, const char *kind)
{
    enum { MOST = 80 }; /* characters: with four bytes each still a name that every disk takes, and a column shows */
    char *clean = text_clean(path, strlen(path), false, NULL), *name = clean;
    for (char *p = clean; *p; p++)
        if (*p == '/' || *p == '\\')
            name = p + 1;
    while (*name == '.' || *name == ' ' || *name == '-') /* neither hidden nor an option of some command */
        name++;
    size_t len = text_len(name);
    for (; len > MOST; len--) /* its end stays: there stands what it is */
        name += text_next(name, NULL);
    char *trimmed = text_trim(name);
    char *out = !kind || ends_as(trimmed, kind) ? mem_dup(*trimmed ? trimmed : "file")
                                                : mem_printf("%s.%s", *trimmed ? trimmed : "file", kind);
    free(trimmed);
    free(clean);
    return out;
}

char *file_size_show(int64_t bytes)
{
    if (bytes < 1000)
        return mem_printf("%lld B", (long long)bytes);
    if (bytes < 999500)
        return mem_printf("%lld kB", (long long)((bytes + 500) / 1000));
    return mem_printf("%lld.%lld MB", (long long)((bytes + 50000) / 1000000),
                      (long long)((bytes + 50000) / 100000 % 10));
}
