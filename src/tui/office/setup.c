/* What a new house still lacks: colleagues, units, a printer, a visitor to practise on. After the first five lines it
 * leads on by itself; each step can be left out and is found again in the menu. */
#include "office/office.h"
#include "show.h"
#include "view/rows.h"

#include <stdlib.h>

struct step {
    char *state;
    bool done;
    const struct step_rule *rule;
};

/* ---- how far it is
 * ---------------------------------------------------------------------------------------------------- */
static int64_t count_records(struct app *a, const char *reg)
{
    const struct form *f = forms_find(desk_forms(app_desk(a)), reg);
    struct query q = {.form = f, .list = f ? form_list(f, "all") : -1, .sort = -1};
    struct desk_list *l = NULL;
    int64_t n = 0;
    bool exact;
    if (!f || q.list < 0 || desk_list_open(app_desk(a), &q, &l) < 0 || desk_list_count(l, 0, &n, NULL, &exact) < 0)
        fault_clear();
    desk_list_close(l);
    return n;
}

static int64_t count_staff(struct app *a)
{
    struct staff *v = NULL;
    size_t n = 0;
    int64_t active = 0;
    if (desk_user_list(app_desk(a), &v, &n) < 0)
        fault_clear();
    for (size_t i = 0; i < n; i++)
        active += !v[i].disabled;
    desk_user_free(v, n);
    return active;
}

static bool state_staff(struct app *a, char **state)
{
    int64_t n = count_staff(a);
    *state = n > 1 ? mem_printf(_("%lld people"), (long long)n) : mem_dup(_("only you so far"));
    return n > 1;
}

static bool state_units(struct app *a, char **state)
{
    int64_t n = count_records(a, "unit");
    *state = n > 0 ? mem_printf(_("%lld units"), (long long)n) : mem_dup(_("none so far"));
    return n > 0;
}

static bool state_printer(struct app *a, char **state)
{
    char *value = desk_setting(app_desk(a), "print_command");
    bool set = value && *value;
    *state = set ? mem_dup(value) : mem_dup(_("none: prints are kept as files"));
    free(value);
    return set;
}

/* Never done: it leaves nothing here. */
static bool state_practice(struct app *a, char **state)
{
    (void)a;
    *state = mem_dup(_("in a building of its own; nothing of it comes here"));
    return false;
}

/* ---- the steps
 * -------------------------------------------------------------------------------------------------------- */
static void step_staff(struct app *a)
{
    (void)staff_add(a);
}

static const struct step_rule {
    const char *label;
    bool (*state)(struct app *a, char **state);
    void (*run)(struct app *a);
} steps[] = {
    {N_("Colleagues"), state_staff, step_staff},
    {N_("Units from a list (CSV, Excel)"), state_units, import_ask},
    {N_("Units of a tower, as A座 15楼 4户"), state_units, tower_ask},
    {N_("Printer, test page"), state_printer, printer_ask},
    {N_("A visitor to practise on, ten lessons"), state_practice, practice_open},
};

static void setup_drop(void *row)
{
    free(((struct step *)row)->state);
    free(row);
}

static void setup_fill(struct rows *l)
{
    for (size_t i = 0; i < ARRAY_LEN(steps); i++) {
        struct step *s = mem_alloc(sizeof *s);
        *s = (struct step){.rule = &steps[i]};
        s->done = steps[i].state(l->view.app, &s->state);
        rows_add(l, s);
    }
}

static int64_t setup_id(const void *row)
{
    return ((const struct step *)row)->rule - steps + 1;
}

enum column { KEY, LABEL, STATE };

static void setup_columns(struct rows *l)
{
    rows_column(l, (struct rows_column){.head = "", .id = KEY, .least = 1, .most = 1});
    rows_column(l, (struct rows_column){.head = _("Step"), .id = LABEL, .least = 20, .most = 40});
    rows_column(l, (struct rows_column){.head = _("Now"), .id = STATE, .least = 10, .most = 60, .text = true});
}

static void setup_cell(struct rows *l, const void *row, const struct rows_column *c, struct rows_cell *out)
{
    const struct step *s = row;
    (void)l;
    out->ink = c->id == KEY ? INK_KEY : c->id == STATE && !s->done ? INK_WARN : INK_NORMAL;
    out->text = c->id == KEY     ? mem_printf("%d", (int)(s->rule - steps) + 1)
                : c->id == LABEL ? mem_dup(_(s->rule->label))
                                 : mem_dup(s->state);
}

static void setup_look(struct rows *l, const void *row, struct rows_look *out)
{
    (void)l;
    out->quiet = ((const struct step *)row)->done;
}

static void setup_under(struct rows *l, struct buf *out)
{
    (void)l;
    buf_add(out, _("In any order; what is left out is found again: F10, Setting up"));
}

static const struct rows_source setup_source = {
    .fill = setup_fill,
    .drop = setup_drop,
    .id = setup_id,
    .columns = setup_columns,
    .cell = setup_cell,
    .look = setup_look,
    .under = setup_under,
};

static unsigned setup_run(struct view *v, const struct step_rule *rule)
{
    rule->run(v->app);
    return TAKEN | REDRAW;
}

static unsigned setup_key(struct view *v, const struct key_event *ev)
{
    struct rows *l = (struct rows *)v;
    rows_read(l);
    for (size_t i = 0; ev->code == K_TEXT && i < l->nall; i++) {
        const struct step *s = l->all[i];
        if (ev->text[0] == '1' + (char)(s->rule - steps) && !ev->text[1]) {
            const struct step_rule *rule = s->rule;
            rows_go(l, s); /* the bar is where one comes back to */
            return setup_run(v, rule);
        }
    }
    return 0;
}

static unsigned setup_command(struct view *v, int id)
{
    struct rows *l = (struct rows *)v;
    const struct step *now = id == CMD_OPEN ? rows_now(l) : NULL;
    if (id != CMD_OPEN)
        return rows_command(v, id);
    return now ? setup_run(v, now->rule) : TAKEN;
}

static const struct view_ops setup_ops = {
    .name = "setup",
    .heading = N_("Setting up"),
    .layout = rows_layout,
    .draw = rows_draw,
    .command = setup_command,
    .key = setup_key,
    .click = rows_click,
    .idle = rows_idle,
    .close = rows_view_close,
    .reload = rows_reload,
    .status = rows_status,
    .position = rows_position,
};

void setup_show(struct app *a)
{
    app_push(a, rows_new(sizeof(struct rows), &setup_ops, &setup_source, a));
}

const char *setup_missing(struct app *a)
{
    if (!desk_allows(app_desk(a), NULL, RIGHT_STAFF) || count_records(a, "unit") > 0)
        return NULL;
    return _("No units yet. F10 G shows what is still missing: colleagues, units, printer.");
}
