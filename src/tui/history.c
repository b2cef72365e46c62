/* A record's history from the journal: who, when, what was done, what changed from what to what. */
#include "record_paper.h"
#include "show.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* ---- the journal's JSON: {"field":[before,after],...} ---------------------------------------- */

static const char *skip(const char *s)
{
    while (*s && (isspace((unsigned char)*s) || *s == ',' || *s == ':'))
        s++;
    return s;
}

static void add_codepoint(struct buf *out, unsigned long cp)
{
    if (cp < 0x80) {
        buf_addc(out, (char)cp);
    } else if (cp < 0x800) {
        buf_addc(out, (char)(0xc0 | (cp >> 6)));
        buf_addc(out, (char)(0x80 | (cp & 0x3f)));
    } else {
        buf_addc(out, (char)(0xe0 | (cp >> 12)));
        buf_addc(out, (char)(0x80 | ((cp >> 6) & 0x3f)));
        buf_addc(out, (char)(0x80 | (cp & 0x3f)));
    }
}

/* The string at s (an opening quote) into out; returns what follows it. */
static const char *read_string(const char *s, struct buf *out)
{
    buf_add(out, "");
    for (s++; *s && *s != '"'; s++) {
        if (*s != '\\') {
            buf_addc(out, *s);
        } else if (*++s == 'u') {
            char hex[5] = {0};
            for (int i = 0; i < 4 && s[1]; i++)
                hex[i] = *++s;
            add_codepoint(out, strtoul(hex, NULL, 16));
        } else if (*s) {
            buf_addc(out, *s == 'n' || *s == 't' || *s == 'r' ? ' ' : *s);
        } else {
            return s;
        }
    }
    return *s ? s + 1 : s;
}

static const char *read_value(const char *s, struct value *out)
{
    s = skip(s);
    if (*s == '"') {
        struct buf text = {0};
        s = read_string(s, &text);
        value_text(out, text.s ? text.s : "");
        buf_free(&text);
        return s;
    }
    if (*s == '-' || isdigit((unsigned char)*s)) {
        char *end;
        value_int(out, (int64_t)strtoll(s, &end, 10));
        s = end;
    }
    return s + strcspn(s, ",]}");
}

/* ---- lines ------------------------------------------------------------------------------------ */

static char *shown(struct app *a, const struct field *f, const struct value *v)
{
    char *text = v->kind == VAL_NULL ? mem_dup(_("empty")) : field_show(f, v, app_lang(a), clock_now());

    for (char *p = text; (p = strchr(p, '\n'));)
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

static char *changes(struct app *a, const struct form *form, const char *json)
{
    struct buf out = {0};
    const char *s = json ? strchr(json, '{') : NULL;

    for (s = s ? skip(s + 1) : ""; *s == '"'; s = skip(s)) {
        struct buf name = {0};
        struct value v[2] = {{0}, {0}};
        s = skip(read_string(s, &name));
        if (*s == '[') {
            s = skip(read_value(s + 1, &v[0]));
            s = read_value(s, &v[1]);
            s += strcspn(s, "]");
            s += *s == ']';
            add_change(a, form, name.s, v, &out);
        } else {
            s = read_value(s, &v[0]);
            if (name.s && strcmp(name.s, "clock") == 0)
                add_clock(a, form, &v[0], &out);
        }
        value_clear(&v[0]);
        value_clear(&v[1]);
        buf_free(&name);
    }
    return buf_take(&out);
}

static const char *action_label(struct app *a, const struct form *f, const char *action)
{
    static const struct {
        const char *word, *label;
    } words[] = {
        {"create", N_("recorded")},
        {"change", N_("changed")},
        {"import", N_("imported")},
        {"reveal", N_("number shown in full")},
        {"purge", N_("personal data deleted")},
        {"view", N_("looked at")},
        {"snooze", N_("put off")},
        {"overdue", N_("overdue")},
        {"escalate", N_("escalated")},
        {"join", N_("joined with others of the same matter")},
        {"not-similar", N_("not the same matter")},
        {"watch-override", N_("let in despite the watch-list")},
    };
    int i = form_action(f, action);

    if (i >= 0)
        return label_of(&f->actions[i].label, app_lang(a), action);
    for (size_t k = 0; k < sizeof(words) / sizeof(words[0]); k++)
        if (strcmp(words[k].word, action) == 0)
            return _(words[k].label);
    return action;
}

int history_paper(struct app *a, const struct record *r, int cols, struct paper *p, int line)
{
    struct journal_line *v = NULL;
    size_t n = 0;

    if (journal_history(desk_db(app_desk(a)), r->form->name, r->id, &v, &n) < 0)
        return line + paper_wrap(p, line, 0, cols, INK_WARN, fault_text());
    paper_put(p, line++, 0, cols, INK_TITLE, _("History"));
    for (size_t i = 0; i < n; i++) {
        char stamp[17];
        char *name = staff_shown(a, v[i].staff);
        char *what = changes(a, r->form, v[i].shown ? v[i].shown : v[i].data);
        stamp_show(v[i].at, stamp);
        char *text = mem_printf("%s  %s  %s  %s", stamp, name, action_label(a, r->form, v[i].action), what);
        line += paper_wrap(p, line, 1, cols - 1, INK_NORMAL, text);
        free(text);
        free(what);
        free(name);
    }
    journal_free(v, n);
    return line;
}
