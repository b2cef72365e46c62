/* An import is taken back whole, while nobody has built on it: no record that it added or changed was changed by
 * anybody since, and none that it added is named by another. Records that it added leave their register; the journal
 * keeps what they were, with a line `withdraw` for each, but for personal values: nobody asks for these rows any more,
 * and no retention would find them. What it changed is changed back (import_back.c), with a line `change`. */
#include "import/import.h"

#include <inttypes.h>

enum { TOLD = 5 }; /* numbers named in a refusal */

/* ---- may it be taken back -------------------------------------------------------------------------------------------
 */
static bool leads_to(const struct form *of, const struct field *f, const struct form *to)
{
    return (f->type == FT_UNIT && strcmp(to->name, "unit") == 0) ||
           (f->type == FT_LINK && f->to && strcmp(f->to, to->name) == 0 && of != to);
}

int undo_named(const struct undo *u, const struct value *number, bool *named)
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
            rc = rec_equal(u->d->db, f, (int)k, number, 1, &ids, &n);
            *named = n > 0;
            free(ids);
        }
    }
    return rc;
}

static int may_go(const struct undo *u, const struct record *r, bool *may)
{
    bool touched = false, named = false;
    int rc = journal_touched(u->d->db, u->form->name, r->id, 0, &touched);
    if (rc == QT_OK && !touched)
        rc = undo_named(u, &r->v[form_sys(u->form, SYS_NUMBER)], &named);
    *may = !touched && !named;
    return rc;
}

static int may_change_back(const struct undo *u, const struct record *r, bool *may)
{
    struct record *w = NULL;
    int rc = back_make(u, r, &w);
    *may = w != NULL;
    record_free(w);
    return rc;
}

/* Keeps the record when there is something to take back; *built: somebody has built on it, then its number is told. */
static int check_one(struct undo *u, size_t i, size_t *kept, bool *built, char **number)
{
    struct record *r = NULL;
    bool may = true, made, changed;
    *built = false;
    int rc = back_kind(u, u->ids[i], &made, &changed);
    if (rc != QT_OK || (!made && !changed))
        return rc;
    rc = rec_get(u->d->db, u->form, u->ids[i], &r);
    if (rc == QT_NOTFOUND) /* taken back before it was cut short, or with another import */
        return QT_OK;
    if (rc == QT_OK)
        rc = made ? may_go(u, r, &may) : may_change_back(u, r, &may);
    *built = rc == QT_OK && !may;
    *number = *built ? mem_dup(record_number(r)) : NULL;
    u->made[*kept] = made;
    u->ids[(*kept)++] = u->ids[i];
    record_free(r);
    return rc;
}

