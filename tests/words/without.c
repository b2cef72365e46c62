/* Linked into the program and the desk's unit tests in place of the loader's read_map() (ld --wrap): the word that the
 * environment's QT_WITHOUT names, "a card/count", is read as if it stood in no form. Without it nothing is different.
 */
#include "form/read.h"

#include <libintl.h>
#include <stdlib.h>
#include <string.h>

bool __real_read_map(struct loader *l, struct node n, const char *what, const struct key *keys, size_t nkeys, void *to,
                     struct node *slots);
bool __wrap_read_map(struct loader *l, struct node n, const char *what, const struct key *keys, size_t nkeys, void *to,
                     struct node *slots);

static void (*always)(struct loader *l, struct node n, void *to); /* the left out one's, when it is read absent, too */

static void read_absent(struct loader *l, struct node n, void *to)
{
    if (always)
        always(l, (struct node){NULL, n.at}, to);
}

static size_t find(const struct key *keys, size_t nkeys, const char *name)
{
    size_t i = 0;
    while (i < nkeys && strcmp(keys[i].name, name) != 0)
        i++;
    return i;
}

/* Fields and the columns of their rows are both "a field"; a section have the former alone. */
static bool is_table(const char *named, size_t n, const char *what, const struct key *keys, size_t nkeys)
{
    char name[80];
    bool rows = n == strlen("a column of rows") && strncmp(named, "a column of rows", n) == 0;
    if (n >= sizeof name)
        return false;
    memcpy(name, rows ? "a field" : named, rows ? sizeof "a field" : n);
    name[rows ? strlen("a field") : n] = '\0';
    return strcmp(what, gettext(name)) == 0 &&
           (strcmp(name, "a field") != 0 || (find(keys, nkeys, "section") == nkeys) == rows);
}

bool __wrap_read_map(struct loader *l, struct node n, const char *what, const struct key *keys, size_t nkeys, void *to,
                     struct node *slots)
{
    const char *word = getenv("QT_WITHOUT"), *name = word ? strchr(word, '/') : NULL;
    size_t at = name && is_table(word, (size_t)(name - word), what, keys, nkeys) ? find(keys, nkeys, name + 1) : nkeys;
    struct key less[KEYS_MAX];
    if (at == nkeys || nkeys > KEYS_MAX)
        return __real_read_map(l, n, what, keys, nkeys, to, slots);
    memcpy(less, keys, nkeys * sizeof *keys);
    always = less[at].flags & KEY_ALWAYS ? less[at].read : NULL;
    less[at].read = read_absent;
    bool is = __real_read_map(l, n, what, less, nkeys, to, slots);
    if (slots)
        slots[at] = (struct node){NULL, n.at};
    return is;
}
