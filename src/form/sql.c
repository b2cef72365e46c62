/* Reading the text of an expression into a tree (form_expr.h), with the precedences of SQLite. */
#include "qiantai/form_expr.h"

#include <ctype.h>
#include <strings.h>

enum { DEPTH_MOST = 200 }; /* twice what SQLite compiles */

enum token { TOKEN_END, TOKEN_TEXT, TOKEN_NUMBER, TOKEN_WORD, TOKEN_QUOTED, TOKEN_SIGN, TOKEN_BAD };
struct reader {
    const char *sql;
    enum token token;
    int at, len;           /* of the token */
    struct sql_node *made; /* the last one */
    int depth;
};

/* ---- tokens ------------------------------------------------------------------------------------------------- */

static bool in_word(char c)
{
    return isalnum((unsigned char)c) || c == '_' || (unsigned char)c >= 0x80;
}

static int blank_len(const char *s)
{
    int n = (int)strspn(s, " \t\r\n\f");
    if (s[n] == '-' && s[n + 1] == '-')
        return n + (int)strcspn(s + n, "\n");
    if (s[n] == '/' && s[n + 1] == '*') {
        const char *end = strstr(s + n + 2, "*/");
        return end ? (int)(end + 2 - s) : (int)strlen(s);
    }
    return n;
}

/* Of what begins and ends with this quote, which stands twice where it is meant; 0: it never ends. */
static int quoted_len(const char *s, char quote)
{
    for (int n = 1; s[n]; n++)
        if (s[n] == quote && s[n + 1] != quote)
            return n + 1;
        else if (s[n] == quote)
            n++;
    return 0;
}

/* With record. or row. before it. */
static int word_len(const char *s)
{
    bool qualified = strncasecmp(s, "record.", 7) == 0 || strncasecmp(s, "row.", 4) == 0;
    int n = qualified ? (int)strcspn(s, ".") + 1 : 0;
    while (in_word(s[n]))
        n++;
    return n;
}

static int number_len(const char *s)
{
    int n = 0;
    while (in_word(s[n]) || s[n] == '.' || ((s[n] == '+' || s[n] == '-') && n > 0 && tolower(s[n - 1]) == 'e'))
        n++;
    return n;
}

static int sign_len(const char *s)
{
    static const char *const signs[] = {"||", "<>", "!=", "==", "<=", ">=", "<<", ">>"};
    for (size_t i = 0; i < ARRAY_LEN(signs); i++)
        if (strncmp(s, signs[i], strlen(signs[i])) == 0)
            return (int)strlen(signs[i]);
    return 1;
}

static void token_next(struct reader *r)
{
    r->at += r->len;
    for (int n; (n = blank_len(r->sql + r->at)) > 0;)
        r->at += n;
    const char *s = r->sql + r->at;
    bool blob = (*s == 'x' || *s == 'X') && s[1] == '\'';
    if (!*s)
        r->token = TOKEN_END, r->len = 0;
    else if (*s == '\'' || *s == '"' || *s == '`')
        r->token = *s == '\'' ? TOKEN_TEXT : TOKEN_QUOTED, r->len = quoted_len(s, *s);
    else if (blob)
        r->token = TOKEN_NUMBER, r->len = 1 + quoted_len(s + 1, '\'');
    else if (isdigit((unsigned char)*s) || (*s == '.' && isdigit((unsigned char)s[1])))
        r->token = TOKEN_NUMBER, r->len = number_len(s);
    else if (in_word(*s))
        r->token = TOKEN_WORD, r->len = word_len(s);
    else
        r->token = strchr("()+-*/%|&<>=!~,", *s) ? TOKEN_SIGN : TOKEN_BAD, r->len = sign_len(s);
    if (r->len <= (blob ? 1 : 0) && r->token != TOKEN_END)
        r->token = TOKEN_BAD, r->len = (int)strlen(s);
}

static bool token_is(const struct reader *r, const char *what)
{
    return (r->token == TOKEN_WORD || r->token == TOKEN_SIGN) && strlen(what) == (size_t)r->len &&
           strncasecmp(r->sql + r->at, what, (size_t)r->len) == 0;
}

static bool token_among(const struct reader *r, const char *const *v)
{
    for (; *v; v++)
        if (token_is(r, *v))
            return true;
    return false;
}

static bool take(struct reader *r, const char *what)
{
    bool there = token_is(r, what);
    if (there)
        token_next(r);
    return there;
}

/* ---- nodes ---------------------------------------------------------------------------------------------------- */

static struct sql_node *node_new(struct reader *r, enum sql_kind kind, struct sql_node *first)
{
    struct sql_node *n = mem_alloc(sizeof *n);
    *n = (struct sql_node){.kind = kind, .first = first, .made_before = r->made, .at = r->at, .len = r->len};
    if (first)
        n->at = first->at;
    return r->made = n;
}

