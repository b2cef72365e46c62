/* States and actions of a form. */
#include "read.h"

/* ---- states ---- */

void read_tone(struct loader *l, struct node n, void *to)
{
    static const char *const tones[] = {"normal", "alert", "warn", "done", "quiet"};
    int i = read_choice(l, n, _("tone"), tones, ARRAY_LEN(tones));
    *(enum tone *)to = i < 0 ? TONE_NORMAL : (enum tone)i;
}

static const struct key state_keys[] = {
    {"name", offsetof(struct state, name), read_name, KEY_MUST},
    {"label", offsetof(struct state, label), read_bilingual, KEY_MUST},
    {"say", offsetof(struct state, say), read_bilingual, 0},
    {"tone", offsetof(struct state, tone), read_tone, 0},
    {"final", offsetof(struct state, final), read_bool, 0},
    {"withdraws", offsetof(struct state, withdraws), read_bool, 0},
};

void read_states(struct loader *l, struct node n, void *to)
{
    static const struct bilingual open_label = {{"登记", "open"}};
    struct form *f = to;
    size_t count = n.y ? read_seq(l, n, _("states")) : 0;
    f->states = form_alloc(l, count + 1, sizeof *f->states);
    if (!count) {
        f->states[0] = (struct state){.name = form_copy(l, "open"), .label = form_labels(l, &open_label)};
        f->nstates = 1;
        return;
    }
    read_names(l, n, f->states, sizeof *f->states, offsetof(struct state, name));
    void *it = NULL;
    for (struct node s; (s = seq_next(n, &it)).y;)
        (void)read_map(l, s, _("a state"), state_keys, ARRAY_LEN(state_keys), &f->states[f->nstates++], NULL);
}

static void tell_state(struct loader *l, struct node n, const char *s, bool groups)
{
    const struct form *f = l->form;
    struct names ns = {0};
    for (size_t k = 0; k < f->nstates; k++)
        if (f->states[k].name)
            form_names_add(&ns, f->states[k].name);
    for (size_t k = 0; groups && k < f->ngroups; k++)
        form_names_add(&ns, f->groups[k].name);
    form_bad_name(l, &n.at, _("state"), s, &ns);
}

int read_state(struct loader *l, struct node n)
{
    char *s = read_word(l, n);
    int i = s ? form_state(l->form, s) : -1;
    if (s && i < 0)
        tell_state(l, n, s, false);
    return i;
}

bool form_add_group(const struct form *f, const char *name, bool *states)
{
    int group = form_group(f, name);
    for (size_t i = 0; group >= 0 && i < f->nstates; i++)
        states[i] |= f->groups[group].has[i];
    return group >= 0;
}

bool *read_state_set(struct loader *l, struct node n)
{
    const struct form *f = l->form;
    bool *set = form_alloc(l, f->nstates, sizeof *set);
    void *it = NULL;
    for (struct node s; (s = seq_next(n, &it)).y;) {
        char *name = read_word(l, s);
        int i = name ? form_state(f, name) : -1;
        if (i >= 0)
            set[i] = true;
        else if (name && !form_add_group(f, name, set))
            tell_state(l, s, name, true);
    }
    return set;
}

/* ---- setters and follow-on records ---- */

static void read_setters(struct loader *l, struct node n, struct setter **v, size_t *count, struct owner *o,
                         const char *reg)
{
    if (!node_is_map(n)) {
        form_bad(l, &n.at, _("set is written as {field: expression, ...}"));
        return;
    }
    *v = form_alloc(l, node_count(n) + 1, sizeof **v);
    struct node key, value;
    for (void *it = NULL; map_next(n, &it, &key, &value);) {
        struct setter *s = &(*v)[(*count)++];
        s->field = -1;
        if (o) { /* a field of another register, known later */
            s->name = read_word(l, key);
            if (s->name && reg)
                form_new_ref(l, o, REF_SETTER, reg, s->name, &key.at)->setter = s;
        } else if ((s->field = read_declared(l, key)) >= 0) {
            s->name = l->form->fields[s->field].name;
            if (!form_sets(&l->form->fields[s->field]))
                form_bad(l, &key.at, _("'%s' is filled in by the program alone"), s->name);
        }
        read_expr_in(l, value, &s->value);
    }
}

static void read_create(struct loader *l, struct node n, void *to)
{
    struct then_keys *k = to;
    read_name(l, n, &k->then->create);
    if (k->then->create)
        (void)form_new_ref(l, k->owner, REF_REGISTER, k->then->create, NULL, &n.at);
}

