/* data/help.tsv: what a screen is for. The forms' sentences: what is said to people, in the words of the trade. */
#include "desk_internal.h"

#include <stdlib.h>
#include <string.h>

/* The cell behind the key, in this language; NULL: the line is another's, or has no such cell. */
static char *cell_of(const char *line, size_t len, const char *key, enum lang lang)
{
    size_t n = strlen(key);
    const char *end = line + len, *cell = line + n;
    if (len <= n || strncmp(line, key, n) != 0 || *cell != '\t')
        return NULL;
    cell++;
    const char *tab = memchr(cell, '\t', (size_t)(end - cell));
    if (!tab)
        return NULL;
    return lang == LANG_ZH ? mem_dupn(cell, (size_t)(tab - cell)) : mem_dupn(tab + 1, (size_t)(end - tab - 1));
}

char *desk_help(struct desk *d, const char *key)
{
    char *path = supply_find(SUPPLY_DATA, "help.tsv"), *text = NULL, *found = NULL;
    size_t len = 0;
    if (path && desk_file_read(path, &text, &len) < 0)
        fault_clear(); /* it is help; without it the keys are there */
    for (const char *line = text; !found && line && *line;) {
        size_t n = strcspn(line, "\n");
        found = cell_of(line, n, key, d->lang);
        line += n + (line[n] != '\0');
    }
    free(path);
    free(text);
    return found;
}

char *desk_say(struct desk *d, const struct bilingual *say)
{
    const char *text = label_of(say, d->lang, "");
    struct buf out = {0};
    while (*text) {
        const char *with = strncmp(text, "{building}", 10) == 0 ? desk_building(d)
                           : strncmp(text, "{staff}", 7) == 0   ? desk_who(d)->staff
                                                                : NULL;
        if (with)
            buf_add(&out, with);
        else
            buf_addn(&out, text, 1);
        text += with ? strcspn(text, "}") + 1 : 1;
    }
    return out.len ? buf_take(&out) : NULL;
}
