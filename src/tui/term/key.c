/* Reading keys: one poll on the terminal and the signal pipe, then bytes and curses codes → one event. */
#include "term/key.h"
#include "term/burst.h"
#include "term/key_table.h"
#include "term/term.h"
#include "term/term_signal.h"

#include <errno.h>
#include <poll.h>
#include <unistd.h>

#define PASTE_GAP_MS 1000  /* a paste whose end is lost ends here */
#define BYTE_GAP_MS 100    /* between the bytes of one character or sequence */
#define PASTE_MAX 1000000u /* bytes; what follows is dropped */

static struct {
    WINDOW *pad;              /* reading from a pad never refreshes the screen */
    int back;                 /* one code read too far, or ERR */
    int held[BURST_MOST + 4]; /* codes that were looked at as a scanner's and are none: read once more */
    size_t nheld;
    int watch;  /* key_watch */
    bool ready; /* and it is readable */
    int empty;  /* reads in a row that gave nothing although the terminal was readable */
    char *text;
    struct key_event again; /* key_back */
    enum key_place place;
    struct typed_run run; /* characters read as text, up to now */
    int64_t left;         /* when the last key was given out */
    bool slept;           /* since then the terminal was found empty, and waited for */
} keys = {.back = ERR, .watch = -1};

static void keys_start(void)
{
    keys.pad = newpad(1, 1);
    if (!keys.pad)
        return;
    keypad(keys.pad, TRUE);
    nodelay(keys.pad, TRUE);
    key_table_start();
}

/* What curses has, without waiting; ERR when there is nothing. */
static int take(void)
{
    int code = keys.back;
    keys.back = ERR;
    if (code == ERR && keys.nheld) {
        code = keys.held[0];
        memmove(keys.held, keys.held + 1, --keys.nheld * sizeof *keys.held);
    }
    while (keys.pad && (code == ERR || code == KEY_RESIZE)) { /* resizeterm() puts one in, even inside a character */
        code = wgetch(keys.pad);
        if (code == ERR)
            break;
    }
    if (code != ERR)
        keys.empty = 0;
    return code;
}

/* Sleeps until the terminal has bytes (true), a signal came, or the time is over. */
static bool wait_input(int timeout_ms)
{
    struct pollfd fds[3] = {{.fd = STDIN_FILENO, .events = POLLIN},
                            {.fd = signals_fd(), .events = POLLIN},
                            {.fd = keys.watch, .events = POLLIN}};
    int n = poll(fds, 3, timeout_ms);
    if (n < 0) {
        if (errno != EINTR)
            signals_hang_up();
        return false;
    }
    if (fds[1].revents & POLLIN)
        signals_drain();
    if (fds[2].revents) {
        keys.ready = true;
        keys.watch = -1;
    }
    if (fds[0].revents & (POLLERR | POLLNVAL))
        signals_hang_up();
    if ((fds[0].revents & POLLHUP) && !(fds[0].revents & POLLIN))
        signals_hang_up();
    return (fds[0].revents & POLLIN) != 0;
}

/* Next code within timeout_ms, ERR when none came. End of file shows as readable and yet empty. */
static int take_within(int timeout_ms)
{
    int code = take();
    if (code != ERR || term_hung_up() || !wait_input(timeout_ms))
        return code;
    keys.slept = true;
    code = take();
    if (code == ERR && ++keys.empty >= 3)
        signals_hang_up();
    return code;
}

/* The rest of something begun: a signal in between (a resize, say) does not end the wait. */
static int take_rest(int timeout_ms)
{
    int64_t end = clock_mono_us() + (int64_t)timeout_ms * 1000;
    for (;;) {
        int64_t left = end - clock_mono_us();
        int code = take_within(left > 0 ? (int)((left + 999) / 1000) : 0);
        if (code != ERR || left <= 0 || term_hung_up())
            return code;
    }
}

/* Text typed or pasted; nothing printable in it: no event. */
static void text_event(struct key_event *ev, int code, const char *bytes, size_t n)
{
    free(keys.text);
    keys.text = text_clean(bytes, n, code == K_PASTE, NULL);
    if (keys.text[0] == '\0')
        return;
    ev->code = code;
    ev->text = keys.text;
}

/* The bytes of one UTF-8 character whose first byte was read; false: malformed, what did not belong is put back. */
static bool character(int first, char out[5])
{
    int more = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1;
    if (first < 0xc2 || first > 0xf4)
        return false;
    out[0] = (char)first;
    for (int i = 1; i <= more; i++) {
        int code = take_rest(BYTE_GAP_MS);
        if (code < 0x80 || code > 0xbf) {
            keys.back = code;
            return false;
        }
        out[i] = (char)code;
    }
    out[more + 1] = '\0';
    return text_valid(out, (size_t)more + 1);
}

