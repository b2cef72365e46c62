/* store: the only room that knows SQL's engine; of the rooms above, the desk alone includes this. Records, journal,
 * search, drafts, staff, settings, due rows, expressions, backup. Every write below needs an open transaction unless it
 * says so. The tables are in sqlite/schema_tables.c, those of registers in sqlite/schema.c, steps to a new version in
 * sqlite/migrate.c. */
#ifndef STORE_H
#define STORE_H

#include "qiantai/types.h"
#include "qiantai/types_ledger.h"

#include "store_files.h"
#include "store_undo.h"

struct db; /* one connection to one desk database, with its key file and journal head file */

struct db_options {
    const char *path;
    const struct forms *forms; /* borrowed for the life of the db */
    enum lang lang;            /* what zh() and tr() answer */
    bool create;               /* make it; refuses an existing file */
    bool practice;             /* with create: --now is allowed in it */
    bool readonly;
    int busy_ms; /* 0 = 5000 */
};
/* Opens safely: application id and schema version checked, defensive, trusted_schema off, foreign keys
 * on, synchronous FULL, WAL only where the library is fixed, else TRUNCATE; network file systems
 * refused; tables grown to the forms. Faults say in one sentence what to do. */
int db_open(const struct db_options *o, struct db **out) QT_MUST_USE;
void db_close(struct db *db);
const char *db_path(const struct db *db);
bool db_practice(const struct db *db);
bool db_unsure(const struct db *db); /* the disk failed at the end of a commit whose lines are there all the same */
void db_set_lang(struct db *db, enum lang lang);
int db_default_path(char **out) QT_MUST_USE; /* $QIANTAI_DB, else XDG data directory/qiantai/desk.db; caller frees */
int64_t db_change_count(struct db *db); /* grows when any process commits: data_version */

int db_begin(struct db *db) QT_MUST_USE;  /* BEGIN IMMEDIATE; QT_BUSY after the time-out */
int db_commit(struct db *db) QT_MUST_USE; /* then writes the journal head file */
void db_rollback(struct db *db);          /* no transaction: does nothing */
bool db_in_transaction(const struct db *db);
/* Between true and false: many rows at once. More memory (64 MiB), fewer writes; as safe as ever. */
int db_bulk(struct db *db, bool on) QT_MUST_USE;
/* Long writers: many rows in slices, each a transaction. Begin before a row (nothing when one is open), ask after it
 * whether to end it. Ending commits (rc < 0: rolls back), returns the result, and lets those go first who wait. */
struct slice {
    struct db *db;         /* set by the caller, the rest zero */
    int64_t rows, most;    /* rows in the open slice, and its bound while nobody waits */
    int64_t began, looked; /* monotonic microseconds */
    int64_t commit_least;  /* microseconds */
    int64_t changes;       /* of the connection, when the slice began */
};
int slice_begin(struct slice *s) QT_MUST_USE; /* QT_BUSY after a minute */
bool slice_full(struct slice *s);
int slice_end(struct slice *s, int rc) QT_MUST_USE;

/* ---- records: wing record ----------------------------------------------------------------------- */
/* One record written with its journal line and search row. before NULL: insert (id, version, number
 * must-have set by caller; id and version are filled in). Else update: QT_CONFLICT when the stored version is
 * not before->version. Fresh plain text in secret fields is sealed; after keeps masked + sealed. */
int rec_put(struct db *db, const struct who *who, const char *action, const struct record *before,
            struct record *after) QT_MUST_USE;
int rec_get(struct db *db, const struct form *f, int64_t id, struct record **out) QT_MUST_USE;
int rec_find(struct db *db, const struct form *f, const char *number, struct record **out) QT_MUST_USE;
/* Next number of the form's pattern for time t, {field} taken from r; caller frees. Taken in this transaction. */
int rec_number(struct db *db, const struct record *r, int64_t t, char **out) QT_MUST_USE;
/* Another record of r's register with r's values in all fields of u, for which u->where is true; 0: there is none.
 * record/unique.c */
