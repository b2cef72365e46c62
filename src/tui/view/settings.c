/* Settings of the building, under the register they are of: explanation, value and default. A source of rows. */
#include "app.h"
#include "show.h"
#include "view/rows.h"

#include <stdlib.h>
#include <string.h>

struct setting {
    int64_t id;
    char *name, *value, *text;
    const char *preset; /* the default */
    char *about;        /* the register's short title */
};

static void setting_drop(void *row)
{
    struct setting *k = row;
    free(k->name);
    free(k->value);
    free(k->text);
    free(k->about);
    free(k);
}

/* The register in the name: "repair.take_minutes", "retention.visitor"; the others are the house's. */
static char *setting_about(struct app *a, const char *name)
{
    const char *dot = strchr(name, '.');
    char *first = mem_dupn(name, dot ? (size_t)(dot - name) : 0);
    const struct form *f = dot ? forms_find(desk_forms(app_desk(a)), first) : NULL;
    free(first);
    if (!f && dot)
        f = forms_find(desk_forms(app_desk(a)), dot + 1);
    return f ? form_short(f, app_lang(a)) : mem_dup(_("House"));
}

static int setting_add(const char *name, const char *value, const char *text, void *arg)
{
    struct rows *l = arg;
    const struct setting_rule *rule = forms_setting(desk_forms(app_desk(l->view.app)), name);
    struct setting *k = mem_alloc(sizeof *k);
    *k = (struct setting){.id = (int64_t)l->nall + 1,
                          .name = mem_dup(name),
                          .value = mem_dup(value ? value : ""),
                          .text = mem_dup(text ? text : ""),
                          .preset = rule && rule->value ? rule->value : "",
                          .about = setting_about(l->view.app, name)};
    if (rows_wants(l, k->name) || rows_wants(l, k->text) || rows_wants(l, k->about) || rows_wants(l, k->value))
        rows_add(l, k);
    else
        setting_drop(k);
    return 0;
}

static void settings_fill(struct rows *l)
{
    if (desk_settings_each(app_desk(l->view.app), setting_add, l) < 0)
        app_say(l->view.app, INK_WARN, "%s", fault_text());
}

static int64_t setting_id(const void *row)
{
    return ((const struct setting *)row)->id;
}

static bool setting_own(const struct setting *k)
{
    return strcmp(k->value, k->preset) != 0;
}

enum column { TEXT, VALUE, PRESET };

static void settings_columns(struct rows *l)
{
    bool wide = l->view.cols >= 100;
    rows_column(l, (struct rows_column){.head = _("Setting"), .id = TEXT, .least = 20, .most = 90, .text = true});
    rows_column(l, (struct rows_column){.head = _("Value (* own)"), .id = VALUE, .least = 12, .most = wide ? 24 : 14});
    rows_column(l, (struct rows_column){.head = _("Default"), .id = PRESET, .least = 8, .most = wide ? 14 : 10});
}

static void settings_cell(struct rows *l, const void *row, const struct rows_column *c, struct rows_cell *out)
{
    const struct setting *k = row;
    (void)l;
    out->ink = c->id == PRESET ? INK_QUIET : c->id == VALUE && setting_own(k) ? INK_KEY : INK_NORMAL;
    out->text = mem_dup(c->id == TEXT ? k->text : c->id == VALUE ? k->value : k->preset);
}

static void settings_look(struct rows *l, const void *row, struct rows_look *out)
{
    const struct setting *k = row;
    (void)l;
    out->group_ink = INK_QUIET;
    out->mark_ink = INK_KEY;
    snprintf(out->group, sizeof out->group, "%s ", k->about);
    snprintf(out->mark, sizeof out->mark, "%s", setting_own(k) ? "*" : "");
}

static const char *settings_empty(struct rows *l)
{
    (void)l;
    return _("Nothing here. Esc everything.");
}

/* The whole explanation where its column has cut it off. */
static void settings_under(struct rows *l, struct buf *out)
{
    const struct setting *k = rows_seen(l);
    if (desk_chosen_stale(app_desk(l->view.app), k->name)) {
        buf_addf(out, _("%s is not followed, it is no name: Enter shows those there are"), k->name);
        return;
    }
    if (text_width(k->text) > l->columns[0].width)
        buf_addf(out, "%s   %s", k->text, k->name);
    else
        buf_addf(out, "%s = %s", k->name, k->value);
}

