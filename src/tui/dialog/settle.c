/* Questions of the desk, one dialog each, whoever called: a form that is saved, an action of a list or a record. */
#include "dialog/settle.h"
#include "app.h"
#include "dialog/dialog.h"
#include "field/fields.h"
#include "qiantai/doc.h"
#include "show.h"

#include <stdlib.h>

/* ---- fields asked ----------------------------------------------------------------------------------------------- */
void settling_clear(struct settling *s)
{
    free(s->asked.fields);
    free(s->asked.required);
    s->asked = (struct ask_list){0};
}

void settling_ask(struct settling *s, int field, bool required)
{
    struct ask_list *q = &s->asked;
    q->fields = mem_resize(q->fields, q->n + 1, sizeof *q->fields);
    q->required = mem_resize(q->required, q->n + 1, sizeof *q->required);
    q->fields[q->n] = field;
    q->required[q->n++] = required;
}

/* With what is said to the person meanwhile. */
static bool fields_put(struct settling *s)
{
    char *say = s->action < 0 ? NULL : said_to(s->app, &s->r->form->actions[s->action].say);
    s->asked.action = s->action;
    s->asked.draft = s->action >= 0 && s->r->id ? &s->draft : NULL;
    s->asked.say = say;
    bool yes = dialog_ask(s->app, s->r, s->title, &s->asked);
    s->asked.say = NULL;
    free(say);
    s->given_up = !yes && !app_over(s->app);
    return yes;
}

bool settling_fields(struct settling *s)
{
    s->asked.why = NULL;
    return fields_put(s);
}

static bool fields_ask(struct settling *s, const struct outcome *o)
{
    settling_clear(s);
    for (size_t i = 0; i < o->nquestions; i++)
        if (o->questions[i].kind == QUESTION_FIELD)
            settling_ask(s, o->questions[i].field, o->questions[i].required);
    return settling_fields(s);
}

static const char *refusal(const struct outcome *o)
{
    return o->problems.n > 0 ? o->problems.v[0].text : fault_text();
}

/* What was typed is not lost: the fields are asked once more, with the reason. */
static bool fields_again(struct settling *s, const struct outcome *o)
{
    char *why = mem_printf("! %s", refusal(o));
    s->asked.why = why;
    s->asked.refused = o->problems.n > 0 ? o->problems.v[0].field : -1;
    bool yes = fields_put(s);
    s->asked.why = NULL;
    free(why);
    return yes;
}

/* ---- reasons ---------------------------------------------------------------------------------------------------- */
static bool watched(const struct question *q)
{
    return q->kind == QUESTION_REASON;
}

/* The entry that names the record, where there is one and the row has room for it. */
static char *watch_title(const struct outcome *o)
{
    const struct question *only = NULL;
    size_t n = 0;
    for (size_t i = 0; i < o->nquestions; i++)
        if (watched(&o->questions[i])) {
            only = &o->questions[i];
            n++;
        }
    char *title = n == 1 && only->text ? mem_printf("%s  %s", _("Watch-list"), only->text) : NULL;
    if (title && text_width(title) + 3 <= box_cols(term_cols()))
        return title;
    free(title);
    return mem_dup(_("Watch-list"));
}

/* The entries that name the record and what of it they name, a line each. */
static char *watch_text(const struct settling *s, const struct outcome *o)
{
    struct buf text = {0};
    buf_add(&text, "");
    for (size_t i = 0; i < o->nquestions; i++) {
        const struct question *q = &o->questions[i];
        if (!watched(q))
            continue;
        const struct field *f = &s->r->form->fields[q->watch.match];
        char *value = desk_value_show(app_desk(s->app), f, &s->r->v[q->watch.match]);
        buf_addf(&text, _("! %s: %s\nNamed by: %s %s\n"),
                 label_of(&q->watch.rule->label, app_lang(s->app), q->watch.rule->name), q->text ? q->text : "",
                 label_of(&f->label, app_lang(s->app), f->name), value);
        free(value);
    }
    return buf_take(&text);
}

static bool watch_ask(struct settling *s, const struct outcome *o, int field)
{
    char *text = watch_text(s, o), *title = watch_title(o);
    const char *rest = strstr(title, "  ") ? strchr(text, '\n') + 1 : text; /* the title has told the entry */
    struct reason_box box = {title, rest, _("Reason for going on, all the same"), true};
    bool yes = dialog_reason(s->app, &box, &s->r->v[field]);
    free(title);
    free(text);
    return yes;
}

static bool reason_ask(struct settling *s, const struct question *q)
{
    const struct field *f = &s->r->form->fields[q->field];
    char *text = mem_printf("! %s\n", q->text ? q->text : "");
    struct reason_box box = {s->title, text, label_of(&f->label, app_lang(s->app), f->name), false};
    bool yes = dialog_reason(s->app, &box, &s->r->v[q->field]);
    free(text);
    return yes;
}

