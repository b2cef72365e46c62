/* Numbers: the record's own, and its serials. */
#include "gate.h"
#include "sqlite/words.h"

#include <inttypes.h>

/* The counter of the period at hand is read once in a transaction, counted in memory and written at the commit or
 * when another period comes. Plain statements: RETURNING or REPLACE would make FTS5 flush. */
static int counter_run(struct db *db, const char *sql, int64_t *last)
{
    const struct sequence *s = &db->sequence;
    struct stmt *st = db_stmt(db, sql);
    bind_text(st, 1, s->reg);
    bind_text(st, 2, s->period);
    if (!last) {
        bind_int(st, 3, s->last);
        return db_run(db, st);
    }
    int rc = row_int(db, st, last);
    return rc < 0 ? rc : 0;
}

int sequence_write(struct db *db)
{
    if (!db->sequence.changed)
        return 0;
    int rc = counter_run(db, SQL_SET_IN "counter SET last = ?3 WHERE reg = ?1 AND period = ?2", NULL);
    if (rc == 0 && db_changes(db) == 0)
        rc = counter_run(db, SQL_APPEND_TO "counter VALUES(?1, ?2, ?3)", NULL);
    db->sequence.changed = rc != 0;
    return rc;
}

void sequence_drop(struct db *db)
{
    free(db->sequence.reg);
    free(db->sequence.period);
    db->sequence = (struct sequence){0};
}

/* reg: the register, of a serial REGISTER.FIELD. */
static int next_in_period(struct db *db, const char *reg, const char *period, int64_t *seq)
{
    struct sequence *s = &db->sequence;
    if (!db_in_transaction(db))
        return fault(QT_BUG, "rec_number outside a transaction");
    if (!s->reg || strcmp(s->reg, reg) != 0 || strcmp(s->period, period) != 0) {
        int rc = sequence_write(db);
        if (rc < 0)
            return rc;
        sequence_drop(db);
        s->reg = mem_dup(reg);
        s->period = mem_dup(period);
        rc = counter_run(db, "SELECT last FROM counter WHERE reg = ?1 AND period = ?2", &s->last);
        if (rc < 0) {
            sequence_drop(db);
            return rc;
        }
    }
    *seq = ++s->last;
    s->changed = true;
    return 0;
}

static void add_digits(struct buf *out, int64_t n, int width)
{
    char digits[24];
    size_t at = sizeof(digits);
    for (; n > 0 || width > 0; n /= 10, width--)
        digits[--at] = (char)('0' + n % 10);
    buf_addn(out, digits + at, sizeof(digits) - at);
}

/* One {word} of a pattern; the sequence itself is left as a mark. */
static int add_part(struct buf *out, const struct record *r, const struct civil *c, const char *word, size_t n)
{
    static const char *const dates[] = {"yyyy", "yy", "mm", "dd"};
    const int parts[] = {c->year, c->year % 100, c->month, c->day};
    for (size_t i = 0; i < 4; i++)
        if (strlen(dates[i]) == n && memcmp(dates[i], word, n) == 0) {
            add_digits(out, parts[i], (int)n);
            return 0;
        }
    char *name = mem_dupn(word, n);
    int field = form_field(r->form, name);
    free(name);
    if (field < 0 || r->v[field].kind == VAL_NULL)
        return fault(QT_REFUSED, _("The number needs field %.*s, which is empty."), (int)n, word);
    if (r->v[field].kind == VAL_INT)
        buf_addf(out, "%" PRId64, r->v[field].i);
    else
        buf_add(out, r->v[field].s);
    return 0;
}

/* Pattern with everything but the sequence filled in: head, width (0 = no sequence), tail. */
static int fill_pattern(const struct record *r, const char *pattern, int64_t t, struct buf *head, int *width,
                        struct buf *tail)
{
    struct civil c = civil_of(t);
    struct buf *out = head;
    *width = 0;
    for (const char *p = pattern; *p; p++) {
        const char *end = *p == '{' ? strchr(p, '}') : NULL;
        if (!end) {
            buf_addc(out, *p);
            continue;
        }
        if (strncmp(p, "{seq", 4) == 0) {
            *width = p[4] == ':' ? p[5] - '0' : 1;
            out = tail;
        } else {
            int rc = add_part(out, r, &c, p + 1, (size_t)(end - p) - 1);
            if (rc < 0)
                return rc;
        }
        p = end;
    }
    return 0;
}

static int number_taken(struct db *db, const struct form *f, const char *number)
{
    struct reg *reg = db_reg(db, f);
    if (!reg->taken_sql)
        reg->taken_sql = mem_printf("SELECT 1 FROM \"%s\" WHERE number = ?1", f->name);
    struct stmt *st = db_stmt(db, reg->taken_sql);
    bind_text(st, 1, number);
    return row_one(db, st, NULL, NULL);
}

static int serial_taken(struct db *db, const struct form *f, const struct field *serial, const char *number)
{
    char *sql = mem_printf("SELECT 1 FROM \"%s\" WHERE \"%s\" = ?1", f->name, serial->name);
    struct stmt *st = db_stmt(db, sql);
    free(sql);
    bind_text(st, 1, number);
    return row_one(db, st, NULL, NULL);
}

/* What numbers are made of: the register's, or a serial of it. */
struct numbering {
    const struct form *form;
    const struct field *serial; /* NULL: the register's number */
    const char *pattern;
};

static int is_taken(struct db *db, const struct numbering *n, const char *number)
{
    return n->serial ? serial_taken(db, n->form, n->serial, number) : number_taken(db, n->form, number);
}

/* head and tail are the number but for the sequence; a number that came in by an import is passed over. */
static int number_in_sequence(struct db *db, const struct numbering *n, struct buf *head, int width, const char *tail)
{
    char *reg = n->serial ? mem_printf("%s.%s", n->form->name, n->serial->name) : mem_dup(n->form->name);
    size_t len = head->len;
    buf_addc(head, '#');
    buf_add(head, tail);
    char *period = mem_dup(head->s);
    int64_t seq = 0;
    int rc;
    do {
        rc = next_in_period(db, reg, period, &seq);
        if (rc == 0) {
            head->len = len;
            add_digits(head, seq, width);
            buf_add(head, tail);
            rc = is_taken(db, n, head->s);
        }
    } while (rc > 0);
    free(period);
    free(reg);
    return rc;
}

static int number_make(struct db *db, const struct record *r, const struct numbering *n, int64_t t, char **out)
{
    struct buf head = {0}, tail = {0};
    int width, rc = fill_pattern(r, n->pattern, t, &head, &width, &tail);
    if (rc == 0 && width > 0)
        rc = number_in_sequence(db, n, &head, width, tail.s ? tail.s : "");
    *out = rc == 0 ? buf_take(&head) : NULL;
    buf_free(&head);
    buf_free(&tail);
    return rc;
}

int rec_number(struct db *db, const struct record *r, int64_t t, char **out)
{
    return number_make(db, r, &(struct numbering){r->form, NULL, r->form->number}, t, out);
}

int rec_serial(struct db *db, const struct record *r, int field, int64_t t, char **out)
{
    const struct field *serial = &r->form->fields[field];
    return number_make(db, r, &(struct numbering){r->form, serial, serial->number}, t, out);
}
