/* Where fields stand: columns, rows, pairs. */
#include "field/places.h"

enum {
    LEFT = 2,        /* the first column of labels */
    LABEL_MOST = 12, /* columns that labels keep at most */
    SHORT_MOST = 12, /* a value that is no wider may share its row */
    FIRST = 8,       /* columns that the first value of two has at least */
    FIRST_WIDE = 12, /* the same from 100 columns on */
    OVER = 2,        /* a second value may stand so much over the end */
    END = 47,        /* of a form, and from 100 columns on */
    END_WIDE = 54,
    MARGIN = 52,
    MARGIN_WIDE = 58,
    MARGIN_SECOND = 96,
    MARGIN_MOST = 60, /* what is wider is hard to read */
    EDGES = 2         /* columns that stay empty at the right of the screen */
};

int margin_at(int cols, int which, int *x)
{
    int end = cols - EDGES;
    if (cols < PLACES_NARROW || (which > 0 && cols < PLACES_TWO))
        return 0;
    *x = which > 0 ? MARGIN_SECOND : cols < PLACES_WIDE ? MARGIN : MARGIN_WIDE;
    if (which == 0 && cols >= PLACES_TWO)
        end = MARGIN_SECOND - EDGES - 2;
    return end - *x < MARGIN_MOST ? end - *x : MARGIN_MOST;
}

struct places places_of(int cols)
{
    int end = cols < PLACES_NARROW ? cols - EDGES : cols < PLACES_WIDE ? END : END_WIDE;
    return (struct places){.label = LEFT, .end = end, .gap = cols >= PLACES_WIDE};
}

static int widest_choice(const struct field *f, enum lang lang)
{
    int most = 0;
    for (size_t i = 0; i < f->nchoices; i++) {
        int width = text_width(label_of(&f->choices[i].label, lang, f->choices[i].name));
        most = width > most ? width : most;
    }
    return most;
}

int spot_want(const struct field *f, enum lang lang)
{
    int want = SPOT_GROWS;
    if (f->width > 0)
        want = f->width;
    else if (f->type != FT_TEXT && f->type != FT_ENUM && f->type != FT_PERSON && f->type != FT_UNIT)
        want = field_width(f);
    else if (f->type == FT_TEXT && f->max > 0 && f->max <= SHORT_MOST)
        want = f->max * 2;
    if (want != SPOT_GROWS && !f->multiple && widest_choice(f, lang) > want)
        want = widest_choice(f, lang);
    return want;
}

/* ---- pairs ------------------------------------------------------------------------------------------------------ */

static bool is_short(const struct places *p, const struct spot *v)
{
    bool narrow = v->want != SPOT_GROWS && v->want <= SHORT_MOST && v->label_width <= LABEL_MOST;
    return !v->tall && (narrow || p->halves);
}

/* Which stand second in their row. Returns the pair that needs most columns, -1 none; what all need, in p. */
static int pair(struct places *p, struct spot *v, size_t n, int first_least, bool sections)
{
    int left = first_least, label = 0, right = 0, widest = -1, most = 0;
    for (size_t i = 0; i < n; i++)
        v[i].second = false;
    for (size_t i = 1; i < n; i++) {
        struct spot *a = &v[i - 1], *b = &v[i];
        if (a->second || a->alone || !is_short(p, a) || !is_short(p, b) || (sections && a->section != b->section))
            continue;
        b->second = true;
        left = a->want + 1 > left ? a->want + 1 : left;
        label = b->label_width > label ? b->label_width : label;
        right = b->want > right ? b->want : right;
        if (a->want + b->label_width + b->want >= most) {
            most = a->want + b->label_width + b->want;
            widest = (int)i - 1;
        }
    }
    p->second_label = p->value + left + 1;
    p->second_value = p->second_label + label + TO_VALUE;
    return p->second_value + right > p->end + OVER ? widest : -1;
}

static void pair_all(struct places *p, struct spot *v, size_t n, bool sections)
{
    int least = p->end < END_WIDE ? FIRST : FIRST_WIDE, wide = 0;
    for (size_t i = 0; i < n; i++)
        v[i].alone = p->end < END && !p->halves;
    if (p->halves) {
        for (size_t i = 0; i < n; i++)
            v[i].want = SHORT_MOST / 2;
        least = (p->end - p->label) / 2 - (p->value - p->label) - 1;
    }
    while ((wide = pair(p, v, n, least, sections)) >= 0)
        v[wide].alone = true;
    if (p->halves)
        for (size_t i = 0; i < n; i++)
            v[i].want = SPOT_GROWS;
}

/* ---- rows ------------------------------------------------------------------------------------------------------- */

/* One field into its row; a label that is longer than the others pushes its value aside, as far as the middle. */
static void put(const struct places *p, struct spot *v, int row, bool shared)
{
    int room, middle = (p->end - p->label) / 2;
    v->row = row;
    v->label = v->second ? p->second_label : p->label;
    v->value = v->second ? p->second_value : p->value;
    v->label_room = v->value - v->label - TO_VALUE;
    if (v->label_width > v->label_room && !v->second) {
        v->label_room = v->label_width < middle ? v->label_width : middle > v->label_room ? middle : v->label_room;
        v->value = v->label + v->label_room + TO_VALUE;
    }
    room = (shared ? p->second_label - 1 : v->second ? p->end + OVER : p->end) - v->value;
    v->width = v->tall || v->want == SPOT_GROWS || v->want + 1 > room ? room : v->want + 1; /* one for the caret */
    if (v->second && v->want == SPOT_GROWS)
        v->width = p->end - v->value;
    v->width = v->width > 1 ? v->width : 1;
}

int places_give(struct places *p, struct spot *v, size_t n, struct spot_heading *headings, size_t *nheadings)
{
    int widest = p->value ? p->value - p->label - TO_VALUE : 0, row = 0; /* a former call's: at least as wide */
    for (size_t i = 0; i < n; i++)
        widest = v[i].label_width > widest ? v[i].label_width : widest;
    widest = widest < LABEL_MOST ? widest : LABEL_MOST;
    p->value = p->label + widest + TO_VALUE;
    pair_all(p, v, n, headings != NULL);
    *nheadings = 0;
    for (size_t i = 0; i < n; i++) {
        if (headings && (i == 0 || v[i].section != v[i - 1].section)) {
            row += i > 0 ? p->gap : 0;
            headings[(*nheadings)++] = (struct spot_heading){row++, v[i].section};
        }
        put(p, &v[i], v[i].second ? row - 1 : row, i + 1 < n && v[i + 1].second);
        row += v[i].second ? 0 : v[i].lines;
    }
    return row;
}