int rec_same(struct db *db, const struct unique_rule *u, const struct record *r, int64_t *id) QT_MUST_USE;
int rec_serial(struct db *db, const struct record *r, int field, int64_t t, char **out) QT_MUST_USE; /* likewise */
/* Plain text of a secret field, with a journal line "reveal" (U3). Caller frees; not before the commit. */
int rec_reveal(struct db *db, const struct who *who, const struct record *r, int field, char **plain) QT_MUST_USE;
/* record/renamed.c: what stands under a name of before comes to stand under that of today (`renamed` of the form).
 * Of one record, with its journal line "renamed"; when and by whom it was changed stays. *moved: there was something.
 * QT_REFUSED: the new field protects less than the old one did, or keeps another kind of value. In a transaction. */
int rec_rename(struct db *db, const struct who *who, const struct form *f, int64_t id, bool *moved) QT_MUST_USE;
/* The next records behind `behind` that may have something to be moved. */
int rec_renamable(struct db *db, const struct form *f, int64_t behind, int64_t *ids, size_t most,
                  size_t *n) QT_MUST_USE;
/* A state that records have and the form has not; told: numbers of some of them. fn's non-zero stops. */
int rec_states_left(struct db *db, const struct form *f,
                    int (*fn)(const struct form *f, const char *state, int64_t records, const char *told, void *arg),
                    void *arg) QT_MUST_USE;
/* Was all this done with these forms, and the form's states looked at? rec_renamed_all notes it, in a transaction. */
int rec_renamed_known(struct db *db, bool *known) QT_MUST_USE;
int rec_renamed_all(struct db *db) QT_MUST_USE;
/* Takes a new record back whole: journal line "withdraw" with nothing but its cause; table, child rows and search
 * forget it, its id is not given again; its personal values go, or are kept till retention (rec_void_purge).
 * QT_CONFLICT: another version is stored. record/withdraw.c */
int rec_withdraw(struct db *db, const struct who *who, const struct record *r, bool keep) QT_MUST_USE;
/* Empties personal fields of a record (U4): skeleton, journal line and chain stay. */
int rec_purge(struct db *db, const struct who *who, const struct record *r) QT_MUST_USE;
/* The personal values of before go, those of now stay: a line `purge` and a line `restate`, which says them anew.
 * *done: false where there are none of before. */
int rec_forget(struct db *db, const struct who *who, const struct record *r, bool *done) QT_MUST_USE;
/* Lines of the journal that hold the text in the open: written before its field was personal, or where none is. */
int journal_plain(struct db *db, const char *text, int64_t *lines) QT_MUST_USE;
/* Records whose field has exactly this value (secret: by blind index; plain text given). ids: caller frees. */
int rec_equal(struct db *db, const struct form *f, int field, const struct value *v, int limit, int64_t **ids,
              size_t *n) QT_MUST_USE;

struct cursor; /* holds no open statement between calls; anchors are keys (no OFFSET) */
/* Copies q. QT_REFUSED with a sentence when the list cannot be sorted by q->sort: a computed column, rows of an entry,
 * or no index and more than CURSOR_SORT_ROWS rows. Texts sort by code point, choices by their names in the form. */
int cursor_open(struct db *db, const struct query *q, struct cursor **out) QT_MUST_USE;
int cursor_page(struct cursor *c, enum page_at at, const struct record *anchor, size_t n,
                struct record_page *out) QT_MUST_USE;
/* Stops counting after budget_us (0 = none) and then sets *exact false. totals: per list rule, may be NULL. */
int cursor_count(struct cursor *c, int64_t budget_us, int64_t *count, int64_t *totals, bool *exact) QT_MUST_USE;
void cursor_close(struct cursor *c);
void record_page_free(struct record_page *p);
/* Every full record in id order, where may be NULL; fn's non-zero stops and is returned. */
int rec_each(struct db *db, const struct form *f, const char *where, int (*fn)(struct record *, void *),
             void *arg) QT_MUST_USE;
/* Full records whose month field falls in [from, to), in its order. */
/* grid.c: what each record of the time adds to the cell of its row and day; n null: nothing. */
struct grid_span {
    int64_t from, to; /* to: not included */
    bool in_area;     /* only what lies in the person's area */
};
int rec_grid(struct db *db, const struct form *f, const struct grid_rule *g, const struct grid_span *span,
             void (*add)(const struct value *row, int day, const struct value *n, void *arg), void *arg) QT_MUST_USE;
