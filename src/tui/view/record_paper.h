/* A record laid out as lines: for the record view, the list's preview and the unit file. */
#ifndef TUI_RECORD_PAPER_H
#define TUI_RECORD_PAPER_H
#include "paper.h"
#include "view.h"

struct record_link { /* something that Enter opens */
    const struct form *form;
    int64_t id;   /* 0: by number */
    char *number; /* unit: the unit's number */
    char *text;
    int line, x;
};
struct record_links {
    struct record_link *v;
    size_t n;
};
/* Everything about it except history and what links to it. */
void record_paper(struct app *a, const struct record *r, int cols, struct paper *p);
/* Its parts; each returns the next free line. */
int record_paper_state(struct app *a, const struct record *r, int cols, struct paper *p, int line);
int record_paper_clocks(struct app *a, const struct record *r, int cols, struct paper *p, int line);
int record_paper_fields(struct app *a, const struct record *r, int cols, struct paper *p, int line,
                        struct record_links *links /* NULL: not wanted */);
int history_paper(struct app *a, const struct record *r, int cols, struct paper *p, int line);
char *record_explain(struct app *a, const struct record *r); /* its running clocks in words; NULL none; caller frees */
void record_links_add(struct record_links *l, struct record_link link); /* number and text are taken over */
void record_links_free(struct record_links *l);
#endif
