/* Imports, for the command line: what a dry run found; those so far, with who, when, which file, what came of it. */
#include <stdlib.h>
#include <string.h>

#include "values.h"

static void import_row(struct desk *d, struct page *p, const struct import_done *i)
{
    char at[17];
    char *who = desk_staff_label(d, i->staff);
    const char *what = i->undone ? _("taken back") : i->ended ? "" : _("cut short");
    stamp_show(i->at, at);
    page_cells(p, (const struct page_cell[]){{.kind = KIND_NUMBER, .number = i->id},
                                             {.kind = KIND_TEXT, .text = at},
                                             {.kind = KIND_TEXT, .text = who},
                                             {.kind = KIND_TEXT, .text = (char *)form_label(d, i->form)},
                                             {.kind = KIND_TEXT, .text = i->file},
                                             {.kind = KIND_NUMBER, .number = i->rows},
                                             {.kind = KIND_NUMBER, .number = i->imported},
                                             {.kind = KIND_NUMBER, .number = i->changed},
                                             {.kind = KIND_NUMBER, .number = i->refused},
                                             {.kind = KIND_TEXT, .text = (char *)what}});
    free(who);
}

int report_imports(struct desk *d, struct page **out)
{
    struct import_done *v = NULL;
    size_t n = 0;
    int rc = desk_imports(d, &v, &n);
    *out = NULL;
    if (rc == QT_OK) {
        struct page *p = page_new("imports", _("Imports"));
        data_table(p, "imports");
        data_column(p, "import", _("Import"), 8, ALIGN_RIGHT);
        data_column(p, "at", _("When"), 16, ALIGN_LEFT);
        data_column(p, "who", _("Who"), 10, ALIGN_LEFT);
        data_column(p, "register", _("Register"), 12, ALIGN_LEFT);
        data_column(p, "file", _("File"), 24, ALIGN_LEFT);
        data_column(p, "rows", _("Rows"), 8, ALIGN_RIGHT);
        data_column(p, "imported", _("Imported"), 8, ALIGN_RIGHT);
        data_column(p, "changed", _("Changed"), 8, ALIGN_RIGHT);
        data_column(p, "refused", _("Refused"), 8, ALIGN_RIGHT);
        data_column(p, "remark", "", 10, ALIGN_LEFT);
        for (size_t i = 0; i < n; i++)
            import_row(d, p, &v[i]);
        *out = p;
    }
    desk_imports_free(v, n);
    return rc;
}

/* ---- a dry run ----------------------------------------------------------------------------------------------------
 */
static void add_count(struct page *p, const char *key, const char *label, int64_t n)
{
    page_pair_number(p, label, n);
    page_key(p, key);
}

static void add_fields(struct desk *d, struct page *p, const struct import_result *res)
{
    static const char *const keys[IMPORT_EXAMPLES] = {"first", "second", "third"};
    data_table(p, "fields");
    data_column(p, "field", _("Field"), 14, ALIGN_LEFT);
    data_column(p, "from", _("Column"), 16, ALIGN_LEFT);
    data_column(p, "dates", _("Dates"), 6, ALIGN_LEFT);
    for (size_t i = 0; i < IMPORT_EXAMPLES; i++)
        data_column(p, keys[i], i == 0 ? _("As written = as understood") : "", 22, ALIGN_LEFT);
    for (size_t i = 0; i < res->nfields; i++) {
        const struct import_field *f = &res->fields[i];
        char *shown[IMPORT_EXAMPLES] = {0};
        for (size_t k = 0; k < f->n; k++)
            shown[k] = strcmp(f->written[k], f->read[k]) == 0 ? mem_dup(f->read[k])
                                                              : mem_printf("%s = %s", f->written[k], f->read[k]);
        page_row(p, (const char *const[]){label_of(&f->field->label, desk_lang(d), f->field->name), f->from, f->order,
                                          shown[0], shown[1], shown[2]});
        for (size_t k = 0; k < f->n; k++)
            free(shown[k]);
    }
}

static void add_reasons(struct page *p, const struct import_result *res, size_t most)
{
    data_table(p, "reasons");
    data_column(p, "line", _("Line"), 8, ALIGN_RIGHT);
    if (!res->nreasons) /* people see no table of nothing, programs an empty one */
        page_json_only(p);
    data_column(p, "reason", _("Reason"), 60, ALIGN_LEFT);
    if (!res->nreasons)
        page_json_only(p);
    for (size_t i = 0; i < res->nreasons && i < most; i++)
        page_cells(p, (const struct page_cell[]){{.kind = KIND_NUMBER, .number = res->reasons[i].line},
                                                 {.kind = KIND_TEXT, .text = res->reasons[i].text}});
}

struct page *report_dry_run(struct desk *d, const struct form *f, const struct import_result *res)
{
    char *title = mem_printf(_("%s: dry run of an import, nothing was kept"), form_label(d, f));
    struct page *p = page_new("import", title);
    free(title);
    page_json_member(p, "register", f->name);
    page_json_member(p, "encoding", res->encoding ? res->encoding : "");
    page_pairs(p, PAGE_PAIRS_FIT);
    add_count(p, "rows", _("Rows"), res->rows);
    add_count(p, "imported", _("New"), res->imported);
    add_count(p, "changed", _("Changed"), res->changed);
    add_count(p, "already", _("Already there"), res->already);
    add_count(p, "refused", _("Refused"), res->refused);
    add_fields(d, p, res);
    if (res->nreasons > 0)
        page_heading(p, _("The first refusals"));
    add_reasons(p, res, IMPORT_REASONS);
    return p;
}

struct page *report_refused(struct desk *d, const struct form *f, const struct import_result *res)
{
    struct page *p = page_new("refused", form_label(d, f));
    add_reasons(p, res, res->nreasons);
    return p;
}
