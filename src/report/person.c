/* All that is kept about one person, as a page: a line for each filled field of each record that names him, the records
 * themselves, to be opened on a screen, and what stands in lines of the journal that nothing can change. */
#include <stdlib.h>

#include "qiantai/desk_person.h"
#include "values.h"

struct telling {
    struct desk *d;
    struct page *p;
    struct record **v;
    size_t n;
};

static void add_field(const struct telling *t, const struct record *r, size_t field)
{
    const struct field *f = &r->form->fields[field];
    char *text = value_on_paper(t->d, f, &r->v[field], true);
    page_row(t->p, (const char *const[]){form_label(t->d, r->form), record_number(r),
                                         label_of(&f->label, desk_lang(t->d), f->name), text});
    free(text);
}

static int add_record(struct record *r, void *arg)
{
    struct telling *t = arg;
    add_field(t, r, (size_t)form_sys(r->form, SYS_SAVED_AT));
    add_field(t, r, (size_t)form_sys(r->form, SYS_STATE));
    for (size_t i = 0; i < r->form->ndeclared; i++)
        if (r->v[i].kind != VAL_NULL && r->form->fields[i].type != FT_COMPUTED)
            add_field(t, r, i);
    t->v = mem_resize(t->v, t->n + 1, sizeof *t->v);
    t->v[t->n++] = record_copy(r);
    return QT_OK;
}

static void add_links(const struct telling *t)
{
    page_heading(t->p, _("Records"));
    for (size_t i = 0; i < t->n; i++) {
        const struct record *r = t->v[i];
        int at = form_sys(r->form, SYS_STATE);
        char *state = desk_value_show(t->d, &r->form->fields[at], &r->v[at]);
        char *text = mem_printf("%s %s  %s", form_label(t->d, r->form), record_number(r), state);
        page_text(t->p, text);
        page_link(t->p, r->form->name, r->id, NULL);
        free(text);
        free(state);
    }
}

static int add_lines(const struct telling *t, const char *const *texts, size_t n)
{
    int64_t lines = 0;
    int rc = desk_person_lines(t->d, texts, n, &lines);
    if (rc < 0 || !lines)
        return rc;
    char *text = mem_printf(_("Journal: %lld lines of before hold it in the open, and nothing can change them\n"),
                            (long long)lines);
    page_text(t->p, text);
    free(text);
    return rc;
}

int report_person(struct desk *d, const char *const *texts, size_t n, struct page **out)
{
    struct telling t = {.d = d, .p = page_new("person", _("What is kept about one person"))};
    *out = NULL;
    page_about(t.p, NULL, "person", 0);
    page_building(t.p, desk_building(d));
    page_foot(t.p, _("page {n} of {m}"));
    paper_subtitle(d, t.p, NULL);
    data_table(t.p, "fields");
    data_column(t.p, "register", _("register"), 12, ALIGN_LEFT);
    data_column(t.p, "number", _("number"), 13, ALIGN_LEFT);
    data_column(t.p, "field", _("field"), 12, ALIGN_LEFT);
    data_column(t.p, "value", _("value"), 40, ALIGN_LEFT);
    int rc = desk_person_each(d, texts, n, add_record, &t);
    page_holds(t.p, (int64_t)t.n);
    if (rc == QT_OK && t.n == 0)
        rc = fault(QT_NOTFOUND, _("Nothing is kept under this."));
    if (rc == QT_OK) {
        add_links(&t);
        rc = add_lines(&t, texts, n);
    }
    for (size_t i = 0; i < t.n; i++)
        record_free(t.v[i]);
    free(t.v);
    if (rc == QT_OK)
        *out = t.p;
    else
        page_free(t.p);
    return rc;
}
