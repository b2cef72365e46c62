/* The field editor's text: graphemes, caret, kills, undo. Layout is in edit_layout.c. */
#include "field/edit_cells.h"

#define UNDO_MAX 200

/* ---- graphemes ---- */

static void cells_room(struct edit *e, size_t n)
{
    if (n + 1 <= e->cap)
        return;
    e->cap = (n + 1) * 2;
    e->cells = mem_resize(e->cells, e->cap, sizeof *e->cells);
}

static size_t cell_at(struct edit *e, size_t at, struct cell *out)
{
    int columns = 0;
    size_t bytes = text_next(e->text.s + at, &columns);
    out->at = (uint32_t)at;
    out->width = (uint8_t)(e->text.s[at] == '\n' ? 0 : columns);
    return bytes > 0 ? bytes : 1;
}

/* The text changed between byte `at` and the byte that used to be `old_end` and is `new_end` now:
 * only the graphemes there, and those that may join with them, are found again. */
static void recell(struct edit *e, size_t at, size_t old_end, size_t new_end)
{
    size_t from = edit_cell_from(e, (uint32_t)(at), false);
    while (from > 0 && (from >= e->n || e->cells[from].at >= at))
        from--;
    size_t keep = edit_cell_from(e, (uint32_t)(old_end), false);
    while (keep < e->n && e->cells[keep].at < old_end)
        keep++;
    size_t tail_n = e->n - keep;
    struct cell *tail = mem_alloc((tail_n + 1) * sizeof *tail);
    memcpy(tail, e->cells + keep, tail_n * sizeof *tail);
    size_t t = 0, n = from, pos = e->n > 0 && from < e->n ? e->cells[from].at : 0;
    while (pos < e->text.len) {
        while (t < tail_n && tail[t].at - old_end + new_end < pos)
            t++;
        if (pos >= new_end && t < tail_n && tail[t].at - old_end + new_end == pos)
            break; /* in step with the old boundaries: the rest only moves */
        cells_room(e, n + 1);
        pos += cell_at(e, pos, &e->cells[n]);
        n++;
    }
    cells_room(e, n + tail_n - t);
    if (pos < e->text.len)
        for (; t < tail_n; t++, n++) {
            e->cells[n] = tail[t];
            e->cells[n].at = (uint32_t)(tail[t].at - old_end + new_end);
        }
    e->n = n;
    e->cells[n] = (struct cell){.at = (uint32_t)e->text.len};
    free(tail);
    e->laid = false;
}

size_t edit_cell_from(const struct edit *e, uint32_t value, bool column)
{
    size_t low = 0, high = e->n;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if ((column ? (uint32_t)e->cells[middle].col : e->cells[middle].at) < value)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Replaces `cut` bytes at `at` by s. Every change of the text passes here. */
static void splice(struct edit *e, size_t at, size_t cut, const char *s, size_t len)
{
    size_t old = e->text.len;
    if (len > cut) /* grow first */
        for (size_t i = cut; i < len; i++)
            buf_addc(&e->text, ' ');
    memmove(e->text.s + at + len, e->text.s + at + cut, old - at - cut);
    memcpy(e->text.s + at, s, len);
    e->text.len = old - cut + len;
    e->text.s[e->text.len] = '\0';
    recell(e, at, at + cut, at + len);
}

/* ---- undo ---- */

static void undo_clear(struct undo *u)
{
    free(u->cut);
    *u = (struct undo){0};
}

static void undo_note(struct edit *e, size_t at, size_t cut, size_t put)
{
    struct undo *last = e->nundo > 0 ? &e->undo[e->nundo - 1] : NULL;
    if (last && cut == 0 && last->cut_len == 0 && last->at + last->put == at && e->typing && e->text.s[at - 1] != ' ') {
        last->put += put; /* one word typed is one step */
        return;
    }
    if (last && e->nundo == UNDO_MAX) {
        undo_clear(&e->undo[0]);
        memmove(e->undo, e->undo + 1, (UNDO_MAX - 1) * sizeof *e->undo);
        e->nundo--;
    }
    e->undo = mem_resize(e->undo, e->nundo + 1, sizeof *e->undo);
    e->undo[e->nundo++] = (struct undo){
        .at = at, .cut = mem_dupn(e->text.s + at, cut), .cut_len = cut, .put = put, .caret = e->cells[e->caret].at};
}

static void change(struct edit *e, size_t at, size_t cut, const char *s, size_t len)
{
    undo_note(e, at, cut, len);
    splice(e, at, cut, s, len);
    e->caret = edit_cell_from(e, (uint32_t)(at + len), false);
    e->goal = -1;
}

bool edit_undo(struct edit *e)
{
    if (e->nundo == 0)
        return false;
    struct undo *u = &e->undo[--e->nundo];
    splice(e, u->at, u->put, u->cut ? u->cut : "", u->cut_len);
    e->caret = edit_cell_from(e, (uint32_t)(u->caret), false);
    e->goal = -1;
    e->typing = false;
    undo_clear(u);
    return true;
}

/* ---- life ---- */

struct edit *edit_new(const char *initial, bool multiline, size_t max_graphemes)
{
    struct edit *e = mem_alloc(sizeof *e);
    *e = (struct edit){
        .multiline = multiline, .max = max_graphemes > 0 ? max_graphemes : SIZE_MAX, .columns = 1 << 20, .box_rows = 1};
    buf_add(&e->text, "");
    buf_clear(&e->text);
    cells_room(e, 1);
    edit_set(e, initial);
    return e;
}

void edit_free(struct edit *e)
{
    if (!e)
        return;
    for (size_t i = 0; i < e->nundo; i++)
        undo_clear(&e->undo[i]);
    free(e->undo);
    free(e->cells);
    free(e->rows);
    buf_free(&e->text);
    free(e);
}

const char *edit_text(const struct edit *e)
{
    return e->text.s ? e->text.s : "";
}

size_t edit_caret(const struct edit *e)
{
    return e->cells[e->caret].at;
}

/* The part of clean text s that fits into `room` graphemes: its bytes; *left = graphemes beyond. */
static size_t fitting(const char *s, size_t room, size_t *left)
{
    size_t at = 0, step;
    for (; room > 0 && (step = text_next(s + at, NULL)) > 0; room--)
        at += step;
    *left = s[at] != '\0' ? text_len(s + at) : 0;
    return at;
}

void edit_set(struct edit *e, const char *s)
{
    size_t left;
    char *clean = text_clean(s ? s : "", s ? strlen(s) : 0, e->multiline, NULL);
    size_t len = fitting(clean, e->max, &left);
    splice(e, 0, e->text.len, clean, len);
    free(clean);
    for (size_t i = 0; i < e->nundo; i++)
        undo_clear(&e->undo[i]);
    e->nundo = 0;
    e->caret = e->n;
    e->goal = -1;
    e->left = 0;
    e->top = 0;
    e->typing = false;
}

size_t edit_insert(struct edit *e, const char *s)
{
    size_t left;
    char *clean = text_clean(s, strlen(s), e->multiline, NULL);
    size_t len = fitting(clean, e->n < e->max ? e->max - e->n : 0, &left);
    if (len > 0) {
        change(e, e->cells[e->caret].at, 0, clean, len);
        e->typing = text_next(clean, NULL) == len;
    }
    free(clean);
    return left;
}

/* ---- moves ---- */

enum kind { KIND_SPACE, KIND_HAN, KIND_WORD, KIND_OTHER };

static enum kind kind_of(const struct edit *e, size_t cell)
{
    uint32_t c = text_codepoint(e->text.s + e->cells[cell].at, NULL);
    if (c == ' ' || c == '\n' || c == 0x3000)
        return KIND_SPACE;
    if (text_is_han(c))
        return KIND_HAN;
    if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= 0xc0 && c < 0x2000))
        return KIND_WORD;
    return c >= 0x3040 && c < 0xd7b0 ? KIND_WORD : KIND_OTHER; /* kana, hangul */
}

