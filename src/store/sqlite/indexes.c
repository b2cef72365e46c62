/* The indexes of a register: they follow the form, its lists, links and what other forms ask for; they hold no data of
 * their own. */
#include "sqlite/schema.h"

struct names {
    char **v;
    size_t n;
};

static void names_add(struct names *names, char *owned)
{
    names->v = mem_resize(names->v, names->n + 1, sizeof(*names->v));
    names->v[names->n++] = owned;
}

static bool names_has(const struct names *names, const char *s)
{
    for (size_t i = 0; i < names->n; i++)
        if (strcmp(names->v[i], s) == 0)
            return true;
    return false;
}

static void names_free(struct names *names)
{
    for (size_t i = 0; i < names->n; i++)
        free(names->v[i]);
    free(names->v);
    *names = (struct names){0};
}

static void want_index(struct names *want, const struct form *f, const char *suffix, const char *columns)
{
    names_add(want, mem_printf("CREATE INDEX \"%s:%s\" ON \"%s\"(%s)", f->name, suffix, f->name, columns));
}

/* A condition that calls no function: an index by another would not be stable. */
static bool plain_where(const struct list_rule *list)
{
    bool plain = list->where != NULL;
    size_t len;
    bool call;
    for (const char *w = list->where ? sql_word(list->where->sql, &len, &call) : NULL; w;
         w = sql_word(w + len, &len, &call))
        if (call && expr_function_word(w, len))
            plain = false;
    return plain;
}

/* By the order and id, with all that says what a row adds: the sum up to a row is read from the index alone. */
static void want_balance(struct names *want, const struct form *f, const struct list_rule *list)
{
    struct buf sql = {0};
    buf_addf(&sql, "CREATE INDEX \"%s:balance_%s\" ON \"%s\"(\"%s\", id", f->name, list->name, f->name,
             f->fields[list->order].name);
    for (size_t i = 0; i < f->nfields; i++) {
        const char *name = f->fields[i].name;
        bool asked = sql_names(list->balance->of->sql, name) || (list->where && sql_names(list->where->sql, name));
        if (asked && (int)i != list->order && field_stored(&f->fields[i]))
            buf_addf(&sql, ", \"%s\"", name);
    }
    buf_add(&sql, ")");
    if (plain_where(list))
        buf_addf(&sql, " WHERE (%s\n)", list->where->sql);
    names_add(want, buf_take(&sql));
}

/* A list's order; narrowed by its filter where an index can be. */
static void want_order(struct names *want, const struct form *f, const struct list_rule *list)
{
    const struct field *order = &f->fields[list->order];
    if (!field_stored(order))
        return;
    if (list->balance) {
        want_balance(want, f, list);
        return;
    }
    if (plain_where(list)) {
        names_add(want, mem_printf("CREATE INDEX \"%s:list_%s\" ON \"%s\"(\"%s\") WHERE (%s\n)", f->name, list->name,
                                   f->name, order->name, list->where->sql));
        return;
    }
    if (list->order == form_sys(f, SYS_NUMBER))
        return; /* has its unique index */
    char *columns = mem_printf("\"%s\"", order->name);
    char *suffix = mem_printf("by_%s", order->name);
    char *sql = mem_printf("CREATE INDEX \"%s:%s\" ON \"%s\"(%s)", f->name, suffix, f->name, columns);
    if (names_has(want, sql))
        free(sql);
    else
        names_add(want, sql);
    free(columns);
    free(suffix);
}

static void asked_add(struct asked *asked, const char *reg, const char *field)
{
    asked->v = mem_resize(asked->v, asked->n + 1, sizeof(*asked->v));
    asked->v[asked->n].reg = reg;
    asked->v[asked->n++].field = field;
}

struct asked asked_by_all(const struct forms *set)
{
    struct asked asked = {.set = set};
    for (size_t i = 0; i < set->n; i++) {
        const struct form *f = set->v[i];
        for (size_t j = 0; j < f->ndeclared; j++)
            if (f->fields[j].lookup && f->fields[j].lookup->distinct)
                asked_add(&asked, f->fields[j].lookup->reg, f->fields[j].lookup->distinct);
        for (size_t k = 0; k < f->nalready; k++)
            for (size_t m = 0; m < f->already[k].nmatch; m++)
                asked_add(&asked, f->name, f->fields[f->already[k].match[m].fields[0]].name);
        for (size_t w = 0; w < f->nwatches; w++)
            for (size_t m = 0; m < f->watches[w].nmatch; m++)
                for (size_t k = 0; k < f->watches[w].match[m].nother; k++)
                    asked_add(&asked, f->watches[w].reg, f->watches[w].match[m].other[k]);
    }
    return asked;
}

