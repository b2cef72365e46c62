/* How a list looks: heads whose underline is the hairline, hanging labels, one bar over the whole row, the record
 * beside it. */
#include "app.h"
#include "show.h"
#include "view/preview.h"
#include "view/rows.h"

#include <stdlib.h>
#include <string.h>

enum { BESIDE = 120 /* from this width the record is shown beside the list */, PREVIEW = 38 };

void rows_layout(struct view *v)
{
    struct rows *l = (struct rows *)v;
    l->table = l->source->preview && v->cols >= BESIDE ? v->cols - PREVIEW - EDGE - EDGE - 1 : v->cols;
    rows_lay_out(l);
    rows_again(l);
}

/* Rows that are out of sight at the top, so that the drawer does not cover the one it asks about. */
static size_t hidden_rows(const struct rows *l)
{
    int room = l->view.rows - l->lead - !l->bare - app_covered(l->view.app);
    size_t seen = room > 1 ? (size_t)room : 1;
    return l->inverse || l->at < seen || !app_covered(l->view.app) ? 0 : l->at - seen + 1;
}

/* The screen's row of the first one. */
static int rows_top(const struct rows *l)
{
    return l->lead + !l->bare - (int)hidden_rows(l);
}

static void draw_heads(struct rows *l, WINDOW *w)
{
    int end = l->table == l->view.cols ? l->table - EDGE : l->table - 1;
    draw_fill(w, l->lead, 0, l->table, INK_NORMAL);
    draw_fill(w, l->lead, EDGE, end - EDGE, INK_HEAD);
    for (size_t c = 0; c < l->ncolumns; c++) {
        const struct rows_column *k = &l->columns[c];
        int width = k->x + k->width > end ? end - k->x : k->width;
        enum ink i = k->id == l->sort ? INK_NOW : INK_HEAD;
        if (k->right)
            draw_text_right(w, l->lead, k->x, width, i, k->head);
        else
            draw_text(w, l->lead, k->x, i == INK_NOW && text_width(k->head) < width ? text_width(k->head) : width, i,
                      k->head);
    }
}

/* The bar has one tone, but for blocks and keys: all of it can be read, and a move sends less. */
static enum ink cell_ink(enum ink i, bool quiet, enum ground g)
{
    if (g == GROUND_BAR && i != INK_URGENT && i != INK_KEY)
        i = INK_NORMAL;
    else if (quiet && (i == INK_NORMAL || i == INK_TITLE || i == INK_DONE))
        i = INK_QUIET;
    return ink_on(i, g);
}

static bool first_of_group(const struct rows *l, size_t i)
{
    return i == hidden_rows(l) || strcmp(l->looks[i].group, l->looks[i - 1].group) != 0;
}

static void draw_marks(struct rows *l, WINDOW *w, int y, size_t i, enum ground g)
{
    const struct rows_look *k = &l->looks[i];
    if (k->mark[0]) /* blanks before a mark are sent in its ink: they show none, and a change of ink costs 22 bytes */
        draw_fill(w, y, 0, EDGE + l->group, cell_ink(k->mark_ink, false, g));
    bool tagged = l->ntags && rows_tagged(l, l->source->id(l->v[i]));
    if (k->block && !tagged)
        draw_text(w, y, 0, EDGE, cell_ink(INK_URGENT, false, g), k->block);
    if (tagged)
        draw_text(w, y, 1, 1, ink_on(INK_KEY, g), "*");
    if (l->group && first_of_group(l, i) && k->group[0]) {
        int width = text_width(k->group);
        width = width < l->group ? width : l->group;
        draw_text(w, y, EDGE, width, cell_ink(k->group_ink, false, g), k->group);
    }
    if (k->mark[0])
        draw_text(w, y, EDGE + l->group, text_width(k->mark), cell_ink(k->mark_ink, false, g), k->mark);
}

static void draw_cell(const struct rows_column *k, const struct rows_cell *cell, WINDOW *w, int y, enum ink as,
                      enum ground g)
{
    int wide = cell->text ? text_width(cell->text) : 0, width = wide < k->width ? wide : k->width;
    int x = k->right ? k->x + k->width - width : k->x;
    if (width <= 0)
        return;
    draw_text(w, y, x, width, as, cell->text);
    if (!cell->nlit)
        return;
    int from = text_width_n(cell->text, cell->lit);
    int lit = text_width_n(cell->text + cell->lit, cell->nlit), room = width - from;
    if (room < lit)
        return;
    char *part = mem_dupn(cell->text + cell->lit, cell->nlit);
    draw_text(w, y, x + from, lit, ink_on(INK_FOUND, g), part);
    free(part);
}

static void draw_row(struct rows *l, WINDOW *w, size_t i)
{
    int y = rows_top(l) + (int)i;
    bool bar = i == l->at && i < l->n;
    bool behind = l->behind || (app_covered(l->view.app) && !l->inverse); /* the bar is the drawer's */
    enum ground g = l->inverse ? (bar ? GROUND_PAPER : GROUND_BAR) : bar && !behind ? GROUND_BAR : l->ground;
    if (i < hidden_rows(l))
        return;
    draw_fill(w, y, 0, l->table, ink_on(INK_NORMAL, g));
    if (i >= l->n)
        return;
    for (size_t c = 0; c < l->ncolumns; c++) {
        const struct rows_column *k = &l->columns[c];
        const struct rows_cell *cell = &l->cells[i * l->ncolumns + c];
        enum ink as = cell_ink(cell->ink, l->looks[i].quiet, g);
        int wide = cell->text ? text_width(cell->text) : 0, width = wide < k->width ? wide : k->width;
        if (width > 0 && c + 1 == l->ncolumns) /* blanks to the end in its ink, for the same reason as before a mark */
            draw_fill(w, y, k->x, l->table - k->x, as);
        draw_cell(k, cell, w, y, as, g);
    }
    draw_marks(l, w, y, i, g);
    if (bar && behind) /* behind the marks, which fill what is before them */
        draw_text(w, y, 0, EDGE, ink_on(INK_KEY, g), l->looks[i].block ? "> " : ">");
}

