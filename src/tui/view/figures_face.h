/* The figures of a period as a picture: what it came to, by kind, by cause, day by day. Numbers first, bars second;
 * bars are blanks on another ground, so nothing of it depends on a font. */
#ifndef TUI_FIGURES_FACE_H
#define TUI_FIGURES_FACE_H
#include "qiantai/desk_figures.h"
#include "view.h"

struct figures_face {
    struct figures now, before; /* of the period, and of the one before it */
    bool known;
};
/* A terminal has room for it; else the tables are shown. rows, cols: of the body. */
bool face_fits(int rows, int cols);
/* Reads both periods: "2026-11" or "2026". QT_OK, or a fault, and the face is empty. */
int face_read(struct figures_face *f, struct desk *d, const struct form *form, int year, int month) QT_MUST_USE;
void face_draw(const struct figures_face *f, struct app *a, const struct form *form, bool month, WINDOW *w);
void face_free(struct figures_face *f);
#endif
