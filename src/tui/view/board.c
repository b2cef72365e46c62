/* The board: every promise as a row, oldest first. Home of the desk. */
#include "view/board.h"
#include "app.h"
#include "show.h"

#include <stdlib.h>
#include <string.h>

static struct board *of(struct view *v)
{
    return (struct board *)v;
}

static void reload(struct view *v)
{
    board_again(of(v));
}

static void title(struct view *v, struct buf *out)
{
    static const char *const names[SELECTIONS] = {N_("everything due"), N_("mine"), N_("overdue"), N_("due today")};
    struct board *b = of(v);

    buf_addf(out, "%s", _("Board"));
    if (b->selection != SELECT_ALL)
        buf_addf(out, ": %s", _(names[b->selection]));
}

static void status(struct view *v, struct buf *out)
{
    struct board *b = of(v);
    const struct forms *forms = desk_forms(app_desk(v->app));

    if (b->choosing) {
        buf_addf(out, " %s", _("New in"));
        for (size_t i = 0; i < forms->n; i++)
            if (forms->v[i]->key)
                buf_addf(out, "  %c %s", forms->v[i]->key, form_title(forms->v[i], app_lang(v->app)));
        buf_addf(out, "  Enter %s", _("other registers"));
        return;
    }
    if (typeahead_status(&b->filter, out))
        return;
    if (desk_warning(app_desk(v->app)))
        buf_addf(out, " ! %s", desk_warning(app_desk(v->app)));
    if (b->more || b->nstarts > 1)
        buf_addf(out, b->more ? _(" Page %zu, PgDn shows more") : _(" Page %zu"), b->nstarts);
}

/* ---- keys ---------------------------------------------------------------------------------------- */

static const struct board_row *current(struct board *b)
{
    board_read(b);
    return b->at < b->n ? &b->rows[b->at] : NULL;
}

static struct record *fetch(struct board *b)
{
    const struct board_row *r = current(b);

    if (!b->here && r && r->due.record && rec_get(desk_db(app_desk(b->view.app)), r->form, r->due.record, &b->here) < 0)
        b->here = NULL;
    return b->here;
}

static void move_to(struct board *b, size_t at)
{
    b->at = at;
    if (b->here) {
        record_free(b->here);
        b->here = NULL;
    }
}

static int round_list(const struct board_row *r)
{
    return r->round->list ? form_list(r->form, r->round->list) : 0;
}

static void open_row(struct board *b)
{
    struct app *a = b->view.app;
    const struct board_row *r = current(b);

    typeahead_stop(&b->filter);
    app_keys_changed(a);
    if (!r)
        return;
    if (r->due.record)
        app_open(a, r->form, r->due.record);
    else if (r->round && app_may_view(a, r->form))
        app_push(a, list_view(a, r->form, round_list(r)));
}

static void snooze(struct board *b)
{
    const struct board_row *r = current(b);

    if (r)
        app_snooze(b->view.app, &r->due);
}

static void print_row(struct board *b)
{
    const struct board_row *r = current(b);

    if (!r || !app_may_view(b->view.app, r->form))
        return;
    if (r->round)
        app_print_list(b->view.app, &(struct query){.form = r->form, .list = round_list(r), .sort = -1});
    else if (fetch(b))
        app_print_record(b->view.app, b->here);
}

static void print_row_of(void *arg)
{
    print_row(arg);
}

static void sign_round(struct board *b)
{
    struct app *a = b->view.app;
    const struct board_row *r = current(b);

    if (!r)
        return;
    if (r->due.record) {
        app_say(a, INK_NORMAL, _("This is a record: Enter opens it. F4 signs rounds."));
        return;
    }
    struct due d = due_copy(&r->due);
    char *matter = mem_dup(r->matter);
    struct line line = {.title = matter, .label = _("What was found"), .initial = ""};
    line.other = (struct box_key){K_F9, N_("Print the list")};
    line.on_other = print_row_of;
    line.arg = b;
    char *remark = dialog_line(a, &line);
    if (remark && desk_round_done(app_desk(a), &d, remark) < 0)
        app_say(a, INK_WARN, "%s", fault_text());
    else if (remark)
        app_changed(a);
    free(remark);
    free(matter);
    due_clear(&d);
}

static void open_unit(struct board *b)
{
    const struct board_row *r = current(b);

    if (r && r->unit && *r->unit && r->due.record)
        app_push(b->view.app, unit_view(b->view.app, r->unit));
}

/* F2 twice: the register with the first key, which is the one used most. */
static void new_in_first(struct board *b)
{
    const struct forms *forms = desk_forms(app_desk(b->view.app));
    const struct form *first = NULL;

    for (size_t i = 0; i < forms->n; i++)
        if (forms->v[i]->key && (!first || forms->v[i]->key < first->key))
            first = forms->v[i];
    b->choosing = false;
    if (first)
        app_new(b->view.app, first);
}

