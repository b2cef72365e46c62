/* The margin of a form: what is offered for the field, the household of whom is meant, what is known of the person. It
 * covers nothing. Below 80 columns there is none: offers stand in the last rows of the form, the rest is told by F3. */
#ifndef TUI_ANSWERS_H
#define TUI_ANSWERS_H
#include "field/fields.h"
#include "qiantai/desk_known.h"
#include "view/aside.h"

struct answers {
    struct app *app;
    int x[2], cols[2]; /* the margins of the window; cols 0: there is none */
    struct aside house;
    struct paper first, person; /* above the offers: what is asked; below: the person */
    struct paper say;           /* what a new record begins with at the desk: at the foot, while there is room */
    struct outcome ahead;       /* what saving would ask */
    int64_t known;              /* fields' serial that these are of; -1 none */
    bool stale;                 /* to be drawn */
};
void answers_layout(struct answers *s, struct app *a, int cols);
/* The household, as far as it is another one. */
void answers_house(struct answers *s, const struct fields *f);
/* Nobody types: what the record and the marked candidate say now is looked up. */
void answers_idle(struct answers *s, struct fields *f, bool fresh);
void answers_draw(struct answers *s, struct fields *f, WINDOW *w, int rows);
void answers_free(struct answers *s);
/* In a box, where there is no margin: the household and the person. */
void answers_tell(struct answers *s, const struct fields *f);
/* What F6 says yes to: words that propose a choice come first, then the record that is there already; NULL none. */
const struct question *answers_asked(const struct answers *s);
#endif
