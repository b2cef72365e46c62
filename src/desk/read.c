/* Reading for the faces: every call asks permit.c whether this person may see the register, and veils secret fields. */
#include <stdlib.h>
#include <string.h>

#include "desk_internal.h"
#include "due/board.h"

/* ---- one record ------------------------------------------------------------------------------------------- */
int desk_get(struct desk *d, const struct form *f, int64_t id, struct record **out)
{
    *out = NULL;
    int rc = desk_permit(d, f, NULL, -1, -1, RIGHT_LOOK);
    if (rc == QT_OK)
        rc = rec_get(d->db, f, id, out);
    return rc < 0 ? rc : permit_shown(d, out);
}

int desk_find(struct desk *d, const struct form *f, const char *number, struct record **out)
{
    *out = NULL;
    int rc = desk_permit(d, f, NULL, -1, -1, RIGHT_LOOK);
    if (rc == QT_OK)
        rc = rec_find(d->db, f, number, out);
    return rc < 0 ? rc : permit_shown(d, out);
}

int desk_reveal(struct desk *d, const struct record *r, int field, char **plain)
{
    *plain = NULL;
    int rc = desk_attempt(d, r->form, r, field, -1, RIGHT_REVEAL);
    if (rc == QT_OK)
        rc = desk_begin_unattended(d);
    if (rc < 0)
        return rc;
    rc = desk_end(d, rec_reveal(d->db, &d->who, r, field, plain));
    if (rc < 0) { /* what is shown has its line */
        free(*plain);
        *plain = NULL;
    }
    return rc;
}

char *desk_summary(struct desk *d, const struct record *r)
{
    char *text = desk_text(d, r->form->summary, r);
    if (!text)
        fault_clear(); /* an expression that fails is no reason to show nothing else */
    char *clean = text_clean(text ? text : "", text ? strlen(text) : 0, false, NULL);
    free(text);
    return clean;
}

int desk_dues(struct desk *d, const struct record *r, struct due **v, size_t *n)
{
    *v = NULL;
    *n = 0;
    int rc = desk_permit(d, r->form, r, -1, -1, RIGHT_LOOK);
    return rc < 0 ? rc : due_of(d->db, r->form->name, r->id, v, n);
}

void desk_dues_free(struct due *v, size_t n)
{
    due_free(v, n);
}

void desk_due_clear(struct due *due)
{
    due_clear(due);
}

int desk_history(struct desk *d, const struct record *r, struct journal_line **v, size_t *n)
{
    *v = NULL;
    *n = 0;
    int rc = desk_permit(d, r->form, r, -1, -1, RIGHT_LOOK);
    char **hidden = mem_alloc((r->form->ndeclared + 1) * sizeof *hidden);
    size_t nhidden = 0;
    for (size_t i = 0; i < r->form->ndeclared; i++)
        if (!desk_shows(d, r->form, (int)i))
            hidden[nhidden++] = r->form->fields[i].name;
    if (rc == QT_OK)
        rc = journal_history(d->db, r->form->name, r->id, hidden, nhidden, v, n);
    free(hidden);
    return rc;
}

void desk_history_free(struct journal_line *v, size_t n)
{
    journal_free(v, n);
}

/* ---- records that link to one ------------------------------------------------------------------------------ */
static int follow_field(struct desk *d, const struct record *r, const struct form *f, int field, size_t limit,
                        struct record_page *out)
{
    struct value number = {.kind = VAL_TEXT, .s = (char *)record_number(r)};
    int64_t *ids = NULL;
    size_t n = 0;
    int rc = rec_equal(d->db, f, field, &number, (int)limit, &ids, &n);
    for (size_t i = 0; i < n && rc == QT_OK; i++) {
        struct record *one = NULL;
        rc = desk_get(d, f, ids[i], &one);
        if (rc == QT_NOTFOUND || rc == QT_DENIED) /* gone since it was found, or of another area */
            rc = QT_OK;
        else if (rc == QT_OK)
            record_page_add(out, one);
    }
    free(ids);
    return rc;
}

int desk_follow_ons(struct desk *d, const struct record *r, size_t limit, struct record_page *out)
{
    *out = (struct record_page){0};
    int rc = desk_permit(d, r->form, r, -1, -1, RIGHT_LOOK);
    for (size_t i = 0; i < d->forms->n && rc == QT_OK; i++) {
        const struct form *f = d->forms->v[i];
        for (size_t k = 0; k < f->ndeclared && rc == QT_OK; k++)
            if (f->fields[k].type == FT_LINK && f->fields[k].to && strcmp(f->fields[k].to, r->form->name) == 0 &&
                desk_shows(d, f, (int)k))
                rc = follow_field(d, r, f, (int)k, limit, out);
    }
    if (rc < 0)
        record_page_free(out);
    return rc;
}

