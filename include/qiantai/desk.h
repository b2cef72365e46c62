/* desk: what a desk does. Sign-in, entering and acting on records, numbers, clocks, board, rounds,
 * watch-lists, import, retention, demo building. Headings name the files in src/desk. Each call below that changes
 * something is one transaction with its journal lines. No drawing, no SQL engine. */
#ifndef QIANTAI_DESK_H
#define QIANTAI_DESK_H

#include "qiantai/desk_figures.h"
#include "qiantai/desk_offer.h"
#include "qiantai/types.h"

struct desk;
struct page;
struct desk_options {
    const char *db_path;   /* NULL = default */
    const char *form_dirs; /* NULL = default: installed forms, then forms/ beside the database */
    enum lang lang;
    const char *terminal; /* tty name or "cron" */
    const char *now;      /* --now: TIME frozen, TIME+ running, @FILE read each time; practice databases only */
    const char *house;    /* the file of commands and folders; NULL: $QIANTAI_HOUSE, else /etc/qiantai/house */
    bool remote;          /* over the network: no list of the staff before somebody has signed in */
    bool create, practice, readonly;
    bool reading; /* to read only: the line of the sign-in is that of desk_note_reading */
};
/* Problems of form files are returned, they do not prevent opening. */
int desk_open(const struct desk_options *o, struct desk **out, struct problems *problems) QT_MUST_USE;
void desk_close(struct desk *d);
const struct forms *desk_forms(const struct desk *d);
enum lang desk_lang(const struct desk *d);
void desk_set_lang(struct desk *d, enum lang lang);
const char *desk_building(struct desk *d);        /* setting "building" */
const struct who *desk_who(const struct desk *d); /* staff "" before sign-in */
const char *desk_staff_name(struct desk *d);
/* forms_load with the program's roles.yaml before all others, the settings of data/settings.tsv, and procedures
 * checked; files that extend a register and have a mistake that only the desk or SQLite finds are left out, too.
 * forms_load_file likewise, without the last. */
int desk_forms_load(const char *dirs, struct forms **set, struct problems *out) QT_MUST_USE;
int desk_forms_load_file(const char *file, struct forms **set, struct problems *out) QT_MUST_USE;
/* Records in states that their forms do not have, as warnings; house/renamed.c. */
int desk_states_left(struct desk *d, struct problems *out) QT_MUST_USE;
/* The form files' directories that apply when none are named; caller frees. */
char *desk_form_dirs(const char *db_path);
/* Procedures that actions run are known, with the fields they need; mistakes go to out. desk_forms_load does it. */
void desk_check_procedures(const struct forms *set, struct problems *out);
/* The settings of data/settings.tsv join those that the forms declare; desk_forms_load does it. */
int desk_house_settings(struct forms *set) QT_MUST_USE;
/* house/settings.c. A setting's value: stored, else its default, else NULL; caller frees. stored: NULL when nobody has
 * set it. */
char *desk_setting(struct desk *d, const char *name);
char *desk_setting_stored(struct desk *d, const char *name);
/* RIGHT_SETTINGS, or whoever has just made the database; QT_REFUSED: an unknown setting, or not the kind of value its
 * default is. "" takes it back: the default holds again. Own transaction. */
int desk_set(struct desk *d, const char *name, const char *value) QT_MUST_USE;
/* The same where it shortens how long personal data is kept, which desk_set refuses: it erases for good. */
int desk_set_sure(struct desk *d, const char *name, const char *value) QT_MUST_USE;
/* Known settings with their present value and explanation; fn's non-zero stops and is returned. */
int desk_settings_each(struct desk *d, int (*fn)(const char *name, const char *value, const char *text, void *arg),
                       void *arg);
