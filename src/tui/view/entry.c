/* Entering a record, and filling a form to search: fields, drafts, leaving. Saving is in entry_save.c. */
#include "view/entry.h"
#include "app.h"
#include "qiantai/desk_undo.h"
#include "show.h"

#include <stdlib.h>

static void entry_title(struct view *v, struct buf *out)
{
    struct entry *e = (struct entry *)v;
    const struct form *f = e->r->form;
    char *kind = form_short(f, app_lang(v->app)), *who = e->base ? desk_name(app_desk(v->app), e->base) : NULL;
    buf_addf(out, "%s%s%s  %s", kind, who ? "  " : "", who ? who : "",
             e->found ? _("search form")
             : who    ? _("changing")
                      : _("new"));
    free(who);
    free(kind);
}

static void entry_layout(struct view *v)
{
    struct entry *e = (struct entry *)v;
    answers_layout(&e->answers, v->app, e->found ? 0 : v->cols);
    e->fields->margin = e->answers.cols[0] > 0;
    fields_layout(e->fields, v->rows, v->cols);
    answers_house(&e->answers, e->fields);
}

/* Under a drawer the field it may be about stays in sight. Returns the rows that are left. */
static int entry_make_room(struct entry *e)
{
    int covered = app_covered(e->view.app), rows = e->view.rows - covered > 1 ? e->view.rows - covered : 1;
    if (covered == e->covered)
        return rows;
    if (!e->covered)
        e->top = e->fields->top;
    e->covered = covered;
    if (covered) {
        e->fields->rows = rows;
        e->fields->all = true;
    } else {
        entry_layout(&e->view);
        e->fields->top = e->top;
    }
    fields_scroll(e->fields);
    return rows;
}

static void entry_draw(struct view *v, WINDOW *w, bool all)
{
    struct entry *e = (struct entry *)v;
    int rows = entry_make_room(e);
    e->answers.stale |= all || e->fields->all;
    e->fields->button = e->found ? _("F4 search") : _("F4 save");
    if (fields_draw(e->fields, w, all))
        status_draw(v->app);
    answers_draw(&e->answers, e->fields, w, rows);
}

static void entry_close(struct view *v)
{
    struct entry *e = (struct entry *)v;
    fields_free(e->fields);
    answers_free(&e->answers);
    free(e->word);
    record_free(e->r);
    record_free(e->base);
}

static bool entry_dirty(const struct entry *e)
{
    return e->fields->serial > 0;
}

static bool entry_save_state(struct view *v)
{
    struct entry *e = (struct entry *)v;
    if (e->found || !entry_dirty(e) || e->kept == e->fields->serial)
        return true;
    struct record *now = fields_snapshot(e->fields);
    bool kept = drafts_keep(v->app, now, fields_field(e->fields), -1, &e->draft);
    if (kept)
        e->kept = e->fields->serial;
    record_free(now);
    return kept;
}

/* A form with something typed in is not left by one key. F12 again leaves it, kept as a draft: F12 pressed often enough
 * ends at the board, and loses nothing. */
static void entry_back(struct entry *e)
{
    struct app *a = e->view.app;
    const struct pick items[] = {{0, _("Go on typing")}, {0, _("Keep it as a draft (F12)")}, {0, _("Throw it away")}};
    if (offers_open(e->fields)) {
        offers_dismiss(e->fields);
        return;
    }
    if (e->found) {
        e->found(e->found_arg, NULL);
        app_pop(a);
        return;
    }
    bool dirty = entry_dirty(e);
    int said = dirty ? dialog_choose(a, _("Leave this form?"), items, 3, 0) : 1;
    if (said == 0 || app_over(a)) /* a code was scanned over the question: the form waits */
        return;
    if (said < 2 && !entry_save_state(&e->view))
        return; /* said why; the form stays */
    if (said == 2 && e->draft)
        (void)app_ok(a, desk_draft_drop(app_desk(a), e->draft));
    app_pop(a);
    if (dirty && said < 2)
        app_say(a, INK_DONE, "%s",
                e->base ? _("Kept as a draft; F2 on the board lists it.") : _("Kept as a draft. F2 goes on with it."));
    a->counted = false;
}