/* held.c: of a form with `holds`, what lies here now, by that: key is a value of the field, null where there is none,
 * or the number of a span of time (edge[0] the newest). */
enum { HELD_AGES = 5 };
struct held_ask {
    enum held_by by;
    int64_t edge[HELD_AGES - 1]; /* midnights from which on it is of the span */
    bool in_area, closed;        /* closed: whoever asks may not see the field; all are one group */
};
struct held_sum {
    int64_t records, pieces, since; /* since: the oldest; 0 not known */
};
int rec_held(struct db *db, const struct form *f, const struct held_ask *ask,
             void (*add)(const struct value *key, const struct held_sum *sum, void *arg), void *arg) QT_MUST_USE;
/* Of one group, the oldest first: ids behind the *n that are there, up to `most` in all. */
int rec_held_ids(struct db *db, const struct form *f, const struct held_ask *ask, const struct value *key, size_t most,
                 int64_t *ids, size_t *n) QT_MUST_USE;
int rec_month(struct db *db, const struct form *f, int64_t from, int64_t to, int (*fn)(struct record *, void *),
              void *arg) QT_MUST_USE;

/* ---- different matters: record/different.c ------------------------------------------------------ */
/* These records were called not the same matter, in the journal line just written in this transaction. */
int different_put(struct db *db, const struct form *f, const char *rule, const int64_t *ids, size_t n) QT_MUST_USE;
/* Did one such decision name all of these (n > 0), and perhaps more? */
int different_said(struct db *db, const struct form *f, const char *rule, const int64_t *ids, size_t n,
                   bool *said) QT_MUST_USE;

/* ---- tokens of texts, for `similar` rules ------------------------------------------------------- */
struct kept_tokens {
    int64_t id, at; /* the record, and the moment that decides about the window */
    const uint32_t *v;
    size_t n;
};
/* The rows of these records, first to last, that were kept under this stamp. They go when the record's text changes. */
int tokens_each(struct db *db, const struct form *f, const char *rule, int64_t stamp, int64_t first, int64_t last,
                void (*take)(const struct kept_tokens *k, void *arg), void *arg) QT_MUST_USE;
int tokens_put(struct db *db, const struct form *f, const char *rule, int64_t stamp,
               const struct kept_tokens *k) QT_MUST_USE;

/* ---- expressions: wing expr; their functions are listed in expr/fn_time.c, fn_text.c, fn_desk.c ---- */
/* Evaluated in memory with an authorizer: no tables, no writes, no unknown functions. extras are
 * further names (started, due, ...) with their values, may be NULL. r may be NULL for form-less ones. */
struct named {
    const char *name;
    struct value value;
};
int expr_eval(struct db *db, const struct expr *e, const struct record *r, const struct named *extras, size_t nextras,
              struct value *out) QT_MUST_USE;
/* The row that expressions with a row scope see, by its columns, until it is another one: returns the former, to be put
 * back. NULL: none, its columns are null. */
const struct value *expr_row(struct db *db, const struct value *row);
/* The computed columns of a row (f->nchildren values), left to right; what cannot be worked out stays empty. */
void items_compute(struct db *db, const struct record *r, const struct field *f, struct value *row);
/* The same of all rows of the record's items fields. */
void record_compute_items(struct db *db, struct record *r);
/* What now() and today() answer: deadlines are counted from their clock's start. 0 = the clock. */
void expr_moment(struct db *db, int64_t t);
int expr_true(struct db *db, const struct expr *e, const struct record *r, bool when_null, bool *out) QT_MUST_USE;
/* What was() tells of this record from now on; borrowed; without id: of any of its register. NULL: what is stored.
 * Returns the former. */
const struct record *expr_was(struct db *db, const struct record *before);
bool sql_names(const char *sql, const char *name); /* does the text name it, outside of strings? */
/* Compiles every expression of every form, adds problems with caret. No database needed. */
int expr_check(const struct forms *set, struct problems *out);
/* What expressions ask the desk's own data; set once by desk (working calendar, money owed...). */
struct expr_host {
    void *arg;
    const struct calendar *(*calendar)(void *arg);
    const struct who *(*who)(void *arg);
    bool (*money)(void *arg, const char *unit); /* may owes() and balance() tell? unit NULL: of the house */
    bool (*reads)(void *arg, const struct form *f, int field); /* may get() and its like read it? else they are null */
    bool (*has_area)(void *arg);                               /* do they read what lies in the person's area only? */
    bool (*in_area)(void *arg, const char *unit);              /* does this unit lie there? */
};
void expr_host_set(struct db *db, const struct expr_host *host);

