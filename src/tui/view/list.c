/* A register's list: its keys. What is read is in list_rows.c, how it looks in list_draw.c. */
#include "view/list.h"
#include "app.h"
#include "view/record_paper.h"
#include "show.h"

#include <stdlib.h>

static struct list *of(struct view *v)
{
    return (struct list *)v;
}

#define BESIDE 132 /* from this width the record is shown beside the list */
#define ROOMY 180  /* from this one with two columns */

static void layout(struct view *v)
{
    struct list *l = of(v);
    int beside = v->cols >= ROOMY ? 82 : v->cols >= BESIDE ? 54 : 0;

    l->table_cols = v->cols - beside;
    list_columns(l);
    list_forget(l);
    list_reread(l);
}

static void title(struct view *v, struct buf *out)
{
    buf_add(out, form_title(of(v)->form, app_lang(v->app)));
}

static void add_totals(struct list *l, struct buf *out)
{
    const struct list_rule *rule = list_rule_of(l);

    buf_addf(out, l->exact ? _(" Records %lld") : _(" Records: more than %lld"), (long long)l->count);
    for (size_t i = 0; l->exact && i < rule->ntotals; i++) {
        int field = form_field(l->form, rule->totals[i]);
        if (field < 0)
            continue;
        const struct field *f = &l->form->fields[field];
        struct value v = {.kind = VAL_INT, .i = l->totals[i]};
        char *text = field_show(f, &v, app_lang(l->view.app), clock_now());
        buf_addf(out, "   %s %s", label_of(&f->label, app_lang(l->view.app), f->name), text);
        free(text);
    }
}

static void status(struct view *v, struct buf *out)
{
    struct list *l = of(v);

    typeahead_status(&l->filter, out);
    if (l->like)
        buf_addf(out, " %s", _("As in the filled form. Esc shows everything"));
    if (l->ntags)
        buf_addf(out, _(" %zu tagged"), l->ntags);
    if (l->counted && !typeahead_typing(&l->filter))
        add_totals(l, out);
}

/* ---- keys --------------------------------------------------------------------------------- */

static bool key(struct view *v, const struct key_event *ev)
{
    struct list *l = of(v);

    if (typeahead_typing(&l->filter)) {
        if (typeahead_key(&l->filter, ev))
            list_reset(l);
        app_keys_changed(v->app);
        return true;
    }
    if (ev->code == K_TEXT && ev->text[0] >= 'a' && ev->text[0] <= 'z' && !ev->text[1])
        return list_act(l, ev->text[0]);
    if (typeahead_starts(&l->filter, ev)) {
        list_reset(l);
        app_keys_changed(v->app);
        return true;
    }
    return false;
}

static void like(void *arg, struct record *r)
{
    struct list *l = arg;

    record_free(l->like);
    l->like = r ? record_copy(r) : NULL;
    list_reset(l);
    l->view.dirty_all = true;
}

static void next_list(struct list *l)
{
    if (typeahead_typing(&l->filter)) {
        typeahead_stop(&l->filter);
        app_keys_changed(l->view.app);
        return;
    }
    l->which = (l->which + 1) % (int)l->form->nlists;
    list_untag(l);
    list_reset(l);
    list_columns(l);
    l->view.dirty_all = true;
}

static void open_unit(struct list *l)
{
    struct app *a = l->view.app;
    const struct record *row = list_current(l);
    struct record *r = NULL;

    if (!row || l->form->unit_field < 0)
        return;
    if (rec_get(desk_db(app_desk(a)), l->form, row->id, &r) < 0)
        app_say(a, INK_WARN, "%s", fault_text());
    else if (r->v[l->form->unit_field].kind == VAL_TEXT)
        app_push(a, unit_view(a, r->v[l->form->unit_field].s));
    record_free(r);
}

/* Esc takes away one thing after the other: tags, filter, filled form; then it is the app's. */
static bool back(struct list *l)
{
    if (l->ntags) {
        list_untag(l);
    } else if (typeahead_clear(&l->filter)) {
        list_reset(l);
    } else if (l->like) {
        like(l, NULL);
    } else {
        return false;
    }
    app_keys_changed(l->view.app);
    return true;
}

static bool command(struct view *v, int id)
{
    struct list *l = of(v);
    const struct record *r;
    struct query q;

    switch (id) {
    case CMD_OPEN:
        list_read(l);
        typeahead_stop(&l->filter);
        app_keys_changed(v->app);
        r = list_current(l);
        if (r)
            app_open(v->app, l->form, r->id);
        return true;
    case CMD_NEW:
        typeahead_stop(&l->filter);
        app_new(v->app, l->form);
        return true;
    case CMD_FILTER:
        typeahead_start(&l->filter);
        app_keys_changed(v->app);
        return true;
    case CMD_CONSTRUCT:
        app_push(v->app, construct_view(v->app, l->form, like, l));
        return true;
    case CMD_FIGURES:
        app_push(v->app, figures_view(v->app, l->form));
        return true;
    case CMD_NEXT_LIST:
        next_list(l);
        return true;
    case CMD_UNIT_FILE:
        open_unit(l);
        return true;
    case CMD_PRINT:
        q = list_query(l);
        app_print_list(v->app, &q);
        return true;
    case CMD_TAG:
        list_tag(l);
        return true;
    case CMD_TAG_ALL:
        list_tag_page(l);
        return true;
    case CMD_BACK:
        return back(l);
    default:
        return list_move(l, id);
    }
}

/* The record under the bar: for the footer's actions and, on a wide terminal, beside the list. */
static void idle(struct view *v)
{
    struct list *l = of(v);
    const struct record *r = list_current(l);

    list_totals(l);
    if (!l->here && r && v->cols > l->table_cols &&
        rec_get(desk_db(app_desk(v->app)), l->form, r->id, &l->here) == QT_OK) {
        paper_free(&l->preview);
        record_paper(v->app, l->here, v->cols - l->table_cols - 3, &l->preview);
        l->stale = true;
    }
    app_keys_changed(v->app);
}

static bool typing(const struct view *v)
{
    return typeahead_typing(&((const struct list *)v)->filter);
}

static const struct form *form(const struct view *v)
{
    return ((const struct list *)v)->form;
}

static size_t actions(struct view *v, int *indices)
{
    const struct record *r = list_current(of(v));

    return r ? desk_actions(app_desk(v->app), r, indices) : 0;
}

static void reload(struct view *v)
{
    list_reread(of(v));
}

static void saved(struct view *v, const struct record *r)
{
    if (r->form == of(v)->form)
        of(v)->wanted = r->id;
}

static void close_view(struct view *v)
{
    struct list *l = of(v);

    list_unload(l);
    list_forget(l);
    paper_free(&l->preview);
    typeahead_free(&l->filter);
    record_free(l->like);
    free(l->columns);
    free(l->tags);
    free(l->totals);
}

static const struct view_ops ops = {
    .name = "list",
    .title = title,
    .layout = layout,
    .draw = list_draw,
    .command = command,
    .key = key,
    .idle = idle,
    .close = close_view,
    .reload = reload,
    .saved = saved,
    .status = status,
    .typing = typing,
    .form = form,
    .actions = actions,
};

struct view *list_view(struct app *a, const struct form *f, int list)
{
    struct list *l = view_new(sizeof(*l), &ops, a);

    l->form = f;
    l->which = list >= 0 && (size_t)list < f->nlists ? list : 0;
    list_reset(l);
    return &l->view;
}
