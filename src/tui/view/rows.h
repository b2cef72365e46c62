/* One view for all lists. A source says what the rows are, in which columns, and what Enter does; this room does the
 * rest: columns as wide as they are needed, the bar, pages, type-ahead, tags, the record beside the list, "more". */
#ifndef TUI_ROWS_H
#define TUI_ROWS_H
#include "field/edit.h"
#include "paper.h"
#include "view.h"

struct rows;

struct rows_column {
    const char *head; /* borrowed until the columns are asked for again */
    int id;           /* the source's own: a field, say */
    int least, most;  /* columns of the screen; in between it is as wide as the widest value shown. least 0: the usual
                         limits of rows_columns.c, or `most` where that is more */
    bool right;       /* numbers */
    bool text;        /* gives way first, and takes what is left */
    int x, width, need, full; /* full: the widest value shown, beyond `most` too */
};
struct rows_cell {
    char *text; /* taken over; NULL: empty */
    enum ink ink;
    size_t lit, nlit; /* bytes of it that were looked for; nlit 0 none */
};
/* How a whole row looks. */
struct rows_look {
    char group[32]; /* hanging label, shown beside the first row that has it; "" none */
    enum ink group_ink;
    const char *block; /* at the very edge, two columns, in the block of an emergency; NULL none */
    char mark[4];      /* before the first column: "!" late */
    enum ink mark_ink;
    bool quiet; /* another's, or over */
};
struct rows_page {
    void **v; /* the array and, by `drop`, the rows are taken over */
    size_t n;
    bool more; /* there are others in that direction */
};

struct rows_source {
    /* At most n rows, in the list's order. A fault is told by the rows view. QT_BUSY: a key came first. */
    int (*read)(struct rows *l, enum page_at at, const void *anchor, size_t n, struct rows_page *out);
    void (*fill)(struct rows *l); /* in place of read, where all rows fit in memory: rows_add for each that is wanted */
    void (*drop)(void *row);      /* NULL: rows are borrowed */
    int64_t (*id)(const void *row);  /* the same for the same thing at the next reading */
    void (*columns)(struct rows *l); /* calls rows_column for each; l->group: least width */
    void (*cell)(struct rows *l, const void *row, const struct rows_column *c, struct rows_cell *out);
    /* All below may be NULL. */
    void (*look)(struct rows *l, const void *row, struct rows_look *out);
    const char *(*empty)(struct rows *l);                      /* said when there is no row */
    int64_t (*record)(const void *row, const struct form **f); /* what a row is about: its id; 0 no record */
    void (*rest)(struct rows *l);                              /* the bar rests: counts */
    bool (*first)(const void *row);                            /* where the bar stands on arrival: the first such row */
    /* The row under the bar is none of these any more: it stays in sight until the bar leaves it. Brings it up to date;
     * false: it goes at once. */
    bool (*gone)(struct rows *l, void **row);
    bool preview;                                    /* the record stands beside a wide list */
    void (*under)(struct rows *l, struct buf *out);  /* the row under the bar in one line, after its record's */
    void (*totals)(struct rows *l, struct buf *out); /* after the position: "  13 people" */
};

struct rows {
    struct view view;
    const struct rows_source *source;
    struct rows_column *columns;
    size_t ncolumns;
    void **v; /* the rows of this page */
    size_t n;
    void **all; /* what fill has added */
    size_t nall;
    bool above, below;       /* there are rows before, after */
    struct rows_cell *cells; /* n × ncolumns */
    struct rows_look *looks;
    size_t at, drawn;
    int64_t first, total; /* of v[0] in the list, and of all; -1 not known */
    bool exact;           /* total is not only a lower bound */
    bool unread, stale;   /* the page must be read, drawn */
    bool shown;           /* drawn before: from then on a key comes before reading */
    bool hurry;           /* reading to draw: a key comes first */
    bool rested;
    bool arriving;       /* the first page is to be read: the bar goes to the first row that is meant */
    int64_t gone;        /* the row under the bar stays, though it is none of these any more; 0 none */
    bool let_go;         /* the next reading keeps none */
    void *kept;          /* while reading: not dropped with its page */
    int64_t wanted;      /* the bar goes to this row at the next reading; 0 none */
    int group;           /* width of the hanging labels, grows with them */
    bool bare;           /* no heads */
    bool behind;         /* a drawer has risen over it: its bar is a mark */
    enum ground ground;  /* of the rows without the bar */
    bool inverse;        /* a pop-up: on the bar's ground, where the bar is paper */
    int lead;            /* rows of the body above the list, the view's own */
    int table;           /* columns of the screen for the list; the preview has the rest */
    struct edit *filter; /* typed in the line under the list; NULL none */
    bool typing;         /* in it */
    bool anew;           /* the first character typed replaces it */
    const char *label;   /* N_(): before it; NULL: "Filter:" */
    int64_t *tags;
    size_t ntags;
    int sort; /* column shown in the heads as the one that orders, by its id; -1 none */
    bool descending;
    struct paper preview;
    bool previewed;
    int64_t moved_us;    /* clock_hand_us, when another row came to stand under the bar by itself; 0 never */
    struct record *here; /* the record under the bar, read when it rests; NULL not yet, or none */
};

