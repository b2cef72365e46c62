/* accounts.yaml: which accounts there are, what may stand on them, series of receipts. A later file adds to it; an
 * account with the same name takes the place of the earlier one. */
#include "read.h"

const char *const account_type_names[ACCOUNT_TYPES] = {"asset", "liability", "equity", "income", "expense"};

static bool is_account_name(const char *s)
{
    bool good = *s != '\0';
    while (good && *s) {
        size_t n = strcspn(s, ".");
        char *part = mem_dupn(s, n);
        good = form_is_name(part) && (s[n] != '.' || s[n + 1]);
        free(part);
        s += n + (s[n] == '.');
    }
    return good;
}

const struct account *chart_account(const struct chart *c, const char *name)
{
    for (size_t i = 0; name && i < c->naccounts; i++)
        if (strcmp(c->accounts[i].name, name) == 0)
            return &c->accounts[i];
    return NULL;
}

const struct series *chart_series(const struct chart *c, const char *name)
{
    for (size_t i = 0; name && i < c->nseries; i++)
        if (strcmp(c->series[i].name, name) == 0)
            return &c->series[i];
    return NULL;
}

bool account_is_debit(const struct account *a)
{
    return a->type == ACCOUNT_ASSET || a->type == ACCOUNT_EXPENSE;
}

bool agreement_has(const struct agreement *g, const struct account *a)
{
    for (size_t i = 0; i < g->naccounts; i++)
        if (strcmp(g->accounts[i], a->name) == 0 || (a->group && strcmp(g->accounts[i], a->group) == 0))
            return true;
    return false;
}

/* ---- an account ---- */

struct kind {
    char *name;
    struct bilingual label;
    char **secures;
    size_t nsecures;
    struct place secures_at;
};
struct account_keys {
    struct account a;
    struct kind *kinds;
    size_t nkinds;
};

static void read_account_name(struct loader *l, struct node n, void *to)
{
    char *s = read_word(l, n);
    if (s && !is_account_name(s))
        form_bad(l, &n.at, _("'%s' is no name of an account: names with points between them, as desk.petty"), s);
    *(char **)to = s;
}

static void read_type(struct loader *l, struct node n, void *to)
{
    int type = read_choice(l, n, _("type of account"), account_type_names, ACCOUNT_TYPES);
    *(enum account_type *)to = type < 0 ? ACCOUNT_ASSET : (enum account_type)type;
}

/* floor: whole, or what each has by itself. */
static void read_floor(struct loader *l, struct node n, void *to)
{
    static const char *const names[] = {"unit", "party", "object", "whole"};
    struct account *a = to;
    a->floor = true;
    void *it = NULL;
    for (struct node i; (i = seq_next(n, &it)).y;) {
        int which = read_choice(l, i, _("floor"), names, ARRAY_LEN(names));
        if (which >= 0 && which < 3)
            a->per |= 1u << which;
    }
}

static char **read_words(struct loader *l, struct node n, size_t *count)
{
    char **v = form_alloc(l, seq_count(n) + 1, sizeof *v);
    void *it = NULL;
    *count = 0;
    for (struct node i; (i = seq_next(n, &it)).y;) {
        char *s = read_word(l, i);
        if (s)
            v[(*count)++] = s;
    }
    return v;
}

static void read_secures(struct loader *l, struct node n, void *to)
{
    struct kind *k = to;
    k->secures = read_words(l, n, &k->nsecures);
    k->secures_at = n.at;
}

static const struct key kind_keys[] = {
    {"name", offsetof(struct kind, name), read_name, KEY_MUST},
    {"zh", offsetof(struct kind, label.text) + LANG_ZH * sizeof(char *), read_label, KEY_MUST},
    {"en", offsetof(struct kind, label.text) + LANG_EN * sizeof(char *), read_label, KEY_MUST},
    {"secures", 0, read_secures, 0},
};

static void read_kinds(struct loader *l, struct node n, void *to)
{
    struct account_keys *k = to;
    size_t count = read_seq(l, n, _("kinds"));
    k->kinds = form_alloc(l, count + 1, sizeof *k->kinds);
    read_names(l, n, k->kinds, sizeof *k->kinds, offsetof(struct kind, name));
    void *it = NULL;
    for (struct node i; count && (i = seq_next(n, &it)).y;)
        if (read_map(l, i, _("a kind"), kind_keys, ARRAY_LEN(kind_keys), &k->kinds[k->nkinds], NULL) &&
            k->kinds[k->nkinds].name)
            k->nkinds++;
}

#define ACCOUNT(key, member, read, flags)                                                                              \
    {                                                                                                                  \
        key, offsetof(struct account_keys, a.member), read, flags                                                      \
    }
