/* Import: good rows in, bad rows to the refused file with line and reason, in transactions of many rows.
 *
 * A row is "already there" when the register holds a record with the same number (where the file gives the
 * number), else with the same values in all fields that the file fills, secret ones left aside. Each record
 * accounts for one row: a file in which a visit occurs twice brings two, and bringing the file again brings
 * none. So an import that was cut short is finished by importing the same file once more. */
#include "import/import.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

struct run {
    struct importer im;
    struct csv_in *in;
    const char *refused_path;
    FILE *refused;
    char **heading;
    size_t nheading;       /* columns of the file */
    size_t nkept;          /* of them without those that the refused file added */
    int number;            /* field that is the number and comes from the file, -1 */
    struct known *known;   /* what the register held before */
    struct known *numbers; /* numbers that this file brought */
    struct import_result *res;
    struct slice slice;
    int64_t batch; /* rows imported in the open slice */
};

/* ---- what is there already ---------------------------------------------------------------------------------- */
static uint64_t record_fingerprint(const struct run *run, const struct record *r)
{
    struct buf b = {0};
    if (run->number >= 0)
        return text_hash(r->v[run->number].kind == VAL_TEXT ? r->v[run->number].s : "");
    for (size_t i = 0; i < run->im.map.n; i++) {
        int field = run->im.map.v[i].field;
        const struct value *v = &r->v[field];
        if (run->im.form->fields[field].secret)
            continue;
        if (v->kind == VAL_INT)
            buf_add_int(&b, v->i);
        else if (v->kind == VAL_TEXT)
            buf_add(&b, v->s);
        buf_addc(&b, '\x1f');
    }
    uint64_t hash = text_hash(b.s ? b.s : "");
    buf_free(&b);
    return hash;
}

static int learn_record(struct record *r, void *arg)
{
    struct run *run = arg;
    known_add(run->known, record_fingerprint(run, r));
    return 0;
}

static int learn_all(struct run *run)
{
    const struct form *f = run->im.form;
    int number = form_sys(f, SYS_NUMBER), same = import_number_field(f);
    run->number = run->im.mapped[number] ? number : same >= 0 && run->im.mapped[same] ? same : -1;
    run->known = known_new();
    run->numbers = known_new();
    return rec_each(desk_db(run->im.d), f, NULL, learn_record, run);
}

/* ---- the refused file ------------------------------------------------------------------------------------------ */
static char *mended_text(const char *s)
{
    struct buf b = {0};
    while (*s) {
        size_t n;
        bool bad = text_codepoint(s, &n) == 0xFFFD && n < 3;
        if (n == 0)
            n = 1;
        buf_addn(&b, bad ? "\xEF\xBF\xBD" : s, bad ? 3 : n);
        s += n;
    }
    return buf_take(&b);
}

/* A guard that the cell had when it was read is not put before it twice. */
static void put_cell(FILE *f, const char *s, bool first)
{
    struct buf b = {0};
    char *mended = mended_text(s); /* damaged bytes show as U+FFFD */
    csv_cell(&b, mended + csv_guard(mended), first);
    if (b.len > 0)
        fputs(b.s, f);
    buf_free(&b);
    free(mended);
}

