/* The clock of the lock and of the sign-in, to be read across the lobby. */
#include "app.h"

enum { DOT = 2, DIGIT = 3 * DOT };

/* Blanks on the ground of the tone: every terminal has them. */
static void draw_digit(WINDOW *w, int y, int x, int digit)
{
    static const char *const dots[] = {"####.##.##.####", ".#.##..#..#.###", "###..#####..###", "###..####..####",
                                       "#.##.####..#..#", "####..###..####", "####..####.####", "###..#..#..#..#",
                                       "####.#####.####", "####.####..####"};
    for (int i = 0; i < 15; i++)
        if (dots[digit][i] == '#')
            mvwhline(w, y + i / 3, x + i % 3 * DOT, ' ' | ink(INK_HERE) | A_REVERSE, DOT);
}

void clock_draw(WINDOW *w, int y, int x, const struct civil *c)
{
    int figures[] = {c->hour / 10, c->hour % 10, c->minute / 10, c->minute % 10};
    for (int i = 0; i < 4; i++) {
        draw_digit(w, y, x, figures[i]);
        x += DIGIT + DOT;
        if (i != 1)
            continue;
        for (int row = 1; row < 4; row += 2)
            mvwhline(w, y + row, x, ' ' | ink(INK_HERE) | A_REVERSE, DOT);
        x += 2 * DOT;
    }
}
