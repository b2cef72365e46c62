/* The files of a record: what is kept of each, for the command line. */
#include <stdlib.h>

#include "values.h"

static void add_file(struct desk *d, const struct field *f, const struct value *v, struct page *p)
{
    char at[17] = "";
    char *who = desk_staff_label(d, v[FILE_BY].kind == VAL_TEXT ? v[FILE_BY].s : "");
    if (v[FILE_AT].kind == VAL_INT)
        stamp_show(v[FILE_AT].i, at);
    page_cells(p, (const struct page_cell[]){{.text = f->name},
                                             {.text = v[FILE_NAME].s},
                                             {.text = v[FILE_KIND].s},
                                             {.kind = KIND_NUMBER, .number = v[FILE_SIZE].i},
                                             {.text = at},
                                             {.text = who},
                                             {.text = v[FILE_HASH].s}});
    free(who);
}

static void add_field(struct desk *d, const struct record *r, int field, struct page *p)
{
    const struct field *f = &r->form->fields[field];
    struct item_table t;
    if (items_read(f, r->v[field].kind == VAL_TEXT ? r->v[field].s : NULL, clock_now(), false, &t) < 0)
        fault_clear();
    for (size_t row = 0; row < t.n; row++)
        add_file(d, f, items_row(&t, row), p);
    items_free(&t);
}

int report_files(struct desk *d, const struct record *r, int field, struct page **out)
{
    *out = NULL;
    int rc = field >= 0 ? desk_permit(d, r->form, r, field, -1, RIGHT_LOOK) : QT_OK;
    if (rc < 0)
        return rc;
    struct page *p = page_new("files", record_number(r));
    page_about(p, r->form->name, NULL, r->id);
    data_table(p, "files");
    data_column(p, "field", _("Field"), 10, ALIGN_LEFT);
    data_column(p, "name", _("File"), 28, ALIGN_LEFT);
    data_column(p, "kind", _("Kind"), 4, ALIGN_LEFT);
    data_column(p, "size", _("Bytes"), 10, ALIGN_RIGHT);
    data_column(p, "at", _("When"), 16, ALIGN_LEFT);
    data_column(p, "by", _("Who"), 10, ALIGN_LEFT);
    data_column(p, "sha256", "SHA-256", 64, ALIGN_LEFT);
    for (int i = 0; i < (int)r->form->ndeclared; i++)
        if (field_takes_files(&r->form->fields[i]) && (field < 0 || i == field) && desk_shows(d, r->form, i))
            add_field(d, r, i, p);
    *out = p;
    return QT_OK;
}
