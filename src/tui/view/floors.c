/* The house as it stands: a block for each unit, the top floor above, coloured by what is due, kept or owed there. Wide
 * houses one tower at a time. Units come from the register of units: `tower`, `floor`, the last two signs of the
 * number are the column. */
#include "app.h"
#include "qiantai/desk_held.h"
#include "qiantai/desk_ledger.h"
#include "show.h"

#include <stdlib.h>
#include <string.h>

enum map_way { NOW, KEPT, OWED, WAYS };
enum { EDGE_LEFT = 7, WIDE = 8, NARROW = 4 };

struct block {
    char *code, *tower, *tail;
    int64_t id, floor;
    char *mark; /* NULL: nothing is on */
    enum ink ink;
    int64_t count; /* promises, things; fen */
    bool urgent, late;
};
struct floors_view {
    struct view view; /* first */
    struct block *v;  /* by tower, floor from the top, column */
    size_t n, at;
    enum map_way way;
    int top;
};

static struct floors_view *floors_of(struct view *v)
{
    return (struct floors_view *)v;
}

/* ---- what is on -------------------------------------------------------------------------------------------------- */

static struct block *block_of(struct floors_view *f, const char *code)
{
    for (size_t i = 0; code && i < f->n; i++)
        if (strcmp(f->v[i].code, code) == 0)
            return &f->v[i];
    return NULL;
}

static void put_mark(struct block *b, char *mark, enum ink ink)
{
    free(b->mark);
    b->mark = mark;
    b->ink = ink;
}

/* The first sign of the register's short name; what is worse stands before what is open. */
static void mark_due(struct floors_view *f, const struct board_row *row)
{
    struct block *b = row->form ? block_of(f, row->due.unit) : NULL;
    bool late = row->deadline < clock_now(), worse;
    if (!b)
        return;
    b->count++;
    worse = !b->mark || (row->due.urgent && !b->urgent) || (late && !b->late && !b->urgent);
    if (!worse)
        return;
    char *name = form_short(row->form, app_lang(f->view.app)), *first = mem_dupn(name, text_next(name, NULL));
    b->urgent = row->due.urgent;
    b->late = late;
    put_mark(b, mem_printf("%s%s", first, late ? "!" : ""), b->urgent ? INK_URGENT : late ? INK_ALERT : INK_HERE);
    free(first);
    free(name);
}

static void look_now(struct floors_view *f)
{
    enum { MOST = 2000 };
    const struct board_query all = {.selection = BOARD_ALL};
    struct board_row *v = NULL;
    size_t n = 0;
    bool more;
    if (app_ok(f->view.app, desk_board_page(app_desk(f->view.app), &all, PAGE_FIRST, NULL, MOST, &v, &n, &more)))
        for (size_t i = 0; i < n; i++)
            mark_due(f, &v[i]);
    board_free(v, n);
}

static void look_kept(struct floors_view *f)
{
    struct held held;
    (void)app_ok(f->view.app, desk_held(app_desk(f->view.app), HELD_UNIT, &held));
    for (size_t i = 0; i < held.n; i++) {
        struct block *b = block_of(f, held.v[i].name);
        bool old = held.v[i].since && held.v[i].since < day_add(day_start(clock_now()), -7);
        if (!b)
            continue;
        b->count = held.v[i].records;
        put_mark(b, mem_printf(_("K%lld"), (long long)b->count), old ? INK_WARN : INK_HERE);
    }
    held_free(&held);
}

static void look_owed(struct floors_view *f)
{
    struct desk *d = app_desk(f->view.app);
    bool may = app_ok(f->view.app, desk_ledger_permit(d, false));
    for (size_t i = 0; may && i < f->n; i++) {
        may = app_ok(f->view.app, desk_owes(d, f->v[i].code, &f->v[i].count));
        if (may && f->v[i].count > 0)
            put_mark(&f->v[i], mem_printf("%lld", (long long)((f->v[i].count + 99) / 100)), INK_ALERT);
    }
}

