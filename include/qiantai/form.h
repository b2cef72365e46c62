/* form: register files. Loads YAML into struct form, reports every mistake with file, line, column
 * and caret. Never draws, never stores; expressions are kept as text (store/expr compiles them).
 * The vocabulary is documented key by key in docs/forms.md. Fields and their types: form_field.h; values and records:
 * form_value.h. A new word of a form is a member here and a line in the table of the src/form file that reads that part
 * (form.c: the register's own; flow.c: states and actions; clock.c; round.c; view.c: lists, watches; sheet.c). */
#ifndef QIANTAI_FORM_H
#define QIANTAI_FORM_H

#include "qiantai/form_field.h"
#include "qiantai/form_known.h"
#include "qiantai/form_list.h"
#include "qiantai/form_money.h"
#include "qiantai/form_paper.h"
#include "qiantai/form_role.h"
#include "qiantai/form_round.h"
#include "qiantai/form_similar.h"
#include "qiantai/form_value.h"

/* One diagnostic. */
struct problem {
    struct place at;   /* its file is the problem's own: problems outlive the forms they are about */
    bool error;        /* else warning */
    char *text;        /* "unknown type 'phon' (did you mean 'phone'?)" */
    char *source_line; /* the line with the mistake, or NULL */
    int caret_len;     /* columns to underline, at least 1 */
};
struct problems {
    struct problem *v;
    size_t n, errors;
    size_t more; /* behind the first 200: counted only */
};
void problems_add(struct problems *p, const struct place *at, bool error, const char *fmt, ...) QT_PRINTF(4, 5);
void problems_join(struct problems *to, struct problems *from); /* those of `from` behind; it is empty then */
void problems_print(const struct problems *p, struct buf *out); /* "file:12:15: error: ..." + line + caret */
/* Where in its file the byte `offset` of a text stands that begins at `start`: the file may have folded it over several
 * lines, and escaped signs in it. */
struct place place_within(const struct place *start, const char *text, size_t offset);
void problems_free(struct problems *p);

struct state {
    char *name;
    struct bilingual label, say; /* say: to the person, while it is so; may be absent */
    enum tone tone;
    bool final;     /* counts as closed: no open business */
    bool withdraws; /* nothing is promised any more: running clocks end without being met, no figure counts them */
};

struct state_group { /* a name for several states */
    char *name;
    bool *has; /* per state */
};

struct setter { /* field = expression */
    int field;  /* index in the target form, -1 until resolved (other register) */
    char *name;
    struct expr value;
};

enum rows_pick { PICK_LAST, PICK_FIRST, PICK_ALL };
struct row_change {           /* what an action does to rows of the record */
    int field;                /* items */
    bool amend;               /* changes rows that are there; else adds one */
    bool optional;            /* amend: there may be none */
    struct expr *where;       /* of a row: is it one of them? NULL = all */
    enum rows_pick which;     /* of those that are */
    struct bilingual message; /* when there is none */
    struct setter *set;       /* field: index of the column */
    size_t nset;
    bool *asked; /* per column: the clerk is asked for it; NULL: for none */
};

struct each {          /* what a follow-on goes through; its expressions see one of them as `row` */
    int items;         /* field of rows; -1: the records of a register */
    char *reg, *order; /* of its records: by this field of them, the smallest first; NULL: oldest first */
    struct place order_at;
    struct expr *where;    /* over that record's fields; NULL = all */
    struct row_scope row;  /* of the follow-on's own expressions */
    struct row_scope bare; /* of `where` */
};

struct then {  /* what follows an action */
    char *run; /* a procedure of the desk, or NULL */
    struct place run_at;
    char *create; /* or: register of a new record */
    char *act;    /* or: action name in register `reg` on record number `on` */
    char *reg;
    struct expr *on;
    struct expr *when; /* NULL = always */
    bool open;         /* screen: show the new record's entry form with the values filled in */
    struct setter *set;
    size_t nset;
    struct row_change *rows; /* of the other record: each adds one */
    size_t nrows;
    struct each *each;     /* once for each of these rows or records; NULL: once */
    int keep, keep_column; /* the field, of rows with its column, that gets the number of what was created; -1 = none */
};

