/* desk, inside: the open desk and the steps that saving, acting, importing and the demo share. */
#ifndef DESK_INTERNAL_H
#define DESK_INTERNAL_H

#include "qiantai/desk_person.h"
#include "store.h"

struct desk {
    struct db *db;
    struct forms *forms;
    struct calendar *calendar;
    bool calendar_asked;    /* an expression has counted working time */
    char *calendar_warning; /* NULL = nothing to warn of */
    char *clock_warning;    /* the machine's clock is in doubt (H1) */
    char *chosen_warning;   /* a setting holds what an earlier version took (M10) */
    char *zone_warning;     /* the zone of the settings is unknown, the default's is used */
    char calendar_mark[17]; /* a hash of the calendar's contents */
    char deadline_mark[17]; /* of the calendar by which running deadlines were counted, as far as this desk knows */
    enum lang lang;
    char *staff, *role, *name, *terminal; /* never NULL; "" before sign-in */
    struct who who;                       /* borrows the four above */
    const struct role *rule;              /* of the role; NULL: nobody, or a role that has left roles.yaml */
    char *house;                          /* the file that --house names, NULL none; house/trusted.h */
    char *building;                       /* cache of the setting */
    struct wording *wording;              /* of data/similar.txt, read at first use */
    struct phrases *forbidden;            /* of data/forbidden.txt, read at the first print of a paper */
    struct words *words;                  /* the lists that `asks` names, read at first use: house/words.c */
    struct memory *memory;                /* what the looks for a common matter have read: same/memory.h */
    struct record *filled;                /* what the last look-up filled in: may be replaced by the next one */
    int64_t ticked;                       /* the minute of the last desk_tick */
    int64_t ticked_change;                /* and the database's change count then */
    char rounds_day[11];                  /* the last date on which it put up rounds, "" before */
    enum sitting sitting;                 /* of whoever signed in, as far as was looked */
    bool leaving;                         /* the line "sign-out" is written, whatever became of the account */
    bool remote;                          /* not the lobby's own terminal */
    bool readonly, created;
    bool reading, read_noted; /* opened to read: on the command line; its line is left */
    const char *vouched;      /* reading: who vouched for the person; not owned */
    bool restricted;          /* some register or field is closed to this role: else nothing need be veiled */
    struct taken *taken;      /* record/attach.c: files that were taken, until a record with them is saved */
    size_t ntaken;
    int64_t past;              /* when what is written happened, as a file says; 0: now (clocks) */
    struct undo_event *events; /* undo/undo.c: what this session did, newest last */
    size_t nevents;
    int together, togethers; /* the number of what is done together now, 0 nothing; given so far */
    int64_t event_first;     /* the first line of the transaction that is open, where it will be remembered */
    struct asked_row *asked; /* record/asked.c: the new row of the action that is being done */
    int engine;              /* > 0: expressions see everything, as in a transaction; 0: what the person may see */
};

struct db *desk_db(struct desk *d); /* for tests */

/* house/clock.c. Looks at the machine's clock again; *doubt: it is not what it can be, d->clock_warning says why. */
int clock_check(struct desk *d, bool *doubt) QT_MUST_USE;
int clock_possible(const struct desk *d) QT_MUST_USE; /* QT_REFUSED: a year that no desk can write in */

/* house/outside.c: what was noted by desk_outside is told with its age, and removed by the settings. */
int outside_upkeep(struct desk *d, struct buf *report) QT_MUST_USE;

/* ---- one transaction ------------------------------------------------------------------------------- */
int desk_begin(struct desk *d) QT_MUST_USE;       /* refuses when nobody has signed in or read-only */
int desk_end(struct desk *d, int rc) QT_MUST_USE; /* rc < 0: roll back, else commit; returns the result */
/* undo/undo.c. The same, where the person can take it back: w is its record, action the journal's word for it. */
int event_begin(struct desk *d) QT_MUST_USE;
int event_end(struct desk *d, int rc, const struct record *w, const char *action) QT_MUST_USE;
struct undo_event;
void undo_remember(struct desk *d, const struct undo_event *e); /* copied */
void undo_forget(struct desk *d);                               /* all of it: another person sits down */
/* The same for the slices of a long writer (store.h). */
int desk_slice(struct desk *d, struct slice *s) QT_MUST_USE;
int desk_slice_unattended(struct desk *d, struct slice *s) QT_MUST_USE;
int desk_slice_end(struct desk *d, struct slice *s, int rc) QT_MUST_USE;

