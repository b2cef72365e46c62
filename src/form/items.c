/* Rows in memory: a table of values, its JSON, its texts, its totals. */
#include "rows.h"

void items_insert(struct item_table *t, size_t at)
{
    size_t wide = t->f->nchildren, behind = (t->n - at) * wide;
    t->v = mem_resize(t->v, (t->n + 1) * wide + 1, sizeof *t->v);
    t->given = mem_resize(t->given, (t->n + 1) * wide + 1, sizeof *t->given);
    memmove(t->v + (at + 1) * wide, t->v + at * wide, behind * sizeof *t->v);
    memmove(t->given + (at + 1) * wide, t->given + at * wide, behind * sizeof *t->given);
    memset(t->v + at * wide, 0, wide * sizeof *t->v);
    memset(t->given + at * wide, 0, wide * sizeof *t->given);
    t->n++;
}

void items_delete(struct item_table *t, size_t at)
{
    size_t wide = t->f->nchildren, behind = (t->n - at - 1) * wide;
    for (size_t i = 0; i < wide; i++)
        value_clear(&items_row(t, at)[i]);
    memmove(t->v + at * wide, t->v + (at + 1) * wide, behind * sizeof *t->v);
    memmove(t->given + at * wide, t->given + (at + 1) * wide, behind * sizeof *t->given);
    t->n--;
}

void items_free(struct item_table *t)
{
    for (size_t i = 0; t->f && i < t->n * t->f->nchildren; i++)
        value_clear(&t->v[i]);
    free(t->v);
    free(t->given);
    *t = (struct item_table){.f = t->f};
}

bool items_row_empty(const struct item_table *t, size_t row)
{
    for (size_t i = 0; i < t->f->nchildren; i++)
        if (items_row(t, row)[i].kind != VAL_NULL && !t->f->children[i].compute)
            return false;
    return true;
}

bool items_computed(const struct field *f)
{
    for (size_t i = 0; i < f->nchildren; i++)
        if (f->children[i].compute)
            return true;
    return false;
}

static char *write_rows(const struct item_table *t, bool stored, bool empty_ones)
{
    struct buf out = {0};
    for (size_t row = 0; row < t->n; row++) {
        if (items_row_empty(t, row) && !empty_ones)
            continue;
        buf_add(&out, out.len ? ",[" : "[[");
        for (size_t i = 0; i < t->f->nchildren; i++) {
            const struct value *v = &items_row(t, row)[i];
            bool left_out = stored && t->f->children[i].compute;
            buf_add(&out, i ? "," : "");
            if (v->kind == VAL_INT && !left_out)
                buf_addf(&out, "%lld", (long long)v->i);
            else
                buf_add_json(&out, v->kind == VAL_TEXT && !left_out ? v->s : NULL);
        }
        buf_addc(&out, ']');
    }
    if (!out.len)
        return NULL;
    buf_addc(&out, ']');
    return buf_take(&out);
}

char *items_write(const struct item_table *t, bool stored)
{
    return write_rows(t, stored, false);
}

char *items_stored(const struct field *f, const struct value *v)
{
    struct item_table t;
    if (v->kind != VAL_TEXT)
        return NULL;
    if (items_read(f, v->s, clock_now(), false, &t) < 0) {
        fault_clear();
        return mem_dup(v->s);
    }
    char *json = write_rows(&t, true, true);
    items_free(&t);
    return json;
}

/* ---- personal columns ---- */

bool items_personal(const struct field *f)
{
    for (size_t i = 0; i < f->nchildren; i++)
        if (f->children[i].personal)
            return true;
    return false;
}

void items_forget(const struct field *f, struct value *v)
{
    struct item_table t;
    if (v->kind != VAL_TEXT)
        return;
    if (items_read(f, v->s, clock_now(), false, &t) < 0) { /* damaged: nobody can tell what is in it */
        fault_clear();
        value_clear(v);
        return;
    }
    for (size_t i = 0; i < t.n * f->nchildren; i++)
        if (f->children[i % f->nchildren].personal)
            value_clear(&t.v[i]);
    char *json = write_rows(&t, false, true);
    value_text(v, json);
    free(json);
    items_free(&t);
}

