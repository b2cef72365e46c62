#include "rows.h"
#include <errno.h>

/* ---- a reader of exactly this much JSON ---- */

static const char *skip(const char *s)
{
    return s + strspn(s, " \t\r\n");
}

static int hex4(const char *s, uint32_t *cp)
{
    char digits[5] = {0}, *end;
    for (int i = 0; i < 4 && s[i]; i++)
        digits[i] = s[i];
    *cp = (uint32_t)strtoul(digits, &end, 16);
    return end == digits + 4 && digits[0] != '+' && digits[0] != '-' && digits[0] != ' ' ? 0 : -1;
}

static void add_utf8(struct buf *b, uint32_t cp)
{
    if (cp < 0x80) {
        buf_addc(b, (char)cp);
    } else if (cp < 0x800) {
        buf_addc(b, (char)(0xC0 | (cp >> 6)));
        buf_addc(b, (char)(0x80 | (cp & 0x3F)));
    } else if (cp < 0x10000) {
        buf_addc(b, (char)(0xE0 | (cp >> 12)));
        buf_addc(b, (char)(0x80 | ((cp >> 6) & 0x3F)));
        buf_addc(b, (char)(0x80 | (cp & 0x3F)));
    } else {
        buf_addc(b, (char)(0xF0 | (cp >> 18)));
        buf_addc(b, (char)(0x80 | ((cp >> 12) & 0x3F)));
        buf_addc(b, (char)(0x80 | ((cp >> 6) & 0x3F)));
        buf_addc(b, (char)(0x80 | (cp & 0x3F)));
    }
}

static const char *read_unicode(const char *s, struct buf *b)
{
    uint32_t cp, low;
    if (hex4(s, &cp) < 0)
        return NULL;
    s += 4;
    if (cp >= 0xD800 && cp < 0xDC00) {
        if (s[0] != '\\' || s[1] != 'u' || hex4(s + 2, &low) < 0 || low < 0xDC00 || low > 0xDFFF)
            return NULL;
        cp = 0x10000 + ((cp - 0xD800) << 10) + (low - 0xDC00);
        s += 6;
    } else if (cp >= 0xDC00 && cp <= 0xDFFF) {
        return NULL;
    }
    if (cp)
        add_utf8(b, cp);
    return s;
}

