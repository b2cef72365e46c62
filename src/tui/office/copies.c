/* Copies, checks and what leaves the house: backup, verify, check of the forms, the month's workbook, a list as CSV. */
#include "office/office.h"
#include "qiantai/desk_copies.h"
#include "qiantai/desk_files.h"
#include "qiantai/report.h"
#include "show.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- where to --------------------------------------------------------------------------------------------------- */
static char *place_of(const char *said)
{
    const char *home = getenv("HOME");
    return home && said[0] == '~' && said[1] == '/' ? mem_printf("%s%s", home, said + 1) : mem_dup(said);
}

/* Told while the line can still be corrected, before a PIN is asked for and before anything is written. */
static int place_fits(void *arg, const char *said)
{
    char *to = place_of(said);
    int rc = *to ? fault_unwritable(to) : fault(QT_REFUSED, "%s", _("Which file? Type its path; Esc goes back."));
    if (rc == QT_OK && !*(const bool *)arg && access(to, F_OK) == 0)
        rc = fault_writing(to, EEXIST);
    free(to);
    return rc;
}

/* At the house's own terminal any path, a stick's; over the network what is proposed. over: a file that is there is
 * written anew. NULL: given up. */
static char *ask_place(struct app *a, const char *title, const char *proposal, bool over)
{
    if (!desk_local(app_desk(a)))
        return mem_dup(proposal);
    struct line line = {
        .title = title, .label = _("Write it to"), .initial = proposal, .take = place_fits, .arg = &over};
    char *said = dialog_line(a, &line), *to = said ? place_of(said) : NULL;
    free(said);
    return to;
}

/* Whoever was sent away meanwhile finds it at the sign-in. */
static void tell_end(struct app *a, const char *title, int rc, const char *said)
{
    char *text = mem_dup(rc < 0 ? fault_text() : said);
    app_changed(a);
    if (app_over(a))
        app_say(a, INK_WARN, "%s", text);
    else
        dialog_tell(a, title, text);
    free(text);
}

/* ---- backup, verify, check --------------------------------------------------------------------------------------- */
/* It is his who sits here: the command beside the desk writes the file, the desk says in the journal who had it made.
 */
static void back_up(struct app *a, const char *to)
{
    struct desk *d = app_desk(a);
    struct buf said = {0};
    struct stat st;
    bool halted = false;
    char *part = mem_printf("%s.part", to);
    const char *const words[] = {"backup", to, NULL};
    int64_t mb = stat(desk_path(d), &st) == 0 ? (st.st_size >> 20) + 1 : 0;
    int rc = job_run(a,
                     &(struct job_call){.title = _("Backing up: copied, then checked"),
                                        .words = words,
                                        .grows = mb ? part : NULL,
                                        .whole_mb = mb,
                                        .halted = &halted},
                     &said);
    if (rc == QT_OK)
        rc = desk_backed_up(d, to);
    else if (halted && access(to, F_OK) == 0)
        rc = fault(QT_REFUSED, _("Stopped before it was encrypted. The plain copy is whole and stays: %s"), to);
    tell_end(a, _("Back up now"), rc, said.s);
    if (rc != QT_OK)
        desk_backup_sweep(to);
    buf_free(&said);
    free(part);
}

void backup_now(struct app *a)
{
    struct desk *d = app_desk(a);
    char *folder = NULL, *to = NULL, *proposal = NULL, stamp[32];
    struct civil now = civil_of(clock_now());
    if (!app_ok(a, desk_attempt(d, NULL, NULL, -1, -1, RIGHT_BACKUP)) ||
        !app_ok(a, desk_copies_folder(d, "backup_dir", "backups", &folder)))
        return;
    (void)snprintf(stamp, sizeof stamp, "%04d%02d%02d-%02d%02d", now.year, now.month, now.day, now.hour, now.minute);
    proposal = mem_printf("%s/hand-%s.db", folder, stamp);
    to = ask_place(a, _("Back up now"), proposal, false);
    if (to && *to)
        back_up(a, to);
    free(proposal);
    free(folder);
    free(to);
}

