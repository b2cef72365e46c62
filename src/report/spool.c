/* Rows that are read more than once: by who looks at them, by the journal's hash, by the printer. All of them are to
 * see the same, and none is to hold them in memory, so they lie in a file without a name. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "papers.h"

struct spool {
    FILE *file;
    size_t users;
};

enum { ROW_BODY = 'r', ROW_TOTAL = 't' };

static int refuse_spool(void)
{
    return fault(QT_IO, _("There is no room for the rows of the list in the folder for temporary files."));
}

void spool_free(struct spool *s)
{
    if (!s || --s->users > 0)
        return;
    if (s->file)
        (void)fclose(s->file);
    free(s);
}

static bool put_cell(FILE *f, const char *text)
{
    size_t n = strlen(text);
    return fwrite(&n, sizeof n, 1, f) == 1 && fwrite(text, 1, n, f) == n;
}

static bool put_row(FILE *f, const struct page_row *row)
{
    struct buf tmp = {0};
    bool good = fputc(row->total ? ROW_TOTAL : ROW_BODY, f) != EOF;
    for (size_t i = 0; good && i < row->n; i++)
        good = put_cell(f, cell_text(&row->cell[i], &tmp));
    buf_free(&tmp);
    return good;
}

static void row_clear(struct page_row *row)
{
    for (size_t i = 0; i < row->n; i++) {
        free(row->cell[i].text);
        free(row->cell[i].plain);
        row->cell[i] = (struct page_cell){0};
    }
    row->total = false;
}

int spool_fill(size_t columns, page_next *next, void *arg, struct spool **out)
{
    struct spool *s = mem_alloc(sizeof *s);
    struct page_row row = {.cell = mem_alloc((columns + 1) * sizeof *row.cell), .n = columns};
    int rc = 1;
    *s = (struct spool){.file = tmpfile(), .users = 1};
    if (!s->file)
        rc = refuse_spool();
    while (rc == 1) {
        row_clear(&row);
        rc = next(arg, &row);
        if (rc == 1 && !put_row(s->file, &row))
            rc = refuse_spool();
    }
    if (rc == 0 && fflush(s->file) != 0)
        rc = refuse_spool();
    row_clear(&row);
    free(row.cell);
    if (rc < 0)
        spool_free(s);
    *out = rc < 0 ? NULL : s;
    return rc;
}

/* ---- reading ---------------------------------------------------------------------------------------------------- */

struct reel { /* one table's place in it */
    struct spool *spool;
    long at;
};

static bool read_cell(FILE *f, struct page_cell *c)
{
    size_t n;
    if (fread(&n, sizeof n, 1, f) != 1)
        return false;
    c->text = mem_alloc(n + 1);
    c->text[n] = '\0';
    return fread(c->text, 1, n, f) == n;
}

static int reel_next(void *arg, struct page_row *row)
{
    struct reel *r = arg;
    FILE *f = r->spool->file;
    int kind = fseek(f, r->at, SEEK_SET) == 0 ? fgetc(f) : EOF;
    if (kind == EOF)
        return ferror(f) ? refuse_spool() : 0;
    row->total = kind == ROW_TOTAL;
    for (size_t i = 0; i < row->n; i++)
        if (!read_cell(f, &row->cell[i]))
            return refuse_spool();
    r->at = ftell(f);
    return 1;
}

static int reel_again(void *arg)
{
    ((struct reel *)arg)->at = 0;
    return QT_OK;
}

static void reel_free(void *arg)
{
    struct reel *r = arg;
    spool_free(r->spool);
    free(r);
}

void spool_source(struct page *p, struct spool *s)
{
    struct reel *r = mem_alloc(sizeof *r);
    *r = (struct reel){.spool = s};
    s->users++;
    page_source(p, reel_next, r, reel_free);
    page_source_again(p, reel_again);
}
