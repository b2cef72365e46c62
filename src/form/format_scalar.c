#include "format_scalar.h"

#include <stdlib.h>
#include <string.h>

bool scalar_is_empty(const struct piece *p)
{
    return p->style == STYLE_PLAIN && p->from == p->to;
}

bool scalar_is_lines(const struct entry *e)
{
    return e->value->kind == PIECE_SCALAR && e->value->style == STYLE_LINES;
}

/* ---- on one line ------------------------------------------------------------------------------------------------ */

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

/* A line break in the text: one is a blank, an escaped one nothing; several stand for empty lines, which one line can
 * say only in double quotes. Returns where the text goes on, NULL: cannot be said. */
static const char *join_break(const struct piece *p, const char *s, const char *end, struct buf *b)
{
    size_t breaks = 0, escapes = 0;
    bool escaped = p->style == STYLE_DOUBLE && b->len > 0 && b->s[b->len - 1] == '\\';
    for (size_t i = b->len; escaped && i > 0 && b->s[i - 1] == '\\'; i--)
        escapes++;
    escaped = escapes % 2 == 1;
    for (; s < end && (*s == '\n' || is_blank(*s)); s++)
        breaks += *s == '\n';
    if (escaped) {
        b->s[--b->len] = '\0';
        breaks--;
    } else {
        while (b->len > 0 && is_blank(b->s[b->len - 1]))
            b->s[--b->len] = '\0';
    }
    if (breaks > 1 - (size_t)escaped && p->style != STYLE_DOUBLE)
        return NULL;
    if (!escaped && breaks == 1)
        buf_addc(b, ' ');
    for (size_t i = 1; i < breaks + (size_t)escaped; i++)
        buf_add(b, "\\n");
    return s;
}

/* Without quotes. */
static bool join(const char *text, const struct piece *p, struct buf *b)
{
    const char *s = text + p->from, *end = text + p->to;
    struct buf line = {0};
    while (s && s < end) {
        if (*s == '\n')
            s = join_break(p, s, end, &line);
        else
            buf_addc(&line, *s++);
    }
    if (line.s)
        buf_add(b, line.s);
    buf_free(&line);
    return s != NULL;
}

static const char *quote_of(const struct piece *p)
{
    return p->style == STYLE_DOUBLE ? "\"" : p->style == STYLE_SINGLE ? "'" : "";
}

bool scalar_flat(const char *text, const struct piece *p, struct buf *b)
{
    if (p->style == STYLE_LINES)
        return false;
    buf_add(b, quote_of(p));
    bool ok = join(text, p, b);
    buf_add(b, quote_of(p));
    return ok;
}

/* ---- on several ------------------------------------------------------------------------------------------------- */

static bool behind_sign(const char *s, size_t n)
{
    static const char *const signs[] = {"，", "。", "；", "：", "、", "！", "？", "）"};
    for (size_t i = 0; i < ARRAY_LEN(signs); i++)
        if (n >= 3 && memcmp(s + n - 3, signs[i], 3) == 0)
            return true;
    return false;
}

size_t break_text(const char *s, size_t len, int columns)
{
    size_t best = 0;
    int width = 0, w;
    for (size_t i = 0, n; i < len; i += n) {
        if (i > 0 && width <= columns && ((s[i] == ' ' && s[i - 1] != ' ' && i > 2) || behind_sign(s, i)))
            best = i;
        n = text_next(s + i, &w);
        width += w;
        if (n == 0 || (width > columns && best > 0))
            break;
    }
    return best ? best : len;
}

static bool word_begins(const char *s, const char *word)
{
    size_t n = strlen(word);
    return strncmp(s, word, n) == 0 && (s[n] == ' ' || s[n] == '(');
}

/* How well a line of an expression ends before the blank at s: before a joining word, behind a comma, in few brackets.
 */