/* Those set under names of the house's own (closure.NAME). */
int desk_settings_own(struct desk *d, int (*fn)(const char *name, const char *value, void *arg), void *arg);
/* house/chosen.c: settings that only name what the house's file holds (docs/operations.md; attack.md M10). Values that
 * are no such name are told in *why, with the line to write into the file; NULL: nothing to tell. Caller frees all.
 * The shell command for prints (setting: print_command, roll_command); NULL: they are only kept. */
void desk_print_command(struct desk *d, const char *setting, char **command, char **why);
/* The folder of print_dir or backup_dir; where the value is no name, the one beside the database. NULL: backup_dir is
 * not set. */
void desk_folder(struct desk *d, const char *setting, char **dir, char **why);
/* Does it hold a command or a path of an earlier version, which is not followed? Printers are not asked for. */
bool desk_chosen_stale(struct desk *d, const char *setting);
/* The names that such a setting may be given; QT_NOTFOUND: any other setting. desk_choices_free. */
int desk_choices(struct desk *d, const char *setting, char ***names, size_t *n) QT_MUST_USE;
void desk_choices_free(char **names, size_t n);
/* What the board's header must say (a failing disk; Q1: a year without data), or NULL. */
const char *desk_warning(const struct desk *d);
/* The disk reported a fault of something that this desk saved: it stands in the register, perhaps not on the disk. */
bool desk_unsure(const struct desk *d);
/* house/clock.c. The machine's clock is far ahead of the journal's last line, or before it (H1): the sentence that says
 * so, or NULL; as the last tick saw it. Rounds, reminders and retention stand still meanwhile, saving goes on. */
const char *desk_clock_doubt(const struct desk *d);
/* RIGHT_SETTINGS says that it is right after all; journalled. QT_REFUSED: nobody doubts it. */
int desk_clock_confirm(struct desk *d) QT_MUST_USE;
/* A secret field in full, journalled; QT_DENIED when the form does not name the role. Caller frees. */
int desk_reveal(struct desk *d, const struct record *r, int field, char **plain) QT_MUST_USE;
/* What an action of the journal is called, in the desk's language. looked: it changed nothing, a record was only shown.
 */
const char *desk_action_word(const struct desk *d, const struct form *f, const char *action, bool *looked);
int desk_log_view(struct desk *d, const char *reg, int64_t record) QT_MUST_USE; /* U3: a file was opened */

#include "qiantai/desk_seat.h" /* who sits there, and who reads on the command line */

/* ---- may this person (docs/forms.md, "Who may"): permit.c; the roles are in forms/roles.yaml ---- */
/* 0 or QT_DENIED with its sentence. form NULL: a right of the house; record NULL: any; field, action -1: none. */
int desk_permit(struct desk *d, const struct form *f, const struct record *r, int field, int action,
                enum right right) QT_MUST_USE;
/* The same where a person tries it: a refusal is journalled ("denied"), save that of looking and printing. Not inside
 * a transaction. */
int desk_attempt(struct desk *d, const struct form *f, const struct record *r, int field, int action,
                 enum right right) QT_MUST_USE;
/* On the record of a number, which need not be one that the person may see. */
int desk_attempt_on(struct desk *d, const struct form *f, const char *number, int action, enum right right) QT_MUST_USE;
/* The same for what is merely not offered: no sentence. */
bool desk_allows(struct desk *d, const struct form *f, enum right right);
/* The role as people call it, in the desk's language; "" of NULL. */
const char *desk_role_label(const struct desk *d, const char *role);
void desk_role_words(const struct desk *d, const char *role, struct buf *out); /* what it may in the house */
/* The register that the role sees first, NULL: the board. */
const struct form *desk_home(struct desk *d);
bool desk_shows(struct desk *d, const struct form *f, int field); /* may the field be seen? */

