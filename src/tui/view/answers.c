/* The margin of a form. */
#include "view/answers.h"
#include "app.h"
#include "show.h"

#include <stdlib.h>
#include <string.h>

enum { VISITS = 3, VISITS_WIDE = 6 }; /* of a person, on a screen with one margin and with two */

void answers_layout(struct answers *s, struct app *a, int cols)
{
    s->app = a;
    for (int i = 0; i < 2; i++)
        s->cols[i] = margin_at(cols, i, &s->x[i]);
    s->known = -1;
    s->stale = true;
}

const struct question *answers_asked(const struct answers *s)
{
    const struct question *q = outcome_question(&s->ahead, QUESTION_WORDS);
    return q ? q : outcome_question(&s->ahead, QUESTION_ALREADY);
}

/* ---- what is known of it ----------------------------------------------------------------------------------------- */

static void put(struct paper *p, int cols, enum ink i, const char *text)
{
    paper_put(p, p->lines, 0, text_width(text) < cols ? text_width(text) : cols, i, text);
}

/* "Emergency? burst pipe" and the key that says yes. */
static void lay_out_words(struct answers *s, const struct record *r, const struct question *q)
{
    const struct words_found *w = &q->words;
    const char *field = label_of(&r->form->fields[q->field].label, app_lang(s->app), "");
    char *ask = mem_printf("! %s  %s", label_of(&w->rule->message, app_lang(s->app), w->rule->name), q->text);
    char *yes = mem_printf(_("F6 yes: %s %s"), field, label_of(&w->choice->label, app_lang(s->app), w->choice->name));
    put(&s->first, s->cols[0], INK_WARN, ask);
    put(&s->first, s->cols[0], INK_WARN, yes);
    free(ask);
    free(yes);
}

static void add_times(const struct before *b, struct buf *out)
{
    buf_addf(out, b->more ? _("%s  here %zu times or more") : _("%s  here %zu times"), b->name, b->times);
}

static void lay_out_person(struct answers *s, const struct before *b)
{
    int cols = s->cols[0];
    const struct question *asked = answers_asked(s);
    bool begun = b->name != NULL;
    if (b->name) {
        struct buf head = {0};
        add_times(b, &head);
        paper_put(&s->person, 0, 0, cols, INK_HEAD, head.s);
        buf_free(&head);
    }
    for (size_t i = 0; i < s->ahead.nquestions; i++) {
        const struct question *q = &s->ahead.questions[i];
        if (q->kind != QUESTION_ALREADY)
            continue;
        if (!begun)
            paper_put(&s->person, 0, 0, cols, INK_HEAD, _("There already"));
        begun = true;
        (void)paper_text(&s->person, cols, TONE_WARN, q->text);
        if (q == asked)
            put(&s->person, cols, INK_KEY, _("F6 shows that one instead"));
    }
    for (size_t i = 0; i < b->n; i++)
        put(&s->person, cols, INK_QUIET, b->lines[i]);
}

static void lay_out_say(struct answers *s, const struct form *f)
{
    char *say = desk_say(app_desk(s->app), &f->say);
    if (say) {
        paper_put(&s->say, 0, 0, s->cols[0], INK_HEAD, _("You may say"));
        (void)paper_text(&s->say, s->cols[0], TONE_NORMAL, say);
    }
    free(say);
}

static void know(struct answers *s, struct fields *f, bool fresh)
{
    struct record *now = fields_snapshot(f);
    struct before b = {0};
    paper_free(&s->first);
    paper_free(&s->person);
    paper_free(&s->say);
    outcome_free(&s->ahead);
    s->ahead = (struct outcome){0};
    if (fresh && desk_foresee(app_desk(s->app), now, &s->ahead) < 0)
        fault_clear(); /* what is known is shown; a margin stops nobody */
    if (s->cols[0] && desk_before(app_desk(s->app), now, s->cols[1] ? VISITS_WIDE : VISITS, &b) < 0)
        fault_clear();
    const struct question *words = outcome_question(&s->ahead, QUESTION_WORDS);
    if (words && s->cols[0])
        lay_out_words(s, now, words);
    if (s->cols[0])
        lay_out_person(s, &b);
    if (s->cols[0] && fresh)
        lay_out_say(s, f->form);
    before_free(&b);
    record_free(now);
    s->stale = true;
}

