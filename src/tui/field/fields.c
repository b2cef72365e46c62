/* Fields: which ones, the current one, moving, taking over what was typed. */
#include "field/fields.h"

static const struct field *field_of(const struct fields *f, size_t slot)
{
    return &f->form->fields[f->slots[slot].field];
}

static void slot_state(struct fields *f, struct slot *s)
{
    const struct field *field = &f->form->fields[s->field];
    bool free_hand = f->mode == FIELDS_SEARCH;
    s->shown = free_hand || f->mode == FIELDS_ASK || !field->visible || desk_visible(f->desk, f->r, s->field);
    s->readonly = !free_hand && (f->mode == FIELDS_ASK ? desk_readonly_asked(f->desk, f->r, s->field)
                                                       : desk_readonly(f->desk, f->r, s->field));
    if (f->mode == FIELDS_ENTRY)
        s->required = field->required && desk_required(f->desk, f->r, s->field);
}

static bool belongs(const struct fields *f, const struct field *field)
{
    if (f->mode == FIELDS_SEARCH)
        return field->type != FT_ITEMS && field->type != FT_COMPUTED && !field->secret;
    return !field->system && !field->hidden;
}

static void slot_add(struct fields *f, int field)
{
    const struct field *rule = &f->form->fields[field];
    struct slot *s = &f->slots[f->n++];
    size_t max = rule->max > 0 ? (size_t)rule->max : rule->type == FT_NOTE ? 20000 : 200;
    s->field = field;
    s->tall = rule->type == FT_NOTE || rule->type == FT_ITEMS;
    s->edit = edit_new("", s->tall && f->mode != FIELDS_SEARCH, rule->type == FT_ITEMS ? 0 : max);
    slot_state(f, s);
    slot_load(f, s);
}

/* Two are needed, but either of them is enough: the second one says so. */
static void find_either(struct fields *f)
{
    for (size_t i = 0; i < f->n; i++)
        f->slots[i].either = -1;
    for (size_t i = 0; i < f->n && f->mode == FIELDS_ENTRY; i++)
        for (size_t k = i + 1; k < f->n; k++) {
            struct slot *a = &f->slots[i], *b = &f->slots[k];
            struct value *v = &f->r->v[b->field];
            if (!a->required || !b->required || a->either >= 0 || b->either >= 0 || v->kind != VAL_NULL)
                continue;
            value_text(v, "x");
            bool enough = !desk_required(f->desk, f->r, a->field);
            value_clear(v);
            if (enough) {
                a->either = (int)k;
                b->either = (int)i;
            }
        }
}

struct fields *fields_new(struct app *a, struct record *r, enum fields_mode mode, const int *only, size_t n)
{
    struct fields *f = mem_alloc(sizeof *f);
    *f = (struct fields){.app = a,
                         .desk = app_desk(a),
                         .r = r,
                         .form = r->form,
                         .mode = mode,
                         .slots = mem_alloc((r->form->nfields + n + 1) * sizeof *f->slots),
                         .touched = mem_alloc((record_id_value(r->form) + 1) * sizeof *f->touched),
                         .headings = mem_alloc((r->form->nsections + 1) * sizeof *f->headings),
                         .offers = {.at = -1},
                         .drawn = -1,
                         .all = true};
    if (only) {
        for (size_t i = 0; i < n; i++)
            slot_add(f, only[i]);
    } else {
        int first[] = {form_sys(r->form, SYS_SAVED_AT), form_sys(r->form, SYS_NUMBER), form_sys(r->form, SYS_STATE)};
        for (size_t i = 0; i < ARRAY_LEN(first); i++) /* what records are looked for by most */
            if (belongs(f, &r->form->fields[first[i]]))
                slot_add(f, first[i]);
        for (size_t i = 0; i < r->form->ndeclared; i++)
            if (belongs(f, &r->form->fields[i]))
                slot_add(f, (int)i);
    }
    f->now = (int)f->n;
    find_either(f);
    return f;
}

