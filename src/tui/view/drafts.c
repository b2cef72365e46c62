/* Half-typed forms: the list of one's own, and the question of F2 whether to go on with one. */
#include "app.h"
#include "show.h"
#include "view/entry.h"
#include "view/rows.h"
#include "view/scroll.h"

#include <stdlib.h>
#include <string.h>

enum { OFFERED = 3, OFFERED_FOR = 12 * 3600 }; /* by F2: the newest, of this shift */

/* ---- one of them ------------------------------------------------------------------------------------------------- */

struct kept {
    struct draft *draft;
    const struct form *form; /* NULL: the register is missing */
    char *who;
};

static bool in_hand(struct app *a, int64_t id)
{
    for (struct view *v = a->top; v; v = v->below)
        if (entry_draft(v) == id)
            return true;
    return dialog_ask_draft(a) == id;
}

bool drafts_keep(struct app *a, const struct record *now, int at_field, int action, int64_t *id)
{
    const struct who *who = desk_who(a->desk);
    struct draft draft = {.id = *id,
                          .staff = (char *)who->staff,
                          .terminal = (char *)who->terminal,
                          .reg = now->form->name,
                          .record = now->id,
                          .data = desk_draft_pack(now, at_field, action),
                          .at = clock_now()};
    int rc = desk_draft_keep(a->desk, &draft);
    if (rc >= 0)
        *id = draft.id;
    else if (!term_hung_up())
        app_say(a, INK_WARN, "%s", fault_text());
    free(draft.data);
    return rc >= 0;
}

int64_t drafts_of_action(struct app *a, const struct record *r, int action, struct record **typed, int *at)
{
    struct draft *v = NULL;
    size_t n = 0;
    int64_t id = 0;
    if (desk_draft_list(a->desk, &v, &n) < 0)
        fault_clear();
    for (size_t i = 0; i < n && !id; i++) {
        if (v[i].record != r->id || strcmp(v[i].reg, r->form->name) != 0 || desk_draft_action(&v[i], r->form) != action)
            continue;
        if (desk_draft_unpack(a->desk, &v[i], typed, at) == QT_OK)
            id = v[i].id;
        else
            fault_clear();
    }
    desk_draft_free(v, n);
    return id;
}

static void name_it(struct app *a, struct kept *k)
{
    struct record *r = NULL;
    int at = 0;
    k->form = forms_find(desk_forms(a->desk), k->draft->reg);
    if (desk_draft_unpack(a->desk, k->draft, &r, &at) < 0)
        fault_clear();
    k->who = r ? app_name(a, r) : mem_dup("");
    if (!k->who[0]) {
        free(k->who);
        k->who = mem_dup(_("no name yet"));
    }
    record_free(r);
}

static void take_up(struct app *a, const struct draft *d)
{
    struct record *base = NULL, *r = NULL;
    int at = 0;
    if (!app_ok(a, desk_draft_unpack(a->desk, d, &r, &at)))
        return;
    int action = desk_draft_action(d, r->form);
    if (action >= 0 && app_ok(a, desk_get(a->desk, r->form, d->record, &base))) { /* it finds what was typed */
        app_open(a, r->form, d->record);
        app_draw(a);
        (void)act_run(a, base, action);
    }
    if (action >= 0)
        record_free(r);
    else if (!d->record || app_ok(a, desk_get(a->desk, r->form, d->record, &base)))
        app_push(a, entry_view(a, base, r, d->id, at));
    else
        record_free(r);
    record_free(base);
}

size_t drafts_count(struct app *a)
{
    struct draft *v = NULL;
    size_t n = 0, rest;
    if (desk_draft_list(a->desk, &v, &n) < 0)
        fault_clear();
    rest = n;
    for (size_t i = 0; i < n; i++)
        rest -= in_hand(a, v[i].id);
    desk_draft_free(v, n);
    return rest;
}

/* ---- what F2 offers ---------------------------------------------------------------------------------------------- */

struct draft_offers {
    struct draft *v;
    size_t n;
    struct kept kept[OFFERED];
    size_t nkept;
};

