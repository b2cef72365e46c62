/* The file of one unit (U1): its own record, then what every register has about it, newest first. A source of rows
 * with a sheet above them. */
#include "app.h"
#include "field/places.h"
#include "qiantai/report_ledger.h"
#include "view/found.h"
#include "view/margin.h"
#include "view/preview.h"
#include "view/scroll.h"
#include "view/sheet.h"

#include <stdlib.h>
#include <string.h>

enum {
    NEWEST = 100, /* records read of each register; older ones are in the register's list */
    LEAST = 4     /* rows of the screen for the list: heads and three records */
};

struct unit_file {
    struct rows rows;
    char *unit;
    struct record *r;     /* its own record; NULL when the register of units does not know it */
    struct paper paper;   /* it, laid out */
    struct margin margin; /* whom to ring, what can be done with it, what is there */
    int top;              /* first line of it that is shown */
    bool cut;             /* a register had more than NEWEST */
    bool history;         /* the paper has all of the screen */
};

static struct unit_file *unit_of(void *v)
{
    return v;
}

/* The list that leaves nothing out. */
static int whole_list(const struct form *f)
{
    for (size_t i = 0; i < f->nlists; i++)
        if (!f->lists[i].where)
            return (int)i;
    return 0;
}

static int64_t moment_of(const struct record *r)
{
    const struct value *v = &r->v[form_sys(r->form, SYS_SAVED_AT)];
    return v->kind == VAL_INT ? v->i : 0;
}

static void unit_read_register(struct unit_file *u, const struct form *f)
{
    struct desk *d = app_desk(u->rows.view.app);
    int list = whole_list(f);
    struct query q = {.form = f, .list = list, .unit = u->unit, .sort = -1};
    struct desk_list *c = NULL;
    struct record_page page = {0};
    if (desk_list_open(d, &q, &c) < 0)
        return;
    if (desk_list_page(c, f->lists[list].descending ? PAGE_FIRST : PAGE_LAST, NULL, NEWEST, &page) < 0)
        page = (struct record_page){0};
    for (size_t i = 0; i < page.n; i++) {
        struct record *r = NULL;
        if (desk_get(d, f, page.v[i]->id, &r) == QT_OK)
            found_add(&u->rows, (struct found){.form = f, .id = r->id, .at = moment_of(r), .r = r});
    }
    u->cut = u->cut || page.more;
    desk_page_free(&page);
    desk_list_close(c);
}

static int newest_first(const void *a, const void *b)
{
    const struct found *x = *(void *const *)a, *y = *(void *const *)b;
    if (x->at != y->at)
        return x->at < y->at ? 1 : -1;
    return x->id < y->id ? 1 : x->id > y->id ? -1 : 0;
}

static const struct form *unit_form(struct app *a)
{
    return forms_find(desk_forms(app_desk(a)), "unit");
}

static void read_unit(struct unit_file *u)
{
    const struct form *f = unit_form(u->rows.view.app);
    record_free(u->r);
    u->r = NULL;
    if (f && desk_find(app_desk(u->rows.view.app), f, u->unit, &u->r) < 0)
        u->r = NULL;
}

/* What it owes and what is held for it, for those who may look at accounts. */
static void unit_money(struct unit_file *u, int cols)
{
    bool owes = false;
    char *line = NULL;
    if (ledger_unit_line(app_desk(u->rows.view.app), u->unit, &owes, &line) < 0)
        fault_clear();
    else if (line)
        (void)paper_text(&u->paper, cols, owes ? TONE_WARN : TONE_NORMAL, line);
    free(line);
}

/* The page of it, over the whole width: its history, or all of it where there is no margin. */
static void unit_page(struct unit_file *u, int cols)
{
    struct paper *p = &u->paper;
    if (u->r)
        record_paper(u->rows.view.app, u->r, u->history ? RECORD_SCREEN | RECORD_HISTORY : RECORD_SCREEN | RECORD_CARD,
                     cols, p);
    else
        (void)paper_text(p, cols, TONE_WARN, _("The register of units does not know this unit."));
    paper_sections(p, cols);
    if (u->history && p->n)
        paper_hairline(p, 0, cols);
}

/* Its own record above the rows, of which some are always in sight; with its history all of the screen. */
static void unit_lay_out(struct unit_file *u)
{
    struct view *v = &u->rows.view;
    struct paper *p = &u->paper;
    int x = 0, most = v->rows - LEAST, beside = u->r && !u->history ? margin_at(v->cols, 0, &x) : 0;
    int cols = beside ? x - 2 * EDGE : v->cols - 2 * EDGE;
    paper_free(p);
    if (u->r)
        margin_set(&u->margin, v->app, u->r, beside ? v->cols : 0, false, true);
    if (beside)
        sheet_fields(p, v->app, u->r, v->cols);
    else
        unit_page(u, cols);
    for (size_t i = 0; i < p->n; i++)
        p->v[i].x += beside ? 1 : EDGE; /* a sheet is for a paper drawn from column 1 on */
    size_t fields = p->n;
    if (!u->history)
        unit_money(u, cols);
    for (size_t i = fields; i < p->n; i++)
        p->v[i].x += EDGE;
    int lines = beside && margin_lines(&u->margin) > p->lines ? margin_lines(&u->margin) : p->lines;
    u->rows.lead = lines < most ? lines : most > 0 ? most : 0;
    v->dirty_all = true;
}

