/* The room's own header: the connection, and what the files of the store use of each other. Only files of src/store
 * include it. */
#ifndef STORE_GATE_H
#define STORE_GATE_H

#include "store.h"

#include "sqlite/stmt.h"

#define STORE_APP_ID 0x51544149 /* "QTAI" */
#define SECRET_INDEX 16         /* bytes of a blind index */
#define SEAL_FIELD "field"      /* context of all sealed fields: a look-up may copy one between registers */
#define SALT_SIZE 16            /* bytes, for each journal line's personal values */
#define STORE_VERSION 5         /* PRAGMA user_version of the files this program writes */
#define STORE_VERSION_TEXT "5"

/* A register of the forms set in this database. */
struct reg {
    const struct form *form;
    int64_t key;     /* its number in table qt_register: stable for the life of the file */
    int64_t next_id; /* record_put.c: of a new record in this transaction, 0 not known yet */
    char *insert_sql, *get_sql, *find_sql, *taken_sql; /* record.c, record_put.c: made at first use */
};

struct stmt_slot {
    char *sql;
    struct stmt *st;
};

struct head { /* journal.c: end of the chain as this transaction knows it */
    bool known;
    int64_t seq, base; /* last line; last line before this transaction */
    unsigned char hash[32], base_hash[32];
};

struct sequence { /* number.c: the last number given out, until it is written to table counter */
    char *reg, *period;
    int64_t last;
    bool changed;
};

struct holder {   /* holder.c: a process that holds what we wait for */
    long pid;     /* 0: none was seen */
    bool stopped; /* and could not be woken */
};

struct hashes { /* folder/: of files, one after another, sorted where it says so */
    char (*v)[FOLDER_HASH];
    size_t n;
};

/* What is done with a transaction by those above it. */
struct commit_steps {
    int (*before_commit)(struct db *db);
    void (*committed)(struct db *db);
    void (*ended)(struct db *db); /* committed or not */
};

struct db {
    const struct commit_steps *steps;
    struct sqlite3 *h; /* for sqlite/engine.h */
    char *path;
    const struct forms *forms;
    enum lang lang;
    bool practice, readonly, wal;
    bool unsure;            /* the disk reported a fault of something that stands in the file */
    bool copy;              /* lies beside what it is a copy of */
    bool keyed;             /* a file of version 3 or later: lines and head carry a MAC */
    int busy_ms;            /* how long it waits for a lock */
    bool waiting, unseen;   /* wait.c: others may see that it waits; they may not */
    int64_t ticket, waited; /* moments, us: of the place in the queue; when we had what we last waited for */
    bool brief;             /* asks for a lock twice only: a long writer, which then looks for who waits */
    int64_t passed;         /* who waits since before it has not moved: not considered until it has */
    int64_t waits_since;    /* the present wait */
    int64_t looked_at;      /* when its holder was looked for */
    struct holder holder;
    struct stmt_slot *slots; /* open hashing, power of two */
    size_t nslots, nused;
    struct reg *regs; /* by form->index */
    int64_t commits;  /* by this connection: data_version counts only the others */
    struct head head;
    struct sequence sequence;
    int head_fd;                  /* PATH.head, -1 = none */
    struct secret *secret;        /* key material; secret.c */
    struct expr_host host;        /* zero until set */
    struct evaluator *eval;       /* expr.c: the in-memory engine, made at first use */
    const struct form *eval_form; /* the record an expression runs on, for count_like */
    int64_t eval_id;
    const struct record *before;        /* fn_was.c; NULL = as it is stored */
    const struct record *eval_record;   /* that record, while it does */
    const struct value *row;            /* expr_row */
    int64_t moment;                     /* what now() answers, 0 = the clock */
    const struct form *only;            /* authorizer: while not NULL, only this register may be read */
    bool alone;                         /* authorizer: a condition is compiled by itself, see db_condition */
    int selects;                        /* seen in it */
    struct buf data, personal, sealed;  /* journal.c: reused for each line */
    unsigned char salts[64][SALT_SIZE]; /* drawn at once, each used for one line */
    const struct emptied *emptied;      /* journal.c: columns of no field that the record at hand loses; NULL = none */
    const bool *again;                  /* journal.c: per field, said though it is as it was; NULL = none */
    const char *cause;                  /* journal.c: of what is written now, NULL = a person's own doing */
    size_t nsalts;                      /* left */
    struct aside *aside;                /* aside.c: the check that goes on, NULL = none */
    struct hashes gone;                 /* folder/check.c: of files that a purge takes from records */
    void *search;                       /* search.c's own state, freed by search_close */
};

