/* A row as a record. What is the same for every row (constants, constant defaults, which fields are required) is
 * worked out once; numbers of other registers are looked up once per text. An imported record holds what the
 * file says: defaults that depend on the moment (now() + hours(2)) are not made up, unless the field is required. */
#include "import.h"

#include <ctype.h>

/* ---- numbers of other registers, by what the file says ------------------------------------------------------- */
struct link {
    const struct form *to; /* NULL: staff */
    char *typed, *number;  /* number NULL: refused, for the reason */
    char *reason;
};
struct links {
    struct link *v; /* open addressing; typed NULL = free */
    size_t cap, n;
};

static size_t link_slot(const struct links *l, const struct form *to, const char *typed)
{
    size_t i = text_hash(typed) & (l->cap - 1);

    while (l->v[i].typed && (l->v[i].to != to || strcmp(l->v[i].typed, typed) != 0))
        i = (i + 1) & (l->cap - 1);
    return i;
}

static void links_grow(struct links *l)
{
    struct links old = *l;
    size_t i;

    l->cap = old.cap ? old.cap * 2 : 256;
    l->v = mem_alloc(l->cap * sizeof(*l->v));
    for (i = 0; i < old.cap; i++) {
        if (old.v[i].typed)
            l->v[link_slot(l, old.v[i].to, old.v[i].typed)] = old.v[i];
    }
    free(old.v);
}

static void links_free(struct links *l)
{
    size_t i;

    if (!l)
        return;
    for (i = 0; i < l->cap; i++) {
        free(l->v[i].typed);
        free(l->v[i].number);
        free(l->v[i].reason);
    }
    free(l->v);
    free(l);
}

/* Is `name` one of the comma list? */
static bool in_list(const char *list, const char *name)
{
    size_t n = strlen(name);

    for (; list && *list; list += strcspn(list, ",") + (list[strcspn(list, ",")] == ',')) {
        if (strcspn(list, ",") == n && strncmp(list, name, n) == 0)
            return true;
    }
    return false;
}

/* The field that is the number of such a register ("{code}"), or -1. */
static int number_field(const struct form *f)
{
    size_t n = strlen(f->number);
    char *name;
    int field;

    if (n < 3 || f->number[0] != '{' || f->number[n - 1] != '}')
        return -1;
    name = mem_dupn(f->number + 1, n - 2);
    field = form_field(f, name);
    free(name);
    return field;
}

/* NULL for staff. */
static const struct form *link_target(const struct importer *im, const struct field *f)
{
    return f->type == FT_STAFF ? NULL : forms_find(desk_forms(im->d), f->type == FT_UNIT ? "unit" : f->to);
}

static int make_missing(struct importer *im, const struct form *to, const char *typed, char **number)
{
    int field = number_field(to), rc;
    struct record *r;
    char *why = NULL;

    if (!desk_may(im->d, to->edit_roles, to->nedit_roles))
        return fault(QT_REFUSED, _("there is no '%s' in register '%s', and your role may not make it"), typed,
                     to->name);
    if (field < 0)
        return fault(QT_REFUSED, _("records of register '%s' have numbers of their own and cannot be made from '%s'"),
                     to->name, typed);
    r = desk_new(im->d, to);
    rc = desk_enter(im->d, r, field, typed, &why);
    if (rc != QT_OK)
        rc = fault(QT_REFUSED, "%s", why ? why : fault_text());
    else if (!im->o->dry_run)
        rc = desk_write(im->d, "import", NULL, r);
    if (rc == QT_OK)
        *number = mem_dup(im->o->dry_run ? r->v[field].s : record_number(r));
    free(why);
    record_free(r);
    return rc;
}

