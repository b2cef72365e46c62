/* What one transaction wrote, line by line, and which of that was taken back. */
#include "gate.h"

#include <stdlib.h>

#define LINE                                                                                                           \
    "SELECT j.seq, j.at, j.record, j.staff, j.terminal, j.reg, j.number, j.action, j.data, p.data, p.sealed"           \
    " FROM journal j LEFT JOIN qt_personal p ON p.seq = j.seq"
#define TAKEN_BACK "j.action IN ('undo', 'withdraw') AND instr(j.data, '\"caused by\":{\"undo\":') > 0"

static int take_lines(struct db *db, struct stmt *st, struct event_line **v, size_t *n)
{
    size_t cap = 0;
    int rc;
    *v = NULL;
    *n = 0;
    while ((rc = db_step(db, st)) > 0) {
        if (*n == cap) {
            cap = cap ? cap * 2 : 16;
            *v = mem_resize(*v, cap, sizeof **v);
        }
        (*v)[(*n)++] = (struct event_line){.seq = col_int(st, 0),
                                           .at = col_int(st, 1),
                                           .record = col_int(st, 2),
                                           .staff = col_dup(st, 3),
                                           .terminal = col_dup(st, 4),
                                           .reg = col_dup(st, 5),
                                           .number = col_dup(st, 6),
                                           .action = col_dup(st, 7),
                                           .data = col_dup(st, 8),
                                           .personal = col_null(st, 9) ? NULL : col_dup(st, 9),
                                           .sealed = col_null(st, 10) ? NULL : col_dup(st, 10)};
    }
    return rc;
}

int journal_lines(struct db *db, int64_t from, int64_t to, struct event_line **v, size_t *n)
{
    struct stmt *st = db_stmt(db, LINE " WHERE j.seq BETWEEN ?1 AND ?2 ORDER BY j.seq");
    bind_int(st, 1, from);
    bind_int(st, 2, to);
    return take_lines(db, st, v, n);
}

int journal_undone(struct db *db, int64_t since, struct event_line **v, size_t *n)
{
    struct stmt *st = db_stmt(db, LINE " WHERE j.seq > ?1 AND " TAKEN_BACK " ORDER BY j.seq");
    bind_int(st, 1, since);
    return take_lines(db, st, v, n);
}

int journal_void(struct db *db, const char *reg, const char *number, struct event_line **v)
{
    size_t n = 0;
    struct stmt *st = db_stmt(db, LINE " WHERE j.reg = ?1 AND j.number = ?2 AND j.action = 'withdraw'"
                                       " ORDER BY j.seq DESC LIMIT 1");
    bind_text(st, 1, reg);
    bind_text(st, 2, number);
    int rc = take_lines(db, st, v, &n);
    return rc < 0 ? rc : n > 0;
}

void journal_lines_free(struct event_line *v, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        char *const texts[] = {v[i].staff,  v[i].terminal, v[i].reg,      v[i].number,
                               v[i].action, v[i].data,     v[i].personal, v[i].sealed};
        for (size_t k = 0; k < ARRAY_LEN(texts); k++)
            free(texts[k]);
    }
    free(v);
}
