/* Keys of a one-line field outside the forms: filter, search, sign-in, first start. */
#ifndef TUI_LINE_H
#define TUI_LINE_H
#include "edit.h"
#include "key.h"

bool line_key(struct edit *e, const struct key_event *ev, bool *changed); /* false: not a key of the field */
#endif
