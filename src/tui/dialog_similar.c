/* Records that may be about the same matter (C5, C9): the clerk says whether they are one case. */
#include "dialog.h"

static char *similar_text(struct app *a, const struct outcome *o)
{
    struct buf text = {0};
    char when[32];
    buf_addf(&text, _("%d different people told what may be one matter: one case of %zu records?"), o->people,
             o->nsimilar + 1);
    buf_addc(&text, '\n');
    for (size_t i = 0; i < o->nsimilar; i++) {
        const struct similar_hit *h = &o->similar[i];
        time_show(h->at, clock_now(), app_lang(a) == LANG_ZH, when, sizeof when);
        buf_addf(&text, "%3d%% %c %s  %s  %s\n", h->percent, h->joined ? '*' : ' ', h->number, when, h->text);
    }
    return buf_take(&text);
}

static void draw_similar(struct box *b, const char *text, size_t top)
{
    size_t line = 0;
    int row = 0;
    box_clear(b);
    for (const char *p = text; *p && row < b->rows - 2; line++) {
        size_t n = strcspn(p, "\n");
        if (line >= top) {
            char *s = mem_dupn(p, n);
            box_text(b, row++, 0, b->cols, INK_DIALOG, s);
            free(s);
        }
        p += n + (p[n] == '\n');
    }
    box_text(b, b->rows - 1, 0, b->cols, INK_KEY, _("y one case   n different matters   F12 decide later"));
}

static size_t count_lines(const char *text)
{
    size_t n = 0;
    for (; *text; text++)
        n += *text == '\n';
    return n;
}

/* 1 one case, -1 different matters, -2 later. */
static int decide(struct app *a, const struct outcome *o, const char *text)
{
    struct box b = {0};
    size_t top = 0, lines = count_lines(text);
    int said = 0;
    while (said == 0) {
        struct key_event ev;
        int cols = term_cols() - 6 < 100 ? term_cols() - 6 : 100;
        box_open(&b, a, label_of(&o->rule->label, app_lang(a), o->rule->name), (int)lines + 2, cols);
        size_t rows = b.rows > 2 ? (size_t)b.rows - 2 : 1, most = lines > rows ? lines - rows : 0;
        top = top > most ? most : top;
        draw_similar(&b, text, top);
        box_read(&b, &ev);
        if (ev.code == K_DOWN || ev.code == K_PGDN)
            top += ev.code == K_DOWN ? 1 : rows;
        else if (ev.code == K_UP || ev.code == K_PGUP)
            top -= top > (ev.code == K_UP ? 1 : rows) ? (ev.code == K_UP ? 1 : rows) : top;
        else if (box_no(&ev))
            said = -2;
        else if (ev.code == K_TEXT && ev.text[0] && ev.text[1] == '\0' && strchr("yYnN", ev.text[0]))
            said = strchr("yY", ev.text[0]) ? 1 : -1;
    }
    box_close(&b);
    app_redraw(a);
    return said;
}

void dialog_similar(struct app *a, struct record *r, const struct outcome *o)
{
    if (o->nsimilar == 0)
        return;
    char *text = similar_text(a, o);
    int said = decide(a, o, text);
    free(text);
    if (said == -2)
        return;
    if (desk_similar_answer(app_desk(a), r, o, said > 0) < 0) {
        app_say(a, INK_ALERT, "%s", fault_text());
        return;
    }
    app_changed(a);
    if (said > 0)
        app_say(a, INK_DONE, _("%s and %zu others are one case now"), record_number(r), o->nsimilar);
    else
        app_say(a, INK_DONE, _("Different matters: these will not be offered again"));
}
