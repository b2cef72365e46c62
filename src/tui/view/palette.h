/* One box finds everything: what was typed narrows, group by group. Private to palette*.c. */
#ifndef TUI_PALETTE_H
#define TUI_PALETTE_H
#include "view/rows.h"

enum { GROUP_ROWS = 3 /* of a group that is not opened */, GROUP_MOST = 40 /* of one that is */ };

struct entry {               /* a row */
    const struct form *form; /* of the record */
    int64_t id;
    struct record *r; /* NULL: read when it is shown */
    int group;
    char *label; /* hanging label of its group */
    size_t left; /* of the group's last row: others that are not shown */
    bool least;  /* there are more than these */
};
struct palette {
    struct rows rows;
    int open;    /* the group that is shown whole, 0 none */
    char *words; /* what is looked for: what was typed, or the unit that is meant by it */
};
enum palette_column { PAL_NAME, PAL_UNIT, PAL_WHAT, PAL_DAY, PAL_STATE, PAL_PHONE };

/* palette_found.c: records of all registers */
void palette_add_found(struct palette *p);
void palette_cell_found(struct palette *p, struct entry *e, enum palette_column c, struct rows_cell *out);
/* palette_lit.c: where in the text one of the words stands, by pinyin too; false: nowhere */
bool palette_lit(const char *words, const char *text, size_t *from, size_t *n);
/* The first of the words that none of the texts (NULL: none) holds; NULL all are there. Caller frees. */
char *palette_unseen(const char *words, const char *const *texts, size_t n);
#endif
