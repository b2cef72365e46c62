/* `similar`: which records may be about one and the same matter (C5, C9). */
#include "read.h"

static void read_some(struct loader *l, struct node n, int **v, size_t *count)
{
    void *it = NULL;
    *v = form_alloc(l, seq_count(n), sizeof **v);
    for (struct node i; (i = seq_next(n, &it)).y;) {
        int field = read_declared(l, i);
        if (field >= 0)
            (*v)[(*count)++] = field;
        if (field >= 0 && l->form->fields[field].secret)
            form_bad(l, &i.at, _("'%s' is secret and cannot be compared"), l->form->fields[field].name);
    }
}

static void read_over(struct loader *l, struct node n, void *to)
{
    struct similar_rule *r = to;
    read_some(l, n, &r->over, &r->nover);
    for (size_t i = 0; i < r->nover; i++) {
        const struct field *f = &l->form->fields[r->over[i]];
        if (f->type != FT_TEXT && f->type != FT_NOTE)
            form_bad(l, &n.at, _("'%s' is no text that could be compared"), f->name);
    }
}

static void read_same(struct loader *l, struct node n, void *to)
{
    struct similar_rule *r = to;
    read_some(l, n, &r->same, &r->nsame);
}

static void read_by(struct loader *l, struct node n, void *to)
{
    struct similar_rule *r = to;
    read_some(l, n, &r->by, &r->nby);
}

static void read_least(struct loader *l, struct node n, void *to)
{
    *(int *)to = read_number(l, n, 2, 100);
}

/* The figures of the recipe, unless the form has its own (docs/forms.md). */
static void read_figure(struct loader *l, struct node n, int *to, int usual)
{
    *to = n.y ? read_number(l, n, 1, 1000) : usual;
}

static void read_idea(struct loader *l, struct node n, void *to)
{
    read_figure(l, n, to, 2);
}

static void read_damping(struct loader *l, struct node n, void *to)
{
    read_figure(l, n, to, 150);
}

static void read_likeness(struct loader *l, struct node n, void *to)
{
    read_figure(l, n, to, 20);
}

/* The moment that decides about the window: when it was saved, unless the form says better. */
static void read_since(struct loader *l, struct node n, void *to)
{
    int *field = to;
    *field = n.y ? read_field(l, n) : form_sys(l->form, SYS_SAVED_AT);
    if (*field >= 0 && l->form->fields[*field].type != FT_DATETIME)
        form_bad(l, &n.at, _("'%s' is no datetime"), l->form->fields[*field].name);
}

static void read_case(struct loader *l, struct node n, void *to)
{
    int *field = to;
    *field = read_declared(l, n);
    const struct field *f = *field >= 0 ? &l->form->fields[*field] : NULL;
    if (f && (f->type != FT_LINK || !f->to || strcmp(f->to, l->form->name) != 0))
        form_bad(l, &n.at, _("'%s' must be a link to this register: {type: link, to: %s}"), f->name, l->form->name);
}

static void read_count_field(struct loader *l, struct node n, void *to)
{
    int *field = to;
    if (!n.y) {
        *field = -1;
        return;
    }
    *field = read_declared(l, n);
    if (*field >= 0 && l->form->fields[*field].type != FT_INT)
        form_bad(l, &n.at, _("'%s' is no field of type int"), l->form->fields[*field].name);
}

static int read_action(struct loader *l, struct node n)
{
    const struct form *f = l->form;
    char *s = read_word(l, n);
    int i = s ? form_action(f, s) : -1;
    if (i >= 0 || !s)
        return i;
    struct names ns = {0};
    for (size_t k = 0; k < f->nactions; k++)
        if (f->actions[k].name)
            form_names_add(&ns, f->actions[k].name);
    form_bad_name(l, &n.at, _("action"), s, &ns);
    return -1;
}

static void read_confirm(struct loader *l, struct node n, void *to)
{
    *(int *)to = n.y ? read_action(l, n) : -1;
}

static void read_after(struct loader *l, struct node n, void *to)
{
    struct similar_rule *r = to;
    void *it = NULL;
    r->after = form_alloc(l, l->form->nactions + 1, sizeof *r->after);
    for (struct node i; (i = seq_next(n, &it)).y;) {
        int action = read_action(l, i);
        if (action >= 0)
            r->after[action] = true;
    }
}

#define SIMILAR(key, member, read, flags)                                                                              \
    {                                                                                                                  \
        key, offsetof(struct similar_rule, member), read, flags                                                        \
    }
static const struct key similar_keys[] = {
    SIMILAR("name", name, read_name, KEY_MUST),
    SIMILAR("label", label, read_bilingual, KEY_MUST),
    {"over", 0, read_over, KEY_MUST},
    {"same", 0, read_same, 0},
    {"by", 0, read_by, KEY_MUST},
    SIMILAR("window", window, read_expr, KEY_MUST),
    SIMILAR("at_least", at_least, read_least, KEY_MUST),
    SIMILAR("idea", idea, read_idea, KEY_ALWAYS),
    SIMILAR("damping", damping, read_damping, KEY_ALWAYS),
    SIMILAR("least", least, read_likeness, KEY_ALWAYS),
    SIMILAR("time", time, read_since, KEY_ALWAYS),
    SIMILAR("where", where, read_expr, 0),
    SIMILAR("link", link, read_case, KEY_MUST),
    SIMILAR("people", people, read_count_field, KEY_ALWAYS),
    SIMILAR("posts", posts, read_count_field, KEY_ALWAYS),
    SIMILAR("join", join, read_confirm, KEY_ALWAYS),
    SIMILAR("confirm", confirm, read_confirm, KEY_ALWAYS),
    {"after", 0, read_after, 0},
};

void read_similar(struct loader *l, struct node n, void *to)
{
    struct form *f = to;
    size_t count = read_seq(l, n, _("similar"));
    f->similar = form_alloc(l, count, sizeof *f->similar);
    read_names(l, n, f->similar, sizeof *f->similar, offsetof(struct similar_rule, name));
    void *it = NULL;
    for (struct node i; count && (i = seq_next(n, &it)).y;)
        (void)read_map(l, i, _("a similar rule"), similar_keys, ARRAY_LEN(similar_keys), &f->similar[f->nsimilar++],
                       NULL);
}
