/* Keys that every list has: movement, type-ahead, tags. */
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

/* Everything on this page, or nothing. */
static void tag_page(struct rows *l)
{
    bool any = l->ntags > 0;
    rows_untag(l);
    for (size_t i = 0; !any && i < l->n; i++)
        set_tag(l, l->source->id(l->v[i]), true);
}

unsigned rows_key(struct view *v, const struct key_event *ev)
{
    struct rows *l = (struct rows *)v;
    if (typeahead_typing(&l->filter) ? !typeahead_key(&l->filter, ev) : !typeahead_starts(&l->filter, ev))
        return typeahead_typing(&l->filter) ? TAKEN | KEYS : 0;
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
    return twice ? v->ops->command(v, CMD_OPEN) : TAKEN;
}

unsigned rows_command(struct view *v, int id)
{
    struct rows *l = (struct rows *)v;
    switch (id) {
    case CMD_FILTER:
        typeahead_start(&l->filter);
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
        if (!typeahead_clear(&l->filter))
            return 0;
        rows_reset(l);
        return TAKEN | KEYS;
    default:
        return rows_move(l, id) ? TAKEN : 0;
    }
}
