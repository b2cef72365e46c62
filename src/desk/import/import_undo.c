/* An import is taken back whole, while nobody has built on it: no record that it added was changed by anybody since,
 * and none is named by another. The records leave their register; the journal keeps what they were, with a line
 * `withdraw` for each, but for personal values: nobody asks for these rows any more, and no retention would find them.
 * What an import changed is not turned back: importing with the former map does that. */
#include "import/import.h"

#include <inttypes.h>

enum { TOLD = 5 }; /* numbers named in a refusal */

struct undo {
    struct desk *d;
    const struct form *form;
    int64_t import;
    int64_t *ids;
    size_t n;
    char cause[48];
};

/* ---- may it be taken back -------------------------------------------------------------------------------------------
 */
static bool leads_to(const struct form *of, const struct field *f, const struct form *to)
{
    return (f->type == FT_UNIT && strcmp(to->name, "unit") == 0) ||
           (f->type == FT_LINK && f->to && strcmp(f->to, to->name) == 0 && of != to);
}

/* Does a record of another register name this one? */
static int is_named(const struct undo *u, const struct record *r, bool *named)
{
    const struct forms *set = u->d->forms;
    int rc = QT_OK;
    *named = false;
    for (size_t i = 0; rc == QT_OK && !*named && i < set->n; i++) {
        const struct form *f = set->v[i];
        for (size_t k = 0; rc == QT_OK && !*named && k < f->ndeclared; k++) {
            int64_t *ids = NULL;
            size_t n = 0;
            if (!leads_to(f, &f->fields[k], u->form))
                continue;
            rc = rec_equal(u->d->db, f, (int)k, &r->v[form_sys(u->form, SYS_NUMBER)], 1, &ids, &n);
            *named = n > 0;
            free(ids);
        }
    }
    return rc;
}

static int may_go(const struct undo *u, const struct record *r, bool *may)
{
    bool touched = false, named = false;
    int rc = journal_touched(u->d->db, u->form->name, r->id, &touched);
    if (rc == QT_OK && !touched)
        rc = is_named(u, r, &named);
    *may = !touched && !named;
    return rc;
}

/* Was it this import that made the record, or an earlier one? */
static int is_made(const struct undo *u, int64_t id, bool *made)
{
    struct journal_line *v = NULL;
    size_t n = 0;
    int rc = journal_history(u->d->db, u->form->name, id, NULL, 0, &v, &n);
    *made = rc == QT_OK && n > 0 && v[n - 1].seq > u->import && strstr(v[n - 1].data, u->cause);
    journal_free(v, n);
    return rc;
}

static int check_all(struct undo *u)
{
    struct buf told = {0};
    size_t kept = 0, built = 0;
    int rc = QT_OK;
    for (size_t i = 0; rc == QT_OK && i < u->n; i++) {
        struct record *r = NULL;
        bool may = true, made = false;
        rc = is_made(u, u->ids[i], &made);
        if (rc != QT_OK || !made)
            continue;
        rc = rec_get(u->d->db, u->form, u->ids[i], &r);
        if (rc == QT_NOTFOUND) { /* taken back before it was cut short */
            rc = QT_OK;
            continue;
        }
        if (rc == QT_OK)
            rc = may_go(u, r, &may);
        if (rc == QT_OK && !may && built++ < TOLD)
            buf_addf(&told, "%s%s", told.len ? ", " : "", record_number(r));
        u->ids[kept++] = u->ids[i];
        record_free(r);
    }
    u->n = kept;
    if (rc == QT_OK && built > 0)
        rc = fault(
            QT_REFUSED,
            _("%zu records of import %lld were changed since or are named by others (%s%s); it is not taken back."),
            built, (long long)u->import, told.s, built > TOLD ? " …" : "");
    else if (rc == QT_OK && kept == 0)
        rc = fault(QT_REFUSED,
                   _("Import %lld has added nothing that stands: what it changed is changed back by importing "
                     "with the former map."),
                   (long long)u->import);
    buf_free(&told);
    return rc;
}

/* ---- taking back ----------------------------------------------------------------------------------------------------
 */