static void read_then_register(struct loader *l, struct node n, void *to)
{
    struct then_keys *k = to;
    read_name(l, n, &k->then->reg);
    if (k->then->reg)
        (void)form_new_ref(l, k->owner, REF_REGISTER, k->then->reg, NULL, &n.at);
}

static void read_act(struct loader *l, struct node n, void *to)
{
    struct then_keys *k = to;
    k->then->act = read_word(l, n);
    if (k->then->act && k->then->reg)
        (void)form_new_ref(l, k->owner, REF_ACTION, k->then->reg, k->then->act, &n.at);
}

/* The desk knows the procedures; it resolves these names when all forms are read. */
static void read_run(struct loader *l, struct node n, void *to)
{
    struct then *t = ((struct then_keys *)to)->then;
    read_name(l, n, &t->run);
    t->run_at = n.at;
}

static void read_on(struct loader *l, struct node n, void *to)
{
    read_expr(l, n, &((struct then_keys *)to)->then->on);
}

static void read_when(struct loader *l, struct node n, void *to)
{
    read_expr(l, n, &((struct then_keys *)to)->then->when);
}

static void read_open(struct loader *l, struct node n, void *to)
{
    read_bool(l, n, &((struct then_keys *)to)->then->open);
}

static void read_then_set(struct loader *l, struct node n, void *to)
{
    struct then_keys *k = to;
    const char *reg = k->then->create ? k->then->create : k->then->reg;
    read_setters(l, n, &k->then->set, &k->then->nset, k->owner, reg);
}

static void read_then(struct loader *l, struct node n, void *to)
{
    static const struct key keys[] = {
        {"each", 0, read_then_each, 0},
        {"create", 0, read_create, 0},
        {"register", 0, read_then_register, 0},
        {"act", 0, read_act, 0},
        {"on", 0, read_on, 0},
        {"when", 0, read_when, 0},
        {"open", 0, read_open, 0},
        {"set", 0, read_then_set, 0},
        {"run", 0, read_run, 0},
        {"keep", 0, read_keep, 0},
        {"append", 0, read_then_append, 0},
    };
    struct action *a = to;
    struct owner *o = form_new_owner(l, OWN_ACTION, NULL, a->name);
    a->then = form_alloc(l, seq_count(n), sizeof *a->then);
    void *it = NULL;
    for (struct node t; (t = seq_next(n, &it)).y;) {
        struct then *then = &a->then[a->nthen++];
        struct then_keys k = {then, o};
        then->keep = then->keep_column = -1;
        if (!read_map(l, t, _("a follow-on"), keys, ARRAY_LEN(keys), &k, NULL))
            continue;
        if (!!then->create + !!then->act + !!then->run != 1)
            form_bad(l, &t.at, _("a follow-on has one of 'create', 'act' and 'run'"));
        else if (then->run && (then->reg || then->on || then->open || then->nset + then->nrows > 0))
            form_bad(l, &t.at, _("'run' goes with 'when' alone: the action's own 'set' comes before it"));
        else if (then->create && (then->reg || then->on))
            form_bad(l, &t.at, _("'register' and 'on' go with 'act', not with 'create'"));
        else if (then->act && (!then->reg || !then->on || then->open))
            form_bad(l, &t.at, _("'act' needs 'register' and 'on' (the number of the record), and no 'open'"));
        each_check(l, &t.at, then);
    }
}

/* ---- actions ---- */

static void read_action_key(struct loader *l, struct node n, void *to)
{
    char *s = read_word(l, n);
    if (!s || s[0] < 'a' || s[0] > 'z' || s[1])
        form_bad(l, &n.at, _("a key is one small letter, a to z"));
    else if (s[0] == 'q') /* src/tui/commands.c; the only letter that is a key of the desk */
        form_bad(l, &n.at, _("the key q leads back everywhere; take another letter"));
    else
        *(char *)to = s[0];
}

static void read_from(struct loader *l, struct node n, void *to)
{
    *(bool **)to = read_state_set(l, n);
}

/* "stay" is no state entered anew: its times and clocks go on; a state of this name is one. */
static bool stays(const struct form *f, struct node key)
{
    const char *s;
    size_t len;
    return node_text(key, &s, &len) && strcmp(s, "stay") == 0 && form_state(f, s) < 0;
}

/* A state, or {state: condition, ...} in their order. */
static void read_to(struct loader *l, struct node n, void *to)
{
    struct action *a = to;
    if (!node_is_map(n)) {
        a->to = read_state(l, n);
        return;
    }
    a->ways = form_alloc(l, node_count(n), sizeof *a->ways);
    struct node key, value;
    for (void *it = NULL; map_next(n, &it, &key, &value);) {
        struct way *w = &a->ways[a->nways++];
        w->state = stays(l->form, key) ? -1 : read_state(l, key);
        read_expr(l, value, &w->when);
    }
}

