/* Prints of a paper: how many there were is counted in the journal itself, so nothing else need agree with it. */
#include <sodium.h>
#include <stdlib.h>

#include "journal/journal.h"
#include "journal/secret.h"

/* A receipt is one whatever paper it is printed on; the record may have had another before. */
static int receipt_copies(struct db *db, const char *reg, const struct printed *p, int64_t *n)
{
    struct stmt *st = db_stmt(db, "SELECT count(*) FROM journal WHERE reg = ?1 AND record = ?2 AND action = 'print'"
                                  " AND seq > ?3 AND instr(data, ?4) > 0");
    char *said = mem_printf(",\"receipt\":\"%s\",", p->receipt);
    bind_text(st, 1, reg);
    bind_int(st, 2, p->record);
    bind_int(st, 3, p->since);
    bind_text(st, 4, said);
    int rc = row_int(db, st, n);
    free(said);
    return rc;
}

/* Which paper it is, and of a list which number it bears: with this the line's data begins. */
static void begin_data(struct json_writer *w, const struct printed *p)
{
    json_begin(w, NULL, '{');
    json_text(w, "paper", p->paper);
    if (p->number)
        json_text(w, "number", p->number);
}

static int copies_so_far(struct db *db, const char *reg, const struct printed *p, int64_t *n)
{
    struct stmt *st = db_stmt(db, "SELECT count(*) FROM journal WHERE reg = ?1 AND record = ?2 AND action = 'print'"
                                  " AND substr(data, 1, length(?3)) = ?3");
    struct buf begin = {0};
    begin_data(&(struct json_writer){.out = &begin}, p);
    buf_addc(&begin, ',');
    bind_text(st, 1, reg);
    bind_int(st, 2, p->record);
    bind_text(st, 3, begin.s);
    int rc = row_int(db, st, n);
    buf_free(&begin);
    return rc;
}

/* Keyed: whoever has the journal alone cannot try names and phones on it. */
static int hash_of(struct db *db, const char *content, size_t n, char hex[2 * SECRET_MAC + 1])
{
    static const char before[] = "print";
    unsigned char mac[SECRET_MAC];
    struct buf b = {0};
    buf_addn(&b, before, sizeof before);
    buf_addn(&b, content, n);
    int rc = secret_mac(db, b.s, b.len, mac);
    buf_free(&b);
    sodium_bin2hex(hex, 2 * SECRET_MAC + 1, mac, sizeof mac);
    return rc;
}

int journal_printed(struct db *db, const struct who *who, const char *reg, struct printed *p)
{
    char hash[2 * SECRET_MAC + 1];
    struct buf data = {0};
    struct json_writer w = {.out = &data};
    int rc = p->receipt ? receipt_copies(db, reg, p, &p->copy) : copies_so_far(db, reg, p, &p->copy);
    if (rc >= 0)
        rc = hash_of(db, p->content, p->n, hash);
    if (rc < 0)
        return rc;
    begin_data(&w, p);
    if (p->receipt)
        json_text(&w, "receipt", p->receipt);
    json_number(&w, "copy", p->copy);
    json_text(&w, "hash", hash);
    json_end(&w);
    rc = journal_note(db, who, "print", reg, p->record, data.s);
    buf_free(&data);
    return rc;
}
