/* The terminal: starting and leaving the screen, signals, the caret, drawing of clipped text. */
#include "term/term.h"
#include "term/term_signal.h"

#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <panel.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#define PASTE_ON "\033[?2004h"
#define PASTE_OFF "\033[?2004l"
#define GROUND_IS "\033]11;?\033\\" /* the answer comes among the keys: key.c; nothing waits for it */

static struct {
    bool up;
    SCREEN *screen;
    struct termios cooked;
    int caret_y, caret_x;
    bool caret_on, cursor_shown;
    struct buf cell;
} term = {.caret_y = -1, .caret_x = -1};

static void tty_send(const char *s)
{
    size_t left = strlen(s);
    while (left > 0) {
        ssize_t n = write(STDOUT_FILENO, s, left);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return;
        s += n;
        left -= (size_t)n;
    }
}

static bool locale_is_utf8(void)
{
    return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

/* Characters are UTF-8 everywhere; a terminal set up for anything else gets C.UTF-8. */
static int locale_start(void)
{
    if (!setlocale(LC_CTYPE, "") || !locale_is_utf8())
        setlocale(LC_CTYPE, "C.UTF-8");
    if (!locale_is_utf8())
        return fault(QT_IO, _("This system has no UTF-8 locale; install one (C.UTF-8) and start again"));
    return 0;
}

int term_start(enum lang *lang)
{
    static bool at_exit;
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
        return fault(QT_IO, _("The screen needs a terminal; use the subcommands from scripts (qiantai --help)"));
    int rc = locale_start();
    if (rc < 0)
        return rc;
    if (tcgetattr(STDIN_FILENO, &term.cooked) < 0)
        return fault(QT_IO, _("The terminal cannot be set up; sign in again"));
    const char *type = getenv("TERM");
    if (type && strcmp(type, "linux") == 0)
        *lang = LANG_EN; /* its fonts hold 512 glyphs: no Chinese */
    if (signals_start(&term.cooked) < 0)
        return fault(QT_IO, _("The program cannot watch the terminal; too many files are open"));
    set_escdelay(50);
    term.screen = newterm(NULL, stdout, stdin);
    if (!term.screen) {
        signals_stop();
        return fault(QT_IO, _("The terminal type '%s' is unknown; set TERM=xterm-256color and start again"),
                     type ? type : "");
    }
    endwin(); /* a screen just made sends its output at every move of the cursor; one taken up again, once an update */
    log_start();
    raw();
    noecho();
    nonl();
    intrflush(stdscr, FALSE);
    keypad(stdscr, TRUE);
    theme_start();
    mousemask(BUTTON1_CLICKED | BUTTON1_DOUBLE_CLICKED | BUTTON4_PRESSED | BUTTON5_PRESSED, NULL);
    curs_set(0);
    term.cursor_shown = false;
    tty_send(PASTE_ON);
    if (theme_asks())
        tty_send(GROUND_IS);
    term.up = true;
    if (!at_exit) {
        atexit(term_stop);
        mem_on_exhausted(term_stop);
        at_exit = true;
    }
    return 0;
}

void term_stop(void)
{
    if (!term.up)
        return;
    term.up = false;
    tty_send(PASTE_OFF);
    curs_set(1);
    endwin();
    tcsetattr(STDIN_FILENO, TCSANOW, &term.cooked);
    signals_stop();
    log_stop();
    buf_free(&term.cell);
}

bool term_lend(char *const argv[])
{
    struct child c = {argv, {CHILD_OURS, CHILD_OURS, CHILD_OURS, CHILD_NOTHING}, NULL, false};
    pid_t pid;
    int status = -1;
    tty_send(PASTE_OFF);
    curs_set(1);
    endwin();
    struct termios silent = term.cooked; /* keys typed before it reads them are not echoed over its first screen */
    silent.c_lflag &= ~(tcflag_t)ECHO;
    tcsetattr(STDIN_FILENO, TCSANOW, &silent);
    bool ran = child_start(&c, &pid) == 0;
    while (ran && waitpid(pid, &status, 0) < 0 && errno == EINTR)
        if (term_hung_up()) /* told to end: so is it, or nobody would */
            (void)kill(pid, SIGTERM);
    term_resized();
    clearok(curscr, TRUE);
    term.cursor_shown = true;
    tty_send(PASTE_ON);
    term_flush();
    return ran && status == 0;
}

int term_rows(void)
{
    return LINES;
}

int term_cols(void)
{
    return COLS;
}

void term_resized(void)
{
    struct winsize size;
    if (ioctl(STDIN_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0)
        resizeterm(size.ws_row, size.ws_col);
}

void term_caret(int y, int x, bool visible)
{
    term.caret_y = y;
    term.caret_x = x;
    term.caret_on = visible;
}

void term_bell(void)
{
    (void)beep();
}

void term_repaint(void)
{
    clearok(curscr, TRUE);
    term_flush();
}

void term_flash(void)
{
    (void)flash();
}

void term_flush(void)
{
    update_panels();
    if (term.caret_y >= 0 && term.caret_y < LINES && term.caret_x >= 0 && term.caret_x < COLS)
        setsyx(term.caret_y, term.caret_x);
    if (term.caret_on != term.cursor_shown) {
        curs_set(term.caret_on ? 1 : 0);
        term.cursor_shown = term.caret_on;
    }
    doupdate();
}

static int draw_cell(WINDOW *w, int y, int x, int columns, enum ink i, const char *s, bool right)
{
    if (columns <= 0)
        return 0;
    buf_clear(&term.cell);
    text_cell(&term.cell, s ? s : "", columns, right);
    wattrset(w, (int)ink(i));
    mvwaddstr(w, y, x, term.cell.s);
    wattrset(w, A_NORMAL);
    return columns;
}

int draw_text(WINDOW *w, int y, int x, int columns, enum ink i, const char *s)
{
    return draw_cell(w, y, x, columns, i, s, false);
}

int draw_text_right(WINDOW *w, int y, int x, int columns, enum ink i, const char *s)
{
    return draw_cell(w, y, x, columns, i, s, true);
}

void draw_fill(WINDOW *w, int y, int x, int columns, enum ink i)
{
    if (columns > 0)
        mvwhline(w, y, x, ' ' | ink(i), columns);
}