static void read_action_roles(struct loader *l, struct node n, void *to)
{
    struct action *a = to;
    a->roles = read_roles(l, n, &a->nroles);
}

static void read_action_set(struct loader *l, struct node n, void *to)
{
    struct action *a = to;
    read_setters(l, n, &a->set, &a->nset, NULL, NULL);
}

static void read_print(struct loader *l, struct node n, void *to)
{
    struct action *a = to;
    a->print_at = n.at;
    read_name(l, n, &a->print);
}

static void read_reopens(struct loader *l, struct node n, void *to)
{
    int i = read_declared(l, n);
    if (i >= 0 && l->form->fields[i].type != FT_INT)
        form_bad(l, &n.at, _("'reopens' names the field that counts how often: it has the type int"));
    *(int *)to = i;
}

static void read_rank(struct loader *l, struct node n, void *to)
{
    *(int *)to = read_number(l, n, 1, 99);
}

#define ACTION(key, member, read, flags)                                                                               \
    {                                                                                                                  \
        key, offsetof(struct action, member), read, flags                                                              \
    }
static const struct key action_keys[] = {
    ACTION("name", name, read_name, KEY_MUST),
    ACTION("key", key, read_action_key, 0),
    ACTION("rank", rank, read_rank, 0),
    ACTION("at_save", at_save, read_bool, 0),
    ACTION("label", label, read_bilingual, KEY_MUST),
    ACTION("say", say, read_bilingual, 0),
    ACTION("from", from, read_from, 0),
    {"to", 0, read_to, 0},
    {"roles", 0, read_action_roles, 0},
    {"signatures", 0, read_signatures, 0},
    {"ask", 0, read_ask, 0},
    ACTION("when", when, read_expr, 0),
    ACTION("needs", needs, read_expr, 0),
    ACTION("message", message, read_bilingual, 0),
    ACTION("refuse", refuse, read_expr, 0),
    ACTION("confirm", confirm, read_expr, 0),
    ACTION("tell", tell, read_expr, 0),
    {"set", 0, read_action_set, 0},
    {"append", 0, read_append, 0},
    {"amend", 0, read_amends, 0},
    {"then", 0, read_then, 0},
    ACTION("books", books, read_books, 0),
    ACTION("reverse", books, read_reverse, 0),
    ACTION("receipt", books, read_receipt, 0),
    {"print", 0, read_print, 0},
    ACTION("warned", warned, read_bool, 0),
    ACTION("bulk", bulk, read_bool, 0),
    ACTION("reopens", reopens, read_reopens, 0),
};

static bool actions_overlap(const struct form *f, const struct action *a, const struct action *b)
{
    for (size_t s = 0; s < f->nstates; s++)
        if ((!a->from || a->from[s]) && (!b->from || b->from[s]))
            return true;
    return false;
}

void read_actions(struct loader *l, struct node n, void *to)
{
    struct form *f = to;
    size_t count = read_seq(l, n, _("actions"));
    f->actions = form_alloc(l, count, sizeof *f->actions);
    read_names(l, n, f->actions, sizeof *f->actions, offsetof(struct action, name));
    void *it = NULL;
    for (struct node i; count && (i = seq_next(n, &it)).y; f->nactions++) {
        struct action *a = &f->actions[f->nactions];
        struct node slots[ARRAY_LEN(action_keys)];
        a->to = a->reopens = a->books.receipt = a->row = -1;
        a->at = i.at;
        if (!read_map(l, i, _("an action"), action_keys, ARRAY_LEN(action_keys), a, slots))
            continue;
        ask_settle(l, a);
        if (a->at_save && a->key)
            form_bad(l, &i.at, _("an action with 'at_save' has no key: it happens by itself"));
        if (a->rank && !a->key)
            form_bad(l, &slots[2].at, _("'rank' belongs to 'key': what has no key is never offered"));
        if (a->books.series && a->books.n == 0)
            form_bad(l, &i.at, _("'receipt' belongs to 'books', and there is none"));
        if (a->message.text[LANG_ZH] && !a->needs)
            form_bad(l, &i.at, _("'message' belongs to 'needs', and there is none"));
        for (size_t k = 0; a->key && k < f->nactions; k++)
            if (f->actions[k].key == a->key && actions_overlap(f, a, &f->actions[k])) {
                form_bad(l, &slots[1].at, _("key '%c' is already that of the action '%s' in the same state"), a->key,
                         f->actions[k].name ? f->actions[k].name : "?");
                break;
            }
    }
}