/* ---- lists ------------------------------------------------------------------------------------------------- */
struct desk_list {
    struct desk *d;
    struct cursor *cursor;
    const struct form *form;
    const struct list_rule *rule;
};

/* A condition over a hidden field would reveal its value. */
static int permit_query(struct desk *d, const struct query *q)
{
    int rc = desk_permit(d, q->form, NULL, -1, -1, RIGHT_LOOK);
    for (size_t i = 0; i < q->form->ndeclared && rc == QT_OK && d->restricted; i++)
        if ((q->where && sql_names(q->where, q->form->fields[i].name)) ||
            (q->like && q->like->v[i].kind != VAL_NULL && q->form->fields[i].type != FT_COMPUTED))
            rc = desk_permit(d, q->form, NULL, (int)i, -1, RIGHT_LOOK);
    if (rc == QT_OK && q->sort >= 0)
        rc = desk_permit(d, q->form, NULL, q->form->lists[q->list].columns[q->sort].field, -1, RIGHT_LOOK);
    return rc;
}

int desk_list_open(struct desk *d, const struct query *q, struct desk_list **out)
{
    struct cursor *c = NULL;
    struct query seen = *q;
    *out = NULL;
    seen.in_area = area_asked(d);
    int rc = permit_query(d, q);
    if (rc == QT_OK)
        rc = cursor_open(d->db, &seen, &c);
    if (rc < 0)
        return rc;
    *out = mem_alloc(sizeof **out);
    **out = (struct desk_list){d, c, q->form, &q->form->lists[q->list]};
    return QT_OK;
}

int desk_list_page(struct desk_list *l, enum page_at at, const struct record *anchor, size_t n, struct record_page *out)
{
    int rc = cursor_page(l->cursor, at, anchor, n, out);
    for (size_t i = 0; rc == QT_OK && i < out->n; i++)
        permit_veil(l->d, out->v[i]);
    const struct list_balance *b = l->rule->balance;
    for (size_t i = 0; rc == QT_OK && b && !desk_shows(l->d, l->form, b->field) && i < out->n; i++)
        value_clear(&out->v[i]->v[b->field]);
    return rc;
}

/* The field, and of a computed one all fields that it is made of. */
bool read_shows_all_of(struct desk *d, const struct form *f, const struct field *field)
{
    size_t own = (size_t)(field - f->fields);
    bool shows = own >= f->nfields || desk_shows(d, f, (int)own);
    for (size_t i = 0; shows && field->type == FT_COMPUTED && i < f->ndeclared; i++)
        shows = desk_shows(d, f, (int)i) || !sql_names(field->compute->sql, f->fields[i].name);
    return shows;
}

int desk_list_count(struct desk_list *l, int64_t budget_us, int64_t *count, int64_t *totals, bool *exact)
{
    int rc = cursor_count(l->cursor, budget_us, count, totals, exact);
    for (size_t i = 0; rc == QT_OK && totals && i < l->rule->ntotals; i++) {
        int field = form_field(l->form, l->rule->totals[i]);
        if (field >= 0 && !read_shows_all_of(l->d, l->form, &l->form->fields[field]))
            totals[i] = 0;
    }
    return rc;
}

void desk_list_close(struct desk_list *l)
{
    if (!l)
        return;
    cursor_close(l->cursor);
    free(l);
}

void desk_page_free(struct record_page *p)
{
    record_page_free(p);
}

struct veiled {
    struct desk *d;
    int (*fn)(struct record *r, void *arg);
    void *arg;
};

static int hand_veiled(struct record *r, void *arg)
{
    struct veiled *v = arg;
    if (!area_has(v->d, r))
        return 0;
    permit_veil(v->d, r);
    return v->fn(r, v->arg);
}

int desk_each(struct desk *d, const struct form *f, const char *where, int (*fn)(struct record *r, void *arg),
              void *arg)
{
    struct veiled v = {d, fn, arg};
    struct query q = {.form = f, .where = where, .sort = -1};
    int rc = permit_query(d, &q);
    return rc < 0 ? rc : rec_each(d->db, f, where, hand_veiled, &v);
}

int desk_each_month(struct desk *d, const struct form *f, int64_t from, int64_t to,
                    int (*fn)(struct record *r, void *arg), void *arg)
{
    struct veiled v = {d, fn, arg};
    int rc = desk_permit(d, f, NULL, -1, -1, RIGHT_LOOK);
    return rc < 0 ? rc : rec_month(d->db, f, from, to, hand_veiled, &v);
}

/* ---- search ------------------------------------------------------------------------------------------------ */
static int search_register(struct desk *d, const struct form *f, const char *text, struct hit *hits, size_t limit,
                           size_t *n)
{
    size_t got = 0;
    int rc = search_find(d->db, f, text, hits + *n, limit - *n, &got);
    for (size_t i = 0, from = *n; i < got && rc == QT_OK; i++) {
        struct record *r = NULL;
        if (!area_asked(d) || desk_get(d, f, hits[from + i].id, &r) == QT_OK)
            hits[(*n)++] = hits[from + i];
        else
            fault_clear(); /* of another area */
        record_free(r);
    }
    return rc;
}

