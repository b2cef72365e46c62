/* Names inside expressions, and groups of states: what is told, where, and what is let through. */
#include "qiantai/form_expr.h"
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <unistd.h>

static const char shelf[] = "register: shelf\n"
                            "title: {zh: 架, en: Shelf}\n"
                            "fields:\n"
                            "  - {name: place, type: text, label: {zh: 位, en: Place}}\n"
                            "  - {name: phone, type: phone, secret: true, label: {zh: 话, en: Phone}}\n"
                            "  - {name: size, type: int, label: {zh: 大, en: Size}}\n"
                            "  - {name: sort, type: enum, label: {zh: 类, en: Sort}, choices: [{name: wide, zh: 宽, "
                            "en: W}, {name: deep, zh: 深, en: D}]}\n"
                            "states:\n"
                            "  - {name: used, label: {zh: 用, en: used}}\n"
                            "  - {name: full, label: {zh: 满, en: full}}\n"
                            "  - {name: gone, label: {zh: 没, en: gone}, final: true}\n"
                            "state_groups: {there: [used, full], tight: [full]}\n";

/* One register with the expression in one place of it. */
static const char box[] =
    "register: box\n"
    "title: {zh: 箱, en: Box}\n"
    "fields:\n"
    "  - {name: kind, type: enum, label: {zh: 类, en: Kind}, choices: [{name: home, zh: 家, en: H}, {name: shop, zh: "
    "店, en: S}]}\n"
    "  - {name: free_, type: enum, free: true, label: {zh: 任, en: Free}, choices: [{name: any, zh: 任, en: A}]}\n"
    "  - {name: many, type: enum, multiple: true, label: {zh: 多, en: Many}, choices: [{name: red, zh: 红, en: R}, "
    "{name: blue, zh: 蓝, en: B}]}\n"
    "  - {name: note, type: text, label: {zh: 注, en: Note}}\n"
    "  - {name: amount, type: int, label: {zh: 额, en: Amount}}\n"
    "states:\n"
    "  - {name: kept, label: {zh: 存, en: kept}}\n"
    "  - {name: lent, label: {zh: 借, en: lent}}\n"
    "  - {name: gone, label: {zh: 走, en: gone}, final: true}\n"
    "state_groups: {here: [kept], moving: [here, lent]}\n"
    "%s\n";
static const char roles[] = "roles:\n"
                            "  - {name: clerk, label: {zh: 员, en: clerk}}\n"
                            "  - {name: manager, label: {zh: 管, en: manager}}\n"
                            "desk: clerk\n";

static char folder[] = "/tmp/qt-names-XXXXXX";

static void write_file(const char *name, const char *text)
{
    char *path = mem_printf("%s/%s", folder, name);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    assert_true(fputs(text, f) >= 0);
    assert_int_equal(fclose(f), 0);
    free(path);
}

static void drop_file(const char *name)
{
    char *path = mem_printf("%s/%s", folder, name);
    (void)unlink(path);
    free(path);
}

static int make_folder(void **state)
{
    (void)state;
    if (!mkdtemp(folder) || setenv("XDG_CACHE_HOME", folder, 1) != 0)
        return -1;
    write_file("shelf.yaml", shelf);
    write_file("roles.yaml", roles);
    return 0;
}

static int remove_folder(void **state)
{
    (void)state;
    char *cache = mem_printf("rm -rf %s/qiantai", folder);
    int rc = system(cache); /* NOLINT(cert-env33-c): a folder of our own */
    free(cache);
    drop_file("shelf.yaml");
    drop_file("roles.yaml");
    drop_file("box.yaml");
    return rmdir(folder) + rc;
}

static struct forms *load(const char *more, struct problems *problems)
{
    struct forms *set = NULL;
    char *text = mem_printf(box, more);
    write_file("box.yaml", text);
    free(text);
    assert_int_equal(forms_load(folder, &set, problems), QT_OK);
    return set;
}

/* The name that is underlined, "" when nothing is told. */
static char *underlined(const char *more)
{
    struct problems problems = {0};
    struct forms *set = load(more, &problems);
    char *name = mem_dup("");
    if (problems.n > 0) {
        const char *line = problems.v[0].source_line;
        for (int col = 1; col < problems.v[0].at.col; col++) {
            size_t n;
            (void)text_codepoint(line, &n);
            line += n;
        }
        free(name);
        name = mem_dupn(line, (size_t)problems.v[0].caret_len);
    }
    if (problems.n > 1)
        fail_msg("%s: also told: %s", more, problems.v[1].text);
    problems_free(&problems);
    forms_free(set);
    return name;
}

