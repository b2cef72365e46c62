/* `figures`: what is counted of a register (R10, C9-C11). */
#include "read.h"

static int read_one(struct loader *l, struct node n)
{
    return n.y ? read_declared(l, n) : -1;
}

static int read_typed(struct loader *l, struct node n, enum field_type type)
{
    int i = read_one(l, n);
    if (i >= 0 && l->form->fields[i].type != type)
        form_bad(l, &n.at, _("'%s' is no field of type %s"), l->form->fields[i].name, field_types[type].name);
    return i;
}

static void read_by(struct loader *l, struct node n, void *to)
{
    struct figures_rule *r = to;
    void *it = NULL;
    r->by = form_alloc(l, seq_count(n), sizeof *r->by);
    for (struct node i; (i = seq_next(n, &it)).y;) {
        int field = read_field(l, i);
        if (field >= 0)
            r->by[r->nby++] = field;
    }
}

static void read_when_field(struct loader *l, struct node n, void *to)
{
    *(int *)to = read_typed(l, n, FT_DATETIME);
}

static void read_int_field(struct loader *l, struct node n, void *to)
{
    *(int *)to = read_typed(l, n, FT_INT);
}

static void read_any_field(struct loader *l, struct node n, void *to)
{
    *(int *)to = read_one(l, n);
}

#define FIGURES(key, member, read, flags)                                                                              \
    {                                                                                                                  \
        key, offsetof(struct figures_rule, member), read, flags                                                        \
    }
void read_figures(struct loader *l, struct node n, void *to)
{
    static const struct key keys[] = {
        {"by", 0, read_by, 0},
        FIGURES("target", target, read_when_field, KEY_ALWAYS),
        FIGURES("done", done, read_expr, 0),
        FIGURES("answered", answered, read_expr, 0),
        FIGURES("valid", valid, read_expr, 0),
        FIGURES("rework", rework, read_int_field, KEY_ALWAYS),
        FIGURES("cause", cause, read_any_field, KEY_ALWAYS),
        FIGURES("detail", detail, read_any_field, KEY_ALWAYS),
        FIGURES("case", link, read_any_field, KEY_ALWAYS),
        FIGURES("people", people, read_int_field, KEY_ALWAYS),
        FIGURES("posts", posts, read_int_field, KEY_ALWAYS),
    };
    struct form *f = to;
    f->figures = form_alloc(l, 1, sizeof *f->figures);
    (void)read_map(l, n, _("figures"), keys, ARRAY_LEN(keys), f->figures, NULL);
}