/* What stands on the staff list: a code or a whole name. */
static int look_up_staff(struct importer *im, const char *typed, char **code)
{
    struct staff *v = NULL;
    size_t i, n = 0;
    int rc = staff_list(im->d->db, &v, &n);

    for (i = 0; i < n && !*code; i++) {
        if (strcmp(v[i].code, typed) == 0 || strcmp(v[i].name, typed) == 0)
            *code = mem_dup(v[i].code);
    }
    staff_free(v, n);
    return rc != QT_OK || *code ? rc : fault(QT_REFUSED, _("%s is not on the staff list"), typed);
}

/* A file means a number as it is written, a1203 for A-1203 is a person's way: nothing is guessed here. */
static int look_up(struct importer *im, const struct field *f, const char *typed, char **number)
{
    const struct form *to = link_target(im, f);
    struct record *r = NULL;
    int rc;

    if (f->type == FT_STAFF)
        return look_up_staff(im, typed, number);
    if (!to)
        return fault(QT_REFUSED, _("there is no register '%s'"), f->type == FT_UNIT ? "unit" : f->to);
    rc = rec_find(im->d->db, to, typed, &r);
    if (rc == QT_OK)
        *number = mem_dup(record_number(r));
    else if (rc == QT_NOTFOUND && in_list(im->o->create, to->name))
        rc = make_missing(im, to, typed, number);
    else if (rc == QT_NOTFOUND)
        rc = fault(QT_REFUSED, _("there is no '%s' in register '%s'; mend it, or have it made with --create %s"), typed,
                   to->name, to->name);
    record_free(r);
    return rc;
}

static int link_number(struct importer *im, const struct field *f, const char *typed, struct value *out)
{
    const struct form *to = link_target(im, f);
    struct link *l;
    int rc;

    if (im->links->n * 2 >= im->links->cap)
        links_grow(im->links);
    l = &im->links->v[link_slot(im->links, to, typed)];
    if (!l->typed) {
        char *number = NULL;
        rc = look_up(im, f, typed, &number);
        if (rc != QT_OK && rc != QT_REFUSED && rc != QT_NOTFOUND)
            return rc;
        l->to = to;
        l->typed = mem_dup(typed);
        l->number = number;
        l->reason = rc == QT_OK ? NULL : mem_dup(fault_text());
        im->links->n++;
    }
    if (!l->number)
        return fault(QT_REFUSED, "%s", l->reason);
    value_text(out, l->number);
    return QT_OK;
}

/* ---- one value ------------------------------------------------------------------------------------------------- */

/* 10/12/2010 14:48: month first unless told otherwise, as field_parse does not take a year at the end. */
static bool slash_date(const char *s, bool day_first, struct civil *c)
{
    int used = 0, month, day;
    char half[3] = "";
    const char *rest;

    *c = (struct civil){0};
    if (sscanf(s, "%2d/%2d/%4d%n", &c->month, &c->day, &c->year, &used) != 3 || c->year < 1900)
        return false;
    if (day_first) {
        month = c->day;
        day = c->month;
        c->month = month;
        c->day = day;
    }
    rest = s + used + strspn(s + used, " ");
    if (*rest) {
        used = 0;
        if (sscanf(rest, "%2d:%2d%n", &c->hour, &c->minute, &used) != 2 || used == 0)
            return false;
        rest += used;
        used = 0;
        if (sscanf(rest, ":%2d%n", &c->second, &used) == 1 && used > 0)
            rest += used;
        used = 0;
        if (sscanf(rest, " %2[AaPpMm]%n", half, &used) == 1 && used > 0) {
            rest += used;
            if (c->hour < 1 || c->hour > 12 || half[1] == '\0')
                return false;
            c->hour = c->hour % 12 + (tolower((unsigned char)half[0]) == 'p' ? 12 : 0);
        }
    }
    return *rest == '\0' && civil_valid(c->year, c->month, c->day) && c->hour < 24 && c->minute < 60 && c->second < 60;
}

static bool digits(const char *s, int n, int *out)
{
    for (*out = 0; n > 0; n--, s++) {
        if (*s < '0' || *s > '9')
            return false;
        *out = *out * 10 + (*s - '0');
    }
    return true;
}

