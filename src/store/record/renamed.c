/* Names of before (`renamed` of a form): what stands in a column that the form has no more comes into the column of its
 * new field, states and choices get their new names. The old column is empty then, so that nothing is moved twice. */
#include "gate.h"
#include "sqlite/words.h"

#include <inttypes.h>

struct move { /* a column that is no field's any more, and the field that takes it over */
    char *column;
    int field;
    bool sealed; /* it has X_sealed and X_index beside it */
};
struct moves {
    struct move *v;
    size_t n;
};

static int column_there(struct db *db, const char *table, const char *column, const char *suffix, bool *there)
{
    char *name = mem_printf("%s%s", column, suffix);
    struct stmt *st = db_stmt(db, SQL_HAS_COLUMN);
    bind_text(st, 1, table);
    bind_text(st, 2, name);
    int rc = row_one(db, st, NULL, NULL);
    free(name);
    *there = rc > 0;
    return rc < 0 ? rc : 0;
}

/* Takes column. */
static int add_move(struct db *db, const struct form *f, char *column, int field, struct moves *m)
{
    bool there = false, sealed = false;
    int rc = field < 0 ? 0 : column_there(db, f->name, column, "", &there);
    if (rc == 0 && there)
        rc = column_there(db, f->name, column, "_sealed", &sealed);
    if (rc < 0 || !there) {
        free(column);
        return rc;
    }
    m->v = mem_resize(m->v, m->n + 1, sizeof *m->v);
    m->v[m->n++] = (struct move){column, field, sealed};
    return 0;
}

/* A state's times and persons go with it. */
static int moves_find(struct db *db, const struct form *f, struct moves *m)
{
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < f->nrenamed; i++) {
        const struct renaming *r = &f->renamed[i];
        static const char *const suffixes[] = {"_at", "_by"};
        if (r->kind == RENAMED_FIELD)
            rc = add_move(db, f, mem_dup(r->was), r->is, m);
        for (size_t k = 0; rc == 0 && r->kind == RENAMED_STATE && k < 2; k++) {
            char *is = mem_printf("%s%s", f->states[r->is].name, suffixes[k]);
            rc = add_move(db, f, mem_printf("%s%s", r->was, suffixes[k]), form_field(f, is), m);
            free(is);
        }
    }
    return rc;
}

static void moves_free(struct moves *m)
{
    for (size_t i = 0; i < m->n; i++)
        free(m->v[i].column);
    free(m->v);
    *m = (struct moves){0};
}

/* ---- which records ---------------------------------------------------------------------------------------------- */

static void add_condition(struct buf *b, const char *fmt, ...) QT_PRINTF(2, 3);
static void add_condition(struct buf *b, const char *fmt, ...)
{
    char text[400];
    va_list ap;
    va_start(ap, fmt);
    (void)vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    buf_addf(b, "%s%s", b->len ? " OR " : "", text);
}

/* NULL: nothing can be left. Names are letters, digits and _; caller frees. */
static char *conditions(const struct form *f, const struct moves *m)
{
    struct buf b = {0};
    for (size_t i = 0; i < m->n; i++)
        add_condition(&b, "(\"%s\" IS NOT NULL AND \"%s\" IS NULL)", m->v[i].column, f->fields[m->v[i].field].name);
    for (size_t i = 0; i < f->nrenamed; i++) {
        const struct renaming *r = &f->renamed[i];
        if (r->kind == RENAMED_STATE)
            add_condition(&b, "state = '%s'", r->was);
        else if (r->kind == RENAMED_CHOICE && f->fields[r->is].multiple)
            add_condition(&b, "instr(',' || \"%s\" || ',', ',%s,') > 0", f->fields[r->is].name, r->was);
        else if (r->kind == RENAMED_CHOICE)
            add_condition(&b, "\"%s\" = '%s'", f->fields[r->is].name, r->was);
    }
    return b.len ? buf_take(&b) : NULL;
}

int rec_renamable(struct db *db, const struct form *f, int64_t behind, int64_t *ids, size_t most, size_t *n)
{
    struct moves m = {0};
    int rc = moves_find(db, f, &m);
    char *where = rc == 0 ? conditions(f, &m) : NULL;
    *n = 0;
    moves_free(&m);
    if (!where)
        return rc;
    char *sql = mem_printf("SELECT id FROM \"%s\" WHERE id > ?1 AND (%s) ORDER BY id LIMIT ?2", f->name, where);
    struct stmt *st = db_stmt(db, sql);
    bind_int(st, 1, behind);
    bind_int(st, 2, (int64_t)most);
    while ((rc = db_step(db, st)) > 0)
        ids[(*n)++] = col_int(st, 0);
    free(sql);
    free(where);
    return rc;
}

