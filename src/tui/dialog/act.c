/* Running an action with everything it asks, shows and opens; the menu of actions after a save. */
#include "dialog/act.h"
#include "app.h"
#include "dialog/dialog.h"
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

/* The reason for going on despite a watch-list was asked with its hits. */
static bool answered(const struct outcome *o, int field)
{
    for (size_t i = 0; i < o->nhits; i++)
        if (o->hits[i].rule->reason == field)
            return true;
    return false;
}

static bool unexplained(const struct record *r, const struct outcome *o)
{
    for (size_t i = 0; i < o->nhits; i++)
        if (o->hits[i].rule->reason < 0 || r->v[o->hits[i].rule->reason].kind == VAL_NULL)
            return true;
    return false;
}

/* What was asked last; asked again when its answers are refused. */
struct asked {
    int *fields;
    bool *required;
    size_t n;
};

static void asked_clear(struct asked *q)
{
    free(q->fields);
    free(q->required);
    *q = (struct asked){0};
}

static void asked_add(struct asked *q, int field, bool required)
{
    q->fields = mem_resize(q->fields, q->n + 1, sizeof *q->fields);
    q->required = mem_resize(q->required, q->n + 1, sizeof *q->required);
    q->fields[q->n] = field;
    q->required[q->n++] = required;
}

static bool ask(struct app *a, struct record *r, int action, const struct asked *q, const char *why, int refused)
{
    struct question question = {q->fields, q->required, q->n, why, refused};
    return dialog_ask(a, r, action_label(a, r->form, action), &question);
}

/* An action that only asks what may stay empty is never held up by the desk: it is asked here, before. */
static bool ask_optional(struct app *a, struct record *r, int action, struct asked *q)
{
    const struct action *rule = &r->form->actions[action];
    for (size_t i = 0; i < rule->nask; i++)
        if (rule->ask_required[i])
            return true;
    for (size_t i = 0; i < rule->nask; i++)
        asked_add(q, rule->ask[i], false);
    return q->n == 0 || ask(a, r, action, q, NULL, -1);
}

static bool ask_missing(struct app *a, struct record *r, int action, const struct outcome *o, struct asked *q)
{
    const struct action *rule = &r->form->actions[action];
    struct asked next = {0};
    for (size_t i = 0; i < o->nask; i++) {
        bool required = false;
        if (answered(o, o->ask[i]))
            continue;
        for (size_t k = 0; k < rule->nask; k++)
            if (rule->ask[k] == o->ask[i])
                required = !rule->ask_required || rule->ask_required[k];
        asked_add(&next, o->ask[i], required);
    }
    if (next.n == 0)
        return true;
    asked_clear(q);
    *q = next;
    return ask(a, r, action, q, NULL, -1);
}

/* What the desk wants to know before it acts. false: the clerk gave up. */
static bool settle(struct app *a, struct record *r, int action, const struct outcome *o, bool *confirmed,
                   struct asked *q)
{
    if (unexplained(r, o) && !dialog_watch(a, r, o))
        return false;
    if (o->confirm && o->confirm[0] && !*confirmed && !dialog_yes(a, o->confirm))
        return false;
    if (o->nask > 0 && !ask_missing(a, r, action, o, q))
        return false;
    if (o->nhits == 0 || o->nask > 0 || (o->confirm && o->confirm[0]))
        *confirmed = true;
    return true;
}

static const char *reason(const struct outcome *o)
{
    return o->problems.n > 0 ? o->problems.v[0].text : fault_text();
}

/* What was typed is not lost: the questions stand there again with the reason. false: nothing was asked, or given up.
 */
static bool ask_again(struct app *a, struct record *r, int action, const struct outcome *o, const struct asked *q)
{
    if (q->n == 0) {
        app_say(a, INK_ALERT, "%s", reason(o));
        return false;
    }
    char *why = mem_printf("! %s", reason(o));
    bool yes = ask(a, r, action, q, why, o->problems.n > 0 ? o->problems.v[0].field : -1);
    free(why);
    return yes;
}