static int end_clocks(const struct undo *u, const struct record *r)
{
    struct due *v = NULL;
    size_t n = 0;
    int rc = due_of(u->d->db, u->form->name, r->id, &v, &n);
    for (size_t i = 0; rc == QT_OK && i < n; i++) {
        if (v[i].stopped)
            continue;
        v[i].withdrawn = true;
        v[i].stopped = clock_now();
        rc = due_put(u->d->db, &v[i]);
    }
    due_free(v, n);
    return rc;
}

static int withdraw_one(const struct undo *u, int64_t id)
{
    struct record *r = NULL;
    bool may = true;
    int rc = rec_get(u->d->db, u->form, id, &r);
    if (rc == QT_OK)
        rc = may_go(u, r, &may);
    if (rc == QT_OK && !may)
        rc = fault(QT_CONFLICT, _("%s was changed meanwhile."), record_number(r));
    if (rc == QT_OK)
        rc = end_clocks(u, r);
    if (rc == QT_OK)
        rc = rec_withdraw(u->d->db, &u->d->who, r);
    record_free(r);
    return rc;
}

static int withdraw_all(struct undo *u, int64_t *withdrawn)
{
    struct slice slice = {.db = u->d->db};
    int64_t batch = 0;
    int rc = QT_OK;
    for (size_t i = 0; rc == QT_OK && i < u->n; i++) {
        rc = desk_slice(u->d, &slice);
        (void)journal_cause(u->d->db, u->cause);
        if (rc == QT_OK)
            rc = withdraw_one(u, u->ids[i]);
        batch += rc == QT_OK;
        if (rc == QT_OK && (slice_full(&slice) || i + 1 == u->n)) {
            rc = desk_slice_end(u->d, &slice, rc);
            *withdrawn += rc == QT_OK ? batch : 0;
            batch = 0;
        }
    }
    if (rc != QT_OK)
        rc = desk_slice_end(u->d, &slice, rc);
    (void)journal_cause(u->d->db, NULL);
    return rc;
}

static int note_undone(struct undo *u, int64_t withdrawn)
{
    char *data = mem_printf("{\"import\":%" PRId64 ",\"withdrawn\":%" PRId64 "}", u->import, withdrawn);
    int rc = desk_note(u->d, "import-undone", u->form->name, 0, data);
    free(data);
    return rc;
}

static int find_import(struct undo *u, char **by)
{
    struct import_done *v = NULL;
    size_t n = 0;
    int rc = desk_imports(u->d, &v, &n);
    for (size_t i = 0; rc == QT_OK && i < n && !u->form; i++) {
        if (v[i].id != u->import)
            continue;
        u->form = v[i].form;
        *by = mem_dup(v[i].staff);
        if (v[i].undone)
            rc = fault(QT_REFUSED, _("Import %lld was taken back already."), (long long)u->import);
    }
    desk_imports_free(v, n);
    if (rc == QT_OK && !u->form)
        rc = fault(QT_NOTFOUND, _("There is no import %lld; `qiantai import list` shows them."), (long long)u->import);
    return rc;
}

int desk_import_undo(struct desk *d, int64_t id, int64_t *withdrawn)
{
    struct undo u = {.d = d, .import = id};
    struct slice scrub = {.db = d->db};
    char *by = NULL;
    *withdrawn = 0;
    (void)snprintf(u.cause, sizeof u.cause, "{\"import\":%" PRId64 "}", id);
    int rc = find_import(&u, &by);
    if (rc == QT_OK)
        rc = desk_attempt(d, u.form, NULL, -1, -1, RIGHT_IMPORT);
    if (rc == QT_OK && strcmp(by, d->staff) != 0)
        rc = desk_attempt(d, u.form, NULL, -1, -1, RIGHT_MIGRATE);
    if (rc == QT_OK)
        rc = journal_imported(d->db, u.form->name, id, &u.ids, &u.n);
    if (rc == QT_OK)
        rc = check_all(&u);
    if (rc == QT_OK)
        rc = withdraw_all(&u, withdrawn);
    if (rc == QT_OK)
        rc = note_undone(&u, *withdrawn);
    if (rc == QT_OK) /* the words of what was taken back leave the file, too */
        rc = search_scrub(&scrub);
    free(u.ids);
    free(by);
    return rc;
}
