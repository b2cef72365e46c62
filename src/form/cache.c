#include "cache.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* One file for each choice of folders: the arena of the set as it lay in memory, whole pages, then this. */
struct foot {
    char magic[8];
    uint64_t program, forms; /* whose it is, and of which texts */
    uint64_t mark, size;     /* of the arena */
};
static const char magic[8] = "QTforms2";

#define MARK_NONE 14695981039346656037u

static uint64_t mix(uint64_t mark, uint64_t word)
{
    mark = (mark ^ word) * 1099511628211u;
    return mark ^ mark >> 32;
}

uint64_t cache_mark(uint64_t mark, const void *data, size_t size)
{
    const char *at = data, *end = at + size;
    uint64_t word[4], lane[4] = {mark, ~mark, mark + 1, ~mark - 1};
    for (; at + sizeof word <= end; at += sizeof word) { /* a step waits for the one before: four at a time */
        memcpy(word, at, sizeof word);
        for (int i = 0; i < 4; i++)
            lane[i] = mix(lane[i], word[i]);
    }
    for (int i = 0; i < 4; i++)
        mark = mix(mark, lane[i]);
    for (; at + sizeof word[0] <= end; at += sizeof word[0]) {
        memcpy(word, at, sizeof word[0]);
        mark = mix(mark, word[0]);
    }
    uint64_t rest = 0;
    if (at < end)
        memcpy(&rest, at, (size_t)(end - at));
    return mix(mix(mark, rest), size); /* "a" then "b" is not "ab" */
}

/* The linker's mark of the program, the first object that is told. */
static int mark_program(struct dl_phdr_info *info, size_t size, void *mark)
{
    (void)size;
    for (int i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *part = &info->dlpi_phdr[i];
        const char *at = (const char *)(uintptr_t)(info->dlpi_addr + part->p_vaddr), *end = at + part->p_memsz;
        ElfW(Nhdr) note;
        while (part->p_type == PT_NOTE && at + sizeof note < end) {
            memcpy(&note, at, sizeof note);
            const char *name = at + sizeof note, *said = name + ((note.n_namesz + 3) & ~3u);
            if (note.n_type == NT_GNU_BUILD_ID && note.n_namesz == 4 && memcmp(name, "GNU", 4) == 0)
                *(uint64_t *)mark = cache_mark(MARK_NONE, said, note.n_descsz);
            at = said + ((note.n_descsz + 3) & ~3u);
        }
    }
    return 1;
}

/* What this program is, whatever it is called and wherever it lies; 0 when it does not know. */
static uint64_t program_mark(void)
{
    uint64_t mark = 0;
    (void)dl_iterate_phdr(mark_program, &mark);
    return mark;
}

static char *cache_folder(void)
{
    const char *xdg = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
    if (xdg && xdg[0] == '/')
        return mem_printf("%s/qiantai", xdg);
    return home && home[0] == '/' ? mem_printf("%s/.cache/qiantai", home) : NULL;
}

static char *file_named(uint64_t mark, const char *kind)
{
    char *folder = cache_folder();
    char *path = folder ? mem_printf("%s/%016llx.%s", folder, (unsigned long long)mark, kind) : NULL;
    free(folder);
    return path;
}

/* Two choices of one mark take turns, no more. */
char *cache_file(const char *dirs)
{
    return file_named(cache_mark(MARK_NONE, dirs, strlen(dirs)), "forms");
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

/* Opens what is ours and nobody else may write; -1. */
static int open_trusted(const char *path, size_t *size)
{
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd >= 0 && (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode) || st.st_uid != geteuid() || (st.st_mode & 022))) {
        (void)close(fd);
        return -1;
    }
    *size = fd >= 0 ? (size_t)st.st_size : 0;
    return fd;
}