void fields_free(struct fields *f)
{
    if (!f)
        return;
    offers_close(f);
    for (size_t i = 0; i < f->n; i++) {
        edit_free(f->slots[i].edit);
        slot_choice_forget(&f->slots[i]);
        free(f->slots[i].problem);
        buf_free(&f->slots[i].prefix);
    }
    free(f->slots);
    free(f->touched);
    free(f->headings);
    free(f);
}

int fields_slot(const struct fields *f, int field)
{
    for (size_t i = 0; i < f->n; i++)
        if (f->slots[i].field == field)
            return (int)i;
    return -1;
}

int fields_field(const struct fields *f)
{
    return f->now >= 0 && (size_t)f->now < f->n ? f->slots[f->now].field : -1;
}

void fields_problem(struct fields *f, int slot, const char *why)
{
    struct slot *s = &f->slots[slot];
    free(s->problem);
    s->problem = mem_dup(why);
    f->all = true;
}

static bool reachable(const struct fields *f, int slot)
{
    return f->slots[slot].shown && !f->slots[slot].readonly;
}

/* The next slot in the order of the form file; behind the last one, the button. */
static int next_slot(const struct fields *f, int from, int by)
{
    int i = from + by;
    while (i >= 0 && i < (int)f->n && !reachable(f, i))
        i += by;
    if (i < 0)
        return from < (int)f->n && from >= 0 && reachable(f, from) ? from : (int)f->n;
    return i > (int)f->n ? (int)f->n : i;
}

/* Rows from the top, then columns; the button stands behind all. */
static int64_t seen_at(const struct fields *f, int slot)
{
    enum { COLUMNS = 10000 };
    return slot < (int)f->n ? (int64_t)f->slots[slot].row * COLUMNS + f->slots[slot].x : INT64_MAX;
}

/* The next slot as the eye goes; behind the last one the button, behind that the first. */
static int next_seen(const struct fields *f, int from, int by)
{
    int64_t at = seen_at(f, from), best_at = by > 0 ? INT64_MAX : -1;
    int best = (int)f->n;
    if (by > 0 && from >= (int)f->n)
        at = -1;
    for (int i = 0; i < (int)f->n; i++) {
        int64_t here = seen_at(f, i);
        if (reachable(f, i) && (by > 0 ? here > at && here < best_at : here < at && here > best_at)) {
            best = i;
            best_at = here;
        }
    }
    return best;
}

void fields_focus(struct fields *f, int slot)
{
    offers_close(f);
    f->offers.stale = true;
    if (f->now < (int)f->n)
        slot_choice_forget(&f->slots[f->now]);
    if (slot < 0)
        slot = next_slot(f, -1, 1);
    f->now = slot;
    f->offer = slot < (int)f->n && f->mode == FIELDS_ASK && field_of(f, (size_t)slot)->type == FT_STAFF;
    if (slot < (int)f->n) {
        struct slot *s = &f->slots[slot];
        if (!s->changed)
            slot_load(f, s);
        s->whole = !s->tall && !s->changed && edit_text(s->edit)[0] != '\0';
        (void)edit_move(s->edit, EDIT_END);
    }
    fields_scroll(f);
}

/* Defaults, visibility and texts follow what the record says now. */
void fields_changed(struct fields *f)
{
    if (f->mode == FIELDS_ENTRY)
        desk_refresh(f->desk, f->r, f->touched);
    bool moved = false;
    for (size_t i = 0; i < f->n; i++) {
        struct slot *s = &f->slots[i];
        bool shown = s->shown, readonly = s->readonly;
        slot_state(f, s);
        moved |= shown != s->shown || readonly != s->readonly;
        if (!s->changed)
            slot_load(f, s);
    }
    find_either(f);
    if (moved && f->rows > 0)
        fields_layout(f, f->rows, f->cols);
    f->all = true;
    f->serial++;
}