static struct sql_node *node_of_token(struct reader *r, enum sql_kind kind)
{
    struct sql_node *n = node_new(r, kind, NULL);
    const char *s = r->sql + r->at;
    n->text = mem_dupn(s, (size_t)r->len);
    if (*s == '\'' || *s == '"' || *s == '`') {
        char *to = n->text;
        for (int i = 1; i < r->len - 1; i++) {
            *to++ = s[i];
            i += s[i] == *s;
        }
        *to = '\0';
    }
    token_next(r);
    return n;
}

/* Adds to the end; NULL when there is nothing to add. */
static struct sql_node *add(struct sql_node *to, struct sql_node *child, enum sql_part part)
{
    struct sql_node **end = &to->first;
    while (*end)
        end = &(*end)->next;
    *end = child;
    if (child)
        child->part = part;
    return child ? to : NULL;
}

static struct sql_node *expression(struct reader *r);

/* Behind "(": what stands between commas, and ")". */
static struct sql_node *add_list(struct reader *r, struct sql_node *to)
{
    if (take(r, ")"))
        return to;
    do
        to = add(to, expression(r), SQL_OPERAND);
    while (to && take(r, ","));
    return to && take(r, ")") ? to : NULL;
}

static struct sql_node *case_of(struct reader *r)
{
    struct sql_node *n = node_new(r, SQL_CASE, NULL);
    if (!token_is(r, "when"))
        n = add(n, expression(r), SQL_BASE);
    while (n && take(r, "when")) {
        n = add(n, expression(r), SQL_WHEN);
        n = n && take(r, "then") ? add(n, expression(r), SQL_THEN) : NULL;
    }
    if (n && take(r, "else"))
        n = add(n, expression(r), SQL_THEN);
    return n && take(r, "end") ? n : NULL;
}

/* CAST(x AS integer) */
static struct sql_node *cast(struct reader *r)
{
    struct sql_node *n = node_new(r, SQL_OTHER, NULL);
    n = take(r, "(") ? add(n, expression(r), SQL_OPERAND) : NULL;
    if (!n || !take(r, "as"))
        return NULL;
    while (r->token == TOKEN_WORD)
        token_next(r);
    return take(r, ")") ? n : NULL;
}

static struct sql_node *word(struct reader *r)
{
    static const char *const nothing[] = {"null", "true", "false", NULL};
    static const char *const never[] = {"select", "exists", "and",  "or", "in",      "is",  "when",
                                        "then",   "else",   "from", "as", "between", "end", NULL};
    if (token_among(r, never))
        return NULL;
    if (take(r, "case"))
        return case_of(r);
    if (take(r, "cast"))
        return cast(r);
    if (token_among(r, nothing))
        return node_of_token(r, SQL_NUMBER);
    struct sql_node *n = node_of_token(r, SQL_NAME);
    if (!take(r, "("))
        return n;
    n->kind = SQL_CALL;
    for (char *s = n->text; *s; s++)
        *s = (char)tolower((unsigned char)*s);
    return add_list(r, n);
}

/* NOT and the signs before an operand. */
static struct sql_node *prefix(struct reader *r, struct sql_node *(*behind)(struct reader *r))
{
    struct sql_node *n = node_new(r, SQL_OTHER, NULL);
    token_next(r);
    n = ++r->depth < DEPTH_MOST ? add(n, behind(r), SQL_OPERAND) : NULL;
    r->depth--;
    return n;
}

static struct sql_node *negated(struct reader *r);

static struct sql_node *operand(struct reader *r)
{
    static const char *const before[] = {"-", "+", "~", NULL};
    if (token_among(r, before))
        return prefix(r, operand);
    if (token_is(r, "not"))
        return prefix(r, negated);
    if (take(r, "(")) {
        struct sql_node *n = add_list(r, node_new(r, SQL_OTHER, NULL));
        return n && n->first && !n->first->next ? n->first : n;
    }
    switch (r->token) {
    case TOKEN_TEXT:
        return node_of_token(r, SQL_TEXT);
    case TOKEN_NUMBER:
        return node_of_token(r, SQL_NUMBER);
    case TOKEN_QUOTED:
        return node_of_token(r, SQL_NAME);
    case TOKEN_WORD:
        return word(r);
    default:
        return NULL;
    }
}

/* ---- operations ------------------------------------------------------------------------------------------------ */

/* From the loosest to the tightest. */
enum { LEVEL_OR, LEVEL_AND, LEVEL_NOT, LEVEL_EQUAL, LEVEL_COMPARE, LEVEL_BITS, LEVEL_ADD, LEVEL_TIMES, LEVEL_JOIN };
static const char *const signs[][5] = {
    [LEVEL_OR] = {"or"},
    [LEVEL_AND] = {"and"},
    [LEVEL_NOT] = {NULL},
    [LEVEL_EQUAL] = {NULL},
    [LEVEL_COMPARE] = {"<", "<=", ">", ">="},
    [LEVEL_BITS] = {"&", "|", "<<", ">>"},
    [LEVEL_ADD] = {"+", "-"},
    [LEVEL_TIMES] = {"*", "/", "%"},
    [LEVEL_JOIN] = {"||"},
};

static struct sql_node *operation(struct reader *r, int level);

