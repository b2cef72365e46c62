/* form: who works here and what he may (forms/roles.yaml, src/form/roles.c; asked in src/desk/permit.c). */
#ifndef QIANTAI_FORM_ROLE_H
#define QIANTAI_FORM_ROLE_H

#include "qiantai/form_field.h"

/* What somebody may, by roles.yaml and the register's form. */
enum right {
    RIGHT_LOOK,   /* into a register, at a field; everything below needs it on its register */
    RIGHT_ENTER,  /* a new record */
    RIGHT_CHANGE, /* a record that is there */
    RIGHT_ACT,    /* the register's action */
    RIGHT_REVEAL, /* a secret field in full */
    RIGHT_PRINT,  /* from here on a role has it in the house, too: roles.yaml */
    RIGHT_EXPORT,
    RIGHT_IMPORT,
    RIGHT_BACKUP, /* from here on without a register */
    RIGHT_RESTORE,
    RIGHT_SETTINGS,
    RIGHT_STAFF,
    RIGHT_APPROVE,
    RIGHT_MIGRATE, /* records of the past, as they stood: states, numbers, times and names of a file */
    RIGHT_CORRECT, /* the state of a record, whatever its actions allow: record/correct.c */
    RIGHT_LEAD,    /* others' accounts: nobody without it changes that of somebody who has it */
    RIGHTS
};
extern const char *const form_right_names[RIGHTS];

struct role {
    char *name;
    struct bilingual label;
    char **stands_for; /* whose work it may do as well */
    size_t nstands_for;
    /* Sees what names no unit, and of the units those whose file (area_register) names the person in area_field. */
    char *area_register, *area_field; /* NULL: sees all of the building */
    bool own_board;                   /* sees the promises of its own role only */
    unsigned rights;                  /* 1 << RIGHT_PRINT and so on */
};

#endif
