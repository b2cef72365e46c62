/* What the subcommands share. */
#ifndef QT_CLI_CMD_H
#define QT_CLI_CMD_H

#include "qiantai/cli.h"
#include "qiantai/report.h"

enum { EXIT_DONE = 0, EXIT_REFUSED = 1, EXIT_USAGE = 2 };

enum {
    OPEN_READ = 1,     /* writes nothing but the line of a reading */
    OPEN_SIGNED = 2,   /* --as must name who it is */
    OPEN_CREATE = 4,   /* init */
    OPEN_PRACTICE = 8, /* with OPEN_CREATE */
    OPEN_WRITE = 16,
    OPEN_LOOK = OPEN_READ | OPEN_SIGNED, /* somebody reads, and leaves a line */
};

/* The options of all commands; each command says which it takes. What they are called stands in call.c. */
enum cli_option {
    OPT_BOM,
    OPT_CSV,
    OPT_DEMO,
    OPT_DRY_RUN,
    OPT_EACH,
    OPT_ERASE,
    OPT_FORGET,
    OPT_FORMAT,
    OPT_HISTORY,
    OPT_JSON,
    OPT_MIGRATE,
    OPT_PRACTICE,
    OPT_PREVIEW,
    OPT_SEARCH,
    OPT_YES,
    OPT_FLAGS, /* those before have no value, those behind have one */
    OPT_ACCOUNT = OPT_FLAGS,
    OPT_BUILDING,
    OPT_CREATE,
    OPT_DATES,
    OPT_FIGURES,
    OPT_FROM,
    OPT_HEAD,
    OPT_KEY,
    OPT_LIMIT,
    OPT_LIST,
    OPT_MAP,
    OPT_MONTH,
    OPT_NAME,
    OPT_OPEN,
    OPT_OUTPUT, /* -o */
    OPT_PAPER,
    OPT_REBUILD,
    OPT_RECORD,
    OPT_REFUSED,
    OPT_REPLAY,
    OPT_SHEET,
    OPT_STATE,
    OPT_TEXT,
    OPT_TO,
    OPT_UNIT,
    OPT_WHERE,
    OPT_COUNT
};
#define OPT(x) (UINT64_C(1) << OPT_##x)
enum { ANY_NUMBER = 1000000 }; /* of arguments */

struct cli_globals {
    const char *db, *forms, *as, *now, *house;
    const char *pin_fd; /* --pin-fd: a descriptor whose first line is the PIN; NULL none */
    enum lang lang;
    bool lang_given; /* by --lang or LANGUAGE; else the setting "language" decides */
    char **argv;     /* as the program was called */
};
struct cli_call {
    const struct cli_globals *g;
    const struct cli_command *command; /* whose usage is shown */
    struct desk *d;                    /* open while the command runs; NULL: it opens none, or by itself */
    const struct form *form;           /* what the first argument names, if the command wants a register */
    int argc;
    char **argv;                  /* behind the options, the verb and the register */
    const char *given[OPT_COUNT]; /* the option's value, "" of a flag; NULL: not given */
    int64_t limit;                /* --limit; 0: not given */
};
struct cli_command {
    const char *name;
    const char *usage;                /* after the name; may be N_() */
    const char *summary;              /* N_(): one line for --help */
    const struct cli_command *verbs;  /* `user add`: what the first word may be, up to one without a name */
    int (*check)(struct cli_call *c); /* before the desk is opened: EXIT_DONE, or misused; NULL: nothing to check */
    int (*run)(struct cli_call *c);   /* exit status: 0 done, 1 refused, 2 usage */
    unsigned open;                    /* how the desk is opened before; 0: not at all */
    uint64_t options;                 /* OPT()s; without any, all behind the first word are arguments */
    bool reg;                         /* the first argument names a register */
    int least, most;                  /* arguments, the register among them */
};

/* Options and arguments of one command, the desk, the command itself. An exit status. */
int cli_run(const struct cli_globals *g, const struct cli_command *c, int argc, char **argv);

/* Opens the desk and signs in when --as is given. Problems of forms go to stderr. An exit status. */
int cli_open(const struct cli_globals *g, unsigned flags, struct desk **out);
/* reading.c: the line of who reads, unless it is left; before anything is shown. p NULL: no page; records of p NULL, -1
 * none; more: the page goes on. An exit status. */
int cli_reading(const struct cli_call *c, const struct page *p, int64_t records, bool more);
/* vouch.c: signs in whom --as names; the PIN comes from --pin-fd, or is asked for where nobody else vouches. An exit
 * status. */
