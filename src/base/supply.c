/* Where the program's own files lie. An installed tree works wherever it was put: the program searches beside itself
 * first and then where the build meant it to be. Run from its build directory it uses the tree it was built from. */
#include "qiantai/base.h"

#include <limits.h>
#include <unistd.h>

/* For each kind: the environment's word or NULL, the folder of the source or build tree, the way to it from the folder
 * of qiantai and from that of its helpers, and where the build meant it to be. */
static const struct {
    const char *variable, *tree, *from_bin, *from_libexec, *compiled;
} supplies[] = {
    [SUPPLY_DATA] = {"QIANTAI_DATA", QT_SOURCE_DIR "/data", QT_BIN_TO_DATA, QT_LIBEXEC_TO_DATA, QT_DATADIR},
    [SUPPLY_FORMS] = {"QIANTAI_DATA", QT_SOURCE_DIR, QT_BIN_TO_DATA, QT_LIBEXEC_TO_DATA, QT_DATADIR},
    [SUPPLY_PROGRAMS] = {"QIANTAI_LIBEXEC", QT_BINARY_DIR, QT_BIN_TO_LIBEXEC, ".", QT_LIBEXECDIR},
    [SUPPLY_LOCALE] = {NULL, QT_BINARY_DIR "/locale", QT_BIN_TO_LOCALE, QT_LIBEXEC_TO_LOCALE, QT_LOCALEDIR},
};

/* The folder of the running program, without a slash at its end; "" when the system does not say. */
static const char *own_folder(void)
{
    static char folder[PATH_MAX];
    ssize_t n = folder[0] ? 0 : readlink("/proc/self/exe", folder, sizeof folder - 1);
    if (n > 0) {
        folder[n] = '\0';
        char *slash = strrchr(folder, '/');
        *(slash ? slash : folder) = '\0';
    }
    return folder;
}

static bool in_build_tree(const char *folder)
{
    size_t n = strlen(QT_BINARY_DIR);
    return strncmp(folder, QT_BINARY_DIR, n) == 0 && (folder[n] == '/' || folder[n] == '\0');
}

/* qiantai-print and qiantai-export lie in a folder of their own. */
static bool is_helper(const char *folder)
{
    size_t n = strlen(folder), tail = strlen(QT_LIBEXEC_TAIL);
    return n >= tail && strcmp(folder + n - tail, QT_LIBEXEC_TAIL) == 0;
}

/* The i-th path that may be it; NULL after the last. Caller frees. */
static char *supply_candidate(enum supply kind, const char *name, int i)
{
    const char *said = supplies[kind].variable ? getenv(supplies[kind].variable) : NULL, *own = own_folder();
    bool chosen = said && said[0];
    if (chosen || in_build_tree(own))
        return i == 0 ? mem_printf("%s/%s", chosen ? said : supplies[kind].tree, name) : NULL;
    if (i == 0)
        return mem_printf("%s/%s/%s", own, is_helper(own) ? supplies[kind].from_libexec : supplies[kind].from_bin,
                          name);
    return i == 1 ? mem_printf("%s/%s", supplies[kind].compiled, name) : NULL;
}

char *supply_find(enum supply kind, const char *name)
{
    char *path;
    for (int i = 0; (path = supply_candidate(kind, name, i)) != NULL; i++) {
        if (access(path, kind == SUPPLY_PROGRAMS ? X_OK : R_OK) == 0)
            return path;
        free(path);
    }
    return NULL;
}

/* /opt/q/bin/../share is shown as /opt/q/share. */
static char *shortened_path(char *path)
{
    char *up;
    while ((up = strstr(path, "/..")) != NULL && up > path && (up[3] == '/' || up[3] == '\0')) {
        char *before = up - 1;
        while (before > path && *before != '/')
            before--;
        memmove(before, up + 3, strlen(up + 3) + 1);
    }
    return path;
}

char *supply_looked(enum supply kind, const char *name, const char *between)
{
    struct buf b = {0};
    char *path;
    for (int i = 0; (path = supply_candidate(kind, name, i)) != NULL; i++) {
        buf_addf(&b, "%s%s", i > 0 ? between : "", shortened_path(path));
        free(path);
    }
    return buf_take(&b);
}

int supply_need(enum supply kind, const char *name, char **path)
{
    *path = supply_find(kind, name);
    if (*path)
        return QT_OK;
    char *looked = supply_looked(kind, name, ", ");
    int rc = fault(QT_NOTFOUND,
                   _("%s is missing, a part of the program. Looked for: %s. Install Qiantai whole and try again."),
                   name, looked);
    free(looked);
    return rc;
}
