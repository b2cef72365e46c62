/* What stands on a paper: its blocks, from top to bottom. */
#include "paper.h"

/* ---- pairs ------------------------------------------------------------------------------------------------ */

static void refuse_rows(struct loader *l, const struct place *at, int field)
{
    const struct field *f = field < 0 ? NULL : &l->form->fields[field];
    if (f && f->type == FT_ITEMS)
        form_bad(l, at, _("'%s' has rows: write - {rows: %s}"), f->name, f->name);
}

static void read_pair_field(struct loader *l, struct node n, void *to)
{
    struct paper_pair *p = to;
    p->field = read_field(l, n);
    refuse_rows(l, &n.at, p->field);
}

static void read_pair_write(struct loader *l, struct node n, void *to)
{
    bool yes = false;
    read_bool(l, n, &yes);
    ((struct paper_pair *)to)->empty = yes ? EMPTY_TO_WRITE : EMPTY_STOPS;
}

static const struct key pair_keys[] = {
    {"field", 0, read_pair_field, 0},
    {"label", offsetof(struct paper_pair, label), read_paper_words, 0},
    {"value", offsetof(struct paper_pair, value), read_paper_words, 0},
    {"write", 0, read_pair_write, 0},
};

static void read_pair_map(struct loader *l, struct node n, struct paper_pair *p)
{
    if (!read_map(l, n, _("a pair"), pair_keys, ARRAY_LEN(pair_keys), p, NULL))
        return;
    if (p->field >= 0 ? p->value.there : !p->label.there)
        form_bad(l, &n.at, _("a pair is a field, or a label with a value; a label alone leaves room to write"));
    if (p->field < 0 && p->empty == EMPTY_TO_WRITE)
        form_bad(l, &n.at, _("'write' belongs to a field; a label alone leaves room to write anyway"));
}

/* "unit": it must have a value; "unit?": left out without one. */
static void read_pair_name(struct loader *l, struct node n, struct paper_pair *p)
{
    const char *s;
    size_t len;
    bool optional = node_text(n, &s, &len) && len > 1 && s[len - 1] == '?';
    if (!optional) {
        p->field = read_field(l, n);
        return;
    }
    char *name = mem_dupn(s, len - 1);
    struct names ns = {0};
    p->field = form_field(l->form, name);
    p->empty = EMPTY_LEFT_OUT;
    for (size_t i = 0; p->field < 0 && i < l->form->nfields; i++)
        form_names_add(&ns, l->form->fields[i].name);
    if (p->field < 0)
        form_bad_name(l, &n.at, _("field"), name, &ns);
    free(name);
}

static void read_pairs(struct loader *l, struct node n, void *to)
{
    struct paper_block *b = to;
    void *it = NULL;
    b->pair = form_alloc(l, seq_count(n), sizeof *b->pair);
    for (struct node i; (i = seq_next(n, &it)).y;) {
        struct paper_pair *p = &b->pair[b->npairs++];
        p->field = -1;
        if (node_is_map(i))
            read_pair_map(l, i, p);
        else
            read_pair_name(l, i, p);
        if (!node_is_map(i))
            refuse_rows(l, &i.at, p->field);
    }
}

/* ---- rows ------------------------------------------------------------------------------------------------- */

static void read_rows(struct loader *l, struct node n, void *to)
{
    struct paper_block *b = to;
    struct paper_pair p = {.field = -1};
    const char *s;
    size_t len;
    if (node_text(n, &s, &len) && len == 4 && memcmp(s, "list", 4) == 0 && form_field(l->form, "list") < 0) {
        b->field = ROWS_OF_LIST;
        return;
    }
    read_pair_name(l, n, &p);
    b->field = p.field;
    b->field_missing = p.empty == EMPTY_LEFT_OUT;
}

static int child_named(struct loader *l, struct node n, const char *s, const struct field *f)
{
    struct names ns = {0};
    for (size_t i = 0; s && i < f->nchildren; i++) {
        if (strcmp(f->children[i].name, s) == 0) {
            free(ns.v);
            return (int)i;
        }
        form_names_add(&ns, f->children[i].name);
    }
    if (s)
        form_bad_name(l, &n.at, _("column"), s, &ns);
    return -1;
}