/* s stands behind the opening quote; returns behind the closing one, NULL when malformed. */
static const char *read_string(const char *s, struct buf *b)
{
    static const char plain[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
    for (; *s && *s != '"'; s++) {
        if (*s != '\\') {
            buf_addc(b, *s);
            continue;
        }
        s++;
        const char *p = *s ? strchr(plain, *s) : NULL;
        if (p) {
            buf_addc(b, meant[p - plain]);
        } else if (*s == 'u') {
            s = read_unicode(s + 1, b);
            if (!s)
                return NULL;
            s--;
        } else {
            return NULL;
        }
    }
    return *s ? s + 1 : NULL;
}

/* One cell: text, whole number, null. */
static const char *read_cell(const char *s, struct value *v)
{
    if (*s == '"') {
        struct buf b = {0};
        s = read_string(s + 1, &b);
        if (s)
            value_text(v, b.s ? b.s : "");
        buf_free(&b);
        return s;
    }
    if (strncmp(s, "null", 4) == 0) {
        value_clear(v);
        return s + 4;
    }
    char *end;
    errno = 0;
    long long n = *s == '-' || (*s >= '0' && *s <= '9') ? strtoll(s, &end, 10) : (end = NULL, 0);
    if (!end || errno)
        return NULL;
    value_int(v, n);
    return end;
}

struct rows {
    const struct field *f;
    int (*cell)(struct rows *r, size_t row, size_t column, struct value *v);
    int (*end_of_row)(struct rows *r, size_t row, size_t columns);
    struct buf out, line;
    enum lang lang;
    int64_t now;
    bool filled; /* the row has a value */
};

static int broken_rows(void)
{
    return fault(QT_REFUSED, _("The rows are damaged. Enter them again."));
}

static int read_row(struct rows *r, const char **at, size_t row)
{
    const char *s = skip(*at + 1);
    size_t column = 0;
    int rc = QT_OK;
    r->filled = false;
    if (*s == ']')
        s++;
    else
        for (;;) {
            struct value v = {0};
            s = read_cell(skip(s), &v);
            if (!s || column >= r->f->nchildren)
                rc = broken_rows();
            else
                rc = r->cell(r, row, column++, &v);
            value_clear(&v);
            if (rc < 0)
                return rc;
            s = skip(s);
            if (*s != ',' && *s != ']')
                return broken_rows();
            if (*s++ == ']')
                break;
        }
    *at = s;
    return r->end_of_row(r, row, column);
}

static int read_rows(struct rows *r, const char *json)
{
    const char *s = skip(json);
    if (*s != '[')
        return broken_rows();
    s = skip(s + 1);
    if (*s == ']')
        return *skip(s + 1) ? broken_rows() : QT_OK;
    for (size_t row = 0;; row++) {
        s = skip(s);
        if (*s != '[')
            return broken_rows();
        int rc = read_row(r, &s, row);
        if (rc < 0)
            return rc;
        s = skip(s);
        if (*s == ']')
            return *skip(s + 1) ? broken_rows() : QT_OK;
        if (*s++ != ',')
            return broken_rows();
    }
}

/* ---- checking ---- */

static bool stored_as_number(enum field_type t)
{
    return t == FT_INT || t == FT_MONEY || t == FT_DATETIME || t == FT_DURATION || t == FT_BOOL;
}

static int check_cell(struct rows *r, size_t row, size_t column, struct value *v)
{
    const struct field *c = &r->f->children[column];
    char digits[24];
    if (v->kind == VAL_INT && !stored_as_number(c->type)) {
        (void)snprintf(digits, sizeof digits, "%lld", (long long)v->i);
        value_text(v, digits);
    }
    if (v->kind == VAL_TEXT) {
        char *typed = v->s;
        v->s = NULL;
        value_clear(v);
        int rc = field_parse(c, typed, r->now, v);
        free(typed);
        if (rc < 0) {
            char *why = mem_dup(fault_text());
            rc = fault(rc, _("Row %zu, %s: %s"), row + 1, label_of(&c->label, r->lang, c->name), why);
            free(why);
            return rc;
        }
    }
    buf_add(&r->line, column ? "," : "");
    if (v->kind == VAL_INT)
        buf_addf(&r->line, "%lld", (long long)v->i);
    else
        buf_add_json(&r->line, v->kind == VAL_TEXT ? v->s : NULL);
    r->filled |= v->kind != VAL_NULL;
    return QT_OK;
}

static int check_row_end(struct rows *r, size_t row, size_t columns)
{
    (void)row;
    for (; columns < r->f->nchildren; columns++)
        buf_add(&r->line, columns ? ",null" : "null");
    if (r->filled)
        buf_addf(&r->out, "%s[%s]", r->out.len ? "," : "", r->line.s);
    buf_clear(&r->line);
    return QT_OK;
}

int form_rows_parse(const struct field *f, const char *json, int64_t now, char **out)
{
    struct rows r = {.f = f, .cell = check_cell, .end_of_row = check_row_end, .lang = LANG_ZH, .now = now};
    int rc = read_rows(&r, json);
    if (rc == QT_OK)
        *out = r.out.len ? mem_printf("[%s]", r.out.s) : NULL;
    buf_free(&r.out);
    buf_free(&r.line);
    return rc;
}

/* ---- showing: cells side by side, rows by semicolons ---- */

static int show_cell(struct rows *r, size_t row, size_t column, struct value *v)
{
    char *s = field_show(&r->f->children[column], v, r->lang, r->now);
    if (*s && row && !r->filled)
        buf_add(&r->out, r->lang == LANG_ZH ? "；" : "; ");
    else if (*s && r->filled)
        buf_addc(&r->out, ' ');
    r->filled |= *s != 0;
    buf_add(&r->out, s);
    free(s);
    return QT_OK;
}

static int show_row_end(struct rows *r, size_t row, size_t columns)
{
    (void)r;
    (void)row;
    (void)columns;
    return QT_OK;
}

char *form_rows_show(const struct field *f, const char *json, enum lang lang, int64_t now)
{
    struct rows r = {.f = f, .cell = show_cell, .end_of_row = show_row_end, .lang = lang, .now = now};
    if (read_rows(&r, json) < 0)
        buf_clear(&r.out);
    buf_free(&r.line);
    return buf_take(&r.out);
}

/* ---- as a table -------------------------------------------------------------------------------------- */

struct table_rows {
    struct rows r; /* first: the callbacks get this */
    char **cells;
    size_t n; /* rows begun */
};

static int table_cell(struct rows *r, size_t row, size_t column, struct value *v)
{
    struct table_rows *t = (struct table_rows *)r;
    size_t wide = r->f->nchildren;
    if (row >= t->n) {
        t->cells = mem_resize(t->cells, (row + 1) * wide, sizeof *t->cells);
        for (size_t i = t->n * wide; i < (row + 1) * wide; i++)
            t->cells[i] = mem_dup("");
        t->n = row + 1;
    }
    free(t->cells[row * wide + column]);
    t->cells[row * wide + column] = field_show(&r->f->children[column], v, r->lang, r->now);
    return QT_OK;
}

int field_rows(const struct field *f, const struct value *v, enum lang lang, int64_t now, char ***cells, size_t *n)
{
    struct table_rows t = {.r = {.f = f, .cell = table_cell, .end_of_row = show_row_end, .lang = lang, .now = now}};
    int rc = v->kind == VAL_TEXT ? read_rows(&t.r, v->s) : QT_OK;
    if (rc < 0) {
        field_rows_free(f, t.cells, t.n);
        t = (struct table_rows){0};
    }
    *cells = t.cells;
    *n = t.n;
    return rc;
}

void field_rows_free(const struct field *f, char **cells, size_t n)
{
    for (size_t i = 0; i < n * f->nchildren; i++)
        free(cells[i]);
    free(cells);
}
