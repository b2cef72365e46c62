/* Pages of the board in both directions, narrowed. Thousands of rows may have to be passed over: what a due row says by
 * itself is compared first, what the search index says next, and only what is left is read as a record. */
#include <stdlib.h>
#include <string.h>

#include "due/board.h"
#include "due/clock.h"

enum { STEP_LEAST = 64, STEP_MOST = 1024, HITS_MOST = 4000 };

/* What was typed, searched once for all rows. */
struct narrowing {
    const struct board_query *q;
    const char *text; /* NULL: none */
    struct hit *hits; /* records that contain it, in order */
    size_t nhits;
    bool too_many; /* hits were cut off: every record may be one */
    bool *open;    /* per register: its name holds the text, or its words may show what no index knows */
    bool **clocks; /* per register and clock: the text occurs in what is to be done */
    size_t registers;
    bool names_someone; /* a role or a colleague is called so */
};

static bool stands_in(const char *shown, const char *text)
{
    return shown && (strstr(shown, text) || search_match(shown, text));
}

static int by_record(const void *a, const void *b)
{
    const struct hit *x = a, *y = b;
    if (x->form != y->form)
        return x->form < y->form ? -1 : 1;
    return x->id < y->id ? -1 : x->id > y->id;
}

/* Choices' labels, and texts within the summary's expression. */
static bool may_show(const struct desk *d, const struct form *f, const char *text)
{
    if (f->summary && strstr(f->summary->sql, text))
        return true;
    for (size_t i = 0; i < f->ndeclared; i++)
        for (size_t c = 0; c < f->fields[i].nchoices; c++)
            if (stands_in(label_of(&f->fields[i].choices[c].label, d->lang, f->fields[i].choices[c].name), text))
                return true;
    return false;
}

static bool is_somebody(struct desk *d, const char *text)
{
    struct staff *v = NULL;
    size_t n = 0;
    bool yes = false;
    for (const struct role *r; (r = forms_role_at(d->forms, n)); n++)
        yes = yes || stands_in(label_of(&r->label, d->lang, r->name), text);
    if (staff_list(d->db, &v, &n) < 0)
        return true; /* the rows are checked one by one */
    for (size_t i = 0; i < n; i++)
        yes = yes || stands_in(v[i].name, text);
    staff_free(v, n);
    return yes;
}

static bool in_register(const struct desk *d, const struct form *f, const char *text)
{
    return stands_in(label_of(&f->title, d->lang, f->name), text) ||
           stands_in(label_of(&f->short_title, d->lang, NULL), text);
}

static void look_up(const struct desk *d, struct narrowing *w, size_t i)
{
    const struct form *f = d->forms->v[i];
    w->open[i] = in_register(d, f, w->text) || may_show(d, f, w->text);
    w->clocks[i] = mem_alloc((f->nclocks + 1) * sizeof **w->clocks);
    for (size_t c = 0; c < f->nclocks; c++)
        w->clocks[i][c] = stands_in(label_of(&f->clocks[c].label, d->lang, f->clocks[c].name), w->text);
}

static int narrow_rows(struct desk *d, const struct board_query *q, struct narrowing *w)
{
    *w = (struct narrowing){.q = q, .text = q->text && *q->text ? q->text : NULL};
    if (!w->text)
        return QT_OK;
    w->hits = mem_alloc(HITS_MOST * sizeof *w->hits);
    int rc = search_find(d->db, NULL, w->text, w->hits, HITS_MOST, &w->nhits);
    if (rc < 0)
        return rc;
    w->too_many = w->nhits == HITS_MOST;
    qsort(w->hits, w->nhits, sizeof *w->hits, by_record);
    w->open = mem_alloc((d->forms->n + 1) * sizeof *w->open);
    w->clocks = mem_alloc((d->forms->n + 1) * sizeof *w->clocks);
    w->registers = d->forms->n;
    for (size_t i = 0; i < d->forms->n; i++)
        look_up(d, w, i);
    w->names_someone = is_somebody(d, w->text);
    return QT_OK;
}

static void narrowing_clear(struct narrowing *w)
{
    for (size_t i = 0; i < w->registers; i++)
        free(w->clocks[i]);
    free(w->clocks);
    free(w->hits);
    free(w->open);
}

static bool in_selection(const struct narrowing *w, enum urgency u)
{
    return w->q->selection == BOARD_OVERDUE ? u == DUE_OVERDUE : w->q->selection != BOARD_TODAY || u != DUE_LATER;
}

/* The owner is read from the record if the clock names a field. */
static bool may_be_mine(const struct desk *d, const struct form *f, const struct due *due)
{
    const struct clock_rule *c = due->record ? clock_find(f, due->clock) : NULL;
    if (due->escalated && due->escalate_to && strcmp(due->escalate_to, d->who.role) == 0)
        return true;
    return (c && c->nwho) || strcmp(due->owner ? due->owner : "", d->who.role) == 0;
}

static bool is_hit(const struct narrowing *w, const struct form *f, int64_t record)
{
    const struct hit this = {.form = f, .id = record};
    return record && w->nhits > 0 && bsearch(&this, w->hits, w->nhits, sizeof *w->hits, by_record);
}