/* ---- reading: read.c. QT_DENIED for a register closed to the role; fields closed to it come empty ---- */
int desk_get(struct desk *d, const struct form *f, int64_t id, struct record **out) QT_MUST_USE;
int desk_find(struct desk *d, const struct form *f, const char *number, struct record **out) QT_MUST_USE;
char *desk_summary(struct desk *d, const struct record *r); /* one line, "" when it has none; caller frees */
/* All clocks of a record, newest first; desk_dues_free. */
int desk_dues(struct desk *d, const struct record *r, struct due **v, size_t *n) QT_MUST_USE;
void desk_dues_free(struct due *v, size_t n);
void desk_due_clear(struct due *due);
/* Its journal lines, newest first; desk_history_free. */
int desk_history(struct desk *d, const struct record *r, struct journal_line **v, size_t *n) QT_MUST_USE;
void desk_history_free(struct journal_line *v, size_t n);
/* Full records of all registers that link to it, up to `limit` for each linking field; desk_page_free. */
int desk_follow_ons(struct desk *d, const struct record *r, size_t limit, struct record_page *out) QT_MUST_USE;
/* A list by key, page by page; holds no open statement between calls. Copies q; QT_REFUSED when it cannot be sorted so.
 * The list's columns, number and state are filled in. QT_DENIED also when `where` or `like` ask for a field that the
 * role may not see. */
struct desk_list;
int desk_list_open(struct desk *d, const struct query *q, struct desk_list **out) QT_MUST_USE;
int desk_list_page(struct desk_list *l, enum page_at at, const struct record *anchor, size_t n,
                   struct record_page *out) QT_MUST_USE;
/* Stops counting after budget_us (0 = none) and then sets *exact false. totals: per list rule, may be NULL; 0 of a
 * field that the role may not see. */
int desk_list_count(struct desk_list *l, int64_t budget_us, int64_t *count, int64_t *totals, bool *exact) QT_MUST_USE;
void desk_list_close(struct desk_list *l);
void desk_page_free(struct record_page *p);
/* Every full record in id order, where may be NULL; fn's non-zero stops and is returned. The record is not fn's. */
int desk_each(struct desk *d, const struct form *f, const char *where, int (*fn)(struct record *r, void *arg),
              void *arg) QT_MUST_USE;
/* Full records whose month field falls in [from, to), in its order. */
/* A month grid: what each record adds to the cell of its row and day (1..31); n null: it adds nothing. */
int desk_grid(struct desk *d, const struct form *f, const struct grid_rule *g, int64_t from, int64_t to,
              void (*add)(const struct value *row, int day, const struct value *n, void *arg), void *arg) QT_MUST_USE;
int desk_each_month(struct desk *d, const struct form *f, int64_t from, int64_t to,
                    int (*fn)(struct record *r, void *arg), void *arg) QT_MUST_USE;
/* Newest first per register; form NULL = all registers that the role may see. hits: array of `limit` from the caller.
 */
int desk_search(struct desk *d, const struct form *f, const char *text, struct hit *hits, size_t limit,
                size_t *n) QT_MUST_USE;
/* Up to `each` of every register that the role may see, in menu order; hits: `each` for every register. */
int desk_search_each(struct desk *d, const char *text, struct hit *hits, size_t each, size_t *n) QT_MUST_USE;
/* The one unit that is called so, as A-0501 by a501 or A座501; NULL: none or several, or figures alone. Caller frees.
 */
char *desk_unit_said(struct desk *d, const char *typed);
/* Does the text hold what was typed (words, single characters, pinyin, initials, tails)? For short lists in memory. */
bool desk_matches(const char *haystack, const char *typed);

