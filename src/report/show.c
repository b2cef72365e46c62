/* A record for the command line: its fields, its clocks in words, what was done. For scripts the whole record. */
#include <stdlib.h>
#include <string.h>

#include "values.h"

static void add_fields(struct desk *d, const struct record *r, struct page *p)
{
    const struct form *f = r->form;
    struct page_row row = {.n = f->nfields + 3};
    data_table(p, "record");
    page_one_row(p);
    data_columns(p, f, true);
    row.cell = mem_alloc(row.n * sizeof *row.cell);
    data_cells(r, &row);
    page_cells(p, row.cell);
    for (size_t i = 0; i < row.n; i++)
        free(row.cell[i].text);
    free(row.cell);
    page_pairs(p, 1);
    for (size_t i = 0; i < f->nfields; i++) {
        bool waits = signature_field_waits(r, i);
        if (r->v[i].kind == VAL_NULL && !waits)
            continue;
        char *text = i == (size_t)form_sys(f, SYS_STATE) ? desk_state_shown(d, r) : NULL;
        if (!text)
            text = waits ? mem_dup(_("waited for")) : desk_value_show(d, &f->fields[i], &r->v[i]);
        page_pair(p, label_of(&f->fields[i].label, desk_lang(d), f->fields[i].name), text);
        free(text);
    }
}

static int add_card(struct desk *d, const struct record *r, struct page *p)
{
    return strcmp(r->form->name, "unit") == 0 ? card_data(d, p, record_number(r)) : QT_OK;
}

static int add_clocks(struct desk *d, const struct record *r, struct page *p)
{
    struct due *v = NULL;
    size_t n = 0;
    int rc = desk_dues(d, r, &v, &n);
    for (size_t i = 0; rc == QT_OK && i < n; i++) {
        char *why = desk_explain(d, &v[i]);
        char *text = mem_printf("%s: %s", clock_label(d, r->form, v[i].clock), why);
        page_text(p, text);
        free(text);
        free(why);
    }
    desk_dues_free(v, n);
    return rc;
}

static void add_line(const struct journal_line *j, struct page *p)
{
    char at[17];
    stamp_show(j->at, at);
    page_cells(p, (const struct page_cell[]){{.kind = KIND_NUMBER, .number = j->seq},
                                             {.text = at},
                                             {.text = j->staff},
                                             {.text = j->terminal},
                                             {.text = j->action},
                                             {.kind = KIND_JSON, .text = j->shown, .empty = !j->shown}});
}

static int add_history(struct desk *d, const struct record *r, struct page *p)
{
    static const struct {
        const char *key;
        int width;
    } columns[] = {{"seq", 6}, {"at", 16}, {"staff", 8}, {"terminal", 8}, {"action", 12}, {"change", 40}};
    struct journal_line *v = NULL;
    size_t n = 0;
    int rc = desk_history(d, r, &v, &n);

    if (rc != QT_OK)
        return rc;
    data_table(p, "history");
    for (size_t i = 0; i < ARRAY_LEN(columns); i++) {
        data_column(p, columns[i].key, columns[i].key, columns[i].width, ALIGN_LEFT);
    }
    for (size_t i = 0; i < n; i++)
        add_line(&v[i], p);
    desk_history_free(v, n);
    return QT_OK;
}

int report_show(struct desk *d, const struct record *r, bool history, struct page **out)
{
    struct page *p = paper_begin(d, r->form, record_number(r), record_number(r));
    *out = NULL;
    page_about(p, r->form->name, NULL, r->id);
    add_fields(d, r, p);
    int rc = add_card(d, r, p);
    if (rc == QT_OK)
        rc = add_clocks(d, r, p);
    if (rc == QT_OK && history)
        rc = add_history(d, r, p);
    if (rc == QT_OK)
        *out = p;
    else
        page_free(p);
    return rc;
}
