/* What is done while nobody types: previews and counts at rest, the minute's work, looks for what others changed,
 * drafts kept. How long nobody has pressed a key is known here: whatever follows from that (a desk that locks itself)
 * is done in idle_work. */
#include "app.h"

#define IDLE_US 100000   /* after the last key: previews and counts */
#define LOOK_US 1000000  /* between looks for changes of other processes */
#define DRAFT_US 1000000 /* between savings of a half-typed form; a field that is left is saved at once */
#define FLASH_US 400000  /* row 1, when there is a new emergency */
#define BUSY_US 3000000  /* so long while keys come without a rest */

void idle_key(struct app *a)
{
    a->key_us = clock_mono_us();
    a->touched_us = clock_boot_us();
    a->touched_hand = clock_hand_us();
    a->idle_done = false;
}

int idle_wait(const struct app *a)
{
    bool resting = a->idle_done && a->counted && !a->flash_us;
    return letters_wait(a, (resting ? LOOK_US : IDLE_US) / 1000);
}

/* The minute turned: deadlines pass, and the views that show them draw them again. */
static void minute(struct app *a)
{
    if (desk_tick(a->desk) < 0)
        app_say(a, INK_WARN, "%s", fault_text());
    a->counted = false;
    if (a->top->ops->flags & VIEW_CLOCK)
        a->change++;
}

/* A new emergency rings and lights up row 1 once, at every desk that sees it. Returns whether row 1 is another. */
static bool ring(struct app *a)
{
    struct alarm now[ALARMS];
    size_t n = 0, before = a->nalarms;
    bool fresh = false;
    if (desk_alarms(a->desk, now, ALARMS, &n) < 0)
        return false;
    for (size_t i = 0; i < n; i++) {
        bool known = false;
        for (size_t k = 0; k < a->nalarms; k++)
            known |= a->alarms[k].form == now[i].form && a->alarms[k].record == now[i].record;
        fresh |= !known;
    }
    fresh = fresh && a->alarms_known;
    if (fresh)
        term_bell();
    if (fresh && theme_coloured())
        a->flash_us = clock_hand_us() + FLASH_US;
    if (fresh && a->locked)
        term_flash();
    for (size_t i = 0; i < n; i++)
        a->alarms[i] = now[i];
    a->nalarms = n;
    a->alarms_known = true;
    return n != before || fresh;
}

static void flash_end(struct app *a)
{
    if (!a->flash_us || clock_hand_us() < a->flash_us)
        return;
    a->flash_us = 0;
    header_draw(a);
    term_flush(); /* under a dialog nobody else does it */
}

static void count(struct app *a)
{
    int64_t open = a->open, overdue = a->overdue;
    a->counted = true;
    if (!*desk_who(a->desk)->staff || desk_board_counts(a->desk, &open, &overdue) < 0) {
        a->alarms_known = false;
        return;
    }
    size_t drafts = a->drafts;
    a->drafts = drafts_count(a);
    bool changed = ring(a) || drafts != a->drafts;
    changed |= overdue != a->overdue;
    a->open = open;
    a->overdue = overdue;
    if (changed)
        header_draw(a);
}

void idle_save(struct app *a)
{
    for (struct view *v = a->top; v; v = v->below)
        if (v->ops->save_state)
            v->ops->save_state(v);
    dialog_ask_keep(a);
}

static void save_now_and_then(struct app *a)
{
    int64_t us = clock_mono_us(), since = us - a->saved_us;
    if ((since < DRAFT_US && !a->keep) || (since < BUSY_US && key_pending()))
        return;
    a->saved_us = us;
    a->keep = false;
    idle_save(a);
}

/* Under a dialog, too: who was sent away is to see no more of it. */
static void look(struct app *a)
{
    int64_t us = clock_mono_us();
    bool now = us - a->looked_us >= LOOK_US;
    if (now)
        a->looked_us = us;
    session_watch(a, now);
    if (a->locked || a->ending || !session_asleep(a))
        return;
    if (!session_freeze(a) && !a->ending)
        a->ending = ENDING_IDLE; /* whoever has no PIN could not open it */
}

void idle_locked(struct app *a)
{
    int64_t now = clock_now() / MINUTE;
    if (now != a->minute) {
        a->minute = now;
        minute(a);
    }
    if (desk_changes(a->desk) != a->committed)
        app_changed(a);
    if (!a->counted)
        count(a);
    look(a);
}

void idle_work(struct app *a)
{
    int64_t us = clock_mono_us(), now = clock_now() / MINUTE;
    if (us - a->key_us >= IDLE_US) {
        if (!a->idle_done && a->top->ops->idle)
            app_obey(a, a->top, a->top->ops->idle(a->top));
        a->idle_done = true;
        if (now != a->minute) {
            a->minute = now;
            header_clock(a);
            if (*desk_who(a->desk)->staff)
                minute(a);
            else
                app_redraw(a); /* the sign-in's clock */
        }
        if (!a->counted)
            count(a);
    }
    if (us - a->looked_us >= LOOK_US && desk_changes(a->desk) != a->committed) {
        app_changed(a);
        a->idle_done = false;
    }
    flash_end(a);
    look(a);
    lesson_watch(a);
    letters_rest(a);
    session_turn(a);
    save_now_and_then(a);
}

void idle_in_dialog(struct app *a)
{
    a->idle_done = true; /* until the key that ends it */
    if (!a->counted || clock_now() / MINUTE != a->minute) {
        if (!a->counted)
            count(a);
        header_clock(a);
        term_flush();
    }
    flash_end(a);
    look(a);
    save_now_and_then(a);
}