/* ---- journal: wing journal ---------------------------------------------------------------------- */
/* Records written from now on name this action (JSON; borrowed; NULL: none) as their cause. Returns the former. */
const char *journal_cause(struct db *db, const char *json);
/* A line that is no record: sign-in, setting, export, purge ... data: JSON or NULL. */
int journal_note(struct db *db, const struct who *who, const char *action, const char *reg, int64_t record,
                 const char *data) QT_MUST_USE;
/* journal/printed.c: the line of a print of a paper; counts p->copy. */
int journal_printed(struct db *db, const struct who *who, const char *reg, struct printed *p) QT_MUST_USE;
/* hidden: fields left out of data and shown. */
int journal_history(struct db *db, const char *reg, int64_t record, char *const *hidden, size_t nhidden,
                    struct journal_line **v, size_t *n) QT_MUST_USE;
void journal_free(struct journal_line *v, size_t n);
/* clock.c (H1): the machine's clock beside the last sound time of the journal. Practice databases are given any time.
 */
enum clock_state { CLOCK_SOUND, CLOCK_BEHIND, CLOCK_AHEAD };
struct clock_doubt {
    enum clock_state state;
    int64_t last, now; /* last sound time, 0 none; the clock */
};
int journal_clock(struct db *db, struct clock_doubt *out) QT_MUST_USE;
/* In a transaction: somebody says that it is right. QT_REFUSED: nobody doubts it. */
int journal_clock_right(struct db *db, const struct who *who) QT_MUST_USE;
/* The first line that was written in a doubt which began after `sound`, 0 none: it and all after it are of later than
 * that, even if their own times are not. */
int journal_doubt_since(struct db *db, int64_t sound, int64_t *seq) QT_MUST_USE;
int journal_last_of(struct db *db, const char *reg, int64_t record, int64_t *seq) QT_MUST_USE; /* 0: no line */
/* lately.c: one of the last lines, of `since` or later, is this one of this person. */
int journal_stands(struct db *db, const struct who *who, const char *action, const char *reg, int64_t record,
                   const char *data, int64_t since, bool *there) QT_MUST_USE;
/* journal/imported.c: records that this import (the line that began it) made or changed; caller frees ids. */
int journal_imported(struct db *db, const char *reg, int64_t import, int64_t **ids, size_t *n) QT_MUST_USE;
/* Those that the lines from `from` to `to` name, for whatever was done with them. */
int journal_since(struct db *db, const char *reg, int64_t from, int64_t to, int64_t **ids, size_t *n) QT_MUST_USE;
int journal_last(struct db *db, int64_t *seq) QT_MUST_USE; /* its last line, 0: it has none */
/* Has a person done something to the record after line `since`, other than by imports? Looking and printing is nothing.
 */
int journal_touched(struct db *db, const char *reg, int64_t record, int64_t since, bool *touched) QT_MUST_USE;
int journal_head(struct db *db, int64_t *seq, char hash[65]) QT_MUST_USE;
char *journal_head_brief(struct db *db); /* "1234:ab12cd34ef56", for paper; caller frees; NULL: cannot be read */
/* Does a head that was kept elsewhere ("SEQ:HASH", at least 12 digits) stand in this journal? QT_CORRUPT: the database
 * was put back or written anew; QT_REFUSED: no head. The chain itself is for journal_verify. */
int journal_kept(struct db *db, const char *head) QT_MUST_USE;
/* Walks the chain, the hashes of personal values and the outside head; plays the journal again and compares records,
 * child rows, staff, settings, clocks, counters and marks with it, and the guards with their texts; then the database
 * itself, as PRAGMA integrity_check does. One sentence for each that is not in order.
 * 0 clean; QT_CORRUPT with *bad_seq = first bad line (0 when it is not the journal) and the reason in fault_text(). */
int journal_verify(struct db *db, int64_t *lines, int64_t *bad_seq) QT_MUST_USE;
/* All of the search index against the records, of which journal_verify looks up some. QT_CORRUPT: it names what
 * differs. */
