/* The lessons of a practice desk, and whether one is done: counted in the records, whatever keys were pressed. */
#include "desk_internal.h"
#include "qiantai/desk_lesson.h"

#include <stdlib.h>
#include <string.h>

enum { COUNT_US = 1000000 };
enum column { REGISTER, OPEN, DONE, TITLE_ZH, TITLE_EN, SAY_ZH, SAY_EN, COLUMNS };

bool desk_practice(const struct desk *d)
{
    return db_practice(d->db);
}

static void add_lesson(const struct desk *d, char **cell, struct lesson **v, size_t *n)
{
    const struct form *f = forms_find(d->forms, cell[REGISTER]);
    if (!f)
        return; /* the house does without this register */
    *v = mem_resize(*v, *n + 1, sizeof **v);
    struct lesson *l = &(*v)[(*n)++];
    *l = (struct lesson){.form = f, .open = forms_find(d->forms, cell[OPEN]), .done = mem_dup(cell[DONE])};
    l->title[LANG_ZH] = mem_dup(cell[TITLE_ZH]);
    l->title[LANG_EN] = mem_dup(cell[TITLE_EN]);
    l->say[LANG_ZH] = mem_dup(cell[SAY_ZH]);
    l->say[LANG_EN] = mem_dup(cell[SAY_EN]);
}

/* False: it has another number of cells. Changes the line. */
static bool take_line(const struct desk *d, char *line, struct lesson **v, size_t *n)
{
    char *cell[COLUMNS + 1];
    size_t cells = 0;
    for (char *p = line; p && cells <= COLUMNS; cells++) {
        cell[cells] = p;
        p = strchr(p, '\t');
        if (p)
            *p++ = '\0';
    }
    if (cells == COLUMNS)
        add_lesson(d, cell, v, n);
    return cells == COLUMNS;
}

int desk_lessons(struct desk *d, struct lesson **v, size_t *n)
{
    char *path = NULL, *text = NULL;
    size_t len = 0;
    int rc = supply_need(SUPPLY_DATA, "lessons.tsv", &path), number = 0;
    *v = NULL;
    *n = 0;
    if (rc == QT_OK)
        rc = desk_file_read(path, &text, &len);
    for (char *line = text, *next; rc == QT_OK && line && *line; line = next) {
        next = line + strcspn(line, "\n");
        if (*next)
            *next++ = '\0';
        number++;
        if (*line && *line != '#' && !take_line(d, line, v, n))
            rc = fault(QT_REFUSED, _("%s, line %d: a lesson has %d cells."), path, number, COLUMNS);
    }
    free(path);
    free(text);
    return rc;
}

int desk_lesson_count(struct desk *d, const struct lesson *l, int64_t *count)
{
    struct query q = {.form = l->form, .sort = -1, .where = l->done, .list = form_list(l->form, "all")};
    struct desk_list *list = NULL;
    bool exact = false;
    *count = 0;
    q.list = q.list < 0 ? 0 : q.list;
    int rc = desk_list_open(d, &q, &list);
    if (rc == QT_OK)
        rc = desk_list_count(list, COUNT_US, count, NULL, &exact);
    desk_list_close(list);
    return rc;
}

void desk_lessons_free(struct lesson *v, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        free(v[i].done);
        for (int k = 0; k < QT_LANGS; k++) {
            free(v[i].title[k]);
            free(v[i].say[k]);
        }
    }
    free(v);
}
