/* Texts with slots: "{unit} {owner?}" in pieces, each slot an expression with its own place in the file. */
#include "paper.h"

struct cutting {
    struct loader *l;
    struct paper_text *out;
    struct place at; /* of `from` */
    int left;        /* the column in which further lines begin */
    const char *from;
};

/* The place of s in the file, as far as the lines of the text are those of the file. */
static struct place place_of(struct cutting *c, const char *s)
{
    for (; c->from < s; c->from++) {
        if (*c->from == '\n') {
            c->at.line++;
            c->at.col = c->left;
        } else if (((unsigned char)*c->from & 0xc0) != 0x80) {
            c->at.col++;
        }
    }
    return c->at;
}

static struct paper_piece *add_piece(struct cutting *c)
{
    struct paper_piece *p = &c->out->v[c->out->n++];
    p->field = -1;
    return p;
}

/* Doubled braces are braces. */
static void add_literal(struct cutting *c, const char *s, size_t n)
{
    struct buf text = {0};
    for (size_t i = 0; i < n; i++) {
        buf_addc(&text, s[i]);
        i += i + 1 < n && (s[i] == '{' || s[i] == '}') && s[i + 1] == s[i];
    }
    if (n > 0)
        add_piece(c)->text = form_copy(c->l, text.s);
    buf_free(&text);
}

/* The brace that ends a slot; one inside an SQL text does not. NULL: none. */
static const char *slot_end(const char *s)
{
    bool quoted = false;
    for (; *s && (quoted || *s != '}'); s++)
        quoted ^= *s == '\'';
    return *s ? s : NULL;
}

static const char *skip_blanks(const char *s, const char **end)
{
    while (s < *end && (*s == ' ' || *s == '\n'))
        s++;
    while (*end > s && ((*end)[-1] == ' ' || (*end)[-1] == '\n'))
        --*end;
    return s;
}

static void find_alone(struct cutting *c, struct paper_piece *p)
{
    const struct form *f = c->l->form;
    p->field = form_is_name(p->slot->sql) ? form_field(f, p->slot->sql) : -1;
    if (p->field >= 0 && f->fields[p->field].type == FT_ITEMS)
        form_bad(c->l, &p->slot->at, _("'%s' has rows: they do not fit into a text; write - {rows: %s}"), p->slot->sql,
                 p->slot->sql);
}

static void add_slot(struct cutting *c, const char *s, const char *end)
{
    struct place open = place_of(c, s);
    const char *from = skip_blanks(s, &end);
    bool optional = end > from && end[-1] == '?';
    if (optional)
        end--;
    from = skip_blanks(from, &end);
    if (from == end) {
        form_bad(c->l, &open, _("an empty slot: a field or an expression stands between { and }"));
        return;
    }
    struct paper_piece *p = add_piece(c);
    char *sql = mem_dupn(from, (size_t)(end - from));
    p->optional = optional;
    p->slot = form_alloc(c->l, 1, sizeof *p->slot);
    *p->slot = (struct expr){.sql = form_copy(c->l, sql), .at = place_of(c, from), .slot = c->l->set->pub.nslots++};
    free(sql);
    find_alone(c, p);
}

static void cut_text(struct cutting *c, const char *s)
{
    const char *begin = s;
    while (*s) {
        if ((*s == '{' || *s == '}') && s[1] == *s) {
            s += 2;
            continue;
        }
        if (*s != '{') {
            s++;
            continue;
        }
        const char *end = slot_end(s + 1);
        add_literal(c, begin, (size_t)(s - begin));
        if (!end) {
            struct place at = place_of(c, s);
            form_bad(c->l, &at, _("'{' without '}'; a brace as such is written twice: {{"));
            return;
        }
        add_slot(c, s + 1, end);
        begin = s = end + 1;
    }
    add_literal(c, begin, (size_t)(s - begin));
}

void read_paper_text(struct loader *l, struct node n, void *to)
{
    struct paper_text *t = to;
    char *s = read_word(l, n);
    size_t braces = 0;
    for (const char *p = s; p && *p; p++)
        braces += *p == '{';
    struct cutting c = {.l = l, .out = t, .at = n.at, .left = n.at.col, .from = s};
    t->v = form_alloc(l, 2 * braces + 1, sizeof *t->v);
    t->n = 0;
    t->at = n.at;
    t->raw = s ? form_copy(l, s) : NULL;
    if (s)
        cut_text(&c, s);
}

void read_paper_words(struct loader *l, struct node n, void *to)
{
    static const struct key keys[] = {
        {"zh", LANG_ZH * sizeof(struct paper_text), read_paper_text, KEY_MUST},
        {"en", LANG_EN * sizeof(struct paper_text), read_paper_text, KEY_MUST},
    };
    struct paper_words *w = to;
    w->there = true;
    if (node_is_map(n)) {
        (void)read_map(l, n, _("a text in two languages"), keys, ARRAY_LEN(keys), w->in, NULL);
        return;
    }
    read_paper_text(l, n, &w->in[LANG_ZH]);
    w->in[LANG_EN] = w->in[LANG_ZH];
}

void read_paper_lines(struct loader *l, struct node n, struct paper_words **v, size_t *count)
{
    void *it = NULL;
    *v = form_alloc(l, seq_count(n), sizeof **v);
    for (struct node i; (i = seq_next(n, &it)).y;)
        read_paper_words(l, i, &(*v)[(*count)++]);
}
