/* What the search has found, register by register: people and units first, and before them whoever or whatever was
 * meant by the whole name. A row says what people say: name, unit, day, state, phone; and the field in which it was
 * found where that is none of these. */
#include "app.h"
#include "show.h"
#include "view/palette.h"

#include <stdlib.h>
#include <string.h>

struct finds { /* of one search */
    struct hit *v;
    size_t n;
    bool *meant;
};

static bool same_text(const char *a, const char *b)
{
    char *x = text_fold(a), *y = text_fold(b);
    bool same = strcmp(x, y) == 0;
    free(x);
    free(y);
    return same;
}

/* Is somebody or something called so as a whole: 崔秀英, cxy, A-0702? */
static bool called(const struct record *r, const char *words)
{
    const struct form *f = r->form;
    if (same_text(record_number(r), words))
        return true;
    for (size_t i = 0; i < f->ndeclared; i++) {
        const struct value *v = &r->v[i];
        bool name = f->fields[i].search == SEARCH_PINYIN && v->kind == VAL_TEXT && !v->sealed;
        if (name && (same_text(v->s, words) || (text_len(v->s) == text_len(words) && desk_matches(v->s, words))))
            return true;
    }
    return false;
}

/* Where the person (2) or the unit (1) itself stands, and not what happened to it (0). */
static int file_rank(const struct form *f)
{
    return strcmp(f->name, "person") == 0 ? 2 : strcmp(f->name, "unit") == 0 ? 1 : 0;
}

static bool is_meant(struct desk *d, const struct hit *hit, const char *words)
{
    struct record *r = NULL;
    bool is = file_rank(hit->form) && desk_get(d, hit->form, hit->id, &r) == QT_OK && called(r, words);
    record_free(r);
    return is;
}

static bool of_form(const struct finds *f, size_t i, const struct form *form, bool meant)
{
    return f->v[i].form == form && f->meant[i] == meant;
}

/* The rows of one register: those that are meant, then the others, newest first. */
static void add_register(struct palette *p, const struct finds *f, const struct form *form)
{
    size_t all = 0, shown = 0;
    int group = form->index + 1;
    struct entry *last = NULL;
    for (size_t i = 0; i < f->n; i++)
        all += f->v[i].form == form;
    size_t most = p->open == group ? GROUP_MOST : GROUP_ROWS;
    for (int meant = 1; meant >= 0; meant--)
        for (size_t i = 0; i < f->n && shown < most; i++) {
            if (!of_form(f, i, form, meant))
                continue;
            last = mem_alloc(sizeof *last);
            *last = (struct entry){
                .form = form, .id = f->v[i].id, .group = group, .label = form_short(form, app_lang(p->rows.view.app))};
            rows_add(&p->rows, last);
            shown++;
        }
    if (last) {
        last->left = all - shown;
        last->least = all == GROUP_MOST;
    }
}

static bool any_meant(const struct finds *f, const struct form *form)
{
    for (size_t i = 0; i < f->n; i++)
        if (of_form(f, i, form, true))
            return true;
    return false;
}

/* Files that hold whom or what was meant, then people, units, and what happened. */
static void add_all(struct palette *p, const struct finds *f)
{
    const struct forms *forms = desk_forms(app_desk(p->rows.view.app));
    for (int rank = 5; rank >= 0; rank--)
        for (size_t i = 0; i < forms->n; i++) {
            int file = file_rank(forms->v[i]), of = file && any_meant(f, forms->v[i]) ? file + 3 : file;
            if (of == rank)
                add_register(p, f, forms->v[i]);
        }
}

void palette_add_found(struct palette *p)
{
    struct app *a = p->rows.view.app;
    struct desk *d = app_desk(a);
    const char *text = rows_filter(&p->rows);
    struct finds f = {.v = mem_alloc((desk_forms(d)->n * GROUP_MOST + 1) * sizeof *f.v)};
    if (*text && desk_search_each(d, text, f.v, GROUP_MOST, &f.n) < 0)
        app_say(a, INK_WARN, "%s", fault_text());
    f.meant = mem_alloc((f.n + 1) * sizeof *f.meant);
    for (size_t i = 0; i < f.n; i++)
        f.meant[i] = is_meant(d, &f.v[i], p->words);
    add_all(p, &f);
    free(f.meant);
    free(f.v);
}

/* ---- a row --------------------------------------------------------------------------------------------------------
 */

static char *shown(struct app *a, const struct record *r, int field)
{
    if (field < 0 || r->v[field].kind == VAL_NULL || !desk_shows(app_desk(a), r->form, field))
        return NULL;
    return value_show(a, r, field);
}

