/* The program around the views; private to app.c, the shell and the views that lead elsewhere. */
#ifndef TUI_APP_H
#define TUI_APP_H
#include "view.h"

#include <panel.h>

enum ending { NOT_ENDING, ENDING_CLOSED, ENDING_ROLE, ENDING_IDLE, ENDING_OTHER };

enum { ALARMS = 32 };
struct lessons; /* shell/lesson.c */

/* shell/letters.c: letters typed where they act. */
struct letters {
    int64_t at;       /* of the last one, by clock_key_us; 0 none that counts */
    int64_t struck;   /* of the last one, whatever became of it */
    char last, armed; /* armed: an action that waits, 0 none */
    bool by_itself;   /* it happens when no letter follows; else by a second stroke only */
    bool run;         /* they follow each other: that is typing */
    int64_t record;   /* that was under the bar */
    const struct form *form;
};

struct app {
    struct letters letters;
    struct desk *desk;
    const struct tui_options *options;
    struct view *top, *dead; /* dead: popped, freed when the handler has returned */
    struct view *shown;      /* in the body: under a dialog the one on top may be another already. NULL not known */
    int covered;             /* rows of it under a drawer */
    PANEL *head, *body, *foot;
    PANEL *cover; /* the lock that was left without its PIN, until all is laid out for whoever comes; NULL none */
    void (*command)(struct app *a, int id); /* what no view took */
    void (*tick)(struct app *a);            /* what key_watch named is readable */
    bool all;                               /* draw everything */
    bool keys_changed;                      /* the footer's keys */
    bool heads_changed;                     /* tabs, title and selections */
    bool leaving;
    const struct form *made; /* the record made last, until a list of its register has shown it; NULL none */
    int64_t made_id;
    struct buf title; /* of what the body shows: under a dialog the view on top may be another already */
    struct buf message;
    enum ink message_ink;
    unsigned told;                       /* messages so far */
    int64_t change;                      /* grows with every change of data seen */
    int64_t committed;                   /* db_change_count last seen */
    int64_t minute;                      /* minute on the header's clock */
    int64_t key_us, saved_us, looked_us; /* monotonic */
    int64_t touched_us;                  /* of the last key, by the clock that goes on while the machine sleeps */
    int64_t watched;                     /* db_change_count when the person's row was last read */
    int64_t touched_hand;                /* the same by clock_hand_us */
    int64_t lock_minutes;                /* without a key, then the desk locks itself; 0 never; -1: to be read */
    bool inside;                         /* app_inside is under way */
    bool locked;                         /* session_freeze is under way */
    bool unlocked;                       /* it has ended: everything is laid out anew */
    enum ending ending;                  /* the session is over, or is another's: dialogs end, then session_turn */
    bool idle_done;                      /* since the last key */
    bool keep;                           /* what is half-typed, at the next rest */
    bool counted;
    int64_t open, overdue;       /* of the board */
    size_t drafts;               /* half-typed forms of whoever sits here */
    struct alarm alarms[ALARMS]; /* emergencies that were there when it was counted last */
    size_t nalarms;
    int64_t flash_us;             /* clock_hand_us until which row 1 is lit up for a new one; 0 it is not */
    bool alarms_known;            /* it was counted since the sign-in: what is new rings */
    struct print_job *print;      /* on its way to paper, NULL none */
    int64_t print_us;             /* since then, by clock_mono_us */
    struct asking *asking;        /* an action's questions are open, NULL none */
    struct lessons *lessons;      /* NULL: none are given */
    bool secret;                  /* what is typed now is hidden */
    bool replayed, replay_over;   /* the key that is read next is of the file; it has ended, or somebody took over */
    int64_t replay_us, struck_us; /* when its next one is due; when a key was written down */
    char *scanned;                /* number of the record that a scanned code leads to: dialogs end, then it opens */
    struct view *by_scan;         /* what the last code opened, as long as it is there */
};

/* header.c */
void header_draw(struct app *a);  /* top bar and tabs */
void header_clock(struct app *a); /* top bar only */

/* footer.c */
void footer_draw(struct app *a);                                         /* message or status, and keys */
void status_draw(struct app *a);                                         /* message or status only */
void footer_dialog(struct app *a, const struct box_key *keys, size_t n); /* the keys of the dialog above */
#define HEAD_ROWS 2
#define FOOT_ROWS 2

