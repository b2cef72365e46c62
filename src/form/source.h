/* One YAML file: its text, its tree, and the line and column of each node. */
#ifndef QT_FORM_SOURCE_H
#define QT_FORM_SOURCE_H

#include "tree.h"

#define SOURCE_MAX ((size_t)1 << 20) /* bytes; a form of 1000 fields has about 150 kB */

/* Reads a whole file, NUL behind it; caller frees. QT_IO, QT_REFUSED when it is too long. */
int form_file_read(const char *file, char **text, size_t *len);

struct source {
    struct place at; /* the file, line 0 */
    char *text;
    size_t len;
    struct tree tree;
};
/* Mistakes go to `out`; then -1. */
int source_open(struct source *s, const char *file, struct problems *out);
int source_read(struct source *s, const char *file, char *text, size_t len, struct problems *out); /* text is taken */
void source_close(struct source *s);

struct node source_root(const struct source *s);

#endif
