/* Who is in the building, for when it has to be left: by floor and unit, with room to tick who came out; or only how
 * many, where nobody may read names. */
#include "qiantai/desk_inside.h"
#include "values.h"

#include <stdlib.h>

enum { WIDE_PLACE = 14, WIDE_NUMBER = 8, WIDE_TICK = 6 };

/* ---- how many ---------------------------------------------------------------------------------------------------- */

static void add_places(struct page *p, const struct inside *in)
{
    data_table(p, "places");
    data_column(p, "place", _("Floor"), WIDE_PLACE, ALIGN_LEFT);
    data_column(p, "people", _("People"), WIDE_NUMBER, ALIGN_RIGHT);
    for (size_t i = 0; i < in->nplaces; i++)
        page_cells(p, (const struct page_cell[]){{.text = in->places[i].name},
                                                 {.kind = KIND_NUMBER, .number = in->places[i].people}});
    page_cells(p,
               (const struct page_cell[]){{.text = (char *)_("Total")}, {.kind = KIND_NUMBER, .number = in->people}});
    page_total(p);
}

/* ---- and who ----------------------------------------------------------------------------------------------------- */

static void add_person(struct desk *d, struct page *p, const struct inside *in, size_t at, bool first)
{
    const struct inside_entry *e = &in->v[at];
    const struct inside_rule *rule = e->form->inside;
    const struct inside_place *place = &in->places[e->place];
    struct page_cell cells[PAGE_COLUMNS_MOST + 2] = {0};
    size_t n = 0;
    char *where = first ? mem_printf("%s  %lld", place->name, (long long)place->people) : mem_dup("");
    cells[n++].text = where;
    for (size_t i = 0; i < rule->ncolumns && n <= PAGE_COLUMNS_MOST; i++)
        cells[n++] = cell_shown(d, e->r, rule->columns[i].field, false);
    cells[n].empty = true;
    page_cells(p, cells);
    for (size_t i = 0; i < n; i++)
        free(cells[i].text);
}

/* Those of one register: its form says what is shown of them. */
static void add_people(struct desk *d, struct page *p, const struct inside *in, const struct form *f)
{
    const struct inside_rule *rule = f->inside;
    size_t last = in->nplaces;
    data_table(p, f->name);
    data_column(p, "place", _("Floor"), WIDE_PLACE, ALIGN_LEFT);
    for (size_t i = 0; i < rule->ncolumns && i < PAGE_COLUMNS_MOST; i++) {
        const struct field *field = &f->fields[rule->columns[i].field];
        int wide = rule->columns[i].width;
        data_column(p, field->name, label_of(&field->label, desk_lang(d), field->name),
                    wide ? wide : field_width(field), field_align(field));
    }
    data_column(p, "out", _("Out"), WIDE_TICK, ALIGN_LEFT);
    for (size_t k = 0; k < in->nplaces; k++) /* a place whose units do not follow each other stands once */
        for (size_t i = 0; i < in->n; i++)
            if (in->v[i].form == f && in->v[i].place == k && in->v[i].r) {
                add_person(d, p, in, i, last != k);
                last = k;
            }
}

static void add_names(struct desk *d, struct page *p, const struct inside *in)
{
    const struct forms *forms = desk_forms(d);
    int64_t unseen = 0;
    for (size_t i = 0; i < forms->n; i++) {
        size_t seen = 0;
        for (size_t k = 0; k < in->n; k++)
            seen += in->v[k].form == forms->v[i] && in->v[k].r;
        if (seen)
            add_people(d, p, in, forms->v[i]);
    }
    for (size_t k = 0; k < in->n; k++)
        unseen += in->v[k].r ? 0 : in->v[k].people;
    if (!unseen)
        return;
    char *said = mem_printf(_("%lld more whom you may not see."), (long long)unseen);
    page_text(p, said);
    free(said);
    add_places(p, in);
}

/* ---- the page ---------------------------------------------------------------------------------------------------- */

/* The register that is named in the journal: the first that has anybody to be inside. */
static const struct form *first_of(const struct forms *forms)
{
    for (size_t i = 0; i < forms->n; i++)
        if (forms->v[i]->inside)
            return forms->v[i];
    return NULL;
}

int report_inside(struct desk *d, bool names, struct page **out)
{
    struct inside in;
    int rc = desk_inside(d, names, &in);
    *out = NULL;
    if (rc == QT_OK) {
        const struct form *f = first_of(desk_forms(d));
        char *title = mem_printf(_("Evacuation list: %lld people"), (long long)in.people);
        struct page *p = paper_begin(d, f, "evacuation", title);
        page_about(p, f->name, f->lists[f->inside->list].name, 0);
        page_holds(p, names ? (int64_t)in.n : 0);
        paper_subtitle(d, p, names ? NULL : _("numbers only"));
        if (in.n == 0)
            page_text(p, _("Nobody is inside."));
        else if (names)
            add_names(d, p, &in);
        else
            add_places(p, &in);
        *out = p;
        free(title);
    }
    inside_free(&in);
    return rc;
}
