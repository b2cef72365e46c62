/* What all cases of a program begin with is made once: the files of a folder are kept in memory and written again. A
 * database costs half a second of a sanitizer build: keys, tables, indexes and guards of forty registers. */
#ifndef MOULD_H
#define MOULD_H

#include <dirent.h>
#include <stdio.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "qiantai/base.h"

/* The files of a database as it was made. */
struct mould {
    const char *forms;
    size_t n, size[8];
    char *name[8];
    unsigned char *bytes[8];
};

static inline void mould_take(struct mould *m, const char *dir)
{
    DIR *files = opendir(dir);
    assert_non_null(files);
    for (struct dirent *e; (e = readdir(files));) {
        char *path = mem_printf("%s/%s", dir, e->d_name);
        FILE *f = e->d_name[0] == '.' ? NULL : fopen(path, "rb");
        free(path);
        if (!f)
            continue;
        assert_true(m->n < sizeof m->size / sizeof *m->size);
        assert_int_equal(fseek(f, 0, SEEK_END), 0);
        m->size[m->n] = (size_t)ftell(f);
        rewind(f);
        m->bytes[m->n] = mem_alloc(m->size[m->n] + 1);
        assert_int_equal(fread(m->bytes[m->n], 1, m->size[m->n], f), m->size[m->n]);
        (void)fclose(f);
        m->name[m->n++] = mem_dup(e->d_name);
    }
    closedir(files);
}

static inline void mould_pour(const struct mould *m, const char *dir)
{
    for (size_t i = 0; i < m->n; i++) {
        char *path = mem_printf("%s/%s", dir, m->name[i]);
        FILE *f = fopen(path, "wb");
        free(path);
        assert_non_null(f);
        assert_int_equal(fchmod(fileno(f), 0600), 0); /* the key is taken from no file that others could read */
        assert_int_equal(fwrite(m->bytes[i], 1, m->size[i], f), m->size[i]);
        assert_int_equal(fclose(f), 0);
    }
}

#endif
