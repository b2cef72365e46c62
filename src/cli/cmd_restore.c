/* qiantai restore: puts a backup in the place of the database. */
#include "cmd.h"

static int restore_backup(const char *from, const char *path, const char *dirs)
{
    struct forms *forms = NULL;
    struct problems problems = {0};
    int rc = desk_forms_load(dirs, &forms, &problems);
    cli_tell_problems(&problems);
    if (rc == QT_OK)
        rc = desk_restore(from, path, forms);
    if (rc == QT_OK)
        printf(_("Restored %s from %s.\n"), path, from);
    forms_free(forms);
    return cli_done(rc);
}

static int run_restore(struct cli_call *c)
{
    if (c->g->as) { /* who says so must have the right; without --as it is whoever may write the files */
        int rc = cli_open(c->g, OPEN_WRITE, &c->d);
        if (rc != EXIT_DONE)
            return rc;
        rc = cli_permit(c->d, NULL, RIGHT_RESTORE);
        desk_close(c->d);
        if (rc != EXIT_DONE)
            return rc;
    }
    char *path = cli_db_path(c->g);
    if (!path)
        return EXIT_REFUSED;
    char *dirs = c->g->forms ? mem_dup(c->g->forms) : desk_form_dirs(path);
    int rc = restore_backup(c->argv[0], path, dirs);
    free(dirs);
    free(path);
    return rc;
}

const struct cli_command cmd_restore = {
    .name = "restore",
    .usage = "FILE",
    .summary = N_("Put a checked copy in the place of the database; the former one stays as *.before-restore."),
    .run = run_restore,
    .least = 1,
    .most = 1,
};
