/* qiantai act: runs one action of a record, or shows what it would do. */
#include "cmd.h"
#include "qiantai/doc.h"

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
        const struct field *items, *column = form_asked_column(f, a->ask[i], &items);
        bool given = !a->ask_required[i] || a->ask_when[i] || a->ask_needed[i] || /* the desk looks at conditions */
                     (column && column->dflt);
        for (int k = 0; k < argc && !given; k++)
            given = strncmp(argv[k], name, strlen(name)) == 0 && argv[k][strlen(name)] == '=';
        if (!given)
            return false;
    }
    return a->nask > 0;
}

/* Has the action something to say first, of this record with what was given? */
static bool confirms(struct desk *d, const struct record *r, const struct action *a)
{
    char *text = NULL;
    bool says = a->confirm && a->row >= 0; /* it may be of the new row: the desk knows */
    says = says || (a->confirm && (desk_paper_slot(d, a->confirm, r, &text) < 0 || text));
    free(text);
    fault_clear();
    return says;
}

/* What the action prints. What stops the print stops no action: it is told on stderr. */
static void print_after(const struct cli_call *c, const struct record *r, const char *paper)
{
    struct page *p = NULL;
    struct print_job *job = NULL;
    struct buf said = {0};
    if (!desk_allows(c->d, r->form, RIGHT_PRINT))
        return;
    int rc = report_paper(c->d, r, &r->form->papers[form_paper(r->form, paper)], &p);
    if (rc == QT_OK && !print_has_printer(c->d, p)) {
        printf(_("Print it: qiantai print %s %s --paper %s\n"), r->form->name, record_number(r), paper);
    } else {
        if (rc == QT_OK)
            rc = print_start(c->d, p, NULL, &job);
        if (rc == QT_OK)
            rc = print_end(job, &said);
        if (rc == QT_OK)
            puts(said.s);
        else
            (void)cli_fail();
    }
    buf_free(&said);
    page_free(p);
}

/* As a shell takes it for one word. */
static void add_quoted(struct buf *b, const char *s)
{
    bool plain = *s && !s[strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.:+,/")];
    buf_add(b, plain ? "" : "'");
    for (; *s; s++) {
        buf_addc(b, *s);
        buf_add(b, *s == '\'' ? "\\''" : "");
    }
    buf_add(b, plain ? "" : "'");
}

/* What the screen would open to be filled in and saved: as the command that does it, with what the action put into it
 * and what is still needed. */
static void tell_opened(struct desk *d, const struct record *r)
{
    struct record *empty = desk_new(d, r->form);
    struct buf b = {0}, screen = {0};
    for (size_t i = 0; i < r->form->ndeclared; i++) {
        const struct field *f = &r->form->fields[i];
        bool given = !f->compute && r->v[i].kind != VAL_NULL && !value_same(&r->v[i], &empty->v[i]);
        if (given && f->hidden) {
            buf_addf(&screen, " %s", f->name);
        } else if (given) {
            char *s = field_plain(f, &r->v[i]);
            buf_addf(&b, " %s=", f->name);
            add_quoted(&b, s);
            free(s);
        } else if (r->v[i].kind == VAL_NULL && desk_required(d, r, (int)i)) {
            buf_addf(&b, " %s=...", f->name);
        }
    }
    printf(_("%s: not entered yet. Go on with: qiantai add %s%s\n"),
           label_of(&r->form->title, desk_lang(d), r->form->name), r->form->name, b.s ? b.s : "");
    if (screen.s)
        printf(_("Only the screen fills in:%s\n"), screen.s);
    buf_free(&screen);
    buf_free(&b);
    record_free(empty);
}

/* The arguments: fields. */
static int record_act(const struct cli_call *c, struct record *r, int action)
{
    int argc = c->argc - 2;
    char **argv = c->argv + 2;
    struct outcome o = {0};
    int rc = cli_enter(c->d, r, argc, argv, NULL);
    if (rc != EXIT_DONE)
        return rc;
    const struct action *a = &r->form->actions[action];
    bool given = all_given(r->form, a, argc, argv);
    if (c->given[OPT_YES] || (given && !confirms(c->d, r, a)))
        o.answered = ANSWERED_BEFORE;
    else if (given && a->row >= 0) /* its defaults need no look */
        o.answered = 1u << QUESTION_FIELD;
    rc = cli_settle(c->d, r, desk_act(c->d, r, action, &o), &o);
    if (rc == EXIT_DONE) {
        if (o.tell)
            puts(o.tell);
        if (o.created)
            printf("%s %s\n", o.created->form->name, record_number(o.created));
        if (o.opened)
            tell_opened(c->d, o.opened);
        if (r->form->actions[action].print)
            print_after(c, r, r->form->actions[action].print);
        rc = cli_out_done();
    }
    outcome_free(&o);
    return rc;
}

static int run_act(struct cli_call *c)
{
    struct record *r = NULL;
    struct page *p = NULL;
    int rc, action = form_action(c->form, c->argv[1]);
    if (desk_attempt_on(c->d, c->form, c->argv[0], action, RIGHT_ACT) != QT_OK ||
        desk_find(c->d, c->form, c->argv[0], &r) != QT_OK)
        return cli_fail();
    if (action < 0)
        rc = no_such_action(c->d, r, c->argv[1]);
    else if (c->given[OPT_PREVIEW])
        rc = cli_page(c, desk_preview(c->d, r, action, &p), &p);
    else
        rc = record_act(c, r, action);
    record_free(r);
    return rc;
}

const struct cli_command cmd_act = {
    .name = "act",
    .usage = N_("REGISTER NUMBER ACTION [--yes] [field=value ...] | REGISTER NUMBER ACTION --preview\n\n"
                "  --yes      the text to be read first was read\n"
                "  --preview  shows what would be done and changes nothing"),
    .summary = N_("Act on a record: admit, sign out, deliver, count ..."),
    .run = run_act,
    .open = OPEN_SIGNED,
    .options = OPT(YES) | OPT(PREVIEW),
    .reg = true,
    .least = 3,
    .most = ANY_NUMBER,
};
