/* Fields of one record being filled in: the entry screen, the search form and an action's questions
 * are the same thing with other fields and other checks. */
#ifndef TUI_FIELDS_H
#define TUI_FIELDS_H
#include "field/edit.h"
#include "field/places.h"
#include "view.h"

enum fields_mode { FIELDS_ENTRY, FIELDS_SEARCH /* no checks, no defaults */, FIELDS_ASK };

struct slot { /* one field on the screen */
    int field;
    struct edit *edit;
    bool tall; /* several lines */
    bool shown, readonly, required;
    bool changed; /* typed since it was read from the record */
    bool whole;   /* the next character typed replaces the text */
    bool filled;  /* by a look-up */
    int either;   /* the slot that is needed unless this one is given, -1 none */
    bool told;    /* its problem was shown once; leaving is allowed */
    bool doubted; /* it was asked what the letters mean: typed once more they are the text */
    char *problem;
    bool stray;                           /* what was typed is no choice: see prefix */
    char *before;                         /* what the choice was before it was typed; NULL nothing was */
    struct buf prefix;                    /* typed to find a choice */
    int row, col, label, x, width, lines; /* in the content: label and box */
};
struct offers { /* what a look-up offers */
    struct record_page page;
    int at;      /* -1 = the text typed counts */
    bool chosen; /* by arrow key */
    char *typed; /* what it was looked up for; NULL = not yet */
    bool stale;  /* to be drawn */
};
struct fields {
    struct app *app;
    struct desk *desk;
    struct record *r; /* borrowed */
    const struct form *form;
    enum fields_mode mode;
    struct slot *slots;
    size_t n;
    int now;        /* slot, or n: the button */
    bool *touched;  /* per form field: defaults keep off */
    bool offer;     /* just come to the slot: colleagues are offered at once */
    bool all;       /* draw everything */
    int drawn;      /* slot drawn as the current one */
    int64_t serial; /* grows with every change */
    const char *button;
    struct spot_heading *headings;
    size_t nheadings;
    int rows, cols, top, content, button_row;
    int end;     /* the first column behind the fields */
    int hint;    /* rows below that help for the current field; 0: whoever shows the fields does, with fields_hint */
    bool margin; /* whoever shows the fields has a place for what is offered; else it takes the last rows */
    int under;   /* so many of them now */
    int y, x;    /* of the window drawn last, on the screen */
    struct offers offers;
};

enum went { WENT_NOWHERE /* not a key for fields */, WENT_ON, WENT_BUTTON /* Enter on the button */ };

/* only: these fields (n of them); NULL = all that an entry shows. r stays the caller's. */
struct fields *fields_new(struct app *a, struct record *r, enum fields_mode mode, const int *only, size_t n);
void fields_free(struct fields *f);
bool fields_strayed(struct fields *f,
                    const char *code); /* fields_scan.c: it was not for this field, and is out again */
enum went fields_key(struct fields *f, const struct key_event *ev);
bool fields_commit(struct fields *f); /* takes over what was typed; false: refused, the reason is shown */
void fields_focus(struct fields *f, int slot);
int fields_slot(const struct fields *f, int field); /* -1 = not among them */
int fields_field(const struct fields *f);           /* current field, or -1 */
void fields_changed(struct fields *f);              /* the record changed: defaults, visibility, texts */
void fields_problem(struct fields *f, int slot, const char *why);
/* Problems of a save: marks them, goes to the first. Those of fields not on the screen are said. */
void fields_problems(struct fields *f, const struct field_problems *p);
struct record *fields_snapshot(const struct fields *f); /* with what is half typed; caller frees */
void fields_idle(struct fields *f);

bool slot_take(struct fields *f, struct slot *s, const char *typed); /* into the record; false: refused, shown */
void slot_mend(struct slot *s);                                      /* nothing is wrong with it any more */

/* fields_text.c */
void slot_load(struct fields *f, struct slot *s); /* from the record */
int slot_enter(const struct fields *f, struct record *r, const struct slot *s, const char *typed,
               char **why) QT_MUST_USE;
/* Says what is legal in s, and may yet be meant for another field. */
void slot_wonder(const struct fields *f, const struct slot *s);
bool slot_text_key(struct fields *f, struct slot *s, const struct key_event *ev);

/* fields_choice.c */
bool slot_is_choice(const struct fields *f, const struct slot *s);
bool slot_choice_key(struct fields *f, struct slot *s, const struct key_event *ev);
/* Where other texts are taken too: how many choices what was typed begins, by label or pinyin (one that it names in
 * full counts alone). *one: the first, NULL none. */
size_t slot_choice_meant(const struct fields *f, const struct slot *s, const char *typed, const char **one);
void slot_choice_forget(struct slot *s);            /* nothing was typed to find a choice */
void slot_choose(struct fields *f, struct slot *s); /* F3: a list to pick from */
void slot_choices_hint(const struct fields *f, const struct slot *s, struct buf *out);

/* fields_layout.c */
void fields_layout(struct fields *f, int rows, int cols);
void fields_scroll(struct fields *f);              /* the current slot comes into view */
int fields_beside(const struct fields *f, int by); /* slot a row up (-1) or down (1), or the current one */

/* fields_draw.c */
bool fields_draw(struct fields *f, WINDOW *w, bool all); /* true: what helps may be another */
/* What helps at the current field: what is wrong with it, behind a `!`, its choices, its help. */
void fields_hint(const struct fields *f, struct buf *out);

/* fields_offers.c: what is offered for the current field */
bool slot_looks_up(const struct fields *f, const struct slot *s);
void offers_update(struct fields *f, bool now); /* looks records up; now: also when the text is empty */
bool offers_open(const struct fields *f);       /* there are records to pick from */
bool offers_move(struct fields *f, int by);
bool offers_take(struct fields *f); /* Enter: true when the records must be looked at first */
/* Leaving s by any other key: the only record offered, or the one gone to with the arrows, is taken. false: none is. */
bool offers_meant(struct fields *f, struct slot *s);
/* Is what was typed in s pinyin, and several of those offered are called so? */
bool offers_doubt(const struct fields *f, const struct slot *s, const char *typed);
bool slot_is_pinyin(const char *typed); /* small letters alone */
void offers_close(struct fields *f);
void offers_dismiss(struct fields *f); /* closed by the clerk: not offered again for the same text, but by F3 */
const struct record *offers_marked(const struct fields *f); /* that Enter takes; NULL none */
/* Records, choices, days, in at most so many rows. Returns those taken. */
int offers_draw(struct fields *f, WINDOW *w, int y, int x, int cols, int rows);
enum { OFFERS_ROOM = 5 }; /* rows that a small window has to spare for them */

/* fields_items.c: child rows in a grid of their own */
/* The rows in a grid of their own; true: taken over. typed: begins a row with it behind the last one; NULL: at the
 * first. */
bool slot_items(struct fields *f, struct slot *s, const struct key_event *typed);
char *slot_items_text(const struct fields *f, int field); /* a line per row, and their totals; caller frees */
#endif
