/* The sheets of paper that something may be printed on: the one place that knows them. */
#include <stdio.h>
#include <string.h>

#include "qiantai/base.h"

#define MM (72 / 25.4)
enum { LEAST = 15, MOST = 420 }; /* mm */

static const struct sheet_size sheets[] = {
    {"A4", 595.28, 841.89}, {"A5", 419.53, 595.28}, {"A6", 297.64, 419.53},
    {"roll80", 80 * MM, 0}, {"roll58", 58 * MM, 0},
};

static bool number(const char **s, int *out)
{
    int n = 0;
    const char *from = *s;
    for (; **s >= '0' && **s <= '9' && n <= MOST; ++*s)
        n = n * 10 + (**s - '0');
    *out = n;
    return *s > from && n >= LEAST && n <= MOST;
}

bool sheet_size(const char *name, struct sheet_size *out)
{
    int width, height;
    for (size_t i = 0; i < ARRAY_LEN(sheets); i++)
        if (strcmp(sheets[i].name, name) == 0) {
            *out = sheets[i];
            return true;
        }
    const char *s = name;
    if (!number(&s, &width) || *s++ != 'x' || !number(&s, &height) || *s)
        return false;
    *out = (struct sheet_size){.width = width * MM, .height = height * MM};
    (void)snprintf(out->name, sizeof out->name, "%dx%d", width, height);
    return true;
}
