/* F1: why the deadline under the bar is what it is, the keys of where you are from the table of commands, then what
 * the register's form says. */
#include "app.h"
#include "paper.h"
#include "show.h"
#include "view/scroll.h"

#include <stdlib.h>
#include <string.h>

#define KEYS_WIDTH 22

struct help {
    struct view view;
    char *where, *why;       /* why: the deadlines under the bar, NULL none */
    const struct form *form; /* of the view below, NULL none */
    bool typing;             /* there, printable keys are text */
    struct paper paper;
    int top;
    bool stale;
};

static struct help *of(struct view *v)
{
    return (struct help *)v;
}

static int put_entry(struct help *h, int line, const char *keys, const char *text)
{
    int cols = h->view.cols - KEYS_WIDTH - 2;

    paper_put(&h->paper, line, 1, KEYS_WIDTH, INK_KEY, keys);
    return line + paper_wrap(&h->paper, line, KEYS_WIDTH + 1, cols > 20 ? cols : 20, INK_NORMAL, text);
}

static int put_command(struct help *h, int line, const struct command *c)
{
    struct buf keys = {0};

    for (size_t k = 0; k < sizeof(c->keys) / sizeof(c->keys[0]) && c->keys[k]; k++)
        if (!h->typing || c->keys[k] < ' ' || c->keys[k] >= 0x7f)
            buf_addf(&keys, "%s%s", keys.len ? " " : "", c->id == CMD_TAB_1 ? "1..9" : command_key_name(c->keys[k]));
    if (keys.len)
        line = put_entry(h, line, keys.s, _(c->help));
    buf_free(&keys);
    return line;
}

static int put_why(struct help *h, int line)
{
    paper_put(&h->paper, line++, 0, h->view.cols, INK_TITLE, _("Why this deadline"));
    line += paper_wrap(&h->paper, line, 1, h->view.cols - 3, INK_NORMAL, h->why);
    return line + 1;
}

static int put_register(struct help *h, int line)
{
    const struct form *f = h->form;
    enum lang lang = app_lang(h->view.app);

    paper_put(&h->paper, ++line, 0, h->view.cols, INK_TITLE, form_title(f, lang));
    line++;
    for (size_t i = 0; i < f->nactions && !h->typing; i++) {
        const struct action *act = &f->actions[i];
        const char *label = label_of(&act->label, lang, act->name), *why = label_of(&act->message, lang, "");
        char key[2] = {act->key, '\0'};
        char *text = mem_printf(why && *why ? "%s (%s)" : "%s", label, why);
        line = put_entry(h, line, key, text);
        free(text);
    }
    line++;
    for (size_t i = 0; i < f->ndeclared; i++) {
        const char *help = label_of(&f->fields[i].help, lang, "");
        if (help && *help)
            line = put_entry(h, line, label_of(&f->fields[i].label, lang, f->fields[i].name), help);
    }
    return line;
}

static void layout(struct view *v)
{
    struct help *h = of(v);
    int line = 0;

    paper_free(&h->paper);
    if (h->why)
        line = put_why(h, line);
    paper_put(&h->paper, line++, 0, v->cols, INK_TITLE, _("Keys here"));
    for (const struct command *c = commands; c->id != CMD_NONE; c++)
        if (command_in(c, h->where))
            line = put_command(h, line, c);
    if (strcmp(h->where, "list") == 0 || strcmp(h->where, "board") == 0 || strcmp(h->where, "record") == 0)
        line = put_entry(h, line, "a .. z", _("The actions of the record under the bar, as shown in the footer."));
    if (strcmp(h->where, "entry") == 0)
        line = put_entry(h, line, "Enter Tab", _("The next field; Shift-Tab the one before."));
    if (h->form)
        put_register(h, line);
    h->stale = true;
}

static void draw(struct view *v, WINDOW *w, bool all)
{
    struct help *h = of(v);

    term_caret(0, 0, false);
    if (all || h->stale)
        paper_draw(&h->paper, w, 0, 1, v->rows, v->cols - 1, h->top);
    h->stale = false;
}

static void title(struct view *v, struct buf *out)
{
    (void)v;
    buf_add(out, _("Help"));
}

static void status(struct view *v, struct buf *out)
{
    struct help *h = of(v);

    if (h->paper.lines > h->top + v->rows)
        buf_addf(out, " %s", _("PgDn shows more"));
}

static unsigned command(struct view *v, int id)
{
    struct help *h = of(v);

    if (id == CMD_HELP)
        return TAKEN | CLOSE;
    if (!scroll_move(id, v->rows, h->paper.lines - v->rows, &h->top))
        return 0;
    h->stale = true;
    return TAKEN | KEYS;
}

static const struct form *form(const struct view *v)
{
    return ((const struct help *)v)->form;
}

static void close_view(struct view *v)
{
    struct help *h = of(v);

    paper_free(&h->paper);
    free(h->where);
    free(h->why);
}

static const struct view_ops ops = {
    .name = "help",
    .title = title,
    .layout = layout,
    .draw = draw,
    .command = command,
    .close = close_view,
    .status = status,
    .form = form,
};

struct view *help_view(struct app *a, const char *where)
{
    struct help *h = view_new(sizeof(*h), &ops, a);

    h->where = mem_dup(where);
    h->form = a->top && a->top->ops->form ? a->top->ops->form(a->top) : NULL;
    h->typing = a->top && view_typing(a->top);
    h->why = a->top && a->top->ops->explain ? a->top->ops->explain(a->top) : NULL;
    return &h->view;
}
