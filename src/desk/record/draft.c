/* A form half filled in, as text and back: a JSON array of strings: register, record, version, field at the
 * caret, then per field its name, a letter (i number, t text, s sealed) and its value (sealed: shown, sealed). */
#include <stdlib.h>
#include <string.h>

#include "desk_internal.h"

static void add(struct buf *b, const char *s)
{
    buf_addc(b, b->len ? ',' : '[');
    buf_add_json(b, s);
}

static void add_int(struct buf *b, int64_t i)
{
    char text[32];
    snprintf(text, sizeof text, "%lld", (long long)i);
    add(b, text);
}

char *desk_draft_pack(const struct record *r, int at_field)
{
    struct buf b = {0};
    add(&b, r->form->name);
    add_int(&b, r->id);
    add_int(&b, r->version);
    add(&b, at_field >= 0 && (size_t)at_field < r->form->nfields ? r->form->fields[at_field].name : "");
    for (size_t i = 0; i < r->form->nfields; i++) {
        const struct value *v = &r->v[i];
        if (v->kind == VAL_NULL || r->form->fields[i].type == FT_COMPUTED)
            continue;
        add(&b, r->form->fields[i].name);
        add(&b, v->kind == VAL_INT ? "i" : v->sealed ? "s" : "t");
        if (v->kind == VAL_INT)
            add_int(&b, v->i);
        else
            add(&b, v->s);
        if (v->sealed)
            add(&b, v->sealed);
    }
    buf_addc(&b, ']');
    return buf_take(&b);
}

static void add_utf8(struct buf *b, unsigned cp)
{
    if (cp < 0x80) {
        buf_addc(b, (char)cp);
    } else if (cp < 0x800) {
        buf_addc(b, (char)(0xC0 | cp >> 6));
        buf_addc(b, (char)(0x80 | (cp & 0x3F)));
    } else {
        buf_addc(b, (char)(0xE0 | cp >> 12));
        buf_addc(b, (char)(0x80 | (cp >> 6 & 0x3F)));
        buf_addc(b, (char)(0x80 | (cp & 0x3F)));
    }
}

static bool unescape(const char **p, struct buf *b)
{
    static const char from[] = "nrtbf\"\\/", to[] = "\n\r\t\b\f\"\\/";
    const char *known = **p ? strchr(from, **p) : NULL;
    if (known) {
        buf_addc(b, to[known - from]);
        ++*p;
        return true;
    }
    if (**p != 'u' || strspn(*p + 1, "0123456789abcdefABCDEF") < 4)
        return false;
    char hex[5] = {(*p)[1], (*p)[2], (*p)[3], (*p)[4], '\0'};
    add_utf8(b, (unsigned)strtoul(hex, NULL, 16));
    *p += 5;
    return true;
}

/* The next string of the array; NULL at its end or when it is malformed. Caller frees. */
static char *next_string(const char **p)
{
    struct buf b = {0};
    *p += strspn(*p, "[, \n");
    if (**p != '"')
        return NULL;
    ++*p;
    while (**p && **p != '"') {
        if (**p != '\\') {
            buf_addc(&b, *(*p)++);
            continue;
        }
        ++*p;
        if (!unescape(p, &b)) {
            buf_free(&b);
            return NULL;
        }
    }
    if (**p != '"') {
        buf_free(&b);
        return NULL;
    }
    ++*p;
    return buf_take(&b);
}

static int64_t next_int(const char **p)
{
    char *s = next_string(p);
    int64_t i = s ? strtoll(s, NULL, 10) : 0;
    free(s);
    return i;
}

static bool unpack_field(struct record *r, const char **p)
{
    char *name = next_string(p), *kind = name ? next_string(p) : NULL;
    char *text = kind ? next_string(p) : NULL;
    char *sealed = text && strcmp(kind, "s") == 0 ? next_string(p) : NULL;
    int field = text ? form_field(r->form, name) : -1;
    bool more = text != NULL;
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

int desk_draft_unpack(struct desk *d, const struct draft *in, struct record **r, int *at_field)
{
    const char *p = in->data ? in->data : "";
    char *reg = next_string(&p);
    const struct form *f = reg ? forms_find(d->forms, reg) : NULL;
    free(reg);
    if (!f)
        return fault(QT_NOTFOUND, _("The draft belongs to a register that is missing; it is kept."));
    struct record *made = record_new(f);
    made->id = next_int(&p);
    made->version = next_int(&p);
    char *at = next_string(&p);
    *at_field = at ? form_field(f, at) : -1;
    free(at);
    while (unpack_field(made, &p))
        continue;
    *r = made;
    return QT_OK;
}