/* Inside an open transaction: writes a record (before NULL: inserts) with its journal line, number, initial
 * state, system fields and clocks. action: the journal's word; when it names an action of the form, clocks
 * start and stop by it. Values already set in a new record's number, state, saved_at and clerk are kept. */
int desk_write(struct desk *d, const char *action, const struct record *before, struct record *after) QT_MUST_USE;
/* The same for a record of the past (import): no clocks, no S_at that nobody gave. */
int desk_write_past(struct desk *d, const char *action, const struct record *before, struct record *after) QT_MUST_USE;
/* What the desk itself writes into a record but its number: state, times, names. action: index, -1 none. entered: its
 * state is entered now. past: a record of the past. */
int stamp_record(struct desk *d, int action, const struct record *before, struct record *after,
                 bool *entered) QT_MUST_USE;
int stamp_past(struct desk *d, int action, const struct record *before, struct record *after) QT_MUST_USE;
/* record/serial.c: the serials of w that this action (or SERIAL_SAVED) gives, where it has none yet. */
int serials_give(struct desk *d, const char *by, struct record *w) QT_MUST_USE;
/* record/sign.c. Signatures that are waited for are emptied by any change but a signature, and when the record comes
 * (back) into a state in which it waits for them. tell: adds to o->tell that they were. */
void signatures_follow(int action, const struct record *before, struct record *after);
void signatures_tell(struct desk *d, const struct record *before, const struct record *after, struct outcome *o);
/* desk_save and desk_act inside an open transaction. r is changed even when it fails: give a copy. */
int desk_save_in(struct desk *d, const struct record *base, struct record *r, struct outcome *o) QT_MUST_USE;
int desk_act_in(struct desk *d, struct record *r, int action, struct outcome *o) QT_MUST_USE;
/* The follow-ons of a new record's first save, after desk_write. */
int desk_at_save(struct desk *d, struct record *r, struct outcome *o) QT_MUST_USE;
/* The state a new record would enter; -1: the form has none; another negative: a fault. */
int desk_initial(struct desk *d, const struct record *r);

/* ---- who sits there, and whose eyes --------------------------------------------------------------------- */
/* user.c: the rules for a code, a name and a PIN (NULL: it stays); QT_REFUSED. */
int user_fits(const struct staff *s, const char *pin) QT_MUST_USE;
void desk_seat(struct desk *d, const char *staff, const char *role, const char *name);
void chosen_look(struct desk *d); /* house/chosen.c: d->chosen_warning anew */
const char *seat_user(void);      /* house/vouched.c: the operating system's user, NULL unknown */
int vouched_check(struct desk *d, const char *staff) QT_MUST_USE; /* house/vouched.c; QT_DENIED: nobody vouches */
int chosen_accepts(struct desk *d, const char *setting, const char *value) QT_MUST_USE; /* house/chosen.c; QT_REFUSED */
int staff_any(struct desk *d, bool *any) QT_MUST_USE;          /* is anybody on the staff yet? */
int seat_person(struct desk *d, const char *code) QT_MUST_USE; /* of the staff; QT_DENIED: unknown or disabled */
bool reading_unwritable(int fault); /* reading.c: the disk takes nothing; no limit of the process */
/* Reads the person's row: QT_DENIED with its sentence when the account is closed or gone, and once when the role is
 * another one now, which then holds. In every transaction of somebody signed in (transaction.c). */
int seat_look(struct desk *d) QT_MUST_USE;
/* permit.c: may whoever sits here change the account of somebody with this role? Not of a role with rights that the own
 * one lacks, unless nobody who has them all can sign in. A refusal is journalled, outside of a transaction. */