/* ---- beside the records --------------------------------------------------------------------------------------- */
/* A journal line that is no record's change: print, export. Own transaction. data: JSON or NULL. */
int desk_note(struct desk *d, const char *word, const char *reg, int64_t record, const char *data) QT_MUST_USE;
/* record/paper.c. What a slot of a paper holds for this person, NULL: nothing; a fault: the expression fails. */
int desk_paper_slot(struct desk *d, const struct expr *e, const struct record *r, char **out) QT_MUST_USE;
int desk_paper_wanted(struct desk *d, const struct expr *when, const struct record *r, bool *out) QT_MUST_USE;
/* The journal lines of papers that are printed now, in one transaction; RIGHT_PRINT. Fills in which copy each is. */
int desk_printed(struct desk *d, const struct form *f, struct printed *v, size_t n) QT_MUST_USE;
/* A value as people read it: field_show, with a colleague's name for the code. */
char *desk_value_show(struct desk *d, const struct field *f, const struct value *v);
/* What the form shows in the place of the state's label (state_shown), with the person's eyes; NULL: the label. */
char *desk_state_shown(struct desk *d, const struct record *r);
char *desk_staff_label(struct desk *d, const char *code); /* the name, or the code when unknown; caller frees */
/* Everybody; before sign-in at the lobby's terminal only. desk_user_free. */
int desk_user_list(struct desk *d, struct staff **v, size_t *n) QT_MUST_USE;
int desk_user_any(struct desk *d, bool *any) QT_MUST_USE; /* is anybody on the staff yet? */
void desk_user_free(struct staff *v, size_t n);
/* user.c, with the rules for codes, names and PINs. RIGHT_STAFF, or anybody while nobody is on the staff yet. put: a
 * new one; QT_REFUSED when the code is taken or no such role; check: before a PIN is asked for; NULL: any role. */
int desk_user_check(struct desk *d, const char *code, const char *role) QT_MUST_USE;
int desk_user_put(struct desk *d, const char *code, const char *name, const char *role, const char *pin) QT_MUST_USE;
/* QT_REFUSED of the last one in charge who can sign in; QT_DENIED of a role with rights that the own one lacks. */
int desk_user_disable(struct desk *d, const char *code) QT_MUST_USE;
int desk_user_enable(struct desk *d, const char *code) QT_MUST_USE;
int desk_user_role(struct desk *d, const char *code, const char *role) QT_MUST_USE;
int desk_user_pin(struct desk *d, const char *code, const char *pin) QT_MUST_USE;
int desk_own_pin_check(struct desk *d, const char *pin) QT_MUST_USE; /* wrong ones are counted, as at the sign-in */
int desk_own_pin(struct desk *d, const char *pin) QT_MUST_USE;
int desk_pin_fits(const char *pin) QT_MUST_USE; /* long enough, and not too long; else a fault */
/* Half-typed forms of whoever has signed in; committed on their own. keep fills in the id. */
int desk_draft_keep(struct desk *d, struct draft *draft) QT_MUST_USE;
int desk_draft_drop(struct desk *d, int64_t id) QT_MUST_USE;
int desk_draft_list(struct desk *d, struct draft **v, size_t *n) QT_MUST_USE;
void desk_draft_free(struct draft *v, size_t n);
const char *desk_path(const struct desk *d);
int desk_default_path(char **out) QT_MUST_USE; /* $QIANTAI_DB, else the user's data directory; caller frees */
int64_t desk_changes(struct desk *d);          /* grows when any process commits */
/* A file with people's data was written there: daily tells it, and removes it by the settings. kind: print, export,
 * refused, backup. Own transaction; nothing where the database is only read. */
int desk_outside(struct desk *d, const char *kind, const char *path) QT_MUST_USE;
/* Checked, the key beside it; or TO.enc, where the house's file encrypts. *made: its name, caller frees. */
int desk_backup(struct desk *d, const char *to, char **made) QT_MUST_USE;
/* restore, and a database made from the journal: desk_copies.h */
/* Chain, hashes, outside head, what the journal says of all tables, integrity; search: all of the search index, too.
 * Nobody who saves waits for it. QT_CORRUPT with *bad_seq = first bad line, 0 when it is not the journal. */
