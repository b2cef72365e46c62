/* What somebody reads here leaves a line in the journal. */
#include "cmd.h"

/* Which records were read, the line does not say where a condition or a text chose them. */
static bool part(const struct cli_call *c)
{
    return c->given[OPT_WHERE] || c->given[OPT_TEXT] || c->given[OPT_LIMIT] || (!c->form && c->argc > 0);
}

int cli_reading(const struct cli_call *c, const struct page *p, int64_t records, bool more)
{
    const struct page_subject *of = p ? page_subject(p) : NULL;
    struct reading r = {.command = c->command->name,
                        .reg = of ? of->reg : NULL,
                        .list = of ? of->list : NULL,
                        .record = of ? of->record : 0,
                        .records = p ? page_records(p) : records,
                        .more = more,
                        .part = part(c)};
    char *unnoted;
    if (desk_note_reading(c->d, &r, &unnoted) != QT_OK)
        return cli_fail();
    if (unnoted)
        fprintf(stderr, _("qiantai: the journal could not be told that this was read. %s\n"), unnoted);
    free(unnoted);
    return EXIT_DONE;
}
