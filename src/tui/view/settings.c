/* Settings of the building: register, explanation, value and default; what is typed narrows them. */
#include "app.h"
#include "field/typeahead.h"
#include "show.h"
#include "view/scroll.h"

#include <stdlib.h>
#include <string.h>

struct setting {
    char *name, *value, *text;
    const char *preset; /* the default */
    char *about;        /* the register's short title */
};
struct settings {
    struct view view;
    struct setting *all;
    size_t n;
    size_t *shown; /* indices of those that the filter lets through */
    size_t nshown;
    struct typeahead filter;
    int at, top;
};

static struct settings *of(struct view *v)
{
    return (struct settings *)v;
}

static void forget(struct settings *s)
{
    for (size_t i = 0; i < s->n; i++) {
        free(s->all[i].name);
        free(s->all[i].value);
        free(s->all[i].text);
        free(s->all[i].about);
    }
    s->n = 0;
}

/* The register in the name: "repair.take_minutes", "retention.visitor"; the others are the house's. */
static char *about(struct app *a, const char *name)
{
    const char *dot = strchr(name, '.');
    char *first = mem_dupn(name, dot ? (size_t)(dot - name) : 0);
    const struct form *f = dot ? forms_find(desk_forms(app_desk(a)), first) : NULL;

    free(first);
    if (!f && dot)
        f = forms_find(desk_forms(app_desk(a)), dot + 1);
    return f ? form_short(f, app_lang(a)) : mem_dup(_("House"));
}

static int collect(const char *name, const char *value, const char *text, void *arg)
{
    struct settings *s = arg;
    const struct setting_rule *rule = forms_setting(desk_forms(app_desk(s->view.app)), name);

    s->all = mem_resize(s->all, s->n + 1, sizeof(*s->all));
    s->all[s->n++] = (struct setting){.name = mem_dup(name),
                                      .value = mem_dup(value ? value : ""),
                                      .text = mem_dup(text ? text : ""),
                                      .preset = rule && rule->value ? rule->value : "",
                                      .about = about(s->view.app, name)};
    return 0;
}

static bool wanted(const struct settings *s, const struct setting *k)
{
    const char *text = typeahead_text(&s->filter);
    const char *const in[] = {k->name, k->text, k->about, k->value};

    for (size_t i = 0; *text && i < sizeof(in) / sizeof(in[0]); i++)
        if (strstr(in[i], text) || desk_matches(in[i], text))
            return true;
    return !*text;
}

static void narrow(struct settings *s)
{
    s->shown = mem_resize(s->shown, s->n + 1, sizeof(*s->shown));
    s->nshown = 0;
    for (size_t i = 0; i < s->n; i++)
        if (wanted(s, &s->all[i]))
            s->shown[s->nshown++] = i;
    if (s->at >= (int)s->nshown)
        s->at = s->nshown ? (int)s->nshown - 1 : 0;
}

static void reload(struct view *v)
{
    struct settings *s = of(v);

    forget(s);
    if (desk_settings_each(app_desk(v->app), collect, s) < 0)
        app_say(v->app, INK_WARN, "%s", fault_text());
    narrow(s);
}

static const struct setting *current(const struct settings *s)
{
    return (size_t)s->at < s->nshown ? &s->all[s->shown[s->at]] : NULL;
}

static bool own(const struct setting *k)
{
    return strcmp(k->value, k->preset) != 0;
}

enum { ABOUT_WIDTH = 8, VALUE_WIDTH = 14, PRESET_WIDTH = 10 };

static int text_room(const struct settings *s)
{
    int room = s->view.cols - 2 - ABOUT_WIDTH - VALUE_WIDTH - PRESET_WIDTH - 3;

    return room > 10 ? room : 10;
}

static void title(struct view *v, struct buf *out)
{
    (void)v;
    buf_add(out, _("Settings of the building"));
}

static void status(struct view *v, struct buf *out)
{
    struct settings *s = of(v);
    const struct setting *k = current(s);

    if (typeahead_status(&s->filter, out) && typeahead_typing(&s->filter))
        return;
    if (k && text_width(k->text) > text_room(s))
        buf_addf(out, " %s   %s", k->text, k->name);
    else if (k)
        buf_addf(out, " %s = %s", k->name, k->value);
}

/* ---- drawing ------------------------------------------------------------------------------------ */

static void draw_cells(const struct settings *s, WINDOW *w, int y, enum ink text, enum ink value,
                       const char *const cell[4])
{
    const int width[4] = {ABOUT_WIDTH, text_room(s), VALUE_WIDTH, PRESET_WIDTH};

    for (int i = 0, x = 2; i < 4; x += width[i++] + 1) {
        draw_text(w, y, x, width[i], i == 2 ? value : text, cell[i]);
        draw_fill(w, y, x + width[i], 1, INK_NORMAL);
    }
}

