/* qiantai-export: the workbook of a month, or of one report. A program of its own, because libxlsxwriter brings
 * libcrypto along, whose start would cost every desk 4 ms and 2 MB. */
#include "cmd.h"
#include "qiantai/report.h"

#include <getopt.h>

static int export_run(const struct cli_globals *g, int argc, char **argv)
{
    static const struct option options[] = {{"output", required_argument, NULL, 'o'}, {NULL, 0, NULL, 0}};
    const char *file = NULL;
    struct buf said = {0};
    struct desk *d;
    int c;
    while ((c = getopt_long(argc, argv, "o:", options, NULL)) != -1) {
        if (c != 'o')
            return cli_usage(&cmd_export);
        file = optarg;
    }
    if (argc - optind != 1)
        return cli_usage(&cmd_export);
    int rc = cli_open(g, OPEN_SIGNED, &d);
    if (rc != EXIT_DONE)
        return rc;
    char *name = file ? mem_dup(file) : mem_printf("qiantai-%s.xlsx", argv[optind]);
    rc = report_month(d, argv[optind], name, &said);
    if (rc == QT_OK) {
        printf("%s\n%s", name, said.s ? said.s : "");
        rc = cli_out_done();
    } else {
        rc = cli_fail();
    }
    buf_free(&said);
    free(name);
    desk_close(d);
    return rc;
}

static int write_page(struct desk *d, struct page *p, const char *file)
{
    int rc = report_workbook(d, p, file);
    page_free(p);
    if (rc != QT_OK)
        return cli_fail();
    puts(file);
    return cli_out_done();
}

int main(int argc, char **argv)
{
    struct cli_command export = cmd_export;
    const struct cli_command *const only[] = {&export, &cmd_figures, &cmd_report, NULL};
    export.run = export_run;
    cli_workbook = write_page;
    return cli_main(argc, argv, only);
}
