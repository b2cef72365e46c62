/* qiantai user: the staff and their PINs. */
#include "cmd.h"

#include <unistd.h>

static int ask_pin(char *pin, size_t size)
{
    char again[128];
    if (!cli_ask_hidden(_("PIN: "), pin, size))
        return cli_refuse("%s", _("No PIN was given; nothing was changed."));
    if (!isatty(STDIN_FILENO))
        return EXIT_DONE;
    if (!cli_ask_hidden(_("Once more: "), again, sizeof again) || strcmp(again, pin) != 0)
        return cli_refuse("%s", _("The two were not the same; nothing was changed."));
    return EXIT_DONE;
}

static int user_add(struct cli_call *c)
{
    char pin[128];
    if (desk_user_check(c->d, c->argv[0], c->argv[2]) != QT_OK)
        return cli_fail();
    int rc = ask_pin(pin, sizeof pin);
    return rc != EXIT_DONE ? rc : cli_done(desk_user_put(c->d, c->argv[0], c->argv[1], c->argv[2], pin));
}

static int user_pin(struct cli_call *c)
{
    char pin[128];
    int rc = cli_permit(c->d, NULL, RIGHT_STAFF);
    if (rc == EXIT_DONE)
        rc = ask_pin(pin, sizeof pin);
    return rc != EXIT_DONE ? rc : cli_done(desk_user_pin(c->d, c->argv[0], pin));
}

static int user_disable(struct cli_call *c)
{
    return cli_done(desk_user_disable(c->d, c->argv[0]));
}

static int user_enable(struct cli_call *c)
{
    return cli_done(desk_user_enable(c->d, c->argv[0]));
}

static int user_role(struct cli_call *c)
{
    return cli_done(desk_user_role(c->d, c->argv[0], c->argv[1]));
}

static int user_list(struct cli_call *c)
{
    struct staff *v = NULL;
    size_t n = 0;
    int rc = desk_user_list(c->d, &v, &n);
    if (rc == QT_OK && desk_reading_due(c->d) && cli_reading(c, NULL, -1, false) != EXIT_DONE) {
        desk_user_free(v, n);
        return EXIT_REFUSED;
    }
    for (size_t i = 0; i < n; i++)
        printf("%s\t%s\t%s\t%s\n", v[i].code, v[i].name, v[i].role, v[i].disabled ? _("disabled") : "");
    desk_user_free(v, n);
    return cli_done(rc);
}

static const struct cli_command verbs[] = {
    {.name = "add", .run = user_add, .open = OPEN_WRITE, .least = 3, .most = 3},
    {.name = "list", .run = user_list, .open = OPEN_LOOK},
    {.name = "disable", .run = user_disable, .open = OPEN_WRITE, .least = 1, .most = 1},
    {.name = "enable", .run = user_enable, .open = OPEN_WRITE, .least = 1, .most = 1},
    {.name = "role", .run = user_role, .open = OPEN_WRITE, .least = 2, .most = 2},
    {.name = "pin", .run = user_pin, .open = OPEN_WRITE, .least = 1, .most = 1},
    {0},
};
const struct cli_command cmd_user = {
    .name = "user",
    .usage = "add CODE NAME ROLE | list | disable CODE | enable CODE | role CODE ROLE | pin CODE",
    .summary = N_("Staff. The PIN is asked for, or read from standard input; the roles stand in forms/roles.yaml."),
    .verbs = verbs,
};
