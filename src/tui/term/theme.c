/* Five tones on three grounds. Works without colour; colour only adds. */
#include "term/term.h"
#include "term/term_signal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    TONES = 5,
    GROUNDS = 3,
    PAIR_TAB = 16,
    PAIR_URGENT,
    PAIR_BLOCK,
    PAIR_OWN,
    PAIR_CODE,
    PAIR_REST, /* where one stands, on the terminal's own ground */
    BLOCKS = 5,
    GROUND_SHIFT = 6
};
enum tone_of { T_INK, T_QUIET, T_HERE, T_SOON, T_LATE };

/* What a meaning looks like: a tone or a block of its own, attributes with colour, attributes without. */
static const struct {
    enum tone_of tone;
    short block; /* its pair; 0: the tone on the ground it stands on */
    attr_t plain, mono;
} inks[] = {
    [INK_NORMAL] = {T_INK, 0, A_NORMAL, A_NORMAL},
    [INK_BAR] = {T_INK, 0, A_BOLD, A_REVERSE},
    [INK_LABEL] = {T_QUIET, 0, A_NORMAL, A_DIM},
    [INK_FIELD] = {T_INK, 0, A_UNDERLINE, A_UNDERLINE},
    /* in the terminal's own colours, which need not be sent: a typed character is 16 bytes, not 46 */
    [INK_FIELD_NOW] = {T_INK, PAIR_OWN, A_UNDERLINE, A_UNDERLINE},
    [INK_FIELD_BLANK] = {T_QUIET, 0, A_UNDERLINE, A_UNDERLINE | A_DIM},
    [INK_FIELD_REST] = {T_HERE, PAIR_REST, A_UNDERLINE, A_UNDERLINE | A_BOLD},
    [INK_CURSOR] = {T_INK, 0, A_NORMAL, A_REVERSE},
    [INK_ALERT] = {T_LATE, 0, A_BOLD, A_BOLD},
    [INK_WARN] = {T_SOON, 0, A_NORMAL, A_BOLD},
    [INK_DONE] = {T_QUIET, 0, A_NORMAL, A_DIM},
    [INK_QUIET] = {T_QUIET, 0, A_NORMAL, A_DIM},
    [INK_KEY] = {T_HERE, 0, A_BOLD, A_BOLD},
    [INK_TITLE] = {T_INK, 0, A_BOLD, A_BOLD},
    [INK_DIALOG] = {T_INK, 0, A_NORMAL, A_NORMAL},
    [INK_HERE] = {T_HERE, 0, A_NORMAL, A_UNDERLINE},
    [INK_FOUND] = {T_HERE, 0, A_UNDERLINE, A_UNDERLINE},
    [INK_NOW] = {T_HERE, 0, A_BOLD | A_UNDERLINE, A_BOLD | A_UNDERLINE},
    [INK_HEAD] = {T_QUIET, 0, A_UNDERLINE, A_UNDERLINE | A_DIM},
    [INK_TAB] = {T_INK, PAIR_TAB, A_BOLD, A_REVERSE},
    [INK_URGENT] = {T_INK, PAIR_URGENT, A_BOLD, A_REVERSE | A_BOLD},
    [INK_BLOCK] = {T_INK, PAIR_BLOCK, A_BOLD, A_REVERSE},
    [INK_SOLID] = {T_HERE, 0, A_REVERSE, A_REVERSE},
    [INK_CODE] = {T_INK, PAIR_CODE, A_NORMAL, A_REVERSE}, /* most terminals without colours are light on dark */
};

/* Foregrounds of the tones on paper, surface and bar, the grounds, and the blocks. -1: the terminal's own. */
struct palette {
    short tone[TONES][GROUNDS];
    short ground[GROUNDS];
    short block[BLOCKS][2]; /* foreground, background */
    short behind[TONES];    /* a ground of the tone's own, where its ink could not be read on paper; 0: none */
};
static const struct palette night256 = {
    {{252, 252, 255}, {245, 248, 252}, {110, 110, 153}, {179, 179, 222}, {203, 210, 224}},
    {234, 236, 24},
    {{234, 110}, {231, 160}, {234, 179}, {-1, -1}, {16, 231}},
    {0},
};
static const struct palette night16 = {
    {{-1, -1, 15}, {8, 8, 15}, {6, 6, 15}, {11, 11, 15}, {9, 9, 15}},
    {-1, -1, 4},
    {{0, 6}, {15, 1}, {0, 11}, {-1, -1}, {0, 15}},
    {0},
};
static const struct palette night8 = {
    {{-1, -1, 7}, {-1, -1, 7}, {6, 6, 7}, {3, 3, 7}, {1, 1, 7}},
    {-1, -1, 4},
    {{0, 6}, {7, 1}, {0, 3}, {-1, -1}, {0, 7}},
    {0},
};

