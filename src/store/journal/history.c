/* A record's lines as they are shown: with personal values while they are kept, without what is closed to the reader.
 */
#include "gate.h"
#include "journal/journal.h"
#include "sqlite/words.h"

#include <sodium.h>
#include <stdlib.h>

/* Some SQL's JSON object without the members named (names of fields: nothing to quote). */
static void without(struct buf *sql, const char *json, const struct buf *names)
{
    buf_addf(sql, names->len ? SQL_WITHOUT "%s%s)" : "%s", json, names->len ? names->s : "");
}

/* What the reader may not see; before the record was emptied nothing personal either: a line of an earlier form may
 * hold it in the open, which no line can be rid of, but nobody is shown it any more. */
static void shown_of(struct buf *sql, const char *json, const struct buf *hidden, const struct buf *emptied)
{
    buf_add(sql, "CASE WHEN j.seq < (SELECT coalesce(max(e.seq), 0) FROM journal e WHERE e.reg = ?1 AND e.record = ?2"
                 " AND e.action = 'purge') THEN ");
    without(sql, json, emptied);
    buf_add(sql, " ELSE ");
    without(sql, json, hidden);
    buf_add(sql, " END, ");
}

static struct stmt *lines_of(struct db *db, const char *reg, char *const *names, size_t n)
{
    const struct form *f = forms_find(db->forms, reg);
    struct buf sql = {0}, hidden = {0}, emptied = {0};
    for (size_t i = 0; i < n; i++)
        buf_addf(&hidden, SQL_MEMBER, names[i]);
    buf_add(&emptied, hidden.len ? hidden.s : "");
    for (size_t i = 0; f && i < f->ndeclared; i++)
        if (f->fields[i].personal)
            buf_addf(&emptied, SQL_MEMBER, f->fields[i].name);
    buf_add(&sql, "SELECT j.seq, j.at, j.staff, j.terminal, j.reg, j.number, j.action, j.record, ");
    shown_of(&sql, "j.data", &hidden, &emptied);
    shown_of(&sql, "coalesce(" SQL_MERGED("j.data", "p.data") ", j.data)", &hidden, &emptied);
    buf_add(&sql, "j.hash FROM journal j LEFT JOIN qt_personal p ON p.seq = j.seq"
                  " WHERE j.reg = ?1 AND j.record = ?2 ORDER BY j.seq DESC");
    struct stmt *st = db_stmt(db, sql.s);
    buf_free(&sql);
    buf_free(&hidden);
    buf_free(&emptied);
    return st;
}

int journal_history(struct db *db, const char *reg, int64_t record, char *const *hidden, size_t nhidden,
                    struct journal_line **v, size_t *n)
{
    struct stmt *st = lines_of(db, reg, hidden, nhidden);
    int rc;
    *v = NULL;
    *n = 0;
    bind_text(st, 1, reg);
    bind_int(st, 2, record);
    while ((rc = db_step(db, st)) > 0) {
        *v = mem_resize(*v, *n + 1, sizeof(**v));
        struct journal_line *l = &(*v)[(*n)++];
        *l = (struct journal_line){.seq = col_int(st, 0),
                                   .at = col_int(st, 1),
                                   .staff = col_dup(st, 2),
                                   .terminal = col_dup(st, 3),
                                   .reg = col_dup(st, 4),
                                   .number = col_dup(st, 5),
                                   .action = col_dup(st, 6),
                                   .record = col_int(st, 7),
                                   .data = col_dup(st, 8),
                                   .shown = col_dup(st, 9)};
        size_t size;
        const unsigned char *hash = col_blob(st, 10, &size);
        sodium_bin2hex(l->hash, sizeof l->hash, hash, size < JOURNAL_HASH ? size : JOURNAL_HASH);
    }
    return rc;
}

void journal_free(struct journal_line *v, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        free(v[i].staff);
        free(v[i].terminal);
        free(v[i].reg);
        free(v[i].number);
        free(v[i].action);
        free(v[i].data);
        free(v[i].shown);
    }
    free(v);
}
