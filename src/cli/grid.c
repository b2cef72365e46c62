/* A list that is a month grid: what goes with it, and its page. */
#include "cmd.h"

const struct grid_rule *cli_grid(const struct cli_call *c)
{
    int i = c->given[OPT_LIST] ? form_grid(c->form, c->given[OPT_LIST]) : -1;
    return i >= 0 ? &c->form->grids[i] : NULL;
}

int cli_grid_page(const struct cli_call *c, const struct grid_rule *g, struct page **out)
{
    static const enum cli_option others[] = {OPT_WHERE, OPT_TEXT, OPT_LIMIT, OPT_PAPER};
    *out = NULL;
    for (size_t i = 0; i < ARRAY_LEN(others); i++)
        if (c->given[others[i]])
            return fault(QT_REFUSED,
                         _("'%s' is a month grid: of the options that choose records only --month goes with it."),
                         g->name);
    return report_grid(c->d, c->form, g, c->given[OPT_MONTH], out);
}