int permit_staff(struct desk *d, const char *role) QT_MUST_USE;
/* Is there anybody who can sign in and may change accounts of this role? */
int permit_covered(struct desk *d, const char *role, bool *any) QT_MUST_USE;
bool permit_in_charge(const struct desk *d, const char *role); /* may somebody with this role change the staff? */
void permit_seat(struct desk *d);                              /* after a change of the role or the forms */
bool permit_allows(struct desk *d, const struct form *f, int field, int action, enum right right); /* no sentence */
bool permit_signs_as(const struct desk *d, const char *role);   /* the person's role, or one that it stands for */
bool permit_types(const struct desk *d, const struct field *f); /* by the field's own roles alone */
bool permit_local_files(const struct desk *d); /* may a file be taken by its path? else from the inbox alone */
/* Typing into this field, by the same; a refusal is journalled. */
int permit_enter(struct desk *d, const struct record *r, int field) QT_MUST_USE;
bool permit_reads(void *desk, const struct form *f, int field); /* get() and its like, asked by the store */
bool permit_money(void *desk, const char *unit);                /* owes() and balance(), likewise; NULL: the house's */
/* area.c. A role may end at its area (roles.yaml): units whose file names the person, and what names no unit. */
bool area_asked(void *desk);                       /* is it so with who reads now? asked by the store, too */
bool area_of_person(void *desk, const char *unit); /* likewise */
bool area_has(struct desk *d, const struct record *r);
/* A record just read: veiled, or freed and refused as one of another area. */
int permit_shown(struct desk *d, struct record **r) QT_MUST_USE;
/* A record as the person may see it: fields closed to the role are emptied, with what is worked out from them. Inside a
 * transaction nothing happens. */
/* read.c: may it be seen, and of a computed field or a balance all that it is made of? */
bool read_shows_all_of(struct desk *d, const struct form *f, const struct field *field);
void permit_veil(struct desk *d, struct record *r);
/* The same of one that comes out of a transaction: what was worked out there was so with the engine's eyes. */
void permit_release(struct desk *d, struct record *r);
/* Inside a transaction, of a record that the person had: closed fields as stored (NULL: their defaults). */
void permit_unveil(struct desk *d, const struct record *stored, struct record *r);
/* A text for the person (desk_text with the person's eyes); NULL when null or failed. */
char *permit_text(struct desk *d, const struct expr *e, const struct record *r);
const char *permit_board(const struct desk *d);              /* the role whose promises alone are shown, NULL all */
bool permit_offers(const struct field *f, const char *role); /* staff field: are those of this role offered? */
const char *permit_first_role(const struct forms *set);      /* that may change the staff */

void outcome_veil(struct desk *d, struct outcome *o); /* after the transaction */
void record_swap(struct record *a, struct record *b);
/* The last steps of a save or an action, its transaction ended with rc: other records of the matter are searched (base:
 * the record before), o and w are veiled for the person, r becomes w when it was stored. Frees w; returns rc. */
int record_committed(struct desk *d, const struct record *base, struct record *r, struct record *w, int action,
                     struct outcome *o, int rc) QT_MUST_USE;

/* ---- questions --------------------------------------------------------------------------------------- */
struct question *question_add(struct outcome *o, enum question_kind kind,
                              int field); /* required; lent until the next */
void questions_drop(struct outcome *o, enum question_kind kind);
bool outcome_waits(const struct outcome *o, enum question_kind kind); /* one of them is required */
bool outcome_answered(const struct outcome *o, enum question_kind kind);
/* record/known.c. Asks WORDS and ALREADY about r, as it would be saved; with the person's eyes, so outside of a
 * transaction. What was answered is only told. */
int known_ask(struct desk *d, const struct record *base, struct record *r, struct outcome *o) QT_MUST_USE;
void words_answer(struct record *r, const struct outcome *o, bool yes);
/* house/words.c: the program's list of this name, with the house's beside the database; NULL: there is none. */
const struct phrases *words_list(struct desk *d, const char *name);
void words_free(struct desk *d);
/* Lists that `asks` names and that are not there, and parts that are no choice. desk_forms_load does it. */
void words_check(const struct forms *set, struct problems *out);
void outcome_renew(struct outcome *o); /* for the next try: the answers stay */
void conflict_add(struct merge *m, int field, const struct value *was, const struct value *mine,
                  const struct value *theirs); /* was: NULL not known */
/* Takes m over into a question, when it holds conflicts; the records are copied. */
void merge_ask(struct outcome *o, struct merge *m, const struct record *stored, const struct record *merged);
int refuse_problems(const struct outcome *o) QT_MUST_USE; /* the first problem as the fault */

