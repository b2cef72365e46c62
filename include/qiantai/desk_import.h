/* desk, the wing import: what a file brings in, how it would, and how it is taken back. */
#ifndef QIANTAI_DESK_IMPORT_H
#define QIANTAI_DESK_IMPORT_H

#include "qiantai/desk.h"

enum { IMPORT_EXAMPLES = 3, IMPORT_REASONS = 10 };
/* ---- before an import: import_look.c, import_offer.c ------------------------------------------------------------ */
struct import_column {
    int at; /* its place, from 0 */
    char *heading;
    int field;  /* that it fills, -1: it is left out. May be changed before the import; two of one field are joined */
    bool known; /* found by its heading, or nothing to be taken: no heading, a running number */
    char *example[IMPORT_EXAMPLES]; /* of the first rows, as the file has them; NULL behind the last */
};
struct import_look {    /* a file that somebody at a screen is about to import */
    char *file, *sheet; /* sheet: of a workbook, NULL none */
    char *refused; /* where refused rows go: beside the file, or to the prints where nothing can be written there */
    const char *encoding;
    size_t above; /* rows above the heading */
    struct import_column *v;
    size_t n;
};
/* RIGHT_IMPORT. typed: a path, with ~, or a name in the inbox, over the network the latter alone. */
int desk_import_look(struct desk *d, const struct form *f, const char *typed, const char *sheet,
                     struct import_look *out) QT_MUST_USE;
int desk_import_file(struct desk *d, const char *typed) QT_MUST_USE; /* is it there, and to be taken? */
void desk_import_look_free(struct import_look *look);                /* clears */
int desk_import_nearest(const struct form *f, const char *heading);  /* the field it perhaps means, -1 none */
bool desk_import_fills(const struct desk *d, const struct form *f, int field);
struct import_offer {
    char *path; /* what is typed when it is chosen: a folder ends with a slash */
    int64_t size, at;
};
/* Folders, CSV files and workbooks that begin with what was typed; nothing typed: the inbox, the home, what is
 * mounted. By name, folders first. */
int desk_import_offers(struct desk *d, const char *typed, struct import_offer **v, size_t *n) QT_MUST_USE;
void desk_import_offers_free(struct import_offer *v, size_t n);

/* ---- an import ----------------------------------------------------------------------------------------------------
 */
struct import_options {
    const char *file;               /* CSV, or a workbook (.xlsx) */
    const char *sheet;              /* of a workbook: name or number; NULL: the only one that holds something */
    const char *map;                /* "FIELD=COLUMN,..."; NULL = headings are field names or labels */
    const struct import_look *look; /* instead of file, sheet and map */
    const char *refused;            /* NULL = FILE.refused.csv; "": none is written */
    bool dry_run;
    bool migrate;    /* states, numbers, times and names as they stood elsewhere: RIGHT_MIGRATE */
    const char *key; /* "FIELD,...": a row is known by them and changes what differs; NULL: as the map says, or none */
    const char *state;  /* state of imported records, NULL = by form */
    const char *create; /* registers whose missing records are made ("unit"), comma list, or NULL */
    const char *dates;  /* "dmy": 3/4/2010 is 3 April; "mdy", "ymd"; NULL = as each column itself decides */
    bool (*go_on)(void *arg, int64_t rows); /* asked before each row; false: it ends there, what is in is kept */
    void *arg;
    size_t reasons; /* of refusals that are told in the result; 0: IMPORT_REASONS of a dry run */
};
struct import_matter { /* records that are perhaps about one matter */
    char *numbers;     /* "C2611-003 C2611-007 ..." */
    int people;
};
struct import_field { /* of a dry run: how a field was understood */
    const struct field *field;
    char *from;        /* the columns */
    const char *order; /* of its dates: "dmy", "" none */
    char *written[IMPORT_EXAMPLES], *read[IMPORT_EXAMPLES];
    size_t n;
};
struct import_reason {
    int64_t line;
    char *text;
};
struct import_result {
    int64_t rows, imported, changed, refused, already;
    int64_t differ;     /* of those already there by their number: they have other values than the file */
    const char *number; /* the field they are known by, the form's own text; NULL: by all their values */
    int64_t id;         /* by which it is taken back; 0: nothing was written */
    const char *encoding;
    char *sheet;     /* of a workbook; NULL none */
    size_t above;    /* rows above the heading that were taken for a title */
    int64_t heading; /* the line, or a sheet's row, that it stands on */
    struct import_matter *matters;
    size_t nmatters;
    struct import_field *fields; /* of a dry run, as the next */
    size_t nfields;
    struct import_reason *reasons; /* of the first refusals */
    size_t nreasons;
    bool stopped; /* by go_on */
};
void import_result_free(struct import_result *res); /* clears */
struct import_done {                                /* one that the journal knows */
    int64_t id, at, rows, imported, changed, refused;
    char *staff, *file; /* a code; a name without its folder */
    const struct form *form;
    bool ended, undone; /* it came to its end; it was taken back */
};
/* Newest first, of registers that the role may look into; RIGHT_IMPORT. */
int desk_imports(struct desk *d, struct import_done **v, size_t *n) QT_MUST_USE;
void desk_imports_free(struct import_done *v, size_t n);
struct import_undone {
    int64_t withdrawn, changed; /* records that it added, gone; that it changed, as they stood before */
    bool stopped;               /* by go_on: what is taken back stays so, once more takes back the rest */
};
/* Takes back what an import added and changed, all or nothing as far as it can be seen before: QT_REFUSED when somebody
 * has built on it, with the first numbers. By whoever imported it, or RIGHT_MIGRATE. o: dry_run (counted only), go_on,
 * arg. */
int desk_import_undo(struct desk *d, int64_t id, const struct import_options *o, struct import_undone *out) QT_MUST_USE;
/* Good rows in (transactions of many rows, journalled each), bad rows to the refused file with line
 * and reason. A map value may join columns: name=FIRST+LAST. Records that
 * are open get their clocks, from the times of the file; what is perhaps one matter is told. */
int desk_import(struct desk *d, const struct form *f, const struct import_options *o,
                struct import_result *out) QT_MUST_USE;

/* ---- units by a pattern: import_tower.c ---------------------------------------------------------------------------
 */
struct tower {     /* "A座 15楼 4户": A-0101 to A-1504 */
    char name[24]; /* "" none: 0101 */
    int from, floors, flats;
};
/* QT_REFUSED, with the way to write it. */
int desk_tower_read(const char *said, struct tower *out) QT_MUST_USE;
/* An import like any other, of register unit; o: go_on, arg, dry_run. */
int desk_tower_make(struct desk *d, const struct tower *t, const struct import_options *o,
                    struct import_result *out) QT_MUST_USE;

#endif
