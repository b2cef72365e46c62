/* Which files could be imported: those that begin with what was typed. */
#include "import/import.h"
#include "record/attach.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

enum { OFFERS_MOST = 500 };

struct offers {
    struct import_offer *v;
    size_t n;
};

static bool is_list(const char *name)
{
    static const char *const ends[] = {".csv", ".xlsx", ".txt", ".tsv"};
    size_t n = strlen(name);
    for (size_t i = 0; i < ARRAY_LEN(ends); i++)
        if (n > strlen(ends[i]) && strcasecmp(name + n - strlen(ends[i]), ends[i]) == 0)
            return true;
    return false;
}

static void add(struct offers *o, const char *path, const struct stat *st)
{
    bool changed;
    char *clean = text_clean(path, strlen(path), false, &changed);
    free(clean);
    if (changed || o->n == OFFERS_MOST) /* what cannot be shown cannot be chosen by it */
        return;
    o->v = mem_resize(o->v, o->n + 1, sizeof *o->v);
    o->v[o->n++] =
        (struct import_offer){mem_printf("%s%s", path, S_ISDIR(st->st_mode) ? "/" : ""), st->st_size, st->st_mtime};
}

/* shown: the folder as it was typed, before each name. */
static void add_folder(struct offers *o, const char *folder, const char *shown, const char *begins)
{
    DIR *all = opendir(*folder ? folder : ".");
    struct stat st;
    for (struct dirent *e; all && (e = readdir(all));) {
        char *path = mem_printf("%s/%s", *folder ? folder : ".", e->d_name);
        if (e->d_name[0] != '.' && strncasecmp(e->d_name, begins, strlen(begins)) == 0 && stat(path, &st) == 0 &&
            (S_ISDIR(st.st_mode) || (S_ISREG(st.st_mode) && is_list(e->d_name)))) {
            char *as = mem_printf("%s%s", shown, e->d_name);
            add(o, as, &st);
            free(as);
        }
        free(path);
    }
    if (all)
        (void)closedir(all);
}

/* What is put in: sticks and cards, as desktops and people mount them. */
static void add_mounted(struct offers *o)
{
    const char *user = getenv("USER");
    char *const places[] = {user ? mem_printf("/run/media/%s", user) : NULL,
                            user ? mem_printf("/media/%s", user) : NULL, mem_dup("/media"), mem_dup("/mnt")};
    struct stat st;
    for (size_t i = 0; i < ARRAY_LEN(places); i++) {
        DIR *all = places[i] ? opendir(places[i]) : NULL;
        for (struct dirent *e; all && (e = readdir(all));) {
            char *path = mem_printf("%s/%s", places[i], e->d_name);
            bool own = user && strcmp(e->d_name, user) == 0;
            if (e->d_name[0] != '.' && !own && stat(path, &st) == 0 && S_ISDIR(st.st_mode))
                add(o, path, &st);
            free(path);
        }
        if (all)
            (void)closedir(all);
        free(places[i]);
    }
}

static bool is_folder(const char *path)
{
    size_t n = strlen(path);
    return n > 0 && path[n - 1] == '/';
}

static int folders_first(const void *a, const void *b)
{
    const struct import_offer *x = a, *y = b;
    bool fx = is_folder(x->path), fy = is_folder(y->path);
    return fx != fy ? (fx ? -1 : 1) : strcmp(x->path, y->path);
}

static void add_begun(struct offers *o, const char *typed)
{
    const char *home = getenv("HOME"), *slash = strrchr(typed, '/');
    char *shown = mem_dupn(typed, slash ? (size_t)(slash - typed) + 1 : 0);
    char *folder = typed[0] == '~' && home ? mem_printf("%s%s", home, shown[0] ? shown + 1 : "") : mem_dup(shown);
    add_folder(o, folder, shown, slash ? slash + 1 : typed);
    free(folder);
    free(shown);
}

int desk_import_offers(struct desk *d, const char *typed, struct import_offer **v, size_t *n)
{
    struct offers o = {0};
    char *box = inbox_folder(d);
    int rc = desk_attempt(d, NULL, NULL, -1, -1, RIGHT_IMPORT);
    if (rc == QT_OK && box && !strchr(typed, '/'))
        add_folder(&o, box, "", typed);
    if (rc == QT_OK && permit_local_files(d) && *typed) {
        add_begun(&o, typed);
    } else if (rc == QT_OK && permit_local_files(d)) {
        add_begun(&o, "~/");
        add_mounted(&o);
    }
    free(box);
    if (o.n > 1)
        qsort(o.v, o.n, sizeof *o.v, folders_first);
    *v = o.v;
    *n = o.n;
    return rc;
}

void desk_import_offers_free(struct import_offer *v, size_t n)
{
    for (size_t i = 0; i < n; i++)
        free(v[i].path);
    free(v);
}
