/* All that is kept about one person (PIPL 44 to 47): found in the texts of all registers, read through the person who
 * asks, emptied where nothing is open any more. */
#include "house/person.h"
#include "desk_internal.h"

#include <stdlib.h>
#include <string.h>

struct looking {
    struct desk *d;
    const char *const *texts;
    size_t n;
    int (*fn)(struct record *r, void *arg);
    void *arg;
};

static bool is_text(const struct field *f)
{
    switch (f->type) {
    case FT_TEXT:
    case FT_NOTE:
    case FT_PERSON:
    case FT_PHONE:
    case FT_PLATE:
    case FT_ITEMS:
        return true;
    default:
        return f->personal;
    }
}

/* As part of what is written, or as the field keeps it (a phone without its blanks). */
static bool value_tells(const struct field *f, const struct value *v, const char *text)
{
    struct value asked = {0};
    if (v->kind != VAL_TEXT)
        return false;
    bool same = strstr(v->s, text) != NULL;
    if (!same && (f->type == FT_PHONE || f->type == FT_PLATE) && field_parse(f, text, clock_now(), &asked) == QT_OK)
        same = value_same(&asked, v);
    value_clear(&asked);
    fault_clear();
    return same;
}

/* The same of the personal cells of rows, or of the others. */
static bool cells_tell(const struct field *f, const struct value *v, const char *text, bool personal)
{
    struct item_table t;
    bool told = false;
    if (items_read(f, v->kind == VAL_TEXT ? v->s : NULL, clock_now(), false, &t) < 0)
        fault_clear();
    for (size_t i = 0; i < t.n * f->nchildren && !told; i++)
        told = f->children[i % f->nchildren].personal == personal &&
               value_tells(&f->children[i % f->nchildren], &t.v[i], text);
    items_free(&t);
    return told;
}

static bool text_stands(const struct record *r, const char *text, bool personal)
{
    for (size_t i = 0; i < r->form->ndeclared; i++) {
        const struct field *f = &r->form->fields[i];
        if ((personal ? f->personal : is_text(f)) && value_tells(f, &r->v[i], text))
            return true;
        if (personal && !f->personal && items_personal(f) && cells_tell(f, &r->v[i], text, true))
            return true;
    }
    return false;
}

static bool record_tells(const struct record *r, const struct looking *l, bool personal)
{
    bool all = true;
    for (size_t i = 0; i < l->n && all; i++)
        all = text_stands(r, l->texts[i], personal);
    return all;
}

static int look_at(struct record *r, void *arg)
{
    const struct looking *l = arg;
    return record_tells(r, l, false) ? l->fn(r, l->arg) : QT_OK;
}

static int check_texts(const char *const *texts, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (text_len(texts[i]) < 2)
            return fault(QT_REFUSED, _("\"%s\" is too short: give a name, a phone number or a plate."), texts[i]);
    return n > 0 ? QT_OK : fault(QT_REFUSED, _("Give a name, a phone number or a plate."));
}

int desk_person_each(struct desk *d, const char *const *texts, size_t n, int (*fn)(struct record *r, void *arg),
                     void *arg)
{
    struct looking l = {d, texts, n, fn, arg};
    int rc = check_texts(texts, n);
    if (rc == QT_OK)
        rc = desk_permit(d, NULL, NULL, -1, -1, RIGHT_EXPORT);
    for (size_t i = 0; i < d->forms->n && rc == QT_OK; i++)
        if (desk_allows(d, d->forms->v[i], RIGHT_LOOK))
            rc = desk_each(d, d->forms->v[i], NULL, look_at, &l);
    return rc;
}

int desk_person_lines(struct desk *d, const char *const *texts, size_t n, int64_t *lines)
{
    int rc = desk_permit(d, NULL, NULL, -1, -1, RIGHT_EXPORT);
    *lines = 0;
    for (size_t i = 0; i < n && rc == QT_OK; i++) {
        int64_t some = 0;
        rc = journal_plain(d->db, texts[i], &some);
        *lines += some;
    }
    return rc;
}

/* ---- what is found, and what of it stays ---- */

struct found {
    const struct form *form;
    int64_t id;
    char *number;
    bool final, personal; /* each of the texts stands in a personal field */
    char until[11];       /* by law; "": nothing keeps it any more */
    char *fields;         /* labels of the others in which one of them stands; NULL none */
};

struct findings {
    struct looking looking;
    struct found *v;
    size_t n;
    struct person_done *out;
};

static void find_until(const struct record *r, char until[11])
{
    const struct form *f = r->form;
    const struct value *from = &r->v[f->retention_from];
    int64_t since = from->kind == VAL_INT ? from->i : from->kind == VAL_TEXT ? date_time(from->s, 0) : clock_now();
    until[0] = '\0';
    if (f->retention_least && since + f->retention_least * DAY > clock_now())
        date_format(since + f->retention_least * DAY, until);
}

