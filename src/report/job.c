/* A print job: its journal line, its end; where it goes is chosen in target.c, the sheet in paper.c. The plain text is
 * written here; PDF and the command of the settings run outside, see spawn.c. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "job.h"
#include "values.h"

enum {
    SAID_BYTES = 300,
    STOP_SECONDS = 2 /* then it is killed */,
    COUNT_SECONDS = 3,
    COUNT_ROWS = 500 /* more would be waited for */
};

static int program_found(const struct print_job *j)
{
    char *program = j->plain ? NULL : supply_find(SUPPLY_PROGRAMS, "qiantai-print"), *looked;
    bool there = j->plain || program;
    free(program);
    if (there)
        return QT_OK;
    looked = supply_looked(SUPPLY_PROGRAMS, "qiantai-print", ", ");
    (void)fault(QT_NOTFOUND,
                _("PDF cannot be drawn here: qiantai-print is not installed (it needs pango and a "
                  "font, Debian: libpangocairo-1.0-0 fonts-wqy-microhei). Plain text can be "
                  "printed: -o FILE.txt, or the setting print_text 80. Looked for: %s."),
                looked);
    free(looked);
    return QT_NOTFOUND;
}

/* ---- what is written ------------------------------------------------------------------------------------- */

static bool write_all(int fd, const char *s, size_t n)
{
    while (n > 0) {
        ssize_t wrote = write(fd, s, n);
        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote <= 0)
            return false;
        s += wrote;
        n -= (size_t)wrote;
    }
    return true;
}

/* A failed write is reported from errno, a page's own fault (negative) with its sentence. */
static int put_fd(void *fd, const char *s, size_t n)
{
    return write_all(*(int *)fd, s, n) ? QT_OK : 1;
}

/* For printers that know no UTF-8: all of it, turned over at once. */
static int put_gb18030(struct page *p, int columns, int fd)
{
    struct buf text = {0};
    char *other = NULL;
    size_t n = 0;
    int rc = page_to_text(p, columns, 0, page_put_buf, &text);
    if (rc == QT_OK)
        rc = text_encode_gb18030(text.s, text.len, &other, &n);
    if (rc == QT_OK)
        rc = put_fd(&fd, other, n);
    free(other);
    buf_free(&text);
    return rc;
}

/* The text beside its place, then renamed into it. */
static int write_plain(const struct print_job *j, struct page *p, int columns)
{
    char *beside = mem_printf("%s.%ld.part", j->file, (long)getpid());
    int fd = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    int rc = fd < 0 ? 1 : j->gb18030 ? put_gb18030(p, columns, fd) : page_to_text(p, columns, 0, put_fd, &fd);
    if (rc == QT_OK && (fsync(fd) != 0 || rename(beside, j->file) != 0))
        rc = 1;
    if (rc != QT_OK) {
        if (rc > 0)
            rc = fault_writing(j->file, errno);
        if (fd >= 0)
            (void)unlink(beside);
    }
    if (fd >= 0)
        (void)close(fd);
    free(beside);
    return rc;
}

/* A file without a name, gone with its last descriptor. */
static int refuse_nameless(void)
{
    FILE *f = tmpfile();
    int fd = f ? fcntl(fileno(f), F_DUPFD_CLOEXEC, 4) : -1;
    if (f)
        (void)fclose(f);
    return fd;
}

/* What the process reads: for PDF the page, for a command the text. */
static int open_input(const struct print_job *j, struct page *p, int *fd)
{
    int rc = 1;
    *fd = j->plain ? open(j->file, O_RDONLY | O_CLOEXEC) : refuse_nameless();
    if (*fd >= 0 && *fd < 4) {
        int high = fcntl(*fd, F_DUPFD_CLOEXEC, 4);
        (void)close(*fd);
        *fd = high;
    }
    if (*fd >= 0)
        rc = j->plain ? QT_OK : page_to_wire(p, put_fd, fd);
    if (rc == QT_OK && !j->plain && lseek(*fd, 0, SEEK_SET) != 0)
        rc = 1;
    return rc;
}

static int job_start(struct print_job *j, struct page *p)
{
    int input, rc = open_input(j, p, &input);
    if (rc == QT_OK) {
        j->log = refuse_nameless();
        rc = j->log < 0 ? 1 : print_spawn(j, input);
    }
    if (rc > 0)
        rc = fault(errno == ENOSPC ? QT_FULL : QT_IO, _("The print could not be prepared: %s."), strerror(errno));
    if (input >= 0)
        (void)close(input);
    return rc;
}

