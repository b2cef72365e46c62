#include "scratch.h"

#include <stdio.h>
#include <stdlib.h>

void scratch_folder(const char *name, char *dir, size_t size)
{
    const char *tmp = getenv("TMPDIR");
    int n = snprintf(dir, size, "%s/%s-XXXXXX", tmp && tmp[0] ? tmp : "/tmp", name);
    if (n > 0 && (size_t)n < size && mkdtemp(dir))
        return;
    perror(dir);
    exit(99);
}
