/* Forms that call something by another name (`renamed`): records of before follow, in slices, at the first opening with
 * such a form; and what is left in a state that no form names is told. */
#include "house/renamed.h"

enum { BATCH = 1000 };

/* One register: how many of its records have followed. */
static int follow(struct desk *d, const struct form *f, int64_t *moved)
{
    struct slice slice = {.db = d->db};
    int64_t ids[BATCH], behind = 0;
    size_t n = 0;
    int rc = rec_renamable(d->db, f, 0, ids, BATCH, &n);
    while (rc == QT_OK && n > 0) {
        for (size_t i = 0; rc == QT_OK && i < n; i++) {
            bool one = false;
            rc = desk_slice_unattended(d, &slice);
            if (rc == QT_OK)
                rc = rec_rename(d->db, &d->who, f, ids[i], &one);
            *moved += one;
            if (rc == QT_NOTFOUND)
                rc = QT_OK;
            if (rc < 0 || slice_full(&slice) || i + 1 == n)
                rc = desk_slice_end(d, &slice, rc);
        }
        behind = ids[n - 1];
        if (rc == QT_OK)
            rc = rec_renamable(d->db, f, behind, ids, BATCH, &n);
    }
    return rc;
}

static int tell_state(const struct form *f, const char *state, int64_t records, const char *told, void *arg)
{
    problems_add(arg, &f->at, false,
                 _("%lld records of register '%s' (%s ...) are in the state '%s', which the form does not have: write "
                   "renamed: {states: {%s: NEW}}"),
                 (long long)records, f->name, told, state, state);
    return QT_OK;
}

int desk_states_left(struct desk *d, struct problems *out)
{
    int rc = QT_OK;
    for (size_t i = 0; i < d->forms->n && rc == QT_OK; i++)
        rc = rec_states_left(d->db, d->forms->v[i], tell_state, out);
    return rc;
}

static int note_all(struct desk *d)
{
    int rc = desk_begin_unattended(d);
    return rc < 0 ? rc : desk_end(d, rec_renamed_all(d->db));
}

int renamed_follow(struct desk *d, bool anew, struct problems *out)
{
    bool known = false, refused = false;
    int rc = d->readonly ? QT_OK : rec_renamed_known(d->db, &known);
    if (rc < 0 || d->readonly || (known && !anew))
        return rc;
    for (size_t i = 0; i < d->forms->n && (rc == QT_OK || rc == QT_REFUSED); i++) {
        const struct form *f = d->forms->v[i];
        int64_t moved = 0;
        rc = f->nrenamed ? follow(d, f, &moved) : QT_OK;
        if (rc == QT_REFUSED && out)
            problems_add(out, &f->at, false, "%s", fault_text());
        refused |= rc == QT_REFUSED;
    }
    if (rc == QT_REFUSED) {
        fault_clear();
        rc = QT_OK;
    }
    if (rc == QT_OK && out && !known)
        rc = desk_states_left(d, out);
    return rc == QT_OK && !known && !refused ? note_all(d) : rc;
}
