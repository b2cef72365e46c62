/* form, inside: files that extend a register of another file. */
#ifndef QT_FORM_EXTEND_H
#define QT_FORM_EXTEND_H

#include "read.h"

/* extend.c: the register's tree joined with that of the file, name by name. False: mistakes are told, nothing was made.
 */
bool extend_join(struct loader *l, struct node old, struct node file, struct tree *joined);
/* What may not change of a field with which records were written: the key as it was, and as it would be. */
void extend_check_field(struct loader *l, const char *name, struct node old, struct node new);
/* The value of `extends`; y is NULL in a file that extends nothing. */
struct node extend_of(struct node root);

/* growth.c: what one loading of all files knows of extensions. */
struct extension {
    char *file;
    struct place at; /* of `extends`; its file is the member above */
    bool read;       /* false: left out */
    bool never;      /* was not asked for, and is not tried */
};
struct growth {
    const struct growth *without; /* files that are left out: those it has not read */
    char *skip;                   /* a file of the folder that is not read with it; NULL */
    struct extension *v;          /* all that were met, in their order */
    size_t n;
    struct grown {
        char *reg;
        struct tree tree; /* of the register with what extended it so far */
    } * grown;
    size_t ngrown;
    struct paper_met {
        char *reg, *file;
    } * papers; /* files of print/: a register that is extended takes them along */
    size_t npapers;
    char **waiting; /* extensions of a folder, read behind its registers */
    size_t nwaiting;
};
void growth_wait(struct loader *l, const char *file, const struct place *at);
void growth_read_waiting(struct loader *l);
void growth_read(struct loader *l, const char *file);    /* one: its register is read anew, or stays as it was */
void growth_replaced(struct loader *l, const char *reg); /* by a file of a later folder */
void growth_paper(struct loader *l, const char *file, const char *reg);
void growth_free(struct growth *g);

#endif
