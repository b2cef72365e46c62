/* The field editor: text, caret and view port; no curses here, so that it can be tested alone.
 * Moves grapheme by grapheme; keeps a byte and a display offset per grapheme (calcurse's getstring). */
#ifndef TUI_EDIT_H
#define TUI_EDIT_H
#include "qiantai/base.h"
struct edit; /* opaque */
struct edit *edit_new(const char *initial, bool multiline, size_t max_graphemes);
void edit_free(struct edit *e);
const char *edit_text(const struct edit *e); /* owned by e */
void edit_set(struct edit *e, const char *s);
/* Inserts cleaned text at the caret; returns graphemes that did not fit (0 = all in). */
size_t edit_insert(struct edit *e, const char *s);
enum edit_move {
    EDIT_LEFT,
    EDIT_RIGHT,
    EDIT_WORD_LEFT,
    EDIT_WORD_RIGHT,
    EDIT_LINE_START,
    EDIT_LINE_END,
    EDIT_UP,
    EDIT_DOWN,
    EDIT_START,
    EDIT_END
};
bool edit_move(struct edit *e, enum edit_move m); /* false at the border: the form moves to the next field */
enum edit_kill { EDIT_BACKSPACE, EDIT_DELETE, EDIT_KILL_WORD, EDIT_KILL_START, EDIT_KILL_END, EDIT_KILL_ALL };
bool edit_kill(struct edit *e, enum edit_kill k);
bool edit_undo(struct edit *e);
size_t edit_caret(const struct edit *e); /* byte offset */
/* Lays the text out in a box; scrolls so that the caret is inside. Row r's text: bytes [from, to). */
void edit_layout(struct edit *e, int columns, int rows);
int edit_rows(const struct edit *e); /* wrapped rows in all */
int edit_top(const struct edit *e);  /* first row shown */
bool edit_row(const struct edit *e, int row, size_t *from, size_t *to);
void edit_caret_at(const struct edit *e, int *row, int *column); /* within the box */
#endif
