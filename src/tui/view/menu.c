/* F10: all registers by group, each with a key (its digit, else a letter), and the desk's settings. */
#include "app.h"
#include "show.h"
#include "view/pick.h"

#include <stdlib.h>
#include <string.h>

enum item { ITEM_LANG, ITEM_PIN, ITEM_SETTINGS, ITEM_VERIFY, ITEM_ABOUT, ITEM_LOCK, ITEM_QUIT, ITEMS };

static const struct {
    char key;
    const char *label;
    bool office; /* supervisors and managers only */
} items[ITEMS] = {
    [ITEM_LANG] = {'L', "English / 中文", false},
    [ITEM_PIN] = {'P', N_("Change my PIN"), false},
    [ITEM_SETTINGS] = {'S', N_("Settings of the building"), true},
    [ITEM_VERIFY] = {'V', N_("Check the journal"), true},
    [ITEM_ABOUT] = {'A', N_("About this desk"), false},
    [ITEM_LOCK] = {'X', N_("Leave the desk (sign out)"), false},
    [ITEM_QUIT] = {'Q', N_("End the program"), false},
};

struct menu {
    struct view view;
    struct pick pick;
    char *keys; /* one per line that can be chosen */
    size_t nkeys;
    int line, column, columns;
    char letter; /* next free one */
};

static struct menu *of(struct view *v)
{
    return (struct menu *)v;
}

static bool office(struct app *a)
{
    static char supervisor[] = "supervisor", manager[] = "manager";
    char *const roles[] = {supervisor, manager};

    return desk_may(app_desk(a), roles, 2);
}

static void add(struct menu *m, char key, const struct form *f, int64_t id, const char *label)
{
    int width = m->view.cols / m->columns;
    char *text = mem_printf("%c  %s", key, label);

    pick_add(&m->pick, m->line++, m->column * width + 4, width - 5, f, id, text);
    free(text);
    m->keys = mem_resize(m->keys, m->nkeys + 1, sizeof(*m->keys));
    m->keys[m->nkeys++] = key;
}

/* A group's heading; in the next column when what follows would not fit in this one. */
static void head(struct menu *m, const char *label, int lines)
{
    int width = m->view.cols / m->columns;

    if (m->line > 0 && m->line + lines + 1 > m->view.rows && m->column + 1 < m->columns) {
        m->column++;
        m->line = 0;
    }
    paper_put(&m->pick.paper, m->line++, m->column * width + 2, width - 3, INK_TITLE, label);
}

static void add_group(struct menu *m, const char *name, const char *label)
{
    struct app *a = m->view.app;
    const struct forms *forms = desk_forms(app_desk(a));
    int n = 0;

    for (int pass = 0; pass < 2; pass++) {
        if (pass == 1 && n == 0)
            return;
        if (pass == 1)
            head(m, label, n);
        for (size_t i = 0; i < forms->n; i++) {
            const struct form *f = forms->v[i];
            if (strcmp(f->group ? f->group : "", name) != 0 || !desk_may(app_desk(a), f->view_roles, f->nview_roles))
                continue;
            n++;
            if (pass == 0)
                continue;
            if (!f->key && m->letter == 'q') /* q leads back */
                m->letter++;
            add(m, f->key ? f->key : m->letter <= 'z' ? m->letter++ : ' ', f, 0, form_title(f, app_lang(a)));
        }
    }
}

static void layout(struct view *v)
{
    struct menu *m = of(v);
    struct app *a = v->app;
    const struct forms *forms = desk_forms(app_desk(a));

    pick_clear(&m->pick);
    m->nkeys = 0;
    m->line = m->column = 0;
    m->letter = 'a';
    m->columns = v->cols >= 120 ? 3 : v->cols >= 60 ? 2 : 1;
    for (size_t i = 0; i < forms->ngroups; i++)
        add_group(m, forms->groups[i].name, label_of(&forms->groups[i].label, app_lang(a), forms->groups[i].name));
    add_group(m, "", _("Others"));
    head(m, _("Desk"), ITEMS);
    for (int i = 0; i < ITEMS; i++)
        if (!items[i].office || office(a))
            add(m, items[i].key, NULL, i, _(items[i].label));
}

static void draw(struct view *v, WINDOW *w, bool all)
{
    pick_draw(&of(v)->pick, v, w, 0, all);
}

static void title(struct view *v, struct buf *out)
{
    (void)v;
    buf_add(out, _("Menu"));
}

static void verify(struct app *a)
{
    int64_t lines = 0, bad = 0;

    app_say(a, INK_NORMAL, _("Checking ..."));
    term_flush();
    if (journal_verify(desk_db(app_desk(a)), &lines, &bad) == QT_OK)
        app_say(a, INK_DONE, _("The journal is whole: %lld lines."), (long long)lines);
    else
        app_say(a, INK_ALERT, "%s", fault_text());
}

static void about(struct app *a)
{
    const char *warning = desk_warning(app_desk(a));
    char *text = mem_printf("qiantai %s\n%s\n%s: %s\n%s: %zu\n%s: %s\n\n%s", QT_VERSION,
                            desk_building(app_desk(a)) ? desk_building(app_desk(a)) : "", _("Database"),
                            db_path(desk_db(app_desk(a))), _("Registers"), desk_forms(app_desk(a))->n, _("Time zone"),
                            zone_name(), warning ? warning : "");

    dialog_tell(a, _("About this desk"), text);
    free(text);
}

static void choose(struct menu *m, const struct record_link *now)
{
    struct app *a = m->view.app;

    if (now->form) {
        app_pop(a);
        app_show(a, now->form, 0);
        return;
    }
    switch ((enum item)now->id) {
    case ITEM_LANG:
        app_set_lang(a, app_lang(a) == LANG_ZH ? LANG_EN : LANG_ZH);
        break;
    case ITEM_PIN:
        pin_change(a);
        break;
    case ITEM_SETTINGS:
        app_push(a, settings_view(a));
        break;
    case ITEM_VERIFY:
        verify(a);
        break;
    case ITEM_ABOUT:
        about(a);
        break;
    case ITEM_LOCK:
        session_lock(a);
        break;
    case ITEM_QUIT:
        app_leave(a);
        break;
    case ITEMS:
        break;
    }
}

static unsigned key(struct view *v, const struct key_event *ev)
{
    struct menu *m = of(v);

    for (size_t i = 0; ev->code == K_TEXT && i < m->nkeys; i++) {
        if (m->keys[i] == ev->text[0] && !ev->text[1]) {
            choose(m, &m->pick.links.v[i]);
            return TAKEN | KEYS;
        }
    }
    return 0;
}

static unsigned command(struct view *v, int id)
{
    struct menu *m = of(v);
    const struct record_link *now = pick_now(&m->pick);

    if (id == CMD_OPEN) {
        if (now)
            choose(m, now);
        return TAKEN | KEYS;
    }
    if (id == CMD_MENU)
        return TAKEN | CLOSE;
    return pick_move(&m->pick, v->rows, id) ? TAKEN : 0;
}

static void close_view(struct view *v)
{
    struct menu *m = of(v);

    pick_clear(&m->pick);
    free(m->keys);
}

static const struct view_ops ops = {
    .name = "menu",
    .title = title,
    .layout = layout,
    .draw = draw,
    .command = command,
    .key = key,
    .close = close_view,
};

struct view *menu_view(struct app *a)
{
    struct menu *m = view_new(sizeof(*m), &ops, a);

    return &m->view;
}