/* The current secret field of a stored record. */
static void entry_reveal(struct entry *e)
{
    struct app *a = e->view.app;
    int field = fields_field(e->fields);
    if (field < 0 || !e->base || !e->r->form->fields[field].secret || !e->r->v[field].sealed)
        return;
    if (!app_ok(a, desk_attempt(app_desk(a), e->r->form, e->base, field, -1, RIGHT_REVEAL)))
        return;
    const struct field *rule = &e->r->form->fields[field];
    char *plain = dialog_reveal(a, e->base, field);
    if (plain)
        dialog_tell(a, label_of(&rule->label, app_lang(a), rule->name), plain);
    free(plain);
}

/* Where the margin has no room F3 shows it, unless it has something to choose from in this field. */
static bool entry_tells_unit(const struct entry *e)
{
    int now = e->fields->now;
    const struct slot *s = now < (int)e->fields->n ? &e->fields->slots[now] : NULL;
    bool chooses = s && (slot_is_choice(e->fields, s) || slot_looks_up(e->fields, s) ||
                         e->r->form->fields[s->field].type == FT_ITEMS);
    return !e->found && !chooses && !e->answers.cols[0] && aside_unit(e->r);
}

/* Yes to what the margin asks. */
static void entry_agree(struct entry *e)
{
    const struct question *q = answers_asked(&e->answers);
    if (!q) {
        app_say(e->view.app, INK_NORMAL, "%s", _("Nothing is asked here."));
    } else if (q->kind == QUESTION_ALREADY) {
        entry_lead(e, q->already.id);
    } else if (fields_commit(e->fields)) {
        value_text(&e->r->v[q->field], q->words.choice->name);
        e->fields->touched[q->field] = true;
        fields_changed(e->fields);
    }
}

static unsigned entry_command(struct view *v, int command)
{
    struct entry *e = (struct entry *)v;
    switch (command) {
    case CMD_SAVE:
        if (e->found)
            entry_search(e);
        else
            entry_save(e, false);
        return TAKEN;
    case CMD_SAVE_ADMIT:
        if (!e->found)
            entry_save(e, true);
        return TAKEN;
    case CMD_BACK:
        entry_back(e);
        return TAKEN;
    case CMD_NEW: /* a call in the middle of it: the form waits beneath */
        if (!e->found && entry_save_state(v))
            app_choose_new(v->app, NULL);
        return TAKEN;
    case CMD_FILTER:
        if (entry_tells_unit(e))
            answers_tell(&e->answers, e->fields);
        else if (fields_field(e->fields) >= 0)
            slot_choose(e->fields, &e->fields->slots[e->fields->now]);
        return TAKEN;
    case CMD_AGREE:
        entry_agree(e);
        return TAKEN;
    case CMD_REVEAL:
        entry_reveal(e);
        return TAKEN;
    default:
        return 0;
    }
}

static unsigned entry_key(struct view *v, const struct key_event *ev)
{
    struct entry *e = (struct entry *)v;
    int field = fields_field(e->fields);
    enum went went = fields_key(e->fields, ev);
    if (went == WENT_BUTTON)
        return entry_command(v, CMD_SAVE);
    unsigned left = fields_field(e->fields) != field ? KEEP : 0;
    return went != WENT_NOWHERE ? TAKEN | left : 0;
}

static unsigned entry_idle(struct view *v)
{
    struct entry *e = (struct entry *)v;
    bool asked = answers_asked(&e->answers) != NULL;
    fields_idle(e->fields);
    answers_idle(&e->answers, e->fields, !e->base && !e->found);
    return asked != (answers_asked(&e->answers) != NULL) ? KEYS : 0; /* F6 comes and goes */
}

/* What F5 does by its name, and what F6 says yes to. */
static const char *entry_word(struct view *v, int command)
{
    struct entry *e = (struct entry *)v;
    const struct question *q = command == CMD_AGREE ? answers_asked(&e->answers) : NULL;
    if (q)
        return q->kind == QUESTION_ALREADY ? _("That one") : _("Yes");
    if (command != CMD_SAVE_ADMIT)
        return NULL;
    const struct form *f = e->r->form;
    int act = entry_follows(e);
    if (entry_stacks(e))
        return _("Save, next one");
    free(e->word);
    e->word = act < 0 ? NULL : mem_printf(_("Save, %s"), label_of(&f->actions[act].label, app_lang(v->app), ""));
    return e->word;
}

