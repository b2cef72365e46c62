/* Search over all registers as you type; hits are grouped by register, newest first. */
#include "app.h"
#include "field/oneline.h"
#include "show.h"
#include "view/pick.h"

#include <stdlib.h>
#include <string.h>

#define HITS 60
#define INPUT_ROWS 2

struct search {
    struct view view;
    struct edit *edit;
    struct pick pick;
    bool unread;
};

static struct search *of(struct view *v)
{
    return (struct search *)v;
}

static void put_hit(struct search *s, const struct record *r, int line)
{
    struct app *a = s->view.app;
    char *summary = record_summary(a, r);
    struct buf text = {0};
    int state = 10, room = s->view.cols - 4 - 16 - 10 - state;
    const struct value *unit = r->form->unit_field >= 0 ? &r->v[r->form->unit_field] : NULL;
    const char *number = record_number(r), *about = summary;

    /* a unit is its own number and its summary begins with it: once is enough */
    if (strncmp(about, number, strlen(number)) == 0)
        about += strlen(number) + (about[strlen(number)] == ' ');

    text_cell(&text, number, 15, false);
    buf_addc(&text, ' ');
    text_cell(&text, unit && unit->kind == VAL_TEXT && strcmp(unit->s, number) != 0 ? unit->s : "", 9, false);
    buf_addc(&text, ' ');
    text_cell(&text, about, room > 10 ? room : 10, false);
    buf_addf(&text, " %s", state_label(r, app_lang(a)));
    pick_add(&s->pick, line, 4, s->view.cols - 4, r->form, r->id, text.s);
    buf_free(&text);
    free(summary);
}

/* hits come register by register */
static void put_hits(struct search *s, const struct hit *hits, size_t n)
{
    struct app *a = s->view.app;
    const struct form *group = NULL;
    int line = 0;

    for (size_t i = 0; i < n; i++) {
        struct record *r = NULL;
        const struct form *f = hits[i].form;
        if (desk_get(app_desk(a), f, hits[i].id, &r) < 0)
            continue;
        if (f != group)
            paper_put(&s->pick.paper, line++, 2, s->view.cols - 2, INK_TITLE, form_title(f, app_lang(a)));
        group = f;
        put_hit(s, r, line++);
        record_free(r);
    }
}

static void find(struct search *s)
{
    struct hit hits[HITS];
    size_t n = 0;
    const char *text = edit_text(s->edit);

    s->unread = false;
    pick_clear(&s->pick);
    s->pick.at = s->pick.top = 0;
    if (!*text)
        return;
    if (desk_search(app_desk(s->view.app), NULL, text, hits, HITS, &n) < 0) {
        app_say(s->view.app, INK_WARN, "%s", fault_text());
        return;
    }
    put_hits(s, hits, n);
    if (!n)
        paper_put(&s->pick.paper, 0, 4, s->view.cols - 4, INK_QUIET, _("Nothing found."));
}

static void reload(struct view *v)
{
    of(v)->unread = true;
}

static void draw(struct view *v, WINDOW *w, bool all)
{
    struct search *s = of(v);
    int x = 2 + text_width(_("Search")) + 1, width = v->cols - x - 2;

    draw_text(w, 0, 2, x - 2, INK_LABEL, _("Search"));
    draw_text(w, 0, x, width, INK_FIELD_NOW, edit_text(s->edit));
    if (s->unread && !key_pending())
        find(s);
    pick_draw(&s->pick, v, w, INPUT_ROWS, all);
    term_caret(HEAD_ROWS, x + text_width_n(edit_text(s->edit), edit_caret(s->edit)), true);
}

static void title(struct view *v, struct buf *out)
{
    (void)v;
    buf_add(out, _("Search"));
}

static void status(struct view *v, struct buf *out)
{
    struct search *s = of(v);

    if (!*edit_text(s->edit))
        buf_addf(out, " %s", _("Names, pinyin initials, the last digits of a phone, numbers, units."));
    else if (s->pick.links.n >= HITS)
        buf_addf(out, " %s", _("The newest are shown: type more."));
}

static unsigned key(struct view *v, const struct key_event *ev)
{
    struct search *s = of(v);
    bool changed;

    if (!oneline_key(s->edit, ev, &changed))
        return 0;
    if (changed) {
        s->unread = true;
    }
    return TAKEN | KEYS;
}

static unsigned command(struct view *v, int id)
{
    struct search *s = of(v);

    if (id == CMD_OPEN) {
        if (s->unread)
            find(s);
        const struct record_link *now = pick_now(&s->pick);
        if (now)
            app_open(v->app, now->form, now->id);
        return TAKEN | KEYS;
    }
    return pick_move(&s->pick, v->rows - INPUT_ROWS, id) ? TAKEN : 0;
}

static void close_view(struct view *v)
{
    struct search *s = of(v);

    pick_clear(&s->pick);
    edit_free(s->edit);
}

static const struct view_ops ops = {
    .name = "search",
    .title = title,
    .layout = reload,
    .draw = draw,
    .command = command,
    .key = key,
    .close = close_view,
    .reload = reload,
    .status = status,
    .typing = view_types,
};

struct view *search_view(struct app *a)
{
    struct search *s = view_new(sizeof(*s), &ops, a);

    s->edit = edit_new("", false, 80);
    return &s->view;
}
