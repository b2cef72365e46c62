/* Heads kept elsewhere: on paper, in a mail, with a witness. A database that was put back as a whole, head file and
 * all, is in order by itself; only who has kept a later head can tell. */
#include "journal/journal.h"

#include <ctype.h>
#include <sodium.h>

enum { HEX = 2 * JOURNAL_HASH, BRIEF = 12 /* digits: on paper, and at least */ };

char *journal_head_brief(struct db *db)
{
    int64_t seq;
    char hash[HEX + 1];
    if (journal_head(db, &seq, hash) < 0) {
        fault_clear();
        return NULL;
    }
    return mem_printf("%lld:%.*s", (long long)seq, BRIEF, hash);
}

/* hex: in small letters. */
static bool head_taken(const char *text, int64_t *seq, char hex[HEX + 1])
{
    char *colon;
    *seq = strtoll(text, &colon, 10);
    size_t n = *colon == ':' ? strlen(colon + 1) : 0;
    if (colon == text || *seq < 1 || n < BRIEF || n > HEX || strspn(colon + 1, "0123456789abcdefABCDEF") != n)
        return false;
    for (size_t i = 0; i <= n; i++)
        hex[i] = (char)tolower((unsigned char)colon[1 + i]);
    return true;
}

static void take_hex(struct stmt *st, void *arg)
{
    size_t size;
    const unsigned char *hash = col_blob(st, 0, &size);
    sodium_bin2hex(arg, HEX + 1, hash, size < JOURNAL_HASH ? size : JOURNAL_HASH);
}

static void take_moment(struct stmt *st, void *arg)
{
    int64_t *line = arg;
    line[0] = col_int(st, 0);
    line[1] = col_int(st, 1);
}

/* What does not fit may belong to the file that a restored backup has replaced. */
static int does_not_fit(struct db *db, const char *why)
{
    int64_t line[2];
    char at[17];
    struct stmt *st = db_stmt(db, "SELECT seq, at FROM journal WHERE reg = '' AND record = 0 AND action = 'restore'"
                                  " ORDER BY seq DESC LIMIT 1");
    if (row_one(db, st, take_moment, line) <= 0)
        return fault(QT_CORRUPT, "%s", why);
    stamp_show(line[1], at);
    return fault(QT_CORRUPT,
                 _("%s A backup was restored on %s (journal line %lld): the head may be one of the file it replaced."),
                 why, at, (long long)line[0]);
}

int journal_kept(struct db *db, const char *head)
{
    int64_t seq, last;
    char hex[HEX + 1], here[HEX + 1] = "", end[HEX + 1];
    if (!head_taken(head, &seq, hex))
        return fault(QT_REFUSED,
                     _("A head is the number of a journal line and at least %d digits of its hash, as in "
                       "1234:ab12cd34ef56."),
                     BRIEF);
    int rc = journal_head(db, &last, end);
    struct stmt *st = db_stmt(db, "SELECT hash FROM journal WHERE seq = ?1");
    bind_int(st, 1, seq);
    if (rc == 0)
        rc = row_one(db, st, take_hex, here);
    if (rc < 0 || (rc > 0 && strncmp(hex, here, strlen(hex)) == 0))
        return rc < 0 ? rc : 0;
    char *why = rc > 0
                    ? mem_printf(_("Journal line %lld is not the line of that head: the journal was written anew from "
                                   "there or before, or this is another database."),
                                 (long long)seq)
                    : mem_printf(_("The journal once had line %lld, now it ends with line %lld: the database was put "
                                   "back to an earlier state, or lines were cut off."),
                                 (long long)seq, (long long)last);
    rc = does_not_fit(db, why);
    free(why);
    return rc;
}
