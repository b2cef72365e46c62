/* What a journal line says was changed, in words. */
#include <stdlib.h>
#include <string.h>

#include "values.h"

static char *shown(struct desk *d, const struct field *f, const struct value *v)
{
    char *text = v->kind == VAL_NULL ? mem_dup(_("empty")) : desk_value_show(d, f, v);
    for (char *p = text; (p = strpbrk(p, "\n\r\t"));)
        *p = ' ';
    return text;
}

static void add_change(struct desk *d, const struct form *form, const char *name, const struct value v[2],
                       struct buf *out)
{
    int i = form_field(form, name);
    if (i < 0 || (form->fields[i].system && i != form_sys(form, SYS_STATE)))
        return;
    char *before = shown(d, &form->fields[i], &v[0]), *after = shown(d, &form->fields[i], &v[1]);
    buf_addf(out, "%s%s ", out->len ? "; " : "", label_of(&form->fields[i].label, desk_lang(d), name));
    if (v[0].kind == VAL_NULL)
        buf_add(out, after);
    else
        buf_addf(out, "%s -> %s", before, after);
    free(before);
    free(after);
}

/* The values before and after; behind JSON_ARRAY. */
static void read_pair(struct json *j, struct value v[2])
{
    for (size_t i = 0; json_next(j) > JSON_END && j->item != JSON_LEAVE; i++) {
        if (i < 2)
            value_from_json(&v[i], j);
        if (j->item == JSON_ARRAY || j->item == JSON_OBJECT)
            json_skip(j);
    }
}

/* Of what a line names as its cause the reason that a person gave. Behind JSON_OBJECT. */
static void add_reason(struct json *j, struct buf *out)
{
    while (json_next(j) > JSON_END && j->item != JSON_LEAVE) {
        if (j->item == JSON_TEXT && strcmp(j->name.s, "reason") == 0)
            buf_addf(out, "%s%s: %s", out->len ? "; " : "", _("reason"), j->text.s);
        if (j->item == JSON_ARRAY || j->item == JSON_OBJECT)
            json_skip(j);
    }
}

/* The journal's JSON: {"field":[before,after],...}, beside other members such as "clock":"visit". */
char *changes_show(struct desk *d, const struct form *form, const char *json)
{
    struct buf out = {0};
    struct json j;
    json_open(&j, json);
    for (json_next(&j); json_next(&j) > JSON_END && j.item != JSON_LEAVE;) {
        struct value v[2] = {{0}, {0}};
        if (j.item == JSON_ARRAY) {
            char *name = mem_dup(j.name.s);
            read_pair(&j, v);
            add_change(d, form, name, v, &out);
            free(name);
        } else if (j.item == JSON_OBJECT) {
            add_reason(&j, &out);
        } else if (j.item == JSON_TEXT && strcmp(j.name.s, "clock") == 0) {
            buf_add(&out, clock_label(d, form, j.text.s)); /* a line about a deadline names its clock */
        }
        value_clear(&v[0]);
        value_clear(&v[1]);
    }
    if (json_close(&j) < 0)
        fault_clear(); /* the journal is checked by verify; here it shows as far as it can be read */
    return buf_take(&out);
}