int desk_verify(struct desk *d, bool search, int64_t *lines, int64_t *bad_seq) QT_MUST_USE;
int desk_journal_head(struct desk *d, int64_t *seq, char hash[65]) QT_MUST_USE;
char *desk_head_brief(struct desk *d); /* the head for paper: "1234:ab12cd34ef56"; caller frees; NULL: cannot be read */
/* Tells the head to the witness of the house's file; QT_NOTFOUND: it names none. */
int desk_witness(struct desk *d) QT_MUST_USE;
/* A head kept elsewhere against this journal; QT_CORRUPT: the database was put back or written anew. */
int desk_kept_head(struct desk *d, const char *head) QT_MUST_USE;
/* Compiles every expression of every form, adds problems with caret; their number. */
int desk_forms_check(const struct forms *set, struct problems *out);

/* ---- entering: record/enter.c, lookup.c, resolve.c ---------------------------------------------- */
struct field_problem {
    int field;
    char *text; /* the sentence, in the desk's language */
};
struct field_problems {
    struct field_problem *v;
    size_t n;
};
void field_problems_free(struct field_problems *p);

/* ---- questions: record/question.c --------------------------------------------------------------- */
/* What the desk asks the clerk before it saves or acts, and once after a save. */
enum question_kind {
    QUESTION_REASON,        /* a watch-list names the record (V8): `field` takes the reason for going on */
    QUESTION_CONFIRM,       /* what will be done is to be seen (`preview`), `text` to be read, and agreed to */
    QUESTION_FIELD,         /* `field` of the action is still to be given */
    QUESTION_COUNT_DIFFERS, /* what was counted is not what the book holds: `field` takes the reason */
    QUESTION_OVERRIDE,      /* a limit is passed (`text`): `field` takes the reason why it may be */
    QUESTION_MERGE,         /* somebody saved first, the same fields: which values are right? */
    QUESTION_WORDS,         /* words of a text propose a choice for `field` (R3): yes sets it, no leaves it */
    QUESTION_ALREADY,       /* a record that may be this one is there already: yes saves all the same */
    QUESTION_SAME_MATTER,   /* after saving: other records are perhaps about the same matter (C5, C9) */
    QUESTION_KINDS
};
struct conflict {
    int field;
    struct value was, mine, theirs; /* was: what both began with; null where that is not known */
};
struct merge {
    struct conflict *v; /* fields that both changed, differently */
    size_t n;
    struct record *theirs; /* as it is stored now */
    struct record *merged; /* what only one side changed is in it; the conflicts as the clerk has them */
};
struct watch_hit {
    const struct watch_rule *rule;
    const struct form *form; /* the watch-list register */
    int64_t id;              /* the entry */
    int match;               /* which field of the record matched */
};
struct similar_hit {
    int64_t id;
    char *number, *text; /* text: its summary */
    char *unit;          /* "" none */
    char *why;           /* the reasons shown: words of both, fields that are equal */
    int64_t at;
    int percent;
    bool joined; /* is in a case already */
    bool out;    /* the clerk says: not this one */
};
struct matter {
    const struct similar_rule *rule; /* that found the records */
    struct similar_hit *v;           /* likest first */
    size_t n;
    int people; /* different people who reported it, this record's own among them */
};
struct words_found {
    const struct asks_rule *rule;
    const struct choice *choice; /* that they propose */
};
struct already_hit {
    const struct already_rule *rule;
    int64_t id; /* of a record of the same register */
};
struct question {
    enum question_kind kind;
    int field;     /* of the record, -1 none */
    bool required; /* holds up what was to be done; else it is only shown, or may stay empty */
    char *text; /* what is asked, in the desk's language; REASON: the watch-list's entry; WORDS: the words as the text
                   has them; ALREADY: that record in a line; NULL none */
    union {
        struct watch_hit watch; /* REASON */
        bool preview;           /* CONFIRM: desk_preview has a page */
        struct words_found words;
        struct already_hit already;
        struct merge merge;   /* MERGE */
        struct matter matter; /* SAME_MATTER */
    };
};
/* Goes into desk_save or desk_act and comes out with what is asked and what happened; the same one goes into the next
 * try, with its answers. Begins as {0}. */
