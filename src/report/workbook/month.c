/* The month as a workbook: beside its place first, then renamed into it. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "sheet.h"

static char *directory_of(const char *file)
{
    const char *slash = strrchr(file, '/');
    if (!slash)
        return mem_dup(".");
    return slash == file ? mem_dup("/") : mem_dupn(file, (size_t)(slash - file));
}

/* The library does not report when packing runs out of room, so there must be enough before it begins: the sheets
 * once more as they are, and packed. */
static int room_for(const char *dir, int64_t bytes)
{
    struct statvfs v;
    struct rlimit limit;
    int64_t need = bytes + bytes / 4 + 65536;
    if (statvfs(dir, &v) == 0 && (double)v.f_bavail * (double)v.f_frsize < (double)need)
        return fault(QT_FULL,
                     _("There is no room for the workbook in %s (about %lld kB are needed); nothing was written."), dir,
                     (long long)(need / 1024));
    if (getrlimit(RLIMIT_FSIZE, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY &&
        (double)limit.rlim_cur < (double)bytes)
        return fault(QT_FULL, _("Files of the size of this workbook are not allowed here; nothing was written."));
    return QT_OK;
}

/* What a workbook holds, written into it by its fill. */
struct content {
    int (*fill)(struct book *b, struct content *c);
    struct buf *said;  /* a line for each sheet */
    int64_t rows;      /* written */
    struct page *page; /* of a workbook that shows one page */
};

static int write_sheets(struct book *b, struct content *c, const struct form *f, size_t *sheets)
{
    const struct sheet_rule *rule;
    for (size_t i = 0; (rule = form_sheet(f, i)); i++) {
        int64_t rows = 0;
        if (rule->ncolumns == 0)
            continue;
        int rc = sheet_write(b, f, rule, &rows);
        if (rc != QT_OK)
            return rc;
        ++*sheets;
        c->rows += rows;
        buf_addf(c->said, "%s: %lld\n", label_of(&rule->title, desk_lang(b->d), f->name), (long long)rows);
    }
    return QT_OK;
}

static int write_registers(struct book *b, struct content *c)
{
    const struct forms *forms = desk_forms(b->d);
    size_t sheets = 0;
    int rc = QT_OK;
    for (size_t i = 0; rc == QT_OK && i < forms->n; i++) {
        const struct form *f = forms->v[i];
        if (!form_sheet(f, 0))
            continue;
        if (desk_allows(b->d, f, RIGHT_EXPORT))
            rc = write_sheets(b, c, f, &sheets);
        else
            buf_addf(c->said, _("%s: left out, your role may not see it\n"),
                     label_of(&f->title, desk_lang(b->d), f->name));
    }
    if (rc != QT_OK)
        return rc;
    return sheets > 0 ? QT_OK : fault(QT_REFUSED, _("No register has a sheet to export."));
}

/* A sheet for the report, the registers below each other. */
static int write_report(struct book *b, const struct report *r)
{
    const struct forms *forms = desk_forms(b->d);
    struct page_sheet *s = sheet_begin(b, gettext(r->label));
    int rc = s ? QT_OK : fault(QT_IO, _("The workbook has no room for the sheet '%s'."), r->name);
    for (size_t i = 0; rc == QT_OK && i < forms->n; i++) {
        const struct form *f = forms->v[i];
        struct page *p = NULL;
        if (!f->sheet || (r->counted && !f->figures) || !desk_allows(b->d, f, RIGHT_EXPORT))
            continue;
        rc = report_page(b->d, r, f, b->month, &p);
        if (rc == QT_OK)
            rc = sheet_page(s, p);
        page_free(p);
    }
    return s ? sheet_end(s, rc) : rc;
}

/* A sheet for the month grids of all registers, below each other; none without any. */
static int write_grids(struct book *b)
{
    const struct forms *forms = desk_forms(b->d);
    struct page_sheet *s = NULL;
    int rc = QT_OK;
    for (size_t i = 0; rc == QT_OK && i < forms->n; i++)
        for (size_t k = 0; rc == QT_OK && k < forms->v[i]->ngrids && desk_allows(b->d, forms->v[i], RIGHT_EXPORT);
             k++) {
            struct page *p = NULL;
            rc = report_grid(b->d, forms->v[i], &forms->v[i]->grids[k], b->month, &p);
            if (rc == QT_OK && !s && !(s = sheet_begin(b, _("Month grids"))))
                rc = fault(QT_IO, _("The workbook has no room for the sheet '%s'."), _("Month grids"));
            if (rc == QT_OK)
                rc = sheet_page(s, p);
            if (rc == QT_DENIED) { /* a field of it is closed */
                fault_clear();
                rc = QT_OK;
            }
            page_free(p);
        }
    return s ? sheet_end(s, rc) : rc;
}

static int fill_month(struct book *b, struct content *c)
{
    const struct report *r;
    int rc = write_registers(b, c);
    if (rc == QT_OK)
        rc = write_grids(b);
    for (size_t i = 0; rc == QT_OK && (r = report_at(i)); i++)
        rc = write_report(b, r);
    return rc;
}

static int fill_page(struct book *b, struct content *c)
{
    struct page_sheet *s = sheet_begin(b, page_name(c->page));
    int rc = s ? sheet_page(s, c->page) : fault(QT_IO, _("The workbook has no room for the sheet '%s'."), "1");
    return s ? sheet_end(s, rc) : rc;
}

static int write_book(struct book *b, const char *file, const char *dir, struct content *c)
{
    char *tmpdir = mem_dup(dir), *company = mem_dup(desk_building(b->d));
    lxw_workbook_options options = {.constant_memory = LXW_TRUE, .tmpdir = tmpdir, .use_zip64 = LXW_FALSE};
    lxw_doc_properties properties = {.company = company, .created = (time_t)clock_now()};
    b->workbook = workbook_new_opt(file, &options);
    if (!b->workbook) {
        free(tmpdir);
        free(company);
        return fault(QT_IO, _("The workbook %s cannot be begun."), file);
    }
    workbook_set_properties(b->workbook, &properties);
    book_formats(b);
    int rc = c->fill(b, c);
    if (rc == QT_OK)
        rc = room_for(dir, b->bytes);
    if (rc == QT_OK) {
        errno = 0;
        lxw_error e = workbook_close(b->workbook); /* frees it, too */
        if (e != LXW_NO_ERROR)
            rc = fault(errno == ENOSPC ? QT_FULL : QT_IO,
                       _("The workbook %s cannot be written: %s. Nothing was left behind."), file, lxw_strerror(e));
    } else {
        lxw_workbook_free(b->workbook);
    }
    free(tmpdir);
    free(company);
    return rc;
}

/* Made by us first: the library would report a missing folder only at the end, and on stderr. */
static int make_beside(const char *beside, const char *file)
{
    int fd = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0 || close(fd) != 0)
        return fault_writing(file, errno);
    return QT_OK;
}

