/* What a list has read: pages by key, never by offset, never everything. */
#include "app.h"
#include "view/list.h"

#include <stdlib.h>

#define COUNT_BUDGET_US 8000

const struct list_rule *list_rule_of(const struct list *l)
{
    return &l->form->lists[l->which];
}

const struct record *list_current(const struct list *l)
{
    return l->at < l->page.n ? l->page.v[l->at] : NULL;
}

size_t list_page_rows(const struct list *l)
{
    int head = l->form->nlists > 1 ? 2 : 1;

    return l->view.rows > head ? (size_t)(l->view.rows - head) : 1;
}

void list_forget(struct list *l)
{
    record_free(l->here);
    l->here = NULL;
}

void list_unload(struct list *l)
{
    list_drop_cells(l);
    record_page_free(&l->page);
    cursor_close(l->cursor);
    l->cursor = NULL;
}

void list_reset(struct list *l)
{
    list_unload(l);
    l->at = 0;
    l->unread = l->stale = true;
    l->counted = false;
    list_forget(l);
}

/* Takes the page over; an empty one is left aside when others are shown. */
static bool take(struct list *l, struct record_page *p, bool start)
{
    list_drop_cells(l);
    record_page_free(&l->page);
    l->page = *p;
    l->at_start = start;
    l->stale = true;
    list_cells(l);
    list_forget(l);
    return true;
}

static bool fetch(struct list *l, enum page_at where, const struct record *anchor, size_t n, struct record_page *p)
{
    *p = (struct record_page){0};
    if (l->cursor && cursor_page(l->cursor, where, anchor, n, p) == QT_OK)
        return true;
    app_say(l->view.app, INK_ALERT, "%s", l->cursor ? fault_text() : _("The list cannot be read."));
    return false;
}

static bool show(struct list *l, enum page_at where, const struct record *anchor)
{
    struct record_page p;

    if (!fetch(l, where, anchor, list_page_rows(l), &p))
        return false;
    if (p.n == 0 && where != PAGE_FIRST) {
        record_page_free(&p);
        return false;
    }
    return take(l, &p, where == PAGE_FIRST);
}

struct query list_query(const struct list *l)
{
    const char *text = typeahead_text(&l->filter);

    return (struct query){.form = l->form, .list = l->which, .text = *text ? text : NULL, .like = l->like, .sort = -1};
}

static bool bar_to(struct list *l, int64_t id)
{
    for (size_t i = 0; i < l->page.n; i++) {
        if (l->page.v[i]->id == id) {
            l->at = i;
            return true;
        }
    }
    return false;
}

/* The page on which the record stands, half of what is before it in sight; a list without it stays where it is. */
static void page_of(struct list *l, int64_t id)
{
    struct record *r = NULL;
    struct record_page there = {0}, before = {0};

    if (rec_get(desk_db(app_desk(l->view.app)), l->form, id, &r) < 0)
        return;
    if (fetch(l, PAGE_FROM, r, 1, &there) && there.n && there.v[0]->id == id &&
        fetch(l, PAGE_BEFORE, r, list_page_rows(l) / 2, &before)) {
        struct record *anchor = before.n ? record_copy(before.v[0]) : NULL;
        show(l, anchor ? PAGE_FROM : PAGE_FIRST, anchor);
        record_free(anchor);
    }
    record_page_free(&there);
    record_page_free(&before);
    record_free(r);
}

/* On the record just saved, else on the one it was on. */
static void settle_bar(struct list *l, int64_t id)
{
    int64_t wanted = l->wanted;

    l->wanted = 0;
    if (wanted && bar_to(l, wanted))
        return;
    if (wanted)
        page_of(l, wanted);
    if (!wanted || !bar_to(l, wanted))
        (void)bar_to(l, id);
}

void list_read(struct list *l)
{
    struct query q = list_query(l);

    if (!l->unread)
        return;
    l->unread = false;
    if (!l->cursor && cursor_open(desk_db(app_desk(l->view.app)), &q, &l->cursor) < 0) {
        app_say(l->view.app, INK_ALERT, "%s", fault_text());
        l->cursor = NULL;
        return;
    }
    show(l, PAGE_FIRST, NULL);
    l->at = 0;
    settle_bar(l, 0);
}

