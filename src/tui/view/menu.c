/* F10: all registers by group, each with the key that its form names, and what concerns the desk. A source of rows:
 * what has no key is found by typing its name. */
#include "app.h"
#include "office/office.h"
#include "show.h"
#include "view/rows.h"

#include <stdlib.h>
#include <string.h>

static void menu_lang(struct app *a)
{
    app_set_lang(a, app_lang(a) == LANG_ZH ? LANG_EN : LANG_ZH);
}

static void menu_settings(struct app *a)
{
    app_push(a, settings_view(a));
}

static void menu_verify(struct app *a)
{
    int64_t lines = 0, bad = 0;
    app_say(a, INK_NORMAL, _("Checking ..."));
    term_flush();
    if (desk_verify(app_desk(a), false, &lines, &bad) == QT_OK)
        app_say(a, INK_DONE, _("The journal is whole: %lld lines."), (long long)lines);
    else
        app_say(a, INK_ALERT, "%s", fault_text());
}

static void menu_about(struct app *a)
{
    const char *warning = desk_warning(app_desk(a));
    char *text =
        mem_printf("qiantai %s\n%s\n%s: %s\n%s: %zu\n%s: %s\n\n%s", QT_VERSION,
                   desk_building(app_desk(a)) ? desk_building(app_desk(a)) : "", _("Database"), desk_path(app_desk(a)),
                   _("Registers"), desk_forms(app_desk(a))->n, _("Time zone"), zone_name(), warning ? warning : "");
    dialog_tell(a, _("About this desk"), text);
    free(text);
}

static const struct item {
    char key;
    const char *label;
    int right; /* of the house, that it takes; 0: none */
    void (*run)(struct app *a);
    bool office; /* a supervisor's work; else of the desk */
} items[] = {
    {.key = 'L', .label = "English / 中文", .run = menu_lang},
    {.key = 'P', .label = N_("Change my PIN"), .run = pin_change},
    {.key = 'M', .label = N_("Ledger"), .run = accounts_open}, /* only for those who may look at accounts */
    {.key = 'S',
     .label = N_("Settings of the building"),
     .right = RIGHT_SETTINGS,
     .run = menu_settings,
     .office = true},
    {.key = 'D', .label = N_("What is kept about one person"), .right = RIGHT_APPROVE, .run = person_ask},
    {.key = 'T', .label = N_("Staff and roles"), .right = RIGHT_STAFF, .run = staff_show, .office = true},
    {.key = 'I', .label = N_("Import a list (CSV, Excel)"), .right = RIGHT_IMPORT, .run = import_ask, .office = true},
    {.key = 'W', .label = N_("Units of a tower by a pattern"), .right = RIGHT_IMPORT, .run = tower_ask, .office = true},
    {.key = 'J',
     .label = N_("Imports so far, take one back"),
     .right = RIGHT_IMPORT,
     .run = imports_show,
     .office = true},
    {.key = 'V', .label = N_("Check the journal"), .right = RIGHT_SETTINGS, .run = menu_verify, .office = true},
    {.key = 'U',
     .label = N_("The clock is right"),
     .right = RIGHT_SETTINGS,
     .run = session_clock}, /* only while it is in doubt */
    {.key = 'A', .label = N_("About this desk"), .run = menu_about},
    {.key = 'X', .label = N_("Leave the desk (sign out)"), .run = session_lock},
    {.key = 'Q', .label = N_("End the program"), .run = app_leave},
};

struct menu_line { /* something to choose */
    char key;
    const struct form *form; /* NULL: one of the items */
    const struct item *item;
    const char *label, *group;
};

static void menu_add(struct rows *l, struct menu_line line)
{
    if (!rows_wants(l, line.label))
        return;
    struct menu_line *kept = mem_alloc(sizeof *kept);
    *kept = line;
    rows_add(l, kept);
}

static void menu_add_group(struct rows *l, const char *name, const char *label)
{
    struct app *a = l->view.app;
    const struct forms *forms = desk_forms(app_desk(a));
    for (size_t i = 0; i < forms->n; i++) {
        const struct form *f = forms->v[i];
        if (strcmp(f->group ? f->group : "", name) == 0 && desk_allows(app_desk(a), f, RIGHT_LOOK))
            menu_add(l, (struct menu_line){f->key, f, NULL, form_title(f, app_lang(a)), label});
    }
}

