/* A view is a struct of operations, like tig's; views stack; the app draws the top one and the
 * dialogs above it. A view never writes SQL: it calls desk.h. */
#ifndef TUI_VIEW_H
#define TUI_VIEW_H
#include "qiantai/tui.h"
#include "term/key.h"
#include "term/term.h"

struct app;
struct view;
enum { EDGE = 2 }; /* the first and last columns of the screen stay empty */

/* What a handler has to say, several at once; 0: the key or command is not mine. */
enum handled {
    TAKEN = 1,
    REDRAW = 2, /* all of the screen */
    KEYS = 4,   /* the footer and the line above it */
    RELOAD = 8, /* data changed: this view and those below read again */
    CLOSE = 16, /* the view ends */
    HEADS = 32, /* tabs, title and selections */
    KEEP = 64   /* what is half-typed here is kept at the next moment of rest */
};
enum view_flag {
    VIEW_HOME = 1,    /* the board: no way out leads from it */
    VIEW_ROWS = 2,    /* a list */
    VIEW_TYPES = 8,   /* letters and digits are always text */
    VIEW_CLOCK = 4,   /* shows how near deadlines are: read again when the minute turns */
    VIEW_DRAWER = 64, /* rises over the view below, whose title stays */
    VIEW_ACTS = 32,   /* letters act on the row under the bar: the footer has three, letters.c looks first */
};
struct selections { /* what row 1 offers: lists of a register, selections of the board; or what a record is */
    char *v[16];
    enum ink ink[16]; /* of what is no choice; INK_CURSOR: it is one */
    size_t n, now;
};
void selections_add(struct selections *s, bool now, char *text);      /* takes text over */
void selections_mark(struct selections *s, enum ink ink, char *text); /* likewise: said, not offered */

struct view_ops {
    const char *name;    /* where: "board", "list", "record", "entry", ...: the command table's `where` */
    unsigned flags;      /* enum view_flag */
    const char *heading; /* N_(): the title where it is always the same */
    void (*title)(struct view *v, struct buf *out);    /* else */
    void (*layout)(struct view *v);                    /* at open and resize, rows and cols are set: rebuild */
    void (*draw)(struct view *v, WINDOW *w, bool all); /* body only; all=false: what changed */
    unsigned (*command)(struct view *v, int command);  /* enum handled; 0: the app takes it */
    unsigned (*key)(struct view *v, const struct key_event *ev); /* likewise: keys that are no command (typing) */
    unsigned (*click)(struct view *v, int y, int x, bool twice); /* a cell of the body; twice: as Enter there */
    unsigned (*idle)(struct view *v);                            /* nothing typed for ~100 ms: preview, counts */
    bool (*save_state)(struct view *v);                          /* draft; called every 3 s when dirty and at hang-up */
    void (*close)(struct view *v); /* frees what v holds, the app v itself; keeps the draft */
    /* All below may be NULL. */
    void (*reload)(struct view *v);                        /* data changed elsewhere: reload, keep the position */
    void (*saved)(struct view *v, const struct record *r); /* a form above saved r: the bar goes there */
    void (*status)(struct view *v, struct buf *out);       /* the line above the footer while no message stands there */
    void (*position)(struct view *v, struct buf *out);     /* at its right: "1-19 / 42" */
    void (*selections)(struct view *v, struct selections *out);
    /* Where something stands beside the body, and its title; 0: nothing. */
    int (*beside)(struct view *v, struct buf *left, struct buf *right);
    /* What a key's place in the footer says now; NULL: the table's word. Lives until it is asked again. */
    const char *(*word)(struct view *v, int command);
    bool (*typing)(const struct view *v);             /* letters and digits are text now */
    const struct form *(*form)(const struct view *v); /* the register shown, for help */
    const struct record *(*record)(
        const struct view *v); /* whose actions the letters are; NULL none, or not yet read */
    /* Deadlines under the bar in words, for help, which asks before it asks for the form: reads the row it stands on.
     * NULL none; caller frees. */
    char *(*explain)(struct view *v);
};
struct view {
    const struct view_ops *ops;
    struct app *app;
    struct view *below;
    int rows, cols; /* body */
    bool dirty_all;
    int64_t seen; /* app's: the change this view has been refreshed for */
};

/* app.c */
void *view_new(size_t size, const struct view_ops *ops, struct app *a); /* a struct that begins with its view */
bool view_typing(const struct view *v);                                 /* letters and digits are text now */
struct desk *app_desk(struct app *a);
void app_push(struct app *a, struct view *v);
void app_pop(struct app *a);                  /* the top view; it is freed when its handler has returned */
void app_drop(struct app *a, struct view *v); /* likewise one that others may stand on */
void app_say(struct app *a, enum ink ink, const char *fmt, ...)
    QT_PRINTF(3, 4);                /* message line, stays until the next key */
