#include "keys.h"

#include <stdio.h>
#include <string.h>

struct key {
    const char *name, *xterm, *linux_console; /* NULL: as xterm */
};

static const struct key keys[] = {
    {"Enter", "\r", NULL},
    {"Tab", "\t", NULL},
    {"Backtab", "\033[Z", "\033\t"},
    {"Esc", "\033", NULL},
    {"Backspace", "\177", NULL},
    {"Space", " ", NULL},
    {"Up", "\033OA", "\033[A"},
    {"Down", "\033OB", "\033[B"},
    {"Right", "\033OC", "\033[C"},
    {"Left", "\033OD", "\033[D"},
    {"Home", "\033OH", "\033[1~"},
    {"End", "\033OF", "\033[4~"},
    {"PgUp", "\033[5~", NULL},
    {"PgDn", "\033[6~", NULL},
    {"Delete", "\033[3~", NULL},
    {"Insert", "\033[2~", NULL},
    {"F1", "\033OP", "\033[[A"},
    {"F2", "\033OQ", "\033[[B"},
    {"F3", "\033OR", "\033[[C"},
    {"F4", "\033OS", "\033[[D"},
    {"F5", "\033[15~", "\033[[E"},
    {"F6", "\033[17~", NULL},
    {"F7", "\033[18~", NULL},
    {"F8", "\033[19~", NULL},
    {"F9", "\033[20~", NULL},
    {"F10", "\033[21~", NULL},
    {"F11", "\033[23~", NULL},
    {"F12", "\033[24~", NULL},
    {"Ctrl-Left", "\033[1;5D", NULL},
    {"Ctrl-Right", "\033[1;5C", NULL},
};

const char *key_bytes(const char *name, const char *term)
{
    static char one[8];
    /* tmux and screen send cursor keys like xterm in application mode; the console has its own. */
    int console = strncmp(term, "linux", 5) == 0;
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        if (strcmp(keys[i].name, name) == 0)
            return console && keys[i].linux_console ? keys[i].linux_console : keys[i].xterm;
    if (strncmp(name, "Ctrl-", 5) == 0 && name[5] && !name[6]) {
        snprintf(one, sizeof one, "%c", name[5] & 0x1f);
        return one;
    }
    if (strncmp(name, "Alt-", 4) == 0 && name[4] && !name[5]) {
        snprintf(one, sizeof one, "\033%c", name[4]);
        return one;
    }
    if (name[0] && !name[1]) {
        snprintf(one, sizeof one, "%s", name);
        return one;
    }
    return NULL;
}
