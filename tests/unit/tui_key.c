/* Keys as terminals send them, read in a child behind a pseudo-terminal, one line per event. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "tui/term/key.h"
#include "tui/term/term.h"

#define PATIENCE_MS 60000

struct desk_end { /* the child, its terminal, its report */
    pid_t pid;
    int master, report;
};

/* In the child: "name|text" per event until the terminal goes. */
static void report_keys(int report)
{
    struct key_event ev;
    enum lang lang = LANG_ZH;
    if (term_start(&lang) < 0)
        _exit(3);
    dprintf(report, "ready\n");
    do {
        key_read(&ev, 1000);
        if (ev.code == KEY_NOTHING)
            continue;
        const char *name = ev.code == K_TEXT     ? "text"
                           : ev.code == K_PASTE  ? "paste"
                           : ev.code == K_RESIZE ? "resize"
                           : ev.code == K_HANGUP ? "hangup"
                                                 : key_name(ev.code);
        dprintf(report, "%s|%s\n", name, ev.text ? ev.text : "");
    } while (ev.code != K_HANGUP);
    term_stop();
    _exit(0);
}

static int start(struct desk_end *d, const char *term)
{
    int report[2];
    d->master = posix_openpt(O_RDWR | O_NOCTTY);
    if (d->master < 0 || grantpt(d->master) < 0 || unlockpt(d->master) < 0 || pipe(report) < 0)
        return -1;
    d->pid = fork();
    if (d->pid == 0) {
        struct winsize size = {.ws_row = 24, .ws_col = 80};
        setsid();
        int slave = open(ptsname(d->master), O_RDWR);
        ioctl(slave, TIOCSCTTY, 0);
        ioctl(slave, TIOCSWINSZ, &size);
        close(d->master);
        close(report[0]);
        dup2(slave, 0);
        dup2(slave, 1);
        setenv("TERM", term, 1);
        unsetenv("LINES");
        unsetenv("COLUMNS");
        report_keys(report[1]);
    }
    close(report[1]);
    d->report = report[0];
    return 0;
}

/* The next line of the report; what the screen shows is thrown away meanwhile. */
static void line(struct desk_end *d, char *out, size_t size)
{
    size_t n = 0;
    for (;;) {
        struct pollfd fds[2] = {{.fd = d->report, .events = POLLIN}, {.fd = d->master, .events = POLLIN}};
        char screen[4096];
        assert_true(poll(fds, d->master >= 0 ? 2 : 1, PATIENCE_MS) > 0);
        if (d->master >= 0 && (fds[1].revents & POLLIN))
            assert_true(read(d->master, screen, sizeof screen) >= 0 || errno == EIO);
        if (!(fds[0].revents & (POLLIN | POLLHUP)))
            continue;
        assert_true(n + 1 < size);
        assert_int_equal(read(d->report, out + n, 1), 1);
        if (out[n] == '\n')
            break;
        n++;
    }
    out[n] = '\0';
}

static void begin(struct desk_end *d, const char *term)
{
    char got[64];
    assert_int_equal(start(d, term), 0);
    line(d, got, sizeof got);
    assert_string_equal(got, "ready");
}

static void gives(struct desk_end *d, const char *bytes, const char *want)
{
    static char got[70000];
    assert_int_equal(write(d->master, bytes, strlen(bytes)), strlen(bytes));
    line(d, got, sizeof got);
    assert_string_equal(got, want);
}

static void end(struct desk_end *d)
{
    int status;
    char got[64];
    close(d->master);
    d->master = -1;
    line(d, got, sizeof got);
    assert_string_equal(got, "hangup|");
    assert_int_equal(waitpid(d->pid, &status, 0), d->pid);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    close(d->report);
}

