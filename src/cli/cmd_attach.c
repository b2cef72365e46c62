/* qiantai attach: files to a record; qiantai files: which there are, and out of the house. */
#include "cmd.h"

#include "qiantai/desk_files.h"

#include <unistd.h>

/* The field that takes files; name NULL: the only one, or -1 for all. */
static int files_field(const struct form *f, const char *name, int *field)
{
    struct buf known = {0};
    *field = -1;
    for (size_t i = 0; i < f->ndeclared; i++) {
        if (!field_takes_files(&f->fields[i]))
            continue;
        if (name && strcmp(name, f->fields[i].name) == 0)
            *field = (int)i;
        buf_addf(&known, "%s%s", known.len ? ", " : "", f->fields[i].name);
    }
    int rc = EXIT_DONE;
    if (!known.len)
        rc = cli_refuse(_("Register '%s' has no field of files."), f->name);
    else if (name && *field < 0)
        rc = cli_refuse(_("Register '%s' has no field of files '%s'. There are: %s."), f->name, name, known.s);
    buf_free(&known);
    return rc;
}

static int attach_all(struct cli_call *c, struct record *r, int field)
{
    const char *name = c->given[OPT_NAME];
    int rc = EXIT_DONE;
    for (int i = 2; i < c->argc && rc == EXIT_DONE; i++) {
        int done = strcmp(c->argv[i], "-") == 0 ? desk_attach_open(c->d, r, field, STDIN_FILENO, name)
                                                : desk_enter(c->d, r, field, c->argv[i], NULL);
        if (done != QT_OK)
            rc = cli_refuse("%s: %s", c->argv[i], fault_text());
    }
    return rc;
}

static int check_attach(struct cli_call *c)
{
    bool piped = false;
    for (int i = 2; i < c->argc; i++)
        piped |= strcmp(c->argv[i], "-") == 0;
    if (piped && (c->argc > 3 || !c->given[OPT_NAME]))
        return cli_misused(c->command, _("What comes on standard input is one file, and needs --name."));
    return EXIT_DONE;
}

static int run_attach(struct cli_call *c)
{
    struct record *base = NULL;
    int field, rc = check_attach(c);
    if (rc == EXIT_DONE)
        rc = files_field(c->form, c->argv[1], &field);
    if (rc != EXIT_DONE)
        return rc;
    if (desk_attempt_on(c->d, c->form, c->argv[0], -1, RIGHT_CHANGE) != QT_OK ||
        desk_find(c->d, c->form, c->argv[0], &base) != QT_OK)
        return cli_fail();
    struct record *r = record_copy(base);
    rc = attach_all(c, r, field);
    if (rc == EXIT_DONE)
        rc = cli_save(c->d, base, r);
    record_free(r);
    record_free(base);
    return rc;
}

const struct cli_command cmd_attach = {
    .name = "attach",
    .usage = N_("REGISTER NUMBER FIELD FILE... | REGISTER NUMBER FIELD - --name NAME\n\n"
                "  FILE  a path, or a name in the inbox, from which it is taken out\n"
                "  -     one file from standard input, called NAME"),
    .summary = N_("Attach files to a record: photos, plans, scans."),
    .run = run_attach,
    .open = OPEN_SIGNED,
    .options = OPT(NAME),
    .reg = true,
    .least = 4,
    .most = ANY_NUMBER,
};

static int copy_out(struct cli_call *c, const struct record *r, int field)
{
    struct buf told = {0};
    int rc = desk_files_out(c->d, r, field, c->given[OPT_OUTPUT], &told);
    fputs(told.s ? told.s : "", stdout);
    buf_free(&told);
    return cli_done(rc);
}

static int run_files(struct cli_call *c)
{
    struct record *r = NULL;
    struct page *p = NULL;
    int field, rc = files_field(c->form, c->argc > 1 ? c->argv[1] : NULL, &field);
    if (rc != EXIT_DONE)
        return rc;
    if (desk_find(c->d, c->form, c->argv[0], &r) != QT_OK)
        return cli_fail();
    if (c->given[OPT_OUTPUT])
        rc = copy_out(c, r, field);
    else
        rc = cli_page(c, report_files(c->d, r, field, &p), &p);
    record_free(r);
    return rc;
}

const struct cli_command cmd_files = {
    .name = "files",
    .usage = N_("REGISTER NUMBER [FIELD] [--csv [--bom] | --json | -o FOLDER]\n\n"
                "  -o FOLDER  copies them there, each compared with what was taken"),
    .summary = N_("The files of a record; -o copies them out."),
    .run = run_files,
    .open = OPEN_LOOK,
    .options = OPT_FACES | OPT(OUTPUT),
    .reg = true,
    .least = 2,
    .most = 3,
};
