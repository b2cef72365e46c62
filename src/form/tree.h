/* A YAML file as a tree of our own, one block of memory. What is YAML and what is not stays with libfyaml. */
#ifndef QT_FORM_TREE_H
#define QT_FORM_TREE_H

#include <libfyaml.h>

#include "qiantai/form.h"

enum tree_kind { TREE_NOTHING, TREE_SCALAR, TREE_MAP, TREE_LIST };
/* Nodes lie in the order of the file, each before what is in it; a map holds key, value, key, value. */
struct tree_node {
    uint32_t kind;
    uint32_t size;      /* nodes of this subtree, itself among them */
    uint32_t line, col; /* of the first text in it; 0: there is none */
    uint32_t text, len; /* scalar: bytes from the node's own beginning on, NUL behind them */
    const char *file;   /* NULL: that of the whole tree; in a tree that was joined (extend.c) each has its own */
};
struct tree {
    struct tree_node *v; /* v[0] is the root; behind the nodes their texts */
    uint32_t n, bytes;   /* nodes; bytes of the block */
};

struct tree tree_make(struct fy_document *doc, const char *source); /* of this text; free v */

/* A tree made of parts of others: what is opened is closed behind what is in it. */
struct tree_making {
    struct tree_node *v;
    uint32_t n, cap;
    struct buf texts;
    const char *source; /* of tree_make */
};

/* A value of the tree: y is NULL for a key that is absent; at is its key when it is empty itself. */
struct node {
    const struct tree_node *y;
    struct place at;
};
struct node node_in(const struct tree_node *y, const struct place *fallback);
bool node_text(struct node n, const char **s, size_t *len); /* false: not a scalar */
bool node_is_map(struct node n);
bool node_is_list(struct node n);
size_t node_count(struct node n); /* keys of a map, items of a list, else 0 */
/* Walks: *it begins as NULL. y is NULL, or false, at the end. */
struct node list_next(struct node list, void **it);
bool map_next(struct node map, void **it, struct node *key, struct node *value);

uint32_t tree_open(struct tree_making *m, enum tree_kind kind, const struct place *at);
void tree_close(struct tree_making *m, uint32_t opened);
void tree_text(struct tree_making *m, const char *s, const struct place *at);
void tree_copy(struct tree_making *m, struct node n);                            /* with all that is in it */
void tree_copy_to(struct tree_making *m, struct node n, const struct place *at); /* as if it had been written there */
struct tree tree_made(struct tree_making *m);                                    /* ends it; free v */

#endif
