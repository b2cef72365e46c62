/* What is added up over records, and the month grid, a list that shows such sums by day. */
#include "read.h"

/* ---- a sum ------------------------------------------------------------------------------------------------------ */

void read_sum_kind(struct loader *l, struct node n, void *to)
{
    static const enum field_type kinds[] = {FT_INT, FT_MONEY, FT_DURATION};
    const char *names[ARRAY_LEN(kinds)];
    for (size_t k = 0; k < ARRAY_LEN(names); k++)
        names[k] = field_types[kinds[k]].name;
    int i = read_choice(l, n, _("type of a sum"), names, ARRAY_LEN(names));
    ((struct summed *)to)->as->as = i < 0 ? FT_INT : kinds[i];
}

/* A field by its name: then its kind is known. Else an expression, which `as` says. */
void read_summed(struct loader *l, struct node n, void *to)
{
    struct summed *k = to;
    char *s = read_word(l, n);
    bool said = k->as->as != FT_COMPUTED;
    if (s && !form_is_name(s)) {
        read_expr(l, n, k->of);
        if (!said)
            form_bad(l, &n.at, _("'as' says what this expression gives: money, int or duration"));
        return;
    }
    int i = s ? read_field(l, n) : -1;
    if (i < 0)
        return;
    const struct field *f = &l->form->fields[i];
    if (f->type == FT_COMPUTED || !field_types[f->type].adds_up)
        form_bad(l, &n.at, _("only stored numbers, money and durations are added up, or an expression over them"));
    else if (said)
        form_bad(l, &n.at, _("'%s' is of type %s: leave 'as' out"), s, field_types[f->type].name);
    *k->of = form_make_expr(l, &n.at, "\"%s\"", s);
    k->as->as = f->type;
    k->as->decimals = f->decimals;
    k->as->width = f->width;
}

/* ---- the grid --------------------------------------------------------------------------------------------------- */

/* Values that people tell rows by. */
static void read_grid_rows(struct loader *l, struct node n, void *to)
{
    struct grid_rule *g = to;
    g->rows = read_field(l, n);
    const struct field *f = g->rows >= 0 ? &l->form->fields[g->rows] : NULL;
    if (f && (f->secret || f->multiple || f->type == FT_NOTE || f->type == FT_ITEMS || f->type == FT_COMPUTED))
        form_bad(l, &n.at, _("'%s' makes no rows: it is secret, computed, several choices, a note or rows itself"),
                 f->name);
}

static void read_grid_days(struct loader *l, struct node n, void *to)
{
    ((struct grid_rule *)to)->days = read_time_field(l, n);
}

static void read_cell(struct loader *l, struct node n, void *to)
{
    static const struct key keys[] = {SUMMED_KEYS};
    struct grid_rule *g = to;
    struct summed k = {&g->cell, g->as};
    const char *s;
    size_t len;
    if (node_is_map(n))
        (void)read_map(l, n, _("a cell"), keys, ARRAY_LEN(keys), &k, NULL);
    else if (!node_text(n, &s, &len) || len != 5 || memcmp(s, "count", 5) != 0)
        read_summed(l, n, &k);
}

static void read_grid_itself(struct loader *l, struct node n, void *to)
{
    static const struct key keys[] = {
        {"rows", 0, read_grid_rows, KEY_MUST},
        {"columns", 0, read_grid_days, KEY_MUST},
        {"cell", 0, read_cell, KEY_MUST},
    };
    (void)read_map(l, n, _("a grid"), keys, ARRAY_LEN(keys), to, NULL);
}

bool is_grid(struct node list)
{
    return node_value(list, "grid").y != NULL;
}

void read_grid(struct loader *l, struct node n, struct grid_rule *g)
{
    static const struct key keys[] = {
        {"name", offsetof(struct grid_rule, name), read_name, KEY_MUST},
        {"label", offsetof(struct grid_rule, label), read_bilingual, KEY_MUST},
        {"grid", 0, read_grid_itself, KEY_MUST},
        {"where", offsetof(struct grid_rule, where), read_expr, 0},
    };
    g->rows = g->days = -1;
    g->as = form_alloc(l, 1, sizeof *g->as);
    *g->as = (struct field){.type = FT_COMPUTED, .as = FT_COMPUTED, .system = true, .of = -1, .at = n.at};
    (void)read_map(l, n, _("a list with a grid"), keys, ARRAY_LEN(keys), g, NULL);
    if (g->as->as == FT_COMPUTED)
        g->as->as = FT_INT;
}
