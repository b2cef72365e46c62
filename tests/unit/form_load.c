/* Loading form files: what is good loads, what is not is told, and nothing else suffers. */
#include "qiantai/form.h"
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/qt-forms-XXXXXX";
static char **written;
static size_t nwritten;

struct loaded {
    struct forms *set;
    struct problems problems;
    struct buf text; /* problems as printed */
};

static void unload(struct loaded *l)
{
    forms_free(l->set);
    problems_free(&l->problems);
    buf_free(&l->text);
}

static struct loaded load(const char *dirs)
{
    struct loaded l = {0};
    assert_int_equal(forms_load(dirs, &l.set, &l.problems), QT_OK);
    problems_print(&l.problems, &l.text);
    buf_add(&l.text, "");
    return l;
}

static void write_bytes(const char *name, const char *s, size_t n)
{
    char *path = mem_printf("%s/%s.yaml", folder, name);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    assert_int_equal(fwrite(s, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
    written = mem_resize(written, nwritten + 1, sizeof *written);
    written[nwritten++] = path;
}

static void write_form(const char *name, const char *s)
{
    write_bytes(name, s, strlen(s));
}

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) && chdir(QT_SOURCE_DIR) == 0 ? 0 : -1;
}

static int empty_folder(void **state)
{
    (void)state;
    for (size_t i = 0; i < nwritten; i++) {
        (void)unlink(written[i]);
        free(written[i]);
    }
    free(written);
    written = NULL;
    nwritten = 0;
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    return rmdir(folder);
}

static void contains(const struct loaded *l, const char *text)
{
    if (!strstr(l->text.s, text))
        fail_msg("missing: %s\n--- in:\n%s", text, l->text.s);
}

static void no_problem(const struct loaded *l)
{
    if (l->problems.n)
        fail_msg("unexpected:\n%s", l->text.s);
}

/* A small form that works; body is added behind it. */
#define SMALL(reg, body)                                                                                               \
    "register: " reg "\n"                                                                                              \
    "title: {zh: 甲, en: A}\n"                                                                                        \
    "fields:\n"                                                                                                        \
    "  - {name: what, type: text, label: {zh: 事, en: What}}\n"                                                       \
    "  - {name: amount, type: money, label: {zh: 金额, en: Amount}}\n" body

/* ---- good forms ---- */

static void shipped_forms_load_cleanly(void **state)
{
    (void)state;
    static const char *const names[] = {"visitor", "message", "permit", "watch", "unit", "person"};
    struct loaded l = load("forms");
    no_problem(&l);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assert_non_null(forms_find(l.set, names[i]));
    assert_string_equal(l.set->v[0]->name, "visitor"); /* menu order */
    assert_string_equal(l.set->groups[l.set->ngroups - 1].name, "office");
    unload(&l);
}

static void V4_visitor_form_says_what_the_rules_say(void **state)
{
    (void)state;
    struct loaded l = load("forms");
    const struct form *f = forms_find(l.set, "visitor");
    assert_non_null(f);
    const struct clock_rule *c = &f->clocks[0];
    assert_string_equal(c->name, "overstay");
    assert_true(c->start_state[form_state(f, "inside")]);
    assert_false(c->start_state[form_state(f, "waiting")]);
    assert_true(c->stop_state[form_state(f, "unsigned")]);
    assert_true(c->stop_action[form_action(f, "unsigned")]); /* a state and an action of one name */
    assert_string_equal(c->due->sql, "until");
    assert_string_equal(c->escalate_to, "supervisor");
    const struct action *a = &f->actions[form_action(f, "no_answer")];
    assert_int_equal(a->key, 'n');
    assert_int_equal(a->to, form_state(f, "unanswered"));
    assert_true(a->from[form_state(f, "expected")]);
    assert_false(a->from[form_state(f, "inside")]);
    assert_int_equal(a->nask, 1);
    assert_int_equal(a->ask[0], form_field(f, "call_number"));
    assert_false(a->ask_required[0]);
    assert_null(f->actions[form_action(f, "spare_back")].from);
    assert_int_equal(f->retention_days, 180);
    assert_int_equal(f->unit_field, form_field(f, "unit"));
    assert_int_equal(f->fields[form_field(f, "host")].of, form_field(f, "unit"));
    const struct lookup *u = f->fields[form_field(f, "name")].lookup;
    assert_int_equal(u->nfill, 8);
    assert_int_equal(u->fill[0].field, form_field(f, "phone"));
    assert_string_equal(u->distinct, "phone");
    assert_string_equal(f->fields[form_field(f, "unit")].lookup->value, "number");
    unload(&l);
}

static void V9_setters_of_a_follow_on_are_resolved_in_the_other_register(void **state)
{
    (void)state;
    struct loaded l = load("forms");
    const struct form *permit = forms_find(l.set, "permit"), *visitor = forms_find(l.set, "visitor");
    const struct then *t = permit->actions[form_action(permit, "enter")].then;
    assert_string_equal(t->create, "visitor");
    for (size_t i = 0; i < t->nset; i++)
        assert_int_equal(t->set[i].field, form_field(visitor, t->set[i].name));
    assert_int_equal(t->set[t->nset - 1].field, form_sys(visitor, SYS_STATE));
    unload(&l);
}

