/* A page to where the options say: the terminal, CSV, JSON, a file, the printer. */
#include "cmd.h"

enum { PAPER_COLUMNS = 80 };

bool cli_data(const struct cli_call *c)
{
    return c->given[OPT_CSV] || c->given[OPT_JSON];
}

bool cli_is_workbook(const char *file)
{
    size_t n = file ? strlen(file) : 0;
    return n > 5 && strcmp(file + n - 5, ".xlsx") == 0;
}

/* Non-zero: the reader has gone or the disk is full; cli_out_done says so. */
static int put_stdout(void *arg, const char *s, size_t n)
{
    (void)arg;
    char *tame = mem_dupn(s, n);
    text_tame(tame, n);
    size_t put = fwrite(tame, 1, n, stdout);
    free(tame);
    return put == n ? QT_OK : 1;
}

static int page_show(const struct cli_call *c, struct page *p)
{
    int rc;
    if (c->given[OPT_JSON]) {
        rc = page_to_json(p, put_stdout, NULL);
    } else if (c->given[OPT_CSV]) {
        if (c->given[OPT_BOM])
            fputs("\xEF\xBB\xBF", stdout);
        rc = page_to_csv(p, put_stdout, NULL);
    } else if (c->given[OPT_OUTPUT]) {
        rc = page_to_text(p, PAPER_COLUMNS, 0, put_stdout, NULL);
    } else {
        rc = page_to_text(p, 0, LAYOUT_BARE, put_stdout, NULL);
    }
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
