/* Files the desk reads: the program's data, files beside the database, and the clock of --now. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "desk_internal.h"

int desk_file_read(const char *path, char **text, size_t *len)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* a pipe that nobody writes to must not hold up the desk */
    struct stat st;
    if (fd < 0)
        return fault_reading(path, errno);
    if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode)) {
        (void)close(fd);
        return fault(QT_IO, _("%s is not a file."), path);
    }
    struct buf b = {0};
    char part[16384];
    ssize_t n;
    while ((n = read(fd, part, sizeof part)) != 0) {
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            break;
        buf_addn(&b, part, (size_t)n);
    }
    int failed = n < 0 ? errno : 0;
    if (close(fd) < 0 && !failed)
        failed = errno;
    if (failed) {
        buf_free(&b);
        return fault_reading(path, failed);
    }
    *len = b.len;
    *text = buf_take(&b);
    return QT_OK;
}

char *text_cut(char **rest, char separator)
{
    char *start = *rest, *end = start + strcspn(start, (char[]){separator, '\0'});
    *rest = *end ? end + 1 : end;
    *end = '\0';
    return start;
}

bool table_row(char **rest, char **cell, size_t columns)
{
    while (**rest) {
        char *line = text_cut(rest, '\n');
        line[strcspn(line, "\r")] = '\0';
        if (line[0] == '\0' || line[0] == '#')
            continue;
        for (size_t i = 0; i < columns; i++)
            cell[i] = text_cut(&line, '\t');
        return true;
    }
    return false;
}

char *file_beside(const char *path, const char *name)
{
    const char *slash = strrchr(path, '/');
    int n = slash ? (int)(slash - path) : 1;
    return mem_printf("%.*s/%s", n, slash ? path : ".", name);
}

/* Where there are none: the places searched, for the message of whoever opens the files. */
char *desk_form_dirs(const char *db_path)
{
    char *installed = supply_find(SUPPLY_FORMS, "forms");
    char *own = file_beside(db_path, "forms");
    struct stat st;
    bool has_own = stat(own, &st) == 0 && S_ISDIR(st.st_mode);
    if (!installed && !has_own) {
        installed = supply_looked(SUPPLY_FORMS, "forms", ":");
        has_own = true;
    }
    struct buf b = {0};
    if (installed)
        buf_add(&b, installed);
    if (has_own && !(installed && strcmp(own, installed) == 0))
        buf_addf(&b, "%s%s", installed ? ":" : "", own);
    free(installed);
    free(own);
    return buf_take(&b);
}

/* With what the desk knows and the forms do not: settings of the house, procedures; and with what only SQLite finds. */
static int load_and_try(const char *dirs, char *const *without, size_t n, struct forms **set, struct problems *loaded,
                        struct problems *tried)
{
    int rc = forms_load_without(dirs, (const char *const *)without, n, set, loaded);
    if (rc == QT_OK)
        rc = desk_house_settings(*set);
    if (rc != QT_OK)
        return rc;
    desk_check_procedures(*set, tried);
    if (!forms_known_sound(*set)) /* reading the lists at each start would take longer than all the forms do */
        words_check(*set, tried);
    if ((*set)->nextensions > 0 && !forms_known_sound(*set) && expr_check(*set, tried) < 0)
        return fault_code();
    return QT_OK;
}

/* Is what was tried right without this file, that extends a register? Then what is wrong is told as its own. */
static bool at_fault(const char *dirs, char **without, size_t n, const struct place *extends,
                     const struct problems *with, struct problems *out)
{
    struct forms *set = NULL;
    struct problems loaded = {0}, tried = {0};
    without[n] = mem_dup(extends->file);
    bool bad = load_and_try(dirs, without, n + 1, &set, &loaded, &tried) == QT_OK &&
               (set->nextensions > 0 || expr_check(set, &tried) >= 0) && forms_blame(extends, with, &tried, out);
    free(without[n]);
    problems_free(&loaded);
    problems_free(&tried);
    forms_free(set);
    return bad;
}