static int check_all(struct undo *u)
{
    struct buf told = {0};
    size_t kept = 0, nbuilt = 0;
    int rc = QT_OK;
    u->made = mem_alloc((u->n + 1) * sizeof *u->made);
    for (size_t i = 0; rc == QT_OK && i < u->n; i++) {
        bool built;
        char *number = NULL;
        rc = check_one(u, i, &kept, &built, &number);
        if (built && nbuilt++ < TOLD)
            buf_addf(&told, "%s%s", told.len ? ", " : "", number);
        free(number);
    }
    u->n = kept;
    if (rc == QT_OK && nbuilt > 0)
        rc = fault(
            QT_REFUSED,
            _("%zu records of import %lld were changed since or are named by others (%s%s); it is not taken back."),
            nbuilt, (long long)u->import, told.s, nbuilt > TOLD ? " …" : "");
    else if (rc == QT_OK && kept == 0)
        rc =
            fault(QT_REFUSED, _("Nothing stands any more of what import %lld added or changed."), (long long)u->import);
    bool lost = false;
    for (size_t i = 0; rc == QT_OK && i < u->n; i++)
        lost = lost || u->made[i];
    if (lost && u->form->gapless)
        rc = fault(
            QT_REFUSED,
            _("The numbers of register '%s' have no gaps (gapless): what import %lld added is not taken back. End "
              "these records by an action."),
            u->form->name, (long long)u->import);
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

static int withdraw(const struct undo *u, const struct record *r, bool *may)
{
    int rc = may_go(u, r, may);
    if (rc == QT_OK && *may)
        rc = end_clocks(u, r);
    return rc == QT_OK && *may ? rec_withdraw(u->d->db, &u->d->who, r, false) : rc;
}

static int change_back(const struct undo *u, const struct record *r, bool *may)
{
    struct record *w = NULL;
    int rc = back_make(u, r, &w);
    *may = w != NULL;
    if (rc == QT_OK && w)
        rc = back_write(u, r, w);
    record_free(w);
    return rc;
}

static int take_back(const struct undo *u, size_t i)
{
    struct record *r = NULL;
    bool may = true;
    int rc = rec_get(u->d->db, u->form, u->ids[i], &r);
    if (rc == QT_OK)
        rc = (u->made[i] ? withdraw : change_back)(u, r, &may);
    if (rc == QT_OK && !may)
        rc = fault(QT_CONFLICT, _("%s was changed meanwhile."), record_number(r));
    record_free(r);
    return rc;
}

static void count(const struct undo *u, size_t from, size_t to, struct import_undone *out)
{
    for (size_t i = from; i < to; i++)
        *(u->made[i] ? &out->withdrawn : &out->changed) += 1;
}

static int take_all_back(struct undo *u, struct import_undone *out)
{
    struct slice slice = {.db = u->d->db};
    size_t done = 0; /* of those before it the slices are written */
    int rc = QT_OK;
    for (size_t i = 0; rc == QT_OK && i < u->n && !out->stopped; i++) {
        rc = desk_slice(u->d, &slice);
        (void)journal_cause(u->d->db, u->cause);
        if (rc == QT_OK)
            rc = take_back(u, i);
        out->stopped = u->o->go_on && i + 1 < u->n && !u->o->go_on(u->o->arg, (int64_t)i + 1);
        if (rc == QT_OK && (slice_full(&slice) || i + 1 == u->n || out->stopped)) {
            rc = desk_slice_end(u->d, &slice, rc);
            if (rc == QT_OK)
                count(u, done, i + 1, out);
            done = i + 1;
        }
    }
    if (rc != QT_OK)
        rc = desk_slice_end(u->d, &slice, rc);
    (void)journal_cause(u->d->db, NULL);
    return rc;
}

static int note_undone(struct undo *u, const struct import_undone *out)
{
    char *data = mem_printf("{\"import\":%" PRId64 ",\"withdrawn\":%" PRId64 ",\"changed\":%" PRId64 "}", u->import,
                            out->withdrawn, out->changed);
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

/* Both kinds of records by their own right. */
static int may_undo(struct undo *u, const char *by)
{
    struct desk *d = u->d;
    int rc = desk_attempt(d, u->form, NULL, -1, -1, RIGHT_IMPORT);
    if (rc == QT_OK && strcmp(by, d->staff) != 0)
        rc = desk_attempt(d, u->form, NULL, -1, -1, RIGHT_MIGRATE);
    if (rc == QT_OK)
        rc = journal_imported(d->db, u->form->name, u->import, &u->ids, &u->n);
    if (rc == QT_OK)
        rc = check_all(u);
    bool change = false;
    for (size_t i = 0; rc == QT_OK && i < u->n; i++)
        change = change || !u->made[i];
    return rc == QT_OK && change ? desk_attempt(d, u->form, NULL, -1, -1, RIGHT_CHANGE) : rc;
}

static int undo(struct undo *u, struct import_undone *out)
{
    struct slice scrub = {.db = u->d->db};
    int rc = take_all_back(u, out);
    if (rc == QT_OK && !out->stopped)
        rc = note_undone(u, out);
    return rc == QT_OK ? search_scrub(&scrub) : rc; /* the words of what was taken back leave the file, too */
}

int desk_import_undo(struct desk *d, int64_t id, const struct import_options *o, struct import_undone *out)
{
    struct undo u = {.d = d, .import = id, .o = o};
    char *by = NULL;
    *out = (struct import_undone){0};
    (void)snprintf(u.cause, sizeof u.cause, "{\"import\":%" PRId64 "}", id);
    int rc = find_import(&u, &by);
    if (rc == QT_OK)
        rc = may_undo(&u, by);
    if (rc == QT_OK && o->dry_run)
        count(&u, 0, u.n, out);
    else if (rc == QT_OK)
        rc = undo(&u, out);
    free(u.ids);
    free(u.made);
    free(by);
    return rc;
}