struct outcome {
    struct question *questions; /* in the order in which they are to be asked */
    size_t nquestions;
    unsigned answered;              /* 1 << question_kind: these were answered, desk_answer sets them */
    uint64_t put;                   /* of an action's fields, by their place in `ask`: these were asked */
    struct record *base;            /* after a merge: what r is based on now; it goes before the caller's base */
    struct field_problems problems; /* faults of the fields */
    char *tell;                     /* to be shown afterwards, NULL nothing */
    struct record *opened;          /* follow-on record with `open: true`, not saved yet */
    struct record *created;         /* first follow-on record that was created */
    const char *print; /* the paper that the first save prints (an action with at_save), the form's; NULL */
};
/* `answered` of one whose fields were given and whose text was read before anything was asked (--yes, tagged rows). */
#define ANSWERED_BEFORE (1u << QUESTION_FIELD | 1u << QUESTION_CONFIRM)
/* Of a save that nobody sits at: what would be asked is only told (not `required`). */
#define ANSWERED_UNSEEN (1u << QUESTION_WORDS | 1u << QUESTION_ALREADY)
void outcome_free(struct outcome *o); /* clears, the struct itself is the caller's */
/* The first question of this kind, NULL none. */
struct question *outcome_question(const struct outcome *o, enum question_kind kind);
/* The clerk's answer to o's questions of one kind. What was typed or chosen (fields, reasons, values of a merge,
 * similar_hit.out) is in r and o already. Before a save or an action: kept in o for the same call to be made again.
 * After a save, SAME_MATTER: yes joins all that are not `out` to one case, with people and posts counted on its first
 * record and, where enough people reported it, the form's action run on it; no: they are different matters, this set is
 * not offered again. That is a transaction of its own and r is refreshed. */
int desk_answer(struct desk *d, struct record *r, struct outcome *o, enum question_kind kind, bool yes) QT_MUST_USE;
/* How many different people reported r and the other records of the matter, those that the clerk took `out` left aside.
 */
int desk_matter_people(struct desk *d, const struct record *r, const struct matter *m, int *people) QT_MUST_USE;

/* ---- entering, going on; saving: record/save.c -------------------------------------------------- */
struct record *desk_new(struct desk *d, const struct form *f); /* defaults filled in; caller frees */
/* Re-evaluates defaults of untouched fields (touched: per field; NULL: fields with a value stay) and computed
 * fields after an entry. Defaults are for records not saved yet. */
void desk_refresh(struct desk *d, struct record *r, const bool *touched);
bool desk_visible(struct desk *d, const struct record *r, int field);
bool desk_required(struct desk *d, const struct record *r, int field);
bool desk_readonly(struct desk *d, const struct record *r, int field);
/* The same where an action asks for the field: it may fill in what is fixed as a whole. */
bool desk_readonly_asked(struct desk *d, const struct record *r, int field);
/* Is nothing in r changed by hand any more (append_only, frozen)? why, may be NULL: the sentence; caller frees. */
bool desk_fixed(struct desk *d, const struct record *r, char **why);
/* One field as typed: parse, resolve links (1203 → A-1203; QT_REFUSED with the reason), check. */
int desk_enter(struct desk *d, struct record *r, int field, const char *typed, char **why) QT_MUST_USE;
/* ---- rows of an items field, as they are filled in: record/rows.c. t: those of a field of r (items_read), or more. --
 */
/* One cell as typed, as desk_enter; defaults and computed cells of its row follow. QT_REFUSED with row, column, reason.
 */
int desk_cell_enter(struct desk *d, const struct record *r, struct item_table *t, size_t row, size_t column,
                    const char *typed) QT_MUST_USE;
