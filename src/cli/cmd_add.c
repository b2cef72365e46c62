/* qiantai add: saves a new record, or one for each line of stdin. */
#include "cmd.h"

static int record_add(struct desk *d, const struct form *f, int argc, char **argv)
{
    if (cli_by_hand(f, argc, argv) != QT_OK)
        return cli_fail();
    struct record *r = desk_new(d, f);
    bool *touched = mem_alloc(f->nfields * sizeof *touched);
    int rc = cli_enter(d, r, argc, argv, touched);
    if (rc == EXIT_DONE) {
        desk_refresh(d, r, touched);
        rc = cli_save(d, NULL, r);
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
    int rc = EXIT_DONE;

    while (getline(&line, &cap, stdin) >= 0) {
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

static int run_add(struct cli_call *c)
{
    if (cli_permit(c->d, c->form, RIGHT_ENTER) != EXIT_DONE)
        return EXIT_REFUSED;
    if (c->argc == 1 && strcmp(c->argv[0], "-") == 0)
        return add_lines(c->d, c->form);
    return record_add(c->d, c->form, c->argc, c->argv);
}

const struct cli_command cmd_add = {
    .name = "add",
    .usage = N_("REGISTER field=value ... | REGISTER -\n\n"
                "  Rows of a table: field='[{\"column\": \"value\", ...}, ...]'\n"
                "  -  one record per line of standard input, its field=value separated by TABs; each line is\n"
                "     answered at once with the number, or with ! and the reason"),
    .summary = N_("Enter a record; values as a clerk types them. Prints its number."),
    .run = run_add,
    .open = OPEN_SIGNED,
    .reg = true,
    .least = 2,
    .most = ANY_NUMBER,
};
