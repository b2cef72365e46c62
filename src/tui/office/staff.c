/* The staff: who they are, what their role may, who joins and who leaves. What may be changed says the desk. */
#include "office/office.h"
#include "show.h"
#include "view/rows.h"

#include <stdlib.h>
#include <string.h>

enum { ROLES_MOST = 40 };

struct staff_view {
    struct rows rows; /* first */
    struct staff *v;
    size_t n;
};

/* ---- the list
 * -------------------------------------------------------------------------------------------------------- */
static void staff_fill(struct rows *l)
{
    struct staff_view *s = (struct staff_view *)l;
    struct desk *d = app_desk(l->view.app);
    desk_user_free(s->v, s->n);
    if (!app_ok(l->view.app, desk_user_list(d, &s->v, &s->n)))
        s->n = 0;
    for (int gone = 0; gone < 2; gone++)
        for (size_t i = 0; i < s->n; i++)
            if (s->v[i].disabled == gone && (rows_wants(l, s->v[i].name) || rows_wants(l, s->v[i].code) ||
                                             rows_wants(l, desk_role_label(d, s->v[i].role))))
                rows_add(l, &s->v[i]);
}

static int64_t staff_id(const void *row)
{
    int64_t id = 0;
    for (const char *p = ((const struct staff *)row)->code; *p; p++)
        id = (id * 31 + (unsigned char)*p) & INT64_MAX >> 6;
    return id + 1;
}

enum column { CODE, NAME, ROLE, STATE, MAY };

static void staff_columns(struct rows *l)
{
    rows_column(l, (struct rows_column){.head = _("Code"), .id = CODE, .least = 6, .most = 20});
    rows_column(l, (struct rows_column){.head = _("Full name"), .id = NAME, .least = 8, .most = 24});
    rows_column(l, (struct rows_column){.head = _("Role"), .id = ROLE, .least = 6, .most = 16});
    rows_column(l, (struct rows_column){.head = "", .id = STATE, .least = 2, .most = 12});
    rows_column(l, (struct rows_column){.head = _("May"), .id = MAY, .least = 10, .most = 120, .text = true});
}

static void staff_cell(struct rows *l, const void *row, const struct rows_column *c, struct rows_cell *out)
{
    struct desk *d = app_desk(l->view.app);
    const struct staff *k = row;
    struct buf may = {0};
    out->ink = c->id == MAY ? INK_QUIET : c->id == STATE && !k->disabled ? INK_WARN : INK_NORMAL;
    if (c->id == MAY)
        desk_role_words(d, k->role, &may);
    out->text = c->id == MAY ? buf_take(&may)
                             : mem_dup(c->id == CODE   ? k->code
                                       : c->id == NAME ? k->name
                                       : c->id == ROLE ? desk_role_label(d, k->role)
                                       : k->disabled   ? _("account closed")
                                       : k->pin        ? ""
                                                       : _("no PIN"));
}

static void staff_look(struct rows *l, const void *row, struct rows_look *out)
{
    (void)l;
    out->quiet = ((const struct staff *)row)->disabled;
}

/* The whole of what the role may, where its column has cut it off. */
static void staff_under(struct rows *l, struct buf *out)
{
    const struct staff *k = rows_seen(l);
    buf_addf(out, "%s  %s: ", k->name, desk_role_label(app_desk(l->view.app), k->role));
    desk_role_words(app_desk(l->view.app), k->role, out);
}

static const struct rows_source staff_source = {
    .fill = staff_fill,
    .id = staff_id,
    .columns = staff_columns,
    .cell = staff_cell,
    .look = staff_look,
    .under = staff_under,
};

/* ---- changing
 * --------------------------------------------------------------------------------------------------------- */
/* The name of a role, each with what it may; NULL: none. The forms own it. */
static const char *choose_role(struct app *a, const char *now)
{
    const struct forms *f = desk_forms(app_desk(a));
    const struct role *r;
    struct pick items[ROLES_MOST];
    char *labels[ROLES_MOST];
    size_t n = 0;
    int at = 0;
    for (; n < ROLES_MOST && (r = forms_role_at(f, n)); n++) {
        struct buf b = {0};
        text_cell(&b, desk_role_label(app_desk(a), r->name), 12, false);
        buf_add(&b, "  ");
        desk_role_words(app_desk(a), r->name, &b);
        labels[n] = buf_take(&b);
        items[n] = (struct pick){.label = labels[n]};
        at = now && strcmp(r->name, now) == 0 ? (int)n : at;
    }
    int said = dialog_choose(a, _("Which role?"), items, n, at);
    while (n > 0)
        free(labels[--n]);
    return said < 0 ? NULL : forms_role_at(f, (size_t)said)->name;
}

struct joining {
    struct app *app;
    char *code, *name;
    const char *role;
};