/* app.c */
void app_draw(struct app *a);            /* now, before a dialog covers it */
void app_cover(struct app *a, int rows); /* a drawer covers so many of the body: what it asks about stays in sight */
void app_hush(struct app *a);            /* the message goes */
void app_arrange(struct app *a);         /* windows and views for the terminal's size */
void app_loop(struct app *a);            /* until the last view is closed, or app_leave */
void app_home(struct app *a);            /* back to the board */
void app_leave(struct app *a);           /* ends the program, half-typed forms kept */
PANEL *app_place(PANEL *p, int rows, int y); /* a window over the whole width, beneath all others; p NULL: a new one */
void app_set_lang(struct app *a, enum lang lang);
void app_obey(struct app *a, struct view *v, unsigned said); /* what a handler of v said */

/* idle.c: between keys */
void idle_key(struct app *a);       /* one was pressed */
int idle_wait(const struct app *a); /* so many ms may be waited for one */
void idle_work(struct app *a);      /* never before the first frame, never while somebody types quickly */
void idle_in_dialog(struct app *a); /* the little that goes on under a dialog */
void idle_save(struct app *a);      /* half-typed forms are kept */
void idle_locked(struct app *a);    /* what goes on behind the lock: the minute, counts, alarms */

/* letters.c. Is the key of the top view its? Then it is done with it. now: clock_key_us. */
bool letters_key(struct app *a, const struct key_event *ev, int64_t now);
bool action_asks(const struct action *a); /* whatever is filled in already: something, before it happens */
bool letters_twice(const struct form *f, const struct action *a); /* takes a second stroke of its letter */
void letters_rest(struct app *a);                                 /* between keys */
int letters_wait(const struct app *a, int ms);                    /* at most so many ms may be waited for a key */

/* colours.c */
void theme_ask(struct app *a);  /* which theme this login of the machine has from now on */
void theme_hint(struct app *a); /* said once: a terminal type with more colours */
/* lesson.c: what is to be practised, above the footer */
void lesson_start(struct app *a);  /* from the first one on, at a desk for practice; else says where */
void practice_open(struct app *a); /* them, at a desk of its own that is gone afterwards */
void lesson_close(struct app *a);
int lesson_rows(const struct app *a);  /* that it takes from the body, 0 none */
bool lesson_keys(const struct app *a); /* F1, F4 and F12 are the lesson's here */
bool lesson_key(struct app *a, const struct key_event *ev);
void lesson_watch(struct app *a); /* is it done? */
void lesson_arrange(struct app *a);
void lesson_draw(struct app *a);

/* replay.c: keys written down, and pressed again */
void replay_key(struct app *a, const struct key_event *ev); /* one was pressed */
void replay_feed(struct app *a);                            /* before one is read */
int replay_wait(const struct app *a, int ms);               /* at most so many ms may be waited for one */

void held_open(struct app *a);                         /* view/held.c: what the desk holds now */
void floors_open(struct app *a);                       /* view/floors.c */
void code_open(struct app *a, const struct record *r); /* view/code.c: its code on the screen */
/* scan.c: what a scanner typed; scan_take is in view.h */
void scan_turn(struct app *a);                         /* opens that; no dialog is open */
void scan_forget(struct app *a, const struct view *v); /* v goes */

/* undo.c: what was done last is taken back; what an action did, said with the key that takes it back. */
void app_undo(struct app *a);
void app_done(struct app *a, const struct record *r, const char *what);
char *app_name(struct app *a, const struct record *r); /* desk_name */
bool record_view_gone(struct view *v);                 /* record.c: it shows a record that is there no more */

/* unit.c */
struct view *unit_view_of(struct app *a, int64_t id); /* NULL with a fault when it cannot be read */

/* printing.c */
void app_print_list(struct app *a, const struct query *q);
void app_print_duty(struct app *a, const struct board_row *row); /* one without a list */
void app_inside(struct app *a); /* who is inside, over whatever is open; then to paper */
/* The same to paper at once, from the locked desk: with names where the house says so. */
bool app_inside_print(struct app *a);
void app_print_record(struct app *a, const struct record *r); /* which of its papers is asked, and it is shown first */
void app_print_after(struct app *a, const struct record *r, const char *paper); /* what an action prints */
bool app_print_busy(struct app *a);   /* shows the one under way: F12 stops it */
void app_print_listen(struct app *a); /* its end is a K_TICK */
struct page;
void app_print_page(struct app *a, int rc, struct page *p); /* rc: of making p, which is freed */
void app_printed(struct app *a);                            /* the print has ended: tells */
void app_print_leave(struct app *a, struct buf *said); /* the program ends: what is to be told on the plain terminal */