void verify_now(struct app *a)
{
    struct buf said = {0};
    const char *const words[] = {"verify", NULL};
    if (!app_ok(a, desk_attempt(app_desk(a), NULL, NULL, -1, -1, RIGHT_SETTINGS)))
        return;
    int rc = job_run(a,
                     &(struct job_call){.title = _("Checking the journal and all records"),
                                        .words = words,
                                        .stopped = _("Stopped before the end: what is not in order may not have been "
                                                     "found. Nothing was changed.")},
                     &said);
    tell_end(a, _("Check the journal"), rc, said.s);
    buf_free(&said);
}

void forms_check_now(struct app *a)
{
    struct buf said = {0};
    const char *const words[] = {"check", NULL};
    if (!app_ok(a, desk_attempt(app_desk(a), NULL, NULL, -1, -1, RIGHT_SETTINGS)))
        return;
    int rc = job_run(a,
                     &(struct job_call){.title = _("Checking the forms"),
                                        .words = words,
                                        .all = true,
                                        .stopped = _("Stopped before the end: mistakes may not have been found.")},
                     &said);
    tell_end(a, _("Check the forms"), rc, said.s);
    buf_free(&said);
}

/* ---- export --------------------------------------------------------------------------------------------------------
 */
/* Who is known by the login or practises need not type it again: what leaves the house is signed for. NULL: given up.
 */
static char *ask_pin(struct app *a)
{
    struct line line = {
        .title = _("The workbook leaves the house"), .label = _("Your PIN"), .initial = "", .masked = true};
    return desk_vouched(app_desk(a), desk_who(app_desk(a))->staff) ? mem_dup("") : dialog_line(a, &line);
}

/* By the helper that writes workbooks. */
static void write_book(struct app *a, const char *title, const char *const *words)
{
    struct buf said = {0};
    char *pin = ask_pin(a);
    if (pin) {
        struct job_call c = {.title = _("Writing the workbook"),
                             .helper = "qiantai-export",
                             .words = words,
                             .sign = true,
                             .pin = *pin ? pin : NULL};
        int rc = job_run(a, &c, &said);
        tell_end(a, title, rc, said.s);
    }
    buf_free(&said);
    free(pin);
}

static int month_fits(void *arg, const char *said)
{
    int64_t from, to;
    (void)arg;
    return strlen(said) == 7 ? figures_period(said, &from, &to)
                             : fault(QT_REFUSED, _("'%s' is no month; write it as 2026-11."), said);
}

static void export_month(struct app *a, const char *folder)
{
    struct civil now = civil_of(clock_now());
    int year = now.month == 1 ? now.year - 1 : now.year, month = now.month == 1 ? 12 : now.month - 1;
    char *before = mem_printf("%04d-%02d", year, month);
    struct line line = {
        .title = _("The month's workbook"), .label = _("Which month"), .initial = before, .take = month_fits};
    char *which = dialog_line(a, &line);
    char *proposal = which ? mem_printf("%s/qiantai-%s.xlsx", folder, which) : NULL;
    char *to = which ? ask_place(a, _("The month's workbook"), proposal, true) : NULL;
    const char *const words[] = {"export", which, "-o", to, NULL};
    if (to && *to)
        write_book(a, _("The month's workbook"), words);
    free(to);
    free(proposal);
    free(which);
    free(before);
}

struct csv_out {
    int fd;
    int64_t bytes;
    struct work work;
};

/* Positive: the reason stands in errno, ECANCELED when it was stopped. */
static int put_csv(void *arg, const char *s, size_t n)
{
    struct csv_out *o = arg;
    while (n > 0) {
        ssize_t put = write(o->fd, s, n);
        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            return 1;
        s += put;
        n -= (size_t)put;
        o->bytes += put;
    }
    if (work_on(&o->work, o->bytes / 1024))
        return QT_OK;
    errno = ECANCELED;
    return 1;
}

