/* Files beside a record: rows that name them, and the way of a file into the folder beside the database, which it goes
 * before the record that names it is written. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "qiantai/desk_files.h"

#include "record/attach.h"

struct taken { /* by this desk, and perhaps in no record yet */
    char hash[FOLDER_HASH];
    char *inbox; /* the name that it had there; NULL: it came from elsewhere */
};

static const char *cell_text(const struct item_table *t, size_t row, enum file_column column)
{
    const struct value *v = &items_row(t, row)[column];
    return v->kind == VAL_TEXT ? v->s : NULL;
}

static bool row_pends(const struct item_table *t, size_t row)
{
    return cell_text(t, row, FILE_NAME) && !cell_text(t, row, FILE_HASH);
}

/* The row of that file; t->n: none. */
static size_t row_of_hash(const struct item_table *t, const char *hash)
{
    size_t row = 0;
    while (row < t->n && !(cell_text(t, row, FILE_HASH) && strcmp(cell_text(t, row, FILE_HASH), hash) == 0))
        row++;
    return row;
}

static void read_rows(const struct field *f, const struct value *v, struct item_table *t)
{
    if (items_read(f, v && v->kind == VAL_TEXT ? v->s : NULL, clock_now(), false, t) < 0)
        fault_clear(); /* damaged rows are none */
}

static void write_rows(struct item_table *t, struct value *v)
{
    char *json = items_write(t, false);
    value_text(v, json);
    free(json);
}

static const struct taken *taken_find(const struct desk *d, const char *hash)
{
    for (size_t i = 0; i < d->ntaken; i++)
        if (strcmp(d->taken[i].hash, hash) == 0)
            return &d->taken[i];
    return NULL;
}

static void taken_add(struct desk *d, const char *hash, const char *inbox)
{
    d->taken = mem_resize(d->taken, d->ntaken + 1, sizeof *d->taken);
    struct taken *new = &d->taken[d->ntaken++];
    *new = (struct taken){.inbox = mem_dup(inbox)};
    (void)snprintf(new->hash, sizeof new->hash, "%s", hash);
}

/* ---- rows as they may stand ---------------------------------------------------------------------------------- */
static int row_refused(size_t row, int rc)
{
    char *why = mem_dup(fault_text());
    rc = fault(rc == QT_DENIED ? QT_DENIED : QT_REFUSED, _("File %zu: %s"), row + 1, why);
    free(why);
    return rc;
}

/* A file that is still to be taken: looked at now, so that whoever typed it knows at once. */
static int settle_pending(struct desk *d, const struct item_table *before, struct item_table *t, size_t row)
{
    struct origin s;
    for (size_t i = 0; i < before->n; i++)
        if (row_pends(before, i) && strcmp(cell_text(before, i, FILE_NAME), cell_text(t, row, FILE_NAME)) == 0)
            return QT_OK;
    int rc = origin_open(d, &t->f->files, cell_text(t, row, FILE_NAME), &s);
    if (rc < 0)
        return row_refused(row, rc);
    for (size_t c = 0; c < FILE_CELLS; c++)
        value_clear(&items_row(t, row)[c]);
    value_text(&items_row(t, row)[FILE_NAME], s.name);
    origin_close(&s);
    return QT_OK;
}

/* One that was taken: nothing of it but its name can be typed. */
static int settle_taken(struct desk *d, const struct item_table *before, struct item_table *t, size_t row)
{
    const char *hash = cell_text(t, row, FILE_HASH);
    size_t was = row_of_hash(before, hash);
    if (row_of_hash(t, hash) < row)
        return row_refused(row, fault(QT_REFUSED, _("it is there already")));
    if (was == before->n && !taken_find(d, hash))
        return row_refused(row, fault(QT_REFUSED, _("a file is added by its path")));
    for (size_t c = 0; c < FILE_CELLS && was < before->n; c++)
        if (c != FILE_NAME || !cell_text(t, row, FILE_NAME))
            value_copy(&items_row(t, row)[c], &items_row(before, was)[c]);
    if (cell_text(t, row, FILE_NAME) && was < before->n) {
        char *name = file_name_clean(cell_text(t, row, FILE_NAME), cell_text(t, row, FILE_KIND));
        value_text(&items_row(t, row)[FILE_NAME], name);
        free(name);
    }
    return QT_OK;
}

