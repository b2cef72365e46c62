/* Arguments to command. */
#include "cmd.h"

#include <getopt.h>
#include <signal.h>

typedef const struct cli_command *const *command_table; /* NULL-terminated */

static const struct cli_command *command_find(command_table commands, const char *name)
{
    for (size_t i = 0; commands[i]; i++) {
        if (strcmp(commands[i]->name, name) == 0)
            return commands[i];
    }
    return NULL;
}

static void print_help(command_table commands, FILE *to)
{
    fprintf(to,
            "%s\n  qiantai [--db FILE] [--forms DIR[:DIR]] [--lang zh_CN|en] [--as STAFF [--pin-fd N]] [--now TIME] "
            "[--house FILE] "
            "[COMMAND ...]\n\n",
            _("Usage:"));
    for (size_t i = 0; commands[i]; i++) {
        struct buf cell = {0};
        text_cell(&cell, commands[i]->name, 9, false);
        fprintf(to, "  %s %s\n", cell.s, _(commands[i]->summary));
        buf_free(&cell);
    }
    fprintf(to, "\n%s\n", _("Without a command the desk opens. `qiantai COMMAND --help` tells more."));
    fprintf(to, "%s\n",
            _("Exit status: 0 done, 1 refused (the message says what to do), 2 wrong usage. --now works only in a "
              "practice database."));
}

static void print_usage(FILE *to, const struct cli_command *c)
{
    fprintf(to, "%s\n  qiantai %s%s%s\n\n%s\n", _("Usage:"), c->name, *c->usage ? " " : "",
            *c->usage ? _(c->usage) : "", _(c->summary));
}

int cli_usage(const struct cli_command *c)
{
    print_usage(stderr, c);
    return EXIT_USAGE;
}

int cli_misused(const struct cli_command *c, const char *fmt, ...)
{
    va_list ap;
    fputs("qiantai: ", stderr);
    va_start(ap, fmt);
    vfprintf(stderr, fmt, ap);
    va_end(ap);
    fputc('\n', stderr);
    return cli_usage(c);
}

/* Returns false when an option was wrong. */
static bool read_globals(int argc, char **argv, struct cli_globals *g, bool *help, bool *version)
{
    enum { O_DB = 256, O_FORMS, O_LANG, O_AS, O_NOW, O_HOUSE, O_PIN_FD };
    static const struct option options[] = {
        {"db", required_argument, NULL, O_DB},         {"forms", required_argument, NULL, O_FORMS},
        {"lang", required_argument, NULL, O_LANG},     {"as", required_argument, NULL, O_AS},
        {"now", required_argument, NULL, O_NOW},       {"house", required_argument, NULL, O_HOUSE},
        {"pin-fd", required_argument, NULL, O_PIN_FD}, {"help", no_argument, NULL, 'h'},
        {"version", no_argument, NULL, 'V'},           {NULL, 0, NULL, 0},
    };
    int c;

    while ((c = getopt_long(argc, argv, "+hV", options, NULL)) != -1) {
        switch (c) {
        case O_DB:
            g->db = optarg;
            break;
        case O_FORMS:
            g->forms = optarg;
            break;
        case O_LANG:
            if (strncmp(optarg, "zh", 2) != 0 && strncmp(optarg, "en", 2) != 0) {
                fprintf(stderr, "qiantai: %s\n", _("--lang is zh_CN or en."));
                return false;
            }
            g->lang = lang_choose(optarg);
            g->lang_given = true;
            lang_use(g->lang);
            break;
        case O_AS:
            g->as = optarg;
            break;
        case O_NOW:
            g->now = optarg;
            break;
        case O_HOUSE:
            g->house = optarg;
            break;
        case O_PIN_FD:
            g->pin_fd = optarg;
            break;
        case 'h':
            *help = true;
            break;
        case 'V':
            *version = true;
            break;
        default:
            return false;
        }
    }
    return true;
}

static bool wants_help(int argc, char **argv)
{
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
            return true;
    }
    return false;
}

static int command_unknown(command_table commands, const char *name)
{
    const char *near = NULL;
    for (size_t i = 0; commands[i]; i++)
        near = text_nearer(name, near, commands[i]->name, 3);
    if (near)
        fprintf(stderr, _("qiantai: there is no command '%s' (did you mean '%s'?)\n"), name, near);
    else
        fprintf(stderr, _("qiantai: there is no command '%s'; `qiantai --help` lists them.\n"), name);
    return EXIT_USAGE;
}

int cli_main(int argc, char **argv, const struct cli_command *const *commands)
{
    struct cli_globals g = {.lang = lang_choose(NULL), .lang_given = getenv("LANGUAGE") != NULL, .argv = argv};
    const struct cli_command *c = commands[0];
    bool help = false, version = false;
    /* A file size limit comes back as an error that can be reported, not as a signal. */
    (void)signal(SIGXFSZ, SIG_IGN);
    lang_use(g.lang);
    if (!read_globals(argc, argv, &g, &help, &version)) {
        print_help(commands, stderr);
        return EXIT_USAGE;
    }
    if (version) {
        printf("qiantai %s\n", QT_VERSION);
        return cli_out_done();
    }
    if (help) {
        print_help(commands, stdout);
        return cli_out_done();
    }
    argc -= optind;
    argv += optind;
    if (argc > 0) {
        c = command_find(commands, argv[0]);
        if (!c)
            return command_unknown(commands, argv[0]);
        if (wants_help(argc, argv)) {
            print_usage(stdout, c);
            return cli_out_done();
        }
    }
    return cli_run(&g, c, argc, argv);
}
