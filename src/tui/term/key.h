/* Keys: what a terminal sends → one event. */
#ifndef TUI_KEY_H
#define TUI_KEY_H
#include "qiantai/base.h"

enum key_code {
    KEY_NOTHING = 0, /* time-out */
    K_TEXT,          /* ev.text: one grapheme's worth of cleaned UTF-8 */
    K_PASTE,         /* ev.text: the whole bracketed paste, cleaned; may hold newlines; never submits */
    K_ENTER,
    K_TAB,
    K_BACKTAB,
    K_ESC,
    K_BACKSPACE,
    K_DELETE,
    K_UP,
    K_DOWN,
    K_LEFT,
    K_RIGHT,
    K_HOME,
    K_END,
    K_PGUP,
    K_PGDN,
    K_INSERT,
    K_WORD_LEFT,
    K_WORD_RIGHT,
    K_F1,
    K_F2,
    K_F3,
    K_F4,
    K_F5,
    K_F6,
    K_F7,
    K_F8,
    K_F9,
    K_F10,
    K_F11,
    K_F12,
    K_CTRL = 0x100, /* K_CTRL + 'a' .. 'z' */
    K_ALT = 0x200,  /* K_ALT + printable ASCII; Alt+digit is also the way to an F-key (mc's way) */
    K_RESIZE = 0x300,
    K_HANGUP,
    K_MOUSE,
    K_TICK, /* what key_watch named is readable */
    K_SCAN  /* ev.text: a code that a scanner typed, without its Enter; nothing of it came as text */
};
struct key_event {
    int code;
    char *text;          /* K_TEXT, K_PASTE, K_SCAN; owned by the reader, valid until the next key_read */
    const char *scanned; /* K_ENTER: what stands before it was typed by a scanner, as text; likewise. NULL: by a hand */
    int x, y;            /* K_MOUSE */
    bool twice;          /* a double click */
};
/* Waits at most timeout_ms (-1 = for ever). */
void key_read(struct key_event *ev, int timeout_ms);
void key_back(const struct key_event *ev); /* the next key_read gives it once more; its text is copied */
/* What characters are where the next key is read: what a scanner types is told from typing accordingly (burst.c). */
enum key_place { KEYS_TEXT, KEYS_ACT /* commands */, KEYS_ANSWER /* answers of a drawer */ };
void key_at(enum key_place place);
void key_watch(int fd); /* a descriptor of the program that ends the wait as well; -1 none */
bool key_pending(void); /* input is waiting: drawing may be put off */
/* "F2", "Ctrl-S", "Enter", "Alt-2": for footer, help and manual; static storage per code. */
const char *key_name(int code);
int key_named(const char *name); /* KEY_NOTHING: none is called so */
#endif