struct way { /* where an action leads, by condition */
    int state;
    struct expr *when; /* null is not true */
};

struct signatures { /* an action that several sign; when all have, it leads on */
    char **signers; /* roles */
    size_t nsigners;
    int first;     /* field: when the first one's was given; behind it by whom, then the next one's */
    int all;       /* the state it leads to */
    bool distinct; /* nobody signs twice */
    bool in_order; /* each only when those before have signed */
};

struct action {
    char *name;
    struct bilingual label, say; /* say: to the person with it; may be absent */
    char key;                    /* one lower-case letter; 0 = never done by hand, only as a follow-on */
    int rank;                    /* 1..99: its place among those that are offered, the least first; 0 = behind them */
    bool at_save;                /* done by itself with the first save: its follow-ons only */
    bool *from;                  /* per state; NULL = any */
    int to;                      /* state index, -1 = stays */
    struct way *ways;            /* or: to the first whose condition is true; when none is, it is refused */
    size_t nways;
    struct signatures *signatures; /* or: there when all have signed; NULL */
    char **roles;                  /* NULL = everybody */
    size_t nroles;
    int *ask; /* indices of fields that must be put to the clerk, of those of a new row, too */
    size_t nask;
    int row;                  /* items: one new row of it is asked for, -1 none */
    bool *ask_required;       /* per ask: "name" required, "name?" optional */
    struct expr **ask_when;   /* per ask: put only while it is true (null is not); NULL = always */
    struct expr **ask_needed; /* per ask: in the place of ask_required; NULL = as that says */
    struct expr *when;        /* offered only when true; NULL = always */
    struct expr *needs;       /* guard */
    struct bilingual message;
    struct expr *refuse;  /* a text: refused with it; NULL result = possible */
    struct expr *confirm; /* text shown before it happens (V9: the instruction) */
    struct expr *tell;    /* text shown after it happened (V2: floor and door) */
    struct setter *set;
    size_t nset;
    struct row_change *changes; /* of the record's rows, after `set` */
    size_t nchanges;
    struct then *then;
    size_t nthen;
    struct books books; /* form_money.h */
    char *print;        /* a paper of the register, printed after it; NULL none */
    struct place print_at;
    bool warned; /* watches are checked first */
    bool bulk;   /* may be applied to tagged rows */
    int reopens; /* Q4: the int field that counts how often, -1 = reopens nothing */
    struct place at;
};

struct clock_rule {
    char *name;
    struct bilingual label;
    struct expr *when;  /* runs only while true */
    bool start_saved;   /* starts with the first save */
    bool *start_state;  /* per state, or NULL: starts when entered */
    bool *start_action; /* per action, or NULL */
    struct expr *due;   /* UTC seconds, waiting not counted; NULL result = no clock; re-evaluated while it runs */
    bool *stop_state, *stop_action;
    bool *pause_state;           /* Q3; never for answer and news */
    char *kind;                  /* answer, news, solution (Q2: one of each in a form) or NULL */
    struct expr *warn;           /* UTC seconds of the warning, over `due` and `started`; NULL = none */
    int warn_share;              /* or: percent of the clock's working time, 0 = none */
    struct expr *escalate_after; /* seconds after due; NULL = only by `when` */
    struct expr *escalate_when;  /* at once when true; NULL = never */
    char *escalate_to;           /* role */
    char *owner;                 /* role it concerns, never NULL: the desk's where the file names none */
    int *who; /* fields, staff or enum: the board names the first that has a value instead of the role */
    size_t nwho;
};

struct card_rule {          /* what is shown of this register beside a unit's name: those of the unit, newest first */
    struct bilingual label; /* may be absent: the register's short title */
    int list;               /* which and which fields of them: behind the form's own lists, none that people see */
    struct expr *line;      /* a text for each, in the place of the fields; NULL */
    bool count;             /* how many there are, in front */
    int most;               /* so many are shown */
    enum tone tone;
    int place;  /* among the cards of all registers, the smallest first */
    bool aside; /* beside forms and records only, not at the head of the unit's own file */
};

