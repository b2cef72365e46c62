/* qiantai-print FILE.pdf [COMMAND], or qiantai-print --count: so many sheets would it be, on stdout. The page of
 * src/doc/wire.c on stdin becomes a PDF, made beside and renamed into place. With a command this program then becomes
 * `sh -c COMMAND print FILE.pdf`, the file on stdin. A program of its own, so that no desk loads or waits for pango. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cairo-pdf.h>

#include "pdf.h"

enum { INPUT_MOST = 64 << 20, LIFE = 3 };

static int print_fault(int status, const char *what, const char *why)
{
    fprintf(stderr, "qiantai-print: %s%s%s\n", what, why ? ": " : "", why ? why : "");
    return status;
}

static bool read_all(struct buf *in)
{
    char part[65536];
    size_t n;
    while ((n = fread(part, 1, sizeof part, stdin)) > 0 && in->len < INPUT_MOST)
        buf_addn(in, part, n);
    return !ferror(stdin) && in->len > 0 && in->len < INPUT_MOST;
}

static bool has_han(const char *s)
{
    size_t bytes;
    for (; *s; s += bytes)
        if (text_is_han(text_codepoint(s, &bytes)))
            return true;
    return false;
}

static cairo_status_t drop_bytes(void *arg, const unsigned char *data, unsigned n)
{
    (void)arg;
    (void)data;
    (void)n;
    return CAIRO_STATUS_SUCCESS;
}

static cairo_status_t write_bytes(void *arg, const unsigned char *data, unsigned n)
{
    return fwrite(data, 1, n, arg) == n ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

static int count_pages(const struct page *p, PangoContext *context, bool landscape, struct rare *rare)
{
    double height = p->size.height > 0 ? p->size.height : p->size.width;
    cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(drop_bytes, NULL, p->size.width, height);
    int pages =
        page_is_paper(p) ? paper_draw(p, context, surface, rare) : draw_pages(p, context, surface, landscape, 0, rare);
    cairo_surface_destroy(surface);
    return pages;
}

/* Once to count the pages, once to the file; papers, which have no page numbers, once. */
static bool draw_page(const struct page *p, PangoContext *context, FILE *to, struct rare *rare)
{
    bool paper = page_is_paper(p), landscape = !paper && draw_landscape(p, context, rare);
    double width = landscape ? p->size.height : p->size.width;
    double height = landscape ? p->size.width : p->size.height;
    int pages = paper ? 0 : count_pages(p, context, landscape, rare);
    cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(write_bytes, to, width, height > 0 ? height : width);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, p->title);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "qiantai " QT_VERSION);
    if (paper)
        (void)paper_draw(p, context, surface, rare);
    else
        (void)draw_pages(p, context, surface, landscape, pages, rare);
    cairo_surface_finish(surface);
    bool good = cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS;
    cairo_surface_destroy(surface);
    return good;
}

static const char *half; /* made */

/* Stopped, or too slow: what is half made holds names. */
static void leave(int number)
{
    (void)unlink(half);
    _exit(128 + number);
}

static int make_pdf(const struct page *p, PangoContext *context, const char *file)
{
    char *beside = mem_printf("%s.%ld.part", file, (long)getpid());
    int fd = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    half = fd < 0 ? NULL : beside;
    if (half)
        (void)signal(SIGTERM, leave);
    FILE *to = fd < 0 ? NULL : fdopen(fd, "wb");
    struct rare rare = {0};
    bool good = to && draw_page(p, context, to, &rare);
    errno = good ? 0 : errno ? errno : EIO;
    if (to) {
        good = good && fflush(to) == 0 && fsync(fd) == 0;
        good = fclose(to) == 0 && good;
    }
    good = good && rename(beside, file) == 0;
    int why = errno;
    (void)signal(SIGTERM, SIG_DFL);
    if (!good && fd >= 0)
        (void)unlink(beside);
    free(beside);
    if (good && rare.missing.len) /* src/report/job.c tells it in the person's language */
        fprintf(stderr, PRINT_RARE "%s\n", rare.missing.s);
    rare_free(&rare);
    return good ? PRINT_DONE : print_fault(PRINT_NO_FILE, file, strerror(why));
}

static int tell_count(const struct page *p, PangoContext *context)
{
    struct rare rare = {0};
    int pages = count_pages(p, context, !page_is_paper(p) && draw_landscape(p, context, &rare), &rare);
    rare_free(&rare);
    return printf("%d\n", pages) > 0 && fflush(stdout) == 0 ? PRINT_DONE : PRINT_NO_FILE;
}

/* file NULL: its sheets are only counted. */
static int print_file(const char *file)
{
    struct buf in = {0};
    struct page *p = NULL;
    PangoContext *context;

    if (!read_all(&in)) {
        buf_free(&in);
        return print_fault(PRINT_INPUT, "nothing on stdin, or more than 64 MB", NULL);
    }
    int status =
        page_from_wire(in.s, in.len, &p) == QT_OK ? PRINT_DONE : print_fault(PRINT_INPUT, "stdin", fault_text());
    if (status == PRINT_DONE) {
        context = fonts_open();
        if (has_han(in.s) && !fonts_know(context, "前台维修"))
            status = print_fault(PRINT_NO_FONT, "no font with Chinese characters (fonts-wqy-microhei)", NULL);
        else
            status = file ? make_pdf(p, context, file) : tell_count(p, context);
        fonts_close(context);
    }
    page_free(p);
    buf_free(&in);
    return status;
}

static int become_command(const char *command, const char *file)
{
    int fd = open(file, O_RDONLY);
    if (fd < 0 || dup2(fd, STDIN_FILENO) < 0)
        return print_fault(PRINT_NO_FILE, file, strerror(errno));
    if (fd != STDIN_FILENO)
        (void)close(fd);
    (void)close(LIFE); /* see src/report/job.c: what the command leaves running shall not be waited for */
    (void)execl("/bin/sh", "sh", "-c", command, "print", file, (char *)NULL);
    return print_fault(PRINT_NO_FILE, "/bin/sh", strerror(errno));
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "--version") == 0)
        return printf("qiantai-print %s\n", QT_VERSION) > 0 ? PRINT_DONE : PRINT_NO_FILE;
    if (argc < 2 || argc > 3 || !*argv[1])
        return print_fault(PRINT_USAGE, "usage: qiantai-print FILE.pdf [COMMAND] < page, or --count < page", NULL);
    if (strcmp(argv[1], "--count") == 0)
        return print_file(NULL);
    (void)umask(077); /* it holds names and phones */
    int status = print_file(argv[1]);
    if (status == PRINT_DONE && argc == 3)
        status = become_command(argv[2], argv[1]);
    return status;
}
