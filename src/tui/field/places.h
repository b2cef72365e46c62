/* Where the fields of a form stand, and those of the record that it becomes: when a form is saved its underlines vanish
 * and nothing moves. Only geometry: no curses, no values.
 *
 *   column     80-99 columns             from 100 on                 below 80
 *   0          > the current field       the same                    the same
 *   2          labels, as wide as the widest of the form (at most 12; a longer one pushes its own value aside);
 *              names of sections, underlined to the end
 *   label + 1  the mark: * needed, + filled in, ! wrong; two columns before the value
 *   label + 3  values; the form ends with column 46, with 53, below 80 with the last but two
 *   value + 9  the second label of a row of two (22 where labels have 8 columns), + 13 from 100 on (26), its value 3
 *              columns after it (29, 33); further right where the values left of it are wider
 *   margins    52-77                     58 to the edge; from 132 on two, 58-91 and 96 to the edge; none below 80
 *
 * Two fields share a row when they follow each other, need few columns each, and everything fits: the second edge is
 * one for the whole form. A section's name takes the place of the blank row between sections; from 100 columns on a
 * blank row stands above it. Below 80 columns each field has its row.
 *
 * Forms (fields_layout.c) and records make the same calls: places_of for the columns; for each field shown a spot with
 * its section, label_width, spot_want and lines, section by section, each in the form's order; then places_give. */
#ifndef TUI_PLACES_H
#define TUI_PLACES_H
#include "qiantai/form.h"

enum { PLACES_NARROW = 80, PLACES_WIDE = 100, PLACES_TWO = 132 }; /* columns of a terminal from which on */
enum { SPOT_GROWS = 0, TO_VALUE = 3 /* columns between a label and its value */ };

struct places {
    int label, value, end; /* columns; end: the first one behind the form */
    int second_label, second_value;
    int gap;     /* blank rows above a section's name, but the first */
    bool halves; /* each field shares its row: a form filled in to search */
};
struct spot {
    int section;     /* its number */
    int label_width; /* columns of its whole label */
    int want;        /* columns of its value, SPOT_GROWS */
    int lines;       /* of its box */
    bool tall;       /* has its rows to itself, whatever it wants */
    /* given: */
    int row, label, label_room, value, width;
    bool second; /* stands at the second edge */
    bool alone;  /* another one would not fit beside it */
};
struct spot_heading {
    int row, section;
};

/* For a window of so many columns that begins at the screen's left edge. */
struct places places_of(int cols);
/* Columns that values of this field need, as its form says, whatever stands in it; or SPOT_GROWS. */
int spot_want(const struct field *f, enum lang lang);
/* headings: as many as the form has sections, those that have a field; NULL: sections are not told apart. Returns the
 * rows taken. */
int places_give(struct places *p, struct spot *v, size_t n, struct spot_heading *headings, size_t *nheadings);
/* The margins of a terminal so wide, 0 and 1: the columns that it has from *x on; 0: there is none. */
int margin_at(int cols, int which, int *x);
#endif
