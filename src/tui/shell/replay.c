/* Keys of a practice desk written down and pressed again. The file is a script of tests/screen as well: `keys NAME`,
 * `type TEXT`, `rest` where the hand rested. Never what is typed where it is hidden, nor at the sign-in. */
#include "app.h"

#include <stdlib.h>
#include <string.h>

enum { PACE_US = 350000, REST_US = 1600000 }; /* from key to key; longer: a letter before it acts by itself */

static bool may_be_seen(const struct app *a)
{
    return !a->secret && desk_who(a->desk)->staff[0] != '\0';
}

void replay_key(struct app *a, const struct key_event *ev)
{
    FILE *to = a->options->record;
    int64_t now = clock_mono_us();
    if (a->replayed)
        a->replayed = false; /* its own */
    else
        a->replay_over = a->options->replay != NULL; /* somebody took over */
    if (!to || !may_be_seen(a) || ev->code >= K_RESIZE)
        return;
    if (a->struck_us && now - a->struck_us >= REST_US)
        fputs("rest\n", to);
    a->struck_us = now;
    if (ev->code == K_TEXT && strcmp(ev->text, " ") != 0)
        fprintf(to, "type %s\n", ev->text);
    else if (ev->code != K_PASTE)
        fprintf(to, "keys %s\n", ev->code == K_TEXT ? "Space" : key_name(ev->code));
    fflush(to);
}

int replay_wait(const struct app *a, int ms)
{
    return a->options->replay && !a->replay_over && ms > 50 ? 50 : ms;
}

/* The next line, without its end; false: there is none left. */
static bool next_line(FILE *from, char *line, int size)
{
    if (!fgets(line, size, from))
        return false;
    line[strcspn(line, "\n")] = '\0';
    return true;
}

static void press(struct app *a, char *line)
{
    struct key_event ev = {.code = KEY_NOTHING};
    if (strncmp(line, "type ", 5) == 0) {
        ev.code = K_TEXT;
        ev.text = line + 5;
    } else if (strcmp(line, "keys Space") == 0) {
        line[5] = '\0';
        ev = (struct key_event){.code = K_TEXT, .text = line + 4};
    } else if (strncmp(line, "keys ", 5) == 0 && line[5] && !line[6]) {
        ev = (struct key_event){.code = K_TEXT, .text = line + 5};
    } else if (strncmp(line, "keys ", 5) == 0) {
        ev.code = key_named(line + 5);
    }
    if (ev.code == KEY_NOTHING)
        return;
    a->replayed = true;
    key_back(&ev);
}

void replay_feed(struct app *a)
{
    FILE *from = a->options->replay;
    char line[400];
    int64_t now = clock_mono_us();
    if (!from || a->replay_over || a->replayed || now < a->replay_us || key_pending())
        return;
    if (!next_line(from, line, sizeof line)) {
        a->replay_over = true;
        return;
    }
    bool rests = strcmp(line, "rest") == 0;
    a->replay_us = now + (rests ? REST_US : PACE_US);
    if (!rests)
        press(a, line);
}
