/* qiantai desk: the terminal program itself. */
#include "cmd.h"
#include "qiantai/desk_lesson.h"
#include "qiantai/tui.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static int screen_refused(void)
{
    struct winsize ws;
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
        return cli_refuse("%s",
                          _("The desk needs a terminal. In scripts use the commands that `qiantai --help` lists."));
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &ws) != 0)
        return cli_refuse(
            "%s", _("The size of this terminal cannot be read; try another terminal or `stty rows 24 cols 80`."));
    return EXIT_DONE;
}

/* The default database is made at the first start; a path that was named must exist. */
static unsigned how_to_open(const struct cli_globals *g)
{
    if (g->db || getenv("QIANTAI_DB"))
        return OPEN_WRITE;
    char *path = cli_db_path(g);
    bool missing = path && access(path, F_OK) != 0;
    free(path);
    return missing ? OPEN_CREATE : OPEN_WRITE;
}

/* The options by which another command opens the same database; path: its own. */
static void same_options(const struct cli_globals *g, const char *path, const char *out[9])
{
    const struct {
        const char *option, *value;
    } given[] = {{"--db", path}, {"--forms", g->forms}, {"--now", g->now}, {"--house", g->house}};
    size_t n = 0;
    for (size_t i = 0; i < ARRAY_LEN(given); i++)
        if (given[i].value) {
            out[n++] = given[i].option;
            out[n++] = given[i].value;
        }
    out[n] = NULL;
}

static int run_desk(struct cli_call *c)
{
    const char *same[9];
    struct tui_options o = {.staff = c->g->as, .open = c->given[OPT_OPEN], .same = same};
    int rc = screen_refused();
    if (rc == EXIT_DONE)
        rc = cli_open(c->g, how_to_open(c->g), &c->d);
    if (rc != EXIT_DONE)
        return rc;
    same_options(c->g, desk_path(c->d), same);
    bool good = (!o.open || cli_form(c->d, o.open)) && tui_run(c->d, &o) == QT_OK;
    desk_close(c->d);
    return good ? EXIT_DONE : EXIT_REFUSED;
}

const struct cli_command cmd_desk = {
    .name = "desk",
    .usage = "[--open REGISTER]",
    .summary = N_("Open the full-screen desk."),
    .run = run_desk,
    .options = OPT(OPEN),
};

/* ---- practice --------------------------------------------------------------------------------------------------- */

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
    (void)st;
    (void)type;
    (void)ftw;
    return remove(path);
}

static void remove_folder(const char *folder)
{
    (void)nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

/* A lock on the folder itself says that somebody practises in it, and ends with the process. -1: somebody does, or it
 * is no folder of ours. */
static int folder_lock(const char *folder, struct stat *st)
{
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd >= 0 && fstat(fd, st) == 0 && st->st_uid == geteuid() && flock(fd, LOCK_EX | LOCK_NB) == 0)
        return fd;
    if (fd >= 0)
        close(fd);
    return -1;
}

#define PRACTICE_FOLDER "qiantai-practice-"

/* What a practice that was killed left behind. One that was made just now may not be locked yet. */
static void sweep_practices(const char *tmp)
{
    enum { YOUNG = 60 }; /* seconds */
    DIR *all = opendir(tmp);
    for (struct dirent *e; all && (e = readdir(all));) {
        struct stat st;
        if (strncmp(e->d_name, PRACTICE_FOLDER, strlen(PRACTICE_FOLDER)) != 0)
            continue;
        char *folder = mem_printf("%s/%s", tmp, e->d_name);
        int fd = folder_lock(folder, &st);
        if (fd >= 0 && st.st_mtime < time(NULL) - YOUNG)
            remove_folder(folder);
        if (fd >= 0)
            close(fd);
        free(folder);
    }
    if (all)
        (void)closedir(all);
}

/* The user's alone. What is no file (a folder, a pipe, a device) has no keys, or no end. */
static int open_keys(const char *path, bool write, FILE **out)
{
    struct stat st;
    int how = O_CLOEXEC | O_NONBLOCK | (write ? O_WRONLY | O_CREAT | O_EXCL : O_RDONLY);
    int fd = path ? open(path, how, 0600) : -1;
    if (fd >= 0 && (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode))) {
        close(fd);
        return cli_refuse(_("%s: not a regular file"), path);
    }
    *out = fd >= 0 ? fdopen(fd, write ? "w" : "r") : NULL;
    return !path || *out ? EXIT_DONE : cli_refuse("%s: %s", path, strerror(errno));
}

static int practise(struct cli_call *c)
{
    struct tui_options o = {.staff = c->g->as ? c->g->as : "lm", .lessons = true};
    int rc = open_keys(c->given[OPT_RECORD], true, &o.record);
    if (rc == EXIT_DONE)
        rc = open_keys(c->given[OPT_REPLAY], false, &o.replay);
    if (rc == EXIT_DONE && tui_run(c->d, &o) != QT_OK)
        rc = EXIT_REFUSED;
    if (o.record && fclose(o.record) != 0 && rc == EXIT_DONE)
        rc = cli_refuse(_("%s: not written: %s"), c->given[OPT_RECORD], strerror(errno));
    if (o.replay)
        fclose(o.replay);
    return rc;
}

/* A building of its own, in a folder that is gone afterwards: what is practised is kept nowhere. */
static int practise_anew(struct cli_call *c)
{
    struct cli_globals mine = *c->g;
    const char *said = getenv("TMPDIR"), *tmp = said && *said ? said : "/tmp";
    char *folder = mem_printf("%s/" PRACTICE_FOLDER "XXXXXX", tmp);
    struct stat st;
    sweep_practices(tmp);
    if (!mkdtemp(folder)) {
        int rc = cli_refuse(_("%s: no folder can be made there: %s"), folder, strerror(errno));
        free(folder);
        return rc;
    }
    int lock = folder_lock(folder, &st);
    char *db = mem_printf("%s/practice.db", folder);
    mine.db = db;
    mine.as = NULL;
    int rc = cli_open(&mine, OPEN_CREATE | OPEN_PRACTICE, &c->d);
    if (rc == EXIT_DONE && desk_demo(c->d) != QT_OK)
        rc = cli_fail();
    if (rc == EXIT_DONE)
        rc = practise(c);
    if (c->d)
        desk_close(c->d);
    remove_folder(folder);
    if (lock >= 0)
        close(lock);
    free(db);
    free(folder);
    return rc;
}

static int run_practice(struct cli_call *c)
{
    int rc = screen_refused();
    if (rc != EXIT_DONE || !c->g->db)
        return rc == EXIT_DONE ? practise_anew(c) : rc;
    rc = cli_open(c->g, OPEN_WRITE, &c->d);
    if (rc != EXIT_DONE)
        return rc;
    rc = desk_practice(c->d)
             ? practise(c)
             : cli_refuse(_("%s is no database for practice; without --db one is made and thrown away."),
                          desk_path(c->d));
    desk_close(c->d);
    return rc;
}

const struct cli_command cmd_practice = {
    .name = "practice",
    .usage = N_("[--record FILE] [--replay FILE]\n\n"
                "  --record  writes the keys down, but never where what is typed is hidden\n"
                "  --replay  presses them again, until somebody presses one"),
    .options = OPT(RECORD) | OPT(REPLAY),
    .summary = N_("Lessons at a desk of its own: ten short tasks, checked; nothing of it is kept."),
    .run = run_practice,
};
