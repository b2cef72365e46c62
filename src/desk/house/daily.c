/* Once a day, from cron: minute work, retention, backup, what the house must know. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "house/encrypt.h"
#include "house/renamed.h"

#define BACKUP_PREFIX "qiantai-"
#define BACKUP_NAME_LEN 21 /* qiantai-2026-11-21.db, and .enc behind it when it is encrypted */

enum {
    FILES_DAYS = 7,  /* a file that no record names is kept for */
    DRAFTS_DAYS = 30 /* a half-typed form, since it was typed last */
};

static int is_backup(const struct dirent *e)
{
    const char *name = e->d_name, *end = name + BACKUP_NAME_LEN;
    return strlen(name) >= BACKUP_NAME_LEN && strncmp(name, BACKUP_PREFIX, strlen(BACKUP_PREFIX)) == 0 &&
           strncmp(end - 3, ".db", 3) == 0 && (!*end || strcmp(end, BACKUP_ENCRYPTED) == 0);
}

/* The oldest go, never the one that was just made: by its date it may be an old one, if the clock was wrong once. */
static int remove_old(const char *dir, const char *made, int64_t keep)
{
    struct dirent **found = NULL;
    int n = scandir(dir, &found, is_backup, alphasort), rc = QT_OK;
    int64_t more = n - (keep > 1 ? keep : 1);
    for (int i = 0; i < n; i++) {
        if (rc == QT_OK && more > 0 && strcmp(found[i]->d_name, made) != 0) {
            char *path = mem_printf("%s/%s", dir, found[i]->d_name);
            rc = backup_remove(path);
            free(path);
            more--;
        }
        free(found[i]);
    }
    free(found);
    return rc;
}

/* Made now, or encrypted now if that failed before: *made. */
static int backup_of_today(struct desk *d, const char *path, char **file, bool *made, struct buf *lacks)
{
    *file = mem_printf("%s" BACKUP_ENCRYPTED, path);
    bool plain = access(path, F_OK) == 0, whole = access(*file, F_OK) == 0;
    db_backup_clear(path);
    if (whole)
        return plain ? backup_remove(path) : QT_OK; /* killed between the two */
    int rc = plain ? QT_OK : db_backup(d->db, path, lacks);
    free(*file);
    *file = NULL;
    if (rc == QT_OK)
        rc = backup_encrypt(d, path, file);
    *made = rc == QT_OK && (!plain || strcmp(*file, path) != 0);
    return rc;
}

/* Once a day: the copy of today is made, checked and named before an old one goes, and stays when it is there. */
static int daily_backup(struct desk *d, struct buf *report, char **why)
{
    char *dir, *file = NULL;
    desk_folder(d, "backup_dir", &dir, why);
    if (!dir)
        return QT_OK;
    if (mkdir(dir, 0700) != 0 && errno != EEXIST) {
        int failed = fault(QT_IO, _("The folder %s for backups cannot be made: %s."), dir, strerror(errno));
        free(dir);
        return failed;
    }
    char date[11];
    date_format(clock_now(), date);
    char *path = mem_printf("%s/" BACKUP_PREFIX "%s.db", dir, date);
    bool made = false, doubt = false;
    struct buf lacks = {0};
    int rc = backup_of_today(d, path, &file, &made, &lacks);
    if (rc == QT_OK)
        rc = clock_check(d, &doubt);
    if (rc == QT_OK && made && !doubt) /* which is the oldest is not known by a wrong clock */
        rc = remove_old(dir, file + strlen(dir) + 1, desk_setting_int(d, "backup_keep", 14));
    if (rc == QT_OK)
        buf_addf(report, made ? _("Backup: %s\n") : _("Backup: %s, made earlier today\n"), file);
    if (rc == QT_OK && lacks.len) {
        free(*why);
        *why = mem_printf(_("The backup is made, but files of records are missing or altered: %s."), lacks.s);
    }
    buf_free(&lacks);
    free(path);
    free(file);
    free(dir);
    return rc;
}

/* Files beside the database that no record and no readable line names: of saves that were killed, or of records that
 * were emptied. A save that is under way has some minutes; they have days. */
static int sweep_files(struct desk *d, struct buf *report)
{
    bool doubt = false;
    int64_t removed = 0;
    int rc = clock_check(d, &doubt);
    if (rc == QT_OK && !doubt)
        rc = folder_sweep(d->db, &d->who, clock_now() - FILES_DAYS * DAY, &removed);
    if (removed)
        buf_addf(report, _("Files that no record names, removed: %lld\n"), (long long)removed);
    return rc;
}

/* Half-typed forms that nobody went on with: they hold names as well. */
static int sweep_drafts(struct desk *d, struct buf *report)
{
    bool doubt = false;
    int64_t n = 0;
    int rc = clock_check(d, &doubt);
    if (rc == QT_OK && !doubt)
        rc = draft_drop_before(d->db, clock_now() - DRAFTS_DAYS * DAY, &n);
    if (n)
        buf_addf(report, _("Half-typed forms that nobody went on with, removed: %lld\n"), (long long)n);
    return rc;
}

/* A part that failed does not keep the next ones from being done: its reason is reported at the end. */
static int part_done(int rc, struct buf *wrong, int *worst)
{
    if (rc < 0) {
        buf_addf(wrong, " %s", fault_text());
        *worst = *worst < 0 ? *worst : rc;
    }
    return rc;
}

int desk_daily(struct desk *d, struct buf *report)
{
    struct buf wrong = {0};
    char *why = NULL; /* the backup is not where the setting says */
    int64_t closed = 0, purged = 0, open = 0, overdue = 0;
    int worst = QT_OK;
    (void)part_done(renamed_follow(d, true, NULL), &wrong, &worst);
    (void)part_done(desk_tick(d), &wrong, &worst);
    if (part_done(daily_backup(d, report, &why), &wrong, &worst) ==
        QT_OK) { /* before anything is emptied, and nothing is without it */
        (void)part_done(desk_auto_close(d, &closed), &wrong, &worst);
        (void)part_done(desk_purge(d, &purged), &wrong, &worst);
        (void)part_done(sweep_drafts(d, report), &wrong, &worst);
    }
    (void)part_done(outside_upkeep(d, report), &wrong, &worst);
    (void)part_done(sweep_files(d, report), &wrong, &worst);
    if (closed)
        buf_addf(report, _("Closed, as nobody had done so in the time their forms give: %lld records\n"),
                 (long long)closed);
    buf_addf(report, _("Retention: %lld records emptied of personal data\n"), (long long)purged);
    if (part_done(desk_board_counts(d, &open, &overdue), &wrong, &worst) == QT_OK)
        buf_addf(report, _("Board: %lld open, %lld overdue\n"), (long long)open, (long long)overdue);
    if (desk_warning(d))
        buf_addf(report, "%s\n", desk_warning(d));
    if (why && worst == QT_OK)
        worst = QT_REFUSED;
    if (why)
        buf_addf(&wrong, " %s", why);
    free(why);
    if (worst < 0)
        fault(worst, _("Not all of the day's upkeep could be done:%s"), wrong.s);
    buf_free(&wrong);
    return worst;
}