struct watch_rule { /* V8 */
    char *name;
    struct bilingual label;
    char *reg;          /* the watch-list register */
    struct expr *where; /* over its fields */
    struct {
        int field;
        char **other;
        size_t nother;
    } * match;
    size_t nmatch;
    int reason; /* note field that must be filled to go on */
};

struct close_rule {     /* what nobody made final is closed after a while */
    bool *from;         /* per state; none of them final */
    int to;             /* a final state */
    struct expr *after; /* seconds, over no fields; 0 or NULL result = never */
    int since;          /* date or datetime that must have passed by then, too; -1 = the last change alone */
};

enum { SHEET_COUNT = -2 }; /* in place of a field: the row's running number */
struct sheet_column {
    int field;
    struct bilingual heading;
    int width;
    bool total; /* added up below, though no list does so */
};
struct sheet_rule { /* of the register's month, or of a list */
    char *name;     /* of a list's */
    int list;       /* whose records it shows, -1: the month's */
    bool whole;     /* of a list: it has columns of its own */
    struct bilingual title;
    char *code; /* what the trade's paper form is called, FM-GL-011-0, upper right; NULL none */
    struct sheet_column *columns;
    size_t ncolumns;
    int month; /* field (datetime or date) that decides the month; default saved_at */
};

struct rule {          /* what the record as a whole must be whenever it is saved or acted on, empty fields too */
    struct expr *when; /* NULL = always; null is not true */
    struct expr *must; /* null is not fulfilled */
    int at;            /* the field at which it is told, -1 none */
    struct bilingual message; /* or: */
    struct expr *said;        /* the message as an expression, NULL */
};

struct unique_rule { /* no two records have the same in all of these fields */
    int *fields;
    size_t nfields;
    struct expr *where;       /* only among records for which it is true; NULL = all */
    struct bilingual message; /* may be absent */
};

struct frozen_rule { /* while it is true nothing is changed by hand */
    struct expr *when;
    struct bilingual message; /* why; may be absent */
};

struct section {
    char *name;
    struct bilingual label;
};

struct setting_rule { /* a figure of the house, read by setting('NAME'); its default is written here only */
    char *name;       /* "repair.take_minutes"; of the desk itself: "closing_time" */
    char *value;      /* the default; a whole number or a time of day: others are refused in its place */
    char *range;      /* "1..400" numbers, "A4|A5" one of them, "..100" characters at most; NULL: see setting_accepts */
    struct bilingual label;
};

struct renaming { /* what records of before have, and what it is called now */
    enum { RENAMED_FIELD, RENAMED_STATE, RENAMED_CHOICE } kind;
    char *was;
    int is;     /* field or state; of a choice the field, */
    int choice; /* and which of its choices */
};

