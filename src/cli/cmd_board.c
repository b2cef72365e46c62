#include "cmd.h"

#include <getopt.h>

static int run(const struct cli_globals *g, int argc, char **argv);

const struct cli_command cmd_board = {
    .name = "board",
    .usage = "[--json]",
    .summary = N_("What must be done now, from all registers, oldest promise first."),
    .run = run,
};

enum { PAGE = 200 };

static const char *urgency_name(enum urgency u)
{
    switch (u) {
    case DUE_OVERDUE:
        return "overdue";
    case DUE_SOON:
        return "soon";
    case DUE_TODAY:
        return "today";
    default:
        return "later";
    }
}

static void json_row(struct buf *b, const struct board_row *r)
{
    char at[17];

    stamp_show(r->deadline, at);
    buf_addf(b, "{\"due\":\"%s\",\"urgency\":\"%s\",\"register\":", at, urgency_name(r->urgency));
    buf_add_json(b, r->due.reg);
    buf_add(b, ",\"clock\":");
    buf_add_json(b, r->due.clock);
    buf_add(b, ",\"number\":");
    buf_add_json(b, r->number);
    buf_add(b, ",\"unit\":");
    buf_add_json(b, r->unit);
    buf_add(b, ",\"matter\":");
    buf_add_json(b, r->matter);
    buf_add(b, ",\"who\":");
    buf_add_json(b, r->who);
    buf_add(b, ",\"state\":");
    buf_add_json(b, r->state);
    buf_addc(b, '}');
}

static void text_row(struct desk *d, struct buf *b, const struct board_row *r)
{
    const char *title = label_of(&r->form->title, desk_lang(d), r->form->name);
    char at[32];

    time_show(r->deadline, clock_now(), desk_lang(d) == LANG_ZH, at, sizeof(at));
    buf_addc(b, r->urgency == DUE_OVERDUE ? '!' : ' ');
    text_cell(b, at, 16, false);
    const struct {
        const char *text;
        int columns;
    } cells[] = {{title, 12}, {r->number, 13}, {r->unit, 9}, {r->who, 10}, {r->state, 12}};
    for (size_t i = 0; i < sizeof(cells) / sizeof(*cells); i++) {
        buf_addc(b, ' ');
        text_cell(b, cells[i].text ? cells[i].text : "", cells[i].columns, false);
    }
    buf_addf(b, " %s\n", r->matter ? r->matter : "");
}

static int board(struct desk *d, bool json)
{
    int64_t after_due = INT64_MIN, after_id = 0;
    struct buf b = {0};
    size_t i, n, told = 0;
    int rc;

    if (json)
        buf_addc(&b, '[');
    do {
        struct board_row *v = NULL;
        n = 0;
        rc = desk_board(d, after_due, after_id, PAGE, &v, &n);
        if (rc != QT_OK)
            break;
        for (i = 0; i < n; i++, told++) {
            if (json) {
                buf_add(&b, told > 0 ? ",\n" : "\n");
                json_row(&b, &v[i]);
            } else {
                text_row(d, &b, &v[i]);
            }
            after_due = v[i].due.due;
            after_id = v[i].due.id;
        }
        board_free(v, n);
    } while (n == PAGE);
    if (json)
        buf_add(&b, told > 0 ? "\n]\n" : "]\n");
    if (rc == QT_OK && b.len > 0)
        (void)fwrite(b.s, 1, b.len, stdout);
    buf_free(&b);
    return rc == QT_OK ? cli_out_done() : cli_fail();
}

static int run(const struct cli_globals *g, int argc, char **argv)
{
    static const struct option options[] = {{"json", no_argument, NULL, 'j'}, {NULL, 0, NULL, 0}};
    bool json = false;
    struct desk *d;
    int c, rc;

    while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
        if (c != 'j')
            return cli_usage(&cmd_board);
        json = true;
    }
    if (optind < argc)
        return cli_usage(&cmd_board);
    rc = cli_open(g, OPEN_READ, &d);
    if (rc != EXIT_DONE)
        return rc;
    cli_desk_warning(d);
    rc = board(d, json);
    desk_close(d);
    return rc;
}
