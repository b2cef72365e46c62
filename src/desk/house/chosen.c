/* What four settings only name (attack.md M10): the print commands and the folders of prints and backups. Whoever may
 * change settings chooses among the names of the house's file and what needs no file: a printer that CUPS knows, the
 * folders beside the database. What earlier programs took as a command or a path is not run and not written to; the
 * person is told which line the file lacks. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "house/trusted.h"

enum { PRINTERS_MOST = 16384 }; /* bytes of lpstat's answer that are read */

static const struct chosen_rule {
    const char *setting, *kind;
    const char *folder;  /* beside the database, by this name; NULL: no folder */
    const char *example; /* a name for the line that the file lacks */
    bool always;         /* nothing set: that folder; else nothing */
} rules[] = {
    {.setting = "print_command", .kind = "print", .example = "office"},
    {.setting = "roll_command", .kind = "print", .example = "receipts"},
    {.setting = "print_dir", .kind = "folder", .folder = "print", .example = "prints", .always = true},
    {.setting = "backup_dir", .kind = "folder", .folder = "backups", .example = "safe"},
};

static const struct chosen_rule *rule_of(const char *setting)
{
    for (size_t i = 0; i < ARRAY_LEN(rules); i++)
        if (strcmp(rules[i].setting, setting) == 0)
            return &rules[i];
    return NULL;
}

/* ---- printers of CUPS --------------------------------------------------------------------------------------- */
/* lpstat without a shell, for five seconds at most, its words into `to`. An errno. */
static int lpstat_start(int to, pid_t *pid)
{
    static char timeout[] = "timeout", seconds[] = "5", lpstat[] = "lpstat", e[] = "-e";
    char *argv[] = {timeout, seconds, lpstat, e, NULL};
    return child_start(&(struct child){argv, {CHILD_NOTHING, to, CHILD_NOTHING, CHILD_NOTHING}, NULL, false}, pid);
}

/* One printer a line; "" where there are none, or no CUPS. Caller frees. */
static char *printers(void)
{
    char *said = mem_alloc(PRINTERS_MOST + 1);
    size_t n = 0;
    int ends[2];
    pid_t pid = 0;
    ssize_t got = 1;
    if (pipe(ends) != 0)
        return said;
    (void)fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    (void)fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    int rc = lpstat_start(ends[1], &pid);
    (void)close(ends[1]);
    while (rc == 0 && n < PRINTERS_MOST && got != 0 && (got > 0 || errno == EINTR)) {
        got = read(ends[0], said + n, PRINTERS_MOST - n);
        n += got > 0 ? (size_t)got : 0;
    }
    (void)close(ends[0]);
    while (rc == 0 && waitpid(pid, NULL, 0) < 0 && errno == EINTR)
        continue;
    said[n] = '\0';
    return said;
}

