/* The type-ahead filter of board and list: typed in the status line. */
#ifndef TUI_TYPEAHEAD_H
#define TUI_TYPEAHEAD_H
#include "field/edit.h"
#include "view.h"

struct typeahead {
    struct edit *edit; /* NULL = no filter */
    bool typing;
    const char *label; /* N_(); NULL: "Filter:" */
};
const char *typeahead_text(const struct typeahead *f); /* "" when none */
bool typeahead_typing(const struct typeahead *f);
void typeahead_start(struct typeahead *f); /* begins or goes on typing; ends it when typing */
void typeahead_stop(struct typeahead *f);  /* ends typing, the filter stays */
bool typeahead_starts(struct typeahead *f, const struct key_event *ev); /* a character that begins it by itself */
bool typeahead_key(struct typeahead *f, const struct key_event *ev);    /* true: the text changed */
bool typeahead_clear(struct typeahead *f);                              /* false: there was none */
bool typeahead_status(const struct typeahead *f, struct buf *out);      /* false: there is none */
void typeahead_caret(const struct typeahead *f, const struct view *v);  /* in the typed text */
void typeahead_free(struct typeahead *f);
#endif
