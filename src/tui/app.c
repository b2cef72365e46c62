/* The program around the views: stack, loop, layout, and the commands that work everywhere. */
#include "app.h"
#include "show.h"

#include <stdlib.h>
#include <string.h>

#define IDLE_US 100000   /* after the last key: previews and counts */
#define LOOK_US 1000000  /* between looks for changes of other processes */
#define DRAFT_US 3000000 /* between savings of a half-typed form */
#define LATE_US 40000    /* drawing is put off no longer while keys are waiting */

struct desk *app_desk(struct app *a)
{
    return a->desk;
}

enum lang app_lang(struct app *a)
{
    return desk_lang(a->desk);
}

void app_redraw(struct app *a)
{
    a->all = true;
}

void app_keys_changed(struct app *a)
{
    a->keys_changed = true;
}

void app_changed(struct app *a)
{
    a->change++;
    a->counted = false;
    a->committed = db_change_count(desk_db(a->desk));
}

void app_say(struct app *a, enum ink i, const char *fmt, ...)
{
    char text[600];
    va_list ap;

    va_start(ap, fmt);
    vsnprintf(text, sizeof(text), fmt, ap);
    va_end(ap);
    char *clean = text_clean(text, strlen(text), false, NULL);
    buf_clear(&a->message);
    buf_add(&a->message, clean);
    free(clean);
    a->message_ink = i;
    status_draw(a);
}

/* ---- stack ----------------------------------------------------------------------------- */

static void lay_out(struct app *a, struct view *v)
{
    v->rows = term_rows() - HEAD_ROWS - FOOT_ROWS;
    v->cols = term_cols();
    if (v->rows < 1)
        v->rows = 1;
    if (v->ops->layout)
        v->ops->layout(v, v->rows, v->cols);
    v->dirty_all = true;
    a->all = true;
}

void app_push(struct app *a, struct view *v)
{
    v->app = a;
    v->below = a->top;
    v->seen = a->change;
    a->top = v;
    a->idle_done = false;
    lay_out(a, v);
}

void app_pop(struct app *a)
{
    struct view *v = a->top;

    if (!v)
        return;
    a->top = v->below;
    v->below = a->dead;
    a->dead = v;
    a->all = true;
    a->idle_done = false;
}

static void bury(struct app *a)
{
    while (a->dead) {
        struct view *v = a->dead;
        a->dead = v->below;
        v->ops->close(v);
    }
}

void app_home(struct app *a)
{
    while (a->top && a->top->below)
        app_pop(a);
}

/* Views already on the stack are come back to, so that changing tabs does not pile them up. */
static bool come_back(struct app *a, const struct form *f)
{
    for (struct view *v = a->top; v; v = v->below) {
        if (strcmp(v->ops->name, "list") == 0 && v->ops->form(v) == f) {
            while (a->top != v)
                app_pop(a);
            return true;
        }
    }
    return false;
}

bool app_may_view(struct app *a, const struct form *f)
{
    if (desk_may(a->desk, f->view_roles, f->nview_roles))
        return true;
    app_say(a, INK_WARN, _("Your role may not look into this register."));
    return false;
}

void app_show(struct app *a, const struct form *f, int list)
{
    if (!app_may_view(a, f))
        return;
    if (list == 0 && come_back(a, f))
        return;
    app_home(a);
    app_push(a, list_view(a, f, list));
}

void app_open(struct app *a, const struct form *f, int64_t id)
{
    struct view *v;

    if (!app_may_view(a, f))
        return;
    v = strcmp(f->name, "unit") == 0 ? unit_view_of(a, id) : record_view(a, f, id);
    if (v)
        app_push(a, v);
    else
        app_say(a, INK_WARN, "%s", fault_text());
}

static void new_entry(struct app *a, const struct form *f, const char *unit)
{
    struct record *r;

    if (!desk_may(a->desk, f->edit_roles, f->nedit_roles)) {
        app_say(a, INK_WARN, _("Your role may not write in this register."));
        return;
    }
    r = desk_new(a->desk, f);
    if (unit && f->unit_field >= 0) {
        value_text(&r->v[f->unit_field], unit);
        desk_refresh(a->desk, r, NULL);
    }
    app_push(a, entry_view(a, NULL, r, 0, 0));
}

void app_new(struct app *a, const struct form *f)
{
    new_entry(a, f, NULL);
}

void app_choose_new(struct app *a, const char *unit)
{
    const struct forms *forms = desk_forms(a->desk);
    const struct form **v = mem_alloc((forms->n + 1) * sizeof(*v));
    const char **names = mem_alloc((forms->n + 1) * sizeof(*names));
    size_t n = 0;

    for (size_t i = 0; i < forms->n; i++) {
        if (!desk_may(a->desk, forms->v[i]->edit_roles, forms->v[i]->nedit_roles))
            continue;
        names[n] = form_title(forms->v[i], app_lang(a));
        v[n++] = forms->v[i];
    }
    int i = n ? dialog_choose(a, _("A new record in which register?"), names, n, 0) : -1;
    if (i >= 0)
        new_entry(a, v[i], unit);
    free(names);
    free(v);
}

