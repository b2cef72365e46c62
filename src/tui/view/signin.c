/* Sign-in: who (typed code or chosen from the list), then the PIN. */
#include "app.h"
#include "field/oneline.h"
#include "view/rows.h"
#include "view/scroll.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_ROW = 6, TALL = 20 /* rows from which the clock has room above */, MARGIN = 4 };

struct signin {
    struct rows rows; /* those who may sign in; none over the network, where one's code is to be known */
    struct staff *staff;
    size_t n;
    struct edit *code, *pin;
    bool at_pin;
};

static struct signin *signin_of(void *v)
{
    return v;
}

/* ---- the list of staff ------------------------------------------------------------------------------ */

static void signin_fill(struct rows *l)
{
    struct signin *s = signin_of(l);
    desk_user_free(s->staff, s->n);
    s->staff = NULL;
    s->n = 0;
    if (desk_lobby(app_desk(l->view.app)))
        (void)app_ok(l->view.app, desk_user_list(app_desk(l->view.app), &s->staff, &s->n));
    for (size_t i = 0; i < s->n; i++)
        if (!s->staff[i].disabled)
            rows_add(l, &s->staff[i]);
}

static int64_t signin_id(const void *row)
{
    int64_t id = 0;
    for (const char *p = ((const struct staff *)row)->code; *p; p++)
        id = id * 31 + (unsigned char)*p;
    return id;
}

enum column { CODE, NAME, ROLE };

static void signin_columns(struct rows *l)
{
    l->group = 1;
    for (int c = CODE; c <= ROLE; c++)
        rows_column(l, (struct rows_column){.head = "", .id = c, .least = 2, .most = 40, .text = c == NAME});
}

static void signin_cell(struct rows *l, const void *row, const struct rows_column *c, struct rows_cell *out)
{
    const struct staff *k = row;
    out->ink = INK_NORMAL;
    out->text = mem_dup(c->id == CODE   ? k->code
                        : c->id == NAME ? k->name
                                        : desk_role_label(app_desk(l->view.app), k->role));
}

static const struct rows_source signin_source = {
    .fill = signin_fill,
    .id = signin_id,
    .columns = signin_columns,
    .cell = signin_cell,
};

/* By code, name or pinyin. */
static bool signin_means(const struct staff *k, const char *typed)
{
    return strncasecmp(k->code, typed, strlen(typed)) == 0 || desk_matches(k->name, typed);
}

/* ---- drawing ---------------------------------------------------------------------------------------- */

static void signin_draw_field(WINDOW *w, int y, const char *label, struct edit *e, bool masked, bool now)
{
    int x = MARGIN + text_width(label) + 1;
    draw_text(w, y, MARGIN, x - MARGIN, INK_LABEL, label);
    oneline_draw(w, &(struct oneline){.y = y, .x = x, .width = 24, .masked = masked, .now = now}, e);
}

/* At the lobby's terminal it is drawn like the lock: the clock, and the staff in the place of the counts. Over the
 * network bytes count, and nobody reads it across a room. */
static int clock_rows(const struct view *v)
{
    return v->rows >= TALL && desk_lobby(app_desk(v->app)) ? CLOCK_ROWS : 0;
}

static void signin_layout(struct view *v)
{
    struct signin *s = signin_of(v);
    s->rows.lead = FIRST_ROW + clock_rows(v);
    rows_layout(v);
}

static void signin_draw(struct view *v, WINDOW *w, bool all)
{
    struct signin *s = signin_of(v);
    int clock = clock_rows(v), y = clock ? clock + 1 : 0;
    rows_draw(v, w, all);
    if (clock) {
        const struct civil now = civil_of(clock_now());
        for (int i = 0; i < clock; i++)
            draw_fill(w, 1 + i, 0, v->cols, INK_NORMAL);
        clock_draw(w, 1, MARGIN, &now);
    }
    draw_text(w, y + 1, MARGIN, v->cols - MARGIN, INK_TITLE, _("Who sits at the desk?"));
    signin_draw_field(w, y + 2 + !clock, _("Staff code"), s->code, false, !s->at_pin);
    if (s->at_pin)
        signin_draw_field(w, y + 3 + !clock, _("PIN       "), s->pin, true, true);
    else
        draw_fill(w, y + 3 + !clock, 0, v->cols, INK_NORMAL);
}

