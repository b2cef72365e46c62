/* Watch-lists (V8): does an entry name this person, phone, ID, plate or firm? */
#include <stdlib.h>
#include <string.h>

#include "desk_internal.h"

#define SAME_ID 20 /* entries with one and the same value that are compared */

struct match_run {
    struct desk *d;
    const struct watch_rule *rule;
    const struct form *list;
    const struct record *r;
    char **folded; /* per match: the record's value as compared, NULL when empty or secret */
    struct {
        int64_t *v;
        size_t n;
    } * sealed; /* per match: entries found by a secret value */
    struct outcome *o;
};

/* Folded, without blanks and middle dots, so that "John  Smith" and "阿·明" are found however typed. */
static char *compare_key(const char *s, size_t n)
{
    char *part = mem_dupn(s, n);
    char *folded = text_fold(part);
    struct buf b = {0};
    for (const char *p = folded; *p;) {
        size_t bytes = 0;
        uint32_t cp = text_codepoint(p, &bytes);
        if (cp != ' ' && cp != 0x3000 && cp != 0xB7 && cp != '\t' && cp != '\n')
            buf_addn(&b, p, bytes);
        p += bytes;
    }
    free(part);
    free(folded);
    return buf_take(&b);
}

static size_t separator_bytes(const char *s)
{
    static const char *const marks[] = {",", ";", "/", "\n", "、", "，", "；"};
    for (size_t i = 0; i < ARRAY_LEN(marks); i++)
        if (strncmp(s, marks[i], strlen(marks[i])) == 0)
            return strlen(marks[i]);
    return 0;
}

/* One of the entry's values (one field may hold a list of names). */
static bool names_it(const char *list, const char *key)
{
    const char *start = list;
    for (const char *p = list;; p++) {
        size_t mark = *p ? separator_bytes(p) : 0;
        if (*p && !mark)
            continue;
        char *one = compare_key(start, (size_t)(p - start));
        bool same = one[0] && strcmp(one, key) == 0;
        free(one);
        if (same || !*p)
            return same;
        start = p + mark;
        p = start - 1;
    }
}

static bool entry_matches(const struct match_run *m, const struct record *entry, size_t i)
{
    for (size_t k = 0; k < m->sealed[i].n; k++)
        if (m->sealed[i].v[k] == entry->id)
            return true;
    for (size_t k = 0; m->folded[i] && k < m->rule->match[i].nother; k++) {
        const struct value *v = record_get(entry, m->rule->match[i].other[k]);
        if (v && v->kind == VAL_TEXT && !v->sealed && names_it(v->s, m->folded[i]))
            return true;
    }
    return false;
}

static int compare_entry(struct record *entry, void *arg)
{
    struct match_run *m = arg;
    for (size_t i = 0; i < m->rule->nmatch; i++) {
        if (!entry_matches(m, entry, i))
            continue;
        char *said = desk_allows(m->d, m->list, RIGHT_LOOK)
                         ? permit_text(m->d, m->list->summary, entry)
                         : mem_dup(label_of(&m->rule->label, m->d->lang, m->rule->name));
        int reason = m->rule->reason;
        struct question *q = question_add(m->o, QUESTION_REASON, reason);
        q->watch = (struct watch_hit){m->rule, m->list, entry->id, m->rule->match[i].field};
        q->required = reason >= 0 && m->r->v[reason].kind == VAL_NULL;
        q->text = said ? said : mem_dup(record_number(entry));
        break;
    }
    return 0;
}

static int prepare_match(struct match_run *m, bool *anything)
{
    for (size_t i = 0; i < m->rule->nmatch; i++) {
        int field = m->rule->match[i].field;
        const struct value *v = &m->r->v[field];
        if (v->kind != VAL_TEXT || !v->s[0])
            continue;
        *anything = true;
        if (!m->r->form->fields[field].secret) {
            m->folded[i] = compare_key(v->s, strlen(v->s));
            continue;
        }
        for (size_t k = 0; k < m->rule->match[i].nother; k++) {
            int other = form_field(m->list, m->rule->match[i].other[k]);
            if (other < 0 || m->sealed[i].v)
                continue;
            int rc = rec_equal(m->d->db, m->list, other, v, SAME_ID, &m->sealed[i].v, &m->sealed[i].n);
            if (rc < 0)
                return rc;
        }
    }
    return QT_OK;
}

static int watch_rule_run(struct desk *d, const struct watch_rule *rule, const struct record *r, struct outcome *o)
{
    const struct form *list = forms_find(d->forms, rule->reg);
    if (!list || rule->nmatch == 0)
        return QT_OK;
    struct match_run m = {.d = d, .rule = rule, .list = list, .r = r, .o = o};
    m.folded = mem_alloc(rule->nmatch * sizeof *m.folded);
    m.sealed = mem_alloc(rule->nmatch * sizeof *m.sealed);
    bool anything = false;
    int rc = prepare_match(&m, &anything);
    if (rc == QT_OK && anything)
        rc = rec_each(d->db, list, rule->where ? rule->where->sql : NULL, compare_entry, &m);
    for (size_t i = 0; i < rule->nmatch; i++) {
        free(m.folded[i]);
        free(m.sealed[i].v);
    }
    free(m.folded);
    free(m.sealed);
    return rc;
}

int desk_watch(struct desk *d, const struct record *r, struct outcome *o)
{
    size_t before = o->nquestions;
    for (size_t i = 0; i < r->form->nwatches; i++) {
        int rc = watch_rule_run(d, &r->form->watches[i], r, o);
        if (rc < 0)
            return rc;
    }
    return (int)(o->nquestions - before);
}
