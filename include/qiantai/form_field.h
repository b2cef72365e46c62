/* form: the fields of a register, their types, and the line that says what is particular to a type. */
#ifndef QIANTAI_FORM_FIELD_H
#define QIANTAI_FORM_FIELD_H

#include "qiantai/base.h"

struct place {        /* file, line and column in a form file */
    const char *file; /* owned by the forms set, in a problem by the problem */
    int line, col;    /* 1-based; col counts characters */
};

/* An SQL expression over the record's fields. slot is unique within the set of forms: the
 * evaluator keeps its compiled statement there. at is the first character of the expression itself,
 * behind an opening quote. */
struct expr {
    char *sql;
    char *written; /* as it stands in the file, where that is not the same: with names of groups of states; or NULL */
    struct place at;
    int slot;
    int scale; /* a number is kept as so many parts of one (`decimals` of a computed field); 0 and 1: whole */
    const struct row_scope *row; /* it sees a row, too; NULL: only a record */
};

/* The row that an expression sees beside the record. */
struct row_scope {
    const struct field *v; /* its columns */
    size_t n;
    bool bare; /* an expression of the rows themselves: columns by their names, the record's fields as record.x; else
                  the record's by their names, the row's columns as row.x */
    size_t id; /* of records: their value with the id, behind those of their fields; 0: rows, which have none */
};

struct bilingual {
    char *text[QT_LANGS]; /* en falls back to zh; never NULL once loaded unless absent altogether */
};

enum field_type {
    FT_TEXT, /* one line */
    FT_NOTE, /* many lines */
    FT_INT,
    FT_MONEY,    /* fen */
    FT_PERCENT,  /* hundredths of a percent: 1250 is 12.5% */
    FT_DATE,     /* text YYYY-MM-DD */
    FT_TIME,     /* text HH:MM */
    FT_DATETIME, /* UTC seconds */
    FT_DURATION, /* seconds */
    FT_BOOL,     /* 0, 1 */
    FT_ENUM,     /* text: the choice's name; multiple: comma list */
    FT_PHONE,
    FT_IDCARD,
    FT_PLATE,
    FT_UNIT,     /* text: number of a record of register "unit" */
    FT_PERSON,   /* text: a name, suggested from register "person" of the unit field `of` */
    FT_LINK,     /* text: number of a record of register `to` */
    FT_STAFF,    /* text: staff code */
    FT_ITEMS,    /* child rows; in memory a JSON array of arrays in the order of `children` */
    FT_FILES,    /* only while a form is read: items from then on, with `files` */
    FT_SERIAL,   /* text: a second number, given once by the desk: `number`, `given` */
    FT_COMPUTED, /* never stored: expr `compute` */
};

/* What a value is to whoever lays it out: a page, a sheet, JSON. */
enum field_shape {
    SHAPE_TEXT,
    SHAPE_NUMBER, /* units of 10 to the power -field_decimals */
    SHAPE_MONEY,  /* fen */
    SHAPE_SPAN,   /* seconds */
    SHAPE_MOMENT, /* seconds UTC */
    SHAPE_DATE,   /* text 2026-11-21 */
    SHAPE_TIME,   /* text 09:14 */
    SHAPE_BOOL,
    SHAPE_ROWS, /* JSON */
};

struct choice {
    char *name;
    struct bilingual label;
};

struct fill {     /* lookup: this field gets that field of the record picked */
    int field;    /* index in the form */
    char *source; /* field name in the looked-up register */
};
struct lookup {
    char *reg;   /* register searched */
    char **show; /* its fields shown in the list */
    size_t nshow;
    char *value;        /* its field that this field takes; by default the same name, "number" for units and links */
    struct expr *where; /* narrows it (over the looked-up register's fields), or NULL */
    struct fill *fill;
    size_t nfill;
    char *distinct; /* field by which only the latest record is offered, or NULL */
};

enum search_kind { SEARCH_NONE, SEARCH_PLAIN, SEARCH_PINYIN, SEARCH_TAIL /* numbers: whole and last 4 */ };

/* Rows of files beside the database: what may come in. Columns in the order of enum file_column. */
struct files_rule {
    unsigned kinds; /* bit i: file_kind_name(i) */
    int most;       /* files; 0: the field takes none, its rows are typed */
    int size;       /* MB, of each */
};
enum file_column { FILE_NAME, FILE_KIND, FILE_SIZE, FILE_HASH, FILE_AT, FILE_BY, FILE_CELLS };

#define SERIAL_SAVED "saved" /* given with the first save */

