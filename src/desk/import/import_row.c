/* A row as a record. What is the same for every row (constants, constant defaults, which fields are required) is
 * worked out once; numbers of other registers are looked up once per text. An imported record holds what the
 * file says: defaults that depend on the moment (now() + hours(2)) are not made up, unless the field is required. */
#include "import/import.h"

/* ---- once per import --------------------------------------------------------------------------------------------- */
static bool is_constant(const struct expr *e)
{
    const char *s = e->sql + strspn(e->sql, " ");
    size_t n = strlen(s);
    if (n >= 2 && s[0] == '\'' && strchr(s + 1, '\'') == s + n - 1)
        return true;
    return n > 0 && strspn(s, "-0123456789") == n;
}

static bool is_always(const struct expr *e)
{
    return e && (strcmp(e->sql, "1") == 0 || strcmp(e->sql, "true") == 0);
}

static int import_constants(struct importer *im)
{
    struct buf b = {0};
    int rc = QT_OK;
    im->constant = mem_alloc(im->map.n * sizeof *im->constant);
    for (size_t i = 0; rc == QT_OK && i < im->map.n; i++) {
        const struct field *f = &im->form->fields[im->map.v[i].field];
        im->mapped[im->map.v[i].field] = true;
        if (!map_only_constants(&im->map.v[i]) || f->type == FT_UNIT || f->type == FT_LINK)
            continue;
        map_value(&im->map.v[i], NULL, &b);
        rc = import_value(im, f, b.s ? b.s : "", &im->constant[i]);
        if (rc == QT_REFUSED || rc == QT_NOTFOUND)
            rc = fault(QT_REFUSED, _("--map %s='%s': %s"), f->name, b.s ? b.s : "", fault_text());
    }
    buf_free(&b);
    return rc;
}

int row_start(struct importer *im)
{
    const struct form *f = im->form;
    im->now = clock_now();
    im->code = import_number_field(f) >= 0 ? &f->fields[import_number_field(f)] : NULL;
    im->dflt = mem_alloc(f->nfields * sizeof *im->dflt);
    im->required = mem_alloc(f->nfields * sizeof *im->required);
    im->mapped = mem_alloc(f->nfields * sizeof *im->mapped);
    im->order = mem_alloc(f->nfields * sizeof *im->order);
    for (size_t i = 0; i < f->nfields; i++)
        im->order[i] = date_order(im->o->dates);
    im->state = im->o->state ? form_state(f, im->o->state) : -1;
    if (im->o->state && im->state < 0)
        return fault(QT_REFUSED, _("Register '%s' has no state '%s'."), f->name, im->o->state);
    for (size_t i = 0; i < f->ndeclared; i++) {
        im->required[i] = is_always(f->fields[i].required) && !f->fields[i].hidden;
        if (f->fields[i].dflt && is_constant(f->fields[i].dflt)) {
            int rc = desk_value(im->d, f->fields[i].dflt, NULL, &f->fields[i], &im->dflt[i]);
            if (rc != QT_OK)
                return rc;
        }
    }
    int rc = past_start(im);
    return rc == QT_OK ? import_constants(im) : rc;
}

void row_stop(struct importer *im)
{
    for (size_t i = 0; im->constant && i < im->map.n; i++)
        value_clear(&im->constant[i]);
    for (size_t i = 0; im->dflt && i < im->form->nfields; i++)
        value_clear(&im->dflt[i]);
    free(im->constant);
    free(im->dflt);
    free(im->required);
    free(im->mapped);
    free(im->states);
    free(im->order);
    links_free(&im->links);
    map_free(&im->map);
}

/* ---- once per row --------------------------------------------------------------------------------------------------
 */
static int refuse_field(struct importer *im, int field, const char *reason)
{
    return fault(QT_REFUSED, "%s: %s", field_label(im->d, &im->form->fields[field]), reason);
}

/* Begins and ends with visible ASCII: nothing to trim. */
static bool is_trimmed(const struct buf *b)
{
    return b->s[0] > ' ' && b->s[0] < 0x7f && b->s[b->len - 1] > ' ' && b->s[b->len - 1] < 0x7f;
}

static int take_values(struct importer *im, const struct csv_row *row, struct record *r)
{
    struct buf b = {0};
    int rc = QT_OK;
    for (size_t i = 0; rc == QT_OK && i < im->map.n; i++) {
        const struct map_field *m = &im->map.v[i];
        if (im->constant[i].kind != VAL_NULL) {
            value_copy(&r->v[m->field], &im->constant[i]);
            continue;
        }
        map_value(m, row, &b);
        if (b.len == 0)
            continue;
        char *text = is_trimmed(&b) ? NULL : text_trim(b.s);
        rc = import_value(im, &im->form->fields[m->field], text ? text : b.s, &r->v[m->field]);
        free(text);
        if (rc == QT_REFUSED || rc == QT_NOTFOUND)
            rc = refuse_field(im, m->field, fault_text());
    }
    buf_free(&b);
    return rc;
}

static int take_defaults(struct importer *im, struct record *r)
{
    const struct form *f = im->form;
    for (size_t i = 0; i < f->ndeclared; i++) {
        bool required = im->required[i];
        if (r->v[i].kind != VAL_NULL)
            continue;
        if (im->dflt[i].kind != VAL_NULL) {
            value_copy(&r->v[i], &im->dflt[i]);
            continue;
        }
        if (!required && f->fields[i].required && !is_always(f->fields[i].required))
            required = desk_required(im->d, r, (int)i);
        if (required && f->fields[i].dflt) {
            int rc = desk_value(im->d, f->fields[i].dflt, r, &f->fields[i], &r->v[i]);
            if (rc != QT_OK)
                return rc;
        }
        if (required && r->v[i].kind == VAL_NULL)
            return refuse_field(im, (int)i, _("is required and empty"));
    }
    return QT_OK;
}

/* Only what came from a column can be wrong. */
static int check_values(struct importer *im, const struct record *r)
{
    const struct form *f = im->form;
    for (size_t i = 0; i < im->map.n; i++) {
        int field = im->map.v[i].field, rc = QT_OK;
        bool good = true;
        char *id;
        if (r->v[field].kind == VAL_NULL)
            continue;
        if (field_idcard(im->d, r, field, &r->v[field], &id) < 0)
            return refuse_field(im, field, fault_text());
        if (id)
            value_text(&r->v[field], id);
        free(id);
        if (f->fields[field].check)
            rc = desk_condition(im->d, f->fields[field].check, r, true, &good);
        if (rc != QT_OK)
            return rc;
        if (!good)
            return refuse_field(im, field,
                                label_of(&f->fields[field].message, desk_lang(im->d), _("is not acceptable")));
    }
    return QT_OK;
}

static int take_system(struct importer *im, struct record *r)
{
    int saved = form_sys(im->form, SYS_SAVED_AT);
    if (im->state >= 0)
        value_text(&r->v[form_sys(im->form, SYS_STATE)], im->form->states[im->state].name);
    if (im->mapped[saved] && r->v[saved].kind == VAL_NULL)
        return refuse_field(im, saved, _("the column for it is empty"));
    return QT_OK;
}

int row_record(struct importer *im, const struct csv_row *row, struct record **out)
{
    struct record *r = record_new(im->form);
    int rc = take_values(im, row, r);
    if (rc == QT_OK)
        rc = take_defaults(im, r);
    if (rc == QT_OK)
        rc = take_system(im, r);
    if (rc == QT_OK)
        rc = check_values(im, r);
    if (rc == QT_OK)
        rc = past_check(im, r);
    if (rc == QT_OK)
        *out = r;
    else
        record_free(r);
    return rc;
}