/* What stands before the rest of a summary goes: it has a column of its own. */
static void cut_head(char *summary, const char *head)
{
    size_t n = head ? strlen(head) : 0;
    if (!n || strncmp(summary, head, n) != 0)
        return;
    n += strspn(summary + n, " ");
    memmove(summary, summary + n, strlen(summary + n) + 1);
}

static char *name_of(struct app *a, const struct record *r)
{
    char *name = shown(a, r, form_field(r->form, "name"));
    if (name)
        return name;
    name = desk_summary(app_desk(a), r);
    cut_head(name, record_number(r));
    return name;
}

/* The one that was looked for, else the first. */
static char *phone_of(struct palette *p, const struct record *r)
{
    char *first = NULL;
    for (size_t i = 0; i < r->form->ndeclared; i++) {
        size_t from, n;
        char *phone = r->form->fields[i].type == FT_PHONE ? shown(p->rows.view.app, r, (int)i) : NULL;
        bool found = phone && palette_lit(p->words, phone, &from, &n);
        if (phone && (!first || found)) {
            free(first);
            first = phone;
            phone = NULL;
        }
        free(phone);
        if (found)
            break;
    }
    return first;
}

/* The field in which a word was found that no other column shows: "被访人 崔秀英". NULL none; caller frees. */
static char *found_in(struct app *a, const struct record *r, const char *word)
{
    if (desk_matches(record_number(r), word))
        return mem_dup(record_number(r));
    for (size_t i = 0; i < r->form->ndeclared; i++) {
        const struct field *f = &r->form->fields[i];
        char *text = f->search != SEARCH_NONE && !f->secret ? shown(a, r, (int)i) : NULL;
        char *why = text && desk_matches(text, word)
                        ? mem_printf("%s %s", label_of(&f->label, app_lang(a), f->name), text)
                        : NULL;
        free(text);
        if (why)
            return why;
    }
    return NULL;
}

static char *what_of(struct palette *p, const struct record *r)
{
    struct app *a = p->rows.view.app;
    char *name = name_of(a, r), *unit = shown(a, r, r->form->unit_field), *phone = phone_of(p, r);
    char *rest = desk_summary(app_desk(a), r);
    cut_head(rest, record_number(r));
    cut_head(rest, name);
    cut_head(rest, unit);
    const char *texts[] = {name, unit, phone, rest};
    char *word = palette_unseen(p->words, texts, ARRAY_LEN(texts)), *why = word ? found_in(a, r, word) : NULL;
    free(word);
    free(name);
    free(unit);
    free(phone);
    if (!why && !*rest) /* of a person: what he is there */
        why = shown(a, r, form_field(r->form, "relation"));
    if (!why)
        return rest;
    free(rest);
    return why;
}

/* "11-20", of another year "2025-11-20". */
static char *day_of(const struct record *r)
{
    const struct value *v = &r->v[form_sys(r->form, SYS_SAVED_AT)];
    if (v->kind != VAL_INT || file_rank(r->form))
        return NULL;
    struct civil day = civil_of(v->i), now = civil_of(clock_now());
    return day.year == now.year ? mem_printf("%02d-%02d", day.month, day.day)
                                : mem_printf("%04d-%02d-%02d", day.year, day.month, day.day);
}

void palette_cell_found(struct palette *p, struct entry *e, enum palette_column c, struct rows_cell *out)
{
    struct app *a = p->rows.view.app;
    if (!e->r && desk_get(app_desk(a), e->form, e->id, &e->r) < 0)
        e->r = NULL;
    const struct record *r = e->r;
    if (!r)
        return;
    switch (c) {
    case PAL_NAME:
        out->text = name_of(a, r);
        break;
    case PAL_UNIT:
        out->text = shown(a, r, r->form->unit_field);
        break;
    case PAL_WHAT:
        out->text = what_of(p, r);
        break;
    case PAL_DAY:
        out->text = day_of(r);
        break;
    case PAL_STATE:
        out->text = value_show(a, r, form_sys(r->form, SYS_STATE));
        break;
    case PAL_PHONE:
        out->text = phone_of(p, r);
        break;
    }
    out->ink = c == PAL_NAME ? INK_NORMAL : c == PAL_STATE ? state_ink(r) : INK_QUIET;
    if (out->text && c != PAL_DAY && c != PAL_STATE && !palette_lit(p->words, out->text, &out->lit, &out->nlit))
        out->nlit = 0;
}
