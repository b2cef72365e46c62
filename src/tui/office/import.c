/* Import at the screen: the columns of a file, each with the field it goes to and its first rows; tried first, then
 * taken in, and taken back when it was not what was meant. The command line's `import` is the same call. */
#include "office/office.h"
#include "qiantai/report.h"
#include "show.h"
#include "view/rows.h"

#include <stdlib.h>
#include <string.h>

enum { REFUSED_TOLD = 500 };

struct import_view {
    struct rows rows; /* first */
    const struct form *form;
    struct import_look look;
};

static struct import_view *import_of(void *v)
{
    return v;
}

/* ---- the columns ---------------------------------------------------------------------------------------------------
 */
static void import_fill(struct rows *l)
{
    struct import_view *s = import_of(l);
    for (size_t i = 0; i < s->look.n; i++)
        rows_add(l, &s->look.v[i]);
}

static int64_t import_id(const void *row)
{
    return ((const struct import_column *)row)->at + 1;
}

enum column { HEADING, FIELD, FIRST };

static void import_columns(struct rows *l)
{
    rows_column(l, (struct rows_column){.head = _("Column of the file"), .id = HEADING, .least = 10, .most = 24});
    rows_column(l, (struct rows_column){.head = _("Goes to"), .id = FIELD, .least = 10, .most = 20});
    for (int i = 0; i < IMPORT_EXAMPLES; i++)
        rows_column(l, (struct rows_column){.head = i ? "" : _("First rows"),
                                            .id = FIRST + i,
                                            .least = 8,
                                            .most = 24,
                                            .text = i + 1 == IMPORT_EXAMPLES});
}

static const char *field_name(const struct import_view *s, int field)
{
    const struct field *f = field < 0 ? NULL : &s->form->fields[field];
    return f ? label_of(&f->label, app_lang(s->rows.view.app), f->name) : _("(left out)");
}

static bool is_open(const struct import_column *c)
{
    return c->field < 0 && !c->known;
}

static void import_cell(struct rows *l, const void *row, const struct rows_column *c, struct rows_cell *out)
{
    const struct import_column *k = row;
    const char *example = c->id >= FIRST ? k->example[c->id - FIRST] : NULL;
    out->ink = c->id == FIELD && is_open(k) ? INK_WARN : c->id == HEADING || k->field < 0 ? INK_QUIET : INK_NORMAL;
    out->text = mem_dup(c->id == HEADING ? k->heading
                        : c->id == FIELD ? field_name(import_of(l), k->field)
                        : example        ? example
                                         : "");
}

static void import_look_of(struct rows *l, const void *row, struct rows_look *out)
{
    (void)l;
    out->mark_ink = INK_WARN;
    snprintf(out->mark, sizeof out->mark, "%s", is_open(row) ? "!" : "");
}

static void import_under(struct rows *l, struct buf *out)
{
    const struct import_column *k = rows_seen(l);
    if (is_open(k))
        buf_addf(out, _("%s is no field's name: Enter says where it goes, or it is left out"), k->heading);
    else if (k->field < 0)
        buf_addf(out, _("%s is left out"), k->heading);
    else
        buf_addf(out, "%s = %s", k->heading, field_name(import_of(l), k->field));
}

static const struct rows_source import_source = {
    .fill = import_fill,
    .id = import_id,
    .columns = import_columns,
    .cell = import_cell,
    .look = import_look_of,
    .under = import_under,
};

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static void import_title(struct view *v, struct buf *out)
{
    const struct import_view *s = import_of(v);
    buf_addf(out, _("Import of %s into %s"), base_name(s->look.file), form_title(s->form, app_lang(v->app)));
    if (s->look.sheet)
        buf_addf(out, "  %s", s->look.sheet);
}

static void import_close(struct view *v)
{
    rows_close(&import_of(v)->rows);
    desk_import_look_free(&import_of(v)->look);
}

/* ---- which field ----------------------------------------------------------------------------------------------------
 */
/* Of each field that may be filled; the first is none. */
static void choose_field(struct import_view *s, struct import_column *c)
{
    const struct form *f = s->form;
    struct pick *items = mem_alloc((f->ndeclared + 1) * sizeof *items);
    int *field = mem_alloc((f->ndeclared + 1) * sizeof *field), now = 0;
    int meant = c->field >= 0 ? c->field : c->known ? -1 : desk_import_nearest(f, c->heading);
    size_t n = 0;
    items[n] = (struct pick){' ', _("(left out)")};
    field[n++] = -1;
    for (size_t i = 0; i < f->ndeclared; i++) {
        if (!desk_import_fills(app_desk(s->rows.view.app), f, (int)i))
            continue;
        now = (int)i == meant ? (int)n : now;
        field[n] = (int)i;
        items[n++] = (struct pick){' ', field_name(s, (int)i)};
    }
    char *title = mem_printf(_("Where does %s go?"), c->heading);
    int said = dialog_choose(s->rows.view.app, title, items, n, now);
    if (said >= 0) {
        c->field = field[said];
        c->known = true;
        rows_again(&s->rows);
    }
    free(title);
    free(field);
    free(items);
}

