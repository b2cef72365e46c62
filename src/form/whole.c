/* What concerns a record as a whole: rules over several fields, and when nothing in it is changed any more. */
#include "read.h"

/* ---- rules ------------------------------------------------------------------------------------------------------ */

static void read_at(struct loader *l, struct node n, void *to)
{
    *(int *)to = read_declared(l, n);
}

/* Two languages, or an expression that gives the text. */
static void read_message(struct loader *l, struct node n, void *to)
{
    struct rule *r = to;
    if (node_is_map(n))
        read_bilingual(l, n, &r->message);
    else
        read_expr(l, n, &r->said);
}

void read_rules(struct loader *l, struct node n, void *to)
{
    static const struct key keys[] = {
        {"when", offsetof(struct rule, when), read_expr, 0},
        {"must", offsetof(struct rule, must), read_expr, KEY_MUST},
        {"at", offsetof(struct rule, at), read_at, 0},
        {"message", 0, read_message, KEY_MUST},
    };
    struct form *f = to;
    size_t count = read_seq(l, n, _("rules"));
    f->rules = form_alloc(l, count, sizeof *f->rules);
    void *it = NULL;
    for (struct node i; count && (i = seq_next(n, &it)).y;) {
        struct rule *r = &f->rules[f->nrules++];
        r->at = -1;
        (void)read_map(l, i, _("a rule"), keys, ARRAY_LEN(keys), r, NULL);
    }
}

/* ---- unique ----------------------------------------------------------------------------------------------------- */

static void read_unique_fields(struct loader *l, struct node n, void *to)
{
    struct unique_rule *u = to;
    u->fields = form_alloc(l, seq_count(n), sizeof *u->fields);
    void *it = NULL;
    for (struct node i; (i = seq_next(n, &it)).y;) {
        int field = read_declared(l, i);
        if (field < 0)
            continue;
        const struct field *f = &l->form->fields[field];
        if (f->type == FT_COMPUTED || f->type == FT_ITEMS || f->secret)
            form_bad(l, &i.at, _("'%s' cannot be compared: it is computed, rows, or secret"), f->name);
        u->fields[u->nfields++] = field;
    }
    if (seq_count(n) == 0)
        form_bad(l, &n.at, _("a list of %s is expected here"), _("fields"));
}

void read_uniques(struct loader *l, struct node n, void *to)
{
    static const struct key keys[] = {
        {"fields", 0, read_unique_fields, KEY_MUST},
        {"where", offsetof(struct unique_rule, where), read_expr, 0},
        {"message", offsetof(struct unique_rule, message), read_bilingual, 0},
    };
    struct form *f = to;
    f->uniques = form_alloc(l, seq_count(n), sizeof *f->uniques);
    void *it = NULL;
    for (struct node i; (i = seq_next(n, &it)).y;)
        (void)read_map(l, i, _("a unique rule"), keys, ARRAY_LEN(keys), &f->uniques[f->nuniques++], NULL);
}

/* ---- frozen ----------------------------------------------------------------------------------------------------- */

void read_frozen(struct loader *l, struct node n, void *to)
{
    static const struct key keys[] = {
        {"when", offsetof(struct frozen_rule, when), read_expr, KEY_MUST},
        {"message", offsetof(struct frozen_rule, message), read_bilingual, KEY_MUST},
    };
    struct form *f = to;
    f->frozen = form_alloc(l, 1, sizeof *f->frozen);
    if (node_is_map(n))
        (void)read_map(l, n, _("frozen"), keys, ARRAY_LEN(keys), f->frozen, NULL);
    else
        read_expr(l, n, &f->frozen->when);
}
