/* What can be gone to and done: registers, their lists, what concerns the desk, and every command of the key table,
 * with its keys, so that they are learnt. What cannot be done here or by this person stands last and says why. */
#include "app.h"
#include "show.h"
#include "view/palette.h"

#include <stdlib.h>
#include <string.h>

enum {
    RANK_KEY,      /* its key was typed */
    RANK_BEGINS,   /* its name begins so */
    RANK_NAME,     /* its name has it */
    RANK_MORE,     /* what is said of it */
    RANK_NONE,     /* it is not meant */
    WORD_LEAST = 3 /* letters of an English word, before sentences are searched for it */
};

struct offers { /* of one group, before they are put in order */
    struct palette *p;
    struct entry **v;
    size_t n;
};

/* ---- what fits ----------------------------------------------------------------------------------------------------
 */

/* Letters and digits alone, in small: one says backup, the label says Back up. Caller frees. */
static char *joined(const char *s)
{
    char *folded = text_fold(s), *to = folded;
    for (const char *from = folded; *from; from++)
        if (*from != ' ' && *from != '-')
            *to++ = *from;
    *to = '\0';
    return folded;
}

/* From a word's beginning on: 'sort' is not in 'supervisor told'. */
static bool holds_joined(const char *english, const char *text)
{
    char *part = joined(text);
    bool holds = false, enough = strlen(part) >= WORD_LEAST;
    for (const char *word = english, *gap; word && enough && !holds; word = gap ? gap + 1 : NULL) {
        char *rest = joined(word);
        holds = strncmp(rest, part, strlen(part)) == 0;
        free(rest);
        gap = strpbrk(word, " -");
    }
    free(part);
    return holds;
}

static int rank_of(const struct palette *p, const char *key, const char *name, const char *english, const char *more)
{
    const char *text = rows_filter(&p->rows);
    if (!*text)
        return RANK_NAME;
    if (key && strcmp(key, text) == 0)
        return RANK_KEY;
    if (words_begin(name, text) || words_begin(english, text))
        return RANK_BEGINS;
    if (desk_matches(name, text) || desk_matches(english, text) || strstr(name, text))
        return RANK_NAME;
    if (holds_joined(english, text))
        return RANK_NAME;
    return strlen(text) >= WORD_LEAST && more && desk_matches(more, text) ? RANK_MORE : RANK_NONE;
}

/* Takes the texts over. */
static void offer(struct offers *o, struct entry e)
{
    if (e.rank == RANK_NONE) {
        free(e.name);
        free(e.what);
        free(e.key);
        free(e.label);
        return;
    }
    o->v = mem_resize(o->v, o->n + 1, sizeof *o->v);
    o->v[o->n] = mem_alloc(sizeof **o->v);
    *o->v[o->n++] = e;
}

/* The first ones become rows: all where nothing was typed or the group is open. */
static void show(struct offers *o)
{
    struct palette *p = o->p;
    size_t shown = 0, most = SIZE_MAX;
    if (*rows_filter(&p->rows) && o->n && p->open != o->v[0]->group)
        most = GROUP_ROWS;
    struct entry *last = NULL;
    for (int denied = 0; denied < 2; denied++)
        for (int rank = 0; rank < RANK_NONE; rank++)
            for (size_t i = 0; i < o->n; i++) {
                struct entry *e = o->v[i];
                if (!e || e->denied != denied || e->rank != rank || shown == most)
                    continue;
                o->v[i] = NULL;
                rows_add(&p->rows, last = e);
                shown++;
            }
    if (last)
        last->left = o->n - shown;
    for (size_t i = 0; i < o->n; i++)
        if (o->v[i])
            p->rows.source->drop(o->v[i]);
    free(o->v);
    *o = (struct offers){.p = p};
}

/* ---- registers ----------------------------------------------------------------------------------------------------
 */

static char *lists_of(struct app *a, const struct form *f)
{
    struct buf out = {0};
    for (size_t i = 0; i < f->nlists && f->nlists > 1; i++)
        buf_addf(&out, "%s%s", i ? "  " : "", label_of(&f->lists[i].label, app_lang(a), f->lists[i].name));
    return out.s ? buf_take(&out) : NULL;
}

static const char *group_label(struct palette *p, const struct form *f)
{
    struct app *a = p->rows.view.app;
    const struct forms *forms = desk_forms(app_desk(a));
    if (*rows_filter(&p->rows))
        return _("Registers");
    for (size_t i = 0; i < forms->ngroups; i++)
        if (strcmp(forms->groups[i].name, f->group ? f->group : "") == 0)
            return label_of(&forms->groups[i].label, app_lang(a), forms->groups[i].name);
    return _("Others");
}

