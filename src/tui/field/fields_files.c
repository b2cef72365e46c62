/* Files of a record in the entry form: what the inbox offers, newest first. */
#include "field/fields_files.h"

#include "dialog/dialog.h"

#include "qiantai/desk_files.h"

/* Chosen already, and still to be taken. */
static bool is_chosen(const struct item_table *t, const char *name)
{
    for (size_t row = 0; row < t->n; row++) {
        const struct value *v = &items_row(t, row)[FILE_NAME];
        if (v->kind == VAL_TEXT && strcmp(v->s, name) == 0 && items_row(t, row)[FILE_HASH].kind == VAL_NULL)
            return true;
    }
    return false;
}

static char *choice_label(struct app *a, const struct inbox_file *f)
{
    char at[48], *size = file_size_show(f->size);
    time_show(f->at, clock_now(), app_lang(a) == LANG_ZH, at, sizeof at);
    struct buf b = {0};
    text_cell(&b, f->name, 36, false);
    buf_addf(&b, "  %8s  %s", size, at);
    free(size);
    return buf_take(&b);
}

char *files_choose(struct app *a, const struct item_table *t, bool *any)
{
    struct inbox_file *v = NULL;
    size_t n = 0, offered = 0;
    char *name = NULL;
    *any = false;
    if (desk_inbox(a->desk, &v, &n) < 0)
        return NULL;
    struct pick *items = mem_alloc((n + 1) * sizeof *items);
    size_t *of = mem_alloc((n + 1) * sizeof *of);
    char **labels = mem_alloc((n + 1) * sizeof *labels);
    for (size_t i = 0; i < n; i++) {
        if (is_chosen(t, v[i].name))
            continue;
        labels[offered] = choice_label(a, &v[i]);
        of[offered] = i;
        items[offered] = (struct pick){.label = labels[offered]};
        offered++;
    }
    *any = offered > 0;
    int at = offered ? dialog_choose(a, _("Files in the inbox, newest first"), items, offered, 0) : -1;
    if (at >= 0)
        name = mem_dup(v[of[at]].name);
    for (size_t i = 0; i < offered; i++)
        free(labels[i]);
    free(labels);
    free(of);
    free(items);
    desk_inbox_free(v, n);
    return name;
}
