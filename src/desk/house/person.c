/* All that is kept about one person (PIPL 44 to 47): found in the personal fields of all registers, read through the
 * person who asks, emptied where nothing is open any more. */
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

/* As the field keeps it (a phone without its blanks), or as part of what is written. */
static bool value_tells(const struct field *f, const struct value *v, const char *text)
{
    struct value asked = {0};
    if (v->kind != VAL_TEXT)
        return false;
    bool same = strstr(v->s, text) != NULL;
    if (!same && field_parse(f, text, clock_now(), &asked) == QT_OK)
        same = value_same(&asked, v);
    value_clear(&asked);
    fault_clear();
    return same;
}

static bool record_tells(const struct record *r, const struct looking *l)
{
    for (size_t i = 0; i < l->n; i++) {
        bool told = false;
        for (size_t k = 0; k < r->form->ndeclared && !told; k++)
            told = r->form->fields[k].personal && value_tells(&r->form->fields[k], &r->v[k], l->texts[i]);
        if (!told)
            return false;
    }
    return true;
}

static int look_at(struct record *r, void *arg)
{
    const struct looking *l = arg;
    return record_tells(r, l) ? l->fn(r, l->arg) : QT_OK;
}

static bool keeps_names(const struct form *f)
{
    for (size_t i = 0; i < f->ndeclared; i++)
        if (f->fields[i].personal)
            return true;
    return false;
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
    for (size_t i = 0; i < d->forms->n && rc == QT_OK; i++) {
        const struct form *f = d->forms->v[i];
        if (keeps_names(f) && desk_allows(d, f, RIGHT_LOOK))
            rc = desk_each(d, f, NULL, look_at, &l);
    }
    return rc;
}

/* ---- erasing ---- */

struct found {
    const struct form *form;
    int64_t id;
    char *number;
    bool final;
};

struct findings {
    struct found *v;
    size_t n;
};

static int note_found(struct record *r, void *arg)
{
    struct findings *all = arg;
    int s = record_state(r);
    all->v = mem_resize(all->v, all->n + 1, sizeof *all->v);
    all->v[all->n++] = (struct found){r->form, r->id, mem_dup(record_number(r)), s < 0 || r->form->states[s].final};
    return QT_OK;
}

static int erase_found(struct desk *d, const struct found *f, int64_t *erased, struct buf *open)
{
    int64_t before = *erased;
    int rc = QT_OK;
    if (f->final) {
        rc = desk_begin(d);
        if (rc == QT_OK)
            rc = desk_end(d, purge_record(d, f->form, f->id, 0, erased));
    }
    if (rc == QT_OK && *erased == before)
        buf_addf(open, "%s%s %s", open->len ? ", " : "", label_of(&f->form->title, d->lang, f->form->name), f->number);
    return rc;
}

int desk_person_erase(struct desk *d, const char *const *texts, size_t n, int64_t *erased, struct buf *open)
{
    struct findings all = {0};
    struct slice slice = {.db = d->db};
    *erased = 0;
    int rc = desk_attempt(d, NULL, NULL, -1, -1, RIGHT_APPROVE);
    if (rc == QT_OK)
        rc = desk_person_each(d, texts, n, note_found, &all);
    for (size_t i = 0; i < all.n && rc == QT_OK; i++)
        rc = erase_found(d, &all.v[i], erased, open);
    if (*erased > 0 && search_scrub(&slice) < 0)
        rc = fault_code();
    for (size_t i = 0; i < all.n; i++)
        free(all.v[i].number);
    free(all.v);
    return rc;
}
