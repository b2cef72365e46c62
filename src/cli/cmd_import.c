/* qiantai import: rows of a CSV file or of a workbook's sheet become records. */
#include "cmd.h"

static int check_import(struct cli_call *c)
{
    const char *dates = c->given[OPT_DATES];
    if (!dates || strcmp(dates, "mdy") == 0 || strcmp(dates, "dmy") == 0 || strcmp(dates, "ymd") == 0)
        return EXIT_DONE;
    return cli_misused(c->command, "%s", _("--dates is dmy, mdy or ymd."));
}

static void tell_source(const struct import_result *res)
{
    if (res->sheet)
        printf(_("Sheet %s. "), res->sheet);
    if (res->above > 0)
        printf(_("The headings stand on row %lld; what is above was left out. "), (long long)res->heading);
}

static void tell_result(const struct import_result *res)
{
    tell_source(res);
    printf(_("%lld rows (%s): %lld imported, %lld refused, %lld already there"), (long long)res->rows,
           res->encoding ? res->encoding : "?", (long long)res->imported, (long long)res->refused,
           (long long)res->already);
    if (res->changed > 0)
        printf(_(", %lld changed"), (long long)res->changed);
    puts("");
    if (res->differ > 0)
        printf(_("%lld of those already there have other values than the file. To change them: --key %s\n"),
               (long long)res->differ, res->number);
    if (res->id && (res->imported > 0 || res->changed > 0))
        printf(_("Import %lld. It can be taken back while nobody has built on it: qiantai import undo %lld\n"),
               (long long)res->id, (long long)res->id);
    for (size_t i = 0; i < res->nmatters; i++)
        printf(_("Perhaps one matter, told by %d people: %s. Open one and save it (F4) to join them.\n"),
               res->matters[i].people, res->matters[i].numbers);
}

static int run_import(struct cli_call *c)
{
    struct import_options o = {.file = c->argv[0],
                               .sheet = c->given[OPT_SHEET],
                               .map = c->given[OPT_MAP],
                               .state = c->given[OPT_STATE],
                               .create = c->given[OPT_CREATE],
                               .key = c->given[OPT_KEY],
                               .dates = c->given[OPT_DATES],
                               .refused = c->given[OPT_REFUSED],
                               .migrate = c->given[OPT_MIGRATE],
                               .dry_run = c->given[OPT_DRY_RUN]};
    struct import_result res = {0};
    int rc = desk_import(c->d, c->form, &o, &res);
    int64_t refused = res.refused;
    if (o.dry_run && rc == QT_OK) {
        struct page *p = report_dry_run(c->d, c->form, &res);
        if (cli_page(c, QT_OK, &p) != EXIT_DONE)
            rc = QT_IO;
    } else if (res.rows > 0 || rc == QT_OK) {
        tell_result(&res);
    }
    import_result_free(&res);
    if (rc == QT_OK && refused > 0)
        return cli_refuse(
            _("The refused rows stand with line and reason in %s%s; mend them there and import that file."),
            o.refused ? o.refused : o.file, o.refused ? "" : ".refused.csv");
    return cli_done(rc);
}

static int run_imports(struct cli_call *c)
{
    struct page *p = NULL;
    int rc = report_imports(c->d, &p);
    return cli_page(c, rc, &p);
}

static int run_undo(struct cli_call *c)
{
    int64_t id;
    struct import_undone done;
    bool dry = c->given[OPT_DRY_RUN];
    if (!cli_number(c->argv[0], 1, INT64_MAX, &id))
        return cli_misused(c->command, "%s", _("The import's number stands in `qiantai import list`."));
    int rc = desk_import_undo(c->d, id, &(struct import_options){.dry_run = dry}, &done);
    if (rc == QT_OK)
        printf(dry ? _("Import %lld: %lld records would be taken back, %lld changed back. Nothing was written.\n")
                   : _("Import %lld: %lld records taken back, %lld changed back. The journal keeps what they were.\n"),
               (long long)id, (long long)done.withdrawn, (long long)done.changed);
    return cli_done(rc);
}

static const struct cli_command verbs[] = {
    {.name = "list", .run = run_imports, .open = OPEN_SIGNED},
    {.name = "undo", .run = run_undo, .open = OPEN_SIGNED, .least = 1, .most = 1},
    {.run = run_import},
};

const struct cli_command cmd_import = {
    .name = "import",
    .verbs = verbs,
    .usage = N_("REGISTER FILE.csv|FILE.xlsx [--sheet NAME|NUMBER] [--map FIELD=COLUMN,...] [--state STATE]\n"
                "      [--create REGISTER] [--dates dmy|mdy|ymd] [--key FIELD,...] [--refused FILE] [--migrate]\n"
                "      [--dry-run]\n"
                "list [--json | --csv] | undo IMPORT [--dry-run]\n\n"
                "  --map     which column fills which field. COL1+COL2 joins with a space, COL1|COL2 takes the\n"
                "            first that is not empty, 'text' is the same for every row, COLUMN{Closed:closed,*:open}\n"
                "            puts other words in place. @FILE holds one of them a line, # begins a comment.\n"
                "            * stands for all other columns by their headings, -=COLUMN leaves one out. Without\n"
                "            --map the headings are names or labels of fields, or those of the paper form.\n"
                "  --sheet   which one of a workbook that has several\n"
                "  --dates   the order of day, month and year where the column itself does not decide it\n"
                "  --key     the fields by which a row is known: what it has differently is changed in the record\n"
                "            that has them; a map file may name them in a line key: FIELD,...\n"
                "  --migrate numbers, states, times, names and what actions fill in, as they stood elsewhere:\n"
                "            for a supervisor, only states that his own actions lead to, each row journalled as such\n"
                "  --create  a unit (or other linked record) that is not on file yet is made, not refused\n"
                "  list      imports so far, with their numbers\n"
                "  undo      takes one back whole, while nobody has built on what it added or changed"),
    .summary = N_(
        "Take in a CSV file (UTF-8 or GB18030) or an Excel workbook. Bad rows go to FILE.refused.csv with the reason."),
    .check = check_import,
    .run = run_import,
    .open = OPEN_SIGNED,
    .options = OPT(SHEET) | OPT(MAP) | OPT(STATE) | OPT(CREATE) | OPT(DATES) | OPT(REFUSED) | OPT(KEY) | OPT(MIGRATE) |
               OPT(DRY_RUN) | OPT_FACES | OPT(OUTPUT),
    .reg = true,
    .least = 2,
    .most = 2,
};