void slot_mend(struct slot *s)
{
    free(s->problem);
    s->problem = NULL;
    s->told = s->doubted = false;
}

bool slot_take(struct fields *f, struct slot *s, const char *typed)
{
    char *why = NULL;
    int rc = slot_enter(f, f->r, s, typed, &why);
    if (rc < 0)
        fields_problem(f, (int)(s - f->slots), why ? why : fault_text());
    free(why);
    if (rc < 0)
        return false;
    s->changed = s->filled = false;
    f->touched[s->field] = true;
    slot_mend(s);
    fields_changed(f);
    slot_wonder(f, s);
    return true;
}

/* Bare pinyin is nobody's name while several are called so: asked once; then, or with the list closed, it is. */
static bool in_doubt(struct fields *f, struct slot *s, const char *typed)
{
    const char *one;
    bool pinyin = f->mode != FIELDS_SEARCH && !s->doubted && slot_is_pinyin(typed);
    if (!pinyin || (!offers_doubt(f, s, typed) && slot_choice_meant(f, s, typed, &one) < 2))
        return false;
    fields_problem(f, (int)(s - f->slots), _("Several begin so: choose one, or Enter again keeps the letters."));
    s->doubted = true;
    return true;
}

bool fields_commit(struct fields *f)
{
    struct slot *s = f->now < (int)f->n ? &f->slots[f->now] : NULL;
    if (s && s->stray)
        return false;
    if (!s || !s->changed)
        return true;
    if (slot_looks_up(f, s) && offers_meant(f, s))
        return true;
    char *typed = text_trim(edit_text(s->edit));
    bool taken = !in_doubt(f, s, typed) && slot_take(f, s, typed);
    free(typed);
    return taken;
}

/* A wrong value holds the clerk once, with its reason; a second key leaves it marked. Saving comes back to it. */
static void go(struct fields *f, int slot)
{
    if (slot == f->now)
        return;
    if (!fields_commit(f)) {
        struct slot *s = &f->slots[f->now];
        if (!s->told) {
            s->told = true;
            return;
        }
    }
    if (slot < (int)f->n && !reachable(f, slot)) /* what was just taken over hides it */
        slot = next_slot(f, slot, slot < f->now ? -1 : 1);
    fields_focus(f, slot);
}

void fields_problems(struct fields *f, const struct field_problems *p)
{
    int first = -1;
    for (size_t i = 0; i < p->n; i++) {
        int slot = fields_slot(f, p->v[i].field);
        if (slot >= 0 && f->slots[slot].shown) {
            fields_problem(f, slot, p->v[i].text);
            if (first < 0 || slot < first)
                first = slot;
        } else {
            app_say(f->app, INK_ALERT, "%s", p->v[i].text);
        }
    }
    if (first >= 0)
        fields_focus(f, first);
}

struct record *fields_snapshot(const struct fields *f)
{
    struct record *copy = record_copy(f->r);
    for (size_t i = 0; i < f->n; i++) {
        const struct slot *s = &f->slots[i];
        if (!s->changed)
            continue;
        char *why = NULL;
        if (slot_enter(f, copy, s, edit_text(s->edit), &why) < 0 && field_of(f, i)->type != FT_ITEMS)
            value_text(&copy->v[s->field], edit_text(s->edit)); /* as typed: not lost, and refused at save */
        free(why);
    }
    return copy;
}

void fields_idle(struct fields *f)
{
    if (f->now < (int)f->n && (f->offer || f->slots[f->now].changed))
        offers_update(f, f->offer);
    f->offer = false;
}

/* Enter in a note begins a line; on an empty line it goes on to the next field. */
static bool note_enter(struct slot *s)
{
    const char *text = edit_text(s->edit);
    size_t at = edit_caret(s->edit);
    if (!s->tall || s->readonly || text[0] == '\0')
        return false;
    if (at > 0 && text[at - 1] == '\n' && text[at] == '\0') {
        (void)edit_kill(s->edit, EDIT_BACKSPACE);
        return false;
    }
    (void)edit_insert(s->edit, "\n");
    s->changed = true;
    return true;
}

