/* Values, names and headings as they are printed. */
#include <stdlib.h>
#include <string.h>

#include "values.h"

char *value_on_paper(struct desk *d, const struct field *f, const struct value *v, bool with_year)
{
    char stamp[17], now[17];
    if (f->type != FT_DATETIME || v->kind != VAL_INT)
        return desk_value_show(d, f, v);
    stamp_show(v->i, stamp);
    stamp_show(clock_now(), now);
    return mem_dup(!with_year && strncmp(stamp, now, 5) == 0 ? stamp + 5 : stamp);
}

enum page_align field_align(const struct field *f)
{
    return field_traits(f)->right ? ALIGN_RIGHT : ALIGN_LEFT;
}

static enum cell_kind kind_of(const struct field *f, const struct value *v)
{
    static const enum cell_kind kinds[] = {
        [SHAPE_TEXT] = KIND_TEXT, [SHAPE_NUMBER] = KIND_NUMBER, [SHAPE_MONEY] = KIND_MONEY,
        [SHAPE_SPAN] = KIND_SPAN, [SHAPE_MOMENT] = KIND_MOMENT, [SHAPE_DATE] = KIND_DATE,
        [SHAPE_TIME] = KIND_TIME, [SHAPE_BOOL] = KIND_BOOL,     [SHAPE_ROWS] = KIND_TEXT,
    };
    return kinds[field_shape(f, v)];
}

struct page_cell cell_shown(struct desk *d, const struct record *r, int field, bool briefly)
{
    const struct field *f = &r->form->fields[field];
    const struct value *v = &r->v[field];
    struct page_cell c = {.kind = kind_of(f, v), .decimals = field_decimals(f), .empty = v->kind == VAL_NULL};
    int state = field == form_sys(r->form, SYS_STATE) ? record_state(r) : -1;
    c.number = v->kind == VAL_INT ? v->i : 0;
    c.text = state >= 0 ? desk_state_shown(d, r) : NULL;
    if (!c.text)
        c.text = briefly ? desk_value_show(d, f, v) : value_on_paper(d, f, v, false);
    if (state >= 0)
        c.tone = r->form->states[state].tone;
    return c;
}

/* ---- records for scripts ---------------------------------------------------------------------------------- */

void data_table(struct page *p, const char *key)
{
    page_table(p);
    page_key(p, key);
}

void data_column(struct page *p, const char *key, const char *heading, int width, enum page_align align)
{
    page_column(p, heading, width, align);
    page_key(p, key);
}

void data_columns(struct page *p, const struct form *f, bool json_only)
{
    static const char *const front[] = {"register", "id", "version"};
    for (size_t i = 0; i < ARRAY_LEN(front); i++) {
        data_column(p, front[i], front[i], 1, ALIGN_LEFT);
        page_json_only(p);
    }
    for (size_t i = 0; i < f->nfields; i++) {
        data_column(p, f->fields[i].name, f->fields[i].name, field_width(&f->fields[i]), ALIGN_LEFT);
        if (json_only || f->fields[i].type == FT_COMPUTED)
            page_json_only(p);
    }
}

struct page_cell cell_data(const struct record *r, int field)
{
    const struct field *f = &r->form->fields[field];
    const struct value *v = &r->v[field];
    static const enum cell_kind kinds[SHAPE_ROWS + 1] = {
        [SHAPE_NUMBER] = KIND_NUMBER, [SHAPE_SPAN] = KIND_SPAN, [SHAPE_BOOL] = KIND_BOOL, [SHAPE_ROWS] = KIND_JSON};
    struct page_cell c = {.empty = v->kind == VAL_NULL, .number = v->kind == VAL_INT ? v->i : 0};
    if (c.empty)
        return c;
    c.kind = f->type == FT_COMPUTED || v->kind == field_types[f->type].stored ? kinds[field_shape(f, v)] : KIND_TEXT;
    c.decimals = field_decimals(f);
    c.text = field_plain(f, v);
    return c;
}

void data_cells(const struct record *r, struct page_row *row)
{
    row->cell[0].text = mem_dup(r->form->name);
    row->cell[1] = (struct page_cell){.kind = KIND_NUMBER, .number = r->id};
    row->cell[2] = (struct page_cell){.kind = KIND_NUMBER, .number = r->version};
    for (size_t i = 0; i < r->form->nfields; i++)
        row->cell[3 + i] = cell_data(r, (int)i);
}

const char *clock_label(struct desk *d, const struct form *f, const char *name)
{
    for (size_t i = 0; i < f->nclocks; i++)
        if (strcmp(f->clocks[i].name, name) == 0)
            return label_of(&f->clocks[i].label, desk_lang(d), name);
    return name;
}

const char *form_label(struct desk *d, const struct form *f)
{
    return label_of(&f->title, desk_lang(d), f->name);
}

bool signature_waits(const struct record *r, const struct action *a, size_t signer)
{
    int state = record_state(r);
    return state >= 0 && a->from[state] && r->v[a->signatures->first + 2 * (int)signer].kind == VAL_NULL;
}

bool signature_field_waits(const struct record *r, size_t field)
{
    for (size_t i = 0; i < r->form->nactions; i++) {
        const struct action *a = &r->form->actions[i];
        for (size_t k = 0; a->signatures && k < a->signatures->nsigners; k++)
            if (field == (size_t)a->signatures->first + 2 * k + 1)
                return signature_waits(r, a, k);
    }
    return false;
}
