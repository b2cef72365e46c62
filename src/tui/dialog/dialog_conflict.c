/* Somebody saved first: both values of each field side by side, the clerk chooses. Long texts are shown from where
 * they part, and may both be kept. */
#include "dialog/dialog.h"
#include "show.h"
#include "view/scroll.h"

#define LEAD 6   /* characters shown before the place where two texts part */
#define DETAIL 3 /* lines of each text under the fields */

enum kept { MINE, THEIRS, BOTH };

struct side {
    struct app *app;
    const struct form *form;
    const struct merge *m;
    enum kept *choice; /* per conflict */
    int at, top, rows;
};

/* ---- two texts -------------------------------------------------------------------------------------------------- */

static bool char_begins(const char *s)
{
    return ((unsigned char)*s & 0xC0) != 0x80;
}

/* Bytes that both begin with, whole characters. */
static size_t common_head(const char *a, const char *b)
{
    size_t n = 0;
    while (a[n] && a[n] == b[n])
        n++;
    while (n > 0 && !char_begins(a + n))
        n--;
    return n;
}

/* Bytes of the whole lines that both end with, behind `head`. */
static size_t common_tail(const char *a, const char *b, size_t head)
{
    size_t la = strlen(a), lb = strlen(b), n = 0;
    while (n < la - head && n < lb - head && a[la - n - 1] == b[lb - n - 1])
        n++;
    while (n > 0 && a[la - n] != '\n')
        n--;
    return n;
}

/* What both have once, and both of what only one has: theirs first, it was there first. */
static char *keep_both(const char *mine, const char *theirs, bool lines)
{
    size_t head = common_head(mine, theirs), tail = common_tail(mine, theirs, head);
    int m = (int)(strlen(mine) - head - tail), t = (int)(strlen(theirs) - head - tail);
    const char *between = m == 0 || t == 0 ? "" : lines ? "\n" : " ";
    return mem_printf("%.*s%.*s%s%.*s%s", (int)head, mine, t, theirs + head, between, m, mine + head,
                      mine + strlen(mine) - tail);
}

/* From a little before they part, when the beginning leaves no room for the difference. */
static char *from_difference(const char *s, const char *other, int columns)
{
    size_t head = common_head(s, other);
    if (text_width(s) <= columns || head == 0)
        return mem_dup(s);
    for (int i = 0; i < LEAD && head > 0; i++)
        do
            head--;
        while (head > 0 && !char_begins(s + head));
    return mem_printf("%s%s", head > 0 ? "~" : "", s + head);
}

/* ---- the dialog ------------------------------------------------------------------------------------------------- */

static char *shown(const struct side *s, const struct conflict *c, const struct value *v)
{
    return desk_value_show(app_desk(s->app), &s->form->fields[c->field], v);
}

static bool may_keep_both(const struct side *s, const struct conflict *c)
{
    const struct field *field = &s->form->fields[c->field];
    return (field->type == FT_TEXT || field->type == FT_NOTE) && !field->secret && c->mine.kind == VAL_TEXT &&
           c->theirs.kind == VAL_TEXT;
}

/* One side's text, from where it parts from the other's. */
static char *part(const struct side *s, const struct conflict *c, bool mine, int columns)
{
    char *a = shown(s, c, &c->mine), *b = shown(s, c, &c->theirs);
    char *text = from_difference(mine ? a : b, mine ? b : a, columns);
    free(a);
    free(b);
    return text;
}

static void draw_field(struct box *b, const struct side *s, size_t i, int row)
{
    const struct conflict *c = &s->m->v[i];
    const struct field *field = &s->form->fields[c->field];
    int label = b->cols / 4, half = (b->cols - label - 6) / 2;
    bool here = (int)i == s->at;
    box_text(b, row, 0, label, here ? INK_KEY : INK_LABEL, label_of(&field->label, app_lang(s->app), field->name));
    for (int side = MINE; side <= THEIRS; side++) {
        bool kept = s->choice[i] == BOTH || s->choice[i] == (enum kept)side;
        char *text = part(s, c, side == MINE, half), *line = mem_printf("%s%s", kept ? "> " : "  ", text);
        for (char *p = line; (p = strchr(p, '\n'));)
            *p = ' ';
        box_text(b, row, label + 1 + side * (half + 3), half + 2, here && kept ? INK_CURSOR : INK_NORMAL, line);
        free(line);
        free(text);
    }
}