static void signin_status(struct view *v, struct buf *out)
{
    struct signin *s = signin_of(v);
    buf_add(out, s->at_pin ? _("Type the PIN, then Enter. Esc: somebody else.")
                 : desk_lobby(app_desk(v->app))
                     ? _("Type the code or choose with the arrows, then Enter. F11 English / 中文")
                     : _("Type your staff code, then Enter. F11 English / 中文"));
}

/* The list follows what is typed. */
static void signin_follow(struct signin *s)
{
    const char *typed = edit_text(s->code);
    rows_read(&s->rows);
    for (size_t i = 0; *typed && i < s->rows.nall; i++) {
        if (signin_means(s->rows.all[i], typed)) {
            rows_go(&s->rows, s->rows.all[i]);
            return;
        }
    }
}

static void signin_choose(struct signin *s)
{
    signin_follow(s);
    const struct staff *now = rows_now(&s->rows);
    if (!now && !*edit_text(s->code))
        return;
    if (now && signin_means(now, edit_text(s->code)))
        edit_set(s->code, now->code);
    s->at_pin = true;
    edit_set(s->pin, "");
}

static void signin_try(struct signin *s)
{
    struct app *a = s->rows.view.app;
    int rc = desk_sign_in(app_desk(a), edit_text(s->code), edit_text(s->pin));
    if (rc == QT_BUSY) { /* nothing was tried: what is typed is kept, half a PIN would be a wrong one */
        app_say(a, INK_WARN, "%s", fault_text());
        return;
    }
    edit_set(s->pin, "");
    if (rc == QT_OK)
        session_in(a);
    else
        app_say(a, INK_ALERT, "%s", fault_text());
}

static unsigned signin_key(struct view *v, const struct key_event *ev)
{
    struct signin *s = signin_of(v);
    bool on = ev->code == K_ENTER || ev->code == K_TAB, moves = ev->code == K_UP || ev->code == K_DOWN;
    if (on && s->at_pin) {
        signin_try(s);
    } else if (on) {
        signin_choose(s);
    } else if (moves && !s->at_pin) {
        edit_set(s->code, "");
        (void)rows_move(&s->rows, scroll_command(ev->code));
    } else if (!moves && line_key(s->at_pin ? s->pin : s->code, ev) == TYPED_CHANGED && !s->at_pin) {
        signin_follow(s);
    }
    return TAKEN | KEYS;
}

static unsigned signin_command(struct view *v, int id)
{
    struct signin *s = signin_of(v);
    if (id != CMD_BACK)
        return 0;
    s->at_pin = false;
    edit_set(s->code, "");
    edit_set(s->pin, "");
    return TAKEN | KEYS;
}

static void signin_close(struct view *v)
{
    struct signin *s = signin_of(v);
    rows_close(&s->rows);
    desk_user_free(s->staff, s->n);
    edit_free(s->code);
    edit_free(s->pin);
}

static const struct view_ops signin_ops = {
    .name = "signin",
    .flags = VIEW_TYPES,
    .heading = N_("Sign in"),
    .layout = signin_layout,
    .draw = signin_draw,
    .command = signin_command,
    .key = signin_key,
    .click = rows_click,
    .close = signin_close,
    .status = signin_status,
};

struct view *signin_view(struct app *a)
{
    struct signin *s = rows_new(sizeof *s, &signin_ops, &signin_source, a);
    s->rows.bare = true;
    s->rows.lead = FIRST_ROW;
    s->code = edit_new("", false, 32);
    s->pin = edit_new("", false, 32);
    return &s->rows.view;
}