static void offers_read(struct app *a, const struct form *f, struct draft_offers *o)
{
    if (desk_draft_list(a->desk, &o->v, &o->n) < 0)
        fault_clear();
    for (size_t i = 0; i < o->n && o->nkept < OFFERED; i++) {
        struct kept *k = &o->kept[o->nkept];
        *k = (struct kept){.draft = &o->v[i]};
        if (o->v[i].record || clock_now() - o->v[i].at > OFFERED_FOR || in_hand(a, o->v[i].id))
            continue;
        name_it(a, k);
        if (k->form && (!f || k->form == f))
            o->nkept++;
        else
            free(k->who);
    }
}

static void offers_free(struct draft_offers *o)
{
    for (size_t i = 0; i < o->nkept; i++)
        free(o->kept[i].who);
    desk_draft_free(o->v, o->n);
}

/* Their lines, before `items`: room for OFFERED. The labels are the caller's. */
static void offers_picks(struct app *a, const struct draft_offers *o, bool of_all, struct pick *items)
{
    for (size_t i = 0; i < o->nkept; i++) {
        char when[32], *reg = of_all ? form_short(o->kept[i].form, app_lang(a)) : mem_dup("");
        time_show(o->kept[i].draft->at, clock_now(), app_lang(a) == LANG_ZH, when, sizeof when);
        items[i] = (struct pick){i ? ' ' : K_ENTER,
                                 mem_printf(_("Go on with %s (%s%s%s)"), o->kept[i].who, reg, *reg ? " " : "", when)};
        free(reg);
    }
}

/* All of one's own, too, where every register is offered. */
static bool offers_all(struct app *a, const struct form *f, struct pick *out)
{
    size_t n = f ? 0 : drafts_count(a);
    if (n)
        *out = (struct pick){'D', mem_printf(_("All half-typed forms (%zu)"), n)};
    return n > 0;
}

int drafts_or(struct app *a, const char *title, const struct form *f, const struct pick *items, size_t n, size_t first)
{
    struct draft_offers o = {0};
    offers_read(a, f, &o);
    struct pick *all = mem_alloc((n + OFFERED + 1) * sizeof *all);
    offers_picks(a, &o, !f, all);
    for (size_t i = 0; i < n; i++)
        all[o.nkept + i] = items[i];
    int said = 0, before = (int)o.nkept, last = before + (int)n;
    bool list = offers_all(a, f, &all[last]);
    if (!f || before)
        said = dialog_choose_again(a, title, all, (size_t)last + list, before ? 0 : (int)first, before + (int)first);
    if (said >= 0 && said < before)
        take_up(a, o.kept[said].draft);
    if (list && said == last)
        drafts_open(a);
    for (int i = 0; i < before; i++)
        free((char *)all[i].label);
    if (list)
        free((char *)all[last].label);
    free(all);
    offers_free(&o);
    return said < before || said >= last ? -1 : said - before;
}

/* ---- the list of them -------------------------------------------------------------------------------------------- */

struct drafts {
    struct rows rows;
    struct draft *v;
    size_t n;
};

static void drafts_let_go(struct drafts *s)
{
    desk_draft_free(s->v, s->n);
    s->v = NULL;
    s->n = 0;
}

static void drafts_fill(struct rows *l)
{
    struct drafts *s = (struct drafts *)l;
    struct app *a = l->view.app;
    drafts_let_go(s);
    if (!app_ok(a, desk_draft_list(a->desk, &s->v, &s->n)))
        return;
    for (size_t i = 0; i < s->n; i++) {
        struct kept k = {.draft = &s->v[i]};
        if (in_hand(a, s->v[i].id))
            continue;
        name_it(a, &k);
        if (rows_wants(l, k.who)) {
            struct kept *row = mem_alloc(sizeof *row);
            *row = k;
            rows_add(l, row);
        } else {
            free(k.who);
        }
    }
}

static void kept_drop(void *row)
{
    free(((struct kept *)row)->who);
    free(row);
}

static int64_t kept_id(const void *row)
{
    return ((const struct kept *)row)->draft->id;
}

enum column { WHO, REGISTER, KIND, WHEN, TERMINAL };

