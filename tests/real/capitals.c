/* capitals: reads amounts in fen, one a line, and writes each in capitals (U6). capitals.py gives it amounts and asks
 * another program for the same. */
#include "qiantai/base.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

int main(void)
{
    int64_t fen;
    while (scanf("%" SCNd64, &fen) == 1) {
        char *capitals = money_capitals(fen);
        if (!capitals || printf("%s\n", capitals) < 0)
            return 1;
        free(capitals);
    }
    return feof(stdin) ? 0 : 1;
}