/* ---- one record ------------------------------------------------------------------------------------------------- */

/* Did the journal keep the old field's values apart? Then the new one must do so, too. */
static int check_protected(struct db *db, const struct record *r, const struct move *m)
{
    const struct field *f = &r->form->fields[m->field];
    char *mark = mem_printf("\"%s\":\"#\"", m->column);
    struct stmt *st =
        db_stmt(db, "SELECT 1 FROM journal WHERE reg = ?1 AND record = ?2 AND instr(data, ?3) > 0 LIMIT 1");
    bind_text(st, 1, r->form->name);
    bind_int(st, 2, r->id);
    bind_text(st, 3, mark);
    int rc = field_private(f) ? 0 : row_one(db, st, NULL, NULL);
    free(mark);
    if (rc > 0 || (m->sealed && !f->secret))
        return fault(
            QT_REFUSED,
            _("Field %s of register %s was personal or secret: what stands there comes to %s only when that is "
              "so, too."),
            m->column, r->form->name, f->name);
    return rc;
}

static int take_value(struct db *db, struct record *after, const struct move *m, struct stmt *st, int at)
{
    struct value *v = &after->v[m->field], old = {0};
    const struct field *f = &after->form->fields[m->field];
    int rc = 0;
    col_value(st, at, &old);
    if (old.kind != VAL_NULL && !f->secret && (old.kind == VAL_INT) != field_is_int(f))
        rc = fault(QT_REFUSED,
                   _("Field %s of register %s keeps another kind of value than %s: it cannot be renamed to it."),
                   f->name, after->form->name, m->column);
    if (rc == 0 && old.kind != VAL_NULL)
        rc = check_protected(db, after, m);
    if (rc < 0 || old.kind == VAL_NULL || v->kind != VAL_NULL) {
        value_clear(&old);
        return rc;
    }
    *v = old;
    if (m->sealed)
        v->sealed = col_dup(st, at + 1);
    return 1;
}

/* The values of the old columns; for each that was taken an entry of `emptied`, linked. */
static int take_values(struct db *db, struct record *after, const struct moves *m, struct emptied *emptied, size_t *n)
{
    struct buf sql = {0};
    buf_add(&sql, "SELECT id");
    for (size_t i = 0; i < m->n; i++)
        buf_addf(&sql, m->v[i].sealed ? ", \"%s\", \"%s_sealed\"" : ", \"%s\", NULL", m->v[i].column, m->v[i].column);
    buf_addf(&sql, " FROM \"%s\" WHERE id = ?1", after->form->name);
    struct stmt *st = db_stmt(db, sql.s);
    bind_int(st, 1, after->id);
    int rc = db_step(db, st), took = 0;
    *n = 0;
    for (size_t i = 0; rc > 0 && took >= 0 && i < m->n; i++) {
        took = take_value(db, after, &m->v[i], st, 1 + 2 * (int)i);
        if (took > 0) {
            emptied[*n] = (struct emptied){m->v[i].column, m->v[i].sealed, *n ? &emptied[*n - 1] : NULL};
            ++*n;
        }
    }
    if (rc > 0)
        stmt_end(st);
    buf_free(&sql);
    return rc < 0 ? rc : took < 0 ? took : 0;
}

static int empty_columns(struct db *db, const struct record *r, const struct emptied *e)
{
    int rc = 0;
    for (; rc == 0 && e; e = e->next) {
        char *sql = mem_printf(e->secret ? "UPDATE \"%s\" SET \"%s\" = NULL, \"%s_sealed\" = NULL, \"%s_index\" = NULL"
                                           " WHERE id = ?1"
                                         : "UPDATE \"%s\" SET \"%s\" = NULL WHERE id = ?1",
                               r->form->name, e->column, e->column, e->column);
        struct stmt *st = db_stmt(db, sql);
        free(sql);
        bind_int(st, 1, r->id);
        rc = db_run(db, st);
    }
    return rc;
}

static bool rename_values(struct record *r)
{
    bool any = false;
    for (size_t i = 0; i < r->form->nrenamed; i++) {
        const struct renaming *n = &r->form->renamed[i];
        int field = n->kind == RENAMED_STATE ? form_sys(r->form, SYS_STATE) : n->is;
        char *now = n->kind == RENAMED_FIELD || r->v[field].kind != VAL_TEXT
                        ? NULL
                        : form_renamed_value(r->form, field, r->v[field].s);
        if (now)
            value_text(&r->v[field], now);
        any |= now != NULL;
        free(now);
    }
    return any;
}

