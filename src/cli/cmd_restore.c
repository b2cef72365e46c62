/* qiantai restore: puts a backup in the place of the database. Who does it signs in at the database that is there;
 * where none is, or none that opens, at the backup: a new machine has no other staff. */
#include "cmd.h"

#include "qiantai/desk_copies.h"

#include <unistd.h>

struct restoring {
    const struct cli_globals *g;
    char *path;
    struct forms *forms;
    char *staff, *role, *terminal; /* signed in at the present database; NULL: not yet */
};

static int keep_person(struct restoring *r, struct desk *d)
{
    const struct who *who = desk_who(d);
    if (cli_permit(d, NULL, RIGHT_RESTORE) != EXIT_DONE)
        return EXIT_REFUSED;
    r->staff = mem_dup(who->staff);
    r->role = mem_dup(who->role);
    r->terminal = mem_dup(who->terminal);
    return EXIT_DONE;
}

/* A file that cannot be opened because it is in use, or because of who we are, is no reason to ask the backup. */
static bool is_lost(int fault)
{
    return fault == QT_NOTFOUND || fault == QT_CORRUPT || fault == QT_FOREIGN || fault == QT_IO;
}

static int sign_here(struct restoring *r)
{
    struct cli_globals nobody = *r->g;
    struct desk *d;
    nobody.as = NULL;
    if (access(r->path, F_OK) != 0)
        return EXIT_DONE;
    if (cli_open(&nobody, OPEN_WRITE, &d) != EXIT_DONE) {
        if (!is_lost(fault_code()))
            return EXIT_REFUSED;
        fprintf(stderr, "qiantai: %s\n", _("It is the staff of the backup that may restore it."));
        return EXIT_DONE;
    }
    desk_close(d);
    if (cli_open(r->g, OPEN_WRITE | OPEN_SIGNED, &d) != EXIT_DONE)
        return EXIT_REFUSED;
    int rc = keep_person(r, d);
    desk_close(d);
    return rc;
}

/* In the copy, before it gets its place. */
static int sign_copy(struct restoring *r, struct restore *made)
{
    struct cli_globals copy = *r->g;
    struct desk *d;
    bool known = r->staff;
    copy.db = desk_restore_copy(made);
    copy.as = known ? NULL : r->g->as;
    if (cli_open(&copy, known ? OPEN_WRITE : OPEN_WRITE | OPEN_SIGNED, &d) != EXIT_DONE)
        return EXIT_REFUSED;
    int rc = known ? EXIT_DONE : keep_person(r, d);
    const struct who who = {r->staff, r->role, r->terminal};
    if (rc == EXIT_DONE && desk_restore_note(made, d, &who) != QT_OK)
        rc = cli_fail();
    desk_close(d);
    return rc;
}

static int put_back(struct restoring *r, const char *from, bool despite)
{
    struct restore *made;
    if (desk_restore_begin(from, r->path, r->forms, despite, &made) != QT_OK)
        return cli_fail();
    int signed_in = sign_copy(r, made);
    int rc = desk_restore_end(made, signed_in == EXIT_DONE ? QT_OK : QT_REFUSED);
    if (signed_in != EXIT_DONE)
        return signed_in; /* told already */
    if (rc == QT_OK)
        printf(_("Restored %s from %s.\n"), r->path, from);
    return cli_done(rc);
}

static int run_restore(struct cli_call *c)
{
    struct problems problems = {0};
    struct restoring r = {.g = c->g};
    if (!c->g->as)
        return cli_refuse("%s", _("Say who does this: qiantai --as STAFF ..."));
    r.path = cli_db_path(c->g);
    if (!r.path)
        return EXIT_REFUSED;
    char *dirs = c->g->forms ? mem_dup(c->g->forms) : desk_form_dirs(r.path);
    int rc = desk_forms_load(dirs, &r.forms, &problems) == QT_OK ? sign_here(&r) : cli_fail();
    cli_tell_problems(&problems);
    if (rc == EXIT_DONE)
        rc = put_back(&r, c->argv[0], c->given[OPT_YES]);
    forms_free(r.forms);
    free(dirs);
    free(r.path);
    free(r.staff);
    free(r.role);
    free(r.terminal);
    return rc;
}

const struct cli_command cmd_restore = {
    .name = "restore",
    .usage = "FILE [--yes]",
    .summary =
        N_("Put a checked copy in the place of the database; the former one stays as *.before-restore. --yes: one "
           "too whose records are not as its journal says."),
    .options = OPT(YES),
    .run = run_restore,
    .least = 1,
    .most = 1,
};
