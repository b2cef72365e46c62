/* Clocks of a form. */
#include "read.h"

/* A name may be both a state and an action: then both are set. */
static void read_events(struct loader *l, struct node n, bool **states, bool **actions, bool *saved)
{
    const struct form *f = l->form;
    *states = form_alloc(l, f->nstates, sizeof **states);
    *actions = form_alloc(l, f->nactions + 1, sizeof **actions);
    void *it = NULL;
    for (struct node i; (i = seq_next(n, &it)).y;) {
        char *s = read_word(l, i);
        if (!s)
            continue;
        int state = form_state(f, s), action = form_action(f, s);
        if (state >= 0)
            (*states)[state] = true;
        if (action >= 0)
            (*actions)[action] = true;
        bool group = form_add_group(f, s, *states);
        if (state >= 0 || action >= 0 || group)
            continue;
        if (saved && strcmp(s, "saved") == 0) {
            *saved = true;
            continue;
        }
        struct names ns = {0};
        if (saved)
            form_names_add(&ns, "saved");
        for (size_t k = 0; k < f->nstates; k++)
            if (f->states[k].name)
                form_names_add(&ns, f->states[k].name);
        for (size_t k = 0; k < f->ngroups; k++)
            form_names_add(&ns, f->groups[k].name);
        for (size_t k = 0; k < f->nactions; k++)
            if (f->actions[k].name)
                form_names_add(&ns, f->actions[k].name);
        form_bad_name(l, &i.at, _("state or action"), s, &ns);
    }
}

static void read_start(struct loader *l, struct node n, void *to)
{
    struct clock_rule *c = to;
    read_events(l, n, &c->start_state, &c->start_action, &c->start_saved);
}

static void read_stop(struct loader *l, struct node n, void *to)
{
    struct clock_rule *c = to;
    const struct form *f = l->form;
    bool any = n.y != NULL;
    read_events(l, n, &c->stop_state, &c->stop_action, NULL);
    for (size_t i = 0; !n.y && i < f->nstates; i++)
        any |= c->stop_state[i] = f->states[i].final;
    if (!any)
        form_bad(l, &n.at, _("a clock needs 'stop': no state of this form is final, so nothing would end it"));
}

static void read_pause(struct loader *l, struct node n, void *to)
{
    *(bool **)to = read_state_set(l, n);
}

static void read_kind(struct loader *l, struct node n, void *to)
{
    static const char *const kinds[] = {"answer", "news", "solution"};
    int i = read_choice(l, n, _("kind of clock"), kinds, ARRAY_LEN(kinds));
    *(char **)to = i < 0 ? NULL : arena_dup(&l->set->arena, kinds[i]);
}

static void read_escalate(struct loader *l, struct node n, void *to)
{
    static const struct key keys[] = {
        {"after", offsetof(struct clock_rule, escalate_after), read_expr, 0},
        {"when", offsetof(struct clock_rule, escalate_when), read_expr, 0},
        {"to", offsetof(struct clock_rule, escalate_to), read_role, KEY_MUST},
    };
    const struct clock_rule *c = to;
    if (read_map(l, n, _("escalate"), keys, ARRAY_LEN(keys), to, NULL) && !c->escalate_after && !c->escalate_when)
        form_bad(l, &n.at, _("escalate needs 'after' (how long after the deadline), 'when' (at once if true) or both"));
}

/* An expression, or a share of the clock's time: 75%. */
static void read_warn(struct loader *l, struct node n, void *to)
{
    struct clock_rule *c = to;
    const char *s;
    size_t len;
    if (!node_text(n, &s, &len) || len < 2 || len > 3 || s[len - 1] != '%') {
        read_expr(l, n, &c->warn);
        return;
    }
    for (size_t i = 0; i + 1 < len; i++)
        c->warn_share = s[i] >= '0' && s[i] <= '9' && c->warn_share >= 0 ? c->warn_share * 10 + (s[i] - '0') : -1;
    if (c->warn_share < 1)
        form_bad(l, &n.at, _("a share of the time is written 1%% to 99%%"));
}

static void read_who(struct loader *l, struct node n, void *to)
{
    struct clock_rule *c = to;
    void *it = NULL;
    c->who = form_alloc(l, seq_count(n), sizeof *c->who);
    for (struct node i; (i = seq_next(n, &it)).y;) {
        int field = read_field(l, i);
        if (field < 0)
            continue;
        if (l->form->fields[field].type != FT_STAFF && l->form->fields[field].type != FT_ENUM)
            form_bad(l, &i.at, _("'who' names fields of type staff or enum"));
        c->who[c->nwho++] = field;
    }
}

#define CLOCK(key, member, read, flags)                                                                                \
    {                                                                                                                  \
        key, offsetof(struct clock_rule, member), read, flags                                                          \
    }
static const struct key clock_keys[] = {
    CLOCK("name", name, read_name, KEY_MUST),
    CLOCK("label", label, read_bilingual, KEY_MUST),
    CLOCK("when", when, read_expr, 0),
    {"start", 0, read_start, KEY_MUST},
    CLOCK("due", due, read_expr, KEY_MUST),
    {"stop", 0, read_stop, KEY_ALWAYS},
    CLOCK("pause", pause_state, read_pause, 0),
    CLOCK("kind", kind, read_kind, 0),
    {"warn", 0, read_warn, 0},
    {"escalate", 0, read_escalate, 0},
    CLOCK("owner", owner, read_role, 0),
    {"who", 0, read_who, 0},
};

/* Q2, Q3: one clock of each kind, and waiting stops the solution only. */
static void check_clock(struct loader *l, const struct place *at, const struct clock_rule *c)
{
    const struct form *f = l->form;
    if (!c->kind)
        return;
    if (c->pause_state && strcmp(c->kind, "solution") != 0)
        form_bad(l, at, _("waiting stops the solution clock and nothing else: no 'pause' for kind %s"), c->kind);
    for (size_t i = 0; i < f->nclocks; i++)
        if (f->clocks[i].kind && strcmp(f->clocks[i].kind, c->kind) == 0)
            form_bad(l, at, _("a case has one clock of kind %s, and '%s' is one already"), c->kind,
                     f->clocks[i].name ? f->clocks[i].name : "?");
}

void read_urgent(struct loader *l, struct node n, void *to)
{
    struct form *f = to;
    read_expr(l, n, &f->urgent);
    if (f->nclocks == 0)
        form_bad(l, &n.at, _("'urgent' is about the board, and this form has no clocks: nothing of it stands there"));
}

void read_clocks(struct loader *l, struct node n, void *to)
{
    struct form *f = to;
    size_t count = read_seq(l, n, _("clocks"));
    f->clocks = form_alloc(l, count, sizeof *f->clocks);
    read_names(l, n, f->clocks, sizeof *f->clocks, offsetof(struct clock_rule, name));
    void *it = NULL;
    for (struct node c; count && (c = seq_next(n, &it)).y; f->nclocks++)
        if (read_map(l, c, _("a clock"), clock_keys, ARRAY_LEN(clock_keys), &f->clocks[f->nclocks], NULL)) {
            read_no_owner(l, &c.at, &f->clocks[f->nclocks].owner);
            check_clock(l, &c.at, &f->clocks[f->nclocks]);
        }
}
