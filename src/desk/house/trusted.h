/* The house's file: commands and folders that nobody chooses inside the program but by their names (attack.md M10). It
 * is /etc/qiantai/house, or what --house or QIANTAI_HOUSE names, and holds lines `kind TAB name TAB value`; empty ones
 * and those that begin with # are passed over:
 *
 *     print    office    lp -s -d office -t "$TITLE"
 *     folder   safe      /srv/backups
 *     witness  -         /usr/local/bin/tell-head-office
 *     encrypt  -         age -r age1...
 *     login    lm        minli            (a staff code, the operating system's user who is that person)
 *
 * It is believed only when it is a regular file, no link, of root's, in a folder of root's, and neither can be written
 * by a group or by others; in a practice database the process's own user is as good as root. */
#ifndef DESK_TRUSTED_H
#define DESK_TRUSTED_H

#include "desk_internal.h"

#define TRUSTED_ANY "-" /* the name of a kind that has only one: witness, encrypt */

/* The path that is read, whether there is a file or not; borrowed from the desk. */
const char *trusted_path(const struct desk *d);
/* The value of this name; caller frees, NULL unless QT_OK. QT_NOTFOUND: no such file, or no such line in it; the
 * fault's sentence says which, it may be dropped. QT_DENIED: the file is not believed, QT_REFUSED: a line cannot be
 * understood, QT_IO: it cannot be read; the sentence says what to do. None of them keeps anything but what was asked
 * for from being done. The file is read at each call: a change holds at once. */
int trusted_get(struct desk *d, const char *kind, const char *name, char **value) QT_MUST_USE;
/* Is there a line of exactly these three? A name may have several lines. False, too, where the file is not believed. */
bool trusted_has(struct desk *d, const char *kind, const char *name, const char *value);
/* The names of this kind in the order of the file; trusted_names_free. No file: QT_OK and none. */
int trusted_names(struct desk *d, const char *kind, char ***names, size_t *n) QT_MUST_USE;
void trusted_names_free(char **names, size_t n);

#endif
