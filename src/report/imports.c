/* Imports so far, for the command line: who, when, which file, what came of it. */
#include <stdlib.h>

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
