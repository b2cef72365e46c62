/* The sheets of paper a page may be drawn on: the one place that knows them. */
#include "page.h"

static const struct page_size papers[] = {{"A4", 595.28, 841.89}, {"A5", 419.53, 595.28}};

const struct page_size *page_size_find(const char *name)
{
    for (size_t i = 0; i < ARRAY_LEN(papers); i++)
        if (strcmp(papers[i].name, name) == 0)
            return &papers[i];
    return NULL;
}
