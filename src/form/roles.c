/* roles.yaml: who works in the house, as whom they count in the forms, what they may do. */
#include "read.h"

const char *const form_right_names[RIGHTS] = {
    [RIGHT_LOOK] = "look",       [RIGHT_ENTER] = "enter",     [RIGHT_CHANGE] = "change",     [RIGHT_ACT] = "act",
    [RIGHT_REVEAL] = "reveal",   [RIGHT_PRINT] = "print",     [RIGHT_EXPORT] = "export",     [RIGHT_IMPORT] = "import",
    [RIGHT_BACKUP] = "backup",   [RIGHT_RESTORE] = "restore", [RIGHT_SETTINGS] = "settings", [RIGHT_STAFF] = "staff",
    [RIGHT_APPROVE] = "approve", [RIGHT_MIGRATE] = "migrate", [RIGHT_CORRECT] = "correct",   [RIGHT_LEAD] = "lead"};

const struct role *forms_role(const struct forms *set, const char *name)
{
    for (size_t i = 0; i < set->nroles; i++)
        if (strcmp(set->roles[i].name, name) == 0)
            return &set->roles[i];
    return NULL;
}

const struct role *forms_role_at(const struct forms *set, size_t i)
{
    return i < set->nroles ? &set->roles[i] : NULL;
}

/* ---- names of roles in forms ---- */

/* Without a roles.yaml (a form file looked at alone) any name will do. */
void read_role(struct loader *l, struct node n, void *to)
{
    char *s = read_word(l, n);
    *(char **)to = s;
    if (!s || l->set->pub.nroles == 0 || forms_role(&l->set->pub, s))
        return;
    struct names ns = {0};
    for (size_t i = 0; i < l->set->pub.nroles; i++)
        form_names_add(&ns, l->set->pub.roles[i].name);
    form_bad_name(l, &n.at, _("role"), s, &ns);
}

char **read_roles(struct loader *l, struct node n, size_t *count)
{
    char **v = form_alloc(l, seq_count(n) + 1, sizeof *v);
    void *it = NULL;
    *count = 0;
    for (struct node i; (i = seq_next(n, &it)).y;)
        read_role(l, i, &v[(*count)++]);
    return *count ? v : NULL;
}

void read_no_owner(struct loader *l, const struct place *at, char **owner)
{
    if (*owner)
        return;
    if (!l->set->pub.desk_role && l->set->pub.nroles > 0)
        form_bad(l, at, _("no 'owner' is given, and roles.yaml does not say with 'desk' whose it is then"));
    *owner = l->set->pub.desk_role ? l->set->pub.desk_role : arena_dup(&l->set->arena, "");
}

/* ---- the file ---- */

static void read_stands_for(struct loader *l, struct node n, void *to)
{
    struct role *r = to;
    r->stands_for = read_roles(l, n, &r->nstands_for);
}

static void read_area(struct loader *l, struct node n, void *to)
{
    static const struct key keys[] = {{"register", offsetof(struct role, area_register), read_name, KEY_MUST},
                                      {"field", offsetof(struct role, area_field), read_name, KEY_MUST}};
    struct role *r = to;
    if (!read_map(l, n, _("an area"), keys, ARRAY_LEN(keys), r, NULL) || !r->area_register || !r->area_field)
        return;
    struct owner *owner = form_new_owner(l, OWN_AREA, NULL, r->name);
    (void)form_new_ref(l, owner, REF_REGISTER, r->area_register, NULL, &n.at);
    (void)form_new_ref(l, owner, REF_FIELD, r->area_register, r->area_field, &n.at);
}

static void read_board(struct loader *l, struct node n, void *to)
{
    static const char *const names[] = {"own", "all"};
    *(bool *)to = read_choice(l, n, _("board"), names, ARRAY_LEN(names)) == 0;
}

static void read_rights(struct loader *l, struct node n, void *to)
{
    void *it = NULL;
    for (struct node i; (i = seq_next(n, &it)).y;) {
        int right = read_choice(l, i, _("right"), form_right_names + RIGHT_PRINT, RIGHTS - RIGHT_PRINT);
        if (right >= 0)
            *(unsigned *)to |= 1u << (RIGHT_PRINT + right);
    }
}

#define ROLE(key, member, read, flags)                                                                                 \
    {                                                                                                                  \
        key, offsetof(struct role, member), read, flags                                                                \
    }
static const struct key role_keys[] = {
    ROLE("name", name, read_name, KEY_MUST), ROLE("label", label, read_bilingual, KEY_MUST),
    {"stands_for", 0, read_stands_for, 0},   ROLE("board", own_board, read_board, 0),
    ROLE("rights", rights, read_rights, 0),  {"area", 0, read_area, 0},
};

/* Behind those that are there; one with the name of an earlier one takes its place. */
static void read_house(struct loader *l, struct node n, void *to)
{
    struct forms *set = to;
    size_t count = read_seq(l, n, _("roles")), before = set->nroles;
    struct role *v = form_alloc(l, before + count + 1, sizeof *v), *own = v + before;
    if (before)
        memcpy(v, set->roles, before * sizeof *v);
    read_names(l, n, own, sizeof *own, offsetof(struct role, name));
    for (size_t i = 0; i < count; i++)
        if (!own[i].name)
            own[i].name = arena_dup(&l->set->arena, "");
    set->roles = v;
    set->nroles = before + count;
    void *it = NULL;
    for (struct node i; count && (i = seq_next(n, &it)).y;)
        (void)read_map(l, i, _("a role"), role_keys, ARRAY_LEN(role_keys), own++, NULL);
    for (size_t i = before; i < set->nroles; i++)
        for (size_t k = 0; k < before; k++)
            if (v[i].name && strcmp(v[i].name, v[k].name) == 0) {
                v[k] = v[i];
                memmove(v + i, v + i + 1, (--set->nroles - i) * sizeof *v);
                i--;
                break;
            }
}

void read_roles_file(struct loader *l, struct node root)
{
    static const struct key keys[] = {{"roles", 0, read_house, KEY_MUST},
                                      {"desk", offsetof(struct forms, desk_role), read_role, 0}};
    struct forms former = l->set->pub;
    size_t before = l->out->errors;
    (void)read_map(l, root, _("the roles"), keys, ARRAY_LEN(keys), &l->set->pub, NULL);
    if (l->out->errors > before) { /* a broken file changes nothing */
        l->set->pub.roles = former.roles;
        l->set->pub.nroles = former.nroles;
        l->set->pub.desk_role = former.desk_role;
    }
}