static const struct rows_source settings_source = {
    .fill = settings_fill,
    .drop = setting_drop,
    .id = setting_id,
    .columns = settings_columns,
    .cell = settings_cell,
    .look = settings_look,
    .empty = settings_empty,
    .under = settings_under,
};

struct setting_change {
    struct app *app;
    char *name;
};

static int setting_take(void *arg, const char *said)
{
    const struct setting_change *c = arg;
    return desk_set(app_desk(c->app), c->name, said);
}

/* The names of a setting that only names. Caller frees; NULL: none was chosen. */
static char *setting_choose(struct app *a, const struct setting *k, char **names, size_t n)
{
    struct pick *items = mem_alloc((n + 1) * sizeof *items);
    char *title = mem_dup(k->text), *said = NULL;
    int now = 0;
    items[0].label = _("(empty)");
    for (size_t i = 0; i < n; i++) {
        items[i + 1].label = names[i];
        if (strcmp(names[i], k->value) == 0)
            now = (int)i + 1;
    }
    int at = dialog_choose(a, title, items, n + 1, now);
    if (at >= 0)
        said = mem_dup(at == 0 ? "" : names[at - 1]);
    free(title);
    free(items);
    return said;
}

static void setting_name(struct app *a, const struct setting *k, char **names, size_t n)
{
    char *name = mem_dup(k->name), *said = setting_choose(a, k, names, n);
    if (said && desk_set(app_desk(a), name, said) < 0)
        dialog_tell(a, name, fault_text());
    else if (said) {
        app_changed(a);
        app_say(a, INK_DONE, _("%s is %s now."), name, *said ? said : _("(empty)"));
    }
    free(said);
    free(name);
}

/* Nothing typed is the default. What is needed is copied: a resize reads the settings again. */
static void setting_change(struct app *a, const struct setting *k)
{
    char *preset = mem_dup(k->preset), *text = mem_dup(k->text), *value = mem_dup(k->value);
    char *label = *preset ? mem_printf(_("Value (empty: %s)"), preset) : mem_dup(_("Value"));
    struct setting_change c = {a, mem_dup(k->name)};
    struct line line = {.title = text, .label = label, .initial = value, .take = setting_take, .arg = &c};
    char *said = dialog_line(a, &line);
    if (said) {
        app_changed(a);
        app_say(a, INK_DONE, _("%s is %s now."), c.name, *said ? said : preset);
    }
    free(said);
    free(c.name);
    free(preset);
    free(text);
    free(value);
    free(label);
}

static void setting_ask_new(struct app *a, const struct setting *k)
{
    char **names = NULL;
    size_t n = 0;
    if (desk_choices(app_desk(a), k->name, &names, &n) == QT_OK)
        setting_name(a, k, names, n);
    else
        setting_change(a, k);
    desk_choices_free(names, n);
}

static int setting_found(const char *name, const char *value, const char *text, void *arg)
{
    struct setting *k = arg;
    if (strcmp(name, k->name) != 0)
        return 0;
    k->value = mem_dup(value ? value : "");
    k->text = mem_dup(text ? text : "");
    return 1;
}

void setting_ask(struct app *a, const char *name)
{
    const struct setting_rule *rule = forms_setting(desk_forms(app_desk(a)), name);
    struct setting k = {.name = mem_dup(name), .preset = rule && rule->value ? rule->value : ""};
    if (desk_settings_each(app_desk(a), setting_found, &k) == 1)
        setting_ask_new(a, &k);
    free(k.name);
    free(k.value);
    free(k.text);
}

static unsigned settings_command(struct view *v, int id)
{
    struct rows *l = (struct rows *)v;
    const struct setting *k = id == CMD_OPEN ? rows_now(l) : NULL;
    if (id != CMD_OPEN)
        return rows_command(v, id);
    rows_filter_stop(l);
    if (k)
        setting_ask_new(v->app, k);
    return TAKEN | KEYS;
}

static const struct view_ops settings_ops = {
    .name = "settings",
    .flags = VIEW_ROWS,
    .heading = N_("Settings of the building"),
    .layout = rows_layout,
    .draw = rows_draw,
    .command = settings_command,
    .key = rows_key,
    .click = rows_click,
    .idle = rows_idle,
    .close = rows_view_close,
    .reload = rows_reload,
    .status = rows_status,
    .position = rows_position,
    .typing = rows_typing,
};

struct view *settings_view(struct app *a)
{
    return rows_new(sizeof(struct rows), &settings_ops, &settings_source, a);
}
