/* cli: subcommands, one file and one table entry each. */
#ifndef QIANTAI_CLI_H
#define QIANTAI_CLI_H

#include "qiantai/desk.h"

struct cli_globals {
    const char *db, *forms, *as, *now;
    enum lang lang;
    bool lang_given; /* by --lang or LANGUAGE; else the setting "language" decides */
    char **argv;     /* as the program was called */
};
struct cli_command {
    const char *name;
    const char *usage;                                              /* after the name; may be N_() */
    const char *summary;                                            /* N_(): one line for --help */
    int (*run)(const struct cli_globals *g, int argc, char **argv); /* exit status: 0 done, 1 refused, 2 usage */
};
/* All commands, NULL-terminated; "desk" is the full-screen program and the default. */
extern const struct cli_command *const cli_commands[];
/* Runs the command named, else the first. Exit status. */
int cli_main(int argc, char **argv, const struct cli_command *const *commands);

#endif
