/* What a list has read, and where its bar is: pages by key, never by offset, never everything. */
#include "view/rows.h"

#include <stdlib.h>
#include <string.h>

void rows_begin(struct rows *l, const struct rows_source *source, struct app *a)
{
    l->view.app = a;
    l->source = source;
    l->sort = -1;
    l->total = -1;
    l->unread = l->arriving = true;
}

void *rows_new(size_t size, const struct view_ops *ops, const struct rows_source *source, struct app *a)
{
    struct rows *l = view_new(size, ops, a);
    rows_begin(l, source, a);
    return l;
}

size_t rows_page_rows(const struct rows *l)
{
    int rows = l->view.rows - l->lead - !l->bare;
    return rows > 1 ? (size_t)rows : 1;
}

void *rows_seen(const struct rows *l)
{
    return l->at < l->n ? l->v[l->at] : NULL;
}

void *rows_now(struct rows *l)
{
    rows_read(l);
    return rows_seen(l);
}

static int64_t id_of(const struct rows *l, const void *row)
{
    return row ? l->source->id(row) : 0;
}

static void drop_row(struct rows *l, void *row)
{
    if (l->source->drop && !l->source->fill)
        l->source->drop(row);
}

static void drop_page(struct rows *l, struct rows_page *p)
{
    for (size_t i = 0; i < p->n; i++)
        if (p->v[i] != l->kept)
            drop_row(l, p->v[i]);
    free(p->v);
    *p = (struct rows_page){0};
}

/* Of the page's rows. */
static void let_go(struct rows *l)
{
    struct rows_page old = {.v = l->v, .n = l->n};
    rows_uncells(l);
    drop_page(l, &old);
    l->v = NULL;
    l->n = 0;
}

void rows_put_bar(struct rows *l, size_t at)
{
    l->at = at < l->n ? at : l->n ? l->n - 1 : 0;
    l->rested = l->previewed = false;
}

/* ---- the record under the bar ---------------------------------------------------------------------------- */

static void rows_forget(struct rows *l)
{
    record_free(l->here);
    l->here = NULL;
}

struct record *rows_record(struct rows *l)
{
    const struct form *f = NULL;
    const void *row = rows_now(l);
    int64_t id = row && l->source->record ? l->source->record(row, &f) : 0;
    if (l->here && (l->here->form != f || l->here->id != id))
        rows_forget(l);
    if (!l->here && id && desk_get(app_desk(l->view.app), f, id, &l->here) < 0)
        l->here = NULL;
    return l->here;
}

/* ---- rows in memory -------------------------------------------------------------------------------------- */

bool rows_wants(const struct rows *l, const char *words)
{
    const char *text = rows_filter(l);
    return !*text || strstr(words, text) || desk_matches(words, text);
}

void rows_add(struct rows *l, void *row)
{
    l->all = mem_resize(l->all, l->nall + 1, sizeof *l->all);
    l->all[l->nall++] = row;
}

static void drop_all(struct rows *l)
{
    for (size_t i = 0; i < l->nall && l->source->drop; i++)
        l->source->drop(l->all[i]);
    l->nall = 0;
}

/* The rows anew; what the anchor is now. */
static const void *fill(struct rows *l, const void *anchor)
{
    int64_t id = id_of(l, anchor);
    let_go(l);
    drop_all(l);
    rows_lay_out(l);
    l->exact = true;
    l->source->fill(l);
    l->total = (int64_t)l->nall;
    for (size_t i = 0; id && i < l->nall; i++)
        if (id_of(l, l->all[i]) == id)
            return l->all[i];
    return NULL;
}

static void slice(const struct rows *l, enum page_at at, const void *anchor, size_t want, struct rows_page *out)
{
    size_t where = 0, from = 0, to = l->nall;
    while (anchor && where < l->nall && l->all[where] != anchor)
        where++;
    if (at == PAGE_LAST || at == PAGE_BEFORE) {
        to = at == PAGE_LAST ? l->nall : where;
        from = to > want ? to - want : 0;
    } else if (at != PAGE_FIRST) {
        from = at == PAGE_FROM ? where : where + 1;
        from = from < l->nall ? from : l->nall;
    }
    to = to - from > want ? from + want : to;
    out->more = at == PAGE_LAST || at == PAGE_BEFORE ? from > 0 : to < l->nall;
    out->n = to - from;
    out->v = mem_alloc((out->n + 1) * sizeof *out->v);
    for (size_t i = 0; i < out->n; i++)
        out->v[i] = l->all[from + i];
}

/* ---- pages ------------------------------------------------------------------------------------------------ */

