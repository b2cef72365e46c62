/* The board's rows: loading and drawing. Rows are paged by key (due, id); a stack of page starts leads back. */
#include "app.h"
#include "view/board.h"
#include "show.h"

#include <stdlib.h>
#include <string.h>

/* ---- loading ------------------------------------------------------------------------------- */

void board_forget(struct board *b)
{
    record_free(b->here);
    b->here = NULL;
    app_keys_changed(b->view.app);
}

static bool matches(const char *shown, const char *text)
{
    return shown && (strstr(shown, text) || search_match(shown, text));
}

static void read_staff(struct board *b)
{
    staff_free(b->staff, b->nstaff);
    b->staff = NULL;
    b->nstaff = 0;
    if (b->selection == SELECT_MINE && staff_list(desk_db(app_desk(b->view.app)), &b->staff, &b->nstaff) < 0)
        app_say(b->view.app, INK_ALERT, "%s", fault_text());
}

/* It names me, or it is for my role and names nobody. */
static bool mine(const struct board *b, const struct board_row *r)
{
    const struct who *me = desk_who(app_desk(b->view.app));
    bool escalated = r->due.escalated && r->due.escalate_to && strcmp(r->due.escalate_to, me->role) == 0;

    for (size_t i = 0; i < b->nstaff; i++)
        if (strcmp(b->staff[i].name, r->who) == 0)
            return escalated || strcmp(b->staff[i].code, me->staff) == 0;
    return escalated || strcmp(r->due.owner ? r->due.owner : "", me->role) == 0;
}

static bool in_register(const struct board *b, const struct board_row *r, const char *text)
{
    return matches(form_title(r->form, app_lang(b->view.app)), text);
}

static bool wanted(const struct board *b, const struct board_row *r)
{
    const char *text = typeahead_text(&b->filter);

    if (b->selection == SELECT_MINE && !mine(b, r))
        return false;
    if (b->selection == SELECT_OVERDUE && r->urgency != DUE_OVERDUE)
        return false;
    if (b->selection == SELECT_TODAY && r->urgency == DUE_LATER)
        return false;
    return !*text || matches(r->matter, text) || matches(r->unit, text) || matches(r->number, text) ||
           matches(r->who, text) || in_register(b, r, text);
}

static void row_clear(struct board_row *r)
{
    due_clear(&r->due);
    free(r->number);
    free(r->unit);
    free(r->matter);
    free(r->who);
    free(r->state);
}

size_t board_page_rows(const struct board *b)
{
    return b->view.rows > 1 ? (size_t)b->view.rows - 1 : 1;
}

/* Fills the page from its start; what the filter does not want is passed over. Not patient: false, with nothing
 * changed, when a key comes first. */
static bool load(struct board *b, bool patient)
{
    struct app *a = b->view.app;
    struct start from = b->starts[b->nstarts - 1];
    size_t want = board_page_rows(b), found = 0;
    struct board_row *rows = mem_alloc((want + 1) * sizeof(*rows));
    bool interrupted = false;

    read_staff(b);
    for (bool end = false; !end && found <= want && !interrupted;) {
        struct board_row *v = NULL;
        size_t n = 0;
        interrupted = !patient && key_pending();
        if (interrupted)
            break;
        if (desk_board(app_desk(a), from.due, from.id, want + 1, &v, &n) < 0) {
            app_say(a, INK_ALERT, "%s", fault_text());
            break;
        }
        end = n < want + 1;
        for (size_t i = 0; i < n; i++) {
            from = (struct start){v[i].due.due, v[i].due.id};
            if (found <= want && wanted(b, &v[i]))
                rows[found++] = v[i];
            else
                row_clear(&v[i]);
        }
        free(v);
    }
    if (interrupted) {
        board_free(rows, found);
        return false;
    }
    b->more = found > want;
    if (b->more)
        row_clear(&rows[--found]);
    board_free(b->rows, b->n);
    b->rows = rows;
    b->n = found;
    b->unread = false;
    b->stale = true;
    if (b->at >= b->n)
        b->at = b->n ? b->n - 1 : 0;
    board_forget(b);
    return true;
}

void board_first(struct board *b)
{
    b->nstarts = 1;
    b->starts[0] = (struct start){0, 0};
    b->at = 0;
    b->follow = 0;
    b->unread = true;
}

void board_again(struct board *b)
{
    if (!b->unread)
        b->follow = b->at < b->n ? b->rows[b->at].due.id : 0;
    b->unread = true;
}

static void read_page(struct board *b, bool patient)
{
    int64_t id = b->follow;

    if (!b->unread || !load(b, patient))
        return;
    if (!b->n && b->nstarts > 1) {
        board_first(b);
        if (!load(b, patient))
            return;
    }
    for (size_t i = 0; id && i < b->n; i++)
        if (b->rows[i].due.id == id)
            b->at = i;
}

void board_read(struct board *b)
{
    read_page(b, true);
}

bool board_page_on(struct board *b)
{
    if (!b->more)
        return false;
    b->starts = mem_resize(b->starts, b->nstarts + 1, sizeof(*b->starts));
    b->starts[b->nstarts++] = (struct start){b->rows[b->n - 1].due.due, b->rows[b->n - 1].due.id};
    b->at = 0;
    (void)load(b, true);
    return true;
}

