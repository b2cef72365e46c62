/* qiantai check: reads form files and reports their mistakes. */
#include "cmd.h"

static int cmd_check_run(const struct cli_globals *g, int argc, char **argv);

const struct cli_command cmd_check = {
    .name = "check",
    .usage = "[FORM.yaml ...]",
    .summary = N_("Check form files, expressions too; every mistake with line, column and caret."),
    .run = cmd_check_run,
};

/* Loads one file, or a folder list when dirs; adds what is wrong. Returns false when nothing could be read. */
static bool check_place(const char *what, bool dirs, size_t *errors, size_t *registers)
{
    struct problems problems = {0};
    struct forms *forms = NULL;
    struct buf b = {0};
    int rc = dirs ? desk_forms_load(what, &forms, &problems) : desk_forms_load_file(what, &forms, &problems);
    if (rc == QT_OK)
        rc = desk_house_settings(forms);
    if (rc == QT_OK)
        desk_check_procedures(forms, &problems);
    if (rc == QT_OK)
        (void)desk_forms_check(forms, &problems);
    problems_print(&problems, &b);
    fputs(b.s ? b.s : "", stderr);
    if (rc != QT_OK && problems.errors == 0)
        (void)cli_fail();
    *errors += problems.errors;
    if (forms)
        *registers += forms->n;
    buf_free(&b);
    problems_free(&problems);
    forms_free(forms);
    return rc == QT_OK;
}

static int cmd_check_run(const struct cli_globals *g, int argc, char **argv)
{
    size_t errors = 0, registers = 0;
    bool ok = true;
    if (argc > 1 && argv[1][0] == '-' && strcmp(argv[1], "--") != 0)
        return cli_usage(&cmd_check);
    if (argc > 1) {
        for (int i = 1; i < argc; i++)
            ok = check_place(argv[i], false, &errors, &registers) && ok;
    } else {
        char *path = g->forms ? NULL : cli_db_path(g);
        char *dirs = g->forms ? mem_dup(g->forms) : desk_form_dirs(path);
        ok = check_place(dirs, true, &errors, &registers);
        if (path && desk_words_check(path) < 0)
            ok = cli_fail() == EXIT_DONE;
        free(dirs);
        free(path);
    }
    if (errors > 0)
        return cli_refuse(_("%zu mistakes."), errors);
    if (!ok)
        return EXIT_REFUSED;
    printf(_("%zu registers, no mistakes.\n"), registers);
    return cli_out_done();
}
