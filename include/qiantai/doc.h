/* doc: a page, and its faces: text, CSV, JSON and the JSON in which it travels to the program that draws it as PDF
 * (qiantai-print). The screen's face is in tui, the sheet's in report/workbook; they walk the same page. Knows
 * texts and numbers only: no desk, no records; no I/O but in src/doc/pdf. */
#ifndef QIANTAI_DOC_H
#define QIANTAI_DOC_H

#include "qiantai/base.h"

struct page; /* whatever is added is copied and passes text_clean */

enum {
    PAGE_COLUMNS_MOST = 40 /* that fit on paper */,
    PAGE_PAIRS_FIT = 0,
    PAGE_PAIRS_MOST = 3,
    PAGE_JSON_VERSION = 1,
    PAGE_WIRE_VERSION = 4
};

/* name: stem of a file name ("repair-unfinished"), made harmless here; title: one line, large. */
struct page *page_new(const char *name, const char *title);
void page_free(struct page *p); /* NULL is nothing */
void page_building(struct page *p, const char *text);
void page_subtitle(struct page *p, const char *text); /* when and by whom it was printed */
void page_foot(struct page *p, const char *pattern);  /* "page {n} of {m}" */
/* What it shows: register, its list (or NULL) or its record (or 0). For the journal. */
struct page_subject {
    char *reg, *list;
    int64_t record;
};
void page_about(struct page *p, const char *reg, const char *list, int64_t record);
const struct page_subject *page_subject(const struct page *p);
/* How many records it shows: as its producer says, else the rows that its sources have given so far; -1: none, counts.
 */
void page_holds(struct page *p, int64_t records);
int64_t page_held(const struct page *p); /* as its producer says; -1: it does not */
int64_t page_records(const struct page *p);
const char *page_name(const struct page *p);
const char *page_title(const struct page *p);

/* The sheet it is drawn on, A4 until one is set. Which way round: the wider tables decide. */
void page_set_size(struct page *p, const struct sheet_size *size);
void page_usual_size(struct page *p, const struct sheet_size *size); /* for a page that nobody has set one for */
const struct sheet_size *page_sheet(const struct page *p);

/* ---- papers: slips, letters, receipts ---------------------------------------------------------------------- */
/* A page that has parts is a paper: each part has a head of its own, the page has none. Texts may be NULL. */
struct page_part {
    const char *building, *title;
    const char *mark;         /* upper right: a form number */
    const char *left, *right; /* below the title: which part it is; number and copy */
    int share;                /* so many of them on a sheet; on a roll each is by itself */
};
void page_part(struct page *p, const struct page_part *part);
bool page_is_paper(const struct page *p);
size_t page_parts(const struct page *p);
/* The parts that follow are this paper of that record. */
void page_paper(struct page *p, const char *name, int64_t record);
/* The paper begun last is of a list and bears this number. */
void page_paper_number(struct page *p, const char *number);
size_t page_papers(const struct page *p);
const char *page_paper_at(const struct page *p, size_t i, int64_t *record);    /* its name */
const char *page_paper_number_at(const struct page *p, size_t i);              /* NULL: it is a record's */
int page_paper_content(struct page *p, size_t i, struct buf *out) QT_MUST_USE; /* all that it says */
void page_paper_note(struct page *p, size_t i, const char *text);      /* behind the right of its parts: "copy 1" */
void page_code(struct page *p, const char *data, const char *caption); /* a QR code with its text; a text beside it */
/* The squares of a code as lines of cells, two squares above each other in each, with so many free around it: how many
 * columns and rows it takes. Caller frees; "" with no rows when it is too long for a code. */
char *code_squares(const char *data, int quiet, int *columns, int *rows);
/* A line to tear along. foot: it and what follows in its part stand at the foot of the sheet. */
void page_tear(struct page *p, const char *label, bool foot);
/* About how many sheets it takes; a table whose rows come one by one: as `rows` says. */
int64_t page_sheets(struct page *p, int64_t rows);

/* ---- blocks, in the order in which they are shown -------------------------------------------------------- */
enum page_align { ALIGN_LEFT, ALIGN_RIGHT, ALIGN_CENTER, ALIGN_BAR /* the cells are KIND_BAR */ };

void page_heading(struct page *p, const char *text);
void page_text(struct page *p, const char *text); /* a paragraph; newlines stay */
/* Labels with values, so many side by side (up to PAGE_PAIRS_MOST); a long value takes a line of its own. */
void page_pairs(struct page *p, int side_by_side); /* PAGE_PAIRS_FIT: as many as fit, close together, as in a form */
void page_pair(struct page *p, const char *label, const char *value);
void page_pair_number(struct page *p, const char *label, int64_t n);
void page_tone(struct page *p, enum tone tone); /* of the text or pair added last */
enum { SCALE_SMALL = -1, SCALE_NORMAL, SCALE_LARGE, SCALE_HUGE };
void page_style(struct page *p, enum page_align align, int scale); /* of the text added last */
/* What the text or pair added last leads to, by its id or its number: something that can be opened on a screen. */
void page_link(struct page *p, const char *reg, int64_t record, const char *number);
/* Keys and what they do: behind their lead side by side, without one below each other. Only on a screen. */
void page_choices(struct page *p, const char *lead, enum tone tone);
void page_choice(struct page *p, const char *key, const char *label);
/* A table: first its columns, then rows of as many cells. width: columns of text the cells would like. */
void page_table(struct page *p);
void page_column(struct page *p, const char *heading, int width, enum page_align align);
void page_row(struct page *p, const char *const *cells); /* texts; NULL: empty */
void page_total(struct page *p);                         /* the row added last is a total, the last of all */
void page_signs(struct page *p, const char *const *labels, size_t n); /* a line to sign on for each label */
void page_lines(struct page *p, const char *label, int lines);        /* empty lines to write on */
/* The name in JSON of what was added last: table, column or pair. What has none is not in the JSON. */
void page_key(struct page *p, const char *name);
void page_bands(struct page *p);   /* the table just begun: too wide, it is shown in bands, its first column in each */
void page_one_row(struct page *p); /* the table just begun has one row: an object in JSON, no array */
void page_json_only(struct page *p); /* the column or pair added last: only in JSON */
void page_json_member(struct page *p, const char *name, const char *text); /* of the whole, in front */

