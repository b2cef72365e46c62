/* Which file: a line to type its path in, below it what begins so. Enter goes into a folder or takes the file; what is
 * wrong with it is said, and the line stays. */
#include "field/oneline.h"
#include "office/office.h"
#include "view/rows.h"
#include "view/scroll.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_ROW = 3, PATH_MOST = 400 };

struct files {
    struct rows rows; /* first */
    struct edit *path;
    char *title;
    int (*take)(struct app *a, const char *path);
    struct import_offer *v;
    size_t n;
};

static struct files *files_of(void *v)
{
    return v;
}

static void files_fill(struct rows *l)
{
    struct files *s = files_of(l);
    desk_import_offers_free(s->v, s->n);
    if (!app_ok(l->view.app, desk_import_offers(app_desk(l->view.app), edit_text(s->path), &s->v, &s->n)))
        s->n = 0;
    for (size_t i = 0; i < s->n; i++)
        rows_add(l, &s->v[i]);
}

static int64_t files_id(const void *row)
{
    int64_t id = 0;
    for (const char *p = ((const struct import_offer *)row)->path; *p; p++)
        id = (id * 31 + (unsigned char)*p) & INT64_MAX >> 6;
    return id + 1;
}

enum column { PATH, SIZE, AT };

static void files_columns(struct rows *l)
{
    rows_column(l, (struct rows_column){.head = "", .id = PATH, .least = 20, .most = 120, .text = true});
    rows_column(l, (struct rows_column){.head = "", .id = SIZE, .least = 6, .most = 10, .right = true});
    rows_column(l, (struct rows_column){.head = "", .id = AT, .least = 8, .most = 16});
}

static bool is_folder(const struct import_offer *f)
{
    return f->path[strlen(f->path) - 1] == '/';
}

static void files_cell(struct rows *l, const void *row, const struct rows_column *c, struct rows_cell *out)
{
    const struct import_offer *f = row;
    char at[48];
    out->ink = c->id == PATH ? is_folder(f) ? INK_KEY : INK_NORMAL : INK_QUIET;
    if (c->id == PATH) {
        out->text = mem_dup(f->path);
    } else if (c->id == SIZE) {
        out->text = is_folder(f) ? mem_dup("") : file_size_show(f->size);
    } else {
        time_show(f->at, clock_now(), app_lang(l->view.app) == LANG_ZH, at, sizeof at);
        out->text = mem_dup(is_folder(f) ? "" : at);
    }
}

static const struct rows_source files_source = {
    .fill = files_fill,
    .id = files_id,
    .columns = files_columns,
    .cell = files_cell,
};

static void files_draw(struct view *v, WINDOW *w, bool all)
{
    struct files *s = files_of(v);
    const char *label = _("File");
    int x = EDGE + text_width(label) + 3;
    rows_draw(v, w, all);
    draw_fill(w, 0, 0, v->cols, INK_NORMAL);
    draw_fill(w, 1, 0, v->cols, INK_NORMAL);
    draw_fill(w, 2, 0, v->cols, INK_NORMAL);
    draw_text(w, 1, EDGE, x - EDGE, INK_LABEL, label);
    oneline_draw(w, &(struct oneline){.y = 1, .x = x, .width = v->cols - x - EDGE, .now = true}, s->path);
}

static void files_status(struct view *v, struct buf *out)
{
    (void)v;
    buf_add(out, _(" Type the path or choose with the arrows; Tab takes the name into the line, Enter opens it."));
}

static void files_title(struct view *v, struct buf *out)
{
    buf_add(out, files_of(v)->title);
}

static void files_go(struct files *s, const char *path)
{
    edit_set(s->path, path);
    rows_reset(&s->rows);
    s->rows.view.dirty_all = true;
}

/* What stands under the bar is meant, where there is something: it begins with what was typed. */
static void files_enter(struct files *s, bool take)
{
    const struct import_offer *now = rows_now(&s->rows);
    char *path = now ? mem_dup(now->path) : mem_dup(edit_text(s->path));
    if (now)
        files_go(s, path);
    if (take && (!now || path[strlen(path) - 1] != '/') && s->take(s->rows.view.app, path) < 0)
        app_say(s->rows.view.app, INK_ALERT, "%s", fault_text());
    free(path);
}

static unsigned files_key(struct view *v, const struct key_event *ev)
{
    struct files *s = files_of(v);
    int move = scroll_command(ev->code);
    if (ev->code == K_ENTER || ev->code == K_TAB) {
        files_enter(s, ev->code == K_ENTER);
    } else if (ev->code == K_UP || ev->code == K_DOWN || ev->code == K_PGUP || ev->code == K_PGDN) {
        (void)rows_move(&s->rows, move);
    } else if (line_key(s->path, ev) == TYPED_CHANGED) {
        rows_reset(&s->rows);
        s->rows.view.dirty_all = true;
    }
    return TAKEN | KEYS;
}

static unsigned files_command(struct view *v, int id)
{
    if (id == CMD_BACK)
        return TAKEN | CLOSE;
    (void)v;
    return 0;
}

static void files_close(struct view *v)
{
    struct files *s = files_of(v);
    rows_close(&s->rows);
    desk_import_offers_free(s->v, s->n);
    edit_free(s->path);
    free(s->title);
}

static const struct view_ops files_ops = {
    .name = "file",
    .flags = VIEW_TYPES,
    .title = files_title,
    .layout = rows_layout,
    .draw = files_draw,
    .command = files_command,
    .key = files_key,
    .click = rows_click,
    .close = files_close,
    .status = files_status,
};

void file_ask(struct app *a, const char *title, int (*take)(struct app *a, const char *path))
{
    struct files *s = rows_new(sizeof *s, &files_ops, &files_source, a);
    s->rows.bare = true;
    s->rows.lead = FIRST_ROW;
    s->path = edit_new("", false, PATH_MOST);
    s->title = mem_dup(title);
    s->take = take;
    app_push(a, &s->rows.view);
}
