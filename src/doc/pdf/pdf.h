/* qiantai-print, inside: the page being drawn. All measures are points (1/72 inch). */
#ifndef PRINT_PDF_H
#define PRINT_PDF_H

#include <pango/pangocairo.h>

#include "page.h"

enum { MARGIN = 45, MARGIN_BOTTOM = 54, CELL_PAD = 4 };

enum ink { INK_PLAIN, INK_BOLD, INK_QUIET };

struct drawing {
    const struct page *p;
    cairo_t *cr;
    PangoContext *context;
    size_t from, to;      /* blocks that are aligned with each other: all, or those of a part */
    double width, height; /* of the page */
    double y;             /* where the next thing goes */
    double size;          /* of the type */
    int page, pages;      /* pages: 0 while they are counted */
    double margin, top, bottom;
    double pad;          /* around the text of a cell */
    double lead;         /* how high a line is beside its type */
    double slot_bottom;  /* papers: of the present part's share of the sheet; 0: none */
    int percent;         /* papers: of the type, for the parts of one sheet */
    const char *running; /* papers: stands at the foot of each sheet of a part that takes several; NULL */
    int sheet;           /* papers: of those sheets */
    struct rare *rare;   /* characters that no font has; NULL: nobody asks */
    bool slip;           /* narrow: a roll, a label */
    const struct grid *head;
    const char *const *headings; /* of the table being drawn: begins each further page */
};

/* Columns side by side with edges x[0] < x[1] < ... < x[n]. */
struct grid {
    size_t n;
    double x[PAGE_COLUMNS_MOST + 1];
    enum page_align align[PAGE_COLUMNS_MOST];
    bool shade[PAGE_COLUMNS_MOST]; /* grey, for labels and headings */
    enum ink ink[PAGE_COLUMNS_MOST];
    bool ruled;        /* with lines around each cell */
    const double *bar; /* for each column the share of its width drawn as a bar, less than 0: none; NULL: no bars */
};

/* rare.c: characters that no font here has are printed as this, and told once. */
#define RARE_MARK "\xe3\x80\x93" /* 〓 */
struct rare {
    struct buf missing, known; /* UTF-8, each once */
};
char *rare_replace(const struct drawing *d, const char *s); /* a new string */
void rare_free(struct rare *r);

/* page.c */
PangoContext *fonts_open(void); /* g_object_unref */
bool fonts_know(PangoContext *context, const char *text);
void fonts_close(PangoContext *context);
PangoLayout *text_layout(const struct drawing *d, const char *s, double width, enum ink ink, double size);
double text_extent(const struct drawing *d, const char *s, enum ink ink); /* on one line, in the present type */
double text_word(const struct drawing *d, const char *s); /* the longest piece that is better not broken */
void text_at(struct drawing *d, const char *s, double x, double width, double y, enum page_align align, enum ink ink,
             double size);
double sheet_left(const struct drawing *d);
double sheet_right(const struct drawing *d);
double sheet_bottom(const struct drawing *d);
void sheet_begin(struct drawing *d);
void sheet_end(struct drawing *d);
void sheet_need(struct drawing *d, double height); /* a new page unless so much is left */

double sheet_gap(const struct drawing *d); /* between blocks */

/* grid.c */
void grid_row(struct drawing *d, const struct grid *g, const char *const *cells);

/* table.c */
double table_wish(const struct drawing *d, const struct page_block *b); /* width in which it reads well */
void table_draw(struct drawing *d, const struct page_block *b);

/* paper.c: a page of parts, all of it; on a roll the surface's height follows. How many sheets it took. */
int paper_draw(const struct page *p, PangoContext *context, cairo_surface_t *surface, struct rare *rare);
void paper_head(struct drawing *d, const struct page_block *b);
void paper_tear(struct drawing *d, double from, double to, double y, const char *label);

/* code.c */
void code_draw(struct drawing *d, const struct page_block *b);

/* draw.c */
void block_draw(struct drawing *d, const struct page_block *b);
bool draw_landscape(const struct page *p, PangoContext *context, struct rare *rare);
/* All pages; the number of them. pages: of a former run, 0 = this one counts. */
int draw_pages(const struct page *p, PangoContext *context, cairo_surface_t *surface, bool landscape, int pages,
               struct rare *rare);

#endif
