/* Who reads on the command line: the line that a reading leaves before anything is shown (attack.md M10), and what
 * happens where none can be written. A full or read-only disk still reads: the records are needed most when something
 * is wrong. */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "desk_internal.h"

enum { ONE_LINE = 60 /* seconds that it stands for the same reading */, FILES_NEEDED = 8 };

/* What whoever starts the program may have limited, so that the disk only seems to be full. */
static bool limited(void)
{
    struct rlimit size;
    int fd[FILES_NEEDED], n = 0;
    while (n < FILES_NEEDED && (fd[n] = open("/dev/null", O_RDONLY | O_CLOEXEC)) >= 0)
        n++;
    for (int i = 0; i < n; i++)
        (void)close(fd[i]);
    return n < FILES_NEEDED || getrlimit(RLIMIT_FSIZE, &size) != 0 || size.rlim_cur != RLIM_INFINITY;
}

bool reading_unwritable(int fault)
{
    return (fault == QT_FULL || fault == QT_READONLY || fault == QT_IO) && !limited();
}

bool desk_reading_due(const struct desk *d)
{
    return d->reading && d->staff[0] && !d->read_noted;
}

static char *reading_data(const struct desk *d, const struct reading *r)
{
    struct buf b = {0};
    struct json_writer w = {.out = &b};
    json_begin(&w, NULL, '{');
    json_text(&w, "command", r->command);
    if (r->list)
        json_text(&w, "list", r->list);
    if (r->records >= 0)
        json_number(&w, "records", r->records);
    if (r->more)
        json_bool(&w, "more", true);
    if (r->part)
        json_bool(&w, "part", true);
    json_text(&w, "vouched", d->vouched);
    if (seat_user())
        json_text(&w, "user", seat_user());
    json_end(&w);
    return buf_take(&b);
}

static int note(struct desk *d, const struct reading *r, const char *data)
{
    bool there = false;
    int rc = QT_OK;
    if (!r->part && !r->more && !d->readonly)
        rc = journal_stands(d->db, &d->who, "shell-read", r->reg, r->record, data, clock_now() - ONE_LINE, &there);
    return rc < 0 || there ? rc : desk_note(d, "shell-read", r->reg, r->record, data);
}

int desk_note_reading(struct desk *d, const struct reading *r, char **unnoted)
{
    char *data = reading_data(d, r);
    int rc = note(d, r, data);
    free(data);
    *unnoted = NULL;
    if (reading_unwritable(rc) || (rc == QT_REFUSED && clock_possible(d) == QT_REFUSED)) {
        *unnoted = mem_dup(fault_text());
        rc = QT_OK;
    }
    d->read_noted = d->read_noted || rc == QT_OK;
    return rc;
}