static void system_fields_stand_behind_the_declared(void **state)
{
    (void)state;
    struct loaded l = load("forms");
    const struct form *f = forms_find(l.set, "message");
    assert_int_equal(form_field(f, "number"), form_sys(f, SYS_NUMBER));
    assert_int_equal(form_field(f, "changed_by"), form_sys(f, SYS_CHANGED_BY));
    assert_int_equal(form_field(f, "waiting_at"), form_sys(f, SYS_STATES));
    assert_int_equal(form_field(f, "withdrawn_by"), (int)f->nfields - 1);
    assert_int_equal(f->nfields, f->ndeclared + SYS_STATES + 2 * f->nstates);
    assert_int_equal(f->fields[form_sys(f, SYS_STATE)].nchoices, f->nstates);
    unload(&l);
}

static void umbrella_in_under_40_lines_loads(void **state)
{
    (void)state;
    struct loaded l = load("forms:tests/unit/data/forms");
    no_problem(&l);
    const struct form *f = forms_find(l.set, "umbrella_demo");
    assert_non_null(f);
    assert_int_equal(f->nlists, 2);
    assert_int_equal(f->lists[1].order, form_sys(f, SYS_SAVED_AT));
    assert_true(f->lists[1].descending);
    assert_true(f->clocks[0].start_saved);
    assert_true(f->clocks[0].stop_state[form_state(f, "returned")]);
    assert_string_equal(f->sheet->columns[2].heading.text[LANG_ZH], "伞号"); /* the field's label */
    assert_string_equal(f->lists[0].totals[1], "deposit");
    unload(&l);
}

static void what_is_absent_is_filled_in(void **state)
{
    (void)state;
    write_form("small", SMALL("small", ""));
    struct loaded l = load(folder);
    no_problem(&l);
    const struct form *f = forms_find(l.set, "small");
    assert_string_equal(f->states[0].name, "open");
    assert_string_equal(f->lists[0].name, "all");
    assert_int_equal(f->lists[0].ncolumns, 4); /* number, two fields, state */
    assert_true(f->lists[0].descending);
    assert_string_equal(f->summary->sql, "\"what\"");
    assert_string_equal(f->number, "S{yy}{mm}-{seq:4}");
    assert_string_equal(f->group, "desk");
    assert_int_equal(f->key, 0);
    assert_int_equal(f->unit_field, -1);
    assert_int_equal(f->retention_from, form_sys(f, SYS_SAVED_AT));
    unload(&l);
}

static void search_has_defaults_by_type(void **state)
{
    (void)state;
    struct loaded l;
    write_form("a", SMALL("a", "  - {name: p, type: phone, label: {zh: 话, en: P}}\n"
                               "  - {name: q, type: phone, secret: true, label: {zh: 密, en: Q}}\n"));
    l = load(folder);
    no_problem(&l);
    const struct form *f = forms_find(l.set, "a");
    assert_int_equal(f->fields[form_field(f, "p")].search, SEARCH_TAIL);
    assert_int_equal(f->fields[form_field(f, "q")].search, SEARCH_NONE);
    assert_int_equal(f->fields[form_field(f, "what")].search, SEARCH_NONE);
    unload(&l);
}

static int note_form_of_active(const struct expr_site *site, struct expr *e, void *arg)
{
    char *names = arg;
    assert_non_null(e->sql);
    if (strcmp(e->sql, "state = 'active'") == 0)
        (void)snprintf(names, 64, "%s", site->over->name);
    return 0;
}

static void where_of_a_watch_sees_the_watch_list(void **state)
{
    (void)state;
    char name[64] = "";
    struct loaded l = load("forms");
    struct form *f = forms_find(l.set, "visitor");
    assert_int_equal(form_each_expr(f, note_form_of_active, l.set, name), 0);
    assert_string_equal(name, "watch");
    unload(&l);
}

static int stop_at_third(const struct expr_site *site, struct expr *e, void *arg)
{
    (void)site;
    (void)e;
    return ++*(int *)arg == 3 ? 7 : 0;
}

static void walking_expressions_stops_when_told(void **state)
{
    (void)state;
    int n = 0;
    struct loaded l = load("forms");
    assert_int_equal(form_each_expr(forms_find(l.set, "visitor"), stop_at_third, l.set, &n), 7);
    assert_int_equal(n, 3);
    unload(&l);
}

static void a_long_number_has_room(void **state)
{
    static const struct {
        const char *pattern;
        int width;
    } v[] = {{"V{yy}-{seq:3}", 11},
             {"C{yyyy}-{seq:6}", 12},
             {"CT{yy}{mm}{dd}-{seq:3}", 12},
             {"{way}{yyyy}-{seq:4}", 12},
             {"收{yyyy}-{seq:5}", 12}};
    (void)state;
    for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
        char *text = mem_printf(
            "register: way\ntitle: {zh: 路, en: Way}\nnumber: \"%s\"\nfields:\n"
            "  - {name: way, type: enum, required: true, label: {zh: 向, en: Way}, choices: [{name: in, zh: 收, en: "
            "In}, {name: out, zh: 发, en: Out}]}\n",
            v[i].pattern);
        write_form("way", text);
        struct loaded l = load(folder);
        const struct form *f = forms_find(l.set, "way");
        assert_non_null(f);
        if (field_width(&f->fields[form_sys(f, SYS_NUMBER)]) != v[i].width)
            fail_msg("%s: %d", v[i].pattern, field_width(&f->fields[form_sys(f, SYS_NUMBER)]));
        unload(&l);
        free(text);
    }
}