static void finish(struct app *a, const struct record *r, int action, struct outcome *o)
{
    const char *label = action_label(a, r->form, action);
    app_changed(a);
    if (o->created)
        app_say(a, INK_DONE, _("%s %s: %s, %s"), record_number(r), label,
                label_of(&o->created->form->title, app_lang(a), o->created->form->name), record_number(o->created));
    else
        app_say(a, INK_DONE, "%s %s", record_number(r), label);
    if (o->tell && o->tell[0])
        dialog_tell(a, label, o->tell);
    if (o->opened) {
        struct record *opened = o->opened;
        o->opened = NULL;
        app_push(a, entry_view(a, NULL, opened, 0, 0));
    }
}

bool act_run(struct app *a, struct record *r, int action)
{
    struct record *work = record_copy(r);
    struct asked asked = {0};
    bool confirmed = false, done = false;
    for (bool again = ask_optional(a, work, action, &asked); again;) {
        struct outcome o = {0};
        int rc = desk_act(app_desk(a), work, action, confirmed, &o);
        again = false;
        if (rc >= 0) {
            done = true;
            take_over(r, work);
            finish(a, r, action, &o);
            dialog_similar(a, r, &o);
        } else if (rc == QT_ASK) {
            bool was = confirmed;
            again = settle(a, work, action, &o, &confirmed, &asked);
            if (again && was && o.nhits == 0 && o.nask == 0) { /* nothing left to ask, and still refused */
                app_say(a, INK_ALERT, "%s", reason(&o));
                again = false;
            }
        } else if (rc == QT_CONFLICT || rc == QT_DENIED) { /* other answers would not help */
            app_say(a, INK_ALERT, "%s", reason(&o));
        } else {
            again = ask_again(a, work, action, &o, &asked);
        }
        outcome_free(&o);
    }
    asked_clear(&asked);
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

static void draw_menu(struct box *b, const char *text, const char *keys)
{
    int row = 0;
    box_clear(b);
    for (const char *p = text; *p; row++) {
        size_t n = strcspn(p, "\n");
        char *line = mem_dupn(p, n);
        box_text(b, row, 0, b->cols, INK_KEY, line);
        free(line);
        p += n + (p[n] == '\n');
    }
    box_text(b, b->rows - 1, 0, b->cols, INK_QUIET, keys);
}

/* The action chosen, -1 none, -2 another new record. */
static int choose(struct app *a, const struct record *r, const char *title, const int *actions, size_t n)
{
    struct box b = {0};
    const char *keys = _("Enter done   F2 next new one");
    int said = -3;
    while (said == -3) {
        struct key_event ev;
        int cols = term_cols() - 6 < 72 ? term_cols() - 6 : 72, rows = 2;
        char *text = menu_text(a, r->form, actions, n, cols);
        for (const char *p = text; *p; p++)
            rows += *p == '\n';
        box_open(&b, a, title, rows + 1, cols);
        draw_menu(&b, text, keys);
        free(text);
        box_read(&b, &ev);
        if (ev.code == K_ENTER || box_no(&ev))
            said = -1;
        else if (ev.code == K_F2 || ev.code == K_CTRL + 'n')
            said = -2;
        for (size_t i = 0; ev.code == K_TEXT && i < n; i++)
            if (r->form->actions[actions[i]].key == ev.text[0] && ev.text[1] == '\0')
                said = actions[i];
    }
    box_close(&b);
    app_redraw(a);
    return said;
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
        int said = n > 0 ? choose(a, r, title, actions, n) : -1;
        free(title);
        if (said >= 0)
            (void)act_run(a, r, said);
        else if (said == -2)
            app_push(a, entry_view(a, NULL, desk_new(app_desk(a), r->form), 0, 0));
        again = said >= 0 && a->top == top && waits(r) && !term_hung_up();
    }
    free(actions);
}
