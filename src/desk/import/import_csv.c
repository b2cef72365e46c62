/* A text file as rows. libcsv splits; we feed it line by line, so that a stray quotation mark costs one row
 * and not the rest of the file: what cannot be split is given back as a bad row and reading goes on with the
 * next line. UTF-8 is streamed; GB18030 is read whole. */
#include <csv.h>
#include <errno.h>
#include <sys/stat.h>

#include "import/import.h"

enum {
    CHUNK = 65536,
    ROW_MAX = 262144,       /* bytes of one row */
    ROW_LINES = 64,         /* lines of one row: beyond it the quotation mark was a slip */
    DECODE_MAX = 268435456, /* bytes of a file that is not UTF-8 */
};

struct csv_in {
    FILE *file; /* NULL: everything is in window */
    const char *encoding;
    struct csv_parser parser;
    bool parsing;
    char delimiter;
    struct buf window; /* bytes read and not done with */
    size_t pos;        /* first byte not done with */
    int64_t line;      /* number of the line at pos */
    struct buf text;   /* the cells, NUL-terminated */
    size_t *at;        /* where each begins in text */
    char **cell;
    size_t ncells, cap;
    bool row_done, has_nul;
    bool counts_rows; /* a sheet: its line numbers are those of its rows, however many lines a cell has */
};

static void on_cell(void *s, size_t n, void *arg)
{
    struct csv_in *in = arg;
    if (in->ncells == in->cap) {
        in->cap = in->cap ? in->cap * 2 : 32;
        in->at = mem_resize(in->at, in->cap, sizeof *in->at);
        in->cell = mem_resize(in->cell, in->cap, sizeof *in->cell);
    }
    in->at[in->ncells++] = in->text.len;
    buf_addn(&in->text, s ? s : "", n);
    if (n > 0 && memchr(s, '\0', n)) {
        char *c = in->text.s + in->text.len - n;
        in->has_nul = true;
        while ((c = memchr(c, '\0', (size_t)(in->text.s + in->text.len - c))))
            *c = '?';
    }
    buf_addc(&in->text, '\0');
}

static void on_row(int c, void *arg)
{
    struct csv_in *in = arg;
    (void)c;
    in->row_done = true;
}

static int parser_start(struct csv_in *in)
{
    if (in->parsing)
        csv_free(&in->parser);
    in->parsing = csv_init(&in->parser, CSV_STRICT | CSV_STRICT_FINI) == 0;
    if (!in->parsing)
        return fault(QT_BUG, "csv_init");
    csv_set_delim(&in->parser, (unsigned char)in->delimiter);
    return QT_OK;
}

/* More bytes into the window; false at the end of the file. */
static bool csv_fill(struct csv_in *in)
{
    char part[CHUNK];
    if (!in->file)
        return false;
    if (in->pos > CHUNK) {
        size_t rest = in->window.len - in->pos;
        memmove(in->window.s, in->window.s + in->pos, rest);
        in->window.len = rest;
        in->window.s[rest] = '\0';
        in->pos = 0;
    }
    size_t n = fread(part, 1, sizeof part, in->file);
    buf_addn(&in->window, part, n);
    return n > 0;
}

/* Bytes of the line that begins `from` bytes behind pos, with its end; 0 when there is none. */
static size_t line_length(struct csv_in *in, size_t from)
{
    size_t looked = 0;
    for (;;) {
        const char *s = in->window.s ? in->window.s + in->pos + from : "";
        size_t have = in->window.len - in->pos - from, n;
        const char *nl = have > looked ? memchr(s + looked, '\n', have - looked) : NULL;
        const char *cr = memchr(s, '\r', nl ? (size_t)(nl - s) : have);
        if (cr && cr + 1 < s + have)
            return (size_t)(cr - s) + (cr[1] == '\n' ? 2 : 1);
        if (nl && !cr)
            return (size_t)(nl - s) + 1;
        n = in->window.len - in->pos;
        looked = have;
        if (have > ROW_MAX || !csv_fill(in) || in->window.len - in->pos == n)
            return have;
    }
}

/* The cells read, as the row; used, lines: what it took of the file. */
static int give_row(struct csv_in *in, struct csv_row *row, size_t used, int lines, const char *bad)
{
    for (size_t i = 0; i < in->ncells; i++) {
        in->cell[i] = in->text.s + in->at[i];
        if (in->counts_rows)
            xlsx_moment(in->cell[i]);
    }
    *row = (struct csv_row){.line = in->line, .cell = in->cell, .n = in->ncells, .bad = bad};
    in->pos += used;
    in->line += in->counts_rows ? 1 : lines;
    return 1;
}

