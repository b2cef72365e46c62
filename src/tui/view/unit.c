/* The file of one unit (U1): its own record, then what every register has about it, newest first. */
#include "app.h"
#include "show.h"
#include "view/pick.h"

#include <stdlib.h>
#include <string.h>

#define NEWEST 100 /* records read of each register; older ones are in the register's list */

struct entry {
    struct record *r;
    int64_t at;
};
struct unit_file {
    struct view view;
    char *unit;
    struct record *r; /* its own record; NULL when the register of units does not know it */
    struct pick pick;
    bool cut; /* a register had more than NEWEST */
    bool history;
};

static struct unit_file *of(struct view *v)
{
    return (struct unit_file *)v;
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

static void read_register(struct unit_file *u, const struct form *f, struct entry **v, size_t *n)
{
    struct desk *d = app_desk(u->view.app);
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
        if (desk_get(d, f, page.v[i]->id, &r) < 0)
            continue;
        *v = mem_resize(*v, *n + 1, sizeof(**v));
        (*v)[(*n)++] = (struct entry){.r = r, .at = moment_of(r)};
    }
    u->cut = u->cut || page.more;
    desk_page_free(&page);
    desk_list_close(c);
}

static int newest_first(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;

    if (x->at != y->at)
        return x->at < y->at ? 1 : -1;
    return x->r->id < y->r->id ? 1 : x->r->id > y->r->id ? -1 : 0;
}

static const struct form *unit_form(struct app *a)
{
    return forms_find(desk_forms(app_desk(a)), "unit");
}

static void read_unit(struct unit_file *u)
{
    const struct form *f = unit_form(u->view.app);

    record_free(u->r);
    u->r = NULL;
    if (f && desk_find(app_desk(u->view.app), f, u->unit, &u->r) < 0)
        u->r = NULL;
}

static int put_unit(struct unit_file *u)
{
    struct app *a = u->view.app;
    struct paper *p = &u->pick.paper;
    int line = 0, cols = u->view.cols - 1;

    if (!u->r)
        return paper_wrap(p, 0, 0, cols, INK_WARN, _("The register of units does not know this unit."));
    line = record_paper_state(a, u->r, cols, p, line);
    line = record_paper_clocks(a, u->r, cols, p, line);
    line = record_paper_fields(a, u->r, cols, p, line, NULL);
    if (u->history)
        line = history_paper(a, u->r, cols, p, line);
    for (size_t i = 0; i < p->n; i++)
        p->v[i].x++;
    return line;
}

static void put_entry(struct unit_file *u, const struct entry *e, int line)
{
    struct app *a = u->view.app;
    enum lang lang = app_lang(a);
    char *summary = record_summary(a, e->r), *name = form_short(e->r->form, lang), stamp[17];
    struct buf text = {0};
    int room = u->view.cols - 2 - 17 - 9 - 16 - 12;

    stamp_show(e->at, stamp);
    text_cell(&text, stamp, 17, false);
    text_cell(&text, name, 8, false);
    buf_addc(&text, ' ');
    text_cell(&text, record_number(e->r), 15, false);
    buf_addc(&text, ' ');
    text_cell(&text, summary, room > 10 ? room : 10, false);
    buf_addf(&text, " %s", state_label(e->r, lang));
    pick_add(&u->pick, line, 2, u->view.cols - 2, e->r->form, e->r->id, text.s);
    buf_free(&text);
    free(name);
    free(summary);
}

static void build(struct unit_file *u)
{
    struct app *a = u->view.app;
    const struct forms *forms = desk_forms(app_desk(a));
    const struct form *unit = unit_form(a);
    struct entry *v = NULL;
    size_t n = 0;
    int line;

    pick_clear(&u->pick);
    u->cut = false;
    read_unit(u);
    line = put_unit(u);
    for (size_t i = 0; i < forms->n; i++) {
        const struct form *f = forms->v[i];
        if (f != unit && f->unit_field >= 0 && desk_allows(app_desk(a), f, RIGHT_LOOK))
            read_register(u, f, &v, &n);
    }
    if (n)
        qsort(v, n, sizeof(*v), newest_first);
    paper_put(&u->pick.paper, line++, 1, u->view.cols - 1, INK_TITLE,
              n ? _("All registers") : _("No register has anything about it."));
    for (size_t i = 0; i < n; i++) {
        put_entry(u, &v[i], line++);
        record_free(v[i].r);
    }
    free(v);
    if (u->pick.at >= (int)u->pick.links.n)
        u->pick.at = 0;
}

