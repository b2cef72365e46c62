/* The roof: the program from start to end, and the commands that work everywhere. */
#include "app.h"

#include <stdlib.h>
#include <string.h>

/* Commands that no view took. */
static void shell_command(struct app *a, int id)
{
    switch (id) {
    case CMD_HELP:
        app_push(a, help_view(a, a->top->ops->name));
        break;
    case CMD_MENU:
        app_push(a, menu_view(a, false));
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
    case CMD_REFRESH:
        app_changed(a);
        break;
    case CMD_UNDO:
        app_undo(a);
        break;
    case CMD_LANG:
        app_set_lang(a, app_lang(a) == LANG_ZH ? LANG_EN : LANG_ZH);
        break;
    case CMD_FLOORS:
        floors_open(a);
        break;
    case CMD_HELD:
        held_open(a);
        break;
    case CMD_INSIDE:
        app_inside(a);
        break;
    case CMD_LOCK:
        session_lock(a);
        break;
    case CMD_QUIT:
        app_leave(a);
        break;
    case CMD_REDRAW:
        term_repaint();
        app_redraw(a);
        break;
    default:
        if (id >= CMD_TAB_1 && id <= CMD_TAB_1 + 8)
            app_tab(a, id - CMD_TAB_1 + 1);
    }
}

int tui_run(struct desk *d, const struct tui_options *o)
{
    struct app a = {.desk = d,
                    .options = o,
                    .command = shell_command,
                    .tick = app_printed,
                    .minute = clock_now() / MINUTE,
                    .saved_us = clock_mono_us()};
    enum lang lang = desk_lang(d);
    struct buf said = {0};
    int rc = term_start(&lang);
    if (rc < 0) {
        fprintf(stderr, "qiantai: %s\n", fault_text());
        return rc;
    }
    app_arrange(&a);
    session_begin(&a);
    if (lang != desk_lang(d)) {
        app_set_lang(&a, lang);
        app_say(&a, INK_WARN, _("This console cannot show Chinese: English is used."));
    }
    a.looked_us = clock_mono_us();
    if (o->lessons && a.top && desk_who(d)->staff[0])
        lesson_start(&a);
    app_loop(&a);
    lesson_close(&a);
    app_print_leave(&a, &said);
    term_stop();
    if (said.len)
        fprintf(stderr, "qiantai: %s\n", said.s);
    buf_free(&said);
    buf_free(&a.message);
    buf_free(&a.title);
    return 0;
}