static void entry_status(struct view *v, struct buf *out)
{
    buf_add(out, " ");
    fields_hint(((struct entry *)v)->fields, out);
}

static const struct form *entry_form(const struct view *v)
{
    return ((const struct entry *)v)->r->form;
}

static const struct view_ops entry_ops = {
    .name = "entry",
    .flags = VIEW_TYPES,
    .title = entry_title,
    .layout = entry_layout,
    .draw = entry_draw,
    .command = entry_command,
    .key = entry_key,
    .idle = entry_idle,
    .save_state = entry_save_state,
    .close = entry_close,
    .status = entry_status,
    .word = entry_word,
    .form = entry_form,
};

static const struct view_ops construct_ops = {
    .name = "construct",
    .flags = VIEW_TYPES,
    .title = entry_title,
    .layout = entry_layout,
    .draw = entry_draw,
    .command = entry_command,
    .key = entry_key,
    .close = entry_close,
    .status = entry_status,
    .form = entry_form,
};

static struct entry *entry_new(struct app *a, const struct view_ops *ops, struct record *r, enum fields_mode mode)
{
    struct entry *e = view_new(sizeof *e, ops, a);
    e->r = r;
    e->fields = fields_new(a, r, mode, NULL, 0);
    return e;
}

bool entry_opens(struct app *a, const struct record *r)
{
    char *why = NULL;
    if (!app_ok(a, desk_attempt(app_desk(a), r->form, r, -1, -1, RIGHT_CHANGE)))
        return false;
    bool fixed = desk_fixed(app_desk(a), r, &why);
    if (fixed)
        app_say(a, INK_ALERT, "%s", why);
    free(why);
    return !fixed;
}

int64_t entry_draft(const struct view *v)
{
    return v->ops == &entry_ops ? ((const struct entry *)v)->draft : -1;
}

struct view *entry_view(struct app *a, struct record *base, struct record *r, int64_t draft, int at_field)
{
    struct entry *e = entry_new(a, &entry_ops, r, FIELDS_ENTRY);
    e->base = base ? record_copy(base) : NULL;
    if (base && r->version > 0)
        e->base->version = r->version; /* a draft may be older than what is stored: the save shows the conflict */
    e->draft = draft;
    for (size_t i = 0; i < r->form->nfields; i++)
        e->fields->touched[i] = (base || draft) && r->v[i].kind != VAL_NULL;
    int slot = fields_slot(e->fields, at_field);
    bool there = slot >= 0 && e->fields->slots[slot].shown && !e->fields->slots[slot].readonly;
    fields_focus(e->fields, there ? slot : -1);
    if (draft && e->fields->now < (int)e->fields->n) {
        struct slot *now = &e->fields->slots[e->fields->now];
        now->whole = false;                                  /* half-typed by the clerk, not a proposal: goes on */
        now->changed = slot_is_pinyin(edit_text(now->edit)); /* whom it means is not known yet */
    }
    return &e->view;
}

struct view *entry_next(struct app *a, const struct record *r, int before)
{
    struct record *next = desk_new(app_desk(a), r->form);
    const struct again_rule *again = r->form->again;
    for (size_t i = 0; i < again->n; i++)
        value_copy(&next->v[again->fields[i]], &r->v[again->fields[i]]);
    desk_refresh(app_desk(a), next, NULL);
    struct entry *e = (struct entry *)entry_view(a, NULL, next, 0, 0);
    e->before = before;
    for (size_t i = 0; i < again->n; i++) {
        int slot = fields_slot(e->fields, again->fields[i]);
        e->fields->touched[again->fields[i]] = slot >= 0 && next->v[again->fields[i]].kind != VAL_NULL;
        if (e->fields->touched[again->fields[i]])
            e->fields->slots[slot].filled = true;
    }
    return &e->view;
}

struct view *construct_view(struct app *a, const struct form *f, void (*fn)(void *arg, struct record *like), void *arg)
{
    struct entry *e = entry_new(a, &construct_ops, record_new(f), FIELDS_SEARCH);
    e->found = fn;
    e->found_arg = arg;
    fields_focus(e->fields, -1);
    return &e->view;
}