bool app_ok(struct app *a, int rc); /* false: rc is a fault, and it is said */
void app_changed(struct app *a);    /* data changed: views below refresh when they come up */
void app_redraw(struct app *a);
void scan_take(struct app *a, const char *code); /* what a scanner typed: where it leads, or what is wrong with it */
int app_covered(const struct app *a); /* so many rows of the body are under a drawer: the bar is not where Enter acts */
enum lang app_lang(struct app *a);
/* A nested loop for modal dialogs: reads a key, keeps ticking, redraws on resize. K_HANGUP must end the dialog. */
void app_read_key(struct app *a, struct key_event *ev);

/* views. A new one: view/NAME.c, its line here and in commands.c; shell/shell.c opens what is opened from everywhere.
 */
struct view *board_view(struct app *a);
struct view *list_view(struct app *a, const struct form *f, int list);
struct view *record_view(struct app *a, const struct form *f, int64_t id);
struct view *unit_view(struct app *a, const char *unit); /* U1: all registers of one unit by time */
struct view *search_view(struct app *a);
struct view *help_view(struct app *a, const char *where);
/* A month over the view on top, which is then put at the day chosen, by its midnight. */
struct view *calendar_view(struct app *a, void (*put)(struct view *v, int64_t day));
void view_draw_behind(struct view *below, WINDOW *w); /* what a drawer rises over; rows_draw.c */
struct view *menu_view(struct app *a, bool letters);  /* letters: the first one is a register's key */
struct view *settings_view(struct app *a);
void setting_ask(struct app *a, const char *name); /* its new value */
struct view *figures_view(struct app *a, const struct form *f);
struct view *grid_view(struct app *a, const struct form *f); /* its first month grid */
/* The names of its grids behind those of its lists; now: the one that is shown, -1 none. */
void grid_names(struct app *a, const struct form *f, int now, struct selections *out);
/* May whoever sits here change r by hand? If not, the message line says why. */
bool entry_opens(struct app *a, const struct record *r);
/* Entry: r is taken over. base NULL = new. done(arg, saved record or NULL) after it closes; may be NULL.
 * draft 0 or the draft it came from. */
struct view *entry_view(struct app *a, struct record *base, struct record *r, int64_t draft, int at_field);
/* Fill the form to search (CONSTRUCT): calls fn with the filled record, or NULL. */
struct view *construct_view(struct app *a, const struct form *f, void (*fn)(void *arg, struct record *like), void *arg);

/* dialog.c: modal, all return at once with the answer; F12, Esc and Ctrl-C say no. */
bool dialog_yes(struct app *a, const char *question);
void dialog_tell(struct app *a, const char *title, const char *text); /* scrolls when long */
bool dialog_page(struct app *a, const char *title, struct page *p);   /* shown, then gone on or not; scrolls */
/* A secret field of r in full: asked, then journalled by the store (U3). NULL: no, or refused, which is said; caller
 * frees. */
char *dialog_reveal(struct app *a, const struct record *r, int field);
void record_reveal(struct app *a, const struct record *r); /* all its secret fields, one after the other, then shown */
struct pick {
    int key; /* a printable character or a K_ code; 0: its digit, for the first nine */
    const char *label;
};
int dialog_choose(struct app *a, const char *title, const struct pick *items, size_t n,
                  int at); /* -1 = none; type-ahead */
int dialog_choose_again(struct app *a, const char *title, const struct pick *items, size_t n, int at,
                        int again); /* F2, the key that opened it, is this one wherever the bar stands */
