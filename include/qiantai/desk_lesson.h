/* Lessons of the practice desk: data/lessons.tsv. house/lessons.c */
#ifndef QT_DESK_LESSON_H
#define QT_DESK_LESSON_H
#include "qiantai/desk.h"

struct lesson {
    const struct form *form, *open; /* whose records show that it is done; whose list it begins in, NULL as it is */
    char *done;                     /* condition over form: it is done when it is true of one record more */
    char *title[QT_LANGS], *say[QT_LANGS];
};
/* Those whose registers the house has. QT_NOTFOUND, QT_REFUSED with the line. desk_lessons_free them. */
int desk_lessons(struct desk *d, struct lesson **v, size_t *n) QT_MUST_USE;
int desk_lesson_count(struct desk *d, const struct lesson *l, int64_t *count) QT_MUST_USE;
void desk_lessons_free(struct lesson *v, size_t n);
bool desk_practice(const struct desk *d); /* is it a database for practice? Lessons are given in no other */
#endif
