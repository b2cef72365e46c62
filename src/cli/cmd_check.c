/* qiantai check: reads form files and reports their mistakes. */
#include "cmd.h"
#include "qiantai/desk_paper.h"

#include <unistd.h>

/* Loads one file that was named, or else the folders; adds what is wrong. path: of the database, NULL none. Returns
 * false when nothing could be read. */
static bool check_place(const struct cli_call *c, const char *what, const char *path, size_t *errors, size_t *registers)
{
    struct problems problems = {0};
    struct forms *forms = NULL;
    int rc = c->argc == 0 ? desk_forms_load(what, &forms, &problems) : desk_forms_load_file(what, &forms, &problems);
    if (rc == QT_OK)
        (void)desk_forms_check(forms, &problems);
    if (rc == QT_OK)
        forms_tell_changed(forms, &problems);
    bool told = problems.errors > 0;
    if (rc == QT_OK && desk_papers_check(path, forms, c->g->lang, &problems) < 0)
        rc = fault_code();
    if (rc == QT_OK && desk_words_lists_check(path, forms, &problems) < 0)
        rc = fault_code();
    *errors += problems.errors;
    cli_tell_problems(&problems);
    if (rc != QT_OK && !told)
        (void)cli_fail();
    if (forms)
        *registers += forms->n;
    forms_free(forms);
    return rc == QT_OK;
}

/* What lies in the database and no form names; without one there is nothing to be said. */
static void check_database(const struct cli_call *c, const char *path)
{
    struct desk_options o = {
        .db_path = path, .form_dirs = c->g->forms, .lang = c->g->lang, .terminal = "", .readonly = true};
    struct problems unheard = {0}, left = {0};
    struct desk *d = NULL;
    if (access(path, R_OK) == 0 && (desk_open(&o, &d, &unheard) != QT_OK || desk_states_left(d, &left) != QT_OK))
        fault_clear(); /* it was never opened with these forms, or is none of ours: opening tells */
    desk_close(d);
    problems_free(&unheard);
    cli_tell_problems(&left);
}

/* Of one file, or of the folders and what lies beside the database. */
static bool check_files(const struct cli_call *c, size_t *errors, size_t *registers)
{
    bool ok = true;
    for (int i = 0; i < c->argc; i++)
        ok = check_place(c, c->argv[i], c->g->db, errors, registers) && ok;
    if (c->argc > 0)
        return ok;
    char *path = c->g->forms ? NULL : cli_db_path(c->g);
    char *dirs = c->g->forms ? mem_dup(c->g->forms) : desk_form_dirs(path);
    ok = check_place(c, dirs, path ? path : c->g->db, errors, registers);
    if (path && desk_words_check(path) < 0)
        ok = cli_fail() == EXIT_DONE;
    if (path)
        check_database(c, path);
    free(dirs);
    free(path);
    return ok;
}

/* --format: files laid out anew; with --dry-run those that would be are only named, and 1 is the status. */
static int format_files(const struct cli_call *c)
{
    bool dry = c->given[OPT_DRY_RUN] != NULL;
    int status = EXIT_DONE;
    size_t changed = 0;
    if (c->argc == 0)
        return cli_misused(c->command, "%s", _("--format wants the files that shall be laid out"));
    for (int i = 0; i < c->argc; i++) {
        struct problems told = {0};
        int rc = form_format(c->argv[i], !dry, &told);
        cli_tell_problems(&told);
        if (rc < 0)
            status = cli_fail();
        else if (rc > 0 && ++changed)
            printf("%s\n", c->argv[i]);
    }
    if (status == EXIT_DONE && dry && changed > 0)
        status = EXIT_REFUSED;
    return cli_out_done() == EXIT_DONE ? status : EXIT_REFUSED;
}

static int run_check(struct cli_call *c)
{
    size_t errors = 0, registers = 0;
    if (c->given[OPT_FORMAT])
        return format_files(c);
    if (c->given[OPT_DRY_RUN])
        return cli_usage(c->command);
    bool ok = check_files(c, &errors, &registers);
    if (errors > 0)
        return cli_refuse(_("%zu mistakes."), errors);
    if (!ok)
        return EXIT_REFUSED;
    printf(_("%zu registers, no mistakes.\n"), registers);
    return cli_out_done();
}

const struct cli_command cmd_check = {
    .name = "check",
    .usage = "[FORM.yaml ...] | --format [--dry-run] FILE.yaml ...",
    .summary = N_("Check form files, expressions too; every mistake with line, column and caret."),
    .run = run_check,
    .options = OPT(FORMAT) | OPT(DRY_RUN),
    .most = ANY_NUMBER,
};
