/* One record: sections, state with the actions possible now, clocks, links, history. */
#include "app.h"
#include "show.h"
#include "view/record_paper.h"
#include "view/scroll.h"

#include <stdlib.h>
#include <string.h>

#define FOLLOW_ON 10 /* records of each register that name this one */

struct record_screen {
    struct view view;
    struct record *r;
    struct paper paper;
    struct record_links links;
    int top, link; /* link: index, -1 none */
    bool history, followed, stale;
    int follow_line; /* where the records that name this one begin */
};

static struct record_screen *of(struct view *v)
{
    return (struct record_screen *)v;
}

static void rebuild(struct record_screen *s)
{
    struct app *a = s->view.app;
    int cols = s->view.cols - 2, line = 0;

    paper_free(&s->paper);
    record_links_free(&s->links);
    line = record_paper_state(a, s->r, cols, &s->paper, line);
    line = record_paper_clocks(a, s->r, cols, &s->paper, line);
    line = record_paper_fields(a, s->r, cols, &s->paper, line, &s->links);
    if (s->history)
        line = history_paper(a, s->r, cols, &s->paper, line);
    s->follow_line = line;
    s->followed = false;
    if (s->link >= (int)s->links.n)
        s->link = -1;
    s->stale = true;
}

static void reread(struct record_screen *s)
{
    struct record *r = NULL;

    if (desk_get(app_desk(s->view.app), s->r->form, s->r->id, &r) < 0) {
        app_say(s->view.app, INK_WARN, "%s", fault_text());
        return;
    }
    record_free(s->r);
    s->r = r;
    rebuild(s);
}

static void layout(struct view *v)
{
    rebuild(of(v));
}

/* ---- follow-ons: records of other registers that link to this one; searched when idle ------------- */

static void follow(struct record_screen *s)
{
    struct app *a = s->view.app;
    struct record_page page = {0};
    int line = s->follow_line;

    if (desk_follow_ons(app_desk(a), s->r, FOLLOW_ON, &page) < 0)
        app_say(a, INK_WARN, "%s", fault_text());
    for (size_t i = 0; i < page.n; i++, line++) {
        const struct record *r = page.v[i];
        char *summary = record_summary(a, r);
        char *text = mem_printf("%s %s  %s  %s", form_title(r->form, app_lang(a)), record_number(r), summary,
                                state_label(r, app_lang(a)));
        paper_put(&s->paper, line, 1, s->view.cols - 3, INK_NORMAL, text);
        record_links_add(&s->links,
                         (struct record_link){.form = r->form, .id = r->id, .text = text, .line = line, .x = 1});
        free(summary);
    }
    desk_page_free(&page);
    s->followed = true;
    s->stale = s->stale || line != s->follow_line;
}

static unsigned idle(struct view *v)
{
    struct record_screen *s = of(v);

    if (!s->followed)
        follow(s);
    return 0;
}

/* ---- drawing ------------------------------------------------------------------------------------ */

static void draw(struct view *v, WINDOW *w, bool all)
{
    struct record_screen *s = of(v);

    term_caret(0, 0, false);
    if (!all && !s->stale)
        return;
    paper_draw(&s->paper, w, 0, 1, v->rows, v->cols - 1, s->top);
    if (s->link >= 0) {
        const struct record_link *k = &s->links.v[s->link];
        int y = k->line - s->top, width = text_width(k->text);
        if (y >= 0 && y < v->rows && k->x + 1 < v->cols)
            draw_text(w, y, k->x + 1, width < v->cols - k->x - 1 ? width : v->cols - k->x - 1, INK_CURSOR, k->text);
    }
    s->stale = false;
}

static void title(struct view *v, struct buf *out)
{
    struct record_screen *s = of(v);

    buf_addf(out, "%s %s", form_title(s->r->form, app_lang(v->app)), record_number(s->r));
}

