/* qiantai correct: puts a wrong state right, with a reason. */
#include "cmd.h"

static int no_such_state(const struct form *f, const char *name)
{
    struct buf b = {0};
    for (size_t i = 0; i < f->nstates; i++)
        buf_addf(&b, " %s", f->states[i].name);
    (void)cli_refuse(_("Register '%s' has no state '%s'. There are:%s"), f->name, name, b.s ? b.s : " -");
    buf_free(&b);
    return EXIT_REFUSED;
}

static int run_correct(struct cli_call *c)
{
    struct record *r = NULL;
    int state = form_state(c->form, c->argv[1]);
    if (desk_attempt_on(c->d, c->form, c->argv[0], -1, RIGHT_CORRECT) != QT_OK ||
        desk_find(c->d, c->form, c->argv[0], &r) != QT_OK)
        return cli_fail();
    int rc = state < 0 ? no_such_state(c->form, c->argv[1]) : cli_done(desk_correct(c->d, r, state, c->argv[2]));
    record_free(r);
    return rc;
}

const struct cli_command cmd_correct = {
    .name = "correct",
    .usage = N_("REGISTER NUMBER STATE REASON"),
    .summary =
        N_("Correct the state of a record that was marked wrongly, with a reason; the right `correct` is needed."),
    .run = run_correct,
    .open = OPEN_SIGNED,
    .reg = true,
    .least = 4,
    .most = 4,
};
