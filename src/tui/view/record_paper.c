/* A record laid out as lines: state, clocks, sections in as many columns as the width gives. */
#include "view/record_paper.h"
#include "show.h"

#include <stdlib.h>
#include <string.h>

#define COLUMN_MIN 38 /* two columns at 80 */

void record_links_add(struct record_links *l, struct record_link link)
{
    l->v = mem_resize(l->v, l->n + 1, sizeof(*l->v));
    l->v[l->n++] = link;
}

void record_links_free(struct record_links *l)
{
    for (size_t i = 0; i < l->n; i++) {
        free(l->v[i].number);
        free(l->v[i].text);
    }
    free(l->v);
    *l = (struct record_links){0};
}

/* "待确认   a 同意进入  r 业户拒绝  ..." */
int record_paper_state(struct app *a, const struct record *r, int cols, struct paper *p, int line)
{
    const char *state = state_label(r, app_lang(a));
    int *indices = mem_alloc((r->form->nactions + 1) * sizeof(*indices));
    size_t n = desk_actions(app_desk(a), r, indices);
    int left = text_width(state) + 3, x = left;

    paper_put(p, line, 0, left, state_ink(r) == INK_NORMAL ? INK_TITLE : state_ink(r), state);
    for (size_t i = 0; i < n; i++) {
        const struct action *act = &r->form->actions[indices[i]];
        const char *label = label_of(&act->label, app_lang(a), act->name);
        int width = text_width(label);
        if (x > left && x + width + 2 > cols) {
            line++;
            x = left;
        }
        char key[2] = {act->key, '\0'};
        paper_put(p, line, x, 1, INK_KEY, key);
        paper_put(p, line, x + 2, width, INK_NORMAL, label);
        x += width + 4;
    }
    free(indices);
    return line + 1;
}

/* ---- clocks --------------------------------------------------------------------------------- */

static const char *clock_label(struct app *a, const struct form *f, const char *name)
{
    for (size_t i = 0; i < f->nclocks; i++)
        if (strcmp(f->clocks[i].name, name) == 0)
            return label_of(&f->clocks[i].label, app_lang(a), name);
    return name;
}

static int put_clock(struct app *a, const struct record *r, const struct due *d, int cols, struct paper *p, int line)
{
    int64_t now = clock_now();
    char when[40];
    char *span = duration_text(a, d->due > now ? d->due - now : now - d->due);
    char *words;
    enum ink i = INK_NORMAL;

    moment_show(d->due, now, app_lang(a), true, when, sizeof(when));
    if (d->stopped) {
        words = mem_dup(d->late ? _("done, late") : _("done in time"));
        i = INK_QUIET;
    } else if (d->paused) {
        words = mem_dup(_("waits"));
        i = INK_QUIET;
    } else if (d->due <= now) {
        words = mem_printf(_("overdue by %s"), span);
        i = INK_ALERT;
    } else {
        words = mem_printf(_("in %s"), span);
        i = d->warn && d->warn <= now ? INK_WARN : INK_NORMAL;
    }
    char *text = mem_printf("%s%s  %s  %s", !d->stopped && !d->paused && d->due <= now ? "!" : " ",
                            clock_label(a, r->form, d->clock), when, words);
    paper_put(p, line, 0, cols, i, text);
    free(text);
    free(words);
    free(span);
    return line + 1;
}

int record_paper_clocks(struct app *a, const struct record *r, int cols, struct paper *p, int line)
{
    struct due *v = NULL;
    size_t n = 0;

    if (desk_dues(app_desk(a), r, &v, &n) < 0)
        return line;
    for (size_t i = 0; i < n; i++)
        if (!v[i].stopped)
            line = put_clock(a, r, &v[i], cols, p, line);
    for (size_t i = 0; i < n; i++)
        if (v[i].stopped && v[i].late)
            line = put_clock(a, r, &v[i], cols, p, line);
    desk_dues_free(v, n);
    return line;
}

char *record_explain(struct app *a, const struct record *r)
{
    struct due *v = NULL;
    struct buf text = {0};
    size_t n = 0;

    if (desk_dues(app_desk(a), r, &v, &n) < 0)
        return NULL;
    for (size_t i = 0; i < n; i++) {
        char *why = v[i].stopped ? NULL : desk_explain(app_desk(a), &v[i]);
        if (why)
            buf_addf(&text, "%s%s\n%s", text.len ? "\n" : "", clock_label(a, r->form, v[i].clock), why);
        free(why);
    }
    desk_dues_free(v, n);
    return text.len ? buf_take(&text) : NULL;
}

/* ---- fields ----------------------------------------------------------------------------------- */

struct flow { /* where the next field goes */
    struct paper *p;
    int cols, ncolumns, line, column, label;
};

static void new_line(struct flow *w)
{
    if (w->column > 0)
        w->line++;
    w->column = 0;
}