/* By others, or because nothing else finds them: secrets; links (follow-ons), cases. */
static bool asked_exactly(const struct asked *asked, const struct form *f, const struct field *field)
{
    if (field->secret || field->type == FT_LINK || field->type == FT_SERIAL)
        return true;
    for (size_t i = 0; i < f->nsimilar; i++)
        if (&f->fields[f->similar[i].link] == field)
            return true;
    for (size_t i = 0; i < asked->n; i++)
        if (strcmp(asked->v[i].field, field->name) == 0 && strcmp(asked->v[i].reg, f->name) == 0)
            return true;
    return false;
}

/* Is the one set of fields the beginning of the other, so that its index does for both? */
static bool begins(const struct counted_by *one, const struct counted_by *other)
{
    bool is = strcmp(one->reg, other->reg) == 0 && one->nfields < other->nfields;
    for (size_t i = 0; is && i < one->nfields; i++)
        is = strcmp(one->fields[i], other->fields[i]) == 0;
    return is;
}

static bool covered(const struct asked *asked, const struct form *f, const struct counted_by *c)
{
    for (size_t i = 0; i < asked->set->ncounted; i++)
        if (begins(c, &asked->set->counted[i]))
            return true;
    int only = c->nfields == 1 ? form_field(f, c->fields[0]) : -1;
    return only >= 0 && (only == f->unit_field || only == form_sys(f, SYS_NUMBER) ||
                         ((size_t)only < f->ndeclared && asked_exactly(asked, f, &f->fields[only])));
}

/* What expressions count records by. */
static void want_counted(struct names *want, const struct asked *asked, const struct form *f)
{
    for (size_t i = 0; i < asked->set->ncounted; i++) {
        const struct counted_by *c = &asked->set->counted[i];
        struct buf suffix = {0}, columns = {0};
        if (strcmp(c->reg, f->name) != 0 || covered(asked, f, c))
            continue;
        buf_add(&suffix, "of_");
        for (size_t k = 0; k < c->nfields; k++) {
            buf_addf(&suffix, "%s%s", k ? "," : "", c->fields[k]);
            buf_addf(&columns, "%s\"%s\"", k ? ", " : "", c->fields[k]);
        }
        want_index(want, f, suffix.s, columns.s);
        buf_free(&suffix);
        buf_free(&columns);
    }
}

/* By all fields of a unique rule; two rules with the same fields share it. */
static void want_same(struct names *want, const struct form *f, const struct unique_rule *u)
{
    struct buf suffix = {0}, columns = {0};
    for (size_t i = 0; i < u->nfields; i++) {
        const char *name = f->fields[u->fields[i]].name;
        buf_addf(&suffix, "%s%s", i ? "," : "same_", name);
        buf_addf(&columns, "%s\"%s\"", i ? ", " : "", name);
    }
    char *sql = mem_printf("CREATE INDEX \"%s:%s\" ON \"%s\"(%s)", f->name, suffix.s, f->name, columns.s);
    if (u->nfields == 0 || names_has(want, sql))
        free(sql);
    else
        names_add(want, sql);
    buf_free(&suffix);
    buf_free(&columns);
}

/* All that is asked of what lies here: groups are counted from the index alone. */
static void want_held(struct names *want, const struct form *f)
{
    const struct holds_rule *h = f->holds;
    const struct list_rule *list = &f->lists[h->list];
    const int fields[] = {h->place.field, h->kind.field, f->unit_field, h->since, h->pieces};
    struct buf sql = {0};
    if (!plain_where(list))
        return;
    buf_addf(&sql, "CREATE INDEX \"%s:held\" ON \"%s\"(", f->name, f->name);
    for (size_t i = 0; i < ARRAY_LEN(fields); i++)
        if (fields[i] >= 0 && field_stored(&f->fields[fields[i]]))
            buf_addf(&sql, "%s\"%s\"", sql.s[sql.len - 1] == '(' ? "" : ", ", f->fields[fields[i]].name);
    for (size_t i = 0; i < f->nfields; i++) /* the condition is looked at once more: without them the rows are read */
        if (sql_names(list->where->sql, f->fields[i].name) && field_stored(&f->fields[i]))
            buf_addf(&sql, ", \"%s\"", f->fields[i].name);
    buf_addf(&sql, ") WHERE (%s\n)", list->where->sql);
    names_add(want, buf_take(&sql));
}

