/* Moving through rows. */
#include "view/scroll.h"

static bool scroll_to(int *at, int to, int last)
{
    to = to > last ? last : to;
    *at = to < 0 ? 0 : to;
    return true;
}

bool scroll_move(int command, int page, int last, int *at)
{
    switch (command) {
    case CMD_UP:
        return scroll_to(at, *at - 1, last);
    case CMD_DOWN:
        return scroll_to(at, *at + 1, last);
    case CMD_PAGE_UP:
        return scroll_to(at, *at - page, last);
    case CMD_PAGE_DOWN:
        return scroll_to(at, *at + page, last);
    case CMD_FIRST:
        return scroll_to(at, 0, last);
    case CMD_LAST:
        return scroll_to(at, last, last);
    default:
        return false;
    }
}

int scroll_top(int at, int top, int rows)
{
    if (at < top)
        return at > 0 ? at : 0;
    return at >= top + rows ? at - rows + 1 : top;
}

int scroll_command(int key)
{
    static const struct {
        int key, command;
    } map[] = {{K_UP, CMD_UP},          {K_DOWN, CMD_DOWN},  {K_PGUP, CMD_PAGE_UP},
               {K_PGDN, CMD_PAGE_DOWN}, {K_HOME, CMD_FIRST}, {K_END, CMD_LAST}};

    for (size_t i = 0; i < sizeof(map) / sizeof(map[0]); i++)
        if (map[i].key == key)
            return map[i].command;
    return CMD_NONE;
}