bool board_page_back(struct board *b)
{
    if (b->nstarts < 2)
        return false;
    b->nstarts--;
    b->at = board_page_rows(b) - 1;
    (void)load(b, true);
    return true;
}

/* ---- drawing ---------------------------------------------------------------------------------- */

static char *register_cell(const struct board *b, const struct board_row *r)
{
    char *title = form_short(r->form, app_lang(b->view.app));
    char *cell = mem_printf("%s %s", title, r->number ? r->number : "");

    free(title);
    return cell;
}

static void widen(int *width, const char *text, int most)
{
    int n = text ? text_width(text) : 0;

    n = n > most ? most : n;
    *width = n > *width ? n : *width;
}

/* "!" overdue, "!3" for three days, "z" put off. */
static void mark_text(const struct board_row *r, char out[16])
{
    if (r->urgency == DUE_OVERDUE && r->overdue_days > 0)
        snprintf(out, 16, "!%d ", r->overdue_days); /* figures follow */
    else
        snprintf(out, 16, "%s", r->urgency == DUE_OVERDUE ? "!" : r->due.snoozed > clock_now() ? "z" : "");
}

/* As wide as the page's rows want, within bounds; the matter has the rest. */
static void lay_columns(struct board *b)
{
    struct board_columns *c = &b->columns;
    bool wide = b->view.cols >= 100;
    int most = wide ? 14 : 8;

    *c = (struct board_columns){.mark = 1, .due = wide ? 12 : 7, .wide = wide};
    widen(&c->reg, _("Register"), 20);
    widen(&c->unit, _("Unit"), most);
    widen(&c->who, _("Who"), most);
    widen(&c->state, _("State"), most);
    for (size_t i = 0; i < b->n; i++) {
        char *reg = register_cell(b, &b->rows[i]), mark[16];
        mark_text(&b->rows[i], mark);
        widen(&c->mark, mark, 6);
        widen(&c->reg, reg, wide ? 26 : 20);
        widen(&c->unit, b->rows[i].unit, most);
        widen(&c->who, b->rows[i].who, most);
        widen(&c->state, b->rows[i].state, most);
        free(reg);
    }
    c->matter = b->view.cols - c->mark - c->due - c->reg - c->unit - c->who - c->state - 6;
    if (c->matter < 8)
        c->matter = 8;
}

static void draw_cells(WINDOW *w, int y, const struct board_columns *c, enum ink i, enum ink first,
                       const char *const cell[6])
{
    const int width[6] = {c->due, c->reg, c->unit, c->matter, c->who, c->state};
    int x = 1 + c->mark;

    for (int k = 0; k < 6; k++) {
        draw_text(w, y, x, width[k], k == 0 ? first : i, cell[k] ? cell[k] : "");
        draw_fill(w, y, x + width[k], 1, INK_NORMAL);
        x += width[k] + 1;
    }
}

static void draw_row(struct board *b, WINDOW *w, size_t i)
{
    int y = (int)i + 1;

    if (i >= b->n) {
        draw_fill(w, y, 0, b->view.cols, INK_NORMAL);
        return;
    }
    const struct board_row *r = &b->rows[i];
    enum ink tone = r->urgency == DUE_OVERDUE ? INK_ALERT : r->urgency == DUE_SOON ? INK_WARN : INK_NORMAL;
    char due[40], mark[16];
    char *reg = register_cell(b, r);

    moment_show(r->due.due, clock_now(), app_lang(b->view.app), b->columns.wide, due, sizeof(due));
    draw_text(w, y, 0, 1, INK_NORMAL, i == b->at ? ">" : "");
    mark_text(r, mark);
    draw_text(w, y, 1, b->columns.mark, tone, mark);
    draw_cells(w, y, &b->columns, INK_NORMAL, i == b->at ? INK_CURSOR : tone,
               (const char *const[6]){due, reg, r->unit, r->matter, r->who, r->state});
    free(reg);
}

void board_draw(struct view *v, WINDOW *w, bool all)
{
    struct board *b = (struct board *)v;

    read_page(b, false);
    if (all || b->stale) {
        lay_columns(b);
        draw_text(w, 0, 0, 1 + b->columns.mark, INK_LABEL, "");
        draw_cells(w, 0, &b->columns, INK_LABEL, INK_LABEL,
                   (const char *const[6]){_("Due"), _("Register"), _("Unit"), _("Matter"), _("Who"), _("State")});
        for (size_t i = 0; i < board_page_rows(b); i++)
            draw_row(b, w, i);
        if (!b->n && !b->unread)
            draw_text(w, 2, 4, v->cols - 4, INK_QUIET,
                      b->selection == SELECT_ALL && !*typeahead_text(&b->filter)
                          ? _("Nothing is due. F2 makes a new record.")
                          : _("Nothing here. F6 shows another selection, Esc everything."));
        b->stale = false;
    } else if (b->drawn != b->at) {
        draw_row(b, w, b->drawn);
        draw_row(b, w, b->at);
    }
    b->drawn = b->at;
    typeahead_caret(&b->filter, v, 1 + (int)b->at);
}
