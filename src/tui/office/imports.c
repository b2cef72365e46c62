/* Imports so far; one is taken back whole. */
#include "office/office.h"
#include "show.h"
#include "view/rows.h"

#include <stdlib.h>
#include <string.h>

static int take_back(struct app *a, int64_t id, const struct import_undone *would, struct import_undone *done)
{
    struct work w;
    work_begin(&w, a, _("Taking the import back"), would->withdrawn + would->changed);
    int rc = desk_import_undo(app_desk(a), id, &(struct import_options){.go_on = work_on, .arg = &w}, done);
    (void)work_end(&w);
    return rc;
}

void import_undo(struct app *a, int64_t id)
{
    struct import_undone would = {0}, done = {0};
    if (!app_ok(a, desk_import_undo(app_desk(a), id, &(struct import_options){.dry_run = true}, &would)))
        return;
    char *question = mem_printf(_("Take this import back: %lld records that it added leave the register, %lld that it "
                                  "changed become what they were?"),
                                (long long)would.withdrawn, (long long)would.changed);
    if (dialog_yes(a, question) && app_ok(a, take_back(a, id, &would, &done)))
        app_say(a, done.stopped ? INK_WARN : INK_DONE,
                done.stopped ? _("Stopped: %lld records taken back, %lld changed back; once more takes back the rest.")
                             : _("Taken back: %lld records, %lld changed back."),
                (long long)done.withdrawn, (long long)done.changed);
    app_changed(a);
    free(question);
}

struct imports_view {
    struct rows rows; /* first */
    struct import_done *v;
    size_t n;
};

static void imports_fill(struct rows *l)
{
    struct imports_view *s = (struct imports_view *)l;
    desk_imports_free(s->v, s->n);
    s->v = NULL;
    s->n = 0;
    (void)app_ok(l->view.app, desk_imports(app_desk(l->view.app), &s->v, &s->n));
    for (size_t i = 0; i < s->n; i++)
        if (rows_wants(l, s->v[i].file))
            rows_add(l, &s->v[i]);
}

static int64_t imports_id(const void *row)
{
    return ((const struct import_done *)row)->id;
}

enum imports_column { WHEN, WHO, REGISTER, SOURCE, IMPORTED, REFUSED, REMARK };

static void imports_columns(struct rows *l)
{
    rows_column(l, (struct rows_column){.head = _("When"), .id = WHEN, .least = 8, .most = 16});
    rows_column(l, (struct rows_column){.head = _("Who"), .id = WHO, .least = 6, .most = 10});
    rows_column(l, (struct rows_column){.head = _("Register"), .id = REGISTER, .least = 6, .most = 14});
    rows_column(l, (struct rows_column){.head = _("File"), .id = SOURCE, .least = 10, .most = 40, .text = true});
    rows_column(l, (struct rows_column){.head = _("In"), .id = IMPORTED, .least = 5, .most = 8, .right = true});
    rows_column(l, (struct rows_column){.head = _("Refused"), .id = REFUSED, .least = 5, .most = 8, .right = true});
    rows_column(l, (struct rows_column){.head = "", .id = REMARK, .least = 6, .most = 12});
}

static void imports_cell(struct rows *l, const void *row, const struct rows_column *c, struct rows_cell *out)
{
    struct app *a = l->view.app;
    const struct import_done *k = row;
    char at[48];
    out->ink = k->undone ? INK_QUIET : INK_NORMAL;
    switch (c->id) {
    case WHEN:
        time_show(k->at, clock_now(), app_lang(a) == LANG_ZH, at, sizeof at);
        out->text = mem_dup(at);
        break;
    case WHO:
        out->text = desk_staff_label(app_desk(a), k->staff);
        break;
    case REGISTER:
        out->text = form_short(k->form, app_lang(a));
        break;
    case SOURCE:
        out->text = mem_dup(k->file);
        break;
    case IMPORTED:
    case REFUSED:
        out->text = mem_printf("%lld", (long long)(c->id == IMPORTED ? k->imported + k->changed : k->refused));
        break;
    default:
        out->text = mem_dup(k->undone ? _("taken back") : k->ended ? "" : _("cut short"));
    }
}

static const char *imports_empty(struct rows *l)
{
    (void)l;
    return _("Nothing was imported yet.");
}

static const struct rows_source imports_source = {
    .fill = imports_fill,
    .id = imports_id,
    .columns = imports_columns,
    .cell = imports_cell,
    .empty = imports_empty,
};

static unsigned imports_command(struct view *v, int id)
{
    struct rows *l = (struct rows *)v;
    const struct import_done *now = id == CMD_OPEN ? rows_now(l) : NULL;
    if (id != CMD_OPEN)
        return rows_command(v, id);
    if (now)
        import_undo(v->app, now->id);
    return TAKEN | REDRAW;
}

static void imports_close(struct view *v)
{
    struct imports_view *s = (struct imports_view *)v;
    rows_close(&s->rows);
    desk_imports_free(s->v, s->n);
}

static const struct view_ops imports_ops = {
    .name = "imports",
    .heading = N_("Imports so far"),
    .layout = rows_layout,
    .draw = rows_draw,
    .command = imports_command,
    .key = rows_key,
    .click = rows_click,
    .idle = rows_idle,
    .close = imports_close,
    .reload = rows_reload,
    .status = rows_status,
    .position = rows_position,
    .typing = rows_typing,
};

void imports_show(struct app *a)
{
    struct imports_view *s = rows_new(sizeof *s, &imports_ops, &imports_source, a);
    app_push(a, &s->rows.view);
}
