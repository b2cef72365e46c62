/* Does what is kept stand as the journal says? */
#include "journal/rebuild.h"

#include <inttypes.h>

enum { TOLD = 8 }; /* differences that are named; the rest is counted */

static size_t told(const struct replay *r)
{
    return r->most ? r->most : TOLD;
}

void differs(struct replay *r, const char *fmt, ...)
{
    if (r->n++ >= told(r))
        return;
    va_list ap;
    va_start(ap, fmt);
    char text[160];
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    char *clean = text_clean(text, strlen(text), false, NULL);
    buf_addf(&r->told, "%s%s", r->told.len ? "; " : "", clean);
    free(clean);
}

struct db *replay_journal(const struct replay *r)
{
    return r->into ? r->into->to : r->db;
}

int replay_read_on(struct replay *r, int rc, const char *table)
{
    if (!r->into || (rc != QT_CORRUPT && rc != QT_BUG))
        return rc;
    differs(r, _("table %s cannot be read"), table);
    fault_clear();
    return 0;
}

char *replay_number(struct replay *r, const char *reg, int64_t record)
{
    char *number = NULL;
    struct db *db = replay_journal(r);
    struct stmt *st = db_stmt(db, "SELECT number FROM journal WHERE reg = ?1 AND record = ?2 AND number <> ''"
                                  " ORDER BY seq DESC LIMIT 1");
    bind_text(st, 1, reg);
    bind_int(st, 2, record);
    if (row_text(db, st, &number) < 0)
        fault_clear();
    return number ? number : mem_printf("#%" PRId64, record);
}

/* All registers that there are or have been, form or not. */
static int registers(struct replay *r)
{
    char **v = NULL;
    size_t n = 0;
    struct db *db = replay_journal(r);
    struct stmt *st = db_stmt(db, "SELECT name FROM qt_register ORDER BY key");
    int rc;
    while ((rc = db_step(db, st)) > 0) {
        v = mem_resize(v, n + 1, sizeof *v);
        v[n++] = col_dup(st, 0);
    }
    for (size_t i = 0; rc == 0 && i < r->db->forms->n; i++) {
        const char *name = r->db->forms->v[i]->name;
        bool known = false;
        for (size_t k = 0; k < n; k++)
            known = known || strcmp(v[k], name) == 0;
        if (!known)
            differs(r, _("register %s is not in the list of registers"), name);
    }
    for (size_t i = 0; i < n; i++) {
        rc = rc == 0 ? replay_register(r, v[i]) : rc;
        free(v[i]);
    }
    free(v);
    return rc;
}

struct lacking {
    struct replay *r;
    const struct form *form;
};

static void tell_lacking(const char *number, void *arg)
{
    const struct lacking *l = arg;
    differs(l->r, _("%s %s, in the search index"), l->form->name, number);
}

/* An index that was made for other forms is made anew by whoever opens the file for writing. */
static int replay_index(struct replay *r)
{
    bool current = false;
    int rc = search_current(r->db, &current);
    for (size_t i = 0; rc == 0 && current && r->db->regs && i < r->db->forms->n; i++) {
        struct lacking l = {r, r->db->forms->v[i]};
        if (db_reg(r->db, l.form)->form)
            rc = search_missing(r->db, l.form, tell_lacking, &l);
    }
    return rc;
}

static int since(struct replay *r)
{
    struct db *db = replay_journal(r);
    struct stmt *st = db_stmt(db, "SELECT coalesce(max(seq), 0) FROM journal WHERE reg = '' AND record = 0"
                                  " AND action = 'upgrade' AND instr(data, '\"to\":3,') > 0");
    int rc = row_int(db, st, &r->since);
    return rc < 0 ? rc : 0;
}

void replay_tell(struct replay *r, struct buf *out)
{
    if (r->n > told(r))
        buf_addf(&r->told, _("; and %zu more"), r->n - told(r));
    *out = r->told;
    r->told = (struct buf){0};
}

static int tell_all(struct replay *r, int rc)
{
    struct buf said;
    replay_tell(r, &said);
    if (r->n)
        rc = fault(QT_CORRUPT,
                   _("This is not as the journal says: %s. Keep the file as it is and compare with the last backup."),
                   said.s);
    buf_free(&said);
    return rc;
}

int replay_all(struct replay *r)
{
    int rc = guards_check(r->db);
    if (rc == QT_CORRUPT)
        differs(r, "%s", fault_text());
    if (rc == 0 || rc == QT_CORRUPT)
        rc = since(r);
    if (rc == 0)
        rc = replay_rows(r);
    if (rc == 0)
        rc = ledger_replay(r);
    if (rc == 0)
        rc = registers(r);
    return rc < 0 || r->into ? rc : replay_index(r); /* a new database gets a new one */
}

int journal_replay(struct db *db)
{
    struct replay r = {.db = db};
    int rc = replay_all(&r);
    return tell_all(&r, rc);
}

int ledger_verify(struct db *db)
{
    struct replay r = {.db = db};
    int rc = ledger_replay(&r);
    return tell_all(&r, rc);
}

static void tell_other(const struct form *f, int64_t id, void *arg)
{
    char *number = replay_number(arg, f->name, id);
    differs(arg, _("%s %s, in the search index"), f->name, number);
    free(number);
}

int search_verify(struct db *db)
{
    struct replay r = {.db = db};
    bool current = false;
    int rc = search_current(db, &current);
    if (rc == 0 && !current)
        rc = fault(QT_REFUSED,
                   _("The search index was made for other forms; the next desk that is opened makes it anew."));
    if (rc == 0)
        rc = search_compare(db, tell_other, &r);
    return tell_all(&r, rc);
}
