/* Plays a screen test: a text file of commands, a line each (docs: tests/screen/README.md).
 *   play SCRIPT QIANTAI DEMO_DB SOURCE_DIR [--renew]
 * Exit 0 passed, 1 failed (what was expected and what was seen are printed). */
#include "keys.h"
#include "scanner.h"
#include "scratch.h"
#include "screen.h"
#include "tones.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static int patience_ms = 60000;

struct play {
    const char *script, *program, *demo, *source;
    bool renew;
    int line;
    char dir[128], db[160], clock_file[160];
    char now[64], pace[32]; /* the two lines of the clock file */
    bool machine;           /* the machine's own clock is used: no --now */
    int rows, cols;
    char lang[16], term[32], scheme[16], env[64]; /* scheme: the colours that `look` knows by their tones */
    int typed, pressed;                           /* characters of values; other keys */
    struct screen *screen;
};

static void clean_up(struct play *p)
{
    screen_free(p->screen);
    p->screen = NULL;
    char command[256];
    snprintf(command, sizeof command, "cd / && rm -rf '%s'", p->dir);
    if (system(command) != 0)
        fprintf(stderr, "cannot remove %s\n", p->dir);
}

static void fail(struct play *p, const char *what, const char *detail)
{
    fprintf(stderr, "%s:%d: %s%s%s\n", p->script, p->line, what, detail ? ": " : "", detail ? detail : "");
    if (p->screen) {
        char *text = screen_text(p->screen, true);
        fprintf(stderr, "--- the screen ---\n%s------------------\n", text);
        free(text);
    }
    clean_up(p);
    exit(1);
}

static char *read_file(const char *name)
{
    FILE *f = fopen(name, "r");
    if (!f)
        return NULL;
    size_t n = 0, cap = 1 << 16;
    char *text = malloc(cap + 1);
    while (text) {
        n += fread(text + n, 1, cap - n, f);
        if (n < cap)
            break;
        text = realloc(text, (cap *= 2) + 1);
    }
    fclose(f);
    if (text)
        text[n] = '\0';
    return text;
}

static void set_clock(struct play *p, const char *text)
{
    char next[192];
    snprintf(next, sizeof next, "%s.next", p->clock_file);
    FILE *f = fopen(next, "w");
    if (text != p->now)
        snprintf(p->now, sizeof p->now, "%s", text);
    if (!f || fprintf(f, "%s\n%s\n", p->now, p->pace) < 0 || fclose(f) != 0 || rename(next, p->clock_file) != 0)
        fail(p, "cannot write the clock file", strerror(errno));
}

static int shell(struct play *p, const char *command)
{
    char line[8192], options[512];
    snprintf(options, sizeof options, "--db %s --forms %s/forms --now @%s", p->db, p->source, p->clock_file);
    snprintf(line, sizeof line,
             "cd %s; DB=%s; export QIANTAI_HOUSE=$DB.house; QT=\"%s %s\"; SOURCE=%s; export LC_ALL=C.UTF-8; %s", p->dir,
             p->db, p->program, options, p->source, command);
    int st = system(line);
    return WIFEXITED(st) ? WEXITSTATUS(st) : 128;
}

static void use_demo(struct play *p)
{
    char command[1024];
    snprintf(command, sizeof command, "for s in '' .key .head; do cp %s$s %s$s || exit 1; done", p->demo, p->db);
    if (shell(p, command) != 0)
        fail(p, "cannot copy the demo database", p->demo);
}

