/* The texts of a paper with their slots filled. */
#include <stdlib.h>
#include <string.h>

#include "papers.h"

int paper_nothing(const struct papering *t, const char *what)
{
    return fault(QT_REFUSED, _("%s of %s is not printed: '%s' has no value. Fill it in, then print again."),
                 label_of(&t->rule->label, desk_lang(t->d), t->rule->name), t->r ? record_number(t->r) : t->number,
                 what);
}

static int refuse_closed(const struct papering *t, const struct field *f)
{
    return fault(QT_DENIED, _("%s is not printed: it shows '%s', which your role may not see."),
                 label_of(&t->rule->label, desk_lang(t->d), t->rule->name),
                 label_of(&f->label, desk_lang(t->d), f->name));
}

/* *text NULL: no value. A slot that is one field shows it as people read it. */
static int slot_text(const struct papering *t, const struct paper_piece *s, char **text)
{
    const struct field *f = s->field >= 0 ? &t->form->fields[s->field] : NULL;
    int rc = QT_OK;
    *text = NULL;
    if (!f)
        rc = desk_paper_slot(t->d, s->slot, t->r, text);
    else if (t->r->v[s->field].kind != VAL_NULL)
        *text = value_on_paper(t->d, f, &t->r->v[s->field], true);
    if (*text && !**text) {
        free(*text);
        *text = NULL;
    }
    if (rc != QT_OK || *text || s->optional)
        return rc;
    if (f && !desk_shows(t->d, t->form, s->field))
        return refuse_closed(t, f);
    return paper_nothing(t, f ? label_of(&f->label, desk_lang(t->d), f->name) : s->slot->sql);
}

/* ---- lines and brackets ----------------------------------------------------------------------------------- */

struct saying {
    struct buf *out;
    size_t line;          /* where the present one begins */
    size_t slots, filled; /* in it */
    bool empty;           /* an empty slot was the last thing */
};

static const char *const brackets[][2] = {{"（", "）"}, {"(", ")"}, {"《", "》"}, {"“", "”"}, {"「", "」"},
                                          {"【", "】"}, {"[", "]"}, {"\"", "\""}, {"<", ">"}, {"‘", "’"}};

/* Around an empty slot nothing is left of a pair of brackets; what of s was one is passed over. */
static const char *close_brackets(struct saying *k, const char *s)
{
    for (size_t i = 0; i < ARRAY_LEN(brackets); i++) {
        size_t open = strlen(brackets[i][0]), close = strlen(brackets[i][1]);
        if (k->out->len < k->line + open || strncmp(s, brackets[i][1], close) != 0 ||
            memcmp(k->out->s + k->out->len - open, brackets[i][0], open) != 0)
            continue;
        k->out->len -= open;
        k->out->s[k->out->len] = '\0';
        return s + close;
    }
    return s;
}

/* A line none of whose slots has a value says nothing. */
static void end_line(struct saying *k)
{
    if (k->slots > 0 && k->filled == 0) {
        k->out->len = k->line;
        if (k->out->s)
            k->out->s[k->out->len] = '\0';
    } else {
        buf_addc(k->out, '\n');
    }
    k->line = k->out->len;
    k->slots = k->filled = 0;
}

static void add_literal(struct saying *k, const char *s)
{
    if (k->empty)
        s = close_brackets(k, s);
    k->empty = false;
    for (size_t n; *s; s += n + (s[n] == '\n')) {
        n = strcspn(s, "\n");
        buf_addn(k->out, s, n);
        if (s[n] == '\n')
            end_line(k);
    }
}

static void add_value(struct saying *k, const char *text)
{
    k->slots++;
    k->empty = !text;
    if (text) {
        k->filled++;
        buf_add(k->out, text);
    }
}

int paper_say(const struct papering *t, const struct paper_words *w, struct buf *out)
{
    const struct paper_text *text = &w->in[desk_lang(t->d)];
    struct saying k = {.out = out};
    buf_clear(out);
    buf_add(out, "");
    for (size_t i = 0; i < text->n; i++) {
        char *value = NULL;
        if (text->v[i].text) {
            add_literal(&k, text->v[i].text);
            continue;
        }
        int rc = slot_text(t, &text->v[i], &value);
        if (rc != QT_OK)
            return rc;
        add_value(&k, value);
        free(value);
    }
    end_line(&k);
    while (out->len > 0 && out->s[out->len - 1] == '\n')
        out->s[--out->len] = '\0';
    return paper_may_say(t, NULL, out->s);
}