bool items_hold_personal(const struct field *f, const struct value *v)
{
    struct item_table t;
    bool any = false;
    if (v->kind != VAL_TEXT || !items_personal(f))
        return false;
    if (items_read(f, v->s, clock_now(), false, &t) < 0) {
        fault_clear();
        return true;
    }
    for (size_t i = 0; i < t.n * f->nchildren; i++)
        any |= f->children[i % f->nchildren].personal && t.v[i].kind != VAL_NULL;
    items_free(&t);
    return any;
}

/* ---- showing: cells side by side, rows by semicolons --------------------------------------------------------- */

/* Of files their names; how many where they are several. */
static char *show_files(const struct item_table *t, enum lang lang)
{
    struct buf out = {0};
    if (t->n > 1)
        buf_addf(&out, lang == LANG_ZH ? "%zu件：" : "%zu: ", t->n);
    for (size_t row = 0; row < t->n; row++) {
        const struct value *name = &items_row(t, row)[FILE_NAME];
        buf_add(&out, row == 0 ? "" : lang == LANG_ZH ? "；" : "; ");
        buf_add(&out, name->kind == VAL_TEXT ? name->s : "");
    }
    return buf_take(&out);
}

char *form_rows_show(const struct field *f, const char *json, enum lang lang, int64_t now)
{
    struct item_table t;
    struct buf out = {0};
    if (items_read(f, json, now, false, &t) < 0)
        fault_clear(); /* damaged rows show as none */
    if (field_takes_files(f)) {
        char *names = show_files(&t, lang);
        items_free(&t);
        return names;
    }
    for (size_t row = 0; row < t.n; row++) {
        bool begun = false;
        for (size_t i = 0; i < f->nchildren; i++) {
            char *s = field_show(&f->children[i], &items_row(&t, row)[i], lang, now);
            if (*s)
                buf_add(&out, begun ? " " : !out.len ? "" : lang == LANG_ZH ? "；" : "; ");
            begun |= *s != 0;
            buf_add(&out, s);
            free(s);
        }
    }
    items_free(&t);
    return buf_take(&out);
}

int field_rows(const struct field *f, const struct value *v, enum lang lang, int64_t now, char ***cells, size_t *n)
{
    struct item_table t;
    int rc = items_read(f, v->kind == VAL_TEXT ? v->s : NULL, now, false, &t);
    size_t count = t.n * f->nchildren;
    *cells = count ? mem_alloc(count * sizeof **cells) : NULL;
    *n = t.n;
    for (size_t i = 0; i < count; i++)
        (*cells)[i] = field_show(&f->children[i % f->nchildren], &t.v[i], lang, now);
    items_free(&t);
    return rc;
}

void field_rows_free(const struct field *f, char **cells, size_t n)
{
    for (size_t i = 0; cells && i < n * f->nchildren; i++)
        free(cells[i]);
    free(cells);
}

/* ---- totals ----------------------------------------------------------------------------------------------------- */

/* What no whole number holds any more stays as large as one can be. */
static int64_t add_up(int64_t a, int64_t b)
{
    int64_t sum;
    return __builtin_add_overflow(a, b, &sum) ? (b < 0 ? INT64_MIN : INT64_MAX) : sum;
}

bool items_totals(const struct item_table *t, struct value *sums)
{
    bool any = t->f->counted;
    for (size_t i = 0; i < t->f->nchildren; i++) {
        sums[i] = (struct value){0};
        any |= t->f->children[i].summed;
        for (size_t row = 0; t->f->children[i].summed && row < t->n; row++) {
            const struct value *v = &items_row(t, row)[i];
            if (v->kind == VAL_INT)
                value_int(&sums[i], add_up(sums[i].i, v->i));
        }
    }
    return any;
}

/* "Total" and the number of rows stand in the first columns that have no sum. */
char **items_total_line(const struct item_table *t, enum lang lang, int64_t now)
{
    size_t wide = t->f->nchildren;
    struct value *sums = mem_alloc((wide + 1) * sizeof *sums);
    char **cells = items_totals(t, sums) ? mem_alloc((wide + 1) * sizeof *cells) : NULL;
    char *head = t->f->counted ? mem_printf("%s %zu", _("Total"), t->n) : mem_dup(_("Total"));
    bool said = false;
    for (size_t i = 0; cells && i < wide; i++) {
        bool here = !said && !t->f->children[i].summed;
        cells[i] = here ? mem_dup(head) : field_show(&t->f->children[i], &sums[i], lang, now);
        said |= here;
    }
    for (size_t i = 0; i < wide; i++)
        value_clear(&sums[i]);
    free(sums);
    free(head);
    return cells;
}
