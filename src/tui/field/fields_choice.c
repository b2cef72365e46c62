/* Fields with choices: yes/no and enums. A digit, a few letters, Space or the arrows choose. */
#include "field/fields.h"

bool slot_is_choice(const struct fields *f, const struct slot *s)
{
    const struct field *field = &f->form->fields[s->field];
    return field->type == FT_BOOL || (field->type == FT_ENUM && field->nchoices > 0);
}

static const char *choice_label(const struct fields *f, const struct field *field, size_t i)
{
    return label_of(&field->choices[i].label, app_lang(f->app), field->choices[i].name);
}

static void set(struct fields *f, struct slot *s, const char *typed)
{
    if (!slot_take(f, s, typed))
        return;
    s->whole = true;
    (void)edit_move(s->edit, EDIT_END);
}

/* The choice the record holds, or -1 (none, or free text). */
static int current(const struct fields *f, const struct slot *s)
{
    const struct field *field = &f->form->fields[s->field];
    const struct value *v = &f->r->v[s->field];
    for (size_t i = 0; v->kind == VAL_TEXT && i < field->nchoices; i++)
        if (strcmp(field->choices[i].name, v->s) == 0)
            return (int)i;
    return -1;
}

static void cycle(struct fields *f, struct slot *s, int by)
{
    const struct field *field = &f->form->fields[s->field];
    if (field->type == FT_BOOL) {
        set(f, s, f->r->v[s->field].kind == VAL_INT && f->r->v[s->field].i ? "0" : "1");
        return;
    }
    int n = (int)field->nchoices, at = current(f, s);
    at = at < 0 ? (by > 0 ? 0 : n - 1) : (at + by + n) % n;
    set(f, s, field->choices[at].name);
}

static bool in_list(const char *list, const char *name)
{
    size_t n = strlen(name);
    for (const char *p = list; p && *p; p = strchr(p, ',') ? strchr(p, ',') + 1 : NULL)
        if (strncmp(p, name, n) == 0 && (p[n] == ',' || p[n] == '\0'))
            return true;
    return false;
}

/* Several may hold: the list keeps the order of the choices. */
static void toggle(struct fields *f, struct slot *s, size_t choice)
{
    const struct field *field = &f->form->fields[s->field];
    const struct value *v = &f->r->v[s->field];
    const char *list = v->kind == VAL_TEXT ? v->s : "";
    struct buf out = {0};
    buf_add(&out, "");
    for (size_t i = 0; i < field->nchoices; i++)
        if (in_list(list, field->choices[i].name) != (i == choice)) {
            if (out.len > 0)
                buf_addc(&out, ',');
            buf_add(&out, field->choices[i].name);
        }
    set(f, s, out.s);
    buf_free(&out);
}

static void pick(struct fields *f, struct slot *s, size_t choice)
{
    const struct field *field = &f->form->fields[s->field];
    if (field->type == FT_BOOL)
        set(f, s, choice ? "1" : "0");
    else if (field->multiple)
        toggle(f, s, choice);
    else
        set(f, s, field->choices[choice].name);
}

/* The choice that what was typed begins or names (pinyin too), of yes/no 1 or 0; -1: none. */
static int match(const struct fields *f, const struct field *field, const char *typed)
{
    static const char *const said[] = {"no", "yes", "0", "1", "false", "true", "否", "是", "无", "有"};
    for (size_t i = 0; field->type == FT_BOOL && i < ARRAY_LEN(said); i++)
        if (words_begin(said[i], typed))
            return (int)(i % 2);
    for (size_t i = 0; i < field->nchoices; i++)
        if (words_begin(choice_label(f, field, i), typed) || words_begin(field->choices[i].name, typed))
            return (int)i;
    for (size_t i = 0; i < field->nchoices; i++)
        if (desk_matches(choice_label(f, field, i), typed))
            return (int)i;
    return -1;
}

size_t slot_choice_meant(const struct fields *f, const struct slot *s, const char *typed, const char **one)
{
    const struct field *field = &f->form->fields[s->field];
    size_t found = 0;
    *one = NULL;
    for (size_t i = 0; field->free && !field->multiple && typed[0] && i < field->nchoices; i++) {
        const char *label = choice_label(f, field, i);
        bool begins = words_begin(label, typed), whole = begins && words_begin(typed, label);
        if (!begins && !desk_matches(label, typed))
            continue;
        if (whole || found == 0)
            *one = field->choices[i].name;
        if (whole)
            return 1;
        found++;
    }
    return found;
}

void slot_choice_forget(struct slot *s)
{
    if (s->stray)
        slot_mend(s);
    s->stray = false;
    buf_clear(&s->prefix);
    free(s->before);
    s->before = NULL;
}

/* What the record holds, to be put back when the letters that follow fit nothing. */
static void keep_before(const struct fields *f, struct slot *s)
{
    const struct value *v = &f->r->v[s->field];
    if (!s->before)
        s->before = v->kind == VAL_INT ? mem_printf("%d", v->i != 0) : mem_dup(v->kind == VAL_TEXT ? v->s : "");
}

/* No answer: said, and what its first letters chose is put back. What follows belongs to it until Backspace, so that no
 * sentence typed here chooses by a letter in its middle. */