/* Everything up to the closing mark. Keys curses recognised inside are no text: dropped. */
static void paste_event(struct key_event *ev)
{
    struct buf raw = {0};
    for (;;) {
        int code = take_rest(PASTE_GAP_MS);
        if (code == ERR || (code > 0xff && key_from_curses(code) == KEYS_PASTE_END))
            break;
        if (code == '\r')
            code = '\n';
        if (code <= 0xff && raw.len < PASTE_MAX)
            buf_addc(&raw, (char)code);
    }
    text_event(ev, K_PASTE, raw.s ? raw.s : "", raw.len);
    buf_free(&raw);
}

/* A sequence nobody knows must not become text: CSI and SS3 up to their final byte, strings up to their end. One that
 * says what the terminal looks like is heeded: true when all is to be drawn anew. */
static bool swallow(int introducer)
{
    int code;
    char said[40] = {0};
    size_t n = 0;
    if (introducer == 'O') {
        (void)take_rest(BYTE_GAP_MS);
        return false;
    }
    if (introducer == '[') {
        do
            code = take_rest(BYTE_GAP_MS);
        while (code != ERR && (code < 0x40 || code > 0x7e));
        return false;
    }
    do {
        code = take_rest(BYTE_GAP_MS);
        if (code >= ' ' && code < 0x7f && n + 1 < sizeof said)
            said[n++] = (char)code;
        if (code == '\033') {
            (void)take_rest(BYTE_GAP_MS);
            break;
        }
    } while (code != ERR && code != '\a');
    return introducer == ']' && theme_answer(said);
}

static int control(int code);

/* ESC: alone, or the Alt of the key that came with it. */
static int escape(void)
{
    int wait = theme_awaits() ? BYTE_GAP_MS : 0; /* what the terminal says of itself may come in pieces */
    int code = wait ? take_rest(wait) : take();
    if (code == ERR)
        return K_ESC;
    if (code == 0x7f || code == '\b' || (code > 0xff && key_from_curses(code) == K_BACKSPACE))
        return K_CTRL + 'w'; /* Alt-Backspace deletes a word, as in shells */
    if (code > 0xff)
        return key_from_curses(code);
    if (code == '[' || code == 'O' || code == ']' || code == 'P') {
        int next = wait ? take_rest(wait) : take();
        if (next == ERR)
            return key_from_alt(code);
        keys.back = next;
        return swallow(code) ? K_RESIZE : KEY_NOTHING;
    }
    if (code > 0x7e || code == '\033') {
        keys.back = code;
        return K_ESC;
    }
    return code < ' ' ? control(code) : key_from_alt(code);
}

static int control(int code)
{
    switch (code) {
    case '\r':
    case '\n':
        return K_ENTER;
    case '\t':
        return K_TAB;
    case '\b':
    case 0x7f:
        return K_BACKSPACE;
    case '\033':
        return escape();
    default:
        return code >= 1 && code <= 26 ? K_CTRL + 'a' + code - 1 : KEY_NOTHING;
    }
}

static void mouse_event(struct key_event *ev)
{
    MEVENT m;
    if (getmouse(&m) != OK)
        return;
    if (m.bstate & (BUTTON4_PRESSED | BUTTON5_PRESSED)) { /* the wheel moves as the arrows do */
        ev->code = m.bstate & BUTTON4_PRESSED ? K_UP : K_DOWN;
        return;
    }
    ev->code = K_MOUSE;
    ev->x = m.x;
    ev->y = m.y;
    ev->twice = (m.bstate & BUTTON1_DOUBLE_CLICKED) != 0;
}

/* ---- scanners: burst.c judges ------------------------------------------------------------------------------------ */

/* What was read is no code: all of it but `first` is read once more. */
static void unread(const int *codes, size_t n)
{
    size_t room = ARRAY_LEN(keys.held) - keys.nheld;
    n = n < room ? n : room;
    memmove(keys.held + n, keys.held, keys.nheld * sizeof *keys.held);
    memcpy(keys.held, codes, n * sizeof *codes);
    keys.nheld += n;
}

