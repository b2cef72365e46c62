/* form, inside: reading the files of folders, or one with what it needs around it. */
#ifndef QT_FORM_LOAD_H
#define QT_FORM_LOAD_H

#include "extend.h"

/* Every file of the folders, in their order; false: none of them can be read. */
bool load_directories(struct loader *l, const char *dirs);
/* One file with roles and accounts from before it (roles: NULL or their file), and those of its folder; of a paper, and
 * of a file that extends a register, the registers around it, whose mistakes are not its own. */
void load_asked(struct loader *l, const char *file, const char *roles);

#endif