static void slots_are_unique(void **state)
{
    (void)state;
    struct loaded l = load("forms");
    const struct form *a = forms_find(l.set, "visitor"), *b = forms_find(l.set, "message");
    assert_int_not_equal(a->summary->slot, b->summary->slot);
    assert_true(a->summary->slot < l.set->nslots && b->summary->slot < l.set->nslots);
    unload(&l);
}

/* ---- mistakes ---- */

static void ten_mistakes_give_ten_messages(void **state)
{
    (void)state;
    struct loaded l = load("tests/unit/data/forms-bad");
    assert_int_equal(l.problems.errors, 10);
    assert_int_equal(l.set->n, 0);
    FILE *f = fopen("tests/unit/data/forms-bad/ten.expected", "r");
    assert_non_null(f);
    char expected[8192];
    size_t n = fread(expected, 1, sizeof expected - 1, f);
    expected[n] = 0;
    (void)fclose(f);
    assert_string_equal(l.text.s, expected);
    unload(&l);
}

static void a_broken_form_leaves_the_others(void **state)
{
    (void)state;
    write_form("bad", SMALL("bad", "nonsense: 1\n"));
    write_form("good", SMALL("good", ""));
    struct loaded l = load(folder);
    assert_int_equal(l.problems.errors, 1);
    assert_null(forms_find(l.set, "bad"));
    assert_non_null(forms_find(l.set, "good"));
    contains(&l, "bad.yaml:6:1: error: unknown key of a form 'nonsense'");
    unload(&l);
}

struct bad_case {
    const char *text, *message;
};

#define SHUTS(rule)                                                                                                    \
    "states:\n  - {name: up, label: {zh: 开, en: up}}\n  - {name: shut, label: {zh: 关, en: shut}, final: true}\n"   \
    "auto_close:\n  - {" rule "}\n"