struct emptied { /* what stood there stands under another name now */
    const char *column;
    bool secret;
    const struct emptied *next;
};

static inline struct reg *db_reg(struct db *db, const struct form *f)
{
    return &db->regs[f->index];
}

/* ---- db.c ---------------------------------------------------------------------------------------- */
int db_connect(struct db *db, int busy_ms) QT_MUST_USE; /* opens db->path and sets the connection up */
/* A connection for a thread of its own, which only reads, with db's path and key; closed before db, after a fault too.
 * Nobody waits for a lock of its. */
int db_beside(const struct db *db, struct db *out) QT_MUST_USE;
void db_beside_close(struct db *out);
bool db_threads(void); /* may there be several? */

/* ---- schema.c ----------------------------------------------------------------------- */
int schema_create(struct db *db) QT_MUST_USE;
int schema_grow(struct db *db) QT_MUST_USE; /* to the forms; also fills db->regs */

/* ---- record/different.c ------------------------------------------------------------------------------- */
int different_play(struct db *db) QT_MUST_USE; /* the decisions that the journal's lines tell of */

/* ---- migrate.c ------------------------------------------------------------------------------------ */
/* A file of an earlier program becomes one of STORE_VERSION, with a backup PATH.before-N beside it and a journal line
 * "upgrade"; read-only: QT_READONLY. After a fault the file is as a whole version left it. */
int schema_migrate(struct db *db) QT_MUST_USE;
/* For copies: read-only, of this or an earlier version, tables left as they are and registers not known. */
int db_open_as_is(const char *path, const struct forms *forms, struct db **out) QT_MUST_USE;
/* A copy that is to be restored, for writing; an earlier version is brought up without a backup: it lies there. */
int db_open_copy(const char *path, const struct forms *forms, struct db **out) QT_MUST_USE;
/* Has the field columns in its register's table? No for computed and items; a secret has three:
 * f (masked), f_sealed, f_index. */
bool field_stored(const struct field *f);
void sql_name(struct buf *b, const char *prefix, const char *name, const char *suffix); /* "quoted" */
/* The table of the rows of an items field, quoted: "visitor.guests", which no register can be called. */
void sql_rows_table(struct buf *b, const char *reg, const char *items);
void sql_in_area(const struct form *f, struct buf *sql); /* AND ...; nothing for a register without units */

/* 1: an index over all rows gives them in the field's order, 0 none does. */
int schema_indexed(struct db *db, const struct form *f, const struct field *field) QT_MUST_USE;

/* How many records a register has. */
int schema_rows(struct db *db, const struct form *f, int64_t *rows) QT_MUST_USE;

/* ---- guards.c ------------------------------------------------------------------------------------- */
int guards_renew(struct db *db) QT_MUST_USE; /* the triggers, as this program makes them */
/* QT_CORRUPT: one is missing or reads otherwise, or there is a trigger or view that is none of ours. */
int guards_check(struct db *db) QT_MUST_USE;

/* ---- ledger/tables.c ------------------------------------------------------------------------------- */
int ledger_tables_make(struct db *db) QT_MUST_USE; /* to version 5; QT_REFUSED: a register has one of their names */

