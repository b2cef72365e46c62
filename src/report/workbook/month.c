/* The month as a workbook: beside its place first, then renamed into it. */
#include <errno.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "sheet.h"

static int month_bounds(const char *month, int64_t *from, int64_t *to)
{
    struct civil c = {.day = 1};
    int used = 0;

    if (sscanf(month, "%4d-%2d%n", &c.year, &c.month, &used) != 2 || used != 7 || month[7] ||
        !civil_valid(c.year, c.month, 1))
        return fault(QT_REFUSED, _("'%s' is no month; write it as 2026-11."), month);
    *from = civil_to_time(&c);
    c.month++;
    *to = civil_to_time(&c);
    return QT_OK;
}

static char *directory_of(const char *file)
{
    const char *slash = strrchr(file, '/');

    if (!slash)
        return mem_dup(".");
    return slash == file ? mem_dup("/") : mem_dupn(file, (size_t)(slash - file));
}

/* The library does not tell when packing runs out of room, so there must be enough before it begins: the sheets
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

static int write_sheets(struct book *b, struct buf *said, int64_t *all)
{
    const struct forms *forms = desk_forms(b->d);
    size_t i, sheets = 0;

    for (i = 0; i < forms->n; i++) {
        const struct form *f = forms->v[i];
        int64_t rows = 0;
        int rc;

        if (!f->sheet || f->sheet->ncolumns == 0)
            continue;
        if (f->nview_roles > 0 && !desk_may(b->d, f->view_roles, f->nview_roles)) {
            buf_addf(said, _("%s: left out, your role may not see it\n"),
                     label_of(&f->title, desk_lang(b->d), f->name));
            continue;
        }
        rc = sheet_write(b, f, &rows);
        if (rc != QT_OK)
            return rc;
        sheets++;
        *all += rows;
        buf_addf(said, "%s: %lld\n", label_of(&f->sheet->title, desk_lang(b->d), f->name), (long long)rows);
    }
    return sheets > 0 ? QT_OK : fault(QT_REFUSED, _("No register has a sheet to export."));
}

static int write_book(struct book *b, const char *file, const char *dir, struct buf *said, int64_t *rows)
{
    char *tmpdir = mem_dup(dir), *company = mem_dup(desk_building(b->d));
    lxw_workbook_options options = {.constant_memory = LXW_TRUE, .tmpdir = tmpdir, .use_zip64 = LXW_FALSE};
    lxw_doc_properties properties = {.company = company, .created = (time_t)clock_now()};
    lxw_error e;
    int rc;

    b->workbook = workbook_new_opt(file, &options);
    if (!b->workbook) {
        free(tmpdir);
        free(company);
        return fault(QT_IO, _("The workbook %s cannot be begun."), file);
    }
    workbook_set_properties(b->workbook, &properties);
    book_formats(b);
    rc = write_sheets(b, said, rows);
    if (rc == QT_OK)
        rc = room_for(dir, b->bytes);
    if (rc == QT_OK) {
        errno = 0;
        e = workbook_close(b->workbook); /* frees it, too */
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

/* Made by us first: the library would tell a missing folder only at the end, and on stderr. */
static int make_beside(const char *beside)
{
    int fd = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

    if (fd < 0 || close(fd) != 0)
        return fault(errno == ENOSPC ? QT_FULL : QT_IO, _("The workbook cannot be written there: %s (%s)."),
                     strerror(errno), beside);
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

/* What leaves the house is journalled (U3). */
static int note(struct book *b, int64_t rows)
{
    struct db *db = desk_db(b->d);
    char *data = mem_printf("{\"month\":\"%s\",\"rows\":%lld}", b->month, (long long)rows);
    int rc = db_begin(db);

    if (rc == QT_OK)
        rc = journal_note(db, desk_who(b->d), "export", "", 0, data);
    if (rc == QT_OK)
        rc = db_commit(db);
    else
        db_rollback(db);
    free(data);
    return rc;
}

int report_month(struct desk *d, const char *month, const char *file, struct buf *said)
{
    struct book b = {.d = d, .month = month};
    char *dir = directory_of(file), *beside = mem_printf("%s.%ld.part", file, (long)getpid());
    mode_t mask;
    int64_t rows = 0;
    int rc = month_bounds(month, &b.from, &b.to);

    if (rc == QT_OK)
        rc = staff_list(desk_db(d), &b.staff, &b.nstaff);
    if (rc == QT_OK)
        rc = make_beside(beside);
    if (rc == QT_OK) {
        mask = umask(077); /* names and phones stand in it */
        rc = write_book(&b, beside, dir, said, &rows);
        (void)umask(mask);
    }
    if (rc == QT_OK)
        rc = note(&b, rows);
    if (rc == QT_OK)
        rc = into_place(beside, file, dir);
    if (rc != QT_OK)
        (void)unlink(beside);
    staff_free(b.staff, b.nstaff);
    free(dir);
    free(beside);
    return rc;
}
