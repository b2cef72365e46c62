/* What is shown of a register beside the name of a unit: at the head of its file, beside forms and records. */
#include "read.h"

enum { MOST = 3, MOST_EVER = 20, PLACE = 50 };

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

static void read_card_tone(struct loader *l, struct node n, void *to)
{
    read_tone(l, n, &((struct card_keys *)to)->card->tone);
}

static void read_card_place(struct loader *l, struct node n, void *to)
{
    ((struct card_keys *)to)->card->place = n.y ? read_number(l, n, 0, 99) : PLACE;
}

static void read_card_aside(struct loader *l, struct node n, void *to)
{
    read_bool(l, n, &((struct card_keys *)to)->card->aside);
}

static void read_one(struct loader *l, struct node n, struct card_keys *k)
{
    static const struct key keys[] = {
        {"label", 0, read_card_label, 0},          {"where", 0, read_card_where, 0}, {"line", 0, read_card_line, 0},
        {"count", 0, read_card_count, 0},          {"most", 0, read_card_most, 0},   {"tone", 0, read_card_tone, 0},
        {"place", 0, read_card_place, KEY_ALWAYS}, {"aside", 0, read_card_aside, 0},
    };
    struct node slots[ARRAY_LEN(keys)];
    if (!read_map(l, n, _("a card"), keys, ARRAY_LEN(keys), k, slots))
        return;
    bool shows = slots[2].y != NULL;
    if (l->form->unit_field < 0)
        form_bad(l, &n.at, _("'card' is for the file of a unit, and no field of this form names one"));
    if (!shows && slots[4].y)
        form_bad(l, &slots[4].at, _("'most' belongs to 'line', and there is none"));
    else if (!shows && !k->card->count)
        form_bad(l, &n.at, _("a card shows something: 'line', 'count: true' or both"));
    if (shows && !k->card->most)
        k->card->most = MOST;
}

/* One, or several. Their records are lists of the register that nobody sees: they stand behind the others and are not
 * counted. */
void read_card(struct loader *l, struct node n, void *to)
{
    struct form *f = to;
    size_t count = node_is_map(n) ? 1 : seq_count(n);
    struct list_rule *lists = form_alloc(l, f->nlists + count, sizeof *lists);
    memcpy(lists, f->lists, f->nlists * sizeof *lists);
    f->lists = lists;
    f->cards = form_alloc(l, count, sizeof *f->cards);
    void *it = NULL;
    for (struct node i = node_is_map(n) ? n : seq_next(n, &it); i.y && f->ncards < count;
         i = node_is_map(n) ? (struct node){NULL, n.at} : seq_next(n, &it)) {
        struct list_rule *own = &lists[f->nlists + f->ncards];
        *own = (struct list_rule){.name = form_copy(l, ""), .order = form_sys(f, SYS_SAVED_AT), .descending = true};
        struct card_rule *card = &f->cards[f->ncards];
        card->list = (int)(f->nlists + f->ncards++);
        read_one(l, i, &(struct card_keys){card, own});
    }
}
