/* Diagnostics: kept as a list, shown with the source line and a caret. */
#include "qiantai/form.h"
#include "source.h"
#include <ctype.h>
#include <unistd.h>

#define SHOWN 110 /* columns of a source line that are shown at most */

enum { KEPT = 200 }; /* problems with their lines: nobody reads more, and each of them reads its file anew */

/* A file's text from the beginning of its n-th line on; free *text. NULL when it cannot be had. */
static const char *text_from(const char *file, int n, char **text, size_t *left)
{
    size_t len;
    *text = NULL;
    if (n < 1 || form_file_read(file, text, &len) < 0)
        return NULL;
    const char *s = *text, *end = *text + len;
    for (int i = 1; i < n && s; i++) {
        s = memchr(s, '\n', (size_t)(end - s));
        s = s ? s + 1 : NULL;
    }
    *left = s ? (size_t)(end - s) : 0;
    return s;
}

/* The n-th line of a file, cleaned for a terminal; NULL when it cannot be had. */
static char *source_line(const char *file, int n)
{
    size_t left;
    char *text, *line = NULL;
    const char *s = text_from(file, n, &text, &left);
    if (s) {
        const char *nl = memchr(s, '\n', left);
        line = text_clean(s, nl ? (size_t)(nl - s) : left, false, NULL);
    }
    free(text);
    return line;
}

static const char *at_column(const char *s, int col)
{
    for (size_t n; col > 1 && *s; col--) {
        (void)text_codepoint(s, &n);
        s += n;
    }
    return s;
}

/* Bytes of the file that are the one at s of the text read from it: a fold is one blank, in quotes some signs are two.
 */
static size_t raw_step(const char *raw, const char *s, char quote)
{
    size_t n = 0;
    if (quote == '"' && raw[0] == '\\' && raw[1] == '\n') /* nothing, and the blanks below it */
        return 2 + strspn(raw + 2, " ") + raw_step(raw + 2 + strspn(raw + 2, " "), s, quote);
    if (quote == '"' && raw[0] == '\\' && raw[1])
        return 2;
    if (quote == '\'' && raw[0] == '\'' && raw[1] == '\'')
        return 2;
    if (*s == ' ' && raw[n = strspn(raw, " \r")] == '\n')
        return n + strspn(raw + n, " \r\n");
    return *raw ? 1 : 0;
}

struct place place_within(const struct place *start, const char *text, size_t offset)
{
    size_t left;
    char *file;
    struct place p = *start;
    const char *line = text_from(p.file, p.line, &file, &left);
    for (size_t i = 0; !line && i < offset && text[i]; i++) { /* the file is gone: as if it were written in one piece */
        p.col = text[i] == '\n' ? 1 : p.col + (((unsigned char)text[i] & 0xc0) != 0x80);
        p.line += text[i] == '\n';
    }
    if (line) {
        const char *raw = at_column(line, p.col), *end;
        char quote = raw > line ? raw[-1] : 0;
        for (size_t i = 0; i < offset && text[i]; i++)
            raw += raw_step(raw, text + i, quote);
        while ((end = memchr(line, '\n', (size_t)(raw - line)))) {
            line = end + 1;
            p.line++;
        }
        p.col = 1;
        for (const char *s = line; s < raw; s++)
            p.col += ((unsigned char)*s & 0xc0) != 0x80;
    }
    free(file);
    return p;
}

/* What to underline: a quoted text without blanks, else the word, else one character. */
static int caret_len(const char *line, int col)
{
    const char *s = at_column(line, col), *e = s;
    char quote = s > line ? s[-1] : 0;
    if (quote == '"' || quote == '\'')
        e += strcspn(s, quote == '"' ? "\" " : "' ");
    if (e == s || *e != quote)
        for (e = s; isalnum((unsigned char)*e) || *e == '_' || (unsigned char)*e >= 0x80;)
            e++;
    int w = text_width_n(s, (size_t)(e - s));
    return w > 0 ? w : 1;
}

void problems_add(struct problems *p, const struct place *at, bool error, const char *fmt, ...)
{
    va_list ap;
    char raw[1024];
    if (error)
        p->errors++;
    if (p->n >= KEPT) {
        p->more++;
        return;
    }
    va_start(ap, fmt);
    (void)vsnprintf(raw, sizeof raw, fmt, ap);
    va_end(ap);
    char *text = text_clean(raw, strlen(raw), false, NULL); /* it may quote the file */
    p->v = mem_resize(p->v, p->n + 1, sizeof *p->v);
    struct problem *q = &p->v[p->n++];
    *q = (struct problem){.at = {mem_dup(at->file), at->line, at->col}, .error = error, .text = text, .caret_len = 1};
    q->source_line = source_line(at->file, at->line);
    if (q->source_line)
        q->caret_len = caret_len(q->source_line, at->col);
}

void problems_join(struct problems *to, struct problems *from)
{
    if (from->n) { /* nothing told is nothing to free */
        to->v = mem_resize(to->v, to->n + from->n, sizeof *to->v);
        memcpy(to->v + to->n, from->v, from->n * sizeof *to->v);
    }
    to->n += from->n;
    to->errors += from->errors;
    to->more += from->more;
    free(from->v);
    *from = (struct problems){0};
}

static void page_subject(const struct problem *p, struct buf *out)
{
    const char *line = p->source_line, *caret = at_column(line, p->at.col);
    int before = text_width_n(line, (size_t)(caret - line));
    int len = p->caret_len < SHOWN / 2 ? p->caret_len : SHOWN / 2;
    while (before + len > SHOWN) { /* a long line is shown from nearer to the caret */
        int w;
        size_t n = text_next(line, &w);
        if (!n || line >= caret)
            break;
        line += n;
        before -= w;
    }
    buf_add(out, "    ");
    buf_addn(out, line, text_fit(line, SHOWN, NULL));
    buf_addf(out, "\n    %*s^", before, "");
    for (int i = 1; i < len; i++)
        buf_addc(out, '~');
    buf_addc(out, '\n');
}

void problems_print(const struct problems *p, struct buf *out)
{
    for (size_t i = 0; i < p->n; i++) {
        const struct problem *q = &p->v[i];
        buf_add(out, q->at.file ? q->at.file : "?");
        if (q->at.line > 0)
            buf_addf(out, ":%d:%d", q->at.line, q->at.col);
        buf_addf(out, ": %s: %s\n", q->error ? _("error") : _("warning"), q->text ? q->text : "");
        if (q->source_line && *q->source_line)
            page_subject(q, out);
    }
    if (p->more > 0)
        buf_addf(out, _("... and %zu more; correct these first.\n"), p->more);
}

void problems_free(struct problems *p)
{
    for (size_t i = 0; i < p->n; i++) {
        free((char *)p->v[i].at.file);
        free(p->v[i].text);
        free(p->v[i].source_line);
    }
    free(p->v);
    *p = (struct problems){0};
}
