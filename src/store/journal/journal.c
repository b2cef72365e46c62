/* The journal: one line per change, each with a hash over the line before and itself. Values of
 * personal and secret fields lie apart in qt_personal, so that they can be deleted (U4); the line
 * holds their salted hash, which says nothing once the salt is gone, and the chain stays whole. */
#include "journal/journal.h"
#include "sqlite/words.h"

#include <sodium.h>

/* ---- hashes ---------------------------------------------------------------------------------------- */

/* Small parts are gathered: the hash function is quick with blocks and slow with bytes. */
struct mixer {
    crypto_generichash_state h;
    size_t n;
    unsigned char block[1024];
};

static void mix_begin(struct mixer *m)
{
    crypto_generichash_init(&m->h, NULL, 0, JOURNAL_HASH);
    m->n = 0;
}

static void mix_bytes(struct mixer *m, const void *p, size_t n)
{
    if (m->n + n > sizeof m->block) {
        crypto_generichash_update(&m->h, m->block, m->n);
        m->n = 0;
    }
    if (n > sizeof m->block) {
        crypto_generichash_update(&m->h, p, n);
    } else if (n) {
        memcpy(m->block + m->n, p, n);
        m->n += n;
    }
}

static void mix_end(struct mixer *m, unsigned char out[JOURNAL_HASH])
{
    crypto_generichash_update(&m->h, m->block, m->n);
    crypto_generichash_final(&m->h, out, JOURNAL_HASH);
}

static void little_endian(uint64_t v, unsigned char le[8])
{
    for (int i = 0; i < 8; i++)
        le[i] = (unsigned char)(v >> (8 * i));
}

/* Every part goes in with its length, so that no two different lines give the same bytes. */
static void mix(struct mixer *m, const void *p, size_t n)
{
    unsigned char le[8];
    little_endian(n, le);
    mix_bytes(m, le, sizeof le);
    mix_bytes(m, p, n);
}

static void mix_int(struct mixer *m, int64_t v)
{
    unsigned char le[8];
    little_endian((uint64_t)v, le);
    mix(m, le, sizeof le);
}

static void mix_text(struct mixer *m, const char *s)
{
    mix(m, s, strlen(s));
}

void line_hash(const struct line *l, const unsigned char before[JOURNAL_HASH], unsigned char out[JOURNAL_HASH])
{
    struct mixer m;
    mix_begin(&m);
    mix(&m, before, JOURNAL_HASH);
    mix_int(&m, l->seq);
    mix_int(&m, l->at);
    mix_text(&m, l->staff);
    mix_text(&m, l->terminal);
    mix_text(&m, l->reg);
    mix_int(&m, l->record);
    mix_text(&m, l->number);
    mix_text(&m, l->action);
    mix_text(&m, l->data);
    mix(&m, l->private, l->private ? JOURNAL_HASH : 0);
    mix_end(&m, out);
}

void private_hash(const void *salt, size_t nsalt, const char *data, const char *sealed, unsigned char out[JOURNAL_HASH])
{
    struct mixer m;
    mix_begin(&m);
    mix(&m, salt, nsalt);
    mix_text(&m, data);
    mix_text(&m, sealed ? sealed : "");
    mix_end(&m, out);
}

int line_mac(const struct db *db, const unsigned char hash[JOURNAL_HASH], unsigned char mac[SECRET_MAC])
{
    return secret_mac(db, hash, JOURNAL_HASH, mac);
}

/* ---- appending ----------------------------------------------------------------------------------------- */

struct end {
    int64_t *seq;
    unsigned char *hash;
};

static void take_end(struct stmt *st, void *arg)
{
    struct end *end = arg;
    size_t size;
    const void *hash = col_blob(st, 1, &size);
    *end->seq = col_int(st, 0);
    if (size == JOURNAL_HASH)
        memcpy(end->hash, hash, JOURNAL_HASH);
}

int journal_end(struct db *db, int64_t *seq, unsigned char hash[JOURNAL_HASH])
{
    struct end end = {seq, hash};
    *seq = 0;
    memset(hash, 0, JOURNAL_HASH);
    int rc = row_one(db, db_stmt(db, "SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1"), take_end, &end);
    return rc < 0 ? rc : 0;
}

int journal_end_known(struct db *db)
{
    struct head *head = &db->head;
    if (head->known)
        return 0;
    int rc = journal_end(db, &head->seq, head->hash);
    if (rc < 0)
        return rc;
    head->base = head->seq;
    memcpy(head->base_hash, head->hash, JOURNAL_HASH);
    head->known = true;
    return 0;
}

#define JOURNAL_LINE "journal VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11"