static bool menu_offers(struct app *a, const struct item *i)
{
    if (i->run == session_clock && !desk_clock_doubt(app_desk(a)))
        return false;
    if (i->run == accounts_open)
        return accounts_offered(a);
    return !i->right || desk_allows(app_desk(a), NULL, (enum right)i->right);
}

static void menu_fill(struct rows *l)
{
    struct app *a = l->view.app;
    const struct forms *forms = desk_forms(app_desk(a));
    for (size_t i = 0; i < forms->ngroups; i++)
        menu_add_group(l, forms->groups[i].name, label_of(&forms->groups[i].label, app_lang(a), forms->groups[i].name));
    menu_add_group(l, "", _("Others"));
    for (int office = 0; office < 2; office++)
        for (const struct item *i = items; i < items + ARRAY_LEN(items); i++)
            if (i->office == office && menu_offers(a, i))
                menu_add(l, (struct menu_line){i->key, NULL, i, _(i->label), office ? _("Office") : _("Desk")});
}

static int64_t menu_id(const void *row)
{
    const struct menu_line *e = row;
    return e->form ? e->form->index + 1 : items - e->item - 1;
}

enum column { KEY, LABEL };

static void menu_columns(struct rows *l)
{
    rows_column(l, (struct rows_column){.head = "", .id = KEY, .least = 1, .most = 1});
    rows_column(l, (struct rows_column){.head = _("Register"), .id = LABEL, .least = 10, .most = 60, .text = true});
}

static void menu_cell(struct rows *l, const void *row, const struct rows_column *c, struct rows_cell *out)
{
    const struct menu_line *e = row;
    (void)l;
    out->ink = c->id == KEY ? INK_KEY : INK_NORMAL;
    out->text = c->id == KEY ? mem_printf("%c", e->key ? e->key : ' ') : mem_dup(e->label);
}

static void menu_look(struct rows *l, const void *row, struct rows_look *out)
{
    (void)l;
    out->group_ink = INK_QUIET;
    snprintf(out->group, sizeof out->group, "%s ", ((const struct menu_line *)row)->group);
}

static const char *menu_empty(struct rows *l)
{
    (void)l;
    return _("Nothing here. Esc everything.");
}

static const struct rows_source menu_source = {
    .fill = menu_fill,
    .drop = free,
    .id = menu_id,
    .columns = menu_columns,
    .cell = menu_cell,
    .look = menu_look,
    .empty = menu_empty,
};

static void menu_choose(struct app *a, const struct menu_line *now)
{
    if (!now->form) {
        now->item->run(a);
        return;
    }
    app_pop(a);
    app_show(a, now->form, 0);
}

static unsigned menu_key(struct view *v, const struct key_event *ev)
{
    struct rows *l = (struct rows *)v;
    rows_read(l);
    for (size_t i = 0; !rows_typing(v) && ev->code == K_TEXT && i < l->nall; i++) {
        const struct menu_line *e = l->all[i];
        if (e->key && e->key == ev->text[0] && !ev->text[1]) {
            menu_choose(v->app, e);
            return TAKEN | KEYS;
        }
    }
    return rows_key(v, ev);
}

static unsigned menu_command(struct view *v, int id)
{
    struct rows *l = (struct rows *)v;
    if (id == CMD_MENU)
        return TAKEN | CLOSE;
    if (id != CMD_OPEN)
        return rows_command(v, id);
    const struct menu_line *now = rows_now(l);
    rows_filter_stop(l);
    if (now)
        menu_choose(v->app, now);
    return TAKEN | KEYS;
}

static const struct view_ops menu_ops = {
    .name = "menu",
    .flags = VIEW_ROWS,
    .heading = N_("Menu"),
    .layout = rows_layout,
    .draw = rows_draw,
    .command = menu_command,
    .key = menu_key,
    .click = rows_click,
    .close = rows_view_close,
    .status = rows_status,
    .position = rows_position,
    .typing = rows_typing,
};

struct view *menu_view(struct app *a)
{
    return rows_new(sizeof(struct rows), &menu_ops, &menu_source, a);
}