/* Words are runs of one script: Chinese has no spaces to go by. */
static size_t word_left(const struct edit *e)
{
    size_t i = e->caret;
    while (i > 0 && kind_of(e, i - 1) == KIND_SPACE)
        i--;
    if (i == 0)
        return 0;
    enum kind k = kind_of(e, i - 1);
    while (i > 0 && kind_of(e, i - 1) == k)
        i--;
    return i;
}

static size_t word_right(const struct edit *e)
{
    size_t i = e->caret;
    if (i < e->n && kind_of(e, i) != KIND_SPACE) {
        enum kind k = kind_of(e, i);
        while (i < e->n && kind_of(e, i) == k)
            i++;
    }
    while (i < e->n && kind_of(e, i) == KIND_SPACE)
        i++;
    return i;
}

static bool newline_at(const struct edit *e, size_t cell)
{
    return e->text.s[e->cells[cell].at] == '\n';
}

static size_t line_start(const struct edit *e)
{
    size_t i = e->caret;
    while (i > 0 && !newline_at(e, i - 1))
        i--;
    return i;
}

static size_t line_end(const struct edit *e)
{
    size_t i = e->caret;
    while (i < e->n && !newline_at(e, i))
        i++;
    return i;
}

/* Where the caret goes. */
static size_t move_to(const struct edit *e, enum edit_move m)
{
    switch (m) {
    case EDIT_LEFT:
        return e->caret > 0 ? e->caret - 1 : 0;
    case EDIT_RIGHT:
        return e->caret < e->n ? e->caret + 1 : e->n;
    case EDIT_WORD_LEFT:
        return word_left(e);
    case EDIT_WORD_RIGHT:
        return word_right(e);
    case EDIT_LINE_START:
        return line_start(e);
    case EDIT_LINE_END:
        return line_end(e);
    case EDIT_START:
        return 0;
    default:
        return e->n;
    }
}

bool edit_move(struct edit *e, enum edit_move m)
{
    size_t from = e->caret;
    e->typing = false;
    if (m == EDIT_UP || m == EDIT_DOWN)
        return edit_move_row(e, m == EDIT_UP ? -1 : 1);
    e->caret = move_to(e, m);
    e->goal = -1;
    return from != e->caret;
}

/* What lies between the caret and where a move would take it. */
bool edit_kill(struct edit *e, enum edit_kill k)
{
    static const enum edit_move moves[] = {
        [EDIT_BACKSPACE] = EDIT_LEFT,        [EDIT_DELETE] = EDIT_RIGHT,      [EDIT_KILL_WORD] = EDIT_WORD_LEFT,
        [EDIT_KILL_START] = EDIT_LINE_START, [EDIT_KILL_END] = EDIT_LINE_END, [EDIT_KILL_ALL] = EDIT_END};
    size_t here = k == EDIT_KILL_ALL ? 0 : e->caret, there = move_to(e, moves[k]);
    size_t from = here < there ? here : there, to = here < there ? there : here;
    e->typing = false;
    if (from == to)
        return false;
    change(e, e->cells[from].at, e->cells[to].at - e->cells[from].at, "", 0);
    return true;
}
