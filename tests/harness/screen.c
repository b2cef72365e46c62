#include "screen.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#include <vterm.h>

struct screen {
    VTerm *vt;
    VTermScreen *vs;
    int master;
    pid_t pid;
    int rows, cols;
    int status; /* -1 while it runs */
    VTermPos caret;
    bool caret_shown;
    int bells;
    int64_t bytes;
};

static void die(const char *what)
{
    fprintf(stderr, "harness: %s: %s\n", what, strerror(errno));
    exit(99);
}

static int64_t now_ms(void)
{
    struct timespec t;
    if (clock_gettime(CLOCK_MONOTONIC, &t) != 0)
        die("clock_gettime");
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int on_move(VTermPos pos, VTermPos old, int visible, void *user)
{
    struct screen *s = user;
    (void)old;
    (void)visible;
    s->caret = pos;
    return 1;
}

static int on_property(VTermProp prop, VTermValue *value, void *user)
{
    struct screen *s = user;
    if (prop == VTERM_PROP_CURSORVISIBLE)
        s->caret_shown = value->boolean != 0;
    return 1;
}

static int on_bell(void *user)
{
    struct screen *s = user;
    s->bells++;
    return 1;
}

static const VTermScreenCallbacks callbacks = {.movecursor = on_move, .settermprop = on_property, .bell = on_bell};

int screen_bells(const struct screen *s)
{
    return s->bells;
}

static void answer(const char *bytes, size_t n, void *user) /* the terminal's own replies */
{
    screen_send(user, bytes, n);
}

static void run_child(const char *term, char *const argv[], char *const env[])
{
    static char term_env[64], home[1024], path[1024];
    char *clean[64] = {term_env, home, path};
    size_t n = 3;
    const char *h = getenv("HOME"), *p = getenv("PATH");
    snprintf(term_env, sizeof term_env, "TERM=%s", term);
    snprintf(home, sizeof home, "HOME=%s", h ? h : "/");
    snprintf(path, sizeof path, "PATH=%s", p ? p : "/usr/bin:/bin");
    for (size_t i = 0; env && env[i] && n < 62; i++)
        clean[n++] = env[i];
    clean[n] = NULL;
    for (int fd = 3; fd < 64; fd++)
        close(fd);
    execvpe(argv[0], argv, clean);
    fprintf(stderr, "harness: %s: %s\n", argv[0], strerror(errno));
    _exit(98);
}

struct screen *screen_start(int rows, int cols, const char *term, char *const argv[], char *const env[])
{
    struct screen *s = calloc(1, sizeof *s);
    struct winsize ws = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols};
    if (!s)
        die("calloc");
    s->rows = rows;
    s->cols = cols;
    s->status = -1;
    s->caret_shown = true;
    s->vt = vterm_new(rows, cols);
    vterm_set_utf8(s->vt, 1);
    vterm_output_set_callback(s->vt, answer, s);
    s->vs = vterm_obtain_screen(s->vt);
    vterm_screen_set_callbacks(s->vs, &callbacks, s);
    vterm_screen_enable_altscreen(s->vs, 1);
    vterm_screen_reset(s->vs, 1);
    s->pid = forkpty(&s->master, NULL, NULL, &ws);
    if (s->pid < 0)
        die("forkpty");
    if (s->pid == 0)
        run_child(term, argv, env);
    if (fcntl(s->master, F_SETFL, O_NONBLOCK) < 0)
        die("fcntl");
    return s;
}

static bool reap(struct screen *s, int options)
{
    int st;
    if (s->status >= 0)
        return true;
    if (waitpid(s->pid, &st, options) != s->pid)
        return false;
    s->status = WIFEXITED(st) ? WEXITSTATUS(st) : 128 + WTERMSIG(st);
    return true;
}

void screen_free(struct screen *s)
{
    if (!s)
        return;
    if (!reap(s, WNOHANG)) {
        kill(s->pid, SIGKILL);
        reap(s, 0);
    }
    if (s->master >= 0)
        close(s->master);
    vterm_free(s->vt);
    free(s);
}

bool screen_read(struct screen *s, int ms)
{
    char chunk[16384];
    bool any = false;
    struct pollfd p = {.fd = s->master, .events = POLLIN};
    while (s->master >= 0 && poll(&p, 1, any ? 0 : ms) > 0) {
        ssize_t n = read(s->master, chunk, sizeof chunk);
        if (n <= 0)
            break;
        s->bytes += n;
        vterm_input_write(s->vt, chunk, (size_t)n);
        any = true;
    }
    if (any)
        vterm_screen_flush_damage(s->vs);
    return any;
}

void screen_send(struct screen *s, const char *bytes, size_t n)
{
    while (n > 0 && s->master >= 0) {
        ssize_t w = write(s->master, bytes, n);
        if (w > 0) {
            bytes += w;
            n -= (size_t)w;
        } else if (errno == EAGAIN || errno == EINTR) {
            screen_read(s, 5);
        } else {
            return;
        }
    }
}

