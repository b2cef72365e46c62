/* The board: every promise as a row, oldest first. Home of the desk. */
#include "view/board.h"
#include "app.h"
#include "show.h"

#include <stdlib.h>
#include <string.h>

static struct board *board_of(struct view *v)
{
    return (struct board *)v;
}

static void board_selections(struct view *v, struct selections *out)
{
    static const char *const names[BOARD_SELECTIONS] = {N_("all"), N_("mine"), N_("late"), N_("today")};
    struct board *b = board_of(v);
    for (int i = 0; i < BOARD_SELECTIONS; i++)
        selections_add(out, i == (int)b->selection,
                       b->counts[i] < 0 ? mem_dup(_(names[i]))
                                        : mem_printf("%s %lld", _(names[i]), (long long)b->counts[i]));
}

static void board_status(struct view *v, struct buf *out)
{
    struct board *b = board_of(v);
    const char *warning = desk_warning(app_desk(v->app));
    if (warning && !b->rows.typing)
        buf_addf(out, " ! %s%s", warning, warning == desk_clock_doubt(app_desk(v->app)) ? _(" Supervisor: F10 U") : "");
    else
        rows_status(v, out);
}

/* ---- keys ---------------------------------------------------------------------------------------- */

static const struct board_row *board_now(struct board *b)
{
    return rows_now(&b->rows);
}

static int board_round_list(const struct board_row *r)
{
    return r->round->list ? form_list(r->form, r->round->list) : 0;
}

static void board_open_row(struct board *b)
{
    struct app *a = b->rows.view.app;
    const struct board_row *r = board_now(b);
    rows_filter_stop(&b->rows);
    if (!r)
        return;
    if (r->due.record)
        app_open(a, r->form, r->due.record);
    else if (r->round && app_may_view(a, r->form))
        app_push(a, list_view(a, r->form, board_round_list(r)));
}

static void board_snooze(struct board *b)
{
    const struct board_row *r = board_now(b);
    b->rows.let_go = r && app_snooze(b->rows.view.app, &r->due);
}

static void board_print_row(struct board *b)
{
    const struct board_row *r = board_now(b);
    if (!r || !app_may_view(b->rows.view.app, r->form))
        return;
    if (r->round && !r->round->list)
        app_print_duty(b->rows.view.app, r);
    else if (r->round)
        app_print_list(b->rows.view.app, &(struct query){.form = r->form, .list = board_round_list(r), .sort = -1});
    else if (rows_record(&b->rows))
        app_print_record(b->rows.view.app, b->rows.here);
}

static void board_print_row_of(void *arg)
{
    board_print_row(arg);
}

static void board_sign_round(struct board *b)
{
    struct app *a = b->rows.view.app;
    const struct board_row *r = board_now(b);
    if (!r)
        return;
    if (r->due.record) {
        app_say(a, INK_NORMAL, _("This is a record: Enter opens it. F4 signs rounds."));
        return;
    }
    struct due d = due_copy(&r->due);
    char *matter = mem_dup(r->matter);
    struct line line = {.title = matter,
                        .label = _("What was found"),
                        .initial = "",
                        .other = {K_F9, N_("Print the list")},
                        .on_other = board_print_row_of,
                        .arg = b};
    char *remark = dialog_line(a, &line);
    if (remark && app_ok(a, desk_round_done(app_desk(a), &d, remark)))
        app_changed(a);
    free(remark);
    free(matter);
    desk_due_clear(&d);
}

static unsigned board_select(struct board *b, enum board_selection s)
{
    b->selection = s;
    rows_reset(&b->rows);
    return TAKEN | REDRAW;
}

/* Esc: the filter first, then the selection, then it is the app's. */
static unsigned board_back(struct board *b)
{
    unsigned done = rows_command(&b->rows.view, CMD_BACK);
    return done || b->selection == BOARD_ALL ? done : board_select(b, BOARD_ALL);
}

static void board_day(struct view *v, int64_t day)
{
    struct board *b = board_of(v);
    const struct board_row from = {.due = {.due = day}};
    rows_filter_drop(&b->rows);
    if (!rows_from(&b->rows, &from))
        app_say(v->app, INK_WARN, _("No promise on that day or later."));
    v->app->keys_changed = true;
}

static unsigned board_command(struct view *v, int id)
{
    struct board *b = board_of(v);
    switch (id) {
    case CMD_OPEN:
        board_open_row(b);
        return TAKEN | KEYS;
    case CMD_NEW:
        rows_filter_stop(&b->rows);
        app_choose_new(v->app, NULL);
        return TAKEN | KEYS;
    case CMD_NEXT_LIST:
        return board_select(b, (b->selection + 1) % BOARD_SELECTIONS);
    case CMD_SNOOZE:
        board_snooze(b);
        return TAKEN;
    case CMD_DONE:
        board_sign_round(b);
        return TAKEN;
    case CMD_PRINT:
        board_print_row(b);
        return TAKEN;
    case CMD_DAY:
        app_push(v->app, calendar_view(v->app, board_day));
        return TAKEN;
    case CMD_UNIT_FILE:
        return rows_open_unit(&b->rows);
    case CMD_BACK:
        return board_back(b);
    default:
        return rows_command(v, id);
    }
}

static char *board_explain(struct view *v)
{
    struct board *b = board_of(v);
    const struct board_row *r = board_now(b);
    (void)rows_record(&b->rows); /* the bar need not have rested: the help is about the row it stands on */
    char *why = r ? desk_explain(app_desk(v->app), &r->due) : NULL;
    char *text = why ? mem_printf("%s\n%s", r->matter, why) : NULL;
    free(why);
    return text;
}

static const struct view_ops board_ops = {
    .name = "board",
    .flags = VIEW_HOME | VIEW_ROWS | VIEW_ACTS | VIEW_CLOCK,
    .heading = N_("Board"),
    .selections = board_selections,
    .beside = rows_beside,
    .layout = rows_layout,
    .draw = rows_draw,
    .command = board_command,
    .key = rows_key,
    .click = rows_click,
    .idle = rows_idle,
    .close = rows_view_close,
    .reload = rows_reload,
    .status = board_status,
    .position = rows_position,
    .typing = rows_typing,
    .form = rows_form,
    .record = rows_here,
    .explain = board_explain,
};

struct view *board_view(struct app *a)
{
    struct board *b = rows_new(sizeof *b, &board_ops, &board_source, a);
    for (int i = 0; i < BOARD_SELECTIONS; i++)
        b->counts[i] = -1;
    return &b->rows.view;
}