/* ---- what will be done ------------------------------------------------------------------------------------------ */
static bool preview_show(struct settling *s)
{
    struct page *p = NULL;
    if (desk_preview(app_desk(s->app), s->r, s->action, &p) < 0) {
        app_say(s->app, INK_ALERT, "%s", fault_text());
        return false;
    }
    bool yes = dialog_page(s->app, s->title, p);
    page_free(p);
    return yes;
}

static bool confirm_ask(struct settling *s, const struct question *q)
{
    return (!q->preview || preview_show(s)) && (!q->text || dialog_agree(s->app, s->title, q->text));
}

/* ---- before a save ---------------------------------------------------------------------------------------------- */
/* Enter, pressed on from the last field, saves it as it is. */
static bool words_put(struct settling *s, const struct question *q, bool *yes)
{
    const struct words_found *w = &q->words;
    char *title = mem_printf("%s  %s", label_of(&w->rule->message, app_lang(s->app), w->rule->name), q->text);
    char *follows = mem_printf("%s: %s", label_of(&s->r->form->fields[q->field].label, app_lang(s->app), ""),
                               label_of(&w->choice->label, app_lang(s->app), w->choice->name));
    const struct answer v[] = {{.key = 'y', .twin = K_F6, .words = _("Yes"), .follows = follows},
                               {.key = 'n', .twin = K_F4, .words = _("No"), .follows = _("saved as it is")}};
    int said = dialog_put(s->app, &(struct asked){.title = title, .v = v, .n = 2, .at = 1, .urgent = true});
    free(title);
    free(follows);
    *yes = said == 0;
    if (*yes && s->fields)
        s->fields->touched[q->field] = true;
    return said >= 0;
}

/* The bar stands on "that one": one Enter too many does not enter a thing twice. */
static bool already_put(struct settling *s, const struct outcome *o)
{
    const struct answer v[] = {
        {.key = 'y',
         .twin = K_F6,
         .words = _("It is that one"),
         .follows = _("goes there; what was typed is kept as a draft")},
        {.key = 'n', .twin = K_F4, .words = _("It is another one"), .follows = _("saved beside it")}};
    struct buf lines = {0};
    const struct question *first = NULL;
    for (size_t i = 0; i < o->nquestions; i++)
        if (o->questions[i].kind == QUESTION_ALREADY) {
            buf_addf(&lines, "%s%s", first ? "\n" : "", o->questions[i].text);
            first = first ? first : &o->questions[i];
        }
    int said =
        first ? dialog_put(s->app, &(struct asked){.title = _("Is it there already?"), .text = lines.s, .v = v, .n = 2})
              : 1;
    if (said == 0)
        s->led = first->already.id;
    buf_free(&lines);
    return said > 0;
}

/* ---- one dialog per kind ---------------------------------------------------------------------------------------- */
static bool question_put(struct settling *s, const struct outcome *o, const struct question *q, bool *yes)
{
    switch (q->kind) {
    case QUESTION_WORDS:
        return words_put(s, q, yes);
    case QUESTION_ALREADY:
        return already_put(s, o);
    case QUESTION_REASON:
        return watch_ask(s, o, q->field);
    case QUESTION_COUNT_DIFFERS:
    case QUESTION_OVERRIDE:
        return reason_ask(s, q);
    case QUESTION_CONFIRM:
        return confirm_ask(s, q);
    case QUESTION_FIELD:
        return fields_ask(s, o);
    case QUESTION_MERGE:
        return dialog_conflict(s->app, s->r, &q->merge);
    case QUESTION_SAME_MATTER:
    case QUESTION_KINDS:
        break;
    }
    return false;
}

/* All questions, those of a kind in one dialog; put: was there any? false: given up. */
static bool questions_put(struct settling *s, struct outcome *o, bool *put)
{
    unsigned seen = 0;
    for (size_t i = 0; i < o->nquestions; i++) {
        const struct question *q = &o->questions[i];
        if ((seen & 1u << q->kind) || (!q->required && q->kind != QUESTION_FIELD))
            continue;
        seen |= 1u << q->kind;
        *put = true;
        bool yes = true;
        if (!question_put(s, o, q, &yes) || desk_answer(app_desk(s->app), s->r, o, q->kind, yes) < 0)
            return false;
    }
    return true;
}

bool settle(struct settling *s, int rc, struct outcome *o)
{
    bool put = false;
    if (rc == QT_ASK || rc == QT_CONFLICT) {
        bool answered = questions_put(s, o, &put);
        if (put && answered && s->fields)
            fields_changed(s->fields);
        if (put)
            return answered;
    } else if (s->fields && o->problems.n > 0) {
        fields_problems(s->fields, &o->problems);
        return false;
    } else if (s->asked.n > 0 && rc != QT_DENIED) {
        return fields_again(s, o);
    }
    app_say(s->app, INK_ALERT, "%s", refusal(o));
    return false;
}

void settle_show_watch(const struct settling *s, const struct outcome *o)
{
    if (!outcome_question(o, QUESTION_REASON) || (o->answered & 1u << QUESTION_REASON))
        return;
    char *text = watch_text(s, o);
    (void)dialog_put(s->app, &(struct asked){.title = _("Watch-list"), .text = text, .urgent = true});
    free(text);
}
