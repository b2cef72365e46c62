/* `asks` and `already`: what a record is asked about before it is saved; `again`: what the next one takes over. */
#include "qiantai/form_known.h"
#include "read.h"

static void read_texts(struct loader *l, struct node n, int **v, size_t *count)
{
    void *it = NULL;
    *v = form_alloc(l, seq_count(n) + 1, sizeof **v);
    for (struct node i; (i = seq_next(n, &it)).y;) {
        int field = read_declared(l, i);
        if (field < 0)
            continue;
        const struct field *f = &l->form->fields[field];
        if ((f->type != FT_TEXT && f->type != FT_NOTE) || f->secret)
            form_bad(l, &i.at, _("'%s' is no text that could be compared"), f->name);
        (*v)[(*count)++] = field;
    }
    if (seq_count(n) == 0)
        form_bad(l, &n.at, _("a list of %s is expected here"), _("fields"));
}

/* ---- asks ------------------------------------------------------------------------------------------------------- */

static void read_asks_over(struct loader *l, struct node n, void *to)
{
    struct asks_rule *r = to;
    read_texts(l, n, &r->over, &r->nover);
}

static void read_asks_words(struct loader *l, struct node n, void *to)
{
    struct asks_rule *r = to;
    read_name(l, n, &r->words);
    r->at = n.at;
}

static void read_asks_field(struct loader *l, struct node n, void *to)
{
    struct asks_rule *r = to;
    r->field = read_declared(l, n);
    const struct field *f = r->field >= 0 ? &l->form->fields[r->field] : NULL;
    if (f && (f->type != FT_ENUM || f->multiple))
        form_bad(l, &n.at, _("'%s' is no field of which one of several choices is taken"), f->name);
}

void read_asks(struct loader *l, struct node n, void *to)
{
    static const struct key keys[] = {
        {"name", offsetof(struct asks_rule, name), read_name, KEY_MUST},
        {"over", 0, read_asks_over, KEY_MUST},
        {"words", 0, read_asks_words, KEY_MUST},
        {"field", 0, read_asks_field, KEY_MUST},
        {"when", offsetof(struct asks_rule, when), read_expr, 0},
        {"message", offsetof(struct asks_rule, message), read_bilingual, KEY_MUST},
    };
    struct form *f = to;
    size_t count = read_seq(l, n, _("asks"));
    f->asks = form_alloc(l, count, sizeof *f->asks);
    read_names(l, n, f->asks, sizeof *f->asks, offsetof(struct asks_rule, name));
    void *it = NULL;
    for (struct node i; count && (i = seq_next(n, &it)).y;) {
        struct asks_rule *r = &f->asks[f->nasks++];
        r->field = -1;
        (void)read_map(l, i, _("a question about words"), keys, ARRAY_LEN(keys), r, NULL);
    }
}

/* ---- already ---------------------------------------------------------------------------------------------------- */

static void read_group(struct loader *l, struct node n, struct already_group *g)
{
    void *it = NULL;
    g->fields = form_alloc(l, seq_count(n) + 1, sizeof *g->fields);
    for (struct node i; (i = seq_next(n, &it)).y;) {
        int field = read_declared(l, i);
        if (field < 0)
            continue;
        const struct field *f = &l->form->fields[field];
        if (f->type == FT_COMPUTED || f->type == FT_ITEMS || f->type == FT_NOTE)
            form_bad(l, &i.at, _("'%s' cannot be compared: it is a long text, rows, or worked out"), f->name);
        g->fields[g->n++] = field;
    }
}

/* [phone, [name, unit]]: one of these is the same, of several together all. */
static void read_match(struct loader *l, struct node n, void *to)
{
    struct already_rule *r = to;
    void *it = NULL;
    r->match = form_alloc(l, seq_count(n) + 1, sizeof *r->match);
    for (struct node i; (i = seq_next(n, &it)).y;)
        read_group(l, i, &r->match[r->nmatch++]);
    if (seq_count(n) == 0)
        form_bad(l, &n.at, _("a list of %s is expected here"), _("fields"));
}

static void read_already_over(struct loader *l, struct node n, void *to)
{
    struct already_rule *r = to;
    read_texts(l, n, &r->over, &r->nover);
}

static void read_already_least(struct loader *l, struct node n, void *to)
{
    struct already_rule *r = to;
    r->least = n.y ? read_number(l, n, 1, 100) : 40;
    if (n.y && r->nover == 0)
        form_bad(l, &n.at, _("'least' says how alike the texts of 'over' are, and there are none"));
}

void read_already(struct loader *l, struct node n, void *to)
{
    static const struct key keys[] = {
        {"name", offsetof(struct already_rule, name), read_name, KEY_MUST},
        {"label", offsetof(struct already_rule, label), read_bilingual, KEY_MUST},
        {"match", 0, read_match, KEY_MUST},
        {"over", 0, read_already_over, 0},
        {"least", 0, read_already_least, KEY_ALWAYS},
        {"where", offsetof(struct already_rule, where), read_expr, 0},
        {"line", offsetof(struct already_rule, line), read_expr, 0},
    };
    struct form *f = to;
    size_t count = read_seq(l, n, _("already"));
    f->already = form_alloc(l, count, sizeof *f->already);
    read_names(l, n, f->already, sizeof *f->already, offsetof(struct already_rule, name));
    void *it = NULL;
    for (struct node i; count && (i = seq_next(n, &it)).y;)
        (void)read_map(l, i, _("a record that is there already"), keys, ARRAY_LEN(keys), &f->already[f->nalready++],
                       NULL);
}

void read_again(struct loader *l, struct node n, void *to)
{
    struct form *f = to;
    struct again_rule *r = f->again = form_alloc(l, 1, sizeof *f->again);
    size_t count = read_seq(l, n, _("fields"));
    r->fields = form_alloc(l, count, sizeof *r->fields);
    void *it = NULL;
    for (struct node i; count && (i = seq_next(n, &it)).y;) {
        int field = read_declared(l, i);
        const struct field *rule = field >= 0 ? &f->fields[field] : NULL;
        if (rule && (!form_sets(rule) || rule->hidden || rule->secret))
            form_bad(l, &i.at, _("'%s' is not typed in the entry form, or is secret; the next one cannot take it over"),
                     rule->name);
        else if (rule)
            r->fields[r->n++] = field;
    }
}
