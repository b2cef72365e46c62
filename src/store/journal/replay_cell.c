/* One column of a row against what the lines say of it: plain values, sealed ones and their blind indexes, stamps. */
#include "journal/replay_walk.h"

enum { MOMENTS = 60 }; /* lines of before version 3 name no moment of change but their own */

/* Was the value plain when it was written, and has been sealed since? Then it is masked now. */
static bool masked_since(struct raw plain, const char *now)
{
    char *text = raw_text(plain);
    char *by_text = text ? text_mask(text) : NULL, *by_phone = text ? phone_mask(text) : NULL;
    bool same = text && (strcmp(now, by_text) == 0 || strcmp(now, by_phone) == 0);
    free(text);
    free(by_text);
    free(by_phone);
    return same;
}

static bool opens_to(struct walk *w, const char *sealed, struct raw plain)
{
    char *text = raw_text(plain), *opened = NULL;
    bool same = secret_open(w->r->db, SEAL_FIELD, sealed, &opened) == 0 && text && strcmp(text, opened) == 0;
    fault_clear();
    free(text);
    free(opened);
    return same;
}

static bool same_sealed(struct walk *w, const struct cell *c, struct stmt *st, int at)
{
    const struct cell *shown = &w->v[c->of];
    if (c->said || !shown->said || raw_is(cell_said(w, shown), "null"))
        return raw_same(cell_said(w, c), st, at, &w->scratch);
    return !col_null(st, at) && opens_to(w, col_text(st, at), cell_said(w, shown));
}

/* The blind index is worked out again from the sealed text beside it, whose column comes just before. */
static bool same_index(struct walk *w, struct stmt *st, int at)
{
    unsigned char index[SECRET_INDEX];
    size_t n;
    const void *now = col_blob(st, at, &n);
    if (col_null(st, at - 1))
        return !now;
    struct value v = {.kind = VAL_TEXT, .s = (char *)"", .sealed = col_dup(st, at - 1)};
    bool same = secret_value_index(w->r->db, &v, index) == 0 && n == SECRET_INDEX && memcmp(index, now, n) == 0;
    fault_clear();
    free(v.sealed);
    return same;
}

static bool same_stamp(struct walk *w, const struct cell *c, struct stmt *st, int at)
{
    bool none = raw_is(cell_said(w, c), "null");
    if (c->said && (!none || col_null(st, at)))
        return raw_same(cell_said(w, c), st, at, &w->scratch);
    if (c->part == PART_NUMBER)
        return strcmp(col_text(st, at), w->number) == 0;
    if (c->part == PART_CHANGED_BY)
        return strcmp(col_text(st, at), w->staff) == 0;
    int64_t apart = col_int(st, at) - w->at;
    return w->seq < w->r->since ? apart >= -MOMENTS && apart <= MOMENTS : apart == 0;
}

bool cell_same(struct walk *w, const struct cell *c, struct stmt *st, int at)
{
    if (c->lost || c->part == PART_ID)
        return true;
    if (c->part == PART_VERSION)
        return col_int(st, at) == w->lines;
    if (c->part == PART_SEALED)
        return same_sealed(w, c, st, at);
    if (c->part == PART_INDEX)
        return same_index(w, st, at);
    if (c->part != PART_PLAIN)
        return same_stamp(w, c, st, at);
    return raw_same(cell_said(w, c), st, at, &w->scratch) ||
           (c->said && masked_since(cell_said(w, c), col_text(st, at)));
}
