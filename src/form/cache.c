#include "cache.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* One file a form: this head, the tree's block, the form's text. Numbers lie as this machine has them: the file is
 * for the program that wrote it. */
struct head {
    char magic[8];
    uint64_t mark; /* of the block */
    uint32_t nodes, bytes, text, zero;
};
static const char magic[8] = "QTtree1";

#define CACHE_MAX ((size_t)16 << 20)

char *cache_folder(void)
{
    const char *xdg = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
    char *parent = NULL, *folder = NULL;
    if (xdg && xdg[0] == '/')
        parent = mem_dup(xdg);
    else if (home && home[0] == '/')
        parent = mem_printf("%s/.cache", home);
    if (!parent)
        return NULL;
    folder = mem_printf("%s/qiantai", parent);
    if ((mkdir(parent, 0700) < 0 && errno != EEXIST) || (mkdir(folder, 0700) < 0 && errno != EEXIST)) {
        free(folder);
        folder = NULL;
    }
    free(parent);
    return folder;
}

uint64_t cache_mark(uint64_t mark, const void *data, size_t size)
{
    for (size_t at = 0; at < size; at += sizeof mark) {
        uint64_t word = 0;
        memcpy(&word, (const char *)data + at, size - at < sizeof word ? size - at : sizeof word);
        mark = (mark ^ word) * 1099511628211u;
        mark ^= mark >> 32;
    }
    return mark;
}

#define MARK_NONE 14695981039346656037u

/* Two files of one mark take turns, no more. */
static char *kept_as(const char *folder, const char *file)
{
    return mem_printf("%s/%016llx.tree", folder, (unsigned long long)cache_mark(MARK_NONE, file, strlen(file)));
}

static bool read_all(int fd, void *to, size_t size)
{
    for (size_t got = 0; got < size;) {
        ssize_t n = read(fd, (char *)to + got, size - got);
        if (n <= 0 && !(n < 0 && errno == EINTR))
            return false;
        got += n > 0 ? (size_t)n : 0;
    }
    return true;
}

static bool write_all(int fd, const void *from, size_t size)
{
    for (size_t put = 0; put < size;) {
        ssize_t n = write(fd, (const char *)from + put, size - put);
        if (n < 0 && errno != EINTR)
            return false;
        put += n > 0 ? (size_t)n : 0;
    }
    return true;
}

/* Ours, and nobody else may write it. */
static bool file_trusted(int fd, struct stat *st)
{
    return fstat(fd, st) == 0 && S_ISREG(st->st_mode) && st->st_uid == geteuid() && !(st->st_mode & 022) &&
           (size_t)st->st_size < CACHE_MAX;
}

static bool take_tree(int fd, const char *text, size_t len, struct tree *out)
{
    struct stat st;
    struct head h;
    if (!file_trusted(fd, &st) || !read_all(fd, &h, sizeof h) || memcmp(h.magic, magic, sizeof magic) != 0 ||
        h.text != len || (size_t)st.st_size != sizeof h + h.bytes + len)
        return false;
    char *block = mem_alloc(h.bytes + len);
    *out = (struct tree){(struct tree_node *)(void *)block, h.nodes, h.bytes};
    if (read_all(fd, block, h.bytes + len) && memcmp(block + h.bytes, text, len) == 0 &&
        cache_mark(MARK_NONE, block, h.bytes) == h.mark && tree_sound(out))
        return true;
    free(block);
    *out = (struct tree){0};
    return false;
}

bool cache_find(const char *folder, const char *file, const char *text, size_t len, struct tree *out)
{
    char *path = kept_as(folder, file);
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    bool found = fd >= 0 && take_tree(fd, text, len, out);
    if (fd >= 0)
        (void)close(fd);
    free(path);
    return found;
}

struct part {
    const void *data;
    size_t size;
};

/* The file is the old one or the new one, never half of it. */
static void replace_file(const char *path, const struct part *parts, size_t n)
{
    char *new = mem_printf("%s.XXXXXX", path);
    int fd = mkstemp(new); /* lives for a moment, before anything is started */
    bool whole = fd >= 0;
    for (size_t i = 0; whole && i < n; i++)
        whole = write_all(fd, parts[i].data, parts[i].size);
    if (fd >= 0 && (close(fd) < 0 || !whole || rename(new, path) < 0))
        (void)unlink(new);
    free(new);
}

void cache_keep(const char *folder, const char *file, const char *text, size_t len, const struct tree *t)
{
    struct head h = {
        .mark = cache_mark(MARK_NONE, t->v, t->bytes), .nodes = t->n, .bytes = t->bytes, .text = (uint32_t)len};
    char *path = kept_as(folder, file);
    memcpy(h.magic, magic, sizeof magic);
    replace_file(path, (const struct part[]){{&h, sizeof h}, {t->v, t->bytes}, {text, len}}, 3);
    free(path);
}

/* ---- forms whose expressions were checked ------------------------------------------------------------------------ */

static uint64_t mark_settings(uint64_t mark, const struct setting_rule *v, size_t n)
{
    for (size_t i = 0; i < n; i++)
        mark = cache_mark(mark, v[i].name, v[i].name ? strlen(v[i].name) : 0);
    return mark;
}

/* Of the forms, the settings they may name and the program; 0 when it cannot be found out. */
static uint64_t sound_mark(const struct forms *set)
{
    struct stat st;
    if (stat("/proc/self/exe", &st) < 0)
        return 0;
    const int64_t program[] = {(int64_t)st.st_size, (int64_t)st.st_mtim.tv_sec, (int64_t)st.st_mtim.tv_nsec};
    uint64_t mark = mark_settings(set->mark, set->settings, set->nsettings);
    for (size_t i = 0; i < set->n; i++)
        mark = mark_settings(mark, set->v[i]->settings, set->v[i]->nsettings);
    return cache_mark(mark, program, sizeof program);
}

/* One file for each choice of form files. */
static char *sound_file(const struct forms *set)
{
    char *folder = set->nfiles ? cache_folder() : NULL;
    uint64_t mark = MARK_NONE;
    for (size_t i = 0; i < set->nfiles; i++)
        mark = cache_mark(mark, set->files[i], strlen(set->files[i]));
    char *path = folder ? mem_printf("%s/%016llx.sound", folder, (unsigned long long)mark) : NULL;
    free(folder);
    return path;
}

bool forms_known_sound(const struct forms *set)
{
    char *path = sound_file(set);
    int fd = path ? open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW) : -1;
    uint64_t kept = 0;
    struct stat st;
    bool known =
        fd >= 0 && file_trusted(fd, &st) && read_all(fd, &kept, sizeof kept) && kept && kept == sound_mark(set);
    if (fd >= 0)
        (void)close(fd);
    free(path);
    return known;
}

void forms_now_sound(const struct forms *set)
{
    char *path = sound_file(set);
    uint64_t mark = sound_mark(set);
    if (path && mark)
        replace_file(path, (const struct part[]){{&mark, sizeof mark}}, 1);
    free(path);
}