static void offer_form(struct offers *o, const struct form *f)
{
    struct app *a = o->p->rows.view.app;
    const char *title = form_title(f, app_lang(a));
    char key[2] = {f->key, '\0'};
    bool allowed = desk_permit(app_desk(a), f, NULL, -1, -1, RIGHT_LOOK) == QT_OK;
    struct entry e = {.kind = ENTRY_FORM,
                      .form = f,
                      .id = -1 - (int64_t)f->index * 64,
                      .group = GROUP_FORMS,
                      .label = mem_dup(group_label(o->p, f)),
                      .name = mem_dup(title),
                      .what = allowed ? lists_of(a, f) : mem_dup(fault_text()),
                      .key = f->key ? mem_dup(key) : NULL,
                      .denied = !allowed,
                      .rank = rank_of(o->p, key, title, form_title(f, LANG_EN), NULL)};
    fault_clear();
    offer(o, e);
}

/* A list of a register, found by its name when something was typed. */
static void offer_list(struct offers *o, const struct form *f, int list)
{
    struct app *a = o->p->rows.view.app;
    const struct list_rule *rule = &f->lists[list];
    const char *label = label_of(&rule->label, app_lang(a), rule->name);
    char *name = mem_printf("%s  %s", form_title(f, app_lang(a)), label);
    int rank = rank_of(o->p, NULL, label, label_of(&rule->label, LANG_EN, rule->name), NULL);
    offer(o, (struct entry){.kind = ENTRY_FORM,
                            .form = f,
                            .list = list,
                            .id = -2 - (int64_t)f->index * 64 - list,
                            .group = GROUP_FORMS,
                            .label = mem_dup(_("Registers")),
                            .name = name,
                            .rank = rank == RANK_NONE ? rank : RANK_MORE});
}

static void add_forms(struct palette *p)
{
    const struct forms *forms = desk_forms(app_desk(p->rows.view.app));
    struct offers o = {.p = p};
    bool typed = *rows_filter(&p->rows) != '\0';
    for (size_t g = 0; g <= forms->ngroups; g++)
        for (size_t i = 0; i < forms->n; i++) {
            const struct form *f = forms->v[i];
            const char *group = g < forms->ngroups ? forms->groups[g].name : "";
            if (strcmp(f->group ? f->group : "", group) != 0)
                continue;
            offer_form(&o, f);
            for (size_t k = 0; typed && f->nlists > 1 && k < f->nlists; k++)
                if (desk_allows(app_desk(p->rows.view.app), f, RIGHT_LOOK))
                    offer_list(&o, f, (int)k);
        }
    show(&o);
}

/* ---- actions of the record below, commands of the desk and of the view
 * ------------------------------------------------------------------------------------------ */

/* Of one that is not possible now the refusal is worked out only when it is looked for. */
static void offer_action(struct offers *o, const struct record *r, int action, bool possible)
{
    struct app *a = o->p->rows.view.app;
    const struct action *rule = &r->form->actions[action];
    const char *name = label_of(&rule->label, app_lang(a), rule->name);
    char key[2] = {rule->key, '\0'};
    int rank = rank_of(o->p, key, name, label_of(&rule->label, LANG_EN, rule->name), NULL);
    char *what = possible ? app_name(a, r) : rank == RANK_NONE ? NULL : desk_action_refusal(app_desk(a), r, action);
    bool typed = *rows_filter(&o->p->rows) != '\0';
    offer(o, (struct entry){.kind = ENTRY_ACTION,
                            .form = r->form,
                            .item = (size_t)action,
                            .about = r->id,
                            .id = -300000 - action,
                            .group = GROUP_ITEMS,
                            .label = mem_dup(typed ? _("Commands") : _("Possible now")),
                            .name = mem_dup(name),
                            .what = what,
                            .key = mem_dup(key),
                            .denied = !possible,
                            .rank = what ? rank : RANK_NONE});
}

static void add_actions(struct offers *o)
{
    struct desk *d = app_desk(o->p->rows.view.app);
    const struct record *r = palette_stands_on(o->p->rows.view.below);
    if (!r)
        return;
    int *possible = mem_alloc((r->form->nactions + 1) * sizeof *possible);
    size_t n = desk_actions(d, r, possible);
    for (size_t i = 0; i < n; i++)
        offer_action(o, r, possible[i], true);
    for (size_t i = 0; *rows_filter(&o->p->rows) && i < r->form->nactions; i++) {
        bool other = r->form->actions[i].key && desk_permit(d, r->form, r, -1, (int)i, RIGHT_ACT) == QT_OK;
        for (size_t k = 0; k < n; k++)
            other = other && possible[k] != (int)i && r->form->actions[possible[k]].key != r->form->actions[i].key;
        if (other)
            offer_action(o, r, (int)i, false);
    }
    fault_clear();
    free(possible);
}