/* Each text is the body behind SMALL; exactly one mistake. */
static const struct bad_case bodies[] = {
    {"actions:\n  - {name: a, key: a, label: {zh: 一, en: a}, set: {wat: '1'}}\n", "unknown field 'wat'"},
    {"actions:\n  - {name: a, key: A, label: {zh: 一, en: a}}\n", "a key is one small letter"},
    {"actions:\n  - {name: a, key: q, label: {zh: 一, en: a}}\n", "the key q leads back everywhere"},
    {"actions:\n  - {name: a, key: a, label: {zh: 一, en: a}, roles: [clark]}\n", "did you mean 'clerk'?"},
    {"actions:\n  - {name: a, key: a, label: {zh: 一, en: a}, ask: [whit]}\n", "did you mean 'what'?"},
    {"actions:\n  - {name: a, key: a, label: {zh: 一, en: a}, set: {state: '1'}}\n", "kept by the program itself"},
    {"actions:\n  - {name: a, key: a, label: {zh: 一, en: a}, then: {create: x, act: y, register: z}}\n",
     "one of 'create', 'act' and 'run'"},
    {"actions:\n  - {name: a, key: a, label: {zh: 一, en: a}}\n  - {name: b, key: a, label: {zh: 二, en: b}}\n",
     "key 'a' is already that of the action 'a'"},
    {"actions:\n  - {name: a, key: a, label: {zh: 一, en: a}, warned: yes}\n", "true or false is expected"},
    {"actions:\n  - {name: a, key: a, label: {zh: 一, en: a}, message: {zh: 不, en: no}}\n", "belongs to 'needs'"},
    {"actions:\n  - {name: a, key: a, rank: 0, label: {zh: 一, en: a}}\n", "a whole number from 1 to 99"},
    {"actions:\n  - {name: a, rank: 1, label: {zh: 一, en: a}}\n", "what has no key is never offered"},
    {"clocks:\n  - {name: c, label: {zh: 钟, en: c}, start: saved, due: now()}\n", "a clock needs 'stop'"},
    {"urgent: \"amount > 5\"\n", "this form has no clocks"},
    {"card: {count: true}\n", "no field of this form names one"},
    {"  - {name: u, type: unit, label: {zh: 房, en: u}}\ncard: {most: 2, count: true}\n", "'most' belongs to 'line'"},
    {"  - {name: u, type: unit, label: {zh: 房, en: u}}\ncard: {where: \"amount > 2\"}\n", "a card shows something"},
    {"  - {name: u, type: unit, label: {zh: 房, en: u}}\ncard: {line: [whta]}\n", "did you mean 'what'?"},
    {"clocks:\n  - {name: c, label: {zh: 钟, en: c}, start: saved, stop: open}\n", "a clock needs the key 'due'"},
    {"clocks:\n  - {name: c, label: {zh: 钟, en: c}, start: save, stop: open, due: '1'}\n", "did you mean 'saved'?"},
    {"clocks:\n  - {name: c, label: {zh: 钟, en: c}, start: saved, stop: open, due: '1', kind: x}\n", "answer, news"},
    {"clocks:\n  - {name: c, label: {zh: 钟, en: c}, start: saved, stop: open, due: '1', kind: news, pause: open}\n",
     "no 'pause' for kind news"},
    {"clocks:\n  - {name: c, label: {zh: 钟, en: c}, start: saved, stop: open, due: '1', kind: news}\n"
     "  - {name: e, label: {zh: 钟, en: e}, start: saved, stop: open, due: '1', kind: news}\n",
     "one clock of kind news, and 'c' is one already"},
    {"clocks:\n  - {name: c, label: {zh: 钟, en: c}, start: saved, stop: open, due: '1', warn: 0%}\n", "1% to 99%"},
    {"clocks:\n  - {name: c, label: {zh: 钟, en: c}, start: saved, stop: open, due: '1', warn: x%}\n", "1% to 99%"},
    {"clocks:\n  - {name: c, label: {zh: 钟, en: c}, start: saved, stop: open, due: '1', escalate: {to: supervisor}}\n",
     "escalate needs 'after'"},
    {"actions:\n  - {name: a, key: a, label: {zh: 重开, en: a}, reopens: what}\n", "it has the type int"},
    {"clocks:\n  - {name: c, label: {zh: 钟, en: c}, start: saved, stop: open, due: '1', pause: shut}\n",
     "unknown state 'shut'"},
    {"lists:\n  - {name: l, label: {zh: 表, en: l}, columns: [what], totals: [what]}\n", "only numbers, money"},
    {"lists:\n  - {name: l, label: {zh: 表, en: l}, columns: []}\n", "a list of columns is expected"},
    {"lists:\n  - {name: l, label: {zh: 表, en: l}, columns: [what], columns: [what]}\n", "stands twice"},
    {"rounds:\n  - {name: r, label: {zh: 巡, en: r}, at: \"'20:00'\", list: al}\n", "did you mean 'all'?"},
    {"duties:\n  - {name: r, label: {zh: 巡, en: r}, at: \"'20:00'\", every: dya}\n", "did you mean 'day'?"},
    {"duties:\n  - {name: r, label: {zh: 巡, en: r}, at: \"'20:00'\", every: week}\n", "'on' says on which day"},
    {"duties:\n  - {name: r, label: {zh: 巡, en: r}, at: \"'20:00'\", every: day, on: 3}\n",
     "go with every: week, month or year"},
    {"duties:\n  - {name: r, label: {zh: 巡, en: r}, at: \"'20:00'\", every: workday, shift: none}\n",
     "go with every: week, month or year"},
    {"duties:\n  - {name: r, label: {zh: 巡, en: r}, at: \"'20:00'\", every: week, on: 8}\n",
     "a whole number from 1 to 7"},
    {"duties:\n  - {name: r, label: {zh: 巡, en: r}, at: \"'20:00'\", every: month, on: lats}\n",
     "a whole number from 1 to 31"},
    {"duties:\n  - {name: r, label: {zh: 巡, en: r}, at: \"'20:00'\", every: month, on: 20, shift: next_workdy}\n",
     "did you mean 'next_workday'?"},
    {"duties:\n  - {name: r, label: {zh: 巡, en: r}, at: \"'20:00'\", every: year, on: '13-01'}\n",
     "a day of the year is expected here"},
    {"duties:\n  - {name: r, label: {zh: 巡, en: r}, at: \"'20:00'\", every: year, on: ['6-1']}\n",
     "a day of the year is expected here"},
    {"duties:\n  - {name: r, label: {zh: 巡, en: r}, at: \"'20:00'\", every: month, on: 20, list: al}\n",
     "did you mean 'all'?"},
    {"duties:\n  - {name: r, label: {zh: 巡, en: r}, at: \"'20:00'\", every: day, roles: [clark]}\n",
     "did you mean 'clerk'?"},
    {"duties:\n  - {name: r, label: {zh: 巡, en: r}, at: \"'20:00'\", every: day, dome: '1'}\n",
     "did you mean 'done'?"},
    {"duties:\n  - {name: r, label: {zh: 巡, en: r}, every: day}\n", "a duty needs the key 'at'"},
    {"rounds:\n  - {name: r, label: {zh: 巡, en: r}, at: \"'20:00'\", list: all}\n"
     "duties:\n  - {name: r, label: {zh: 巡, en: r}, at: \"'20:00'\", every: day}\n",
     "a round is called 'r' already"},
    {"sheet: {columns: [{field: what, heading: {zh: 事}}]}\n", "needs the key 'en'"},
    {"sheet: {columns: [what], month: what}\n", "neither a date nor a datetime"},
    {"retention: {days: 0}\n", "a whole number from 1 to 36500"},
    {"retention: {from: saved_at}\n", "retention needs the key 'days'"},
    {"retention: {days: 30, least: 40}\n", "'days' cannot be fewer than 'least'"},
    {SHUTS("from: [up], to: shut, after: '1'"), "there is money in it ('amount')"},
    {"menu: {key: 0}\n", "a whole number from 1 to 9"},
    {"menu: {key: q}\n", "a whole number from 1 to 9"}, /* q leads back */
    {"unit_field: amount\n", "unit_field names a field of type unit"},
    {"again: [wat]\n", "did you mean 'what'?"},
    {"  - {name: h, type: text, hidden: true, label: {zh: 藏, en: h}}\nagain: [what, h]\n", "'h' is not typed"},
    {"  - {name: h, label: {zh: 算, en: h}, compute: amount}\nagain: [h]\n", "'h' is not typed"},
    {"edit_roles: [boss]\n", "unknown role 'boss'"},
    {"number: \"{yy}\"\n", "all records would have the same"},
    {"number: \"{what}\"\n", "must be required"},
    {"number: \"A{seq\"\n", "'{' without '}'"},
    {"summary: yes\n", "write true or false instead of 'yes'"},
    {"summary:\n", "a value is expected here"},
    {"handover: {count: \"1\"}\n", "handover needs the key 'line'"},
    {"inside: {list: all, people: what, place: what, columns: [what]}\n", "'what' is no number"},
    {"inside: {list: all, columns: [what]}\n", "'inside' needs 'place'"},
    {"watches:\n  - {name: w, label: {zh: 名, en: w}, register: a, reason: amount, match: {what: [what]}}\n",
     "type text or note"},
    {"  - {name: what, type: int, label: {zh: 事, en: x}}\n", "the name 'what' is used twice"},
    {"  - {name: What, type: int, label: {zh: 事, en: x}}\n", "'What' is no name"},
    {"  - {name: started, type: int, label: {zh: 事, en: x}}\n", "'started' is used by the program itself"},
    {"  - {name: number, type: int, label: {zh: 事, en: x}}\n", "the program itself keeps 'number'"},
    {"  - {name: open_by, type: int, label: {zh: 事, en: x}}\n", "the program itself keeps 'open_by'"},
    {"  - {name: e, type: enum, label: {zh: 选, en: e}}\n", "needs the key 'choices'"},
    {"  - {name: e, type: int, choices: [{name: a, zh: 一, en: a}], label: {zh: 选, en: e}}\n",
     "does not go with type"},
    {"  - {name: e, type: enum, choices: [{name: a, zh: 一, en: a}, {name: b, zh: 一, en: b}], label: {zh: 选, en: "
     "e}}\n",
     "have the same label"},
    {"  - {name: l, type: link, label: {zh: 连, en: l}}\n", "needs the key 'to'"},
    {"  - {name: p, type: person, of: what, label: {zh: 人, en: p}}\n", "'of' must name a field of type unit"},
    {"  - {name: s, type: text, secret: true, search: plain, label: {zh: 密, en: s}}\n", "only by its whole value"},
    {"  - {name: s, type: text, section: x, label: {zh: 密, en: s}}\n", "unknown section 'x'"},
    {"  - {name: s, type: text, message: {zh: 错, en: e}, label: {zh: 密, en: s}}\n", "belongs to 'check'"},
    {"  - {name: s, type: items, label: {zh: 行, en: s}, fields: [{name: a, type: items, label: {zh: 一, en: a}}]}\n",
     "type items cannot stand inside items"},
    {"  - {name: s, type: computed, label: {zh: 算, en: s}}\n", "needs the key 'compute'"},
    {"  - {name: s, type: text, width: 0, label: {zh: 密, en: s}}\n", "a whole number from 1 to 200"},
    {"slip: &x a\n", "anchors and aliases"},
    {"  -\n", "is written as keys with values"},
};

