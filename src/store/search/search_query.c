/* What a person typed → an expression over the tokens of search.h: FTS5's own syntax, and read here
 * again for search_match. All terms must be found; the last one may be unfinished. */
#include "search/search.h"
#include "store.h"

#define QUERY_TERMS 12  /* further ones are ignored */
#define QUERY_CHARS 200 /* and what stands behind so many */

static void add_token(struct buf *out, const char *s, size_t n, bool prefix)
{
    buf_addc(out, '"');
    buf_addn(out, s, n); /* word characters only: a quote cannot be among them */
    buf_add(out, prefix ? "\"*" : "\"");
}

/* Short heads are tokens of their own: only longer ones are scanned for. */
static void add_word_token(struct buf *out, const char *s, size_t len, bool last)
{
    add_token(out, s, len, last && word_head(s, len, word_heads(s, len)) > 0);
}

static bool all_letters(const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (s[i] < 'a' || s[i] > 'z')
            return false;
    return n > 0;
}

static void add_part(struct buf *out, const char *s, size_t n, bool last)
{
    buf_addc(out, '(');
    add_word_token(out, s, n, last);
    if (all_letters(s, n))
        pinyin_query(out, s, n, last);
    buf_addc(out, ')');
}

static void add_word_term(struct buf *out, const struct word *w, bool last)
{
    if (w->parts == 1) {
        add_part(out, w->s, w->len, last);
        return;
    }
    buf_addc(out, '(');
    add_word_token(out, w->s, w->len, last);
    buf_add(out, " OR (");
    for (size_t i = 0; i < w->parts && i < QUERY_TERMS; i++) {
        if (i > 0)
            buf_add(out, " AND ");
        add_part(out, w->s + w->part[i], w->part[i + 1] - w->part[i], last && i + 1 == w->parts);
    }
    buf_add(out, "))");
}

/* Pairs of neighbours; a character alone by itself. Returns behind the run. */
static const char *add_wide_term(struct buf *out, const char *s)
{
    const char *prev = NULL;
    size_t prev_len = 0, pairs = 0;
    buf_addc(out, '(');
    for (;;) {
        size_t n;
        enum char_class c = char_class(text_codepoint(s, &n));
        if (c == CHAR_WIDE) {
            if (prev != NULL && pairs < QUERY_TERMS) {
                buf_add(out, pairs++ > 0 ? " AND \"" : "\"");
                buf_addn(out, prev, prev_len);
                buf_addn(out, s, n);
                buf_addc(out, '"');
            }
            prev = s;
            prev_len = n;
        } else if (c != CHAR_SKIPPED) {
            break;
        }
        s += n;
    }
    if (pairs == 0)
        add_token(out, prev, prev_len, false);
    buf_addc(out, ')');
    return s;
}

static bool nothing_follows(const char *s)
{
    size_t n;
    for (; *s != '\0'; s += n)
        if (char_class(text_codepoint(s, &n)) >= CHAR_WIDE)
            return false;
    return true;
}

/* At most QUERY_CHARS characters of text, well-formed. */
static char *query_text(const char *text)
{
    size_t at = 0, n;
    for (size_t i = 0; i < QUERY_CHARS && text[at] != '\0'; i++, at += n)
        (void)text_codepoint(text + at, &n);
    char *cleaned = text_clean(text, at, false, NULL);
    char *folded = search_fold(cleaned);
    free(cleaned);
    return folded;
}

bool search_query(const char *text, struct buf *out)
{
    char *folded = query_text(text);
    size_t terms = 0;
    for (const char *s = folded; *s != '\0' && terms < QUERY_TERMS;) {
        size_t n;
        enum char_class c = char_class(text_codepoint(s, &n));
        if (c < CHAR_WIDE) {
            s += n;
            continue;
        }
        if (terms++ > 0)
            buf_add(out, " AND ");
        if (c == CHAR_WIDE) {
            s = add_wide_term(out, s);
        } else {
            struct word w;
            s = word_read(s, &w);
            add_word_term(out, &w, nothing_follows(s));
        }
    }
    free(folded);
    return terms > 0;
}

/* ---- the same expression over the tokens of one string ------------------------------------------ */

static const char *match_any(const char *e, const char *tokens, bool *found);

static bool has_token(const char *tokens, const char *s, size_t n, bool prefix)
{
    while ((tokens = strchr(tokens, ' '))) {
        tokens++;
        if (strncmp(tokens, s, n) == 0 && (prefix || tokens[n] == ' '))
            return true;
    }
    return false;
}

/* "token" or "token"* or ( any ) */
static const char *match_one(const char *e, const char *tokens, bool *found)
{
    if (*e == '(') {
        e = match_any(e + 1, tokens, found);
        return e + 1;
    }
    const char *end = strchr(e + 1, '"');
    bool prefix = end[1] == '*';
    *found = has_token(tokens, e + 1, (size_t)(end - e) - 1, prefix);
    return end + (prefix ? 2 : 1);
}

static const char *match_all(const char *e, const char *tokens, bool *found)
{
    e = match_one(e, tokens, found);
    while (strncmp(e, " AND ", 5) == 0) {
        bool next;
        e = match_one(e + 5, tokens, &next);
        *found = *found && next;
    }
    return e;
}

static const char *match_any(const char *e, const char *tokens, bool *found)
{
    e = match_all(e, tokens, found);
    while (strncmp(e, " OR ", 4) == 0) {
        bool next;
        e = match_all(e + 4, tokens, &next);
        *found = *found || next;
    }
    return e;
}

bool search_tokens_hold(const char *expression, const char *tokens)
{
    bool found = false;
    (void)match_any(expression, tokens, &found);
    return found;
}

bool search_match(const char *haystack, const char *text)
{
    struct buf expression = {.s = NULL}, tokens = {.s = NULL};
    bool found = false;
    if (search_query(text, &expression)) {
        buf_addc(&tokens, ' ');
        search_words(&tokens, SEARCH_PINYIN, haystack);
        search_words(&tokens, SEARCH_TAIL, haystack);
        found = search_tokens_hold(expression.s, tokens.s);
    }
    buf_free(&expression);
    buf_free(&tokens);
    return found;
}
