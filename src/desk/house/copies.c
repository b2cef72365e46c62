/* Other databases than the one at work: a backup that takes its place, one made from its journal. */
#include "qiantai/desk_copies.h"

#include <stdlib.h>
#include <string.h>

#include "desk_internal.h"
#include "house/encrypt.h"

int desk_restore_begin(const char *from, const char *path, const struct forms *forms, bool despite,
                       struct restore **out)
{
    size_t n = strlen(from), end = strlen(BACKUP_ENCRYPTED);
    int rc = db_restore_begin(from, path, forms, despite, out);
    if (rc == QT_FOREIGN && n > end && strcmp(from + n - end, BACKUP_ENCRYPTED) == 0)
        rc = fault(QT_FOREIGN,
                   _("%s is encrypted; nothing was changed. Open it first with the private key, for one in an empty "
                     "folder: age -d -i KEY %s | tar -x, or gpg -d %s | tar -x; then restore the database in it."),
                   from, from, from);
    return rc;
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

int desk_backed_up(struct desk *d, const char *file)
{
    char *data = json_pairs("file", file, NULL);
    int rc = desk_note(d, "backup", NULL, 0, data);
    free(data);
    return rc;
}

/* Noted as soon as it is there, and once more under its name when it is encrypted. */
int desk_backup(struct desk *d, const char *to, char **made)
{
    struct buf lacks = {0};
    *made = NULL;
    int rc = desk_attempt(d, NULL, NULL, -1, -1, RIGHT_BACKUP);
    if (rc == QT_OK)
        rc = db_backup(d->db, to, &lacks);
    if (rc == QT_OK)
        rc = desk_outside(d, "backup", to);
    if (rc == QT_OK)
        rc = backup_encrypt(d, to, made);
    if (rc == QT_OK && strcmp(*made, to) != 0)
        rc = desk_outside(d, "backup", *made);
    if (rc == QT_OK && *d->staff)
        rc = desk_backed_up(d, *made);
    if (rc == QT_OK && lacks.len)
        rc = fault(QT_CORRUPT, _("The backup is made, but files of records are missing or altered: %s."), lacks.s);
    buf_free(&lacks);
    return rc;
}

void desk_backup_sweep(const char *to)
{
    db_backup_clear(to);
}