/* Behind a form without money in it. */
static const struct bad_case closings[] = {
    {SHUTS("from: [shut], to: shut, after: '1'"), "'shut' is final: there is nothing to close"},
    {SHUTS("from: [up], to: up, after: '1'"), "'up' is not final: nothing would be closed"},
    {SHUTS("from: [up], to: sut, after: '1'"), "did you mean 'shut'?"},
    {SHUTS("from: [up], to: shut"), "an automatic closing needs the key 'after'"},
    {SHUTS("from: [up], to: shut, after: '1', since: what"), "neither a date nor a datetime"},
};

static void each_case_has_its_own_message(const char *before, const struct bad_case *cases, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        char *text = mem_printf("%s%s", before, cases[i].text);
        write_form("a", text);
        char *dirs = mem_printf("%s:%s", QT_SOURCE_DIR "/forms/roles.yaml", folder);
        struct loaded l = load(dirs);
        free(dirs);
        if (l.problems.errors != 1 || l.set->n)
            fail_msg("%zu mistakes told, 1 expected, for\n%s\n%s", l.problems.errors, cases[i].text, l.text.s);
        contains(&l, cases[i].message);
        assert_true(l.problems.v[0].at.line > 0);
        assert_non_null(l.problems.v[0].source_line);
        unload(&l);
        free(text);
    }
}

static void each_mistake_has_its_own_message(void **state)
{
    (void)state;
    char *poor = mem_dup(SMALL("a", ""));
    *strstr(poor, "  - {name: amount") = '\0';
    each_case_has_its_own_message(SMALL("a", ""), bodies, ARRAY_LEN(bodies));
    each_case_has_its_own_message(poor, closings, ARRAY_LEN(closings));
    free(poor);
}

#define HOUSE_ROLES "roles:\n  - {name: porter, label: {zh: 门房, en: porter}}\n"
#define NO_OWNER                                                                                                       \
    "states:\n  - {name: open, label: {zh: 开, en: open}}\n"                                                          \
    "clocks:\n  - {name: c, label: {zh: 钟, en: c}, start: [saved], due: \"now()\", stop: []}\n"                      \
    "lists:\n  - {name: all, label: {zh: 全部, en: All}, columns: [what]}\n"                                         \
    "rounds:\n  - {name: r, label: {zh: 查, en: r}, at: \"'09:00'\", list: all}\n"

static struct loaded load_behind(const char *roles)
{
    char *dirs = mem_printf("%s%s%s", roles ? roles : "", roles ? ":" : "", folder);
    struct loaded l = load(dirs);
    free(dirs);
    return l;
}

