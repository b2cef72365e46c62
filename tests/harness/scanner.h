/* A scanner that types as a keyboard does, behind a slow line. */
#ifndef HARNESS_SCANNER_H
#define HARNESS_SCANNER_H
#include "screen.h"

/* "MS CODE": the code and Enter within so many ms, cut anywhere into pieces with gaps of any length. Where it is cut
 * follows from SEED of the environment. */
void scanner_type(struct screen *s, const char *what);

#endif
