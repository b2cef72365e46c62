/* What the file of a unit shows of a register at its head. */
#include "read.h"

enum { MOST = 3, MOST_EVER = 20 };

struct card_keys {
    struct card_rule *card;
    struct list_rule *list;
};

static void read_card_label(struct loader *l, struct node n, void *to)
{
    read_bilingual(l, n, &((struct card_keys *)to)->card->label);
}

static void read_card_where(struct loader *l, struct node n, void *to)
{
    read_expr(l, n, &((struct card_keys *)to)->list->where);
}

/* Fields, or an expression. */
static void read_card_line(struct loader *l, struct node n, void *to)
{
    const struct card_keys *k = to;
    if (!node_is_list(n)) {
        read_expr(l, n, &k->card->line);
        return;
    }
    k->list->columns = form_alloc(l, node_count(n) + 1, sizeof *k->list->columns);
    void *it = NULL;
    for (struct node i; (i = seq_next(n, &it)).y;) {
        int field = read_field(l, i);
        if (field >= 0)
            k->list->columns[k->list->ncolumns++].field = field;
    }
    if (node_count(n) == 0)
        form_bad(l, &n.at, _("a value is expected here"));
}

static void read_card_count(struct loader *l, struct node n, void *to)
{
    read_bool(l, n, &((struct card_keys *)to)->card->count);
}

static void read_card_most(struct loader *l, struct node n, void *to)
{
    ((struct card_keys *)to)->card->most = read_number(l, n, 1, MOST_EVER);
}

/* Its records are a list of the register that nobody sees: it stands behind the others and is not counted. */
void read_card(struct loader *l, struct node n, void *to)
{
    static const struct key keys[] = {
        {"label", 0, read_card_label, 0}, {"where", 0, read_card_where, 0}, {"line", 0, read_card_line, 0},
        {"count", 0, read_card_count, 0}, {"most", 0, read_card_most, 0},
    };
    struct form *f = to;
    struct node slots[ARRAY_LEN(keys)];
    struct list_rule *lists = form_alloc(l, f->nlists + 1, sizeof *lists), *own = &lists[f->nlists];
    memcpy(lists, f->lists, f->nlists * sizeof *lists);
    f->lists = lists;
    *own = (struct list_rule){.name = form_copy(l, ""), .order = form_sys(f, SYS_SAVED_AT), .descending = true};
    f->card = form_alloc(l, 1, sizeof *f->card);
    f->card->list = (int)f->nlists;
    struct card_keys k = {f->card, own};
    if (!read_map(l, n, _("a card"), keys, ARRAY_LEN(keys), &k, slots))
        return;
    bool shows = slots[2].y != NULL;
    if (f->unit_field < 0)
        form_bad(l, &n.at, _("'card' is for the file of a unit, and no field of this form names one"));
    if (!shows && slots[4].y)
        form_bad(l, &slots[4].at, _("'most' belongs to 'line', and there is none"));
    else if (!shows && !f->card->count)
        form_bad(l, &n.at, _("a card shows something: 'line', 'count: true' or both"));
    if (shows && !f->card->most)
        f->card->most = MOST;
}
