/* Files beside a record: the columns that the desk keeps of each, and what may come in. */
#include "read.h"

enum { MOST = 10, MOST_LIMIT = 100, MEGABYTES = 10, MEGABYTES_LIMIT = 1000 };

void read_file_kinds(struct loader *l, struct node n, void *to)
{
    struct files_rule *rule = to;
    void *it = NULL;
    const char *names[8 * sizeof rule->kinds];
    size_t known = 0;
    while ((names[known] = file_kind_name(known)))
        known++;
    for (struct node i; (i = seq_next(n, &it)).y;) {
        int k = read_choice(l, i, _("kind of file"), names, known);
        if (k >= 0)
            rule->kinds |= 1u << k;
    }
    if (seq_count(n) == 0)
        form_bad(l, &n.at, _("a list of %s is expected here"), _("kinds of files"));
}

void read_file_count(struct loader *l, struct node n, void *to)
{
    ((struct files_rule *)to)->most = read_number(l, n, 1, MOST_LIMIT);
}

void read_file_size(struct loader *l, struct node n, void *to)
{
    ((struct files_rule *)to)->size = read_number(l, n, 1, MEGABYTES_LIMIT);
}

static const struct {
    const char *name;
    struct bilingual label;
    enum field_type type;
    int width, max;
} columns[FILE_CELLS] = {
    [FILE_NAME] = {"name", {{"文件", "File"}}, FT_TEXT, 28, 4000}, /* where it comes from, until it is taken */
    [FILE_KIND] = {"kind", {{"类型", "Kind"}}, FT_TEXT, 6, 10},
    [FILE_SIZE] = {"size", {{"大小", "Size"}}, FT_INT, 8, 0},
    [FILE_HASH] = {"hash", {{"SHA-256", "SHA-256"}}, FT_TEXT, 16, 64},
    [FILE_AT] = {"at", {{"时间", "When"}}, FT_DATETIME, 0, 0},
    [FILE_BY] = {"by", {{"经手人", "By"}}, FT_STAFF, 0, 0},
};

void files_columns(struct loader *l, struct field *f)
{
    f->type = FT_ITEMS;
    if (!f->files.most)
        f->files.most = MOST;
    if (!f->files.size)
        f->files.size = MEGABYTES;
    if (!f->files.kinds)
        f->files.kinds = ~0u;
    f->children = form_alloc(l, FILE_CELLS, sizeof *f->children);
    for (f->nchildren = 0; f->nchildren < FILE_CELLS; f->nchildren++) {
        struct field *c = &f->children[f->nchildren];
        c->name = form_copy(l, columns[f->nchildren].name);
        c->label = form_labels(l, &columns[f->nchildren].label);
        c->type = columns[f->nchildren].type;
        c->width = columns[f->nchildren].width;
        c->max = columns[f->nchildren].max;
        c->at = f->at;
        c->of = -1;
        c->as = FT_COMPUTED;
        c->bytes = f->nchildren == FILE_SIZE;
        c->kept = f->nchildren != FILE_NAME;
    }
}