/* ---- meta.c --------------------------------------------------------------------------------------- */
int meta_get(struct db *db, const char *name, char **value) QT_MUST_USE; /* "" when there is none; caller frees */
int meta_set(struct db *db, const char *name, const char *value) QT_MUST_USE;

/* ---- outside.c ------------------------------------------------------------------------------------ */
int outside_table(struct db *db) QT_MUST_USE; /* to version 3 */

/* ---- pragma.c ------------------------------------------------------------------------------------ */
int pragma_open(struct db *db, int busy_ms) QT_MUST_USE; /* connection settings, journal mode */
int pragma_local_fs(const char *path) QT_MUST_USE;       /* refuses network file systems */

/* ---- wait.c -------------------------------------------------------------------------------------- */
int wait_for_lock(void *db, int before); /* busy handler: sleeps a little; 0 when it has taken too long */
void wait_end(struct db *db);            /* after each step: whoever waited has got it, or has given up */
/* How many wait for this database elsewhere, those aside who are stuck. One system call when nobody. */
int wait_others(const struct db *db);
/* Lets those go first who wait since before `came`, a moment (0: since before ourselves); false: nobody has. stuck_us:
 * how long they may stand still (0 = 0.3 s). */
bool wait_turn(struct db *db, int64_t came, int64_t stuck_us);
void wait_sleep(int64_t us);

/* ---- holder.c ------------------------------------------------------------------------------------ */
void holder_look(struct db *db);  /* who holds the database; whoever was stopped is woken, where that is allowed */
char *holder_told(struct db *db); /* a sentence, with a blank before it, or ""; caller frees; once for each look */

/* ---- present.c ----------------------------------------------------------------------------------- */
int present_enter(const struct db *db) QT_MUST_USE;     /* until db->head_fd is closed; QT_BUSY: being replaced */
int present_take(int fd, const char *path) QT_MUST_USE; /* fd: of PATH.head; QT_BUSY says how many have it open */

/* ---- files.c: a database with its key and head file; names with suffixes added -------------------- */
bool file_exists(const char *path);
int file_create(const char *path) QT_MUST_USE; /* empty, 0600; refuses one that is there */
int files_rename(const char *from, const char *to) QT_MUST_USE;
bool files_folder_exists(const char *path);                  /* PATH.files */
char *files_free_name(const char *path, const char *suffix); /* PATH.SUFFIX, or -2, -3 ...; caller frees */
void files_remove_beside(const char *path);                  /* all but the database itself */
void files_remove(const char *path);                         /* only names that this program has just made up */
int files_sync(const char *path) QT_MUST_USE;                /* the folder's entries reach the disk */

void folder_gone(struct db *db, const char *text); /* folder/check.c: hashes in a text that goes, for folder_forget */

/* ---- record.c ------------------------------------------------------------------------------------- */
char *secret_masked(const struct field *f, const char *plain); /* what may be seen; caller frees */
/* Blind index of a secret value, fresh or sealed. */
int secret_value_index(struct db *db, const struct value *v, unsigned char index[SECRET_INDEX]) QT_MUST_USE;
/* id, version and the columns of the wanted fields (want NULL = all), and a record of a row of them. */
void record_columns(struct buf *sql, const struct form *f, const bool *want);
struct record *record_read(struct stmt *st, const struct form *f, const bool *want);
/* Compiles SQL that contains a person's text under the authorizer: reads of that table only. */
struct stmt *db_guarded(struct db *db, const struct form *f, const char *sql);
/* A person's condition, looked at alone before it stands among ours: one expression over the register's own fields, no
 * SELECT in it, no bracket that closes one of ours. QT_REFUSED. */
int db_condition(struct db *db, const struct form *f, const char *text) QT_MUST_USE;

/* Computed fields, of records shown (not of walks over whole registers). record.c */
void record_compute(struct db *db, struct record *r);

