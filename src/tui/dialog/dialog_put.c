/* A matter and the answers to choose from: yes and no, one of many, a page before it is printed, what is only told. */
#include "app.h"
#include "dialog/dialog.h"
#include "view/scroll.h"

enum { MATTER = 100 /* columns at most: longer lines are not read */, KEYS_MOST = 4 };

/* ---- answers ---------------------------------------------------------------------------------------------------- */

static int answer_key(const struct answer *v, size_t i)
{
    return v[i].key ? v[i].key : i < 9 ? '1' + (int)i : ' ';
}

static const char *answer_key_name(const struct answer *v, size_t i)
{
    int key = answer_key(v, i);
    return key == ' ' ? "" : command_key_name(key);
}

void box_answers_draw(struct box *b, int row, int rows, const struct answer *v, size_t n, size_t at)
{
    int keys = 0, words = 0, top = scroll_top((int)at, 0, rows);
    for (size_t i = 0; i < n; i++) {
        int k = text_width(answer_key_name(v, i)), w = text_width(v[i].words);
        keys = k > keys ? k : keys;
        words = w > words && v[i].follows ? w : words;
    }
    for (int y = 0; y < rows && top + y < (int)n; y++) {
        size_t i = (size_t)(top + y);
        enum ground g = i == at ? GROUND_BAR : GROUND_PAPER;
        if (b->win)
            draw_fill(b->win, b->from + row + y, 0, b->wide, ink_on(INK_NORMAL, g));
        box_text(b, row + y, 0, text_width(answer_key_name(v, i)), ink_on(INK_KEY, g), answer_key_name(v, i));
        int width = text_width(v[i].words), room = b->cols - keys - 2;
        box_text(b, row + y, keys + 2, width < room ? width : room, ink_on(INK_NORMAL, g), v[i].words);
        if (v[i].follows)
            box_text(b, row + y, keys + 2 + words + 3, b->cols, ink_on(i == at ? INK_NORMAL : INK_QUIET, g),
                     v[i].follows);
    }
}

int answers_find(const struct answer *v, size_t n, const struct key_event *ev)
{
    int code = ev->code == K_TEXT && !ev->text[1] ? ev->text[0] : ev->code == K_CTRL + 'n' ? K_F2 : ev->code;
    int small = code >= 'A' && code <= 'Z' ? code - 'A' + 'a' : code;
    for (int pass = 0; pass < 2; pass++) /* a capital that is a key of its own, before the small letter's */
        for (size_t i = 0; i < n; i++) {
            int key = answer_key(v, i);
            if (key != ' ' && key != K_ENTER && (key == (pass ? small : code) || (v[i].twin && v[i].twin == code)))
                return (int)i;
        }
    return -1;
}

/* ---- the drawer ------------------------------------------------------------------------------------------------- */

struct putting {
    struct app *app;
    const struct asked *q;
    struct paper paper;
    int cols;            /* it is laid out for */
    int top, rows, most; /* of the matter */
    size_t at;
    struct buf typed, count;
    struct box_key keys[KEYS_MOST];
};

static void lay_out_matter(struct putting *k)
{
    int cols = box_cols(MATTER);
    if (k->cols == cols)
        return;
    k->cols = cols;
    paper_free(&k->paper);
    if (k->q->page ? paper_page(&k->paper, k->q->page, cols, 0) != QT_OK : false)
        (void)paper_text(&k->paper, cols, TONE_ALERT, fault_text());
    if (k->q->text)
        (void)paper_text(&k->paper, cols, TONE_NORMAL, k->q->text);
}

static void set_keys(struct putting *k, struct box *b)
{
    size_t n = 0;
    const char *enter = k->q->enter ? k->q->enter : k->q->n ? N_("Take it") : N_("Go on");
    k->keys[n++] = (struct box_key){K_ENTER, enter};
    if (k->most > 0)
        k->keys[n++] = (struct box_key){K_PGDN, N_("Next page")};
    k->keys[n++] = (struct box_key){K_F12, N_("Back")};
    b->keys = k->keys;
    b->nkeys = n;
}

static void draw_putting(struct box *b, void *arg)
{
    struct putting *k = arg;
    const struct asked *q = k->q;
    lay_out_matter(k);
    int lines = k->paper.lines, n = (int)q->n, gap = lines && n;
    b->urgent = q->urgent;
    b->count = k->count.s;
    box_open(b, k->app, q->title, lines + gap + n);
    if (lines + gap + n > b->rows)
        gap = 0;
    int least = lines < 3 ? lines : 3, answers = n < b->rows - gap - least ? n : b->rows - gap - least;
    answers = n && answers < 1 ? 1 : answers;
    k->rows = b->rows - answers - gap;
    k->most = lines > k->rows && k->rows > 0 ? lines - k->rows : 0;
    k->top = k->top > k->most ? k->most : k->top;
    buf_clear(&k->count);
    if (k->most)
        buf_addf(&k->count, "%d-%d / %d", k->top + 1, k->top + k->rows, lines);
    else if (answers < n)
        buf_addf(&k->count, "%zu / %d", k->at + 1, n);
    b->count = k->count.s;
    box_open(b, k->app, q->title, b->rows);
    box_clear(b);
    box_paper(b, 0, k->rows, &k->paper, k->top);
    box_answers_draw(b, b->rows - answers, answers, q->v, q->n, k->at);
    set_keys(k, b);
}

bool words_begin(const char *words, const char *typed)
{
    char *a = text_fold(words), *b = text_fold(typed);
    bool yes = strncmp(a, b, strlen(b)) == 0;
    free(a);
    free(b);
    return yes;
}

