/* The margin that says whom to ring and what can be done now. */
#include "view/margin.h"
#include "app.h"
#include "field/places.h"
#include "show.h"
#include "view/aside.h"

#include <stdlib.h>
#include <string.h>

enum {
    MORE = 3,  /* lines of what is known that go on without a label; of a letter of many pages no more */
    LATER = 2, /* frequent actions that are not possible yet */
    TEXT = 3   /* columns of a letter and two blanks */
};

bool record_waits(const struct record *r)
{
    int state = record_state(r);
    return state >= 0 && !r->form->states[state].final &&
           (r->form->states[state].tone == TONE_WARN || r->form->states[state].tone == TONE_ALERT);
}

static void add_heading(struct margin_part *p, const char *text)
{
    paper_put(&p->paper, p->paper.lines + (p->paper.lines > 0), 0, p->cols, INK_HEAD, text);
}

/* ---- whom to ring ------------------------------------------------------------------------------------------------ */

/* The first number to dial stands out, unless somebody does not want to be called. */
static void add_number(struct margin_part *p, int labels, const struct household_line *l)
{
    size_t at = aside_number(l->text);
    char *name = mem_dupn(l->text, at);
    int x = (text_width(l->label) > labels ? text_width(l->label) : labels) + 2, line = p->paper.lines;
    int width = text_width(name), number = text_width(l->text + at);
    bool below = x + width + number > p->cols; /* whole, in a line of its own: a number to dial is never cut in two */
    if (x + width > p->cols || x + number > p->cols) {
        (void)aside_line(&p->paper, p->cols, labels, line, l);
    } else {
        paper_put(&p->paper, line, 0, x - 2, INK_LABEL, l->label);
        paper_put(&p->paper, line, x, width, INK_TITLE, name);
        paper_put(&p->paper, line + below, below ? x : x + width, number, INK_KEY, l->text + at);
    }
    free(name);
}

static void add_calls(struct margin_part *p, const struct household *h, bool first)
{
    int labels = aside_labels(h, p->cols);
    bool told = false, begun = false;
    for (size_t i = 0; i < h->n; i++) {
        const struct household_line *l = &h->v[i];
        if (l->place >= CALLED)
            continue;
        if (!begun)
            add_heading(p, first ? _("Ring first") : _("Phones"));
        begun = true;
        if (!told && l->tone != TONE_ALERT && l->text[aside_number(l->text)])
            add_number(p, labels, l);
        else
            (void)aside_line(&p->paper, p->cols, labels, p->paper.lines, l);
        told = true;
    }
}

/* ---- what can be done -------------------------------------------------------------------------------------------- */

/* What the action will ask for, by the first field that must be given; NULL nothing, or its own name says it. Caller
 * frees. */
static char *will_ask(struct app *a, const struct record *r, const struct action *act, const char *name)
{
    for (size_t i = 0; i < act->nask; i++) {
        int field = act->ask[i];
        if (!act->ask_required[i] || act->ask_when[i] || field >= (int)r->form->nfields)
            continue;
        const char *label = label_of(&r->form->fields[field].label, app_lang(a), "");
        if (strstr(label, name) || strstr(name, label))
            return NULL;
        return mem_printf(r->v[field].kind == VAL_NULL ? _("asks: %s") : _("changes: %s"), label);
    }
    return NULL;
}

static void add_choice(struct margin_part *p, const char *key, const char *label, const char *asks)
{
    int line = p->paper.lines, x = TEXT + text_width(label) + 2;
    paper_put(&p->paper, line, 0, text_width(key), INK_KEY, key);
    paper_put(&p->paper, line, TEXT, text_width(label), INK_NORMAL, label);
    if (asks && x + text_width(asks) <= p->cols)
        paper_put(&p->paper, line, x, text_width(asks), INK_QUIET, asks);
}

/* The frequent ones that another action comes before: without their letter, with the one to press first. */
static void add_later(struct margin_part *p, struct app *a, const struct record *r)
{
    const struct form *f = r->form;
    int rows = 0;
    for (size_t k = 0; k < ACTION_PLACES * f->nactions && rows < LATER; k++) {
        size_t i = k % f->nactions;
        bool frequent = f->actions[i].key && f->actions[i].rank == 1 + (int)(k / f->nactions);
        int first = frequent ? desk_action_first(app_desk(a), r, (int)i) : -1;
        if (first < 0)
            continue;
        const char *name = label_of(&f->actions[i].label, app_lang(a), f->actions[i].name);
        const char *before = label_of(&f->actions[first].label, app_lang(a), f->actions[first].name);
        char *why = mem_printf(_("first %c %s"), f->actions[first].key, before);
        char *brief = mem_printf(_("first %c"), f->actions[first].key);
        int line = p->paper.lines, x = TEXT + text_width(name) + 2;
        const char *said = x + text_width(why) <= p->cols ? why : brief;
        paper_put(&p->paper, line, 0, 1, INK_QUIET, "-");
        paper_put(&p->paper, line, TEXT, text_width(name), INK_QUIET, name);
        paper_put(&p->paper, line, x, text_width(said), INK_QUIET, said);
        free(brief);
        free(why);
        rows++;
    }
}

