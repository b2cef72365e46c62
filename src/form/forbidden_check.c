/* The wordings of papers against what may never be printed. */
#include <string.h>

#include "qiantai/form.h"
#include "qiantai/form_phrases.h"

struct checking {
    const struct phrases *list;
    enum lang lang;
    struct problems *out;
};

/* As it stands in the file, its slots as blanks: what fills them is looked at when it is printed. */
static char *without_slots(const char *raw)
{
    char *s = mem_dup(raw);
    bool in = false, quoted = false;
    for (char *p = s; *p; p++) {
        if (!in && *p == '{' && p[1] == '{') {
            p++;
            continue;
        }
        bool ends = in && !quoted && *p == '}';
        in = in || *p == '{';
        quoted = in && (quoted != (*p == '\''));
        if (in)
            *p = ' ';
        in = in && !ends;
    }
    return s;
}

static void check_text(const struct checking *c, const struct paper_text *t, bool title)
{
    struct phrase_hit hit;
    char *plain = without_slots(t->raw ? t->raw : "");
    if (phrases_find(c->list, plain, title, c->lang, &hit)) {
        struct place at = place_within(&t->at, t->raw, hit.at);
        problems_add(c->out, &at, true, _("'%s' may never be printed (rule %s: %s)"), hit.phrase, hit.rule, hit.why);
        free(hit.phrase);
    }
    free(plain);
}

/* Written once it is the same in both languages. */
static void check_words(const struct checking *c, const struct paper_words *w, bool title)
{
    if (!w->there)
        return;
    check_text(c, &w->in[LANG_ZH], title);
    if (w->in[LANG_EN].raw != w->in[LANG_ZH].raw)
        check_text(c, &w->in[LANG_EN], title);
}

static void check_block(const struct checking *c, const struct paper_block *b)
{
    check_words(c, &b->words, false);
    check_words(c, &b->code, false);
    for (size_t i = 0; i < b->nlines; i++)
        check_words(c, &b->line[i], false);
    for (size_t i = 0; i < b->npairs; i++) {
        check_words(c, &b->pair[i].label, false);
        check_words(c, &b->pair[i].value, false);
    }
}

/* A label is the title where no other is said. */
static void check_label(const struct checking *c, const struct paper_rule *p)
{
    for (int i = 0; i < QT_LANGS && !p->title.there; i++) {
        struct phrase_hit hit;
        if (!p->label.text[i] || !phrases_find(c->list, p->label.text[i], p->receipt != 0, c->lang, &hit))
            continue;
        problems_add(c->out, &p->at, true, _("'%s' may never be printed (rule %s: %s)"), hit.phrase, hit.rule, hit.why);
        free(hit.phrase);
    }
}

void forms_check_words(const struct forms *set, const struct phrases *list, enum lang lang, struct problems *out)
{
    const struct checking c = {list, lang, out};
    for (size_t i = 0; i < set->n; i++)
        for (size_t k = 0; k < set->v[i]->npapers; k++) {
            const struct paper_rule *p = &set->v[i]->papers[k];
            check_words(&c, &p->title, p->receipt != 0);
            check_words(&c, &p->foot, false);
            check_label(&c, p);
            for (size_t b = 0; b < p->nbody; b++)
                check_block(&c, &p->body[b]);
        }
}
