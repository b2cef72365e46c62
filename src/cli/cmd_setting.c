#include "cmd.h"

static int run(const struct cli_globals *g, int argc, char **argv);

const struct cli_command cmd_setting = {
    .name = "setting",
    .usage = "get NAME | set NAME VALUE | list",
    .summary = N_("Settings of the building: building, language, zone, closing_time, retention.REGISTER, backup ..."),
    .run = run,
};

static int print_one(const char *name, const char *value, void *arg)
{
    (void)arg;
    printf("%s=%s\n", name, value);
    return 0;
}

static int get(struct desk *d, const char *name)
{
    char *value = NULL;

    if (setting_get(desk_db(d), name, &value) != QT_OK)
        return cli_refuse(_("The setting '%s' has not been made."), name);
    puts(value);
    free(value);
    return cli_out_done();
}

static bool good_name(const char *s)
{
    return *s && strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789._-") == strlen(s);
}

static int set(struct desk *d, const char *name, const char *value)
{
    static char supervisor[] = "supervisor", manager[] = "manager";
    char *roles[] = {supervisor, manager};
    struct db *db = desk_db(d);
    char *clean;
    int rc;

    if (!desk_may(d, roles, 2))
        return cli_refuse("%s", _("Only a supervisor or manager changes settings: qiantai --as CODE setting set ..."));
    if (!good_name(name))
        return cli_refuse(_("'%s' cannot be the name of a setting: small letters, digits, dot, dash, underscore."),
                          name);
    clean = text_clean(value, strlen(value), false, NULL);
    rc = db_begin(db);
    if (rc == QT_OK)
        rc = setting_set(db, desk_who(d), name, clean);
    if (rc == QT_OK)
        rc = db_commit(db);
    else
        db_rollback(db);
    free(clean);
    return rc == QT_OK ? EXIT_DONE : cli_fail();
}

static int run(const struct cli_globals *g, int argc, char **argv)
{
    bool gets_one = argc == 3 && strcmp(argv[1], "get") == 0;
    bool sets = argc == 4 && strcmp(argv[1], "set") == 0;
    bool lists = argc == 2 && strcmp(argv[1], "list") == 0;
    struct desk *d;
    int rc;

    if (!gets_one && !sets && !lists)
        return cli_usage(&cmd_setting);
    rc = cli_open(g, sets ? OPEN_SIGNED : OPEN_READ, &d);
    if (rc != EXIT_DONE)
        return rc;
    if (sets)
        rc = set(d, argv[2], argv[3]);
    else if (gets_one)
        rc = get(d, argv[2]);
    else
        rc = setting_each(desk_db(d), print_one, NULL) == QT_OK ? cli_out_done() : cli_fail();
    desk_close(d);
    return rc;
}
