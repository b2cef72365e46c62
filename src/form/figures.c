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

static void read_sums(struct loader *l, struct node n, void *to)
{
    struct figures_rule *r = to;
    void *it = NULL;
    if (seq_count(n) > FIGURE_SUMS)
        form_bad(l, &n.at, _("at most %d fields are added up"), FIGURE_SUMS);
    for (struct node i; (i = seq_next(n, &it)).y && r->nsum < FIGURE_SUMS;) {
        int field = read_declared(l, i);
        const struct field *f = field >= 0 ? &l->form->fields[field] : NULL;
        if (f && (f->type == FT_COMPUTED || !field_types[f->type].adds_up))
            form_bad(l, &i.at, _("only stored numbers, money and durations are added up"));
        else if (f)
            r->sum[r->nsum++] = field;
    }
}

#define WORD(name, which)                                                                                              \
    {                                                                                                                  \
        name, (which) * sizeof(struct bilingual), read_bilingual, 0                                                    \
    }
static void read_words(struct loader *l, struct node n, void *to)
{
    static const struct key keys[] = {
        WORD("records", WORD_RECORDS),   WORD("all", WORD_ALL),       WORD("closed", WORD_CLOSED),
        WORD("answered", WORD_ANSWERED), WORD("valid", WORD_VALID),   WORD("people", WORD_PEOPLE),
        WORD("posts", WORD_POSTS),       WORD("rework", WORD_REWORK),
    };
    (void)read_map(l, n, _("words of figures"), keys, ARRAY_LEN(keys), ((struct figures_rule *)to)->word, NULL);
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
        {"sum", 0, read_sums, 0},
        {"goals", 0, read_goals, 0},
        {"words", 0, read_words, 0},
    };
    struct form *f = to;
    f->figures = form_alloc(l, 1, sizeof *f->figures);
    (void)read_map(l, n, _("figures"), keys, ARRAY_LEN(keys), f->figures, NULL);
}
