/* One transaction of the desk. Inside it expressions are evaluated with the engine's eyes: what the author of a form
 * decides must not depend on who sits there. What is read from it goes through the person's rights (permit.c). */
#include "desk_internal.h"

/* In the transaction just begun: whoever sits here may have been sent away, or given another role, by others. What was
 * permitted before it began was permitted to the role before. */
static int seated(struct desk *d)
{
    int rc = seat_look(d);
    if (rc == QT_OK)
        d->engine++;
    else
        db_rollback(d->db);
    return rc;
}

int desk_begin_unattended(struct desk *d)
{
    if (d->readonly)
        return fault(QT_READONLY, _("The database is open for reading only; nothing was changed."));
    int rc = clock_possible(d);
    if (rc == QT_OK)
        rc = db_begin(d->db);
    return rc < 0 ? rc : seated(d);
}

int desk_begin(struct desk *d)
{
    if (!d->staff[0])
        return fault(QT_DENIED, _("Nobody has signed in; nothing was changed."));
    return desk_begin_unattended(d);
}

int desk_end(struct desk *d, int rc)
{
    if (db_in_transaction(d->db))
        d->engine--;
    if (rc >= 0)
        rc = db_commit(d->db);
    if (rc < 0)
        db_rollback(d->db);
    return rc;
}

int desk_slice_unattended(struct desk *d, struct slice *s)
{
    if (db_in_transaction(d->db))
        return QT_OK;
    int rc = clock_possible(d);
    if (rc == QT_OK)
        rc = slice_begin(s);
    return rc < 0 ? rc : seated(d);
}

int desk_slice(struct desk *d, struct slice *s)
{
    if (!d->staff[0])
        return fault(QT_DENIED, _("Nobody has signed in; nothing was changed."));
    return desk_slice_unattended(d, s);
}

int desk_slice_end(struct desk *d, struct slice *s, int rc)
{
    if (db_in_transaction(d->db))
        d->engine--;
    return slice_end(s, rc);
}

int desk_note(struct desk *d, const char *word, const char *reg, int64_t record, const char *data)
{
    int rc = desk_begin_unattended(d);
    if (rc < 0)
        return rc;
    return desk_end(d, journal_note(d->db, &d->who, word, reg, record, data));
}

int desk_log_view(struct desk *d, const char *reg, int64_t record)
{
    return d->readonly ? QT_OK : desk_note(d, "view", reg, record, NULL);
}