static void reload(struct view *v)
{
    build(of(v));
}

static void draw(struct view *v, WINDOW *w, bool all)
{
    pick_draw(&of(v)->pick, v, w, 0, all);
}

static void title(struct view *v, struct buf *out)
{
    buf_addf(out, _("Unit file %s"), of(v)->unit);
}

static void status(struct view *v, struct buf *out)
{
    struct unit_file *u = of(v);

    buf_addf(out, _(" Records %zu"), u->pick.links.n);
    if (u->cut)
        buf_addf(out, _("   The newest %d of each register; older ones are in its list"), NEWEST);
}

static void edit(struct unit_file *u)
{
    struct app *a = u->view.app;
    const struct form *f = unit_form(a);

    if (u->r && desk_attempt(app_desk(a), f, u->r, -1, -1, RIGHT_CHANGE) == QT_OK)
        app_push(a, entry_view(a, u->r, record_copy(u->r), 0, 0));
    else if (u->r)
        app_say(a, INK_WARN, "%s", fault_text());
}

static unsigned command(struct view *v, int id)
{
    struct unit_file *u = of(v);
    const struct record_link *now = pick_now(&u->pick);

    switch (id) {
    case CMD_OPEN:
        if (now)
            app_open(v->app, now->form, now->id);
        return TAKEN | KEYS;
    case CMD_NEW:
        app_choose_new(v->app, u->unit);
        return TAKEN | KEYS;
    case CMD_EDIT:
        edit(u);
        return TAKEN | KEYS;
    case CMD_HISTORY:
        u->history = !u->history;
        build(u);
        return TAKEN | KEYS;
    default:
        return pick_move(&u->pick, v->rows, id) ? TAKEN : 0;
    }
}

static unsigned key(struct view *v, const struct key_event *ev)
{
    struct unit_file *u = of(v);

    if (!u->r || !app_act(v->app, u->r, ev))
        return 0;
    build(u);
    return TAKEN | KEYS;
}

static const struct form *form(const struct view *v)
{
    const struct unit_file *u = (const struct unit_file *)v;

    return u->r ? u->r->form : NULL;
}

static size_t actions(struct view *v, int *indices)
{
    struct unit_file *u = of(v);

    return u->r ? desk_actions(app_desk(v->app), u->r, indices) : 0;
}

static void close_view(struct view *v)
{
    struct unit_file *u = of(v);

    pick_clear(&u->pick);
    record_free(u->r);
    free(u->unit);
}

static const struct view_ops ops = {
    .name = "unit",
    .title = title,
    .layout = reload,
    .draw = draw,
    .command = command,
    .key = key,
    .close = close_view,
    .reload = reload,
    .status = status,
    .form = form,
    .actions = actions,
};

/* Looking into a file is journalled (U3). */
struct view *unit_view(struct app *a, const char *unit)
{
    struct unit_file *u = view_new(sizeof(*u), &ops, a);

    u->unit = mem_dup(unit);
    read_unit(u);
    if (u->r && desk_log_view(app_desk(a), "unit", u->r->id) < 0)
        app_say(a, INK_WARN, "%s", fault_text());
    return &u->view;
}

struct view *unit_view_of(struct app *a, int64_t id)
{
    struct record *r = NULL;
    struct view *v;

    if (desk_get(app_desk(a), unit_form(a), id, &r) < 0)
        return NULL;
    v = unit_view(a, record_number(r));
    record_free(r);
    return v;
}
