/* What may never be printed: the program's list, and the lines that the house adds beside its database. */
#include <stdlib.h>
#include <unistd.h>

#include "desk_internal.h"
#include "qiantai/desk_paper.h"
#include "qiantai/form_phrases.h"

/* path NULL: without the house's. *house: what is wrong with its file; its other lines count. */
static int read_lists(const char *path, struct phrases **list, int *house)
{
    char *file = NULL, *own = path ? file_beside(path, "forbidden.txt") : NULL;
    int rc = supply_need(SUPPLY_DATA, "forbidden.txt", &file);
    *house = QT_OK;
    if (rc == QT_OK)
        rc = phrases_read(list, file);
    if (rc == QT_OK && own && access(own, F_OK) == 0)
        *house = phrases_read(list, own);
    free(file);
    free(own);
    return rc;
}

int desk_may_print(struct desk *d, const char *text, bool title)
{
    struct phrase_hit hit;
    int house, rc = d->forbidden ? QT_OK : read_lists(desk_path(d), &d->forbidden, &house);
    if (rc < 0)
        return rc;
    fault_clear(); /* qiantai check tells what is wrong with the house's */
    if (!phrases_find(d->forbidden, text, title, d->lang, &hit))
        return QT_OK;
    rc = fault(QT_REFUSED, _("'%s' may never be printed (rule %s: %s). Nothing was printed."), hit.phrase, hit.rule,
               hit.why);
    free(hit.phrase);
    return rc;
}

int desk_papers_check(const char *path, const struct forms *set, enum lang lang, struct problems *out)
{
    struct phrases *list = NULL;
    int house, rc = read_lists(path, &list, &house);
    if (rc == QT_OK)
        forms_check_words(set, list, lang, out);
    phrases_free(list);
    return rc < 0 ? rc : house;
}
