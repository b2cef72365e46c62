/* The files of a set of forms: directories, overriding, what lies beside them. */
#include "load.h"
#include "cache.h"
#include "paper.h"
#include "standard.h"
#include <dirent.h>
#include <errno.h>
#include <unistd.h>

static char *keep_file(struct loader *l, const char *file)
{
    struct forms *set = &l->set->pub;
    char **grown = form_alloc(l, set->nfiles + 1, sizeof *grown);
    if (set->nfiles)
        memcpy(grown, set->files, set->nfiles * sizeof *grown);
    grown[set->nfiles] = arena_dup(&l->set->arena, file);
    set->files = grown;
    return grown[set->nfiles++];
}

static void put_form(struct loader *l, struct form *f, size_t first_of_directory)
{
    struct forms *set = &l->set->pub;
    for (size_t i = 0; i < set->n; i++) {
        if (strcmp(set->v[i]->name, f->name) != 0)
            continue;
        if (i >= first_of_directory)
            form_bad(l, &f->at, _("register '%s' is already described in %s; this file is left out"), f->name,
                     set->v[i]->at.file);
        else {
            set->v[i] = f;
            growth_replaced(l, f->name);
        }
        return;
    }
    struct form **grown = form_alloc(l, set->n + 1, sizeof(struct form *));
    if (set->n)
        memcpy(grown, set->v, set->n * sizeof(struct form *));
    grown[set->n++] = f;
    set->v = grown;
}

static void mark_file(struct loader *l, const char *file, const char *text, size_t len)
{
    l->mark = cache_mark(cache_mark(l->mark, file, strlen(file)), text, len);
}

/* While files are only marked, none is opened. */
static bool open_file(struct loader *l, const char *path, struct source *s)
{
    char *text;
    size_t len;
    if (l->set) {
        if (source_open(s, keep_file(l, path), l->out) < 0)
            return false;
        mark_file(l, path, s->text, s->len);
        return true;
    }
    if (form_file_read(path, &text, &len) == QT_OK) {
        mark_file(l, path, text, len);
        free(text);
    } else {
        l->unread = true;
        fault_clear();
    }
    return false;
}

static struct form *read_written(struct loader *l, struct node root)
{
    struct tree whole = fields_spread(l, root, (struct node){0});
    struct form *f = read_form(l, node_in(whole.v, &root.at));
    free(whole.v);
    return f;
}

static void load_file(struct loader *l, const char *path, size_t first_of_directory)
{
    struct source s;
    size_t before = l->out->errors;
    if (!open_file(l, path, &s))
        return;
    struct node extends = extend_of(source_root(&s));
    if (extends.y)
        growth_wait(l, path, &extends.at);
    struct form *f = extends.y ? NULL : read_written(l, source_root(&s));
    source_close(&s);
    if (f && l->out->errors == before) {
        put_form(l, f, first_of_directory);
    } else if (f) {
        const char **grown = form_alloc(l, l->set->pub.nbroken + 1, sizeof *grown);
        if (l->set->pub.nbroken)
            memcpy(grown, l->set->pub.broken, l->set->pub.nbroken * sizeof *grown);
        grown[l->set->pub.nbroken++] = f->name;
        l->set->pub.broken = grown;
    }
}

/* ---- menu ---- */

static void load_menu(struct loader *l, const char *path)
{
    static const struct key keys[] = {{"groups", 0, read_menu_groups, KEY_MUST}};
    struct source s;
    size_t before = l->out->errors;
    if (!open_file(l, path, &s))
        return;
    struct forms former = l->set->pub;
    (void)read_map(l, source_root(&s), _("the menu"), keys, ARRAY_LEN(keys), &l->set->pub, NULL);
    source_close(&s);
    if (l->out->errors == before) {
        l->has_menu = true;
    } else { /* a broken menu changes nothing */
        l->set->pub.groups = former.groups;
        l->set->pub.ngroups = former.ngroups;
    }
}

/* ---- roles ---- */