/* ---- cells with more than a text ------------------------------------------------------------------------- */
enum cell_kind {
    KIND_TEXT,
    KIND_NUMBER,  /* number: units of 10 to the power -decimals */
    KIND_MONEY,   /* fen */
    KIND_PERCENT, /* thousandths; less than 0: none */
    KIND_SPAN,    /* seconds */
    KIND_MOMENT,  /* seconds UTC */
    KIND_DATE,    /* text: 2026-11-21 */
    KIND_TIME,    /* text: 09:14 */
    KIND_BOOL,    /* number: 0, 1 */
    KIND_BAR, /* thousandths of the column's width; in no CSV, JSON or workbook, where its number is a column of its own
               */
    KIND_JSON, /* text: JSON, for JSON only */
};
struct page_cell {
    enum cell_kind kind;
    enum tone tone;
    int decimals;
    bool empty; /* no value: null in JSON */
    int64_t number;
    char *text;  /* as people read it; NULL: made of kind and number */
    char *plain; /* what a script reads instead: the name of a choice for its label; NULL: text */
};
void page_cells(struct page *p, const struct page_cell *cells); /* a row of the table, copied */

/* Rows that come one by one: the table takes them from here when it is shown, once, and keeps none. */
struct page_row {
    struct page_cell *cell; /* n, all empty when `next` is called; their texts are freed by the page */
    size_t n;
    bool total;
};
typedef int page_next(void *arg, struct page_row *row); /* 1: a row; 0: no more; negative: a fault */
void page_source(struct page *p, page_next *next, void *arg, void (*release)(void *arg));
/* The source just named can be read again from its first row: the page may be shown as often as is wanted. */
void page_source_again(struct page *p, int (*again)(void *arg));

/* ---- walking it: for faces in other rooms ------------------------------------------------------ */
/* Tables in order: calls begin for each, then row for each of its rows. Non-zero of either ends it and is returned, so
 * is a fault of a source. */
struct page_walk {
    int (*begin)(void *arg, const char *key, size_t columns);
    int (*column)(void *arg, size_t i, const char *heading, int width, enum page_align align);
    int (*row)(void *arg, const struct page_row *row);
    void *arg;
};
int page_walk_tables(struct page *p, const struct page_walk *w) QT_MUST_USE;
/* As people read a cell; made in tmp where it has no text. */
const char *cell_text(const struct page_cell *c, struct buf *tmp);

/* ---- lines of text: layout.c -------------------------------------------------------------------- */
enum page_look {
    LOOK_PLAIN,
    LOOK_STRONG /* headings, totals */,
    LOOK_LABEL,
    LOOK_KEY,
    LOOK_CODE /* squares of a code: dark on light */
};
struct page_link {
    char *reg, *number;
    int64_t record;
};
struct page_piece {
    int x; /* columns */
    enum tone tone;
    enum page_look look;
    const char *text;
    const struct page_link *link; /* the page's; of one link the pieces follow each other; NULL: leads nowhere */
};
/* One line, its pieces from left to right; n 0: an empty one. Non-zero ends it and is returned. */
typedef int page_line(void *arg, const struct page_piece *v, size_t n);
enum {
    LAYOUT_BARE = 1,  /* no title, no rules; with what can be chosen */
    LAYOUT_DENSE = 2, /* no empty lines between the blocks */
};
/* Lines of at most `columns` (at least 16) columns; nothing is cut. A table that does not fit is written row by row,
 * each cell with its heading. columns 0: a row is a line however long it gets, for grep. Widths follow the first
 * thousand rows. */
int page_lay_out(struct page *p, int columns, unsigned flags, page_line *line, void *arg) QT_MUST_USE;

/* Where a face goes, in pieces of some kB; non-zero ends it and is returned. */
typedef int page_put(void *arg, const char *s, size_t n);
int page_put_buf(void *buf, const char *s, size_t n); /* into a struct buf */

int page_to_text(struct page *p, int columns, unsigned flags, page_put *put, void *arg) QT_MUST_USE;
/* The tables, an empty line between them, pairs as rows of two. Cells are written by base (csv_cell). */
int page_to_csv(struct page *p, page_put *put, void *arg) QT_MUST_USE;
/* {"version":1, ...}: docs/operations.md, "JSON". */
int page_to_json(struct page *p, page_put *put, void *arg) QT_MUST_USE;

/* ---- the way to qiantai-print: wire.c, wire_read.c ---------------------------------------------- */
/* JSON; what is in it stands in src/doc/wire.c. Reading refuses whatever it does not know, anything text_clean would
 * change, and what is not whole. s is ended by a zero. */
int page_to_wire(struct page *p, page_put *put, void *arg) QT_MUST_USE;
int page_from_wire(const char *s, size_t n, struct page **out) QT_MUST_USE; /* QT_REFUSED with item and reason */

/* How qiantai-print ends; anything else is the status of the command that it became. */
#define PRINT_RARE "qiantai-print: no font for: " /* begins a line on stderr; the characters follow */
enum { PRINT_DONE = 0, PRINT_USAGE = 64, PRINT_INPUT = 65, PRINT_NO_FONT = 69, PRINT_NO_FILE = 73 };

#endif
