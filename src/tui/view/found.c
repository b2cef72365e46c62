/* Records of several registers as rows. */
#include "view/found.h"
#include "app.h"
#include "show.h"

#include <stdlib.h>
#include <string.h>

void found_add(struct rows *l, struct found found)
{
    struct found *kept = mem_alloc(sizeof *kept);
    *kept = found;
    rows_add(l, kept);
}

unsigned found_open(struct rows *l)
{
    const struct found *now = rows_now(l);
    if (now)
        app_open(l->view.app, now->form, now->id);
    return TAKEN | KEYS;
}

void found_drop(void *row)
{
    record_free(((struct found *)row)->r);
    free(row);
}

int64_t found_id(const void *row)
{
    const struct found *e = row;
    return e->id << 8 | (e->form->index & 0xff);
}

int64_t found_record(const void *row, const struct form **f)
{
    const struct found *e = row;
    *f = e->form;
    return e->id;
}

void found_column(struct rows *l, enum found_column id)
{
    const struct rows_column all[] = {
        [FOUND_TIME] = {.head = _("Saved"), .least = 16, .most = 16},
        [FOUND_KIND] = {.head = _("Kind"), .least = 4, .most = 10},
        [FOUND_NUMBER] = {.head = _("Number"), .least = 6, .most = 20},
        [FOUND_UNIT] = {.head = _("Unit"), .least = 6, .most = 14},
        [FOUND_MATTER] = {.head = _("Matter"), .least = 14, .most = 80, .text = true},
        [FOUND_STATE] = {.head = _("State"), .least = 6, .most = 16},
    };
    struct rows_column c = all[id];
    c.id = (int)id;
    rows_column(l, c);
}

/* A unit is its own number and its summary begins with it: once is enough. */
static char *found_matter(struct app *a, const struct record *r)
{
    char *summary = desk_summary(app_desk(a), r);
    const char *number = record_number(r);
    size_t n = strncmp(summary, number, strlen(number)) == 0 ? strlen(number) : 0;
    n += n && summary[n] == ' ';
    memmove(summary, summary + n, strlen(summary + n) + 1);
    return summary;
}

void found_cell(struct rows *l, const void *row, const struct rows_column *c, struct rows_cell *out)
{
    struct app *a = l->view.app;
    struct found *e = (struct found *)row; /* the rows view keeps it for us */
    if (!e->r && desk_get(app_desk(a), e->form, e->id, &e->r) < 0)
        e->r = NULL;
    const struct record *r = e->r;
    if (!r)
        return;
    switch ((enum found_column)c->id) {
    case FOUND_TIME:
        out->text = mem_alloc(sizeof "2026-11-21 09:14");
        stamp_show(e->at, out->text);
        break;
    case FOUND_KIND:
        out->text = form_short(e->form, app_lang(a));
        break;
    case FOUND_NUMBER:
        out->text = mem_dup(record_number(r));
        break;
    case FOUND_UNIT:
        if (e->form->unit_field >= 0)
            out->text = value_show(a, r, e->form->unit_field);
        break;
    case FOUND_MATTER:
        out->text = found_matter(a, r);
        break;
    case FOUND_STATE:
        out->ink = state_ink(r);
        out->text = value_show(a, r, form_sys(r->form, SYS_STATE));
        break;
    }
}