static void draw_row(const struct settings *s, WINDOW *w, int y, size_t i)
{
    bool now = (int)i == s->at;

    draw_fill(w, y, 0, s->view.cols, INK_NORMAL);
    if (i >= s->nshown)
        return;
    const struct setting *k = &s->all[s->shown[i]];
    draw_text(w, y, 0, 1, INK_NORMAL, now ? ">" : "");
    draw_text(w, y, 1, 1, INK_KEY, own(k) ? "*" : "");
    draw_cells(s, w, y, INK_NORMAL,
               now      ? INK_CURSOR
               : own(k) ? INK_KEY
                        : INK_NORMAL,
               (const char *const[4]){k->about, k->text, k->value, k->preset});
}

static void draw(struct view *v, WINDOW *w, bool all)
{
    struct settings *s = of(v);
    int rows = v->rows > 1 ? v->rows - 1 : 1;

    (void)all;
    s->top = scroll_top(s->at, s->top, rows);
    draw_text(w, 0, 0, 2, INK_LABEL, "");
    draw_cells(s, w, 0, INK_LABEL, INK_LABEL,
               (const char *const[4]){_("Register"), _("Setting"), _("Value (* own)"), _("Default")});
    for (int r = 0; r < rows; r++)
        draw_row(s, w, r + 1, (size_t)(s->top + r));
    if (!s->nshown)
        draw_text(w, 2, 4, v->cols - 4, INK_QUIET, _("Nothing here. Esc everything."));
    typeahead_caret(&s->filter, v, 1 + s->at - s->top);
}

/* ---- keys ---------------------------------------------------------------------------------------- */

/* Asked until it is accepted; nothing typed is the default. */
static void change(struct settings *s)
{
    struct app *a = s->view.app;
    const struct setting *k = current(s);
    char *why = NULL, *in, *name, *preset, *text, *label;

    if (!k)
        return;
    in = mem_dup(k->value);
    name = mem_dup(k->name); /* a resize reads the settings again */
    preset = mem_dup(k->preset);
    text = mem_dup(k->text);
    label = *preset ? mem_printf(_("Value (empty: %s)"), preset) : mem_dup(_("Value"));
    for (bool again = true; again;) {
        struct line line = {.title = text, .label = label, .initial = in, .why = why};
        char *said = dialog_line(a, &line);
        free(in);
        free(why);
        in = said;
        why = NULL;
        again = said && desk_set(app_desk(a), name, said) < 0;
        if (again)
            why = mem_dup(fault_text());
    }
    if (in) {
        app_changed(a);
        app_say(a, INK_DONE, _("%s is %s now."), name, *in ? in : preset);
    }
    free(in);
    free(name);
    free(preset);
    free(text);
    free(label);
}

static unsigned key(struct view *v, const struct key_event *ev)
{
    struct settings *s = of(v);

    if (typeahead_typing(&s->filter) ? !typeahead_key(&s->filter, ev) : !typeahead_starts(&s->filter, ev))
        return typeahead_typing(&s->filter) ? TAKEN : 0;
    s->at = 0;
    narrow(s);
    return TAKEN | KEYS;
}

static unsigned command(struct view *v, int id)
{
    struct settings *s = of(v);

    switch (id) {
    case CMD_OPEN:
        typeahead_stop(&s->filter);
        change(s);
        return TAKEN | KEYS;
    case CMD_FILTER:
        typeahead_start(&s->filter);
        return TAKEN | KEYS;
    case CMD_BACK:
        if (!typeahead_clear(&s->filter))
            return 0;
        narrow(s);
        return TAKEN | KEYS;
    default:
        if (!scroll_move(id, v->rows - 1, (int)s->nshown - 1, &s->at))
            return 0;
        return TAKEN | KEYS;
    }
}

static bool typing(const struct view *v)
{
    return typeahead_typing(&((const struct settings *)v)->filter);
}

static void close_view(struct view *v)
{
    struct settings *s = of(v);

    forget(s);
    free(s->all);
    free(s->shown);
    typeahead_free(&s->filter);
}

static const struct view_ops ops = {
    .name = "settings",
    .title = title,
    .layout = reload,
    .draw = draw,
    .command = command,
    .key = key,
    .close = close_view,
    .reload = reload,
    .status = status,
    .typing = typing,
};

struct view *settings_view(struct app *a)
{
    struct settings *s = view_new(sizeof(*s), &ops, a);

    return &s->view;
}
