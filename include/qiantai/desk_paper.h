/* desk: what papers may say. docs/forms.md, "What may never be printed". */
#ifndef QIANTAI_DESK_PAPER_H
#define QIANTAI_DESK_PAPER_H

#include "qiantai/desk.h"

/* QT_REFUSED, with the words and the rule: no paper may say this. title: it is the title of a receipt. */
int desk_may_print(struct desk *d, const char *text, bool title) QT_MUST_USE;
/* Every wording of the set against the program's list and the house's beside path (NULL: none). A fault: a list that
 * cannot be read, or a line of it. */
int desk_papers_check(const char *path, const struct forms *set, enum lang lang, struct problems *out) QT_MUST_USE;

/* The lists of words that the set's `asks` name, with the house's beside path. A fault: a line that cannot be read. */
int desk_words_lists_check(const char *path, const struct forms *set, struct problems *out) QT_MUST_USE;

#endif