static void start(struct play *p, const char *arguments)
{
    char command[4096], lang_env[64], state_env[160], house_env[192], without_env[96];
    const char *without = getenv("QT_WITHOUT"); /* tests/words/without.c */
    snprintf(command, sizeof command, "exec %s --db %s --forms %s/forms %s%s --lang %s %s", p->program, p->db,
             p->source, p->machine ? "" : "--now @", p->machine ? "" : p->clock_file, p->lang, arguments);
    snprintf(lang_env, sizeof lang_env, "LANGUAGE=%s", p->lang); /* and no locale at all: the barest of machines */
    snprintf(state_env, sizeof state_env, "XDG_STATE_HOME=%s", p->dir);
    snprintf(house_env, sizeof house_env, "QIANTAI_HOUSE=%s.house", p->db);
    snprintf(without_env, sizeof without_env, "QT_WITHOUT=%s", without ? without : "");
    char *argv[] = {"/bin/sh", "-c", command, NULL};
    char *env[] = {lang_env, state_env, house_env, p->env[0] ? p->env : NULL, NULL, NULL};
    if (without)
        env[p->env[0] ? 4 : 3] = without_env;
    screen_free(p->screen);
    p->screen = screen_start(p->rows, p->cols, p->term, argv, env);
}

static void need_screen(struct play *p)
{
    if (!p->screen)
        fail(p, "no program has been started", NULL);
}

static void keep(struct play *p, const char *file, const char *text)
{
    FILE *f = fopen(file, "w");
    if (!f || fputs(text, f) < 0 || fclose(f) != 0)
        fail(p, "cannot write", file);
}

/* What is expected under that name; when renewing it is written, and NULL. Caller frees. */
static char *expected(struct play *p, const char *name, const char *ending, const char *seen)
{
    char file[1024];
    snprintf(file, sizeof file, "%s/tests/screen/expected/%s%s", p->source, name, ending);
    if (p->renew) {
        keep(p, file, seen);
        return NULL;
    }
    char *want = read_file(file);
    if (!want)
        fail(p, "no such expected screen (renew it and look at it)", file);
    return want;
}

static void compare(struct play *p, const char *name)
{
    if (p->renew)
        screen_settle(p->screen, 400);
    char *text = screen_text(p->screen, true), *want = expected(p, name, ".txt", text);
    free(text);
    if (want && !screen_wait_equal(p->screen, want, patience_ms)) {
        fprintf(stderr, "--- expected %s ---\n%s", name, want);
        fail(p, "the screen is not as expected", name);
    }
    free(want);
}

/* The screen with its tones. */
static void look(struct play *p, const char *name)
{
    screen_settle(p->screen, p->renew ? 400 : 200);
    char *seen = screen_marked(p->screen, p->scheme);
    if (!seen)
        fail(p, "no such scheme", p->scheme);
    char *want = expected(p, name, ".look", seen);
    for (int waited = 0; want && strcmp(want, seen) != 0; waited += 50) {
        if (waited >= patience_ms) {
            fprintf(stderr, "--- expected %s ---\n%s--- seen ---\n%s", name, want, seen);
            fail(p, "the screen does not look as expected", name);
        }
        (void)screen_read(p->screen, 50);
        free(seen);
        seen = screen_marked(p->screen, p->scheme);
    }
    free(want);
    free(seen);
}

/* For ./dev pictures; tests do not need it. */
static void picture(struct play *p, const char *name)
{
    const char *folder = getenv("PICTURES");
    char file[1024];
    snprintf(file, sizeof file, "%s/%s.cells", folder ? folder : p->dir, name);
    screen_settle(p->screen, 400);
    FILE *f = fopen(file, "w");
    if (!f)
        fail(p, "cannot write", file);
    screen_cells_write(p->screen, f);
    if (fclose(f) != 0)
        fail(p, "cannot write", file);
}

/* For a program that writes the script while it reads the screens. */
static void show(struct play *p)
{
    screen_settle(p->screen, 40);
    char *text = screen_text(p->screen, false);
    printf("%s\f\n", text);
    fflush(stdout);
    free(text);
}

