/* A record's history from the journal: who, when, what was done, what changed from what to what. */
#include "show.h"
#include "view/record_paper.h"

#include <stdlib.h>
#include <string.h>

/* ---- lines ------------------------------------------------------------------------------------ */

static char *shown(struct app *a, const struct field *f, const struct value *v)
{
    char *text = v->kind == VAL_NULL ? mem_dup(_("empty")) : field_show(f, v, app_lang(a), clock_now());

    for (char *p = text; (p = strpbrk(p, "\n\r\t"));)
        *p = ' ';
    return text;
}

static void add_change(struct app *a, const struct form *form, const char *name, const struct value v[2],
                       struct buf *out)
{
    int i = form_field(form, name);

    if (i < 0 || (form->fields[i].system && i != form_sys(form, SYS_STATE)))
        return;
    char *before = shown(a, &form->fields[i], &v[0]), *after = shown(a, &form->fields[i], &v[1]);
    buf_addf(out, "%s%s ", out->len ? "; " : "", label_of(&form->fields[i].label, app_lang(a), name));
    if (v[0].kind == VAL_NULL)
        buf_add(out, after);
    else
        buf_addf(out, "%s -> %s", before, after);
    free(before);
    free(after);
}

/* A line about a deadline names its clock. */
static void add_clock(struct app *a, const struct form *form, const struct value *name, struct buf *out)
{
    for (size_t i = 0; name->kind == VAL_TEXT && i < form->nclocks; i++)
        if (strcmp(form->clocks[i].name, name->s) == 0)
            buf_add(out, label_of(&form->clocks[i].label, app_lang(a), name->s));
}

/* The journal's JSON: {"field":[before,after],...}, beside other members such as "clock":"visit". */
static char *changes(struct app *a, const struct form *form, const char *json)
{
    struct buf out = {0};
    struct json j;

    json_open(&j, json);
    for (json_next(&j); json_next(&j) > JSON_END && j.item != JSON_LEAVE;) {
        struct value v[2] = {{0}, {0}};
        if (j.item == JSON_ARRAY) {
            char *name = mem_dup(j.name.s);
            for (size_t i = 0; json_next(&j) > JSON_END && j.item != JSON_LEAVE; i++) {
                if (i < 2)
                    value_from_json(&v[i], &j);
                if (j.item == JSON_ARRAY || j.item == JSON_OBJECT)
                    json_skip(&j);
            }
            add_change(a, form, name, v, &out);
            free(name);
        } else if (j.item == JSON_OBJECT) {
            json_skip(&j);
        } else if (strcmp(j.name.s, "clock") == 0) {
            value_from_json(&v[0], &j);
            add_clock(a, form, &v[0], &out);
        }
        value_clear(&v[0]);
        value_clear(&v[1]);
    }
    if (json_close(&j) < 0)
        fault_clear(); /* the journal is checked by verify; here it shows as far as it can be read */
    return buf_take(&out);
}

int history_paper(struct app *a, const struct record *r, int cols, struct paper *p, int line)
{
    struct journal_line *v = NULL;
    size_t n = 0;

    if (desk_history(app_desk(a), r, &v, &n) < 0)
        return line + paper_wrap(p, line, 0, cols, INK_WARN, fault_text());
    paper_put(p, line++, 0, cols, INK_TITLE, _("History"));
    for (size_t i = 0; i < n; i++) {
        char stamp[17];
        char *name = *v[i].staff ? desk_staff_label(app_desk(a), v[i].staff) : mem_dup(_("the desk itself"));
        char *what = changes(a, r->form, v[i].shown ? v[i].shown : v[i].data);
        bool looked;
        stamp_show(v[i].at, stamp);
        char *text = mem_printf("%s  %s  %s  %s", stamp, name,
                                desk_action_word(app_desk(a), r->form, v[i].action, &looked), what);
        line += paper_wrap(p, line, 1, cols - 1, INK_NORMAL, text);
        free(text);
        free(what);
        free(name);
    }
    desk_history_free(v, n);
    return line;
}