static void draw_beside(struct rows *l, WINDOW *w)
{
    int x = l->view.cols - PREVIEW - EDGE;
    if (l->table < l->view.cols)
        paper_draw(&l->preview, w, l->lead, x, l->view.rows - l->lead, PREVIEW, 0);
}

static void draw_all(struct rows *l, WINDOW *w, bool all)
{
    if (!l->bare)
        draw_heads(l, w);
    for (size_t i = 0; i < rows_page_rows(l); i++)
        draw_row(l, w, i);
    if (!l->n && !l->unread && l->source->empty) {
        const char *words = l->source->empty(l);
        draw_text(w, rows_top(l) + !l->bare, EDGE, l->table - EDGE - EDGE, ink_on(INK_QUIET, l->ground),
                  words ? words : "");
    }
    if (all || l->previewed) /* else what stands there stays until the bar rests */
        draw_beside(l, w);
}

static const char *filter_label(const struct rows *l)
{
    return l->label ? _(l->label) : _("Filter:");
}

void rows_draw(struct view *v, WINDOW *w, bool all)
{
    struct rows *l = (struct rows *)v;
    if (!l->shown || !key_pending()) { /* a list just opened may be covered by a dialog with the next key */
        l->hurry = l->shown;
        rows_read(l);
        l->hurry = false;
        l->shown = true;
    }
    if (all || l->stale) {
        draw_all(l, w, all);
        l->stale = false;
    } else if (l->drawn != l->at) {
        draw_row(l, w, l->drawn);
        draw_row(l, w, l->at);
    }
    l->drawn = l->at;
    if (l->typing)
        term_caret(HEAD_ROWS + v->rows,
                   EDGE + text_width(filter_label(l)) + text_width_n(rows_filter(l), edit_caret(l->filter)), true);
    else if (!l->inverse) /* unseen, at the bar: screen readers look there; a pop-up leaves it in its field */
        term_caret(getbegy(w) + rows_top(l) + (int)l->at, getbegx(w), false);
}

/* Of a list the bar is a mark only: there is one bar, in the drawer. */
void view_draw_behind(struct view *below, WINDOW *w)
{
    bool rows = below->ops->flags & VIEW_ROWS;
    if (rows)
        ((struct rows *)below)->behind = true;
    below->ops->draw(below, w, true);
    if (rows)
        ((struct rows *)below)->behind = false;
    below->dirty_all = true;
}

void rows_position(struct view *v, struct buf *out)
{
    struct rows *l = (struct rows *)v;
    if (l->ntags)
        buf_addf(out, _("%zu tagged  "), l->ntags);
    int64_t n = (int64_t)l->n - (l->gone != 0), from = l->first + 1, to = l->first + n;
    if (n && l->first >= 0 && l->total >= 0)
        buf_addf(out, "%lld-%lld / %s%lld", (long long)from, (long long)to, l->exact ? "" : ">", (long long)l->total);
    else if (n && l->first >= 0)
        buf_addf(out, l->below ? "%lld-%lld / ..." : "%lld-%lld", (long long)from, (long long)to);
    else if (n)
        buf_add(out, l->below ? "... / ..." : "...");
    if (l->source->totals)
        l->source->totals(l, out);
}

void rows_status(struct view *v, struct buf *out)
{
    struct rows *l = (struct rows *)v;
    if (l->filter)
        buf_addf(out, " %s %s", filter_label(l), rows_filter(l));
    if (l->filter && !l->typing)
        buf_addf(out, "   %s", _("Esc shows everything"));
    if (l->filter || !l->rested || !rows_seen(l))
        return;
    buf_add(out, " ");
    if (l->here)
        record_contact(v->app, l->here, out);
    if (l->source->under)
        l->source->under(l, out);
}

/* The bar rests: the record beside the list, the line under it, the footer's actions. */
unsigned rows_idle(struct view *v)
{
    struct rows *l = (struct rows *)v;
    if (l->unread || l->rested)
        return 0;
    l->rested = true;
    if (l->source->rest)
        l->source->rest(l);
    (void)rows_record(l);
    if (l->table < v->cols && !l->previewed) {
        paper_free(&l->preview);
        if (l->here)
            record_preview(v->app, l->here, PREVIEW, &l->preview);
        l->previewed = l->stale = true;
    }
    return KEYS | HEADS;
}

bool rows_typing(const struct view *v)
{
    return ((const struct rows *)v)->typing;
}

void rows_reload(struct view *v)
{
    rows_again((struct rows *)v);
}

int rows_beside(struct view *v, struct buf *left, struct buf *right)
{
    struct rows *l = (struct rows *)v;
    (void)right;
    if (l->table == v->cols)
        return 0;
    if (l->here)
        buf_addf(left, "%s %s", form_title(l->here->form, app_lang(v->app)), record_number(l->here));
    return l->table + 3;
}

const struct form *rows_form(const struct view *v)
{
    const struct rows *l = (const struct rows *)v;
    return l->here ? l->here->form : NULL;
}

const struct record *rows_here(const struct view *v)
{
    return ((const struct rows *)v)->here;
}

void rows_view_close(struct view *v)
{
    rows_close((struct rows *)v);
}