static bool choosing_key(struct board *b, const struct key_event *ev)
{
    struct app *a = b->view.app;
    const struct forms *forms = desk_forms(app_desk(a));

    b->choosing = false;
    b->view.dirty_all = true;
    if (ev->code == K_ENTER) {
        app_choose_new(a, NULL);
        return true;
    }
    for (size_t i = 0; ev->code == K_TEXT && i < forms->n; i++) {
        if (forms->v[i]->key && ev->text[0] == forms->v[i]->key && !ev->text[1]) {
            app_new(a, forms->v[i]);
            return true;
        }
    }
    return true;
}

static bool key(struct view *v, const struct key_event *ev)
{
    struct board *b = of(v);

    if (b->choosing)
        return choosing_key(b, ev);
    if (typeahead_typing(&b->filter)) {
        if (typeahead_key(&b->filter, ev))
            board_first(b);
        return true;
    }
    if (fetch(b) && app_act(v->app, b->here, ev)) {
        board_forget(b);
        return true;
    }
    if (typeahead_starts(&b->filter, ev)) {
        board_first(b);
        return true;
    }
    return false;
}

static bool move_bar(struct board *b, int id)
{
    board_read(b);
    switch (id) {
    case CMD_UP:
        if (b->at > 0)
            move_to(b, b->at - 1);
        else
            board_page_back(b);
        return true;
    case CMD_DOWN:
        if (b->at + 1 < b->n)
            move_to(b, b->at + 1);
        else
            board_page_on(b);
        return true;
    case CMD_PAGE_UP:
        if (!board_page_back(b))
            move_to(b, 0);
        return true;
    case CMD_PAGE_DOWN:
        if (!board_page_on(b) && b->n)
            move_to(b, b->n - 1);
        return true;
    case CMD_FIRST:
        board_first(b);
        return true;
    case CMD_LAST:
        while (board_page_on(b) && !key_pending())
            ;
        if (b->n)
            move_to(b, b->n - 1);
        return true;
    default:
        return false;
    }
}

/* Esc: the filter first, then the selection, then it is the app's. */
static bool back(struct board *b)
{
    if (b->choosing) {
        b->choosing = false;
        b->view.dirty_all = true;
        return true;
    }
    if (typeahead_clear(&b->filter) || b->selection != SELECT_ALL) {
        b->selection = SELECT_ALL;
        board_first(b);
        app_redraw(b->view.app);
        return true;
    }
    return false;
}

static bool command(struct view *v, int id)
{
    struct board *b = of(v);

    switch (id) {
    case CMD_OPEN:
        if (b->choosing)
            choosing_key(b, &(struct key_event){.code = K_ENTER});
        else
            open_row(b);
        return true;
    case CMD_NEW:
        if (b->choosing)
            new_in_first(b);
        else
            b->choosing = true;
        v->dirty_all = true;
        return true;
    case CMD_FILTER:
        typeahead_start(&b->filter);
        app_keys_changed(v->app);
        v->dirty_all = true;
        return true;
    case CMD_NEXT_LIST:
        b->selection = (b->selection + 1) % SELECTIONS;
        board_first(b);
        app_redraw(v->app);
        return true;
    case CMD_SNOOZE:
        snooze(b);
        return true;
    case CMD_DONE:
        sign_round(b);
        return true;
    case CMD_PRINT:
        print_row(b);
        return true;
    case CMD_UNIT_FILE:
        open_unit(b);
        return true;
    case CMD_BACK:
        return back(b);
    default:
        return move_bar(b, id);
    }
}

static void idle(struct view *v)
{
    struct board *b = of(v);

    if (!b->unread && !b->here && fetch(b))
        app_keys_changed(v->app);
}

static bool typing(const struct view *v)
{
    const struct board *b = (const struct board *)v;

    return b->choosing || typeahead_typing(&b->filter);
}

/* The register under the bar: only once its record is read, so that a move draws no footer. */
static const struct form *form(const struct view *v)
{
    const struct board *b = (const struct board *)v;

    return b->here ? b->here->form : NULL;
}

static size_t actions(struct view *v, int *indices)
{
    struct board *b = of(v);

    return b->here ? desk_actions(app_desk(v->app), b->here, indices) : 0;
}

static char *explain(struct view *v)
{
    const struct board_row *r = current(of(v));
    char *why = r ? desk_explain(app_desk(v->app), &r->due) : NULL;
    char *text = why ? mem_printf("%s\n%s", r->matter, why) : NULL;

    free(why);
    return text;
}

static void close_view(struct view *v)
{
    struct board *b = of(v);

    board_free(b->rows, b->n);
    free(b->starts);
    staff_free(b->staff, b->nstaff);
    record_free(b->here);
    typeahead_free(&b->filter);
}

static const struct view_ops ops = {
    .name = "board",
    .title = title,
    .layout = reload,
    .draw = board_draw,
    .command = command,
    .key = key,
    .idle = idle,
    .close = close_view,
    .reload = reload,
    .status = status,
    .typing = typing,
    .form = form,
    .actions = actions,
    .explain = explain,
};

struct view *board_view(struct app *a)
{
    struct board *b = view_new(sizeof(*b), &ops, a);

    b->starts = mem_alloc(sizeof(*b->starts));
    b->nstarts = 1;
    return &b->view;
}
