/* Which sequences and curses codes mean which key; names of keys. */
#include "term/key_table.h"
#include "term/key.h"

#include <curses.h>
#include <string.h>

/* Beyond every code curses gives out itself. */
#define OURS 0x1000

/* What xterm, linux, tmux, screen, rxvt and PuTTY send, whatever their terminfo says. */
static const struct {
    const char *sequence;
    int key;
} sequences[] = {
    {"\033[200~", KEYS_PASTE_BEGIN},
    {"\033[201~", KEYS_PASTE_END},
    {"\033[A", K_UP},
    {"\033OA", K_UP},
    {"\033[B", K_DOWN},
    {"\033OB", K_DOWN},
    {"\033[C", K_RIGHT},
    {"\033OC", K_RIGHT},
    {"\033[D", K_LEFT},
    {"\033OD", K_LEFT},
    {"\033[H", K_HOME},
    {"\033OH", K_HOME},
    {"\033[1~", K_HOME},
    {"\033[7~", K_HOME},
    {"\033[F", K_END},
    {"\033OF", K_END},
    {"\033[4~", K_END},
    {"\033[8~", K_END},
    {"\033[2~", K_INSERT},
    {"\033[3~", K_DELETE},
    {"\033[5~", K_PGUP},
    {"\033[6~", K_PGDN},
    {"\033[Z", K_BACKTAB},
    {"\033OM", K_ENTER},
    {"\033[1;5D", K_WORD_LEFT},
    {"\033[1;3D", K_WORD_LEFT},
    {"\033[5D", K_WORD_LEFT},
    {"\033Od", K_WORD_LEFT},
    {"\033[1;5C", K_WORD_RIGHT},
    {"\033[1;3C", K_WORD_RIGHT},
    {"\033[5C", K_WORD_RIGHT},
    {"\033Oc", K_WORD_RIGHT},
    {"\033[1;2A", K_UP},
    {"\033[1;5A", K_UP},
    {"\033[1;2B", K_DOWN},
    {"\033[1;5B", K_DOWN},
    {"\033[1;2C", K_RIGHT},
    {"\033[1;2D", K_LEFT},
    {"\033[1;5H", K_HOME},
    {"\033[1;5F", K_END},
    {"\033OP", K_F1},
    {"\033[11~", K_F1},
    {"\033[[A", K_F1},
    {"\033OQ", K_F2},
    {"\033[12~", K_F2},
    {"\033[[B", K_F2},
    {"\033OR", K_F3},
    {"\033[13~", K_F3},
    {"\033[[C", K_F3},
    {"\033OS", K_F4},
    {"\033[14~", K_F4},
    {"\033[[D", K_F4},
    {"\033[15~", K_F5},
    {"\033[[E", K_F5},
    {"\033[17~", K_F6},
    {"\033[18~", K_F7},
    {"\033[19~", K_F8},
    {"\033[20~", K_F9},
    {"\033[21~", K_F10},
    {"\033[23~", K_F11},
    {"\033[24~", K_F12},
};

void key_table_start(void)
{
    for (size_t i = 0; i < sizeof sequences / sizeof *sequences; i++)
        define_key(sequences[i].sequence, OURS + sequences[i].key);
}

int key_from_curses(int code)
{
    static const struct {
        int curses, key;
    } map[] = {
        {KEY_UP, K_UP},
        {KEY_DOWN, K_DOWN},
        {KEY_LEFT, K_LEFT},
        {KEY_RIGHT, K_RIGHT},
        {KEY_HOME, K_HOME},
        {KEY_END, K_END},
        {KEY_PPAGE, K_PGUP},
        {KEY_NPAGE, K_PGDN},
        {KEY_IC, K_INSERT},
        {KEY_DC, K_DELETE},
        {KEY_BTAB, K_BACKTAB},
        {KEY_ENTER, K_ENTER},
        {KEY_BACKSPACE, K_BACKSPACE},
        {KEY_SLEFT, K_LEFT},
        {KEY_SRIGHT, K_RIGHT},
        {KEY_SR, K_UP},
        {KEY_SF, K_DOWN},
        {KEY_A1, K_HOME},
        {KEY_A3, K_PGUP},
        {KEY_C1, K_END},
        {KEY_C3, K_PGDN},
        {KEY_FIND, K_HOME},
        {KEY_SELECT, K_END},
        {KEY_MOUSE, K_MOUSE},
        {KEY_SUSPEND, K_CTRL + 'z'} /* linux has kspd=^Z */,
    };
    if (code >= OURS)
        return code - OURS;
    if (code >= KEY_F(1) && code <= KEY_F(12))
        return K_F1 + (code - KEY_F(1));
    for (size_t i = 0; i < sizeof map / sizeof *map; i++)
        if (map[i].curses == code)
            return map[i].key;
    return KEY_NOTHING;
}

int key_from_alt(int c)
{
    if (c >= '1' && c <= '9')
        return K_F1 + (c - '1');
    switch (c) {
    case '0':
        return K_F10;
    case '-':
        return K_F11;
    case '=':
        return K_F12;
    default:
        return c > ' ' && c < 0x7f ? K_ALT + c : KEY_NOTHING;
    }
}

const char *key_name(int code)
{
    static const char *const names[] = {
        [K_TEXT] = "",
        [K_PASTE] = "",
        [K_ENTER] = "Enter",
        [K_TAB] = "Tab",
        [K_BACKTAB] = "Shift-Tab",
        [K_ESC] = "Esc",
        [K_BACKSPACE] = "Backspace",
        [K_DELETE] = "Del",
        [K_UP] = "Up",
        [K_DOWN] = "Down",
        [K_LEFT] = "Left",
        [K_RIGHT] = "Right",
        [K_HOME] = "Home",
        [K_END] = "End",
        [K_PGUP] = "PgUp",
        [K_PGDN] = "PgDn",
        [K_INSERT] = "Ins",
        [K_WORD_LEFT] = "Ctrl-Left",
        [K_WORD_RIGHT] = "Ctrl-Right",
        [K_F1] = "F1",
        [K_F2] = "F2",
        [K_F3] = "F3",
        [K_F4] = "F4",
        [K_F5] = "F5",
        [K_F6] = "F6",
        [K_F7] = "F7",
        [K_F8] = "F8",
        [K_F9] = "F9",
        [K_F10] = "F10",
        [K_F11] = "F11",
        [K_F12] = "F12",
    };
    static char ctrl[26][8], alt[128][8], plain[128][2];
    if (code > 0 && code < (int)(sizeof names / sizeof *names))
        return names[code];
    if (code >= K_CTRL + 'a' && code <= K_CTRL + 'z') {
        char *s = ctrl[code - K_CTRL - 'a'];
        snprintf(s, sizeof ctrl[0], "Ctrl-%c", code - K_CTRL - 'a' + 'A');
        return s;
    }
    if (code > K_ALT && code < K_ALT + 0x7f) {
        char *s = alt[code - K_ALT];
        snprintf(s, sizeof alt[0], "Alt-%c", code - K_ALT);
        return s;
    }
    if (code >= ' ' && code < 0x7f) {
        plain[code][0] = (char)code;
        return code == ' ' ? "Space" : plain[code];
    }
    return "";
}

int key_named(const char *name)
{
    for (int code = K_ENTER; code < K_RESIZE; code++)
        if (strcmp(key_name(code), name) == 0)
            return code;
    return KEY_NOTHING;
}
