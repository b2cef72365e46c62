/* Import, inside: the file as rows (a reader for each kind of file: import_csv.c), the map from columns to fields, a
 * row as a record, the refused file. */
#ifndef DESK_IMPORT_H
#define DESK_IMPORT_H

#include "desk_internal.h"
#include "qiantai/desk_import.h"

/* ---- import_csv.c: any text file as rows ------------------------------------------------------------- */
struct csv_row {
    int64_t line; /* where it begins, 1-based */
    char **cell;
    size_t n;
    const char *bad; /* why it cannot be split into cells (then cell[0] is the whole line), or NULL */
};
struct csv_in;
int csv_open(const char *path, struct csv_in **out) QT_MUST_USE;
bool csv_is_workbook(const char *path);                     /* .xlsx, and whatever else is a zip */
int csv_sheet(FILE *file, struct csv_in **out) QT_MUST_USE; /* what xlsx_open made of one; file is taken */
const char *csv_encoding(const struct csv_in *in);
int csv_next(struct csv_in *in, struct csv_row *row) QT_MUST_USE; /* 1 a row (valid until the next call), 0 end */
int csv_again(struct csv_in *in) QT_MUST_USE;                     /* from the first row on */
void csv_close(struct csv_in *in);

/* ---- import_xlsx.c: a sheet of a workbook as CSV --------------------------------------------------- */
/* sheet: its name or number; NULL: the only one that holds something. *out: for csv_sheet; *name: caller frees. */
int xlsx_open(struct desk *d, const char *path, const char *sheet, FILE **out, char **name) QT_MUST_USE;
void xlsx_moment(char *cell); /* in place, one of its dates as people write it */

/* ---- import_map.c: which columns fill which field ---------------------------------------------------- */
struct map_part {
    char *text; /* heading, or the constant */
    bool constant;
    int column; /* -1 for a constant */
};
struct map_word {    /* COLUMN{from:to,...} */
    char *from, *to; /* from "*": any other text */
};
struct map_field {
    int field;
    struct map_word *words; /* NULL: taken as it is */
    size_t nwords;
    struct map_part *parts;
    size_t n;
    bool first; /* the first part that is not empty; else all joined with a space */
};
struct map {
    struct map_field *v;
    size_t n;
    char *key; /* the file's line "key: FIELD,...", or NULL */
    int *left; /* columns left out */
    size_t nleft;
    bool others; /* columns that it does not name are taken by their headings */
};
/* text: "FIELD=COLUMN,...", "@FILE" with one of them a line and # comments, or NULL: the headings name the fields. */
/* d: whose language a refusal speaks; NULL: it is only tried. */
int map_make(const struct desk *d, const struct form *f, const char *text, const struct csv_row *head,
             struct map *out) QT_MUST_USE;
/* The same by what desk_import_look found. */
int map_look(const struct import_look *look, const struct csv_row *head, struct map *out) QT_MUST_USE;
void map_free(struct map *m);
/* The text that the row gives for a field; out is cleared first. */
void map_value(const struct map_field *m, const struct csv_row *row, struct buf *out);
bool map_only_constants(const struct map_field *m);
uint64_t map_mark(const struct map *m, const char *state); /* the same for maps that say the same */
bool map_is_ours(const char *heading);                     /* a column that the refused file added */

/* ---- import_head.c: headings ------------------------------------------------------------------------------ */
int head_field(const struct form *f, const char *heading); /* by name, label, heading of the paper form; -1 none */
struct head_names;                                         /* the same for many headings */
struct head_names *head_names_new(const struct form *f);
int head_names_find(const struct head_names *h, const char *heading);
void head_names_free(struct head_names *h);
/* A running number of the list (序号), which is no field unless one is called so: its column is left out. */
bool head_is_running(const char *heading);
bool head_can_fill(const struct field *f);
int head_nearest(const struct form *f, const char *heading); /* the field it perhaps means; -1 none */
/* QT_REFUSED, with what each of them could mean and a map to begin with. */
int head_refuse(const struct desk *d, const struct form *f, char *const *unknown, size_t n);
/* Rows above that of the headings, among the first ten; the file is at its beginning again. */
int head_above(struct csv_in *in, const struct form *f, const char *map, size_t *above) QT_MUST_USE;

