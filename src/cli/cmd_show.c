#include "cmd.h"

#include <getopt.h>

static int run(const struct cli_globals *g, int argc, char **argv);

const struct cli_command cmd_show = {
    .name = "show",
    .usage = "REGISTER NUMBER [--json] [--history]",
    .summary = N_("One record with its clocks; --history: with every change from the journal."),
    .run = run,
};

static void text(struct desk *d, const struct record *r)
{
    size_t i;

    for (i = 0; i < r->form->nfields; i++) {
        const struct field *f = &r->form->fields[i];
        struct buf b = {0};
        char *s;

        if (r->v[i].kind == VAL_NULL)
            continue;
        s = field_show(f, &r->v[i], desk_lang(d), clock_now());
        text_cell(&b, label_of(&f->label, desk_lang(d), f->name), 20, false);
        printf("%s %s\n", b.s, s);
        buf_free(&b);
        free(s);
    }
}

static int clocks(struct desk *d, const struct record *r)
{
    struct due *v = NULL;
    size_t i, n = 0;

    if (desk_dues(d, r, &v, &n) != QT_OK)
        return cli_fail();
    for (i = 0; i < n; i++) {
        char *s = desk_explain(d, &v[i]);
        printf("%s: %s\n", v[i].clock, s);
        free(s);
    }
    desk_dues_free(v, n);
    return EXIT_DONE;
}

static void json_line(struct buf *b, const struct journal_line *j)
{
    char at[17];

    stamp_show(j->at, at);
    buf_addf(b, "{\"seq\":%lld,\"at\":", (long long)j->seq);
    buf_add_json(b, at);
    buf_add(b, ",\"staff\":");
    buf_add_json(b, j->staff);
    buf_add(b, ",\"terminal\":");
    buf_add_json(b, j->terminal);
    buf_add(b, ",\"action\":");
    buf_add_json(b, j->action);
    buf_addf(b, ",\"change\":%s}", j->shown ? j->shown : "null");
}

static int history(struct desk *d, const struct record *r, struct buf *json)
{
    struct journal_line *v = NULL;
    size_t i, n = 0;

    if (desk_history(d, r, &v, &n) != QT_OK)
        return cli_fail();
    for (i = 0; i < n; i++) {
        char at[17];
        if (json) {
            buf_add(json, i > 0 ? "," : "");
            json_line(json, &v[i]);
            continue;
        }
        stamp_show(v[i].at, at);
        printf("%s %s %s %s\n", at, v[i].staff, v[i].action, v[i].shown ? v[i].shown : "");
    }
    desk_history_free(v, n);
    return EXIT_DONE;
}

static int show(struct desk *d, const struct record *r, bool json, bool with_history)
{
    struct buf b = {0};
    int rc = EXIT_DONE;

    if (!json) {
        text(d, r);
        rc = clocks(d, r);
        if (rc == EXIT_DONE && with_history)
            rc = history(d, r, NULL);
        return rc == EXIT_DONE ? cli_out_done() : rc;
    }
    json_record(&b, r);
    if (with_history) {
        b.s[--b.len] = '\0'; /* reopens the object */
        buf_add(&b, ",\"history\":[");
        rc = history(d, r, &b);
        buf_add(&b, "]}");
    }
    if (rc == EXIT_DONE) {
        puts(b.s);
        rc = cli_out_done();
    }
    buf_free(&b);
    return rc;
}

static int run(const struct cli_globals *g, int argc, char **argv)
{
    static const struct option options[] = {
        {"json", no_argument, NULL, 'j'}, {"history", no_argument, NULL, 'h'}, {NULL, 0, NULL, 0}};
    bool json = false, with_history = false;
    const struct form *f;
    struct record *r = NULL;
    struct desk *d;
    int c, rc;

    while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
        if (c == 'j')
            json = true;
        else if (c == 'h')
            with_history = true;
        else
            return cli_usage(&cmd_show);
    }
    if (argc - optind != 2)
        return cli_usage(&cmd_show);
    rc = cli_open(g, OPEN_READ, &d);
    if (rc != EXIT_DONE)
        return rc;
    f = cli_form(d, argv[optind]);
    if (!f || !cli_may_view(d, f)) {
        rc = EXIT_REFUSED;
    } else if (desk_find(d, f, argv[optind + 1], &r) != QT_OK) {
        rc = cli_fail();
    } else {
        rc = show(d, r, json, with_history);
        record_free(r);
    }
    desk_close(d);
    return rc;
}