static int refused_open(struct run *run)
{
    int fd = open(run->refused_path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    run->refused = fd < 0 ? NULL : fdopen(fd, "w");
    if (!run->refused) {
        if (fd >= 0)
            (void)close(fd);
        return fault(QT_IO, _("The refused rows cannot be written to %s: %s. Name another file with --refused."),
                     run->refused_path, strerror(errno));
    }
    fputs("\xEF\xBB\xBF", run->refused); /* spreadsheets take UTF-8 only with the mark */
    for (size_t i = 0; i < run->nheading; i++) {
        if (!map_is_ours(run->heading[i])) {
            put_cell(run->refused, run->heading[i], run->nkept == 0);
            run->nkept++;
        }
    }
    fputs(",refused_line,refused_reason\r\n", run->refused);
    return QT_OK;
}

/* The row's own cells, whatever their number, in the columns of the file: the last takes what is too much. */
static void put_row(struct run *run, const struct csv_row *row)
{
    struct buf last = {0};
    size_t i, k, told = 0;
    for (i = 0; i < run->nheading; i++) {
        const char *s = i < row->n ? row->cell[i] : "";
        if (map_is_ours(run->heading[i]))
            continue;
        told++;
        if (told == run->nkept && row->n > run->nheading) {
            buf_add(&last, s);
            for (k = i + 1; k < row->n; k++)
                buf_addf(&last, ",%s", row->cell[k]);
            s = last.s;
        }
        put_cell(run->refused, s, told == 1);
    }
    buf_free(&last);
}

static int refuse_row(struct run *run, const struct csv_row *row, const char *reason)
{
    int rc = run->refused ? QT_OK : refused_open(run);
    if (rc == QT_OK) {
        char *cleaned = text_clean(reason, strlen(reason), false, NULL);
        put_row(run, row);
        fprintf(run->refused, ",%lld,", (long long)row->line);
        put_cell(run->refused, cleaned, true);
        fputs("\r\n", run->refused);
        run->res->refused++;
        free(cleaned);
    }
    if (rc == QT_OK && ferror(run->refused))
        rc = fault(QT_IO, _("The refused rows cannot be written to %s: %s."), run->refused_path, strerror(errno));
    return rc;
}

static int refused_close(struct run *run)
{
    FILE *f = run->refused;
    if (!f)
        return QT_OK;
    run->refused = NULL;
    bool bad = fflush(f) != 0 || ferror(f) || fsync(fileno(f)) != 0;
    bad = fclose(f) != 0 || bad;
    return bad ? fault(QT_IO, _("The refused rows cannot be written to %s: %s."), run->refused_path, strerror(errno))
               : QT_OK;
}

/* ---- rows ------------------------------------------------------------------------------------------------------- */
static int end_slice(struct run *run, int rc)
{
    int end = desk_slice_end(run->im.d, &run->slice, rc);
    if (end != QT_OK) {
        run->res->rows -= run->batch;
        run->res->imported -= run->batch;
    }
    run->batch = 0;
    return end;
}

static int take_record(struct run *run, const struct csv_row *row, struct record *r)
{
    uint64_t mark = record_fingerprint(run, r);
    if (run->number >= 0 && r->v[run->number].kind == VAL_TEXT) {
        if (known_take(run->numbers, mark)) {
            known_add(run->numbers, mark);
            return refuse_row(run, row, _("the number stands in an earlier row of this file"));
        }
        known_add(run->numbers, mark);
    }
    if (known_take(run->known, mark)) {
        run->res->already++;
        return QT_OK;
    }
    int rc = run->im.o->dry_run ? QT_OK : desk_write_past(run->im.d, "import", r);
    run->res->imported += rc == QT_OK;
    run->batch += rc == QT_OK;
    return rc;
}

static int take_row(struct run *run, const struct csv_row *row)
{
    struct record *r = NULL;
    if (row->bad)
        return refuse_row(run, row, row->bad);
    if (row->n != run->nheading) {
        char *why = mem_printf(_("the row has %zu values, the heading has %zu"), row->n, run->nheading);
        int rc = refuse_row(run, row, why);
        free(why);
        return rc;
    }
    int rc = row_record(&run->im, row, &r);
    if (rc == QT_REFUSED)
        return refuse_row(run, row, fault_text());
    if (rc == QT_OK)
        rc = take_record(run, row, r);
    record_free(r);
    return rc;
}

static int take_rows(struct run *run)
{
    struct csv_row row = {0};
    int64_t line = 1;
    int rc;
    while ((rc = csv_next(run->in, &row)) == 1) {
        line = row.line;
        rc = run->im.o->dry_run ? QT_OK : desk_slice(run->im.d, &run->slice);
        if (rc == QT_OK)
            rc = take_row(run, &row);
        if (rc != QT_OK)
            break;
        run->res->rows++;
        if (!run->im.o->dry_run && slice_full(&run->slice) && (rc = end_slice(run, QT_OK)) != QT_OK)
            break;
    }
    if (!run->im.o->dry_run)
        rc = end_slice(run, rc);
    if (rc != QT_OK)
        rc = fault(rc,
                   _("The import stopped at line %lld: %s What was imported before is kept; import the same file again "
                     "to go on."),
                   (long long)line, fault_text());
    return rc;
}

static int take_all(struct run *run)
{
    struct db *db = desk_db(run->im.d);
    int rc = db_bulk(db, true), back;
    if (rc != QT_OK)
        return rc;
    rc = take_rows(run);
    back = db_bulk(db, false);
    return rc != QT_OK ? rc : back;
}

static int take_heading(struct run *run)
{
    struct csv_row row = {0};
    int rc = csv_next(run->in, &row);
    if (rc == 0)
        return fault(QT_REFUSED, _("The file has no heading."));
    if (rc < 0)
        return rc;
    if (row.bad)
        return fault(QT_REFUSED, _("The heading cannot be read: %s."), row.bad);
    run->nheading = row.n;
    run->heading = mem_alloc(row.n * sizeof *run->heading);
    for (size_t i = 0; i < row.n; i++)
        run->heading[i] = text_trim(row.cell[i] += csv_guard(row.cell[i]));
    return map_make(run->im.form, run->im.o->map, &row, &run->im.map);
}

/* ---- the whole --------------------------------------------------------------------------------------------------- */
static bool same_file(const char *a, const char *b)
{
    struct stat sa, sb;
    return stat(a, &sa) == 0 && stat(b, &sb) == 0 && sa.st_dev == sb.st_dev && sa.st_ino == sb.st_ino;
}

static int import_note(struct run *run)
{
    if (run->im.o->dry_run || run->res->rows == 0)
        return QT_OK;
    char *data =
        mem_printf("{\"rows\":%lld,\"imported\":%lld,\"refused\":%lld,\"already\":%lld}", (long long)run->res->rows,
                   (long long)run->res->imported, (long long)run->res->refused, (long long)run->res->already);
    int rc = desk_note(run->im.d, "import", run->im.form->name, 0, data);
    free(data);
    return rc;
}

static void import_stop(struct run *run)
{
    for (size_t i = 0; i < run->nheading; i++)
        free(run->heading[i]);
    free(run->heading);
    known_free(run->known);
    known_free(run->numbers);
    row_stop(&run->im);
    csv_close(run->in);
}

int desk_import(struct desk *d, const struct form *f, const struct import_options *o, struct import_result *out)
{
    struct run run = {.im = {.d = d, .form = f, .o = o}, .res = out, .slice = {.db = d->db}};
    char *refused = o->refused ? mem_dup(o->refused) : mem_printf("%s.refused.csv", o->file);
    *out = (struct import_result){0};
    run.refused_path = refused;
    int rc = desk_attempt(d, f, NULL, -1, -1, RIGHT_IMPORT);
    if (rc == QT_OK && same_file(o->file, refused))
        rc = fault(QT_REFUSED, _("The refused rows cannot go to the file that is read; name another with --refused."));
    if (rc == QT_OK)
        rc = csv_open(o->file, &run.in);
    if (rc == QT_OK) {
        out->encoding = csv_encoding(run.in);
        rc = take_heading(&run);
    }
    if (rc == QT_OK)
        rc = row_start(&run.im);
    if (rc == QT_OK)
        rc = learn_all(&run);
    if (rc == QT_OK)
        rc = take_all(&run);
    int closed = refused_close(&run);
    if (rc == QT_OK)
        rc = closed;
    if (rc == QT_OK)
        rc = import_note(&run);
    import_stop(&run);
    free(refused);
    return rc;
}