int search_verify(struct db *db) QT_MUST_USE;
/* journal_verify, and search_verify if it is asked for, in nobody's way: with a copy as soon as somebody waits. */
int db_verify(struct db *db, bool search, int64_t *lines, int64_t *bad_seq) QT_MUST_USE;

/* ---- search: wing search ------------------------------------------------------------------------ */
/* Newest first per register; form NULL = all registers. hits: array of `limit` from the caller. */
int search_find(struct db *db, const struct form *f, const char *text, struct hit *hits, size_t limit,
                size_t *n) QT_MUST_USE;
/* Up to `each` of every register, in menu order, newest first; hits: `each` for every register from the caller. */
int search_find_each(struct db *db, const char *text, struct hit *hits, size_t each, size_t *n) QT_MUST_USE;
/* Records of a register that hold the text within these stored, plain fields, newest first; fn gets them with id and
 * these fields, its non-zero stops. Hits in other fields may be many: some hundred are looked at, more until budget_us.
 */
int search_in(struct db *db, const struct form *f, const char *text, const int *fields, size_t nfields,
              int64_t budget_us, int (*fn)(const struct record *r, void *arg), void *arg) QT_MUST_USE;
int search_rebuild(struct db *db) QT_MUST_USE; /* own transaction */
/* After a purge (U4): words of what was removed or changed leave the file too. Rewrites the index, in slices: seconds
 * for a million records. */
int search_scrub(struct slice *slice) QT_MUST_USE;
/* The first and the last id of the records whose datetime field lies in [from, to], 0 none; of more ids than `most` the
 * last ones. */
int rec_span(struct db *db, const struct form *f, int field, int64_t from, int64_t to, int64_t most,
             struct span *out) QT_MUST_USE;
/* The record written last, 0: none, and that field of it. */
int rec_newest(struct db *db, const struct form *f, int field, int64_t *id, int64_t *at) QT_MUST_USE;
/* Does text match this string (words, single characters, pinyin, initials, tails)? For short in-memory lists. */
bool search_match(const char *haystack, const char *text);

/* ---- due rows (clocks): due.c ------------------------------------------------------------------- */
int due_put(struct db *db, struct due *d) QT_MUST_USE; /* id 0 inserts */
int due_get(struct db *db, const char *reg, int64_t record, const char *clock,
            struct due *out) QT_MUST_USE; /* latest; QT_NOTFOUND */
int due_of(struct db *db, const char *reg, int64_t record, struct due **v,
           size_t *n) QT_MUST_USE; /* all, newest first */
int due_open(struct db *db, const char *reg, int64_t record, const char *clock, struct due **v,
             size_t *n) QT_MUST_USE; /* those that run, oldest first; clock NULL: all of the record */
/* How many of them run, of this owner (NULL: any); to: the role to which one is escalated, "" or NULL; caller frees. */
int due_running_of(struct db *db, const char *reg, int64_t record, const char *owner, int64_t *n,
                   char **to) QT_MUST_USE;
/* Of several records: the clocks that run and do not stand still, in no order. */
int due_live(struct db *db, const char *reg, const int64_t *records, size_t nrecords, struct due **v,
             size_t *n) QT_MUST_USE;
enum due_part { DUE_BOTH, DUE_URGENT, DUE_USUAL };
struct due_filter {
    const char *owner;  /* role, NULL all */
    const char *reg;    /* NULL all */
    bool all;           /* else live ones only */
    bool front;         /* of a record only the clock that comes first */
    const char *also;   /* with front and no owner: beside them those that only this role is shown; due_page only */
    enum due_part part; /* urgent ones, the others, both */
    int64_t awake;      /* those put off beyond this moment are left out, 0 = none is */
    bool back;          /* a page goes backwards: the dues before, nearest first */
    int64_t until;      /* due before this, 0 = all */
    bool in_area;       /* only of units in the person's area, and of none */
};
/* Keyset page of live dues in order (due, id), starting after (after_due, after_id); backwards: before it. */
int due_page(struct db *db, const struct due_filter *f, int64_t after_due, int64_t after_id, size_t limit,
             struct due **v, size_t *n) QT_MUST_USE;