bool words_begin(const char *words, const char *typed); /* whatever their case and width */
struct box_key {                                        /* a key of a drawer and what it does there */
    int key;                                            /* a printable character or a K_ code */
    const char *label;                                  /* N_(), or words of the forms */
};
struct line {
    const char *title, *label;
    const char *initial; /* a proposal: the first character typed replaces it */
    const char *why;     /* what was wrong with the initial one, to be mended; NULL = nothing */
    bool masked;
    int (*take)(void *arg,
                const char *said); /* below 0, with a fault: typed once more, with why; NULL: anything goes */
    struct box_key other;          /* one more key, 0 none: on_other(arg) and the line goes on */
    void (*on_other)(void *arg);
    void *arg;
};
char *dialog_line(struct app *a, const struct line *l); /* NULL = none; caller frees */
struct ask_list {                                       /* fields of a record to be given */
    int *fields;
    bool *required; /* per field */
    size_t n;
    const char *why; /* the answers in r were refused: asked once more, with the reason; NULL = asked first */
    bool again;      /* r has what was typed before: the caret goes to refused */
    const char *say; /* what is said to the person meanwhile; NULL nothing */
    int refused;     /* with why: the form's field it is about, or -1 */
    int action;      /* what it is for; with */
    int64_t *draft;  /* where it is kept meanwhile; NULL: nowhere */
};
/* Asks for these fields of r in a small form; true when confirmed, else r is as it was. */
bool dialog_ask(struct app *a, struct record *r, const char *title, const struct ask_list *q);
/* Conflict: both values field by field; each is chosen by the clerk. true = the chosen ones are in r. */
bool dialog_conflict(struct app *a, struct record *r, const struct merge *m);
struct reason_box {
    const char *title, *text, *prompt; /* text: "" none */
    bool urgent;
};
/* A text that must be answered with a reason, typed into v. true = go on. */
bool dialog_reason(struct app *a, const struct reason_box *box, struct value *v);
/* Perhaps the same matter as others: some left out, one case, different matters, or later. Nothing offered: does
 * nothing. */
void dialog_similar(struct app *a, struct record *r, struct outcome *o);

/* act.c: runs an action with all its dialogs (confirm, ask, watch, tell, follow-on entry); true when done. */
bool act_run(struct app *a, struct record *r, int action);

/* commands.c: one table for dispatcher, footer, F1 help and manual. */
enum command_id {
    CMD_NONE,
    CMD_HELP,
    CMD_NEW,
    CMD_FILTER,
    CMD_SAVE,
    CMD_REFRESH,
    CMD_EDIT,
    CMD_HISTORY,
    CMD_SNOOZE,
    CMD_PRINT,
    CMD_MENU,
    CMD_NEXT_LIST,
    CMD_BACK,
    CMD_OPEN,
    CMD_SEARCH,
    CMD_UP,
    CMD_DOWN,
    CMD_PAGE_UP,
    CMD_PAGE_DOWN,
    CMD_FIRST,
    CMD_LAST,
    CMD_TAG,
    CMD_TAG_ALL,
    CMD_CONSTRUCT,
    CMD_REVEAL,
    CMD_REDRAW,
    CMD_LANG,
    CMD_QUIT,
    CMD_LOCK,
    CMD_UNIT_FILE,
    CMD_SAVE_ADMIT,
    CMD_AGREE,     /* yes to what is asked beside the form */
    CMD_DONE,      /* board: sign a round as done */
    CMD_LINK_NEXT, /* record: next link */
    CMD_LINK_PREV,
    CMD_FIGURES,
    CMD_PERIOD_PREV, /* figures */
    CMD_PERIOD_NEXT,
    CMD_PERIOD_KIND,
    CMD_SIDE_NEXT, /* grid */
    CMD_SIDE_PREV,
    CMD_SORT, /* list: by the next column */
    CMD_SORT_TURN,
    CMD_DAY,
    CMD_REPORT_NEXT,
    CMD_ERASE, /* person */
    CMD_FORGET,
    CMD_ACCOUNT, /* unit */
    CMD_UNDO,
    CMD_CORRECT, /* record */
    CMD_CODE,
    CMD_DROP,   /* drafts */
    CMD_INSIDE, /* printing.c, under a dialog too */
    CMD_FREEZE, /* app.c takes it, under a dialog too */
    CMD_HELD,   /* everywhere */
    CMD_FLOORS,
    CMD_TAB_1 = 100 /* .. CMD_TAB_9 */
};
struct command {
    enum command_id id;
    int keys[6];       /* 0-terminated; the first is shown; a printable character stands for itself */
    const char *where; /* space-separated view names, "*" everywhere */
    const char *label; /* N_(): footer, 2-4 characters */
    const char *help;  /* N_(): a sentence */
};
/* of CMD_FREEZE, CMD_REDRAW, CMD_INSIDE: under dialogs, too */
enum { FREEZE_KEY = K_ALT + 'l', REDRAW_KEY = K_CTRL + 'l', INSIDE_KEY = K_ALT + 'e' };
extern const struct command commands[];
int command_for(const char *where, const struct key_event *ev, bool typing); /* typing: letters and digits are text */
const char *command_key_name(int code);                                      /* key_name, and printable characters */
bool command_in(const struct command *c, const char *where);
void command_places(struct buf *out, const char *where); /* the views by the names a clerk knows */
#endif
