/* What a scanner typed. A code of our papers opens its record from wherever one is: dialogs end as they do when the
 * line is lost, what was half typed is kept as a draft, the form waits beneath. A code without mark may be the number
 * of a record, as papers of before have it; anything else is told, and does nothing. */
#include "app.h"
#include "show.h"

#include <stdlib.h>
#include <string.h>

enum { MOST = 9 /* records that may have one number */ };

struct hits {
    const struct form *form[MOST];
    int64_t id[MOST];
    size_t n;
};

/* In all registers that whoever sits here may look into. */
static void find(struct app *a, const char *number, struct hits *out)
{
    const struct forms *forms = desk_forms(a->desk);
    for (size_t i = 0; i < forms->n && out->n < MOST; i++) {
        struct record *r = NULL;
        if (desk_find(a->desk, forms->v[i], number, &r) == QT_OK && r) {
            out->form[out->n] = forms->v[i];
            out->id[out->n++] = r->id;
        }
        record_free(r);
    }
    fault_clear();
}

void scan_take(struct app *a, const char *code)
{
    struct hits hits = {0};
    const char *own = strstr(code, PAPERCODE_MARK); /* a key may have been pressed just before */
    own = own ? own : strstr(code, "qt:");          /* the caps lock is on */
    char *number = NULL;
    code = own ? own : code;
    enum papercode said = papercode_read(code, &number);
    a->letters = (struct letters){0}; /* a letter that waited was not followed by this */
    if (!*desk_who(a->desk)->staff) {
        app_say(a, INK_WARN, "%s", _("Sign in first; then scan it again."));
    } else if (said == PAPERCODE_DAMAGED) {
        app_say(a, INK_WARN, _("Not read cleanly: %s. Nothing was done; scan it again, or type its number behind /."),
                code);
    } else {
        find(a, number ? number : code, &hits);
        if (hits.n > 0) {
            free(a->scanned);
            a->scanned = mem_dup(number ? number : code);
        } else if (number) {
            app_say(a, INK_WARN, _("Scanned: %s. No record that you may see has this number."), number);
        } else {
            app_say(a, INK_WARN, _("Scanned: %s. Nothing here takes it; it was typed nowhere."), code);
        }
    }
    free(number);
}

/* The record whose number it is; of several it is asked which. -1: none. */
static int choose(struct app *a, const char *number, const struct hits *hits)
{
    struct pick items[MOST];
    char *title = mem_printf(_("Which %s?"), number);
    for (size_t i = 0; i < hits->n; i++)
        items[i] = (struct pick){0, form_title(hits->form[i], app_lang(a))};
    int at = hits->n > 1 ? dialog_choose(a, title, items, hits->n, 0) : (int)hits->n - 1;
    free(title);
    return at;
}

void scan_turn(struct app *a)
{
    struct hits hits = {0};
    char *number = a->scanned;
    if (!number || !a->top || term_hung_up())
        return;
    a->scanned = NULL;
    idle_save(a);
    find(a, number, &hits);
    int at = choose(a, number, &hits);
    while (at >= 0 && ((a->top->ops->flags & VIEW_DRAWER) || a->top == a->by_scan)) {
        scan_forget(a, a->top);
        app_pop(a);
    }
    const struct record *shown = at >= 0 && a->top->ops->record ? a->top->ops->record(a->top) : NULL;
    bool whole = strcmp(a->top->ops->name, "record") == 0 || strcmp(a->top->ops->name, "unit") == 0;
    bool there = whole && shown && shown->form == hits.form[at] && shown->id == hits.id[at];
    struct view *before = a->top;
    if (at >= 0 && !there)
        app_open(a, hits.form[at], hits.id[at]);
    if (a->top != before)
        a->by_scan = a->top;
    free(number);
}

void scan_forget(struct app *a, const struct view *v)
{
    if (a->by_scan == v)
        a->by_scan = NULL;
}