int rec_rename(struct db *db, const struct who *who, const struct form *f, int64_t id, bool *moved)
{
    struct moves m = {0};
    struct record *before = NULL, *after = NULL;
    size_t n = 0;
    *moved = false;
    int rc = moves_find(db, f, &m);
    struct emptied *emptied = mem_alloc((m.n + 1) * sizeof *emptied);
    if (rc == 0)
        rc = rec_get(db, f, id, &before);
    if (rc == 0) {
        after = record_copy(before);
        rc = take_values(db, after, &m, emptied, &n);
    }
    if (rc == 0 && (rename_values(after) || n > 0)) {
        db->emptied = n ? &emptied[n - 1] : NULL;
        rc = rec_put(db, who, "renamed", before, after);
        if (rc == 0)
            rc = empty_columns(db, after, db->emptied);
        db->emptied = NULL;
        *moved = rc == 0;
    }
    record_free(before);
    record_free(after);
    free(emptied);
    moves_free(&m);
    return rc;
}

/* ---- states that are in no form --------------------------------------------------------------------------------- */

enum { STATES_TOLD = 20, NUMBERS_TOLD = 3 };

static char *numbers_in(struct db *db, const struct form *f, const char *state)
{
    struct buf b = {0};
    char *sql = mem_printf("SELECT number FROM \"%s\" WHERE state = ?1 ORDER BY id LIMIT %d", f->name, NUMBERS_TOLD);
    struct stmt *st = db_stmt(db, sql);
    bind_text(st, 1, state);
    free(sql);
    while (db_step(db, st) > 0)
        buf_addf(&b, "%s%s", b.len ? ", " : "", col_text(st, 0));
    return b.s ? buf_take(&b) : mem_dup("");
}

int rec_states_left(struct db *db, const struct form *f,
                    int (*fn)(const struct form *f, const char *state, int64_t records, const char *told, void *arg),
                    void *arg)
{
    struct buf sql = {0};
    char *states[STATES_TOLD];
    int64_t counts[STATES_TOLD];
    size_t n = 0;
    buf_addf(&sql, "SELECT state, count(*) FROM \"%s\" WHERE state NOT IN (", f->name);
    for (size_t i = 0; i < f->nstates; i++)
        buf_addf(&sql, "%s'%s'", i ? ", " : "", f->states[i].name);
    buf_addf(&sql, ") GROUP BY state ORDER BY state LIMIT %d", STATES_TOLD);
    struct stmt *st = db_stmt(db, sql.s);
    int rc;
    while ((rc = db_step(db, st)) > 0) {
        states[n] = col_dup(st, 0);
        counts[n++] = col_int(st, 1);
    }
    for (size_t i = 0; i < n; i++) {
        char *told = numbers_in(db, f, states[i]);
        rc = rc == 0 ? fn(f, states[i], counts[i], told, arg) : rc;
        free(told);
        free(states[i]);
    }
    buf_free(&sql);
    return rc;
}

/* ---- done for these forms --------------------------------------------------------------------------------------- */

/* The mark of the tables, and all that is renamed. Caller frees. */
static char *mark_of(struct db *db)
{
    struct buf b = {0};
    char *forms = NULL;
    if (meta_get(db, "forms", &forms) < 0)
        fault_clear();
    uint64_t h = 1469598103934665603u;
    for (size_t i = 0; i < db->forms->n; i++)
        for (size_t k = 0; k < db->forms->v[i]->nrenamed; k++) {
            const struct form *f = db->forms->v[i];
            const struct renaming *r = &f->renamed[k];
            buf_addf(&b, "%s %d %s %s %d;", f->name, (int)r->kind, r->was,
                     r->kind == RENAMED_STATE ? f->states[r->is].name : f->fields[r->is].name, r->choice);
        }
    for (size_t i = 0; i < b.len; i++)
        h = (h ^ (unsigned char)b.s[i]) * 1099511628211u;
    buf_free(&b);
    char *mark = mem_printf("%s %016" PRIx64, forms ? forms : "", h);
    free(forms);
    return mark;
}

int rec_renamed_known(struct db *db, bool *known)
{
    char *now = NULL, *mark = mark_of(db);
    int rc = meta_get(db, "renamed", &now);
    *known = rc == 0 && now && strcmp(now, mark) == 0;
    free(now);
    free(mark);
    return rc;
}

int rec_renamed_all(struct db *db)
{
    char *mark = mark_of(db);
    int rc = meta_set(db, "renamed", mark);
    free(mark);
    return rc;
}