static void unit_fill(struct rows *l)
{
    struct unit_file *u = unit_of(l);
    const struct forms *forms = desk_forms(app_desk(l->view.app));
    const struct form *unit = unit_form(l->view.app);
    u->cut = false;
    for (size_t i = 0; i < forms->n; i++) {
        const struct form *f = forms->v[i];
        if (f != unit && f->unit_field >= 0 && desk_allows(app_desk(l->view.app), f, RIGHT_LOOK))
            unit_read_register(u, f);
    }
    if (l->nall)
        qsort(l->all, l->nall, sizeof *l->all, newest_first);
}

static void unit_columns(struct rows *l)
{
    for (int c = FOUND_TIME; c <= FOUND_STATE; c++)
        if (c != FOUND_UNIT)
            found_column(l, (enum found_column)c);
}

static const char *unit_empty(struct rows *l)
{
    (void)l;
    return _("No register has anything about it.");
}

static const struct rows_source unit_source = {
    .fill = unit_fill,
    .drop = found_drop,
    .id = found_id,
    .record = found_record,
    .columns = unit_columns,
    .cell = found_cell,
    .empty = unit_empty,
    .preview = true,
};

static void unit_layout(struct view *v)
{
    read_unit(unit_of(v));
    unit_lay_out(unit_of(v));
    rows_layout(v);
}

static void unit_draw(struct view *v, WINDOW *w, bool all)
{
    struct unit_file *u = unit_of(v);
    if (u->history)
        term_caret(0, 0, false);
    else
        rows_draw(v, w, all);
    paper_draw(&u->paper, w, 0, 0, u->history ? v->rows : u->rows.lead, v->cols, u->top);
    if (!u->history)
        margin_draw(&u->margin, w, u->rows.lead, 0);
}

static void unit_title(struct view *v, struct buf *out)
{
    buf_addf(out, _("Unit file %s"), unit_of(v)->unit);
}

/* At the end of the rows: what is not among them. */
static void unit_status(struct view *v, struct buf *out)
{
    struct unit_file *u = unit_of(v);
    if (u->cut && !u->rows.below && u->rows.at + 1 == u->rows.n)
        buf_addf(out, _("   The newest %d of each register; older ones are in its list"), NEWEST);
    else if (!u->history)
        rows_status(v, out);
}

static void unit_edit(struct unit_file *u)
{
    struct app *a = u->rows.view.app;
    if (u->r && entry_opens(a, u->r))
        app_push(a, entry_view(a, u->r, record_copy(u->r), 0, 0));
}

static void unit_position(struct view *v, struct buf *out)
{
    if (!unit_of(v)->history)
        rows_position(v, out);
}

static unsigned unit_command(struct view *v, int id)
{
    struct unit_file *u = unit_of(v);
    switch (id) {
    case CMD_OPEN:
        return u->history ? TAKEN : found_open(&u->rows);
    case CMD_NEW:
        app_choose_new(v->app, u->unit);
        return TAKEN | KEYS;
    case CMD_EDIT:
        unit_edit(u);
        return TAKEN | KEYS;
    case CMD_ACCOUNT:
        money_open(v->app, u->unit);
        return TAKEN | KEYS;
    case CMD_REVEAL:
        if (u->r)
            record_reveal(v->app, u->r);
        return TAKEN | KEYS;
    case CMD_HISTORY:
        u->history = !u->history;
        u->top = 0;
        unit_lay_out(u);
        return TAKEN | REDRAW;
    default:
        if (u->history)
            return scroll_move(id, v->rows, u->paper.lines - v->rows, &u->top) ? TAKEN : 0;
        return rows_move(&u->rows, id) ? TAKEN : 0;
    }
}

static unsigned unit_key(struct view *v, const struct key_event *ev)
{
    struct unit_file *u = unit_of(v);
    return u->r && app_act(v->app, u->r, ev) ? TAKEN | KEYS | RELOAD : 0;
}

static const struct form *unit_form_shown(const struct view *v)
{
    const struct unit_file *u = (const struct unit_file *)v;
    return u->r ? u->r->form : NULL;
}

static const struct record *unit_shown(const struct view *v)
{
    return ((const struct unit_file *)v)->r;
}

static void unit_close(struct view *v)
{
    struct unit_file *u = unit_of(v);
    rows_close(&u->rows);
    paper_free(&u->paper);
    margin_free(&u->margin);
    record_free(u->r);
    free(u->unit);
}

static const struct view_ops unit_ops = {
    .name = "unit",
    .title = unit_title,
    .layout = unit_layout,
    .draw = unit_draw,
    .command = unit_command,
    .key = unit_key,
    .click = rows_click,
    .idle = rows_idle,
    .close = unit_close,
    .reload = unit_layout,
    .status = unit_status,
    .position = unit_position,
    .form = unit_form_shown,
    .record = unit_shown,
};

/* Looking into a file is journalled (U3). */
struct view *unit_view(struct app *a, const char *unit)
{
    struct unit_file *u = rows_new(sizeof *u, &unit_ops, &unit_source, a);
    u->unit = mem_dup(unit);
    read_unit(u);
    if (u->r)
        (void)app_ok(a, desk_log_view(app_desk(a), "unit", u->r->id));
    return &u->rows.view;
}

struct view *unit_view_of(struct app *a, int64_t id)
{
    struct record *r = NULL;
    if (desk_get(app_desk(a), unit_form(a), id, &r) < 0)
        return NULL;
    struct view *v = unit_view(a, record_number(r));
    record_free(r);
    return v;
}
