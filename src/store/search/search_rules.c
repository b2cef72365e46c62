/* Which fields are searched, and how, as text: one line for each register, "visitor,name:3,phone:2,". Kept beside the
 * index, so that a form that has grown a `search` is seen. */
#include "search/search.h"

static void add_rule(struct buf *out, const struct field *f)
{
    if (f->search != SEARCH_NONE && !f->secret)
        buf_addf(out, "%s:%d,", f->name, (int)f->search);
}

static void add_rules(struct buf *out, const struct form *f)
{
    buf_addf(out, "%s,", f->name);
    for (size_t i = 0; i < f->nfields; i++)
        add_rule(out, &f->fields[i]);
    buf_addc(out, '\n');
}

static const struct form *form_of_line(const struct forms *set, const char *line)
{
    char *name = mem_dupn(line, strcspn(line, ","));
    const struct form *f = forms_find(set, name);
    free(name);
    return f;
}

char *search_rules(const struct forms *set, const char *was)
{
    struct buf out = {.s = NULL};
    for (size_t i = 0; i < set->n; i++)
        add_rules(&out, set->v[i]);
    for (const char *line = was, *end; *line != '\0'; line = end) {
        end = line + strcspn(line, "\n");
        end += *end == '\n';
        if (form_of_line(set, line) == NULL) /* left out for now: its records keep what they are found by */
            buf_addn(&out, line, (size_t)(end - line));
    }
    return buf_take(&out);
}

bool search_rule_was(const char *rules, const struct field *f)
{
    struct buf one = {.s = NULL};
    buf_addc(&one, ',');
    add_rule(&one, f);
    bool there = one.len > 1 && strstr(rules, one.s) != NULL;
    buf_free(&one);
    return there;
}

enum search_change search_changed(const struct form *f, const char *was, char **rules)
{
    const char *line = was;
    *rules = NULL;
    while (*line != '\0' && !(strncmp(line, f->name, strlen(f->name)) == 0 && line[strlen(f->name)] == ',')) {
        line += strcspn(line, "\n");
        line += *line == '\n';
    }
    if (*line == '\0')
        return SEARCH_SAME; /* no record was written under another rule, as far as is known */
    *rules = mem_dupn(line, strcspn(line, "\n"));
    size_t had = 0, kept = 0, now = 0;
    for (const char *s = strchr(*rules, ',') + 1; *s != '\0'; s++)
        had += *s == ',';
    for (size_t i = 0; i < f->nfields; i++) {
        now += f->fields[i].search != SEARCH_NONE && !f->fields[i].secret;
        kept += search_rule_was(*rules, &f->fields[i]);
    }
    return kept < had ? SEARCH_OTHER : now > kept ? SEARCH_MORE : SEARCH_SAME;
}
