/* Keys of a one-line field outside the forms: filter, search, sign-in, first start. */
#ifndef TUI_ONELINE_H
#define TUI_ONELINE_H
#include "edit.h"
#include "key.h"

bool oneline_key(struct edit *e, const struct key_event *ev, bool *changed); /* false: not a key of the field */
#endif
