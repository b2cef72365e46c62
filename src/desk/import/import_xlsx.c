/* An Excel workbook as CSV: xlsx2csv, a process of its own with limits of time, memory and size (whoever sends a
 * workbook may have made it in order to fill the machine), writes all sheets that are not hidden into a file without a
 * name; the one that is wanted is taken from there. What stands between two sheets begins with a sign that XML cannot
 * hold. Dates come as 2026-03-04 whatever their cells look like; a formula is what it gave when the workbook was saved.
 */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "import/import.h"

enum { SIGN = 0x1e };
#define SIGN_OPTION "x30" /* the same in xlsx2csv's words: decimal */

struct sheet {
    char *name, *number;
    long from, to; /* bytes of the CSV */
    bool empty;
};
struct sheets {
    struct sheet *v;
    size_t n;
};

/* In the database's folder, where personal data may lie, and gone with the process. */
static FILE *nameless(struct desk *d)
{
    const char *path = desk_path(d), *slash = strrchr(path, '/');
    char *dir = slash ? mem_dupn(path, (size_t)(slash - path) + 1) : mem_dup(".");
    char *name = mem_printf("%s/.qiantai-import-XXXXXX", dir);
    int fd = mkstemp(name); /* mode 0600 */
    if (fd >= 0) {
        (void)fcntl(fd, F_SETFD, FD_CLOEXEC);
        (void)unlink(name);
    }
    FILE *f = fd < 0 ? NULL : fdopen(fd, "w+");
    if (!f) {
        fault(QT_IO, _("No file can be made in %s: %s."), dir, strerror(errno));
        if (fd >= 0)
            (void)close(fd);
    }
    free(name);
    free(dir);
    return f;
}

/* ---- the process ------------------------------------------------------------------------------------------------ */

/* The last line that it wrote, cleaned; caller frees. */
static char *last_words(FILE *err)
{
    char part[2048];
    size_t n = 0;
    if (fseek(err, 0, SEEK_END) == 0) {
        long size = ftell(err), from = size > (long)sizeof part ? size - (long)sizeof part : 0;
        if (fseek(err, from, SEEK_SET) == 0)
            n = fread(part, 1, sizeof part, err);
    }
    while (n > 0 && isspace((unsigned char)part[n - 1]))
        n--;
    size_t begin = n;
    while (begin > 0 && part[begin - 1] != '\n')
        begin--;
    return text_clean(part + begin, n - begin, false, NULL);
}

static int tell_end(const char *path, int status, FILE *err, const int64_t *limit)
{
    int code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    if (code == 0)
        return QT_OK;
    if (code == 127 || code == 126)
        return fault(QT_REFUSED,
                     _("%s is an Excel workbook, and the program that reads these, xlsx2csv, is not installed. Install "
                       "it (Debian: apt install xlsx2csv), or save the sheet as \"CSV UTF-8\" and import that."),
                     path);
    char *why = last_words(err);
    int rc = fault(QT_REFUSED,
                   _("%s could not be read as a workbook within %lld s, %lld MB of memory and %lld MB of text%s%s. "
                     "Nothing was imported. Save the sheet as \"CSV UTF-8\" and import that; the limits are the "
                     "settings xlsx_seconds, xlsx_memory and xlsx_size."),
                   path, (long long)limit[0], (long long)limit[1], (long long)limit[2], *why ? ": " : "", why);
    free(why);
    return rc;
}

/* All sheets into `out`. */
static int convert(struct desk *d, const char *path, FILE *out)
{
    const int64_t limit[] = {desk_setting_int(d, "xlsx_seconds", 120), desk_setting_int(d, "xlsx_memory", 1024),
                             desk_setting_int(d, "xlsx_size", 256)};
    char *cpu = mem_printf("--cpu=%lld", (long long)limit[0]), *seconds = mem_printf("%lld", (long long)limit[0]);
    char *memory = mem_printf("--as=%lld", (long long)limit[1] << 20);
    char *size = mem_printf("--fsize=%lld", (long long)limit[2] << 20);
    char *file = path[0] == '-' ? mem_printf("./%s", path) : mem_dup(path);
    char *argv[] = {"prlimit",
                    cpu,
                    memory,
                    size,
                    "timeout",
                    "--kill-after=5",
                    seconds,
                    "xlsx2csv",
                    "--all",
                    "--exclude_hidden_sheets",
                    "--sheetdelimiter",
                    SIGN_OPTION,
                    "--dateformat",
                    "%Y-%m-%d %H:%M:%S.%f",
                    "--timeformat",
                    "%H:%M",
                    file,
                    NULL};
    FILE *err = nameless(d);
    struct child c = {
        argv, {CHILD_NOTHING, fileno(out), err ? fileno(err) : CHILD_NOTHING, CHILD_NOTHING}, NULL, false};
    pid_t pid;
    int status = -1, rc = err ? QT_OK : fault_code(), bad;
    if (rc == QT_OK && (bad = child_start(&c, &pid)) != 0)
        rc = fault(QT_IO, _("%s could not be started: %s."), argv[0], strerror(bad));
    while (rc == QT_OK && waitpid(pid, &status, 0) < 0)
        if (errno != EINTR)
            rc = fault(QT_IO, _("%s could not be waited for: %s."), argv[0], strerror(errno));
    if (rc == QT_OK)
        rc = tell_end(path, status, err, limit);
    if (err)
        (void)fclose(err);
    free(cpu);
    free(seconds);
    free(memory);
    free(size);
    free(file);
    return rc;
}

/* ---- its sheets -------------------------------------------------------------------------------------------------- */

