/* A scanner types some 20 characters in 20 to 400 ms and ends with Enter; over a slow line they come in pieces, cut
 * anywhere. A hand needs 60 ms from key to key at its fastest, and begins nothing with `QT:`.
 *
 * - A `Q` is held back for as long as it may be the beginning of `QT:`, wherever one is; any other key lets it go at
 *   once. Only what ends with Enter within OWN_MS is a code. A mark that came faster than any hand types it
 *   (FAST_MARK_MS) is a scanner's: then the rest may be late as long as LATE_MS, so that a line that stalls in the
 *   middle of a code spills none of it.
 * - Other codes have no mark. Where letters and figures act (a list, the board, a record, a drawer with answers) a
 *   character waits some ms for the next one: a hand has not pressed it by then. What goes on at this pace to an
 *   Enter is a code. Where they are text nothing is held back; what was typed is looked at when Enter comes. */
#include "term/burst.h"

#include <string.h>

enum {
    OWN_MS = 480,
    FAST_MARK_MS = 60,
    LATE_MS = 1500,
    HELD_MS = 30,   /* where the first character would answer a question or begin to filter */
    ACTING_MS = 12, /* where it changes the tab, or waits anyway: key to screen stays below 16 ms */
    PAIR_MS = 40,   /* two or three keys that a hand rolled over */
    GAP_MS = 120,   /* between the pieces of a code without mark */
    PACE_MS = 25,   /* on average, from character to character */
    ENTER_MS = 30,
    LEAST = 8 /* characters of a code without mark */
};

static int64_t ms(int64_t us)
{
    return (us + 999) / 1000;
}

static bool figure_or_letter(int c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* In a code: no sign that begins a command or stands in a path. The colon is that of a mark with the caps lock on. */
static bool in_code(int c)
{
    return figure_or_letter(c) || c == '-' || c == '_' || c == '.' || c == ':';
}

static bool is_code(const char *text, size_t n, int64_t begun, int64_t last, int64_t now)
{
    return n >= LEAST && strpbrk(text, "0123456789") && now - last <= ENTER_MS * 1000 &&
           now - begun <= (int64_t)n * PACE_MS * 1000;
}

/* Does it begin as a mark does? The colon may be a wide one, where an input method is on. */
static bool marked(const struct burst *b)
{
    static const char *const marks[] = {"QT:", "QT："};
    for (size_t i = 0; i < ARRAY_LEN(marks); i++) {
        size_t n = strlen(marks[i]);
        if (strncmp(b->text, marks[i], b->n < n ? b->n : n) == 0)
            return true;
    }
    return false;
}

bool burst_begins(int c, enum key_place place)
{
    return c == 'Q' || (place != KEYS_TEXT && figure_or_letter(c));
}

void burst_begin(struct burst *b, int c, enum key_place place, int64_t since, int64_t now)
{
    bool filters = c >= 'A' && c <= 'Z'; /* a capital begins the filter: from then on it would be text */
    *b = (struct burst){.begun = now, .last = now, .since = since};
    b->hold = place == KEYS_TEXT ? 0 : place == KEYS_ANSWER || filters ? HELD_MS : ACTING_MS;
    b->text[b->n++] = (char)c;
}

bool burst_follows(int64_t before, int64_t now)
{
    return before && now - before <= PAIR_MS * 1000;
}

void burst_add(struct burst *b, int c, int64_t now)
{
    if (b->n < BURST_MOST)
        b->text[b->n++] = (char)c;
    b->last = now;
    if (!b->mark && marked(b) && (strcmp(b->text, "QT:") == 0 || strcmp(b->text, "QT：") == 0))
        b->mark = now;
}

int burst_wait(const struct burst *b, int64_t now)
{
    unsigned char last = (unsigned char)b->text[b->n - 1];
    int64_t until;
    if (b->n >= BURST_MOST)
        return 0;
    if (marked(b)) {
        bool fast = b->mark && b->mark - b->begun <= FAST_MARK_MS * 1000;
        until = fast ? b->last + LATE_MS * 1000 : b->begun + OWN_MS * 1000;
    } else {
        if (!b->hold || !in_code(last))
            return 0;
        until = b->last + (b->n == 1 ? b->hold : b->n < 4 ? PAIR_MS : GAP_MS) * 1000;
    }
    return until > now ? (int)ms(until - now) : 0;
}

bool burst_ended(const struct burst *b, int64_t now)
{
    if (marked(b))
        return b->mark && b->n > strlen("QT:") && burst_wait(b, now) > 0;
    return is_code(b->text, b->n, b->since, b->last, now);
}

void typed_run_add(struct typed_run *t, const char *text, int64_t since, int64_t now)
{
    if (!in_code((unsigned char)text[0]) || text[1] || t->n >= BURST_MOST) {
        t->n = 0;
        return;
    }
    if (t->n && now - t->last > GAP_MS * 1000)
        t->n = 0;
    if (!t->n)
        t->begun = since;
    t->text[t->n++] = text[0];
    t->text[t->n] = '\0';
    t->last = now;
}

bool typed_run_ended(const struct typed_run *t, int64_t now)
{
    return t->n && is_code(t->text, t->n, t->begun, t->last, now);
}