static void look(struct floors_view *f)
{
    static void (*const looks[WAYS])(struct floors_view * f) = {look_now, look_kept, look_owed};
    for (size_t i = 0; i < f->n; i++) {
        put_mark(&f->v[i], NULL, INK_QUIET);
        f->v[i].count = 0;
        f->v[i].urgent = f->v[i].late = false;
    }
    looks[f->way](f);
}

/* ---- the house --------------------------------------------------------------------------------------------------- */

static char *text_of(const struct record *r, const char *field)
{
    const struct value *v = record_get(r, field);
    return mem_dup(v && v->kind == VAL_TEXT ? v->s : "");
}

static int add_unit(struct record *r, void *arg)
{
    struct floors_view *f = arg;
    const struct value *floor = record_get(r, "floor");
    const char *code = record_number(r);
    size_t len = strlen(code);
    f->v = mem_resize(f->v, f->n + 1, sizeof *f->v);
    f->v[f->n++] = (struct block){.code = mem_dup(code),
                                  .tower = text_of(r, "tower"),
                                  .tail = mem_dup(len > 2 ? code + len - 2 : code),
                                  .id = r->id,
                                  .floor = floor && floor->kind == VAL_INT ? floor->i : 0};
    return 0;
}

static int by_place(const void *a, const void *b)
{
    const struct block *x = a, *y = b;
    int order = strcmp(x->tower, y->tower);
    if (order)
        return order;
    if (x->floor != y->floor)
        return x->floor > y->floor ? -1 : 1;
    order = strcmp(x->tail, y->tail);
    return order ? order : strcmp(x->code, y->code);
}

/* The columns of a tower: its different tails, in order. Returns how many. */
static size_t tails(const struct floors_view *f, const char *tower, const char **out, size_t most)
{
    size_t n = 0;
    for (size_t i = 0; i < f->n; i++) {
        size_t at = 0;
        if (strcmp(f->v[i].tower, tower) != 0)
            continue;
        while (at < n && strcmp(out[at], f->v[i].tail) < 0)
            at++;
        if ((at < n && strcmp(out[at], f->v[i].tail) == 0) || n == most)
            continue;
        memmove(&out[at + 1], &out[at], (n - at) * sizeof *out);
        out[at] = f->v[i].tail;
        n++;
    }
    return n;
}

enum { COLUMNS = 60, TOWERS = 12 };

struct plan { /* what stands on the screen */
    const char *tower[TOWERS], *tail[TOWERS][COLUMNS];
    size_t ncolumns[TOWERS], n;
    int x[TOWERS], width;
};

static void add_tower(const struct floors_view *f, struct plan *p, const char *tower)
{
    p->tower[p->n] = tower;
    p->ncolumns[p->n] = tails(f, tower, p->tail[p->n], COLUMNS);
    p->n++;
}

/* All towers where they have room, else the one under the cursor. */
static struct plan plan_of(const struct floors_view *f)
{
    struct plan p = {.n = 0};
    int room = f->view.cols - EDGE_LEFT - EDGE, all = 0;
    for (size_t i = 0; i < f->n && p.n < TOWERS; i++)
        if (i == 0 || strcmp(f->v[i].tower, f->v[i - 1].tower) != 0)
            add_tower(f, &p, f->v[i].tower);
    for (size_t t = 0; t < p.n; t++)
        all += (int)p.ncolumns[t];
    int gaps = 4 * ((int)p.n - 1);
    if (all * NARROW + gaps > room && f->n) {
        p.n = 0;
        add_tower(f, &p, f->v[f->at].tower);
        all = (int)p.ncolumns[0];
        gaps = 0;
    }
    p.width = all ? (room - gaps) / all : WIDE;
    p.width = p.width > WIDE ? WIDE : p.width < NARROW ? NARROW : p.width;
    for (size_t t = 0, x = EDGE_LEFT; t < p.n; x += p.ncolumns[t] * (size_t)p.width + 4, t++)
        p.x[t] = (int)x;
    return p;
}

static void read_house(struct floors_view *f)
{
    struct app *a = f->view.app;
    const struct form *form = forms_find(desk_forms(app_desk(a)), "unit");
    if (form && app_ok(a, desk_each(app_desk(a), form, NULL, add_unit, f) < 0 ? QT_BUG : QT_OK) && f->n)
        qsort(f->v, f->n, sizeof *f->v, by_place);
    look(f);
}

