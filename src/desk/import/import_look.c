/* A file that somebody at a screen is about to import: where it may lie, its headings, what they mean, its first rows.
 */
#include "import/import.h"
#include "record/attach.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int import_rows_open(struct desk *d, const char *file, const char *sheet, struct csv_in **in, char **name)
{
    FILE *rows = NULL;
    if (!csv_is_workbook(file))
        return sheet ? fault(QT_REFUSED, _("%s is no workbook (.xlsx): it has no sheets."), file) : csv_open(file, in);
    int rc = xlsx_open(d, file, sheet, &rows, name);
    return rc == QT_OK ? csv_sheet(rows, in) : rc;
}

/* ---- where it lies ------------------------------------------------------------------------------------------- */
int look_place(struct desk *d, const char *path)
{
    char *box = permit_local_files(d) ? NULL : inbox_folder(d), *whole = box ? realpath(path, NULL) : NULL;
    char *in = box ? realpath(box, NULL) : NULL;
    size_t n = in ? strlen(in) : 0;
    bool there = permit_local_files(d) || (whole && n > 0 && strncmp(whole, in, n) == 0 && whole[n] == '/');
    free(in);
    free(whole);
    free(box);
    return there ? QT_OK : fault(QT_DENIED, _("Over the network only files of the inbox can be taken."));
}

/* "~" is the home; a name alone is of the inbox, where it lies there. Caller frees. */
static char *whole_path(struct desk *d, const char *typed)
{
    const char *home = getenv("HOME");
    if (typed[0] == '~' && (typed[1] == '/' || !typed[1]) && home)
        return mem_printf("%s%s", home, typed + 1);
    char *box = strchr(typed, '/') ? NULL : inbox_folder(d), *path = box ? mem_printf("%s/%s", box, typed) : NULL;
    free(box);
    if (path && access(path, F_OK) == 0)
        return path;
    free(path);
    return whole_way(typed);
}

static int find_file(struct desk *d, const char *typed, char **out)
{
    char *trimmed = text_trim(typed);
    struct stat st;
    *out = whole_path(d, trimmed);
    int rc = look_place(d, *out);
    if (rc == QT_OK && !*trimmed)
        rc = fault(QT_REFUSED, _("Which file? Type its path, or choose it with the arrows."));
    else if (rc == QT_OK && stat(*out, &st) != 0)
        rc = errno == ENOENT || errno == ENOTDIR
                 ? fault(QT_NOTFOUND, _("There is no file %s: correct the line, or choose with the arrows."), trimmed)
                 : fault_reading(trimmed, errno);
    else if (rc == QT_OK && !S_ISREG(st.st_mode))
        rc =
            fault(QT_REFUSED,
                  S_ISDIR(st.st_mode) ? _("%s is a folder: choose a file in it.") : _("%s is no plain file."), trimmed);
    free(trimmed);
    return rc;
}

int desk_import_file(struct desk *d, const char *typed)
{
    char *path = NULL;
    int rc = find_file(d, typed, &path);
    free(path);
    return rc;
}

/* Beside the file, or in the folder of prints when nothing can be written there (a stick, somebody else's folder). */
static char *refused_place(struct desk *d, const char *file)
{
    const char *slash = strrchr(file, '/');
    char *dir = mem_dupn(file, slash ? (size_t)(slash - file) : 0), *why = NULL, *prints = NULL;
    char *path = mem_printf("%s.refused.csv", file);
    if (access(slash ? dir : ".", W_OK) != 0) {
        desk_folder(d, "print_dir", &prints, &why);
        if (prints && (mkdir(prints, 0700) == 0 || errno == EEXIST)) {
            free(path);
            path = mem_printf("%s/%s.refused.csv", prints, slash ? slash + 1 : file);
        }
    }
    free(dir);
    free(why);
    free(prints);
    return path;
}

/* ---- what is in it ------------------------------------------------------------------------------------------- */
bool desk_import_fills(const struct desk *d, const struct form *f, int field)
{
    const struct field *rule = &f->fields[field];
    return field < (int)f->ndeclared && head_can_fill(rule) && rule->type != FT_ITEMS && rule->type != FT_FILES &&
           permit_types(d, rule);
}

int desk_import_nearest(const struct form *f, const char *heading)
{
    return head_nearest(f, heading);
}

/* The first column that means a field has it; another one of the same field is for a person to judge. */
static void guess(const struct desk *d, const struct form *f, struct import_look *out)
{
    struct head_names *names = head_names_new(f);
    for (size_t i = 0; i < out->n; i++) {
        struct import_column *c = &out->v[i];
        c->field = head_names_find(names, c->heading);
        c->known = c->field >= 0 || !*c->heading || head_is_running(c->heading) || map_is_ours(c->heading);
        if (c->field >= 0 && !desk_import_fills(d, f, c->field))
            c->field = -1;
        for (size_t k = 0; k < i && c->field >= 0; k++)
            if (out->v[k].field == c->field) {
                c->field = -1;
                c->known = false;
            }
    }
    head_names_free(names);
}

static int take_examples(struct csv_in *in, struct import_look *out)
{
    struct csv_row row;
    int rc = 1;
    for (size_t n = 0; n < IMPORT_EXAMPLES && (rc = csv_next(in, &row)) == 1; n++)
        for (size_t i = 0; !row.bad && i < row.n && i < out->n; i++)
            out->v[i].example[n] = text_clean(row.cell[i], strlen(row.cell[i]), false, NULL);
    return rc < 0 ? rc : QT_OK;
}

static int look(struct desk *d, const struct form *f, const char *sheet, struct csv_in **in, struct import_look *out)
{
    struct csv_row row = {0};
    int rc = import_rows_open(d, out->file, sheet, in, &out->sheet), got = 1;
    if (rc == QT_OK)
        rc = head_above(*in, f, NULL, &out->above);
    for (size_t i = 0; rc == QT_OK && got == 1 && i <= out->above; i++)
        got = csv_next(*in, &row);
    if (rc != QT_OK || got < 0)
        return rc != QT_OK ? rc : got;
    if (got == 0 || row.bad)
        return fault(QT_REFUSED, _("The file has no heading."));
    out->encoding = csv_encoding(*in);
    out->n = row.n;
    out->v = mem_alloc((row.n + 1) * sizeof *out->v);
    for (size_t i = 0; i < row.n; i++) {
        out->v[i].at = (int)i;
        out->v[i].heading = text_trim(row.cell[i] + csv_guard(row.cell[i]));
    }
    guess(d, f, out);
    return take_examples(*in, out);
}

int desk_import_look(struct desk *d, const struct form *f, const char *typed, const char *sheet,
                     struct import_look *out)
{
    struct csv_in *in = NULL;
    *out = (struct import_look){0};
    int rc = desk_attempt(d, f, NULL, -1, -1, RIGHT_IMPORT);
    if (rc == QT_OK)
        rc = find_file(d, typed, &out->file);
    if (rc == QT_OK)
        rc = look(d, f, sheet, &in, out);
    if (rc == QT_OK)
        out->refused = refused_place(d, out->file);
    csv_close(in);
    if (rc != QT_OK)
        desk_import_look_free(out);
    return rc;
}

void desk_import_look_free(struct import_look *look)
{
    for (size_t i = 0; i < look->n; i++) {
        free(look->v[i].heading);
        for (size_t k = 0; k < IMPORT_EXAMPLES; k++)
            free(look->v[i].example[k]);
    }
    free(look->v);
    free(look->file);
    free(look->sheet);
    free(look->refused);
    *look = (struct import_look){0};
}