/* ---- import_date.c: dates, their order decided by the column ------------------------------------------- */
struct dates {       /* what the values of one column say; begins as zero */
    unsigned orders; /* in which all of them can be read */
    bool any;
    char example[32], unsure[32], against[32]; /* one that decides, one that does not, one that contradicts */
};
void dates_look(struct dates *d, const char *s);
/* QT_REFUSED with the question; *order -1: no value hangs on it. */
int dates_decide(const struct dates *d, const char *column, int *order) QT_MUST_USE;
int date_order(const char *name); /* "dmy", "mdy", "ymd"; -1 none of them */
const char *date_order_name(int order);
/* The text with its date as 2026-11-21; NULL: it is taken as it is. Caller frees. */
char *date_spelt(const char *s, int order);
bool date_contradicts(const char *s, int order); /* it cannot be read in that order */

/* ---- import_value.c: one value ------------------------------------------------------------------------ */
struct importer;
void links_free(void **links);
/* The field that is the number of such a register ("{code}"), or -1. */
int import_number_field(const struct form *f);
/* QT_REFUSED: fault_text() is the reason. */
int import_value(struct importer *im, const struct field *f, const char *s, struct value *out) QT_MUST_USE;

/* ---- import_row.c: a row as a record ------------------------------------------------------------------ */
struct importer {
    struct desk *d;
    const struct form *form;
    const struct import_options *o;
    struct map map;
    const struct field *code; /* the one that is the number ("{code}"), NULL none */
    int64_t now;
    int state;              /* index of --state, -1 */
    struct value *constant; /* per map field: parsed once, when it has only constants */
    struct value *dflt;     /* per field of the form: constant defaults, evaluated once */
    bool *required;         /* per field: always required */
    bool *mapped;           /* per field: a column fills it */
    int *order;             /* per field: of its dates, -1 none */
    unsigned char *states;  /* per state: may this person bring records in it? import_past.c */
    void *links;            /* numbers of other registers, looked up once per text: a tree (tsearch) */
};
int row_start(struct importer *im) QT_MUST_USE; /* fills in what follows `o` */
void row_stop(struct importer *im);
/* A new record from the row. QT_REFUSED: fault_text() is the reason; other faults end the import. */
int row_record(struct importer *im, const struct csv_row *row, struct record **out) QT_MUST_USE;

/* ---- import_past.c: what only a migration brings ------------------------------------------------------ */
int past_start(struct importer *im) QT_MUST_USE; /* the map's fields; once */
/* The row's states and times. QT_REFUSED: fault_text() is the reason. */
int past_check(struct importer *im, const struct record *r) QT_MUST_USE;

/* ---- import_refused.c: rows that were not taken --------------------------------------------------------- */
struct refused {
    const char *path; /* made with the first row; NULL: they are counted only */
    FILE *file;
    char **heading;
    size_t nheading; /* columns of the file */
    size_t nkept;    /* of them without those that an earlier refused file added */
    int64_t rows;
};
int refused_row(struct refused *out, const struct csv_row *row, const char *reason) QT_MUST_USE;
int refused_close(struct refused *out) QT_MUST_USE;
/* After a run that refused nothing: the file that an earlier one left goes. */
int refused_sweep(const struct refused *out) QT_MUST_USE;

/* ---- import_look.c ------------------------------------------------------------------------------------ */
/* The file as rows, be it text or a workbook; *sheet: its name, caller frees, NULL none. */
int import_rows_open(struct desk *d, const char *file, const char *sheet, struct csv_in **in, char **name) QT_MUST_USE;
/* Where a file may be taken from by somebody at a screen: any path of this machine, over the network the inbox alone.
 */
int look_place(struct desk *d, const char *path) QT_MUST_USE;

