/* Running an action with everything it asks, shows and opens; the menu of actions after a save. */
#include "dialog/act.h"
#include "app.h"
#include "dialog/dialog.h"
#include "dialog/settle.h"
#include "show.h"

static const char *action_label(struct app *a, const struct form *f, int action)
{
    return label_of(&f->actions[action].label, app_lang(a), f->actions[action].name);
}

static void take_over(struct record *r, const struct record *from)
{
    r->id = from->id;
    r->version = from->version;
    for (size_t i = 0; i < r->form->nfields; i++)
        value_copy(&r->v[i], &from->v[i]);
}

/* An action that only asks what may stay empty is never held up by the desk: it is asked here, before. */
static bool ask_optional(struct settling *s, const struct action *rule)
{
    for (size_t i = 0; i < rule->nask; i++)
        if (rule->ask_required[i])
            return true;
    for (size_t i = 0; i < rule->nask; i++)
        settling_ask(s, rule->ask[i], false);
    return rule->nask == 0 || settling_fields(s);
}

static void finish(struct settling *s, struct outcome *o)
{
    struct app *a = s->app;
    const struct record *r = s->r;
    app_changed(a);
    if (o->created)
        app_say(a, INK_DONE, _("%s %s: %s, %s"), record_number(r), s->title,
                label_of(&o->created->form->title, app_lang(a), o->created->form->name), record_number(o->created));
    else
        app_say(a, INK_DONE, "%s %s", record_number(r), s->title);
    if (o->tell && o->tell[0])
        dialog_tell(a, s->title, o->tell);
    dialog_similar(a, s->r, o);
    if (o->opened) {
        struct record *opened = o->opened;
        o->opened = NULL;
        app_push(a, entry_view(a, NULL, opened, 0, 0));
    }
}

bool act_run(struct app *a, struct record *r, int action)
{
    struct record *work = record_copy(r);
    struct settling s = {.app = a, .r = work, .title = action_label(a, r->form, action), .action = action};
    struct outcome o = {0};
    bool done = false;
    for (bool again = ask_optional(&s, &r->form->actions[action]); again;) {
        int rc = desk_act(app_desk(a), work, action, &o);
        done = rc >= 0;
        again = !done && settle(&s, rc, &o);
    }
    if (done) {
        take_over(r, work);
        s.r = r;
        finish(&s, &o);
    }
    settling_clear(&s);
    outcome_free(&o);
    record_free(work);
    app_redraw(a);
    return done;
}

/* One line of "a Admit" per action, as many on a row as fit. */
static char *menu_text(struct app *a, const struct form *f, const int *actions, size_t n, int cols)
{
    struct buf out = {0};
    int used = 0;
    buf_add(&out, "");
    for (size_t i = 0; i < n; i++) {
        char *item = mem_printf("%c %s", f->actions[actions[i]].key, action_label(a, f, actions[i]));
        int width = text_width(item) + 3;
        if (used > 0 && used + width > cols) {
            buf_addc(&out, '\n');
            used = 0;
        }
        buf_addf(&out, "%s%s", used > 0 ? "   " : "", item);
        used += width;
        free(item);
    }
    return buf_take(&out);
}

struct menu {
    struct app *app;
    const struct record *r;
    const char *title;
    const int *actions;
    size_t n;
};

static void draw_menu(struct box *b, void *arg)
{
    const struct menu *m = arg;
    int cols = box_cols(72);
    char *text = menu_text(m->app, m->r->form, m->actions, m->n, cols);
    int rows = wrap_count(text, cols, NULL);
    box_open(b, m->app, m->title, rows + 2, cols);
    box_clear(b);
    (void)box_wrap(b, 0, 0, rows, INK_KEY, text, 0);
    box_text(b, b->rows - 1, 0, b->cols, INK_QUIET, _("Enter done   F2 next new one"));
    free(text);
}

/* The action chosen and 1, -1 none, -2 another new record. */
static int menu_key(void *arg, const struct key_event *ev)
{
    const struct menu *m = arg;
    if (ev->code == K_ENTER || box_no(ev))
        return -1;
    if (ev->code == K_F2 || ev->code == K_CTRL + 'n')
        return -2;
    for (size_t i = 0; ev->code == K_TEXT && i < m->n; i++)
        if (m->r->form->actions[m->actions[i]].key == ev->text[0] && ev->text[1] == '\0')
            return m->actions[i] + 1;
    return 0;
}

/* A state drawn as a warning waits for the desk: nobody answered, not delivered. */
static bool waits(const struct record *r)
{
    int state = record_state(r);
    return state >= 0 && !r->form->states[state].final &&
           (r->form->states[state].tone == TONE_WARN || r->form->states[state].tone == TONE_ALERT);
}

static char *menu_title(struct app *a, const struct record *r, bool first)
{
    const char *form = label_of(&r->form->title, app_lang(a), r->form->name);
    if (first)
        return mem_printf(_("%s %s is saved. What now?"), form, record_number(r));
    return mem_printf(_("%s %s: %s. What now?"), form, record_number(r), state_label(r, app_lang(a)));
}

void act_menu(struct app *a, struct record *r)
{
    int *actions = mem_alloc((r->form->nactions + 1) * sizeof *actions);
    const struct view *top = a->top;
    for (bool first = true, again = true; again; first = false) {
        size_t n = desk_actions(app_desk(a), r, actions);
        char *title = menu_title(a, r, first);
        int said = n > 0 ? box_run(a, draw_menu, menu_key, &(struct menu){a, r, title, actions, n}) : -1;
        free(title);
        if (said > 0)
            (void)act_run(a, r, said - 1);
        else if (said == -2)
            app_push(a, entry_view(a, NULL, desk_new(app_desk(a), r->form), 0, 0));
        again = said > 0 && a->top == top && waits(r) && !term_hung_up();
    }
    free(actions);
}
