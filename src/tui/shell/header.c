/* What stands above a view: tabs, clerk and clock; title, selections and what is late. */
#include "app.h"
#include "show.h"

#include <stdlib.h>
#include <string.h>

enum { WIDE = 100, NARROW = 80 };

/* "联合广场  11-21 周六" */
static void add_place_and_day(struct app *a, struct buf *out)
{
    struct civil c = civil_of(clock_now());
    const char *building = desk_building(a->desk);
    buf_addf(out, "%s%s%02d-%02d %s", building ? building : "", building && *building ? "  " : "", c.month, c.day,
             weekday_show(app_lang(a), c.weekday));
}

static bool signed_in(struct app *a)
{
    return *desk_who(a->desk)->staff != '\0';
}

/* ---- row 0: tabs, clerk and clock -------------------------------------------------------------- */

/* '1' for the board, '2'.. for a register with a key, '9' for the menu, 0 for none. */
static int active_tab(struct app *a)
{
    for (struct view *v = a->top; v; v = v->below) {
        const struct form *f = v->ops->form ? v->ops->form(v) : NULL;
        if (v->ops->flags & VIEW_HOME)
            return '1';
        if (f)
            return f->key;
    }
    return 0;
}

struct tab {
    char key;
    char label[60];
};

static size_t list_tabs(struct app *a, struct tab tabs[9])
{
    const struct forms *forms = desk_forms(a->desk);
    size_t n = 0;
    if (!signed_in(a))
        return 0;
    tabs[n].key = '1';
    snprintf(tabs[n++].label, sizeof tabs->label, "%s", _("Board"));
    for (int key = '2'; key <= '8'; key++) {
        for (size_t i = 0; i < forms->n; i++) {
            if (forms->v[i]->key != key)
                continue;
            char *label = form_short(forms->v[i], app_lang(a));
            tabs[n].key = (char)key;
            snprintf(tabs[n++].label, sizeof tabs->label, "%s", label);
            free(label);
            break;
        }
    }
    tabs[n].key = '9';
    snprintf(tabs[n++].label, sizeof tabs->label, "%s", _("More"));
    return n;
}

/* From column x on, `gap` blanks apart; the current one keeps its name where only digits have room. Returns where
 * the last one ends; w NULL: only measured. text: digits are text now,
 * none of them leads anywhere. */
static int draw_tabs(WINDOW *w, const struct tab *tabs, size_t n, int gap, int active, bool digits, bool text)
{
    enum ink quiet = ink_on(INK_QUIET, GROUND_SURFACE), plain = text ? quiet : ink_on(INK_NORMAL, GROUND_SURFACE);
    int x = EDGE;
    for (size_t i = 0; i < n; i++) {
        bool now = tabs[i].key == active;
        int width = digits && !now ? 0 : text_width(tabs[i].label);
        char key[2] = {tabs[i].key, '\0'};
        if (w && now) {
            draw_fill(w, 0, x - 1, width + 3, INK_TAB);
            draw_text(w, 0, x, 1, INK_TAB, key);
            draw_text(w, 0, x + 1, width, INK_TAB, tabs[i].label);
        } else if (w) {
            draw_text(w, 0, x, 1, quiet, key);
            draw_text(w, 0, x + 1, width, plain, tabs[i].label);
        }
        x += 1 + width + gap;
    }
    return n ? x - gap : EDGE;
}

/* What stands at the right: place and day where there is room, the clerk, the clock; given up from the left. */
static int draw_clerk(struct app *a, WINDOW *w, int cols, int tabs_end)
{
    struct civil c = civil_of(clock_now());
    struct buf place = {0};
    char clock[8];
    const char *name = signed_in(a) ? desk_staff_name(a->desk) : "";
    int room = cols - EDGE - tabs_end - 2, x = cols - EDGE;
    snprintf(clock, sizeof clock, "%02d:%02d", c.hour, c.minute);
    if (cols >= WIDE || !signed_in(a))
        add_place_and_day(a, &place);
    int need = 5 + (*name ? text_width(name) + 1 : 0), more = place.len ? text_width(place.s) + 2 : 0;
    x -= 5;
    draw_text(w, 0, x, 5, ink_on(INK_TITLE, GROUND_SURFACE), clock);
    if (*name && need <= room) {
        x -= text_width(name) + 1;
        draw_text(w, 0, x, text_width(name), ink_on(INK_NORMAL, GROUND_SURFACE), name);
    }
    if (more && need + more <= room) {
        x -= more;
        draw_text(w, 0, x, more - 2, ink_on(INK_QUIET, GROUND_SURFACE), place.s);
    }
    buf_free(&place);
    return x;
}

void header_clock(struct app *a)
{
    WINDOW *w = panel_window(a->head);
    struct tab tabs[9];
    size_t n = list_tabs(a, tabs);
    int cols = term_cols(), active = active_tab(a), room = cols - EDGE - 5 - 2;
    bool digits = cols < NARROW && draw_tabs(NULL, tabs, n, 1, active, false, false) > room;
    const char *name = signed_in(a) ? desk_staff_name(a->desk) : "";
    int gap = draw_tabs(NULL, tabs, n, 2, active, digits, false) + text_width(name) + 1 > room ? 1 : 2;
    draw_fill(w, 0, 0, cols, ink_on(INK_NORMAL, GROUND_SURFACE));
    while (n > 1 && draw_tabs(NULL, tabs, n, gap, active, digits, false) > room)
        n--;
    draw_clerk(a, w, cols, draw_tabs(w, tabs, n, gap, active, digits, a->top && a->top->ops->flags & VIEW_TYPES));
}

