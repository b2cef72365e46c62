/* qiantai-export: the workbook of a month, of one report, or of a list. A program of its own, because libxlsxwriter
 * brings libcrypto along, whose start would cost every desk 4 ms and 2 MB. */
#include "cmd.h"
#include "qiantai/report.h"

static int write_month(struct cli_call *c)
{
    const char *month = c->argv[0], *file = c->given[OPT_OUTPUT];
    char *name = file ? mem_dup(file) : mem_printf("qiantai-%s.xlsx", month);
    struct buf said = {0};
    int rc = report_month(c->d, month, name, &said);
    if (rc == QT_OK)
        puts(name);
    free(name);
    return cli_say(&said, rc);
}

static int write_page(struct desk *d, struct page *p, const char *file)
{
    int rc = report_workbook(d, p, file);
    if (rc == QT_OK)
        puts(file);
    return cli_done(rc);
}

int main(int argc, char **argv)
{
    struct cli_command export = cmd_export;
    const struct cli_command *const only[] = {&export, &cmd_figures, &cmd_report, &cmd_list, NULL};
    export.run = write_month;
    export.open = OPEN_SIGNED;
    cli_workbook = write_page;
    return cli_main(argc, argv, only);
}
