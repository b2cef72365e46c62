/* What is shown and printed of a form: lists, watches, handover, who is inside. */
#include "read.h"

/* ---- lists ---- */

static void read_column_field(struct loader *l, struct node n, void *to)
{
    int *field = to;
    if (!read_balance_column(l, n, field))
        *field = read_field(l, n);
}

static const struct key column_keys[] = {
    {"field", offsetof(struct list_column, field), read_column_field, KEY_MUST},
    {"width", offsetof(struct list_column, width), read_width, 0},
    {"heading", offsetof(struct list_column, heading), read_bilingual, 0}, /* of lists: handover has no heads */
};

/* A column is the name of a field, or {field, width, heading}. */
static struct list_column *read_columns(struct loader *l, struct node n, size_t *count, size_t nkeys)
{
    size_t items = read_seq(l, n, _("columns"));
    struct list_column *v = form_alloc(l, items + 1, sizeof *v); /* a list's balance may follow */
    void *it = NULL;
    for (struct node c; items && (c = seq_next(n, &it)).y;) {
        struct list_column *column = &v[(*count)++];
        if (node_is_map(c))
            (void)read_map(l, c, _("a column"), column_keys, nkeys, column, NULL);
        else
            read_column_field(l, c, &column->field);
    }
    return v;
}

static void read_list_columns(struct loader *l, struct node n, void *to)
{
    struct list_rule *r = to;
    l->list = r;
    r->columns = read_columns(l, n, &r->ncolumns, ARRAY_LEN(column_keys));
    l->list = NULL;
    bool named = !r->balance || r->ncolumns == 0;
    for (size_t i = 0; i < r->ncolumns; i++)
        named |= r->columns[i].field == (r->balance ? r->balance->field : -1);
    if (!named)
        r->columns[r->ncolumns++].field = r->balance->field;
}

static void read_order(struct loader *l, struct node n, void *to)
{
    struct list_rule *r = to;
    const struct form *f = l->form;
    if (!n.y) {
        r->order = form_sys(f, SYS_SAVED_AT);
        r->descending = true;
        return;
    }
    r->order = read_field(l, n);
    if (r->order < 0)
        return;
    const struct field *by = &f->fields[r->order];
    if (by->secret || by->type == FT_ITEMS || by->type == FT_COMPUTED)
        form_bad(l, &n.at, _("a list cannot be ordered by '%s': it is secret, computed or a list itself"), by->name);
    if (by->nview_roles > 0)
        form_bad(l, &n.at, _("a list cannot be ordered by '%s': not everybody may see it"), by->name);
}

static void read_totals(struct loader *l, struct node n, void *to)
{
    struct list_rule *r = to;
    r->totals = form_alloc(l, seq_count(n), sizeof *r->totals);
    void *it = NULL;
    for (struct node i; (i = seq_next(n, &it)).y;) {
        const char *s;
        size_t len;
        if (node_text(i, &s, &len) && len == 5 && memcmp(s, "count", 5) == 0) {
            r->totals[r->ntotals++] = form_copy(l, "count");
            continue;
        }
        int field = read_declared(l, i);
        if (field < 0)
            continue;
        const struct field *f = &l->form->fields[field];
        if (!field_traits(f)->adds_up)
            form_bad(l, &i.at, _("only numbers, money and durations have a total, and 'count'"));
        r->totals[r->ntotals++] = f->name;
    }
}

#define LIST(key, member, read, flags)                                                                                 \
    {                                                                                                                  \
        key, offsetof(struct list_rule, member), read, flags                                                           \
    }
static const struct key list_keys[] = {
    LIST("name", name, read_name, KEY_MUST), LIST("label", label, read_bilingual, KEY_MUST),
    {"balance", 0, read_balance, 0},         {"columns", 0, read_list_columns, KEY_MUST},
    {"order", 0, read_order, KEY_ALWAYS},    LIST("descending", descending, read_bool, 0),
    LIST("where", where, read_expr, 0),      {"totals", 0, read_totals, 0},
};

