/* Random keys, words, pastes, broken bytes and sizes of the terminal, over all views, as clerk, supervisor and
 * engineer: the program neither ends by itself nor finds a sanitizer anything to say; after every HUNDRED keys what
 * stands on the screen, tones too, is what a full repaint shows; and after each sitting `verify` is clean. Drawn with a
 * seed.
 *
 *   fuzz QIANTAI DEMO_DB SOURCE_DIR SEED KEYS
 *
 * A finding names its seed and the keys before it; the files stay. */
#include "keys.h"
#include "scratch.h"
#include "screen.h"

#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { HUNDRED = 100, SITTING = 5000, TRACE = 300, PATIENCE_MS = 60000, AWAY_MS = 15000 };

static struct fuzz {
    const char *program, *demo, *source;
    char dir[512], db[600], clock[600];
    uint64_t seed, state;
    struct screen *screen;
    char trace[TRACE][24]; /* the last keys, in a ring */
    long pressed;
    int rows, cols;
    long checks, sittings;
} f;

static uint32_t draw(uint32_t below) /* splitmix64 */
{
    uint64_t z = (f.state += 0x9E3779B97F4A7C15ULL);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return (uint32_t)((z ^ (z >> 31)) % below);
}

static void finding(const char *what, const char *detail)
{
    fprintf(stderr, "fuzz: %s\n%s\nseed %llu, after %ld keys, files in %s; the last keys:\n", what,
            detail ? detail : "", (unsigned long long)f.seed, f.pressed, f.dir);
    for (long i = f.pressed > TRACE ? f.pressed - TRACE : 0; i < f.pressed; i++)
        fprintf(stderr, "%s ", f.trace[i % TRACE]);
    fprintf(stderr, "\n");
    screen_free(f.screen);
    exit(1);
}

static int shell_run(const char *command)
{
    int st = system(command);
    return WIFEXITED(st) ? WEXITSTATUS(st) : 128;
}

static void clock_set(const char *pace)
{
    char next[700];
    snprintf(next, sizeof next, "%s.next", f.clock);
    FILE *file = fopen(next, "w");
    if (!file || fprintf(file, "2026-11-21 09:14\n%s\n", pace) < 0 || fclose(file) != 0 || rename(next, f.clock) != 0)
        finding("the clock cannot be set", f.clock);
}

static void building_copy(void)
{
    char command[2048];
    snprintf(command, sizeof command, "rm -f '%s'*; for s in '' .key .head; do cp '%s'$s '%s'$s || exit 1; done", f.db,
             f.demo, f.db);
    if (shell_run(command) != 0)
        finding("the demo building cannot be copied", f.demo);
}

static void sitting_start(void)
{
    static const char *const who[] = {"lm", "wl", "cj", "zg", "zm"};
    static const char *const first[] = {"",
                                        "desk --open visitor",
                                        "desk --open repair",
                                        "desk --open complaint",
                                        "desk --open unit",
                                        "desk --open person",
                                        "desk --open charge",
                                        "desk --open message"};
    char command[4096], state[600], san[700], ubsan[700];
    f.sittings++;
    snprintf(command, sizeof command, "exec %s --db %s --forms %s/forms --now @%s --lang %s --as %s %s", f.program,
             f.db, f.source, f.clock, draw(3) ? "zh_CN" : "en", who[draw(5)], first[draw(8)]);
    snprintf(state, sizeof state, "XDG_STATE_HOME=%s", f.dir);
    snprintf(san, sizeof san, "ASAN_OPTIONS=log_path=%s/found:detect_leaks=1", f.dir);
    snprintf(ubsan, sizeof ubsan, "UBSAN_OPTIONS=log_path=%s/found:print_stacktrace=1", f.dir);
    char *argv[] = {"/bin/sh", "-c", command, NULL};
    char *env[] = {"LANGUAGE=zh_CN", state, san, ubsan, NULL};
    screen_free(f.screen);
    f.screen = screen_start(f.rows, f.cols, "xterm-256color", argv, env);
    screen_settle(f.screen, 100);
}

