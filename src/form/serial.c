/* Serials: further numbers of a record, given once, by an action or with the first save. */
#include "read.h"
#include "type.h"

bool form_sets(const struct field *f)
{
    return f->type != FT_COMPUTED && f->type != FT_SERIAL && !field_takes_files(f);
}

/* The width of {part} in a number, 0: there is no such part. */
static int part_width(const char *part, size_t len)
{
    static const char *const parts[] = {"yy", "yyyy", "mm", "dd"};
    for (size_t i = 0; i < ARRAY_LEN(parts); i++)
        if (strlen(parts[i]) == len && memcmp(parts[i], part, len) == 0)
            return (int)len;
    return len == 5 && memcmp(part, "seq:", 4) == 0 && part[4] >= '1' && part[4] <= '9' ? part[4] - '0' : 0;
}

int serial_width(const char *pattern)
{
    int width = 0;
    for (const char *p = pattern; *p;) {
        const char *end = *p == '{' ? strchr(p, '}') : NULL;
        int columns = end ? part_width(p + 1, (size_t)(end - p) - 1) : 0;
        p += end ? (size_t)(end - p) + 1 : text_next(p, &columns);
        width += columns;
    }
    return width;
}

/* The sequence is what stands last, behind a sign that is no figure: so its counter can be found again from the numbers
 * alone. */
void read_serial_number(struct loader *l, struct node n, void *to)
{
    char *s = read_word(l, n), *seq = s ? strstr(s, "{seq:") : NULL;
    for (const char *p = s; p && (p = strchr(p, '{'));) {
        const char *end = strchr(p, '}');
        if (!end || !part_width(p + 1, (size_t)(end - p) - 1)) {
            form_bad(l, &n.at, _("a serial is made of {yy}, {yyyy}, {mm}, {dd}, {seq:1} to {seq:9} and signs"));
            return;
        }
        p = end;
    }
    if (s &&
        (!seq || strcmp(seq + 5 + 1, "}") != 0 || seq == s || seq[-1] == '}' || (seq[-1] >= '0' && seq[-1] <= '9')))
        form_bad(l, &n.at,
                 _("a serial ends with {seq:N}, and before it stands a sign that is no figure: \"LN{yy}-{seq:5}\""));
    *(char **)to = s;
}

void form_check_serials(struct loader *l, const struct form *f)
{
    for (size_t i = 0; i < f->ndeclared; i++) {
        const struct field *field = &f->fields[i];
        if (field->type != FT_SERIAL || !field->given || strcmp(field->given, SERIAL_SAVED) == 0 ||
            form_action(f, field->given) >= 0)
            continue;
        struct names ns = {0};
        form_names_add(&ns, SERIAL_SAVED);
        for (size_t k = 0; k < f->nactions; k++)
            if (f->actions[k].name)
                form_names_add(&ns, f->actions[k].name);
        form_bad_name(l, &field->at, _("action"), field->given, &ns);
    }
}