/* 2026-11-21 09:14[:30], what programs write: by far the most of all files. */
static bool plain_moment(const char *s, struct civil *c)
{
    size_t n = strlen(s);

    *c = (struct civil){0};
    return (n == 16 || n == 19) && digits(s, 4, &c->year) && s[4] == '-' && digits(s + 5, 2, &c->month) &&
           s[7] == '-' && digits(s + 8, 2, &c->day) && (s[10] == ' ' || s[10] == 'T') && digits(s + 11, 2, &c->hour) &&
           s[13] == ':' && digits(s + 14, 2, &c->minute) &&
           (n == 16 || (s[16] == ':' && digits(s + 17, 2, &c->second))) && civil_valid(c->year, c->month, c->day) &&
           c->hour < 24 && c->minute < 60 && c->second < 60;
}

/* In a file a date names its year; "9:30" or "Friday" would take on the day of the import. */
static bool names_year(const char *s)
{
    size_t run = 0;

    for (; *s; s++) {
        run = isdigit((unsigned char)*s) ? run + 1 : 0;
        if (run >= 4)
            return true;
    }
    return false;
}

static int moment(struct importer *im, const struct field *f, const char *s, struct value *out)
{
    bool day_first = im->o->dates && strcmp(im->o->dates, "dmy") == 0;
    struct civil c;
    char date[11];

    if (plain_moment(s, &c) || (strchr(s, '/') && slash_date(s, day_first, &c))) {
        if (f->type == FT_DATETIME) {
            value_int(out, civil_to_time(&c));
        } else {
            date_format(civil_to_time(&c), date);
            value_text(out, date);
        }
        return QT_OK;
    }
    if (!names_year(s))
        return fault(QT_REFUSED, _("'%s' does not name a date with its year"), s);
    return field_parse(f, s, im->now, out);
}

static int value_of(struct importer *im, const struct field *f, const char *s, struct value *out)
{
    switch (f->type) {
    case FT_UNIT:
    case FT_LINK:
    case FT_STAFF:
        return link_number(im, f, s, out);
    case FT_DATE:
    case FT_DATETIME:
        return moment(im, f, s, out);
    default:
        return field_parse(f, s, im->now, out);
    }
}

/* ---- once per import --------------------------------------------------------------------------------------------- */
static bool is_constant(const struct expr *e)
{
    const char *s = e->sql + strspn(e->sql, " ");
    size_t n = strlen(s);

    if (n >= 2 && s[0] == '\'' && strchr(s + 1, '\'') == s + n - 1)
        return true;
    return n > 0 && strspn(s, "-0123456789") == n;
}

static bool always(const struct expr *e)
{
    return e && (strcmp(e->sql, "1") == 0 || strcmp(e->sql, "true") == 0);
}

static int constants(struct importer *im)
{
    struct buf b = {0};
    size_t i;
    int rc = QT_OK;

    im->constant = mem_alloc(im->map.n * sizeof(*im->constant));
    for (i = 0; rc == QT_OK && i < im->map.n; i++) {
        const struct field *f = &im->form->fields[im->map.v[i].field];
        im->mapped[im->map.v[i].field] = true;
        if (!map_only_constants(&im->map.v[i]) || f->type == FT_UNIT || f->type == FT_LINK)
            continue;
        map_value(&im->map.v[i], NULL, &b);
        rc = value_of(im, f, b.s ? b.s : "", &im->constant[i]);
        if (rc == QT_REFUSED || rc == QT_NOTFOUND) {
            char *why = mem_dup(fault_text());
            rc = fault(QT_REFUSED, _("--map %s='%s': %s"), f->name, b.s ? b.s : "", why);
            free(why);
        }
    }
    buf_free(&b);
    return rc;
}

