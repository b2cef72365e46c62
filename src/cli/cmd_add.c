/* qiantai add: saves a new record, or one for each line of stdin. */
#include "cmd.h"

static int cmd_add_run(const struct cli_globals *g, int argc, char **argv);

const struct cli_command cmd_add = {
    .name = "add",
    .usage = N_("REGISTER field=value ... | REGISTER -\n\n"
                "  Rows of a table: field='[{\"column\": \"value\", ...}, ...]'\n"
                "  -  one record per line of standard input, its field=value separated by TABs; each line is\n"
                "     answered at once with the number, or with ! and the reason"),
    .summary = N_("Enter a record; values as a clerk types them. Prints its number."),
    .run = cmd_add_run,
};

static int record_add(struct desk *d, const struct form *f, int argc, char **argv)
{
    struct record *r = desk_new(d, f);
    bool *touched = mem_alloc(f->nfields * sizeof *touched);
    struct outcome o = {0};
    int rc = cli_enter(d, r, argc, argv, touched);
    if (rc == EXIT_DONE) {
        desk_refresh(d, r, touched);
        rc = cli_settle(d, r, desk_save(d, NULL, r, &o), &o);
        if (rc == EXIT_DONE) {
            puts(record_number(r));
            rc = cli_out_done();
        }
        outcome_free(&o);
    }
    free(touched);
    record_free(r);
    return rc;
}

/* Splits at TABs in place; returns how many. */
static int split_line(char *line, char **out, int max)
{
    int n = 0;
    while (line && n < max) {
        char *tab = strchr(line, '\t');
        if (tab)
            *tab++ = '\0';
        if (*line)
            out[n++] = line;
        line = tab;
    }
    return n;
}

static int add_lines(struct desk *d, const struct form *f)
{
    enum { MOST = 200 };
    char *line = NULL, *args[MOST];
    size_t cap = 0;
    ssize_t n;
    int rc = EXIT_DONE;

    while ((n = getline(&line, &cap, stdin)) >= 0) {
        line[strcspn(line, "\r\n")] = '\0';
        if (record_add(d, f, split_line(line, args, MOST), args) != EXIT_DONE) {
            printf("! %s\n", fault_text());
            rc = EXIT_REFUSED;
        }
        if (cli_out_done() != EXIT_DONE) {
            rc = EXIT_REFUSED;
            break;
        }
    }
    free(line);
    return rc;
}

static int cmd_add_run(const struct cli_globals *g, int argc, char **argv)
{
    struct desk *d;
    if (argc < 3)
        return cli_usage(&cmd_add);
    int rc = cli_open(g, OPEN_SIGNED, &d);
    if (rc != EXIT_DONE)
        return rc;
    const struct form *f = cli_form(d, argv[1]);
    if (!f || cli_permit(d, f, RIGHT_ENTER) != EXIT_DONE)
        rc = EXIT_REFUSED;
    else if (argc == 3 && strcmp(argv[2], "-") == 0)
        rc = add_lines(d, f);
    else
        rc = record_add(d, f, argc - 2, argv + 2);
    desk_close(d);
    return rc;
}
