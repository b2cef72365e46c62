/* form: what may never be printed (data/forbidden.txt): words that do not stand together in one sentence of a paper,
 * whoever wrote it. docs/forms.md, "What may never be printed". */
#ifndef QIANTAI_FORM_FORBIDDEN_H
#define QIANTAI_FORM_FORBIDDEN_H

#include "qiantai/base.h"

struct forms;
struct problems;
struct forbidden;

/* The rules of a file are added; *list NULL: begun. QT_REFUSED with file and line: what can be read is added all the
 * same. Caller: forbidden_free. */
int forbidden_read(struct forbidden **list, const char *file) QT_MUST_USE;
void forbidden_free(struct forbidden *list);

struct forbidden_hit {
    size_t at;        /* byte of the text */
    char *phrase;     /* the words, as the text has them; caller frees */
    const char *rule; /* its name, */
    const char *why;  /* and what it says: the list's */
};
/* The first sentence of a text that says what it may not. title: it is the title of a receipt. */
bool forbidden_find(const struct forbidden *list, const char *text, bool title, enum lang lang,
                    struct forbidden_hit *out);
/* Every wording of every paper, in both languages; slots are as blanks. */
void forms_check_words(const struct forms *set, const struct forbidden *list, enum lang lang, struct problems *out);

#endif
