/* A record laid out for a place on the screen. */
#include "view/preview.h"
#include "show.h"
#include "view/margin.h"
#include "view/sheet.h"

#include <stdlib.h>

enum { LINES_PAST = 4 /* of what was done with it */ };

void record_paper(struct app *a, const struct record *r, unsigned what, int cols, struct paper *p)
{
    struct page *page = NULL;
    int rc = report_record(app_desk(a), r, what, &page);
    if (rc == QT_OK)
        rc = paper_page(p, page, cols, LAYOUT_DENSE);
    if (rc != QT_OK)
        (void)paper_text(p, cols, TONE_WARN, fault_text());
    page_free(page);
}

void record_preview(struct app *a, const struct record *r, int cols, struct paper *p)
{
    char *summary = desk_summary(app_desk(a), r);
    const char *state = state_label(r, app_lang(a));
    int width = text_width(state);
    paper_put(p, 0, 0, cols, INK_HEAD, "");
    int name = text_width(summary) < cols - width - 1 ? text_width(summary) : cols - width - 1;
    paper_put(p, 0, 0, name, INK_TITLE, summary);
    paper_put(p, 0, cols - width, width, INK_HEAD, state);
    sheet_brief(p, a, r, cols);
    margin_append(p, a, r, cols);
    paper_put(p, p->lines + 1, 0, cols, INK_HEAD, _("So far"));
    sheet_history(p, a, r, &(struct history_place){0, 7, cols}, LINES_PAST);
    free(summary);
}

void record_contact(struct app *a, const struct record *r, struct buf *out)
{
    char *summary = desk_summary(app_desk(a), r);
    buf_add(out, summary);
    free(summary);
    for (size_t i = 0; i < r->form->ndeclared; i++) {
        if (r->form->fields[i].type != FT_PHONE || r->v[i].kind == VAL_NULL)
            continue;
        char *phone = value_show(a, r, (int)i);
        buf_addf(out, "  %s", phone);
        free(phone);
        break;
    }
}