/* ---- record_put.c --------------------------------------------------------------------------------- */
bool field_private(const struct field *f); /* its values stand in qt_personal, the line has "#" */
bool field_changed(const struct record *before, const struct record *after, size_t i); /* before NULL: has a value */
int record_forget_values(struct db *db, const struct record *r) QT_MUST_USE;           /* purge.c: of all its lines */
/* The child rows of a record, instead of those that are there. */
int items_put(struct db *db, const struct form *f, const struct field *items, int64_t parent,
              const struct value *v) QT_MUST_USE;
int sequence_write(struct db *db) QT_MUST_USE; /* before a commit */
void sequence_drop(struct db *db);             /* at the end of each transaction */

/* ---- schema_tables.c --------------------------------------------------------------------------------------- */
int due_wake_all(struct db *db) QT_MUST_USE; /* due.c: when to look at each again, of rows written past due_put */
int due_grow(struct db *db) QT_MUST_USE;     /* the columns that files of earlier programs lack */

/* ---- journal.c ------------------------------------------------------------------------------------ */
int journal_record(struct db *db, const struct who *who, const char *action, const struct record *before,
                   const struct record *after) QT_MUST_USE;
/* A line that says at which moment it was: ledger/event.c. */
int journal_note_at(struct db *db, const struct who *who, const char *action, const char *reg, int64_t record,
                    const char *data, int64_t at) QT_MUST_USE;
int journal_macs(struct db *db) QT_MUST_USE; /* to version 3: lines from now on carry a MAC, and so does the head */
/* A lost head file is made again without a content, for the locks on it: a missing one for journal_verify, as before.
 */
int head_open(struct db *db, bool create) QT_MUST_USE;
void head_write(struct db *db); /* after a commit */
int head_stands(struct db *db); /* 1: the end of the chain as this transaction knew it is in the journal, 0 it is not */

/* ---- journal/row.c: what stands in tables that are no registers, for verify to compare -------------- */
/* Every change of a staff row ends here, in its transaction: a line with the row as it is now. more: further members of
 * the line's JSON, without braces; NULL none. */
int staff_note(struct db *db, const struct who *who, const char *action, const char *code,
               const char *more) QT_MUST_USE;
int setting_note(struct db *db, const struct who *who, const char *action, const char *name, const char *before,
                 const char *after) QT_MUST_USE;       /* setting.c */
int clock_note(struct db *db, int64_t id) QT_MUST_USE; /* a clock as it is now */
int mark_note(struct db *db, const char *name, const char *value) QT_MUST_USE;
int marks_note(struct db *db) QT_MUST_USE;     /* of a file that was just made: that it is for practice */
int rows_take_over(struct db *db) QT_MUST_USE; /* to version 3: lines with all these rows as they are */

/* ---- draft.c -------------------------------------------------------------------------------------- */
/* Of everybody, by id; *bad: one that does not open and is left out, 0 none. */
int draft_all(struct db *db, struct draft **v, size_t *n, int64_t *bad) QT_MUST_USE;
int drafts_bind(struct db *db) QT_MUST_USE;  /* to version 3: sealed again, with all that stands beside them */
int drafts_check(struct db *db) QT_MUST_USE; /* QT_CORRUPT: one does not open, or its row was changed */
/* draft_set.c: a change of drafts, in the transaction that is open, with the mark that names them all; QT_CORRUPT: one
 * is missing, or they are not those that were saved; the mark of those that are there, for a new file, to version 4 and
 * after a restore. */
int drafts_changing(struct db *db, int (*change)(struct db *db, void *arg), void *arg) QT_MUST_USE;
int drafts_lost(struct db *db) QT_MUST_USE;
int drafts_count_anew(struct db *db) QT_MUST_USE;

