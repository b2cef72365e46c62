/* A page to where the options say: the terminal, CSV, JSON, a file, the printer. */
#include "cmd.h"

enum { PAPER_COLUMNS = 80, HELD_MOST = 256 * 1024 /* bytes */, NOT_NOTED = 2 };

bool cli_data(const struct cli_call *c)
{
    return c->given[OPT_CSV] || c->given[OPT_JSON];
}

bool cli_is_workbook(const char *file)
{
    size_t n = file ? strlen(file) : 0;
    return n > 5 && strcmp(file + n - 5, ".xlsx") == 0;
}

/* What is read leaves its line before it is shown: it is held back until it is whole, or so much that the line says how
 * many records there are at least. */
struct showing {
    const struct cli_call *c;
    struct page *p;
    struct buf held;
    bool open; /* nothing is held back any more */
};

/* Non-zero: the reader has gone or the disk is full; cli_out_done says so. */
static int put_stdout(const char *s, size_t n)
{
    char *tame = mem_dupn(s, n);
    text_tame(tame, n);
    size_t put = fwrite(tame, 1, n, stdout);
    free(tame);
    return put == n ? QT_OK : 1;
}

static int show_held(struct showing *s)
{
    s->open = true;
    return s->held.len ? put_stdout(s->held.s, s->held.len) : QT_OK;
}

static int put_shown(void *arg, const char *text, size_t n)
{
    struct showing *s = arg;
    if (s->open)
        return put_stdout(text, n);
    buf_addn(&s->held, text, n);
    if (s->held.len < HELD_MOST)
        return QT_OK;
    if (cli_reading(s->c, s->p, 0, true) != EXIT_DONE)
        return NOT_NOTED;
    return show_held(s);
}

static int put_page(struct showing *s)
{
    const struct cli_call *c = s->c;
    if (c->given[OPT_JSON])
        return page_to_json(s->p, put_shown, s);
    if (c->given[OPT_CSV]) {
        int rc = c->given[OPT_BOM] ? put_shown(s, "\xEF\xBB\xBF", 3) : QT_OK;
        return rc == QT_OK ? page_to_csv(s->p, put_shown, s) : rc;
    }
    if (c->given[OPT_OUTPUT])
        return page_to_text(s->p, PAPER_COLUMNS, 0, put_shown, s);
    return page_to_text(s->p, 0, LAYOUT_BARE, put_shown, s);
}

static int page_show(const struct cli_call *c, struct page *p)
{
    struct showing s = {.c = c, .p = p, .open = !desk_reading_due(c->d)};
    bool noted = s.open;
    int rc = put_page(&s);
    if (rc == QT_OK && !noted && cli_reading(c, p, 0, false) != EXIT_DONE)
        rc = NOT_NOTED;
    if (rc == QT_OK && !s.open)
        rc = show_held(&s);
    buf_free(&s.held);
    if (rc == NOT_NOTED)
        return EXIT_REFUSED; /* told already */
    return rc < 0 ? cli_fail() : cli_out_done();
}

static int page_print(struct desk *d, struct page *p, const char *file)
{
    struct print_job *job = NULL;
    struct buf said = {0};
    int rc = print_start(d, p, file, &job);
    if (rc == QT_OK)
        rc = print_end(job, &said);
    if (rc == QT_OK)
        puts(said.s);
    buf_free(&said);
    return cli_done(rc);
}

int cli_print(const struct cli_call *c, int rc, struct page **p)
{
    const char *file = c->given[OPT_OUTPUT];
    bool here = file && strcmp(file, "-") == 0;
    if (rc == QT_OK && here)
        rc = print_note(c->d, *p);
    if (rc != QT_OK)
        rc = cli_fail();
    else
        rc = here ? page_show(c, *p) : page_print(c->d, *p, file);
    page_free(*p);
    return rc;
}

int cli_page(const struct cli_call *c, int rc, struct page **p)
{
    const char *file = c->given[OPT_OUTPUT];
    bool book = cli_is_workbook(file);
    if (file && !cli_data(c) && !book)
        return cli_print(c, rc, p);
    if (rc != QT_OK)
        rc = cli_fail();
    else
        rc = book ? cli_workbook(c->d, *p, file) : page_show(c, *p);
    page_free(*p);
    return rc;
}
