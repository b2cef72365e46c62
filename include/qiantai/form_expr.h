/* form: the text of an expression as a tree, as far as names are concerned. SQLite compiles and runs expressions; this
 * reads them before, to find which registers, fields, states and choices their texts mean. */
#ifndef QIANTAI_FORM_EXPR_H
#define QIANTAI_FORM_EXPR_H

#include "qiantai/form.h"

enum sql_kind {
    SQL_TEXT,   /* 'in single quotes' */
    SQL_NAME,   /* a field, or a name in double quotes */
    SQL_CALL,   /* function; children: what it is given */
    SQL_EQUAL,  /* =, <>, is, is not; two children */
    SQL_IN,     /* left side, then what is in the list, or one SQL_GROUP */
    SQL_GROUP,  /* the bare name behind IN: a group of states */
    SQL_CASE,   /* children have a part */
    SQL_OTHER,  /* any other operation, with its operands */
    SQL_NUMBER, /* also null, true and whatever else names nothing */
};
enum sql_part { SQL_OPERAND, SQL_BASE, SQL_WHEN, SQL_THEN /* also behind ELSE */ };
struct sql_node {
    enum sql_kind kind;
    enum sql_part part; /* of a CASE */
    int at, len;        /* bytes of the text; a text in quotes with them */
    char *text;         /* text: without quotes; name, call, group: as written, a function's in small letters */
    struct sql_node *first, *next;
    struct sql_node *made_before; /* of the same tree */
};
/* The tree's root; NULL: this is not one expression, or none that a form may have (SELECT, CAST to a type aside). */
struct sql_node *sql_parse(const char *sql);
void sql_free(struct sql_node *root);
const struct sql_node *sql_child(const struct sql_node *n, int i); /* NULL behind the last */
int sql_children(const struct sql_node *n);
/* A condition that a person typed, with groups of the register's own states written out; caller frees. */
char *form_write_groups(const struct form *f, const char *text);
/* In the form file, of a byte of the expression as it is written there. */
struct place expr_place(const struct expr *e, int offset);

#endif
