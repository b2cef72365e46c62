#include "cmd.h"

#include <getopt.h>

static int run(const struct cli_globals *g, int argc, char **argv);

const struct cli_command cmd_search = {
    .name = "search",
    .usage = "TEXT [--json] [--limit N]",
    .summary = N_("Find in all registers: words, characters, pinyin initials, number tails."),
    .run = run,
};

static int print_hit(struct desk *d, const struct hit *h, bool json, bool first)
{
    struct record *r = NULL;
    struct buf b = {0};
    char *s;

    if (rec_get(desk_db(d), h->form, h->id, &r) != QT_OK)
        return fault_code();
    s = cli_summary(d, r);
    if (json) {
        buf_add(&b, first ? "\n{\"register\":" : ",\n{\"register\":");
        buf_add_json(&b, h->form->name);
        buf_add(&b, ",\"number\":");
        buf_add_json(&b, record_number(r));
        buf_add(&b, ",\"summary\":");
        buf_add_json(&b, s);
        buf_addc(&b, '}');
        fputs(b.s, stdout);
    } else {
        printf("%s\t%s\t%s\n", h->form->name, record_number(r), s);
    }
    buf_free(&b);
    free(s);
    record_free(r);
    return QT_OK;
}

static int find(struct desk *d, const char *text, size_t limit, bool json)
{
    struct hit *hits = mem_alloc(limit * sizeof(*hits));
    size_t i, n = 0;
    bool first = true;
    int rc = search_find(desk_db(d), NULL, text, hits, limit, &n);

    if (json)
        putchar('[');
    for (i = 0; rc == QT_OK && i < n; i++) {
        const struct form *f = hits[i].form;
        if (f->nview_roles > 0 && !desk_may(d, f->view_roles, f->nview_roles))
            continue;
        rc = print_hit(d, &hits[i], json, first);
        first = false;
    }
    if (json)
        puts(first ? "]" : "\n]");
    free(hits);
    return rc == QT_OK ? cli_out_done() : cli_fail();
}

static int run(const struct cli_globals *g, int argc, char **argv)
{
    static const struct option options[] = {
        {"json", no_argument, NULL, 'j'}, {"limit", required_argument, NULL, 'l'}, {NULL, 0, NULL, 0}};
    int64_t limit = 50;
    bool json = false;
    struct desk *d;
    int c, rc;

    while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
        if (c == 'j')
            json = true;
        else if (c != 'l')
            return cli_usage(&cmd_search);
        else if (!cli_number(optarg, 1, 10000, &limit))
            return cli_misused(&cmd_search, "%s", _("--limit is a number from 1 to 10000."));
    }
    if (argc - optind != 1)
        return cli_usage(&cmd_search);
    rc = cli_open(g, OPEN_READ, &d);
    if (rc != EXIT_DONE)
        return rc;
    rc = find(d, argv[optind], (size_t)limit, json);
    desk_close(d);
    return rc;
}