static void add_actions(struct margin_part *p, struct app *a, const struct record *r, bool fresh, bool calls)
{
    int *indices = mem_alloc((r->form->nactions + 1) * sizeof *indices);
    size_t n = desk_actions(app_desk(a), r, indices);
    if (n > 0 || fresh)
        add_heading(p, fresh && calls ? _("Then choose") : _("Possible now"));
    for (size_t i = 0; i < n; i++) {
        const struct action *act = &r->form->actions[indices[i]];
        const char *name = label_of(&act->label, app_lang(a), act->name);
        char key[2] = {act->key, '\0'}, *asks = will_ask(a, r, act, name);
        add_choice(p, key, name, asks);
        free(asks);
    }
    if (n > 0)
        add_later(p, a, r);
    if (fresh)
        add_choice(p, "F2", _("Another new one"), NULL);
    free(indices);
}

/* ---- what is there ----------------------------------------------------------------------------------------------- */

static bool is_known(const struct household *h)
{
    bool known = false;
    for (size_t i = 0; i < h->n; i++)
        known |= h->v[i].place >= CALLED;
    return known;
}

/* In a unit's own record nothing is said twice: its floor and use stand beside it. */
static void add_household(struct margin_part *p, const struct household *h, const struct record *r, bool calls)
{
    int labels = aside_labels(h, p->cols), more = 0;
    bool known = is_known(h);
    if (!known && r->form->fields[r->form->unit_field].type != FT_UNIT && (!calls || h->n == 0))
        return;
    char *head = aside_head(h, p->cols);
    add_heading(p, head);
    free(head);
    for (size_t i = 0; i < h->n; i++) {
        more = h->v[i].label[0] ? 0 : more + 1;
        if ((!calls && h->v[i].place < CALLED) || more > MORE)
            continue;
        (void)aside_line(&p->paper, p->cols, labels, p->paper.lines, &h->v[i]);
    }
    if (!known)
        aside_nothing(&p->paper, p->cols);
}

static bool has_calls(const struct household *h)
{
    return h->n > 0 && h->v[0].place < CALLED;
}

static void part_clear(struct margin_part *p)
{
    paper_free(&p->paper);
    p->paper = (struct paper){0};
}

void margin_set(struct margin *m, struct app *a, const struct record *r, int cols, bool fresh, bool again)
{
    const char *unit = aside_unit(r);
    struct margin_part *near = &m->part[0], *far = &m->part[1];
    part_clear(near);
    part_clear(far);
    for (int i = 0; i < MARGIN_PARTS; i++)
        m->part[i].cols = margin_at(cols, i, &m->part[i].x);
    m->stale = true;
    if (!near->cols)
        return;
    if (again) {
        household_free(&m->house);
        if (unit && household_read(app_desk(a), unit, &m->house) < 0)
            fault_clear(); /* what was read is shown; a margin stops nobody */
    }
    bool first = fresh && record_waits(r);
    add_calls(near, &m->house, first);
    add_actions(near, a, r, fresh, first && has_calls(&m->house));
    if (unit)
        add_household(far->cols ? far : near, &m->house, r, far->cols > 0);
}

void margin_append(struct paper *p, struct app *a, const struct record *r, int cols)
{
    struct margin_part part = {.cols = cols, .paper = *p};
    struct household h = {0};
    if (aside_unit(r) && household_read(app_desk(a), aside_unit(r), &h) < 0)
        fault_clear();
    if (h.head)
        add_household(&part, &h, r, true);
    add_actions(&part, a, r, false, false);
    household_free(&h);
    *p = part.paper;
}

char *margin_call(struct app *a, const struct record *r)
{
    struct household h = {0};
    char *said = NULL;
    if (aside_unit(r) && household_read(app_desk(a), aside_unit(r), &h) < 0)
        fault_clear();
    if (has_calls(&h))
        said = mem_printf("%s  %s", h.v[0].label, h.v[0].text);
    household_free(&h);
    return said;
}

int margin_lines(const struct margin *m)
{
    int near = m->part[0].paper.lines, far = m->part[1].paper.lines;
    return near > far ? near : far;
}

void margin_draw(struct margin *m, WINDOW *w, int rows, int from)
{
    for (size_t i = 0; i < MARGIN_PARTS; i++) {
        struct margin_part *p = &m->part[i];
        int over = p->paper.lines > rows ? p->paper.lines - rows : 0;
        if (p->cols)
            paper_draw(&p->paper, w, 0, p->x, rows, p->cols, from < over ? from : over);
    }
    m->stale = false;
}

void margin_free(struct margin *m)
{
    for (size_t i = 0; i < MARGIN_PARTS; i++)
        part_clear(&m->part[i]);
    household_free(&m->house);
}
