/* A record as its form has it: nothing moves when a form is saved. */
#include "view/sheet.h"
#include "app.h"
#include "field/places.h"
#include "show.h"

#include <stdlib.h>
#include <string.h>

enum {
    DRAWN = 1,       /* the paper's first column on the screen */
    HISTORY = 3,     /* lines of what was done that are shown where there is no room */
    HISTORY_ALL = 9, /* and where there is */
    ROOMY = 26       /* rows from which on sections have a blank row above */
};

struct sheet {
    struct paper *paper;
    struct app *app;
    const struct record *r;
    struct places places;
    bool brief;
    bool filled; /* only fields with a value */
    int *fields; /* those shown, in the order of their places */
    struct spot *spots;
    char **texts;
    size_t n;
};

/* ---- fields ------------------------------------------------------------------------------------------------------ */

static int section_of(const struct form *f, const struct field *field)
{
    for (size_t i = 0; field->section && i < f->nsections; i++)
        if (strcmp(f->sections[i].name, field->section) == 0)
            return (int)i;
    return 0;
}

/* Rows and what is long and empty stand elsewhere or nowhere. */
static bool is_shown(const struct sheet *s, int at)
{
    const struct field *f = &s->r->form->fields[at];
    bool empty = s->r->v[at].kind == VAL_NULL;
    if (f->type == FT_ITEMS || (f->hidden && (s->brief || f->type == FT_COMPUTED)))
        return false;
    if (!empty || s->brief || s->filled || f->type == FT_NOTE || f->hidden)
        return !empty;
    return (f->type == FT_COMPUTED && !f->visible) || desk_visible(app_desk(s->app), s->r, at);
}

static struct spot spot_of(const struct sheet *s, int at, const char *text)
{
    const struct field *f = &s->r->form->fields[at];
    int want = s->brief ? SPOT_GROWS : spot_want(f, app_lang(s->app));
    return (struct spot){.section = s->brief ? 0 : section_of(s->r->form, f),
                         .label_width = text_width(label_of(&f->label, app_lang(s->app), f->name)),
                         .want = text_width(text) > want || strchr(text, '\n') ? SPOT_GROWS : want,
                         .lines = 1,
                         .tall = f->type == FT_NOTE};
}

static void add(struct sheet *s, int at)
{
    s->texts[s->n] = value_show(s->app, s->r, at);
    if (!s->texts[s->n])
        s->texts[s->n] = mem_dup("");
    s->spots[s->n] = spot_of(s, at, s->texts[s->n]);
    s->fields[s->n++] = at;
}

/* Of one section, -1 all: those that the form shows, then what came to them. */
static void add_section(struct sheet *s, int section)
{
    const struct form *f = s->r->form;
    for (int hidden = 0; hidden < 2; hidden++)
        for (size_t i = 0; i < f->ndeclared; i++)
            if ((section < 0 || section_of(f, &f->fields[i]) == section) && f->fields[i].hidden == (hidden == 1) &&
                is_shown(s, (int)i))
                add(s, (int)i);
}

static int lines_of(const struct sheet *s, size_t i)
{
    struct paper text = {0};
    int lines = paper_text(&text, s->spots[i].width, TONE_NORMAL, s->texts[i]);
    paper_free(&text);
    return lines > 1 ? lines : 1;
}

/* What the value leads to, NULL nothing. */
static const char *leads_to(const struct sheet *s, int at)
{
    const struct field *f = &s->r->form->fields[at];
    const char *reg = field_kind(f) == FT_LINK ? f->to : field_kind(f) == FT_UNIT ? "unit" : NULL;
    return reg && s->r->v[at].kind == VAL_TEXT && forms_find(desk_forms(app_desk(s->app)), reg) ? reg : NULL;
}

static void put_field(const struct sheet *s, size_t i, int from)
{
    const struct spot *v = &s->spots[i];
    const struct field *f = &s->r->form->fields[s->fields[i]];
    const char *reg = leads_to(s, s->fields[i]), *label = label_of(&f->label, app_lang(s->app), f->name);
    struct paper text = {0};
    paper_put(s->paper, from + v->row, v->label - DRAWN, v->label_room, INK_LABEL, label);
    (void)paper_text(&text, v->width, TONE_NORMAL, s->texts[i]);
    for (size_t k = 0; k < text.n; k++) {
        paper_put(s->paper, from + v->row + text.v[k].line, v->value - DRAWN + text.v[k].x, text.v[k].width,
                  reg ? INK_HERE : INK_NORMAL, text.v[k].text);
        if (reg && k == 0)
            s->paper->v[s->paper->n - 1].link =
                (struct page_link){.reg = mem_dup(reg), .number = mem_dup(s->r->v[s->fields[i]].s)};
    }
    paper_free(&text);
}

static void put_heading(const struct sheet *s, int line, const char *text)
{
    paper_put(s->paper, line, s->places.label - DRAWN, s->places.end - s->places.label, INK_HEAD, text);
}