/* overdue: due before now and not paused. */
int due_counts(struct db *db, const struct due_filter *f, int64_t now, int64_t *open, int64_t *overdue) QT_MUST_USE;
/* Live clocks of records that want minute work: overdue and not told today, to be escalated, or standing still with a
 * deadline that has come up. */
int due_todo(struct db *db, int64_t now, size_t limit, struct due **v, size_t *n) QT_MUST_USE;
/* Live clocks of records by id, after after_id. */
int due_running(struct db *db, int64_t after_id, size_t limit, struct due **v, size_t *n) QT_MUST_USE;
/* How far all desks have come: `calendar` by which running deadlines were counted last, `rounds` the last date on which
 * rounds were put up, `search.tokens` and `search.rules` by which the index was made; "" none. Caller frees. */
int due_mark(struct db *db, const char *name, char **mark) QT_MUST_USE;
int due_mark_set(struct db *db, const char *name, const char *mark) QT_MUST_USE;
void due_free(struct due *v, size_t n);
void due_clear(struct due *d);

/* ---- drafts: encrypted, committed on their own: draft.c ----------------------------------------- */
int draft_save(struct db *db, struct draft *d) QT_MUST_USE;
int draft_drop(struct db *db, int64_t id) QT_MUST_USE; /* inside or outside a transaction */
int draft_list(struct db *db, const char *staff, struct draft **v, size_t *n) QT_MUST_USE;
int draft_drop_before(struct db *db, int64_t at, int64_t *n) QT_MUST_USE; /* last typed before then */
void draft_free(struct draft *v, size_t n);

/* ---- staff and settings: staff.c, setting.c ----------------------------------------------------- */
int staff_get(struct db *db, const char *code, struct staff *out) QT_MUST_USE;
int staff_list(struct db *db, struct staff **v, size_t *n) QT_MUST_USE;
/* hash: of pin_hash, NULL keeps the PIN that there is. */
int staff_put(struct db *db, const struct who *who, const struct staff *s, const char *hash) QT_MUST_USE;
int staff_role_check(const struct forms *set, const char *role) QT_MUST_USE; /* QT_REFUSED: no such role */
void staff_clear(struct staff *s);
void staff_free(struct staff *v, size_t n);
int setting_get(struct db *db, const char *name, char **out) QT_MUST_USE; /* QT_NOTFOUND; caller frees */
int setting_set(struct db *db, const struct who *who, const char *name, const char *value) QT_MUST_USE;
int setting_each(struct db *db, int (*fn)(const char *name, const char *value, void *arg), void *arg) QT_MUST_USE;

/* ---- PINs: pin.c -------------------------------------------------------------------------------- */
/* A PIN is tried in three steps, so that it is counted before it is known to be wrong and no lock is held while it is
 * hashed: pin_try, pin_matches, then in a transaction pin_right or pin_wrong. An unknown code takes the same steps. */
enum { PIN_HASH = 128, PIN_WHO = 16 };
struct pin_rules {
    int64_t tries;      /* so many within `seconds` close an account, but for terminals where the person is known */
    int64_t seconds;    /* and at most as long */
    int64_t known;      /* seconds since the person last signed in there */
    int64_t pause_most; /* seconds: each try at a terminal within `seconds` doubles its pause, up to this */
};
struct pin_try {
    const char *code, *terminal;  /* borrowed */
    unsigned char staff[PIN_WHO]; /* a keyed hash of the code: it may be a PIN typed into the wrong field */
    int64_t pause, closed;        /* seconds until it would be let in, 0 now */
};
/* Argon2id, some 50 ms: not inside a transaction. */
int pin_hash(struct db *db, const char *code, const char *pin, char out[PIN_HASH]) QT_MUST_USE;
int pin_matches(struct db *db, const char *code, const char *pin, bool *same) QT_MUST_USE; /* likewise */
/* Counts the try. QT_BUSY: the terminal still waits, nothing was counted; QT_DENIED: the account is closed for this
 * terminal, the try is counted and journalled. Own transaction. */
int pin_try(struct db *db, const struct pin_rules *rules, const char *code, const char *terminal,
            struct pin_try *t) QT_MUST_USE;
