/* F9: what is looked at goes to paper. One print at a time, beside the desk; its end is told. */
#include "app.h"
#include "dialog/work.h"
#include "qiantai/report.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

#define WATCH_MS 50
#define LEAVE_MS 3000 /* so long the end of a print is waited for when the program ends */

void app_print_listen(struct app *a)
{
    key_watch(a->print ? print_fd(a->print) : -1);
}

/* How long it has been at it; F12 stops it, Enter lets it go on beside the desk. */
bool app_print_busy(struct app *a)
{
    struct work w;
    if (!a->print)
        return false;
    struct pollfd fd = {.fd = print_fd(a->print), .events = POLLIN};
    work_begin(&w, a, _("The print before is still on its way"), 0);
    w.began = a->print_us;
    w.beside = w.may_leave = true;
    while (poll(&fd, 1, WATCH_MS) <= 0 && work_on(&w, 0))
        continue;
    bool left = w.left, stopped = work_end(&w) && !app_over(a);
    if (stopped)
        print_stop(a->print);
    if (left || app_over(a))
        app_print_listen(a);
    else
        app_printed(a);
    return true;
}

void app_print_page(struct app *a, int rc, struct page *p)
{
    if (rc == QT_OK)
        rc = print_start(a->desk, p, NULL, &a->print);
    if (rc < 0) {
        a->print = NULL;
        app_say(a, INK_WARN, "%s", fault_text());
    } else {
        app_print_listen(a);
        a->print_us = clock_mono_us();
        if (a->locked)
            app_say(a, INK_NORMAL, _("Printing: %s ..."), page_title(p));
        else
            app_say(a, INK_NORMAL, _("Printing: %s ...  F9 shows how long, and stops it"), page_title(p));
    }
    page_free(p);
}

/* How much it is and where it goes. */
static char *print_matter(struct app *a, struct page *p, int64_t sheets)
{
    bool printer = print_has_printer(a->desk, p);
    char *to = desk_setting(a->desk, printer ? "print_command" : "print_dir");
    char *much = mem_printf(_("%lld records, about %lld sheets (%s)"), (long long)page_held(p), (long long)sheets,
                            page_sheet(p)->name);
    char *where = printer ? mem_printf(_("To the printer: %s"), to ? to : "")
                          : mem_printf(_("No printer is set: it is kept as a file %s"), to ? to : "");
    char *text = mem_printf("%s\n%s", much, where);
    free(to);
    free(much);
    free(where);
    return text;
}

/* A list that would take many sheets is not printed by one key; Enter, pressed once too often, does not do it. */
static bool agreed_to_many(struct app *a, struct page *p)
{
    char *most = desk_setting(a->desk, "print_ask_pages");
    int64_t sheets = page_sheets(p, page_held(p)), limit = most ? strtoll(most, NULL, 10) : 0;
    free(most);
    if (limit <= 0 || sheets < limit)
        return true;
    char *text = print_matter(a, p, sheets), *title = mem_printf(_("Print all of it?  %s"), page_title(p));
    const struct answer v[] = {
        {.key = 'n', .words = _("No")},
        {.key = 'y', .words = _("Print all"), .follows = _("F3 or F7 in the list makes it shorter")}};
    bool yes = dialog_put(a, &(struct asked){.title = title, .text = text, .v = v, .n = ARRAY_LEN(v)}) == 1;
    free(title);
    free(text);
    return yes;
}

void app_print_duty(struct app *a, const struct board_row *row)
{
    struct page *p = NULL;
    if (app_print_busy(a))
        return;
    int rc = report_duty(a->desk, row, &p);
    app_print_page(a, rc, p);
}

/* ---- who is inside --------------------------------------------------------------------------------- */

void app_inside(struct app *a)
{
    struct page *p = NULL;
    if (a->inside || !*desk_who(a->desk)->staff || !app_ok(a, report_inside(a->desk, true, &p)))
        return;
    const struct answer v[] = {{.key = K_F9, .twin = K_CTRL + 'p', .words = _("Print")}};
    a->inside = true;
    bool yes = dialog_put(a, &(struct asked){.title = page_title(p), .page = p, .v = v, .n = ARRAY_LEN(v)}) == 0;
    a->inside = false;
    if (yes && !app_print_busy(a))
        app_print_page(a, QT_OK, p);
    else
        page_free(p);
}

/* At the lock: no drawer, and what the print before was is not said. */
bool app_inside_print(struct app *a)
{
    struct pollfd fd = {.fd = a->print ? print_fd(a->print) : -1, .events = POLLIN};
    if (a->print && poll(&fd, 1, 0) > 0)
        app_printed(a);
    if (a->print) {
        app_say(a, INK_WARN, "%s", _("The print before is still on its way"));
        return false;
    }
    struct page *p = NULL;
    char *names = desk_setting(a->desk, "lock_names");
    int rc = report_inside(a->desk, names && strcmp(names, "1") == 0, &p);
    app_print_page(a, rc, p);
    free(names);
    return true;
}