/* A form none of whose lists shows all records has one behind them: number, the first six fields and the state, newest
 * first. */
static void add_default_list(struct loader *l, struct form *f)
{
    for (size_t i = 0; i < f->nlists; i++)
        if (!f->lists[i].where || (f->lists[i].name && strcmp(f->lists[i].name, "all") == 0))
            return;
    struct list_rule *r = &f->lists[f->nlists++];
    static const struct bilingual label = {{"全部", "All"}};
    *r = (struct list_rule){.name = form_copy(l, "all"), .label = form_labels(l, &label), .descending = true};
    r->order = form_sys(f, SYS_SAVED_AT);
    r->columns = form_alloc(l, 8, sizeof *r->columns);
    r->columns[r->ncolumns++].field = form_sys(f, SYS_NUMBER);
    for (size_t i = 0; i < f->ndeclared && r->ncolumns < 7; i++)
        if (!f->fields[i].hidden)
            r->columns[r->ncolumns++].field = (int)i;
    r->columns[r->ncolumns++].field = form_sys(f, SYS_STATE);
}

void read_lists(struct loader *l, struct node n, void *to)
{
    struct form *f = to;
    size_t count = n.y ? read_seq(l, n, _("lists")) : 0;
    f->lists = form_alloc(l, count + 1, sizeof *f->lists);
    f->grids = form_alloc(l, count, sizeof *f->grids);
    read_names(l, n, f->lists, sizeof *f->lists, offsetof(struct list_rule, name));
    void *it = NULL;
    for (struct node i; count > 0 && (i = seq_next(n, &it)).y;) {
        if (is_grid(i)) {
            read_grid(l, i, &f->grids[f->ngrids++]);
            continue;
        }
        f->lists[f->nlists] = (struct list_rule){0};
        (void)read_map(l, i, _("a list"), list_keys, ARRAY_LEN(list_keys), &f->lists[f->nlists++], NULL);
    }
    add_default_list(l, f);
}

/* ---- watches ---- */

struct watch_keys {
    struct watch_rule *watch;
    struct owner *owner;
};

static void read_watch_name(struct loader *l, struct node n, void *to)
{
    struct watch_keys *k = to;
    read_name(l, n, &k->watch->name);
    k->owner->name = k->watch->name;
}

static void read_watch_label(struct loader *l, struct node n, void *to)
{
    read_bilingual(l, n, &((struct watch_keys *)to)->watch->label);
}

static void read_watch_register(struct loader *l, struct node n, void *to)
{
    struct watch_keys *k = to;
    read_name(l, n, &k->watch->reg);
    if (k->watch->reg)
        (void)form_new_ref(l, k->owner, REF_REGISTER, k->watch->reg, NULL, &n.at);
}

static void read_watch_where(struct loader *l, struct node n, void *to)
{
    read_expr(l, n, &((struct watch_keys *)to)->watch->where);
}

static void read_reason(struct loader *l, struct node n, void *to)
{
    int i = read_declared(l, n);
    if (i >= 0 && l->form->fields[i].type != FT_NOTE && l->form->fields[i].type != FT_TEXT)
        form_bad(l, &n.at, _("the reason goes into a field of type text or note"));
    ((struct watch_keys *)to)->watch->reason = i;
}

static void read_match(struct loader *l, struct node n, void *to)
{
    struct watch_keys *k = to;
    struct watch_rule *w = k->watch;
    if (!node_is_map(n)) {
        form_bad(l, &n.at, _("match is written as {field of this form: [fields of that register], ...}"));
        return;
    }
    w->match = form_alloc(l, node_count(n) + 1, sizeof *w->match);
    struct node key, others;
    for (void *it = NULL; map_next(n, &it, &key, &others); w->nmatch++) {
        w->match[w->nmatch].field = read_declared(l, key);
        w->match[w->nmatch].other = form_alloc(l, seq_count(others), sizeof(char *));
        void *oit = NULL;
        for (struct node o; (o = seq_next(others, &oit)).y;) {
            char *s = read_word(l, o);
            if (s && w->reg)
                (void)form_new_ref(l, k->owner, REF_FIELD, w->reg, s, &o.at);
            w->match[w->nmatch].other[w->match[w->nmatch].nother++] = s;
        }
    }
}

