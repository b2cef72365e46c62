/* One record on paper: what it says, what was done with it. */
#include <stdlib.h>
#include <string.h>

#include "values.h"

static bool in_section(const struct form *f, const struct field *field, size_t section)
{
    if (!f->nsections)
        return true;
    return field->section ? strcmp(field->section, f->sections[section].name) == 0 : section == 0;
}

static void add_rows(struct desk *d, struct page *p, const struct field *f, const struct value *v)
{
    char **cells = NULL;
    size_t n = 0;
    if (field_rows(f, v, desk_lang(d), clock_now(), &cells, &n) != QT_OK || n == 0)
        return;
    page_heading(p, label_of(&f->label, desk_lang(d), f->name));
    page_table(p);
    for (size_t i = 0; i < f->nchildren; i++) {
        const struct field *c = &f->children[i];
        page_column(p, label_of(&c->label, desk_lang(d), c->name), field_width(c), field_align(c));
    }
    for (size_t i = 0; i < n; i++)
        page_row(p, (const char *const *)&cells[i * f->nchildren]);
    field_rows_free(f, cells, n);
}

/* Values first, then the section's rows of items: a table would part the values that follow it. */
static void add_section(struct desk *d, struct page *p, const struct record *r, size_t section)
{
    const struct form *f = r->form;
    bool headed = f->nsections == 0, begun = false;
    for (size_t i = 0; i < f->ndeclared; i++) {
        const struct field *field = &f->fields[i];
        if (!in_section(f, field, section) || r->v[i].kind == VAL_NULL || field->type == FT_ITEMS ||
            (field->type == FT_COMPUTED && field->hidden))
            continue;
        char *text = value_on_paper(d, field, &r->v[i], true);
        if (!headed)
            page_heading(p, label_of(&f->sections[section].label, desk_lang(d), f->sections[section].name));
        if (!begun)
            page_pairs(p, 2);
        headed = begun = true;
        page_pair(p, label_of(&field->label, desk_lang(d), field->name), text);
        free(text);
    }
    for (size_t i = 0; i < f->ndeclared; i++)
        if (f->fields[i].type == FT_ITEMS && in_section(f, &f->fields[i], section))
            add_rows(d, p, &f->fields[i], &r->v[i]);
}

static void add_head(struct desk *d, struct page *p, const struct record *r)
{
    static const int shown[] = {SYS_NUMBER, SYS_STATE, SYS_SAVED_AT, SYS_CLERK};
    page_pairs(p, 2);
    for (size_t i = 0; i < ARRAY_LEN(shown); i++) {
        int at = form_sys(r->form, shown[i]);
        char *text = value_on_paper(d, &r->form->fields[at], &r->v[at], true);
        page_pair(p, label_of(&r->form->fields[at].label, desk_lang(d), ""), text);
        free(text);
    }
}

/* ---- history ---------------------------------------------------------------------------------------------- */

static int add_history(struct desk *d, struct page *p, const struct record *r)
{
    struct journal_line *v = NULL;
    size_t n = 0;
    int rc = desk_history(d, r, &v, &n);
    if (rc != QT_OK)
        return rc;
    page_heading(p, _("History"));
    page_table(p);
    page_column(p, _("Time"), 16, ALIGN_LEFT);
    page_column(p, _("Who"), 12, ALIGN_LEFT);
    page_column(p, _("What was done"), 40, ALIGN_LEFT);
    for (size_t i = n; i-- > 0;) { /* the journal gives the newest first */
        bool looked;
        const char *word = desk_action_word(d, r->form, v[i].action, &looked);
        char stamp[17], *who;
        if (looked)
            continue;
        stamp_show(v[i].at, stamp);
        who = *v[i].staff ? desk_staff_label(d, v[i].staff) : mem_dup(_("the desk itself"));
        page_row(p, (const char *const[]){stamp, who, word});
        free(who);
    }
    desk_history_free(v, n);
    return QT_OK;
}

int report_record(struct desk *d, const struct record *r, struct page **out)
{
    const char *signs[] = {_("Signature"), _("Date")};
    struct record *whole = NULL;
    int rc = desk_permit(d, r->form, r, -1, -1, RIGHT_LOOK);
    *out = NULL;
    if (rc == QT_OK && r->id == 0)
        rc = fault(QT_REFUSED, _("This record is not saved yet; save it, then print it."));
    if (rc == QT_OK)
        rc = desk_get(d, r->form, r->id, &whole);
    if (rc != QT_OK)
        return rc;
    char *title = mem_printf("%s  %s", form_label(d, r->form), record_number(whole));
    struct page *p = paper_begin(d, r->form, record_number(whole), title);
    free(title);
    page_about(p, r->form->name, NULL, whole->id);
    paper_subtitle(d, p, NULL);
    add_head(d, p, whole);
    for (size_t s = 0; s < (r->form->nsections ? r->form->nsections : 1); s++)
        add_section(d, p, whole, s);
    rc = add_history(d, p, whole);
    page_signs(p, signs, ARRAY_LEN(signs));
    record_free(whole);
    if (rc == QT_OK)
        *out = p;
    else
        page_free(p);
    return rc;
}