static void bytes_send(const char *name, const char *bytes, size_t n)
{
    snprintf(f.trace[f.pressed++ % TRACE], sizeof f.trace[0], "%s", name);
    screen_send(f.screen, bytes, n);
}

static void key_send(const char *name)
{
    const char *bytes = key_bytes(name, "xterm-256color");
    if (!bytes)
        finding("no such key", name);
    bytes_send(name, bytes, strlen(bytes));
}

static void size_draw(void)
{
    static const int sizes[][2] = {{24, 80}, {43, 132}, {10, 40}, {24, 80}, {30, 100}, {5, 20}};
    uint32_t i = draw(6);
    f.rows = sizes[i][0];
    f.cols = sizes[i][1];
    char name[24];
    snprintf(name, sizeof name, "[%dx%d]", f.cols, f.rows);
    bytes_send(name, "", 0);
    screen_resize(f.screen, f.rows, f.cols);
}

static void key_draw(void)
{
    static const char *const moves[] = {"Up",   "Down", "Left", "Right",   "Home", "End",
                                        "PgUp", "PgDn", "Tab",  "Backtab", "Down", "Tab"};
    static const char *const words[] = {"张三",
                                        "1203",
                                        "a501",
                                        "欧阳",
                                        "13800138000",
                                        "2026-11-22",
                                        "水管爆了",
                                        "\xff\xfe",
                                        "\xe4\xbd",
                                        "\033[",
                                        "\033[200~粘\n贴\t\033[201~",
                                        "é́́",
                                        "👨‍👩‍👧",
                                        "9",
                                        "930",
                                        "+30m"};
    char one[8] = {0};
    uint32_t kind = draw(100);
    if (kind < 25) {
        key_send(moves[draw(12)]);
    } else if (kind < 40) {
        key_send("Enter");
    } else if (kind < 46) {
        key_send(draw(2) ? "F12" : "Esc");
    } else if (kind < 60) {
        snprintf(one, sizeof one, "F%u", draw(11) + 1);
        key_send(strcmp(one, "F9") == 0 && draw(8) ? "F2" : one); /* a print takes its time */
    } else if (kind < 75) {
        snprintf(one, sizeof one, "%c", 'a' + (int)draw(26));
        key_send(one);
    } else if (kind < 84) {
        snprintf(one, sizeof one, "%c", ' ' + (int)draw(0x7f - ' '));
        bytes_send(one, one, 1);
    } else if (kind < 89) {
        snprintf(one, sizeof one, "Ctrl-%c", 'A' + (int)draw(26));
        if (!strchr("QXP", one[5]) || draw(200) == 0) /* these end the sitting, or print */
            key_send(one);
    } else if (kind < 92) {
        snprintf(one, sizeof one, "Alt-%c", 'a' + (int)draw(26));
        key_send(one);
    } else if (kind < 94) {
        key_send(draw(2) ? "Backspace" : "Delete");
    } else {
        const char *word = words[draw(16)];
        bytes_send(word[0] == '\033' || (unsigned char)word[0] > 0xf0 ? "(bytes)" : word, word, strlen(word));
    }
}

static void found_check(void)
{
    DIR *dir = opendir(f.dir);
    struct dirent *e;
    while (dir && (e = readdir(dir)))
        if (strncmp(e->d_name, "found", 5) == 0)
            finding("a sanitizer has something to say", e->d_name);
    if (dir)
        closedir(dir);
}

struct looks {
    char *text;
    uint64_t *tones;
};

static struct looks looks_read(int quiet)
{
    screen_settle(f.screen, quiet);
    return (struct looks){screen_text(f.screen, true), screen_tones(f.screen)};
}