/* Type-ahead: the first answer that begins with what was typed, or holds it (pinyin too). */
static int seek(struct putting *k, const char *text)
{
    buf_add(&k->typed, text);
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < k->q->n; i++) {
            const char *words = k->q->v[i].words;
            if (pass == 0 ? words_begin(words, k->typed.s) : desk_matches(words, k->typed.s)) {
                k->at = i;
                return 0;
            }
        }
    buf_clear(&k->typed);
    return BOX_NO_KEY;
}

/* Moves the bar; the matter where there is no choice, and by pages where it does not fit. */
static bool go(struct putting *k, int command)
{
    int at = (int)k->at, last = (int)k->q->n - 1;
    bool page = command == CMD_PAGE_UP || command == CMD_PAGE_DOWN;
    if (k->most > 0 && (page || k->q->n < 2))
        return scroll_move(command, k->rows, k->most, &k->top);
    bool moved = scroll_move(command, 5, last > 0 ? last : 0, &at);
    k->at = (size_t)at;
    return moved;
}

/* 1 taken, -1 none. What has a key of its own is taken by it. */
static int putting_key(void *arg, const struct key_event *ev)
{
    struct putting *k = arg;
    const struct asked *q = k->q;
    int own = k->typed.len ? -1 : answers_find(q->v, q->n, ev);
    if (own >= 0) {
        k->at = (size_t)own;
        return 1;
    }
    if (ev->code == K_TEXT && q->seeks)
        return seek(k, ev->text);
    buf_clear(&k->typed);
    if (box_no(ev))
        return -1;
    if (q->again && (ev->code == K_F2 || ev->code == K_CTRL + 'n'))
        k->at = q->again - 1;
    if (ev->code == K_ENTER || (q->n == 0 && ev->code == K_TEXT && strcmp(ev->text, " ") == 0) ||
        (q->seeks && (ev->code == K_F2 || ev->code == K_CTRL + 'n')))
        return 1;
    return go(k, scroll_command(ev->code)) ? 0 : BOX_NO_KEY;
}

int dialog_put(struct app *a, const struct asked *q)
{
    struct putting k = {.app = a, .q = q, .at = q->at > 0 ? (size_t)q->at : 0};
    bool taken = box_run(a, draw_putting, putting_key, &k) > 0;
    paper_free(&k.paper);
    buf_free(&k.typed);
    buf_free(&k.count);
    return taken ? (int)k.at : -1;
}

/* ---- what is put with it ---------------------------------------------------------------------------------------- */

int dialog_choose(struct app *a, const char *title, const struct pick *items, size_t n, int at)
{
    return dialog_choose_again(a, title, items, n, at, -1);
}

int dialog_choose_again(struct app *a, const char *title, const struct pick *items, size_t n, int at, int again)
{
    struct answer *v = mem_alloc((n + 1) * sizeof *v);
    for (size_t i = 0; i < n; i++)
        v[i] = (struct answer){.key = items[i].key, .words = items[i].label};
    struct asked q = {
        .title = title, .v = v, .n = n, .at = at, .seeks = true, .again = again >= 0 ? (size_t)again + 1 : 0};
    int said = n ? dialog_put(a, &q) : -1;
    free(v);
    return said;
}

bool dialog_agree(struct app *a, const char *title, const char *question)
{
    const struct answer v[] = {{.key = 'y', .twin = K_F6, .words = _("Yes")}, {.key = 'n', .words = _("No")}};
    return dialog_put(a, &(struct asked){.title = title, .text = question, .v = v, .n = 2}) == 0;
}

/* A short question is the title; a long one stands below it. */
bool dialog_yes(struct app *a, const char *question)
{
    bool lone = text_width(question) <= box_cols(MATTER) && !strchr(question, '\n');
    return dialog_agree(a, lone ? question : _("Please confirm"), lone ? NULL : question);
}

bool dialog_page(struct app *a, const char *title, struct page *p)
{
    return dialog_put(a, &(struct asked){.title = title, .page = p}) == 0;
}

void dialog_tell(struct app *a, const char *title, const char *text)
{
    (void)dialog_put(a, &(struct asked){.title = title, .text = text});
}

/* ---- secret fields ---------------------------------------------------------------------------------------------- */

char *dialog_reveal(struct app *a, const struct record *r, int field)
{
    const struct field *rule = &r->form->fields[field];
    char *plain = NULL, *question = mem_printf(_("Show %s in full? It is recorded that you looked."),
                                               label_of(&rule->label, app_lang(a), rule->name));
    if (dialog_yes(a, question))
        (void)app_ok(a, desk_reveal(app_desk(a), r, field, &plain));
    free(question);
    return plain;
}

void record_reveal(struct app *a, const struct record *r)
{
    const struct form *f = r->form;
    struct buf text = {0};
    if (!app_ok(a, desk_attempt(app_desk(a), f, r, -1, -1, RIGHT_REVEAL)))
        return;
    for (size_t i = 0; i < f->ndeclared; i++) {
        if (!f->fields[i].secret || r->v[i].kind == VAL_NULL)
            continue;
        char *plain = dialog_reveal(a, r, (int)i);
        if (plain)
            buf_addf(&text, "%s: %s\n", label_of(&f->fields[i].label, app_lang(a), f->fields[i].name), plain);
        free(plain);
    }
    if (text.len)
        dialog_tell(a, record_number(r), text.s);
    buf_free(&text);
}
