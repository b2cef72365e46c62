#include "cmd.h"

#include <getopt.h>

#include "qiantai/desk.h"

static int run(const struct cli_globals *g, int argc, char **argv);

const struct cli_command cmd_figures = {
    .name = "figures",
    .usage = N_("REGISTER [YYYY-MM|YYYY|all] [--json]\n\n"
                "  This month when no period is given."),
    .summary = N_("Counts: on-time rate, rework, by kind, causes, clocks, days, weeks, months."),
    .run = run,
};

/* ---- text --------------------------------------------------------------------------------------------------- */
static void put_rate(struct buf *b, int64_t rate)
{
    char s[24] = "-";

    if (rate >= 0)
        (void)snprintf(s, sizeof(s), "%lld.%lld%%", (long long)(rate / 10), (long long)(rate % 10));
    buf_addf(b, " %8s", s);
}

static void put_number(struct buf *b, int64_t n)
{
    buf_addf(b, " %8lld", (long long)n);
}

static void put_row(struct buf *b, const char *label, const struct figure *f, bool shares)
{
    text_cell(b, label, 28, false);
    put_number(b, f->total);
    put_number(b, f->finished);
    put_number(b, f->answered);
    put_number(b, f->on_time);
    put_number(b, f->late);
    put_number(b, f->pending);
    put_rate(b, figure_rate(f));
    put_number(b, f->rework);
    if (shares)
        put_rate(b, f->share);
    buf_addc(b, '\n');
}

static void put_heading(struct buf *b, const char *title, bool shares)
{
    const char *const names[] = {_("total"), _("closed"),  _("answered"), _("on time"),
                                 _("late"),  _("not due"), _("rate"),     _("rework")};
    size_t i;

    text_cell(b, title, 28, false);
    for (i = 0; i < sizeof(names) / sizeof(*names); i++) {
        buf_addc(b, ' ');
        text_cell(b, names[i], 8, true);
    }
    if (shares) {
        buf_addc(b, ' ');
        text_cell(b, _("added up"), 8, true);
    }
    buf_addc(b, '\n');
}

static void put_list(struct buf *b, const char *title, const struct figure_list *l, bool shares)
{
    size_t i;

    if (l->n == 0)
        return;
    buf_addc(b, '\n');
    put_heading(b, title, shares);
    for (i = 0; i < l->n; i++)
        put_row(b, l->v[i].label, &l->v[i], shares);
}

static void as_text(struct desk *d, const struct form *f, const struct figures *v, struct buf *b)
{
    size_t i;

    put_heading(b, label_of(&f->title, desk_lang(d), f->name), false);
    put_row(b, _("all cases"), &v->all, false);
    buf_addf(b, _("%lld records, %lld valid, %lld people, %lld posts, %lld done again\n"), (long long)v->records,
             (long long)v->valid, (long long)v->people, (long long)v->posts, (long long)v->reworked);
    for (i = 0; i < v->nby; i++) {
        const struct field *by = &f->fields[f->figures->by[i]];
        put_list(b, label_of(&by->label, desk_lang(d), by->name), &v->by[i], false);
    }
    put_list(b, _("causes"), &v->causes, true);
    put_list(b, _("clocks"), &v->clocks, false);
    put_list(b, _("days"), &v->days, false);
    put_list(b, _("weeks"), &v->weeks, false);
    put_list(b, _("months"), &v->months, false);
}

/* ---- JSON ---------------------------------------------------------------------------------------------------- */
static void json_figure(struct buf *b, const struct figure *f)
{
    buf_add(b, "{\"name\":");
    buf_add_json(b, f->name ? f->name : "");
    buf_addf(b,
             ",\"total\":%lld,\"closed\":%lld,\"answered\":%lld,\"on_time\":%lld,\"late\":%lld,\"pending\":%lld,"
             "\"rework\":%lld,\"share\":%lld}",
             (long long)f->total, (long long)f->finished, (long long)f->answered, (long long)f->on_time,
             (long long)f->late, (long long)f->pending, (long long)f->rework, (long long)f->share);
}

static void json_list(struct buf *b, const char *name, const struct figure_list *l)
{
    size_t i;

    buf_addf(b, ",\n\"%s\":[", name);
    for (i = 0; i < l->n; i++) {
        buf_add(b, i > 0 ? ",\n " : "\n ");
        json_figure(b, &l->v[i]);
    }
    buf_addc(b, ']');
}

static void as_json(const struct form *f, const struct figures *v, struct buf *b)
{
    size_t i;

    buf_addf(b, "{\"records\":%lld,\"valid\":%lld,\"people\":%lld,\"posts\":%lld,\"reworked\":%lld,\n\"all\":",
             (long long)v->records, (long long)v->valid, (long long)v->people, (long long)v->posts,
             (long long)v->reworked);
    json_figure(b, &v->all);
    for (i = 0; i < v->nby; i++) {
        char *name = mem_printf("by_%s", f->fields[f->figures->by[i]].name);
        json_list(b, name, &v->by[i]);
        free(name);
    }
    json_list(b, "causes", &v->causes);
    json_list(b, "clocks", &v->clocks);
    json_list(b, "days", &v->days);
    json_list(b, "weeks", &v->weeks);
    json_list(b, "months", &v->months);
    buf_add(b, "}\n");
}

static int print(struct desk *d, const struct form *f, const char *period, bool json)
{
    struct figures v = {0};
    struct buf b = {0};
    int64_t from, to;
    int rc = figures_period(period, &from, &to);

    if (rc == QT_OK)
        rc = figures_read(d, f, from, to, &v);
    if (rc == QT_OK) {
        if (json)
            as_json(f, &v, &b);
        else
            as_text(d, f, &v, &b);
        (void)fwrite(b.s, 1, b.len, stdout);
    }
    figures_free(&v);
    buf_free(&b);
    return rc == QT_OK ? cli_out_done() : cli_fail();
}

static int run(const struct cli_globals *g, int argc, char **argv)
{
    static const struct option options[] = {{"json", no_argument, NULL, 'j'}, {NULL, 0, NULL, 0}};
    const struct form *f;
    bool json = false;
    struct desk *d;
    int c, rc;

    while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
        if (c != 'j')
            return cli_usage(&cmd_figures);
        json = true;
    }
    if (argc - optind < 1 || argc - optind > 2)
        return cli_usage(&cmd_figures);
    rc = cli_open(g, OPEN_READ, &d);
    if (rc != EXIT_DONE)
        return rc;
    f = cli_form(d, argv[optind]);
    if (!f || !cli_may_view(d, f))
        rc = EXIT_REFUSED;
    else
        rc = print(d, f, argc - optind == 2 ? argv[optind + 1] : NULL, json);
    desk_close(d);
    return rc;
}
