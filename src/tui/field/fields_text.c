/* A field's text: from the record into the editor, keys into the editor, the editor's text into the record. */
#include "field/fields.h"
#include "field/oneline.h"
#include "show.h"

/* Secrets come from the record masked; what was typed fresh is masked once the field is left. */
static char *shown_text(const struct fields *f, const struct slot *s)
{
    const struct field *field = &f->form->fields[s->field];
    const struct value *v = &f->r->v[s->field];
    if (v->kind == VAL_NULL)
        return mem_dup("");
    if (field->type == FT_ITEMS)
        return slot_items_text(f, s->field);
    if (field->secret && !v->sealed && v->kind == VAL_TEXT)
        return f->now < (int)f->n && &f->slots[f->now] == s ? mem_dup(v->s) : text_mask(v->s);
    if (field->type == FT_STAFF && f->mode != FIELDS_SEARCH)
        return value_show(f->app, f->r, s->field);
    if (v->kind == VAL_TEXT && (f->mode == FIELDS_SEARCH || field->type == FT_NOTE))
        return field->nchoices > 0 ? field_show(field, v, app_lang(f->app), clock_now()) : mem_dup(v->s);
    return field_show(field, v, app_lang(f->app), clock_now());
}

void slot_load(struct fields *f, struct slot *s)
{
    char *text = shown_text(f, s);
    if (strcmp(text, edit_text(s->edit)) != 0)
        edit_set(s->edit, text);
    free(text);
}

/* Search forms take what is typed: text as it is, the rest parsed but not checked. */
static int search_enter(const struct fields *f, struct record *r, int field, const char *typed)
{
    const struct field *rule = &f->form->fields[field];
    bool text = field_types[rule->type].words || field_types[rule->type].code;
    if (typed[0] == '\0') {
        value_clear(&r->v[field]);
        return 0;
    }
    if (field_ranged(rule)) { /* kept as it was typed: the list asks for what lies in it */
        struct value from, to;
        int rc = field_range(rule, typed, clock_now(), &from, &to);
        if (rc < 0)
            return rc;
        value_clear(&from);
        value_clear(&to);
    }
    if (text || field_ranged(rule)) {
        value_text(&r->v[field], typed);
        return 0;
    }
    return field_parse(rule, typed, clock_now(), &r->v[field]);
}

int slot_enter(const struct fields *f, struct record *r, const struct slot *s, const char *typed, char **why)
{
    if (f->mode == FIELDS_SEARCH)
        return search_enter(f, r, s->field, typed);
    const char *choice;
    bool meant = slot_choice_meant(f, s, typed, &choice) == 1;
    return desk_enter(f->desk, r, s->field, meant ? choice : typed, why);
}

void slot_wonder(const struct fields *f, const struct slot *s)
{
    enum { WHOLE = 7 }; /* digits of the shortest number that is dialled from outside */
    const struct value *v = &f->r->v[s->field];
    if (f->form->fields[s->field].type == FT_PHONE && f->mode != FIELDS_SEARCH && v->kind == VAL_TEXT && !v->sealed &&
        strlen(v->s) < WHOLE)
        app_say(f->app, INK_WARN, _("%s is short for a phone: kept as an extension. A unit has a field of its own."),
                v->s);
}

/* A stored secret is here only masked: the first change begins anew. */
static bool masked(const struct fields *f, const struct slot *s)
{
    return !s->changed && f->form->fields[s->field].secret && f->r->v[s->field].sealed;
}

static void type_text(struct fields *f, struct slot *s, const char *text)
{
    if (s->whole || masked(f, s))
        (void)edit_kill(s->edit, EDIT_KILL_ALL);
    s->whole = false;
    size_t left = edit_insert(s->edit, text);
    s->changed = true;
    f->serial++;
    if (left > 0)
        app_say(f->app, INK_WARN, _("Too long for this field: the last %zu characters were left out"), left);
}

bool slot_text_key(struct fields *f, struct slot *s, const struct key_event *ev)
{
    bool anew = masked(f, s);
    if (ev->code == K_TEXT || ev->code == K_PASTE) {
        type_text(f, s, ev->text);
        return true;
    }
    enum typed typed = line_key(s->edit, ev);
    if (typed == TYPED_NOTHING)
        return false;
    s->whole = false;
    if (typed == TYPED_CHANGED) {
        if (anew)
            (void)edit_kill(s->edit, EDIT_KILL_ALL);
        s->changed = true;
        f->serial++;
    }
    return true;
}