/* As the condition of an action; told: which name, "" for none. */
static void condition(const char *expr, const char *told)
{
    char *more = mem_printf("actions:\n  - {name: go, key: g, label: {zh: 走, en: Go}, when: \"%s\"}", expr);
    char *name = underlined(more);
    if (strcmp(name, told) != 0)
        fail_msg("%s: told is '%s', not '%s'", expr, name, told);
    free(more);
    free(name);
}

static const struct {
    const char *expr, *told;
} told[] = {
    {"get('shelff', note, 'place') is null", "shelff"},
    {"get('shelf', note, 'plcae') is null", "plcae"},
    {"get('shelf', note, 'phone') is null", "phone"},
    {"get(note, note, 'place') is null", "note"},
    {"get('shelf', note, note) is null", "note"},
    {"get('shelf', note, 'state') = 'usd'", "usd"},
    {"get('shelf', note, 'state') not in ('used', 'ful')", "ful"},
    {"get('shelf', note, 'state') in opne", "opne"},
    {"'wid' = get('shelf', note, 'sort')", "wid"},
    {"latest('shlef', 'place', note) is null", "shlef"},
    {"latest('shelf', 'plac', note) is null", "plac"},
    {"latest('shelf', 'place', note, 'state', 'ued') is null", "ued"},
    {"latest('shelf', 'place', note, 'state', 'tigt') is null", "tigt"},
    {"latest('shelf', 'place', note, 'state') is null", "latest"},
    {"count_like('shelf', 'sort', 'widde', 7) > 2", "widde"},
    {"label('shelf', 'sort', 'dep') = 'x'", "dep"},
    {"label('shelf', 'srt', note) = 'x'", "srt"},
    {"kind = 'hoem'", "hoem"},
    {"'hoem' <> kind", "hoem"},
    {"kind is not 'hme'", "hme"},
    {"kind in ('home', 'shp')", "shp"},
    {"not (amount > 3 and (kind) = 'shopp')", "shopp"},
    {"case kind when 'home' then 1 when 'shpo' then 0 end", "shpo"},
    {"coalesce(kind, 'none') = 'hom'", "hom"},
    {"coalesce(kind, 'hoem') = 'home'", "hoem"},
    {"iif(amount > 1, kind, null) = 'hoe'", "hoe"},
    {"case when amount > 1 then kind else '' end = 'hoe'", "hoe"},
    {"nullif(kind, 'hose') is null", "hose"},
    {"many = 'red,bleu'", "bleu"},
    {"free_ = 'anny'", "anny"}, /* people may type others, a form may not */
    {"instr(many, 'rde') > 0", "rde"},
    {"instr('home shap', kind) > 0", "shap"},
    {"state = 'kpet'", "kpet"},
    {"state in ('kept', 'lnt')", "lnt"},
    {"state in movin", "movin"},
    {"kind in open", "open"},
    {"role() = 'clrek'", "clrek"},
    {"role() in ('clerk', 'maneger')", "maneger"},
    {"was('noet') is null", "noet"},
    {"was(note) is null", "note"},
    {"was('kind') = 'hoem'", "hoem"},
};

static void what_is_mistyped_is_told_at_its_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(told); i++)
        condition(told[i].expr, told[i].told);
}

static void what_is_right_is_let_through(void **state)
{
    static const char *const good[] = {
        "get('shelf', note, 'state') in there and get('shelf', note, 'state') not in ('used')",
        "latest('shelf', 'place', note, 'state', 'used,full') is null or latest('shelf', 'state', 'open') = '1'",
        "label('shelf', 'phone', note) = 'x'", /* no record is read */
        "kind = 'home' or kind <> '' or coalesce(kind, '') = '' or coalesce(kind, 'none') = 'none'",
        "kind like 'ho%' or free_ = 'any' or note = 'hoem' or many = 'blue' or many = 'red,blue'",
        "state not in moving and role() <> 'manager' and coalesce(role(), '') in ('clerk', '')",
        "tr('hoem', 'shp') = note || 'kpet' -- kind = 'hoem'",
        "'it''s' = note and case when kind = 'home' then 'hoem' else 'x' end = note",
        "-amount * 2 + 1 between 1 and 3 and note not like 'a%' escape 'b' and note notnull",
        "note is not distinct from '1'",
        "cast(note as integer) = 1 and not exists_ is null and x'00' <> note and amount not in (1, 2)",
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(good); i++)
        condition(good[i], "");
}