static void drafts_columns(struct rows *l)
{
    static const char *const heads[] = {N_("Who or what"), N_("Register"), N_("New or change"), N_("Last typed"),
                                        N_("Terminal")};
    for (int c = WHO; c <= TERMINAL; c++)
        rows_column(l, (struct rows_column){
                           .head = _(heads[c]), .id = c, .least = c == WHO ? 12 : 4, .most = 40, .text = c == WHO});
}

static void drafts_cell(struct rows *l, const void *row, const struct rows_column *c, struct rows_cell *out)
{
    const struct kept *k = row;
    enum lang lang = app_lang(l->view.app);
    int action = k->form ? desk_draft_action(k->draft, k->form) : -1;
    bool here = strcmp(k->draft->terminal, desk_who(l->view.app->desk)->terminal) == 0;
    char when[32];
    time_show(k->draft->at, clock_now(), lang == LANG_ZH, when, sizeof when);
    const char *const texts[] = {
        [WHO] = k->who,
        [REGISTER] = k->form ? form_title(k->form, lang) : k->draft->reg,
        [KIND] = action >= 0        ? label_of(&k->form->actions[action].label, lang, k->form->actions[action].name)
                 : k->draft->record ? _("change")
                                    : _("new"),
        [WHEN] = when,
        [TERMINAL] = here ? _("here") : k->draft->terminal};
    out->ink = c->id == WHO || c->id == WHEN ? INK_NORMAL : INK_QUIET;
    out->text = mem_dup(texts[c->id]);
}

static const char *drafts_empty(struct rows *l)
{
    (void)l;
    return _("No half-typed form.");
}

static const struct rows_source drafts_source = {
    .fill = drafts_fill,
    .drop = kept_drop,
    .id = kept_id,
    .columns = drafts_columns,
    .cell = drafts_cell,
    .empty = drafts_empty,
};

static void drop_asked(struct app *a, const struct kept *k)
{
    int64_t id = k->draft->id;
    char *who = mem_dup(k->who), *question = mem_printf(_("Throw away what was typed for %s?"), who);
    if (dialog_yes(a, question) && app_ok(a, desk_draft_drop(a->desk, id))) {
        app_changed(a);
        app_say(a, INK_DONE, _("Thrown away: %s"), who);
    }
    free(question);
    free(who);
}

static unsigned drafts_command(struct view *v, int id)
{
    struct rows *l = (struct rows *)v;
    if (id != CMD_OPEN && id != CMD_DROP)
        return rows_command(v, id);
    const struct kept *now = rows_now(l);
    rows_filter_stop(l);
    if (now && id == CMD_OPEN) {
        struct app *a = v->app;
        app_pop(a); /* it comes back by its key: behind the form stands what was there before */
        take_up(a, now->draft);
    } else if (now) {
        drop_asked(v->app, now);
    }
    return TAKEN | KEYS;
}

/* Moving, type-ahead, and the tabs above it. */
static unsigned drafts_key(struct view *v, const struct key_event *ev)
{
    int digit = ev->code == K_TEXT && !view_typing(v) && !ev->text[1] ? ev->text[0] - '0' : 0;
    if (digit >= 1 && digit <= 9) {
        app_tab(v->app, digit);
        return TAKEN | KEYS;
    }
    return rows_move((struct rows *)v, scroll_command(ev->code)) ? TAKEN : rows_key(v, ev);
}

static void drafts_close(struct view *v)
{
    drafts_let_go((struct drafts *)v);
    rows_view_close(v);
}

static const struct view_ops drafts_ops = {
    .name = "drafts",
    .flags = VIEW_ROWS,
    .heading = N_("Half-typed forms"),
    .layout = rows_layout,
    .draw = rows_draw,
    .command = drafts_command,
    .key = drafts_key,
    .click = rows_click,
    .idle = rows_idle,
    .close = drafts_close,
    .reload = rows_reload,
    .status = rows_status,
    .position = rows_position,
    .typing = rows_typing,
};

void drafts_open(struct app *a)
{
    app_push(a, rows_new(sizeof(struct drafts), &drafts_ops, &drafts_source, a));
}
