/* qiantai act: runs one action of a record, or shows what it would do. */
#include "cmd.h"
#include "qiantai/doc.h"

static int cmd_act_run(const struct cli_globals *g, int argc, char **argv);

const struct cli_command cmd_act = {
    .name = "act",
    .usage = N_("REGISTER NUMBER ACTION [--yes] [field=value ...] | REGISTER NUMBER ACTION --preview\n\n"
                "  --yes      the text to be read first was read\n"
                "  --preview  shows what would be done and changes nothing"),
    .summary = N_("Act on a record: admit, sign out, deliver, count ..."),
    .run = cmd_act_run,
};

static int no_such_action(struct desk *d, const struct record *r, const char *name)
{
    int *possible = mem_alloc((r->form->nactions + 1) * sizeof *possible);
    size_t i, n = desk_actions(d, r, possible);
    struct buf b = {0};
    for (i = 0; i < n; i++)
        buf_addf(&b, " %s", r->form->actions[possible[i]].name);
    (void)cli_refuse(_("Register '%s' has no action '%s'. Possible now:%s"), r->form->name, name, b.s ? b.s : " -");
    buf_free(&b);
    free(possible);
    return EXIT_REFUSED;
}

/* Every field that the action must ask for has a value, given now or before. */
static bool all_given(const struct form *f, const struct action *a, int argc, char **argv)
{
    for (size_t i = 0; i < a->nask; i++) {
        const char *name = f->fields[a->ask[i]].name;
        bool given = !a->ask_required[i];
        for (int k = 0; k < argc && !given; k++)
            given = strncmp(argv[k], name, strlen(name)) == 0 && argv[k][strlen(name)] == '=';
        if (!given)
            return false;
    }
    return a->nask > 0 && !a->confirm;
}

static int record_act(struct desk *d, struct record *r, const char *name, bool yes, int argc, char **argv)
{
    int action = form_action(r->form, name);
    struct outcome o = {0};
    if (action < 0)
        return no_such_action(d, r, name);
    int rc = cli_enter(d, r, argc, argv, NULL);
    if (rc != EXIT_DONE)
        return rc;
    if (yes || all_given(r->form, &r->form->actions[action], argc, argv))
        o.answered = ANSWERED_BEFORE;
    rc = cli_settle(d, r, desk_act(d, r, action, &o), &o);
    if (rc == EXIT_DONE) {
        if (o.tell)
            puts(o.tell);
        if (o.created)
            printf("%s %s\n", o.created->form->name, record_number(o.created));
        rc = cli_out_done();
    }
    outcome_free(&o);
    return rc;
}

static int write_piece(void *file, const char *s, size_t n)
{
    return fwrite(s, 1, n, file) == n ? 0 : -1;
}

static int action_preview(struct desk *d, const struct record *r, const char *name)
{
    int action = form_action(r->form, name);
    struct page *p = NULL;
    if (action < 0)
        return no_such_action(d, r, name);
    if (desk_preview(d, r, action, &p) < 0)
        return cli_fail();
    int rc = page_to_text(p, 0, 0, write_piece, stdout);
    page_free(p);
    return rc < 0 ? cli_fail() : cli_out_done();
}

static int cmd_act_run(const struct cli_globals *g, int argc, char **argv)
{
    struct record *r = NULL;
    struct desk *d;
    if (argc < 4)
        return cli_usage(&cmd_act);
    int rc = cli_open(g, OPEN_SIGNED, &d);
    if (rc != EXIT_DONE)
        return rc;
    const struct form *f = cli_form(d, argv[1]);
    bool yes = argc > 4 && strcmp(argv[4], "--yes") == 0;
    if (!f) {
        rc = EXIT_REFUSED;
    } else if (desk_attempt_on(d, f, argv[2], form_action(f, argv[3]), RIGHT_ACT) != QT_OK ||
               desk_find(d, f, argv[2], &r) != QT_OK) {
        rc = cli_fail();
    } else if (argc == 5 && strcmp(argv[4], "--preview") == 0) {
        rc = action_preview(d, r, argv[3]);
        record_free(r);
    } else {
        rc = record_act(d, r, argv[3], yes, argc - 4 - yes, argv + 4 + yes);
        record_free(r);
    }
    desk_close(d);
    return rc;
}