static void values_of_fields_are_looked_at(void **state)
{
    static const struct {
        const char *more, *told;
    } v[] = {
        {"initial: \"iif(note is null, 'kept', 'lnet')\"", "lnet"},
        {"actions:\n  - {name: go, key: g, label: {zh: 走, en: Go}, set: {kind: \"iif(note is null, 'home', "
         "'hoem')\"}}",
         "hoem"},
        {"actions:\n  - {name: go, key: g, label: {zh: 走, en: Go}, set: {free_: \"'any'\", note: \"'hoem'\"}}", ""},
        {"actions:\n  - {name: go, key: g, label: {zh: 走, en: Go}, then: {create: shelf, set: {state: \"'usde'\"}}}",
         "usde"},
        {"actions:\n  - {name: go, key: g, label: {zh: 走, en: Go}, then: {create: shelf, set: {sort: \"'deep'\"}}}",
         ""},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(v); i++) {
        char *name = underlined(v[i].more);
        assert_string_equal(name, v[i].told);
        free(name);
    }
}

/* A file alone: what another register is called is not known, the own names are. */
static void a_file_alone(void **state)
{
    struct problems problems = {0};
    struct forms *set = NULL;
    (void)state;
    char *text =
        mem_printf(box, "actions:\n  - {name: go, key: g, label: {zh: 走, en: Go}, when: \"get('nowhere', note, "
                        "'x') in open and latest('nowhere', 'y', 1) = kind and kind = 'hoem'\"}");
    char *path = mem_printf("%s/box.yaml", folder);
    write_file("box.yaml", text);
    assert_int_equal(forms_load_file(path, NULL, &set, &problems), QT_OK);
    assert_int_equal(problems.n, 1);
    assert_non_null(strstr(problems.v[0].text, "hoem"));
    problems_free(&problems);
    forms_free(set);
    free(text);
    free(path);
}

static void a_register_left_out_is_named_as_such(void **state)
{
    struct problems problems = {0};
    (void)state;
    write_file("shelf.yaml", "register: shelf\ntitle: 3\n");
    forms_free(load("summary: \"get('shelf', note, 'place')\"", &problems));
    write_file("shelf.yaml", shelf);
    struct buf text = {0};
    problems_print(&problems, &text);
    assert_non_null(strstr(text.s, "box.yaml:14:16"));
    assert_non_null(strstr(text.s, "is left out because of its own mistakes"));
    buf_free(&text);
    problems_free(&problems);
}

/* ---- groups -------------------------------------------------------------------------------------------------------
 */

static void groups_are_written_out(void **state)
{
    struct problems problems = {0};
    (void)state;
    struct forms *set =
        load("lists:\n  - {name: all, label: {zh: 全, en: All}, columns: [number], where: \"state  in open -- x\"}\n"
             "  - {name: away, label: {zh: 外, en: Away}, columns: [number],\n"
             "     where: \"state not in moving or 'a' = note and state in here\"}\n"
             "summary: \"iif(get('shelf', note, 'state') in tight, 'x', 'y')\"\n"
             "actions:\n"
             "  - {name: go, key: g, label: {zh: 走, en: Go}, from: [open], to: gone}\n"
             "  - {name: lend, key: l, label: {zh: 借, en: Lend}, from: here, to: lent}\n"
             "clocks:\n"
             "  - {name: c, label: {zh: 钟, en: C}, start: moving, due: \"now()\", stop: [gone], pause: here}\n"
             "auto_close:\n"
             "  - {from: open, to: gone, after: \"days(3)\"}\n",
             &problems);
    const struct form *f = forms_find(set, "box");
    if (problems.n > 0)
        fail_msg("%s", problems.v[0].text);
    assert_string_equal(f->lists[0].where->sql, "state  in ('kept', 'lent') -- x");
    assert_string_equal(f->lists[0].where->written, "state  in open -- x");
    assert_string_equal(f->lists[1].where->sql, "state not in ('kept', 'lent') or 'a' = note and state in ('kept')");
    assert_string_equal(f->summary->sql, "iif(get('shelf', note, 'state') in ('full'), 'x', 'y')");
    assert_true(f->actions[0].from[0] && f->actions[0].from[1] && !f->actions[0].from[2]);
    assert_true(f->actions[1].from[0] && !f->actions[1].from[1] && !f->actions[1].from[2]);
    assert_true(f->clocks[0].start_state[0] && f->clocks[0].start_state[1] && !f->clocks[0].start_state[2]);
    assert_true(f->clocks[0].pause_state[0] && !f->clocks[0].pause_state[1]);
    assert_true(f->auto_close[0].from[0] && f->auto_close[0].from[1] && !f->auto_close[0].from[2]);
    forms_free(set);
    problems_free(&problems);
}