struct field {
    char *name;                            /* also the column */
    struct bilingual label, help, message; /* message belongs to check */
    enum field_type type;
    bool system;                                /* added by the engine, see below */
    bool secret;                                /* encrypted, masked, blind index */
    bool personal;                              /* emptied by the retention purge (U4); salted hash in the journal */
    bool once;                                  /* cannot change after the first save */
    bool multiple;                              /* enum */
    bool free;                                  /* enum: other texts are accepted too */
    bool hidden;                                /* never in the entry form; shown in the record when it has a value */
    bool scan;                                  /* takes what a scanner types; then its neighbours do not */
    struct expr *required, *readonly, *visible; /* NULL = no, no, yes; constants are expressions too */
    struct expr *dflt, *check, *compute;
    struct expr *strict; /* id_card: GB 11643 enforced when true; NULL = always */
    struct choice *choices;
    size_t nchoices;
    int max;       /* graphemes; default by type (text 200, note 20000) */
    int width;     /* columns on screen; 0 = by type */
    int decimals;  /* int: digits behind the point; 7838 with 2 is 78.38 */
    char *section; /* name of a section, or NULL = first */
    enum search_kind search;
    struct lookup *lookup;
    enum field_type as; /* computed: what the result is; FT_COMPUTED where the form does not say */
    char *number;       /* serial: pattern, ends with {seq:N} */
    char *given;        /* serial: the action that gives it, or SERIAL_SAVED */
    char *to;           /* link: register */
    int of;             /* person: index of its unit field, -1 none */
    char **roles;       /* staff: whose names are offered; none: everybody's */
    size_t nroles;
    char **view_roles, **edit_roles; /* who sees it at all, who may change it; NULL = whoever may the register */
    size_t nview_roles, nedit_roles;
    struct field *children; /* items */
    size_t nchildren;
    size_t
        asked; /* items: where the values of a new row stand that actions ask for, each with its field; 0: none does */
    struct files_rule files; /* items: rows of files; a row without a hash is a file that is taken when saved */
    bool bytes;              /* int: so many bytes, shown as "2.1 MB" */
    bool kept;               /* column of files: the desk fills it in, nobody types it */
    bool counted;            /* items: how many rows there are stands below them */
    bool summed;             /* column of items: so does its sum */
    struct place at;
};

/* Fields the engine adds behind the declared ones, in this order, for every register:
 * number, state, saved_at, clerk, changed_at, changed_by, then for each state S: S_at, S_by
 * (last entered: UTC seconds, staff code). All are columns, readable in every expression. */
enum sysfield { SYS_NUMBER, SYS_STATE, SYS_SAVED_AT, SYS_CLERK, SYS_CHANGED_AT, SYS_CHANGED_BY, SYS_STATES };

/* ---- types ---------------------------------------------------------------------------------------------- */
enum value_kind { VAL_NULL, VAL_INT, VAL_TEXT };
struct value;

/* What is particular to a type; the table is src/form/type.c. A new type: its name above, its line there. */
struct field_type_traits {
    const char *name;       /* in form files */
    enum value_kind stored; /* VAL_INT, VAL_TEXT; VAL_NULL: worked out */
    enum field_shape shape;
    int width;        /* columns a list gives it; 0: as wide as its choices */
    int decimals;     /* digits behind the point that its whole numbers hold */
    bool right;       /* aligned to the right of its column */
    bool adds_up;     /* a total of it says something */
    bool in_rows;     /* allowed inside items */
    bool words;       /* searched by a part of it, as typed */
    bool code;        /* searched whole, as typed */
    const char *hint; /* N_(): what may be typed; NULL */
    int (*parse)(const struct field *f, const char *s, int64_t now, struct value *out);
    char *(*show)(const struct field *f, const struct value *v, enum lang lang,
                  int64_t now);                                   /* NULL: the text itself */
    char *(*plain)(const struct field *f, const struct value *v); /* likewise */
};
extern const struct field_type_traits field_types[]; /* by enum field_type */
bool field_is_int(const struct field *f);            /* stored as a whole number */
enum field_type field_kind(const struct field *f);   /* its type; of a computed one what its result is */
const struct field_type_traits *field_traits(const struct field *f); /* of its kind */
enum field_shape field_shape(const struct field *f, const struct value *v);
int field_decimals(const struct field *f); /* digits behind the point */
bool field_takes_files(const struct field *f);
int64_t field_scale(const struct field *f); /* what a whole one is: 10 to the power field_decimals */
int field_width(const struct field *f);     /* columns a list gives it by default */

#endif