static void status(struct view *v, struct buf *out)
{
    struct record_screen *s = of(v);

    if (s->paper.lines > v->rows)
        buf_addf(out, _(" lines %d-%d of %d"), s->top + 1,
                 s->top + v->rows < s->paper.lines ? s->top + v->rows : s->paper.lines, s->paper.lines);
    if (s->link >= 0)
        buf_addf(out, " %s", _("Enter opens the marked record"));
    else if (s->links.n)
        buf_addf(out, " %s", _("Tab goes to linked records"));
}

/* ---- keys ------------------------------------------------------------------------------------------ */

static void scroll_to(struct record_screen *s, int top)
{
    int last = s->paper.lines - s->view.rows;

    top = top > last ? last : top;
    top = top < 0 ? 0 : top;
    if (top != s->top) {
        s->top = top;
        s->stale = true;
    }
}

static bool scroll_by(struct record_screen *s, int command)
{
    int top = s->top;

    if (!scroll_move(command, s->view.rows, s->paper.lines - s->view.rows, &top))
        return false;
    scroll_to(s, top);
    return true;
}

static void mark(struct record_screen *s, int step)
{
    int n = (int)s->links.n;

    if (!n)
        return;
    s->link = s->link < 0 ? (step > 0 ? 0 : n - 1) : (s->link + step + n) % n;
    int line = s->links.v[s->link].line;
    if (line < s->top || line >= s->top + s->view.rows)
        scroll_to(s, line - s->view.rows / 2);
    s->stale = true;
}

static void open_link(struct record_screen *s)
{
    struct app *a = s->view.app;
    const struct record_link *k = s->link >= 0 ? &s->links.v[s->link] : NULL;
    struct record *r = NULL;

    if (!k)
        return;
    if (!app_may_view(a, k->form))
        return;
    if (strcmp(k->form->name, "unit") == 0 && k->number) {
        app_push(a, unit_view(a, k->number));
        return;
    }
    if (k->id) {
        app_open(a, k->form, k->id);
    } else if (desk_find(app_desk(a), k->form, k->number, &r) == QT_OK) {
        app_open(a, k->form, r->id);
        record_free(r);
    } else {
        app_say(a, INK_WARN, "%s", fault_text());
    }
}

static void edit(struct record_screen *s)
{
    struct app *a = s->view.app;

    if (desk_attempt(app_desk(a), s->r->form, s->r, -1, -1, RIGHT_CHANGE) == QT_OK)
        app_push(a, entry_view(a, s->r, record_copy(s->r), 0, 0));
    else
        app_say(a, INK_WARN, "%s", fault_text());
}

/* The earliest live deadline. */
static bool first_due(struct record_screen *s, struct due *out)
{
    struct due *v = NULL;
    size_t n = 0, found;

    if (desk_dues(app_desk(s->view.app), s->r, &v, &n) < 0)
        n = 0;
    found = n;
    for (size_t i = 0; i < n; i++)
        if (!v[i].stopped && (found == n || v[i].due < v[found].due))
            found = i;
    if (found < n) {
        *out = v[found];
        v[found] = (struct due){0};
    } else {
        app_say(s->view.app, INK_NORMAL, _("No deadline runs for this record."));
    }
    bool ok = found < n;
    desk_dues_free(v, n);
    return ok;
}

static void snooze(struct record_screen *s)
{
    struct app *a = s->view.app;
    struct due d;

    if (!first_due(s, &d))
        return;
    app_snooze(a, &d);
    desk_due_clear(&d);
}

