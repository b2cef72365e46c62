/* F1: why the deadline under the bar is what it is, the keys of where you are from the table of commands, then what
 * the register's form says. */
#include "app.h"
#include "show.h"
#include "view/page.h"

#include <stdlib.h>
#include <string.h>

struct help {
    struct page_view page;   /* first */
    char *where, *why;       /* why: the deadlines under the bar, NULL none */
    const struct form *form; /* of the view below, NULL none */
    bool typing;             /* there, printable keys are text */
};

static struct help *help_of(struct view *v)
{
    return (struct help *)v;
}

static void add_command(const struct help *h, struct page *p, const struct command *c)
{
    struct buf keys = {0};
    for (size_t k = 0; k < sizeof(c->keys) / sizeof(c->keys[0]) && c->keys[k]; k++)
        if (!h->typing || c->keys[k] < ' ' || c->keys[k] >= 0x7f)
            buf_addf(&keys, "%s%s", keys.len ? " " : "", c->id == CMD_TAB_1 ? "1..9" : command_key_name(c->keys[k]));
    if (keys.len)
        page_choice(p, keys.s, _(c->help));
    buf_free(&keys);
}

static void add_keys(const struct help *h, struct page *p)
{
    page_heading(p, _("Keys here"));
    for (const struct command *c = commands; c->id != CMD_NONE; c++)
        if (command_in(c, h->where))
            add_command(h, p, c);
    if (strcmp(h->where, "list") == 0 || strcmp(h->where, "board") == 0 || strcmp(h->where, "record") == 0)
        page_choice(p, "a .. z", _("The actions of the record under the bar, as shown in the footer."));
    if (strcmp(h->where, "entry") == 0)
        page_choice(p, "Enter Tab", _("The next field; Shift-Tab the one before."));
}

static void add_register(const struct help *h, struct page *p)
{
    const struct form *f = h->form;
    enum lang lang = app_lang(h->page.view.app);
    page_heading(p, form_title(f, lang));
    for (size_t i = 0; i < f->nactions && !h->typing; i++) {
        const struct action *act = &f->actions[i];
        const char *label = label_of(&act->label, lang, act->name), *why = label_of(&act->message, lang, "");
        char key[2] = {act->key, '\0'};
        char *text = mem_printf(why && *why ? "%s (%s)" : "%s", label, why);
        page_choice(p, key, text);
        free(text);
    }
    page_choices(p, NULL, TONE_NORMAL);
    for (size_t i = 0; i < f->ndeclared; i++) {
        const char *help = label_of(&f->fields[i].help, lang, "");
        if (help && *help)
            page_choice(p, label_of(&f->fields[i].label, lang, f->fields[i].name), help);
    }
}

static int help_make(struct view *v, struct page **out)
{
    struct help *h = help_of(v);
    *out = page_new("help", _("Help"));
    if (h->why) {
        page_heading(*out, _("Why this deadline"));
        page_text(*out, h->why);
    }
    add_keys(h, *out);
    if (h->form)
        add_register(h, *out);
    return QT_OK;
}

static void help_title(struct view *v, struct buf *out)
{
    (void)v;
    buf_add(out, _("Help"));
}

static unsigned help_command(struct view *v, int id)
{
    return id == CMD_HELP ? TAKEN | CLOSE : page_view_command(v, id);
}

static const struct form *help_form(const struct view *v)
{
    return ((const struct help *)v)->form;
}

static void help_close(struct view *v)
{
    page_view_close(v);
    free(help_of(v)->where);
    free(help_of(v)->why);
}

static const struct view_ops ops = {
    .name = "help",
    .title = help_title,
    .layout = page_view_layout,
    .draw = page_view_draw,
    .command = help_command,
    .close = help_close,
    .status = page_view_status,
    .form = help_form,
};

struct view *help_view(struct app *a, const char *where)
{
    struct help *h = view_new(sizeof *h, &ops, a);
    h->page.make = help_make;
    h->where = mem_dup(where);
    h->why = a->top && a->top->ops->explain ? a->top->ops->explain(a->top) : NULL;
    h->form = a->top && a->top->ops->form ? a->top->ops->form(a->top) : NULL;
    h->typing = a->top && view_typing(a->top);
    return &h->page.view;
}