static void press(struct play *p, char *names)
{
    char *save = NULL;
    for (char *name = strtok_r(names, " ", &save); name; name = strtok_r(NULL, " ", &save)) {
        const char *bytes = key_bytes(name, p->term);
        if (!bytes)
            fail(p, "unknown key", name);
        screen_send(p->screen, bytes, strlen(bytes));
        p->pressed++;
        if (strcmp(name, "Esc") == 0)
            screen_settle(p->screen, 260); /* a lone escape is told by the silence behind it */
    }
}

static void type(struct play *p, const char *text)
{
    screen_send(p->screen, text, strlen(text));
    for (; *text; text++)
        if (((unsigned char)*text & 0xC0) != 0x80)
            p->typed++;
}

static void paste(struct play *p, const char *file)
{
    char *text = read_file(file);
    if (!text)
        fail(p, "cannot read", file);
    screen_send(p->screen, "\033[200~", 6);
    screen_send(p->screen, text, strlen(text));
    screen_send(p->screen, "\033[201~", 6);
    free(text);
}

/* The terminal says something of itself: an OSC string. */
static void mouse(struct play *p, const char *what)
{
    char bytes[64];
    int n = snprintf(bytes, sizeof bytes, "\033[<%s", what);
    screen_send(p->screen, bytes, (size_t)n);
}

static void reply(struct play *p, const char *text)
{
    char said[256];
    int n = snprintf(said, sizeof said, "\033]%s\033\\", text);
    screen_send(p->screen, said, (size_t)n);
}

/* Commands that need no running program. */
static bool set_up(struct play *p, const char *word, char *rest)
{
    if (strcmp(word, "demo") == 0)
        use_demo(p);
    else if (strcmp(word, "now") == 0 && strcmp(rest, "machine") == 0)
        p->machine = true;
    else if (strcmp(word, "now") == 0)
        set_clock(p, rest);
    else if (strcmp(word, "pace") == 0) {
        snprintf(p->pace, sizeof p->pace, "%s", strcmp(rest, "off") == 0 ? "" : rest);
        set_clock(p, p->now);
    } else if (strcmp(word, "lang") == 0)
        snprintf(p->lang, sizeof p->lang, "%s", rest);
    else if (strcmp(word, "term") == 0)
        snprintf(p->term, sizeof p->term, "%s", rest);
    else if (strcmp(word, "env") == 0)
        snprintf(p->env, sizeof p->env, "%s", rest);
    else if (strcmp(word, "scheme") == 0)
        snprintf(p->scheme, sizeof p->scheme, "%s", rest);
    else if (strcmp(word, "start") == 0)
        start(p, rest);
    else if (strcmp(word, "size") == 0) {
        if (sscanf(rest, "%dx%d", &p->cols, &p->rows) != 2)
            fail(p, "size COLSxROWS", rest);
    } else if (strcmp(word, "sh") == 0) {
        if (shell(p, rest) != 0)
            fail(p, "command failed", rest);
    } else if (strcmp(word, "refused") == 0) {
        if (shell(p, rest) != 1)
            fail(p, "command was not refused (exit 1)", rest);
    } else {
        return false;
    }
    return true;
}