/* ---- import_known.c: rows that are there already ------------------------------------------------------ */
struct known;
struct known *known_new(void);
void known_free(struct known *k);
void known_add(struct known *k, uint64_t hash);
bool known_take(struct known *k, uint64_t hash); /* was there one? then one less */
/* Instead of counts: an id for each hash; -1 where two were put. 0: none. */
void known_put(struct known *k, uint64_t hash, int64_t id);
int64_t known_get(const struct known *k, uint64_t hash);
uint64_t text_hash(const char *s);

/* ---- import.c: one run ----------------------------------------------------------------------------------- */
struct run {
    struct importer im;
    struct csv_in *in;
    size_t above; /* rows above the heading: a title */
    struct refused refused;
    int number; /* field that is the number and comes from the file, -1 */
    int *key;   /* fields by which a row is known (--key); NULL: see import.c */
    size_t nkey;
    struct known *known;   /* what the register held before */
    struct known *numbers; /* numbers, or keys, that this file brought */
    struct known *alike;   /* where known goes by the number: the values of the records there */
    struct import_result *res;
    struct slice slice;
    int64_t batch, batch_changed; /* rows imported and changed in the open slice */
    char cause[48];               /* of its records' journal lines */
    int64_t window;               /* import_matter.c: complaints from then on are looked at; 0 none */
    int64_t *recent;
    size_t nrecent;
};

/* By which a row is known: its number where the file gives one, else its values; and its values alone. Secret fields
 * are left out. learn_all reads the register once. QT_IO. */
uint64_t record_fingerprint(const struct run *run, const struct record *r);
uint64_t values_fingerprint(const struct run *run, const struct record *r);
int learn_all(struct run *run) QT_MUST_USE;
const char *import_word(const struct run *run); /* the journal's, for a record */
/* Once, before the first row that is written, in its slice: the import's line, whose number is its id. */
int import_begin(struct run *run) QT_MUST_USE;

/* ---- import_change.c: rows known by a key, changed where they differ ------------------------------------- */
int key_start(struct run *run) QT_MUST_USE;
/* The key's values; 0: one of them is empty. */
uint64_t key_mark(const struct run *run, const struct record *r);
/* Of the record with this id: what the row r has differently. QT_REFUSED: fault_text() is the reason. */
int change_record(struct run *run, int64_t id, const struct record *r) QT_MUST_USE;

/* ---- import_undo.c, import_back.c: what an import did to a record, and back ------------------------------- */
struct undo {
    struct desk *d;
    const struct form *form;
    int64_t import;
    int64_t *ids;
    bool *made; /* the record is the import's; else it was changed */
    size_t n;
    char cause[48]; /* in its lines */
    const struct import_options *o;
};
/* Does a record of another register name this number? */
int undo_named(const struct undo *u, const struct value *number, bool *named) QT_MUST_USE;
/* By its lines: the import made it, or changed it; neither: it was taken back before, or an earlier import made it. */
int back_kind(const struct undo *u, int64_t id, bool *made, bool *changed) QT_MUST_USE;
/* *w: stored, which the import changed, with what stood there before; NULL: somebody has built on it. */
int back_make(const struct undo *u, const struct record *stored, struct record **w) QT_MUST_USE;
int back_write(const struct undo *u, const struct record *stored, struct record *w) QT_MUST_USE;

/* ---- import_show.c: what a dry run shows ------------------------------------------------------------------ */
void show_start(struct run *run);
void show_row(struct run *run, const struct csv_row *row, const struct record *r); /* understood, not written */
int refuse(struct run *run, const struct csv_row *row, const char *reason) QT_MUST_USE;

/* ---- import_log.c: imports as the journal has them -------------------------------------------------------- */
int log_begin(struct run *run) QT_MUST_USE; /* in a transaction */
int log_end(struct run *run) QT_MUST_USE;
/* QT_REFUSED: this very file came in before under another map. */
int log_check(struct run *run) QT_MUST_USE;

/* ---- import_matter.c: complaints of one matter among those that came in ------------------------------------ */
int matter_start(struct run *run) QT_MUST_USE;
void matter_note(struct run *run, const struct record *r); /* written just now */
int matter_tell(struct run *run) QT_MUST_USE;              /* after the run: run->res->matters */

#endif
