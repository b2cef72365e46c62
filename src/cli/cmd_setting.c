/* qiantai setting: lists, shows and changes the settings of the house. */
#include "cmd.h"

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

static int list_settings(struct cli_call *c)
{
    int rc = desk_settings_each(c->d, print_known, NULL);
    if (rc == QT_OK)
        rc = desk_settings_own(c->d, print_own, NULL);
    return cli_done(rc);
}

static int show_setting(struct cli_call *c)
{
    const struct setting_rule *rule = forms_setting(desk_forms(c->d), c->argv[0]);
    char *value = desk_setting_stored(c->d, c->argv[0]);
    if (!value && !rule)
        return cli_refuse(_("There is no setting %s."), c->argv[0]);
    puts(value ? value : rule->value);
    free(value);
    return cli_out_done();
}

static int change_setting(struct cli_call *c)
{
    char *clean = text_clean(c->argv[1], strlen(c->argv[1]), false, NULL);
    int rc = (c->given[OPT_YES] ? desk_set_sure : desk_set)(c->d, c->argv[0], clean);
    free(clean);
    return cli_done(rc);
}

static const struct cli_command verbs[] = {
    {.name = "get", .run = show_setting, .open = OPEN_LOOK, .least = 1, .most = 1},
    {.name = "set", .run = change_setting, .open = OPEN_SIGNED, .least = 2, .most = 2},
    {.name = "list", .run = list_settings, .open = OPEN_LOOK},
    {0},
};
const struct cli_command cmd_setting = {
    .name = "setting",
    .usage = "get NAME | set NAME VALUE [--yes] | list",
    .summary = N_("Settings of the building: building, language, zone, closing_time, retention.REGISTER, backup ..."),
    .verbs = verbs,
    .options = OPT(YES),
};