/* Reads the same place again: by the first row's key, the bar by its record, or by the one just saved. */
void list_reread(struct list *l)
{
    const struct record *now = list_current(l);
    int64_t id = now ? now->id : 0;
    struct record *anchor = l->page.n && !l->at_start ? record_copy(l->page.v[0]) : NULL;

    l->counted = false;
    if (l->unread || !l->cursor)
        return;
    if (!anchor || !show(l, PAGE_FROM, anchor))
        show(l, PAGE_FIRST, NULL);
    record_free(anchor);
    settle_bar(l, id);
    if (l->at >= l->page.n)
        l->at = l->page.n ? l->page.n - 1 : 0;
}

/* ---- moving ------------------------------------------------------------------------------ */

static void put_bar(struct list *l, size_t at)
{
    l->at = at;
    list_forget(l);
}

/* Beyond the last row: half a page on, so that what was read stays in sight. */
static void down(struct list *l)
{
    size_t half = l->page.n / 2;

    if (l->at + 1 < l->page.n) {
        put_bar(l, l->at + 1);
        return;
    }
    if (!l->page.n || l->page.n < list_page_rows(l))
        return;
    struct record_page next;
    if (!fetch(l, PAGE_AFTER, l->page.v[l->page.n - 1], 1, &next))
        return;
    size_t more = next.n;
    record_page_free(&next);
    if (!more)
        return;
    int64_t last = l->page.v[l->page.n - 1]->id;
    struct record *anchor = record_copy(l->page.v[half ? half : l->page.n - 1]);
    if (show(l, PAGE_FROM, anchor) && bar_to(l, last))
        l->at++;
    record_free(anchor);
}

static void up(struct list *l)
{
    struct record_page before;

    if (l->at > 0) {
        put_bar(l, l->at - 1);
        return;
    }
    if (!l->page.n || l->at_start || !fetch(l, PAGE_BEFORE, l->page.v[0], list_page_rows(l) / 2 + 1, &before))
        return;
    if (before.n) {
        int64_t last = before.v[before.n - 1]->id;
        struct record *anchor = record_copy(before.v[0]);
        bool start = !before.more;
        if (show(l, PAGE_FROM, anchor)) {
            l->at_start = start;
            (void)bar_to(l, last);
        }
        record_free(anchor);
    }
    record_page_free(&before);
}

static void page_down(struct list *l)
{
    struct record *anchor;

    if (!l->page.n)
        return;
    anchor = record_copy(l->page.v[l->page.n - 1]);
    if (l->page.n == list_page_rows(l) && show(l, PAGE_AFTER, anchor))
        put_bar(l, 0);
    else
        put_bar(l, l->page.n - 1);
    record_free(anchor);
}

static void page_up(struct list *l)
{
    struct record_page p;

    if (!l->page.n)
        return;
    if (l->at_start || !fetch(l, PAGE_BEFORE, l->page.v[0], list_page_rows(l), &p)) {
        put_bar(l, 0);
        return;
    }
    if (p.n == list_page_rows(l)) {
        take(l, &p, !p.more);
    } else {
        record_page_free(&p);
        show(l, PAGE_FIRST, NULL);
    }
    put_bar(l, l->at < l->page.n ? l->at : l->page.n - 1);
}

bool list_move(struct list *l, int command)
{
    list_read(l);
    switch (command) {
    case CMD_UP:
        up(l);
        return true;
    case CMD_DOWN:
        down(l);
        return true;
    case CMD_PAGE_UP:
        page_up(l);
        return true;
    case CMD_PAGE_DOWN:
        page_down(l);
        return true;
    case CMD_FIRST:
        if (!l->at_start)
            show(l, PAGE_FIRST, NULL);
        put_bar(l, 0);
        return true;
    case CMD_LAST:
        show(l, PAGE_LAST, NULL);
        put_bar(l, l->page.n ? l->page.n - 1 : 0);
        return true;
    default:
        return false;
    }
}

void list_totals(struct list *l)
{
    const struct list_rule *rule = list_rule_of(l);

    if (l->counted || !l->cursor)
        return;
    l->counted = true;
    free(l->totals);
    l->totals = mem_alloc((rule->ntotals + 1) * sizeof(*l->totals));
    if (cursor_count(l->cursor, COUNT_BUDGET_US, &l->count, l->totals, &l->exact) < 0) {
        l->count = 0;
        l->exact = false;
    }
}