bool cache_find(const char *path, uint64_t forms, struct arena *a)
{
    struct foot f;
    size_t size;
    const void *whole = arena_whole(a, &size);
    int fd = whole ? open_trusted(path, &size) : -1;
    if (fd < 0)
        return false;
    bool ours = size > sizeof f && pread(fd, &f, sizeof f, (off_t)(size - sizeof f)) == (ssize_t)sizeof f &&
                memcmp(f.magic, magic, sizeof magic) == 0 && f.forms == forms && f.program &&
                f.program == program_mark() && f.size == size - sizeof f;
    bool found = ours && arena_map(a, fd, f.size) && cache_mark(MARK_NONE, whole, f.size) == f.mark;
    (void)close(fd);
    if (ours && !found)
        arena_again(a);
    return found;
}

static void make_folder(const char *path)
{
    char *folder = mem_dupn(path, (size_t)(strrchr(path, '/') - path)), *slash = strrchr(folder, '/');
    *slash = '\0';
    (void)mkdir(folder, 0700);
    *slash = '/';
    (void)mkdir(folder, 0700);
    free(folder);
}

struct part {
    const void *data;
    size_t size;
};

/* The file is the old one or the new one, never half of it. */
static void replace_file(const char *path, const struct part *parts, size_t n)
{
    char *new = mem_printf("%s.XXXXXX", path);
    make_folder(path);
    int fd = mkstemp(new); /* lives for a moment, before anything is started */
    bool whole = fd >= 0;
    for (size_t i = 0; whole && i < n; i++)
        whole = write_all(fd, parts[i].data, parts[i].size);
    if (fd >= 0 && (close(fd) < 0 || !whole || rename(new, path) < 0))
        (void)unlink(new);
    free(new);
}

/* A region as large is a sanitizer's book of all memory: small numbers and ends of texts look like its addresses. */
#define SHADOW (1ull << 28)

/* Does a word look like a pointer to anything of this process that is not the arena itself? */
static bool leads_outside(const void *arena, size_t size)
{
    const uintptr_t *v = arena;
    unsigned long long from, to;
    FILE *maps = fopen("/proc/self/maps", "re");
    bool outside = !maps;
    while (!outside && fscanf(maps, "%llx-%llx%*[^\n]", &from, &to) == 2) { /* NOLINT(cert-err34-c): the kernel's own */
        bool looked = from != (uintptr_t)arena && to - from < SHADOW;
        for (size_t i = 0; looked && !outside && i < size / sizeof *v; i++)
            outside = v[i] >= from && v[i] < to;
    }
    if (maps)
        (void)fclose(maps);
    return outside;
}

void cache_keep(const char *path, uint64_t forms, const struct arena *a)
{
    size_t size = 0;
    const void *whole = arena_whole(a, &size);
    struct foot f = {.program = program_mark(), .forms = forms, .size = size};
    memcpy(f.magic, magic, sizeof magic);
    if (!whole || !f.program || leads_outside(whole, size))
        return;
    f.mark = cache_mark(MARK_NONE, whole, size);
    replace_file(path, (const struct part[]){{whole, size}, {&f, sizeof f}}, 2);
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
    uint64_t program = program_mark(), mark = mark_settings(set->mark, set->settings, set->nsettings);
    for (size_t i = 0; i < set->n; i++)
        mark = mark_settings(mark, set->v[i]->settings, set->v[i]->nsettings);
    return program ? cache_mark(mark, &program, sizeof program) : 0;
}

/* One file for each choice of form files. */
static char *sound_file(const struct forms *set)
{
    uint64_t mark = MARK_NONE;
    for (size_t i = 0; i < set->nfiles; i++)
        mark = cache_mark(mark, set->files[i], strlen(set->files[i]));
    return set->nfiles ? file_named(mark, "sound") : NULL;
}

bool forms_known_sound(const struct forms *set)
{
    char *path = sound_file(set);
    uint64_t kept = 0;
    size_t size;
    int fd = path ? open_trusted(path, &size) : -1;
    bool known = fd >= 0 && !set->partial && read_all(fd, &kept, sizeof kept) && kept && kept == sound_mark(set);
    if (fd >= 0)
        (void)close(fd);
    free(path);
    return known;
}

void forms_now_sound(const struct forms *set)
{
    char *path = sound_file(set);
    uint64_t mark = sound_mark(set);
    if (path && mark && !set->partial)
        replace_file(path, (const struct part[]){{&mark, sizeof mark}}, 1);
    free(path);
}