/* ---- fields ------------------------------------------------------------------------------------------ */
/* Faults of a record against `base` (what was wrong already and is not touched is let pass; NULL = new). */
int desk_check_from(struct desk *d, const struct record *base, const struct record *r, struct field_problems *out);
/* record/whole.c: the rules of the form, for r as it would be written by the action (index; -1: a save; ACTION_PAST: an
 * import). What was broken before and is not touched is let pass. A fault; 0: see out. */
#define ACTION_PAST (-2)
int whole_check(struct desk *d, const struct record *base, const struct record *r, int action,
                struct field_problems *out) QT_MUST_USE;
/* record/unique.c: likewise its unique rules; part of whole_check. concerns: does the rule look at r? */
int unique_check(struct desk *d, const struct record *base, const struct record *r,
                 struct field_problems *out) QT_MUST_USE;
int unique_concerns(struct desk *d, const struct unique_rule *u, const struct record *r, bool *is) QT_MUST_USE;
/* Value of an expression in the kind that field stores. */
int desk_value(struct desk *d, const struct expr *e, const struct record *r, const struct field *as,
               struct value *out) QT_MUST_USE;
/* Is v a whole ID number, where it must be one? good: as it is written, NULL where it need not; caller frees. */
int field_idcard(struct desk *d, const struct record *r, int field, const struct value *v, char **good) QT_MUST_USE;
char *desk_text(struct desk *d, const struct expr *e, const struct record *r); /* NULL when null or failed */
/* A condition of a form: with the engine's eyes, whoever sits there. */
int desk_condition(struct desk *d, const struct expr *e, const struct record *r, bool when_null, bool *out) QT_MUST_USE;
void desk_compute(struct desk *d, struct record *r);      /* computed fields */
void desk_compute_seen(struct desk *d, struct record *r); /* for whoever looks: those closed to him are empty */
void desk_default(struct desk *d, struct record *r, int field);
char *value_fault(struct desk *d, const struct field *f, const struct value *v); /* caller frees; NULL: nothing */
/* rows.c. What a person wrote as the rows of a field, settled against those that r has. */
int rows_enter(struct desk *d, const struct record *r, int field, const char *typed, struct value *out) QT_MUST_USE;
/* Defaults, links and computed columns of all rows; rows that `former` has as they are are let pass. A fault tells row
 * and column. */
int rows_settle(struct desk *d, const struct record *r, const struct value *former, struct item_table *t, size_t *row,
                size_t *column) QT_MUST_USE;
/* each.c. Does a follow-on once, or for each of its rows or records; what it creates says its number, which goes into w
 * where the form keeps it. */
typedef int follow_fn(struct desk *d, void *arg, char **number);
int then_each(struct desk *d, const struct then *t, struct record *w, follow_fn *fn, void *arg) QT_MUST_USE;
char *check_message(const struct desk *d, const struct field *f); /* that its `check` refuses it; caller frees */
/* record/asked.c */
struct asked_row {
    const struct field *items; /* NULL: none is asked for */
    struct value *v;
    const struct value *outer;
    struct asked_row *before;
};
/* What is wrong with a value of a new row that is asked for; NULL: nothing, or the field is none of one. Caller frees.
 */
char *asked_fault(struct desk *d, const struct record *r, int field);
int rows_change(struct desk *d, const struct action *a, struct record *w) QT_MUST_USE; /* change.c: append, amend */
/* Those changes in a record of another register, their expressions over `source`. */
int rows_append(struct desk *d, const struct row_change *v, size_t n, const struct record *source,
                struct record *to) QT_MUST_USE;
/* What is wrong with the rows that were not in base; caller frees; NULL: nothing. */
char *rows_fault(struct desk *d, const struct record *base, const struct record *r, int field);
const char *field_label(const struct desk *d, const struct field *f);
void field_problem_add(struct field_problems *p, int field, char *text); /* takes text over */
/* The record's number a typed text stands for, in register `to`. caller frees. */
int desk_resolve(struct desk *d, const struct form *to, const char *typed, char **number) QT_MUST_USE;
/* A colleague's code for a code, a name or initials typed into a field of type staff; caller frees. */
int desk_resolve_staff(struct desk *d, const struct field *f, const char *typed, char **code) QT_MUST_USE;
/* Colleagues offered for that field, as records with name and code; none disabled. */
int desk_colleagues(struct desk *d, const struct field *f, const char *typed, size_t limit,
                    struct record_page *out) QT_MUST_USE;
