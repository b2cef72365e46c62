/* Scanners over cleaned, narrow, lower-case text: each moves *s behind what it took, or leaves it. */
#ifndef QT_BASE_SCAN_H
#define QT_BASE_SCAN_H

#include <stdbool.h>
#include <stdint.h>

void blanks(const char **s);
bool take_text(const char **s, const char *word);
bool take_word(const char **s, const char *word); /* not the beginning of a longer English word */
int digits_at(const char *s);                     /* how many */
int take_digits(const char **s, int n);           /* n of them, at most 9 */
int han_digit(const char **s);                    /* 一 ... 九, 两; -1 when none */
int take_number(const char **s);                  /* 1 or 2 digits, or up to 九十九; -1 when neither */

/* 2h, 90m, 1h30, 1小时30分, 2天3小时, 1:30. Whole days are counted apart: they keep the clock time where clocks
 * change. QT_REFUSED when the text does not begin with one. */
int take_duration(const char **s, int64_t *days, int64_t *seconds);

#endif