/* ---- drawing ----------------------------------------------------------------------------------------------------- */

static void draw_block(const struct floors_view *f, WINDOW *w, int y, int x, int width, const struct block *b)
{
    bool here = b == &f->v[f->at];
    enum ground ground = here ? GROUND_BAR : GROUND_SURFACE;
    enum ink ink = b->mark ? b->ink : INK_QUIET;
    draw_fill(w, y, x, width - 1, ink_on(INK_NORMAL, ground));
    draw_text(w, y, x + 1, width - 2, b->urgent ? INK_URGENT : ink_on(ink, ground), b->mark ? b->mark : ".");
    if (here)
        draw_text(w, y, x - 1, 1, INK_KEY, ">");
}

static int column_of(const struct plan *p, const struct block *b)
{
    for (size_t t = 0; t < p->n; t++)
        for (size_t c = 0; strcmp(p->tower[t], b->tower) == 0 && c < p->ncolumns[t]; c++)
            if (strcmp(p->tail[t][c], b->tail) == 0)
                return p->x[t] + (int)c * p->width;
    return -1;
}

static int64_t highest(const struct floors_view *f)
{
    int64_t top = f->v[0].floor;
    for (size_t i = 1; i < f->n; i++)
        top = f->v[i].floor > top ? f->v[i].floor : top;
    return top;
}

static void floors_draw(struct view *v, WINDOW *w, bool all)
{
    struct floors_view *f = floors_of(v);
    int rows = v->rows - 1;
    (void)all;
    werase(w);
    draw_fill(w, 0, EDGE, v->cols - 2 * EDGE, INK_HEAD);
    if (!f->n) {
        draw_text(w, 1, EDGE, v->cols - 2 * EDGE, INK_QUIET, _("No unit has a floor on file."));
        return;
    }
    struct plan p = plan_of(f);
    int64_t highest_floor = highest(f);
    int here = (int)(highest_floor - f->v[f->at].floor);
    f->top = here < f->top ? here : here >= f->top + rows ? here - rows + 1 : f->top;
    for (size_t t = 0; t < p.n; t++)
        for (size_t c = 0; c < p.ncolumns[t]; c++) {
            char *head = mem_printf("%s-%s", p.tower[t], p.tail[t][c]);
            draw_text(w, 0, p.x[t] + (int)c * p.width, p.width - 1, INK_HEAD,
                      text_width(head) < p.width ? head : p.tail[t][c]);
            free(head);
        }
    for (size_t i = 0; i < f->n; i++) {
        int y = (int)(highest_floor - f->v[i].floor) - f->top, x = column_of(&p, &f->v[i]);
        char floor[16];
        if (y < 0 || y >= rows || x < 0 || x + p.width - 1 > v->cols)
            continue;
        snprintf(floor, sizeof floor, _("F%lld"), (long long)f->v[i].floor);
        draw_text_right(w, y + 1, 1, 5, INK_QUIET, floor);
        draw_block(f, w, y + 1, x, p.width, &f->v[i]);
    }
}

static void floors_selections(struct view *v, struct selections *out)
{
    static const char *const ways[WAYS] = {N_("what is due"), N_("what is kept"), N_("what is owed")};
    for (int i = 0; i < WAYS; i++)
        selections_add(out, (int)floors_of(v)->way == i, mem_dup(_(ways[i])));
}

/* The unit under the cursor in words. */
static void floors_status(struct view *v, struct buf *out)
{
    const struct floors_view *f = floors_of(v);
    const struct form *form = forms_find(desk_forms(app_desk(v->app)), "unit");
    const struct block *b = f->n ? &f->v[f->at] : NULL;
    struct record *r = NULL;
    if (!b || desk_get(app_desk(v->app), form, b->id, &r) < 0) {
        fault_clear();
        return;
    }
    char *said = desk_summary(app_desk(v->app), r), *sum = money_show(b->count);
    buf_addf(out, " %s", said);
    if (f->way == OWED && b->count > 0)
        buf_addf(out, _("  owes %s"), sum);
    else if (f->way != OWED && b->count > 0)
        buf_addf(out, f->way == KEPT ? _("  kept: %lld") : _("  promises: %lld"), (long long)b->count);
    free(sum);
    free(said);
    record_free(r);
}