void record_page_add(struct record_page *p, struct record *r); /* takes r over */
/* Ids of records whose number, stripped of separators, contains `typed` (exact ones first); caller frees. */
int desk_number_ids(struct desk *d, const struct form *to, const char *typed, bool whole, int64_t **ids,
                    size_t *n) QT_MUST_USE;

/* ---- watch-lists ----------------------------------------------------------------------------------------- */
/* Adds a REASON for each entry that names r, required where its reason's field is empty; returns how many, or a fault.
 */
int desk_watch(struct desk *d, const struct record *r, struct outcome *o) QT_MUST_USE;

/* ---- the same matter -------------------------------------------------------------------------------------- */
/* Asks SAME_MATTER about a record that was saved; nothing when no rule of its form finds enough people. stored: as it
 * was before (NULL: new); action: index, -1 saved only. Reads nothing that a rule does not need. */
int desk_similar(struct desk *d, const struct record *stored, const struct record *r, int action,
                 struct outcome *o) QT_MUST_USE;
/* What it has read for the looks so far: the next one reads it again. */
void similar_forget(struct desk *d);
/* In the transaction of a save: what a look needs of the record is kept beside it. */
int similar_keep(struct desk *d, const struct record *before, const struct record *after) QT_MUST_USE;
/* How much of the shorter text the other one has, 0 to 100; 0 where they name different places. */
int texts_near(struct desk *d, const char *one, const char *other);
int matter_answer(struct desk *d, struct record *r, const struct matter *m, bool yes) QT_MUST_USE; /* desk_answer */
void matter_clear(struct matter *m);

/* ---- clocks ---------------------------------------------------------------------------------------------- */
/* Starts, stops, pauses, re-dues the record's clocks after a change. entered: the state was entered now. */
int clocks_follow(struct desk *d, const struct record *before, const struct record *after, int action,
                  bool entered) QT_MUST_USE;

/* Of a new record that a file brought: the clocks that run in its state, from the times that the file gives. */
int clocks_take_over(struct desk *d, const struct record *r) QT_MUST_USE;

/* When the calendar is not the one by which they were counted, counts running deadlines again (Q1). Own transaction. */
int clocks_recount(struct desk *d) QT_MUST_USE;

/* ---- rounds ---------------------------------------------------------------------------------------------- */
const struct round_rule *round_find(const struct form *f, const char *name); /* NULL when there is none */
int rounds_put_up(struct desk *d) QT_MUST_USE; /* today's, when their hour has come; own transactions */
/* due/duty.c: is that day one of its? How often it is, in a word; and in the lines that explain it. */
bool duty_falls(struct desk *d, const struct round_rule *round, int64_t day);
const char *duty_rhythm(const struct round_rule *round);
void duty_explain(const struct desk *d, const struct round_rule *round, struct buf *b);
int desk_begin_unattended(struct desk *d) QT_MUST_USE; /* for work nobody need have signed in for */

/* ---- settings, calendar, files ------------------------------------------------------------------------------ */
int64_t desk_setting_int(struct desk *d, const char *name, int64_t otherwise);
int64_t setting_lock_minutes(struct desk *d, int64_t otherwise); /* of this terminal alone, if it is set */
int64_t desk_setting_within(struct desk *d, const char *name, int64_t otherwise, int64_t least, int64_t most);
/* A setting that cannot be read is warned of and left out: it must be possible to open the desk and to correct it. */
int calendar_load(struct desk *d) QT_MUST_USE;
int calendar_accepts(const char *name, const char *value) QT_MUST_USE;      /* work_week, zone, closure.NAME */
int desk_file_read(const char *path, char **text, size_t *len) QT_MUST_USE; /* QT_NOTFOUND, QT_IO; caller frees */
/* Cuts rows of tab-separated cells off a text, in place: missing ones are "", empty lines and those that begin with #
 * are passed over. false: no row is left. */
bool table_row(char **rest, char **cell, size_t columns);
char *text_cut(char **rest, char separator);           /* the text up to it, or to the end; in place */
char *file_beside(const char *path, const char *name); /* same directory; caller frees */
int clock_set_spec(const char *spec) QT_MUST_USE;      /* --now */

/* The action and its record as JSON, for the journal lines of what follows from it (journal_cause). Caller frees. */
char *action_cause(const struct action *a, const struct record *w);

#endif
