/* Who says that --as is true: a practice database, the operating system's user, or the person's PIN. */
#include "cmd.h"

#include <errno.h>
#include <termios.h>
#include <unistd.h>

enum { PIN_BYTES = 128 };

/* One line without its end; false at the end of the input. */
static bool read_line(char *out, size_t size)
{
    if (!fgets(out, (int)size, stdin))
        return false;
    size_t n = strcspn(out, "\r\n");
    out[n] = '\0';
    return n > 0;
}

bool cli_ask_hidden(const char *prompt, char *out, size_t size)
{
    struct termios shown;
    if (tcgetattr(STDIN_FILENO, &shown) != 0)
        return read_line(out, size);
    struct termios hidden = shown;
    hidden.c_lflag &= ~(tcflag_t)ECHO;
    fputs(prompt, stderr);
    (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
    bool ok = read_line(out, size);
    (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown);
    fputc('\n', stderr);
    return ok;
}

/* Byte by byte: what follows the line is left for whoever reads on. */
static bool read_fd(int fd, char *out, size_t size)
{
    size_t n = 0;
    ssize_t got = 1;
    while (n + 1 < size) {
        got = read(fd, out + n, 1);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0 || out[n] == '\n')
            break;
        n++;
    }
    n -= n > 0 && out[n - 1] == '\r';
    out[n] = '\0';
    return got >= 0 && n > 0;
}

static int get_pin(const struct cli_globals *g, char *pin)
{
    int64_t fd;
    if (!g->pin_fd)
        return cli_ask_hidden(_("PIN: "), pin, PIN_BYTES) ? EXIT_DONE : cli_refuse("%s", _("No PIN was given."));
    if (!cli_number(g->pin_fd, 0, 1 << 20, &fd))
        return cli_refuse("%s", _("--pin-fd takes the number of an open file."));
    return read_fd((int)fd, pin, PIN_BYTES) ? EXIT_DONE : cli_refuse(_("There is no PIN to be read from %d."), (int)fd);
}

/* Where nothing can be written, tries cannot be counted: the person is told how long it takes. */
static int by_pin(struct desk *d, const char *staff, const char *pin)
{
    int rc = desk_sign_in(d, staff, pin);
    char *said = mem_dup(fault_text());
    int64_t pause = rc < 0 ? desk_pin_pause(d, rc) : 0;
    if (pause == 0)
        rc = rc < 0 ? fault(rc, "%s", said) : rc;
    else
        fprintf(
            stderr,
            _("qiantai: %s\nWrong PINs cannot be counted here. One at a time is looked at, and this one is answered in "
              "%d seconds; whom root's file knows by the login need not wait.\n"),
            said, (int)pause);
    free(said);
    return pause ? desk_sign_in_slowly(d, staff, pin) : rc;
}

int cli_vouch(const struct cli_globals *g, struct desk *d)
{
    char pin[PIN_BYTES];
    bool ask = g->pin_fd || (!desk_vouched(d, g->as) && isatty(STDIN_FILENO));
    int rc = ask ? get_pin(g, pin) : EXIT_DONE;
    if (rc != EXIT_DONE)
        return rc;
    rc = ask ? by_pin(d, g->as, pin) : desk_sign_in_as(d, g->as);
    for (volatile char *p = pin; ask && p < pin + sizeof pin; p++)
        *p = 0;
    return rc == QT_OK ? EXIT_DONE : cli_fail();
}