/* Can the row be wanted, as far as it can be seen without its record? */
static bool may_be_wanted(struct desk *d, const struct narrowing *w, const struct due *due, int64_t now)
{
    const struct form *f = forms_find(d->forms, due->reg);
    if (!f || due->snoozed > now || !in_selection(w, due_urgency(due, now)))
        return false;
    if (w->q->selection == BOARD_MINE && !may_be_mine(d, f, due))
        return false;
    if (!w->text || w->too_many || w->names_someone || !due->record)
        return true;
    size_t reg = 0;
    while (d->forms->v[reg] != f)
        reg++;
    const struct clock_rule *c = clock_find(f, due->clock);
    return w->open[reg] || (c && w->clocks[reg][c - f->clocks]) || is_hit(w, f, due->record) ||
           (due->unit && due->unit[0] && stands_in(due->unit, w->text));
}

static bool is_wanted(struct desk *d, const struct narrowing *w, const struct board_row *row)
{
    if (w->q->selection == BOARD_MINE && (!row->mine || row->again))
        return false;
    return !w->text || is_hit(w, row->form, row->due.record) || stands_in(row->matter, w->text) ||
           stands_in(row->unit, w->text) || stands_in(row->number, w->text) || stands_in(row->who, w->text) ||
           in_register(d, row->form, w->text);
}

/* Of one part, in one direction from (due, id) on, until there are `most` rows. */
static int scan_part(struct desk *d, const struct narrowing *w, enum due_part part, bool back, int64_t due, int64_t id,
                     size_t most, struct board_row *v, size_t *n)
{
    struct due_filter filter = {
        .owner = permit_board(d), .in_area = area_asked(d), .front = !w->q->each, .part = part, .back = back};
    int64_t now = clock_now();
    size_t step = STEP_LEAST;
    int rc = QT_OK;
    if (w->q->selection == BOARD_MINE && !filter.owner)
        filter.also = d->who.role; /* behind another's promise, too */
    if (w->q->selection == BOARD_OVERDUE)
        filter.until = now + 1;
    for (bool more = true; rc == QT_OK && more && *n < most; step = step < STEP_MOST ? step * 2 : STEP_MOST) {
        struct due *rows = NULL;
        size_t got = 0;
        if (w->q->give_up && w->q->give_up())
            return QT_BUSY;
        rc = due_page(d->db, &filter, due, id, step, &rows, &got);
        more = got == step;
        for (size_t i = 0; rc == QT_OK && i < got && *n < most; i++) {
            due = rows[i].due;
            id = rows[i].id;
            if (!may_be_wanted(d, w, &rows[i], now) || !board_row_describe(d, &rows[i], now, w->q->each, &v[*n]))
                continue;
            if (is_wanted(d, w, &v[*n]))
                ++*n;
            else
                board_row_clear(&v[*n]);
        }
        due_free(rows, got);
    }
    return rc;
}

/* Urgent ones first, then the others; from the row (due, id) on, which is one of `part`. */
static int scan_board(struct desk *d, const struct narrowing *w, enum due_part part, bool back, int64_t due, int64_t id,
                      size_t most, struct board_row *v, size_t *n)
{
    enum due_part next = back ? DUE_URGENT : DUE_USUAL;
    int rc = scan_part(d, w, part, back, due, id, most, v, n);
    if (rc == QT_OK && part != next && *n < most)
        rc = scan_part(d, w, next, back, back ? INT64_MAX : INT64_MIN, 0, most, v, n);
    return rc;
}

static void turn_round(struct board_row *v, size_t n)
{
    for (size_t i = 0; i < n / 2; i++) {
        struct board_row row = v[i];
        v[i] = v[n - 1 - i];
        v[n - 1 - i] = row;
    }
}

int desk_board_page(struct desk *d, const struct board_query *q, enum page_at at, const struct due *anchor, size_t n,
                    struct board_row **v, size_t *got, bool *more)
{
    bool back = at == PAGE_LAST || at == PAGE_BEFORE;
    struct narrowing w;
    int rc = narrow_rows(d, q, &w);
    int64_t due = INT64_MIN, id = 0;
    enum due_part part = DUE_URGENT;
    if (at == PAGE_LAST) {
        due = INT64_MAX;
        part = DUE_USUAL;
    } else if (at != PAGE_FIRST && anchor) {
        due = anchor->due;
        id = anchor->id - (at == PAGE_FROM);
        part = anchor->urgent ? DUE_URGENT : DUE_USUAL;
    }
    *v = mem_alloc((n + 1) * sizeof **v);
    *got = 0;
    if (rc == QT_OK)
        rc = scan_board(d, &w, part, back, due, id, n + 1, *v, got);
    narrowing_clear(&w);
    *more = *got > n;
    if (*more)
        board_row_clear(&(*v)[--*got]);
    if (back)
        turn_round(*v, *got);
    if (rc < 0) {
        board_free(*v, *got);
        *v = NULL;
        *got = 0;
    }
    return rc;
}