static const struct key account_keys[] = {
    ACCOUNT("name", name, read_account_name, KEY_MUST),
    ACCOUNT("label", label, read_bilingual, KEY_MUST),
    ACCOUNT("type", type, read_type, KEY_MUST),
    ACCOUNT("items", items, read_bool, 0),
    {"floor", offsetof(struct account_keys, a), read_floor, 0},
    {"kinds", 0, read_kinds, 0},
};

static char *kept(struct loader *l, char *s)
{
    char *copy = form_copy(l, s);
    free(s);
    return copy;
}

/* Room for one more behind those that are there. */
static void *grown(struct loader *l, void *v, size_t n, size_t size)
{
    char *more = form_alloc(l, n + 1, size);
    if (n)
        memcpy(more, v, n * size);
    return more;
}

static void put_account(struct loader *l, const struct account *a)
{
    struct chart *c = &l->set->pub.chart;
    for (size_t i = 0; i < c->naccounts; i++)
        if (strcmp(c->accounts[i].name, a->name) == 0) {
            c->accounts[i] = *a;
            return;
        }
    c->accounts = grown(l, c->accounts, c->naccounts, sizeof *c->accounts);
    c->accounts[c->naccounts++] = *a;
}

static void put_kind(struct loader *l, const struct account *of, const struct kind *k)
{
    struct account a = *of;
    a.group = of->name;
    a.kind = k->name;
    a.name = kept(l, mem_printf("%s.%s", of->name, k->name));
    for (int i = 0; i < QT_LANGS; i++)
        a.label.text[i] = kept(l, mem_printf("%s/%s", label_of(&of->label, (enum lang)i, of->name),
                                             label_of(&k->label, (enum lang)i, k->name)));
    a.secures = k->secures;
    a.nsecures = k->nsecures;
    put_account(l, &a);
}

/* A deposit stands for kinds of charges: kinds of what other accounts have. */
static void check_secures(struct loader *l, const struct account *of, const struct kind *k)
{
    const struct chart *c = &l->set->pub.chart;
    for (size_t i = 0; i < k->nsecures; i++) {
        struct names ns = {0};
        bool known = false;
        for (size_t a = 0; a < c->naccounts; a++) {
            if (!c->accounts[a].kind || strcmp(c->accounts[a].group, of->name) == 0)
                continue;
            known = known || strcmp(c->accounts[a].kind, k->secures[i]) == 0;
            form_names_add(&ns, c->accounts[a].kind);
        }
        if (known)
            free(ns.v);
        else
            form_bad_name(l, &k->secures_at, _("kind of charge"), k->secures[i], &ns);
    }
}

static void take_account(struct loader *l, const struct account_keys *k, const struct place *at)
{
    if (k->a.items && k->a.type != ACCOUNT_ASSET)
        form_bad(l, at, _("'items' goes with the type asset: what is owed to the house"));
    for (size_t i = 0; i < k->nkinds; i++)
        put_kind(l, &k->a, &k->kinds[i]);
    if (k->nkinds == 0)
        put_account(l, &k->a);
}

static void read_accounts(struct loader *l, struct node n, void *to)
{
    (void)to;
    size_t count = read_seq(l, n, _("accounts")), read = 0;
    struct account_keys *v = form_alloc(l, count + 1, sizeof *v);
    void *it = NULL;
    read_names(l, n, v, sizeof *v, offsetof(struct account_keys, a.name)); /* twice in one file is a mistake */
    memset(v, 0, (count + 1) * sizeof *v);
    for (struct node i; count && (i = seq_next(n, &it)).y; read++)
        if (read_map(l, i, _("an account"), account_keys, ARRAY_LEN(account_keys), &v[read], NULL) && v[read].a.name)
            take_account(l, &v[read], &i.at);
    for (size_t i = 0; i < read; i++)
        for (size_t k = 0; v[i].a.name && k < v[i].nkinds; k++)
            check_secures(l, &v[i].a, &v[i].kinds[k]);
}

/* ---- what must agree ---- */

static void read_agreed(struct loader *l, struct node n, void *to)
{
    struct agreement *g = to;
    const struct chart *c = &l->set->pub.chart;
    g->accounts = read_words(l, n, &g->naccounts);
    for (size_t i = 0; i < g->naccounts; i++) {
        struct names ns = {0};
        bool known = false;
        for (size_t k = 0; k < c->naccounts; k++) {
            const struct account *a = &c->accounts[k];
            known |= strcmp(a->name, g->accounts[i]) == 0 || (a->group && strcmp(a->group, g->accounts[i]) == 0);
            form_names_add(&ns, a->name);
        }
        if (!known)
            form_bad_name(l, &n.at, _("account"), g->accounts[i], &ns);
        else
            free(ns.v);
    }
}

