/* A form half filled in, as text and back: a JSON array of strings: register, record, version, field at the
 * caret, then per field its name, a letter (i number, t text, s sealed) and its value (sealed: shown, sealed). What was
 * typed for an action has it before the fields, under a name that no field has: earlier programs pass it over. */
#include <stdlib.h>
#include <string.h>

#include "desk_internal.h"

#define ACTION ".action"

static void add_json_text(struct buf *b, const char *s)
{
    buf_addc(b, b->len ? ',' : '[');
    buf_add_json(b, s);
}

static void add_int(struct buf *b, int64_t i)
{
    char text[32];
    snprintf(text, sizeof text, "%lld", (long long)i);
    add_json_text(b, text);
}

char *desk_draft_pack(const struct record *r, int at_field, int action)
{
    struct buf b = {0};
    add_json_text(&b, r->form->name);
    add_int(&b, r->id);
    add_int(&b, r->version);
    add_json_text(&b, at_field >= 0 && (size_t)at_field < r->form->nfields ? r->form->fields[at_field].name : "");
    if (action >= 0) {
        add_json_text(&b, ACTION);
        add_json_text(&b, "t");
        add_json_text(&b, r->form->actions[action].name);
    }
    for (size_t i = 0; i < r->form->nfields; i++) {
        const struct value *v = &r->v[i];
        if (v->kind == VAL_NULL || r->form->fields[i].type == FT_COMPUTED)
            continue;
        add_json_text(&b, r->form->fields[i].name);
        add_json_text(&b, v->kind == VAL_INT ? "i" : v->sealed ? "s" : "t");
        if (v->kind == VAL_INT)
            add_int(&b, v->i);
        else
            add_json_text(&b, v->s);
        if (v->sealed)
            add_json_text(&b, v->sealed);
    }
    buf_addc(&b, ']');
    return buf_take(&b);
}

/* The next text of the array; NULL at its end or when it is malformed. Caller frees. */
static char *next_string(struct json *j)
{
    return json_next(j) == JSON_TEXT ? mem_dup(j->text.s) : NULL;
}

static int64_t next_int(struct json *j)
{
    char *s = next_string(j);
    int64_t i = s ? strtoll(s, NULL, 10) : 0;
    free(s);
    return i;
}

/* What the form called it before counts, too. */
static int field_named(const struct form *f, const char *name)
{
    int field = form_field(f, name);
    for (size_t i = 0; field < 0 && i < f->nrenamed; i++)
        if (f->renamed[i].kind == RENAMED_FIELD && strcmp(f->renamed[i].was, name) == 0)
            field = f->renamed[i].is;
    return field;
}

static bool unpack_field(struct record *r, struct json *j)
{
    char *name = next_string(j), *kind = name ? next_string(j) : NULL;
    char *text = kind ? next_string(j) : NULL;
    char *sealed = text && strcmp(kind, "s") == 0 ? next_string(j) : NULL;
    int field = text ? field_named(r->form, name) : -1;
    bool more = text != NULL;
    char *now = field >= 0 && !sealed ? form_renamed_value(r->form, field, text) : NULL;
    if (now) {
        free(text);
        text = now;
    }
    if (field >= 0) { /* the form may have lost a field since */
        struct value *v = &r->v[field];
        if (strcmp(kind, "i") == 0)
            value_int(v, strtoll(text, NULL, 10));
        else
            value_text(v, text);
        if (sealed) {
            free(v->sealed);
            v->sealed = sealed;
            sealed = NULL;
        }
    }
    free(sealed);
    free(name);
    free(kind);
    free(text);
    return more;
}

int desk_draft_action(const struct draft *in, const struct form *f)
{
    enum { NAME = 4, LETTER, ACTION_AT };
    struct json j;
    int action = -1;
    bool is = true;
    json_open(&j, in->data);
    is = json_next(&j) == JSON_ARRAY;
    for (int i = 0; is && i <= ACTION_AT; i++) {
        char *s = next_string(&j);
        is = s && (i != NAME || strcmp(s, ACTION) == 0);
        for (size_t k = 0; is && i == ACTION_AT && k < f->nactions; k++)
            action = strcmp(f->actions[k].name, s) == 0 ? (int)k : action;
        free(s);
    }
    if (json_close(&j) < 0)
        fault_clear();
    return action;
}

int desk_draft_unpack(struct desk *d, const struct draft *in, struct record **r, int *at_field)
{
    struct json j;
    json_open(&j, in->data);
    char *reg = json_next(&j) == JSON_ARRAY ? next_string(&j) : NULL;
    const struct form *f = reg ? forms_find(d->forms, reg) : NULL;
    free(reg);
    if (!f) {
        (void)json_close(&j);
        return fault(QT_NOTFOUND, _("The draft belongs to a register that is missing; it is kept."));
    }
    struct record *made = record_new(f);
    made->id = next_int(&j);
    made->version = next_int(&j);
    char *at = next_string(&j);
    *at_field = at ? field_named(f, at) : -1;
    free(at);
    while (unpack_field(made, &j))
        continue;
    if (json_close(&j) < 0) /* what could be read is worth more than nothing */
        fault_clear();
    *r = made;
    return QT_OK;
}