static bool drive(struct play *p, const char *word, char *rest)
{
    int number = 0;
    if (strcmp(word, "keys") == 0)
        press(p, rest);
    else if (strcmp(word, "type") == 0)
        type(p, rest);
    else if (strcmp(word, "scan") == 0)
        scanner_type(p->screen, rest);
    else if (strcmp(word, "paste") == 0)
        paste(p, rest);
    else if (strcmp(word, "reply") == 0)
        reply(p, rest);
    else if (strcmp(word, "mouse") == 0)
        mouse(p, rest);
    else if (strcmp(word, "screen") == 0)
        compare(p, rest);
    else if (strcmp(word, "look") == 0)
        look(p, rest);
    else if (strcmp(word, "wait") == 0) {
        if (!screen_wait(p->screen, rest, false, patience_ms))
            fail(p, "did not come", rest);
    } else if (strcmp(word, "gone") == 0) {
        if (!screen_wait(p->screen, rest, true, patience_ms))
            fail(p, "is still there", rest);
    } else if (strcmp(word, "bells") == 0) {
        screen_settle(p->screen, 200);
        if (screen_bells(p->screen) != (int)strtol(rest, NULL, 10))
            fail(p, "so many bells", rest);
    } else if (strcmp(word, "settle") == 0) {
        screen_settle(p->screen, 200);
    } else if (strcmp(word, "picture") == 0) {
        picture(p, rest);
    } else if (strcmp(word, "show") == 0) {
        show(p);
    } else if (strcmp(word, "resize") == 0) {
        if (sscanf(rest, "%dx%d", &p->cols, &p->rows) != 2)
            fail(p, "resize COLSxROWS", rest);
        screen_resize(p->screen, p->rows, p->cols);
    } else if (strcmp(word, "hangup") == 0) {
        screen_hang_up(p->screen);
    } else if (strcmp(word, "kill") == 0) {
        screen_signal(p->screen, SIGKILL);
    } else if (strcmp(word, "term-signal") == 0) {
        screen_signal(p->screen, SIGTERM);
    } else if (strcmp(word, "exit") == 0) {
        int got = screen_exit(p->screen, patience_ms);
        char text[64];
        snprintf(text, sizeof text, "%d", got);
        if (got != (int)strtol(rest, NULL, 10))
            fail(p, "ended otherwise (-1: still runs)", text);
    } else if (strcmp(word, "count") == 0) {
        p->pressed = p->typed = 0;
    } else if (strcmp(word, "at-most") == 0) {
        char text[64];
        number = (int)strtol(rest, NULL, 10);
        snprintf(text, sizeof text, "%d keys beyond %d typed characters", p->pressed, p->typed);
        if (p->pressed > number)
            fail(p, "too many keys", text);
        printf("%s:%d: %s\n", p->script, p->line, text);
    } else {
        return false;
    }
    return true;
}

static void step(struct play *p, char *line)
{
    line[strcspn(line, "\n")] = '\0';
    if (!line[0] || line[0] == '#')
        return;
    char *rest = strchr(line, ' ');
    if (rest)
        *rest++ = '\0';
    else
        rest = line + strlen(line);
    if (set_up(p, line, rest))
        return;
    need_screen(p);
    if (!drive(p, line, rest))
        fail(p, "unknown command", line);
}

int main(int argc, char **argv)
{
    if (getenv("QT_WITHOUT")) /* what is missing then never comes */
        patience_ms = 10000;
    if (argc < 5) {
        fprintf(stderr, "usage: play SCRIPT QIANTAI DEMO_DB SOURCE_DIR [--renew]\n");
        return 2;
    }
    struct play p = {.script = argv[1], .program = argv[2], .demo = argv[3], .source = argv[4], .rows = 24, .cols = 80};
    p.renew = argc > 5 && strcmp(argv[5], "--renew") == 0;
    snprintf(p.lang, sizeof p.lang, "zh_CN");
    snprintf(p.term, sizeof p.term, "xterm-256color");
    snprintf(p.scheme, sizeof p.scheme, "night256");
    FILE *f = fopen(p.script, "r");
    scratch_folder("qiantai-screen", p.dir, sizeof p.dir);
    if (!f || chdir(p.dir) != 0) {
        fprintf(stderr, "%s: %s\n", p.script, strerror(errno));
        return 1;
    }
    snprintf(p.db, sizeof p.db, "%s/desk.db", p.dir);
    snprintf(p.clock_file, sizeof p.clock_file, "%s/clock", p.dir);
    set_clock(&p, "2026-11-21 09:14");
    char *line = NULL;
    size_t cap = 0;
    while (getline(&line, &cap, f) >= 0) {
        p.line++;
        step(&p, line);
    }
    free(line);
    fclose(f);
    clean_up(&p);
    return 0;
}
