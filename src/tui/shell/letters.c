/* Letters where they act: a list, the board. Who has the input method off types names there, and a name must change
 * nothing. So a letter is an action only when it stands alone:
 *
 * - Letters that follow each other within RUN_US are typing: none of them acts, from the second one on, and Enter and
 *   blanks among them do nothing either. The first one has done nothing yet.
 * - An action that ends something without asking is done by a second stroke of its letter; the first names the record.
 * - Any other happens when no letter has followed for REST_US, at once by a second stroke, and at once when a key
 *   follows that no name has (a digit, Enter, an arrow): so whoever types ahead is not held up.
 * - A stroke within BOUNCE_US of the same one is none, and for MOVED_US after another row came under the bar a letter
 *   does nothing.
 *
 * No Chinese name begins with one letter twice, and in its middle others stand before: RUN_US and REST_US are longer
 * than the second that a slow hand needs from key to key. */
#include "app.h"
#include "show.h"
#include "view/rows.h"

enum { BOUNCE_US = 80000, MOVED_US = 400000, REST_US = 1400000, RUN_US = 1600000 };

static void forget(struct app *a)
{
    a->letters.armed = 0;
    a->letters.run = false;
    a->letters.at = 0;
}

static struct rows *rows_of(struct app *a)
{
    return (struct rows *)a->top;
}

/* ---- actions ----------------------------------------------------------------------------------------------------- */

static bool leads_to_end(const struct form *f, const struct action *a)
{
    for (size_t i = 0; i < f->nstates; i++)
        if (f->states[i].final && form_leads(a, (int)i))
            return true;
    return a->books.series != NULL;
}

bool action_asks(const struct action *a)
{
    bool asks = a->confirm != NULL;
    for (size_t i = 0; i < a->nask; i++)
        asks = asks || (a->ask_required[i] && !a->ask_when[i]);
    return asks;
}

/* Would it end something for good without a question? */
bool letters_twice(const struct form *f, const struct action *a)
{
    return !action_asks(a) && leads_to_end(f, a);
}

static bool still_there(struct app *a)
{
    const struct record *r = (a->top->ops->flags & VIEW_ACTS) && !view_typing(a->top) ? rows_record(rows_of(a)) : NULL;
    return r && r->id == a->letters.record && r->form == a->letters.form;
}

static void fire(struct app *a)
{
    char text[2] = {a->letters.armed, '\0'};
    const struct key_event ev = {.code = K_TEXT, .text = text};
    struct view *v = a->top;
    bool there = still_there(a);
    forget(a);
    buf_clear(&a->message);
    status_draw(a);
    if (there)
        app_obey(a, v, v->ops->key(v, &ev));
}

static void arm(struct app *a, const struct record *r, int action, char letter)
{
    const struct action *rule = &r->form->actions[action];
    const char *label = label_of(&rule->label, app_lang(a), rule->name);
    struct letters *l = &a->letters;
    char *who = rows_of(a)->ntags ? mem_printf(_("%zu records"), rows_of(a)->ntags) : app_name(a, r);
    l->armed = letter;
    l->record = r->id;
    l->form = r->form;
    l->by_itself = rows_of(a)->ntags > 0 || !letters_twice(r->form, rule);
    if (l->by_itself)
        app_say(a, INK_NORMAL, _("%s %s: %c again, or wait"), who, label, letter);
    else
        app_say(a, INK_NORMAL, _("%s %s: press %c again"), who, label, letter);
    free(who);
}

/* ---- keys ----------------------------------------------------------------------------------------------------------
 */

static bool since(int64_t now, int64_t then, int64_t least)
{
    return then && now >= then && now - then < least;
}

static bool on_letter(struct app *a, const struct key_event *ev, int64_t now)
{
    struct letters *l = &a->letters;
    char letter = ev->text[0];
    bool bounce = letter == l->last && since(now, l->struck, BOUNCE_US), recent = since(now, l->at, RUN_US);
    l->last = letter;
    l->struck = now;
    if (bounce)
        return true;
    if (l->armed == letter && !l->run && still_there(a)) {
        fire(a);
        return true;
    }
    l->at = now;
    l->armed = 0;
    l->run = recent;
    if (recent) {
        app_say(a, INK_WARN, _("Letters typed in a row do nothing here. F3 filters by pinyin."));
        return true;
    }
    const struct record *r = since(now, rows_of(a)->moved_us, MOVED_US) ? NULL : rows_record(rows_of(a));
    int action = r ? app_action(a, r, letter) : -1;
    if (action >= 0)
        arm(a, r, action, letter);
    return action >= 0 || since(now, rows_of(a)->moved_us, MOVED_US);
}

/* May it stand in a name that is typed, or at its end? */
static bool in_names(const struct key_event *ev)
{
    return ev->code == K_ENTER || (ev->code == K_TEXT && ev->text[0] && strchr(" '-", ev->text[0]) && !ev->text[1]);
}

/* Does it begin to find something? Then it was no command that was typed before. */
static bool finds(const struct key_event *ev)
{
    unsigned char c = ev->code == K_TEXT ? (unsigned char)ev->text[0] : 0;
    return ev->code == K_PASTE || ev->code == K_MOUSE || c >= 0x80 || (c >= 'A' && c <= 'Z');
}

static bool on_other(struct app *a, const struct key_event *ev, int64_t now)
{
    struct letters *l = &a->letters;
    bool out = ev->code == K_ESC || ev->code == K_F12 || ev->code == K_CTRL + 'z', armed = l->armed != 0;
    bool running = l->run && since(now, l->at, RUN_US);
    l->last = 0; /* a bounce has no other key in between */
    if (running && in_names(ev)) {
        l->at = now;
        return true;
    }
    if (armed && l->by_itself && !out && !finds(ev)) {
        key_back(ev);
        fire(a);
        return true;
    }
    forget(a);
    if ((armed || running) && out) { /* it takes back what was typed, no more */
        buf_clear(&a->message);
        status_draw(a);
    }
    return (armed || running) && out;
}

bool letters_key(struct app *a, const struct key_event *ev, int64_t now)
{
    if (!(a->top->ops->flags & VIEW_ACTS) || view_typing(a->top)) {
        forget(a);
        return false;
    }
    return key_is_letter(ev) ? on_letter(a, ev, now) : on_other(a, ev, now);
}

/* ---- between keys
 * ---------------------------------------------------------------------------------------------------- */

void letters_rest(struct app *a)
{
    const struct letters *l = &a->letters;
    if (l->armed && l->by_itself && !key_pending() && !app_over(a) && clock_hand_us() - l->at >= REST_US)
        fire(a);
}

int letters_wait(const struct app *a, int ms)
{
    return a->letters.armed && a->letters.by_itself && ms > 50 ? 50 : ms;
}