/* A secret field in full: asked, then journalled by the store (U3). */
static void reveal(struct record_screen *s)
{
    struct app *a = s->view.app;
    const struct form *f = s->r->form;
    struct buf text = {0};

    if (desk_attempt(app_desk(a), f, s->r, -1, -1, RIGHT_REVEAL) < 0) {
        app_say(a, INK_WARN, "%s", fault_text());
        return;
    }
    for (size_t i = 0; i < f->ndeclared; i++) {
        char *plain = NULL, *question;
        if (!f->fields[i].secret || s->r->v[i].kind == VAL_NULL)
            continue;
        const char *label = label_of(&f->fields[i].label, app_lang(a), f->fields[i].name);
        question = mem_printf(_("Show %s in full? It is recorded that you looked."), label);
        if (dialog_yes(a, question)) {
            if (desk_reveal(app_desk(a), s->r, (int)i, &plain) == QT_OK)
                buf_addf(&text, "%s: %s\n", label, plain);
            else
                app_say(a, INK_WARN, "%s", fault_text());
        }
        free(question);
        free(plain);
    }
    if (text.len)
        dialog_tell(a, record_number(s->r), text.s);
    buf_free(&text);
}

static unsigned key(struct view *v, const struct key_event *ev)
{
    struct record_screen *s = of(v);

    if (!app_act(v->app, s->r, ev))
        return 0;
    reread(s);
    return TAKEN | KEYS;
}

static void open_unit(struct record_screen *s)
{
    const struct form *f = s->r->form;

    if (f->unit_field >= 0 && s->r->v[f->unit_field].kind == VAL_TEXT)
        app_push(s->view.app, unit_view(s->view.app, s->r->v[f->unit_field].s));
    else
        app_say(s->view.app, INK_NORMAL, _("This record belongs to no unit."));
}

static unsigned command(struct view *v, int id)
{
    struct record_screen *s = of(v);

    switch (id) {
    case CMD_OPEN:
        open_link(s);
        return TAKEN | KEYS;
    case CMD_NEW:
        app_new(v->app, s->r->form);
        return TAKEN | KEYS;
    case CMD_EDIT:
        edit(s);
        return TAKEN | KEYS;
    case CMD_UNIT_FILE:
        open_unit(s);
        return TAKEN | KEYS;
    case CMD_HISTORY:
        s->history = !s->history;
        rebuild(s);
        if (s->history)
            scroll_to(s, s->paper.lines);
        return TAKEN | KEYS;
    case CMD_SNOOZE:
        snooze(s);
        return TAKEN | KEYS;
    case CMD_PRINT:
        app_print_record(v->app, s->r);
        return TAKEN | KEYS;
    case CMD_REVEAL:
        reveal(s);
        return TAKEN | KEYS;
    case CMD_LINK_NEXT:
        mark(s, 1);
        return TAKEN | KEYS;
    case CMD_LINK_PREV:
        mark(s, -1);
        return TAKEN | KEYS;
    default:
        return scroll_by(s, id) ? TAKEN | KEYS : 0;
    }
}

static const struct form *form(const struct view *v)
{
    return ((const struct record_screen *)v)->r->form;
}

static size_t actions(struct view *v, int *indices)
{
    return desk_actions(app_desk(v->app), of(v)->r, indices);
}

static char *explain(struct view *v)
{
    return record_explain(v->app, of(v)->r);
}

static void reload(struct view *v)
{
    reread(of(v));
}

static void close_view(struct view *v)
{
    struct record_screen *s = of(v);

    record_free(s->r);
    paper_free(&s->paper);
    record_links_free(&s->links);
}

static const struct view_ops ops = {
    .name = "record",
    .flags = VIEW_CLOCK,
    .title = title,
    .layout = layout,
    .draw = draw,
    .command = command,
    .key = key,
    .idle = idle,
    .close = close_view,
    .reload = reload,
    .status = status,
    .form = form,
    .actions = actions,
    .explain = explain,
};

/* NULL with a fault when the record cannot be read. */
struct view *record_view(struct app *a, const struct form *f, int64_t id)
{
    struct record *r = NULL;

    if (desk_get(app_desk(a), f, id, &r) < 0)
        return NULL;
    struct record_screen *s = view_new(sizeof(*s), &ops, a);
    s->r = r;
    s->link = -1;
    return &s->view;
}