static int pin_take(void *arg, const char *pin)
{
    const struct joining *k = arg;
    struct desk *d = app_desk(k->app);
    return k->role ? desk_user_put(d, k->code, k->name, k->role, pin) : desk_user_pin(d, k->code, pin);
}

static int code_take(void *arg, const char *code)
{
    return desk_user_check(app_desk(arg), code, NULL);
}

static int name_take(void *arg, const char *name)
{
    (void)arg;
    return *name ? QT_OK : fault(QT_REFUSED, _("This line is still empty."));
}

static char *ask(struct app *a, const char *label, const char *initial, const char *why,
                 int (*take)(void *arg, const char *said))
{
    struct line line = {
        .title = _("A new colleague"), .label = label, .initial = initial, .why = why, .take = take, .arg = a};
    return dialog_line(a, &line);
}

bool staff_add(struct app *a)
{
    struct joining k = {.app = a};
    char *why = NULL;
    bool done = false, again = app_ok(a, desk_attempt(app_desk(a), NULL, NULL, -1, -1, RIGHT_STAFF));
    while (again) {
        again = false;
        char *code = ask(a, _("Staff code, for signing in"), k.code ? k.code : "", why, code_take);
        char *name = code ? ask(a, _("Full name"), k.name ? k.name : "", NULL, name_take) : NULL;
        free(why);
        free(k.code);
        free(k.name);
        why = NULL;
        k.code = code;
        k.name = name;
        k.role = name ? choose_role(a, k.role) : NULL;
        again = k.role && desk_user_check(app_desk(a), code, k.role) < 0;
        if (again)
            why = mem_dup(fault_text());
    }
    if (k.role)
        done = pin_new(a, _("A new colleague"), pin_take, &k);
    if (done) {
        app_changed(a);
        app_say(a, INK_DONE, _("%s is on the staff: %s, signs in as %s."), k.name, desk_role_label(app_desk(a), k.role),
                k.code);
    }
    free(k.code);
    free(k.name);
    return done;
}

static void staff_said(struct app *a, int rc, const char *name, const char *what)
{
    app_changed(a);
    if (rc < 0)
        dialog_tell(a, name, fault_text());
    else
        app_say(a, INK_DONE, "%s: %s", name, what);
}

static void staff_change(struct app *a, const struct staff *k)
{
    struct desk *d = app_desk(a);
    struct joining who = {.app = a, .code = mem_dup(k->code), .name = mem_dup(k->name)};
    const bool gone = k->disabled;
    const struct pick what[] = {
        {0, _("Another role")},
        {0, _("A new PIN; it also opens an account closed by wrong PINs")},
        {0, gone ? _("Open the account again") : _("Close the account: has left, or must not")}};
    char *now = mem_dup(k->role);
    int said = dialog_choose(a, who.name, what, ARRAY_LEN(what), 0);
    const char *role = said == 0 ? choose_role(a, now) : NULL;
    if (role)
        staff_said(a, desk_user_role(d, who.code, role), who.name, desk_role_label(d, role));
    if (said == 1 && app_ok(a, desk_attempt(d, NULL, NULL, -1, -1, RIGHT_STAFF)) &&
        pin_new(a, who.name, pin_take, &who))
        staff_said(a, QT_OK, who.name, _("has a new PIN."));
    if (said == 2 && gone)
        staff_said(a, desk_user_enable(d, who.code), who.name, _("may sign in again."));
    if (said == 2 && !gone &&
        dialog_yes(a, _("Close this account? Whoever sits there is signed out; what was entered stays.")))
        staff_said(a, desk_user_disable(d, who.code), who.name, _("cannot sign in any more."));
    free(now);
    free(who.code);
    free(who.name);
}

static unsigned staff_command(struct view *v, int id)
{
    struct rows *l = (struct rows *)v;
    const struct staff *now = id == CMD_OPEN ? rows_now(l) : NULL;
    if (id == CMD_NEW)
        (void)staff_add(v->app);
    else if (id != CMD_OPEN)
        return rows_command(v, id);
    else if (now)
        staff_change(v->app, now);
    return TAKEN | REDRAW;
}

static void staff_close(struct view *v)
{
    struct staff_view *s = (struct staff_view *)v;
    rows_close(&s->rows);
    desk_user_free(s->v, s->n);
}

static const struct view_ops staff_ops = {
    .name = "staff",
    .heading = N_("Staff and roles"),
    .layout = rows_layout,
    .draw = rows_draw,
    .command = staff_command,
    .key = rows_key,
    .click = rows_click,
    .idle = rows_idle,
    .close = staff_close,
    .reload = rows_reload,
    .status = rows_status,
    .position = rows_position,
    .typing = rows_typing,
};

void staff_show(struct app *a)
{
    if (!app_ok(a, desk_attempt(app_desk(a), NULL, NULL, -1, -1, RIGHT_STAFF)))
        return;
    struct staff_view *s = rows_new(sizeof *s, &staff_ops, &staff_source, a);
    app_push(a, &s->rows.view);
}