static void add_items(struct offers *o)
{
    struct app *a = o->p->rows.view.app;
    for (size_t n = 0; n < 2 * menu_items(); n++) { /* the desk's, then the office's */
        struct menu_item item;
        size_t i = n % menu_items();
        if (!menu_item(a, i, &item) || item.office != (n >= menu_items()))
            continue;
        char key[2] = {item.key, '\0'};
        offer(o,
              (struct entry){.kind = ENTRY_ITEM,
                             .item = i,
                             .id = -100000 - (int64_t)i,
                             .group = GROUP_ITEMS,
                             .label = mem_dup(item.office && !*rows_filter(&o->p->rows) ? _("Office") : _("Commands")),
                             .name = mem_dup(_(item.label)),
                             .what = item.allowed ? NULL : mem_dup(item.why),
                             .key = item.key ? mem_printf("F10 %s", key) : NULL,
                             .denied = !item.allowed,
                             .rank = rank_of(o->p, key, _(item.label), item.label, NULL)});
    }
}

/* Its label, else the first part of what it does. */
static char *command_name(const char *label, const char *help)
{
    static const char *const ends[] = {",", ";", ".", "，", "；", "。", "、", "（"};
    size_t n = strlen(help);
    for (size_t i = 0; i < ARRAY_LEN(ends); i++) {
        const char *at = strstr(help, ends[i]);
        n = at && (size_t)(at - help) < n && at > help ? (size_t)(at - help) : n;
    }
    return label ? mem_dup(label) : mem_dupn(help, n);
}

/* Is it shown in its other entry, that of the view below? */
static bool shown_by_another(const struct command *c, const char *here)
{
    if (command_in(c, here))
        return false;
    for (const struct command *k = commands; k->id != CMD_NONE; k++)
        if (k->id == c->id && k != c && (command_in(k, here) || (k < c && strcmp(k->help, c->help) == 0)))
            return true;
    return false;
}

static void add_commands(struct offers *o)
{
    const struct view *below = o->p->rows.view.below;
    const char *here = below ? below->ops->name : "board";
    for (const struct command *c = commands; c->id != CMD_NONE; c++) {
        bool possible = command_in(c, here);
        struct buf why = {0};
        if (c->id == CMD_MENU || shown_by_another(c, here))
            continue;
        if (!possible)
            command_places(&why, c->where);
        char *name = command_name(c->label ? _(c->label) : NULL, _(c->help));
        char *english = command_name(c->label, c->help);
        offer(o, (struct entry){.kind = ENTRY_COMMAND,
                                .command = c,
                                .id = -200000 - (int64_t)(c - commands),
                                .group = GROUP_ITEMS,
                                .label = mem_dup(_("Commands")),
                                .name = name,
                                .what = possible ? mem_dup(_(c->help)) : mem_printf(_("Only in: %s"), why.s),
                                .key = mem_dup(command_key_name(c->keys[0])),
                                .denied = !possible,
                                .rank = rank_of(o->p, NULL, name, english, c->help)});
        free(english);
        buf_free(&why);
    }
}

void palette_add_offers(struct palette *p)
{
    struct offers o = {.p = p};
    add_forms(p);
    if (!p->records) /* who looks for people means none of them */
        add_actions(&o);
    add_items(&o);
    add_commands(&o);
    show(&o);
}

/* ---- a row --------------------------------------------------------------------------------------------------------
 */

void palette_cell_offer(struct palette *p, const struct entry *e, enum palette_column c, struct rows_cell *out)
{
    const char *text = c == PAL_NAME ? e->name : c == PAL_WHAT ? e->what : c == PAL_PHONE ? e->key : NULL;
    if (!text)
        return;
    out->text = mem_dup(text);
    out->ink = c == PAL_NAME && !e->denied ? INK_NORMAL : c == PAL_PHONE && !e->denied ? INK_KEY : INK_QUIET;
    if (c == PAL_NAME && !palette_lit(p->words, text, &out->lit, &out->nlit))
        out->nlit = 0;
}

void palette_run(struct palette *p, const struct entry *e)
{
    struct app *a = p->rows.view.app;
    const struct entry now = *e; /* the row goes with the palette */
    if (now.denied) {
        app_say(a, INK_WARN, "%s", now.what);
        return;
    }
    app_pop(a);
    app_draw(a); /* a dialog stands over what was there */
    if (now.kind == ENTRY_FORM) {
        app_show(a, now.form, now.list);
    } else if (now.kind == ENTRY_ACTION) {
        palette_act(a, &now);
    } else if (now.kind == ENTRY_ITEM) {
        menu_run(a, now.item);
    } else {
        struct view *v = a->top;
        unsigned said = v->ops->command ? v->ops->command(v, (int)now.command->id) : 0;
        if (!said)
            a->command(a, (int)now.command->id);
        app_obey(a, v, said);
    }
}
