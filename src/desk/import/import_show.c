/* What a dry run shows: for each field where it comes from, how its dates are read, the first values as the file has
 * them and as they were understood; the first reasons of refusals. */
#include "import/import.h"

static char *columns_of(const struct map_field *m)
{
    struct buf b = {0};
    for (size_t i = 0; i < m->n; i++)
        buf_addf(&b, m->parts[i].constant ? "%s'%s'" : "%s%s", i == 0 ? "" : m->first ? "|" : "+", m->parts[i].text);
    return buf_take(&b);
}

void show_start(struct run *run)
{
    const struct map *map = &run->im.map;
    struct import_result *res = run->res;
    if (!run->im.o->dry_run)
        return;
    res->fields = mem_alloc(map->n * sizeof *res->fields);
    res->nfields = map->n;
    for (size_t i = 0; i < map->n; i++) {
        int field = map->v[i].field;
        enum field_type type = run->im.form->fields[field].type;
        bool dates = type == FT_DATE || type == FT_DATETIME;
        res->fields[i] = (struct import_field){.field = &run->im.form->fields[field],
                                               .from = columns_of(&map->v[i]),
                                               .order = dates ? date_order_name(run->im.order[field]) : ""};
    }
}

void show_row(struct run *run, const struct csv_row *row, const struct record *r)
{
    struct buf b = {0};
    for (size_t i = 0; run->im.o->dry_run && i < run->res->nfields; i++) {
        struct import_field *f = &run->res->fields[i];
        const struct map_field *m = &run->im.map.v[i];
        if (f->n == IMPORT_EXAMPLES || r->v[m->field].kind == VAL_NULL || map_only_constants(m))
            continue;
        map_value(m, row, &b);
        f->written[f->n] = text_clean(b.s, b.len, false, NULL);
        f->read[f->n++] = f->field->secret ? mem_dup("***")
                                           : field_show(f->field, &r->v[m->field], desk_lang(run->im.d), run->im.now);
    }
    buf_free(&b);
}

int refuse(struct run *run, const struct csv_row *row, const char *reason)
{
    struct import_result *res = run->res;
    size_t most = run->im.o->reasons ? run->im.o->reasons : run->im.o->dry_run ? IMPORT_REASONS : 0;
    if (res->nreasons < most && !res->reasons)
        res->reasons = mem_alloc(most * sizeof *res->reasons);
    if (res->nreasons < most)
        res->reasons[res->nreasons++] =
            (struct import_reason){row->line, text_clean(reason, strlen(reason), false, NULL)};
    return refused_row(&run->refused, row, reason);
}

void import_result_free(struct import_result *res)
{
    for (size_t i = 0; i < res->nmatters; i++)
        free(res->matters[i].numbers);
    free(res->matters);
    free(res->sheet);
    for (size_t i = 0; i < res->nfields; i++) {
        for (size_t k = 0; k < res->fields[i].n; k++) {
            free(res->fields[i].written[k]);
            free(res->fields[i].read[k]);
        }
        free(res->fields[i].from);
    }
    free(res->fields);
    for (size_t i = 0; i < res->nreasons; i++)
        free(res->reasons[i].text);
    free(res->reasons);
    *res = (struct import_result){0};
}
