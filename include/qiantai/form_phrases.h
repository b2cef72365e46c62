/* form: lists of words that stand together in one sentence. What may never be printed (data/forbidden.txt), whoever
 * wrote it; what a text is asked about when it is saved (data/emergencies.txt). docs/forms.md, "What may never be
 * printed" and "What words ask". */
#ifndef QIANTAI_FORM_PHRASES_H
#define QIANTAI_FORM_PHRASES_H

#include "qiantai/base.h"

struct forms;
struct problems;
struct phrases;

/* The rules of a file are added; *list NULL: begun. QT_REFUSED with file and line: what can be read is added all the
 * same. Caller: phrases_free. */
int phrases_read(struct phrases **list, const char *file) QT_MUST_USE;
/* The same; a rule of this file takes the place of those of this name that were read before, also one without words. */
int phrases_read_over(struct phrases **list, const char *file) QT_MUST_USE;
const char *phrases_rule(const struct phrases *list, size_t i); /* the names of the rules; NULL behind the last */
void phrases_free(struct phrases *list);

struct phrase_hit {
    size_t at;        /* byte of the text */
    char *phrase;     /* the words, as the text has them; caller frees */
    const char *rule; /* its name, */
    const char *why;  /* and what it says: the list's */
};
/* The first sentence of a text that has words of the list, of it the first rule. title: it is the title of a receipt.
 */
bool phrases_find(const struct phrases *list, const char *text, bool title, enum lang lang, struct phrase_hit *out);
/* Every wording of every paper, in both languages; slots are as blanks. */
void forms_check_words(const struct forms *set, const struct phrases *list, enum lang lang, struct problems *out);

#endif