/* Behind IN: a list, or the name of a group. */
static struct sql_node *in_list(struct reader *r, struct sql_node *left)
{
    struct sql_node *n = node_new(r, SQL_IN, left);
    if (take(r, "("))
        return add_list(r, n);
    return r->token == TOKEN_WORD ? add(n, node_of_token(r, SQL_GROUP), SQL_OPERAND) : NULL;
}

static struct sql_node *between(struct reader *r, struct sql_node *left)
{
    struct sql_node *n = add(node_new(r, SQL_OTHER, left), operation(r, LEVEL_COMPARE), SQL_OPERAND);
    return n && take(r, "and") ? add(n, operation(r, LEVEL_COMPARE), SQL_OPERAND) : NULL;
}

/* IS, IS NOT, IS DISTINCT FROM, IS NOT DISTINCT FROM: behind the first word. */
static struct sql_node *is(struct reader *r, struct sql_node *left)
{
    (void)take(r, "not");
    if (take(r, "distinct") && !take(r, "from"))
        return NULL;
    return add(node_new(r, SQL_EQUAL, left), operation(r, LEVEL_COMPARE), SQL_OPERAND);
}

static struct sql_node *like(struct reader *r, struct sql_node *left)
{
    struct sql_node *n = add(node_new(r, SQL_OTHER, left), operation(r, LEVEL_COMPARE), SQL_OPERAND);
    return n && take(r, "escape") ? add(n, operation(r, LEVEL_COMPARE), SQL_OPERAND) : n;
}

/* One more operation on what was read, NULL when it is broken; the same node when none follows. */
static struct sql_node *equality(struct reader *r, struct sql_node *left)
{
    static const char *const equal[] = {"=", "==", "<>", "!=", NULL}, *const likes[] = {"like", "glob", NULL};
    if (token_among(r, equal)) {
        token_next(r);
        return add(node_new(r, SQL_EQUAL, left), operation(r, LEVEL_COMPARE), SQL_OPERAND);
    }
    if (take(r, "is"))
        return is(r, left);
    if (take(r, "isnull") || take(r, "notnull"))
        return node_new(r, SQL_OTHER, left);
    bool not = take(r, "not");
    if (take(r, "in"))
        return in_list(r, left);
    if (take(r, "between"))
        return between(r, left);
    if (token_among(r, likes)) {
        token_next(r);
        return like(r, left);
    }
    if (not )
        return take(r, "null") ? node_new(r, SQL_OTHER, left) : NULL;
    return left;
}

static bool sign_of(const struct reader *r, int level)
{
    for (int i = 0; i < 5 && signs[level][i]; i++)
        if (token_is(r, signs[level][i]))
            return true;
    return false;
}

static struct sql_node *operation(struct reader *r, int level)
{
    if (level > LEVEL_JOIN)
        return operand(r);
    if (level == LEVEL_NOT && token_is(r, "not"))
        return prefix(r, negated);
    struct sql_node *left = operation(r, level + 1);
    for (struct sql_node *more = NULL; level == LEVEL_EQUAL && left && (more = equality(r, left)) != left;)
        left = more;
    while (left && sign_of(r, level)) {
        left = node_new(r, SQL_OTHER, left);
        token_next(r);
        left = add(left, operation(r, level + 1), SQL_OPERAND);
    }
    while (level == LEVEL_JOIN && left && take(r, "collate")) {
        left = r->token == TOKEN_WORD ? left : NULL;
        token_next(r);
    }
    return left;
}

static struct sql_node *negated(struct reader *r)
{
    return operation(r, LEVEL_NOT);
}

static struct sql_node *expression(struct reader *r)
{
    if (++r->depth >= DEPTH_MOST)
        return NULL;
    struct sql_node *n = operation(r, LEVEL_OR);
    r->depth--;
    return n;
}

/* ---- the tree ---------------------------------------------------------------------------------------------------- */

static void free_made(struct sql_node *last)
{
    while (last) {
        struct sql_node *before = last->made_before;
        free(last->text);
        free(last);
        last = before;
    }
}

struct sql_node *sql_parse(const char *sql)
{
    struct reader r = {.sql = sql};
    token_next(&r);
    struct sql_node *n = expression(&r);
    if (!n || r.token != TOKEN_END) {
        free_made(r.made);
        return NULL;
    }
    struct sql_node *root = node_new(&r, SQL_OTHER, n); /* made last, so that it leads to all */
    root->at = 0;
    root->len = r.at;
    return root;
}

void sql_free(struct sql_node *root)
{
    free_made(root);
}

const struct sql_node *sql_child(const struct sql_node *n, int i)
{
    const struct sql_node *c = n->first;
    while (c && i-- > 0)
        c = c->next;
    return c;
}

int sql_children(const struct sql_node *n)
{
    int count = 0;
    for (const struct sql_node *c = n->first; c; c = c->next)
        count++;
    return count;
}

struct place expr_place(const struct expr *e, int offset)
{
    return place_within(&e->at, e->written ? e->written : e->sql, (size_t)offset);
}
