/* Keys that every list has: movement, type-ahead, tags. */
#include "app.h"
#include "field/oneline.h"
#include "view/rows.h"

#include <stdlib.h>

bool rows_tagged(const struct rows *l, int64_t id)
{
    for (size_t i = 0; i < l->ntags; i++)
        if (l->tags[i] == id)
            return true;
    return false;
}

void rows_untag(struct rows *l)
{
    free(l->tags);
    l->tags = NULL;
    l->ntags = 0;
    l->stale = true;
}

static void set_tag(struct rows *l, int64_t id, bool on)
{
    for (size_t i = 0; i < l->ntags; i++) {
        if (l->tags[i] == id) {
            if (!on)
                l->tags[i] = l->tags[--l->ntags];
            return;
        }
    }
    if (!on)
        return;
    l->tags = mem_resize(l->tags, l->ntags + 1, sizeof *l->tags);
    l->tags[l->ntags++] = id;
}

static void tag(struct rows *l)
{
    const void *row = rows_now(l);
    if (!row)
        return;
    set_tag(l, l->source->id(row), !rows_tagged(l, l->source->id(row)));
    l->stale = true;
    rows_move(l, CMD_DOWN);
}

/* Everything on this page too; nothing any more where all of it was tagged. */
static void tag_page(struct rows *l)
{
    size_t before = l->ntags;
    rows_read(l);
    for (size_t i = 0; i < l->n; i++)
        if (l->source->id(l->v[i]) != l->gone)
            set_tag(l, l->source->id(l->v[i]), true);
    if (l->ntags == before)
        rows_untag(l);
    l->stale = true;
}

/* ---- the filter ----------------------------------------------------------------------------------------- */

const char *rows_filter(const struct rows *l)
{
    return l->filter ? edit_text(l->filter) : "";
}

void rows_filter_start(struct rows *l)
{
    if (l->typing) {
        rows_filter_stop(l);
        return;
    }
    l->anew = *rows_filter(l) != '\0';
    if (!l->filter)
        l->filter = edit_new("", false, 60);
    l->typing = true;
}

void rows_filter_stop(struct rows *l)
{
    l->typing = false;
    if (*rows_filter(l))
        return;
    edit_free(l->filter);
    l->filter = NULL;
}

/* A capital letter or a Chinese character begins it by itself. False: its text is as it was. */
static bool filter_key(struct rows *l, const struct key_event *ev)
{
    unsigned char c = ev->code == K_TEXT && ev->text ? (unsigned char)ev->text[0] : 0;
    if (!l->typing && !(c >= 0x80 || (c >= 'A' && c <= 'Z')))
        return false;
    if (!l->typing)
        rows_filter_start(l);
    if (l->anew && (ev->code == K_TEXT || ev->code == K_PASTE))
        edit_set(l->filter, "");
    l->anew = false;
    return line_key(l->filter, ev) == TYPED_CHANGED;
}

void rows_filter_put(struct rows *l, const char *text)
{
    if (!l->filter)
        l->filter = edit_new("", false, 60);
    edit_set(l->filter, text);
    l->typing = false;
    rows_reset(l);
}

void rows_filter_drop(struct rows *l)
{
    if (!l->filter)
        return;
    edit_set(l->filter, "");
    rows_filter_stop(l);
    rows_reset(l);
}

unsigned rows_key(struct view *v, const struct key_event *ev)
{
    struct rows *l = (struct rows *)v;
    bool act = !l->typing && key_is_letter(ev) && rows_record(l);
    if (act && app_act(v->app, l->here, ev))
        return TAKEN | KEYS;
    if (!filter_key(l, ev))
        return l->typing ? TAKEN | KEYS : 0;
    rows_reset(l);
    return TAKEN | KEYS;
}

unsigned rows_click(struct view *v, int y, int x, bool twice)
{
    struct rows *l = (struct rows *)v;
    y -= l->lead;
    if (y < 1 || (size_t)y > l->n || x >= l->table)
        return 0;
    rows_put_bar(l, (size_t)y - 1);
    rows_left(l);
    return twice ? v->ops->command(v, CMD_OPEN) : TAKEN;
}

unsigned rows_command(struct view *v, int id)
{
    struct rows *l = (struct rows *)v;
    switch (id) {
    case CMD_FILTER:
        rows_filter_start(l);
        return TAKEN | KEYS;
    case CMD_TAG:
        tag(l);
        return TAKEN | KEYS;
    case CMD_TAG_ALL:
        tag_page(l);
        return TAKEN | KEYS;
    case CMD_BACK:
        if (l->ntags) {
            rows_untag(l);
            return TAKEN | KEYS;
        }
        if (!l->filter)
            return 0;
        rows_filter_drop(l);
        return TAKEN | KEYS;
    default:
        return rows_move(l, id) ? TAKEN : 0;
    }
}

unsigned rows_open_unit(struct rows *l)
{
    const struct record *r = rows_record(l);
    if (r && r->form->unit_field >= 0 && r->v[r->form->unit_field].kind == VAL_TEXT)
        app_push(l->view.app, unit_view(l->view.app, r->v[r->form->unit_field].s));
    return TAKEN;
}