/* The sections from `first` up to `past`, below what is there. */
static void put_sections(struct sheet *s, size_t first, size_t past)
{
    const struct form *f = s->r->form;
    struct spot_heading *heads = mem_alloc((f->nsections + 1) * sizeof *heads);
    size_t nheads = 0, before = s->n;
    bool told = f->nsections >= 2 && !s->brief;
    int from = s->paper->lines;
    for (size_t section = first; section < past; section++)
        add_section(s, told ? (int)section : -1);
    if (from > 0 && s->n > before && !s->brief)
        from += s->places.gap;
    for (int pass = 0; pass < 2; pass++) {
        if (s->n > before)
            (void)places_give(&s->places, s->spots + before, s->n - before, told ? heads : NULL, &nheads);
        for (size_t i = before; i < s->n && pass == 0; i++)
            s->spots[i].lines = s->spots[i].second ? 1 : lines_of(s, i);
    }
    for (size_t i = 0; i < nheads && s->n > before; i++) {
        const struct section *section = &f->sections[heads[i].section];
        put_heading(s, from + heads[i].row, label_of(&section->label, app_lang(s->app), section->name));
    }
    for (size_t i = before; i < s->n; i++)
        put_field(s, i, from);
    free(heads);
}

/* Sections of which the form shows nothing come behind the deadlines. */
static size_t sections_typed(const struct form *f)
{
    size_t past = f->nsections;
    for (; past > 0; past--)
        for (size_t i = 0; i < f->ndeclared; i++)
            if (!f->fields[i].hidden && section_of(f, &f->fields[i]) == (int)past - 1)
                return past;
    return 0;
}

/* ---- deadlines --------------------------------------------------------------------------------------------------- */

static const char *clock_name(const struct sheet *s, const struct due *d)
{
    const struct form *f = s->r->form;
    for (size_t i = 0; i < f->nclocks; i++)
        if (strcmp(f->clocks[i].name, d->clock) == 0)
            return label_of(&f->clocks[i].label, app_lang(s->app), d->clock);
    return d->clock;
}

static bool is_late(const struct due *d)
{
    return !d->stopped && !d->paused && d->due <= clock_now();
}

static enum tone due_tone(const struct due *d)
{
    if (d->stopped || d->paused)
        return TONE_QUIET;
    return is_late(d) ? TONE_ALERT : d->warn && d->warn <= clock_now() ? TONE_WARN : TONE_NORMAL;
}

static char *due_words(const struct sheet *s, const struct due *d)
{
    int64_t now = clock_now();
    char when[40];
    moment_show(d->due, now, app_lang(s->app), true, when, sizeof when);
    if (d->stopped || d->paused)
        return mem_printf("%s  %s", when, !d->stopped ? _("waits") : d->late ? _("done, late") : _("done in time"));
    char *words = desk_due_words(app_desk(s->app), d->due), *said = mem_printf("%s  %s", when, words);
    free(words);
    return said;
}

static void put_due(const struct sheet *s, const struct due *d)
{
    int line = s->paper->lines, label = s->places.label - DRAWN, value = s->places.value - DRAWN;
    const char *name = clock_name(s, d);
    char *words = due_words(s, d);
    int x = text_width(name) + 2 > value - label ? label + text_width(name) + 2 : value;
    if (is_late(d) && label > 0)
        paper_put(s->paper, line, label - 1, 1, INK_ALERT, "!");
    paper_put(s->paper, line, label, text_width(name), INK_LABEL, name);
    paper_put(s->paper, line, x, s->places.end - DRAWN - x, tone_ink(due_tone(d)), words);
    free(words);
}

/* Those that run, then those that were kept too late. */
static void put_dues(struct sheet *s)
{
    struct due *v = NULL;
    size_t n = 0;
    bool begun = s->brief;
    if (desk_dues(app_desk(s->app), s->r, &v, &n) < 0)
        fault_clear();
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < n; i++) {
            if (pass == 0 ? v[i].stopped != 0 : !v[i].stopped || !v[i].late)
                continue;
            if (!begun)
                put_heading(s, s->paper->lines + (s->paper->lines ? s->places.gap : 0), _("Deadlines"));
            begun = true;
            put_due(s, &v[i]);
        }
    desk_dues_free(v, n);
}

char *sheet_urgent(struct app *a, const struct record *r, enum ink *ink)
{
    struct sheet s = {.app = a, .r = r};
    struct due *v = NULL;
    const struct due *first = NULL;
    size_t n = 0;
    char when[40], *said = NULL;
    if (desk_dues(app_desk(a), r, &v, &n) < 0)
        fault_clear();
    for (size_t i = 0; i < n; i++)
        if (!v[i].stopped && !v[i].paused && (!first || v[i].due < first->due))
            first = &v[i];
    if (first) {
        moment_show(first->due, clock_now(), app_lang(a), true, when, sizeof when);
        said = mem_printf("%s%s %s", is_late(first) ? "!" : "", clock_name(&s, first), when);
        *ink = due_tone(first) == TONE_NORMAL ? INK_QUIET : tone_ink(due_tone(first));
    }
    desk_dues_free(v, n);
    return said;
}

