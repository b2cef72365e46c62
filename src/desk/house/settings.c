/* Settings: the database's value, else the default. Those of no register are listed in data/settings.tsv, the others in
 * their forms. */
#include <stdlib.h>
#include <string.h>

#include "desk_internal.h"

int desk_house_settings(struct forms *set)
{
    char *path, *text = NULL, *cell[5];
    size_t len = 0;
    int rc = supply_need(SUPPLY_DATA, "settings.tsv", &path);
    if (rc == QT_OK)
        rc = desk_file_read(path, &text, &len);
    free(path);
    if (rc < 0)
        return rc;
    for (char *rest = text; table_row(&rest, cell, ARRAY_LEN(cell));)
        forms_add_setting(set, cell[0], cell[1], cell[2], cell[3], cell[4]); /* name, value, zh, en, range */
    free(text);
    return QT_OK;
}

char *desk_setting_stored(struct desk *d, const char *name)
{
    char *value = NULL;
    return setting_get(d->db, name, &value) == QT_OK ? value : NULL;
}

/* What was stored out of bounds, by an earlier program or past this one, counts as not stored; calendar.c tells it. */
char *desk_setting(struct desk *d, const char *name)
{
    char *value = desk_setting_stored(d, name);
    const struct setting_rule *rule = forms_setting(d->forms, name);
    if (value && (!rule || setting_accepts(rule, value) == QT_OK))
        return value;
    if (value)
        fault_clear();
    free(value);
    return rule && rule->value[0] ? mem_dup(rule->value) : NULL;
}

int64_t desk_setting_int(struct desk *d, const char *name, int64_t otherwise)
{
    char *value = desk_setting(d, name);
    char *end = value;
    long long n = value ? strtoll(value, &end, 10) : 0;
    bool good = value && end != value && *end == '\0';
    free(value);
    return good ? n : otherwise;
}

int64_t desk_setting_within(struct desk *d, const char *name, int64_t otherwise, int64_t least, int64_t most)
{
    int64_t n = desk_setting_int(d, name, otherwise);
    return n < least ? least : n > most ? most : n;
}

/* closure.NAME: the house closed for once, under a name of its own (calendar.c). */
static bool is_closure(const char *name)
{
    const char *own = name + strlen("closure.");
    return strncmp(name, "closure.", strlen("closure.")) == 0 && *own &&
           strspn(own, "abcdefghijklmnopqrstuvwxyz0123456789_-") == strlen(own);
}

/* lock_minutes.TERMINAL: of that one alone. */
#define OF_TERMINAL "lock_minutes."

/* As it stands behind the dot: "ssh 10.0.0.5" is ssh-10.0.0.5, "pts/3" pts-3. */
static bool is_of_terminal(const char *name)
{
    const char *own = name + strlen(OF_TERMINAL);
    return strncmp(name, OF_TERMINAL, strlen(OF_TERMINAL)) == 0 && *own &&
           strspn(own, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:-") == strlen(own);
}

int64_t setting_lock_minutes(struct desk *d, int64_t otherwise)
{
    char *name = mem_printf(OF_TERMINAL "%s", d->terminal);
    for (char *p = name; *p; p++)
        *p = *p == ' ' || *p == '/' ? '-' : *p;
    char *own = desk_setting_stored(d, name);
    bool good = own && setting_accepts(forms_setting(d->forms, "lock_minutes"), own) == QT_OK;
    int64_t n = good ? strtoll(own, NULL, 10) : otherwise;
    if (own && !good)
        fault_clear();
    free(own);
    free(name);
    return n;
}

/* Personal data is kept for fewer days than now: the next night erases what is older. 0 days: for good. */
static bool erases(struct desk *d, const struct setting_rule *rule, const char *value)
{
    if (!rule || strncmp(rule->name, "retention.", strlen("retention.")) != 0)
        return false;
    int64_t now = desk_setting_int(d, rule->name, 0), then = strtoll(value[0] ? value : rule->value, NULL, 10);
    return then > 0 && (now == 0 || then < now);
}

static int set(struct desk *d, const char *name, const char *value, bool sure)
{
    const struct setting_rule *rule = forms_setting(d->forms, is_of_terminal(name) ? "lock_minutes" : name);
    int rc = desk_attempt(d, NULL, NULL, -1, -1, RIGHT_SETTINGS);
    if (rc < 0)
        return rc;
    if (!rule && !is_closure(name))
        return fault(QT_REFUSED, _("There is no setting %s."), name);
    rc = rule && value[0] ? setting_accepts(rule, value) : QT_OK;
    if (rc == QT_OK && value[0])
        rc = calendar_accepts(name, value);
    if (rc == QT_OK && !sure && erases(d, rule, value))
        rc = fault(QT_REFUSED,
                   _("The next night would erase what is older than %s days, for good. If that is meant: qiantai --as "
                     "STAFF setting set %s %s --yes"),
                   value[0] ? value : rule->value, name, value[0] ? value : "''");
    if (rc == QT_OK)
        rc = chosen_accepts(d, name, value);
    if (rc == QT_OK)
        rc = desk_begin_unattended(d); /* whoever makes the database names the building */
    if (rc == QT_OK)
        rc = desk_end(d, setting_set(d->db, &d->who, name, value[0] ? value : NULL));
    if (rc == QT_OK)
        chosen_look(d);
    return rc;
}

int desk_set(struct desk *d, const char *name, const char *value)
{
    return set(d, name, value, false);
}

int desk_set_sure(struct desk *d, const char *name, const char *value)
{
    return set(d, name, value, true);
}

static int each_setting(struct desk *d, const struct setting_rule *v, size_t n,
                        int (*fn)(const char *name, const char *value, const char *text, void *arg), void *arg)
{
    int rc = QT_OK;
    for (size_t i = 0; i < n && rc == QT_OK; i++) {
        char *value = desk_setting(d, v[i].name);
        rc = fn(v[i].name, value ? value : "", label_of(&v[i].label, d->lang, v[i].name), arg);
        free(value);
    }
    return rc;
}

struct own_names {
    struct desk *d;
    int (*fn)(const char *name, const char *value, void *arg);
    void *arg;
};

static int each_own(const char *name, const char *value, void *arg)
{
    const struct own_names *o = arg;
    return forms_setting(o->d->forms, name) ? 0 : o->fn(name, value, o->arg);
}

int desk_settings_own(struct desk *d, int (*fn)(const char *name, const char *value, void *arg), void *arg)
{
    struct own_names o = {d, fn, arg};
    return setting_each(d->db, each_own, &o);
}

int desk_settings_each(struct desk *d, int (*fn)(const char *name, const char *value, const char *text, void *arg),
                       void *arg)
{
    int rc = each_setting(d, d->forms->settings, d->forms->nsettings, fn, arg);
    for (size_t i = 0; i < d->forms->n && rc == QT_OK; i++)
        rc = each_setting(d, d->forms->v[i]->settings, d->forms->v[i]->nsettings, fn, arg);
    return rc;
}
