/* An action's questions: some fields of the record in a small form. */
#include "app.h"
#include "dialog/dialog.h"
#include "field/fields.h"

/* All required ones given and nothing refused; else the caret goes to the first that is not. */
static bool complete(struct fields *f)
{
    if (!fields_commit(f))
        return false;
    for (size_t i = 0; i < f->n; i++) {
        struct slot *s = &f->slots[i];
        if (s->changed) { /* refused before */
            fields_focus(f, (int)i);
            return false;
        }
        if (s->required && f->r->v[s->field].kind == VAL_NULL) {
            fields_problem(f, (int)i, _("This must be filled in"));
            fields_focus(f, (int)i);
            return false;
        }
    }
    return true;
}

/* 0 goes on, 1 confirmed, -1 given up. */
static int ask_key(struct fields *f, const struct key_event *ev)
{
    if (ev->code == K_HANGUP)
        return -1;
    if (box_no(ev)) {
        if (!offers_open(f))
            return -1;
        offers_dismiss(f);
        return 0;
    }
    if (ev->code == K_F4 || ev->code == K_CTRL + 's')
        return complete(f);
    enum went went = fields_key(f, ev);
    return went == WENT_BUTTON ? complete(f) : went == WENT_NOWHERE ? BOX_NO_KEY : 0;
}

/* The fields in a window of the drawer's; below them the reason, else what is said meanwhile. */
static WINDOW *open_box(struct box *b, struct app *a, const char *title, struct fields *f, const struct ask_list *q)
{
    const char *why = q->why ? q->why : q->say ? q->say : "";
    static const struct box_key keys[] = {{K_F4, N_("Go on")}, {K_F3, N_("Choose")}, {K_F12, N_("Back")}};
    int cols = box_cols(100), n = wrap_count(why, cols);
    fields_layout(f, 1000, cols); /* for the rows they need at this width, with the button and the hint */
    int room = 0;
    for (size_t i = 0; i < f->n; i++)
        room = slot_looks_up(f, &f->slots[i]) ? OFFERS_ROOM : room;
    b->keys = keys;
    b->nkeys = sizeof keys / sizeof *keys;
    box_open(b, a, title, f->content + 1 + n + room);
    box_clear(b);
    int rows = b->rows > n + 1 ? b->rows - n : b->rows;
    box_wrap(b, rows, 0, b->rows - rows, q->why ? INK_ALERT : INK_QUIET, why);
    fields_layout(f, rows, cols);
    return b->win ? derwin(b->win, rows, b->cols, b->from, EDGE) : NULL;
}

/* Refused answers are all there, the caret in the field that was refused, else in the last one. */
static struct fields *ask_fields(struct app *a, struct record *r, const struct ask_list *q)
{
    struct fields *f = fields_new(a, r, FIELDS_ASK, q->fields, q->n);
    for (size_t i = 0; i < q->n; i++)
        f->slots[i].required = q->required[i];
    f->button = _("F4 go on");
    f->hint = 1;
    int at = q->why || q->again ? fields_slot(f, q->refused) : -1;
    for (int i = (int)q->n - 1; q->why && at < 0 && i >= 0; i--)
        at = f->slots[i].readonly ? -1 : i;
    fields_focus(f, at);
    if (q->again && f->now < (int)f->n)
        f->slots[f->now].whole = false; /* it goes on where it stopped */
    f->offer = f->offer && !q->why;     /* there is an answer already */
    return f;
}

struct asking {
    struct app *app;
    struct fields *fields;
    WINDOW *inner; /* of the box, for the fields */
    const char *title;
    const struct ask_list *asked;
    int64_t kept; /* serial of the fields */
};

static void draw_asking(struct box *b, void *arg)
{
    struct asking *k = arg;
    if (!k->inner || b->high != term_rows() || b->wide != term_cols()) {
        if (k->inner)
            delwin(k->inner); /* before the window it lies in */
        k->inner = open_box(b, k->app, k->title, k->fields, k->asked);
    }
    b->types = true;
    if (k->inner) {
        (void)fields_draw(k->fields, k->inner, false);
        wsyncup(k->inner);
    }
    if (!key_pending())
        fields_idle(k->fields);
}

/* 0 goes on, 1 confirmed, -1 given up. The inner window goes before the box it lies in. */
static int asking_key(void *arg, const struct key_event *ev)
{
    struct asking *k = arg;
    int said = ask_key(k->fields, ev);
    if (said != 0 && said != BOX_NO_KEY) {
        if (app_over(k->app)) /* the line is lost, or the session is */
            dialog_ask_keep(k->app);
        k->app->asking = NULL;
        fields_free(k->fields);
        if (k->inner)
            delwin(k->inner);
    }
    return said;
}

void dialog_ask_keep(struct app *a)
{
    struct asking *k = a->asking;
    if (!k || !k->asked->draft || k->fields->serial == k->kept)
        return;
    struct record *now = fields_snapshot(k->fields);
    if (drafts_keep(a, now, fields_field(k->fields), k->asked->action, k->asked->draft))
        k->kept = k->fields->serial;
    record_free(now);
}

int64_t dialog_ask_draft(const struct app *a)
{
    return a->asking && a->asking->asked->draft ? *a->asking->asked->draft : 0;
}

bool dialog_ask(struct app *a, struct record *r, const char *title, const struct ask_list *q)
{
    struct record *before = record_copy(r);
    struct asking k = {a, ask_fields(a, r, q), NULL, title, q, 0};
    a->asking = &k;
    bool yes = box_run(a, draw_asking, asking_key, &k) > 0;
    if (!yes)
        record_become(r, before);
    record_free(before);
    return yes;
}