/* Its first line as one cell; reading goes on with the next. */
static int bad_row(struct csv_in *in, struct csv_row *row, size_t first, const char *why)
{
    size_t n = first;
    const char *s = in->window.s + in->pos;
    while (n > 0 && (s[n - 1] == '\n' || s[n - 1] == '\r'))
        n--;
    buf_clear(&in->text);
    in->ncells = 0;
    on_cell(in->window.s + in->pos, n, in);
    return give_row(in, row, first, 1, why);
}

static int good_row(struct csv_in *in, struct csv_row *row, size_t used, int lines)
{
    const char *bad = in->has_nul ? _("a NUL byte stands in this row") : NULL;
    if (!bad && !text_valid(in->text.s, in->text.len))
        bad = _("this row is not text in the file's encoding");
    return give_row(in, row, used, lines, bad);
}

static bool ends_line(const struct csv_in *in, size_t used)
{
    char c = in->window.s[in->pos + used - 1];
    return c == '\n' || c == '\r';
}

/* Feeds lines to the parser until a row is whole (row_done), an empty line was passed, or the file ends (used
 * is 0 then). used, first: bytes of the row, of its first line. Returns why it cannot be split, or NULL. */
static const char *read_row(struct csv_in *in, size_t *used, size_t *first, int *lines)
{
    *used = *first = 0;
    *lines = 0;
    buf_clear(&in->text);
    in->ncells = 0;
    in->row_done = in->has_nul = false;
    for (;;) {
        size_t n = line_length(in, *used);
        if (n == 0)
            return csv_fini(&in->parser, on_cell, on_row, in) == 0
                       ? NULL
                       : _("a quotation mark that opens in this row is never closed");
        if (*first == 0)
            *first = n;
        if (csv_parse(&in->parser, in->window.s + in->pos + *used, n, on_cell, on_row, in) != n)
            return _(
                "a quotation mark stands in the middle of a value: double it and put the value in quotation marks");
        *used += n;
        ++*lines;
        if (in->row_done || (!in->parser.quoted && ends_line(in, *used)))
            return NULL;
        if (*used > ROW_MAX)
            return _("the row is too long");
        if (*lines >= ROW_LINES)
            return _("a quotation mark that opens in this row is never closed");
    }
}

int csv_next(struct csv_in *in, struct csv_row *row)
{
    for (;;) {
        size_t used, first;
        int lines;
        const char *why = read_row(in, &used, &first, &lines);
        if (why) {
            int rc = parser_start(in);
            return rc == QT_OK ? bad_row(in, row, first, why) : rc;
        }
        if (in->row_done)
            return good_row(in, row, used, lines);
        if (used == 0)
            return in->file && ferror(in->file)
                       ? fault(QT_IO, _("The file could not be read to its end: %s."), strerror(errno))
                       : 0;
        in->pos += used; /* an empty line */
        in->line += lines;
    }
}

/* ---- encoding ------------------------------------------------------------------------------------------- */

/* Counts characters beyond ASCII that are well-formed and those that are not. */
static void scan_encoding(const char *s, size_t n, bool last, size_t *done, int64_t *good, int64_t *bad)
{
    size_t i = 0, bytes;
    while (i < n) {
        if ((unsigned char)s[i] < 0x80) {
            i++;
            continue;
        }
        if (!last && n - i < 4)
            break;
        if (text_codepoint(s + i, &bytes) == 0xFFFD && bytes != 3)
            ++*bad;
        else
            ++*good;
        i += bytes > 0 ? bytes : 1;
    }
    *done = i;
}

static int look_through(FILE *file, int64_t *good, int64_t *bad)
{
    struct buf b = {0};
    char part[CHUNK];
    size_t n, done;
    do {
        n = fread(part, 1, sizeof part, file);
        buf_addn(&b, part, n);
        scan_encoding(b.s ? b.s : "", b.len, n == 0, &done, good, bad);
        if (b.len > 0) {
            memmove(b.s, b.s + done, b.len - done);
            b.len -= done;
            b.s[b.len] = '\0';
        }
    } while (n > 0);
    buf_free(&b);
    if (ferror(file))
        return fault(QT_IO, _("The file could not be read: %s."), strerror(errno));
    rewind(file);
    return QT_OK;
}

static int take_whole(struct csv_in *in, const char *path)
{
    char *raw = NULL;
    size_t n;
    if (fseek(in->file, 0, SEEK_END) == 0 && ftell(in->file) > DECODE_MAX)
        return fault(QT_REFUSED, _("A file of this size must be UTF-8; convert it first: iconv -f GB18030 -t UTF-8."));
    int rc = desk_file_read(path, &raw, &n);
    char *text = rc == QT_OK ? text_decode(raw, n, &n, &in->encoding) : NULL;
    free(raw);
    if (!text)
        return fault_code();
    buf_addn(&in->window, text, n);
    free(text);
    (void)fclose(in->file);
    in->file = NULL;
    return QT_OK;
}