/* Nothing runs: the end is there at once. */
static int ended_line(struct print_job *j)
{
    int ends[2];
    if (pipe(ends) != 0)
        return fault(QT_IO, _("The print could not be started: %s."), strerror(errno));
    (void)fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    (void)close(ends[1]);
    j->life = ends[0];
    return QT_OK;
}

/* ---- the journal ------------------------------------------------------------------------------------------- */

int print_note(struct desk *d, struct page *p)
{
    if (page_papers(p) > 0)
        return papers_note(d, p);
    const struct page_subject *of = page_subject(p);
    struct buf data = {0};
    if (!*desk_who(d)->staff)
        return fault(QT_DENIED, _("Say who prints: sign in first."));
    int rc = desk_permit(d, of->reg ? forms_find(desk_forms(d), of->reg) : NULL, NULL, -1, -1, RIGHT_PRINT);
    if (rc < 0)
        return rc;
    if (of->list) {
        struct json_writer w = {.out = &data};
        json_begin(&w, NULL, '{');
        json_text(&w, "list", of->list);
        if (page_held(p) >= 0)
            json_number(&w, "records", page_held(p));
        json_end(&w);
    }
    rc = desk_note(d, "print", of->reg ? of->reg : "", of->record, data.s);
    buf_free(&data);
    return rc;
}

/* ---- beginning and end --------------------------------------------------------------------------------------- */

static void job_free(struct print_job *j)
{
    if (j->life >= 0)
        (void)close(j->life);
    if (j->log >= 0)
        (void)close(j->log);
    free(j->file);
    free(j->title);
    free(j->command);
    free(j->why);
    free(j);
}

int print_start(struct desk *d, struct page *p, const char *file, struct print_job **out)
{
    struct print_job *j = mem_alloc(sizeof *j);
    int columns;
    *out = NULL;
    j->life = j->log = -1;
    j->title = mem_dup(page_title(p));
    int rc = job_target(d, p, file, j, &columns);
    if (rc == QT_OK)
        rc = program_found(j);
    if (rc == QT_OK)
        rc = print_note(d, p);
    if (rc == QT_OK)
        rc = desk_outside(d, "print", j->file);
    if (rc == QT_OK && j->plain)
        rc = write_plain(j, p, columns);
    if (rc == QT_OK)
        rc = j->plain && !j->command ? ended_line(j) : job_start(j, p);
    if (rc == QT_OK)
        *out = j;
    else
        job_free(j);
    return rc;
}

int print_fd(const struct print_job *j)
{
    return j->life;
}

void print_drop(struct print_job *j)
{
    if (j)
        job_free(j);
}

/* The first line it said, or "". Caller frees. */
static char *first_words(const struct print_job *j)
{
    char text[SAID_BYTES + 1];
    ssize_t n = j->log < 0 ? 0 : pread(j->log, text, SAID_BYTES, 0);
    char *clear = text_clean(text, n > 0 ? (size_t)n : 0, true, NULL);
    clear[strcspn(clear, "\n")] = '\0';
    return clear;
}

/* The characters that no font has, or "". Caller frees. */
static char *rare_words(const struct print_job *j)
{
    char text[SAID_BYTES + 1];
    ssize_t n = j->log < 0 ? 0 : pread(j->log, text, SAID_BYTES, 0);
    text[n > 0 ? n : 0] = '\0';
    const char *line = strstr(text, PRINT_RARE);
    line = line ? line + strlen(PRINT_RARE) : "";
    return text_clean(line, strcspn(line, "\n"), false, NULL);
}

/* Waits for the end, not for ever. The status as from waitpid. */
static int wait_for(struct print_job *j, bool *killed)
{
    struct pollfd line = {.fd = j->life, .events = POLLIN};
    int64_t until = clock_mono_us() + (j->stopped ? STOP_SECONDS : j->seconds + 10) * (int64_t)1000000;
    int status = 0, left;
    do {
        left = (int)((until - clock_mono_us()) / 1000);
    } while (left > 0 && poll(&line, 1, left) < 0 && errno == EINTR);
    *killed = left <= 0 || !(line.revents & (POLLIN | POLLHUP));
    if (*killed)
        (void)kill(-j->pid, SIGKILL);
    while (waitpid(j->pid, &status, 0) < 0)
        if (errno != EINTR)
            return 0; /* somebody else took the status: the file shows whether it was made */
    return status;
}

