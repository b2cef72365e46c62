/* A page as lines of text: for receipt printers of 32 to 48 columns, for files and pipes of 80, for the screen. */
#include <limits.h>

#include "layout.h"

enum { COLUMNS_LEAST = 16, BESIDE_LEAST = 72 /* columns, for pairs side by side */ };

void layout_piece(struct layout *t, int x, struct style style, const char *s, size_t n)
{
    if (n == 0)
        return;
    if (t->n == t->cap) {
        t->cap = t->cap ? t->cap * 2 : 16;
        t->piece = mem_resize(t->piece, t->cap, sizeof *t->piece);
    }
    t->piece[t->n++] =
        (struct page_piece){.x = x, .tone = style.tone, .look = style.look, .text = mem_dupn(s, n), .link = style.link};
}

void layout_end_line(struct layout *t)
{
    if (t->rc == QT_OK)
        t->rc = t->line(t->arg, t->piece, t->n);
    while (t->n > 0)
        free((char *)t->piece[--t->n].text);
}

void layout_rule(struct layout *t, char c)
{
    if (t->bare)
        return;
    char *rule = mem_alloc((size_t)t->columns + 1);
    memset(rule, c, (size_t)t->columns);
    layout_piece(t, 0, (struct style){0}, rule, (size_t)t->columns);
    layout_end_line(t);
    free(rule);
}

/* Punctuation that no line of a screen begins with. */
static bool closes(const char *s)
{
    static const char *const marks[] = {"。", "，", "、", "；", "：", "！", "？", "）", "」", "』", "】", "》"};
    for (size_t i = 0; i < ARRAY_LEN(marks); i++)
        if (strncmp(s, marks[i], strlen(marks[i])) == 0)
            return true;
    return false;
}

static size_t last_begin(const char *s, size_t end)
{
    size_t at = 0;
    for (size_t next = text_next(s, NULL); next && at + next < end; next = text_next(s + at, NULL))
        at += next;
    return at;
}

size_t layout_bytes(const struct layout *t, const char *s, int columns, size_t *skip)
{
    size_t line = strcspn(s, "\n"), fit = t->endless ? line : text_fit(s, columns, NULL);
    *skip = 0;
    if (fit == 0 && *s && line > 0)
        fit = text_next(s, NULL);
    if (line <= fit) {
        *skip = s[line] == '\n';
        return line;
    }
    if (s[fit] == ' ') {
        *skip = 1;
        return fit;
    }
    for (size_t i = fit; i > fit / 2; i--)
        if (s[i - 1] == ' ')
            return i;
    size_t before = t->bare && closes(s + fit) ? last_begin(s, fit) : 0;
    return before ? before : fit;
}

void layout_wrapped(struct layout *t, const char *s, int indent, struct style style)
{
    do {
        size_t skip, n = layout_bytes(t, s, t->columns - indent, &skip);
        layout_piece(t, indent, style, s, n);
        layout_end_line(t);
        s += n + skip;
    } while (*s);
}

static void put_centred(struct layout *t, const char *s)
{
    while (*s) {
        size_t skip, n = layout_bytes(t, s, t->columns, &skip);
        layout_piece(t, (t->columns - text_width_n(s, n)) / 2, (struct style){0}, s, n);
        layout_end_line(t);
        s += n + skip;
    }
}

/* ---- labels and values ---------------------------------------------------------------------------------- */

enum { FORM_COLUMN = 38 /* two at 80 */, FORM_LABEL = 16 };

static bool pair_shown(const struct page_block *b, size_t i)
{
    return i < b->ncells && !b->column[i].json_only;
}

static int widest_label(const struct page_block *b, int most)
{
    int width = 0;
    for (size_t i = 0; i < b->ncells; i++) {
        int n = pair_shown(b, i) ? text_width(b->column[i].heading) : 0;
        width = n > width && n <= most ? n : width;
    }
    return width;
}

/* A label wider than the others has a line of its own. */
void layout_pair(struct layout *t, const struct pair *p)
{
    int indent = p->width + GAP;
    size_t skip;
    if (text_width(p->label) > p->width) {
        layout_wrapped(t, p->label, 0, p->label_style);
        layout_wrapped(t, p->value, GAP, p->style);
        return;
    }
    size_t n = layout_bytes(t, p->value, t->columns - indent, &skip);
    layout_piece(t, 0, p->label_style, p->label, strlen(p->label));
    layout_piece(t, indent, p->style, p->value, n);
    layout_end_line(t);
    if (p->value[n + skip])
        layout_wrapped(t, p->value + n + skip, indent, p->style);
}

/* Pairs side by side. */
struct beside {
    int count, width; /* width: of the labels */
    bool form;
};