int pin_wrong(struct db *db, const struct pin_try *t) QT_MUST_USE; /* journalled */
/* The person's tries at this terminal are forgotten, the terminal is known. */
int pin_right(struct db *db, const struct pin_rules *rules, const struct pin_try *t) QT_MUST_USE;
/* Where no try can be counted: no other process looks at a PIN of this database until *lock is closed. QT_BUSY: one
 * does. */
int pin_alone(struct db *db, int *lock) QT_MUST_USE;
int pin_forget(struct db *db, const char *code) QT_MUST_USE; /* after a new PIN: no tries, no known terminals */

/* ---- files outside with people's data, by whole path: outside.c. kind: print, export, refused, backup ---- */
int outside_put(struct db *db, const char *kind, const char *path) QT_MUST_USE; /* in a transaction, as drop */
int outside_drop(struct db *db, const char *path) QT_MUST_USE;
int outside_list(struct db *db, const char *kind, char ***paths, size_t *n) QT_MUST_USE; /* caller frees */

/* ---- the ledger: wing ledger -------------------------------------------------------------------- */
/* Money (docs/forms.md, "Money"). A booking is begun, its rows are written, and it is ended with its line of the
 * journal
 * ("book" or "reverse"), whose number is the rows' event; all in the transaction that is open, and nothing else is
 * journalled between. What accounts there are, and what may stand on them, is the desk's matter. */
struct booking {
    int64_t event, at;
};
int ledger_begin(struct db *db, struct booking *b) QT_MUST_USE;
int ledger_transfer(struct db *db, const struct booking *b, struct transfer *t)
    QT_MUST_USE; /* fills in id, event, at; QT_REFUSED: its key was booked already */
int ledger_alloc(struct db *db, const struct booking *b, struct alloc *a) QT_MUST_USE;
int ledger_receipt_next(struct db *db, const char *series, int64_t *no) QT_MUST_USE;
int ledger_receipt(struct db *db, const struct booking *b, const char *series, int64_t no, int64_t copy,
                   bool void_) QT_MUST_USE;
int ledger_receipts_void(struct db *db, const struct booking *b, int64_t event) QT_MUST_USE; /* those of that event */
/* by: the action that booked it. */
int ledger_end(struct db *db, const struct who *who, const struct booking *b, const char *action, const char *reg,
               int64_t record, const char *by) QT_MUST_USE;
struct money_of {
    const char *unit, *party, *object; /* NULL: any */
};
/* Debits less credits, of days up to `until` (NULL: all); by NULL: all. */
int ledger_sum(struct db *db, const char *account, const struct money_of *by, const char *until,
               int64_t *sum) QT_MUST_USE;
/* The lowest that the account closes with on a day from `from` on; debit: debits less credits, else the other way. */
int ledger_lowest(struct db *db, const char *account, const struct money_of *by, const char *from, bool debit,
                  int64_t *lowest) QT_MUST_USE;
int ledger_turnover(struct db *db, const char *account, int64_t *debit, int64_t *credit) QT_MUST_USE; /* all of it */
/* What the parties of a unit owe on the account, each by itself; due: of it what was to be paid by that day, NULL all. */
int ledger_owes(struct db *db, const char *account, const char *unit, const char *due, int64_t *sum) QT_MUST_USE;
/* What is open of the debt that has this key: 1, and its unit (caller frees); 0: there is none, or it was undone. */
int ledger_unpaid(struct db *db, const char *key, char **unit, int64_t *open) QT_MUST_USE;
/* Debits (owed) or credits of a unit's party that are not settled, in the order in which they are. */
int ledger_open(struct db *db, const char *account, const char *unit, const char *party, bool owed,
                struct open_item **v, size_t *n) QT_MUST_USE;
/* Standing allocations of a transfer, newest first. */
int ledger_allocs(struct db *db, int64_t transfer, struct alloc **v, size_t *n) QT_MUST_USE;
/* The last day on which either was freed of an allocation, "" never. */
int ledger_freed(struct db *db, int64_t src, int64_t dst, char day[11]) QT_MUST_USE;
int ledger_find(struct db *db, const struct transfer_filter *f, struct transfer **v, size_t *n) QT_MUST_USE;
/* Of a record: the last event that was neither reversed nor reverses one, 0 none. */
int ledger_last_event(struct db *db, const char *reg, int64_t record, int64_t *event) QT_MUST_USE;
/* Of that record: 1 found, 0 none. */
int ledger_receipt_find(struct db *db, struct ledger_receipt *r) QT_MUST_USE; /* in: series, no, reg, record */
/* series, unit NULL: any. taken: accounts (a JSON array) to which its amount was credited. */
int ledger_receipts(struct db *db, const char *series, const char *unit, const char *taken, struct ledger_receipt **v,
                    size_t *n) QT_MUST_USE;