int row_start(struct importer *im)
{
    const struct form *f = im->form;
    size_t i;

    im->now = clock_now();
    im->links = mem_alloc(sizeof(*im->links));
    im->dflt = mem_alloc(f->nfields * sizeof(*im->dflt));
    im->required = mem_alloc(f->nfields * sizeof(*im->required));
    im->mapped = mem_alloc(f->nfields * sizeof(*im->mapped));
    im->state = -1;
    if (im->o->state) {
        im->state = form_state(f, im->o->state);
        if (im->state < 0)
            return fault(QT_REFUSED, _("Register '%s' has no state '%s'."), f->name, im->o->state);
    }
    for (i = 0; i < f->ndeclared; i++) {
        im->required[i] = always(f->fields[i].required) && !f->fields[i].hidden;
        if (f->fields[i].dflt && is_constant(f->fields[i].dflt)) {
            int rc = desk_value(im->d, f->fields[i].dflt, NULL, &f->fields[i], &im->dflt[i]);
            if (rc != QT_OK)
                return rc;
        }
    }
    return constants(im);
}

void row_stop(struct importer *im)
{
    size_t i;

    for (i = 0; im->constant && i < im->map.n; i++)
        value_clear(&im->constant[i]);
    for (i = 0; im->dflt && i < im->form->nfields; i++)
        value_clear(&im->dflt[i]);
    free(im->constant);
    free(im->dflt);
    free(im->required);
    free(im->mapped);
    links_free(im->links);
    map_free(&im->map);
}

/* ---- once per row --------------------------------------------------------------------------------------------------
 */
static int refuse_field(struct importer *im, int field, const char *reason)
{
    char *why = mem_dup(reason);
    int rc = fault(QT_REFUSED, "%s: %s", field_label(im->d, &im->form->fields[field]), why);

    free(why);
    return rc;
}

static int take_values(struct importer *im, const struct csv_row *row, struct record *r)
{
    struct buf b = {0};
    size_t i;
    int rc = QT_OK;

    for (i = 0; rc == QT_OK && i < im->map.n; i++) {
        const struct map_field *m = &im->map.v[i];
        char *text;

        if (im->constant[i].kind != VAL_NULL) {
            value_copy(&r->v[m->field], &im->constant[i]);
            continue;
        }
        map_value(m, row, &b);
        if (b.len == 0)
            continue;
        text = text_trim(b.s);
        rc = value_of(im, &im->form->fields[m->field], text, &r->v[m->field]);
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
    size_t i;

    for (i = 0; i < f->ndeclared; i++) {
        bool required = im->required[i];

        if (r->v[i].kind != VAL_NULL)
            continue;
        if (im->dflt[i].kind != VAL_NULL) {
            value_copy(&r->v[i], &im->dflt[i]);
            continue;
        }
        if (!required && f->fields[i].required && !always(f->fields[i].required))
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

static int check_id(struct importer *im, const struct record *r, int field)
{
    const struct field *f = &im->form->fields[field];
    char *good = NULL;
    bool strict = true;
    int rc;

    if (!f->strict || r->v[field].kind != VAL_TEXT)
        return QT_OK;
    rc = expr_true(im->d->db, f->strict, r, true, &strict);
    if (rc != QT_OK || !strict)
        return rc;
    rc = idcard_parse(r->v[field].s, &good);
    if (rc != QT_OK)
        return refuse_field(im, field, fault_text());
    value_text(&r->v[field], good);
    free(good);
    return QT_OK;
}

/* Only what came from a column can be wrong. */
static int check_values(struct importer *im, const struct record *r)
{
    const struct form *f = im->form;
    size_t i;

    for (i = 0; i < im->map.n; i++) {
        int field = im->map.v[i].field, rc;
        bool good = true;

        if (r->v[field].kind == VAL_NULL)
            continue;
        rc = check_id(im, r, field);
        if (rc == QT_OK && f->fields[field].check)
            rc = expr_true(im->d->db, f->fields[field].check, r, true, &good);
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
    if (rc != QT_OK) {
        record_free(r);
        return rc;
    }
    *out = r;
    return QT_OK;
}
