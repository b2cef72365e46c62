/* qiantai person: what is kept about one person, for him or her to have, or to be emptied. */
#include "cmd.h"
#include "qiantai/desk_person.h"

enum { TEXTS_MOST = 5 };

/* What is erased cannot be brought back: only with --yes. */
static int finish(const struct cli_call *c)
{
    struct person_done done = {0};
    bool erase = c->given[OPT_ERASE];
    if (!c->given[OPT_YES])
        return cli_refuse(_("What is emptied cannot be brought back. Look at the page first, then: %s --yes"),
                          erase ? "--erase" : "--forget");
    int rc =
        (erase ? desk_person_erase : desk_person_forget)(c->d, (const char *const *)c->argv, (size_t)c->argc, &done);
    if (rc == QT_OK)
        printf(erase ? _("%lld records emptied of personal data.\n")
                     : _("%lld records: what stood there before is erased.\n"),
               (long long)done.records);
    if (rc == QT_OK && done.kept.len)
        printf("%s%s", _("Kept:\n"), done.kept.s);
    buf_free(&done.kept);
    return cli_done(rc);
}

static int run_person(struct cli_call *c)
{
    struct page *p = NULL;
    if (c->given[OPT_ERASE] || c->given[OPT_FORGET])
        return finish(c);
    int rc = report_person(c->d, (const char *const *)c->argv, (size_t)c->argc, &p);
    if (rc == QT_OK && !c->given[OPT_OUTPUT])
        rc = print_note(c->d, p); /* a file is journalled on its way */
    return cli_page(c, rc, &p);
}

const struct cli_command cmd_person = {
    .name = "person",
    .usage = N_("TEXT... [--csv [--bom] | --json | -o FILE] | TEXT... --erase --yes | TEXT... --forget --yes\n\n"
                "  TEXT: a name, a phone number, a plate; a record must name all of them.\n"
                "  --forget: after a correction, what stood there before."),
    .summary = N_("All that is kept about one person, as a page; --erase empties what is closed."),
    .run = run_person,
    .open = OPEN_SIGNED,
    .options = OPT_FACES | OPT(OUTPUT) | OPT(ERASE) | OPT(FORGET) | OPT(YES),
    .least = 1,
    .most = TEXTS_MOST,
};
