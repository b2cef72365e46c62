/* Sign-in: who (typed code or chosen from the list), then the PIN. */
#include "app.h"
#include "field/oneline.h"
#include "show.h"
#include "view/scroll.h"

#include <stdlib.h>
#include <string.h>

#define FIRST_ROW 6
#define SLOW_US 500000 /* after a wrong PIN, doubling */

struct signin {
    struct view view;
    struct staff *staff;
    size_t n;
    int at, top;
    struct edit *code, *pin;
    bool at_pin;
    unsigned wrong;
    int64_t deaf_until_us;
};

static struct signin *of(struct view *v)
{
    return (struct signin *)v;
}

static void load(struct signin *s)
{
    size_t kept = 0;

    desk_user_free(s->staff, s->n);
    s->staff = NULL;
    s->n = 0;
    if (desk_user_list(app_desk(s->view.app), &s->staff, &s->n) < 0)
        return;
    for (size_t i = 0; i < s->n; i++) { /* the disabled stay behind the end, staff_free frees them too */
        if (!s->staff[i].disabled) {
            struct staff t = s->staff[kept];
            s->staff[kept++] = s->staff[i];
            s->staff[i] = t;
        }
    }
}

static int enabled(const struct signin *s)
{
    int n = 0;

    while ((size_t)n < s->n && !s->staff[n].disabled)
        n++;
    return n;
}

static void title(struct view *v, struct buf *out)
{
    (void)v;
    buf_add(out, _("Sign in"));
}

static void draw_field(WINDOW *w, int y, const char *label, const struct edit *e, bool masked, bool now)
{
    int x = 4 + text_width(label) + 1;

    draw_text(w, y, 4, x - 4, INK_LABEL, label);
    oneline_draw(w, &(struct oneline){.y = y, .x = x, .width = 24, .masked = masked, .now = now}, e);
}

static void draw(struct view *v, WINDOW *w, bool all)
{
    struct signin *s = of(v);
    int rows = v->rows - FIRST_ROW, list = rows > 0 ? rows : 0;
    int n = enabled(s);

    (void)all;
    draw_text(w, 1, 4, v->cols - 4, INK_TITLE, _("Who sits at the desk?"));
    draw_field(w, 3, _("Staff code"), s->code, false, !s->at_pin);
    if (s->at_pin)
        draw_field(w, 4, _("PIN       "), s->pin, true, true);
    else
        draw_fill(w, 4, 0, v->cols, INK_NORMAL);
    s->top = scroll_top(s->at, s->top, list);
    for (int r = 0; r < list; r++) {
        int i = s->top + r;
        char line[200] = "";
        if (i < n)
            snprintf(line, sizeof(line), "%s  %s  %s", s->staff[i].code, s->staff[i].name,
                     desk_role_label(app_desk(v->app), s->staff[i].role));
        draw_text(w, FIRST_ROW + r, 2, 2, INK_NORMAL, i < n && i == s->at ? ">" : "");
        draw_text(w, FIRST_ROW + r, 4, v->cols - 4, i < n && i == s->at ? INK_TITLE : INK_NORMAL, line);
    }
}

static void status(struct view *v, struct buf *out)
{
    buf_add(out, of(v)->at_pin ? _("Type the PIN, then Enter. Esc: somebody else.")
                               : _("Type the code or choose with the arrows, then Enter. F11 English / 中文"));
}

/* The list follows what is typed: code, name or pinyin. */
static void follow(struct signin *s)
{
    const char *typed = edit_text(s->code);
    size_t len = strlen(typed);

    for (int i = 0; len && i < enabled(s); i++) {
        if (strncasecmp(s->staff[i].code, typed, len) == 0 || desk_matches(s->staff[i].name, typed)) {
            s->at = i;
            return;
        }
    }
}

static void choose(struct signin *s)
{
    int n = enabled(s);

    follow(s);
    if (n == 0 && !*edit_text(s->code))
        return;
    if (s->at < n && (!*edit_text(s->code) ||
                      strncasecmp(s->staff[s->at].code, edit_text(s->code), strlen(edit_text(s->code))) == 0 ||
                      desk_matches(s->staff[s->at].name, edit_text(s->code))))
        edit_set(s->code, s->staff[s->at].code);
    s->at_pin = true;
    edit_set(s->pin, "");
}

static void try_pin(struct signin *s)
{
    struct app *a = s->view.app;

    if (clock_mono_us() < s->deaf_until_us) { /* what is typed meanwhile is kept: half a PIN would be a wrong one */
        app_say(a, INK_WARN, _("After a wrong PIN this takes some seconds: press Enter again."));
        return;
    }
    if (desk_sign_in(app_desk(a), edit_text(s->code), edit_text(s->pin)) == QT_OK) {
        edit_set(s->pin, "");
        session_in(a);
        return;
    }
    edit_set(s->pin, "");
    s->deaf_until_us = clock_mono_us() + ((int64_t)SLOW_US << (s->wrong < 4 ? s->wrong : 4));
    s->wrong++;
    app_say(a, INK_ALERT, "%s", fault_text());
}

static unsigned key(struct view *v, const struct key_event *ev)
{
    struct signin *s = of(v);

    switch (ev->code) {
    case K_ENTER:
    case K_TAB:
        if (s->at_pin)
            try_pin(s);
        else
            choose(s);
        return TAKEN | KEYS;
    case K_UP:
    case K_DOWN:
        if (!s->at_pin) {
            edit_set(s->code, "");
            (void)scroll_move(scroll_command(ev->code), 1, enabled(s) - 1, &s->at);
        }
        return TAKEN | KEYS;
    default:
        if (line_key(s->at_pin ? s->pin : s->code, ev) == TYPED_CHANGED && !s->at_pin)
            follow(s);
        return TAKEN | KEYS;
    }
}

static unsigned command(struct view *v, int id)
{
    struct signin *s = of(v);

    if (id != CMD_BACK)
        return 0;
    s->at_pin = false;
    edit_set(s->code, "");
    edit_set(s->pin, "");
    return TAKEN | KEYS;
}

static void close_view(struct view *v)
{
    struct signin *s = of(v);

    desk_user_free(s->staff, s->n);
    edit_free(s->code);
    edit_free(s->pin);
}

static const struct view_ops ops = {
    .name = "signin",
    .title = title,
    .draw = draw,
    .command = command,
    .key = key,
    .close = close_view,
    .status = status,
    .typing = view_types,
};

struct view *signin_view(struct app *a)
{
    struct signin *s = view_new(sizeof(*s), &ops, a);

    s->code = edit_new("", false, 32);
    s->pin = edit_new("", false, 32);
    load(s);
    return &s->view;
}
