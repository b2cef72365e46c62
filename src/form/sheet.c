/* A register's sheets: the one of its month in the month's workbook, and those that show one of its lists whole. */
#include "read.h"

/* ---- columns ----------------------------------------------------------------------------------------------- */

/* "count: true": the row's running number. */
static void read_column_count(struct loader *l, struct node n, void *to)
{
    bool count = false;
    read_bool(l, n, &count);
    if (count)
        *(int *)to = SHEET_COUNT;
    else
        form_bad(l, &n.at, _("only 'true' can stand here"));
}

static void read_column_field(struct loader *l, struct node n, void *to)
{
    *(int *)to = read_field(l, n);
}

static const struct key sheet_column_keys[] = {
    {"field", offsetof(struct sheet_column, field), read_column_field, 0},
    {"count", offsetof(struct sheet_column, field), read_column_count, 0},
    {"heading", offsetof(struct sheet_column, heading), read_bilingual, 0},
    {"width", offsetof(struct sheet_column, width), read_width, 0},
    {"total", offsetof(struct sheet_column, total), read_bool, 0},
};

static void read_sheet_column(struct loader *l, struct node n, struct sheet_column *c)
{
    struct node given[ARRAY_LEN(sheet_column_keys)] = {{0}};
    if (!read_map(l, n, _("a column"), sheet_column_keys, ARRAY_LEN(sheet_column_keys), c, given))
        return;
    if (!given[0].y == !given[1].y)
        form_bad(l, &n.at, _("a column of a sheet has either 'field' or 'count: true'"));
    else if (c->total && (c->field < 0 || !field_traits(&l->form->fields[c->field])->adds_up))
        form_bad(l, &given[4].at, _("only numbers, money and durations have a total, and 'count'"));
    else if (c->field == SHEET_COUNT && !given[2].y)
        form_bad(l, &n.at, _("a column with 'count' needs a heading"));
}

static void read_sheet_columns(struct loader *l, struct node n, void *to)
{
    struct sheet_rule *s = to;
    size_t count = read_seq(l, n, _("columns"));
    s->columns = form_alloc(l, count, sizeof *s->columns);
    void *it = NULL;
    for (struct node i; count && (i = seq_next(n, &it)).y;) {
        struct sheet_column *c = &s->columns[s->ncolumns++];
        if (node_is_map(i))
            read_sheet_column(l, i, c);
        else
            c->field = read_field(l, i);
        if (c->field >= 0 && !c->heading.text[LANG_ZH] && !c->heading.text[LANG_EN])
            c->heading = l->form->fields[c->field].label;
    }
}

/* ---- the month's ---------------------------------------------------------------------------------------------- */

static void read_month(struct loader *l, struct node n, void *to)
{
    *(int *)to = read_time_field(l, n);
}

void read_sheet(struct loader *l, struct node n, void *to)
{
    static const struct key keys[] = {
        {"title", offsetof(struct sheet_rule, title), read_bilingual, 0},
        {"code", offsetof(struct sheet_rule, code), read_text, 0},
        {"columns", 0, read_sheet_columns, KEY_MUST},
        {"month", offsetof(struct sheet_rule, month), read_month, 0},
    };
    struct form *f = to;
    f->sheet = form_alloc(l, 1, sizeof *f->sheet);
    f->sheet->title = f->title;
    f->sheet->list = -1;
    f->sheet->month = form_sys(f, SYS_SAVED_AT);
    (void)read_map(l, n, _("a sheet"), keys, ARRAY_LEN(keys), f->sheet, NULL);
}

/* ---- those of lists -------------------------------------------------------------------------------------------- */

static void read_sheet_list(struct loader *l, struct node n, void *to)
{
    ((struct sheet_rule *)to)->list = read_list(l, n);
}

/* What the list has is the sheet's, as far as it says nothing else. */
static void take_from_list(struct loader *l, struct sheet_rule *s, const struct list_rule *list, bool titled)
{
    const struct form *f = l->form;
    if (!titled)
        s->title = list->label;
    s->whole = s->ncolumns > 0;
    if (s->whole)
        return;
    s->columns = form_alloc(l, list->ncolumns, sizeof *s->columns);
    for (size_t i = 0; i < list->ncolumns; i++) {
        int field = list->columns[i].field;
        s->columns[s->ncolumns++] =
            (struct sheet_column){.field = field, .heading = field < 0 ? s->title : f->fields[field].label};
    }
}

void read_sheets(struct loader *l, struct node n, void *to)
{
    static const struct key keys[] = {
        {"name", offsetof(struct sheet_rule, name), read_name, KEY_MUST},
        {"list", 0, read_sheet_list, KEY_MUST},
        {"title", offsetof(struct sheet_rule, title), read_bilingual, 0},
        {"code", offsetof(struct sheet_rule, code), read_text, 0},
        {"columns", 0, read_sheet_columns, 0},
    };
    struct form *f = to;
    size_t count = read_seq(l, n, _("sheets"));
    void *it = NULL;
    f->sheets = form_alloc(l, count, sizeof *f->sheets);
    read_names(l, n, f->sheets, sizeof *f->sheets, offsetof(struct sheet_rule, name));
    for (struct node i; count && (i = seq_next(n, &it)).y;) {
        struct sheet_rule *s = &f->sheets[f->nsheets++];
        struct node given[ARRAY_LEN(keys)];
        *s = (struct sheet_rule){.list = -1, .month = -1};
        if (read_map(l, i, _("a further sheet"), keys, ARRAY_LEN(keys), s, given) && s->list >= 0)
            take_from_list(l, s, &f->lists[s->list], given[2].y != NULL);
    }
}

const struct sheet_rule *form_sheet(const struct form *f, size_t i)
{
    if (f->sheet && i == 0)
        return f->sheet;
    i -= f->sheet ? 1 : 0;
    return i < f->nsheets ? &f->sheets[i] : NULL;
}
