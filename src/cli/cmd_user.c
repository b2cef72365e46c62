#include "cmd.h"

#include <termios.h>
#include <unistd.h>

static int run(const struct cli_globals *g, int argc, char **argv);

const struct cli_command cmd_user = {
    .name = "user",
    .usage = "add CODE NAME ROLE | list | disable CODE | pin CODE",
    .summary = N_("Staff. The PIN is asked for, or read from standard input; roles: clerk supervisor manager "
                  "engineer security cashier."),
    .run = run,
};

/* One line without its end; false at the end of the input. */
static bool read_line(char *out, size_t size)
{
    size_t n;

    if (!fgets(out, (int)size, stdin))
        return false;
    n = strcspn(out, "\r\n");
    out[n] = '\0';
    return n > 0;
}

static bool ask_hidden(const char *prompt, char *out, size_t size)
{
    struct termios shown, hidden;
    bool ok;

    if (tcgetattr(STDIN_FILENO, &shown) != 0)
        return read_line(out, size);
    hidden = shown;
    hidden.c_lflag &= ~(tcflag_t)ECHO;
    fputs(prompt, stderr);
    (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
    ok = read_line(out, size);
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
    if (!ask_hidden(_("Once more: "), again, sizeof(again)) || strcmp(again, pin) != 0)
        return cli_refuse("%s", _("The two were not the same; nothing was changed."));
    return EXIT_DONE;
}

static int put(struct desk *d, const struct staff *s, const char *pin)
{
    struct db *db = desk_db(d);
    int rc = db_begin(db);

    if (rc == QT_OK)
        rc = staff_put(db, desk_who(d), s, pin);
    if (rc == QT_OK)
        rc = db_commit(db);
    else
        db_rollback(db);
    return rc == QT_OK ? EXIT_DONE : cli_fail();
}

/* The first one on the staff is entered by whoever made the database; later only by those in charge. */
static int may_change(struct desk *d)
{
    static char supervisor[] = "supervisor", manager[] = "manager";
    char *roles[] = {supervisor, manager};
    struct staff *v = NULL;
    size_t n = 0;

    if (staff_list(desk_db(d), &v, &n) != QT_OK)
        return cli_fail();
    staff_free(v, n);
    if (n == 0 || desk_may(d, roles, 2))
        return EXIT_DONE;
    return cli_refuse("%s", _("Only a supervisor or manager changes the staff: qiantai --as CODE user ..."));
}

static int add(struct desk *d, char **argv)
{
    static const char *const roles[] = {"clerk", "supervisor", "manager", "engineer", "security", "cashier"};
    struct staff s = {0}, old = {0};
    char pin[128];
    size_t i = 0;
    int rc;

    while (i < sizeof(roles) / sizeof(*roles) && strcmp(roles[i], argv[2]) != 0)
        i++;
    if (i == sizeof(roles) / sizeof(*roles))
        return cli_refuse(_("There is no role '%s'. Roles: clerk supervisor manager engineer security cashier."),
                          argv[2]);
    if (staff_get(desk_db(d), argv[0], &old) == QT_OK) {
        staff_clear(&old);
        return cli_refuse(_("'%s' is on the staff already; `user pin` gives a new PIN."), argv[0]);
    }
    rc = ask_pin(pin, sizeof(pin));
    if (rc != EXIT_DONE)
        return rc;
    s.code = text_clean(argv[0], strlen(argv[0]), false, NULL);
    s.name = text_clean(argv[1], strlen(argv[1]), false, NULL);
    s.role = mem_dup(argv[2]);
    rc = put(d, &s, pin);
    staff_clear(&s);
    return rc;
}

static int change(struct desk *d, const char *code, bool disable)
{
    struct staff s = {0};
    char pin[128];
    int rc = EXIT_DONE;

    if (staff_get(desk_db(d), code, &s) != QT_OK)
        return cli_fail();
    if (disable)
        s.disabled = true;
    else
        rc = ask_pin(pin, sizeof(pin));
    if (rc == EXIT_DONE)
        rc = put(d, &s, disable ? NULL : pin);
    staff_clear(&s);
    return rc;
}

static int list(struct desk *d)
{
    struct staff *v = NULL;
    size_t i, n = 0;

    if (staff_list(desk_db(d), &v, &n) != QT_OK)
        return cli_fail();
    for (i = 0; i < n; i++)
        printf("%s\t%s\t%s\t%s\n", v[i].code, v[i].name, v[i].role, v[i].disabled ? _("disabled") : "");
    staff_free(v, n);
    return cli_out_done();
}

static int run(const struct cli_globals *g, int argc, char **argv)
{
    bool adds = argc == 5 && strcmp(argv[1], "add") == 0;
    bool lists = argc == 2 && strcmp(argv[1], "list") == 0;
    bool disables = argc == 3 && strcmp(argv[1], "disable") == 0;
    bool pins = argc == 3 && strcmp(argv[1], "pin") == 0;
    struct desk *d;
    int rc;

    if (!adds && !lists && !disables && !pins)
        return cli_usage(&cmd_user);
    rc = cli_open(g, lists ? OPEN_READ : 0, &d);
    if (rc != EXIT_DONE)
        return rc;
    if (lists) {
        rc = list(d);
    } else {
        rc = may_change(d);
        if (rc == EXIT_DONE)
            rc = adds ? add(d, argv + 2) : change(d, argv[2], disables);
    }
    desk_close(d);
    return rc;
}