/* The place of the value is returned for links. */
static void put_field(struct flow *w, const char *label, const char *text, int *line, int *x)
{
    int column = w->cols / w->ncolumns, room = column - w->label - 2;
    bool own = strchr(text, '\n') || text_width(text) > room;

    if (own)
        new_line(w);
    *line = w->line;
    *x = w->column * column + w->label + 1;
    paper_put(w->p, w->line, w->column * column, w->label, INK_LABEL, label);
    if (own) {
        w->line += paper_wrap(w->p, w->line, *x, w->cols - *x, INK_NORMAL, text);
        return;
    }
    paper_put(w->p, w->line, *x, room + 1, INK_NORMAL, text);
    if (++w->column == w->ncolumns)
        new_line(w);
}

static bool shown(struct app *a, const struct record *r, int i)
{
    const struct field *f = &r->form->fields[i];

    if (f->system || (f->type == FT_COMPUTED && f->hidden))
        return false;
    if (r->v[i].kind != VAL_NULL)
        return true;
    return !f->hidden && (f->type == FT_COMPUTED || desk_visible(app_desk(a), r, i));
}

static bool in_section(const struct form *f, const struct field *field, size_t section)
{
    if (!f->nsections)
        return true;
    return field->section ? strcmp(field->section, f->sections[section].name) == 0 : section == 0;
}

static void link_field(struct app *a, const struct record *r, int i, const char *text, int line, int x,
                       struct record_links *links)
{
    const struct field *f = &r->form->fields[i];
    const char *reg = f->type == FT_LINK ? f->to : f->type == FT_UNIT ? "unit" : NULL;
    const struct form *to = reg ? forms_find(desk_forms(app_desk(a)), reg) : NULL;

    if (to && links && r->v[i].kind == VAL_TEXT)
        record_links_add(links,
                         (struct record_link){
                             .form = to, .number = mem_dup(r->v[i].s), .text = mem_dup(text), .line = line, .x = x});
}

static int label_width(struct app *a, const struct form *f)
{
    int width = 4;

    for (size_t i = 0; i < f->ndeclared; i++) {
        int n = text_width(label_of(&f->fields[i].label, app_lang(a), f->fields[i].name));
        if (n > width)
            width = n;
    }
    return width > 16 ? 16 : width;
}

static void put_section(struct app *a, const struct record *r, size_t section, struct flow *w,
                        struct record_links *links)
{
    const struct form *f = r->form;
    bool headed = f->nsections == 0;

    for (size_t i = 0; i < f->ndeclared; i++) {
        int line, x;
        if (!in_section(f, &f->fields[i], section) || !shown(a, r, (int)i))
            continue;
        if (!headed)
            paper_put(w->p, w->line++, 0, w->cols, INK_TITLE,
                      label_of(&f->sections[section].label, app_lang(a), f->sections[section].name));
        headed = true;
        char *text = value_show(a, r, (int)i);
        put_field(w, label_of(&f->fields[i].label, app_lang(a), f->fields[i].name), text, &line, &x);
        link_field(a, r, (int)i, text, line, x, links);
        free(text);
    }
    new_line(w);
}

/* Who took it up and who changed it last. */
static int put_origin(struct app *a, const struct record *r, int cols, struct paper *p, int line)
{
    const struct value *at = &r->v[form_sys(r->form, SYS_SAVED_AT)], *by = &r->v[form_sys(r->form, SYS_CLERK)];
    const struct value *changed = &r->v[form_sys(r->form, SYS_CHANGED_AT)];
    const struct value *changer = &r->v[form_sys(r->form, SYS_CHANGED_BY)];
    struct buf text = {0};
    char stamp[17];

    if (at->kind != VAL_INT)
        return line;
    char *name = desk_staff_label(app_desk(a), by->kind == VAL_TEXT ? by->s : "");
    stamp_show(at->i, stamp);
    buf_addf(&text, _("Recorded %s %s"), stamp, name);
    free(name);
    if (changed->kind == VAL_INT && changed->i != at->i) {
        name = desk_staff_label(app_desk(a), changer->kind == VAL_TEXT ? changer->s : "");
        stamp_show(changed->i, stamp);
        buf_addf(&text, _("   Changed %s %s"), stamp, name);
        free(name);
    }
    paper_put(p, line, 0, cols, INK_QUIET, text.s);
    buf_free(&text);
    return line + 1;
}

int record_paper_fields(struct app *a, const struct record *r, int cols, struct paper *p, int line,
                        struct record_links *links)
{
    struct flow w = {.p = p, .cols = cols, .line = line, .label = label_width(a, r->form)};

    w.ncolumns = cols / COLUMN_MIN;
    w.ncolumns = w.ncolumns < 1 ? 1 : w.ncolumns > 3 ? 3 : w.ncolumns;
    for (size_t s = 0; s < (r->form->nsections ? r->form->nsections : 1); s++)
        put_section(a, r, s, &w, links);
    return put_origin(a, r, cols, p, w.line);
}

void record_paper(struct app *a, const struct record *r, int cols, struct paper *p)
{
    char *summary = record_summary(a, r);
    char *head = mem_printf("%s  %s", record_number(r), summary);
    int line = 0;

    paper_put(p, line++, 0, cols, INK_TITLE, head);
    line = record_paper_state(a, r, cols, p, line);
    line = record_paper_clocks(a, r, cols, p, line);
    record_paper_fields(a, r, cols, p, line, NULL);
    free(head);
    free(summary);
}
