/* What a supervisor does at the desk itself: import, staff, copies, export, checks, the printer. */
#ifndef TUI_OFFICE_H
#define TUI_OFFICE_H
#include "app.h"
#include "dialog/work.h"
#include "qiantai/desk_import.h"

/* ---- file.c: which file --------------------------------------------------------------------------------------------
 */
/* take(a, path) below 0, with a fault: it is said, and the path stays to be mended. */
void file_ask(struct app *a, const char *title, int (*take)(struct app *a, const char *path));

/* ---- import.c, imports.c -------------------------------------------------------------------------------------------
 */
void import_ask(struct app *a);
void imports_show(struct app *a); /* those so far; one is taken back */
/* Runs it with its bar, tells what came of it, offers to take it back. o: file or look; true: something came in. */
void import_tell(struct app *a, const struct form *f, const struct import_result *res, const char *refused);
void import_undo(struct app *a, int64_t id);
void tower_ask(struct app *a);

/* ---- job.c: one of the program's own commands, beside the desk ------------------------------------------------------
 */
struct job_call {
    const char *title;        /* of its bar */
    const char *helper;       /* qiantai-export; NULL: the program itself */
    const char *const *words; /* the command and what follows, NULL behind the last */
    bool sign;                /* as whoever sits here */
    bool all;                 /* what it complains of is told with what it says, also when it is done */
    const char *grows;        /* the file it writes, until it gets its name; NULL: only the time is known */
    int64_t whole_mb;         /* that this file will have */
    const char *stopped;      /* what is said when F12 ended it; NULL: nothing was kept */
    bool *halted;             /* F12 ended it; NULL: nobody asks */
    const char *pin;          /* with it, where nobody vouches; NULL */
};
/* said: what it said. A fault when it was stopped, or failed: its own sentence. */
int job_run(struct app *a, const struct job_call *c, struct buf *said) QT_MUST_USE;

/* ---- copies.c, printer.c
 * ----------------------------------------------------------------------------------------------- */
void backup_now(struct app *a);
void verify_now(struct app *a);
void forms_check_now(struct app *a);
void export_ask(struct app *a);
void printer_ask(struct app *a);

/* ---- setup.c: what a new house still lacks
 * --------------------------------------------------------------------------- */
void setup_show(struct app *a);
const char *setup_missing(struct app *a); /* a sentence for an empty board; NULL: nothing to say */

/* ---- staff.c
 * ---------------------------------------------------------------------------------------------------------- */
void staff_show(struct app *a);
bool staff_add(struct app *a); /* asks; true: somebody is on the staff now */

#endif
