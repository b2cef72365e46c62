/* doc, inside: a QR code as squares; the one place with libqrencode. Drawn by pdf/code.c, in half blocks by
 * layout_paper.c. */
#ifndef DOC_CODE_H
#define DOC_CODE_H

#include <stdbool.h>

enum { CODE_QUIET = 2 /* squares left free around it */ };

struct code {
    int width;           /* squares on a side, without the free ones */
    unsigned char *dark; /* width * width, row by row: 1 or 0 */
};
bool code_make(const char *data, struct code *out); /* false: too long for one; then nothing is to be freed */
bool code_dark(const struct code *c, int x, int y); /* outside of it: false */
void code_free(struct code *c);

#endif