/* The one whose title stands above: under a drawer that of the view it has risen over. */
static struct view *titled(const struct app *a)
{
    struct view *v = a->top;
    while (v && (v->ops->flags & VIEW_DRAWER) && v->below)
        v = v->below;
    return v;
}

/* ---- row 1: title, selections, what is late -------------------------------------------------------- */

/* Those that fit from the first on, or up to the one that is shown. */
static void draw_selections(const struct selections *s, WINDOW *w, int x, int end)
{
    size_t first = 0;
    int used = 0;
    for (size_t i = 0; i <= s->now && i < s->n; i++)
        used += text_width(s->v[i]) + 3;
    for (; first < s->now && x + used - 3 > end; first++)
        used -= text_width(s->v[first]) + 3;
    for (size_t i = first; i < s->n; i++) {
        int width = text_width(s->v[i]);
        if (x + width > end)
            break;
        draw_text(w, 1, x, width, s->ink[i] != INK_CURSOR ? s->ink[i] : i == s->now ? INK_NOW : INK_QUIET, s->v[i]);
        x += width + 3;
    }
}

static void draw_title_right(struct app *a, WINDOW *w, int *end)
{
    struct buf right = {0};
    bool home = titled(a) && (titled(a)->ops->flags & VIEW_HOME);
    if (a->options->lessons) { /* nothing here is urgent */
        *end -= text_width(_(" practice "));
        draw_text(w, 1, *end, text_width(_(" practice ")), INK_BLOCK, _(" practice "));
        *end -= 3;
        return;
    }
    if (home && a->drafts)
        buf_addf(&right, term_cols() < WIDE ? "%s %zu   " : "%s %zu", _("half-typed"), a->drafts);
    if (home && term_cols() < WIDE)
        add_place_and_day(a, &right);
    else if (!home && signed_in(a) && desk_clock_doubt(a->desk))
        buf_add(&right, _("clock in doubt")); /* what is saved bears this time */
    else if (!home && signed_in(a) && a->overdue)
        buf_addf(&right, _("overdue %lld"), (long long)a->overdue);
    if (right.len) {
        int width = text_width(right.s);
        *end -= width;
        draw_text(w, 1, *end, width, home ? INK_QUIET : INK_ALERT, right.s);
        *end -= 3;
    }
    buf_free(&right);
    if (!home && signed_in(a) && a->nalarms) {
        char *urgent = mem_printf(_(" urgent %zu "), a->nalarms);
        *end -= text_width(urgent);
        draw_text(w, 1, *end, text_width(urgent), INK_URGENT, urgent);
        *end -= 3;
        free(urgent);
    }
}

static void header_title(struct app *a)
{
    WINDOW *w = panel_window(a->head);
    struct selections s = {0};
    struct buf beside = {0}, state = {0};
    struct view *v = titled(a);
    int x = EDGE, end = term_cols() - EDGE;
    int at = v && v->ops->beside ? v->ops->beside(v, &beside, &state) : 0;
    draw_fill(w, 1, 0, term_cols(), INK_NORMAL);
    if (at > 0) {
        int width = state.len ? text_width(state.s) : 0;
        draw_text(w, 1, at, end - at - width - 1, INK_QUIET, beside.s ? beside.s : "");
        draw_text(w, 1, end - width, width, INK_TITLE, state.s ? state.s : "");
        end = at - 2 * EDGE; /* where the hairline below ends */
    }
    draw_title_right(a, w, &end);
    if (a->title.len) {
        int width = text_width(a->title.s);
        width = width < end - x ? width : end - x;
        draw_text(w, 1, x, width, INK_TITLE, a->title.s);
        x += width + 3;
    }
    if (v && v->ops->selections)
        v->ops->selections(v, &s);
    draw_selections(&s, w, x, end);
    for (size_t i = 0; i < s.n; i++)
        free(s.v[i]);
    if (a->flash_us)
        mvwchgat(w, 1, 0, -1, ink(INK_URGENT) & ~A_COLOR, (short)PAIR_NUMBER(ink(INK_URGENT)), NULL);
    buf_free(&beside);
    buf_free(&state);
}

void selections_add(struct selections *s, bool now, char *text)
{
    if (s->n == ARRAY_LEN(s->v)) {
        free(text);
        return;
    }
    if (now)
        s->now = s->n;
    s->ink[s->n] = INK_CURSOR;
    s->v[s->n++] = text;
}

void selections_mark(struct selections *s, enum ink ink, char *text)
{
    size_t at = s->n;
    selections_add(s, false, text);
    if (s->n > at)
        s->ink[at] = ink;
}

void header_draw(struct app *a)
{
    buf_clear(&a->title);
    struct view *v = titled(a);
    if (v && v->ops->title)
        v->ops->title(v, &a->title);
    else if (v)
        buf_add(&a->title, _(v->ops->heading));
    header_clock(a);
    header_title(a);
}