static void clocks_and_rounds_without_an_owner_are_the_desks(void **state)
{
    (void)state;
    char *text = mem_printf("%s%s", SMALL("a", ""), NO_OWNER);
    write_form("a", text);
    free(text);
    struct loaded l = load_behind(QT_SOURCE_DIR "/forms/roles.yaml");
    no_problem(&l);
    assert_string_equal(l.set->v[0]->clocks[0].owner, "clerk");
    assert_string_equal(l.set->v[0]->rounds[0].owner, "clerk");
    unload(&l);
    write_form("roles", HOUSE_ROLES); /* says nothing of the desk: it stays as shipped */
    l = load_behind(QT_SOURCE_DIR "/forms/roles.yaml");
    no_problem(&l);
    assert_string_equal(l.set->v[0]->clocks[0].owner, "clerk");
    unload(&l);
    write_form("roles", HOUSE_ROLES "desk: porter\n");
    l = load_behind(QT_SOURCE_DIR "/forms/roles.yaml");
    no_problem(&l);
    assert_string_equal(l.set->v[0]->clocks[0].owner, "porter");
    assert_string_equal(l.set->v[0]->rounds[0].owner, "porter");
    unload(&l);
    write_form("roles", HOUSE_ROLES "desk: portre\n");
    l = load_behind(QT_SOURCE_DIR "/forms/roles.yaml");
    contains(&l, "did you mean 'porter'?");
    unload(&l);
}

static void without_a_desk_an_owner_must_be_given(void **state)
{
    (void)state;
    char *text = mem_printf("%s%s", SMALL("a", ""), NO_OWNER);
    write_form("a", text);
    write_form("roles", HOUSE_ROLES);
    struct loaded l = load_behind(NULL);
    assert_int_equal(l.problems.errors, 2);
    assert_int_equal(l.set->n, 0);
    contains(&l, "no 'owner' is given");
    unload(&l);
    free(text);
}

static const struct bad_case files[] = {
    {"", "the file is empty"},
    {"# nothing\n", "the file is empty"},
    {"x\n", "a form begins with 'register: NAME'"},
    {"- a\n", "a form begins with 'register: NAME'"},
    {"register: a\n\ttitle: b\n", "2:1: error: a tab begins this line"},
    {"register: a\ntitle: {zh: 甲, en: b\nfields: [\n", "a comma or a closing bracket is missing"},
    {"register: a\ntitle: {zh: \xff, en: b}\n", "2:13: error: this is not UTF-8 text"},
    {"register: a\x07\n", "control character 0x07"},
    {"register: a\n---\nregister: b\n", "2:1: error: a second document begins here"},
    {"title: {zh: 甲, en: A}\nfields: [{name: x, type: text, label: {zh: 一, en: x}}]\n", "needs the key 'register'"},
    {"register: qt_x\ntitle: {zh: 甲, en: A}\nfields: [{name: x, type: text, label: {zh: 一, en: x}}]\n",
     "'qt_x' is used by the program"},
    {"register: draft\ntitle: {zh: 甲, en: A}\nfields: [{name: x, type: text, label: {zh: 一, en: x}}]\n",
     "'draft' is used by the program"},
    {"register: a\ntitle: {zh: 甲, en: A}\nfields: []\n", "a list of fields is expected"},
    {"register: *x\ntitle: {zh: 甲, en: A}\nfields: [{name: x, type: text, label: {zh: 一, en: x}}]\n",
     "a value is expected"},
};

static void files_that_are_no_form_are_told(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        write_form("a", files[i].text);
        struct loaded l = load(folder);
        assert_true(l.problems.errors >= 1);
        assert_int_equal(l.set->n, 0);
        contains(&l, files[i].message);
        unload(&l);
    }
}

static void a_huge_file_is_refused_and_a_deep_one_does_no_harm(void **state)
{
    (void)state;
    size_t n = (size_t)2 << 20;
    char *big = mem_alloc(n);
    memset(big, 'a', n);
    write_bytes("big", big, n);
    memset(big, '[', n / 4);
    write_bytes("deep", big, n / 4);
    struct loaded l = load(folder);
    contains(&l, "more than 1 MB");
    contains(&l, "too many brackets inside each other");
    assert_int_equal(l.problems.errors, 2);
    unload(&l);
    free(big);
}

static void no_control_character_reaches_a_label_or_a_message(void **state)
{
    (void)state;
    write_form("a", "register: a\ntitle: {zh: \"甲\\e[31m\\u202e乙\", en: \"A\\n\\x07\"}\n"
                    "fields: [{name: x, type: text, label: {zh: 一, en: x}}]\n\"\\e\": 1\n");
    struct loaded l = load(folder);
    contains(&l, "unknown key of a form");
    for (const char *s = l.text.s; *s; s++)
        assert_true((unsigned char)*s >= 0x20 || *s == '\n');
    unload(&l);
}

/* ---- several files ---- */

static void a_later_folder_overrides_by_name(void **state)
{
    (void)state;
    write_form("mine", SMALL("closing_count", "")); /* no other register goes through it */
    char *dirs = mem_printf("forms:%s", folder);
    struct loaded l = load(dirs);
    no_problem(&l);
    assert_int_equal(forms_find(l.set, "closing_count")->ndeclared, 2);
    unload(&l);
    free(dirs);
}

