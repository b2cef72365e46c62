/* A question at the bottom of the screen; what it is about stays in sight above it. */
#include "app.h"
#include "dialog/dialog.h"

struct asking {
    struct app *app;
    const struct drawer *d;
};

static void draw_drawer(struct box *b, void *arg)
{
    const struct asking *k = arg;
    const struct drawer *d = k->d;
    box_rise(b, k->app, (int)d->nlines + 1);
    b->keys = d->keys;
    b->nkeys = d->nkeys;
    if (!b->win)
        return;
    draw_fill(b->win, 0, 0, b->cols, d->alert ? INK_URGENT : INK_BAR);
    draw_text(b->win, 0, EDGE, b->cols - 2 * EDGE, d->alert ? INK_URGENT : INK_BAR, d->title);
    for (int i = 0; i < (int)d->nlines; i++) {
        draw_fill(b->win, i + 1, 0, b->cols, INK_NORMAL);
        draw_text(b->win, i + 1, EDGE, b->cols - 2 * EDGE, INK_NORMAL, d->lines[i]);
    }
    term_caret(-1, -1, false);
}

/* 1 and more: the key's place behind it. */
static int drawer_key(void *arg, const struct key_event *ev)
{
    const struct drawer *d = ((const struct asking *)arg)->d;
    if (box_no(ev))
        return -1;
    if (ev->code == K_ENTER)
        return 2;
    for (size_t i = 0; i + 1 < d->nkeys; i++)
        if (ev->code == d->keys[i].key)
            return (int)i + 1;
    return 0;
}

int dialog_drawer(struct app *a, const struct drawer *d)
{
    int said = box_run(a, draw_drawer, drawer_key, &(struct asking){a, d});
    return said > 0 ? said - 1 : -1;
}
