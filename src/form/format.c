/* A form file is laid out anew and, when the new text says the same and has every comment, takes the old one's place.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "format.h"
#include "source.h"

/* What is written in comments, letter by letter: they may stand elsewhere and end at other places than before. */
static void count_letters(const struct format_file *f, long letters[256], long by)
{
    for (size_t i = 0; i < f->all.n; i++)
        for (size_t k = 0; k < f->all.v[i].len; k++)
            letters[(unsigned char)f->all.v[i].s[k]] += by;
    letters['#'] = letters[' '] = letters['\t'] = letters['\r'] = 0;
}

static bool same_comments(const struct format_file *a, const struct format_file *b)
{
    long letters[256] = {0};
    count_letters(a, letters, 1);
    count_letters(b, letters, -1);
    for (size_t i = 0; i < ARRAY_LEN(letters); i++)
        if (letters[i])
            return false;
    return true;
}

static bool same_tree(const struct tree *a, const struct tree *b)
{
    if (a->n != b->n)
        return false;
    for (uint32_t i = 0; i < a->n; i++) {
        const struct tree_node *x = &a->v[i], *y = &b->v[i];
        if (x->kind != y->kind || x->size != y->size || x->len != y->len ||
            (x->kind == TREE_SCALAR && memcmp((const char *)x + x->text, (const char *)y + y->text, x->len) != 0))
            return false;
    }
    return true;
}

/* The same, laid out once more: neither what it says nor a comment may be lost, and a second time changes nothing. */
static int compare(const struct source *source, const struct format_file *old, const char *new)
{
    struct problems told = {0};
    struct source again;
    struct format_file f;
    struct buf twice = {0};
    bool same = false;
    if (source_read(&again, source->at.file, mem_dup(new), strlen(new), &told) == 0) {
        same = same_tree(&source->tree, &again.tree);
        source_close(&again);
    }
    if (same && format_read(new, strlen(new), &f) == QT_OK) {
        format_write(&f, &twice);
        same = same_comments(old, &f) && strcmp(twice.s, new) == 0;
        format_free(&f);
    } else {
        same = false;
    }
    buf_free(&twice);
    problems_free(&told);
    return same ? QT_OK
                : fault(QT_REFUSED, _("%s cannot be laid out without changing what it says; it was left as it is"),
                        source->at.file);
}

static int replace(const char *file, const char *text)
{
    struct stat st;
    char *beside = mem_printf("%s.new-%d", file, (int)getpid());
    int fd = stat(file, &st) < 0 ? -1 : open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, st.st_mode & 0777);
    size_t len = strlen(text), done = 0;
    bool good = fd >= 0;
    while (good && done < len) {
        ssize_t n = write(fd, text + done, len - done);
        good = n > 0;
        done += good ? (size_t)n : 0;
    }
    good = good && fchmod(fd, st.st_mode & 0777) == 0 && fsync(fd) == 0;
    int reason = errno;
    if (fd >= 0 && close(fd) < 0 && good) {
        good = false;
        reason = errno;
    }
    if (good && rename(beside, file) < 0) {
        good = false;
        reason = errno;
    }
    if (fd >= 0 && !good)
        (void)unlink(beside);
    free(beside);
    return good ? QT_OK : fault(QT_IO, _("%s cannot be written: %s. It was left as it is."), file, strerror(reason));
}

int form_format(const char *file, bool write, struct problems *out)
{
    struct source s;
    struct format_file f;
    struct buf new = {0};
    if (source_open(&s, file, out) < 0)
        return fault(QT_REFUSED, _("%s was left as it is"), file);
    int rc = format_read(s.text, s.len, &f);
    if (rc == QT_OK) {
        format_write(&f, &new);
        rc = compare(&s, &f, new.s);
        if (rc == QT_OK && strlen(new.s) == s.len && memcmp(new.s, s.text, s.len) == 0)
            rc = 0;
        else if (rc == QT_OK && (rc = write ? replace(file, new.s) : QT_OK) == QT_OK)
            rc = 1;
        format_free(&f);
    } else {
        fault(rc, _("%s was left as it is: %s"), file, fault_text());
    }
    buf_free(&new);
    source_close(&s);
    return rc;
}
