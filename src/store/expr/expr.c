/* Expressions of form files: compiled once each in a private in-memory SQLite that may read nothing and
 * change nothing, and run on a record's values. An expression becomes
 *     SELECT (EXPR) FROM (SELECT ?1 AS party, ?2 AS until)
 * with only the fields it names bound. One that sees a row, too, becomes
 *     SELECT (SELECT (EXPR) FROM (SELECT ?1 AS count) AS row) FROM (SELECT ?2 AS unit) AS record
 * what stands by its name alone inside, the other outside, so that a column and a field may have one name. */
#include "expr/expr_rows.h"

#include <ctype.h>

enum { NAME_ID = -1, NAME_EXTRA = -2 };

struct name {
    int field;   /* index, NAME_ID or NAME_EXTRA */
    bool row;    /* of the row's columns */
    char *extra; /* NAME_EXTRA */
};

/* ---- words of SQL text --------------------------------------------------------------------------- */

static bool is_word(char c)
{
    return isalnum((unsigned char)c) || c == '_' || (unsigned char)c >= 0x80;
}

/* Behind a quoted text or comment that begins at s, else s. */
static const char *skip_quoted(const char *s)
{
    if (*s == '\'') {
        const char *end = strchr(s + 1, '\'');
        return end ? end + 1 : s + strlen(s);
    }
    if (s[0] == '-' && s[1] == '-')
        return s + strcspn(s, "\n");
    if (s[0] == '/' && s[1] == '*') {
        const char *end = strstr(s + 2, "*/");
        return end ? end + 2 : s + strlen(s);
    }
    return s;
}

const char *sql_word(const char *sql, size_t *len, bool *call)
{
    while (*sql) {
        const char *behind = skip_quoted(sql);
        if (behind != sql) {
            sql = behind;
            continue;
        }
        if (!is_word(*sql)) {
            sql++;
            continue;
        }
        size_t n = 0;
        while (is_word(sql[n]))
            n++;
        if (!isdigit((unsigned char)*sql)) {
            *len = n;
            *call = sql[n + strspn(sql + n, " \t\n\"")] == '(';
            return sql;
        }
        sql += n;
    }
    return NULL;
}

bool sql_word_is(const char *w, size_t len, const char *name)
{
    return strlen(name) == len && sqlite3_strnicmp(w, name, (int)len) == 0;
}

bool sql_names(const char *sql, const char *name)
{
    size_t len;
    bool call;
    for (const char *w = sql_word(sql, &len, &call); w; w = sql_word(w + len, &len, &call))
        if (sql_word_is(w, len, name))
            return true;
    return false;
}

/* ---- engine -------------------------------------------------------------------------------------------- */

static int authorize(void *arg, int action, const char *a, const char *b, const char *schema, const char *trigger)
{
    struct evaluator *ev = arg;
    (void)a;
    (void)schema;
    (void)trigger;
    if (action == SQLITE_SELECT)
        return ++ev->selects <= 2 ? SQLITE_OK : SQLITE_DENY; /* our own ones, see expr_compile */
    if (action == SQLITE_FUNCTION)
        return expr_function_allowed(b) ? SQLITE_OK : SQLITE_DENY;
    return SQLITE_DENY;
}