void desk_row_refresh(struct desk *d, const struct record *r, struct item_table *t, size_t row);
bool desk_cell_required(struct desk *d, const struct record *r, const struct item_table *t, size_t row, size_t column);
/* Takes the rows over into r. QT_REFUSED: row and column of what is wrong; *row is t->n where it is none of them. */
int desk_rows_close(struct desk *d, struct record *r, int field, struct item_table *t, size_t *row,
                    size_t *column) QT_MUST_USE;
/* Look-up candidates for what is typed so far; records are full; caller frees with record_page_free. */
int desk_lookup(struct desk *d, const struct record *r, int field, const char *typed, size_t limit,
                struct record_page *out) QT_MUST_USE;
/* value + fill list. What was typed stays; what the former candidate filled in is replaced. Secrets go over sealed. */
void desk_fill(struct desk *d, struct record *r, int field, const struct record *picked);

/* Saves a new or changed record (base = as it was read, NULL when new). QT_REFUSED: o->problems, or the message alone;
 * QT_CONFLICT: MERGE; QT_ASK: WORDS, ALREADY, and REASON, only where the form has no `warned` action that will ask.
 * Fields that only the other side changed are taken over and shown to the clerk (`tell`). When it is saved, o may hold
 * REASON (not asked yet, to be shown) and SAME_MATTER. r gets id, number, version; after a failure it is as it was and
 * the call may be made again, with the same o. What was wrong in the stored record already and is not touched is not
 * held against a change. */
int desk_save(struct desk *d, const struct record *base, struct record *r, struct outcome *o) QT_MUST_USE;

/* ---- acting: record/act.c ----------------------------------------------------------------------- */
/* r carries the asked-for fields already entered; other changes in r are ignored. QT_ASK: o's questions;
 * QT_REFUSED: the message; QT_CONFLICT: changed meanwhile, MERGE where answers can mend it. r is refreshed on success,
 * and o may hold SAME_MATTER. */
int desk_act(struct desk *d, struct record *r, int action, struct outcome *o) QT_MUST_USE;

/* record/correct.c. RIGHT_CORRECT: the record was marked wrongly; it comes into `state`, whatever actions there are,
 * with a reason. The time at which it wrongly came into the present one goes; clocks start and stop by the new one.
 * QT_REFUSED: no reason, the same state, or the form's rules do not allow it. r is refreshed. */
int desk_correct(struct desk *d, struct record *r, int state, const char *reason) QT_MUST_USE;

/* Does what it asks for hang on conditions? Then desk_act says which fields are to be asked, optional ones too. */
bool action_conditional(const struct action *a);

/* What the action's procedure would do, as a page: shown before (CONFIRM with `preview`); changes nothing. QT_NOTFOUND:
 * it shows nothing. Free with page_free. */
int desk_preview(struct desk *d, const struct record *r, int action, struct page **out) QT_MUST_USE;

/* ---- clocks and board: wing due ----------------------------------------------------------------- */
enum urgency { DUE_LATER, DUE_TODAY, DUE_SOON /* warned */, DUE_OVERDUE };
struct pressing {
    enum urgency
        urgency;    /* of the most urgent clock that runs and does not stand still; DUE_LATER where there is none */
    bool emergency; /* `urgent` of its form, while such a clock runs */
};
/* Of each of these records, by id. */
int desk_pressing(struct desk *d, const struct form *f, const int64_t *ids, size_t n, struct pressing *out) QT_MUST_USE;
struct board_row {
    struct due due;
    const struct form *form;
    const struct clock_rule *clock;             /* NULL for a round */
    const struct round_rule *round;             /* NULL for a clock */
    char *number, *unit, *matter, *who, *state; /* ready to draw, in the desk's language */
    char *promise, *about;                      /* the matter's two parts: what is to be done, the record's summary */
    bool mine; /* names the one who sits at this desk, or is for his role and names nobody */
    enum urgency urgency;
    int64_t deadline; /* to be shown: due.due, or for a paused clock what it would be if it went on now */
    int more;         /* so many other clocks of the record run: it has one row, that of the earliest */
    bool again;       /* another row of the same record is `mine` already */
    int overdue_days; /* calendar days since the deadline passed; 0 = today or not overdue */
};
void board_row_clear(struct board_row *row);
void board_free(struct board_row *v, size_t n);