static const char *first_told(const char *text)
{
    static char said[256];
    struct problems problems = {0};
    struct forms *set = NULL;
    write_file("box.yaml", text);
    assert_int_equal(forms_load(folder, &set, &problems), QT_OK);
    (void)snprintf(said, sizeof said, "%s", problems.n ? problems.v[0].text : "");
    problems_free(&problems);
    forms_free(set);
    return said;
}

#define FORM(states, more)                                                                                             \
    "register: box\ntitle: {zh: 箱, en: Box}\nfields:\n  - {name: note, type: text, label: {zh: 注, en: Note}}\n"    \
    "states:\n  - {name: " states ", label: {zh: 一, en: one}}\n"                                                     \
    "  - {name: gone, label: {zh: 走, en: gone}, final: true}\n" more

static void groups_that_are_none(void **state)
{
    (void)state;
    assert_string_equal(first_told(FORM("kept", "state_groups: {gone: [kept]}\n")),
                        "'gone' is the name of a state or of another group already");
    assert_string_equal(first_told(FORM("kept", "state_groups: {open: [kept]}\n")),
                        "'open' is the name of a state or of another group already");
    assert_string_equal(first_told(FORM("kept", "state_groups: {a: [kept], b: [kpet]}\n")),
                        "unknown state 'kpet' (did you mean 'kept'?)");
    assert_string_equal(first_told(FORM("kept", "state_groups: [kept]\n")),
                        "groups of states are written as {name: [state, state], ...}");
    assert_string_equal(first_told(FORM("kept", "state_groups: {a: []}\n")),
                        "a group names its states: a: [one, another]");
    assert_string_equal(first_told(FORM("open", "state_groups: {a: [open]}\nsummary: \"state in a\"\n")), "");
    assert_string_equal(first_told(FORM("open", "summary: \"state in open\"\n")),
                        "unknown group of states of register 'box': 'open'");
}

/* Deeply nested or broken text is not read, and nothing worse happens. */
static void no_expressions(void **state)
{
    static const char *const bad[] = {"",
                                      "(",
                                      "1 2",
                                      "a in",
                                      "case a end then",
                                      "'open",
                                      "\"open",
                                      "a and",
                                      "select 1",
                                      "a.b",
                                      "f(1",
                                      "a is distinct 1",
                                      "a not 3",
                                      "cast(a)",
                                      "?1",
                                      "a between 1",
                                      "x'00",
                                      "[a]",
                                      "a; b",
                                      "f(,)",
                                      "not",
                                      "/* open",
                                      "a collate",
                                      "a in b c"};
    struct buf deep = {0};
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        if (sql_parse(bad[i]))
            fail_msg("%s was read", bad[i]);
    for (int i = 0; i < 100000; i++)
        buf_add(&deep, i % 3 ? "(" : "not -");
    assert_null(sql_parse(deep.s));
    buf_free(&deep);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_mistyped_is_told_at_its_place),
        cmocka_unit_test(what_is_right_is_let_through),
        cmocka_unit_test(values_of_fields_are_looked_at),
        cmocka_unit_test(a_file_alone),
        cmocka_unit_test(a_register_left_out_is_named_as_such),
        cmocka_unit_test(groups_are_written_out),
        cmocka_unit_test(groups_that_are_none),
        cmocka_unit_test(no_expressions),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
