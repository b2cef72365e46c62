#include "scanner.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static unsigned dice(unsigned sides)
{
    static unsigned long long seed = 0;
    if (!seed) {
        const char *given = getenv("SEED");
        seed = given ? strtoull(given, NULL, 10) * 2 + 1 : 1;
    }
    seed = seed * 6364136223846793005ull + 1442695040888963407ull;
    return (unsigned)(seed >> 33) % sides;
}

static void pause_us(unsigned us)
{
    const struct timespec t = {us / 1000000, (long)(us % 1000000) * 1000};
    (void)nanosleep(&t, NULL);
}

void scanner_type(struct screen *s, const char *what)
{
    char *code;
    unsigned left = (unsigned)strtoul(what, &code, 10) * 1000;
    char bytes[256];
    int n = snprintf(bytes, sizeof bytes, "%s\r", code + strspn(code, " "));
    for (int at = 0; at < n;) {
        int piece = 1 + (int)dice((unsigned)(n - at));
        screen_send(s, bytes + at, (size_t)piece);
        at += piece;
        unsigned gap = at < n ? dice(left + 1) : 0;
        left -= gap;
        pause_us(gap);
    }
}
