/* One command's call: its options and arguments read by its table entry, the desk opened, the command run. */
#include "cmd.h"

#include <getopt.h>

static const char *const names[OPT_COUNT] = {
    [OPT_BOM] = "bom",         [OPT_CSV] = "csv",         [OPT_DEMO] = "demo",         [OPT_DRY_RUN] = "dry-run",
    [OPT_HISTORY] = "history", [OPT_JSON] = "json",       [OPT_MIGRATE] = "migrate",   [OPT_PRACTICE] = "practice",
    [OPT_PREVIEW] = "preview", [OPT_YES] = "yes",         [OPT_BUILDING] = "building", [OPT_CREATE] = "create",
    [OPT_DATES] = "dates",     [OPT_FIGURES] = "figures", [OPT_HEAD] = "head",         [OPT_LIMIT] = "limit",
    [OPT_LIST] = "list",       [OPT_MAP] = "map",         [OPT_MONTH] = "month",       [OPT_OPEN] = "open",
    [OPT_OUTPUT] = "output",   [OPT_PAPER] = "paper",     [OPT_REFUSED] = "refused",   [OPT_STATE] = "state",
    [OPT_TEXT] = "text",       [OPT_WHERE] = "where",     [OPT_KEY] = "key",           [OPT_ERASE] = "erase",
    [OPT_FORGET] = "forget",   [OPT_SEARCH] = "search",   [OPT_REBUILD] = "rebuild",   [OPT_FORMAT] = "format",
    [OPT_SHEET] = "sheet",     [OPT_ACCOUNT] = "account", [OPT_FROM] = "from",         [OPT_TO] = "to",
    [OPT_UNIT] = "unit",       [OPT_EACH] = "each",       [OPT_RECORD] = "record",     [OPT_REPLAY] = "replay",
    [OPT_NAME] = "name",
};

/* False when one is not the command's. */
static bool read_options(struct cli_call *c, int argc, char **argv)
{
    enum { LONG = 256 };
    struct option table[OPT_COUNT + 1] = {{0}};
    size_t n = 0;
    int o;
    for (int i = 0; i < OPT_COUNT; i++)
        if (c->command->options >> i & 1)
            table[n++] = (struct option){names[i], i < OPT_FLAGS ? no_argument : required_argument, NULL, LONG + i};
    const char *brief = !c->command->options ? "+" : c->command->options & OPT(OUTPUT) ? "o:" : "";
    optind = 0; /* glibc: start a new scan */
    while ((o = getopt_long(argc, argv, brief, table, NULL)) != -1) {
        if (o != 'o' && o < LONG)
            return false;
        c->given[o == 'o' ? OPT_OUTPUT : o - LONG] = optarg ? optarg : "";
    }
    c->argc = argc > optind ? argc - optind : 0;
    c->argv = argv + (argc - c->argc);
    return true;
}

static bool find_verb(struct cli_call *c, const struct cli_command **now)
{
    const struct cli_command *verb = c->command->verbs;
    if (!verb)
        return true;
    while (verb->name && (c->argc == 0 || strcmp(verb->name, c->argv[0]) != 0))
        verb++;
    *now = verb;
    c->argc--;
    c->argv++;
    if (!verb->name && verb->run) { /* a command of its own beside its verbs */
        c->argc++;
        c->argv--;
        *now = c->command;
        return true;
    }
    return verb->name != NULL;
}

static int run_open(struct cli_call *c, const struct cli_command *now)
{
    if (now->reg) {
        c->form = cli_form(c->d, c->argv[0]);
        c->argc--;
        c->argv++;
    }
    return now->reg && !c->form ? EXIT_REFUSED : now->run(c);
}

int cli_run(const struct cli_globals *g, const struct cli_command *command, int argc, char **argv)
{
    struct cli_call c = {.g = g, .command = command};
    const struct cli_command *now = command;
    if (!read_options(&c, argc, argv) || !find_verb(&c, &now) || c.argc < now->least || c.argc > now->most)
        return cli_usage(command);
    int rc = now->check ? now->check(&c) : EXIT_DONE;
    if (rc == EXIT_DONE && now->open == 0)
        return now->run(&c);
    if (rc == EXIT_DONE)
        rc = cli_open(g, now->open, &c.d);
    if (rc != EXIT_DONE)
        return rc;
    rc = run_open(&c, now);
    if ((now->open & OPEN_SIGNED) && desk_reading_due(c.d) && cli_reading(&c, NULL, -1, false) != EXIT_DONE)
        rc = EXIT_REFUSED;
    if (desk_unsure(c.d))
        cli_desk_warning(c.d);
    desk_close(c.d);
    return rc;
}

int cli_limit(struct cli_call *c, int64_t most)
{
    if (!c->given[OPT_LIMIT] || cli_number(c->given[OPT_LIMIT], 1, most, &c->limit))
        return EXIT_DONE;
    return cli_misused(c->command, _("--limit is a number from 1 to %lld."), (long long)most);
}
