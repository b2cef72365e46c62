/* A page to where the options say: the terminal, CSV, JSON, a file, the printer. */
#include "cmd.h"

enum { PAPER_COLUMNS = 80 };

bool cli_face_option(int c, const char *arg, struct cli_face *face)
{
    switch (c) {
    case FACE_CSV:
        face->csv = true;
        return true;
    case FACE_JSON:
        face->json = true;
        return true;
    case FACE_BOM:
        face->bom = true;
        return true;
    case FACE_FILE:
        face->file = arg;
        return true;
    default:
        return false;
    }
}

/* Non-zero: the reader has gone or the disk is full; cli_out_done says so. */
static int put_stdout(void *arg, const char *s, size_t n)
{
    (void)arg;
    return fwrite(s, 1, n, stdout) == n ? QT_OK : 1;
}

static int page_show(struct page *p, const struct cli_face *face)
{
    int rc;
    if (face->json) {
        rc = page_to_json(p, put_stdout, NULL);
    } else if (face->csv) {
        if (face->bom)
            fputs("\xEF\xBB\xBF", stdout);
        rc = page_to_csv(p, put_stdout, NULL);
    } else if (face->file) {
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
    if (print_start(d, p, file, &job) != QT_OK)
        return cli_fail();
    int rc = print_end(job, &said);
    if (rc == QT_OK)
        puts(said.s);
    buf_free(&said);
    return rc == QT_OK ? cli_out_done() : cli_fail();
}

int cli_page(struct desk *d, struct page *p, const struct cli_face *face)
{
    int rc;
    if (face->csv || face->json || (!face->file && !face->print))
        rc = page_show(p, face);
    else if (!face->file || strcmp(face->file, "-") != 0)
        rc = page_print(d, p, face->file);
    else
        rc = print_note(d, p) == QT_OK ? page_show(p, face) : cli_fail();
    page_free(p);
    return rc;
}
