/* What a register keeps for others: which of its records lie here now, where, what kind they are, since when. */
#include "read.h"

/* By what things are told apart: a stored field, or the same words for all. */
static void read_key(struct loader *l, struct node n, void *to)
{
    struct holds_key *k = to;
    k->field = -1;
    if (node_is_map(n)) {
        read_bilingual(l, n, &k->words);
        return;
    }
    k->field = read_field(l, n);
    const struct field *f = k->field >= 0 ? &l->form->fields[k->field] : NULL;
    if (f && (f->secret || f->multiple || f->type == FT_NOTE || f->type == FT_ITEMS || f->type == FT_COMPUTED))
        form_bad(l, &n.at, _("'%s' makes no groups: it is secret, computed, several choices, a note or rows itself"),
                 f->name);
}

static void read_holds_list(struct loader *l, struct node n, void *to)
{
    ((struct holds_rule *)to)->list = read_list(l, n);
}

static void read_since(struct loader *l, struct node n, void *to)
{
    ((struct holds_rule *)to)->since = n.y ? read_time_field(l, n) : form_sys(l->form, SYS_SAVED_AT);
}

static void read_pieces(struct loader *l, struct node n, void *to)
{
    int i = n.y ? read_declared(l, n) : -1;
    if (i >= 0 && l->form->fields[i].type != FT_INT)
        form_bad(l, &n.at, _("'%s' is no number"), l->form->fields[i].name);
    ((struct holds_rule *)to)->pieces = i;
}

void read_holds(struct loader *l, struct node n, void *to)
{
    static const struct key keys[] = {
        {"list", 0, read_holds_list, KEY_MUST},
        {"place", offsetof(struct holds_rule, place), read_key, KEY_MUST},
        {"kind", offsetof(struct holds_rule, kind), read_key, 0},
        {"since", 0, read_since, KEY_ALWAYS},
        {"pieces", 0, read_pieces, KEY_ALWAYS},
    };
    struct form *f = to;
    f->holds = form_alloc(l, 1, sizeof *f->holds);
    f->holds->kind.field = -1;
    if (!read_map(l, n, _("holds"), keys, ARRAY_LEN(keys), f->holds, NULL))
        f->holds = NULL;
    else if (f->holds->since < 0)
        f->holds->since = form_sys(f, SYS_SAVED_AT);
}