/* route.c: where keys lead. While a dialog is open a resize lays the views out anew, which may read their rows
 * again: hold copies of what is needed after the dialog. */
struct due due_copy(const struct due *from);                  /* desk_due_clear it */
void app_show(struct app *a, const struct form *f, int list); /* its list, or a refusal */
void app_open(struct app *a, const struct form *f, int64_t id);
void app_new(struct app *a, const struct form *f);
void app_new_like(struct app *a, const struct record *r); /* its unit and caller filled in */
/* Asks in which register; unit (may be NULL) is filled in. */
void app_choose_new(struct app *a, const char *unit);
/* The action of r that this key means, with its dialogs; false: it means none. r may be stale after. */
bool app_act(struct app *a, const struct record *r, const struct key_event *ev);
int app_action(struct app *a, const struct record *r, char letter); /* -1 none */
/* Nothing took the key: says so, and why. */
void app_unknown(struct app *a, const struct view *v, const struct key_event *ev);
bool app_snooze(struct app *a, const struct due *due);  /* asks until when; false: not put off */
bool app_may_view(struct app *a, const struct form *f); /* else says so */
void app_tab(struct app *a, int n);             /* 1 the board, 2.. the register with that digit, 9 all of them */
bool key_is_letter(const struct key_event *ev); /* a small one: an action's key */

/* view/drafts.c: half-typed forms */
size_t drafts_count(struct app *a); /* those that are not open just now */
void drafts_open(struct app *a);
/* now is kept, under *id where it is not 0; action: what was typed for that one, -1 a form. False: said why. */
bool drafts_keep(struct app *a, const struct record *now, int at_field, int action, int64_t *id);
/* What was typed for the action of r and not done: the draft's id, *typed (owned) and *at, the field; 0 none. */
int64_t drafts_of_action(struct app *a, const struct record *r, int action, struct record **typed, int *at);

/* dialog/dialog_ask.c: what is typed for an action is a draft, too */
void dialog_ask_keep(struct app *a);
int64_t dialog_ask_draft(const struct app *a); /* the one in hand, 0 none */
/* Asks `title` with the half-typed new forms of the last hours before the items, those of f (NULL: of all registers);
 * Enter goes on with the newest, F2 is items[first]. f and no such form: items[0], unasked. The item; -1 none, or it
 * went on with one. */
int drafts_or(struct app *a, const char *title, const struct form *f, const struct pick *items, size_t n, size_t first);

/* clock.c: hours and minutes in five rows, CLOCK_ROWS, of the window */
enum { CLOCK_ROWS = 5 };
void clock_draw(WINDOW *w, int y, int x, const struct civil *c);

/* session.c: who sits at the terminal */
void session_begin(struct app *a);            /* first run, sign-in or the desk, as things are */
void session_in(struct app *a);               /* signed in: board, drafts */
void session_lock(struct app *a);             /* drafts kept, back to sign-in */
void session_watch(struct app *a, bool look); /* is it still the same person, with the same role, and awake? */
/* lock.c: covers the screen until the PIN is typed (true), or the session ends; false: nobody with a PIN sits here. */
bool session_freeze(struct app *a);
void session_uncover(struct app *a);      /* what the lock left over the screen goes */
bool session_asleep(const struct app *a); /* nobody has pressed a key for lock_minutes */
void session_turn(struct app *a);         /* what a->ending asks for; no dialog is open */
bool app_over(const struct app *a);       /* dialogs are to end: the line is lost, or the session is */
void session_clock(struct app *a);        /* the clock is in doubt: asks whether it is right */
void pin_change(struct app *a);           /* pin.c: one's own, the old one first */
/* Asked twice, until take(arg, PIN) agrees; false: given up. */
bool pin_new(struct app *a, const char *title, int (*take)(void *arg, const char *pin), void *arg);
void person_ask(struct app *a);       /* view/person.c: about whom, then the page of all that is kept */
bool accounts_offered(struct app *a); /* view/ledger.c: may whoever sits here look at the house's accounts? */
void accounts_open(struct app *a);
void money_open(struct app *a, const char *unit); /* the account of a unit */
struct view *signin_view(struct app *a);
struct view *firstrun_view(struct app *a);
#endif
