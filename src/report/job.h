/* report, inside: a print on its way. */
#ifndef REPORT_JOB_H
#define REPORT_JOB_H

#include <sys/types.h>

#include "qiantai/report.h"

struct print_job {
    char *file, *title;
    char *command; /* that the settings name; NULL: the file is all there is */
    char *why;     /* a setting is no name and not followed: what to do; NULL */
    bool plain;    /* text, written by the desk itself */
    bool gb18030;  /* in that, not in UTF-8 */
    pid_t pid;     /* 0: nothing runs */
    int life;      /* ends when the process does */
    int log;       /* what it said; no name in any folder */
    int seconds;   /* that it may take */
    bool stopped;  /* by print_stop */
};

/* target.c. Fills in file, plain, command, why, seconds; columns of a text. */
int job_target(struct desk *d, struct page *p, const char *file, struct print_job *j, int *columns) QT_MUST_USE;

const char *job_text_setting(const struct page *p); /* with columns above 0 it is printed as text */

/* spawn.c. input: what the process reads, -1 nothing. QT_IO: it could not be started. */
int print_spawn(struct print_job *j, int input) QT_MUST_USE;

#endif