static int append(struct db *db, struct line *l)
{
    if (!db_in_transaction(db))
        return fault(QT_BUG, "journal line outside a transaction");
    bool first = !db->head.known;
    int rc = journal_end_known(db);
    if (rc == 0 && first)
        rc = clock_watch(db); /* a line of its own, when there is something to say of the clock */
    if (rc < 0)
        return rc;
    unsigned char hash[JOURNAL_HASH], mac[SECRET_MAC];
    l->seq = db->head.seq + 1;
    l->at = l->at ? l->at : clock_now();
    line_hash(l, db->head.hash, hash);
    if (db->keyed && (rc = line_mac(db, hash, mac)) < 0)
        return rc;
    struct stmt *st = db_stmt(db, db->keyed ? SQL_APPEND_TO JOURNAL_LINE ", ?12)" : SQL_APPEND_TO JOURNAL_LINE ")");
    bind_int(st, 1, l->seq);
    bind_int(st, 2, l->at);
    bind_text(st, 3, l->staff);
    bind_text(st, 4, l->terminal);
    bind_text(st, 5, l->reg);
    bind_int(st, 6, l->record);
    bind_text(st, 7, l->number);
    bind_text(st, 8, l->action);
    bind_text(st, 9, l->data);
    if (l->private)
        bind_blob(st, 10, l->private, JOURNAL_HASH);
    bind_blob(st, 11, hash, JOURNAL_HASH);
    if (db->keyed)
        bind_blob(st, 12, mac, SECRET_MAC);
    rc = db_run(db, st);
    if (rc < 0)
        return rc;
    db->head.seq = l->seq;
    memcpy(db->head.hash, hash, JOURNAL_HASH);
    return 0;
}

static const char *or_empty(const char *s)
{
    return s ? s : "";
}

int journal_next(struct db *db, int64_t *seq)
{
    bool first = !db->head.known;
    int rc = journal_end_known(db);
    if (rc == 0 && first)
        rc = clock_watch(db);
    *seq = db->head.seq + 1;
    return rc;
}

int journal_note(struct db *db, const struct who *who, const char *action, const char *reg, int64_t record,
                 const char *data)
{
    return journal_note_at(db, who, action, reg, record, data, 0);
}

int journal_note_at(struct db *db, const struct who *who, const char *action, const char *reg, int64_t record,
                    const char *data, int64_t at)
{
    struct line l = {.at = at,
                     .staff = or_empty(who->staff),
                     .terminal = or_empty(who->terminal),
                     .reg = or_empty(reg),
                     .record = record,
                     .number = "",
                     .action = action,
                     .data = data ? data : "{}"};
    return append(db, &l);
}

int journal_macs(struct db *db)
{
    int rc = db_exec(db, "ALTER TABLE journal ADD COLUMN mac BLOB");
    if (rc == 0)
        rc = drafts_bind(db);
    if (rc == 0)
        rc = head_key(db);
    return rc < 0 ? rc : secret_key_renew(db);
}

/* ---- a record's change as JSON ------------------------------------------------------------------------------ */

static void add_value(struct buf *b, const struct value *v)
{
    if (!v || v->kind == VAL_NULL)
        buf_addn(b, "null", 4);
    else if (v->kind == VAL_INT)
        buf_add_int(b, v->i);
    else
        buf_add_json(b, v->s);
}

static void add_key(struct buf *b, const char *name)
{
    buf_addn(b, b->len ? ",\"" : "{\"", 2);
    buf_add(b, name);
    buf_addn(b, "\":", 2);
}

static void add_pair(struct buf *b, const char *name, const struct value *before, const struct value *after)
{
    add_key(b, name);
    buf_addc(b, '[');
    add_value(b, before);
    buf_addc(b, ',');
    add_value(b, after);
    buf_addc(b, ']');
}

/* Of rows what is stored of them. */
static void add_change(struct buf *b, const struct field *f, const struct value *before, const struct value *after)
{
    if (!items_computed(f)) {
        add_pair(b, f->name, before, after);
        return;
    }
    struct value was = {0}, is = {0};
    char *x = before ? items_stored(f, before) : NULL, *y = items_stored(f, after);
    value_text(&was, x);
    value_text(&is, y);
    add_pair(b, f->name, &was, &is);
    value_clear(&was);
    value_clear(&is);
    free(x);
    free(y);
}

static void add_sealed(struct buf *b, const char *name, const struct value *before, const struct value *after)
{
    add_key(b, name);
    buf_addc(b, '[');
    buf_add_json(b, before ? before->sealed : NULL);
    buf_addc(b, ',');
    buf_add_json(b, after->sealed);
    buf_addc(b, ']');
}

bool field_private(const struct field *f)
{
    if (f->personal || f->secret)
        return true;
    for (size_t i = 0; i < f->nchildren; i++)
        if (f->children[i].personal || f->children[i].secret)
            return true;
    return false;
}

/* Number, who and when stand in the line itself; who and when as values only when they differ from it. */
static bool in_columns(const struct form *f, size_t i)
{
    int sys = (int)i - (int)f->ndeclared;
    return sys == SYS_NUMBER || sys == SYS_CHANGED_AT || sys == SYS_CHANGED_BY;
}