/* In a form all labels are aligned, from block to block; a long one is cut rather than set apart. */
static struct beside beside_of(const struct layout *t, const struct page_block *b)
{
    int third = t->columns / 3;
    struct beside k = {.count = b->count, .form = b->count == PAGE_PAIRS_FIT};
    if (!k.form) {
        k.width = widest_label(b, third < LABEL_MOST ? third : LABEL_MOST);
        k.count = t->columns < BESIDE_LEAST ? 1 : b->count;
        return k;
    }
    k.count = t->columns / FORM_COLUMN < 1 ? 1 : t->columns / FORM_COLUMN;
    k.count = k.count > PAGE_PAIRS_MOST ? PAGE_PAIRS_MOST : k.count;
    for (size_t i = 0; i < t->p->n; i++) {
        int n = t->p->block[i].kind == BLOCK_PAIRS ? widest_label(&t->p->block[i], INT_MAX) : 0;
        k.width = n > k.width ? n : k.width;
    }
    int most = third < FORM_LABEL ? third : FORM_LABEL;
    k.width = k.width < most ? k.width : most;
    return k;
}

/* How many pairs from i on share one line; 0: none, the value is too long. */
static size_t pairs_beside(const struct layout *t, const struct page_block *b, size_t i, const struct beside *k)
{
    struct buf tmp = {0};
    size_t n = 0;
    for (; k->count > 1 && n < (size_t)k->count && pair_shown(b, i + n); n++) {
        const char *value = cell_text(&b->cell[i + n], &tmp);
        if ((!k->form && text_width(b->column[i + n].heading) > k->width) || strchr(value, '\n') ||
            k->width + GAP + text_width(value) > t->columns / k->count - GAP)
            break;
    }
    buf_free(&tmp);
    return n;
}

static struct pair pair_of(const struct page_block *b, size_t i, const struct beside *k, struct buf *label,
                           struct buf *value)
{
    const char *whole = b->column[i].heading;
    buf_clear(label);
    if (k->form)
        text_cell(label, whole, k->width, false);
    return (struct pair){.label = k->form ? label->s : whole,
                         .value = cell_text(&b->cell[i], value),
                         .width = k->width,
                         .label_style = {.look = LOOK_LABEL},
                         .style = {.tone = b->cell[i].tone, .link = b->column[i].link}};
}

static void put_pairs(struct layout *t, const struct page_block *b)
{
    struct beside k = beside_of(t, b);
    struct buf label = {0}, value = {0};
    for (size_t i = 0, n; i < b->ncells; i += n ? n : 1) {
        n = pair_shown(b, i) ? pairs_beside(t, b, i, &k) : 0;
        for (size_t j = 0; j < n; j++) {
            struct pair p = pair_of(b, i + j, &k, &label, &value);
            int x = (int)j * t->columns / k.count;
            layout_piece(t, x, p.label_style, p.label, strlen(p.label));
            layout_piece(t, x + p.width + GAP, p.style, p.value, strlen(p.value));
        }
        struct pair alone = pair_of(b, i, &k, &label, &value);
        if (n > 0)
            layout_end_line(t);
        else if (pair_shown(b, i))
            layout_pair(t, &alone);
    }
    buf_free(&label);
    buf_free(&value);
}

/* ---- what can be chosen ----------------------------------------------------------------------------------- */

/* "inside   o Sign out  e Extend", over as many lines as it takes. */
static void put_choices_beside(struct layout *t, const struct page_block *b)
{
    int left = text_width(b->text) + 3, x = left;
    layout_piece(t, 0, (struct style){.tone = b->tone, .look = LOOK_STRONG}, b->text, strlen(b->text));
    for (size_t i = 0; i < b->ncells; i++) {
        const char *key = b->column[i].heading, *label = b->cell[i].text;
        int at = x + text_width(key) + 1, end = at + text_width(label);
        if (x > left && end > t->columns) {
            layout_end_line(t);
            at -= x - left;
            end -= x - left;
            x = left;
        }
        layout_piece(t, x, (struct style){.look = LOOK_KEY}, key, strlen(key));
        layout_piece(t, at, (struct style){0}, label, strlen(label));
        x = end + 2;
    }
    layout_end_line(t);
}

static void put_choices(struct layout *t, const struct page_block *b)
{
    int width = 0;
    if (*b->text) {
        put_choices_beside(t, b);
        return;
    }
    for (size_t i = 0; i < t->p->n; i++) {
        int n = t->p->block[i].kind == BLOCK_CHOICES ? widest_label(&t->p->block[i], t->columns / 3) : 0;
        width = n > width ? n : width;
    }
    for (size_t i = 0; i < b->ncells; i++)
        layout_pair(t, &(struct pair){.label = b->column[i].heading,
                                      .value = b->cell[i].text,
                                      .width = width,
                                      .label_style = {.look = LOOK_KEY}});
}