void screen_resize(struct screen *s, int rows, int cols)
{
    struct winsize ws = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols};
    s->rows = rows;
    s->cols = cols;
    vterm_set_size(s->vt, rows, cols);
    if (ioctl(s->master, TIOCSWINSZ, &ws) != 0)
        die("TIOCSWINSZ");
}

static size_t put_utf8(char *to, uint32_t c)
{
    if (c < 0x80) {
        to[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        to[0] = (char)(0xC0 | (c >> 6));
        to[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        to[0] = (char)(0xE0 | (c >> 12));
        to[1] = (char)(0x80 | ((c >> 6) & 0x3F));
        to[2] = (char)(0x80 | (c & 0x3F));
        return 3;
    }
    to[0] = (char)(0xF0 | (c >> 18));
    to[1] = (char)(0x80 | ((c >> 12) & 0x3F));
    to[2] = (char)(0x80 | ((c >> 6) & 0x3F));
    to[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}

static size_t put_row(struct screen *s, int row, char *out)
{
    size_t n = 0, last = 0;
    for (int col = 0; col < s->cols; col++) {
        VTermScreenCell cell;
        VTermPos pos = {.row = row, .col = col};
        if (!vterm_screen_get_cell(s->vs, pos, &cell))
            break;
        if (cell.chars[0] == (uint32_t)-1) /* right half of a wide character */
            continue;
        if (cell.chars[0] == 0)
            out[n++] = ' ';
        for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i]; i++)
            n += put_utf8(out + n, cell.chars[i]);
        if (out[n - 1] != ' ')
            last = n;
    }
    return last;
}

char *screen_text(struct screen *s, bool with_caret)
{
    size_t cell = (size_t)VTERM_MAX_CHARS_PER_CELL * 4;
    char *out = calloc((size_t)s->rows * ((size_t)s->cols * cell + 1) + 64, 1);
    size_t n = 0;
    if (!out)
        die("calloc");
    for (int row = 0; row < s->rows; row++) {
        n += put_row(s, row, out + n);
        out[n++] = '\n';
    }
    out[n] = '\0';
    if (with_caret)
        screen_caret(s, out + n, 64);
    return out;
}

int screen_caret(const struct screen *s, char *out, size_t size)
{
    if (s->caret_shown)
        return snprintf(out, size, "caret %d,%d\n", s->caret.row, s->caret.col);
    return snprintf(out, size, "caret hidden\n");
}

void screen_size(const struct screen *s, int *rows, int *cols)
{
    *rows = s->rows;
    *cols = s->cols;
}

static int colour_number(const VTermColor *c)
{
    return VTERM_COLOR_IS_INDEXED(c) ? c->indexed.idx : -1;
}

bool screen_look(struct screen *s, int row, int col, struct look *out)
{
    VTermScreenCell cell;
    VTermPos pos = {.row = row, .col = col};
    size_t n = 0;
    *out = (struct look){.ink = -1, .ground = -1};
    if (row >= s->rows || col >= s->cols || !vterm_screen_get_cell(s->vs, pos, &cell))
        return false;
    if (cell.chars[0] == (uint32_t)-1 && col > 0) { /* the right half looks as the left one */
        bool left = screen_look(s, row, col - 1, out);
        out->text[0] = '\0';
        return left;
    }
    if (cell.chars[0] == 0)
        out->text[n++] = ' ';
    for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i]; i++)
        n += put_utf8(out->text + n, cell.chars[i]);
    if (!VTERM_COLOR_IS_DEFAULT_FG(&cell.fg))
        out->ink = colour_number(&cell.fg);
    if (!VTERM_COLOR_IS_DEFAULT_BG(&cell.bg))
        out->ground = colour_number(&cell.bg);
    out->bold = cell.attrs.bold;
    out->underline = cell.attrs.underline != 0;
    out->reverse = cell.attrs.reverse;
    return true;
}

static uint64_t hash_add(uint64_t h, const void *bytes, size_t n) /* FNV-1a */
{
    for (size_t i = 0; i < n; i++)
        h = (h ^ ((const unsigned char *)bytes)[i]) * 0x100000001B3ULL;
    return h;
}

uint64_t *screen_tones(struct screen *s)
{
    uint64_t *out = calloc((size_t)s->rows * (size_t)s->cols, sizeof *out);
    if (!out)
        die("calloc");
    for (int i = 0; i < s->rows * s->cols; i++) {
        VTermScreenCell cell;
        VTermPos pos = {.row = i / s->cols, .col = i % s->cols};
        if (!vterm_screen_get_cell(s->vs, pos, &cell) || cell.chars[0] == (uint32_t)-1)
            continue; /* the right half of a wide character looks like its left one */
        uint32_t sign = cell.chars[0] == ' ' ? 0 : cell.chars[0];
        uint32_t attrs =
            (uint32_t)cell.attrs.underline << 1 | (uint32_t)cell.attrs.reverse << 3 | (sign ? cell.attrs.bold : 0U);
        vterm_screen_convert_color_to_rgb(s->vs, &cell.fg);
        vterm_screen_convert_color_to_rgb(s->vs, &cell.bg);
        bool inked = sign || attrs; /* a blank's ink is not seen */
        const uint8_t rgb[] = {inked ? cell.fg.rgb.red : 0,
                               inked ? cell.fg.rgb.green : 0,
                               inked ? cell.fg.rgb.blue : 0,
                               cell.bg.rgb.red,
                               cell.bg.rgb.green,
                               cell.bg.rgb.blue};
        out[i] = hash_add(hash_add(hash_add(0xCBF29CE484222325ULL, &sign, sizeof sign), &attrs, sizeof attrs), rgb,
                          sizeof rgb);
    }
    return out;
}

