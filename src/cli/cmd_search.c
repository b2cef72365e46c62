/* qiantai search: finds records in all registers. */
#include "cmd.h"

enum { USUAL = 50 /* without --limit */, MOST = 10000 };

static int check_search(struct cli_call *c)
{
    return cli_limit(c, MOST);
}

static int run_search(struct cli_call *c)
{
    struct page *p = NULL;
    return cli_page(c, report_search(c->d, c->argv[0], c->limit ? (size_t)c->limit : USUAL, &p), &p);
}

const struct cli_command cmd_search = {
    .name = "search",
    .usage = "TEXT [--csv [--bom] | --json] [--limit N]",
    .summary = N_("Find in all registers: words, characters, pinyin initials, number tails."),
    .check = check_search,
    .run = run_search,
    .open = OPEN_LOOK,
    .options = OPT_FACES | OPT(LIMIT),
    .least = 1,
    .most = 1,
};
