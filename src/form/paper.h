/* form, inside: papers, in a register's form and in the files of print/. */
#ifndef QT_FORM_PAPER_H
#define QT_FORM_PAPER_H

#include "read.h"

/* paper_text.c */
void read_paper_text(struct loader *l, struct node n, void *to);  /* struct paper_text * */
void read_paper_words(struct loader *l, struct node n, void *to); /* struct paper_words * */
void read_paper_lines(struct loader *l, struct node n, struct paper_words **v, size_t *count); /* one or a list */

/* paper_block.c */
void read_paper_body(struct loader *l, struct node n, void *to); /* struct paper_rule * */

/* paper.c */
void read_papers(struct loader *l, struct node n, void *to); /* struct form * */
/* A file of print/: joins the paper that it names, or is a new one of its register, whose name is answered. */
char *read_paper_file(struct loader *l, struct node root);
/* When all files are read: papers that actions name, parts that blocks name, a setting for each paper's sheet. */
void form_resolve_papers(struct loader *l);

#endif