/* A name that stands in a command as it is: nothing a shell or lp reads as anything else. */
static bool printer_plain(const char *name)
{
    return *name && *name != '-' &&
           name[strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.+-")] == '\0';
}

static bool printer_known(const char *name)
{
    char *all = printers(), *rest = all;
    bool known = false;
    while (!known && *rest)
        known = strcmp(text_cut(&rest, '\n'), name) == 0;
    free(all);
    return known;
}

/* "lp -d PRINTER" is as good as the printer's name. NULL: no such printer. Caller frees. */
static char *printer_command(const char *value)
{
    const char *name = strncmp(value, "lp -d ", 6) == 0 ? value + 6 : value;
    return printer_plain(name) && printer_known(name) ? mem_printf("lp -s -d %s -t \"$TITLE\"", name) : NULL;
}

/* ---- what a setting means ----------------------------------------------------------------------------------- */
/* The folder beside the database, named by its name or its path; NULL: it is not meant. */
static char *folder_beside(const struct desk *d, const struct chosen_rule *rule, const char *value)
{
    char *beside = rule->folder ? file_beside(desk_path(d), rule->folder) : NULL;
    if (beside && strcmp(value, rule->folder) != 0 && strcmp(value, beside) != 0) {
        free(beside);
        beside = NULL;
    }
    return beside;
}

/* Why this value is not followed: what is wrong with the file, and the line it lacks. */
static char *reason(struct desk *d, const struct chosen_rule *rule, const char *value, int rc)
{
    char *file = rc == QT_NOTFOUND ? mem_dup("") : mem_printf("%s ", fault_text());
    char *why = mem_printf(
        _("%sThe setting %s holds '%s', which is no name that may be chosen; it is not used. Whoever is "
          "root on this machine writes this line into %s, with tabs between the three parts:\n%s\t%s\t%s\nand "
          "then: qiantai setting set %s %s"),
        file, rule->setting, value, trusted_path(d), rule->kind, rule->example, value, rule->setting, rule->example);
    free(file);
    return why;
}

/* *meant NULL and *why set: the value is no name. */
static void chosen(struct desk *d, const struct chosen_rule *rule, const char *value, char **meant, char **why)
{
    *why = NULL;
    *meant = folder_beside(d, rule, value);
    int rc = *meant ? QT_OK : trusted_get(d, rule->kind, value, meant);
    if (rc != QT_OK && !rule->folder)
        *meant = printer_command(value);
    if (!*meant)
        *why = reason(d, rule, value, rc);
    fault_clear();
}

static char *set_value(struct desk *d, const char *setting)
{
    char *value = desk_setting_stored(d, setting);
    if (value && *value)
        return value;
    free(value);
    return NULL;
}

bool desk_chosen_stale(struct desk *d, const char *setting)
{
    const struct chosen_rule *rule = rule_of(setting);
    char *value = rule ? set_value(d, setting) : NULL, *meant = NULL;
    if (!value)
        return false;
    bool plain = !rule->folder && printer_plain(strncmp(value, "lp -d ", 6) == 0 ? value + 6 : value);
    if (!plain)
        meant = folder_beside(d, rule, value);
    if (!plain && !meant && trusted_get(d, rule->kind, value, &meant) != QT_OK)
        fault_clear();
    bool stale = !plain && !meant;
    free(meant);
    free(value);
    return stale;
}

void chosen_look(struct desk *d)
{
    free(d->chosen_warning);
    d->chosen_warning = NULL;
    for (size_t i = 0; !d->chosen_warning && i < ARRAY_LEN(rules); i++)
        if (desk_chosen_stale(d, rules[i].setting))
            d->chosen_warning =
                mem_printf(_("The value of %s is no longer followed: Supervisor, F10 S"), rules[i].setting);
}

void desk_print_command(struct desk *d, const char *setting, char **command, char **why)
{
    const struct chosen_rule *rule = rule_of(setting);
    char *value = set_value(d, rule->setting);
    *command = *why = NULL;
    if (value)
        chosen(d, rule, value, command, why);
    free(value);
}

void desk_folder(struct desk *d, const char *setting, char **dir, char **why)
{
    const struct chosen_rule *rule = rule_of(setting);
    char *value = set_value(d, setting);
    *dir = *why = NULL;
    if (value)
        chosen(d, rule, value, dir, why);
    if (!*dir && (value || rule->always))
        *dir = file_beside(desk_path(d), rule->folder);
    free(value);
}

int chosen_accepts(struct desk *d, const char *setting, const char *value)
{
    const struct chosen_rule *rule = rule_of(setting);
    char *meant = NULL, *why = NULL;
    if (!rule || !*value)
        return QT_OK;
    chosen(d, rule, value, &meant, &why);
    int rc = why ? fault(QT_REFUSED, "%s", why) : QT_OK;
    free(meant);
    free(why);
    return rc;
}

static void name_add(char ***names, size_t *n, const char *name)
{
    *names = mem_resize(*names, *n + 1, sizeof **names);
    (*names)[(*n)++] = mem_dup(name);
}

int desk_choices(struct desk *d, const char *setting, char ***names, size_t *n)
{
    const struct chosen_rule *rule = rule_of(setting);
    *names = NULL;
    *n = 0;
    if (!rule)
        return QT_NOTFOUND;
    if (trusted_names(d, rule->kind, names, n) != QT_OK)
        fault_clear(); /* choosing one that the file would have says what is wrong */
    if (rule->folder) {
        name_add(names, n, rule->folder);
        return QT_OK;
    }
    char *all = printers(), *rest = all;
    while (*rest) {
        const char *name = text_cut(&rest, '\n');
        if (printer_plain(name))
            name_add(names, n, name);
    }
    free(all);
    return QT_OK;
}

void desk_choices_free(char **names, size_t n)
{
    trusted_names_free(names, n);
}