/* ---- keys -------------------------------------------------------------------------------------------------------- */

/* The nearest unit in that direction. */
static void go(struct floors_view *f, int rows, int columns)
{
    struct plan p = plan_of(f);
    const struct block *from = &f->v[f->at];
    int x = column_of(&p, from), best = -1;
    for (size_t i = 0; i < f->n; i++) {
        const struct block *b = &f->v[i];
        int dx = column_of(&p, b) - x, dy = (int)(from->floor - b->floor);
        bool right_way = rows ? dy * rows > 0 && column_of(&p, b) >= 0 : dy == 0 && dx * columns > 0;
        int far = abs(dx) + abs(dy) * (rows ? 1000 : 1);
        if (right_way && (best < 0 || far < best)) {
            best = far;
            f->at = i;
        }
    }
}

static void turn_tower(struct floors_view *f, int by)
{
    size_t i = f->at;
    while (i < f->n && strcmp(f->v[i].tower, f->v[f->at].tower) == 0 && (by > 0 || i > 0))
        i += by > 0 ? 1 : (size_t)-1;
    if (i < f->n)
        f->at = i;
}

static unsigned floors_command(struct view *v, int id)
{
    struct floors_view *f = floors_of(v);
    if (id == CMD_NEXT_LIST) {
        f->way = (enum map_way)((f->way + 1) % WAYS);
        look(f);
        return TAKEN | REDRAW;
    }
    if (!f->n)
        return 0;
    if (id == CMD_OPEN)
        app_open(v->app, forms_find(desk_forms(app_desk(v->app)), "unit"), f->v[f->at].id);
    else if (id == CMD_NEW)
        app_choose_new(v->app, f->v[f->at].code);
    else if (id == CMD_UP || id == CMD_DOWN)
        go(f, id == CMD_UP ? -1 : 1, 0);
    else if (id == CMD_PAGE_UP || id == CMD_PAGE_DOWN)
        turn_tower(f, id == CMD_PAGE_UP ? -1 : 1);
    else
        return 0;
    return TAKEN | REDRAW;
}

static unsigned floors_key(struct view *v, const struct key_event *ev)
{
    if ((ev->code != K_LEFT && ev->code != K_RIGHT) || !floors_of(v)->n)
        return 0;
    go(floors_of(v), 0, ev->code == K_LEFT ? -1 : 1);
    return TAKEN | REDRAW;
}

static void forget_house(struct floors_view *f)
{
    for (size_t i = 0; i < f->n; i++) {
        free(f->v[i].code);
        free(f->v[i].tower);
        free(f->v[i].tail);
        free(f->v[i].mark);
    }
    free(f->v);
    f->v = NULL;
    f->n = 0;
}

static void floors_reload(struct view *v)
{
    struct floors_view *f = floors_of(v);
    char *code = f->n ? mem_dup(f->v[f->at].code) : NULL;
    forget_house(f);
    f->at = 0;
    read_house(f);
    const struct block *b = code ? block_of(f, code) : NULL;
    f->at = b ? (size_t)(b - f->v) : 0;
    v->dirty_all = true;
    free(code);
}

static void floors_close(struct view *v)
{
    forget_house(floors_of(v));
}

static const struct view_ops floors_ops = {
    .name = "floors",
    .flags = VIEW_CLOCK,
    .heading = N_("Floor map"),
    .draw = floors_draw,
    .command = floors_command,
    .key = floors_key,
    .close = floors_close,
    .reload = floors_reload,
    .status = floors_status,
    .selections = floors_selections,
};

void floors_open(struct app *a)
{
    const struct form *form = forms_find(desk_forms(app_desk(a)), "unit");
    if (!form || form_field(form, "tower") < 0 || form_field(form, "floor") < 0) {
        app_say(a, INK_WARN, "%s", _("The register of units has no tower and floor."));
        return;
    }
    if (!app_may_view(a, form))
        return;
    struct floors_view *f = view_new(sizeof *f, &floors_ops, a);
    read_house(f);
    app_push(a, &f->view);
}
