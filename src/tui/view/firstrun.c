/* The first start: the building's name, the first supervisor; then what the house still lacks (office/setup.c). */
#include "app.h"
#include "field/oneline.h"
#include "office/office.h"

#include <stdlib.h>
#include <string.h>

enum { BUILDING, CODE, NAME, PIN, PIN_AGAIN, FIELDS };

static const struct {
    const char *label, *help;
    bool masked;
} fields[FIELDS] = {
    [BUILDING] = {N_("Building"), N_("The name that stands in the top bar and on every sheet."), false},
    [CODE] = {N_("Your staff code"), N_("Short, for signing in: lm, s01."), false},
    [NAME] = {N_("Your name"), N_("You are the first supervisor; colleagues come next."), false},
    [PIN] = {N_("PIN"), N_("At least 4 characters."), true},
    [PIN_AGAIN] = {N_("PIN again"), N_("Then Enter."), true},
};

struct firstrun {
    struct view view;
    struct edit *edit[FIELDS];
    int at;
};

static struct firstrun *firstrun_of(struct view *v)
{
    return (struct firstrun *)v;
}

static void firstrun_status(struct view *v, struct buf *out)
{
    buf_addf(out, " %s", _(fields[firstrun_of(v)->at].help));
}

static void firstrun_draw_field(struct firstrun *s, WINDOW *w, int i, int x)
{
    int width = s->view.cols - x - 4 < 40 ? s->view.cols - x - 4 : 40;
    struct oneline line = {.y = 4 + i, .x = x, .width = width, .masked = fields[i].masked, .now = i == s->at};
    draw_text(w, line.y, 4, x - 4, INK_LABEL, _(fields[i].label));
    oneline_draw(w, &line, s->edit[i]);
}

static void firstrun_draw(struct view *v, WINDOW *w, bool all)
{
    struct firstrun *s = firstrun_of(v);
    int x = 0;
    (void)all;
    for (int i = 0; i < FIELDS; i++)
        if (text_width(_(fields[i].label)) > x)
            x = text_width(_(fields[i].label));
    draw_text(w, 1, 4, v->cols - 4, INK_TITLE, _("Welcome. This desk is empty: five lines and it works."));
    for (int i = 0; i < FIELDS; i++)
        firstrun_draw_field(s, w, i, x + 6);
}

static void go_to(struct firstrun *s, int at)
{
    s->at = at < 0 ? 0 : at >= FIELDS ? FIELDS - 1 : at;
}

static void firstrun_finish(struct firstrun *s)
{
    struct app *a = s->view.app;
    for (int i = 0; i < FIELDS; i++) {
        if (!*edit_text(s->edit[i])) {
            go_to(s, i);
            app_say(a, INK_WARN, _("This line is still empty."));
            return;
        }
    }
    if (desk_pin_fits(edit_text(s->edit[PIN])) < 0) { /* another one is wanted: both lines are empty again */
        edit_set(s->edit[PIN], "");
        edit_set(s->edit[PIN_AGAIN], "");
        go_to(s, PIN);
        app_say(a, INK_ALERT, "%s", fault_text());
        return;
    }
    if (strcmp(edit_text(s->edit[PIN]), edit_text(s->edit[PIN_AGAIN])) != 0) { /* which one was wrong nobody can see */
        edit_set(s->edit[PIN], "");
        edit_set(s->edit[PIN_AGAIN], "");
        go_to(s, PIN);
        app_say(a, INK_WARN, _("The two PINs differ: type both again."));
        return;
    }
    if (desk_first_run(app_desk(a), edit_text(s->edit[BUILDING]), edit_text(s->edit[CODE]), edit_text(s->edit[NAME]),
                       edit_text(s->edit[PIN])) < 0) {
        app_say(a, INK_ALERT, "%s", fault_text());
        return;
    }
    session_in(a);
    setup_show(a);
    app_say(a, INK_NORMAL, _("F10 and E: ten lessons, in a building that is gone afterwards."));
}

static unsigned firstrun_key(struct view *v, const struct key_event *ev)
{
    struct firstrun *s = firstrun_of(v);
    if (ev->code == K_ENTER && s->at == FIELDS - 1)
        firstrun_finish(s);
    else if (ev->code == K_ENTER || ev->code == K_TAB || ev->code == K_DOWN)
        go_to(s, s->at + 1);
    else if (ev->code == K_BACKTAB || ev->code == K_UP)
        go_to(s, s->at - 1);
    else
        (void)line_key(s->edit[s->at], ev);
    return TAKEN | KEYS;
}

static unsigned firstrun_command(struct view *v, int id)
{
    struct firstrun *s = firstrun_of(v);
    if (id == CMD_SAVE)
        firstrun_finish(s);
    else if (id == CMD_BACK && s->at == 0)
        app_say(s->view.app, INK_NORMAL, _("This is the first line. Ctrl-Q ends the program; nothing is written yet."));
    else if (id == CMD_BACK)
        go_to(s, s->at - 1);
    else
        return 0;
    return TAKEN | KEYS;
}

static void firstrun_close(struct view *v)
{
    struct firstrun *s = firstrun_of(v);
    for (int i = 0; i < FIELDS; i++)
        edit_free(s->edit[i]);
}

static const struct view_ops ops = {
    .name = "firstrun",
    .flags = VIEW_TYPES,
    .heading = N_("First start"),
    .draw = firstrun_draw,
    .command = firstrun_command,
    .key = firstrun_key,
    .close = firstrun_close,
    .status = firstrun_status,
};

struct view *firstrun_view(struct app *a)
{
    struct firstrun *s = view_new(sizeof(*s), &ops, a);
    for (int i = 0; i < FIELDS; i++)
        s->edit[i] = edit_new(i == BUILDING ? desk_building(app_desk(a)) : "", false, i == BUILDING ? 80 : 60);
    return &s->view;
}
