/* F1: what the screen is for, why the deadline under the bar is what it is, what can be done in sentences, with what is
 * said to people, from the form; then the keys of where you are from the table of commands. */
#include "app.h"
#include "show.h"
#include "view/page.h"

#include <stdlib.h>
#include <string.h>

struct help {
    struct page_view page;   /* first */
    char *where, *why;       /* why: the deadlines under the bar, NULL none */
    const struct form *form; /* of the view below, NULL none */
    struct record *r;        /* under the bar there, NULL none */
    bool typing;             /* there, printable keys are text */
    bool rows;               /* it is a list, where letters are the row's */
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
        page_choice(p, "Enter Tab", _("Enter: the next field as one asks; Tab: as they stand there; Shift-Tab back."));
}

/* "签离：光标移到那一行，按 o，看清名字，再按一次 o。" */
static char *way(const struct help *h, const struct action *act)
{
    enum lang lang = app_lang(h->page.view.app);
    const char *label = label_of(&act->label, lang, act->name);
    struct buf out = {0};
    if (!h->rows)
        buf_addf(&out, _("%s: press %c"), label, act->key);
    else if (letters_twice(h->form, act))
        buf_addf(&out, _("%s: the bar on the line, press %c, read the name, press %c once more"), label, act->key,
                 act->key);
    else
        buf_addf(&out, _("%s: the bar on the line, press %c twice, or once and wait"), label, act->key);
    bool asked = false;
    for (size_t i = 0; i < act->nask; i++) {
        if (act->ask[i] >= (int)h->form->nfields || act->ask_when[i])
            continue;
        const struct field *f = &h->form->fields[act->ask[i]];
        buf_addf(&out, "%s%s", asked ? _(", ") : _("; asks: "), label_of(&f->label, lang, f->name));
        asked = true;
    }
    return buf_take(&out);
}

static void add_action(const struct help *h, struct buf *out, int action)
{
    struct desk *d = app_desk(h->page.view.app);
    const struct action *act = &h->form->actions[action];
    char *how = way(h, act), *no = h->r ? desk_action_refusal(d, h->r, action) : NULL;
    char *say = no ? NULL : desk_say(d, &act->say);
    buf_addf(out, "%s%s", out->len ? "\n" : "", no ? no : how);
    if (say)
        buf_addf(out, _("\n   say: \"%s\""), say);
    free(how);
    free(no);
    free(say);
}

/* Those that are possible first, in the order of their keys; then why the others are not. */
static void add_actions(const struct help *h, struct page *p)
{
    const struct form *f = h->form;
    int *offered = mem_alloc((f->nactions + 1) * sizeof *offered);
    bool *told = mem_alloc((f->nactions + 1) * sizeof *told);
    size_t n = h->r ? desk_actions(app_desk(h->page.view.app), h->r, offered) : 0;
    struct buf out = {0};
    for (size_t i = 0; i < n; i++) {
        add_action(h, &out, offered[i]);
        told[offered[i]] = true;
    }
    for (size_t i = 0; i < f->nactions; i++)
        if (f->actions[i].key && !told[i])
            add_action(h, &out, (int)i);
    if (out.len)
        page_text(p, out.s);
    buf_free(&out);
    free(offered);
    free(told);
}

static void add_register(const struct help *h, struct page *p)
{
    const struct form *f = h->form;
    enum lang lang = app_lang(h->page.view.app);
    page_heading(p, form_title(f, lang));
    if (!h->typing)
        add_actions(h, p);
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
    char *purpose = desk_help(app_desk(v->app), h->where);
    *out = page_new("help", _("Help"));
    if (purpose)
        page_text(*out, purpose);
    free(purpose);
    if (h->why) {
        page_heading(*out, _("Why this deadline"));
        page_text(*out, h->why);
    }
    if (h->form)
        add_register(h, *out);
    add_keys(h, *out);
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
    record_free(help_of(v)->r);
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
    .position = page_view_position,
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
    h->rows = a->top && (a->top->ops->flags & VIEW_ACTS);
    const struct record *r = a->top && a->top->ops->record ? a->top->ops->record(a->top) : NULL;
    h->r = r && r->form == h->form ? record_copy(r) : NULL;
    return &h->page.view;
}