static bool is_letter(const struct key_event *ev)
{
    return ev->code == K_TEXT && ev->text && ev->text[0] >= 'a' && ev->text[0] <= 'z' && !ev->text[1];
}

int app_action(struct app *a, const struct record *r, char letter)
{
    int *indices = mem_alloc((r->form->nactions + 1) * sizeof(*indices)), found = -1;
    size_t n = desk_actions(a->desk, r, indices);

    for (size_t i = 0; i < n; i++)
        if (r->form->actions[indices[i]].key == letter)
            found = indices[i];
    free(indices);
    return found;
}

bool app_act(struct app *a, struct record *r, const struct key_event *ev)
{
    int action = is_letter(ev) ? app_action(a, r, ev->text[0]) : -1;

    if (action < 0)
        return false;
    if (act_run(a, r, action))
        app_changed(a);
    return true;
}

void app_snooze(struct app *a, const struct due *due)
{
    int64_t until = 0;
    char *in = dialog_text(a, _("Remind later"), _("When (+30m, 14:00, tomorrow)"), "+30m", false);

    if (!in)
        return;
    if (datetime_parse(in, clock_now(), true, &until) < 0 || desk_snooze(a->desk, due, until) < 0)
        app_say(a, INK_WARN, "%s", fault_text());
    else
        app_changed(a);
    free(in);
}

void app_set_lang(struct app *a, enum lang lang)
{
    desk_set_lang(a->desk, lang);
    setenv("LANGUAGE", lang == LANG_ZH ? "zh_CN" : "en", 1);
    textdomain(textdomain(NULL)); /* drops gettext's cache */
    for (struct view *v = a->top; v; v = v->below)
        lay_out(a, v);
    app_changed(a);
}

/* ---- drawing ----------------------------------------------------------------------------- */

static PANEL *place(PANEL *p, int rows, int cols, int y)
{
    WINDOW *old = p ? panel_window(p) : NULL, *w;

    rows = rows < 1 ? 1 : rows;
    y = y < 0 ? 0 : y;
    w = newwin(rows, cols, y + rows > term_rows() ? term_rows() - rows : y, 0);
    if (!w)
        return p;
    if (!p)
        p = new_panel(w);
    else
        replace_panel(p, w);
    if (p)
        bottom_panel(p);
    if (old)
        delwin(old);
    return p;
}

static void arrange(struct app *a)
{
    int rows = term_rows(), cols = term_cols();

    a->foot = place(a->foot, FOOT_ROWS, cols, rows - FOOT_ROWS);
    a->body = place(a->body, rows - HEAD_ROWS - FOOT_ROWS, cols, HEAD_ROWS);
    a->head = place(a->head, HEAD_ROWS, cols, 0);
    for (struct view *v = a->top; v; v = v->below)
        lay_out(a, v);
}

void app_draw(struct app *a)
{
    struct view *v = a->top;
    bool all = a->all || v->dirty_all;

    if (v->seen != a->change) {
        v->seen = a->change;
        if (v->ops->reload)
            v->ops->reload(v);
        all = all || v->dirty_all;
    }
    if (a->all) {
        header_draw(a);
        term_caret(0, 0, false);
    }
    if (all)
        werase(panel_window(a->body));
    v->dirty_all = false;
    v->ops->draw(v, panel_window(a->body), all);
    if (a->all || a->keys_changed)
        footer_draw(a);
    else if (all)
        status_draw(a);
    a->all = a->keys_changed = false;
}

/* ---- time ----------------------------------------------------------------------------------- */

/* The minute turned: deadlines pass, and the views that show them draw them again. */
static void minute(struct app *a)
{
    if (desk_tick(a->desk) < 0)
        app_say(a, INK_WARN, "%s", fault_text());
    a->counted = false;
    if (strcmp(a->top->ops->name, "board") == 0 || strcmp(a->top->ops->name, "record") == 0)
        a->change++;
}

static void count(struct app *a)
{
    int64_t open = a->open, overdue = a->overdue;

    a->counted = true;
    if (!*desk_who(a->desk)->staff || desk_board_counts(a->desk, &open, &overdue) < 0)
        return;
    a->open = open;
    a->overdue = overdue;
    header_clock(a);
}

/* What is done between keys. Never before the first frame, never while somebody types quickly. */
static void between_keys(struct app *a)
{
    int64_t us = clock_mono_us(), now = clock_now() / MINUTE;

    if (us - a->key_us >= IDLE_US) {
        if (!a->idle_done && a->top->ops->idle)
            a->top->ops->idle(a->top);
        a->idle_done = true;
        if (now != a->minute) {
            a->minute = now;
            header_clock(a);
            if (*desk_who(a->desk)->staff)
                minute(a);
        }
        if (!a->counted)
            count(a);
    }
    if (us - a->looked_us >= LOOK_US) {
        int64_t committed = db_change_count(desk_db(a->desk));
        a->looked_us = us;
        if (committed != a->committed) {
            app_changed(a);
            a->idle_done = false;
        }
    }
    if (us - a->saved_us >= DRAFT_US) {
        a->saved_us = us;
        if (a->top->ops->save_state)
            a->top->ops->save_state(a->top);
    }
}

