/* cli: subcommands, one file and one table entry each. */
#ifndef QIANTAI_CLI_H
#define QIANTAI_CLI_H

struct cli_command;

/* All commands, NULL-terminated; "desk" is the full-screen program and the default. */
extern const struct cli_command *const cli_commands[];
/* Runs the command named, else the first. Exit status. */
int cli_main(int argc, char **argv, const struct cli_command *const *commands);

#endif