static void a_broken_override_leaves_the_shipped_form(void **state)
{
    (void)state;
    write_form("mine", SMALL("watch", "x: 1\n"));
    char *dirs = mem_printf("forms:%s", folder);
    struct loaded l = load(dirs);
    assert_int_equal(l.problems.errors, 1);
    assert_int_equal(forms_find(l.set, "watch")->ndeclared, 8);
    unload(&l);
    free(dirs);
}

static void one_register_twice_in_a_folder_is_told(void **state)
{
    (void)state;
    write_form("a", SMALL("same", ""));
    write_form("b", SMALL("same", ""));
    struct loaded l = load(folder);
    contains(&l, "b.yaml:1:1: error: register 'same' is already described in");
    assert_int_equal(l.set->n, 1);
    unload(&l);
}

static void references_to_other_registers_are_checked(void **state)
{
    (void)state;
    write_form("a",
               SMALL("a", "  - {name: other, type: link, to: bb, label: {zh: 连, en: l},\n"
                          "     lookup: {register: b, show: [whut], fill: {what: nil}}}\n"
                          "actions:\n"
                          "  - {name: stay, key: s, label: {zh: 一, en: a}}\n"
                          "  - {name: make, key: m, label: {zh: 一, en: a}, then: {create: b, set: {whet: '1'}}}\n"
                          "  - {name: go, key: g, label: {zh: 一, en: a}}\n"
                          "clocks:\n"
                          "  - {name: c, label: {zh: 钟, en: c}, start: make, stop: go, due: '1'}\n"
                          "watches:\n"
                          "  - {name: w, label: {zh: 名, en: w}, register: b, reason: what, match: {what: [wat]}}\n"));
    write_form("b", SMALL("b", ""));
    struct loaded l = load(folder);
    contains(&l, "a.yaml:6:35: error: unknown register 'bb' (did you mean 'b'?)");
    contains(&l, "unknown field of register 'b': 'whut' (did you mean 'what'?)");
    contains(&l, "unknown field of register 'b': 'nil'");
    contains(&l, "unknown field of register 'b': 'whet'");
    contains(&l, "unknown field of register 'b': 'wat'");
    assert_int_equal(l.problems.errors, 5);
    const struct form *f = forms_find(l.set, "a"); /* it works without them */
    assert_non_null(f);
    assert_int_equal(f->fields[form_field(f, "other")].type, FT_TEXT);
    assert_null(f->fields[form_field(f, "other")].lookup);
    assert_int_equal(f->nwatches, 0);
    assert_int_equal(form_action(f, "make"), -1);
    assert_int_equal(form_action(f, "go"), 1);
    assert_true(f->clocks[0].stop_action[1]); /* moved with its action */
    assert_false(f->clocks[0].stop_action[0]);
    unload(&l);
}

static void a_reference_to_a_broken_form_says_so(void **state)
{
    (void)state;
    write_form("a", SMALL("a", "  - {name: other, type: link, to: b, label: {zh: 连, en: l}}\n"));
    write_form("b", SMALL("b", "x: 1\n"));
    struct loaded l = load(folder);
    contains(&l, "register 'b' is left out because of its own mistakes");
    unload(&l);
}

#define ACT(name, reg, act)                                                                                            \
    "  - {name: " name ", key: k, label: {zh: 一, en: a}, then: {register: " reg ", act: " act ", on: number}}\n"

static void actions_that_go_in_circles_are_refused(void **state)
{
    (void)state;
    write_form("a", SMALL("a", "actions:\n" ACT("one", "b", "two")));
    write_form("b", SMALL("b", "actions:\n" ACT("two", "a", "one")));
    write_form("c", SMALL("c", "actions:\n" ACT("self", "c", "self")));
    write_form("d", SMALL("d", "  - {name: up, type: link, to: d, label: {zh: 上, en: up},\n"
                               "     lookup: {register: d, show: [what, up], value: number}}\n"
                               "actions:\n"
                               "  - {name: again, key: a, label: {zh: 再, en: again}, then: {create: d}}\n"));
    struct loaded l = load(folder);
    contains(&l, "the action 'self' leads back to itself");
    contains(&l, "the action 'one' leads back to itself");
    assert_int_equal(forms_find(l.set, "c")->nactions, 0);
    const struct form *d = forms_find(l.set, "d"); /* links and records of the same register are fine */
    assert_int_equal(d->nactions, 1);
    assert_int_equal(d->fields[form_field(d, "up")].type, FT_LINK);
    unload(&l);
}

static void one_file_alone_may_name_registers_of_other_files(void **state)
{
    (void)state;
    struct loaded l = {0};
    assert_int_equal(forms_load_file("forms/visitor.yaml", NULL, &l.set, &l.problems), QT_OK);
    assert_int_equal(l.problems.n, 0);
    assert_int_equal(l.set->n, 1);
    unload(&l);
}

static void menu_mistakes_do_not_stop_a_form(void **state)
{
    (void)state;
    write_form("menu", "groups:\n  - {name: front, label: {zh: 前, en: Front}}\n");
    write_form("a", SMALL("a", "menu: {group: frant, key: 3}\n"));
    write_form("b", SMALL("b", "menu: {group: front, key: 3}\n"));
    struct loaded l = load(folder);
    contains(&l, "unknown menu group 'frant' (did you mean 'front'?)");
    contains(&l, "menu key 3 is already that of 'a'");
    assert_int_equal(l.set->n, 2);
    assert_string_equal(forms_find(l.set, "a")->group, "front");
    assert_int_equal(forms_find(l.set, "b")->key, 0);
    unload(&l);
}