static const struct key agreement_keys[] = {
    {"name", offsetof(struct agreement, name), read_name, KEY_MUST},
    {"label", offsetof(struct agreement, label), read_bilingual, KEY_MUST},
    {"accounts", 0, read_agreed, KEY_MUST},
};

static void read_agree(struct loader *l, struct node n, void *to)
{
    struct chart *c = &l->set->pub.chart;
    size_t count = read_seq(l, n, _("agreements"));
    struct agreement *names = form_alloc(l, count + 1, sizeof *names);
    void *it = NULL;
    (void)to;
    read_names(l, n, names, sizeof *names, offsetof(struct agreement, name));
    for (struct node i; count && (i = seq_next(n, &it)).y;) {
        struct agreement g = {0};
        if (!read_map(l, i, _("an agreement"), agreement_keys, ARRAY_LEN(agreement_keys), &g, NULL) || !g.name)
            continue;
        size_t at = 0;
        while (at < c->nagreements && strcmp(c->agreements[at].name, g.name) != 0)
            at++;
        if (at == c->nagreements)
            c->agreements = grown(l, c->agreements, c->nagreements++, sizeof *c->agreements);
        c->agreements[at] = g;
    }
}

/* ---- receipts ---- */

/* SJ{seq:6} */
static void read_series_number(struct loader *l, struct node n, void *to)
{
    struct series *s = to;
    char *text = read_word(l, n), *seq = text ? strstr(text, "{seq:") : NULL;
    if (!text)
        return;
    if (!seq || seq[5] < '1' || seq[5] > '9' || strcmp(seq + 6, "}") != 0) {
        form_bad(l, &n.at, _("a number of receipts ends in {seq:1} to {seq:9}"));
        return;
    }
    s->digits = seq[5] - '0';
    *seq = '\0';
    s->before = text;
}

static const struct key series_keys[] = {
    {"name", offsetof(struct series, name), read_name, KEY_MUST},
    {"label", offsetof(struct series, label), read_bilingual, KEY_MUST},
    {"number", 0, read_series_number, KEY_MUST},
};

static void read_series(struct loader *l, struct node n, void *to)
{
    struct chart *c = &l->set->pub.chart;
    size_t count = read_seq(l, n, _("series"));
    struct series *names = form_alloc(l, count + 1, sizeof *names);
    void *it = NULL;
    (void)to;
    read_names(l, n, names, sizeof *names, offsetof(struct series, name));
    for (struct node i; count && (i = seq_next(n, &it)).y;) {
        struct series s = {0};
        if (!read_map(l, i, _("a series"), series_keys, ARRAY_LEN(series_keys), &s, NULL) || !s.name)
            continue;
        size_t at = 0;
        while (at < c->nseries && strcmp(c->series[at].name, s.name) != 0)
            at++;
        if (at == c->nseries)
            c->series = grown(l, c->series, c->nseries++, sizeof *c->series);
        c->series[at] = s;
    }
}

static void read_chart_roles(struct loader *l, struct node n, void *to)
{
    struct chart *c = to;
    c->view_roles = read_roles(l, n, &c->nview_roles);
}

static void *copy_of(struct loader *l, const void *v, size_t n, size_t size)
{
    void *copy = n ? form_alloc(l, n, size) : NULL;
    if (n)
        memcpy(copy, v, n * size);
    return copy;
}

/* What a file says takes the place of what stands in the arrays. */
static struct chart copied(struct loader *l, const struct chart *c)
{
    struct chart copy = *c;
    copy.accounts = copy_of(l, c->accounts, c->naccounts, sizeof *c->accounts);
    copy.agreements = copy_of(l, c->agreements, c->nagreements, sizeof *c->agreements);
    copy.series = copy_of(l, c->series, c->nseries, sizeof *c->series);
    return copy;
}

void read_accounts_file(struct loader *l, struct node root)
{
    static const struct key keys[] = {
        {"accounts", 0, read_accounts, 0},
        {"agree", 0, read_agree, 0},
        {"series", 0, read_series, 0},
        {"view_roles", 0, read_chart_roles, 0},
    };
    struct chart former = copied(l, &l->set->pub.chart);
    size_t errors = l->out->errors;
    (void)read_map(l, root, _("the accounts"), keys, ARRAY_LEN(keys), &l->set->pub.chart, NULL);
    if (l->out->errors > errors) /* a broken file changes nothing */
        l->set->pub.chart = former;
}
