/* Moving through rows. */
#include "view/scroll.h"

bool scroll_move(int command, int page, int last, int *at)
{
    int to = *at;
    switch (command) {
    case CMD_UP:
        to--;
        break;
    case CMD_DOWN:
        to++;
        break;
    case CMD_PAGE_UP:
        to -= page;
        break;
    case CMD_PAGE_DOWN:
        to += page;
        break;
    case CMD_FIRST:
        to = 0;
        break;
    case CMD_LAST:
        to = last;
        break;
    default:
        return false;
    }
    to = to > last ? last : to;
    *at = to < 0 ? 0 : to;
    return true;
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
