/* Serials (counters REGISTER.FIELD) against the values that the lines gave the field. A serial ends with its sequence,
 * so no form is needed to tell its period. */
#include "journal/rebuild.h"

#include <inttypes.h>
#include <stdlib.h>

struct serial { /* one counter */
    size_t cell;
    char *period;         /* "LN26-#" */
    int64_t before;       /* where it stood when the walk began, 0: it was not there */
    int64_t given, named; /* the greatest that was given out here; that a line names, a file's too */
};

static struct serial *serial_at(struct walk *w, size_t cell, const char *period)
{
    for (size_t i = 0; i < w->nserials; i++)
        if (w->serials[i].cell == cell && strcmp(w->serials[i].period, period) == 0)
            return &w->serials[i];
    w->serials = mem_resize(w->serials, w->nserials + 1, sizeof *w->serials);
    struct serial *s = &w->serials[w->nserials++];
    *s = (struct serial){.cell = cell, .period = mem_dup(period)};
    return s;
}

static bool is_serial(const struct walk *w, size_t cell)
{
    int field = w->form ? form_field(w->form, w->v[cell].name) : -1;
    if (field >= 0 && w->form->fields[field].type == FT_SERIAL)
        return true;
    for (size_t i = 0; i < w->nserials; i++)
        if (w->serials[i].cell == cell)
            return true;
    return false;
}

static int counter_of(struct db *db, const char *reg, const char *period, int64_t *last)
{
    struct stmt *st = db_stmt(db, "SELECT last FROM counter WHERE reg = ?1 AND period = ?2");
    bind_text(st, 1, reg);
    bind_text(st, 2, period);
    *last = 0;
    int rc = row_int(db, st, last);
    return rc < 0 ? rc : 0;
}

int serials_begin(struct walk *w)
{
    size_t head = strlen(w->reg) + 1;
    char *begin = mem_printf("%s.", w->reg);
    struct stmt *st = db_stmt(w->r->db, "SELECT reg, period, last FROM counter WHERE substr(reg, 1, ?2) = ?1");
    bind_text(st, 1, begin);
    bind_int(st, 2, (int64_t)head);
    int rc;
    while ((rc = db_step(w->r->db, st)) > 0) {
        const char *field = col_text(st, 0) + head;
        size_t cell = cell_find(w, field, strlen(field));
        if (cell < w->n)
            serial_at(w, cell, col_text(st, 1))->before = col_int(st, 2);
        else
            differs(w->r, _("register %s: the counter of %s"), col_text(st, 0), col_text(st, 1));
    }
    free(begin);
    for (size_t i = 0; i < w->n; i++)
        w->v[i].serial = is_serial(w, i);
    return replay_read_on(w->r, rc, "counter");
}

/* What the record's serial is, once its lines are played. */
void serials_count(struct walk *w)
{
    for (size_t i = 0; i < w->n; i++) {
        char *text = w->v[i].serial ? raw_text(cell_said(w, &w->v[i])) : NULL;
        size_t n = text ? strlen(text) : 0;
        while (n > 0 && text[n - 1] >= '0' && text[n - 1] <= '9')
            n--;
        if (n > 0 && text[n]) {
            int64_t seq = strtoll(text + n, NULL, 10);
            char *period = mem_printf("%.*s#", (int)n, text);
            struct serial *s = serial_at(w, i, period);
            s->named = seq > s->named ? seq : s->named;
            if (!w->v[i].brought && seq > s->given)
                s->given = seq;
            free(period);
        }
        free(text);
    }
}

/* After a record's first line: what a file brought was not given out here. */
void serials_brought(struct walk *w)
{
    for (size_t i = 0; i < w->n; i++)
        w->v[i].brought = w->v[i].serial && w->imported && w->v[i].said && !raw_is(cell_said(w, &w->v[i]), "null");
}

/* Others may have given some out meanwhile, to records that were looked at already. */
int serials_end(struct walk *w)
{
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < w->nserials; i++) {
        const struct serial *s = &w->serials[i];
        char *reg = mem_printf("%s.%s", w->reg, w->v[s->cell].name);
        int64_t last = 0;
        rc = replay_read_on(w->r, counter_of(w->r->db, reg, s->period, &last), "counter");
        bool same = rc == 0 && last >= s->given && s->before <= s->named;
        if (rc == 0 && !same)
            differs(w->r, _("register %s: the counter of %s stands at %lld, the last number in the journal is %lld"),
                    reg, s->period, (long long)last, (long long)s->named);
        int64_t right = same && last > s->given ? last : s->given;
        if (rc == 0 && w->r->into && right > 0)
            rc = rebuild_counter(w->r->into->to, reg, s->period, right);
        free(reg);
    }
    for (size_t i = 0; i < w->nserials; i++)
        free(w->serials[i].period);
    free(w->serials);
    w->serials = NULL;
    w->nserials = 0;
    return rc;
}
