#include "gate.h"

int setting_get(struct db *db, const char *name, char **out)
{
    struct stmt *st = db_stmt(db, "SELECT value FROM setting WHERE name = ?1");
    bind_text(st, 1, name);
    int rc = row_text(db, st, out);
    if (rc == 0)
        return fault(QT_NOTFOUND, _("There is no setting %s."), name);
    return rc < 0 ? rc : 0;
}

int setting_note(struct db *db, const struct who *who, const char *action, const char *name, const char *before,
                 const char *after)
{
    struct buf data = {.s = NULL};
    buf_addc(&data, '{');
    buf_add_json(&data, name);
    buf_addc(&data, ':');
    buf_addc(&data, '[');
    buf_add_json(&data, before);
    buf_addc(&data, ',');
    buf_add_json(&data, after);
    buf_add(&data, "]}");
    int rc = journal_note(db, who, action, "setting", 0, data.s);
    buf_free(&data);
    return rc;
}

int setting_set(struct db *db, const struct who *who, const char *name, const char *value)
{
    char *before = NULL;
    int rc = setting_get(db, name, &before);
    if (rc < 0 && rc != QT_NOTFOUND)
        return rc;
    rc = 0;
    bool same = before == NULL ? value == NULL : value != NULL && strcmp(before, value) == 0;
    if (!same) {
        struct stmt *st = db_stmt(db, value == NULL ? "DELETE FROM setting WHERE name = ?1"
                                                    : "INSERT INTO setting(name, value) VALUES(?1, ?2)"
                                                      " ON CONFLICT(name) DO UPDATE SET value = excluded.value");
        bind_text(st, 1, name);
        if (value != NULL)
            bind_text(st, 2, value);
        rc = db_run(db, st);
        if (rc == 0)
            rc = setting_note(db, who, "setting", name, before, value);
    }
    free(before);
    return rc;
}

/* Reads all before the first call: fn may use the database. */
int setting_each(struct db *db, int (*fn)(const char *name, const char *value, void *arg), void *arg)
{
    char **pairs = NULL;
    size_t n = 0;
    struct stmt *st = db_stmt(db, "SELECT name, value FROM setting ORDER BY name");
    int rc;
    while ((rc = db_step(db, st)) > 0) {
        pairs = mem_resize(pairs, n + 2, sizeof *pairs);
        pairs[n++] = col_dup(st, 0);
        pairs[n++] = col_dup(st, 1);
    }
    for (size_t i = 0; i < n; i += 2) {
        if (rc == 0)
            rc = fn(pairs[i], pairs[i + 1], arg);
        free(pairs[i]);
        free(pairs[i + 1]);
    }
    free(pairs);
    return rc;
}