void screen_cells_write(struct screen *s, FILE *out)
{
    fprintf(out, "%d %d\n", s->rows, s->cols);
    for (int i = 0; i < s->rows * s->cols; i++) {
        VTermScreenCell cell;
        VTermPos pos = {.row = i / s->cols, .col = i % s->cols};
        if (!vterm_screen_get_cell(s->vs, pos, &cell) || cell.chars[0] == (uint32_t)-1)
            continue;
        char text[VTERM_MAX_CHARS_PER_CELL * 4 + 1];
        size_t n = 0;
        for (int k = 0; k < VTERM_MAX_CHARS_PER_CELL && cell.chars[k]; k++)
            n += put_utf8(text + n, cell.chars[k]);
        text[n] = '\0';
        vterm_screen_convert_color_to_rgb(s->vs, &cell.fg);
        vterm_screen_convert_color_to_rgb(s->vs, &cell.bg);
        VTermColor ink = cell.attrs.reverse ? cell.bg : cell.fg, ground = cell.attrs.reverse ? cell.fg : cell.bg;
        fprintf(out, "%d %d %d %c%c %02x%02x%02x %02x%02x%02x %s\n", pos.row, pos.col, cell.width,
                cell.attrs.bold ? 'b' : '-', cell.attrs.underline ? 'u' : '-', ink.rgb.red, ink.rgb.green, ink.rgb.blue,
                ground.rgb.red, ground.rgb.green, ground.rgb.blue, text);
    }
}

bool screen_wait(struct screen *s, const char *text, bool gone, int ms)
{
    int64_t end = now_ms() + ms;
    for (;;) {
        char *have = screen_text(s, false);
        bool found = strstr(have, text) != NULL;
        free(have);
        if (found != gone)
            return true;
        if (now_ms() >= end)
            return false;
        if (!screen_read(s, 50) && reap(s, WNOHANG) && !screen_read(s, 0))
            ms = 0, end = 0;
    }
}

bool screen_wait_equal(struct screen *s, const char *text, int ms)
{
    int64_t end = now_ms() + ms;
    for (;;) {
        char *have = screen_text(s, true);
        bool same = strcmp(have, text) == 0;
        free(have);
        if (same)
            return true;
        if (now_ms() >= end)
            return false;
        screen_read(s, 20);
    }
}

static char process_state(pid_t pid)
{
    char name[64], text[512];
    char state = '?';
    snprintf(name, sizeof name, "/proc/%d/stat", (int)pid);
    FILE *f = fopen(name, "r");
    if (!f)
        return state;
    if (fgets(text, sizeof text, f)) {
        char *p = strrchr(text, ')');
        if (p && p[1] == ' ')
            state = p[2];
    }
    fclose(f);
    return state;
}

void screen_settle(struct screen *s, int quiet_ms)
{
    int64_t quiet_since = now_ms(), end = quiet_since + 20000;
    while (now_ms() < end) {
        int waiting = 0;
        bool came = screen_read(s, 10);
        if (ioctl(s->master, TIOCOUTQ, &waiting) != 0)
            waiting = 0;
        if (came || waiting > 0 || process_state(s->pid) == 'R' || process_state(s->pid) == 'D')
            quiet_since = now_ms();
        if (now_ms() - quiet_since >= quiet_ms)
            return;
    }
}

void screen_hang_up(struct screen *s)
{
    if (s->master >= 0)
        close(s->master);
    s->master = -1;
}

void screen_signal(struct screen *s, int sig)
{
    if (s->status < 0)
        kill(s->pid, sig);
}

int screen_exit(struct screen *s, int ms)
{
    int64_t end = now_ms() + ms;
    while (!reap(s, WNOHANG) && now_ms() < end) {
        if (s->master >= 0) {
            screen_read(s, 10);
        } else {
            struct timespec t = {.tv_nsec = 5000000};
            nanosleep(&t, NULL);
        }
    }
    screen_read(s, 0);
    return s->status;
}

pid_t screen_pid(const struct screen *s)
{
    return s->pid;
}

int64_t screen_bytes(const struct screen *s)
{
    return s->bytes;
}

bool screen_attr(struct screen *s, int row, int col, bool *reverse, bool *bold, bool *underline)
{
    VTermScreenCell cell;
    VTermPos pos = {.row = row, .col = col};
    if (!vterm_screen_get_cell(s->vs, pos, &cell))
        return false;
    *reverse = cell.attrs.reverse;
    *bold = cell.attrs.bold;
    *underline = cell.attrs.underline != 0;
    return true;
}