/* The current field's texts, as much of them as there is room for. */
static void draw_detail(struct box *b, const struct side *s, int row)
{
    for (int side = MINE; side <= THEIRS; side++, row += 1 + DETAIL) {
        char *text = part(s, &s->m->v[s->at], side == MINE, DETAIL * (b->cols - 2) - LEAD);
        box_text(b, row, 0, b->cols, INK_LABEL, side == MINE ? _("Yours") : _("Saved meanwhile"));
        box_wrap(b, row + 1, 2, DETAIL, INK_NORMAL, text);
        free(text);
    }
}

static bool any_text(const struct side *s)
{
    for (size_t i = 0; i < s->m->n; i++)
        if (may_keep_both(s, &s->m->v[i]))
            return true;
    return false;
}

static void draw_sides(struct box *b, void *arg)
{
    struct side *s = arg;
    int text = any_text(s) ? 2 * (DETAIL + 1) + 1 : 0;
    box_open(b, s->app, _("Somebody else saved this record meanwhile"), (int)s->m->n + 3 + text, 72);
    int label = b->cols / 4, half = (b->cols - label - 6) / 2;
    int detail = text, rows = b->rows - 3 - detail;
    if (rows < 1) { /* a terminal of a few lines: the choice comes first */
        detail = 0;
        rows = b->rows - 3;
    }
    box_clear(b);
    box_text(b, 0, label + 3, half, INK_LABEL, _("Yours"));
    box_text(b, 0, label + half + 6, half, INK_LABEL, _("Saved meanwhile"));
    s->rows = rows;
    s->top = scroll_top(s->at, s->top, rows);
    for (int row = 0; row < rows && s->top + row < (int)s->m->n; row++)
        draw_field(b, s, (size_t)s->top + (size_t)row, row + 1);
    if (detail && may_keep_both(s, &s->m->v[s->at]))
        draw_detail(b, s, rows + 2);
    box_text(b, b->rows - 1, 0, b->cols, INK_KEY,
             may_keep_both(s, &s->m->v[s->at])
                 ? _("Left Right choose   + keep both   Enter saves so   F12 back to the form")
                 : _("Left Right choose   Enter saves so   F12 back to the form"));
}

static void choose(struct side *s, enum kept c)
{
    if (c != BOTH || may_keep_both(s, &s->m->v[s->at]))
        s->choice[s->at] = c;
}

static int side_key(void *arg, const struct key_event *ev)
{
    struct side *s = arg;
    if (box_no(ev))
        return -1;
    if (ev->code == K_ENTER || ev->code == K_F4)
        return 1;
    if (scroll_move(scroll_command(ev->code == K_TAB ? K_DOWN : ev->code), s->rows, (int)s->m->n - 1, &s->at))
        return 0;
    char typed = ev->code == K_TEXT ? ev->text[0] : '\0';
    if (ev->code == K_LEFT || (typed == ' ' && s->choice[s->at] != MINE))
        choose(s, MINE);
    else if (ev->code == K_RIGHT || typed == ' ')
        choose(s, THEIRS);
    else if (typed == '+' || typed == '=')
        choose(s, BOTH);
    return 0;
}

static void take(const struct side *s, size_t i, struct value *v)
{
    const struct conflict *c = &s->m->v[i];
    if (s->choice[i] != BOTH) {
        value_copy(v, s->choice[i] == THEIRS ? &c->theirs : &c->mine);
        return;
    }
    char *both = keep_both(c->mine.s, c->theirs.s, s->form->fields[c->field].type == FT_NOTE);
    value_text(v, both);
    free(both);
}

bool dialog_conflict(struct app *a, struct record *r, const struct merge *m)
{
    struct side s = {.app = a, .form = r->form, .m = m, .choice = mem_alloc((m->n + 1) * sizeof *s.choice)};
    int said = m->n == 0 ? 1 : box_run(a, draw_sides, side_key, &s);
    for (size_t i = 0; said > 0 && i < m->n; i++)
        take(&s, i, &r->v[m->v[i].field]);
    free(s.choice);
    return said > 0;
}
