/* The staff as it is kept. What a code, a name and a PIN must be like is in desk/user.c, PINs are in pin.c. */
#include "gate.h"

#define COLUMNS "code, name, role, disabled, pin IS NOT NULL"

static void take_row(struct stmt *st, void *staff)
{
    *(struct staff *)staff = (struct staff){.code = col_dup(st, 0),
                                            .name = col_dup(st, 1),
                                            .role = col_dup(st, 2),
                                            .disabled = col_int(st, 3) != 0,
                                            .pin = col_int(st, 4) != 0};
}

int staff_get(struct db *db, const char *code, struct staff *out)
{
    struct stmt *st = db_stmt(db, "SELECT " COLUMNS " FROM staff WHERE code = ?1");
    bind_text(st, 1, code);
    int rc = row_one(db, st, take_row, out);
    if (rc == 0)
        return fault(QT_NOTFOUND, _("There is no staff code %s."), code);
    return rc < 0 ? rc : 0;
}

int staff_list(struct db *db, struct staff **v, size_t *n)
{
    *v = NULL;
    *n = 0;
    struct stmt *st = db_stmt(db, "SELECT " COLUMNS " FROM staff ORDER BY code");
    int rc;
    while ((rc = db_step(db, st)) > 0) {
        *v = mem_resize(*v, *n + 1, sizeof **v);
        take_row(st, &(*v)[(*n)++]);
    }
    if (rc < 0) {
        staff_free(*v, *n);
        *v = NULL;
        *n = 0;
    }
    return rc;
}

/* ---- changes --------------------------------------------------------------------------------------------- */

int staff_role_check(const struct forms *set, const char *role)
{
    if (*role && (!forms_role_at(set, 0) || forms_role(set, role) != NULL))
        return 0;
    struct buf b = {0};
    for (size_t i = 0; forms_role_at(set, i); i++)
        buf_addf(&b, "%s%s", i ? ", " : "", forms_role_at(set, i)->name);
    int rc = fault(QT_REFUSED, _("There is no role %s; the roles are: %s."), role, b.s ? b.s : "");
    buf_free(&b);
    return rc;
}

/* The role that somebody has already is let pass: it may have left roles.yaml since. */
static int check_role(const struct forms *set, const struct staff *before, const struct staff *s)
{
    bool same = s->role != NULL && before->role != NULL && strcmp(before->role, s->role) == 0;
    return same ? 0 : staff_role_check(set, s->role != NULL ? s->role : "");
}

static int note_staff(struct db *db, const struct who *who, const struct staff *before, const struct staff *s, bool pin)
{
    struct buf more = {.s = NULL};
    buf_add(&more, "\"role\":[");
    buf_add_json(&more, before->role);
    buf_addc(&more, ',');
    buf_add_json(&more, s->role);
    buf_addf(&more, "],\"disabled\":[%d,%d],\"new_pin\":%s", before->disabled, s->disabled, pin ? "true" : "false");
    int rc = staff_note(db, who, "staff", s->code, more.s);
    buf_free(&more);
    return rc;
}

int staff_put(struct db *db, const struct who *who, const struct staff *s, const char *hash)
{
    struct staff before = {.code = NULL};
    int rc = staff_get(db, s->code, &before);
    if (rc == 0 || rc == QT_NOTFOUND)
        rc = check_role(db->forms, &before, s);
    if (rc < 0) {
        staff_clear(&before);
        return rc;
    }
    struct stmt *st = db_stmt(db, "INSERT INTO staff(code, name, role, disabled, pin)"
                                  " VALUES(?1, ?2, ?3, ?4, ?5) ON CONFLICT(code) DO UPDATE SET name = ?2, role = ?3,"
                                  " disabled = ?4, pin = coalesce(?5, pin)");
    bind_text(st, 1, s->code);
    bind_text(st, 2, s->name);
    bind_text(st, 3, s->role);
    bind_int(st, 4, s->disabled);
    bind_text(st, 5, hash);
    rc = db_run(db, st);
    if (rc == 0)
        rc = note_staff(db, who, &before, s, hash != NULL);
    staff_clear(&before);
    return rc;
}

void staff_clear(struct staff *s)
{
    free(s->code);
    free(s->name);
    free(s->role);
    *s = (struct staff){.code = NULL};
}

void staff_free(struct staff *v, size_t n)
{
    for (size_t i = 0; i < n; i++)
        staff_clear(&v[i]);
    free(v);
}