/* -1: the same; else the first cell that differs, or that of the caret. */
static int looks_differ(const struct looks *a, const struct looks *b)
{
    for (int i = 0; i < f.rows * f.cols; i++)
        if (a->tones[i] != b->tones[i])
            return i;
    return strcmp(a->text, b->text) ? f.rows * f.cols : -1;
}

/* What has grown on the screen by and by is what a full repaint shows; the second time there is time for what comes at
 * rest, the third for a program on its way out and for the building that practice begins with. */
static void repaint_check(void)
{
    f.checks++;
    static const int quiets[] = {20, 1500, AWAY_MS};
    for (int i = 0; screen_exit(f.screen, 0) < 0; i++) {
        int quiet = quiets[i];
        struct looks grown = looks_read(quiet);
        screen_send(f.screen, "\014", 1);
        struct looks painted = looks_read(quiet);
        int at = looks_differ(&grown, &painted);
        if (at >= 0 && quiet == AWAY_MS && screen_exit(f.screen, AWAY_MS) < 0) {
            char place[64];
            snprintf(place, sizeof place, "first at row %d, column %d", at / f.cols, at % f.cols);
            fprintf(stderr, "--- as it had grown ---\n%s--- repainted ---\n%s", grown.text, painted.text);
            finding("a repaint shows another screen", place);
        }
        free(grown.text);
        free(grown.tones);
        free(painted.text);
        free(painted.tones);
        if (at < 0)
            return;
    }
}

static void sitting_end(void)
{
    char command[2048];
    screen_signal(f.screen, 15);
    int status = screen_exit(f.screen, PATIENCE_MS);
    found_check();
    if (status != 0 && status != 128 + 15 && status != 1) {
        char text[64];
        snprintf(text, sizeof text, "status %d", status);
        finding("it ended otherwise", text);
    }
    snprintf(command, sizeof command,
             "'%s' --db '%s' --forms '%s/forms' --now 2026-11-21T09:14 verify >'%s/verify' 2>&1", f.program, f.db,
             f.source, f.dir);
    if (shell_run(command) != 0)
        finding("verify is not clean", "see the file verify");
}

static bool signed_out(void)
{
    char *text = screen_text(f.screen, false);
    bool out = strstr(text, "PIN") && !strstr(text, "F10");
    free(text);
    return out;
}

static void fuzz_run(long keys)
{
    static const char *const paces[] = {"", "2000", "150", "30"};
    while (f.pressed < keys) {
        building_copy();
        clock_set("");
        f.rows = 24;
        f.cols = 80;
        sitting_start();
        for (long until = f.pressed + SITTING; f.pressed < until && f.pressed < keys;) {
            clock_set(paces[draw(4)]);
            if (draw(4) == 0)
                size_draw();
            for (int i = 0; i < HUNDRED; i++)
                key_draw();
            repaint_check();
            found_check();
            if (screen_exit(f.screen, 0) >= 0 || signed_out()) {
                sitting_end();
                sitting_start();
            }
        }
        sitting_end();
    }
}

int main(int argc, char **argv)
{
    char command[700];
    if (argc != 6) {
        fprintf(stderr, "usage: fuzz QIANTAI DEMO_DB SOURCE_DIR SEED KEYS\n");
        return 2;
    }
    f.program = argv[1];
    f.demo = argv[2];
    f.source = argv[3];
    f.seed = f.state = strtoull(argv[4], NULL, 10);
    scratch_folder("qiantai-fuzz", f.dir, sizeof f.dir);
    snprintf(f.db, sizeof f.db, "%s/desk.db", f.dir);
    snprintf(f.clock, sizeof f.clock, "%s/clock", f.dir);
    if (chdir(f.dir) != 0)
        finding("no scratch folder", f.dir);
    fuzz_run(strtol(argv[5], NULL, 10));
    screen_free(f.screen);
    printf("%ld keys, %ld sittings, %ld screens repainted: no finding\n", f.pressed, f.sittings, f.checks);
    snprintf(command, sizeof command, "rm -rf '%s'", f.dir);
    return shell_run(command);
}
