/* The fields that an action asks for. */
#include "read.h"

enum { ASK_MOST = 64 }; /* the desk notes in a word which were put */

struct asked {
    struct action *action;
    size_t at;
};

static void read_asked_name(struct loader *l, struct node n, void *to)
{
    struct asked *q = to;
    char *s = read_word(l, n);
    if (!s)
        return;
    size_t len = strlen(s);
    q->action->ask_required[q->at] = s[len - 1] != '?';
    if (s[len - 1] == '?')
        s[len - 1] = 0;
    int field = form_field(l->form, s);
    if (field >= 0 && field < (int)l->form->ndeclared) {
        q->action->ask[q->at] = field;
        if (!form_sets(&l->form->fields[field]) && !field_takes_files(&l->form->fields[field]))
            form_bad(l, &n.at, _("'%s' is filled in by the program alone"), s);
        return;
    }
    struct names ns = {0};
    for (size_t k = 0; k < l->form->ndeclared; k++)
        if (l->form->fields[k].name)
            form_names_add(&ns, l->form->fields[k].name);
    form_bad_name(l, &n.at, _("field"), s, &ns);
}

static void read_asked_when(struct loader *l, struct node n, void *to)
{
    struct asked *q = to;
    read_expr(l, n, &q->action->ask_when[q->at]);
}

static void read_asked_needed(struct loader *l, struct node n, void *to)
{
    struct asked *q = to;
    read_expr(l, n, &q->action->ask_needed[q->at]);
}

/* "name", "name?", or {field: name, when: ..., required: ...} */
void read_ask(struct loader *l, struct node n, void *to)
{
    static const struct key keys[] = {
        {"field", 0, read_asked_name, KEY_MUST},
        {"when", 0, read_asked_when, 0},
        {"required", 0, read_asked_needed, 0},
    };
    struct action *a = to;
    size_t count = seq_count(n);
    a->ask = form_alloc(l, count, sizeof *a->ask);
    a->ask_required = form_alloc(l, count, sizeof *a->ask_required);
    a->ask_when = form_alloc(l, count, sizeof(struct expr *));
    a->ask_needed = form_alloc(l, count, sizeof(struct expr *));
    if (count > ASK_MOST)
        form_bad(l, &n.at, _("an action asks for at most %d fields"), ASK_MOST);
    void *it = NULL;
    for (struct node i; (i = seq_next(n, &it)).y; a->nask++) {
        struct asked q = {a, a->nask};
        if (node_is_map(i))
            (void)read_map(l, i, _("a field asked for"), keys, ARRAY_LEN(keys), &q, NULL);
        else
            read_asked_name(l, i, &q);
    }
}
