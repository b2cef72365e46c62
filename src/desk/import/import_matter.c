/* Complaints of one matter among those that an import brought (C5, C9). Only what is open and as new as the rule's
 * window is looked at, the newest first and at most LOOKED of them, after the run: history is no hot matter. */
#include "import/import.h"

enum { LOOKED = 500 };

int matter_start(struct run *run)
{
    const struct form *f = run->im.form;
    int rc = QT_OK;
    int64_t longest = 0;
    for (size_t i = 0; rc == QT_OK && i < f->nsimilar; i++) {
        struct value v = {0};
        rc = expr_eval(run->im.d->db, f->similar[i].window, NULL, NULL, 0, &v);
        if (rc == QT_OK && v.kind == VAL_INT && v.i > longest)
            longest = v.i;
        value_clear(&v);
    }
    run->window = longest > 0 ? run->im.now - longest : 0;
    return rc;
}

void matter_note(struct run *run, const struct record *r)
{
    const struct value *saved = &r->v[form_sys(r->form, SYS_SAVED_AT)];
    int state = record_state(r);
    if (run->window == 0 || run->im.o->dry_run || saved->kind != VAL_INT || saved->i < run->window ||
        (state >= 0 && r->form->states[state].final))
        return;
    if (!run->recent)
        run->recent = mem_alloc(LOOKED * sizeof *run->recent);
    run->recent[run->nrecent++ % LOOKED] = r->id;
}

static void add_matter(struct run *run, const struct record *r, const struct matter *m)
{
    struct import_result *res = run->res;
    struct buf b = {0};
    buf_add(&b, record_number(r));
    for (size_t i = 0; i < m->n; i++)
        buf_addf(&b, " %s", m->v[i].number);
    res->matters = mem_resize(res->matters, res->nmatters + 1, sizeof *res->matters);
    res->matters[res->nmatters++] = (struct import_matter){buf_take(&b), m->people};
}

/* Those of a matter that was found are not looked at once more. */
static void strike(struct run *run, size_t n, const struct matter *m)
{
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < m->n; k++)
            if (run->recent[i] == m->v[k].id)
                run->recent[i] = 0;
}

int matter_tell(struct run *run)
{
    size_t n = run->nrecent < LOOKED ? run->nrecent : LOOKED;
    int rc = QT_OK;
    for (size_t i = n; rc == QT_OK && i-- > 0;) {
        size_t at = run->nrecent > LOOKED ? (run->nrecent + i) % LOOKED : i;
        struct record *r = NULL;
        struct outcome o = {0};
        if (!run->recent[at])
            continue;
        rc = rec_get(run->im.d->db, run->im.form, run->recent[at], &r);
        if (rc == QT_OK && desk_similar(run->im.d, NULL, r, -1, &o) < 0)
            fault_clear(); /* they are imported, whatever the search for others said */
        struct question *q = outcome_question(&o, QUESTION_SAME_MATTER);
        if (q && q->matter.n > 0) {
            add_matter(run, r, &q->matter);
            strike(run, n, &q->matter);
        }
        outcome_free(&o);
        record_free(r);
    }
    return rc;
}
