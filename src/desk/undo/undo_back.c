/* A record as it was: the lines of the event hold for each field what stood there before, and are laid back from the
 * last to the first. */
#include "undo/undo.h"

#include <stdlib.h>
#include <string.h>

#include "record/attach.h"

enum layer { LAYER_PLAIN, LAYER_SEALED };

/* One member: [before, after]; of a secret the sealed text comes behind the masked one. */
static bool lay_pair(struct json *j, struct record *w, enum layer layer)
{
    int field = form_field(w->form, j->name.s);
    struct value before = {0}, after = {0};
    (void)json_next(j);
    value_from_json(&before, j);
    (void)json_next(j);
    value_from_json(&after, j);
    bool good = json_next(j) == JSON_LEAVE && (field >= 0 || before.kind == VAL_NULL);
    if (good && field >= 0 && layer == LAYER_PLAIN) {
        value_copy(&w->v[field], &before);
    } else if (good && field >= 0) {
        free(w->v[field].sealed);
        w->v[field].sealed = before.kind == VAL_TEXT ? mem_dup(before.s) : NULL;
    }
    value_clear(&before);
    value_clear(&after);
    return good;
}

static bool lay_object(const char *json, struct record *w, enum layer layer, bool personal)
{
    struct json j;
    if (!json)
        return true;
    json_open(&j, json);
    bool good = json_next(&j) == JSON_OBJECT;
    enum json_item item = good ? json_next(&j) : JSON_BAD;
    for (; good && item != JSON_LEAVE; item = json_next(&j)) {
        if (item == JSON_OBJECT) /* its cause */
            json_skip(&j);
        else if (item == JSON_TEXT) /* "#": it stands with the personal values */
            good = personal;
        else
            good = item == JSON_ARRAY && lay_pair(&j, w, layer);
    }
    return json_close(&j) == QT_OK && good;
}

static bool lay_line(const struct event_line *l, struct record *w)
{
    return lay_object(l->data, w, LAYER_PLAIN, l->personal != NULL) && lay_object(l->personal, w, LAYER_PLAIN, true) &&
           lay_object(l->sealed, w, LAYER_SEALED, true);
}

/* It stands in the lines themselves. */
static int lay_number(const struct undo_run *u, const struct undo_record *r, struct record *w)
{
    struct journal_line *v = NULL;
    size_t n = 0, i = 0;
    int rc = journal_history(u->d->db, r->form->name, r->id, NULL, 0, &v, &n);
    while (i < n && (v[i].seq >= u->event->first || !v[i].number[0]))
        i++;
    if (i < n)
        value_text(&w->v[form_sys(w->form, SYS_NUMBER)], v[i].number);
    journal_free(v, n);
    return rc;
}

int undo_before(const struct undo_run *u, const struct undo_record *r, const struct record *stored, struct record **was)
{
    *was = NULL;
    if (r->made)
        return QT_OK;
    struct record *w = record_copy(stored);
    int rc = lay_number(u, r, w);
    for (size_t i = u->n; rc == QT_OK && i > 0; i--) {
        const struct event_line *l = &u->v[i - 1];
        if (l->record != r->id || !l->number[0] || strcmp(l->reg, r->form->name) != 0)
            continue;
        if (!lay_line(l, w))
            rc = fault(QT_REFUSED, _("Not taken back: the journal no longer says what %s was before."),
                       record_number(stored));
    }
    if (rc == QT_OK) {
        *was = w;
        record_compute_items(u->d->db, w);
        desk_compute(u->d, w);
        return rc;
    }
    record_free(w);
    return rc;
}

static int write_back(struct undo_run *u, const struct record *stored, struct record *w)
{
    struct desk *d = u->d;
    value_int(&w->v[form_sys(w->form, SYS_CHANGED_AT)], clock_now());
    value_text(&w->v[form_sys(w->form, SYS_CHANGED_BY)], d->staff);
    int rc = attach_there(d, stored, w);
    if (rc == QT_OK)
        rc = rec_put(d->db, &d->who, "undo", stored, w);
    return rc < 0 ? rc : similar_keep(d, stored, w);
}

int undo_put_back(struct undo_run *u, const struct undo_record *r)
{
    struct record *stored = NULL, *was = NULL;
    int rc = rec_get(u->d->db, r->form, r->id, &stored);
    if (rc == QT_OK)
        rc = undo_before(u, r, stored, &was);
    if (rc == QT_OK)
        rc = was ? write_back(u, stored, was) : rec_withdraw(u->d->db, &u->d->who, stored, true);
    record_free(stored);
    record_free(was);
    return rc;
}