/* rows.c: reading and moving. A view that begins with its rows. */
void rows_begin(struct rows *l, const struct rows_source *source, struct app *a); /* in a dialog or a pop-up */
void *rows_new(size_t size, const struct view_ops *ops, const struct rows_source *source, struct app *a);
void rows_reset(struct rows *l);       /* other rows: from the beginning, when they are read */
void rows_read(struct rows *l);        /* if that has not been done */
void rows_again(struct rows *l);       /* the same place, the bar on its row, when they are read */
void *rows_now(struct rows *l);        /* the row under the bar; NULL none. Reads first */
void *rows_seen(const struct rows *l); /* the same, without reading */
bool rows_move(struct rows *l, int command);
void rows_left(struct rows *l); /* the bar was moved: a row that was only there with it goes */
void rows_put_bar(struct rows *l, size_t at);
size_t rows_page_rows(const struct rows *l);
/* The bar to that row, half of what is before it in sight; where the list has none such, it stays. */
void rows_go(struct rows *l, const void *row);
/* The first row at or behind this one, which need not be in the list, stands first; false: there is none. */
bool rows_from(struct rows *l, const void *row);
struct record *rows_record(struct rows *l); /* under the bar, read at need; NULL none */
void rows_close(struct rows *l);
void rows_add(struct rows *l, void *row);                 /* taken over, see drop; only while filling */
bool rows_wants(const struct rows *l, const char *words); /* the filter finds itself in the words, by pinyin too */

/* rows_columns.c: how wide columns are */
void rows_column(struct rows *l, struct rows_column c);
void rows_cells(struct rows *l); /* texts of the page, columns as wide as they need */
void rows_uncells(struct rows *l);
void rows_lay_out(struct rows *l);

/* rows_draw.c: operations of a view that is a list */
void rows_layout(struct view *v);
void rows_draw(struct view *v, WINDOW *w, bool all);
void rows_position(struct view *v, struct buf *out); /* "1-19 / 42" */
void rows_status(struct view *v, struct buf *out);   /* the filter, else the row under the bar */
unsigned rows_idle(struct view *v);
bool rows_typing(const struct view *v);
void rows_reload(struct view *v);
int rows_beside(struct view *v, struct buf *left, struct buf *right);
const struct form *rows_form(const struct view *v);   /* of the record under the bar, once it is read */
const struct record *rows_here(const struct view *v); /* NULL: none, or it was not read yet */
void rows_view_close(struct view *v);

/* rows_keys.c */
unsigned rows_key(struct view *v, const struct key_event *ev); /* the record's action, type-ahead */
unsigned rows_open_unit(struct rows *l);                       /* the file of the unit of the record under the bar */
unsigned rows_command(struct view *v, int id); /* movement, filter, tags, and Esc, which takes these away again */
const char *rows_filter(const struct rows *l); /* its text, "" when none */
void rows_filter_start(struct rows *l);        /* begins or goes on typing; ends it when typing */
void rows_filter_stop(struct rows *l);         /* ends typing, the filter stays */
void rows_filter_put(struct rows *l, const char *text); /* as if it had been typed */
void rows_filter_drop(struct rows *l);                  /* everything is shown again */
unsigned rows_click(struct view *v, int y, int x, bool twice);
bool rows_tagged(const struct rows *l, int64_t id);
void rows_untag(struct rows *l);
#endif