struct evaluator *evaluator_new(struct db *db, int nslots)
{
    static const int limits[][2] = {{SQLITE_LIMIT_LENGTH, 1 << 20},         {SQLITE_LIMIT_SQL_LENGTH, 1 << 16},
                                    {SQLITE_LIMIT_EXPR_DEPTH, 100},         {SQLITE_LIMIT_COMPOUND_SELECT, 1},
                                    {SQLITE_LIMIT_VDBE_OP, 20000},          {SQLITE_LIMIT_ATTACHED, 0},
                                    {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 200}};
    struct evaluator *ev = mem_alloc(sizeof(*ev));
    if (engine_open(":memory:", SQLITE_OPEN_READWRITE, &ev->h) != SQLITE_OK || expr_functions(ev->h, db) < 0) {
        fault(QT_BUG, _("The evaluator of expressions could not start."));
        evaluator_free(ev);
        return NULL;
    }
    for (size_t i = 0; i < sizeof(limits) / sizeof(*limits); i++)
        sqlite3_limit(ev->h, limits[i][0], limits[i][1]);
    sqlite3_db_config(ev->h, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    sqlite3_db_config(ev->h, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
    sqlite3_set_authorizer(ev->h, authorize, ev);
    ev->slots = mem_alloc((size_t)(nslots + 1) * sizeof(*ev->slots));
    ev->nslots = nslots;
    return ev;
}

void compiled_clear(struct compiled *c)
{
    sqlite3_finalize(engine_stmt(c->st));
    for (int i = 0; i < c->n; i++)
        free(c->names[i].extra);
    free(c->names);
    *c = (struct compiled){0};
}

void evaluator_free(struct evaluator *ev)
{
    if (!ev)
        return;
    for (int i = 0; ev->slots && i < ev->nslots; i++)
        compiled_clear(&ev->slots[i]);
    for (size_t i = 0; i < ev->nrows; i++) {
        compiled_clear(&ev->rows[i]->c);
        free(ev->rows[i]->sql);
        free(ev->rows[i]);
    }
    free(ev->rows);
    free(ev->slots);
    sqlite3_close_v2(ev->h);
    free(ev);
}

/* ---- compiling ---------------------------------------------------------------------------------------------- */

static void add_name(struct compiled *c, int field, bool row, const char *w, size_t len)
{
    for (int i = 0; i < c->n; i++)
        if (c->names[i].field == field && c->names[i].row == row &&
            (field != NAME_EXTRA || sql_word_is(w, len, c->names[i].extra)))
            return;
    c->names = mem_resize(c->names, (size_t)c->n + 1, sizeof(*c->names));
    c->names[c->n++] = (struct name){field, row, field == NAME_EXTRA ? mem_dupn(w, len) : NULL};
}

static bool is_extra(const char *w, size_t len, const struct named *extras, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (sql_word_is(w, len, extras[i].name))
            return true;
    return false;
}

/* Does "record." or "row." stand before the word? */
static bool behind_dot(const char *sql, const char *w, const char *name)
{
    const char *s = w;
    size_t n = strlen(name);
    while (s > sql && (s[-1] == ' ' || s[-1] == '"'))
        s--;
    if (s == sql || s[-1] != '.')
        return false;
    for (s--; s > sql && s[-1] == ' ';)
        s--;
    return (size_t)(s - sql) >= n && sql_word_is(s - n, n, name) &&
           ((size_t)(s - sql) == n || !is_word(s[-1 - (int)n]));
}

static void add_column(struct compiled *c, const char *w, size_t len)
{
    for (size_t i = 0; i < c->row->n; i++)
        if (c->row->v[i].name && !c->row->v[i].secret && sql_word_is(w, len, c->row->v[i].name))
            add_name(c, (int)i, true, w, len);
    if (c->row->id > 0 && sql_word_is(w, len, "id"))
        add_name(c, (int)c->row->id, true, w, len);
}

static void add_field(struct compiled *c, const char *w, size_t len)
{
    for (size_t i = 0; c->form && i < c->form->nfields; i++)
        if (sql_word_is(w, len, c->form->fields[i].name))
            add_name(c, (int)i, false, w, len);
    if (c->form && sql_word_is(w, len, "id"))
        add_name(c, NAME_ID, false, w, len);
}

/* The names an expression may mean. One too many does no harm, so words are enough. */
static void find_names(struct compiled *c, const char *sql, const struct named *extras, size_t nextras)
{
    size_t len;
    bool call;
    for (const char *w = sql_word(sql, &len, &call); w; w = sql_word(w + len, &len, &call)) {
        if (call)
            continue;
        if (c->row && (c->row->bare ? !behind_dot(sql, w, "record") : behind_dot(sql, w, "row")))
            add_column(c, w, len);
        else if (!c->row || !c->row->bare || behind_dot(sql, w, "record"))
            add_field(c, w, len);
        if (!c->row && !(c->form && sql_word_is(w, len, "id")) && is_extra(w, len, extras, nextras))
            add_name(c, NAME_EXTRA, false, w, len);
    }
}

static const char *name_text(const struct compiled *c, int i)
{
    const struct name *n = &c->names[i];
    if (n->row)
        return c->row->id > 0 && n->field == (int)c->row->id ? "id" : c->row->v[n->field].name;
    return n->field >= 0 ? c->form->fields[n->field].name : n->field == NAME_ID ? "id" : n->extra;
}

const char *expr_before(const struct row_scope *row)
{
    return row ? "SELECT (SELECT (" : "SELECT (";
}

/* What those names of the row, or of the record, are bound to; false: there is none. */
static bool add_source(struct buf *sql, const struct compiled *c, bool row)
{
    bool any = false;
    for (int i = 0; i < c->n; i++) {
        if (c->names[i].row != row)
            continue;
        buf_addf(sql, "%s?%d AS ", any ? ", " : " FROM (SELECT ", i + 1);
        sql_name(sql, "", name_text(c, i), "");
        any = true;
    }
    buf_add(sql, !any ? "" : row ? ") AS row" : ") AS record");
    return any;
}

int expr_compile(struct evaluator *ev, struct compiled *c, const struct form *form, const struct row_scope *row,
                 const char *expr, const struct named *extras, size_t nextras)
{
    struct buf sql = {0};
    const char *tail = NULL;
    compiled_clear(c);
    c->form = form;
    c->row = row;
    find_names(c, expr, extras, nextras);
    char *resolved = rows_resolve(form, row, expr);
    buf_addf(&sql, "%s%s\n)", expr_before(row), resolved && !ev->as_written ? resolved : expr);
    bool inner = add_source(&sql, c, row && row->bare), outer = false;
    if (row) {
        buf_add(&sql, ")");
        outer = add_source(&sql, c, !row->bare);
    }
    ev->selects = 1 - (row != NULL) - inner - outer;
    sqlite3_stmt *st = NULL;
    int rc = sqlite3_prepare_v3(ev->h, sql.s, (int)sql.len + 1, SQLITE_PREPARE_PERSISTENT, &st, &tail);
    c->st = stmt_of(st);
    if (rc == SQLITE_OK && (!st || *tail || sqlite3_column_count(st) != 1))
        rc = SQLITE_MISUSE;
    buf_free(&sql);
    if (rc != SQLITE_OK)
        compiled_clear(c);
    if (rc != SQLITE_OK && resolved && !ev->as_written) { /* once more, so that the error tells its place in the text */
        ev->as_written = true;
        rc = expr_compile(ev, c, form, row, expr, extras, nextras);
        ev->as_written = false;
    }
    free(resolved);
    return rc;
}

/* ---- running ---------------------------------------------------------------------------------------------------- */

static struct compiled *ready(struct db *db, const struct expr *e, const struct record *r, const struct named *extras,
                              size_t nextras)
{
    if (!db->eval)
        db->eval = evaluator_new(db, db->forms->nslots);
    if (!db->eval)
        return NULL;
    const struct form *form = r ? r->form : NULL;
    if (e->slot < 0 || e->slot >= db->eval->nslots) {
        fault(QT_BUG, "expression without a slot");
        return NULL;
    }
    struct compiled *c = &db->eval->slots[e->slot];
    if (c->st && c->form == form)
        return c;
    int rc = expr_compile(db->eval, c, form, e->row, e->sql, extras, nextras);
    if (rc == SQLITE_OK)
        return c;
    struct place p;
    const struct expr_site site = {.over = r ? r->form : NULL};
    char *why = expr_explain(db->eval->h, &site, e, rc, &p);
    fault(QT_REFUSED, "%s:%d:%d: %s", p.file ? p.file : "", p.line, p.col, why);
    free(why);
    return NULL;
}

void compiled_bind(const struct compiled *c, const struct record *r, const struct value *row,
                   const struct named *extras, size_t nextras)
{
    for (int i = 0; i < c->n; i++) {
        const struct name *n = &c->names[i];
        if (n->row && row) {
            bind_value(c->st, i + 1, &row[n->field]);
            continue;
        }
        if (n->row || (n->field != NAME_EXTRA && !r)) {
            bind_null(c->st, i + 1);
            continue;
        }
        if (n->field >= 0) {
            bind_value(c->st, i + 1, &r->v[n->field]);
            continue;
        }
        if (n->field == NAME_ID) {
            bind_int(c->st, i + 1, r->id);
            continue;
        }
        bind_null(c->st, i + 1);
        for (size_t k = 0; k < nextras; k++)
            if (strcmp(extras[k].name, n->extra) == 0)
                bind_value(c->st, i + 1, &extras[k].value);
    }
}

int expr_eval(struct db *db, const struct expr *e, const struct record *r, const struct named *extras, size_t nextras,
              struct value *out)
{
    struct compiled *c = ready(db, e, r, extras, nextras);
    if (!c)
        return fault_code();
    compiled_bind(c, r, db->row, extras, nextras);
    db->eval_form = r ? r->form : NULL;
    db->eval_id = r ? r->id : 0;
    db->eval_record = r;
    sqlite3_stmt *st = engine_stmt(c->st);
    int rc = sqlite3_step(st);
    db->eval_form = NULL; /* a list's condition, which runs elsewhere, is over no record */
    db->eval_id = 0;
    db->eval_record = NULL;
    int type = rc == SQLITE_ROW ? sqlite3_column_type(st, 0) : SQLITE_NULL;
    if (type == SQLITE_FLOAT || (type == SQLITE_INTEGER && e->scale > 1))
        value_int(out, whole(sqlite3_column_double(st, 0) * (e->scale > 1 ? e->scale : 1)));
    else if (rc == SQLITE_ROW)
        col_value(c->st, 0, out);
    if (rc == SQLITE_ROW) {
        stmt_end(c->st);
        return 0;
    }
    rc = fault(QT_REFUSED, "%s:%d:%d: %s", e->at.file ? e->at.file : "", e->at.line, e->at.col,
               sqlite3_errmsg(db->eval->h));
    stmt_end(c->st);
    return rc;
}

const struct value *expr_row(struct db *db, const struct value *row)
{
    const struct value *before = db->row;
    db->row = row;
    return before;
}

int expr_true(struct db *db, const struct expr *e, const struct record *r, bool when_null, bool *out)
{
    struct value v = {0};
    int rc = expr_eval(db, e, r, NULL, 0, &v);
    *out = when_null;
    if (rc == 0 && v.kind == VAL_INT)
        *out = v.i != 0;
    else if (rc == 0 && v.kind == VAL_TEXT)
        *out = strtod(v.s, NULL) != 0; /* as SQL takes a text for a condition */
    value_clear(&v);
    return rc;
}
