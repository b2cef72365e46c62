/* Settings: the database's value, else the default of data/settings.tsv. */
#include <stdlib.h>
#include <string.h>

#include "desk_internal.h"

struct setting_line {
    char *name, *value, *text[QT_LANGS];
};
struct settings {
    struct setting_line *v;
    size_t n;
};

static char *next_column(char **p)
{
    char *start = *p;
    char *tab = start + strcspn(start, "\t");
    *p = *tab ? tab + 1 : tab;
    *tab = '\0';
    return start;
}

static void line_add(struct settings *s, char *line)
{
    if (line[0] == '\0' || line[0] == '#')
        return;
    char *name = next_column(&line), *value = next_column(&line);
    char *zh = next_column(&line), *en = next_column(&line);
    s->v = mem_resize(s->v, s->n + 1, sizeof *s->v);
    s->v[s->n++] = (struct setting_line){mem_dup(name), mem_dup(value), {mem_dup(zh), mem_dup(en)}};
}

int settings_load(struct settings **out)
{
    struct settings *s = mem_alloc(sizeof *s);
    char *path = desk_data_file("settings.tsv");
    char *text = NULL;
    size_t len = 0;
    int rc = path ? desk_file_read(path, &text, &len) : QT_NOTFOUND;
    free(path);
    if (rc < 0) {
        free(s);
        return fault(rc, _("The file settings.tsv of the program's data is missing; install the program again."));
    }
    for (char *p = text; *p;) {
        char *end = p + strcspn(p, "\n");
        char *next = *end ? end + 1 : end;
        *end = '\0';
        p[strcspn(p, "\r")] = '\0';
        line_add(s, p);
        p = next;
    }
    free(text);
    *out = s;
    return QT_OK;
}

void settings_free(struct settings *s)
{
    if (!s)
        return;
    for (size_t i = 0; i < s->n; i++) {
        free(s->v[i].name);
        free(s->v[i].value);
        free(s->v[i].text[LANG_ZH]);
        free(s->v[i].text[LANG_EN]);
    }
    free(s->v);
    free(s);
}

static const struct setting_line *default_find(const struct settings *s, const char *name)
{
    for (size_t i = 0; i < s->n; i++)
        if (strcmp(s->v[i].name, name) == 0)
            return &s->v[i];
    return NULL;
}

char *desk_setting(struct desk *d, const char *name)
{
    char *value = NULL;
    if (setting_get(d->db, name, &value) == QT_OK)
        return value;
    const struct setting_line *line = default_find(d->defaults, name);
    return line && line->value[0] ? mem_dup(line->value) : NULL;
}

int64_t desk_setting_int(struct desk *d, const char *name, int64_t otherwise)
{
    char *value = desk_setting(d, name);
    char *end = value;
    long long n = value ? strtoll(value, &end, 10) : 0;
    bool good = value && end != value && *end == '\0';
    free(value);
    return good ? n : otherwise;
}

int desk_settings_each(struct desk *d, int (*fn)(const char *name, const char *value, const char *text, void *arg),
                       void *arg)
{
    for (size_t i = 0; i < d->defaults->n; i++) {
        const struct setting_line *line = &d->defaults->v[i];
        char *value = desk_setting(d, line->name);
        int rc = fn(line->name, value ? value : "", line->text[d->lang], arg);
        free(value);
        if (rc)
            return rc;
    }
    return QT_OK;
}
