#include "cmd.h"

#include <getopt.h>

static int run(const struct cli_globals *g, int argc, char **argv);

const struct cli_command cmd_list = {
    .name = "list",
    .usage = N_("REGISTER [--list NAME] [--where SQL-EXPR] [--text TEXT] [--limit N] [--csv [--bom] | --json]\n\n"
                "  --list   one of the register's lists (default: all)\n"
                "  --where  condition over the fields, e.g. \"state = 'inside' and party > 2\"\n"
                "  --text   filter as typed in the list: name, initials, number tail\n"
                "  --csv    all fields that are kept, headings are field names: import reads it back; --bom for Excel"),
    .summary = N_("Records of a register, as a table, CSV or JSON."),
    .run = run,
};

enum format { AS_TABLE, AS_CSV, AS_JSON };
enum { PAGE = 500 };

struct listing {
    struct desk *d;
    const struct form *f;
    struct query q;
    enum format format;
    bool bom;
    int64_t limit; /* 0 = all */
    int64_t told;
    struct buf out;
};

static bool listed(const struct field *f)
{
    return f->type != FT_COMPUTED;
}

static void head(struct listing *l)
{
    const struct list_rule *rule = &l->f->lists[l->q.list];
    bool first = true;
    size_t i;

    if (l->format == AS_JSON) {
        buf_addc(&l->out, '[');
    } else if (l->format == AS_CSV) {
        if (l->bom)
            buf_add(&l->out, "\xEF\xBB\xBF");
        for (i = 0; i < l->f->nfields; i++) {
            if (listed(&l->f->fields[i])) {
                csv_cell(&l->out, l->f->fields[i].name, first);
                first = false;
            }
        }
        buf_add(&l->out, "\r\n");
    } else {
        for (i = 0; i < rule->ncolumns; i++) {
            const struct field *f = &l->f->fields[rule->columns[i].field];
            const char *label = label_of(&f->label, desk_lang(l->d), f->name);
            int width = rule->columns[i].width > 0 ? rule->columns[i].width : field_width(f);
            text_cell(&l->out, label, width > text_width(label) ? width : text_width(label), false);
            buf_addc(&l->out, i + 1 < rule->ncolumns ? ' ' : '\n');
        }
    }
}

/* Long values push the line out rather than being cut: this is read by grep as often as by eyes. */
static void table_row(struct listing *l, const struct record *r)
{
    const struct list_rule *rule = &l->f->lists[l->q.list];
    size_t i;

    for (i = 0; i < rule->ncolumns; i++) {
        const struct field *f = &l->f->fields[rule->columns[i].field];
        const char *label = label_of(&f->label, desk_lang(l->d), f->name);
        char *s = field_show(f, &r->v[rule->columns[i].field], desk_lang(l->d), clock_now());
        int width = rule->columns[i].width > 0 ? rule->columns[i].width : field_width(f);

        if (width < text_width(label))
            width = text_width(label);
        if (width < text_width(s))
            width = text_width(s);
        text_cell(&l->out, s, width, false);
        buf_addc(&l->out, i + 1 < rule->ncolumns ? ' ' : '\n');
        free(s);
    }
}

static void csv_row(struct listing *l, const struct record *r)
{
    bool first = true;
    size_t i;

    for (i = 0; i < l->f->nfields; i++) {
        char *s;
        if (!listed(&l->f->fields[i]))
            continue;
        s = r->v[i].kind == VAL_NULL ? NULL : field_plain(&l->f->fields[i], &r->v[i]);
        csv_cell(&l->out, s, first);
        first = false;
        free(s);
    }
    buf_add(&l->out, "\r\n");
}

static int row(struct listing *l, const struct record *r)
{
    struct record *whole = NULL;

    if (l->format == AS_TABLE) {
        table_row(l, r);
        return QT_OK;
    }
    if (rec_get(desk_db(l->d), l->f, r->id, &whole) != QT_OK)
        return fault_code();
    if (l->format == AS_CSV) {
        csv_row(l, whole);
    } else {
        buf_add(&l->out, l->told > 0 ? ",\n" : "\n");
        json_record(&l->out, whole);
    }
    record_free(whole);
    return QT_OK;
}

