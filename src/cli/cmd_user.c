/* qiantai user: the staff and their PINs. */
#include "cmd.h"

#include <termios.h>
#include <unistd.h>

static int cmd_user_run(const struct cli_globals *g, int argc, char **argv);

const struct cli_command cmd_user = {
    .name = "user",
    .usage = "add CODE NAME ROLE | list | disable CODE | pin CODE",
    .summary = N_("Staff. The PIN is asked for, or read from standard input; the roles stand in forms/roles.yaml."),
    .run = cmd_user_run,
};

/* One line without its end; false at the end of the input. */
static bool read_line(char *out, size_t size)
{
    if (!fgets(out, (int)size, stdin))
        return false;
    size_t n = strcspn(out, "\r\n");
    out[n] = '\0';
    return n > 0;
}

static bool ask_hidden(const char *prompt, char *out, size_t size)
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

static int ask_pin(char *pin, size_t size)
{
    char again[128];
    if (!ask_hidden(_("PIN: "), pin, size))
        return cli_refuse("%s", _("No PIN was given; nothing was changed."));
    if (!isatty(STDIN_FILENO))
        return EXIT_DONE;
    if (!ask_hidden(_("Once more: "), again, sizeof again) || strcmp(again, pin) != 0)
        return cli_refuse("%s", _("The two were not the same; nothing was changed."));
    return EXIT_DONE;
}

static int user_add(struct desk *d, char **argv)
{
    char pin[128];
    if (desk_user_check(d, argv[0], argv[2]) != QT_OK)
        return cli_fail();
    int rc = ask_pin(pin, sizeof pin);
    if (rc != EXIT_DONE)
        return rc;
    return desk_user_put(d, argv[0], argv[1], argv[2], pin) == QT_OK ? EXIT_DONE : cli_fail();
}

static int new_pin(struct desk *d, const char *code)
{
    char pin[128];
    int rc = cli_permit(d, NULL, RIGHT_STAFF);
    if (rc == EXIT_DONE)
        rc = ask_pin(pin, sizeof pin);
    if (rc != EXIT_DONE)
        return rc;
    return desk_user_pin(d, code, pin) == QT_OK ? EXIT_DONE : cli_fail();
}

static int user_list(struct desk *d)
{
    struct staff *v = NULL;
    size_t i, n = 0;
    if (desk_user_list(d, &v, &n) != QT_OK)
        return cli_fail();
    for (i = 0; i < n; i++)
        printf("%s\t%s\t%s\t%s\n", v[i].code, v[i].name, v[i].role, v[i].disabled ? _("disabled") : "");
    desk_user_free(v, n);
    return cli_out_done();
}

static int cmd_user_run(const struct cli_globals *g, int argc, char **argv)
{
    bool adds = argc == 5 && strcmp(argv[1], "add") == 0;
    bool lists = argc == 2 && strcmp(argv[1], "list") == 0;
    bool disables = argc == 3 && strcmp(argv[1], "disable") == 0;
    bool pins = argc == 3 && strcmp(argv[1], "pin") == 0;
    struct desk *d;
    if (!adds && !lists && !disables && !pins)
        return cli_usage(&cmd_user);
    int rc = cli_open(g, lists ? OPEN_READ : 0, &d);
    if (rc != EXIT_DONE)
        return rc;
    if (lists)
        rc = user_list(d);
    else if (adds)
        rc = user_add(d, argv + 2);
    else if (pins)
        rc = new_pin(d, argv[2]);
    else
        rc = desk_user_disable(d, argv[2]) == QT_OK ? EXIT_DONE : cli_fail();
    desk_close(d);
    return rc;
}