/* Reads on behind `first`, which may begin a code. False: it does not, and is what a hand typed. */
static bool scan_event(struct key_event *ev, int first, bool fresh, int64_t since)
{
    int read[BURST_MOST + 4], wait;
    size_t n = 0;
    struct burst b;
    int64_t now = clock_mono_us();
    bool follows = fresh && keys.place != KEYS_TEXT && keys.run.n && burst_follows(keys.run.last, now);
    burst_begin(&b, follows ? keys.run.text[keys.run.n - 1] : first, fresh ? keys.place : KEYS_TEXT, since, now);
    if (follows) {
        b.since = keys.run.begun;
        b.given = 1;
        burst_add(&b, first, now);
    }
    while (n < ARRAY_LEN(read) && (wait = burst_wait(&b, clock_mono_us())) > 0) {
        int code = take_rest(wait);
        if (code == ERR)
            break;
        now = clock_mono_us();
        if ((code == '\r' || code == '\n') && burst_ended(&b, now)) {
            text_event(ev, K_SCAN, b.text, b.n);
            return true;
        }
        read[n++] = code;
        if (code <= ' ' || code > 0xff || code == 0x7f)
            break;
        burst_add(&b, code, now);
    }
    unread(read, n);
    return false;
}

/* A character, or an Enter behind characters: who typed them? since: it was pressed no earlier. */
static void note_typed(struct key_event *ev, int64_t since)
{
    int64_t now = clock_mono_us();
    if (ev->code == K_TEXT) {
        typed_run_add(&keys.run, ev->text, since, now);
        return;
    }
    if (ev->code == K_ENTER && typed_run_ended(&keys.run, now))
        ev->scanned = keys.run.text; /* until the next key is read */
    keys.run.n = 0;
}

static void decode(struct key_event *ev, int code)
{
    char bytes[5] = {0};
    bool fresh = keys.nheld == 0;
    int64_t since = keys.slept ? clock_mono_us() : keys.left;
    if (code > 0xff) {
        int key = key_from_curses(code);
        if (key == KEYS_PASTE_BEGIN)
            paste_event(ev);
        else if (key == K_MOUSE)
            mouse_event(ev);
        else if (key != KEYS_PASTE_END)
            ev->code = key;
    } else if (code < ' ' || code == 0x7f) {
        ev->code = control(code);
    } else if (burst_begins(code, fresh ? keys.place : KEYS_TEXT) && scan_event(ev, code, fresh, since)) {
        keys.run.n = 0;
        return;
    } else if (code < 0x7f || character(code, bytes)) {
        bytes[0] = (char)code;
        text_event(ev, K_TEXT, bytes, strlen(bytes));
    }
    if (ev->code != KEY_NOTHING)
        note_typed(ev, since);
}

/* Hang-up, resize and what is watched, which come before any key. */
static bool state_event(struct key_event *ev)
{
    if (term_hung_up()) {
        ev->code = K_HANGUP;
    } else if (signals_take_resize()) {
        term_resized();
        ev->code = K_RESIZE;
    } else if (keys.ready) {
        keys.ready = false;
        ev->code = K_TICK;
    }
    return ev->code != KEY_NOTHING;
}

void key_back(const struct key_event *ev)
{
    char *text = ev->text ? mem_dup(ev->text) : NULL;
    free(keys.text);
    keys.text = text;
    keys.again = *ev;
    keys.again.text = text;
}

void key_at(enum key_place place)
{
    keys.place = place;
}

static void read_on(struct key_event *ev, int timeout_ms)
{
    int64_t end = timeout_ms < 0 ? INT64_MAX : clock_mono_us() + timeout_ms * (int64_t)1000;
    *ev = (struct key_event){0};
    if (!keys.pad)
        keys_start();
    while (!state_event(ev)) {
        int64_t left_us = end == INT64_MAX ? -1000 : end - clock_mono_us();
        if (end != INT64_MAX && left_us < 0)
            left_us = 0;
        int code = take_within((int)((left_us + (left_us > 0 ? 999 : 0)) / 1000));
        if (code != ERR)
            decode(ev, code);
        if (ev->code != KEY_NOTHING)
            return;
        if (code == ERR && left_us == 0 && !term_hung_up())
            return;
    }
}

void key_read(struct key_event *ev, int timeout_ms)
{
    if (keys.again.code != KEY_NOTHING) {
        *ev = keys.again;
        keys.again = (struct key_event){0};
        return;
    }
    read_on(ev, timeout_ms);
    keys.left = clock_mono_us();
    keys.slept = false;
}

void key_watch(int fd)
{
    keys.watch = fd;
    keys.ready = false;
}

bool key_pending(void)
{
    if (keys.again.code != KEY_NOTHING)
        return true;
    if (!keys.pad || term_hung_up())
        return false;
    if (keys.nheld > 0)
        return true;
    if (keys.back == ERR)
        keys.back = wgetch(keys.pad);
    return keys.back != ERR;
}