/* ---- trying, taking in
 * ----------------------------------------------------------------------------------------------- */
static void tell_counts(const struct import_result *res, struct buf *counts, struct buf *more)
{
    buf_addf(counts, _("%lld rows read: %lld taken in, %lld refused, %lld already there."), (long long)res->rows,
             (long long)res->imported, (long long)res->refused, (long long)res->already);
    if (res->stopped)
        buf_addf(more,
                 _("Stopped after %lld rows. What was taken in is kept; the same file once more goes on from "
                   "there.\n"),
                 (long long)res->rows);
    if (res->differ > 0)
        buf_addf(more, _("%lld of those already there have other values than the file; they stay as they are.\n"),
                 (long long)res->differ);
    for (size_t i = 0; i < res->nmatters; i++)
        buf_addf(more, _("Perhaps one matter, told by %d people: %s\n"), res->matters[i].people,
                 res->matters[i].numbers);
}

static void show_refused(struct app *a, const struct form *f, const struct import_result *res, const char *refused)
{
    struct page *p = report_refused(app_desk(a), f, res);
    if (*refused) {
        char *where = mem_printf(_("All of them, with line and reason, to be mended and imported: %s"), refused);
        page_text(p, where);
        free(where);
    }
    (void)dialog_page(a, _("Refused rows"), p);
    page_free(p);
}

void import_tell(struct app *a, const struct form *f, const struct import_result *res, const char *refused)
{
    const struct pick what[] = {{0, _("Good")}, {0, _("Show the refused rows")}, {0, _("Take this import back")}};
    struct buf counts = {0}, more = {0};
    int said = 1;
    tell_counts(res, &counts, &more);
    app_changed(a);
    if (more.len)
        dialog_tell(a, form_title(f, app_lang(a)), more.s);
    if (!res->refused && !res->stopped)
        app_say(a, INK_DONE, "%s %s", counts.s, _("It can be taken back: F10, Imports so far."));
    else
        while (said == 1 && !app_over(a)) {
            said = dialog_choose(a, counts.s, what, res->imported + res->changed > 0 ? 3 : 2, res->refused ? 1 : 0);
            if (said == 1)
                show_refused(a, f, res, refused);
            if (said == 2)
                import_undo(a, res->id);
        }
    buf_free(&counts);
    buf_free(&more);
}

static int run(struct import_view *s, bool dry, int64_t whole, struct import_result *res)
{
    struct app *a = s->rows.view.app;
    struct work w;
    const char *title =
        dry ? _("Trying the import; nothing is written") : _("Importing; F12 stops, what is in is kept");
    struct import_options o = {.look = &s->look,
                               .refused = dry ? "" : s->look.refused,
                               .dry_run = dry,
                               .go_on = work_on,
                               .arg = &w,
                               .reasons = REFUSED_TOLD};
    work_begin(&w, a, title, whole);
    int rc = desk_import(app_desk(a), s->form, &o, res);
    (void)work_end(&w);
    return rc;
}

/* Tried first, whole: what would come in is seen before anything is written. */
static unsigned import_go(struct import_view *s)
{
    struct app *a = s->rows.view.app;
    struct import_result tried = {0}, res = {0};
    bool yes = false, went = false;
    int rc = run(s, true, 0, &tried);
    if (rc == QT_OK && !tried.stopped) {
        struct page *p = report_dry_run(app_desk(a), s->form, &tried);
        yes = dialog_page(a, _("This would come in: Enter imports it"), p);
        page_free(p);
    } else if (rc != QT_OK) {
        dialog_tell(a, _("Import a list (CSV, Excel)"), fault_text());
    }
    if (yes && !app_over(a)) {
        rc = run(s, false, tried.rows, &res);
        went = res.rows > 0 || rc == QT_OK;
        if (rc != QT_OK)
            dialog_tell(a, _("Import a list (CSV, Excel)"), fault_text());
    }
    if (went) { /* the view goes, and the one that asked for the file */
        const struct form *f = s->form;
        char *refused = mem_dup(s->look.refused);
        app_pop(a);
        app_pop(a);
        app_draw(a);
        if (rc == QT_OK)
            import_tell(a, f, &res, refused);
        free(refused);
    }
    import_result_free(&tried);
    import_result_free(&res);
    return TAKEN | REDRAW;
}

