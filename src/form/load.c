/* The set of forms: directories, overriding, the menu. */
#include "cache.h"
#include "paper.h"
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
        else
            set->v[i] = f;
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

static void load_file(struct loader *l, const char *path, size_t first_of_directory)
{
    struct source s;
    size_t before = l->out->errors;
    if (!open_file(l, path, &s))
        return;
    struct form *f = read_form(l, source_root(&s));
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

static const struct key group_keys[] = {
    {"name", offsetof(struct menu_group, name), read_name, KEY_MUST},
    {"label", offsetof(struct menu_group, label), read_bilingual, KEY_MUST},
};

static void read_groups(struct loader *l, struct node n, void *to)
{
    struct forms *set = to;
    size_t count = read_seq(l, n, _("groups"));
    set->ngroups = 0;
    set->groups = form_alloc(l, count + 1, sizeof *set->groups);
    read_names(l, n, set->groups, sizeof *set->groups, offsetof(struct menu_group, name));
    void *it = NULL;
    for (struct node g; count && (g = seq_next(n, &it)).y;)
        (void)read_map(l, g, _("a group"), group_keys, ARRAY_LEN(group_keys), &set->groups[set->ngroups++], NULL);
}

static void load_menu(struct loader *l, const char *path)
{
    static const struct key keys[] = {{"groups", 0, read_groups, KEY_MUST}};
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

/* The accounts that lie beside a file, if any do. */
static void load_accounts_beside(struct loader *l, const char *file)
{
    const char *slash = strrchr(file, '/');
    char *path = mem_printf("%.*saccounts.yaml", slash ? (int)(slash + 1 - file) : 0, file);
    if (access(path, R_OK) == 0)
        load_accounts(l, path);
    free(path);
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static bool has_group(const struct forms *set, const char *name)
{
    for (size_t i = 0; i < set->ngroups; i++)
        if (strcmp(set->groups[i].name, name) == 0)
            return true;
    return false;
}

static int by_order(const void *a, const void *b)
{
    const struct form *x = *(struct form *const *)a, *y = *(struct form *const *)b;
    if (x->order != y->order)
        return x->order < y->order ? -1 : 1;
    return strcmp(x->name, y->name);
}

static void arrange_menu(struct loader *l)
{
    struct forms *set = &l->set->pub;
    if (!set->ngroups) {
        set->groups = form_alloc(l, 1, sizeof *set->groups);
        set->groups[set->ngroups++] = (struct menu_group){
            form_copy(l, "desk"), form_labels(l, &(struct bilingual){{"前台登记", "Desk registers"}})};
    }
    if (set->n)
        qsort(set->v, set->n, sizeof(struct form *), by_order);
    const struct form *keyed['z' + 1] = {NULL};
    for (size_t i = 0; i < set->n; i++) {
        struct form *f = set->v[i];
        f->index = (int)i;
        if (f->group && l->has_menu && !has_group(set, f->group)) {
            struct names ns = {0};
            for (size_t g = 0; g < set->ngroups; g++)
                form_names_add(&ns, set->groups[g].name);
            form_bad_name(l, &f->menu_at, _("menu group"), f->group, &ns);
            f->group = NULL;
        }
        if (!f->group || !has_group(set, f->group))
            f->group = set->groups[0].name;
        if (!f->key)
            continue;
        if (keyed[(unsigned char)f->key]) {
            form_bad(l, &f->menu_at, _("menu key %c is already that of '%s'; '%s' goes without"), f->key,
                     keyed[(unsigned char)f->key]->name, f->name);
            f->key = 0;
        } else {
            keyed[(unsigned char)f->key] = f;
        }
    }
}

/* ---- papers ---- */

static void load_paper(struct loader *l, const char *path)
{
    struct source s;
    if (!open_file(l, path, &s))
        return;
    read_paper_file(l, source_root(&s));
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
        else if (strcmp(name, "roles.yaml") != 0 && strcmp(name, "accounts.yaml") != 0)
            load_file(l, names[i], first);
        free(names[i]);
    }
    free(names);
    load_papers(l, dir);
    return true;
}

static int by_place(const void *a, const void *b)
{
    const struct problem *x = a, *y = b;
    int d = strcmp(x->at.file, y->at.file);
    if (d)
        return d;
    if (x->at.line != y->at.line)
        return x->at.line < y->at.line ? -1 : 1;
    return (x->at.col > y->at.col) - (x->at.col < y->at.col);
}

static void loader_start(struct loader *l, const struct arena *a)
{
    struct arena arena = *a;
    l->set = arena_alloc(&arena, sizeof *l->set);
    l->set->arena = arena;
    l->mark = 0;
    l->last = &l->refs;
}

static void loader_finish(struct loader *l, size_t first_problem, struct forms **set)
{
    l->set->pub.mark = l->mark;
    form_resolve_refs(l);
    form_resolve_papers(l);
    each_resolve(l);
    form_read_exprs(l);
    arrange_menu(l);
    if (l->out->n > first_problem)
        qsort(l->out->v + first_problem, l->out->n - first_problem, sizeof *l->out->v, by_place);
    *set = &l->set->pub;
}

/* Every file of the folders, in their order; false: none of them can be read. */
static bool load_directories(struct loader *l, const char *dirs)
{
    bool any = false;
    for (const char *p = dirs; *p;) {
        size_t n = strcspn(p, ":");
        char *dir = mem_dupn(p, n);
        while (n > 1 && dir[n - 1] == '/')
            dir[--n] = 0;
        if (n && is_yaml(dir) && access(dir, R_OK) == 0)
            load_roles(l, dir);
        else if (n && load_directory(l, dir))
            any = true;
        free(dir);
        p += strcspn(p, ":");
        p += *p == ':';
    }
    return any;
}

int forms_load(const char *dirs, struct forms **set, struct problems *out)
{
    struct loader l = {.out = out};
    struct arena arena = {0};
    char *kept = cache_file(dirs);
    size_t first_problem = out->n;
    bool any = load_directories(&l, dirs);
    uint64_t mark = l.mark;
    arena_begin(&arena);
    if (any && kept && !l.unread && cache_find(kept, mark, &arena)) {
        *set = arena_first(&arena);
    } else {
        loader_start(&l, &arena);
        any = load_directories(&l, dirs);
        loader_finish(&l, first_problem, set);
        if (any && kept && l.mark == mark && out->n == first_problem)
            cache_keep(kept, mark, &l.set->arena);
    }
    free(kept);
    if (any)
        return QT_OK;
    forms_free(*set);
    *set = NULL;
    return fault(QT_NOTFOUND, _("No folder with form files can be read: %s."), dirs);
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
    char *shipped = supply_find(SUPPLY_FORMS, "roles.yaml");
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
    load_accounts_beside(l, file);
    if (!menu && strcmp(name, "roles.yaml") != 0 && strcmp(name, "accounts.yaml") != 0) {
        load_file(l, file, 0);
        load_papers(l, dir);
    }
    free(roles);
    free(dir);
}

int forms_load_file(const char *file, const char *roles, struct forms **set, struct problems *out)
{
    char *above = folder_of_paper(file);
    struct loader l = {.out = out};
    loader_start(&l, &(struct arena){0});
    l.set->pub.alone = !above;
    size_t first_problem = out->n;
    if (roles)
        load_roles(&l, roles);
    if (roles)
        load_accounts_beside(&l, roles);
    if (above) {
        load_around(&l, above);
        load_paper(&l, file);
    } else {
        load_alone(&l, file);
    }
    free(above);
    loader_finish(&l, first_problem, set);
    return QT_OK;
}

void forms_free(struct forms *set)
{
    if (!set)
        return;
    struct set *whole = (struct set *)(void *)set; /* pub is its first member */
    struct arena arena = whole->arena;             /* it lies in it itself */
    arena_free(&arena);
}
