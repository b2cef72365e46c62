/* What stands on the screen together with how it looks, as docs/screens.md writes it: a row's number, its cells, then
 * runs `column letter width`. The schemes are written down here once more, from the design, not taken from the program:
 * a colour that is in none of them is a `?`. */
#include "tones.h"
#include "screen.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TONES = 5, GROUNDS = 3, BLOCKS = 3, OWN = -1 /* the terminal's */ };
enum { INK, QUIET, HERE, SOON, LATE };

static const struct scheme {
    const char *name;
    int ground[GROUNDS], tone[TONES][GROUNDS], block[BLOCKS][2]; /* tab, urgent, soon: ink and ground */
} schemes[] = {
    {"night256",
     {234, 236, 24},
     {{252, 252, 255}, {245, 248, 252}, {110, 110, 153}, {179, 179, 222}, {203, 210, 224}},
     {{234, 110}, {231, 160}, {234, 179}}},
    {"day256",
     {255, 253, 153},
     {{235, 235, 232}, {241, 240, 238}, {25, 25, 18}, {94, 58, 232}, {124, 124, 88}},
     {{231, 25}, {231, 160}, {231, 94}}},
    {"night16",
     {OWN, OWN, 4},
     {{OWN, OWN, 15}, {8, 8, 15}, {6, 6, 15}, {11, 11, 15}, {9, 9, 15}},
     {{0, 6}, {15, 1}, {0, 11}}},
    {"night8",
     {OWN, OWN, 4},
     {{OWN, OWN, 7}, {OWN, OWN, 7}, {6, 6, 7}, {3, 3, 7}, {1, 1, 7}},
     {{0, 6}, {7, 1}, {0, 3}}},
    {"day16", {15, 15, 4}, {{0, 0, 15}, {0, 0, 15}, {4, 4, 15}, {0, 0, 15}, {1, 1, 15}}, {{15, 4}, {15, 1}, {0, 11}}},
    {"day8", {7, 7, 4}, {{0, 0, 7}, {0, 0, 7}, {4, 4, 7}, {0, 0, 7}, {1, 1, 7}}, {{7, 4}, {7, 1}, {0, 3}}},
    {"mono", {0}, {{0}}, {{0}}},
};

static const struct scheme *scheme_of(const char *name)
{
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        if (strcmp(schemes[i].name, name) == 0)
            return &schemes[i];
    return NULL;
}

static char plain_letter(const struct look *c)
{
    if (c->reverse)
        return c->bold ? 'X' : 'R';
    if (c->underline)
        return c->bold ? 'V' : 'H';
    return c->bold ? 'B' : 'I';
}

static char tone_letter(int tone, const struct look *c)
{
    switch (tone) {
    case INK:
        return c->underline ? 'U' : c->bold ? 'B' : 'I';
    case QUIET:
        return c->underline ? 'G' : 'Q';
    case HERE:
        return c->underline ? c->bold ? 'V' : 'F' : c->bold ? 'K' : 'H';
    case SOON:
        return 'S';
    default:
        return 'L';
    }
}

/* The ground: ' ' paper, '_' surface, '=' bar; blocks stand on any. */
static char letter(const struct scheme *s, const struct look *c, char *ground)
{
    static const char grounds[] = " _=", blocks[] = "TXW";
    *ground = ' ';
    if (strcmp(s->name, "mono") == 0)
        return plain_letter(c);
    if (c->reverse)
        return 'D';
    for (int i = 0; i < BLOCKS; i++)
        if (c->ink == s->block[i][0] && c->ground == s->block[i][1])
            return blocks[i];
    for (int g = 0; g < GROUNDS; g++) {
        if (c->ground != s->ground[g])
            continue;
        *ground = grounds[g];
        for (int t = 0; t < TONES; t++)
            if (c->ink == s->tone[t][g])
                return g == 2 && t == INK ? 'I' : tone_letter(t, c);
    }
    if (c->ink == OWN && c->ground == OWN) /* the field one types in, and the rest of it */
        return c->underline ? 'U' : 'I';
    if (c->ink == s->tone[HERE][0] && c->ground == OWN && c->underline)
        return 'F';
    return '?';
}

struct row {
    char letters[512], grounds[512];
    bool seen[512]; /* there is something to be seen: no blank without a line */
};

static void add_grounds(const struct row *r, int cols, char **out)
{
    for (int at = 0; at < cols;) {
        int from = at;
        while (at < cols && r->grounds[at] == r->grounds[from])
            at++;
        if (r->grounds[from] != ' ' && at - from == cols)
            *out += sprintf(*out, "%c ", r->grounds[from]);
        else if (r->grounds[from] != ' ')
            *out += sprintf(*out, "%c%d-%d ", r->grounds[from], from, at - 1);
    }
}

/* A run goes on over blanks in between. */
static void add_runs(const struct row *r, int cols, char **out)
{
    for (int at = 0; at < cols; at++) {
        int end = at;
        if (!r->seen[at] || r->letters[at] == 'I')
            continue;
        for (int i = at;
             i < cols && r->grounds[i] == r->grounds[at] && (!r->seen[i] || r->letters[i] == r->letters[at]); i++)
            end = r->seen[i] ? i : end;
        *out += sprintf(*out, "%d%c%d ", at, r->letters[at], end - at + 1);
        at = end;
    }
}

static char *add_row(struct screen *s, const struct scheme *scheme, int row, int cols, char *out)
{
    struct row r = {0};
    struct look c;
    char *begin = out;
    bool blank = true;
    out += sprintf(out, "%02d|", row);
    for (int col = 0; col < cols && screen_look(s, row, col, &c); col++) {
        r.letters[col] = letter(scheme, &c, &r.grounds[col]);
        r.seen[col] = strcmp(c.text, " ") != 0 || c.underline || r.letters[col] == 'R' || r.letters[col] == 'D' ||
                      strchr("TXW?", r.letters[col]) != NULL;
        blank = blank && !r.seen[col] && r.grounds[col] == ' ';
        out += sprintf(out, "%s", c.text);
    }
    out += sprintf(out, "|");
    add_grounds(&r, cols, &out);
    add_runs(&r, cols, &out);
    while (out[-1] == ' ')
        out--;
    out += sprintf(out, "\n");
    return blank ? begin : out;
}

char *screen_marked(struct screen *s, const char *scheme)
{
    const struct scheme *found = scheme_of(scheme);
    int rows = 0, cols = 0;
    screen_size(s, &rows, &cols);
    char *text = found && cols <= 512 ? calloc((size_t)rows * (size_t)(cols * 24 + 16) + 64, 1) : NULL, *out = text;
    for (int row = 0; text && row < rows; row++)
        out = add_row(s, found, row, cols, out);
    if (text)
        screen_caret(s, out, 64);
    return text;
}
