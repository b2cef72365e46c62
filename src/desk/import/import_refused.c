/* The refused file: rows that were not taken, each with its line and the reason, to be mended and imported again. */
#include "import/import.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

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

static int refused_open(struct refused *out)
{
    int fd = open(out->path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    out->file = fd < 0 ? NULL : fdopen(fd, "w");
    if (!out->file) {
        if (fd >= 0)
            (void)close(fd);
        return fault(QT_IO, _("The refused rows cannot be written to %s: %s. Name another file with --refused."),
                     out->path, strerror(errno));
    }
    fputs("\xEF\xBB\xBF", out->file); /* spreadsheets take UTF-8 only with the mark */
    for (size_t i = 0; i < out->nheading; i++) {
        if (!map_is_ours(out->heading[i])) {
            put_cell(out->file, out->heading[i], out->nkept == 0);
            out->nkept++;
        }
    }
    fputs(",refused_line,refused_reason\r\n", out->file);
    return QT_OK;
}

/* The row's own cells, whatever their number, in the columns of the file: the last takes what is too much. */
static void put_row(struct refused *out, const struct csv_row *row)
{
    struct buf last = {0};
    size_t i, k, told = 0;
    for (i = 0; i < out->nheading; i++) {
        const char *s = i < row->n ? row->cell[i] : "";
        if (map_is_ours(out->heading[i]))
            continue;
        told++;
        if (told == out->nkept && row->n > out->nheading) {
            buf_add(&last, s);
            for (k = i + 1; k < row->n; k++)
                buf_addf(&last, ",%s", row->cell[k]);
            s = last.s;
        }
        put_cell(out->file, s, told == 1);
    }
    buf_free(&last);
}

int refused_row(struct refused *out, const struct csv_row *row, const char *reason)
{
    int rc = out->file || !out->path ? QT_OK : refused_open(out);
    if (!out->path) {
        out->rows++;
    } else if (rc == QT_OK) {
        char *cleaned = text_clean(reason, strlen(reason), false, NULL);
        put_row(out, row);
        fprintf(out->file, ",%lld,", (long long)row->line);
        put_cell(out->file, cleaned, true);
        fputs("\r\n", out->file);
        out->rows++;
        free(cleaned);
    }
    if (rc == QT_OK && out->file && ferror(out->file))
        rc = fault(QT_IO, _("The refused rows cannot be written to %s: %s."), out->path, strerror(errno));
    return rc;
}

int refused_close(struct refused *out)
{
    FILE *f = out->file;
    if (!f)
        return QT_OK;
    out->file = NULL;
    bool bad = fflush(f) != 0 || ferror(f) || fsync(fileno(f)) != 0;
    bad = fclose(f) != 0 || bad;
    return bad ? fault(QT_IO, _("The refused rows cannot be written to %s: %s."), out->path, strerror(errno)) : QT_OK;
}

/* One that an earlier run left: its heading ends with our columns. */
static bool is_refused_file(const char *path)
{
    static const char ours[] = ",refused_line,refused_reason\r\n";
    char line[4096];
    FILE *f = fopen(path, "re");
    bool found = f && fgets(line, sizeof line, f) && strlen(line) >= sizeof ours &&
                 strcmp(line + strlen(line) - (sizeof ours - 1), ours) == 0;
    if (f)
        (void)fclose(f);
    return found;
}

int refused_sweep(const struct refused *out)
{
    if (out->rows > 0 || !is_refused_file(out->path) || unlink(out->path) == 0)
        return QT_OK;
    return fault(QT_IO, _("The refused rows of an earlier run still stand in %s: %s. Remove it."), out->path,
                 strerror(errno));
}