static const struct palette day256 = {
    {{235, 235, 232}, {241, 240, 238}, {25, 25, 18}, {94, 58, 232}, {124, 124, 88}},
    {255, 253, 153},
    {{231, 25}, {231, 160}, {231, 94}, {-1, -1}, {16, 231}},
    {0},
};
static const struct palette day16 = {
    {{0, 0, 15}, {0, 0, 15}, {4, 4, 15}, {0, 0, 15}, {1, 1, 15}},
    {15, 15, 4},
    {{15, 4}, {15, 1}, {0, 11}, {-1, -1}, {0, 15}},
    {[T_SOON] = 11},
};
static const struct palette day8 = {
    {{0, 0, 7}, {0, 0, 7}, {4, 4, 7}, {0, 0, 7}, {1, 1, 7}},
    {7, 7, 4},
    {{7, 4}, {7, 1}, {0, 3}, {-1, -1}, {0, 7}},
    {[T_SOON] = 3},
};

#define AWAITED_US 5000000 /* a slow line's answer */

static struct {
    int64_t asked_us;
    int colours;       /* 0 none, else 8, 16 or 256 */
    int most;          /* colours that the terminal has and NO_COLOR allows */
    enum theme chosen; /* by whoever works at this terminal */
    bool asked, light; /* the terminal was asked for its ground; it is light */
    bool told;         /* that another terminal type has more colours */
    attr_t can;        /* what this terminal can show */
    enum ground paper; /* what stands for it now */
} theme;

enum ground ink_ground(enum ground g)
{
    enum ground before = theme.paper;
    theme.paper = g;
    return before;
}

static short pair_of(int tone, int ground)
{
    return (short)(1 + GROUNDS * tone + ground);
}

static void pairs_start(const struct palette *p)
{
    for (int tone = 0; tone < TONES; tone++)
        for (int ground = 0; ground < GROUNDS; ground++)
            init_pair(pair_of(tone, ground), p->tone[tone][ground],
                      p->behind[tone] && ground != GROUND_BAR ? p->behind[tone] : p->ground[ground]);
    for (int i = 0; i < BLOCKS; i++)
        init_pair((short)(PAIR_TAB + i), p->block[i][0], p->block[i][1]);
    init_pair(PAIR_REST, p->tone[T_HERE][GROUND_PAPER], -1);
}

/* Two lines: the theme by its name, then "told". Of the login of the machine: colours go by the terminal, not by who
 * sits at it. */
static const char *const theme_names[] = {
    [THEME_AUTO] = "auto", [THEME_NIGHT] = "night", [THEME_DAY] = "day", [THEME_MONO] = "mono"};

static void theme_read(void)
{
    char line[16];
    char *path = state_path("theme");
    FILE *f = path ? fopen(path, "re") : NULL;
    int left = 8; /* lines: it may be anything by now */
    while (f && left-- > 0 && fgets(line, sizeof line, f)) {
        line[strcspn(line, "\n")] = '\0';
        for (size_t i = 0; i < ARRAY_LEN(theme_names); i++)
            theme.chosen = strcmp(line, theme_names[i]) == 0 ? (enum theme)i : theme.chosen;
        theme.told = theme.told || strcmp(line, "told") == 0;
    }
    if (f)
        (void)fclose(f);
    free(path);
}

static bool theme_write(void)
{
    char *path = state_path("theme");
    FILE *f = path ? fopen(path, "we") : NULL;
    bool kept = f && fprintf(f, "%s\n%s", theme_names[theme.chosen], theme.told ? "told\n" : "") > 0;
    kept = f && fclose(f) == 0 && kept;
    free(path);
    return kept;
}

/* Night and day have a table for each number of colours; night leaves 8 and 16 the terminal's own ground. */
static void theme_apply(void)
{
    bool day = theme.chosen == THEME_DAY || (theme.chosen == THEME_AUTO && theme.light);
    theme.colours = theme.chosen == THEME_MONO ? 0 : theme.most;
    if (theme.colours == 256)
        pairs_start(day ? &day256 : &night256);
    else if (theme.colours)
        pairs_start(theme.colours == 16 ? day ? &day16 : &night16 : day ? &day8 : &night8);
    window_ground(stdscr);
}