static int decide_encoding(struct csv_in *in, const char *path)
{
    int64_t good = 0, bad = 0;
    char head[4] = {0};
    size_t n = fread(head, 1, sizeof head, in->file);
    bool bom = n >= 3 && memcmp(head, "\xEF\xBB\xBF", 3) == 0;
    if (n >= 4 && memcmp(head, "\xD0\xCF\x11\xE0", 4) == 0)
        return fault(QT_REFUSED,
                     _("%s is a workbook of an old Excel. Open it, save it as .xlsx or the sheet as \"CSV UTF-8\", and "
                       "import that."),
                     path);
    if (n >= 2 && (memcmp(head, "\xFF\xFE", 2) == 0 || memcmp(head, "\xFE\xFF", 2) == 0))
        return fault(QT_REFUSED, _("The file is UTF-16; save it as \"CSV UTF-8\" and import that."));
    if (n == 0)
        return fault(QT_REFUSED, _("The file is empty."));
    rewind(in->file);
    int rc = look_through(in->file, &good, &bad);
    if (rc != QT_OK)
        return rc;
    /* Some damaged bytes do not make it another encoding: those rows are refused one by one. */
    if (bad > 0 && !bom && good <= bad * 4)
        return take_whole(in, path);
    in->encoding = bom ? "UTF-8 BOM" : "UTF-8";
    if (bom && fseek(in->file, 3, SEEK_SET) != 0)
        return fault(QT_IO, _("The file could not be read: %s."), strerror(errno));
    return QT_OK;
}

/* The separator is the one that the heading has most of. */
static char find_delimiter(struct csv_in *in)
{
    static const char candidates[] = {',', ';', '\t'};
    size_t n = line_length(in, 0), i, best = 0, k;
    char found = ',';
    for (k = 0; k < sizeof candidates; k++) {
        size_t count = 0;
        for (i = 0; i < n; i++)
            count += in->window.s[in->pos + i] == candidates[k];
        if (count > best) {
            best = count;
            found = candidates[k];
        }
    }
    return found;
}

bool csv_is_workbook(const char *path)
{
    char head[4] = {0};
    FILE *f = fopen(path, "rbe");
    size_t n = f ? fread(head, 1, sizeof head, f) : 0;
    if (f)
        (void)fclose(f);
    return n == sizeof head && memcmp(head, "PK\3\4", sizeof head) == 0;
}

int csv_sheet(FILE *file, struct csv_in **out)
{
    struct csv_in *in = mem_alloc(sizeof *in);
    *in = (struct csv_in){.file = file, .line = 1, .encoding = "Excel", .delimiter = ',', .counts_rows = true};
    int rc = parser_start(in);
    if (rc == QT_OK)
        *out = in;
    else
        csv_close(in);
    return rc;
}

int csv_open(const char *path, struct csv_in **out)
{
    struct csv_in *in = mem_alloc(sizeof *in);
    in->line = 1;
    in->file = fopen(path, "rbe");
    struct stat st;
    int rc = !in->file ? fault_reading(path, errno)
             : fstat(fileno(in->file), &st) == 0 && S_ISDIR(st.st_mode)
                 ? fault(QT_REFUSED, _("%s is a folder: choose a file in it."), path)
                 : decide_encoding(in, path);
    if (rc == QT_OK) {
        in->delimiter = find_delimiter(in);
        rc = parser_start(in);
    }
    if (rc == QT_OK)
        *out = in;
    else
        csv_close(in);
    return rc;
}

int csv_again(struct csv_in *in)
{
    bool bom = in->encoding[0] && strcmp(in->encoding, "UTF-8 BOM") == 0;
    in->pos = 0;
    in->line = 1;
    if (in->file) {
        buf_clear(&in->window);
        if (fseek(in->file, bom ? 3 : 0, SEEK_SET) != 0)
            return fault(QT_IO, _("The file could not be read: %s."), strerror(errno));
    }
    return parser_start(in);
}

const char *csv_encoding(const struct csv_in *in)
{
    return in->encoding;
}

void csv_close(struct csv_in *in)
{
    if (!in)
        return;
    if (in->file)
        (void)fclose(in->file);
    if (in->parsing)
        csv_free(&in->parser);
    buf_free(&in->window);
    buf_free(&in->text);
    free(in->at);
    free(in->cell);
    free(in);
}
