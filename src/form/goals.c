/* `goals` of figures: shares and what they are to be (registers.md T). */
#include "read.h"

static void read_distinct(struct loader *l, struct node n, void *to)
{
    int field = n.y ? read_declared(l, n) : -1;
    const struct field *f = field >= 0 ? &l->form->fields[field] : NULL;
    if (f && (f->type == FT_COMPUTED || f->type == FT_ITEMS || f->secret)) {
        form_bad(l, &n.at, _("'%s' is not stored as one value that may be compared"), f->name);
        field = -1;
    }
    *(int *)to = field;
}

static void read_percent(struct loader *l, struct node n, void *to)
{
    *(int *)to = n.y ? read_number(l, n, 0, 100) : -1;
}

#define GOAL(key, member, read, flags)                                                                                 \
    {                                                                                                                  \
        key, offsetof(struct goal_rule, member), read, flags                                                           \
    }
static const struct key goal_keys[] = {
    GOAL("name", name, read_name, KEY_MUST),
    GOAL("label", label, read_bilingual, KEY_MUST),
    GOAL("count", count, read_expr, 0),
    GOAL("of", of, read_expr, 0),
    GOAL("whole", whole, read_expr, 0),
    GOAL("distinct", distinct, read_distinct, KEY_ALWAYS),
    GOAL("at_least", least, read_percent, KEY_ALWAYS),
    GOAL("at_most", most, read_percent, KEY_ALWAYS),
};

void read_goals(struct loader *l, struct node n, void *to)
{
    struct figures_rule *r = to;
    void *it = NULL;
    size_t count = read_seq(l, n, _("goals"));
    r->goals = form_alloc(l, count, sizeof *r->goals);
    read_names(l, n, r->goals, sizeof *r->goals, offsetof(struct goal_rule, name));
    for (struct node i; (i = seq_next(n, &it)).y && r->ngoals < count;) {
        struct goal_rule *g = &r->goals[r->ngoals++];
        *g = (struct goal_rule){.distinct = -1, .least = -1, .most = -1};
        (void)read_map(l, i, _("a goal"), goal_keys, ARRAY_LEN(goal_keys), g, NULL);
        if (g->whole && g->of)
            form_bad(l, &i.at, _("'of' names records and 'whole' a number: a share is of one of them"));
        if (!g->count && !g->whole)
            form_bad(l, &i.at, _("a goal without 'count' and 'whole' is always 100 percent"));
    }
}