static int fail_drawing(const struct print_job *j, int status, const char *words)
{
    switch (WIFEXITED(status) ? WEXITSTATUS(status) : -1) {
    case PRINT_NO_FONT:
        return fault(QT_NOTFOUND,
                     _("There is no font with Chinese characters here: install fonts-wqy-microhei. Nothing was "
                       "printed; plain text can be: -o FILE.txt, or the setting print_text 80."));
    case PRINT_NO_FILE:
        return fault(QT_IO, _("The print cannot be written to %s (%s); nothing was printed."), j->file, words);
    default:
        return fault(QT_IO,
                     _("PDF could not be drawn (%s); nothing was printed. Plain text can be: -o FILE.txt, or the "
                       "setting print_text 80."),
                     *words ? words : "qiantai-print");
    }
}

static int job_verdict(const struct print_job *j, int status, bool killed)
{
    char *words = first_words(j);
    int rc = QT_OK, code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    bool made = access(j->file, F_OK) == 0;
    if (j->stopped && made)
        rc = fault(
            QT_REFUSED,
            _("The print was stopped; what the printer has of it already may still come out. The file is kept: %s"),
            j->file);
    else if (j->stopped)
        rc = fault(QT_REFUSED, "%s", _("The print was stopped; nothing was printed, nothing was kept."));
    else if (killed || code == 124 || code == 128 + SIGKILL)
        rc = fault(QT_IO,
                   _("The print did not end within %d seconds and was stopped; look at the printer and the setting "
                     "print_command.%s%s"),
                   j->seconds, made ? _(" The file is kept: ") : "", made ? j->file : "");
    else if (!made)
        rc = fail_drawing(j, status, words);
    else if (code != 0 && j->command)
        rc = fault(QT_IO,
                   _("The print command failed (%s). The file is kept: %s. Look at the printer and the setting "
                     "print_command."),
                   *words ? words : _("it gave no reason"), j->file);
    else if (code != 0)
        rc = fail_drawing(j, status, words);
    else if (j->why && !j->command)
        rc = fault(QT_REFUSED, _("Nothing was sent to a printer. The file is kept: %s. %s"), j->file, j->why);
    free(words);
    return rc;
}

void print_stop(struct print_job *j)
{
    j->stopped = j->pid > 0 && kill(-j->pid, SIGTERM) == 0;
}

/* A file that the command has taken is removed: it holds names and phones. */
int print_end(struct print_job *j, struct buf *said)
{
    bool killed = false;
    int status = j->pid ? wait_for(j, &killed) : 0, rc = job_verdict(j, status, killed);
    char *rare = rare_words(j);
    if (rc != QT_OK)
        buf_add(said, fault_text());
    else if (j->command)
        buf_addf(said, _("Sent to the printer: %s"), j->title);
    else
        buf_addf(said, _("Printed to %s"), j->file);
    if (rc == QT_OK && j->why)
        buf_addf(said, "\n%s", j->why);
    if (rc == QT_OK && *rare) {
        buf_add(said, "\n");
        buf_addf(said, _("No font here has %s: printed as 〓. Install fonts-hanazono or fonts-noto-cjk, print again."),
                 rare);
    }
    free(rare);
    if (rc == QT_OK && j->command)
        (void)unlink(j->file);
    job_free(j);
    return rc;
}

/* ---- how many sheets --------------------------------------------------------------------------------------------- */

/* By the program that draws it; 0: it does not say. */
static int64_t sheets_drawn(struct page *p)
{
    struct print_job j = {.life = -1, .log = -1, .seconds = COUNT_SECONDS};
    bool killed = true;
    int status = 1;
    j.file = mem_dup("--count");
    j.title = mem_dup("");
    if (job_start(&j, p) == QT_OK)
        status = wait_for(&j, &killed);
    else
        fault_clear();
    char *said = killed || status != 0 ? mem_dup("") : first_words(&j);
    int64_t sheets = strtoll(said, NULL, 10);
    free(said);
    if (j.life >= 0)
        (void)close(j.life);
    if (j.log >= 0)
        (void)close(j.log);
    free(j.file);
    free(j.title);
    return sheets > 0 ? sheets : 0;
}

int64_t print_sheets(struct desk *d, struct page *p, bool *exact)
{
    char *text = desk_setting(d, job_text_setting(p));
    int64_t rows = page_subject(p)->list ? page_held(p) : 0;
    bool drawn = page_is_paper(p) && rows <= COUNT_ROWS && !(text && strtol(text, NULL, 10) > 0);
    int64_t sheets = drawn ? sheets_drawn(p) : 0;
    free(text);
    *exact = sheets > 0;
    return sheets > 0 ? sheets : page_sheets(p, rows);
}