int attach_settle(struct desk *d, const struct value *former, struct item_table *t, size_t *row)
{
    struct item_table before;
    int rc = QT_OK;
    size_t files = 0;
    read_rows(t->f, former, &before);
    for (*row = 0; rc == QT_OK && *row < t->n; ++*row) {
        if (items_row_empty(t, *row))
            continue;
        if (++files > (size_t)t->f->files.most)
            rc = fault(QT_REFUSED, _("At most %d files."), t->f->files.most);
        else if (cell_text(t, *row, FILE_HASH))
            rc = settle_taken(d, &before, t, *row);
        else if (cell_text(t, *row, FILE_NAME))
            rc = settle_pending(d, &before, t, *row);
        else
            rc = row_refused(*row, fault(QT_REFUSED, _("a file is added by its path")));
        if (rc < 0)
            break;
    }
    items_free(&before);
    return rc;
}

int attach_cell(struct desk *d, struct item_table *t, size_t row, size_t column, const char *typed)
{
    struct value *cell = &items_row(t, row)[column];
    struct item_table none = {.f = t->f};
    if (column != FILE_NAME)
        return QT_OK;
    if (cell_text(t, row, FILE_HASH)) {
        char *name = *typed ? file_name_clean(typed, cell_text(t, row, FILE_KIND)) : mem_dup(cell->s);
        value_text(cell, name);
        free(name);
        return QT_OK;
    }
    struct value former = *cell;
    *cell = (struct value){0};
    value_text(cell, *typed ? typed : NULL);
    int rc = *typed ? settle_pending(d, &none, t, row) : QT_OK;
    if (rc < 0) {
        value_clear(cell);
        *cell = former;
        return rc;
    }
    value_clear(&former);
    return QT_OK;
}

static int add_row(struct desk *d, const struct record *r, int field, struct item_table *t, struct value *out)
{
    size_t row;
    int rc = attach_settle(d, &r->v[field], t, &row);
    if (rc == QT_OK)
        write_rows(t, out);
    return rc;
}

int attach_typed(struct desk *d, const struct record *r, int field, const char *typed, struct value *out)
{
    struct item_table t;
    char *clean = text_clean(typed, strlen(typed), false, NULL), *path = text_trim(clean);
    read_rows(&r->form->fields[field], &r->v[field], &t);
    items_insert(&t, t.n);
    value_text(&items_row(&t, t.n - 1)[FILE_NAME], path);
    int rc = add_row(d, r, field, &t, out);
    items_free(&t);
    free(path);
    free(clean);
    return rc;
}

/* ---- taking --------------------------------------------------------------------------------------------------------
 */
static int take_open(struct desk *d, int from, const char *name, const char *inbox, struct item_table *t, size_t row)
{
    struct taken_file file;
    int rc = d->readonly ? fault(QT_READONLY, _("The database is open for reading only; nothing was changed."))
                         : folder_take(d->db, from, &t->f->files, &file);
    if (rc < 0)
        return rc;
    if (row_of_hash(t, file.hash) < t->n)
        return fault(QT_REFUSED, _("it is there already"));
    struct value *v = items_row(t, row);
    char *clean = file_name_clean(name, file.kind);
    value_text(&v[FILE_NAME], clean);
    free(clean);
    value_text(&v[FILE_KIND], file.kind);
    value_int(&v[FILE_SIZE], file.size);
    value_text(&v[FILE_HASH], file.hash);
    value_int(&v[FILE_AT], clock_now());
    value_text(&v[FILE_BY], d->who.staff);
    taken_add(d, file.hash, inbox);
    return QT_OK;
}

/* What is still being written would be kept as half a picture. */
static int take_row(struct desk *d, struct item_table *t, size_t row)
{
    struct origin s;
    struct stat before, after;
    int rc = origin_open(d, &t->f->files, cell_text(t, row, FILE_NAME), &s);
    if (rc < 0)
        return rc;
    bool looked = fstat(s.fd, &before) == 0;
    rc = take_open(d, s.fd, s.name, s.inbox ? s.name : NULL, t, row);
    if (rc == QT_OK &&
        (!looked || fstat(s.fd, &after) != 0 || after.st_size != before.st_size ||
         after.st_mtim.tv_sec != before.st_mtim.tv_sec || after.st_mtim.tv_nsec != before.st_mtim.tv_nsec))
        rc = fault(QT_BUSY, _("%s is still being written; try again when it is whole."), s.name);
    origin_close(&s);
    return rc;
}

static int take_field(struct desk *d, const struct field *f, struct value *v)
{
    struct item_table t;
    bool any = false;
    int rc = QT_OK;
    read_rows(f, v, &t);
    for (size_t row = 0; row < t.n && rc == QT_OK; row++)
        if (row_pends(&t, row)) {
            any = true;
            rc = take_row(d, &t, row);
            if (rc < 0) {
                char *why = mem_dup(fault_text());
                rc = fault(rc, _("%s, file %zu: %s"), field_label(d, f), row + 1, why);
                free(why);
            }
        }
    if (any && rc == QT_OK)
        write_rows(&t, v);
    items_free(&t);
    return rc;
}