static char *other_fields(const struct record *r, const struct looking *l)
{
    struct buf b = {0};
    for (size_t i = 0; i < r->form->ndeclared; i++) {
        const struct field *f = &r->form->fields[i];
        bool stands = false;
        for (size_t k = 0; k < l->n && !f->personal && is_text(f); k++)
            stands = stands || (items_personal(f) ? cells_tell(f, &r->v[i], l->texts[k], false)
                                                  : value_tells(f, &r->v[i], l->texts[k]));
        if (stands)
            buf_addf(&b, "%s%s", b.len ? ", " : "", label_of(&f->label, l->d->lang, f->name));
    }
    return b.len ? buf_take(&b) : NULL;
}

static int note_found(struct record *r, void *arg)
{
    struct findings *all = arg;
    int s = record_state(r);
    all->v = mem_resize(all->v, all->n + 1, sizeof *all->v);
    struct found *f = &all->v[all->n++];
    *f = (struct found){.form = r->form,
                        .id = r->id,
                        .number = mem_dup(record_number(r)),
                        .final = s < 0 || r->form->states[s].final,
                        .personal = record_tells(r, &all->looking, true),
                        .fields = other_fields(r, &all->looking)};
    find_until(r, f->until);
    return QT_OK;
}

static void stays(struct findings *all, const struct found *f, const char *why)
{
    buf_addf(&all->out->kept, "%s %s: %s\n", label_of(&f->form->title, all->looking.d->lang, f->form->name), f->number,
             why);
}

/* Each of the findings is done in a transaction of its own, then the words leave the search, too. */
static int person_do(struct desk *d, const char *const *texts, size_t n, struct person_done *out,
                     int (*fn)(struct findings *all, const struct found *f))
{
    struct findings all = {.looking = {.d = d, .texts = texts, .n = n}, .out = out};
    struct slice slice = {.db = d->db};
    int64_t lines = 0;
    *out = (struct person_done){0};
    int rc = desk_attempt(d, NULL, NULL, -1, -1, RIGHT_APPROVE);
    if (rc == QT_OK)
        rc = desk_person_each(d, texts, n, note_found, &all);
    for (size_t i = 0; i < all.n && rc == QT_OK; i++)
        rc = fn(&all, &all.v[i]);
    if (out->records > 0 && search_scrub(&slice) < 0)
        rc = fault_code();
    if (folder_forget(d->db) < 0)
        rc = fault_code();
    if (rc == QT_OK)
        rc = desk_person_lines(d, texts, n, &lines);
    if (rc == QT_OK && lines)
        buf_addf(&out->kept, _("Journal: %lld lines of before hold it in the open, and nothing can change them\n"),
                 (long long)lines);
    for (size_t i = 0; i < all.n; i++) {
        free(all.v[i].number);
        free(all.v[i].fields);
    }
    free(all.v);
    return rc;
}

/* ---- erasing (PIPL 47) ---- */

static int erase_found(struct findings *all, const struct found *f)
{
    struct desk *d = all->looking.d;
    int64_t before = all->out->records;
    int rc = QT_OK;
    if (f->personal && f->final && !f->until[0]) {
        rc = desk_begin(d);
        if (rc == QT_OK)
            rc = desk_end(d, purge_record(d, f->form, f->id, 0, &all->out->records));
    }
    char *law = f->until[0] ? mem_printf(_("the law wants it kept until %s"), f->until) : NULL;
    if (rc == QT_OK && f->personal && all->out->records == before)
        stays(all, f, law ? law : f->final ? _("a promise of it still runs; see to it first") : _("close it first"));
    free(law);
    char *fields = f->fields ? mem_printf(_("what stands in \"%s\" is kept for good"), f->fields) : NULL;
    if (rc == QT_OK && fields)
        stays(all, f, fields);
    free(fields);
    return rc;
}

int desk_person_erase(struct desk *d, const char *const *texts, size_t n, struct person_done *out)
{
    return person_do(d, texts, n, out, erase_found);
}

/* ---- what was there before a correction (PIPL 46) ---- */

static int forget_found(struct findings *all, const struct found *f)
{
    struct desk *d = all->looking.d;
    struct record *r = NULL;
    bool done = false;
    if (!f->personal)
        return QT_OK;
    int rc = desk_begin(d);
    if (rc < 0)
        return rc;
    rc = rec_get(d->db, f->form, f->id, &r);
    if (rc == QT_OK)
        rc = rec_forget(d->db, &d->who, r, &done);
    record_free(r);
    rc = desk_end(d, rc == QT_NOTFOUND ? QT_OK : rc);
    all->out->records += rc == QT_OK && done;
    return rc;
}

int desk_person_forget(struct desk *d, const char *const *texts, size_t n, struct person_done *out)
{
    return person_do(d, texts, n, out, forget_found);
}
