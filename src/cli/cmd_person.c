/* qiantai person: what is kept about one person, for him or her to have, or to be emptied. */
#include "cmd.h"

enum { TEXTS_MOST = 5 };

static int erase(const struct cli_call *c)
{
    struct buf open = {0};
    int64_t erased = 0;
    if (!c->given[OPT_YES])
        return cli_refuse("%s",
                          _("What is emptied cannot be brought back. Look at the page first, then: --erase --yes"));
    int rc = desk_person_erase(c->d, (const char *const *)c->argv, (size_t)c->argc, &erased, &open);
    if (rc == QT_OK) {
        printf(_("%lld records emptied of personal data.\n"), (long long)erased);
        if (open.len)
            printf(_("Still open, and kept: %s. Close them first.\n"), open.s);
    }
    buf_free(&open);
    return cli_done(rc);
}

static int run_person(struct cli_call *c)
{
    struct page *p = NULL;
    if (c->given[OPT_ERASE])
        return erase(c);
    int rc = report_person(c->d, (const char *const *)c->argv, (size_t)c->argc, &p);
    if (rc == QT_OK && !c->given[OPT_OUTPUT])
        rc = print_note(c->d, p); /* a file is journalled on its way */
    return cli_page(c, rc, &p);
}

const struct cli_command cmd_person = {
    .name = "person",
    .usage = N_("TEXT... [--csv [--bom] | --json | -o FILE] | TEXT... --erase --yes\n\n"
                "  TEXT: a name, a phone number, a plate; a record must name all of them."),
    .summary = N_("All that is kept about one person, as a page; --erase empties what is closed."),
    .run = run_person,
    .open = OPEN_SIGNED,
    .options = OPT_FACES | OPT(OUTPUT) | OPT(ERASE) | OPT(YES),
    .least = 1,
    .most = TEXTS_MOST,
};