static void want_indexes(struct names *want, const struct asked *asked, const struct form *f)
{
    names_add(want, mem_printf("CREATE UNIQUE INDEX \"%s:number\" ON \"%s\"(\"number\")", f->name, f->name));
    for (size_t i = 0; i < f->nlists; i++)
        want_order(want, f, &f->lists[i]);
    if (f->sheet && f->sheet->month >= 0) {
        const struct list_rule month = {.name = f->name, .order = f->sheet->month};
        want_order(want, f, &month);
    }
    for (size_t i = 0; i < f->ngrids; i++) {
        const struct list_rule month = {.name = f->name, .order = f->grids[i].days};
        want_order(want, f, &month);
    }
    if (f->holds)
        want_held(want, f);
    for (size_t i = 0; i < f->nsimilar; i++) {
        const struct list_rule since = {.name = f->name, .order = f->similar[i].time};
        want_order(want, f, &since);
    }
    for (size_t i = 0; i < f->nuniques; i++)
        want_same(want, f, &f->uniques[i]);
    if (f->unit_field >= 0 && field_stored(&f->fields[f->unit_field])) {
        char *columns = mem_printf("\"%s\", \"saved_at\"", f->fields[f->unit_field].name);
        want_index(want, f, "unit", columns);
        free(columns);
    }
    for (size_t i = 0; i < f->ndeclared; i++) {
        const struct field *field = &f->fields[i];
        if (!field_stored(field) || !asked_exactly(asked, f, field) || (int)i == f->unit_field)
            continue;
        char *columns = mem_printf("\"%s%s\"", field->name, field->secret ? "_index" : "");
        char *sql = mem_printf("CREATE INDEX \"%s:is_%s\" ON \"%s\"(%s) WHERE %s IS NOT NULL", f->name, field->name,
                               f->name, columns, columns);
        names_add(want, sql);
        free(columns);
    }
    want_counted(want, asked, f);
}

void indexes_tell(const struct asked *asked, const struct form *f, struct buf *out)
{
    struct names want = {0};
    want_indexes(&want, asked, f);
    for (size_t i = 0; i < want.n; i++)
        buf_add(out, want.v[i]);
    names_free(&want);
}

int indexes_grow(struct db *db, const struct asked *asked, const struct form *f)
{
    struct names want = {0}, have = {0};
    want_indexes(&want, asked, f);
    struct stmt *st = db_stmt(db, "SELECT sql, name FROM sqlite_schema WHERE type = 'index' AND tbl_name = ?1"
                                  " AND sql IS NOT NULL");
    struct names drop = {0};
    bind_text(st, 1, f->name);
    int rc;
    while ((rc = db_step(db, st)) > 0) {
        names_add(&have, col_dup(st, 0));
        if (!names_has(&want, have.v[have.n - 1]))
            names_add(&drop, mem_printf("DROP INDEX \"%s\"", col_text(st, 1)));
    }
    for (size_t i = 0; rc == 0 && i < drop.n; i++)
        rc = db_exec(db, drop.v[i]);
    for (size_t i = 0; rc == 0 && i < want.n; i++)
        /* A filter the engine refuses in an index still works in the list, only slower. */
        if (!names_has(&have, want.v[i]) && db_exec(db, want.v[i]) < 0 && fault_code() != QT_BUG)
            rc = fault_code();
    names_free(&want);
    names_free(&have);
    names_free(&drop);
    return rc;
}

int schema_indexed(struct db *db, const struct form *f, const struct field *field)
{
    struct stmt *st = db_stmt(db, "SELECT 1 FROM pragma_index_list(?1) l WHERE l.partial = 0"
                                  " AND (SELECT group_concat(name) FROM pragma_index_info(l.name)) = ?2");
    bind_text(st, 1, f->name);
    bind_text(st, 2, field->name);
    return row_one(db, st, NULL, NULL);
}