const char *journal_cause(struct db *db, const char *json)
{
    const char *before = db->cause;
    db->cause = json;
    return before;
}

/* By whom and when the record says it was changed, where that is not the line's own; that a record bears no such stamp
 * is said once. */
static void add_stamps(struct buf *data, const struct line *l, const struct record *before, const struct record *after)
{
    const struct form *f = after->form;
    const int stamps[] = {form_sys(f, SYS_CHANGED_AT), form_sys(f, SYS_CHANGED_BY)};
    for (size_t i = 0; i < ARRAY_LEN(stamps); i++) {
        const struct value *v = &after->v[stamps[i]];
        bool own = v->kind == VAL_INT ? v->i == l->at : v->kind == VAL_TEXT && strcmp(v->s, l->staff) == 0;
        if (!own && (v->kind != VAL_NULL || !before || before->v[stamps[i]].kind != VAL_NULL))
            add_pair(data, f->fields[stamps[i]].name, NULL, v);
    }
}

/* That they are empty now; what stood there, earlier lines say. */
static void add_emptied(struct db *db)
{
    for (const struct emptied *e = db->emptied; e; e = e->next) {
        struct buf *const all[] = {&db->data, &db->personal, &db->sealed};
        for (size_t i = 0; i < (e->secret ? ARRAY_LEN(all) : 1); i++) {
            add_key(all[i], e->column);
            buf_add(all[i], e->secret && i == 0 ? "\"#\"" : "[null,null]");
        }
    }
}

static void describe(struct db *db, const struct line *l, const struct record *before, const struct record *after)
{
    const struct form *f = after->form;
    buf_clear(&db->data);
    buf_clear(&db->personal);
    buf_clear(&db->sealed);
    for (size_t i = 0; i < f->nfields; i++) {
        bool again = db->again && db->again[i];
        if (in_columns(f, i) || !(again || field_changed(before, after, i)))
            continue;
        const struct field *fd = &f->fields[i];
        const struct value *b = before && !again ? &before->v[i] : NULL, *a = &after->v[i];
        bool emptied = again && !fd->personal && items_personal(fd) && !items_hold_personal(fd, a);
        if (!field_private(fd) || emptied) {
            add_change(&db->data, fd, b, a);
            continue;
        }
        add_key(&db->data, fd->name);
        buf_add(&db->data, "\"#\"");
        add_change(&db->personal, fd, b, a);
        if (fd->secret)
            add_sealed(&db->sealed, fd->name, b, a);
    }
    add_emptied(db);
    add_stamps(&db->data, l, before, after);
    if (db->cause) {
        add_key(&db->data, "caused by"); /* no field has a blank in its name */
        buf_add(&db->data, db->cause);
    }
    buf_add(&db->data, db->data.len ? "}" : "{}");
    if (db->personal.len)
        buf_addc(&db->personal, '}');
    if (db->sealed.len)
        buf_addc(&db->sealed, '}');
}

static const unsigned char *fresh_salt(struct db *db)
{
    if (db->nsalts == 0) {
        randombytes_buf(db->salts, sizeof(db->salts));
        db->nsalts = sizeof(db->salts) / sizeof(*db->salts);
    }
    return db->salts[--db->nsalts];
}

int journal_record(struct db *db, const struct who *who, const char *action, const struct record *before,
                   const struct record *after)
{
    unsigned char private[JOURNAL_HASH];
    struct line l = {.staff = or_empty(who->staff),
                     .terminal = or_empty(who->terminal),
                     .reg = after->form->name,
                     .record = after->id,
                     .number = record_number(after),
                     .action = action,
                     .at = clock_now()};
    describe(db, &l, before, after);
    l.data = db->data.s;
    if (!db->personal.len)
        return append(db, &l);
    const char *sealed = db->sealed.len ? db->sealed.s : NULL;
    const unsigned char *salt = fresh_salt(db);
    private_hash(salt, SALT_SIZE, db->personal.s, sealed, private);
    l.private = private;
    int rc = append(db, &l);
    if (rc < 0)
        return rc;
    struct stmt *st = db_stmt(db, "INSERT INTO qt_personal VALUES(?1, ?2, ?3, ?4)");
    bind_int(st, 1, l.seq);
    bind_blob(st, 2, salt, SALT_SIZE);
    bind_text(st, 3, db->personal.s);
    bind_text(st, 4, sealed);
    return db_run(db, st);
}

/* ---- reading ---------------------------------------------------------------------------------------------------- */

int journal_head(struct db *db, int64_t *seq, char hash[65])
{
    unsigned char bytes[JOURNAL_HASH];
    int rc = journal_end(db, seq, bytes);
    sodium_bin2hex(hash, 65, bytes, sizeof bytes);
    return rc;
}
