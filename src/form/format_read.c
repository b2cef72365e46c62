/* Reading a form file for laying it out: pieces with their places, and the comments, which YAML does not know. */
#include <libfyaml.h>
#include <stdlib.h>
#include <string.h>

#include "format.h"

struct reading {
    struct format_file *f;
    struct fy_parser *parser;
    struct fy_event *e;
    size_t *ends; /* where each scalar begins and ends, with quotes: begin, end, begin, end */
    size_t nends;
    bool bad;
};

static void next_event(struct reading *r)
{
    if (r->e)
        fy_parser_event_free(r->parser, r->e);
    r->e = fy_parser_parse(r->parser);
    if (!r->e || fy_event_get_tag_token(r->e) || fy_event_get_anchor_token(r->e))
        r->bad = true;
}

static enum fy_event_type event_type(const struct reading *r)
{
    return r->bad ? FYET_NONE : r->e->type;
}

static size_t mark_at(const struct fy_mark *m)
{
    return m ? m->input_pos : 0;
}

/* ---- pieces ----------------------------------------------------------------------------------------------------- */

static void note_range(struct reading *r, size_t from, size_t to)
{
    r->ends = mem_resize(r->ends, r->nends + 2, sizeof *r->ends);
    r->ends[r->nends++] = from;
    r->ends[r->nends++] = to;
}

static struct piece *take_scalar(struct reading *r)
{
    static const enum piece_style styles[] = {[FYSS_PLAIN] = STYLE_PLAIN,
                                              [FYSS_SINGLE_QUOTED] = STYLE_SINGLE,
                                              [FYSS_DOUBLE_QUOTED] = STYLE_DOUBLE,
                                              [FYSS_LITERAL] = STYLE_LINES,
                                              [FYSS_FOLDED] = STYLE_LINES};
    struct fy_token *token = fy_event_get_token(r->e);
    struct piece *p = mem_alloc(sizeof *p);
    if (token) {
        enum fy_scalar_style style = fy_token_scalar_style(token);
        p->from = mark_at(fy_event_start_mark(r->e));
        p->to = mark_at(fy_event_end_mark(r->e));
        p->style = style >= FYSS_PLAIN && style <= FYSS_FOLDED ? styles[style] : STYLE_PLAIN;
        size_t quote = p->style == STYLE_SINGLE || p->style == STYLE_DOUBLE ? 1 : 0;
        if (p->to > p->from || quote)
            note_range(r, p->from - quote, p->to + quote);
    }
    next_event(r);
    return p;
}

static struct piece *take_piece(struct reading *r);

static void take_entries(struct reading *r, struct piece *p, enum fy_event_type end)
{
    while (event_type(r) != end && !r->bad) {
        struct entry e = {0};
        if (p->kind == PIECE_MAP) {
            if (event_type(r) != FYET_SCALAR) {
                r->bad = true; /* a key that is a map or list */
                return;
            }
            e.key = take_scalar(r);
        }
        p->v = mem_resize(p->v, p->n + 1, sizeof *p->v);
        p->v[p->n] = e;
        p->n++; /* first: take_piece may fail, and the key is freed with it */
        p->v[p->n - 1].value = take_piece(r);
    }
}

static struct piece *take_piece(struct reading *r)
{
    enum fy_event_type type = event_type(r);
    if (type == FYET_SCALAR)
        return take_scalar(r);
    if (type != FYET_MAPPING_START && type != FYET_SEQUENCE_START) {
        r->bad = true;
        return NULL;
    }
    struct piece *p = mem_alloc(sizeof *p);
    const struct fy_mark *mark = fy_event_start_mark(r->e);
    p->kind = type == FYET_MAPPING_START ? PIECE_MAP : PIECE_LIST;
    p->flow = fy_event_get_node_style(r->e) == FYNS_FLOW;
    p->from = mark_at(mark);
    p->col = mark ? mark->column : 0;
    next_event(r);
    take_entries(r, p, type == FYET_MAPPING_START ? FYET_MAPPING_END : FYET_SEQUENCE_END);
    if (!r->bad)
        p->to = mark_at(fy_event_end_mark(r->e));
    next_event(r);
    return p;
}

static void take_document(struct reading *r)
{
    static const enum fy_event_type before[] = {FYET_STREAM_START, FYET_DOCUMENT_START},
                                    behind[] = {FYET_DOCUMENT_END, FYET_STREAM_END};
    next_event(r);
    for (size_t i = 0; i < ARRAY_LEN(before); i++) {
        r->bad = r->bad || event_type(r) != before[i];
        next_event(r);
    }
    r->f->root = take_piece(r);
    for (size_t i = 0; i < ARRAY_LEN(behind) && !r->bad; i++) {
        r->bad = event_type(r) != behind[i];
        if (i == 0 && !r->bad)
            next_event(r);
    }
}

/* ---- comments --------------------------------------------------------------------------------------------------- */

static size_t line_start(const char *text, size_t at)
{
    while (at > 0 && text[at - 1] != '\n')
        at--;
    return at;
}

static bool blank_between(const char *text, size_t from, size_t to)
{
    while (from < to && (text[from] == ' ' || text[from] == '\t' || text[from] == '\r'))
        from++;
    return from == to;
}

/* Nothing but blanks on the line above that of `at`, and something above that. */
static bool gap_before(const char *text, size_t at)
{
    size_t here = line_start(text, at);
    return here > 1 && blank_between(text, line_start(text, here - 1), here - 1);
}

