/* A form file laid out anew: one way to write each thing, lines of 120 columns at most, every comment kept. The file is
 * read into pieces (format_read.c), which point into its text, and written again (format_write.c). */
#ifndef QT_FORM_FORMAT_H
#define QT_FORM_FORMAT_H

#include "qiantai/form.h"

enum { FORMAT_COLUMNS = 120 };

struct remark {
    const char *s; /* from its '#' on, in the file's text */
    size_t len;
    bool gap; /* an empty line before it */
};
struct remarks {
    struct remark *v;
    size_t n;
};

enum piece_kind { PIECE_SCALAR, PIECE_MAP, PIECE_LIST };
enum piece_style { STYLE_PLAIN, STYLE_SINGLE, STYLE_DOUBLE, STYLE_LINES /* a | or > and the lines below */ };
struct piece {
    enum piece_kind kind;
    enum piece_style style;
    bool flow;       /* {} or [] */
    size_t from, to; /* bytes in the text: a scalar without its quotes, a map or list in brackets with them */
    int col;         /* of the first entry, in the text */
    struct entry *v;
    size_t n;
};
struct entry { /* a pair of a map, or an item of a list */
    struct piece *key, *value;
    bool gap;                    /* an empty line before it */
    struct remarks before;       /* lines of their own above it */
    struct remarks key_behind;   /* on the key's line, the value being below */
    struct remarks value_behind; /* on the line on which the value ends */
    struct remarks after;        /* lines of their own below it, at the end of a map or list */
};

struct format_file {
    const char *text;
    size_t len;
    struct piece *root; /* NULL: nothing that could be laid out */
    struct remarks all; /* every comment, in order */
};
/* text must stay until format_free. QT_REFUSED: tags, several documents, or no YAML. */
int format_read(const char *text, size_t len, struct format_file *f) QT_MUST_USE;
void format_free(struct format_file *f);
void format_write(const struct format_file *f, struct buf *out);

#endif
