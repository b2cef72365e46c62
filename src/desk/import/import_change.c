/* Rows that are known by a key (--key, or the map's line "key:"). What a row has differently is changed in the record
 * that has its key, as an edit with its journal line; so a corrected map or a newer file changes what it brought
 * before. An empty cell empties a field only where nobody but imports has touched the record. */
#include "import/import.h"

static int add_key(struct run *run, const char *name)
{
    const struct form *f = run->im.form;
    int field = form_field(f, name);
    if (field < 0 || !run->im.mapped[field] || f->fields[field].secret)
        return fault(QT_REFUSED, _("--key: '%s' is no field that the file fills."), name);
    run->key = mem_resize(run->key, run->nkey + 1, sizeof *run->key);
    run->key[run->nkey++] = field;
    return QT_OK;
}

int key_start(struct run *run)
{
    const char *given = run->im.o->key ? run->im.o->key : run->im.map.key;
    char *text = given ? mem_dup(given) : NULL;
    int rc = text ? desk_attempt(run->im.d, run->im.form, NULL, -1, -1, RIGHT_CHANGE) : QT_OK;
    for (char *rest = text; rc == QT_OK && rest && *rest;) {
        char *name = text_trim(text_cut(&rest, ','));
        rc = add_key(run, name);
        free(name);
    }
    free(text);
    return rc;
}

uint64_t key_mark(const struct run *run, const struct record *r)
{
    struct buf b = {0};
    bool whole = true;
    for (size_t i = 0; i < run->nkey; i++) {
        const struct value *v = &r->v[run->key[i]];
        whole = whole && v->kind != VAL_NULL;
        if (v->kind == VAL_INT)
            buf_add_int(&b, v->i);
        else if (v->kind == VAL_TEXT)
            buf_add(&b, v->s);
        buf_addc(&b, '\x1f');
    }
    uint64_t mark = whole ? text_hash(b.s ? b.s : "") : 0;
    buf_free(&b);
    return mark;
}

/* ---- changing -----------------------------------------------------------------------------------------------------
 */
/* The field of w as the row r has it; 1: it is different now. */
static int lay_over(struct run *run, int field, const struct record *r, struct record *w)
{
    const struct field *f = &run->im.form->fields[field];
    const struct value *v = &r->v[field];
    bool touched = false;
    if (value_same(&w->v[field], v) || (f->secret && w->v[field].kind != VAL_NULL))
        return 0;
    if (v->kind == VAL_NULL) {
        int rc = journal_touched(run->im.d->db, run->im.form->name, w->id, 0, &touched);
        if (rc < 0 || touched)
            return rc;
    }
    if (!f->system && !f->hidden && desk_readonly_asked(run->im.d, w, field))
        return fault(QT_REFUSED, _("%s cannot be changed"), field_label(run->im.d, f));
    value_copy(&w->v[field], v);
    return 1;
}

static int lay_row_over(struct run *run, const struct record *r, struct record *w)
{
    int state = form_sys(run->im.form, SYS_STATE), changed = 0, rc = 0;
    for (size_t i = 0; rc >= 0 && i < run->im.map.n; i++) {
        rc = lay_over(run, run->im.map.v[i].field, r, w);
        changed |= rc > 0;
    }
    if (rc >= 0 && run->im.state >= 0 && !run->im.mapped[state]) {
        rc = lay_over(run, state, r, w);
        changed |= rc > 0;
    }
    return rc < 0 ? rc : changed;
}

/* When it came into its state, as the file says; 0: it does not, or it is not new there. */
static int64_t entered_at(const struct record *stored, const struct record *w)
{
    int state = record_state(w);
    const struct value *at = state >= 0 ? &w->v[form_sys(w->form, SYS_STATES) + 2 * state] : NULL;
    return at && state != record_state(stored) && at->kind == VAL_INT ? at->i : 0;
}

static int write_change(struct run *run, const struct record *stored, struct record *w)
{
    struct desk *d = run->im.d;
    struct field_problems problems = {0};
    char *why = NULL;
    int rc = desk_fixed(d, stored, &why) ? fault(QT_REFUSED, "%s", why) : QT_OK;
    free(why);
    if (rc == QT_OK && desk_check_from(d, stored, w, &problems) == 0)
        rc = whole_check(d, stored, w, ACTION_PAST, &problems);
    if (rc == QT_OK && problems.n > 0)
        rc = fault(QT_REFUSED, "%s", problems.v[0].text);
    field_problems_free(&problems);
    if (rc == QT_OK && !run->im.o->dry_run)
        rc = import_begin(run);
    if (rc == QT_OK && !run->im.o->dry_run)
        rc = desk_write_past(d, import_word(run), stored, w);
    if (rc == QT_OK && !run->im.o->dry_run) {
        d->past = entered_at(stored, w);
        rc = clocks_follow(d, stored, w, -1, record_state(stored) != record_state(w));
        d->past = 0;
    }
    return rc;
}

int change_record(struct run *run, int64_t id, const struct record *r)
{
    struct record *stored = NULL;
    int rc = rec_get(run->im.d->db, run->im.form, id, &stored);
    if (rc < 0)
        return rc;
    struct record *w = record_copy(stored);
    rc = lay_row_over(run, r, w);
    if (rc == 0)
        run->res->already++;
    else if (rc > 0 && (rc = write_change(run, stored, w)) == QT_OK) {
        run->res->changed++;
        run->batch_changed++;
    }
    record_free(w);
    record_free(stored);
    return rc;
}