/* What is not 0 of a unit, by account, party and object: debits less credits. */
int ledger_shares(struct db *db, const char *unit, struct ledger_share **v, size_t *n) QT_MUST_USE;
/* Rules that must hold, by number; broken: what breaks it, "" nothing. */
enum { LEDGER_TOLD = 8 };
size_t ledger_rules(void);
int ledger_rule(struct db *db, size_t i, const char **name, struct buf *broken) QT_MUST_USE;
/* The same for rules that need an account's name: closes below 0 (per: PER_UNIT and so on, form_money.h); days on which
 * accounts (a JSON array) are not 0 together; unit and party with something open on both sides. */
int ledger_below(struct db *db, const char *account, bool debit, unsigned per, struct buf *broken) QT_MUST_USE;
int ledger_strange(struct db *db, const char *accounts, struct buf *broken) QT_MUST_USE; /* those not in the array */
int ledger_disagrees(struct db *db, const char *accounts, const char *name, struct buf *broken) QT_MUST_USE;
int ledger_unsettled(struct db *db, const char *account, struct buf *broken) QT_MUST_USE;
/* The tables against the journal's lines; QT_CORRUPT with what differs. */
int ledger_verify(struct db *db) QT_MUST_USE;

/* ---- backup: sqlite/backup.c -------------------------------------------------------------------- */
/* Made as TO.part (0600) while others save, its integrity and chain checked, then renamed; key, head and the files of
 * records beside it. lacks: records whose files are missing or altered here; it is made all the same. QT_REFUSED: TO is
 * there; QT_BUSY: another run is writing TO.part. */
int db_backup(struct db *db, const char *to, struct buf *lacks) QT_MUST_USE;
/* PART, empty, 0600 and locked for as long as *fd is open: a killed run leaves it behind, the next one takes it over.
 */
int part_open(const char *part, int *fd) QT_MUST_USE;
#define BACKUP_ENCRYPTED ".enc" /* behind a backup's name, in the place of the plain one and the files beside it */
int backup_named(const char *part, const char *to) QT_MUST_USE; /* renamed with what lies beside it; on the disk */
int backup_remove(const char *path) QT_MUST_USE;                /* with what lies beside it */
void db_backup_clear(const char *to); /* what killed runs left in the folder of TO; not of one that is at work */
/* sqlite/rebuild.c: a new database TO from the journal of this one, made while others save, key and head beside it.
 * What the present tables hold otherwise than the journal says is told (register, number, field); TO has what the
 * journal says. Not in the journal, and so carried over: personal values whose hash agrees, hashes of PINs whose digest
 * agrees, drafts that open, tries of PINs, files outside. QT_REFUSED: TO is there; QT_CORRUPT: the journal itself is
 * not whole; QT_FULL; nothing is left of TO then. */
int db_rebuild(struct db *db, const char *to, struct rebuilt *out) QT_MUST_USE;
void rebuilt_clear(struct rebuilt *r);
/* A backup in the place of the database: restore.c. Begin refuses unless `from` verifies, and while others have `path`
 * open; despite: records that are not as its journal says and lost personal values are let pass and noted. From then on
 * nobody opens it. What is in the journal of the copy, and the drafts of the former database, are written with note;
 * end gives the files their places (the former one stays as *.before-restore), or after a fault (rc < 0, returned)
 * takes the copy away, and frees. from and path are borrowed. */
struct restore;
int db_restore_begin(const char *from, const char *path, const struct forms *forms, bool despite,
                     struct restore **out) QT_MUST_USE;
const char *db_restore_copy(const struct restore *r); /* the copy's path: a database of this version */
int db_restore_note(struct restore *r, struct db *copy, const struct who *who) QT_MUST_USE;
int db_restore_end(struct restore *r, int rc) QT_MUST_USE;

#endif
