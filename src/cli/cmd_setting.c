/* qiantai setting: lists, shows and changes the settings of the house. */
#include "cmd.h"

static int cmd_setting_run(const struct cli_globals *g, int argc, char **argv);

const struct cli_command cmd_setting = {
    .name = "setting",
    .usage = "get NAME | set NAME VALUE | list",
    .summary = N_("Settings of the building: building, language, zone, closing_time, retention.REGISTER, backup ..."),
    .run = cmd_setting_run,
};

static int print_known(const char *name, const char *value, const char *text, void *arg)
{
    (void)arg;
    printf("%s=%s\t%s\n", name, value, text);
    return 0;
}

static int print_own(const char *name, const char *value, void *arg)
{
    (void)arg;
    printf("%s=%s\n", name, value);
    return 0;
}

static int list_settings(struct desk *d)
{
    int rc = desk_settings_each(d, print_known, NULL);
    if (rc == QT_OK)
        rc = desk_settings_own(d, print_own, NULL);
    return rc == QT_OK ? cli_out_done() : cli_fail();
}

static int show_setting(struct desk *d, const char *name)
{
    const struct setting_rule *rule = forms_setting(desk_forms(d), name);
    char *value = desk_setting_stored(d, name);
    if (!value && !rule)
        return cli_refuse(_("There is no setting %s."), name);
    puts(value ? value : rule->value);
    free(value);
    return cli_out_done();
}

static int change_setting(struct desk *d, const char *name, const char *value)
{
    char *clean = text_clean(value, strlen(value), false, NULL);
    int rc = desk_set(d, name, clean);
    free(clean);
    return rc == QT_OK ? EXIT_DONE : cli_fail();
}

static int cmd_setting_run(const struct cli_globals *g, int argc, char **argv)
{
    bool gets_one = argc == 3 && strcmp(argv[1], "get") == 0;
    bool sets = argc == 4 && strcmp(argv[1], "set") == 0;
    bool lists = argc == 2 && strcmp(argv[1], "list") == 0;
    struct desk *d;
    if (!gets_one && !sets && !lists)
        return cli_usage(&cmd_setting);
    int rc = cli_open(g, sets ? OPEN_SIGNED : OPEN_READ, &d);
    if (rc != EXIT_DONE)
        return rc;
    if (sets)
        rc = change_setting(d, argv[2], argv[3]);
    else if (gets_one)
        rc = show_setting(d, argv[2]);
    else
        rc = list_settings(d);
    desk_close(d);
    return rc;
}
