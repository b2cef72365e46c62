/* Has the register's table all columns that its form asks for? A file that is open has grown to its forms: one that is
 * missing bears another name now, and what stands in it is shown nowhere. */
#include "journal/replay_walk.h"

static void look(struct walk *w, const char *field, const char *suffix)
{
    size_t n = strlen(field), more = strlen(suffix);
    for (size_t i = 0; i < w->n; i++)
        if (w->v[i].len == n + more && memcmp(w->v[i].name, field, n) == 0 && strcmp(w->v[i].name + n, suffix) == 0)
            return;
    differs(w->r, _("register %s: its table has no column %s%s"), w->reg, field, suffix);
}

void columns_look(struct walk *w)
{
    const struct form *f = w->form && db_reg(w->r->db, w->form)->form ? w->form : NULL;
    for (size_t i = 0; f && i < f->nfields; i++) {
        const struct field *field = &f->fields[i];
        if (field_stored(field) || field->type == FT_ITEMS)
            look(w, field->name, "");
        if (field->secret && field_stored(field)) {
            look(w, field->name, "_sealed");
            look(w, field->name, "_index");
        }
    }
}