struct form {
    char *name;
    int vocabulary;                  /* the words it is written in; 1: it does not say, and may be old */
    struct place slip_at, letter_at; /* keys of vocabulary 1; line 0: not there */
    struct renaming *renamed;
    size_t nrenamed;
    struct bilingual title, short_title; /* short: tabs and board, up to 7 columns; may be absent */
    struct bilingual say;                /* what a new record begins with at the desk; may be absent */
    char *group;                         /* menu group */
    char key;                            /* '1'..'9' or 0 */
    int order;
    char *number; /* "V{yy}{mm}{dd}-{seq:3}", or "{field}" when a field is the number (unit) */
    bool gapless;
    struct expr
        *state_shown;     /* a text people see in the place of the state's label; NULL, and a null result: the label */
    struct expr *urgent;  /* while it is true the record comes first on the board; NULL and null: never */
    struct expr *summary; /* one line for board and search, may use zh() */
    int unit_field;       /* the field by which it appears in the unit file, or -1 */
    struct section *sections;
    size_t nsections;
    struct field *fields;
    size_t nfields, ndeclared; /* nfields counts the system fields too */
    size_t nbalances;          /* fields behind these: one for each list with a balance, */
    size_t nasked;             /* and for each column of rows that actions ask for (ask.c) */
    struct state *states;
    size_t nstates;
    struct state_group *groups; /* `open`, those not final, among them unless a state has this name */
    size_t ngroups;
    struct expr *initial; /* name of the first state; NULL = states[0] */
    struct action *actions;
    size_t nactions;
    struct clock_rule *clocks;
    size_t nclocks;
    struct list_rule *lists; /* at least one */
    size_t nlists;
    struct grid_rule *grids;
    size_t ngrids;
    struct card_rule *cards;
    size_t ncards;
    struct round_rule *rounds; /* and behind them the duties */
    size_t nrounds;
    struct watch_rule *watches;
    size_t nwatches;
    struct similar_rule *similar;
    size_t nsimilar;
    struct asks_rule *asks;
    size_t nasks;
    struct already_rule *already;
    size_t nalready;
    struct again_rule *again; /* F5 in its entry form saves and begins the next one; NULL = does the first action */
    struct setting_rule *settings;
    size_t nsettings;
    struct rule *rules;
    size_t nrules;
    struct unique_rule *uniques;
    size_t nuniques;
    struct frozen_rule *frozen;   /* NULL = never */
    bool append_only;             /* no field is changed by hand after the first save */
    struct figures_rule *figures; /* NULL = plain counts only */
    struct sheet_rule *sheet;     /* of its month; NULL = none */
    struct sheet_rule *sheets;    /* of its lists */
    size_t nsheets;
    struct paper_rule *papers; /* what it prints */
    size_t npapers;
    struct expr *handover_count;
    struct list_column *handover_line;
    size_t nhandover_line;
    struct inside_rule *inside; /* NULL = nobody is inside by this register */
    int retention_days;         /* 0 = for good; setting "retention.REGISTER" overrides */
    int retention_from;         /* field that starts the period; default saved_at */
    int retention_least;        /* days that the law wants it kept: not emptied before, 0 = none */
    struct close_rule *auto_close;
    size_t nauto_close;
    char **edit_roles, **view_roles; /* NULL = everybody */
    size_t nedit_roles, nview_roles;
    char **reveal_roles; /* who may see secret fields in full; NULL = nobody */
    size_t nreveal_roles;
    char **home_roles; /* the register they see first after sign-in, at its list home_list */
    size_t nhome_roles;
    int home_list;
    struct place at, menu_at;
    int index;                /* in forms->v */
    struct holds_rule *holds; /* NULL = nothing is kept by this register */
};

struct counted_by { /* expressions count or sum records of a register by these fields: it wants an index on them */
    char *reg;
    char **fields; /* in order of their names, what is summed up last */
    size_t nfields;
};

struct menu_group {
    char *name;
    struct bilingual label;
};
struct forms {
    struct form **v; /* by menu order */
    size_t n;
    struct menu_group *groups;
    size_t ngroups;
    struct role *roles; /* none: no roles.yaml was read, any name is a role's */
    size_t nroles;
    struct chart chart;            /* accounts.yaml; no accounts: none was read */
    char *desk_role;               /* whose are the clocks and rounds that name no owner; NULL without a roles.yaml */
    struct setting_rule *settings; /* those of no register */
    size_t nsettings;
    struct counted_by *counted;
    size_t ncounted;
    const char **broken; /* names of registers left out because of their own mistakes */
    size_t nbroken;
    bool alone;    /* one file: registers that are not in it are no mistake */
    uint64_t mark; /* of the files' names and texts */
    int nslots;    /* expr slots handed out */
    char **files;
    size_t nfiles;
    struct place *extensions; /* `extends` of each file that extends a register of another one */
    size_t nextensions;
    bool partial; /* some that extend were left out on purpose: nothing is noted of it for later starts */
};

/* Loads every *.yaml of the directories ("DIR[:DIR]", later ones override by register name) except
 * menu.yaml, which names the groups, and roles.yaml, whose roles join those of the directories before; a file of roles
 * may take the place of a directory. A broken form is left out and reported in `out`; the others work, and
 * the form it would override stays. A reference to a register that is not there costs the link (it
 * becomes a text), the look-up, the action or the watch. `out` borrows file names from the set.
 * A file that extends a register joins it, or is left out as a whole, with what is wrong with it told at its own lines.
 * Returns 0 (also with broken forms) or QT_NOTFOUND when no directory can be read. One file alone:
 * registers that it names but that are not in it are no mistake. */
