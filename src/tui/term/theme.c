/* One attribute per meaning. Works without colour; colour only adds. */
#include "term/term.h"
#include "term/term_signal.h"

enum pair { PAIR_NONE, PAIR_RED, PAIR_YELLOW, PAIR_GREEN, PAIR_CYAN };

static const struct {
    attr_t plain;
    enum pair pair;
} inks[] = {
    [INK_NORMAL] = {A_NORMAL, PAIR_NONE},       [INK_BAR] = {A_REVERSE, PAIR_NONE},
    [INK_LABEL] = {A_NORMAL, PAIR_CYAN},        [INK_FIELD] = {A_UNDERLINE, PAIR_NONE},
    [INK_FIELD_NOW] = {A_UNDERLINE, PAIR_NONE}, /* no more: a typed character must stay cheap */
    [INK_CURSOR] = {A_REVERSE, PAIR_NONE},      [INK_ALERT] = {A_BOLD, PAIR_RED},
    [INK_WARN] = {A_BOLD, PAIR_YELLOW},         [INK_DONE] = {A_NORMAL, PAIR_GREEN},
    [INK_QUIET] = {A_DIM, PAIR_NONE},           [INK_KEY] = {A_BOLD, PAIR_NONE},
    [INK_TITLE] = {A_BOLD, PAIR_NONE},          [INK_DIALOG] = {A_NORMAL, PAIR_NONE},
};

static bool colours;
static bool underline;

void theme_start(void)
{
    const char *no_color = getenv("NO_COLOR");
    underline = (termattrs() & A_UNDERLINE) != 0;
    colours = has_colors() && !(no_color && *no_color);
    if (!colours)
        return;
    start_color();
    use_default_colors();
    init_pair(PAIR_RED, COLOR_RED, -1);
    init_pair(PAIR_YELLOW, COLOR_YELLOW, -1);
    init_pair(PAIR_GREEN, COLOR_GREEN, -1);
    init_pair(PAIR_CYAN, COLOR_CYAN, -1);
}

attr_t ink(enum ink i)
{
    attr_t a = inks[i].plain;
    if ((a & A_UNDERLINE) && !underline)
        a = (a & ~A_UNDERLINE) | A_REVERSE;
    if (colours && inks[i].pair != PAIR_NONE)
        a |= (attr_t)COLOR_PAIR(inks[i].pair);
    return a;
}
