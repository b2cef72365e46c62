/* One YAML file: its text, its tree, and where each node stands. */
#ifndef QT_FORM_SOURCE_H
#define QT_FORM_SOURCE_H

#include "qiantai/form.h"
#include <libfyaml.h>

#define SOURCE_MAX ((size_t)1 << 20) /* bytes; a form of 1000 fields has about 150 kB */

/* Reads a whole file, NUL behind it; caller frees. QT_IO, QT_REFUSED when it is too long. */
int form_file_read(const char *file, char **text, size_t *len);

struct source {
    struct place at; /* the file, line 0 */
    char *text;
    size_t len;
    struct fy_document *doc;
};
/* Mistakes go to `out`; then -1. */
int source_open(struct source *s, const char *file, struct problems *out);
void source_close(struct source *s);

/* A value of the tree: y is NULL for a key that is absent; at is its key when it is empty itself. */
struct node {
    struct fy_node *y;
    struct place at;
};
struct node source_root(const struct source *s);
struct node node_in(struct fy_node *y, const struct place *fallback);
bool node_text(struct node n, const char **s, size_t *len); /* false: not a scalar; an empty one has len 0 */

#endif