/* Answers, as a copy, the file that has to be left out; NULL: none, and what else is wrong stands in `out`. */
static int load_once(const char *dirs, char **without, size_t n, struct forms **set, struct problems *out, char **bad)
{
    struct problems loaded = {0}, tried = {0};
    int rc = load_and_try(dirs, without, n, set, &loaded, &tried);
    for (size_t i = rc == QT_OK && tried.errors > 0 ? (*set)->nextensions : 0; !*bad && i-- > 0;)
        if (at_fault(dirs, without, n, &(*set)->extensions[i], &tried, out))
            *bad = mem_dup((*set)->extensions[i].file);
    if (!*bad) {
        problems_join(out, &loaded);
        if (rc == QT_OK) {
            desk_check_procedures(*set, out);
            if (!forms_known_sound(*set))
                words_check(*set, out);
        }
    }
    problems_free(&loaded);
    problems_free(&tried);
    return rc;
}

/* Files that extend registers, and have a mistake, are left out as a whole. */
static int load_folders(const char *dirs, struct forms **set, struct problems *out)
{
    char **without = mem_alloc(sizeof *without), *bad = NULL;
    size_t n = 0;
    int rc = load_once(dirs, without, n, set, out, &bad);
    while (rc == QT_OK && bad) {
        forms_free(*set);
        *set = NULL;
        without[n++] = bad;
        without = mem_resize(without, n + 1, sizeof *without); /* and one that is tried */
        bad = NULL;
        rc = load_once(dirs, without, n, set, out, &bad);
    }
    for (size_t i = 0; i < n; i++)
        free(without[i]);
    free(without);
    free(bad);
    return rc;
}

int desk_forms_load(const char *dirs, struct forms **set, struct problems *out)
{
    char *standard = supply_find(SUPPLY_FORMS, "forms/roles.yaml");
    char *all = standard ? mem_printf("%s:%s", standard, dirs) : mem_dup(dirs);
    int rc = load_folders(all, set, out);
    free(all);
    free(standard);
    return rc;
}

int desk_forms_load_file(const char *file, struct forms **set, struct problems *out)
{
    char *standard = supply_find(SUPPLY_FORMS, "forms/roles.yaml");
    int rc = forms_load_file(file, standard, set, out);
    free(standard);
    if (rc == QT_OK)
        rc = desk_house_settings(*set);
    if (rc == QT_OK)
        desk_check_procedures(*set, out);
    return rc;
}

/* ---- --now ------------------------------------------------------------------------------------------- */
static char *clock_file; /* @FILE; one process has one clock */
static int64_t clock_file_last;

/* "150 2000": so many ms from key to key, so many since the last one. */
static void clock_pace_read(const char *line)
{
    char *end;
    int64_t key = strtoll(line, &end, 10), rest = end != line ? strtoll(end, NULL, 10) : 0;
    clock_pace(end != line ? key : -1, rest);
}

static int64_t clock_from_file(void)
{
    char *text = NULL;
    size_t len;
    int64_t at;
    if (desk_file_read(clock_file, &text, &len) == QT_OK && text) {
        char *line = text + strcspn(text, "\r\n");
        clock_pace_read(*line ? line + 1 : "");
        *line = '\0';
        if (datetime_parse(text, clock_file_last, false, &at) == QT_OK)
            clock_file_last = at;
    }
    free(text);
    return clock_file_last;
}

int clock_set_spec(const char *spec)
{
    if (spec[0] == '@') {
        if (access(spec + 1, R_OK) != 0)
            return fault(QT_NOTFOUND, _("The file %s of --now cannot be read."), spec + 1);
        clock_file_last = clock_now();
        free(clock_file);
        clock_file = mem_dup(spec + 1);
        clock_source(clock_from_file);
        return QT_OK;
    }
    size_t n = strlen(spec);
    bool running = n > 1 && spec[n - 1] == '+';
    char *text = mem_dupn(spec, running ? n - 1 : n);
    int64_t now = clock_now(), at;
    int rc = datetime_parse(text, now, false, &at);
    free(text);
    if (rc < 0)
        return rc;
    if (running)
        clock_offset(at - now);
    else
        clock_fix(at);
    return QT_OK;
}
