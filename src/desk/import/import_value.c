/* One value of a row: what the file says, in the form's type. Nothing is guessed: a number is taken as it is
 * written, a date names its year. */
#include "import/import.h"

#include <ctype.h>
#include <search.h>

/* ---- numbers of other registers, by what the file says ------------------------------------------------------- */
struct link {
    const struct form *to; /* NULL: staff */
    char *typed, *number;  /* number NULL: refused, for the reason */
    char *reason;
};

static int by_typed(const void *a, const void *b)
{
    const struct link *x = a, *y = b;
    return x->to != y->to ? (x->to < y->to ? -1 : 1) : strcmp(x->typed, y->typed);
}

void links_free(void **links)
{
    while (*links) {
        struct link *l = *(struct link **)*links;
        (void)tdelete(l, links, by_typed);
        free(l->typed);
        free(l->number);
        free(l->reason);
        free(l);
    }
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

int import_number_field(const struct form *f)
{
    size_t n = strlen(f->number);
    if (n < 3 || f->number[0] != '{' || f->number[n - 1] != '}')
        return -1;
    char *name = mem_dupn(f->number + 1, n - 2);
    int field = form_field(f, name);
    free(name);
    return field;
}

/* NULL for staff. */
static const struct form *link_target(const struct importer *im, const struct field *f)
{
    return f->type == FT_STAFF ? NULL : forms_find(desk_forms(im->d), f->type == FT_UNIT ? "unit" : f->to);
}

/* Without blanks of any kind, NULL when there are none. */
static char *without_blanks(const char *s)
{
    struct buf b = {0};
    bool any = false;
    while (*s) {
        size_t n;
        uint32_t cp = text_codepoint(s, &n);
        bool blank = cp == ' ' || cp == '\t' || cp == 0xA0 || cp == 0x3000;
        n = n > 0 ? n : 1;
        any |= blank;
        if (!blank)
            buf_addn(&b, s, n);
        s += n;
    }
    if (any && b.len > 0)
        return buf_take(&b);
    buf_free(&b);
    return NULL;
}

static int make_missing(struct importer *im, const struct form *to, const char *typed, char **number)
{
    int field = import_number_field(to);
    if (!desk_allows(im->d, to, RIGHT_ENTER))
        return fault(QT_REFUSED, _("there is no '%s' in register '%s', and your role may not make it"), typed,
                     to->name);
    if (field < 0)
        return fault(QT_REFUSED, _("records of register '%s' have numbers of their own and cannot be made from '%s'"),
                     to->name, typed);
    struct record *r = desk_new(im->d, to);
    char *bare = without_blanks(typed);
    int rc = desk_enter(im->d, r, field, bare ? bare : typed, NULL);
    free(bare);
    if (rc == QT_OK && !im->o->dry_run)
        rc = desk_write(im->d, "import", NULL, r);
    if (rc == QT_OK)
        *number = mem_dup(im->o->dry_run ? r->v[field].s : record_number(r));
    record_free(r);
    return rc;
}

/* A code or a whole name from the staff list. */
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

/* As it is written, else with its blanks left out: no number has any. */
static int find_number(struct importer *im, const struct form *to, const char *typed, struct record **r)
{
    int rc = rec_find(im->d->db, to, typed, r);
    char *bare = rc == QT_NOTFOUND ? without_blanks(typed) : NULL;
    if (bare)
        rc = rec_find(im->d->db, to, bare, r);
    free(bare);
    return rc;
}

/* A file means a number as it is written, a1203 for A-1203 is a person's way: nothing is guessed here. */
static int look_up(struct importer *im, const struct field *f, const struct form *to, const char *typed, char **number)
{
    struct record *r = NULL;
    if (f->type == FT_STAFF)
        return look_up_staff(im, typed, number);
    if (!to)
        return fault(QT_REFUSED, _("there is no register '%s'"), f->type == FT_UNIT ? "unit" : f->to);
    int rc = desk_permit(im->d, to, NULL, -1, -1, RIGHT_LOOK);
    if (rc == QT_OK)
        rc = find_number(im, to, typed, &r);
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
    const struct link key = {.to = to, .typed = (char *)typed};
    struct link *const *found = tfind(&key, &im->links, by_typed), *l = found ? *found : NULL;
    if (!l) {
        char *number = NULL;
        int rc = look_up(im, f, to, typed, &number);
        if (rc != QT_OK && rc != QT_REFUSED && rc != QT_NOTFOUND)
            return rc;
        l = mem_alloc(sizeof *l);
        *l = (struct link){to, mem_dup(typed), number, rc == QT_OK ? NULL : mem_dup(fault_text())};
        if (!tsearch(l, &im->links, by_typed))
            abort();
    }
    if (!l->number)
        return fault(QT_REFUSED, "%s", l->reason);
    value_text(out, l->number);
    return QT_OK;
}

/* ---- one value ------------------------------------------------------------------------------------------------- */

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

static int read_moment(struct importer *im, const struct field *f, const char *s, struct value *out)
{
    int order = im->order[f - im->form->fields];
    if (date_contradicts(s, order))
        return fault(QT_REFUSED, _("'%s' is not a date written %s, as its column is"), s, date_order_name(order));
    char *spelt = date_spelt(s, order);
    const char *text = spelt ? spelt : s;
    int64_t at;
    bool moment = f->type == FT_DATETIME; /* most of a file's: read without field_parse's cleaning */
    int rc = !names_year(text) ? fault(QT_REFUSED, _("'%s' does not name a date with its year"), s)
             : moment          ? datetime_parse(text, im->now, false, &at)
                               : field_parse(f, text, im->now, out);
    if (rc == QT_OK && moment)
        value_int(out, at);
    free(spelt);
    return rc;
}

/* A choice written as programs write it, by its name. */
static bool plain_choice(const struct field *f, const char *s, struct value *out)
{
    for (size_t i = 0; !f->multiple && i < f->nchoices; i++) {
        if (strcmp(f->choices[i].name, s) == 0) {
            value_text(out, s);
            return true;
        }
    }
    return false;
}

/* The number of a unit in its own register. */
static int code_value(const struct importer *im, const struct field *f, const char *s, struct value *out)
{
    char *bare = without_blanks(s);
    int rc = field_parse(f, bare ? bare : s, im->now, out);
    free(bare);
    return rc;
}

int import_value(struct importer *im, const struct field *f, const char *s, struct value *out)
{
    switch (f->type) {
    case FT_UNIT:
    case FT_LINK:
    case FT_STAFF:
        return link_number(im, f, s, out);
    case FT_DATE:
    case FT_DATETIME:
        return read_moment(im, f, s, out);
    case FT_ENUM:
        return plain_choice(f, s, out) ? QT_OK : field_parse(f, s, im->now, out);
    default:
        return f == im->code ? code_value(im, f, s, out) : field_parse(f, s, im->now, out);
    }
}
