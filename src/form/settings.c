/* Settings of the house: those that forms declare, and those that the desk adds from its own list. */
#include "read.h"

struct setting_keys {
    struct setting_rule *rule;
    const char *reg;
};

/* Written `take_minutes` in the form of repairs, known as repair.take_minutes. */
static void read_setting_name(struct loader *l, struct node n, void *to)
{
    struct setting_keys *k = to;
    char *name = NULL;
    read_name(l, n, &name);
    if (!name || !k->reg)
        return;
    char *whole = mem_printf("%s.%s", k->reg, name);
    k->rule->name = arena_dup(&l->set->arena, whole);
    free(whole);
}

static void read_setting_default(struct loader *l, struct node n, void *to)
{
    read_text(l, n, &((struct setting_keys *)to)->rule->value);
}

static void read_setting_label(struct loader *l, struct node n, void *to)
{
    read_bilingual(l, n, &((struct setting_keys *)to)->rule->label);
}

static void read_setting_range(struct loader *l, struct node n, void *to)
{
    read_text(l, n, &((struct setting_keys *)to)->rule->range);
}

static const struct key setting_keys[] = {
    {"name", 0, read_setting_name, KEY_MUST},
    {"default", 0, read_setting_default, KEY_MUST},
    {"label", 0, read_setting_label, KEY_MUST},
    {"range", 0, read_setting_range, 0},
};

/* Each register that forgets has a setting for when (U4). */
static void add_retention(struct loader *l, struct form *f)
{
    struct setting_rule *rule = &f->settings[f->nsettings++];
    char *name = mem_printf("retention.%s", f->name), *days = mem_printf("%d", f->retention_days);
    char *zh = mem_printf("%s：个人信息保留天数", label_of(&f->title, LANG_ZH, f->name));
    char *en = mem_printf("%s: days until personal data is emptied", label_of(&f->title, LANG_EN, f->name));
    char *range = mem_printf("%d..36500", f->retention_least);
    *rule = (struct setting_rule){
        .name = arena_dup(&l->set->arena, name),
        .value = arena_dup(&l->set->arena, days),
        .range = arena_dup(&l->set->arena, range),
        .label = {{[LANG_ZH] = arena_dup(&l->set->arena, zh), [LANG_EN] = arena_dup(&l->set->arena, en)}}};
    free(name);
    free(days);
    free(range);
    free(zh);
    free(en);
}

void read_settings(struct loader *l, struct node n, void *to)
{
    struct form *f = to;
    size_t count = n.y ? read_seq(l, n, _("settings")) : 0;
    f->settings = form_alloc(l, count + 1, sizeof *f->settings);
    void *it = NULL;
    for (struct node i; count && (i = seq_next(n, &it)).y; f->nsettings++) {
        struct setting_keys k = {&f->settings[f->nsettings], f->name};
        if (!read_map(l, i, _("a setting"), setting_keys, ARRAY_LEN(setting_keys), &k, NULL) || !k.rule->name)
            continue;
        for (size_t s = 0; s < f->nsettings; s++)
            if (f->settings[s].name && strcmp(f->settings[s].name, k.rule->name) == 0)
                form_bad(l, &i.at, _("the setting '%s' stands here twice"), k.rule->name);
    }
    if (f->retention_days && f->name)
        add_retention(l, f);
}

void forms_add_setting(struct forms *set, const char *name, const char *value, const char *zh, const char *en,
                       const char *range)
{
    struct arena *arena = &((struct set *)(void *)set)->arena; /* pub is its first member */
    struct setting_rule *grown = arena_alloc(arena, (set->nsettings + 1) * sizeof *grown);
    if (set->nsettings)
        memcpy(grown, set->settings, set->nsettings * sizeof *grown);
    set->settings = grown;
    set->settings[set->nsettings++] =
        (struct setting_rule){.name = arena_dup(arena, name),
                              .value = arena_dup(arena, value),
                              .range = arena_dup(arena, range),
                              .label = {{[LANG_ZH] = arena_dup(arena, zh), [LANG_EN] = arena_dup(arena, en)}}};
}

const struct setting_rule *forms_setting(const struct forms *set, const char *name)
{
    for (size_t i = 0; i < set->nsettings; i++)
        if (strcmp(set->settings[i].name, name) == 0)
            return &set->settings[i];
    for (size_t i = 0; i < set->n; i++)
        for (size_t k = 0; k < set->v[i]->nsettings; k++)
            if (strcmp(set->v[i]->settings[k].name, name) == 0)
                return &set->v[i]->settings[k];
    return NULL;
}

static bool is_whole(const char *s)
{
    return *s && strspn(s, "0123456789") == strlen(s);
}

bool setting_is_number(const struct setting_rule *s)
{
    return is_whole(s->value);
}

static int number_accepts(const struct setting_rule *s, const char *value, const char *range)
{
    const char *dots = range ? strstr(range, "..") : NULL;
    int64_t n = strtoll(value, NULL, 10), preset = strtoll(s->value, NULL, 10);
    int64_t least = dots ? strtoll(range, NULL, 10) : 0;
    int64_t most = dots ? strtoll(dots + 2, NULL, 10) : preset > 100 ? preset * 100 : 10000;
    if (!is_whole(value) || strlen(value) > 9 || n < least || n > most)
        return fault(QT_REFUSED, _("%s cannot be %.*s: it is a whole number from %d to %d, %s for example."), s->name,
                     (int)text_fit(value, 40, NULL), value, (int)least, (int)most, *s->value ? s->value : "32");
    return QT_OK;
}

static int text_accepts(const struct setting_rule *s, const char *value, const char *range)
{
    int most = range && strncmp(range, "..", 2) == 0 ? (int)strtol(range + 2, NULL, 10) : 1000;
    if (text_len(value) > (size_t)most)
        return fault(QT_REFUSED, _("%s is too long: %zu characters, at most %d."), s->name, text_len(value), most);
    return QT_OK;
}

static int choice_accepts(const struct setting_rule *s, const char *value, const char *range)
{
    for (const char *word = range; word; word = strchr(word, '|') ? strchr(word, '|') + 1 : NULL) {
        size_t n = strcspn(word, "|");
        if (strlen(value) == n && memcmp(value, word, n) == 0)
            return QT_OK;
    }
    return fault(QT_REFUSED, _("%s cannot be %.*s: it is one of %s."), s->name, (int)text_fit(value, 40, NULL), value,
                 range);
}

int setting_accepts(const struct setting_rule *s, const char *value)
{
    int minute;
    const char *range = s->range && *s->range ? s->range : NULL;
    if (range && strchr(range, '|'))
        return choice_accepts(s, value, range);
    if (setting_is_number(s) || (range && *range != '.'))
        return number_accepts(s, value, range);
    if (strlen(s->value) == 5 && s->value[2] == ':' && timeofday_parse(value, &minute) < 0)
        return fault(QT_REFUSED, _("%s is a time of day, %s for example."), s->name, s->value);
    return text_accepts(s, value, range);
}
