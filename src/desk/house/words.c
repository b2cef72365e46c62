/* Lists of words that `asks` names: the program's, and the house's beside the database, whose parts take the place of
 * those of the same name. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "desk_internal.h"
#include "qiantai/desk_paper.h"
#include "qiantai/form_phrases.h"

struct words {
    char *name;
    struct phrases *list;
    struct words *next;
};

/* path NULL: without the house's. QT_NOTFOUND: there is no such list. *house: what is wrong with its file. */
static int read_list(const char *path, const char *name, struct phrases **list, int *house)
{
    char *file_name = mem_printf("%s.txt", name), *file = NULL;
    char *own = path ? file_beside(path, file_name) : NULL;
    bool has_own = own && access(own, F_OK) == 0;
    int rc = supply_need(SUPPLY_DATA, file_name, &file);
    *house = QT_OK;
    if (rc == QT_OK)
        rc = phrases_read(list, file);
    else if (has_own)
        rc = QT_OK; /* a list of the house alone */
    if (rc == QT_OK && has_own)
        *house = phrases_read_over(list, own);
    free(file_name);
    free(file);
    free(own);
    return rc;
}

const struct phrases *words_list(struct desk *d, const char *name)
{
    for (struct words *w = d->words; w; w = w->next)
        if (strcmp(w->name, name) == 0)
            return w->list;
    struct words *w = mem_alloc(sizeof *w);
    int house;
    *w = (struct words){.name = mem_dup(name), .next = d->words};
    d->words = w;
    if (read_list(desk_path(d), name, &w->list, &house) < 0 || house < 0)
        fault_clear(); /* told by qiantai check; what can be read counts */
    return w->list;
}

void words_free(struct desk *d)
{
    while (d->words) {
        struct words *w = d->words;
        d->words = w->next;
        phrases_free(w->list);
        free(w->name);
        free(w);
    }
}

static bool is_choice(const struct field *f, const char *name)
{
    for (size_t i = 0; i < f->nchoices; i++)
        if (strcmp(f->choices[i].name, name) == 0)
            return true;
    return false;
}

static void tell_missing(const struct asks_rule *rule, struct problems *out)
{
    problems_add(out, &rule->at, false,
                 _("the program has no list of words '%s'; the house's is %s.txt beside "
                   "the database"),
                 rule->words, rule->words);
}

static void check_rule(const struct form *f, const struct asks_rule *rule, const struct phrases *list,
                       struct problems *out)
{
    for (size_t i = 0; list && phrases_rule(list, i); i++)
        if (!is_choice(&f->fields[rule->field], phrases_rule(list, i)))
            problems_add(out, &rule->at, true, _("the list '%s' has a part [%s], which is no choice of '%s'"),
                         rule->words, phrases_rule(list, i), f->fields[rule->field].name);
}

void words_check(const struct forms *set, struct problems *out)
{
    for (size_t i = 0; i < set->n; i++)
        for (size_t k = 0; k < set->v[i]->nasks; k++) {
            const struct asks_rule *rule = &set->v[i]->asks[k];
            struct phrases *list = NULL;
            int house;
            if (read_list(NULL, rule->words, &list, &house) < 0 && !list)
                tell_missing(rule, out);
            else
                check_rule(set->v[i], rule, list, out);
            fault_clear();
            phrases_free(list);
        }
}

int desk_words_lists_check(const char *path, const struct forms *set, struct problems *out)
{
    int rc = QT_OK;
    for (size_t i = 0; i < set->n && rc == QT_OK; i++)
        for (size_t k = 0; k < set->v[i]->nasks && rc == QT_OK; k++) {
            struct phrases *list = NULL;
            int house = QT_OK;
            rc = read_list(path, set->v[i]->asks[k].words, &list, &house);
            if (rc == QT_NOTFOUND && forms_known_sound(set)) /* else it was told when they were loaded */
                tell_missing(&set->v[i]->asks[k], out);
            rc = rc == QT_NOTFOUND ? QT_OK : rc < 0 ? rc : house;
            if (rc == QT_OK)
                check_rule(set->v[i], &set->v[i]->asks[k], list, out);
            phrases_free(list);
        }
    return rc;
}
