/* Units of a tower by a pattern, "A座 15楼 4户": written as a list and imported as one, so that they are told, counted,
 * and taken back like any other import. */
#include "import/import.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FLOORS_MOST = 200, FLATS_MOST = 99 };

/* ---- the pattern ----------------------------------------------------------------------------------------------- */
static int misread(void)
{
    return fault(QT_REFUSED,
                 _("A tower is written like this: A座 15楼 4户, or A 2-15 4: its name, its floors (the last "
                   "one, or from which to which), how many units a floor has."));
}

/* A number at *s, with what stands behind it up to the next figure or blank skipped. 0: none. */
static int number(const char **s)
{
    char *end;
    long n = **s >= '0' && **s <= '9' ? strtol(*s, &end, 10) : 0;
    if (n <= 0 || n > 1000)
        return 0;
    *s = end;
    return (int)n;
}

/* The signs behind a number: 楼, 层, F, 户. */
static void skip_unit(const char **s)
{
    while (**s && **s != ' ' && **s != '-' && !(**s >= '0' && **s <= '9'))
        ++*s;
    *s += strspn(*s, " ");
}

/* The name without the word for tower: A of A座, 1 of 1栋. */
static void name_take(const char *said, size_t n, char *out, size_t size)
{
    static const char *const words[] = {"座", "栋", "幢", "号楼", "楼"};
    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        size_t w = strlen(words[i]);
        if (n > w && strncmp(said + n - w, words[i], w) == 0) {
            n -= w;
            break;
        }
    }
    while (n > 0 && said[n - 1] == ' ')
        n--;
    (void)snprintf(out, size, "%.*s", n < size ? (int)n : 0, said);
}

int desk_tower_read(const char *said, struct tower *out)
{
    char *narrow = text_narrow(said), *trimmed = text_trim(narrow);
    const char *s = trimmed, *blank = strchr(trimmed, ' ');
    size_t name = strcspn(trimmed, "0123456789"); /* A座15楼4户 */
    *out = (struct tower){.from = 1};
    free(narrow);
    int first, second, flats;
    if (blank && strchr(blank + 1, ' ')) /* three parts: the first is the name */
        name = (size_t)(blank - trimmed);
    name_take(trimmed, name, out->name, sizeof out->name);
    s = trimmed + name + strspn(trimmed + name, " ");
    first = number(&s);
    skip_unit(&s);
    second = *s == '-' ? (s++, number(&s)) : 0;
    skip_unit(&s);
    flats = number(&s);
    skip_unit(&s);
    bool good = first && flats && !*s && (!second || second >= first) && !strpbrk(out->name, ",\"= ");
    free(trimmed);
    out->from = second ? first : 1;
    out->floors = second ? second : first;
    out->flats = flats;
    return good && out->floors <= FLOORS_MOST && flats <= FLATS_MOST ? QT_OK : misread();
}

/* ---- the units --------------------------------------------------------------------------------------------------- */
static int write_list(FILE *f, const struct tower *t)
{
    fputs("code,tower,floor\n", f);
    for (int floor = t->from; floor <= t->floors; floor++)
        for (int flat = 1; flat <= t->flats; flat++)
            fprintf(f, "%s%s%02d%02d,%s,%d\n", t->name, t->name[0] ? "-" : "", floor, flat, t->name, floor);
    return fflush(f) == 0 && !ferror(f) ? QT_OK : fault(QT_IO, _("The list cannot be written: %s."), strerror(errno));
}

int desk_tower_make(struct desk *d, const struct tower *t, const struct import_options *o, struct import_result *out)
{
    const struct form *f = forms_find(d->forms, "unit");
    const char *tmp = getenv("TMPDIR");
    char *folder = mem_printf("%s/qiantai.XXXXXX", tmp && *tmp ? tmp : "/tmp");
    *out = (struct import_result){0};
    if (!f || !mkdtemp(folder)) {
        free(folder);
        return fault(QT_IO, _("The list cannot be written: %s."), strerror(errno));
    }
    char *path = mem_printf("%s/%s %d-%d %d.csv", folder, t->name, t->from, t->floors, t->flats);
    struct import_options all = *o;
    FILE *file = fopen(path, "we");
    int rc = file ? write_list(file, t) : fault(QT_IO, _("The list cannot be written: %s."), strerror(errno));
    if (file)
        (void)fclose(file);
    all.file = path;
    all.refused = "";
    if (rc == QT_OK)
        rc = desk_import(d, f, &all, out);
    (void)unlink(path);
    (void)rmdir(folder);
    free(path);
    free(folder);
    return rc;
}
