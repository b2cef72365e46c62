/* Records as JSON. */
#include "cmd.h"

void json_value(struct buf *b, const struct field *f, const struct value *v)
{
    char *s;

    if (v->kind == VAL_NULL) {
        buf_add(b, "null");
        return;
    }
    if (f->type == FT_BOOL) {
        buf_add(b, v->i ? "true" : "false");
    } else if (v->kind == VAL_INT && (f->type == FT_INT || f->type == FT_DURATION)) {
        s = f->type == FT_INT ? field_plain(f, v) : mem_printf("%lld", (long long)v->i);
        buf_add(b, s);
        free(s);
    } else if (f->type == FT_ITEMS && v->kind == VAL_TEXT) {
        buf_add(b, v->s); /* is JSON already */
    } else {
        s = field_plain(f, v);
        buf_add_json(b, s);
        free(s);
    }
}

void json_record(struct buf *b, const struct record *r)
{
    size_t i;

    buf_add(b, "{\"register\":");
    buf_add_json(b, r->form->name);
    buf_addf(b, ",\"id\":%lld,\"version\":%lld", (long long)r->id, (long long)r->version);
    for (i = 0; i < r->form->nfields; i++) {
        const struct field *f = &r->form->fields[i];
        buf_addc(b, ',');
        buf_add_json(b, f->name);
        buf_addc(b, ':');
        json_value(b, f, &r->v[i]);
    }
    buf_addc(b, '}');
}