static int fetch(struct rows *l, enum page_at at, const void *anchor, size_t n, struct rows_page *p)
{
    *p = (struct rows_page){0};
    if (l->source->fill) {
        slice(l, at, anchor, n, p);
        return QT_OK;
    }
    int rc = l->source->read(l, at, anchor, n, p);
    if (rc < 0 && rc != QT_BUSY)
        app_say(l->view.app, INK_ALERT, "%s", fault_text());
    return rc;
}

/* Takes the page over. */
static void take(struct rows *l, struct rows_page *p)
{
    let_go(l);
    l->v = p->v;
    l->n = p->n;
    l->unread = false;
    l->stale = true;
    rows_cells(l);
    rows_put_bar(l, l->at);
}

static bool show(struct rows *l, enum page_at at, const void *anchor)
{
    struct rows_page p;
    if (fetch(l, at, anchor, rows_page_rows(l), &p) < 0)
        return false;
    if (p.n == 0 && at != PAGE_FIRST) {
        drop_page(l, &p);
        return false;
    }
    bool back = at == PAGE_LAST || at == PAGE_BEFORE;
    l->above = at == PAGE_FIRST ? false : back ? p.more : true;
    l->below = at == PAGE_LAST ? false : back ? true : p.more;
    if (at == PAGE_FIRST)
        l->first = 0;
    else if (at == PAGE_LAST)
        l->first = l->total >= (int64_t)p.n && l->exact ? l->total - (int64_t)p.n : -1;
    else if (at == PAGE_AFTER && l->first >= 0)
        l->first += (int64_t)l->n;
    else if (at == PAGE_BEFORE && l->first >= 0)
        l->first -= (int64_t)p.n;
    if (!l->above)
        l->first = 0;
    take(l, &p);
    return true;
}

static bool bar_to(struct rows *l, int64_t id)
{
    for (size_t i = 0; id && i < l->n; i++) {
        if (id_of(l, l->v[i]) == id) {
            rows_put_bar(l, i);
            return true;
        }
    }
    return false;
}

void rows_reset(struct rows *l)
{
    let_go(l);
    l->at = 0;
    l->moved_us = l->gone = 0;
    l->arriving = true;
    l->above = l->below = l->rested = l->previewed = false;
    l->first = 0;
    l->total = -1;
    l->unread = l->stale = true;
    rows_lay_out(l);
}

/* Read anew about the first row in sight, or from the beginning. */
static bool show_place(struct rows *l)
{
    int64_t first = l->first;
    const void *anchor = l->n && l->above ? l->v[0] : NULL;
    if (l->source->fill)
        anchor = fill(l, anchor);
    if (!anchor || !show(l, PAGE_FROM, anchor))
        return l->unread && show(l, PAGE_FIRST, NULL);
    l->first = first;
    if (l->n < rows_page_rows(l) && !l->below)
        show(l, PAGE_LAST, NULL);
    return true;
}

/* Where it stood, among the rows of now. */
static void put_back(struct rows *l, void *row, size_t at)
{
    rows_uncells(l);
    if (l->n == rows_page_rows(l)) {
        drop_row(l, l->v[--l->n]);
        l->below = true;
    }
    at = at < l->n ? at : l->n;
    l->v = mem_resize(l->v, l->n + 1, sizeof *l->v);
    memmove(l->v + at + 1, l->v + at, (l->n - at) * sizeof *l->v);
    l->v[at] = row;
    l->n++;
    l->gone = id_of(l, row);
    rows_cells(l);
    rows_put_bar(l, at);
}

/* The bar stays on its row. One that has come to its end stays with it, so that none moves under a hand. */
static void read_place(struct rows *l)
{
    void *row = l->source->gone && !l->let_go ? rows_seen(l) : NULL;
    int64_t id = id_of(l, rows_seen(l));
    size_t at = l->at;
    l->kept = row;
    bool read = show_place(l);
    l->kept = NULL;
    if (!read)
        return;
    l->gone = 0;
    l->let_go = false;
    bool there = bar_to(l, id);
    if (row && !there && l->source->gone(l, &row)) {
        put_back(l, row, at);
        return;
    }
    if (row)
        drop_row(l, row);
    if (!there && id && l->n)
        l->moved_us = clock_hand_us();
}

static void arrive(struct rows *l)
{
    l->arriving = false;
    for (size_t i = 0; i < l->n && l->source->first && !*rows_filter(l); i++)
        if (l->source->first(l->v[i])) {
            rows_put_bar(l, i);
            return;
        }
}

void rows_read(struct rows *l)
{
    if (!l->unread)
        return;
    read_place(l);
    if (l->arriving && !l->unread)
        arrive(l);
    if (l->wanted && bar_to(l, l->wanted))
        l->wanted = 0;
}