static void a_folder_that_is_not_there_is_a_fault(void **state)
{
    (void)state;
    struct forms *set = NULL;
    struct problems p = {0};
    assert_int_equal(forms_load("/nonexistent/forms", &set, &p), QT_NOTFOUND);
    assert_null(set);
    assert_non_null(strstr(fault_text(), "/nonexistent/forms"));
    problems_free(&p);
}

/* The first two pieces of YAML in the reference are one form; what it says must work. */
static void the_example_of_the_reference_loads(void **state)
{
    (void)state;
    struct buf form = {0};
    char line[1024];
    int pieces = 0;
    bool inside = false;
    FILE *f = fopen("docs/forms.md", "r");
    assert_non_null(f);
    while (pieces < 3 && fgets(line, sizeof line, f)) {
        if (strncmp(line, "```", 3) == 0) {
            inside = strncmp(line, "```yaml", 7) == 0;
            pieces += inside;
        } else if (inside && pieces < 3) {
            buf_add(&form, line);
        }
    }
    (void)fclose(f);
    write_form("gift", form.s);
    struct problems p = {0};
    struct forms *set;
    assert_int_equal(forms_load_file(written[0], NULL, &set, &p), QT_OK);
    assert_int_equal(p.n, 0);
    assert_int_equal(forms_find(set, "gift")->nactions, 1);
    forms_free(set);
    problems_free(&p);
    buf_free(&form);
}

/* Every key that a form file may have stands in the reference. */
static void every_key_is_in_the_reference(void **state)
{
    (void)state;
    static const char *const sources[] = {"form", "field", "flow", "clock", "settings", "view",   "round",
                                          "card", "keep",  "load", "read",  "similar",  "figures"};
    size_t len, keys = 0;
    struct buf docs = {0};
    char line[1024];
    FILE *f = fopen("docs/forms.md", "r");
    assert_non_null(f);
    while ((len = fread(line, 1, sizeof line, f)) > 0)
        buf_addn(&docs, line, len);
    (void)fclose(f);
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
        char *path = mem_printf("src/form/%s.c", sources[i]);
        f = fopen(path, "r");
        assert_non_null(f);
        free(path);
        while (fgets(line, sizeof line, f)) {
            char *quote = strchr(line, '"'), *end = quote ? strchr(quote + 1, '"') : NULL;
            if (!end || !strstr(end, ", read_")) /* no row of a table of keys */
                continue;
            *end = 0;
            char *cell = mem_printf("`%s`", quote + 1), *inline_use = mem_printf("%s:", quote + 1);
            if (!strstr(docs.s, cell) && !strstr(docs.s, inline_use))
                fail_msg("key %s is not in docs/forms.md", quote + 1);
            free(cell);
            free(inline_use);
            keys++;
        }
        (void)fclose(f);
    }
    assert_true(keys > 80);
    buf_free(&docs);
}

static void caret_stands_under_the_mistake_behind_wide_characters(void **state)
{
    (void)state;
    struct problems p = {0};
    struct buf b = {0};
    write_form("w", "门牌: phon\n");
    struct place at = {written[0], 1, 5};
    problems_add(&p, &at, true, "unknown %s", "thing");
    problems_print(&p, &b);
    assert_int_equal(p.v[0].caret_len, 4);
    assert_non_null(strstr(b.s, "    门牌: phon\n          ^~~~\n"));
    buf_free(&b);
    problems_free(&p);
}

int main(void)
{
#define T(name) cmocka_unit_test_teardown(name, empty_folder)
    const struct CMUnitTest tests[] = {
        T(shipped_forms_load_cleanly),
        T(V4_visitor_form_says_what_the_rules_say),
        T(V9_setters_of_a_follow_on_are_resolved_in_the_other_register),
        T(system_fields_stand_behind_the_declared),
        T(umbrella_in_under_40_lines_loads),
        T(what_is_absent_is_filled_in),
        T(search_has_defaults_by_type),
        T(where_of_a_watch_sees_the_watch_list),
        T(walking_expressions_stops_when_told),
        T(a_long_number_has_room),
        T(slots_are_unique),
        T(ten_mistakes_give_ten_messages),
        T(a_broken_form_leaves_the_others),
        T(each_mistake_has_its_own_message),
        T(clocks_and_rounds_without_an_owner_are_the_desks),
        T(without_a_desk_an_owner_must_be_given),
        T(files_that_are_no_form_are_told),
        T(a_huge_file_is_refused_and_a_deep_one_does_no_harm),
        T(no_control_character_reaches_a_label_or_a_message),
        T(a_later_folder_overrides_by_name),
        T(a_broken_override_leaves_the_shipped_form),
        T(one_register_twice_in_a_folder_is_told),
        T(references_to_other_registers_are_checked),
        T(a_reference_to_a_broken_form_says_so),
        T(actions_that_go_in_circles_are_refused),
        T(one_file_alone_may_name_registers_of_other_files),
        T(menu_mistakes_do_not_stop_a_form),
        T(a_folder_that_is_not_there_is_a_fault),
        T(the_example_of_the_reference_loads),
        T(every_key_is_in_the_reference),
        T(caret_stands_under_the_mistake_behind_wide_characters),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
