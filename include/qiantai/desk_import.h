/* desk, the wing import: what a file brings in, how it would, and how it is taken back. */
#ifndef QIANTAI_DESK_IMPORT_H
#define QIANTAI_DESK_IMPORT_H

#include "qiantai/desk.h"

struct import_options {
    const char *file;    /* CSV, or a workbook (.xlsx) */
    const char *sheet;   /* of a workbook: name or number; NULL: the only one that holds something */
    const char *map;     /* "FIELD=COLUMN,..."; NULL = headings are field names or labels */
    const char *refused; /* NULL = FILE.refused.csv */
    bool dry_run;
    bool migrate;    /* states, numbers, times and names as they stood elsewhere: RIGHT_MIGRATE */
    const char *key; /* "FIELD,...": a row is known by them and changes what differs; NULL: as the map says, or none */
    const char *state;  /* state of imported records, NULL = by form */
    const char *create; /* registers whose missing records are made ("unit"), comma list, or NULL */
    const char *dates;  /* "dmy": 3/4/2010 is 3 April; "mdy", "ymd"; NULL = as each column itself decides */
};
struct import_matter { /* records that are perhaps about one matter */
    char *numbers;     /* "C2611-003 C2611-007 ..." */
    int people;
};
enum { IMPORT_EXAMPLES = 3, IMPORT_REASONS = 10 };
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
    struct import_reason reasons[IMPORT_REASONS]; /* of the first refusals */
    size_t nreasons;
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
};
/* Takes back what an import added and changed, all or nothing as far as it can be seen before: QT_REFUSED when somebody
 * has built on it, with the first numbers. By whoever imported it, or RIGHT_MIGRATE. dry_run: counted only. */
int desk_import_undo(struct desk *d, int64_t id, bool dry_run, struct import_undone *out) QT_MUST_USE;
/* Good rows in (transactions of many rows, journalled each), bad rows to the refused file with line
 * and reason. A map value may join columns: name=FIRST+LAST. Records that
 * are open get their clocks, from the times of the file; what is perhaps one matter is told. */
int desk_import(struct desk *d, const struct form *f, const struct import_options *o,
                struct import_result *out) QT_MUST_USE;

#endif
