/* What an import changed is put back from its journal line, which has what stood there before: while nobody but imports
 * has touched the record since, and what the import changed still stands as it left it. Clocks that it stopped run on,
 * those that it started are withdrawn. */
#include "import/import.h"

#include <stdlib.h>

enum { SAME_MOMENT = 60 /* seconds between the line of a record and those of its clocks, at most */ };

static bool by_import(const struct undo *u, const struct journal_line *l)
{
    return l->seq > u->import && strstr(l->data, u->cause);
}

static bool brought(const struct journal_line *l)
{
    return strcmp(l->action, "import") == 0 || strcmp(l->action, "migrate") == 0;
}

/* Its newest line, of n; n: it has none. A record that was put back has another one. */
static size_t its_line(const struct undo *u, const struct journal_line *v, size_t n)
{
    size_t i = 0;
    while (i < n && !by_import(u, &v[i]))
        i++;
    return i;
}

int back_kind(const struct undo *u, int64_t id, bool *made, bool *changed)
{
    struct journal_line *v = NULL;
    size_t n = 0;
    int rc = journal_history(u->d->db, u->form->name, id, NULL, 0, &v, &n);
    *made = *changed = false;
    if (rc == QT_OK && n > 0) {
        size_t i = its_line(u, v, n);
        *made = by_import(u, &v[n - 1]);
        *changed = !*made && i < n && brought(&v[i]);
    }
    journal_free(v, n);
    return rc;
}

/* One member: [before,after]. False: it cannot be put back. */
static bool lay_back(struct record *w, const char *name, const struct value *before, const struct value *after)
{
    const struct form *f = w->form;
    int field = form_field(f, name);
    if (field < 0)
        return false;
    if (f->fields[field].type == FT_COMPUTED || field == form_sys(f, SYS_CHANGED_AT) ||
        field == form_sys(f, SYS_CHANGED_BY))
        return true;
    if (f->fields[field].secret ? before->kind != VAL_NULL : !value_same(&w->v[field], after))
        return false; /* no file writes over a secret */
    value_copy(&w->v[field], before);
    return true;
}

static bool lay_pair(struct json *j, struct record *w)
{
    struct value before = {0}, after = {0};
    char *name = mem_dup(j->name.s);
    (void)json_next(j);
    value_from_json(&before, j);
    (void)json_next(j);
    value_from_json(&after, j);
    bool good = json_next(j) == JSON_LEAVE && lay_back(w, name, &before, &after);
    value_clear(&before);
    value_clear(&after);
    free(name);
    return good;
}

/* All members but its cause. A text is the mark of a personal value that is gone. */
static bool lay_line(const struct journal_line *l, struct record *w)
{
    struct json j;
    json_open(&j, l->shown);
    bool good = json_next(&j) == JSON_OBJECT;
    enum json_item item = good ? json_next(&j) : JSON_BAD;
    for (; good && item != JSON_LEAVE; item = json_next(&j)) {
        if (item == JSON_OBJECT)
            json_skip(&j);
        else
            good = item == JSON_ARRAY && lay_pair(&j, w);
    }
    return json_close(&j) == QT_OK && good;
}

/* The number stands in the lines themselves, v[0] is the import's; what a clock says of itself has none. */
static int lay_number(const struct undo *u, const struct journal_line *v, size_t n, struct record *w, bool *good)
{
    struct value *number = &w->v[form_sys(w->form, SYS_NUMBER)];
    bool named = false;
    size_t before = 1;
    while (before < n && !*v[before].number)
        before++;
    if (before == n || strcmp(v->number, v[before].number) == 0)
        return QT_OK;
    int rc = undo_named(u, number, &named);
    *good = !named && strcmp(record_number(w), v->number) == 0;
    value_text(number, v[before].number);
    return rc;
}

int back_make(const struct undo *u, const struct record *stored, struct record **w)
{
    struct journal_line *v = NULL;
    size_t n = 0;
    bool touched = false;
    *w = NULL;
    int rc = journal_history(u->d->db, u->form->name, stored->id, NULL, 0, &v, &n);
    size_t i = rc == QT_OK ? its_line(u, v, n) : 0;
    bool good = rc == QT_OK && i + 1 < n && brought(&v[i]);
    if (good)
        rc = journal_touched(u->d->db, u->form->name, stored->id, v[i].seq, &touched);
    if (rc == QT_OK && good && !touched) {
        *w = record_copy(stored);
        good = lay_line(&v[i], *w);
        rc = good ? lay_number(u, &v[i], n - i, *w, &good) : QT_OK;
    }
    if (rc != QT_OK || !good) {
        record_free(*w);
        *w = NULL;
    }
    if (rc == QT_OK)
        fault_clear();
    journal_free(v, n);
    return rc;
}

/* ---- clocks ------------------------------------------------------------------------------------------------------ */

/* Did it run, and was it late? As its line says. */
static bool ran(const struct journal_line *l, bool *late)
{
    struct json j;
    enum json_item item;
    bool stopped = true;
    json_open(&j, l->data);
    while ((item = json_next(&j)) != JSON_END && item != JSON_BAD) {
        if (item == JSON_NUMBER && strcmp(j.name.s, "stopped") == 0)
            stopped = j.number != 0;
        else if (item == JSON_NUMBER && strcmp(j.name.s, "late") == 0)
            *late = j.number != 0;
    }
    return json_close(&j) == QT_OK && !stopped;
}

static int clock_back(struct desk *d, const struct journal_line *by, struct due *due)
{
    struct journal_line *v = NULL;
    size_t n = 0, before = 0;
    bool late = due->late;
    int rc = journal_history(d->db, "due", due->id, NULL, 0, &v, &n);
    while (before < n && v[before].seq > by->seq)
        before++;
    bool begun = before == n && n > 0 && v[n - 1].at - by->at <= SAME_MOMENT && !due->stopped;
    bool ended = before < n && due->stopped && ran(&v[before], &late);
    if (begun || ended) {
        due->stopped = begun ? clock_now() : 0;
        due->withdrawn = begun;
        due->late = late;
    }
    journal_free(v, n);
    return rc == QT_OK && (begun || ended) ? due_put(d->db, due) : rc;
}

static int clocks_back(struct desk *d, const struct record *r, const struct journal_line *by)
{
    struct due *v = NULL;
    size_t n = 0;
    int rc = due_of(d->db, r->form->name, r->id, &v, &n);
    for (size_t i = 0; rc == QT_OK && i < n; i++)
        rc = clock_back(d, by, &v[i]);
    due_free(v, n);
    return rc;
}

int back_write(const struct undo *u, const struct record *stored, struct record *w)
{
    struct journal_line *v = NULL;
    size_t n = 0;
    int rc = journal_history(u->d->db, u->form->name, stored->id, NULL, 0, &v, &n);
    size_t i = rc == QT_OK ? its_line(u, v, n) : 0;
    if (rc == QT_OK && i < n)
        rc = clocks_back(u->d, stored, &v[i]);
    if (rc == QT_OK)
        rc = desk_write_past(u->d, "change", stored, w);
    journal_free(v, n);
    return rc == QT_OK ? clocks_follow(u->d, stored, w, -1, false) : rc; /* it comes into no state anew */
}
