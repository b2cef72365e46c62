/* What the subcommands share. */
#ifndef QT_CLI_CMD_H
#define QT_CLI_CMD_H

#include "qiantai/cli.h"
#include "qiantai/report.h"

enum { EXIT_DONE = 0, EXIT_REFUSED = 1, EXIT_USAGE = 2 };

enum {
    OPEN_READ = 1,     /* never writes */
    OPEN_SIGNED = 2,   /* --as must name who it is */
    OPEN_CREATE = 4,   /* init */
    OPEN_PRACTICE = 8, /* with OPEN_CREATE */
};

/* Opens the desk and signs in when --as is given. Problems of forms go to stderr. An exit status. */
int cli_open(const struct cli_globals *g, unsigned flags, struct desk **out);
/* The database's path by --db or the default; caller frees; NULL once the fault is reported. */
char *cli_db_path(const struct cli_globals *g);
int cli_fail(void);                                   /* reports fault_text(), EXIT_REFUSED */
int cli_refuse(const char *fmt, ...) QT_PRINTF(1, 2); /* reports the sentence, EXIT_REFUSED */
int cli_usage(const struct cli_command *c);           /* shows the usage, EXIT_USAGE */
int cli_misused(const struct cli_command *c, const char *fmt, ...) QT_PRINTF(2, 3);
int cli_out_done(void); /* flushes stdout: EXIT_DONE, or EXIT_REFUSED on a full disk */
bool cli_number(const char *s, int64_t min, int64_t max, int64_t *out);

/* NULL once the registers there are have been listed on stderr. */
const struct form *cli_form(struct desk *d, const char *name);
int cli_permit(struct desk *d, const struct form *f, enum right right); /* an exit status; a refusal is reported */
/* "field=value" arguments into r through desk_enter; touched: f->nfields flags. Tells every bad one. An exit status. */
int cli_enter(struct desk *d, struct record *r, int argc, char **argv, bool *touched);
/* What the desk answered to a save or an action, on stderr: why it did not happen and what it asks, or, when it
 * happened (rc 0), what to take care of. An exit status. */
int cli_settle(struct desk *d, const struct record *r, int rc, const struct outcome *o);
void cli_desk_warning(const struct desk *d); /* Q1: warns of a year without data on stderr */

/* Where a page goes: page.c. */
struct cli_face {
    bool csv, json, bom;
    const char *file; /* FILE.pdf, FILE.txt, "-": as on paper, on the terminal */
    bool print;       /* without a file: to the printer of the settings */
};
enum { FACE_FILE = 'o', FACE_CSV = 1024, FACE_JSON, FACE_BOM };
#define FACE_OPTIONS                                                                                                   \
    {"csv", no_argument, NULL, FACE_CSV}, {"json", no_argument, NULL, FACE_JSON},                                      \
        {"bom", no_argument, NULL, FACE_BOM},                                                                          \
    {                                                                                                                  \
        "output", required_argument, NULL, FACE_FILE                                                                   \
    }
bool cli_face_option(int c, const char *arg, struct cli_face *face); /* false: another option */
/* Shows p as wished and frees it. An exit status. */
int cli_page(struct desk *d, struct page *p, const struct cli_face *face);
/* In qiantai-export: writes p as a workbook and frees it. NULL elsewhere. */
extern int (*cli_workbook)(struct desk *d, struct page *p, const char *file);
int cli_become_export(const struct cli_globals *g); /* the same arguments to qiantai-export; returns only on failure */

/* Language and locale; see lang.c. */
enum lang lang_choose(const char *option);
void lang_use(enum lang lang);

extern const struct cli_command cmd_init, cmd_user, cmd_setting, cmd_import, cmd_add, cmd_act, cmd_list, cmd_show,
    cmd_board, cmd_search, cmd_export, cmd_backup, cmd_restore, cmd_verify, cmd_check, cmd_daily, cmd_desk, cmd_keys,
    cmd_figures, cmd_print, cmd_edit, cmd_report;

#endif