enum board_selection { BOARD_ALL, BOARD_MINE, BOARD_OVERDUE, BOARD_TODAY /* overdue and warned ones, too */ };
struct board_query {
    enum board_selection selection;
    bool each; /* a row for every clock that runs, not one a record: read without an index, for the command line */
    const char *text; /* in what is to be done, summary, unit, number, person or register, pinyin too; "" or NULL all */
    bool (*give_up)(void); /* asked now and then: true ends the reading with QT_BUSY; NULL never */
};
/* At most n rows, urgent ones first, each in order of the deadline, as far as q wants them: the first, the last, those
 * after, before or from the row of `anchor` (its due, id and whether it is urgent). A record has one row, that of the
 * earliest clock that runs; a role with a board of its own that of its own earliest. A round has a row. more: there are
 * others in that direction. Rows: board_free. */
int desk_board_page(struct desk *d, const struct board_query *q, enum page_at at, const struct due *anchor, size_t n,
                    struct board_row **v, size_t *got, bool *more) QT_MUST_USE;
int desk_board_counts(struct desk *d, int64_t *open, int64_t *overdue);
/* How many rows each selection shows; -1: not known without reading too many. */
int desk_board_tally(struct desk *d, int64_t counts[BOARD_TODAY + 1]) QT_MUST_USE;
/* The urgent records that stand on the person's board, at most `most`: due/alarm.c. */
struct alarm {
    const struct form *form;
    int64_t record;
};
int desk_alarms(struct desk *d, struct alarm *v, size_t most, size_t *n) QT_MUST_USE;
/* Put off: hidden from the board until then, still counted; the deadline stays. Journalled. */
int desk_snooze(struct desk *d, const struct due *due, int64_t until) QT_MUST_USE;
/* Minute work: rounds of today put up, overdue clocks announced (once, then daily), escalations written, deadlines
 * moved when the calendar has changed. Cheap when nothing is to do. */
int desk_tick(struct desk *d);
/* Signs a round as done with what was found (count, left over); refused while an entry of its list has not been
 * touched since the round's hour. A round with its own `when` only hands its list over and is signed as it is. */
int desk_round_done(struct desk *d, const struct due *due, const char *remark) QT_MUST_USE;
/* How far a deadline is: "in 20m", "overdue by 1h5m", "due now"; caller frees. */
char *desk_due_words(struct desk *d, int64_t due);
/* A deadline in words: from, calendar, pauses, due (Q5), in the desk's language; caller frees. */
char *desk_explain(struct desk *d, const struct due *due);

/* ---- in and out: wings import, house; demo ------------------------------------------------------ */
/* import: desk_import.h */
/* The house's similar.txt beside the database, if there is one: the first line that cannot be read is the fault. */
int desk_words_check(const char *db_path) QT_MUST_USE;
int desk_demo(struct desk *d) QT_MUST_USE; /* data/demo → staff, units, people, three months of their life */
int desk_first_run(struct desk *d, const char *building, const char *staff, const char *name,
                   const char *pin) QT_MUST_USE;
/* what is kept about one person, retention: desk_person.h */
/* Tick, backup when set, purge; report: a line each. A part that fails does not stop the next ones; the fault names
 * all. */
int desk_daily(struct desk *d, struct buf *report) QT_MUST_USE;

/* Drafts as forms: JSON of the record and back; action: it is what was typed for that one, -1 the form. Caller frees.
 */
char *desk_draft_pack(const struct record *r, int at_field, int action);
int desk_draft_unpack(struct desk *d, const struct draft *in, struct record **r, int *at_field) QT_MUST_USE;
int desk_draft_action(const struct draft *in, const struct form *f); /* -1 none, or the form has it no more */

#endif