static int read_child(struct loader *l, struct node n, const struct field *f)
{
    return child_named(l, n, read_word(l, n), f);
}

/* Behind `rows`, whose field it needs; NULL once the mistake is reported. */
static const struct field *rows_field(struct loader *l, const struct paper_block *b, const struct node *n)
{
    const struct field *f = b->field >= 0 ? &l->form->fields[b->field] : NULL;
    if (f && f->type == FT_ITEMS)
        return f;
    if (f)
        form_bad(l, &n->at, _("'%s' has no rows: its type is not items"), f->name);
    return NULL;
}

static void read_columns(struct loader *l, struct node n, void *to)
{
    struct paper_block *b = to;
    const struct field *f = rows_field(l, b, &n);
    void *it = NULL;
    b->column = form_alloc(l, seq_count(n), sizeof *b->column);
    for (struct node i; f && (i = seq_next(n, &it)).y;) {
        int child = read_child(l, i, f);
        if (child >= 0)
            b->column[b->ncolumns++] = child;
    }
}

static bool has_count(const struct field *f)
{
    for (size_t i = 0; i < f->nchildren; i++)
        if (f->children[i].name && strcmp(f->children[i].name, "count") == 0)
            return true;
    return false;
}

/* Columns by name; count: how many rows, unless a column is called so. */
static void read_totals(struct loader *l, struct node n, void *to)
{
    struct paper_block *b = to;
    const struct field *f = rows_field(l, b, &n);
    void *it = NULL;
    b->total = form_alloc(l, f ? f->nchildren : 0, sizeof *b->total);
    for (struct node i; f && (i = seq_next(n, &it)).y;) {
        const char *s = read_word(l, i);
        if (s && strcmp(s, "count") == 0 && !has_count(f)) {
            b->counted = true;
            continue;
        }
        int child = child_named(l, i, s, f);
        if (child >= 0 && !field_types[f->children[child].type].adds_up)
            form_bad(l, &i.at, _("'%s' cannot be added up"), f->children[child].name);
        else if (child >= 0)
            b->total[child] = true;
    }
}

/* ---- the others ------------------------------------------------------------------------------------------- */

static void read_line_list(struct loader *l, struct node n, void *to)
{
    struct paper_block *b = to;
    read_paper_lines(l, n, &b->line, &b->nlines);
}

/* `true`: without a text. */
static void read_perhaps(struct loader *l, struct node n, void *to)
{
    const char *s;
    size_t len;
    if (!(node_text(n, &s, &len) && len == 4 && memcmp(s, "true", 4) == 0))
        read_paper_words(l, n, &((struct paper_block *)to)->words);
}

static void read_beside(struct loader *l, struct node n, void *to)
{
    *(int *)to = read_number(l, n, 1, 3);
}

static void read_room(struct loader *l, struct node n, void *to)
{
    *(int *)to = read_number(l, n, 1, 40);
}

static void read_align(struct loader *l, struct node n, void *to)
{
    static const char *const names[] = {"left", "right", "center"};
    int i = read_choice(l, n, _("alignment"), names, ARRAY_LEN(names));
    *(int *)to = i < 0 ? 0 : i;
}

static void read_scale(struct loader *l, struct node n, void *to)
{
    static const char *const names[] = {"small", "normal", "large", "huge"};
    int i = read_choice(l, n, _("size"), names, ARRAY_LEN(names));
    *(int *)to = i < 0 ? 0 : i - 1;
}

#define BLOCK(key, member, read)                                                                                       \
    {                                                                                                                  \
        key, offsetof(struct paper_block, member), read, 0                                                             \
    }