/* ---- below ------------------------------------------------------------------------------------------------------- */

/* Rows, signatures, records that name it: as the page has them, headings as hairlines. */
static void put_rest(struct sheet *s, bool followers)
{
    struct page *page = NULL;
    struct paper rest = {0};
    unsigned what = RECORD_SCREEN | RECORD_REST | (followers ? RECORD_FOLLOWERS : 0);
    int rc = report_record(app_desk(s->app), s->r, what, &page), from = s->paper->lines;
    if (rc == QT_OK)
        rc = paper_page(&rest, page, s->places.end - s->places.label, LAYOUT_DENSE);
    if (rc != QT_OK)
        (void)paper_text(&rest, s->places.end - s->places.label, TONE_WARN, fault_text());
    paper_sections(&rest, s->places.end - s->places.label);
    for (size_t i = 0; i < rest.n; i++) {
        struct piece *v = &rest.v[i];
        if (v->ink == INK_HEAD && from + v->line > 0) /* as above every section */
            from += s->places.gap;
        paper_put(s->paper, from + v->line, v->x + s->places.label - DRAWN, v->width, v->ink, v->text);
        s->paper->v[s->paper->n - 1].link = v->link;
        v->link = (struct page_link){0};
    }
    paper_free(&rest);
    page_free(page);
}

static void put_line(struct paper *p, struct app *a, const struct form *f, const struct journal_line *l,
                     const struct history_place *at)
{
    char when[40];
    bool looked;
    int line = p->lines, x = at->value;
    char *who = *l->staff ? desk_staff_label(app_desk(a), l->staff) : mem_dup(_("the desk itself"));
    moment_show(l->at, clock_now(), app_lang(a), true, when, sizeof when);
    paper_put(p, line, at->label, text_width(when), INK_QUIET, when);
    if (x < at->label + text_width(when) + 2)
        x = at->label + text_width(when) + 2;
    paper_put(p, line, x, text_width(who), INK_QUIET, who);
    x += text_width(who) + 2;
    paper_put(p, line, x, at->end > x ? at->end - x : 0, INK_NORMAL,
              desk_action_word(app_desk(a), f, l->action, &looked));
    free(who);
}

void sheet_history(struct paper *p, struct app *a, const struct record *r, const struct history_place *at, int lines)
{
    struct journal_line *v = NULL;
    size_t n = 0;
    if (desk_history(app_desk(a), r, &v, &n) < 0)
        fault_clear(); /* who may not look into it sees the rest */
    for (size_t i = 0; i < n && lines > 0; i++) {
        bool looked = false;
        (void)desk_action_word(app_desk(a), r->form, v[i].action, &looked);
        if (!looked) {
            put_line(p, a, r->form, &v[i], at);
            lines--;
        }
    }
    desk_history_free(v, n);
}

static void begin(struct sheet *s)
{
    size_t n = s->r->form->ndeclared + 1;
    s->fields = mem_alloc(n * sizeof *s->fields);
    s->spots = mem_alloc(n * sizeof *s->spots);
    s->texts = mem_alloc(n * sizeof *s->texts);
}

static void end(struct sheet *s)
{
    for (size_t i = 0; i < s->n; i++)
        free(s->texts[i]);
    free(s->texts);
    free(s->spots);
    free(s->fields);
}

void sheet_lay_out(struct paper *p, struct app *a, const struct record *r, int rows, int cols, bool followers)
{
    struct sheet s = {.paper = p, .app = a, .r = r, .places = places_of(cols)};
    size_t all = r->form->nsections ? r->form->nsections : 1, typed = sections_typed(r->form);
    begin(&s);
    if (rows < ROOMY)
        s.places.gap = 0;
    put_sections(&s, 0, typed && typed < all ? typed : all);
    put_dues(&s);
    if (typed && typed < all)
        put_sections(&s, typed, all);
    put_rest(&s, followers);
    int room = rows - p->lines - 1 - s.places.gap;
    put_heading(&s, p->lines + s.places.gap, _("So far"));
    sheet_history(p, a, r,
                  &(struct history_place){s.places.label - DRAWN, s.places.value - DRAWN, s.places.end - DRAWN},
                  room < HISTORY       ? HISTORY
                  : room < HISTORY_ALL ? room
                                       : HISTORY_ALL);
    end(&s);
}

void sheet_fields(struct paper *p, struct app *a, const struct record *r, int cols)
{
    struct sheet s = {.paper = p, .app = a, .r = r, .places = places_of(cols), .filled = true};
    begin(&s);
    s.places.gap = 0;
    put_sections(&s, 0, r->form->nsections ? r->form->nsections : 1);
    end(&s);
}

void sheet_brief(struct paper *p, struct app *a, const struct record *r, int cols)
{
    struct sheet s = {.paper = p, .app = a, .r = r, .places = {.label = DRAWN, .end = cols + DRAWN}, .brief = true};
    begin(&s);
    s.places.value = s.places.label + 10;
    put_dues(&s);
    p->lines += p->lines > 0;
    put_sections(&s, 0, 1);
    end(&s);
}