static void load_roles(struct loader *l, const char *path)
{
    struct source s;
    if (!open_file(l, path, &s))
        return;
    read_roles_file(l, source_root(&s));
    source_close(&s);
}

/* ---- accounts ---- */

static void load_accounts(struct loader *l, const char *path)
{
    struct source s;
    if (!open_file(l, path, &s))
        return;
    read_accounts_file(l, source_root(&s));
    source_close(&s);
}

/* ---- standard fields ---- */

static void load_fields(struct loader *l, const char *path)
{
    struct source s;
    if (!open_file(l, path, &s))
        return;
    read_fields_file(l, source_root(&s));
    source_close(&s);
}

/* What lies beside a file, if it does. */
static void load_beside(struct loader *l, const char *file, const char *name,
                        void (*load)(struct loader *l, const char *path))
{
    const char *slash = strrchr(file, '/');
    char *path = mem_printf("%.*s%s", slash ? (int)(slash + 1 - file) : 0, file, name);
    if (access(path, R_OK) == 0)
        load(l, path);
    free(path);
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* ---- papers ---- */

static void load_paper(struct loader *l, const char *path)
{
    struct source s;
    if (!open_file(l, path, &s))
        return;
    char *reg = read_paper_file(l, source_root(&s));
    if (reg)
        growth_paper(l, path, reg);
    source_close(&s);
}

/* ---- directories ---- */

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool is_yaml(const char *name)
{
    size_t n = strlen(name);
    return name[0] != '.' && n > 5 && strcmp(name + n - 5, ".yaml") == 0;
}

/* Of a file that is no menu: a register's? */
static bool is_form(const char *name)
{
    return strcmp(name, "roles.yaml") != 0 && strcmp(name, "accounts.yaml") != 0 && strcmp(name, "fields.yaml") != 0;
}

/* Its files that end in .yaml, sorted; false: it cannot be read. Caller frees. */
static bool list_directory(const char *dir, char ***names, size_t *n)
{
    DIR *d = opendir(dir);
    *names = NULL;
    *n = 0;
    if (!d)
        return false;
    for (struct dirent *e; (e = readdir(d));)
        if (is_yaml(e->d_name)) {
            *names = mem_resize(*names, *n + 1, sizeof **names);
            (*names)[(*n)++] = mem_printf("%s/%s", dir, e->d_name);
        }
    (void)closedir(d);
    if (*n)
        qsort(*names, *n, sizeof **names, by_name);
    return true;
}

/* Behind the folder's forms: a register that a later folder replaces takes them along. */
static void load_papers(struct loader *l, const char *dir)
{
    char *folder = mem_printf("%s/print", dir), **names;
    size_t n;
    (void)list_directory(folder, &names, &n);
    for (size_t i = 0; i < n; i++) {
        load_paper(l, names[i]);
        free(names[i]);
    }
    free(names);
    free(folder);
}

static bool load_directory(struct loader *l, const char *dir)
{
    char **names;
    size_t n, first = l->set ? l->set->pub.n : 0;
    if (!list_directory(dir, &names, &n))
        return false;
    for (size_t i = 0; i < n; i++) /* first: the forms name them */
        if (strcmp(base_name(names[i]), "roles.yaml") == 0)
            load_roles(l, names[i]);
    for (size_t i = 0; i < n; i++)
        if (strcmp(base_name(names[i]), "accounts.yaml") == 0)
            load_accounts(l, names[i]);
    for (size_t i = 0; i < n; i++) {
        const char *name = base_name(names[i]);
        if (strcmp(name, "menu.yaml") == 0)
            load_menu(l, names[i]);
        else if (is_form(name))
            load_file(l, names[i], first);
        free(names[i]);
    }
    free(names);
    growth_read_waiting(l);
    load_papers(l, dir);
    return true;
}

/* Of folders with ':' between them: the one at *p, which moves on; NULL: the end. Caller frees. */
static char *next_directory(const char **p)
{
    if (!**p)
        return NULL;
    size_t n = strcspn(*p, ":");
    char *dir = mem_dupn(*p, n);
    *p += n + ((*p)[n] == ':');
    while (n > 1 && dir[n - 1] == '/')
        dir[--n] = 0;
    return dir;
}

bool load_directories(struct loader *l, const char *dirs)
{
    bool any = false;
    const char *p = dirs;
    for (char *dir; (dir = next_directory(&p)); free(dir)) { /* first: what a house calls its fields holds everywhere */
        char *in = is_yaml(dir) ? mem_dup(dir) : mem_printf("%s/", dir);
        if (*dir)
            load_beside(l, in, "fields.yaml", load_fields);
        free(in);
    }
    p = dirs;
    for (char *dir; (dir = next_directory(&p)); free(dir)) {
        if (*dir && is_yaml(dir) && access(dir, R_OK) == 0)
            load_roles(l, dir);
        else if (*dir && load_directory(l, dir))
            any = true;
    }
    return any;
}

/* Of a folder print/: the folder above it; NULL: it is in none. */
static char *folder_of_paper(const char *file)
{
    char *dir = mem_dupn(file, (size_t)(base_name(file) - file));
    size_t n = strlen(dir);
    while (n > 1 && dir[n - 1] == '/')
        dir[--n] = '\0';
    char *above = strcmp(base_name(dir), "print") == 0 ? mem_printf("%s/..", dir) : NULL;
    free(dir);
    return above;
}

/* The registers that it may name: the program's, and those of the folder above. Their mistakes are not its own. */
static void load_around(struct loader *l, const char *dir)
{
    struct problems unheard = {0}, *out = l->out;
    char *shipped = supply_find(SUPPLY_FORMS, "forms/roles.yaml");
    l->out = &unheard;
    if (shipped) {
        shipped[base_name(shipped) - shipped] = '\0';
        (void)load_directories(l, shipped);
    }
    (void)load_directories(l, dir);
    l->out = out;
    problems_free(&unheard);
    free(shipped);
}

/* A file that extends a register: that one is the program's, or another file's of the folder. */
static void load_extension(struct loader *l, const char *file, char *dir)
{
    struct growth *g = l->growth;
    size_t n = strlen(dir);
    bool read = g->nwaiting > 0;
    while (n > 1 && dir[n - 1] == '/')
        dir[--n] = '\0';
    g->skip = mem_printf("%s/%s", dir, base_name(file));
    for (size_t i = 0; i < g->nwaiting; i++)
        free(g->waiting[i]);
    g->nwaiting = 0;
    l->set->pub.alone = false;
    load_around(l, dir);
    free(g->skip);
    g->skip = NULL;
    if (read)
        growth_read(l, file);
}

/* Beside it its folder's roles, and its papers. */
static void load_alone(struct loader *l, const char *file)
{
    const char *name = base_name(file);
    char *dir = name > file ? mem_dupn(file, (size_t)(name - file)) : mem_dup("./");
    char *roles = mem_printf("%sroles.yaml", dir);
    bool menu = strcmp(name, "menu.yaml") == 0;
    if (menu)
        load_menu(l, file);
    else if (access(roles, R_OK) == 0)
        load_roles(l, roles);
    load_beside(l, file, "accounts.yaml", load_accounts);
    load_beside(l, file, "fields.yaml", load_fields);
    if (!menu && is_form(name))
        load_file(l, file, 0);
    if (l->growth->n > 0)
        load_extension(l, file, dir);
    else if (!menu)
        load_papers(l, dir);
    free(roles);
    free(dir);
}

void load_asked(struct loader *l, const char *file, const char *roles)
{
    char *above = folder_of_paper(file);
    l->set->pub.alone = !above;
    if (roles) {
        load_roles(l, roles);
        load_beside(l, roles, "accounts.yaml", load_accounts);
        load_beside(l, roles, "fields.yaml", load_fields);
    }
    if (above) {
        load_around(l, above);
        load_paper(l, file);
    } else {
        load_alone(l, file);
    }
    free(above);
}
