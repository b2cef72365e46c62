/* Where a print goes: file or printer, text or PDF, as the settings say. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "job.h"
#include "values.h"

enum {
    COLUMNS_LEAST = 16,
    COLUMNS_MOST = 250,
    FILE_COLUMNS = 80,
    ROLL_WIDE = 200,  /* points: a roll that takes 48 columns, else 32 */
    LABEL_WIDE = 290, /* points: all that is narrower than A6 */
    SECONDS = 120,
    SECONDS_MOST = 3600
};

/* A setting, or NULL when it is empty; caller frees. */
static char *print_setting(struct desk *d, const char *name)
{
    char *value = desk_setting_stored(d, name);
    if (value && *value)
        return value;
    free(value);
    return NULL;
}

static int setting_number(struct desk *d, const char *name, int least, int most, int otherwise, int *out)
{
    char *value = print_setting(d, name), *end = NULL;
    long n = value ? strtol(value, &end, 10) : otherwise;
    bool good = !value || (*end == '\0' && n >= least && n <= most);
    free(value);
    *out = (int)n;
    return good ? QT_OK
                : fault(QT_REFUSED, _("The setting %s must be empty or a number from %d to %d."), name, least, most);
}

/* The two reasons why a setting is not followed, one sentence. */
static void add_reason(char **why, char *more)
{
    if (!*why) {
        *why = more;
        return;
    }
    char *both = more ? mem_printf("%s\n%s", *why, more) : NULL;
    if (both) {
        free(*why);
        *why = both;
    }
    free(more);
}

static int print_folder(struct desk *d, char **out, char **why)
{
    char *dir, *reason;
    desk_folder(d, "print_dir", &dir, &reason);
    add_reason(why, reason);
    if (mkdir(dir, 0700) != 0 && errno != EEXIST) {
        int rc = fault(QT_IO, _("The folder %s for prints cannot be made: %s. Change the setting print_dir."), dir,
                       strerror(errno));
        free(dir);
        return rc;
    }
    *out = dir;
    return QT_OK;
}

/* A name that is not taken: what it shows and when. */
static char *new_name(const char *dir, const struct page *p, bool plain)
{
    struct civil c = civil_of(clock_now());
    char *path = NULL;
    for (int i = 1; i < 1000; i++) {
        char more[8] = "";
        if (i > 1)
            (void)snprintf(more, sizeof more, "-%d", i);
        free(path);
        path = mem_printf("%s/%s-%04d%02d%02d-%02d%02d%s.%s", dir, page_name(p), c.year, c.month, c.day, c.hour,
                          c.minute, more, plain ? "txt" : "pdf");
        if (access(path, F_OK) != 0)
            break;
    }
    return path;
}

static bool ends_in(const char *s, const char *ending)
{
    size_t n = strlen(s), m = strlen(ending);
    return n > m && strcmp(s + n - m, ending) == 0;
}

/* Rolls and labels have a printer of their own, where the house names one. */
static bool is_roll(const struct page *p)
{
    return page_sheet(p)->height <= 0 || page_sheet(p)->width < LABEL_WIDE;
}

static const char *command_setting(struct desk *d, const struct page *p)
{
    char *own = is_roll(p) ? print_setting(d, "roll_command") : NULL;
    const char *name = own ? "roll_command" : "print_command";
    free(own);
    return name;
}

const char *job_text_setting(const struct page *p)
{
    return page_sheet(p)->height <= 0 ? "roll_text" : "print_text";
}

static bool speaks_gb18030(struct desk *d)
{
    char *name = print_setting(d, "roll_encoding");
    bool yes = name && strcmp(name, "GB18030") == 0;
    free(name);
    return yes;
}

int job_target(struct desk *d, struct page *p, const char *file, struct print_job *j, int *columns)
{
    char *dir = NULL;
    int rc = paper_sheet(d, p);
    if (rc == QT_OK)
        rc = setting_number(d, job_text_setting(p), COLUMNS_LEAST, COLUMNS_MOST, 0, columns); /* 0: PDF */
    paper_foot(d, p);
    if (rc == QT_OK)
        rc = setting_number(d, "print_seconds", 1, SECONDS_MOST, SECONDS, &j->seconds);
    if (rc != QT_OK)
        return rc;
    if (file) {
        j->plain = ends_in(file, ".txt");
        if (!j->plain && !ends_in(file, ".pdf"))
            return fault(QT_REFUSED, _("'%s' is no name for a print; end it with .pdf or .txt."), file);
        j->file = mem_dup(file);
    } else {
        j->plain = *columns > 0;
        desk_print_command(d, command_setting(d, p), &j->command, &j->why);
        rc = print_folder(d, &dir, &j->why);
        if (rc != QT_OK)
            return rc;
        j->file = new_name(dir, p, j->plain);
        free(dir);
    }
    if (*columns == 0)
        *columns = page_sheet(p)->height > 0 ? FILE_COLUMNS : page_sheet(p)->width > ROLL_WIDE ? 48 : 32;
    j->gb18030 = j->plain && is_roll(p) && speaks_gb18030(d);
    return QT_OK;
}

bool print_has_printer(struct desk *d, struct page *p)
{
    char *command = NULL, *why = NULL;
    if (paper_sheet(d, p) != QT_OK)
        fault_clear();
    else
        desk_print_command(d, command_setting(d, p), &command, &why);
    bool has = command != NULL;
    free(command);
    free(why);
    return has;
}
