/* What a register's tables have to be compared: the columns, and the tables of child rows. And has it all columns that
 * its form asks for? A file that is open has grown to its forms: one that is missing bears another name now, and what
 * stands in it is shown nowhere. */
#include "journal/replay_walk.h"
#include "sqlite/words.h"

static void add_cell(struct walk *w, char *name, enum part part)
{
    w->v = mem_resize(w->v, w->n + 1, sizeof *w->v);
    w->v[w->n++] = (struct cell){.name = name, .len = strlen(name), .part = part};
}

/* Where it is looked for first: what came behind the last one when that was named before. */
size_t cell_find(struct walk *w, const char *name, size_t n)
{
    size_t *guess = w->named < w->n ? &w->v[w->named].next : &w->first;
    for (size_t i = 0, at = *guess; i < w->n; i++, at++) {
        at = at < w->n ? at : 0;
        if (w->v[at].len == n && memcmp(w->v[at].name, name, n) == 0) {
            w->named = *guess = at;
            return at;
        }
    }
    return w->n;
}

/* X with X_sealed and X_index beside it is a secret. */
static void pair_secrets(struct walk *w)
{
    for (size_t i = 0; i < w->n; i++) {
        char *sealed = mem_printf("%s_sealed", w->v[i].name), *index = mem_printf("%s_index", w->v[i].name);
        size_t s = cell_find(w, sealed, strlen(sealed)), x = cell_find(w, index, strlen(index));
        if (s < w->n && x < w->n) {
            w->v[s].part = PART_SEALED;
            w->v[x].part = PART_INDEX;
            w->v[s].of = w->v[x].of = i;
        }
        free(sealed);
        free(index);
    }
}

static enum part part_of(const char *column)
{
    static const struct {
        const char *name;
        enum part part;
    } parts[] = {{"id", PART_ID},
                 {"version", PART_VERSION},
                 {"number", PART_NUMBER},
                 {"changed_at", PART_CHANGED_AT},
                 {"changed_by", PART_CHANGED_BY}};
    for (size_t i = 0; i < ARRAY_LEN(parts); i++)
        if (strcmp(column, parts[i].name) == 0)
            return parts[i].part;
    return PART_PLAIN;
}

static void find_stamps(struct walk *w)
{
    for (size_t i = 0; i < PART_ITEMS; i++)
        w->stamp[i] = w->n;
    for (size_t i = 0; i < w->n; i++)
        if (w->v[i].part < PART_ITEMS)
            w->stamp[w->v[i].part] = i;
}

int cells_list(struct walk *w)
{
    struct db *db = replay_journal(w->r); /* a new database has all columns, of the forms and of the tables */
    struct stmt *st = db_stmt(db, SQL_COLUMN_NAMES);
    bind_text(st, 1, w->reg);
    int rc;
    while ((rc = db_step(db, st)) > 0) {
        const char *name = col_text(st, 0);
        add_cell(w, mem_dup(name), part_of(name));
    }
    if (rc == 0)
        pair_secrets(w);
    st = rc == 0 ? db_stmt(db, SQL_CHILD_TABLES) : NULL;
    bind_text(st, 1, w->reg);
    while (rc == 0 && (rc = db_step(db, st)) > 0) {
        add_cell(w, col_dup(st, 0), PART_ITEMS);
        rc = 0;
    }
    find_stamps(w);
    return rc;
}

/* ---- against the form ------------------------------------------------------------------------------------------- */

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