static void remark_add(struct remarks *rs, struct remark m)
{
    rs->v = mem_resize(rs->v, rs->n + 1, sizeof *rs->v);
    rs->v[rs->n++] = m;
}

static size_t entry_start(const struct entry *e)
{
    return e->key ? e->key->from : e->value->from; /* a list inside a list begins with its own first dash */
}

static bool holds_more(const struct piece *p)
{
    return p && p->kind != PIECE_SCALAR && p->n > 0;
}

/* Behind something on its line: belongs to the smallest entry that has ended, or whose value is still to come. */
static void attach_behind(struct piece *p, size_t at, struct remark m)
{
    size_t i = p->n;
    while (i > 0 && entry_start(&p->v[i - 1]) > at)
        i--;
    if (i == 0) { /* behind the bracket */
        remark_add(&p->v[0].before, m);
        return;
    }
    struct entry *e = &p->v[i - 1];
    bool ended = e->value->kind == PIECE_SCALAR ? !e->key || at > e->value->from : e->value->flow && at >= e->value->to;
    if (holds_more(e->value) && !ended && (e->value->flow || entry_start(&e->value->v[0]) < at))
        attach_behind(e->value, at, m);
    else
        remark_add(ended ? &e->value_behind : &e->key_behind, m);
}

/* On a line of its own: above what comes next, or at the end of what its indentation says. */
static void attach_alone(struct piece *p, size_t at, int col, struct remark m)
{
    size_t i = 0;
    while (i < p->n && entry_start(&p->v[i]) < at)
        i++;
    struct piece *inner = i > 0 && holds_more(p->v[i - 1].value) ? p->v[i - 1].value : NULL;
    if (inner && (inner->flow ? at < inner->to
                              : entry_start(&inner->v[inner->n - 1]) > at || (col > p->col && col >= inner->col)))
        attach_alone(inner, at, col, m);
    else if (i < p->n)
        remark_add(&p->v[i].before, m);
    else
        remark_add(&p->v[i - 1].after, m);
}

static void attach(struct format_file *f, size_t at)
{
    const char *text = f->text, *end = memchr(text + at, '\n', f->len - at);
    size_t start = line_start(text, at), len = end ? (size_t)(end - text) - at : f->len - at;
    while (len > 1 && strchr(" \t\r", text[at + len - 1]))
        len--;
    struct remark m = {text + at, len, gap_before(text, at)};
    remark_add(&f->all, m);
    if (!holds_more(f->root))
        return;
    if (blank_between(text, start, at))
        attach_alone(f->root, at, (int)(at - start), m);
    else
        attach_behind(f->root, at, m);
}

/* Between the scalars stand only signs, blanks and comments. */
static void take_comments(struct reading *r)
{
    const struct format_file *f = r->f;
    size_t at = 0;
    for (size_t i = 0; i <= r->nends; i += 2) {
        size_t stop = i < r->nends ? r->ends[i] : f->len;
        for (; at < stop; at++) {
            if (f->text[at] != '#' || (at > 0 && !strchr(" \t\n", f->text[at - 1])))
                continue;
            attach(r->f, at);
            const char *end = memchr(f->text + at, '\n', f->len - at);
            at = end ? (size_t)(end - f->text) : f->len;
        }
        at = i < r->nends ? r->ends[i + 1] : at;
    }
}

static void take_gaps(const char *text, struct piece *p)
{
    for (size_t i = 0; i < p->n; i++) {
        size_t start = entry_start(&p->v[i]), line = line_start(text, start);
        while (text[line] == ' ' || text[line] == '-')
            line++;
        p->v[i].gap = line == start && gap_before(text, start);
        if (holds_more(p->v[i].value))
            take_gaps(text, p->v[i].value);
    }
}

/* ---- all -------------------------------------------------------------------------------------------------------- */

int format_read(const char *text, size_t len, struct format_file *f)
{
    *f = (struct format_file){.text = text, .len = len};
    struct fy_parse_cfg cfg = {.flags = FYPCF_QUIET};
    struct reading r = {.f = f, .parser = fy_parser_create(&cfg)};
    r.bad = !r.parser || fy_parser_set_string(r.parser, text, len) != 0;
    if (!r.bad)
        take_document(&r);
    if (!r.bad) {
        take_comments(&r);
        take_gaps(text, f->root);
    }
    if (r.e)
        fy_parser_event_free(r.parser, r.e);
    if (r.parser)
        fy_parser_destroy(r.parser);
    free(r.ends);
    if (!r.bad)
        return QT_OK;
    format_free(f);
    return fault(QT_REFUSED,
                 _("this file is not one plain YAML document (tags, anchors and a second --- cannot be laid out)"));
}

static void remarks_free(struct remarks *rs)
{
    free(rs->v);
    *rs = (struct remarks){0};
}

static void piece_free(struct piece *p)
{
    if (!p)
        return;
    for (size_t i = 0; i < p->n; i++) {
        struct entry *e = &p->v[i];
        piece_free(e->key);
        piece_free(e->value);
        remarks_free(&e->before);
        remarks_free(&e->key_behind);
        remarks_free(&e->value_behind);
        remarks_free(&e->after);
    }
    free(p->v);
    free(p);
}

void format_free(struct format_file *f)
{
    piece_free(f->root);
    remarks_free(&f->all);
    f->root = NULL;
}