static void keys_of_every_terminal(void **state)
{
    static const char *const terms[] = {"xterm-256color", "xterm", "tmux-256color", "screen", "linux", "vt100"};
    (void)state;
    for (size_t i = 0; i < sizeof terms / sizeof *terms; i++) {
        struct desk_end d;
        begin(&d, terms[i]);
        gives(&d, "\033OA", "Up|");
        gives(&d, "\033[A", "Up|");
        gives(&d, "\033[B", "Down|");
        gives(&d, "\033[H", "Home|");
        gives(&d, "\033OH", "Home|");
        gives(&d, "\033[1~", "Home|");
        gives(&d, "\033[4~", "End|");
        gives(&d, "\033[5~", "PgUp|");
        gives(&d, "\033[3~", "Del|");
        gives(&d, "\033OP", "F1|");
        gives(&d, "\033[11~", "F1|");
        gives(&d, "\033[[B", "F2|");
        gives(&d, "\033OQ", "F2|");
        gives(&d, "\033[21~", "F10|");
        gives(&d, "\033[24~", "F12|");
        gives(&d, "\033[1;5C", "Ctrl-Right|");
        gives(&d, "\033[Z", "Shift-Tab|");
        gives(&d, "\x7f", "Backspace|");
        gives(&d, "\b", "Backspace|");
        gives(&d, "\r", "Enter|");
        gives(&d, "\t", "Tab|");
        gives(&d, "\x13", "Ctrl-S|");
        gives(&d, "\x03", "Ctrl-C|");
        gives(&d, "\x1a", "Ctrl-Z|");
        gives(&d, "王", "text|王");
        end(&d);
    }
}

static void function_keys_without_function_keys(void **state)
{
    struct desk_end d;
    (void)state;
    begin(&d, "xterm-256color");
    gives(&d, "\0332", "F2|");
    gives(&d, "\0330", "F10|");
    gives(&d, "\033-", "F11|");
    gives(&d, "\033=", "F12|");
    gives(&d, "\033a", "Alt-a|");
    gives(&d, "\033\x7f", "Ctrl-W|");
    gives(&d, "\033", "Esc|");
    end(&d);
}

static void what_is_no_text_is_dropped(void **state)
{
    struct desk_end d;
    (void)state;
    begin(&d, "xterm-256color");
    gives(&d, "\033[99;99;99Xa", "text|a");
    gives(&d, "\033]0;title\ab", "text|b");
    gives(&d, "\xff\xfe\xc3(", "text|(");
    gives(&d,
          "\xe7\x8e"
          "c",
          "text|c");
    gives(&d,
          "\xed\xa0\x80"
          "d",
          "text|d"); /* a surrogate */
    gives(&d,
          "\xc2\x9b"
          "e",
          "text|e"); /* C1 */
    gives(&d,
          "\xe2\x80\xae"
          "f",
          "text|f");                                  /* right-to-left override */
    gives(&d, "\xf0\xa0\xae\xb7", "text|\U00020BB7"); /* a rare character of names */
    end(&d);
}

static void paste_is_one_event_and_never_submits(void **state)
{
    struct desk_end d;
    struct buf long_paste = {0}, want = {0};
    (void)state;
    begin(&d, "xterm-256color");
    buf_add(&long_paste, "\033[200~");
    buf_add(&want, "paste|");
    for (int i = 0; i < 2700;
         i++) { /* 8,100 characters; a terminal's queue holds 4,096 bytes: it must be read while written */
        buf_add(&long_paste, "王小明");
        buf_add(&want, "王小明");
    }
    buf_add(&long_paste, "\033[201~");
    pid_t writer = fork();
    if (writer == 0)
        _exit(write(d.master, long_paste.s, long_paste.len) == (ssize_t)long_paste.len ? 0 : 1);
    static char got[70000];
    line(&d, got, sizeof got);
    assert_string_equal(got, want.s);
    waitpid(writer, NULL, 0);
    gives(&d, "\033[200~a\tb\x1b[31mc\x07\033[201~", "paste|a\tb[31mc");
    gives(&d, "\033[200~lost end", "paste|lost end");
    gives(&d, "x", "text|x");
    end(&d);
    buf_free(&long_paste);
    buf_free(&want);
}

static void resize_and_signals(void **state)
{
    struct desk_end d;
    struct winsize size = {.ws_row = 43, .ws_col = 132};
    char got[64];
    int status;
    (void)state;
    begin(&d, "xterm-256color");
    assert_int_equal(ioctl(d.master, TIOCSWINSZ, &size), 0);
    line(&d, got, sizeof got);
    assert_string_equal(got, "resize|");
    assert_int_equal(kill(d.pid, SIGTERM), 0);
    line(&d, got, sizeof got);
    assert_string_equal(got, "hangup|");
    assert_int_equal(waitpid(d.pid, &status, 0), d.pid);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    close(d.master);
    close(d.report);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_of_every_terminal),     cmocka_unit_test(function_keys_without_function_keys),
        cmocka_unit_test(what_is_no_text_is_dropped), cmocka_unit_test(paste_is_one_event_and_never_submits),
        cmocka_unit_test(resize_and_signals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