/* ---- the rest ------------------------------------------------------------------------------------------- */

void layout_line(struct layout *t, const char *label)
{
    int used = text_width(label);
    layout_piece(t, 0, (struct style){0}, label, strlen(label));
    if (used + TEXT_LEAST > t->columns) {
        layout_end_line(t);
        used = 0;
    } else if (used > 0) {
        used++;
    }
    char *rule = mem_alloc((size_t)(t->columns - used) + 1);
    memset(rule, '_', (size_t)(t->columns - used));
    layout_piece(t, used, (struct style){0}, rule, (size_t)(t->columns - used));
    layout_end_line(t);
    free(rule);
}

static void put_block(struct layout *t, struct page_block *b)
{
    switch (b->kind) {
    case BLOCK_HEADING:
        layout_wrapped(t, b->text, 0, (struct style){.tone = b->tone, .look = LOOK_STRONG});
        layout_rule(t, '-');
        break;
    case BLOCK_TEXT:
        layout_text(t, b);
        break;
    case BLOCK_PART:
        layout_part(t, b, b == t->p->block);
        break;
    case BLOCK_CODE:
        layout_code(t, b);
        break;
    case BLOCK_TEAR:
        layout_tear(t, b->text);
        break;
    case BLOCK_CHOICES:
        put_choices(t, b);
        break;
    case BLOCK_PAIRS:
        put_pairs(t, b);
        break;
    case BLOCK_TABLE:
        layout_table(t, b);
        break;
    case BLOCK_SIGNS:
        for (size_t i = 0; i < b->ncells; i++) {
            if (i > 0)
                layout_end_line(t);
            layout_line(t, b->cell[i].text);
        }
        break;
    case BLOCK_LINES:
        for (int i = 0; i < b->count; i++) {
            if (i == 0 && *b->text)
                layout_wrapped(t, b->text, 0, (struct style){0});
            layout_end_line(t);
            layout_line(t, "");
        }
        break;
    }
}

/* Lines for grep have no gaps between paragraphs, nor has a screen. */
static bool runs_on(const struct layout *t, const struct page_block *before, const struct page_block *b)
{
    return t->dense || before->kind == BLOCK_HEADING || b->kind == BLOCK_PART ||
           (t->paper && b->kind == BLOCK_TEXT && before->kind == BLOCK_TEXT) ||
           (b->kind == BLOCK_TEXT &&
            (t->endless ? before->kind != BLOCK_TABLE : t->bare && before->kind == BLOCK_TEXT));
}

static bool is_left_out(const struct layout *t, const struct page_block *b)
{
    bool chosen = b->kind == BLOCK_CHOICES, written = b->kind == BLOCK_SIGNS || b->kind == BLOCK_LINES;
    return block_hidden(b) || (t->bare ? written && !t->paper : chosen);
}

int page_lay_out(struct page *p, int columns, unsigned flags, page_line *line, void *arg)
{
    struct layout t = {.p = p,
                       .columns = columns == 0              ? 80
                                  : columns < COLUMNS_LEAST ? COLUMNS_LEAST
                                                            : columns,
                       .endless = columns == 0,
                       .bare = flags & LAYOUT_BARE,
                       .dense = flags & LAYOUT_DENSE,
                       .paper = page_is_paper(p),
                       .line = line,
                       .arg = arg};
    if (!t.bare && !t.paper) {
        put_centred(&t, p->building);
        put_centred(&t, p->title);
        put_centred(&t, p->subtitle);
        layout_rule(&t, '=');
    }
    const struct page_block *before = NULL;
    for (size_t i = 0; t.rc == QT_OK && i < p->n; i++) {
        struct page_block *b = &p->block[i];
        if (is_left_out(&t, b))
            continue;
        if (before ? !runs_on(&t, before, b) : !t.bare && !t.paper)
            layout_end_line(&t);
        put_block(&t, b);
        before = b;
    }
    free(t.piece);
    return t.rc;
}

/* ---- as plain text --------------------------------------------------------------------------------------- */

static int add_line(void *arg, const struct page_piece *v, size_t n)
{
    struct out *o = arg;
    int x = 0;
    for (size_t i = 0; i < n; i++) {
        for (; x < v[i].x; x++)
            buf_addc(&o->buf, ' ');
        buf_add(&o->buf, v[i].text);
        x += text_width(v[i].text);
    }
    while (o->buf.len > 0 && o->buf.s[o->buf.len - 1] == ' ')
        o->buf.s[--o->buf.len] = '\0';
    buf_addc(&o->buf, '\n');
    return out_some(o);
}

int page_to_text(struct page *p, int columns, unsigned flags, page_put *put, void *arg)
{
    struct out o = {.put = put, .arg = arg};
    return out_end(&o, page_lay_out(p, columns, flags, add_line, &o));
}
