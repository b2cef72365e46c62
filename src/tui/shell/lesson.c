/* Lessons at a practice desk: above the footer stands what is to be done, everything else is the desk as it is. The
 * records show when it is done; then the next one stands there. */
#include "app.h"
#include "dialog/dialog.h"
#include "qiantai/desk_lesson.h"

#include <stdlib.h>

enum { ROWS = 6 }; /* title, how, what may go wrong */

struct lessons {
    struct lesson *v;
    size_t n, at;
    int64_t before, seen; /* records that show it, at the beginning; the change that was looked at */
    PANEL *panel;
};

static const struct lesson *lesson_now(const struct app *a)
{
    return a->lessons && a->lessons->at < a->lessons->n ? &a->lessons->v[a->lessons->at] : NULL;
}

int lesson_rows(const struct app *a)
{
    return lesson_now(a) ? ROWS : 0;
}

bool lesson_keys(const struct app *a)
{
    return lesson_now(a) && (a->top->ops->flags & VIEW_ACTS) && !view_typing(a->top);
}

/* The house that counts is the one the lesson finds. */
static void begin(struct app *a)
{
    const struct lesson *l = lesson_now(a);
    if (!l)
        return;
    if (desk_lesson_count(a->desk, l, &a->lessons->before) < 0)
        app_say(a, INK_WARN, "%s", fault_text());
    a->lessons->seen = a->change;
    if (l->open)
        app_show(a, l->open, 0);
    a->all = true;
}

static void end(struct app *a, const char *said)
{
    struct lessons *s = a->lessons;
    PANEL *p = s->panel;
    WINDOW *w = p ? panel_window(p) : NULL;
    a->lessons = NULL;
    desk_lessons_free(s->v, s->n);
    free(s);
    if (p)
        del_panel(p);
    if (w)
        delwin(w);
    if (!said)
        return;
    app_arrange(a);
    app_say(a, INK_DONE, "%s", said);
}

void lesson_close(struct app *a)
{
    if (a->lessons)
        end(a, NULL);
}

static void go_on(struct app *a)
{
    a->lessons->at++;
    if (!lesson_now(a)) {
        end(a, _("These were all lessons. Practise on as you like: nothing of it is kept."));
        return;
    }
    begin(a);
}

void lesson_start(struct app *a)
{
    if (!desk_practice(a->desk)) {
        app_say(a, INK_WARN, _("Lessons are given at a desk for practice: qiantai practice"));
        return;
    }
    lesson_close(a);
    struct lessons *s = mem_alloc(sizeof *s);
    if (!app_ok(a, desk_lessons(a->desk, &s->v, &s->n)) || s->n == 0) {
        desk_lessons_free(s->v, s->n);
        free(s);
        return;
    }
    a->lessons = s;
    app_arrange(a);
    begin(a);
}

void practice_open(struct app *a)
{
    char *lang = mem_dup(app_lang(a) == LANG_ZH ? "zh_CN" : "en");
    char *const argv[] = {"/proc/self/exe", "--lang", lang, "practice", NULL};
    if (a->options->lessons) {
        app_home(a);
        lesson_start(a);
    } else {
        app_say(a, INK_NORMAL, _("Making a building to practise in ..."));
        term_flush();
        bool good = term_lend(argv);
        buf_clear(&a->message);
        app_arrange(a);
        if (!good)
            app_say(a, INK_WARN, _("Practice could not be opened. The desk is as it was."));
    }
    free(lang);
}

void lesson_watch(struct app *a)
{
    const struct lesson *l = lesson_now(a);
    int64_t now = 0;
    if (!l || a->lessons->seen == a->change)
        return;
    a->lessons->seen = a->change;
    if (desk_lesson_count(a->desk, l, &now) < 0 || now <= a->lessons->before)
        return;
    char *said = mem_printf(_("Lesson %zu is done: %s"), a->lessons->at + 1, l->title[app_lang(a)]);
    go_on(a);
    if (a->lessons)
        app_say(a, INK_DONE, "%s", said);
    free(said);
}

bool lesson_key(struct app *a, const struct key_event *ev)
{
    if (!lesson_keys(a))
        return false;
    switch (ev->code) {
    case K_F1:
        dialog_tell(a, lesson_now(a)->title[app_lang(a)], lesson_now(a)->say[app_lang(a)]);
        return true;
    case K_F4:
        go_on(a);
        return true;
    case K_F12:
        end(a, _("No more lessons. Practise on as you like: nothing of it is kept."));
        return true;
    default:
        return false;
    }
}

void lesson_arrange(struct app *a)
{
    if (!lesson_now(a))
        return;
    a->lessons->panel = app_place(a->lessons->panel, ROWS, term_rows() - FOOT_ROWS - ROWS);
}

void lesson_draw(struct app *a)
{
    const struct lesson *l = lesson_now(a);
    if (!l || !a->lessons->panel)
        return;
    struct box b = {
        .win = panel_window(a->lessons->panel), .app = a, .rows = ROWS, .cols = term_cols() - 2 * EDGE, .from = 1};
    enum ink plain = ink_on(INK_NORMAL, GROUND_SURFACE);
    char *count = mem_printf("%zu / %zu", a->lessons->at + 1, a->lessons->n);
    char *title = mem_printf(_("Lesson %zu  %s"), a->lessons->at + 1, l->title[app_lang(a)]);
    int end = term_cols() - EDGE;
    for (int row = 0; row < ROWS; row++)
        draw_fill(b.win, row, 0, term_cols(), row ? plain : INK_BAR);
    draw_text(b.win, 0, EDGE, end - EDGE - text_width(count) - 1, INK_BAR, title);
    draw_text(b.win, 0, end - text_width(count), text_width(count), INK_BAR, count);
    box_wrap(&b, 0, 0, ROWS - 2, plain, l->say[app_lang(a)]);
    draw_text(b.win, ROWS - 1, EDGE, end - EDGE, ink_on(INK_QUIET, GROUND_SURFACE),
              _("A wrong key does no harm: Ctrl-Z takes it back, and nothing here is kept."));
    free(count);
    free(title);
}
