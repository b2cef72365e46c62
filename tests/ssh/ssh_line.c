/* The desk over SSH: a clerk signs in and registers a visitor; then the line is lost in the middle of a
 * form, in three ways. Each time the program ends, nothing is left running, and the form is offered at
 * the next sign-in on another terminal.
 *   ssh_line SSHD QIANTAI DEMO_DB SOURCE_DIR */
#include "keys.h"
#include "screen.h"
#include "server.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PATIENCE_MS = 20000, END_MS = 10000 };

struct line {
    struct server server;
    const char *program, *source, *term, *step;
    struct screen *screen;
};

static void fail(struct line *l, const char *what)
{
    fprintf(stderr, "%s: %s\n", l->step, what);
    if (l->screen) {
        char *text = screen_text(l->screen, true);
        fprintf(stderr, "--- the screen ---\n%s------------------\n", text);
        free(text);
    }
    (void)run("tail -20 %s/sshd.log >&2", l->server.dir);
    screen_free(l->screen);
    (void)server_await_end(&l->server, END_MS);
    server_stop(&l->server);
    exit(1);
}

static void must(struct line *l, bool yes, const char *what)
{
    if (!yes)
        fail(l, what);
}

static void await(struct line *l, const char *text)
{
    char what[128];
    snprintf(what, sizeof what, "did not come: %s", text);
    must(l, screen_wait(l->screen, text, false, PATIENCE_MS), what);
}

static void type(struct line *l, const char *text)
{
    screen_send(l->screen, text, strlen(text));
}

static void press(struct line *l, const char *key)
{
    const char *bytes = key_bytes(key, l->term);
    must(l, bytes != NULL, key);
    type(l, bytes);
}

static void dial(struct line *l, const char *term)
{
    struct server *v = &l->server;
    char known[192];
    snprintf(known, sizeof known, "UserKnownHostsFile=%s", v->known);
    char *argv[] = {"ssh",     "-F",
                    "none",    "-tt",
                    "-p",      v->port,
                    "-i",      v->key,
                    "-o",      "IdentitiesOnly=yes",
                    "-o",      "BatchMode=yes",
                    "-o",      "StrictHostKeyChecking=no",
                    "-o",      known,
                    "-o",      "LogLevel=ERROR",
                    v->target, NULL};
    screen_free(l->screen);
    l->term = term;
    l->screen = screen_start(24, 80, term, argv, NULL);
}

static void sign_in(struct line *l, const char *term)
{
    dial(l, term);
    await(l, "工号"); /* no list of the staff over a line */
    type(l, "lm");
    press(l, "Enter");
    type(l, "1234");
    press(l, "Enter");
    await(l, "李敏"); /* on the board, and on the list of half-typed forms, which covers it */
}

static void new_visitor(struct line *l, const char *name)
{
    press(l, "2");
    await(l, "待确认与预约");
    press(l, "F2");
    await(l, "> 姓名");
    type(l, name);
    press(l, "Enter");
}

/* The list of half-typed forms comes first. */
static void take_up_draft(struct line *l, const char *name)
{
    await(l, "最后输入");
    await(l, name);
    press(l, "Enter");
    await(l, "证件号码");
    await(l, name);
}

static void gone(struct line *l)
{
    int ms = server_await_end(&l->server, END_MS);
    must(l, ms >= 0, "the program still runs after its line was lost");
    printf("%s: the program ended after %d ms\n", l->step, ms);
}

static bool desk_says(struct line *l, const char *command, const char *text)
{
    return run("LC_ALL=C.UTF-8 '%s' --db '%s' --forms '%s/forms' --now @'%s/clock' --as lm %s | grep -q '%s'",
               l->program, l->server.db, l->source, l->server.dir, command, text) == 0;
}

static void save_one(struct line *l)
{
    l->step = "saving";
    sign_in(l, "xterm-256color");
    new_visitor(l, "张远程");
    type(l, "13800138001");
    press(l, "Enter");
    type(l, "a1203");
    await(l, "任海燕");
    press(l, "Enter");
    press(l, "F4");
    await(l, "261121-017");
    must(l, desk_says(l, "show visitor 261121-017", "张远程"), "acknowledged, but not in the database");
    press(l, "Enter");
    press(l, "Ctrl-Q");
    must(l, screen_exit(l->screen, PATIENCE_MS) == 0, "the session did not end with 0");
    gone(l);
}

static void kill_client(struct line *l)
{
    l->step = "client killed";
    sign_in(l, "xterm-256color");
    new_visitor(l, "周断线");
    type(l, "1380013");
    await(l, "1380013");
    screen_signal(l->screen, SIGKILL);
    gone(l);
}

static void kill_session(struct line *l)
{
    l->step = "sshd's session killed";
    sign_in(l, "screen-256color");
    take_up_draft(l, "周断线");
    await(l, "1380013");
    press(l, "End");
    type(l, "8");
    await(l, "13800138");
    pid_t session = process_parent(server_desk(&l->server));
    must(l, session > 1 && process_is(session, "sshd"), "the program's parent is not sshd's session");
    must(l, kill(session, SIGKILL) == 0, "cannot kill sshd's session");
    gone(l);
    must(l, screen_exit(l->screen, PATIENCE_MS) > 0, "the client did not notice");
}

/* The cable is pulled: no end of the connection, only silence. */
static void silence(struct line *l)
{
    l->step = "silent client";
    sign_in(l, "xterm-256color");
    take_up_draft(l, "周断线");
    await(l, "13800138");
    press(l, "End");
    type(l, "002");
    await(l, "13800138002");
    screen_signal(l->screen, SIGSTOP);
    gone(l);
}

static void finish(struct line *l)
{
    l->step = "the draft is saved";
    sign_in(l, "screen-256color");
    take_up_draft(l, "周断线");
    press(l, "Enter");
    type(l, "a1203");
    await(l, "任海燕");
    press(l, "Enter");
    press(l, "F4");
    await(l, "261121-018");
    press(l, "Enter");
    press(l, "Ctrl-Q");
    must(l, screen_exit(l->screen, PATIENCE_MS) == 0, "the session did not end with 0");
    gone(l);
    must(l, desk_says(l, "show visitor 261121-018", "138 0013 8002"), "the phone typed over three lines is not there");
    must(l, run("test \"$(sqlite3 '%s' 'select count(*) from draft')\" = 0", l->server.db) == 0,
         "a draft is left over");
}

int main(int argc, char **argv)
{
    struct line l = {.step = "setting up"};
    if (argc != 5) {
        fprintf(stderr, "usage: ssh_line SSHD QIANTAI DEMO_DB SOURCE_DIR\n");
        return 2;
    }
    l.program = argv[2];
    l.source = argv[4];
    server_start(&l.server, argv[1], l.program, argv[3], l.source);
    save_one(&l);
    kill_client(&l);
    kill_session(&l);
    silence(&l);
    finish(&l);
    screen_free(l.screen);
    server_stop(&l.server);
    return 0;
}
