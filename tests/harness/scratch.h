/* Where a test keeps its files. */
#ifndef HARNESS_SCRATCH_H
#define HARNESS_SCRATCH_H
#include <stddef.h>

/* A folder of this name and six more letters, in TMPDIR or /tmp; its way into `dir`. Ends the program when there is
 * none to be had. */
void scratch_folder(const char *name, char *dir, size_t size);
#endif
