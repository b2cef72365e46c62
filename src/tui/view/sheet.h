/* A record in the places of its form (field/places.h): its fields, its deadlines, what follows from it, what was done
 * with it last. */
#ifndef TUI_SHEET_H
#define TUI_SHEET_H
#include "paper.h"
#include "qiantai/report.h"
#include "view.h"

/* For a window of cols × rows whose paper is drawn from column 1 on. followers: records that name it are looked for. */
void sheet_lay_out(struct paper *p, struct app *a, const struct record *r, int rows, int cols, bool followers);
/* Its filled fields alone, in the same places. */
void sheet_fields(struct paper *p, struct app *a, const struct record *r, int cols);
/* Beside a list, so many columns wide: deadlines first, and only what is filled in. */
void sheet_brief(struct paper *p, struct app *a, const struct record *r, int cols);
/* What was done with it last, at most so many lines; the newest first. */
struct history_place {
    int label, value, end; /* columns: of the time, of what was done at least, the first one behind */
};
void sheet_history(struct paper *p, struct app *a, const struct record *r, const struct history_place *at, int lines);
/* The most urgent deadline that runs: "!on site 09:34"; NULL none. Caller frees. */
char *sheet_urgent(struct app *a, const struct record *r, enum ink *ink);
#endif
