/* One box finds everything: what was typed narrows, group by group. Private to palette*.c. */
#ifndef TUI_PALETTE_H
#define TUI_PALETTE_H
#include "view/rows.h"

enum { GROUP_ROWS = 3 /* of a group that is not opened */, GROUP_MOST = 40 /* of one that is */ };

enum { GROUP_FORMS = 1000, GROUP_ITEMS, GROUP_COMMANDS }; /* others: a register's records, its index + 1 */
enum entry_kind { ENTRY_RECORD, ENTRY_FORM, ENTRY_ACTION, ENTRY_ITEM, ENTRY_COMMAND };

struct entry { /* a row */
    enum entry_kind kind;
    const struct form *form; /* the register, or of the record */
    int64_t id;              /* of the record; of others their place among all, below 0 */
    struct record *r;        /* NULL: read when it is shown */
    int list;                /* of the register */
    size_t item;             /* of the desk's; the action of the form */
    int64_t about;           /* the record of an action */
    const struct command *command;
    int group;
    char *label;             /* hanging label of its group */
    size_t left;             /* of the group's last row: others that are not shown */
    bool least;              /* there are more than these */
    char *name, *what, *key; /* of what is no record */
    bool denied;             /* `what` says why; it stands last */
    int rank;                /* how well it fits, 0 best */
};
struct palette {
    struct rows rows;
    int open;     /* the group that is shown whole, 0 none */
    bool records; /* come first */
    bool letters; /* the first small letter is a register's key (tab 9), not text */
    char *words;  /* what is looked for: what was typed, or the unit that is meant by it */
};
enum palette_column { PAL_NAME, PAL_UNIT, PAL_WHAT, PAL_DAY, PAL_STATE, PAL_PHONE };

/* palette_found.c: records of all registers */
void palette_add_found(struct palette *p);
void palette_cell_found(struct palette *p, struct entry *e, enum palette_column c, struct rows_cell *out);
/* palette_act.c: what can be done with the record that the view below stands on */
const struct record *palette_stands_on(struct view *below); /* NULL none */
void palette_act(struct app *a, const struct entry *e);     /* the palette is closed */
/* palette_offers.c: registers and their lists, actions, the desk's things, all commands */
void palette_add_offers(struct palette *p);
void palette_cell_offer(struct palette *p, const struct entry *e, enum palette_column c, struct rows_cell *out);
void palette_run(struct palette *p, const struct entry *e); /* closes the palette, then does it */
/* menu.c: what concerns the desk; false: not now */
struct menu_item {
    char key;
    const char *label; /* N_() */
    bool office;       /* a supervisor's work */
    bool allowed;
    char why[200]; /* else */
};
size_t menu_items(void);
bool menu_item(struct app *a, size_t i, struct menu_item *out);
void menu_run(struct app *a, size_t i);
/* palette_lit.c: where in the text one of the words stands, by pinyin too; false: nowhere */
bool palette_lit(const char *words, const char *text, size_t *from, size_t *n);
/* The first of the words that none of the texts (NULL: none) holds; NULL all are there. Caller frees. */
char *palette_unseen(const char *words, const char *const *texts, size_t n);
#endif
