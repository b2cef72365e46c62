/* The type-ahead filter of board and list: typed in the status line. */
#ifndef TUI_FILTER_H
#define TUI_FILTER_H
#include "edit.h"
#include "view.h"

struct filter {
    struct edit *edit; /* NULL = no filter */
    bool typing;
};
const char *filter_text(const struct filter *f); /* "" when none */
bool filter_typing(const struct filter *f);
void filter_start(struct filter *f);                              /* begins or goes on typing; ends it when typing */
bool filter_starts(struct filter *f, const struct key_event *ev); /* a character that begins it by itself */
bool filter_key(struct filter *f, const struct key_event *ev);    /* true: the text changed */
bool filter_clear(struct filter *f);                              /* false: there was none */
bool filter_status(const struct filter *f, struct buf *out);      /* false: there is none */
void filter_caret(const struct filter *f, const struct view *v);
void filter_free(struct filter *f);
#endif
