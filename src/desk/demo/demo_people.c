/* Invented people of the demo building, and the files they are made from. */
#include "demo/demo.h"

/* ---- data files ------------------------------------------------------------------------------------ */
static void add_line(struct table *t, char *line)
{
    t->cell = mem_resize(t->cell, (t->n + 1) * t->width, sizeof *t->cell);
    for (size_t i = 0; i < t->width; i++) {
        char *tab = line + strcspn(line, "\t");
        t->cell[t->n * t->width + i] = line;
        line = *tab ? tab + 1 : tab;
        *tab = '\0';
    }
    t->n++;
}

int table_read(const char *dir, const char *name, size_t width, struct table *out)
{
    char *path = mem_printf("%s/%s", dir, name), *line, *end;
    size_t len;
    *out = (struct table){.width = width};
    int rc = desk_file_read(path, &out->text, &len);
    for (line = out->text; rc == QT_OK && *line; line = end) {
        end = line + strcspn(line, "\n");
        if (*end)
            *end++ = '\0';
        if (*line && *line != '#')
            add_line(out, line);
    }
    if (rc == QT_OK && out->n == 0)
        rc = fault(QT_REFUSED, _("%s is empty; the demo building needs it."), path);
    free(path);
    return rc;
}

void table_free(struct table *t)
{
    free(t->cell);
    free(t->text);
    *t = (struct table){0};
}

const char *table_cell(const struct table *t, size_t row, size_t column)
{
    return t->cell[row * t->width + column];
}

/* ---- chance: splitmix64 ---------------------------------------------------------------------------- */
uint64_t demo_random(struct demo *m)
{
    uint64_t z = m->seed += 0x9E3779B97F4A7C15U;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31);
}

int64_t demo_between(struct demo *m, int64_t least, int64_t most)
{
    return least + (int64_t)(demo_random(m) % (uint64_t)(most - least + 1));
}

bool demo_chance(struct demo *m, int percent)
{
    return demo_between(m, 1, 100) <= percent;
}

const char *demo_pick(struct demo *m, const struct table *t, size_t column)
{
    return table_cell(t, (size_t)demo_between(m, 0, (int64_t)t->n - 1), column);
}

/* ---- people ------------------------------------------------------------------------------------------ */
char *demo_name(struct demo *m)
{
    const char *surname = demo_pick(m, &m->surnames, 0);
    return mem_printf("%s%s", surname, demo_pick(m, &m->given, 0));
}

char *demo_phone(struct demo *m)
{
    static const int prefix[] = {133, 135, 136, 137, 138, 139, 150, 158, 159, 177, 180, 186, 188, 189};
    size_t i = (size_t)demo_between(m, 0, (int64_t)ARRAY_LEN(prefix) - 1);
    return mem_printf("%d0000%04d", prefix[i], (int)demo_between(m, 0, 9999));
}

char *demo_id_number(struct demo *m)
{
    static const int weight[17] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    char *s = mem_printf("999%03d%04d%02d%02d%03d", (int)demo_between(m, 1, 99), (int)demo_between(m, 1950, 2005),
                         (int)demo_between(m, 1, 12), (int)demo_between(m, 1, 28), (int)demo_between(m, 1, 999));
    int i, sum = 0;
    for (i = 0; i < 17; i++)
        sum += (s[i] - '0') * weight[i];
    char *whole = mem_printf("%s%c", s, "10X98765432"[sum % 11]);
    free(s);
    return whole;
}

char *demo_plate(struct demo *m)
{
    return mem_printf("粤B%05d", (int)demo_between(m, 1, 999)); /* 00001 to 00999 are not given out */
}

void demo_set(struct record *r, const char *field, const char *text)
{
    int i = form_field(r->form, field);
    if (i >= 0 && text && *text)
        value_text(&r->v[i], text);
}

void demo_set_int(struct record *r, const char *field, int64_t n)
{
    int i = form_field(r->form, field);
    if (i >= 0)
        value_int(&r->v[i], n);
}
