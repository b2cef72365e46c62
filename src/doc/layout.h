/* doc, inside: a page laid out as lines of text. */
#ifndef DOC_LAYOUT_H
#define DOC_LAYOUT_H

#include "page.h"

enum { GAP = 2, TEXT_LEAST = 12, LABEL_MOST = 20 };

struct layout {
    struct page *p;
    int columns; /* INT_MAX: endless */
    bool bare, dense, endless;
    bool paper; /* of parts: shown as it is printed, also on a bare page */
    page_line *line;
    void *arg;
    int rc;                   /* of line, or of a source: nothing follows */
    struct page_piece *piece; /* of the present line, texts owned */
    size_t n, cap;
};
struct style {
    enum tone tone;
    enum page_look look;
    const struct page_link *link;
};
struct pair {
    const char *label, *value;
    int width; /* of the labels */
    struct style label_style, style;
};

/* layout.c */
void layout_piece(struct layout *t, int x, struct style style, const char *s, size_t n);
void layout_end_line(struct layout *t);
void layout_rule(struct layout *t, char c); /* none on a bare page */
void layout_wrapped(struct layout *t, const char *s, int indent, struct style style);
void layout_pair(struct layout *t, const struct pair *p);
/* Bytes of s for a line of `columns`, at least one grapheme; *skip: the blank or newline behind it. */
size_t layout_bytes(const struct layout *t, const char *s, int columns, size_t *skip);

void layout_line(struct layout *t, const char *label); /* to write on */

/* layout_paper.c */
void layout_part(struct layout *t, const struct page_block *b, bool first);
void layout_text(struct layout *t, const struct page_block *b);
void layout_code(struct layout *t, const struct page_block *b);
void layout_tear(struct layout *t, const char *label);

/* layout_table.c */
void layout_table(struct layout *t, struct page_block *b);

#endif