static bool stray(struct fields *f, struct slot *s)
{
    enum { SHOWN = 24 }; /* columns */
    char *before = s->before;
    s->before = NULL;
    if (before)
        set(f, s, before);
    free(before);
    char *told = mem_printf(f->form->fields[s->field].type == FT_BOOL
                                ? _("'%.*s' is neither yes nor no, and nothing was changed. Backspace, then:")
                                : _("'%.*s' is none of the choices, and nothing was changed. Backspace, then:"),
                            (int)text_fit(s->prefix.s, SHOWN, NULL), s->prefix.s);
    fields_problem(f, (int)(s - f->slots), told);
    free(told);
    s->stray = true;
    return true;
}

/* A digit says at once which. */
static bool by_digit(struct fields *f, struct slot *s, const char *text)
{
    const struct field *field = &f->form->fields[s->field];
    size_t choice = text[0] >= '1' && text[0] <= '9' && !text[1] ? (size_t)(text[0] - '1') : SIZE_MAX;
    if (s->stray || choice >= field->nchoices || (field->free && !s->whole && edit_text(s->edit)[0]))
        return false;
    if (!field->free) {
        keep_before(f, s);
        buf_clear(&s->prefix);
        buf_add(&s->prefix, text);
    }
    pick(f, s, choice);
    return true;
}

static bool choice_text(struct fields *f, struct slot *s, const char *text)
{
    const struct field *field = &f->form->fields[s->field];
    if (by_digit(f, s, text))
        return true;
    if (field->free)
        return false; /* typed as text; its beginning is understood when the field is left */
    int was = s->prefix.len ? match(f, field, s->prefix.s) : -1;
    buf_add(&s->prefix, text);
    int found = s->stray ? -1 : match(f, field, s->prefix.s);
    if (found < 0 && field->multiple && !s->stray && match(f, field, text) >= 0) { /* one more */
        buf_clear(&s->prefix);
        buf_add(&s->prefix, text);
        found = match(f, field, text);
        was = -1;
    }
    if (found < 0)
        return stray(f, s);
    keep_before(f, s);
    if (field->multiple && was >= 0 && was != found)
        pick(f, s, (size_t)was); /* taken back */
    if (!field->multiple || was != found)
        pick(f, s, (size_t)found);
    return true;
}

/* Space goes to the next choice, but where it stands in a name that is being typed. */
static bool choice_space(struct fields *f, struct slot *s)
{
    const struct field *field = &f->form->fields[s->field];
    if (s->prefix.len)
        buf_addc(&s->prefix, ' ');
    if (!field->multiple && (!s->prefix.len || match(f, field, s->prefix.s) < 0))
        cycle(f, s, 1);
    return true;
}

bool slot_choice_key(struct fields *f, struct slot *s, const struct key_event *ev)
{
    const struct field *field = &f->form->fields[s->field];
    bool as_text = field->free && s->changed; /* other words are being typed: the arrows move in them */
    switch (ev->code) {
    case K_LEFT:
    case K_RIGHT:
        if (as_text || field->multiple)
            return as_text ? false : true;
        slot_choice_forget(s);
        cycle(f, s, ev->code == K_LEFT ? -1 : 1);
        return true;
    case K_TEXT:
        return ev->text[0] == ' ' && !as_text && !s->stray ? choice_space(f, s) : choice_text(f, s, ev->text);
    case K_PASTE:
        return field->free ? false : choice_text(f, s, ev->text);
    case K_BACKSPACE:
    case K_DELETE:
    case K_CTRL + 'u':
        if (field->free)
            return false;
        if (!s->stray)
            set(f, s, "");
        slot_choice_forget(s);
        f->all = true;
        return true;
    default:
        return !field->free; /* the text is not edited by hand */
    }
}

void slot_choose(struct fields *f, struct slot *s)
{
    const struct field *field = &f->form->fields[s->field];
    if (slot_looks_up(f, s)) {
        offers_update(f, true);
        if (!offers_open(f))
            app_say(f->app, INK_NORMAL, "%s",
                    *edit_text(s->edit) ? _("Nothing like that is found.")
                                        : _("Type a part of it: what is found is listed."));
        return;
    }
    if (field->type == FT_ITEMS) {
        (void)slot_items(f, s, NULL);
        return;
    }
    if (field->type != FT_ENUM || field->nchoices == 0 || s->readonly) {
        app_say(f->app, INK_NORMAL, "%s", _("There is no list for this field: type it."));
        return;
    }
    struct pick *items = mem_alloc(field->nchoices * sizeof *items);
    for (size_t i = 0; i < field->nchoices; i++)
        items[i].label = choice_label(f, field, i);
    int at = dialog_choose(f->app, label_of(&field->label, app_lang(f->app), field->name), items, field->nchoices,
                           current(f, s));
    free(items);
    if (at >= 0)
        pick(f, s, (size_t)at);
    f->all = true;
}

void slot_choices_hint(const struct fields *f, const struct slot *s, struct buf *out)
{
    const struct field *field = &f->form->fields[s->field];
    if (field->type == FT_BOOL) {
        buf_add(out, _("y yes  n no  Space changes"));
        return;
    }
    for (size_t i = 0; i < field->nchoices; i++) {
        if (i < 9)
            buf_addf(out, "%s%zu ", i ? "  " : "", i + 1);
        else
            buf_add(out, "  ");
        buf_add(out, choice_label(f, field, i));
    }
}
