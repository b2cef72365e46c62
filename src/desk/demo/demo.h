/* The demo building, inside: its data files, invented people, and the life of three months. */
#ifndef DESK_DEMO_H
#define DESK_DEMO_H

#include "desk_internal.h"

/* A TSV file: rows of cells; lines that begin with # are left out. */
struct table {
    char *text;
    char **cell; /* n * width, never NULL */
    size_t n, width;
};
int table_read(const char *dir, const char *name, size_t width, struct table *out) QT_MUST_USE;
void table_free(struct table *t);
const char *table_cell(const struct table *t, size_t row, size_t column);

struct demo {
    struct desk *d;
    uint64_t seed;
    int64_t now; /* the moment at which the demo's life stops */
    struct table surnames, given, firms, staff, units, messages, watch, permits;
    char **unit, **host; /* numbers, and who lives there */
    bool *quiet;         /* not to be called (B3) */
    size_t nunits;
    struct demo_cases *cases;
};

/* Always the same numbers in the same order: the demo is the same for everybody. */
uint64_t demo_random(struct demo *m);
int64_t demo_between(struct demo *m, int64_t least, int64_t most);
bool demo_chance(struct demo *m, int percent);
const char *demo_pick(struct demo *m, const struct table *t, size_t column);
/* Invented, so that nobody real is met; callers free. */
char *demo_name(struct demo *m);
char *demo_phone(struct demo *m);     /* 1xx 0000 xxxx */
char *demo_id_number(struct demo *m); /* area 999..., which does not exist; the check digit is right */
char *demo_plate(struct demo *m);

/* Raw values into a record; NULL leaves it empty. */
void demo_set(struct record *r, const char *field, const char *text);
void demo_set_int(struct record *r, const char *field, int64_t n);

int demo_building(struct demo *m) QT_MUST_USE; /* units, people, watch-list; in an open transaction */
int demo_permits(struct demo *m) QT_MUST_USE;
int demo_life(struct demo *m) QT_MUST_USE; /* own transactions */

/* Repairs and complaints: all steps planned beforehand, then done up to a moment, in an open transaction. */
struct demo_cases;
int demo_cases_plan(struct demo *m, const char *dir, struct demo_cases **out) QT_MUST_USE; /* free it in any case */
int demo_cases_until(struct demo_cases *c, int64_t t) QT_MUST_USE;
void demo_cases_free(struct demo_cases *c);

#endif
