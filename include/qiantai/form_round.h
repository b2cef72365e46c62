/* What stands on the board without belonging to a record: rounds over a list, and duties of a day of the calendar. */
#ifndef QIANTAI_FORM_ROUND_H
#define QIANTAI_FORM_ROUND_H

#include "qiantai/form_field.h"

enum round_every { EVERY_ROUND /* a round */, EVERY_DAY, EVERY_WORKDAY, EVERY_WEEK, EVERY_MONTH, EVERY_YEAR };
enum round_shift { SHIFT_NONE, SHIFT_NEXT, SHIFT_PREVIOUS }; /* when the day is none on which the house works (Q7) */

struct round_rule { /* a round puts a list on the board at a time of day (V10, R8), a duty whatever is to be done */
    char *name;
    struct bilingual label;
    enum round_every every;
    int *on; /* of a duty: weekdays 1..7, days of the month 1..31, or of the year as month * 100 + day */
    size_t non;
    enum round_shift shift;
    struct expr *at;      /* "HH:MM" */
    bool workdays;        /* a round: else every day */
    struct expr *when;    /* over no fields; NULL = a round only when the list is not empty, a duty always */
    struct expr *done;    /* over no fields: the duty ends by itself when it is true; NULL = it is signed */
    char *list;           /* of a duty it may be NULL */
    struct expr *missing; /* a text, what must be done before signing; NULL result = nothing. Over the list's records;
                             of a duty without a list over no fields. Absent: changed since the round's hour */
    char *owner;          /* as a clock's */
    char **signers;       /* roles that may sign it; none: everybody */
    size_t nsigners;
};

/* Several of them may stand side by side, one for each day that was not signed. Of the others the latest stands. */
bool round_keeps_each(const struct round_rule *round);

#endif