void theme_start(void)
{
    const char *no_color = getenv("NO_COLOR");
    theme.can = termattrs() & (A_UNDERLINE | A_DIM | A_REVERSE | A_BOLD);
    theme_read();
    if (!has_colors() || (no_color && *no_color))
        return;
    start_color();
    use_default_colors();
    theme.most = COLORS >= 256 ? 256 : COLORS >= 16 ? 16 : COLORS >= 8 ? 8 : 0;
    theme_apply();
}

bool theme_asks(void)
{
    theme.asked = theme.most == 256 && theme.chosen == THEME_AUTO;
    theme.asked_us = clock_mono_us();
    return theme.asked;
}

bool theme_awaits(void)
{
    return theme.asked && clock_mono_us() - theme.asked_us < AWAITED_US;
}

enum theme theme_chosen(void)
{
    return theme.chosen;
}

bool theme_choose(enum theme t)
{
    theme.chosen = t;
    theme_apply();
    return theme_write();
}

bool theme_few(void)
{
    const char *type = getenv("TERM");
    bool few = theme.most == 8 && type && strcmp(type, "xterm") == 0 && !theme.told;
    if (few) {
        theme.told = true;
        (void)theme_write(); /* else it is said once more */
    }
    return few;
}

/* "rgb:ffff/ffff/ffff", two to four digits each: light when it is nearer to white than to black, as eyes see it. */
bool theme_answer(const char *said)
{
    unsigned v[3] = {0};
    if (!theme.asked || strncmp(said, "11;rgb:", 7) != 0)
        return false;
    said += 7;
    for (int i = 0; i < 3; i++) {
        char *end;
        unsigned long n = strtoul(said, &end, 16);
        if (end - said < 2 || end - said > 4 || (i < 2 && *end != '/'))
            return false;
        v[i] = (unsigned)(n >> (4 * (end - said - 2)));
        said = end + 1;
    }
    theme.asked = false;
    theme.light = 299 * v[0] + 587 * v[1] + 114 * v[2] > 128 * 1000;
    if (theme.light && theme.chosen == THEME_AUTO)
        theme_apply();
    return theme.light && theme.chosen == THEME_AUTO;
}

bool theme_coloured(void)
{
    return theme.colours > 0;
}

/* Without underlines a field is reversed; a hairline is left out. */
static attr_t shown(attr_t a, int meaning)
{
    bool field = meaning >= INK_FIELD && meaning <= INK_FIELD_REST;
    if ((a & A_UNDERLINE) && !(theme.can & A_UNDERLINE) && field)
        a |= A_REVERSE;
    return a & (theme.can | ~(attr_t)(A_UNDERLINE | A_DIM));
}

static attr_t colourless(int meaning, int ground)
{
    return ground == GROUND_BAR ? A_REVERSE : shown(inks[meaning].mono, meaning);
}

attr_t ink(enum ink i)
{
    int meaning = (int)i & ((1 << GROUND_SHIFT) - 1), ground = (int)i >> GROUND_SHIFT;
    if (meaning == INK_CURSOR)
        ground = GROUND_BAR;
    else if (ground == GROUND_PAPER)
        ground = (int)theme.paper;
    if (meaning == INK_BAR && theme.colours && theme.colours < 256)
        return A_REVERSE;
    if (!theme.colours)
        return colourless(meaning, ground);
    attr_t a = shown(inks[meaning].plain, meaning);
    if (meaning == INK_BAR)
        ground = GROUND_SURFACE;
    if (theme.colours == 8 && inks[meaning].tone == T_QUIET && ground != GROUND_BAR)
        a |= theme.can & A_DIM;
    if (ground == GROUND_BAR)
        a = theme.colours < 256 ? a | A_BOLD : a & ~A_BOLD; /* the bar is seen anyway: bold costs bytes at each move */
    short pair = inks[meaning].block ? inks[meaning].block : pair_of((int)inks[meaning].tone, ground);
    return a | (attr_t)COLOR_PAIR(pair);
}

enum ink ink_on(enum ink i, enum ground g)
{
    return (enum ink)((unsigned)i | (unsigned)g << GROUND_SHIFT);
}

void window_ground(WINDOW *w)
{
    if (theme.colours)
        wbkgdset(w, (chtype)COLOR_PAIR(pair_of(T_INK, (int)theme.paper)) | ' ');
    werase(w);
}
