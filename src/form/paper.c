/* A register's papers: from its form, and from the files of print/, which add to them key by key. */
#include "paper.h"

/* ---- keys ------------------------------------------------------------------------------------------------- */

static void read_size(struct loader *l, struct node n, void *to)
{
    struct sheet_size size;
    char *s = read_word(l, n);
    if (s && !sheet_size(s, &size))
        form_bad(l, &n.at, _("'%s' is no sheet: A4, A5, A6, roll80, roll58, or width x height in mm, 60x40"), s);
    *(char **)to = s;
}

static const struct key part_keys[] = {
    {"name", offsetof(struct paper_part, name), read_name, KEY_MUST},
    {"label", offsetof(struct paper_part, label), read_bilingual, KEY_MUST},
};

static void read_parts(struct loader *l, struct node n, void *to)
{
    struct paper_rule *p = to;
    size_t count = read_seq(l, n, _("parts"));
    void *it = NULL;
    if (count > PAPER_PARTS_MOST)
        form_bad(l, &n.at, _("a paper has at most %d parts"), PAPER_PARTS_MOST);
    p->part = form_alloc(l, count, sizeof *p->part);
    read_names(l, n, p->part, sizeof *p->part, offsetof(struct paper_part, name));
    for (struct node i; count && (i = seq_next(n, &it)).y;)
        (void)read_map(l, i, _("a part"), part_keys, ARRAY_LEN(part_keys), &p->part[p->nparts++], NULL);
}

static void read_few(struct loader *l, struct node n, void *to)
{
    *(int *)to = read_number(l, n, 1, PAPER_COPIES_MOST);
}

static void read_head(struct loader *l, struct node n, void *to)
{
    static const char *const names[] = {"full", "letter", "none"};
    int i = read_choice(l, n, _("head"), names, ARRAY_LEN(names));
    *(enum paper_head *)to = i < 0 ? HEAD_FULL : (enum paper_head)i;
}

/* Kept by one more, so that 0 is none: a paper of a file begins as zeros. */
static void read_paper_receipt(struct loader *l, struct node n, void *to)
{
    struct paper_rule *p = to;
    p->receipt = read_declared(l, n) + 1;
    p->receipt_at = n.at;
}

static void read_paper_reveal(struct loader *l, struct node n, void *to)
{
    struct paper_rule *p = to;
    read_bool(l, n, &p->reveal);
    p->reveal_at = n.at;
}

/* Kept by one more, too. */
static void read_paper_list(struct loader *l, struct node n, void *to)
{
    ((struct paper_rule *)to)->list = read_list(l, n) + 1;
}

#define PAPER(key, member, read)                                                                                       \
    {                                                                                                                  \
        key, offsetof(struct paper_rule, member), read, 0                                                              \
    }
static const struct key paper_keys[] = {
    PAPER("name", name, read_name),        PAPER("label", label, read_bilingual),
    PAPER("size", size, read_size),        PAPER("title", title, read_paper_words),
    PAPER("form_no", form_no, read_label), PAPER("head", head, read_head),
    {"parts", 0, read_parts, 0},           PAPER("on_sheet", on_sheet, read_few),
    PAPER("copies", copies, read_few),     {"body", 0, read_paper_body, 0},
    PAPER("foot", foot, read_paper_words), {"receipt", 0, read_paper_receipt, 0},
    {"list", 0, read_paper_list, 0},       PAPER("number", number, read_paper_words),
    {"reveal", 0, read_paper_reveal, 0},
};
enum { KEY_NAME, KEY_LABEL, KEY_PARTS = 6, KEY_BODY = 9, KEY_RECEIPT = 11, KEY_LIST, KEY_REVEAL = 14 };

/* ---- in the form ------------------------------------------------------------------------------------------ */

void read_papers(struct loader *l, struct node n, void *to)
{
    struct form *f = to;
    size_t count = read_seq(l, n, _("papers"));
    void *it = NULL;
    f->papers = form_alloc(l, count, sizeof *f->papers);
    read_names(l, n, f->papers, sizeof *f->papers, offsetof(struct paper_rule, name));
    for (struct node i; count && (i = seq_next(n, &it)).y;) {
        struct paper_rule *p = &f->papers[f->npapers++];
        struct node slots[ARRAY_LEN(paper_keys)];
        p->at = i.at;
        if (!read_map(l, i, _("a paper"), paper_keys, ARRAY_LEN(paper_keys), p, slots))
            continue;
        for (int k = KEY_NAME; k <= KEY_LABEL; k++)
            if (!slots[k].y)
                form_bad(l, &i.at, _("%s needs the key '%s'"), _("a paper"), paper_keys[k].name);
    }
}

/* ---- in a file of its own --------------------------------------------------------------------------------- */

struct paper_file {
    struct paper_rule rule;
    struct place at; /* of what it names */
    char *reg, *name;
};