static int write_csv(struct app *a, struct page *p, const char *to)
{
    struct csv_out o = {.fd = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600)};
    if (o.fd < 0)
        return fault_writing(to, errno);
    work_begin(&o.work, a, _("Writing the list"), 0);
    int rc = put_csv(&o, "\xEF\xBB\xBF", 3); /* spreadsheets take UTF-8 only with the mark */
    if (rc == QT_OK)
        rc = page_to_csv(p, put_csv, &o);
    int why = errno;
    (void)work_end(&o.work);
    if (fsync(o.fd) != 0 && rc == QT_OK) {
        why = errno;
        rc = 1;
    }
    (void)close(o.fd);
    if (rc != QT_OK)
        (void)unlink(to);
    if (rc > 0)
        rc = why == ECANCELED ? fault(QT_REFUSED, "%s", _("Stopped; nothing was kept of it.")) : fault_writing(to, why);
    return rc;
}

static const struct form *choose_form(struct app *a)
{
    const struct forms *all = desk_forms(app_desk(a));
    struct pick *items = mem_alloc((all->n + 1) * sizeof *items);
    const struct form **of = mem_alloc((all->n + 1) * sizeof *of), *chosen = NULL;
    size_t n = 0;
    for (size_t i = 0; i < all->n; i++)
        if (desk_allows(app_desk(a), all->v[i], RIGHT_EXPORT)) {
            of[n] = all->v[i];
            items[n++] = (struct pick){.label = form_title(all->v[i], app_lang(a))};
        }
    int said = dialog_choose(a, _("Which register?"), items, n, 0);
    if (said >= 0)
        chosen = of[said];
    free(of);
    free(items);
    return chosen;
}

static int choose_list(struct app *a, const struct form *f)
{
    struct pick *items = mem_alloc((f->nlists + 1) * sizeof *items);
    for (size_t i = 0; i < f->nlists; i++)
        items[i] = (struct pick){.label = label_of(&f->lists[i].label, app_lang(a), f->lists[i].name)};
    int said = f->nlists == 1 ? 0 : dialog_choose(a, form_title(f, app_lang(a)), items, f->nlists, 0);
    free(items);
    return said;
}

/* All fields by their names, as import reads them back. */
static void export_csv(struct app *a, const struct query *q, const char *to)
{
    struct desk *d = app_desk(a);
    const struct form *f = q->form;
    struct page *p = NULL;
    int rc = desk_attempt(d, f, NULL, -1, -1, RIGHT_EXPORT);
    if (rc == QT_OK)
        rc = report_list(d, q, LIST_DATA, 0, &p);
    if (rc == QT_OK)
        rc = write_csv(a, p, to);
    if (rc == QT_OK)
        rc = desk_exported(d, f, f->lists[q->list].name, page_records(p), to);
    char *said = mem_printf(_("%lld records written to %s; only you can read the file."),
                            (long long)(p ? page_records(p) : 0), to);
    tell_end(a, form_title(f, app_lang(a)), rc, said);
    free(said);
    page_free(p);
}

static void export_list(struct app *a, const char *folder, bool book)
{
    const struct form *f = choose_form(a);
    struct query q = {.form = f, .list = f ? choose_list(a, f) : -1, .sort = -1};
    char day[11];
    if (!f || q.list < 0)
        return;
    const char *list = f->lists[q.list].name;
    date_format(clock_now(), day);
    char *proposal = mem_printf("%s/%s-%s-%s.%s", folder, f->name, list, day, book ? "xlsx" : "csv");
    char *to = ask_place(a, form_title(f, app_lang(a)), proposal, book);
    const char *const words[] = {"list", f->name, "--list", list, "-o", to, NULL};
    if (to && *to && book)
        write_book(a, form_title(f, app_lang(a)), words);
    else if (to && *to)
        export_csv(a, &q, to);
    free(proposal);
    free(to);
}

void export_ask(struct app *a)
{
    const struct pick what[] = {
        {0, _("The month's workbook (Excel)")}, {0, _("A list (CSV)")}, {0, _("A list (Excel)")}};
    char *folder = NULL;
    if (!app_ok(a, desk_attempt(app_desk(a), NULL, NULL, -1, -1, RIGHT_EXPORT)) ||
        !app_ok(a, desk_copies_folder(app_desk(a), NULL, "exports", &folder)))
        return;
    int said = dialog_choose(a, _("Export"), what, ARRAY_LEN(what), 0);
    if (said == 0)
        export_month(a, folder);
    if (said == 1 || said == 2)
        export_list(a, folder, said == 2);
    free(folder);
}