int forms_load(const char *dirs, struct forms **set, struct problems *out) QT_MUST_USE;
/* The same, some files left out that extend registers: what is wrong with them was told. */
int forms_load_without(const char *dirs, const char *const *files, size_t nfiles, struct forms **set,
                       struct problems *out) QT_MUST_USE;
/* Whether an earlier start of this program checked these expressions (expr_check) and found nothing wrong. A change
 * of the program, of a form or of a setting asks anew; so does an empty cache. */
bool forms_known_sound(const struct forms *set);
void forms_now_sound(const struct forms *set);
/* roles: a file of roles read before that of the form's own directory, or NULL. */
int forms_load_file(const char *file, const char *roles, struct forms **set, struct problems *out) QT_MUST_USE;
/* Mistakes that are there with a file that extends a register and not without it: told in `out` at its own lines.
 * Answers whether there are any. */
bool forms_blame(const struct place *extends, const struct problems *with, const struct problems *without,
                 struct problems *out);
enum { VOCABULARY = 2 };
/* What means something else in forms that do not say `vocabulary: 2`, as warnings at their lines. */
void forms_tell_changed(struct forms *set, struct problems *out);
void forms_free(struct forms *set);
/* Lays a form file out anew: one way to write each thing, lines of at most 120 columns, every comment kept. write: into
 * its place. 1 when that changes it, 0 when it is so already; QT_REFUSED, QT_IO: left as it is, mistakes of YAML in
 * `out`. */
int form_format(const char *file, bool write, struct problems *out) QT_MUST_USE;
/* Settings that no form declares, before expr_check; copies the texts. */
void forms_add_setting(struct forms *set, const char *name, const char *value, const char *zh, const char *en,
                       const char *range);
const struct setting_rule *forms_setting(const struct forms *set, const char *name); /* NULL when unknown */
bool setting_is_number(const struct setting_rule *s);                                /* by its default */
/* M14: QT_REFUSED says field, value and what may stand there. Without a range a number goes to 10000 or a hundred times
 * its default, a text to 1000 characters. */
int setting_accepts(const struct setting_rule *s, const char *value) QT_MUST_USE; /* QT_REFUSED */
const struct role *forms_role(const struct forms *set, const char *name);         /* NULL when there is none */
const struct role *forms_role_at(const struct forms *set, size_t i);              /* NULL behind the last */
struct form *forms_find(const struct forms *set, const char *name);               /* NULL when there is none */
int form_field(const struct form *f, const char *name);                           /* index or -1 */
int form_state(const struct form *f, const char *name);
int form_group(const struct form *f, const char *name); /* of states */
int form_action(const struct form *f, const char *name);
int form_list(const struct form *f, const char *name);
int form_grid(const struct form *f, const char *name);
int form_balance(const struct form *f, const char *name); /* field of a list's balance, or -1 */
int form_asked(const struct form *f, const char *name);   /* "calls.result": of a new row that actions ask for, or -1 */
/* The column that such a field is for, and of which rows; NULL: it is none. */
const struct field *form_asked_column(const struct form *f, int field, const struct field **items);
bool form_leads(const struct action *a, int state); /* may it lead there? */
int form_paper(const struct form *f, const char *name);
/* The month's sheet, if there is one, then those of lists; NULL behind the last. */
const struct sheet_rule *form_sheet(const struct form *f, size_t i);
/* What `renamed` makes of a value of choices, or of a state; NULL: it is as it was. Caller frees. */
char *form_renamed_value(const struct form *f, int field, const char *value);
#define form_sys(f, which) ((int)((f)->ndeclared) + (which)) /* index of a system field */
const char *label_of(const struct bilingual *b, enum lang lang, const char *fallback);
/* Every expression of a form with where it stands; for the checker. Stops when fn returns non-zero. */
struct expr_site {
    const struct form *over; /* whose fields it sees; NULL: those of no record */
    const struct form *into; /* the form and the field that get its value, or NULL */
    const struct field *gives;
    const char *const *extras; /* what it sees besides: due, started; NULL-terminated, or NULL */
};
int form_each_expr(struct form *f, int (*fn)(const struct expr_site *site, struct expr *e, void *arg),
                   const struct forms *set, void *arg);

#endif
