/* form, inside: fields.yaml, and the short ways to write fields. */
#ifndef QT_FORM_STANDARD_H
#define QT_FORM_STANDARD_H

#include "read.h"

/* standard.c: the fields of the trade, said once; a later file adds to them. A broken file changes nothing. */
void read_fields_file(struct loader *l, struct node root);
struct node standard_find(const struct loader *l, const char *name); /* the map; y is NULL when there is none */
void standard_unknown(struct loader *l, const struct place *at, const char *name);
void standard_used(struct loader *l, const struct place *by, struct node standard); /* told with mistakes there */
void standards_free(struct loader *l);

/* spread.c: the form with its fields written out: groups and lists spread, standard fields filled in, types said. old:
 * the register that the form extends, written out already, or y NULL. Free tree.v when the form has been read. */
struct tree fields_spread(struct loader *l, struct node form, struct node old);

#endif