static void sheets_free(struct sheets *s)
{
    for (size_t i = 0; i < s->n; i++) {
        free(s->v[i].name);
        free(s->v[i].number);
    }
    free(s->v);
}

/* "^^ 1 - NAME" */
static void add_sheet(struct sheets *s, const char *line)
{
    char *rest = NULL;
    long number = strtol(line + 1, &rest, 10);
    s->v = mem_resize(s->v, s->n + 1, sizeof *s->v);
    s->v[s->n++] =
        (struct sheet){.number = mem_printf("%ld", number),
                       .name = text_clean(rest + (strncmp(rest, " - ", 3) == 0 ? 3 : 0),
                                          strcspn(rest, "\n") - (strncmp(rest, " - ", 3) == 0 ? 3 : 0), false, NULL),
                       .empty = true};
}

static int find_sheets(FILE *all, struct sheets *s)
{
    char *line = NULL;
    size_t room = 0;
    if (fseek(all, 0, SEEK_SET) != 0)
        return fault(QT_IO, _("The file could not be read: %s."), strerror(errno));
    while (getline(&line, &room, all) > 0) {
        if (line[0] == SIGN) {
            add_sheet(s, line);
            s->v[s->n - 1].from = ftell(all);
        } else if (s->n > 0) {
            s->v[s->n - 1].empty = s->v[s->n - 1].empty && !line[strspn(line, ",\r\n\" ")];
        }
        if (s->n > 0)
            s->v[s->n - 1].to = ftell(all);
    }
    free(line);
    return ferror(all) ? fault(QT_IO, _("The file could not be read: %s."), strerror(errno)) : QT_OK;
}

static int tell_sheets(const struct sheets *s, const char *path, const char *wanted)
{
    struct buf list = {0};
    for (size_t i = 0; i < s->n; i++)
        if (!s->v[i].empty)
            buf_addf(&list, "%s%s (%s)", list.len ? ", " : "", s->v[i].name, s->v[i].number);
    int rc = list.len == 0 ? fault(QT_REFUSED,
                                   _("%s has no sheet in which Excel would show anything. Save the list as \"CSV "
                                     "UTF-8\" and import that."),
                                   path)
             : wanted      ? fault(QT_REFUSED, _("%s has no sheet '%s'; it has: %s."), path, wanted, list.s)
                      : fault(QT_REFUSED, _("%s has several sheets: %s. Which one? (On the command line: --sheet.)"),
                              path, list.s);
    buf_free(&list);
    return rc;
}

/* By name, else by number; without either the only one that holds something. */
static const struct sheet *choose(const struct sheets *s, const char *wanted)
{
    const struct sheet *found = NULL;
    for (size_t i = 0; wanted && i < s->n; i++)
        if (strcmp(s->v[i].name, wanted) == 0)
            return &s->v[i];
    for (size_t i = 0; i < s->n; i++) {
        if (wanted ? strcmp(s->v[i].number, wanted) != 0 : s->v[i].empty)
            continue;
        if (found)
            return NULL;
        found = &s->v[i];
    }
    return found;
}

static int copy_part(FILE *from, FILE *to, const struct sheet *s)
{
    char part[65536];
    long left = s->to - s->from;
    bool good = fseek(from, s->from, SEEK_SET) == 0;
    while (good && left > 0) {
        size_t want = left < (long)sizeof part ? (size_t)left : sizeof part, n = fread(part, 1, want, from);
        good = n > 0 && fwrite(part, 1, n, to) == n;
        left -= (long)n;
    }
    good = good && fflush(to) == 0 && fseek(to, 0, SEEK_SET) == 0;
    return good ? QT_OK : fault(QT_IO, _("The sheet could not be taken from the workbook: %s."), strerror(errno));
}

static int two_digits(const char *s)
{
    return (s[0] - '0') * 10 + s[1] - '0';
}

/* A sheet counts days, and 19:00 may lie a little before 19:00: to the nearest second; a day alone where that is
 * midnight. */
void xlsx_moment(char *cell)
{
    static const char shape[] = "0000-00-00 00:00:00.000000";
    char day[11];
    for (size_t i = 0; i < sizeof shape; i++)
        if (shape[i] == '0' ? !isdigit((unsigned char)cell[i]) : cell[i] != shape[i])
            return;
    int second = two_digits(cell + 11) * 3600 + two_digits(cell + 14) * 60 + two_digits(cell + 17) + (cell[20] >= '5');
    (void)snprintf(day, sizeof day, "%.10s", cell);
    int64_t midnight = date_time(day, 0);
    if (second >= 86400 && midnight != INT64_MIN) {
        date_format(day_add(midnight, 1), day);
        second -= 86400;
    }
    memcpy(cell, day, sizeof day);
    if (second > 0)
        (void)snprintf(cell + 10, sizeof shape - 10, " %02d:%02d:%02d", second / 3600 % 24, second / 60 % 60,
                       second % 60);
}

int xlsx_open(struct desk *d, const char *path, const char *wanted, FILE **out, char **name)
{
    struct sheets s = {0};
    FILE *all = nameless(d), *one = all ? nameless(d) : NULL;
    int rc = one ? convert(d, path, all) : fault_code();
    if (rc == QT_OK)
        rc = find_sheets(all, &s);
    const struct sheet *chosen = rc == QT_OK ? choose(&s, wanted) : NULL;
    if (rc == QT_OK)
        rc = chosen ? copy_part(all, one, chosen) : tell_sheets(&s, path, wanted);
    if (rc == QT_OK) {
        *out = one;
        *name = mem_dup(chosen->name);
        one = NULL;
    }
    sheets_free(&s);
    if (all)
        (void)fclose(all);
    if (one)
        (void)fclose(one);
    return rc;
}