/* ---- papers: shown, then printed ---------------------------------------------------------------- */

static void show_paper(struct app *a, int rc, struct page *p)
{
    if (rc == QT_OK) {
        bool exact;
        int64_t sheets = print_sheets(a->desk, p, &exact);
        char *title = mem_printf(exact ? _("%s   %s, sheets: %lld") : _("%s   %s, about %lld sheets"), page_title(p),
                                 page_sheet(p)->name, (long long)sheets);
        bool yes = dialog_page(a, title, p);
        free(title);
        if (!yes) {
            page_free(p);
            return;
        }
    }
    app_print_page(a, rc, p);
}

/* Of a list, counted from 1, or of a record: 0. -1: none; f->npapers: as it is, which is all there is when the form
 * knows no such paper. */
static int choose_paper(struct app *a, const struct form *f, int list, const char *as_it_is)
{
    struct pick *v = mem_alloc((f->npapers + 1) * sizeof *v);
    size_t *paper = mem_alloc((f->npapers + 1) * sizeof *paper), n = 0;
    for (size_t i = 0; i < f->npapers; i++) {
        if (f->papers[i].list != list)
            continue;
        paper[n] = i;
        v[n++].label = label_of(&f->papers[i].label, desk_lang(a->desk), f->papers[i].name);
    }
    paper[n] = f->npapers;
    v[n].label = as_it_is;
    int said = n ? dialog_choose(a, _("Print"), v, n + 1, 0) : 0;
    int chosen = said < 0 ? -1 : (int)paper[said];
    free(paper);
    free(v);
    return chosen;
}

void app_print_list(struct app *a, const struct query *q)
{
    struct page *p = NULL;
    if (app_print_busy(a))
        return;
    int said = choose_paper(a, q->form, q->list + 1, _("The list as it is"));
    if (said < 0)
        return;
    bool paper = said < (int)q->form->npapers;
    int rc =
        paper ? report_list_paper(a->desk, q, &q->form->papers[said], &p) : report_list(a->desk, q, LIST_PAPER, 0, &p);
    if (paper)
        show_paper(a, rc, p);
    else if (rc != QT_OK || agreed_to_many(a, p))
        app_print_page(a, rc, p);
    else
        page_free(p);
}

void app_print_record(struct app *a, const struct record *r)
{
    const struct form *f = r->form;
    struct page *p = NULL;
    if (app_print_busy(a))
        return;
    struct record *held = record_copy(r); /* a dialog may read the view's anew */
    int said = r->id ? choose_paper(a, f, 0, _("The record with its history")) : (int)f->npapers;
    if (said >= 0 && said < (int)f->npapers) {
        int rc = report_paper(a->desk, held, &f->papers[said], &p);
        show_paper(a, rc, p);
    } else if (said >= 0) {
        int rc = report_record(a->desk, held, RECORD_PAPER, &p);
        app_print_page(a, rc, p);
    }
    record_free(held);
}

void app_print_after(struct app *a, const struct record *r, const char *paper)
{
    struct page *p = NULL;
    if (!desk_allows(a->desk, r->form, RIGHT_PRINT) || app_print_busy(a))
        return;
    int rc = report_paper(a->desk, r, &r->form->papers[form_paper(r->form, paper)], &p);
    if (rc != QT_OK)
        dialog_tell(a, _("Print"), fault_text());
    else if (print_has_printer(a->desk, p))
        app_print_page(a, rc, p);
    else
        show_paper(a, rc, p);
}

static int finish(struct app *a, struct buf *said)
{
    int rc = print_end(a->print, said);
    a->print = NULL;
    key_watch(-1);
    return rc;
}

void app_printed(struct app *a)
{
    struct buf said = {0};
    if (!a->print)
        return;
    int rc = finish(a, &said);
    const char *text = said.len ? said.s : fault_text();
    if (a->locked) /* nothing is asked there; the lock shows what it began itself */
        app_say(a, rc < 0 ? INK_WARN : INK_DONE, "%s", text);
    else if (rc < 0 || text_width(text) > term_cols()) /* where the file was kept must not be cut off */
        dialog_tell(a, _("Print"), text);
    else
        app_say(a, INK_DONE, "%s", text);
    buf_free(&said);
}

void app_print_leave(struct app *a, struct buf *said)
{
    if (!a->print)
        return;
    struct pollfd fd = {.fd = print_fd(a->print), .events = POLLIN};
    app_say(a, INK_NORMAL, _("The print is still on its way ..."));
    term_flush();
    if (!term_hung_up() && poll(&fd, 1, LEAVE_MS) > 0) {
        if (finish(a, said) < 0 && !said->len)
            buf_add(said, fault_text());
        return;
    }
    key_watch(-1);
    print_drop(a->print);
    a->print = NULL;
    buf_add(said, _("A print was still on its way: it goes on by itself."));
}