/* ---- which register ---------------------------------------------------------------------------------------------- */
/* NULL: none, or only one thing was asked for. */
static const struct form *choose_register(struct app *a, const struct form *now)
{
    const struct forms *all = desk_forms(app_desk(a));
    struct pick *items = mem_alloc((all->n + 1) * sizeof *items);
    const struct form **of = mem_alloc((all->n + 1) * sizeof *of), *chosen = NULL;
    size_t n = 0, at = 0;
    for (size_t i = 0; i < all->n; i++) {
        if (!desk_allows(app_desk(a), all->v[i], RIGHT_IMPORT))
            continue;
        if (now ? all->v[i] == now : strcmp(all->v[i]->name, "unit") == 0)
            at = n;
        of[n] = all->v[i];
        items[n++].label = form_title(all->v[i], app_lang(a));
    }
    int said = dialog_choose(a, _("Into which register?"), items, n, (int)at);
    if (said >= 0)
        chosen = of[said];
    free(of);
    free(items);
    return chosen;
}

static unsigned import_command(struct view *v, int id)
{
    struct import_view *s = import_of(v);
    struct import_column *c = id == CMD_OPEN ? rows_now(&s->rows) : NULL;
    struct import_look look = {0};
    const struct form *f;
    switch (id) {
    case CMD_OPEN:
        if (c)
            choose_field(s, c);
        return TAKEN | REDRAW;
    case CMD_SAVE:
        return import_go(s);
    case CMD_NEXT_LIST:
        f = choose_register(v->app, s->form);
        if (f && app_ok(v->app, desk_import_look(app_desk(v->app), f, s->look.file, s->look.sheet, &look))) {
            rows_reset(&s->rows);
            desk_import_look_free(&s->look);
            s->look = look;
            s->form = f;
        }
        return TAKEN | REDRAW;
    default:
        return rows_command(v, id);
    }
}

static const struct view_ops import_ops = {
    .name = "import",
    .title = import_title,
    .layout = rows_layout,
    .draw = rows_draw,
    .command = import_command,
    .key = rows_key,
    .click = rows_click,
    .idle = rows_idle,
    .close = import_close,
    .status = rows_status,
    .position = rows_position,
    .typing = rows_typing,
};

/* A workbook of several sheets says which there are; one of them is asked for. */
static int look_at(struct app *a, const struct form *f, const char *path, struct import_look *look)
{
    int rc = desk_import_look(app_desk(a), f, path, NULL, look);
    size_t n = strlen(path);
    if (rc == QT_REFUSED && n > 5 && strcmp(path + n - 5, ".xlsx") == 0) {
        struct line line = {.title = _("Which sheet?"), .label = _("Sheet"), .initial = "", .why = fault_text()};
        char *said = dialog_line(a, &line);
        rc = said ? desk_import_look(app_desk(a), f, path, said, look)
                  : fault(QT_REFUSED, "%s", _("No sheet was chosen."));
        free(said);
    }
    return rc;
}

static int take_file(struct app *a, const char *path)
{
    struct import_look look = {0};
    int rc = desk_import_file(app_desk(a), path);
    const struct form *f = rc == QT_OK ? choose_register(a, NULL) : NULL;
    if (f)
        rc = look_at(a, f, path, &look);
    if (rc < 0 || !f)
        return rc;
    struct import_view *s = rows_new(sizeof *s, &import_ops, &import_source, a);
    s->form = f;
    s->look = look;
    app_push(a, &s->rows.view);
    return QT_OK;
}

void import_ask(struct app *a)
{
    if (app_ok(a, desk_attempt(app_desk(a), NULL, NULL, -1, -1, RIGHT_IMPORT)))
        file_ask(a, _("Import a list (CSV, Excel)"), take_file);
}

/* ---- a tower by a pattern -------------------------------------------------------------------------------------------
 */
static int tower_take(void *arg, const char *said)
{
    return desk_tower_read(said, arg);
}

void tower_ask(struct app *a)
{
    struct tower t = {0};
    struct import_result res = {0};
    struct work w;
    const struct form *f = forms_find(desk_forms(app_desk(a)), "unit");
    struct line line = {.title = _("Units of a tower, as A座 15楼 4户"),
                        .label = _("Tower, floors, units a floor"),
                        .initial = "",
                        .take = tower_take,
                        .arg = &t};
    char *said =
        f && app_ok(a, desk_attempt(app_desk(a), f, NULL, -1, -1, RIGHT_IMPORT)) ? dialog_line(a, &line) : NULL;
    char *question = mem_printf(_("%d units, %s%s%02d01 to %s%s%02d%02d?"), (t.floors - t.from + 1) * t.flats, t.name,
                                *t.name ? "-" : "", t.from, t.name, *t.name ? "-" : "", t.floors, t.flats);
    if (said && dialog_yes(a, question)) {
        work_begin(&w, a, _("Importing; F12 stops, what is in is kept"), (int64_t)(t.floors - t.from + 1) * t.flats);
        int rc = desk_tower_make(app_desk(a), &t, &(struct import_options){.go_on = work_on, .arg = &w}, &res);
        (void)work_end(&w);
        if (app_ok(a, rc))
            import_tell(a, f, &res, "");
    }
    import_result_free(&res);
    free(question);
    free(said);
}
