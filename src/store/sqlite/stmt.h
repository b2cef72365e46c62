/* Prepared statements as the rest of the store sees them: opaque handles. Only src/store/sqlite and the expressions
 * know which engine is behind them (sqlite/engine.h). */
#ifndef STORE_STMT_H
#define STORE_STMT_H

#include "qiantai/base.h"

struct db;
struct value;
struct stmt;

/* The cached statement for this SQL, reset and unbound; NULL + fault. Not for nested use of the same
 * text. Never freed by the caller. Text built at run time is copied: build few different ones. */
struct stmt *db_stmt(struct db *db, const char *sql);
/* Drops the cache when it has grown: only where nobody holds a statement. */
void db_trim(struct db *db);

/* 1 a row, 0 done (the statement is ended then), negative fault; st NULL is the fault of db_stmt. Who stops before
 * the last row ends the statement: it holds a lock. */
int db_step(struct db *db, struct stmt *st) QT_MUST_USE;
void stmt_end(struct stmt *st);
void stmt_clear(struct stmt *st); /* lets go of what is bound */
/* Steps a statement that returns no rows; 0 or fault. */
int db_run(struct db *db, struct stmt *st) QT_MUST_USE;
/* The first row, and the statement ended: 1 taken, 0 there is none, negative fault. take NULL: only whether. */
int row_one(struct db *db, struct stmt *st, void (*take)(struct stmt *st, void *arg), void *arg) QT_MUST_USE;
int row_int(struct db *db, struct stmt *st, int64_t *out) QT_MUST_USE; /* its first column; *out stays without a row */
int row_text(struct db *db, struct stmt *st,
             char **out) QT_MUST_USE; /* the same; the caller frees it, null gives NULL */

int db_exec(struct db *db, const char *sql) QT_MUST_USE; /* fixed text, no parameters */
/* One integer of a query with no parameters; 0 without a row. */
int db_int(struct db *db, const char *sql, int64_t *out) QT_MUST_USE;
int64_t db_new_id(const struct db *db);       /* of the row inserted last */
int64_t db_changes(const struct db *db);      /* rows that the last statement changed */
int64_t db_changes_ever(const struct db *db); /* rows that the connection has changed, those of the search index too */
bool db_not_unique(const struct db *db);      /* the last statement failed because a value is there already */
/* fn is called every so many steps of the engine; when it is not 0 the statement stops with QT_BUSY. NULL: no more. */
void db_watch(struct db *db, int steps, int (*fn)(void *arg), void *arg);

/* The engine's last error as one of our codes and a sentence; `what` says what was being done ("save the record"). */
int db_fault(struct db *db, const char *what);

/* Binding. Texts are not copied: they must live until the statement is stepped (NULL binds null).
 * Out of range or out of memory shows at the step, so these return nothing. */
void bind_int(struct stmt *st, int at, int64_t i);
void bind_text(struct stmt *st, int at, const char *s);
void bind_textn(struct stmt *st, int at, const char *s, size_t n);
void bind_blob(struct stmt *st, int at, const void *p, size_t n);
void bind_null(struct stmt *st, int at);
void bind_value(struct stmt *st, int at, const struct value *v);
void bind_column(struct stmt *st, int at, struct stmt *from, int col); /* as it stands there, of whatever kind */
/* Reading: col_text never NULL (null is ""), valid until the next step; col_dup is the caller's (null gives NULL);
 * col_blob gives *n bytes, NULL and 0 for null. */
int64_t col_int(struct stmt *st, int at);
/* What a column holds, asked once: nothing, a number, or text or bytes, valid until the next step. */
struct held {
    enum { HELD_NOTHING, HELD_NUMBER, HELD_TEXT } kind;
    int64_t i;
    const char *s;
    size_t n;
};
struct held col_held(struct stmt *st, int at);
const char *col_text(struct stmt *st, int at);
const char *col_textn(struct stmt *st, int at, size_t *n);
const void *col_blob(struct stmt *st, int at, size_t *n);
char *col_dup(struct stmt *st, int at);
bool col_null(struct stmt *st, int at);
int col_count(struct stmt *st);
const char *col_name(struct stmt *st, int at); /* valid until the statement is stepped anew */
void col_value(struct stmt *st, int at, struct value *out);

#endif