void read_watches(struct loader *l, struct node n, void *to)
{
    static const struct key keys[] = {
        {"name", 0, read_watch_name, KEY_MUST},         {"label", 0, read_watch_label, KEY_MUST},
        {"register", 0, read_watch_register, KEY_MUST}, {"where", 0, read_watch_where, 0},
        {"reason", 0, read_reason, KEY_MUST},           {"match", 0, read_match, KEY_MUST},
    };
    struct form *f = to;
    size_t count = read_seq(l, n, _("watches"));
    f->watches = form_alloc(l, count, sizeof *f->watches);
    read_names(l, n, f->watches, sizeof *f->watches, offsetof(struct watch_rule, name));
    void *it = NULL;
    for (struct node i; count && (i = seq_next(n, &it)).y;) {
        struct watch_keys k = {&f->watches[f->nwatches++], form_new_owner(l, OWN_WATCH, NULL, NULL)};
        (void)read_map(l, i, _("a watch"), keys, ARRAY_LEN(keys), &k, NULL);
    }
}

/* A field that says when: for the month of a sheet, the start of retention. */
int read_time_field(struct loader *l, struct node n)
{
    int i = read_field(l, n);
    if (i >= 0 && l->form->fields[i].type != FT_DATETIME && l->form->fields[i].type != FT_DATE)
        form_bad(l, &n.at, _("'%s' is neither a date nor a datetime"), l->form->fields[i].name);
    return i;
}

/* ---- handover ---- */

static void read_handover_line(struct loader *l, struct node n, void *to)
{
    struct form *f = to;
    f->handover_line = read_columns(l, n, &f->nhandover_line, ARRAY_LEN(column_keys) - 1);
}

void read_handover(struct loader *l, struct node n, void *to)
{
    static const struct key keys[] = {
        {"count", offsetof(struct form, handover_count), read_expr, KEY_MUST},
        {"line", 0, read_handover_line, KEY_MUST},
    };
    (void)read_map(l, n, _("handover"), keys, ARRAY_LEN(keys), to, NULL);
}

/* ---- inside ---- */

static void read_inside_list(struct loader *l, struct node n, void *to)
{
    ((struct inside_rule *)to)->list = read_list(l, n);
}

static void read_inside_people(struct loader *l, struct node n, void *to)
{
    int i = n.y ? read_declared(l, n) : -1;
    if (i >= 0 && l->form->fields[i].type != FT_INT)
        form_bad(l, &n.at, _("'%s' is no number"), l->form->fields[i].name);
    ((struct inside_rule *)to)->people = i;
}

static void read_inside_columns(struct loader *l, struct node n, void *to)
{
    struct inside_rule *r = to;
    r->columns = read_columns(l, n, &r->ncolumns, ARRAY_LEN(column_keys) - 1);
}

void read_inside(struct loader *l, struct node n, void *to)
{
    static const struct key keys[] = {
        {"list", 0, read_inside_list, KEY_MUST},
        {"people", 0, read_inside_people, KEY_ALWAYS},
        {"place", offsetof(struct inside_rule, place), read_expr, 0},
        {"columns", 0, read_inside_columns, KEY_MUST},
    };
    struct form *f = to;
    f->inside = form_alloc(l, 1, sizeof *f->inside);
    if (!read_map(l, n, _("inside"), keys, ARRAY_LEN(keys), f->inside, NULL))
        f->inside = NULL;
    else if (!f->inside->place && f->unit_field < 0)
        form_bad(l, &n.at, _("'inside' needs 'place': no field of this form names a unit"));
}