/* ---- expr.c ---------------------------------------------------------------------------------------- */
/* Registers the functions of expressions on a connection; db may be NULL (expr_check). */
int expr_functions(struct sqlite3 *h, struct db *db) QT_MUST_USE;
int64_t whole(double d); /* nearest whole number, within what fits */
/* Next word of SQL text outside strings and comments, NULL at the end; *call = "(" follows. */
const char *sql_word(const char *sql, size_t *len, bool *call);
bool expr_function_allowed(const char *name);     /* ours, and those of SQLite's that read no clock and no chance */
const char *expr_function_near(const char *word); /* for "did you mean", NULL when none is near */
bool expr_function_word(const char *word, size_t len); /* before "(": a function, not an operator like IN? */
void evaluator_free(struct evaluator *ev);

/* ---- secret.c: libsodium ------------------------------------------------------------------- */
/* The key file PATH.key, 0600, beside the database. create refuses an existing one; load checks it
 * against the key check value kept in the database (table meta), which is another one in a file of version 3: without
 * the key nobody makes an earlier file of it, whose journal a migration would vouch for. */
int secret_key_create(struct db *db) QT_MUST_USE;
int secret_key_load(struct db *db) QT_MUST_USE;
int secret_key_renew(struct db *db) QT_MUST_USE; /* to version 3: its check value */
void secret_close(struct db *db);                /* wipes and frees db->secret */
/* XChaCha20-Poly1305, nonce inside, base64. context = "register.field" is authenticated. Caller frees. */
int secret_seal(struct db *db, const char *context, const char *plain, char **sealed) QT_MUST_USE;
int secret_open(struct db *db, const char *context, const char *sealed, char **plain) QT_MUST_USE;
/* Blind index for exact matches: keyed hash of the folded text, the same for every register so
 * that a watch-list entry matches a visitor. */
int secret_index(struct db *db, const char *plain, unsigned char out[SECRET_INDEX]) QT_MUST_USE;
void secret_random(void *p, size_t n);

/* ---- search.c --------------------------------------------------------------------------------- */
/* rowid in the index: register key << 40 | record id. Called inside rec_put; before NULL = new, after
 * NULL = removed. Secret fields are never indexed. */
#define SEARCH_ROWID(key, id) (((int64_t)(key) << 40) | (id))
#define SEARCH_ID(rowid) ((rowid) & (((int64_t)1 << 40) - 1))
/* Brings the index up to our tokens and these forms, once for each connection; before a row is written. */
int search_ready(struct db *db) QT_MUST_USE;
int tokens_forget(struct db *db, const struct record *r) QT_MUST_USE; /* of a record that goes */
int tokens_drop(struct db *db, const struct record *before, const struct record *after) QT_MUST_USE; /* tokens.c */
int search_put(struct db *db, const struct record *before, const struct record *after) QT_MUST_USE;
/* New rows wait in memory and go into the index many at once: before it is asked, before a commit. After a rollback
 * they are forgotten. */
int search_write(struct db *db) QT_MUST_USE;
void search_forget(struct db *db);
/* Ids of one register that match, newest (greatest id) first; fn's non-zero stops and is returned. */
int search_each(struct db *db, const struct form *f, const char *text, int (*fn)(int64_t id, void *arg),
                void *arg) QT_MUST_USE;
/* A register's rows without the index: SELECT id and what is searched FROM it; a row of that; does the record hold what
 * a search expression asks? tokens: memory of the caller's, used again. */
void search_select(struct buf *sql, const struct form *f);
void search_read(struct stmt *st, struct record *r);
bool search_holds(const struct record *r, const char *expression, struct buf *tokens);
void search_close(struct db *db);
void search_tokens(struct buf *out, const struct record *r);  /* of a row of search_select */
int search_current(struct db *db, bool *current) QT_MUST_USE; /* was the index made for these forms? */
/* search_check.c: fn for each record of which the index lacks something, of some that lie far apart. */
int search_missing(struct db *db, const struct form *f, void (*fn)(const char *number, void *arg),
                   void *arg) QT_MUST_USE;
/* search_sums.c: fn for each record of which the index has something else than the record, of all. */
int search_compare(struct db *db, void (*fn)(const struct form *f, int64_t id, void *arg), void *arg) QT_MUST_USE;

#endif