/* Whose household: that of the candidate under the bar, else of the unit that the form names. */
static const char *unit_meant(const struct fields *f)
{
    const struct record *marked = offers_marked(f);
    const struct form *form = f->form;
    bool unit = marked && form->unit_field >= 0 && marked->form == f->form;
    if (marked && strcmp(marked->form->name, "unit") == 0)
        return record_number(marked);
    const char *named = unit ? aside_unit(marked) : NULL;
    return named ? named : aside_unit(f->r);
}

void answers_house(struct answers *s, const struct fields *f)
{
    int cols = s->cols[s->cols[1] ? 1 : 0];
    if (cols)
        aside_set(&s->house, s->app, unit_meant(f), cols, false);
}

void answers_idle(struct answers *s, struct fields *f, bool fresh)
{
    answers_house(s, f);
    if (s->known == f->serial)
        return;
    s->known = f->serial;
    know(s, f, fresh);
}

/* ---- drawing ----------------------------------------------------------------------------------------------------- */

/* One part below what is there already, with a blank row between; returns where the next one begins. */
static int draw_part(const struct paper *p, WINDOW *w, int y, int x, int rows, int cols)
{
    int room = rows - y;
    if (p->lines == 0 || room <= 0)
        return y;
    int lines = p->lines < room ? p->lines : room;
    paper_draw(p, w, y, x, lines, cols, 0);
    return y + lines + 1;
}

void answers_draw(struct answers *s, struct fields *f, WINDOW *w, int rows)
{
    int x = s->x[0], cols = s->cols[0], y = 0;
    if (!cols || !(s->stale || s->house.stale || f->offers.stale))
        return;
    for (int i = 0; i < 2; i++)
        for (int row = 0; row < rows && s->cols[i]; row++)
            draw_fill(w, row, s->x[i] - 1, s->cols[i] + 2, INK_NORMAL);
    y = draw_part(&s->first, w, y, x, rows, cols);
    int lines = offers_draw(f, w, y, x, cols, rows - y);
    y += lines + (lines > 0);
    if (s->cols[1])
        (void)draw_part(&s->house.paper, w, 0, s->x[1], rows, s->cols[1]);
    else
        y = draw_part(&s->house.paper, w, y, x, rows - (s->person.lines ? s->person.lines + 1 : 0), cols);
    y = draw_part(&s->person, w, y, x, rows, cols);
    if (s->say.lines && y <= rows - s->say.lines) /* it does not move while one types */
        paper_draw(&s->say, w, rows - s->say.lines, x, s->say.lines, cols, 0);
    s->stale = s->house.stale = f->offers.stale = false;
}

void answers_tell(struct answers *s, const struct fields *f)
{
    struct household h = {0};
    struct before b = {0};
    struct buf text = {0};
    const char *unit = aside_unit(f->r);
    buf_add(&text, "");
    if (unit && household_read(app_desk(s->app), unit, &h) < 0)
        fault_clear();
    if (desk_before(app_desk(s->app), f->r, VISITS, &b) < 0)
        fault_clear();
    for (size_t i = 0; i < h.n; i++)
        buf_addf(&text, "%s%s%s\n", h.v[i].label, h.v[i].label[0] ? "  " : "", h.v[i].text);
    for (size_t i = 0; i < s->ahead.nquestions; i++)
        if (s->ahead.questions[i].kind == QUESTION_ALREADY)
            buf_addf(&text, "! %s\n", s->ahead.questions[i].text);
    if (b.name) {
        buf_add(&text, *text.s ? "\n" : "");
        add_times(&b, &text);
    }
    for (size_t i = 0; i < b.n; i++)
        buf_addf(&text, "\n%s", b.lines[i]);
    dialog_tell(s->app, unit ? unit : "", text.s);
    buf_free(&text);
    before_free(&b);
    household_free(&h);
}

void answers_free(struct answers *s)
{
    aside_free(&s->house);
    paper_free(&s->first);
    paper_free(&s->person);
    paper_free(&s->say);
    outcome_free(&s->ahead);
}