static int break_worth(const char *s, int depth, bool in_text)
{
    static const struct {
        const char *word;
        int worth;
    } joins[] = {{"or", 10}, {"when", 10}, {"else", 10}, {"and", 8}, {"then", 8}, {"||", 3}};
    int worth = s[-1] == ',' ? 3 : 0;
    for (size_t i = 0; i < ARRAY_LEN(joins); i++)
        if (word_begins(s + 1, joins[i].word))
            worth = joins[i].worth;
    return worth - 4 * depth - (in_text ? 100 : 0);
}

/* A blank at which YAML folds a line into just one blank again. */
static bool folds(const char *s, size_t at, size_t len)
{
    return s[at] == ' ' && at > 0 && at + 1 < len && s[at - 1] != ' ' && s[at + 1] != ' ' && s[at - 1] != '\\' &&
           s[at + 1] != '#';
}

/* Bytes before the blank at which a line of so many columns ends, not in its first half if that can be; len: all of it.
 */
static size_t line_end(const char *s, size_t len, int columns)
{
    size_t best = 0;
    int worth = 0, width = 0, depth = 0, w;
    bool in_text = false;
    for (size_t i = 0, n; i < len && (width <= columns || best == 0); i += n) {
        if (folds(s, i, len)) {
            int now = break_worth(s + i, depth, in_text);
            if (best == 0 || now >= worth || width < columns / 2) {
                worth = width < columns / 2 ? -1000 : now;
                best = i;
            }
        }
        in_text = in_text != (s[i] == '\'');
        depth += in_text ? 0 : (s[i] == '(') - (s[i] == ')');
        n = text_next(s + i, &w);
        width += w;
    }
    return width <= columns || best == 0 ? len : best;
}

static void fold_lines(struct buf *b, const char *s, int at, int indent)
{
    size_t len = strlen(s);
    while (len > 0) {
        size_t n = line_end(s, len, FORMAT_COLUMNS - at - 1); /* a quote behind the last */
        buf_addn(b, s, n);
        if (n == len)
            return;
        buf_addc(b, '\n');
        for (int i = 0; i < indent; i++)
            buf_addc(b, ' ');
        s += n + 1;
        len -= n + 1;
        at = indent;
    }
}

/* Text with | or >: its lines as they are, from a new left edge; an edge of 2 is said where the first begins with a
 * blank. */
static void put_lines(const char *text, const struct piece *p, struct buf *b, int indent)
{
    size_t head = p->from;
    while (head > 0 && text[head - 1] != '|' && text[head - 1] != '>')
        head--;
    size_t end = p->to;
    while (end > p->from && (is_blank(text[end - 1]) || text[end - 1] == '\n'))
        end--;
    int edge = -1;
    for (size_t i = p->from; i < end;) {
        size_t n = i;
        while (text[n] == ' ')
            n++;
        if (text[n] != '\n' && (edge < 0 || (int)(n - i) < edge))
            edge = (int)(n - i);
        const char *nl = memchr(text + i, '\n', end - i);
        i = nl ? (size_t)(nl - text) + 1 : end;
    }
    buf_addc(b, head > 0 ? text[head - 1] : '|');
    for (size_t i = head; i < p->from && strchr("+-", text[i]); i++)
        buf_addc(b, text[i]);
    for (size_t i = p->from; i < end;) {
        const char *nl = memchr(text + i, '\n', end - i);
        size_t stop = nl ? (size_t)(nl - text) : end;
        buf_addc(b, '\n');
        size_t from = i + (size_t)(edge > 0 ? edge : 0);
        if (from < stop) {
            for (int k = 0; k < indent; k++)
                buf_addc(b, ' ');
            buf_addn(b, text + from, stop - from);
        }
        i = stop + 1;
    }
}

void scalar_fold(const char *text, const struct piece *p, struct buf *b, int at, int indent)
{
    struct buf line = {0};
    if (p->style == STYLE_LINES) {
        put_lines(text, p, b, indent);
    } else if (scalar_flat(text, p, &line)) {
        fold_lines(b, line.s, at, indent);
    } else {
        buf_add(b, quote_of(p));
        buf_addn(b, text + p->from, p->to - p->from);
        buf_add(b, quote_of(p));
    }
    buf_free(&line);
}
