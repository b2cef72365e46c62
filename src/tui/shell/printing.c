/* F9: what is looked at goes to paper. One print at a time, beside the desk; its end is told. */
#include "app.h"
#include "qiantai/report.h"

#include <poll.h>

#define LEAVE_MS 3000 /* so long the end of a print is waited for when the program ends */

bool app_print_busy(struct app *a)
{
    if (a->print)
        app_say(a, INK_WARN, _("The print before is not finished yet: its end is told here."));
    return a->print != NULL;
}

void app_print_page(struct app *a, int rc, struct page *p)
{
    if (rc == QT_OK)
        rc = print_start(a->desk, p, NULL, &a->print);
    if (rc < 0) {
        a->print = NULL;
        app_say(a, INK_WARN, "%s", fault_text());
    } else {
        key_watch(print_fd(a->print));
        app_say(a, INK_NORMAL, _("Printing: %s ..."), page_title(p));
    }
    page_free(p);
}

void app_print_list(struct app *a, const struct query *q)
{
    struct page *p = NULL;
    if (app_print_busy(a))
        return;
    int rc = report_list(a->desk, q, LIST_PAPER, 0, &p);
    app_print_page(a, rc, p);
}

void app_print_record(struct app *a, const struct record *r)
{
    struct page *p = NULL;
    if (app_print_busy(a))
        return;
    int rc = report_record(a->desk, r, RECORD_PAPER, &p);
    app_print_page(a, rc, p);
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
    if (rc < 0 || text_width(text) > term_cols()) /* where the file was kept must not be cut off */
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