static bool split_name(struct loader *l, struct node n, struct paper_file *file)
{
    char *s = read_word(l, n), *dot = s ? strchr(s, '.') : NULL;
    file->at = n.at;
    if (dot && form_is_name(dot + 1)) {
        *dot = '\0';
        file->reg = s;
        file->name = dot + 1;
        return true;
    }
    if (s)
        form_bad(l, &n.at, _("'%s' names no paper: write REGISTER.NAME, repair.slip for example"), s);
    return false;
}

/* It decides what all other keys mean. */
static bool find_register(struct loader *l, struct node root, struct paper_file *file)
{
    struct node key, value;
    const char *s;
    size_t len;
    for (void *it = NULL; node_is_map(root) && map_next(root, &it, &key, &value);) {
        if (!node_text(key, &s, &len) || len != 5 || memcmp(s, "paper", 5) != 0)
            continue;
        if (!split_name(l, value, file))
            return false;
        l->form = forms_find(&l->set->pub, file->reg);
        if (!l->form && !l->set->pub.alone && !form_was_broken(l, file->reg))
            form_bad_register(l, &value.at, file->reg);
        return l->form != NULL; /* nothing to be said of others' registers, or of one that is left out */
    }
    form_bad(l, &root.at, _("a file of print/ begins with 'paper: REGISTER.NAME'"));
    return false;
}

static void read_nothing(struct loader *l, struct node n, void *to)
{
    (void)l;
    (void)n;
    (void)to;
}

/* Members of a rule that each key fills: what a file says takes the place of what was said before. */
static void take_key(struct paper_rule *to, const struct paper_rule *from, size_t key)
{
    if (key == KEY_PARTS) {
        to->part = from->part;
        to->nparts = from->nparts;
    } else if (key == KEY_BODY) {
        to->body = from->body;
        to->nbody = from->nbody;
    } else if (key == KEY_RECEIPT) {
        to->receipt = from->receipt;
        to->receipt_at = from->receipt_at;
    } else if (key == KEY_LIST) {
        to->list = from->list;
    } else if (key == KEY_REVEAL) {
        to->reveal = from->reveal;
        to->reveal_at = from->reveal_at;
    } else {
        size_t at = paper_keys[key].offset;
        size_t size = key == KEY_LABEL                           ? sizeof to->label
                      : paper_keys[key].read == read_paper_words ? sizeof to->title
                      : paper_keys[key].read == read_few         ? sizeof to->copies
                      : at == offsetof(struct paper_rule, head)  ? sizeof to->head
                                                                 : sizeof to->name;
        memcpy((char *)to + at, (const char *)from + at, size);
    }
}

static struct paper_rule *paper_of(struct loader *l, struct form *f, const struct paper_file *file)
{
    int i = form_paper(f, file->name);
    if (i >= 0)
        return &f->papers[i];
    struct paper_rule *grown = form_alloc(l, f->npapers + 1, sizeof *grown);
    if (f->npapers)
        memcpy(grown, f->papers, f->npapers * sizeof *grown);
    f->papers = grown;
    struct paper_rule *p = &f->papers[f->npapers++];
    *p = (struct paper_rule){.name = file->name, .at = file->at};
    return p;
}

static void join_paper(struct loader *l, struct node root, const struct paper_file *file, const struct node *slots)
{
    if (form_paper(l->form, file->name) < 0 && !slots[KEY_LABEL].y) {
        form_bad(l, &root.at, _("'%s' has no paper '%s' yet: a new one needs a label"), file->reg, file->name);
        return;
    }
    struct paper_rule *p = paper_of(l, l->form, file);
    for (size_t i = KEY_LABEL; i < ARRAY_LEN(paper_keys); i++)
        if (slots[i].y)
            take_key(p, &file->rule, i);
}

char *read_paper_file(struct loader *l, struct node root)
{
    struct key keys[ARRAY_LEN(paper_keys)];
    struct node slots[ARRAY_LEN(paper_keys)];
    struct paper_file file = {.rule = {.at = root.at}};
    size_t before = l->out->errors;
    memcpy(keys, paper_keys, sizeof keys);
    keys[KEY_NAME] = (struct key){"paper", 0, read_nothing, 0};
    if (find_register(l, root, &file) && read_map(l, root, _("a paper"), keys, ARRAY_LEN(keys), &file.rule, slots) &&
        l->out->errors == before)
        join_paper(l, root, &file, slots);
    l->form = NULL;
    return file.reg;
}

/* ---- when all files are read ------------------------------------------------------------------------------ */

static void check_parts(struct loader *l, const struct paper_rule *p)
{
    for (size_t i = 0; i < p->nbody; i++) {
        const struct paper_block *b = &p->body[i];
        bool known = !b->only;
        struct names ns = {0};
        for (size_t k = 0; k < p->nparts; k++) {
            known |= b->only && p->part[k].name && strcmp(p->part[k].name, b->only) == 0;
            form_names_add(&ns, p->part[k].name);
        }
        if (known)
            free(ns.v);
        else
            form_bad_name(l, &b->at, _("part"), b->only, &ns);
    }
}

