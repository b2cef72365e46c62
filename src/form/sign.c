/* Signatures of an action: the roles that sign, and the two fields that the engine adds for each of them. */
#include "read.h"

struct node node_value(struct node map, const char *name)
{
    struct node key, value;
    const char *s;
    size_t len;
    for (void *it = NULL; node_is_map(map) && map_next(map, &it, &key, &value);)
        if (node_text(key, &s, &len) && strlen(name) == len && memcmp(s, name, len) == 0)
            return value;
    return (struct node){NULL, map.at};
}

/* The fields are made before the actions are read, and do not move any more then. */
size_t form_signers(struct node root)
{
    struct node actions = node_value(root, "actions");
    void *it = NULL;
    size_t n = 0;
    for (struct node a; node_is_list(actions) && (a = list_next(actions, &it)).y;)
        n += seq_count(node_value(node_value(a, "signatures"), "roles"));
    return n;
}

static void read_signers(struct loader *l, struct node n, void *to)
{
    struct signatures *s = to;
    s->signers = read_roles(l, n, &s->nsigners);
    for (size_t i = 0; i < s->nsigners; i++)
        for (size_t k = 0; k < i; k++)
            if (strcmp(s->signers[i], s->signers[k]) == 0)
                form_bad(l, &n.at, _("the role '%s' signs once: it stands here twice"), s->signers[i]);
}

static void read_all(struct loader *l, struct node n, void *to)
{
    *(int *)to = read_state(l, n);
}

static const struct role *role_named(const struct loader *l, const char *name)
{
    return l->set->pub.nroles ? forms_role(&l->set->pub, name) : NULL;
}

/* "Approve, manager": when it was signed for the role, and by whom. */
static void add_field(struct loader *l, const struct action *a, const char *role, enum field_type type,
                      const char *suffix, const char *const *behind)
{
    static const char *const joint[QT_LANGS] = {[LANG_ZH] = "：", [LANG_EN] = ", "};
    struct form *f = l->form;
    const struct role *r = role_named(l, role);
    struct field *field = &f->fields[f->nfields];
    char *name = mem_printf("%s_%s%s", a->name ? a->name : "?", role, suffix);
    *field =
        (struct field){.name = form_copy(l, name), .type = type, .system = true, .of = -1, .max = 200, .at = a->at};
    if (form_field(f, name) >= 0)
        form_bad(l, &a->at, _("the program itself keeps '%s' for a signature; choose another name for that field"),
                 name);
    free(name);
    for (int lang = 0; lang < QT_LANGS; lang++) {
        char *label = mem_printf("%s%s%s%s", label_of(&a->label, (enum lang)lang, "?"), joint[lang],
                                 r ? label_of(&r->label, (enum lang)lang, role) : role, behind[lang]);
        field->label.text[lang] = form_copy(l, label);
        free(label);
    }
    f->nfields++;
}

void read_signatures(struct loader *l, struct node n, void *to)
{
    static const struct key keys[] = {
        {"roles", 0, read_signers, KEY_MUST},
        {"all", offsetof(struct signatures, all), read_all, KEY_MUST},
        {"distinct", offsetof(struct signatures, distinct), read_bool, 0},
        {"in_order", offsetof(struct signatures, in_order), read_bool, 0},
    };
    static const char *const time[QT_LANGS] = {[LANG_ZH] = "时间", [LANG_EN] = ", at"}, *const name[QT_LANGS] = {"",
                                                                                                                 ""};
    struct action *a = to;
    struct signatures *s = a->signatures = form_alloc(l, 1, sizeof *s);
    s->all = -1;
    if (!read_map(l, n, _("signatures"), keys, ARRAY_LEN(keys), s, NULL))
        return;
    s->first = (int)l->form->nfields;
    for (size_t i = 0; i < s->nsigners; i++) {
        add_field(l, a, s->signers[i], FT_DATETIME, "_at", time);
        add_field(l, a, s->signers[i], FT_STAFF, "_by", name);
    }
    if (a->to >= 0 || a->nways > 0)
        form_bad(l, &n.at, _("'signatures' says with 'all' where it leads: leave 'to' out"));
    if (a->at_save || !a->from)
        form_bad(l, &n.at,
                 _("what is signed has 'from', the states in which it waits for signatures, and no 'at_save'"));
    else if (s->all >= 0 && a->from[s->all])
        form_bad(l, &n.at, _("'%s' is one of the states in which it waits for signatures"),
                 l->form->states[s->all].name);
    if (!a->roles) { /* who signs nothing is not offered it */
        a->roles = s->signers;
        a->nroles = s->nsigners;
    }
}
