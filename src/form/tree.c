#include "tree.h"

#include <stdlib.h>
#include <string.h>

/* ---- from libfyaml ---------------------------------------------------------------------------------------------- */

static uint32_t add_node(struct tree_making *m, enum tree_kind kind)
{
    if (m->n == m->cap) {
        m->cap = m->cap ? m->cap * 2 : 256;
        m->v = mem_resize(m->v, m->cap, sizeof *m->v);
    }
    m->v[m->n] = (struct tree_node){.kind = kind, .size = 1};
    return m->n++;
}

/* A text in a block (| or >) begins with its line for libfyaml, for us with its first character. */
static int indent_of(const char *s)
{
    return (int)strspn(s, " ");
}

static void put_scalar(struct tree_making *m, struct fy_node *y)
{
    uint32_t at = add_node(m, TREE_SCALAR);
    size_t len = 0;
    const char *s = fy_node_get_scalar(y, &len);
    struct fy_token *token = fy_node_get_scalar_token(y);
    const struct fy_mark *mark = token ? fy_token_start_mark(token) : NULL;
    m->v[at].text = (uint32_t)m->texts.len; /* among the texts; tree_make knows where they come to lie */
    m->v[at].len = s ? (uint32_t)len : 0;
    if (mark) {
        m->v[at].line = (uint32_t)mark->line + 1;
        m->v[at].col = (uint32_t)(mark->column > 0 ? mark->column : indent_of(m->source + mark->input_pos)) + 1;
    }
    buf_addn(&m->texts, s ? s : "", m->v[at].len);
    buf_addc(&m->texts, '\0');
}

static void put_node(struct tree_making *m, struct fy_node *y);

static void put_children(struct tree_making *m, struct fy_node *y, uint32_t at)
{
    void *it = NULL;
    if (m->v[at].kind == TREE_MAP) {
        for (struct fy_node_pair *p; (p = fy_node_mapping_iterate(y, &it));) {
            put_node(m, fy_node_pair_key(p));
            put_node(m, fy_node_pair_value(p));
        }
    } else {
        for (struct fy_node *i; (i = fy_node_sequence_iterate(y, &it));)
            put_node(m, i);
    }
    m->v[at].size = m->n - at;
    for (uint32_t i = at + 1; i < m->n && !m->v[at].line; i++) {
        m->v[at].line = m->v[i].line;
        m->v[at].col = m->v[i].col;
    }
}

static void put_node(struct tree_making *m, struct fy_node *y)
{
    if (!y || fy_node_is_alias(y))
        (void)add_node(m, TREE_NOTHING);
    else if (fy_node_is_scalar(y))
        put_scalar(m, y);
    else
        put_children(m, y, add_node(m, fy_node_is_mapping(y) ? TREE_MAP : TREE_LIST));
}

struct tree tree_made(struct tree_making *m)
{
    size_t nodes = m->n * sizeof *m->v;
    struct tree t = {.n = m->n, .bytes = (uint32_t)(nodes + m->texts.len)};
    m->v = mem_resize(m->v, 1, t.bytes);
    for (uint32_t i = 0; i < m->n; i++)
        if (m->v[i].kind == TREE_SCALAR)
            m->v[i].text += (uint32_t)(nodes - i * sizeof *m->v);
    if (m->texts.len)
        memcpy((char *)m->v + nodes, m->texts.s, m->texts.len);
    buf_free(&m->texts);
    t.v = m->v;
    *m = (struct tree_making){0};
    return t;
}

struct tree tree_make(struct fy_document *doc, const char *source)
{
    struct tree_making m = {.source = source};
    put_node(&m, fy_document_root(doc));
    return tree_made(&m);
}

/* ---- reading ---------------------------------------------------------------------------------------------------- */

struct node node_in(const struct tree_node *y, const struct place *fallback)
{
    struct node n = {y && y->kind != TREE_NOTHING ? y : NULL, *fallback};
    if (y && y->line) {
        n.at.line = (int)y->line;
        n.at.col = (int)y->col;
        n.at.file = y->file ? y->file : fallback->file;
    }
    return n;
}

bool node_text(struct node n, const char **s, size_t *len)
{
    if (!n.y || n.y->kind != TREE_SCALAR)
        return false;
    *s = (const char *)n.y + n.y->text;
    *len = n.y->len;
    return true;
}

bool node_is_map(struct node n)
{
    return n.y && n.y->kind == TREE_MAP;
}

bool node_is_list(struct node n)
{
    return n.y && n.y->kind == TREE_LIST;
}

/* The child behind *it, or the first. */
static const struct tree_node *next_child(const struct tree_node *parent, void **it)
{
    const struct tree_node *last = *it, *y = last ? last + last->size : parent + 1;
    if (y == parent + parent->size)
        return NULL;
    *it = (void *)(uintptr_t)y;
    return y;
}

size_t node_count(struct node n)
{
    size_t count = 0;
    if (node_is_map(n) || node_is_list(n))
        for (void *it = NULL; next_child(n.y, &it);)
            count++;
    return node_is_map(n) ? count / 2 : count;
}

struct node list_next(struct node list, void **it)
{
    return node_in(next_child(list.y, it), &list.at);
}

bool map_next(struct node map, void **it, struct node *key, struct node *value)
{
    const struct tree_node *y = next_child(map.y, it);
    if (!y)
        return false;
    *key = node_in(y, &map.at);
    *value = node_in(next_child(map.y, it), &key->at);
    return true;
}

/* ---- of parts of other trees ------------------------------------------------------------------------------------ */

uint32_t tree_open(struct tree_making *m, enum tree_kind kind, const struct place *at)
{
    uint32_t opened = add_node(m, kind);
    m->v[opened].line = (uint32_t)at->line;
    m->v[opened].col = (uint32_t)at->col;
    m->v[opened].file = at->file;
    return opened;
}

void tree_close(struct tree_making *m, uint32_t opened)
{
    m->v[opened].size = m->n - opened;
}

void tree_text(struct tree_making *m, const char *s, const struct place *at)
{
    uint32_t opened = tree_open(m, TREE_SCALAR, at);
    m->v[opened].text = (uint32_t)m->texts.len;
    m->v[opened].len = (uint32_t)strlen(s);
    buf_addn(&m->texts, s, strlen(s) + 1);
}

static void copy_node(struct tree_making *m, struct node n, const struct place *at)
{
    const char *s;
    size_t len;
    const struct place *where = at ? at : &n.at;
    if (!n.y) {
        (void)tree_open(m, TREE_NOTHING, where);
    } else if (node_text(n, &s, &len)) {
        tree_text(m, s, where);
    } else {
        uint32_t opened = tree_open(m, n.y->kind, where);
        void *it = NULL;
        for (const struct tree_node *y; (y = next_child(n.y, &it));)
            copy_node(m, node_in(y, &n.at), at);
        tree_close(m, opened);
    }
}

void tree_copy(struct tree_making *m, struct node n)
{
    copy_node(m, n, NULL);
}

void tree_copy_to(struct tree_making *m, struct node n, const struct place *at)
{
    copy_node(m, n, at);
}