static void check_prints(struct loader *l, struct form *f)
{
    for (size_t i = 0; i < f->nactions; i++) {
        struct action *a = &f->actions[i];
        int paper = a->print ? form_paper(f, a->print) : -1;
        if (!a->print || (paper >= 0 && !f->papers[paper].list))
            continue;
        struct names ns = {0};
        for (size_t k = 0; k < f->npapers; k++)
            if (!f->papers[k].list)
                form_names_add(&ns, f->papers[k].name);
        if (f->npapers > 0 || f->vocabulary >= VOCABULARY)
            form_bad_name(l, &a->print_at, _("paper"), a->print, &ns);
        a->print = NULL; /* in an old form it named what there was not yet */
    }
}

/* On one of a list there is no record whose fields could be shown; only on such a one there are the list's rows. */
static void check_list(struct loader *l, const struct paper_rule *p)
{
    if (p->list && p->receipt)
        form_bad(l, &p->receipt_at, _("a paper of a list is no receipt"));
    if (!p->list && p->number.there)
        form_bad(l, &p->number.in[0].at,
                 _("'number' belongs to a paper with 'list'; one of a record bears its number"));
    for (size_t i = 0; i < p->nbody; i++) {
        const struct paper_block *b = &p->body[i];
        bool field = b->kind == PAPER_ROWS && b->field >= 0;
        for (size_t k = 0; k < b->npairs; k++)
            field |= b->pair[k].field >= 0;
        if (p->list && field)
            form_bad(l, &b->at, _("a paper of a list shows no fields of a record: {rows: list} has its rows"));
        if (!p->list && b->kind == PAPER_ROWS && b->field == ROWS_OF_LIST)
            form_bad(l, &b->at, _("{rows: list} stands on a paper with 'list'"));
    }
}

/* Its number must come from somewhere. */
static void check_receipt(struct loader *l, const struct form *f, struct paper_rule *p)
{
    bool given = p->receipt == 0;
    for (size_t i = 0; i < f->nactions; i++)
        given = given || (f->actions[i].books.series && f->actions[i].books.receipt == p->receipt - 1);
    if (!given)
        form_bad(l, &p->receipt_at, _("no action takes a receipt whose number goes into '%s'"),
                 f->fields[p->receipt - 1].name);
}

static void check_reveal(struct loader *l, const struct form *f, const struct paper_rule *p)
{
    bool secret = false;
    for (size_t i = 0; i < f->ndeclared; i++)
        secret |= f->fields[i].secret;
    if (p->reveal && (p->list || !secret || f->nreveal_roles == 0))
        form_bad(
            l, &p->reveal_at,
            _("'reveal' does nothing here: it belongs to a paper of a record with secret fields and reveal_roles"));
}

/* paper.REGISTER.NAME: on which sheet. */
static struct setting_rule size_setting(struct loader *l, const struct form *f, const struct paper_rule *p)
{
    struct setting_rule s = {0};
    char *name = mem_printf("paper.%s.%s", f->name, p->name);
    char *zh = mem_printf("%s：%s用的纸", label_of(&f->title, LANG_ZH, f->name), label_of(&p->label, LANG_ZH, p->name));
    char *en =
        mem_printf("%s: sheet of %s", label_of(&f->title, LANG_EN, f->name), label_of(&p->label, LANG_EN, p->name));
    char *range = mem_printf("A4|A5|A6|roll80|roll58%s%s", p->size && strchr(p->size, 'x') ? "|" : "",
                             p->size && strchr(p->size, 'x') ? p->size : "");
    s.name = form_copy(l, name);
    s.value = form_copy(l, p->size ? p->size : "");
    s.range = form_copy(l, range);
    s.label = form_labels(l, &(struct bilingual){{[LANG_ZH] = zh, [LANG_EN] = en}});
    free(name);
    free(zh);
    free(en);
    free(range);
    return s;
}

static void add_sizes(struct loader *l, struct form *f)
{
    struct setting_rule *grown = form_alloc(l, f->nsettings + f->npapers, sizeof *grown);
    if (f->npapers == 0)
        return;
    if (f->nsettings)
        memcpy(grown, f->settings, f->nsettings * sizeof *grown);
    for (size_t i = 0; i < f->npapers; i++)
        grown[f->nsettings++] = size_setting(l, f, &f->papers[i]);
    f->settings = grown;
}

void form_resolve_papers(struct loader *l)
{
    for (size_t i = 0; i < l->set->pub.n; i++) {
        struct form *f = l->set->pub.v[i];
        for (size_t k = 0; k < f->npapers; k++) {
            check_parts(l, &f->papers[k]);
            check_list(l, &f->papers[k]);
            check_receipt(l, f, &f->papers[k]);
            check_reveal(l, f, &f->papers[k]);
        }
        check_prints(l, f);
        add_sizes(l, f);
    }
}
