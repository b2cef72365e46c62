/* In which words a form is written: what has changed its meaning since a form was written is told, and changes nothing.
 */
#include "qiantai/form_expr.h"
#include "read.h"

void read_vocabulary(struct loader *l, struct node n, void *to)
{
    int said = read_number(l, n, 1, 9999);
    if (said > VOCABULARY)
        form_bad(l, &n.at, _("this form is written for a newer program: vocabulary %d; this one knows %d"), said,
                 VOCABULARY);
    *(int *)to = said;
}

/* `slip` and `letter` were read and did nothing. */
void read_old_word(struct loader *l, struct node n, void *to)
{
    if (l->form->vocabulary >= VOCABULARY)
        form_bad(l, &n.at, _("there is no such key in vocabulary %d: what is printed stands in 'papers'"), VOCABULARY);
    *(struct place *)to = n.at;
}

/* ---- what has changed ------------------------------------------------------------------------------------------- */

static bool speaks_of(const struct sql_node *n, const char *const *words, size_t nwords)
{
    for (; n; n = n->next) {
        for (size_t i = 0; i < nwords; i++)
            if (n->text && (n->kind == SQL_NAME || n->kind == SQL_CALL) && strcmp(n->text, words[i]) == 0)
                return true;
        if (speaks_of(n->first, words, nwords))
            return true;
    }
    return false;
}

static bool expr_speaks_of(const struct expr *e, const char *const *words, size_t nwords)
{
    struct sql_node *root = sql_parse(e->sql);
    bool speaks = root && speaks_of(root, words, nwords);
    sql_free(root);
    return speaks;
}

/* Would it be of any use with an empty field? Then somebody may have meant it. */
static bool check_means_empty(const struct field *f)
{
    static const char *const words[] = {"coalesce", "ifnull", "iif"};
    const char *own[] = {f->name};
    if (!f->check || (f->required && strcmp(f->required->sql, "true") == 0))
        return false;
    return f->type == FT_BOOL || expr_speaks_of(f->check, words, ARRAY_LEN(words)) ||
           !expr_speaks_of(f->check, own, 1) || strstr(f->check->sql, "null") != NULL;
}

static void tell_fields(const struct form *f, struct problems *out)
{
    for (size_t i = 0; i < f->ndeclared; i++) {
        const struct field *field = &f->fields[i];
        if (field->visible && strcmp(field->visible->sql, "true") != 0)
            problems_add(out, &field->visible->at, false,
                         _("since vocabulary 2 a 'visible' that is null hides the field; before, it was shown"));
        if (field->once)
            problems_add(out, &field->at, false,
                         _("since vocabulary 2 'once' fixes the field when it was left empty, too"));
        if (check_means_empty(field))
            problems_add(out, &field->check->at, false,
                         _("'check' is not asked of an empty field; since vocabulary 2 'rules' are"));
    }
}

static int tell_owes(const struct expr_site *site, struct expr *e, void *arg)
{
    static const char *const owes[] = {"owes"};
    (void)site;
    const char *sql = e->written ? e->written : e->sql, *at = strstr(sql, "owes");
    if (!at || !expr_speaks_of(e, owes, 1))
        return 0;
    struct place p = expr_place(e, (int)(at - sql));
    problems_add(arg, &p, false, _("since vocabulary 2 owes() is what the ledger says; before, it was always 0"));
    return 0;
}

static void tell_papers(const struct form *f, struct problems *out)
{
    const struct place *const keys[] = {&f->slip_at, &f->letter_at};
    for (size_t i = 0; i < ARRAY_LEN(keys); i++)
        if (keys[i]->line)
            problems_add(out, keys[i], false,
                         _("since vocabulary 2 what is printed stands in 'papers'; this key does nothing"));
    for (size_t i = 0; i < f->nactions; i++)
        if (f->actions[i].print_at.line)
            problems_add(
                out, &f->actions[i].print_at, false,
                _("since vocabulary 2 'print' prints one of the 'papers' of the form; before, it did nothing"));
}

void forms_tell_changed(struct forms *set, struct problems *out)
{
    for (size_t i = 0; i < set->n; i++) {
        struct form *f = set->v[i];
        if (f->vocabulary >= VOCABULARY)
            continue;
        tell_fields(f, out);
        tell_papers(f, out);
        (void)form_each_expr(f, tell_owes, set, out);
    }
}
