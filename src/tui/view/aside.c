/* The margin that answers: whom to ring, who is inside, what is open. */
#include "view/aside.h"
#include "qiantai/report.h"
#include "show.h"

#include <stdlib.h>
#include <string.h>

enum {
    MOST = 4,  /* lines of what is said of one record */
    DIGITS = 7 /* at least, of a phone number */
};

const char *aside_unit(const struct record *r)
{
    const struct form *f = r->form;
    const struct value *v = f->unit_field >= 0 ? &r->v[f->unit_field] : NULL;
    return v && v->kind == VAL_TEXT && v->s[0] ? v->s : NULL;
}

int aside_labels(const struct household *h, int cols)
{
    int width = 0;
    for (size_t i = 0; i < h->n; i++) {
        int w = text_width(h->v[i].label);
        width = w > width && w <= cols / 4 ? w : width;
    }
    return width;
}

size_t aside_number(const char *text)
{
    size_t n = strlen(text), at = n, digits = 0;
    for (; at > 0 && strchr("0123456789 +-()", text[at - 1]); at--)
        digits += text[at - 1] >= '0' && text[at - 1] <= '9';
    while (text[at] == ' ')
        at++;
    return digits >= DIGITS ? at : n;
}

/* A number is never cut in two: where it has no room behind the name it stands below. */
static char *number_whole(const char *text, int cols)
{
    size_t at = aside_number(text);
    if (!at || !text[at] || text_width(text) <= cols || text_width(text + at) > cols)
        return mem_dup(text);
    return mem_printf("%.*s\n%s", (int)at - (text[at - 1] == ' '), text, text + at);
}

int aside_line(struct paper *p, int cols, int width, int line, const struct household_line *l)
{
    bool loud = l->tone == TONE_ALERT || l->tone == TONE_WARN;
    char *label = l->tone == TONE_ALERT && l->label[0] ? mem_printf("! %s", l->label) : mem_dup(l->label);
    int taken = text_width(label) > width ? text_width(label) : width;
    struct paper text = {0};
    char *said = number_whole(l->text, cols - taken - 2);
    int lines = paper_text(&text, cols - taken - 2, l->tone, said);
    paper_put(p, line, 0, taken, loud ? tone_ink(l->tone) : INK_LABEL, label);
    lines = lines < MOST ? lines : MOST;
    for (size_t k = 0; k < text.n && text.v[k].line < lines; k++)
        paper_put(p, line + text.v[k].line, taken + 2 + text.v[k].x, text.v[k].width, text.v[k].ink, text.v[k].text);
    paper_free(&text);
    free(said);
    free(label);
    return lines > 0 ? lines : 1;
}

char *aside_head(const struct household *h, int cols)
{
    char *head = mem_dup(h->head ? h->head : "");
    for (char *p = head + strlen(head); p > head && text_width(head) > cols; p--)
        if (p[0] == ' ' && p[-1] == ' ')
            p[-1] = '\0';
    return head;
}

void aside_nothing(struct paper *p, int cols)
{
    const char *said = _("Nothing else is noted");
    paper_put(p, p->lines, 0, text_width(said) < cols ? text_width(said) : cols, INK_QUIET, said);
}

static void lay_out(struct aside *s, const struct household *h)
{
    int width = aside_labels(h, s->cols), line = 1;
    bool known = false;
    char *head = aside_head(h, s->cols);
    paper_put(&s->paper, 0, 0, s->cols, INK_HEAD, head);
    free(head);
    for (size_t i = 0; i < h->n; i++) {
        line += aside_line(&s->paper, s->cols, width, line, &h->v[i]);
        known |= h->v[i].place >= CALLED;
    }
    if (!known)
        aside_nothing(&s->paper, s->cols);
    if (s->paper.lines < line)
        s->paper.lines = line;
}

void aside_set(struct aside *s, struct app *a, const char *unit, int cols, bool again)
{
    bool same = s->unit && unit ? strcmp(s->unit, unit) == 0 : !s->unit && !unit;
    if (same && !again && s->cols == cols)
        return;
    char *kept = unit ? mem_dup(unit) : NULL;
    aside_free(s);
    *s = (struct aside){.unit = kept, .cols = cols, .stale = true};
    struct household h = {0};
    if (kept && cols > 0) {
        if (household_read(app_desk(a), kept, &h) < 0)
            fault_clear(); /* what was read is shown; a margin stops nobody */
        lay_out(s, &h);
    }
    household_free(&h);
}

void aside_free(struct aside *s)
{
    paper_free(&s->paper);
    free(s->unit);
    *s = (struct aside){0};
}