static int search_all(struct desk *d, const struct form *f, const char *text, struct hit *hits, size_t limit, size_t *n)
{
    if (f) {
        int rc = desk_permit(d, f, NULL, -1, -1, RIGHT_LOOK);
        return rc < 0 ? rc : search_register(d, f, text, hits, limit, n);
    }
    if (!d->restricted && !area_asked(d))
        return search_find(d->db, NULL, text, hits, limit, n);
    int rc = QT_OK;
    for (size_t i = 0; i < d->forms->n && *n < limit && rc == QT_OK; i++)
        if (desk_allows(d, d->forms->v[i], RIGHT_LOOK))
            rc = search_register(d, d->forms->v[i], text, hits, limit, n);
    return rc;
}

int desk_search(struct desk *d, const struct form *f, const char *text, struct hit *hits, size_t limit, size_t *n)
{
    char *unit = desk_unit_said(d, text);
    *n = 0;
    int rc = search_all(d, f, unit ? unit : text, hits, limit, n);
    free(unit);
    return rc;
}

static int search_every(struct desk *d, const char *text, struct hit *hits, size_t each, size_t *n)
{
    if (!d->restricted && !area_asked(d))
        return search_find_each(d->db, text, hits, each, n);
    int rc = QT_OK;
    for (size_t i = 0; i < d->forms->n && rc == QT_OK; i++)
        if (desk_allows(d, d->forms->v[i], RIGHT_LOOK))
            rc = search_register(d, d->forms->v[i], text, hits, *n + each, n);
    return rc;
}

int desk_search_each(struct desk *d, const char *text, struct hit *hits, size_t each, size_t *n)
{
    char *unit = desk_unit_said(d, text);
    *n = 0;
    int rc = search_every(d, unit ? unit : text, hits, each, n);
    free(unit);
    return rc;
}

bool desk_matches(const char *haystack, const char *typed)
{
    return search_match(haystack, typed);
}

/* ---- staff -------------------------------------------------------------------------------------------------- */
char *desk_staff_label(struct desk *d, const char *code)
{
    struct staff s = {0};
    char *name = NULL;
    if (code && *code && staff_get(d->db, code, &s) == QT_OK) {
        name = mem_dup(s.name);
        staff_clear(&s);
    }
    return name ? name : mem_dup(code ? code : "");
}

char *desk_value_show(struct desk *d, const struct field *f, const struct value *v)
{
    if (field_kind(f) == FT_STAFF && v->kind == VAL_TEXT)
        return desk_staff_label(d, v->s);
    return field_show(f, v, d->lang, clock_now());
}

int desk_user_list(struct desk *d, struct staff **v, size_t *n)
{
    *v = NULL;
    *n = 0;
    if (d->remote && !d->staff[0])
        return fault(QT_DENIED, _("Who is on the staff is told to those who have signed in."));
    return staff_list(d->db, v, n);
}

void desk_user_free(struct staff *v, size_t n)
{
    staff_free(v, n);
}

/* ---- drafts ------------------------------------------------------------------------------------------------- */
int desk_draft_keep(struct desk *d, struct draft *draft)
{
    return draft_save(d->db, draft);
}

int desk_draft_drop(struct desk *d, int64_t id)
{
    return draft_drop(d->db, id);
}

int desk_draft_list(struct desk *d, struct draft **v, size_t *n)
{
    *v = NULL;
    *n = 0;
    return d->staff[0] ? draft_list(d->db, d->staff, v, n) : QT_OK;
}

void desk_draft_free(struct draft *v, size_t n)
{
    draft_free(v, n);
}

/* ---- the database ------------------------------------------------------------------------------------------- */
const char *desk_path(const struct desk *d)
{
    return db_path(d->db);
}

int desk_default_path(char **out)
{
    return db_default_path(out);
}

int64_t desk_changes(struct desk *d)
{
    return db_change_count(d->db);
}

int desk_verify(struct desk *d, bool search, int64_t *lines, int64_t *bad_seq)
{
    return db_verify(d->db, search, lines, bad_seq);
}

int desk_journal_head(struct desk *d, int64_t *seq, char hash[65])
{
    return journal_head(d->db, seq, hash);
}

char *desk_head_brief(struct desk *d)
{
    return journal_head_brief(d->db);
}

int desk_kept_head(struct desk *d, const char *head)
{
    return journal_kept(d->db, head);
}

int desk_forms_check(const struct forms *set, struct problems *out)
{
    return expr_check(set, out);
}

char *desk_state_shown(struct desk *d, const struct record *r)
{
    char *text = r->form->state_shown ? permit_text(d, r->form->state_shown, r) : NULL;
    if (text && text[0])
        return text;
    free(text);
    return NULL;
}