static void save_all(struct app *a)
{
    for (struct view *v = a->top; v; v = v->below)
        if (v->ops->save_state)
            v->ops->save_state(v);
}

void app_leave(struct app *a)
{
    save_all(a);
    a->leaving = true;
}

/* Keys under which a dialog waits: the clock goes on, a resize rebuilds what is beneath. */
void app_read_key(struct app *a, struct key_event *ev)
{
    term_flush();
    for (;;) {
        key_read(ev, (int)(LOOK_US / 1000));
        if (term_hung_up())
            ev->code = K_HANGUP;
        if (ev->code == K_RESIZE) {
            arrange(a);
            app_draw(a);
            return;
        }
        if (ev->code != KEY_NOTHING)
            return;
        if (clock_now() / MINUTE != a->minute) {
            header_clock(a);
            term_flush();
        }
        if (clock_mono_us() - a->saved_us >= DRAFT_US) {
            a->saved_us = clock_mono_us();
            save_all(a);
        }
    }
}

/* ---- keys -------------------------------------------------------------------------------------- */

static void change_tab(struct app *a, int n)
{
    const struct forms *forms = desk_forms(a->desk);

    if (n == 1) {
        app_home(a);
        return;
    }
    for (size_t i = 0; i < forms->n; i++) {
        if (forms->v[i]->key == '0' + n) {
            app_show(a, forms->v[i], 0);
            return;
        }
    }
    if (n == 9)
        app_push(a, menu_view(a));
    else
        app_say(a, INK_WARN, _("No register has this key. F10 shows all of them."));
}

/* Commands that no view took. */
static void command(struct app *a, int id)
{
    switch (id) {
    case CMD_HELP:
        app_push(a, help_view(a, a->top->ops->name));
        break;
    case CMD_MENU:
        app_push(a, menu_view(a));
        break;
    case CMD_SEARCH:
        app_push(a, search_view(a));
        break;
    case CMD_BACK:
        if (a->top->below)
            app_pop(a);
        else
            app_say(a, INK_NORMAL, _("This is the board. Ctrl-X leaves the desk, Ctrl-Q ends the program."));
        break;
    case CMD_LANG:
        app_set_lang(a, app_lang(a) == LANG_ZH ? LANG_EN : LANG_ZH);
        break;
    case CMD_LOCK:
        session_lock(a);
        break;
    case CMD_QUIT:
        app_leave(a);
        break;
    case CMD_REDRAW:
        clearok(curscr, TRUE);
        app_redraw(a);
        break;
    default:
        if (id >= CMD_TAB_1 && id <= CMD_TAB_1 + 8)
            change_tab(a, id - CMD_TAB_1 + 1);
    }
}

static void dispatch(struct app *a, const struct key_event *ev)
{
    struct view *v = a->top;
    bool typing = v->ops->typing && v->ops->typing(v);
    int id = command_for(v->ops->name, ev, typing);

    if (a->message.len) {
        buf_clear(&a->message);
        status_draw(a);
    }
    /* small letters are the record's actions first, see commands.c */
    if (!typing && is_letter(ev) && v->ops->key && v->ops->key(v, ev))
        return;
    if (id == CMD_NONE) {
        if (v->ops->key && (typing || !is_letter(ev)))
            v->ops->key(v, ev);
    } else if (!v->ops->command || !v->ops->command(v, id)) {
        command(a, id);
    }
}

static void loop(struct app *a)
{
    struct key_event ev;
    int64_t drawn = 0;

    while (a->top && !a->leaving) {
        if (!key_pending() || clock_mono_us() - drawn > LATE_US) {
            app_draw(a);
            term_flush();
            drawn = clock_mono_us();
        }
        key_read(&ev, a->idle_done && a->counted ? (int)(LOOK_US / 1000) : (int)(IDLE_US / 1000));
        if (ev.code == K_HANGUP || term_hung_up()) {
            save_all(a);
            break;
        }
        if (ev.code == K_RESIZE) {
            arrange(a);
        } else if (ev.code != KEY_NOTHING && ev.code != K_TICK) {
            a->key_us = clock_mono_us();
            a->idle_done = false;
            dispatch(a, &ev);
        }
        if (a->top && !a->leaving)
            between_keys(a);
        bury(a);
    }
    while (a->top)
        app_pop(a);
    bury(a);
}

int tui_run(struct desk *d, const struct tui_options *o)
{
    struct app a = {.desk = d, .options = o, .minute = clock_now() / MINUTE, .saved_us = clock_mono_us()};
    enum lang lang = desk_lang(d);
    int rc = term_start(&lang);

    if (rc < 0)
        return rc;
    arrange(&a);
    session_begin(&a);
    if (lang != desk_lang(d)) {
        app_set_lang(&a, lang);
        app_say(&a, INK_WARN, _("This console cannot show Chinese: English is used."));
    }
    a.looked_us = clock_mono_us();
    loop(&a);
    term_stop();
    buf_free(&a.message);
    return 0;
}
