/* Search over all registers: what is typed in the line under the list finds as it grows; hits stand under their
 * register, newest first. A source of rows. */
#include "app.h"
#include "show.h"
#include "view/found.h"

#include <stdlib.h>
#include <string.h>

enum { HITS = 60 };

static bool same_text(const char *a, const char *b)
{
    char *x = text_fold(a), *y = text_fold(b);
    bool same = strcmp(x, y) == 0;
    free(x);
    free(y);
    return same;
}

/* Is somebody or something called so as a whole: 崔秀英, cxy, A-0702? unit: the one that is meant, NULL none. */
static bool called(const struct record *r, const char *text, const char *unit)
{
    const struct form *f = r->form;
    if (same_text(record_number(r), unit ? unit : text))
        return true;
    for (size_t i = 0; i < f->ndeclared; i++) {
        const struct value *v = &r->v[i];
        bool name = f->fields[i].search == SEARCH_PINYIN && v->kind == VAL_TEXT && !v->sealed;
        if (name && (same_text(v->s, text) || (text_len(v->s) == text_len(text) && desk_matches(v->s, text))))
            return true;
    }
    return false;
}

/* Where the person or the unit itself stands, and not what happened to it. */
static bool is_file(const struct form *f)
{
    return strcmp(f->name, "unit") == 0 || strcmp(f->name, "person") == 0;
}

static bool is_meant(struct desk *d, const struct hit *hit, const char *text, const char *unit)
{
    struct record *r = NULL;
    bool is = is_file(hit->form) && desk_get(d, hit->form, hit->id, &r) == QT_OK && called(r, text, unit);
    record_free(r);
    return is;
}

/* The files of whom or what was meant come first, all else in the order of the registers. */
static void search_fill(struct rows *l)
{
    struct hit hits[HITS];
    bool meant[HITS] = {false};
    size_t n = 0;
    struct desk *d = app_desk(l->view.app);
    const char *text = rows_filter(l);
    if (*text && desk_search(d, NULL, text, hits, HITS, &n) < 0)
        app_say(l->view.app, INK_WARN, "%s", fault_text());
    l->exact = n < HITS;
    char *unit = *text ? desk_unit_said(d, text) : NULL;
    for (size_t i = 0; i < n; i++)
        meant[i] = is_meant(d, &hits[i], text, unit);
    free(unit);
    for (int pass = 1; pass >= 0; pass--)
        for (size_t i = 0; i < n; i++)
            if (meant[i] == (pass == 1))
                found_add(l, (struct found){.form = hits[i].form, .id = hits[i].id});
}

static void search_columns(struct rows *l)
{
    l->group = 8;
    for (int c = FOUND_NUMBER; c <= FOUND_STATE; c++)
        found_column(l, (enum found_column)c);
}

static void search_look(struct rows *l, const void *row, struct rows_look *out)
{
    char *name = form_short(((const struct found *)row)->form, app_lang(l->view.app));
    out->group_ink = INK_QUIET;
    snprintf(out->group, sizeof out->group, "%s ", name);
    free(name);
}

static const char *search_empty(struct rows *l)
{
    return *rows_filter(l) ? _("Nothing found.")
                           : _("Names, pinyin initials, the last digits of a phone, numbers, units.");
}

static const struct rows_source search_source = {
    .fill = search_fill,
    .drop = found_drop,
    .id = found_id,
    .columns = search_columns,
    .cell = found_cell,
    .look = search_look,
    .empty = search_empty,
};

static unsigned search_command(struct view *v, int id)
{
    struct rows *l = (struct rows *)v;
    if (id == CMD_OPEN)
        return found_open(l);
    return rows_move(l, id) ? TAKEN : 0;
}

static const struct view_ops search_ops = {
    .name = "search",
    .flags = VIEW_TYPES,
    .heading = N_("Search"),
    .layout = rows_layout,
    .draw = rows_draw,
    .command = search_command,
    .key = rows_key,
    .click = rows_click,
    .close = rows_view_close,
    .reload = rows_reload,
    .status = rows_status,
    .position = rows_position,
};

struct view *search_view(struct app *a)
{
    struct rows *l = rows_new(sizeof *l, &search_ops, &search_source, a);
    rows_filter_start(l);
    l->label = N_("Search");
    return &l->view;
}