static enum went enter(struct fields *f)
{
    if (f->now >= (int)f->n)
        return WENT_BUTTON;
    struct slot *s = &f->slots[f->now];
    if (f->form->fields[s->field].type == FT_ITEMS) {
        bool filled = f->r->v[s->field].kind != VAL_NULL; /* then Enter goes on, as everywhere; F3 opens the rows */
        if (filled || slot_items(f, s, NULL))
            go(f, next_slot(f, f->now, 1));
        return WENT_ON;
    }
    if (slot_looks_up(f, s) && offers_take(f))
        return WENT_ON;
    if (!note_enter(s))
        go(f, next_slot(f, f->now, 1));
    return f->mode == FIELDS_ASK && f->now >= (int)f->n ? WENT_BUTTON : WENT_ON;
}

/* Keys that come all at once, over a slow line, find the same candidates as keys that come one by one. */
static enum went up_down(struct fields *f, int by)
{
    if (by > 0 && f->now < (int)f->n && f->slots[f->now].changed)
        offers_update(f, false);
    if (offers_open(f) && offers_move(f, by))
        return WENT_ON;
    if (f->now < (int)f->n && f->slots[f->now].tall && edit_move(f->slots[f->now].edit, by < 0 ? EDIT_UP : EDIT_DOWN))
        return WENT_ON;
    go(f, fields_beside(f, by));
    return WENT_ON;
}

/* In a text of several lines a page of it, else to the first field or the button. */
static enum went page(struct fields *f, int by)
{
    struct slot *s = f->now < (int)f->n ? &f->slots[f->now] : NULL;
    bool moved = false;
    for (int i = 0; s && s->tall && (i == 0 || i + 1 < s->lines); i++)
        moved = edit_move(s->edit, by < 0 ? EDIT_UP : EDIT_DOWN) || moved;
    if (!moved)
        go(f, by < 0 ? next_slot(f, -1, 1) : (int)f->n);
    return WENT_ON;
}

static enum went type(struct fields *f, const struct key_event *ev)
{
    if (f->now >= (int)f->n)
        return WENT_NOWHERE;
    struct slot *s = &f->slots[f->now];
    if (f->form->fields[s->field].type == FT_ITEMS) { /* what is typed begins a row */
        if (ev->code != K_TEXT || ev->text[0] == ' ' || s->readonly)
            return WENT_NOWHERE;
        if (slot_items(f, s, ev))
            go(f, next_slot(f, f->now, 1));
        return WENT_ON;
    }
    bool taken = (slot_is_choice(f, s) && slot_choice_key(f, s, ev)) || slot_text_key(f, s, ev);
    if (!taken)
        return WENT_NOWHERE;
    if (s->problem && s->changed) {
        slot_mend(s);
        f->all = true;
    }
    return WENT_ON;
}

enum went fields_key(struct fields *f, const struct key_event *ev)
{
    if (ev->code == K_ENTER && ev->scanned && fields_strayed(f, ev->scanned))
        return WENT_ON;
    switch (ev->code) {
    case K_ENTER:
        return enter(f);
    case K_TAB: /* Enter goes in the order in which one asks, Tab in the order in which it stands there */
        go(f, next_seen(f, f->now, 1));
        return WENT_ON;
    case K_BACKTAB:
        go(f, next_seen(f, f->now, -1));
        return WENT_ON;
    case K_UP:
        return up_down(f, -1);
    case K_DOWN:
        return up_down(f, 1);
    case K_PGUP:
        return page(f, -1);
    case K_PGDN:
        return page(f, 1);
    case K_F3:
    case K_CTRL + 'f':
        if (f->now < (int)f->n)
            slot_choose(f, &f->slots[f->now]);
        return WENT_ON;
    default:
        return type(f, ev);
    }
}