int cli_vouch(const struct cli_globals *g, struct desk *d);
bool cli_ask_hidden(const char *prompt, char *out, size_t size); /* a line from the terminal, not shown; false: none */
/* The database's path by --db or the default; caller frees; NULL once the fault is reported. */
char *cli_db_path(const struct cli_globals *g);
int cli_fail(void);                                   /* reports fault_text(), EXIT_REFUSED */
int cli_refuse(const char *fmt, ...) QT_PRINTF(1, 2); /* reports the sentence, EXIT_REFUSED */
int cli_usage(const struct cli_command *c);           /* shows the usage, EXIT_USAGE */
int cli_misused(const struct cli_command *c, const char *fmt, ...) QT_PRINTF(2, 3);
int cli_out_done(void);                            /* flushes stdout: EXIT_DONE, or EXIT_REFUSED on a full disk */
int cli_done(int rc);                              /* of a call: cli_out_done() or cli_fail() */
void cli_head(struct desk *d, struct buf *said);   /* the journal's head, for whoever keeps it elsewhere */
int cli_say(struct buf *said, int rc);             /* what was said to stdout, freed; then as cli_done */
void cli_tell_problems(struct problems *problems); /* of form files, on stderr; freed */
bool cli_number(const char *s, int64_t min, int64_t max, int64_t *out);
int cli_limit(struct cli_call *c, int64_t most); /* reads --limit: EXIT_DONE, or misused */

/* NULL once the registers there are have been listed on stderr. */
const struct form *cli_form(struct desk *d, const char *name);
/* grid.c: of the list --list names, if it is a month grid; its page. NULL: it is none. */
const struct grid_rule *cli_grid(const struct cli_call *c);
int cli_grid_page(const struct cli_call *c, const struct grid_rule *g, struct page **out) QT_MUST_USE;
int cli_permit(struct desk *d, const struct form *f, enum right right); /* an exit status; a refusal is reported */
int cli_set(struct desk *d, const char *name, const char *value);       /* a setting, cleaned; QT_OK or a fault */
/* "field=value" arguments into r through desk_enter; touched: f->nfields flags. Tells every bad one. An exit status. */
int cli_enter(struct desk *d, struct record *r, int argc, char **argv, bool *touched);
/* QT_REFUSED: one of them is filled in by actions only. */
int cli_by_hand(const struct form *f, int argc, char **argv) QT_MUST_USE;
/* What the desk answered to a save or an action, on stderr: why it did not happen and what it asks, or, when it
 * happened (rc 0), what to take care of. An exit status. */
int cli_settle(struct desk *d, const struct record *r, int rc, const struct outcome *o);
int cli_save(struct desk *d, const struct record *base, struct record *r); /* and prints its number; an exit status */
void cli_desk_warning(const struct desk *d);                               /* Q1: warns of a year without data */

/* ---- pages: page.c ---- */
#define OPT_FACES (OPT(CSV) | OPT(JSON) | OPT(BOM))
bool cli_data(const struct cli_call *c); /* CSV or JSON is wanted: what scripts read */
/* Where the options say: the terminal, CSV, JSON, a file. rc and *p: of the producer. Frees it. An exit status. */
int cli_page(const struct cli_call *c, int rc, struct page **p);
int cli_print(const struct cli_call *c, int rc, struct page **p); /* the same for paper: without a file the printer */
bool cli_is_workbook(const char *file);                           /* its name says so; NULL is none */
/* In qiantai-export: writes p as a workbook. NULL elsewhere. */
extern int (*cli_workbook)(struct desk *d, struct page *p, const char *file);
int cli_become_export(const struct cli_globals *g); /* the same arguments to qiantai-export; returns only on failure */

/* Language and locale; see lang.c. */
enum lang lang_choose(const char *option);
void lang_use(enum lang lang);

extern const struct cli_command cmd_init, cmd_user, cmd_setting, cmd_import, cmd_add, cmd_act, cmd_list, cmd_show,
    cmd_board, cmd_search, cmd_export, cmd_backup, cmd_restore, cmd_verify, cmd_check, cmd_daily, cmd_desk,
    cmd_practice, cmd_keys, cmd_figures, cmd_print, cmd_edit, cmd_report, cmd_clock, cmd_person, cmd_ledger, cmd_attach,
    cmd_files, cmd_undo, cmd_correct;

#endif