static int into_place(const char *beside, const char *file, const char *dir)
{
    int fd = open(beside, O_RDONLY | O_CLOEXEC);
    int rc = fd >= 0 && fsync(fd) == 0 ? QT_OK : QT_IO;
    if (fd >= 0)
        (void)close(fd);
    if (rc != QT_OK || rename(beside, file) != 0)
        return fault(errno == ENOSPC ? QT_FULL : QT_IO, _("The workbook cannot be put at %s: %s."), file,
                     strerror(errno));
    fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) {
        (void)fsync(fd); /* some file systems refuse it for directories */
        (void)close(fd);
    }
    return QT_OK;
}

/* FILE.PID.part of a run that was killed. */
static void sweep(const char *file, const char *dir)
{
    const char *slash = strrchr(file, '/'), *base = slash ? slash + 1 : file;
    size_t n = strlen(base);
    DIR *all = opendir(dir);
    for (struct dirent *e; all && (e = readdir(all));) {
        char *end = NULL;
        if (strncmp(e->d_name, base, n) != 0 || e->d_name[n] != '.')
            continue;
        long pid = strtol(e->d_name + n + 1, &end, 10);
        if (pid <= 0 || strcmp(end, ".part") != 0 || kill((pid_t)pid, 0) == 0 || errno != ESRCH)
            continue;
        char *left = mem_printf("%s/%s", dir, e->d_name);
        (void)unlink(left);
        free(left);
    }
    if (all)
        (void)closedir(all);
}

/* Beside its place first. note: its journal line, since what leaves the house is journalled (U3). */
static int save_book(struct book *b, struct content *c, const char *file, const char *note)
{
    char *dir = directory_of(file), *beside = mem_printf("%s.%ld.part", file, (long)getpid());
    int rc = fault_unwritable(file); /* a folder would be noticed only when all is written, and in the journal */
    if (rc == QT_OK) {
        sweep(file, dir);
        rc = make_beside(beside, file);
    }
    if (rc == QT_OK) {
        mode_t mask = umask(077); /* it holds names and phones */
        rc = write_book(b, beside, dir, c);
        (void)umask(mask);
    }
    if (rc == QT_OK) {
        const char *reg = c->page ? page_subject(c->page)->reg : NULL;
        char *data =
            mem_printf("{\"%s\":\"%s\",\"rows\":%lld}", c->page ? "report" : "month", note, (long long)c->rows);
        rc = desk_note(b->d, "export", reg ? reg : "", 0, data);
        free(data);
    }
    if (rc == QT_OK)
        rc = into_place(beside, file, dir);
    if (rc == QT_OK)
        rc = desk_outside(b->d, "export", file);
    if (rc != QT_OK)
        (void)unlink(beside);
    free(dir);
    free(beside);
    return rc;
}

int report_month(struct desk *d, const char *month, const char *file, struct buf *said)
{
    struct book b = {.d = d, .month = month};
    struct content c = {.fill = fill_month, .said = said};
    int rc = desk_attempt(d, NULL, NULL, -1, -1, RIGHT_EXPORT);
    if (rc == QT_OK)
        rc = strlen(month) == 7 ? figures_period(month, &b.from, &b.to)
                                : fault(QT_REFUSED, _("'%s' is no month; write it as 2026-11."), month);
    return rc == QT_OK ? save_book(&b, &c, file, month) : rc;
}

int report_workbook(struct desk *d, struct page *p, const char *file)
{
    struct book b = {.d = d, .month = ""};
    struct content c = {.fill = fill_page, .page = p};
    const struct page_subject *about = page_subject(p);
    int rc = desk_attempt(d, about->reg ? forms_find(desk_forms(d), about->reg) : NULL, NULL, -1, -1, RIGHT_EXPORT);
    return rc == QT_OK ? save_book(&b, &c, file, about->list ? about->list : "") : rc;
}
