/* The choices of a field. */
#include "read.h"

static void read_choice_name(struct loader *l, struct node n, void *to)
{
    char *s = read_word(l, n);
    if (s && (s[strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_")] || strlen(s) > 40))
        form_bad(l, &n.at, _("'%s' is no name of a choice: small letters, digits and _, 40 at most"), s);
    *(char **)to = s;
}

static const struct key choice_keys[] = {
    {"name", offsetof(struct choice, name), read_choice_name, KEY_MUST},
    {"zh", offsetof(struct choice, label.text) + LANG_ZH * sizeof(char *), read_label, KEY_MUST},
    {"en", offsetof(struct choice, label.text) + LANG_EN * sizeof(char *), read_label, KEY_MUST},
};

static bool same_label(const struct choice *a, const struct choice *b)
{
    for (int i = 0; i < QT_LANGS; i++)
        if (a->label.text[i] && b->label.text[i] && strcmp(a->label.text[i], b->label.text[i]) == 0)
            return true;
    return false;
}

void read_choices(struct loader *l, struct node n, void *to)
{
    struct field *f = to;
    size_t count = read_seq(l, n, _("choices"));
    f->choices = form_alloc(l, count, sizeof *f->choices);
    read_names(l, n, f->choices, sizeof *f->choices, offsetof(struct choice, name));
    void *it = NULL;
    for (struct node c; count && (c = seq_next(n, &it)).y; f->nchoices++) {
        struct choice *new = &f->choices[f->nchoices];
        (void)read_map(l, c, _("a choice"), choice_keys, ARRAY_LEN(choice_keys), new, NULL);
        for (size_t i = 0; i < f->nchoices; i++)
            if (same_label(&f->choices[i], new))
                form_bad(l, &c.at, _("the choices '%s' and '%s' have the same label"), f->choices[i].name, new->name);
    }
}