static const struct key block_keys[] = {
    BLOCK("heading", words, read_paper_words),
    BLOCK("text", words, read_paper_words),
    {"lines", 0, read_line_list, 0},
    {"pairs", 0, read_pairs, 0},
    {"rows", 0, read_rows, 0},
    {"signs", 0, read_line_list, 0},
    {"write", 0, read_perhaps, 0},
    BLOCK("code", code, read_paper_words),
    {"tear", 0, read_perhaps, 0},
    /* from here on what goes with them */
    BLOCK("when", when, read_expr),
    BLOCK("part", only, read_name),
    BLOCK("beside", beside, read_beside),
    {"columns", 0, read_columns, 0},
    {"totals", 0, read_totals, 0},
    BLOCK("room", room, read_room),
    BLOCK("align", align, read_align),
    BLOCK("size", scale, read_scale),
    BLOCK("indent", indent, read_bool),
    BLOCK("foot", foot, read_bool),
    BLOCK("quoted", quoted, read_bool),
};
enum { BLOCK_MAINS = 9, BLOCK_BESIDE_KEY = 11, BLOCK_ROOM_KEY = 14 };
static const enum paper_kind kinds[BLOCK_MAINS] = {PAPER_HEADING, PAPER_TEXT,  PAPER_LINES, PAPER_PAIRS, PAPER_ROWS,
                                                   PAPER_SIGNS,   PAPER_WRITE, PAPER_CODE,  PAPER_TEAR};
#define FOR(kind) (1u << (kind))
static const unsigned goes_with[ARRAY_LEN(block_keys)] = {
    [BLOCK_MAINS] = ~0u,
    ~0u,
    FOR(PAPER_PAIRS),
    FOR(PAPER_ROWS),
    FOR(PAPER_ROWS),
    FOR(PAPER_ROWS) | FOR(PAPER_WRITE),
    FOR(PAPER_TEXT) | FOR(PAPER_LINES),
    FOR(PAPER_TEXT) | FOR(PAPER_LINES),
    FOR(PAPER_TEXT),
    FOR(PAPER_TEAR),
    FOR(PAPER_TEXT) | FOR(PAPER_LINES) | FOR(PAPER_PAIRS) | FOR(PAPER_ROWS),
};

/* What it is: the one of its keys that says so. `code` may have a text beside it. */
static void find_kind(struct loader *l, const struct node *n, const struct node *slots, struct paper_block *b)
{
    for (size_t i = 0; i < BLOCK_MAINS; i++) {
        if (!slots[i].y)
            continue;
        if (b->kind == PAPER_NOTHING || (b->kind == PAPER_TEXT && kinds[i] == PAPER_CODE))
            b->kind = kinds[i];
        else
            form_bad(l, &slots[i].at, _("a block is one of its kinds: '%s' begins one of its own"), block_keys[i].name);
    }
    if (b->kind == PAPER_NOTHING)
        form_bad(l, &n->at,
                 _("a block needs one of the keys heading, text, lines, pairs, rows, signs, write, code, tear"));
    for (size_t i = BLOCK_MAINS; b->kind != PAPER_NOTHING && i < ARRAY_LEN(block_keys); i++)
        if (slots[i].y && (!(goes_with[i] & FOR(b->kind)) ||
                           (b->field == ROWS_OF_LIST && i <= BLOCK_ROOM_KEY && i > BLOCK_BESIDE_KEY)))
            form_bad(l, &slots[i].at, _("'%s' means nothing here"), block_keys[i].name);
    if (b->kind == PAPER_ROWS)
        (void)rows_field(l, b, n);
}

void read_paper_body(struct loader *l, struct node n, void *to)
{
    struct paper_rule *p = to;
    size_t count = read_seq(l, n, _("blocks"));
    void *it = NULL;
    p->body = form_alloc(l, count, sizeof *p->body);
    p->nbody = 0;
    for (struct node i; count && (i = seq_next(n, &it)).y;) {
        struct paper_block *b = &p->body[p->nbody++];
        struct node slots[ARRAY_LEN(block_keys)];
        b->at = i.at;
        b->field = -1;
        if (read_map(l, i, _("a block"), block_keys, ARRAY_LEN(block_keys), b, slots))
            find_kind(l, &i, slots, b);
    }
}
