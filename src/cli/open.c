/* Opening the desk for a subcommand, and reporting what went wrong. */
#include "cmd.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

int cli_fail(void)
{
    fprintf(stderr, "qiantai: %s\n", fault_text());
    return EXIT_REFUSED;
}

int cli_refuse(const char *fmt, ...)
{
    va_list ap;
    char said[2000];
    va_start(ap, fmt);
    (void)vsnprintf(said, sizeof said, fmt, ap);
    va_end(ap);
    (void)fault(QT_REFUSED, "%s", said);
    return cli_fail();
}

int cli_out_done(void)
{
    if (fflush(stdout) != 0 || ferror(stdout))
        return cli_refuse(_("The output could not be written: %s."), strerror(errno));
    return EXIT_DONE;
}

int cli_done(int rc)
{
    return rc == QT_OK ? cli_out_done() : cli_fail();
}

void cli_head(struct desk *d, struct buf *said)
{
    char *head = desk_head_brief(d);
    if (head)
        buf_addf(said, _("Journal head: %s\n"), head);
    free(head);
}

int cli_say(struct buf *said, int rc)
{
    fputs(said->s ? said->s : "", stdout);
    buf_free(said);
    return cli_done(rc);
}

bool cli_number(const char *s, int64_t min, int64_t max, int64_t *out)
{
    char *end;
    errno = 0;
    long long n = strtoll(s, &end, 10);
    if (errno != 0 || end == s || *end || n < min || n > max)
        return false;
    *out = n;
    return true;
}

char *cli_db_path(const struct cli_globals *g)
{
    char *path = NULL;
    if (g->db)
        return mem_dup(g->db);
    if (desk_default_path(&path) != QT_OK) {
        (void)cli_fail();
        return NULL;
    }
    return path;
}

/* The default database's folder is made, one that was named must exist. */
static void make_default_folder(const struct cli_globals *g)
{
    char *path = NULL, *slash;
    if (g->db || getenv("QIANTAI_DB") || desk_default_path(&path) != QT_OK)
        return;
    for (slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (mkdir(path, 0700) != 0 && errno != EEXIST)
            break; /* opening reports it */
        *slash = '/';
    }
    free(path);
}

/* Reading, too, opens for writing where that is allowed: only so can the remains of a killed process be rolled
 * back and the table of a new form be made. */
static bool may_write(const struct cli_globals *g)
{
    char *path = cli_db_path(g);
    bool may = path && access(path, W_OK) == 0;
    free(path);
    return may;
}

void cli_tell_problems(struct problems *problems)
{
    struct buf b = {0};
    if (problems->n > 0) {
        problems_print(problems, &b);
        text_tame(b.s, b.len); /* names of files */
        fputs(b.s ? b.s : "", stderr);
    }
    buf_free(&b);
    problems_free(problems);
}

static const char *ssh_client(void)
{
    const char *ssh = getenv("SSH_CONNECTION");
    return ssh && *ssh ? ssh : NULL;
}

/* Over SSH the client's address: sshd sets it behind everything a client may send, while the pseudo-terminals are given
 * out again to whoever comes next. */
static const char *terminal_name(void)
{
    static char name[64];
    const char *ssh = ssh_client();
    size_t address = ssh ? strspn(ssh, "0123456789abcdefABCDEF.:") : 0;
    if (ssh) {
        (void)snprintf(name, sizeof name, "ssh %.*s", (int)(address < 48 ? address : 48), ssh);
        return name;
    }
    const char *tty = ttyname(STDIN_FILENO);
    if (!tty)
        return "cron";
    return strncmp(tty, "/dev/", 5) == 0 ? tty + 5 : tty;
}

static void follow_setting(const struct cli_globals *g, struct desk *d)
{
    char *language = g->lang_given ? NULL : desk_setting_stored(d, "language");
    if (!language)
        return;
    desk_set_lang(d, lang_choose(language));
    lang_use(desk_lang(d));
    free(language);
}

/* In a database that has no staff yet there is nothing to read, and nobody to name. */
static bool nobody_yet(struct desk *d)
{
    bool any = true;
    return desk_user_any(d, &any) == QT_OK && !any;
}

/* Whom --as names, or the only colleague whom root's file knows by this login. */
static int sign_in(const struct cli_globals *g, unsigned flags, struct desk *d)
{
    struct cli_globals mine = *g;
    char *named = !g->as && (flags & OPEN_SIGNED) ? desk_vouched_for(d) : NULL;
    int rc = EXIT_DONE;
    if (named)
        mine.as = named;
    if (mine.as)
        rc = cli_vouch(&mine, d);
    else if ((flags & OPEN_SIGNED) && !((flags & OPEN_READ) && nobody_yet(d)))
        rc = cli_refuse("%s", _("Say who does this: qiantai --as STAFF ..."));
    free(named);
    return rc;
}

int cli_open(const struct cli_globals *g, unsigned flags, struct desk **out)
{
    struct problems problems = {0};
    struct desk_options o = {
        .db_path = g->db,
        .form_dirs = g->forms,
        .lang = g->lang,
        .terminal = terminal_name(),
        .now = g->now,
        .house = g->house,
        .remote = ssh_client() != NULL,
        .create = (flags & OPEN_CREATE) != 0,
        .practice = (flags & OPEN_PRACTICE) != 0,
        .readonly = (flags & OPEN_READ) && !may_write(g),
        .reading = (flags & OPEN_READ) != 0,
    };
    if (flags & OPEN_CREATE)
        make_default_folder(g);
    int rc = desk_open(&o, out, &problems);
    cli_tell_problems(&problems);
    if (rc != QT_OK)
        return cli_fail();
    follow_setting(g, *out);
    if ((flags & OPEN_SIGNED) && desk_clock_doubt(*out)) /* what is saved is saved, but with this time */
        fprintf(stderr, "qiantai: %s\n", desk_clock_doubt(*out));
    rc = sign_in(g, flags, *out);
    if (rc != EXIT_DONE) {
        desk_close(*out);
        *out = NULL;
        return rc;
    }
    return EXIT_DONE;
}

const struct form *cli_form(struct desk *d, const char *name)
{
    const struct forms *forms = desk_forms(d);
    const struct form *f = forms_find(forms, name);
    struct buf b = {0};
    if (f)
        return f;
    for (size_t i = 0; i < forms->n; i++)
        buf_addf(&b, "%s%s", i > 0 ? " " : "", forms->v[i]->name);
    (void)cli_refuse(_("There is no register '%s'. There are: %s."), name, b.s ? b.s : "");
    buf_free(&b);
    return NULL;
}

int cli_permit(struct desk *d, const struct form *f, enum right right)
{
    return desk_attempt(d, f, NULL, -1, -1, right) == QT_OK ? EXIT_DONE : cli_fail();
}

int cli_set(struct desk *d, const char *name, const char *value)
{
    char *clean = text_clean(value, strlen(value), false, NULL);
    int rc = desk_set(d, name, clean);
    free(clean);
    return rc;
}

void cli_desk_warning(const struct desk *d)
{
    const char *warning = desk_warning(d);
    if (warning)
        fprintf(stderr, "qiantai: %s\n", warning);
}