void rows_again(struct rows *l)
{
    l->unread = true;
    l->total = -1;
    l->rested = l->previewed = false;
    rows_forget(l);
}

void rows_go(struct rows *l, const void *row)
{
    struct rows_page there, before;
    int64_t id = id_of(l, row);
    if (bar_to(l, id) || fetch(l, PAGE_FROM, row, 1, &there) < 0)
        return;
    if (there.n && id_of(l, there.v[0]) == id && fetch(l, PAGE_BEFORE, row, rows_page_rows(l) / 2, &before) == QT_OK) {
        if (before.n && before.more)
            show(l, PAGE_FROM, before.v[0]);
        else
            show(l, PAGE_FIRST, NULL);
        if (before.n && before.more)
            l->first = -1;
        drop_page(l, &before);
        (void)bar_to(l, id);
    }
    drop_page(l, &there);
}

bool rows_from(struct rows *l, const void *row)
{
    rows_read(l);
    if (!show(l, PAGE_FROM, row))
        return false;
    l->first = -1;
    rows_put_bar(l, 0);
    if (l->n < rows_page_rows(l)) { /* a full page, with the bar on its row */
        int64_t id = id_of(l, l->v[0]);
        if (show(l, PAGE_LAST, NULL))
            (void)bar_to(l, id);
    }
    return true;
}

/* ---- moving ------------------------------------------------------------------------------------------ */

/* One row further: at the edge what is shown moves by one, as on paper. */
static void step(struct rows *l, bool down)
{
    struct rows_page p;
    size_t edge = down && l->n ? l->n - 1 : 0;
    if (l->at != edge && l->n) {
        rows_put_bar(l, down ? l->at + 1 : l->at - 1);
        return;
    }
    if (!l->n || !(down ? l->below : l->above) || fetch(l, down ? PAGE_AFTER : PAGE_BEFORE, l->v[edge], 1, &p) < 0)
        return;
    *(down ? &l->below : &l->above) = p.more;
    if (p.n) {
        rows_uncells(l);
        drop_row(l, l->v[l->n - 1 - edge]);
        memmove(l->v + !down, l->v + down, (l->n - 1) * sizeof *l->v);
        l->v[edge] = p.v[0];
        p.n = 0;
        *(down ? &l->above : &l->below) = l->stale = true;
        l->first = !l->above ? 0 : down ? l->first + (l->first >= 0) : l->first > 0 ? l->first - 1 : -1;
        rows_cells(l);
        rows_put_bar(l, edge);
    }
    drop_page(l, &p);
}

/* The last page is a full one; the bar goes to the first row that was not in sight. */
static void page_down(struct rows *l)
{
    int64_t last = l->n ? id_of(l, l->v[l->n - 1]) : 0;
    if (!l->below || !show(l, PAGE_AFTER, l->v[l->n - 1])) {
        rows_put_bar(l, l->n ? l->n - 1 : 0);
        return;
    }
    rows_put_bar(l, 0);
    if (l->n < rows_page_rows(l) && show(l, PAGE_LAST, NULL) && bar_to(l, last))
        rows_put_bar(l, l->at + 1);
}

static void page_up(struct rows *l)
{
    if (!l->above || !show(l, PAGE_BEFORE, l->v[0]))
        rows_put_bar(l, 0);
    else if (l->n < rows_page_rows(l))
        show(l, PAGE_FIRST, NULL);
}

static bool move_bar(struct rows *l, int command)
{
    switch (command) {
    case CMD_UP:
    case CMD_DOWN:
        step(l, command == CMD_DOWN);
        return true;
    case CMD_PAGE_UP:
        page_up(l);
        return true;
    case CMD_PAGE_DOWN:
        page_down(l);
        return true;
    case CMD_FIRST:
        if (l->above)
            show(l, PAGE_FIRST, NULL);
        rows_put_bar(l, 0);
        return true;
    case CMD_LAST:
        if (l->below)
            show(l, PAGE_LAST, NULL);
        rows_put_bar(l, l->n ? l->n - 1 : 0);
        return true;
    default:
        return false;
    }
}

void rows_left(struct rows *l)
{
    if (l->gone && id_of(l, rows_seen(l)) != l->gone)
        rows_again(l);
}

bool rows_move(struct rows *l, int command)
{
    rows_read(l);
    l->moved_us = 0; /* where the bar goes now is the clerk's choice */
    bool moved = move_bar(l, command);
    rows_left(l);
    return moved;
}

void rows_close(struct rows *l)
{
    let_go(l);
    drop_all(l);
    rows_forget(l);
    free(l->all);
    free(l->columns);
    free(l->tags);
    paper_free(&l->preview);
    edit_free(l->filter);
}
