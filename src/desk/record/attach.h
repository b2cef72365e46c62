/* Files beside a record, as the files of this wing share it. */
#ifndef DESK_ATTACH_H
#define DESK_ATTACH_H

#include "desk_internal.h"

/* An open file that may be taken. */
struct origin {
    int fd;
    char *name; /* its path, or its name in the inbox */
    bool inbox; /* taken out of it when the record is saved */
};
/* attach_source.c: opens what a person named and looks whether the rule allows it: a plain file, not too large, of a
 * kind that may come in, from where this person may take one. QT_REFUSED, QT_DENIED, QT_NOTFOUND. */
int origin_open(struct desk *d, const struct files_rule *rule, const char *typed, struct origin *out) QT_MUST_USE;
void origin_close(struct origin *s);
char *inbox_folder(struct desk *d); /* caller frees */
char *whole_way(const char *path);  /* a path from the root, its own links in it; caller frees */
int inbox_drop(struct desk *d, const char *name, const char *hash); /* if it is still the file of that hash */

/* attach.c */
/* Rows of a files field as they may stand in the record: what is new is a file to be taken, or one that this desk has
 * taken; all else that the desk keeps of them is as it was. */
int attach_settle(struct desk *d, const struct value *former, struct item_table *t, size_t *row) QT_MUST_USE;
/* The name of a row, as typed. */
int attach_cell(struct desk *d, struct item_table *t, size_t row, size_t column, const char *typed) QT_MUST_USE;
/* One more, by what was typed: out is the field's value then. */
int attach_typed(struct desk *d, const struct record *r, int field, const char *typed, struct value *out) QT_MUST_USE;
/* Before the transaction: the files that w names are taken. */
int attach_take(struct desk *d, struct record *w) QT_MUST_USE;
/* In it: every file that `after` names for the first time is there. */
int attach_there(struct desk *d, const struct record *before, const struct record *after) QT_MUST_USE;
/* After it: what came from the inbox leaves it. */
void attach_done(struct desk *d, struct outcome *o);
/* Both added or took off files: what either did holds. */
int attach_merge(const struct field *f, const struct value *base, const struct value *stored,
                 struct value *mine) QT_MUST_USE;
void attach_free(struct desk *d);

#endif
