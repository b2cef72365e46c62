/* Which drafts there are: a mark beside them names them and vouches for the set with the key, so that one that was
 * taken away, added or put back outside of the program shows. Each change of a draft renews it, in the same
 * transaction; a draft that was missing before such a change stays in the mark as a lost one. */
#include "journal/secret.h"

#include <sodium.h>

#define MARK "drafts"

enum { TAG = 16, HEX = 2 * SECRET_MAC }; /* a sealed text ends with its tag, which no two have in common */

struct set {
    int64_t *v; /* ids; a lost one as -id, 0: which one cannot be told */
    size_t n;
    struct buf bound; /* what the MAC covers: 7 bytes, then 24 for each id, so that nothing else has such a length */
};

static void set_clear(struct set *s)
{
    free(s->v);
    buf_free(&s->bound);
    *s = (struct set){0};
}

static bool set_has(const struct set *s, int64_t id)
{
    for (size_t i = 0; i < s->n; i++)
        if (s->v[i] == id)
            return true;
    return false;
}

static void set_add(struct set *s, int64_t id, const void *tag)
{
    static const unsigned char none[TAG] = {0};
    char le[8];
    if (s->n == 0)
        buf_addn(&s->bound, MARK, sizeof MARK);
    for (size_t i = 0; i < sizeof le; i++)
        le[i] = (char)(unsigned char)((uint64_t)id >> (8 * i));
    buf_addn(&s->bound, le, sizeof le);
    buf_addn(&s->bound, tag ? tag : none, TAG);
    s->v = mem_resize(s->v, s->n + 1, sizeof *s->v);
    s->v[s->n++] = id;
}

static int set_mac(const struct db *db, const struct set *s, char hex[HEX + 1])
{
    unsigned char mac[SECRET_MAC];
    int rc = s->n ? secret_mac(db, s->bound.s, s->bound.len, mac) : secret_mac(db, MARK, sizeof MARK, mac);
    if (rc == 0)
        sodium_bin2hex(hex, HEX + 1, mac, sizeof mac);
    return rc;
}

/* The drafts that are there. */
static int set_read(struct db *db, struct set *s)
{
    struct stmt *st = db_stmt(db, "SELECT id, substr(data, max(length(data) - 15, 1)) FROM draft ORDER BY id");
    int rc;
    while ((rc = db_step(db, st)) > 0) {
        size_t n;
        const void *tag = col_blob(st, 1, &n);
        set_add(s, col_int(st, 0), n == TAG ? tag : NULL);
    }
    return rc;
}

/* The mark's ids, without what they are bound to. */
static void mark_ids(const char *mark, struct set *s)
{
    char *end;
    for (const char *at = mark + strcspn(mark, " "); *at == ' '; at = end) {
        int64_t id = strtoll(at, &end, 10);
        if (end == at)
            return;
        set_add(s, id, NULL);
    }
}

static void add_lost(struct set *now, int64_t id)
{
    if (!set_has(now, id))
        set_add(now, id, NULL);
}

/* now: the drafts that are there; those that the mark calls lost, or that are missing, are added to it. */
static int find_lost(struct db *db, struct set *now)
{
    struct set said = {0};
    char *mark, hex[HEX + 1];
    int rc = meta_get(db, MARK, &mark);
    if (rc < 0)
        return rc;
    mark_ids(mark, &said);
    for (size_t i = 0; i < said.n; i++)
        if (said.v[i] <= 0)
            add_lost(now, said.v[i]);
    rc = set_mac(db, now, hex);
    bool whole = rc == 0 && strncmp(mark, hex, HEX) == 0, named = false;
    for (size_t i = 0, there = now->n; i < said.n && !whole; i++)
        if (said.v[i] > 0 && !set_has(now, said.v[i])) {
            add_lost(now, -said.v[i]);
            named = named || now->n > there;
        }
    if (rc == 0 && !whole && !named)
        add_lost(now, 0);
    set_clear(&said);
    free(mark);
    return rc;
}

static int mark_write(struct db *db, const struct set *now)
{
    char hex[HEX + 1];
    int rc = set_mac(db, now, hex);
    if (rc < 0)
        return rc;
    struct buf mark = {0};
    buf_add(&mark, hex);
    for (size_t i = 0; i < now->n; i++) {
        buf_addc(&mark, ' ');
        buf_add_int(&mark, now->v[i]);
    }
    rc = meta_set(db, MARK, mark.s);
    buf_free(&mark);
    return rc;
}

int drafts_changing(struct db *db, int (*change)(struct db *db, void *arg), void *arg)
{
    struct set before = {0}, now = {0};
    int rc = set_read(db, &before);
    if (rc == 0)
        rc = find_lost(db, &before);
    if (rc == 0)
        rc = change(db, arg);
    if (rc == 0)
        rc = set_read(db, &now);
    for (size_t i = 0; rc == 0 && i < before.n; i++)
        if (before.v[i] <= 0)
            set_add(&now, before.v[i], NULL);
    if (rc == 0)
        rc = mark_write(db, &now);
    set_clear(&before);
    set_clear(&now);
    return rc;
}

int drafts_count_anew(struct db *db)
{
    struct set now = {0};
    int rc = set_read(db, &now);
    if (rc == 0)
        rc = mark_write(db, &now);
    set_clear(&now);
    return rc;
}

int drafts_lost(struct db *db)
{
    struct set now = {0};
    struct buf ids = {0};
    int rc = set_read(db, &now);
    if (rc == 0)
        rc = find_lost(db, &now);
    bool unknown = set_has(&now, 0);
    for (size_t i = 0; i < now.n; i++)
        if (now.v[i] < 0)
            buf_addf(&ids, "%s%lld", ids.len ? ", " : "", -(long long)now.v[i]);
    if (rc == 0 && ids.len)
        rc = fault(
            QT_CORRUPT,
            _("Draft %s was deleted outside of the program: what was typed there is lost. The rest is not touched "
              "by this."),
            ids.s);
    else if (rc == 0 && unknown)
        rc = fault(QT_CORRUPT, _("The drafts are not those that were saved last: one was added, put back or taken away "
                                 "outside of the program. The rest is not touched by this."));
    set_clear(&now);
    buf_free(&ids);
    return rc;
}
