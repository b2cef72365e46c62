/* What the journal tells: the actions of a person at a terminal, for calls on the command line; numbers that are void.
 */
#include "undo/undo.h"

#include <stdlib.h>
#include <string.h>

enum { LINES_BACK = 4000 };

struct recall {
    struct desk *d;
    struct undo_event now; /* first 0: none is open */
};

static void recall_close(struct recall *c)
{
    if (c->now.first)
        undo_remember(c->d, &c->now);
    c->now = (struct undo_event){0};
}

static bool is_mine(const struct desk *d, const struct event_line *l)
{
    return strcmp(l->staff, d->staff) == 0 && strcmp(l->terminal, d->terminal) == 0;
}

/* What the desk itself writes about a record, and what is no action of a person. */
static bool is_action(const struct form *f, const char *word)
{
    return strcmp(word, "create") == 0 || strcmp(word, "change") == 0 || strcmp(word, "correct-state") == 0 ||
           form_action(f, word) >= 0;
}

/* Does it belong to what the line before began? */
static bool goes_on(const struct recall *c, const struct form *f, const struct event_line *l)
{
    if (!c->now.first || l->seq != c->now.last + 1)
        return false;
    int action = f && l->number[0] ? form_action(f, l->action) : -1;
    return strcmp(l->reg, "due") == 0 || (is_mine(c->d, l) && strcmp(l->reg, "transfer") == 0) ||
           (is_mine(c->d, l) && f && l->number[0] &&
            ((undo_caused(l->data) && strcmp(l->action, "correct-state") != 0) ||
             (action >= 0 && f->actions[action].at_save && l->record == c->now.record)));
}

/* What was taken back is not taken back again. */
static void recall_drop(struct recall *c, const struct event_line *l)
{
    int64_t first, last;
    struct desk *d = c->d;
    if (!undo_range(l, &first, &last))
        return;
    for (size_t i = d->nevents; i > 0; i--)
        if (d->events[i - 1].first <= last && d->events[i - 1].last >= first) {
            free(d->events[i - 1].action);
            memmove(&d->events[i - 1], &d->events[i], (d->nevents - i) * sizeof *d->events);
            d->nevents--;
        }
}

static void recall_line(struct recall *c, const struct event_line *l)
{
    const struct form *f = forms_find(c->d->forms, l->reg);
    int64_t first, last;
    if (goes_on(c, f, l) && !undo_range(l, &first, &last)) {
        c->now.last = l->seq;
        return;
    }
    bool reversed = strcmp(l->reg, "transfer") == 0 && strcmp(l->action, "reverse") == 0;
    recall_close(c);
    recall_drop(c, l);
    if (f && l->number[0] && strcmp(l->action, "join") == 0) { /* what it did is told by several records */
        undo_forget(c->d);
        return;
    }
    if (!is_mine(c->d, l) || reversed || !f || !l->number[0] ||
        (undo_caused(l->data) && strcmp(l->action, "correct-state") != 0) || !is_action(f, l->action))
        return;
    c->now = (struct undo_event){
        .first = l->seq, .last = l->seq, .at = l->at, .form = f, .record = l->record, .action = l->action};
}

int desk_undo_recall(struct desk *d)
{
    struct recall c = {.d = d};
    struct event_line *v = NULL;
    size_t n = 0;
    int64_t end = 0;
    undo_forget(d);
    int rc = journal_last(d->db, &end);
    if (rc == QT_OK)
        rc = journal_lines(d->db, end > LINES_BACK ? end - LINES_BACK : 1, end, &v, &n);
    for (size_t i = 0; rc == QT_OK && i < n; i++)
        recall_line(&c, &v[i]);
    recall_close(&c);
    journal_lines_free(v, n);
    return rc;
}

char *desk_void(struct desk *d, const struct form *f, const char *number)
{
    struct event_line *v = NULL;
    char *said = NULL, *kept = mem_dup(fault_text());
    int code = fault_code(), found = 0;
    if (desk_permit(d, f, NULL, -1, -1, RIGHT_LOOK) == QT_OK)
        found = journal_void(d->db, f->name, number, &v);
    if (found > 0) {
        char at[17], *who = desk_staff_label(d, v->staff);
        stamp_show(v->at, at);
        said = mem_printf(_("%s is void: taken back on %s by %s."), number, at, who);
        free(who);
    }
    journal_lines_free(v, found > 0 ? 1 : 0);
    if (code < 0)
        (void)fault(code, "%s", kept);
    free(kept);
    return said;
}
