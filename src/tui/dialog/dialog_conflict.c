/* Somebody saved first: both values of each field side by side, the clerk chooses. Long texts are shown from where
 * they part, and may both be kept. */
#include "dialog/dialog.h"
#include "show.h"
#include "view/scroll.h"

#define LEAD 6   /* characters shown before the place where two texts part */
#define DETAIL 3 /* lines of each text under the fields */

enum kept { THEIRS, MINE, BOTH };

struct side {
    struct app *app;
    const struct form *form;
    const struct merge *m;
    enum kept *choice; /* per conflict */
    int at, top, rows;
    char *title, *theirs, *explain, count[24], *left; /* theirs: "Wang Li's" */
    struct box_key keys[5], last[2];
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

/* One side's text, from where it parts from the other's, in one line. */
static char *part(const struct side *s, const struct conflict *c, bool mine, int columns)
{
    char *a = shown(s, c, &c->mine), *b = shown(s, c, &c->theirs);
    char *text = from_difference(mine ? a : b, mine ? b : a, columns);
    for (char *p = text; (p = strchr(p, '\n'));)
        *p = ' ';
    free(a);
    free(b);
    return text;
}

/* Where the columns stand: field, what was, theirs, mine. What was gives way where there is no room. */
struct columns {
    int label, x[3], width;
};
static struct columns columns_of(const struct box *b, const struct side *s)
{
    struct columns k = {0};
    for (size_t i = 0; i < s->m->n; i++) {
        const struct field *field = &s->form->fields[s->m->v[i].field];
        int w = text_width(label_of(&field->label, app_lang(s->app), field->name));
        k.label = w > k.label ? w : k.label;
    }
    k.label = k.label < b->cols / 4 ? k.label : b->cols / 4;
    int n = b->cols < 60 ? 2 : 3, room = b->cols - k.label - 3;
    k.width = room / n - 2;
    for (int i = 0; i < 3; i++)
        k.x[i] = k.label + 3 + (i - (3 - n)) * (k.width + 2);
    return k;
}

static void draw_field(struct box *b, const struct side *s, size_t i, int row)
{
    const struct conflict *c = &s->m->v[i];
    const struct field *field = &s->form->fields[c->field];
    const struct columns k = columns_of(b, s);
    enum ground g = (int)i == s->at ? GROUND_BAR : GROUND_PAPER;
    enum ink i0 = ink_on(g == GROUND_BAR ? INK_NORMAL : INK_LABEL, g);
    draw_fill(b->win, b->from + row, 0, b->wide, ink_on(INK_NORMAL, g));
    box_text(b, row, 0, k.label, i0, label_of(&field->label, app_lang(s->app), field->name));
    if (k.x[0] > 0 && c->was.kind != VAL_NULL) {
        char *was = shown(s, c, &c->was);
        box_text(b, row, k.x[0], k.width - 1, i0, was);
        free(was);
    }
    for (int side = THEIRS; side <= MINE; side++) {
        bool kept = s->choice[i] == BOTH || s->choice[i] == (enum kept)side;
        char *text = part(s, c, side == MINE, k.width - 1);
        int x = k.x[1 + side];
        if (kept)
            box_text(b, row, x - 2, 1, ink_on(INK_KEY, g), "*");
        box_text(b, row, x, k.width - 1, ink_on(kept ? INK_TITLE : INK_NORMAL, g), text);
        free(text);
    }
}

/* The current field's texts, as much of them as there is room for. */
static void draw_detail(struct box *b, const struct side *s, int row)
{
    for (int side = THEIRS; side <= MINE; side++, row += 1 + DETAIL) {
        char *text = part(s, &s->m->v[s->at], side == MINE, DETAIL * (b->cols - 2) - LEAD);
        box_text(b, row, 0, b->cols, INK_LABEL, side == MINE ? _("Mine") : s->theirs);
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

static void draw_heads(struct box *b, const struct side *s)
{
    const struct columns k = columns_of(b, s);
    box_text(b, 0, 0, b->cols, INK_HEAD, _("Field"));
    if (k.x[0] > 0)
        box_text(b, 0, k.x[0], k.width, INK_HEAD, _("It was"));
    box_text(b, 0, k.x[1], k.width, INK_HEAD, s->theirs);
    box_text(b, 0, k.x[2], k.width, INK_HEAD, _("Mine"));
}

static void draw_sides(struct box *b, void *arg)
{
    struct side *s = arg;
    int n = (int)s->m->n, detail = any_text(s) ? 2 * (DETAIL + 1) + 1 : 0;
    s->keys[2] = may_keep_both(s, &s->m->v[s->at]) ? (struct box_key){'+', N_("Both")} : s->last[0];
    s->keys[3] = s->keys[2].key == '+' ? s->last[0] : s->last[1];
    s->keys[4] = s->last[1];
    b->keys = s->keys;
    b->nkeys = s->keys[2].key == '+' ? 5 : 4;
    b->count = s->count;
    box_open(b, s->app, s->title, 1 + n + detail + 2);
    if (!b->win)
        return;
    box_clear(b);
    int rows = b->rows - 1 - detail - 2; /* the line that explains, and a blank */
    if (rows < 1) {                      /* a terminal of a few lines: the choice comes first */
        detail = 0;
        rows = b->rows - 1;
    }
    draw_heads(b, s);
    s->rows = rows < n ? rows : n;
    s->top = scroll_top(s->at, s->top, s->rows);
    for (int row = 0; row < s->rows && s->top + row < n; row++)
        draw_field(b, s, (size_t)s->top + (size_t)row, row + 1);
    if (detail && may_keep_both(s, &s->m->v[s->at]))
        draw_detail(b, s, s->rows + 2);
    if (b->rows > s->rows + 2)
        box_text(b, b->rows - 1, 0, b->cols, INK_QUIET, s->explain);
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
    if (ev->code == K_ENTER || ev->code == K_F4 || ev->code == K_CTRL + 's')
        return 1;
    if (scroll_move(scroll_command(ev->code == K_TAB ? K_DOWN : ev->code), s->rows, (int)s->m->n - 1, &s->at))
        return 0;
    char typed = ev->code == K_TEXT ? ev->text[0] : '\0';
    if (ev->code == K_LEFT || (typed == ' ' && s->choice[s->at] != THEIRS))
        choose(s, THEIRS);
    else if (ev->code == K_RIGHT || typed == ' ')
        choose(s, MINE);
    else if (typed == '+' || typed == '=')
        choose(s, BOTH);
    else
        return BOX_NO_KEY;
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

/* Who it was and when, in the words of the drawer. */
static void name_sides(struct side *s)
{
    const struct record *r = s->m->theirs;
    const struct value *by = &r->v[form_sys(r->form, SYS_CHANGED_BY)], *at = &r->v[form_sys(r->form, SYS_CHANGED_AT)];
    char when[32] = "",
         *who = desk_value_show(app_desk(s->app), &r->form->fields[form_sys(r->form, SYS_CHANGED_BY)], by);
    if (at->kind == VAL_INT)
        time_show(at->i, clock_now(), app_lang(s->app) == LANG_ZH, when, sizeof when);
    s->title = mem_printf(_("%s changed this record first, at %s. Which is to stay?"), who, when);
    s->theirs = mem_printf(_("%s's"), who);
    s->left = mem_printf(_("Keep %s's"), who);
    s->explain = mem_printf(_("* is what stays. What %s wrote is in the history in any case"), who);
    snprintf(s->count, sizeof s->count, "%d / %zu", s->at + 1, s->m->n);
    s->keys[0] = (struct box_key){K_LEFT, s->left};
    s->keys[1] = (struct box_key){K_RIGHT, N_("Keep mine")};
    s->last[0] = (struct box_key){K_F4, N_("Save so")};
    s->last[1] = (struct box_key){K_F12, N_("Back to the form")};
    free(who);
}

bool dialog_conflict(struct app *a, struct record *r, const struct merge *m)
{
    struct side s = {.app = a, .form = r->form, .m = m, .choice = mem_alloc((m->n + 1) * sizeof *s.choice)};
    for (size_t i = 0; i < m->n; i++)
        s.choice[i] = MINE;
    if (m->n)
        name_sides(&s);
    int said = m->n == 0 ? 1 : box_run(a, draw_sides, side_key, &s);
    for (size_t i = 0; said > 0 && i < m->n; i++)
        take(&s, i, &r->v[m->v[i].field]);
    free(s.title);
    free(s.theirs);
    free(s.explain);
    free(s.left);
    free(s.choice);
    return said > 0;
}
