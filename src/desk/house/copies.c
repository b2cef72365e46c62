/* Other databases than the one at work: a backup that takes its place, one made from its journal. */
#include "qiantai/desk_copies.h"

#include "desk_internal.h"

int desk_restore_begin(const char *from, const char *path, const struct forms *forms, bool despite,
                       struct restore **out)
{
    return db_restore_begin(from, path, forms, despite, out);
}

const char *desk_restore_copy(const struct restore *r)
{
    return db_restore_copy(r);
}

int desk_restore_note(struct restore *r, struct desk *copy, const struct who *who)
{
    return db_restore_note(r, copy->db, who);
}

int desk_restore_end(struct restore *r, int rc)
{
    return db_restore_end(r, rc);
}

int desk_rebuild(struct desk *d, const char *to, struct rebuilt *out)
{
    *out = (struct rebuilt){0};
    int rc = desk_attempt(d, NULL, NULL, -1, -1, RIGHT_BACKUP);
    if (rc == QT_OK)
        rc = db_rebuild(d->db, to, out);
    return rc == QT_OK ? desk_outside(d, "backup", to) : rc;
}

void desk_rebuilt_clear(struct rebuilt *r)
{
    rebuilt_clear(r);
}
