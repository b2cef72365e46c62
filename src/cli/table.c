/* The program's commands; the first is the default. */
#include "cmd.h"

const struct cli_command *const cli_commands[] = {
    &cmd_desk,   &cmd_practice, &cmd_init,   &cmd_user,    &cmd_setting, &cmd_import, &cmd_add,   &cmd_edit,
    &cmd_attach, &cmd_act,      &cmd_undo,   &cmd_correct, &cmd_list,    &cmd_show,   &cmd_files, &cmd_board,
    &cmd_search, &cmd_export,   &cmd_backup, &cmd_restore, &cmd_verify,  &cmd_check,  &cmd_daily, &cmd_clock,
    &cmd_keys,   &cmd_figures,  &cmd_report, &cmd_print,   &cmd_person,  &cmd_ledger, NULL,
};
