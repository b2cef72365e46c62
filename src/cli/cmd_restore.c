/* qiantai restore: puts a backup in the place of the database. */
#include "cmd.h"

static int cmd_restore_run(const struct cli_globals *g, int argc, char **argv);

const struct cli_command cmd_restore = {
    .name = "restore",
    .usage = "FILE",
    .summary = N_("Put a checked copy in the place of the database; the former one stays as *.before-restore."),
    .run = cmd_restore_run,
};

static int restore_backup(const char *from, const char *path, const char *dirs)
{
    struct forms *forms = NULL;
    struct problems problems = {0};
    struct buf b = {0};
    int rc = desk_forms_load(dirs, &forms, &problems);
    if (problems.n > 0) {
        problems_print(&problems, &b);
        fputs(b.s ? b.s : "", stderr);
    }
    if (rc == QT_OK)
        rc = desk_restore(from, path, forms);
    if (rc == QT_OK)
        printf(_("Restored %s from %s.\n"), path, from);
    problems_free(&problems);
    forms_free(forms);
    buf_free(&b);
    return rc == QT_OK ? cli_out_done() : cli_fail();
}

static int cmd_restore_run(const struct cli_globals *g, int argc, char **argv)
{
    int rc;
    if (argc != 2)
        return cli_usage(&cmd_restore);
    if (g->as) { /* who says so must have the right; without --as it is whoever may write the files */
        struct desk *d;
        rc = cli_open(g, 0, &d);
        if (rc != EXIT_DONE)
            return rc;
        rc = cli_permit(d, NULL, RIGHT_RESTORE);
        desk_close(d);
        if (rc != EXIT_DONE)
            return rc;
    }
    char *path = cli_db_path(g);
    if (!path)
        return EXIT_REFUSED;
    char *dirs = g->forms ? mem_dup(g->forms) : desk_form_dirs(path);
    rc = restore_backup(argv[1], path, dirs);
    free(dirs);
    free(path);
    return rc;
}