static void flush(struct listing *l)
{
    if (l->out.len > 0)
        (void)fwrite(l->out.s, 1, l->out.len, stdout);
    buf_clear(&l->out);
}

static int pages(struct listing *l, struct cursor *c)
{
    struct record *anchor = NULL;
    bool more = true;
    int rc = QT_OK;

    while (rc == QT_OK && more) {
        size_t want = l->limit > 0 && l->limit - l->told < PAGE ? (size_t)(l->limit - l->told) : PAGE;
        struct record_page page = {0};
        size_t i;

        rc = cursor_page(c, anchor ? PAGE_AFTER : PAGE_FIRST, anchor, want, &page);
        if (rc != QT_OK)
            break;
        for (i = 0; rc == QT_OK && i < page.n; i++) {
            rc = row(l, page.v[i]);
            l->told++;
        }
        flush(l);
        more = page.more && page.n > 0 && (l->limit == 0 || l->told < l->limit) && !ferror(stdout);
        record_free(anchor);
        anchor = more ? record_copy(page.v[page.n - 1]) : NULL;
        record_page_free(&page);
    }
    record_free(anchor);
    return rc;
}

static int list(struct listing *l)
{
    struct cursor *c = NULL;
    int rc = cursor_open(desk_db(l->d), &l->q, &c);

    if (rc != QT_OK)
        return cli_fail();
    head(l);
    rc = pages(l, c);
    cursor_close(c);
    if (l->format == AS_JSON && rc == QT_OK)
        buf_add(&l->out, l->told > 0 ? "\n]\n" : "]\n");
    flush(l);
    buf_free(&l->out);
    return rc == QT_OK ? cli_out_done() : cli_fail();
}

static int choose(struct listing *l, const char *reg, const char *name)
{
    l->f = cli_form(l->d, reg);
    if (!l->f || !cli_may_view(l->d, l->f))
        return EXIT_REFUSED;
    l->q.form = l->f;
    l->q.sort = -1;
    l->q.list = form_list(l->f, name ? name : "all");
    if (l->q.list < 0 && name)
        return cli_refuse(_("Register '%s' has no list '%s'."), l->f->name, name);
    if (l->q.list < 0)
        l->q.list = 0;
    return EXIT_DONE;
}

static int options(struct listing *l, int argc, char **argv, const char **name)
{
    enum { O_LIST = 256, O_WHERE, O_TEXT, O_LIMIT, O_CSV, O_JSON, O_BOM };
    static const struct option table[] = {
        {"list", required_argument, NULL, O_LIST}, {"where", required_argument, NULL, O_WHERE},
        {"text", required_argument, NULL, O_TEXT}, {"limit", required_argument, NULL, O_LIMIT},
        {"csv", no_argument, NULL, O_CSV},         {"json", no_argument, NULL, O_JSON},
        {"bom", no_argument, NULL, O_BOM},         {NULL, 0, NULL, 0},
    };
    int c;

    while ((c = getopt_long(argc, argv, "", table, NULL)) != -1) {
        switch (c) {
        case O_LIST:
            *name = optarg;
            break;
        case O_WHERE:
            l->q.where = optarg;
            break;
        case O_TEXT:
            l->q.text = optarg;
            break;
        case O_LIMIT:
            if (!cli_number(optarg, 1, INT32_MAX, &l->limit))
                return cli_misused(&cmd_list, "%s", _("--limit is a number from 1."));
            break;
        case O_CSV:
            l->format = AS_CSV;
            break;
        case O_JSON:
            l->format = AS_JSON;
            break;
        case O_BOM:
            l->bom = true;
            break;
        default:
            return cli_usage(&cmd_list);
        }
    }
    return argc - optind == 1 ? EXIT_DONE : cli_usage(&cmd_list);
}

static int run(const struct cli_globals *g, int argc, char **argv)
{
    struct listing l = {0};
    const char *name = NULL;
    int rc = options(&l, argc, argv, &name);

    if (rc == EXIT_DONE)
        rc = cli_open(g, OPEN_READ, &l.d);
    if (rc != EXIT_DONE)
        return rc;
    rc = choose(&l, argv[optind], name);
    if (rc == EXIT_DONE)
        rc = list(&l);
    desk_close(l.d);
    return rc;
}