int attach_take(struct desk *d, struct record *w)
{
    int rc = QT_OK;
    for (size_t i = 0; i < w->form->ndeclared && rc == QT_OK; i++)
        if (field_takes_files(&w->form->fields[i]) && w->v[i].kind == VAL_TEXT)
            rc = take_field(d, &w->form->fields[i], &w->v[i]);
    return rc;
}

int desk_attach_open(struct desk *d, struct record *r, int field, int from, const char *name)
{
    const struct field *f = &r->form->fields[field];
    struct value v = {0};
    struct item_table t;
    int rc = permit_enter(d, r, field);
    if (rc == QT_OK && desk_readonly(d, r, field))
        rc = fault(QT_REFUSED, _("%s cannot be changed"), field_label(d, f));
    if (rc < 0)
        return rc;
    read_rows(f, &r->v[field], &t);
    items_insert(&t, t.n);
    rc = take_open(d, from, name, NULL, &t, t.n - 1);
    if (rc == QT_OK)
        rc = add_row(d, r, field, &t, &v);
    items_free(&t);
    if (rc == QT_OK) {
        value_clear(&r->v[field]);
        r->v[field] = v;
        desk_compute(d, r);
    }
    return rc;
}

/* ---- with the record -----------------------------------------------------------------------------------------------
 */
static int field_there(struct desk *d, const struct field *f, const struct value *before, const struct value *after)
{
    struct item_table was, is;
    int rc = QT_OK;
    read_rows(f, before, &was);
    read_rows(f, after, &is);
    for (size_t row = 0; row < is.n && rc == QT_OK; row++) {
        const char *hash = cell_text(&is, row, FILE_HASH);
        if (!hash && row_pends(&is, row))
            rc = fault(QT_REFUSED, _("%s: a file is added where the record is saved by hand, not so."),
                       field_label(d, f));
        else if (hash && row_of_hash(&was, hash) == was.n && !folder_holds(d->db, hash))
            rc = fault(QT_BUSY, _("%s: a file was removed meanwhile; save again."), field_label(d, f));
    }
    items_free(&was);
    items_free(&is);
    return rc;
}

int attach_there(struct desk *d, const struct record *before, const struct record *after)
{
    int rc = QT_OK;
    for (size_t i = 0; i < after->form->ndeclared && rc == QT_OK; i++)
        if (field_takes_files(&after->form->fields[i]) && after->v[i].kind == VAL_TEXT)
            rc = field_there(d, &after->form->fields[i], before ? &before->v[i] : NULL, &after->v[i]);
    return rc;
}

void attach_free(struct desk *d)
{
    for (size_t i = 0; i < d->ntaken; i++)
        free(d->taken[i].inbox);
    free(d->taken);
    d->taken = NULL;
    d->ntaken = 0;
}

void attach_done(struct desk *d, struct outcome *o)
{
    for (size_t i = 0; i < d->ntaken; i++)
        if (d->taken[i].inbox && inbox_drop(d, d->taken[i].inbox, d->taken[i].hash) < 0 && !o->tell)
            o->tell = mem_printf(_("It is saved, but %s cannot be taken out of the inbox."), d->taken[i].inbox);
    attach_free(d);
}

static bool row_among(const struct item_table *t, const struct item_table *of, size_t row)
{
    const char *hash = cell_text(of, row, FILE_HASH);
    return hash && row_of_hash(t, hash) < t->n;
}

static void copy_row(struct item_table *to, const struct item_table *from, size_t row)
{
    items_insert(to, to->n);
    for (size_t c = 0; c < FILE_CELLS; c++)
        value_copy(&items_row(to, to->n - 1)[c], &items_row(from, row)[c]);
}

int attach_merge(const struct field *f, const struct value *base, const struct value *stored, struct value *mine)
{
    struct item_table was, theirs, ours, both = {.f = f};
    read_rows(f, base, &was);
    read_rows(f, stored, &theirs);
    read_rows(f, mine, &ours);
    for (size_t row = 0; row < theirs.n; row++)
        if (!row_among(&was, &theirs, row) || row_among(&ours, &theirs, row))
            copy_row(&both, &theirs, row);
    for (size_t row = 0; row < ours.n; row++)
        if (!row_among(&was, &ours, row) && !row_among(&theirs, &ours, row))
            copy_row(&both, &ours, row);
    int rc = both.n > (size_t)f->files.most ? fault(QT_REFUSED, _("At most %d files."), f->files.most) : QT_OK;
    if (rc == QT_OK)
        write_rows(&both, mine);
    items_free(&was);
    items_free(&theirs);
    items_free(&ours);
    items_free(&both);
    return rc;
}
