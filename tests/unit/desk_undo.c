/* Taking back: random actions over the shipped forms, taken back at random, one or several in a row. Whatever was taken
 * back leaves records, rows, clocks, counts and money as they were before it; a first save is void and its number
 * stays; the journal has only grown and is what the tables hold, and so is the search index. A short run here; ./dev
 * long undo [SEED] is this program with UNDO_SEED, UNDO_ACTIONS. */
#include "desk_test.h"

#include "gate.h"
#include "qiantai/desk_undo.h"

#define FORMS QT_SOURCE_DIR "/forms"

enum { ROUND = 250 /* actions with one database */, DEEP = 12 /* states remembered, newest last */ };

struct run {
    struct desk *d;
    uint64_t random;
    char *before[DEEP]; /* what stood before each of the last actions */
    const struct form *of[DEEP];
    size_t n;
    int64_t tried, done, joined, undone, voided, refused, last; /* last: line of the journal */
    struct buf why;                                             /* of refusals, each once */
};

/* ---- chance -------------------------------------------------------------------------------------------------- */

static uint64_t draw(struct run *x, uint64_t n)
{
    x->random ^= x->random << 13;
    x->random ^= x->random >> 7;
    x->random ^= x->random << 17;
    return x->random % n;
}

static bool chance(struct run *x, unsigned percent)
{
    return draw(x, 100) < percent;
}

/* ---- what there is ------------------------------------------------------------------------------------------- */

static bool left_out(const char *column)
{
    return strcmp(column, "version") == 0 || strcmp(column, "changed_at") == 0 || strcmp(column, "changed_by") == 0;
}

static void dump(struct run *x, struct buf *out, const char *sql)
{
    struct stmt *st = db_stmt(desk_db(x->d), sql);
    struct value v = {0};
    int rc;
    assert_non_null(st);
    while ((rc = db_step(desk_db(x->d), st)) > 0) {
        for (int i = 0; i < col_count(st); i++) {
            if (left_out(col_name(st, i)))
                continue;
            col_value(st, i, &v);
            if (v.kind == VAL_INT)
                buf_addf(out, "%s=%lld ", col_name(st, i), (long long)v.i);
            else if (v.kind == VAL_TEXT)
                buf_addf(out, "%s=%s ", col_name(st, i), v.s);
        }
        buf_add(out, "\n");
    }
    assert_int_equal(rc, 0);
    value_clear(&v);
}

/* How many each list of the register has. */
static void dump_counts(struct run *x, struct buf *out, const struct form *f)
{
    for (size_t i = 0; i < f->nlists; i++) {
        struct desk_list *l = NULL;
        int64_t n = 0;
        bool exact = false;
        if (desk_list_open(x->d, &(struct query){.form = f, .list = (int)i, .sort = -1}, &l) == QT_OK &&
            desk_list_count(l, 0, &n, NULL, &exact) == QT_OK)
            buf_addf(out, "%s %s: %lld\n", f->name, f->lists[i].name, (long long)n);
        desk_list_close(l);
    }
}

static char *state(struct run *x, const struct form *of)
{
    const struct forms *set = desk_forms(x->d);
    struct buf out = {0};
    int64_t open = 0, late = 0;
    for (size_t i = 0; i < set->n; i++) {
        char *sql = mem_printf("SELECT '%s' AS _, * FROM \"%s\" ORDER BY id", set->v[i]->name, set->v[i]->name);
        dump(x, &out, sql);
        free(sql);
        for (size_t k = 0; k < set->v[i]->ndeclared; k++) {
            if (set->v[i]->fields[k].type != FT_ITEMS)
                continue;
            sql = mem_printf("SELECT '%s' AS _, * FROM \"%s.%s\" ORDER BY parent, pos", set->v[i]->name,
                             set->v[i]->name, set->v[i]->fields[k].name);
            dump(x, &out, sql);
            free(sql);
        }
    }
    dump(x, &out, "SELECT * FROM due WHERE record >= 0 ORDER BY id");
    dump(x, &out, "SELECT account, sum(debit) - sum(credit) AS n FROM qt_balance GROUP BY 1 HAVING n <> 0 ORDER BY 1");
    dump(x, &out,
         "SELECT account, unit, party, sum(n) AS s FROM (SELECT debit AS account, unit, party, amount AS n FROM"
         " transfer UNION ALL SELECT credit, unit, party, -amount FROM transfer) GROUP BY 1, 2, 3 HAVING s <> 0"
         " ORDER BY 1, 2, 3");
    assert_int_equal(desk_board_counts(x->d, &open, &late), QT_OK);
    buf_addf(&out, "board %lld\n", (long long)open); /* what is late hangs on the clock */
    dump_counts(x, &out, of);
    return buf_take(&out);
}

/* The first line in which they differ, of both. */
static void same_state(struct run *x, const char *was, const char *is, const char *what)
{
    size_t i = 0, line = 0;
    (void)x;
    if (strcmp(was, is) == 0)
        return;
    for (; was[i] == is[i]; i++)
        line = was[i] == '\n' ? i + 1 : line;
    fail_msg("action %lld, %s:\n- %.*s\n+ %.*s", (long long)x->tried, what, (int)strcspn(was + line, "\n"), was + line,
             (int)strcspn(is + line, "\n"), is + line);
}

/* ---- what somebody types ------------------------------------------------------------------------------------- */

static char *number_of_any(struct run *x, const char *reg)
{
    char *count = mem_printf("SELECT count(*) FROM \"%s\"", reg), *number = NULL;
    int64_t n = 0;
    assert_true(db_int(desk_db(x->d), count, &n) >= 0);
    free(count);
    if (n == 0)
        return NULL;
    char *sql =
        mem_printf("SELECT number FROM \"%s\" ORDER BY id LIMIT 1 OFFSET %lld", reg, (long long)draw(x, (uint64_t)n));
    assert_true(row_text(desk_db(x->d), db_stmt(desk_db(x->d), sql), &number) >= 0);
    free(sql);
    return number;
}

static char *typed_for(struct run *x, const struct field *f)
{
    static const char *const words[] = {"王小明", "陈方", "赵敏", "李雷", "韩梅", "钱一", "孙二", "周三"};
    static const char *const texts[] = {"水管漏水", "电梯异响", "灯不亮", "门锁坏了",
                                        "已处理",   "请尽快",   "2号楼",  "测试"};
    switch (field_kind(f)) {
    case FT_INT:
    case FT_PERCENT:
        return mem_printf("%d", 1 + (int)draw(x, 5));
    case FT_MONEY:
        return mem_printf("%d.50", 10 + (int)draw(x, 500));
    case FT_DATE:
        return mem_printf("2026-11-%02d", 10 + (int)draw(x, 20));
    case FT_TIME:
        return mem_printf("%02d:%02d", 8 + (int)draw(x, 10), (int)draw(x, 60));
    case FT_DATETIME:
        return mem_printf("+%dm", 5 + (int)draw(x, 300));
    case FT_DURATION:
        return mem_printf("%dm", 5 + (int)draw(x, 100));
    case FT_BOOL:
        return mem_dup(chance(x, 70) ? "是" : "否");
    case FT_ENUM:
        return f->nchoices ? mem_dup(f->choices[draw(x, f->nchoices)].name) : NULL;
    case FT_PHONE:
        return mem_printf("138%08d", (int)draw(x, 100000000));
    case FT_IDCARD:
        return mem_printf("E%07d", (int)draw(x, 10000000));
    case FT_PLATE:
        return mem_printf("粤B%05d", (int)draw(x, 100000));
    case FT_UNIT:
        return number_of_any(x, "unit");
    case FT_LINK:
        return f->to ? number_of_any(x, f->to) : NULL;
    case FT_STAFF:
        return mem_dup((const char *const[]){"lm", "zg", "cj", "bo"}[draw(x, 4)]);
    case FT_PERSON:
        return mem_dup(words[draw(x, ARRAY_LEN(words))]);
    case FT_TEXT:
    case FT_NOTE:
        return f->search == SEARCH_PINYIN ? mem_dup(words[draw(x, ARRAY_LEN(words))])
                                          : mem_dup(texts[draw(x, ARRAY_LEN(texts))]);
    default:
        return NULL;
    }
}

static void enter(struct run *x, struct record *r, int field)
{
    char *typed = typed_for(x, &r->form->fields[field]), *why = NULL;
    if (typed && desk_enter(x->d, r, field, typed, &why) < 0)
        fault_clear();
    free(why);
    free(typed);
}

static void enter_some(struct run *x, struct record *r, unsigned percent)
{
    bool *touched = mem_alloc((r->form->ndeclared + 1) * sizeof *touched);
    for (size_t i = 0; i < r->form->ndeclared; i++) {
        if (desk_readonly(x->d, r, (int)i) || r->form->fields[i].type == FT_ITEMS ||
            !(chance(x, percent) || (!r->id && desk_required(x->d, r, (int)i))))
            continue;
        enter(x, r, (int)i);
        touched[i] = true;
        if (!r->id)
            desk_refresh(x->d, r, touched);
    }
    free(touched);
}

/* ---- one action ------------------------------------------------------------------------------------------------ */

static const struct form *any_form(struct run *x)
{
    const struct forms *set = desk_forms(x->d);
    static const char *const usual[] = {"visitor", "repair", "complaint", "message", "charge", "permit"};
    const struct form *f = chance(x, 50) ? forms_find(set, usual[draw(x, ARRAY_LEN(usual))]) : NULL;
    return f ? f : set->v[draw(x, set->n)];
}

static struct record *any_record(struct run *x, const struct form *f)
{
    struct record *r = NULL;
    char *number = number_of_any(x, f->name);
    if (number && rec_find(desk_db(x->d), f, number, &r) < 0)
        fault_clear();
    free(number);
    return r;
}

static int act_on(struct run *x, struct record *r, struct outcome *o)
{
    int *possible = mem_alloc((r->form->nactions + 1) * sizeof *possible), rc = QT_REFUSED;
    size_t n = desk_actions(x->d, r, possible);
    if (n > 0) {
        int action = possible[draw(x, n)];
        const struct action *a = &r->form->actions[action];
        for (size_t i = 0; i < a->nask; i++)
            if (a->ask[i] < (int)r->form->ndeclared)
                enter(x, r, a->ask[i]);
        o->answered = ~0u;
        rc = desk_act(x->d, r, action, o);
    }
    free(possible);
    return rc;
}

/* A first save, a change, an action, now and then a correction. *of: of which register. */
static int do_something(struct run *x, struct outcome *o, struct record **done)
{
    const struct form *f = any_form(x);
    struct record *base = chance(x, 65) ? any_record(x, f) : NULL, *r = base ? record_copy(base) : desk_new(x->d, f);
    int rc;
    *done = r;
    if (base && f->nactions > 0 && chance(x, 75)) {
        rc = act_on(x, r, o);
    } else if (base && f->nstates > 1 && chance(x, 10)) {
        rc = desk_correct(x->d, r, (int)draw(x, f->nstates), "按错了");
    } else {
        enter_some(x, r, base ? 15 : 45);
        rc = desk_save(x->d, base, r, o);
    }
    record_free(base);
    return rc;
}

/* ---- and back ---------------------------------------------------------------------------------------------------- */

static void forget_states(struct run *x)
{
    for (size_t i = 0; i < x->n; i++)
        free(x->before[i]);
    x->n = 0;
}

static void remember(struct run *x, char *before, const struct form *of)
{
    if (x->n == DEEP) {
        free(x->before[0]);
        memmove(x->before, x->before + 1, (DEEP - 1) * sizeof *x->before);
        memmove(x->of, x->of + 1, (DEEP - 1) * sizeof *x->of);
        x->n--;
    }
    x->before[x->n] = before;
    x->of[x->n++] = of;
}

static void grown(struct run *x)
{
    int64_t last = 0;
    assert_int_equal(journal_last(desk_db(x->d), &last), 0);
    assert_true(last >= x->last);
    x->last = last;
}

static void note_refusal(struct run *x)
{
    char *said = mem_printf("%.60s", fault_text());
    size_t n = strcspn(said, "0123456789");
    said[n] = '\0';
    if (!x->why.s || !strstr(x->why.s, said))
        buf_addf(&x->why, "%s%s", x->why.len ? "; " : "", said);
    free(said);
}

static void take_back(struct run *x)
{
    struct undone u = {0};
    const struct form *of = x->of[x->n - 1];
    char *now = state(x, of), *was = x->before[x->n - 1];
    int rc = desk_undo(x->d, &u);
    char *after = state(x, of);
    if (rc == QT_OK) {
        same_state(x, was, after, u.what);
        x->undone++;
        x->voided += u.made;
        char *said = u.made ? desk_void(x->d, u.form, u.number) : NULL;
        if (u.made && !said)
            fail_msg("%s is not told as void", u.number);
        free(said);
        free(was);
        x->n--;
    } else {
        assert_int_equal(rc, QT_REFUSED);
        note_refusal(x);
        same_state(x, now, after, "refused");
        x->refused++;
        undo_forget(x->d);
        forget_states(x);
    }
    grown(x);
    undone_clear(&u);
    free(after);
    free(now);
}

/* What was offered as the same matter becomes one case, which is an action of its own, or is said not to be. */
static void join(struct run *x, struct record *r, struct outcome *o)
{
    if (!outcome_question(o, QUESTION_SAME_MATTER))
        return;
    bool yes = chance(x, 70);
    char *before = state(x, r->form);
    int64_t last = x->last;
    if (desk_answer(x->d, r, o, QUESTION_SAME_MATTER, yes) < 0)
        fail_msg("%s", fault_text());
    grown(x);
    if (yes && x->last > last) { /* what was of that case already joins nothing, and there is nothing to take back */
        x->joined++;
        remember(x, before, r->form);
    } else {
        free(before);
    }
}

static void one_step(struct run *x)
{
    struct outcome o = {.answered = ANSWERED_BEFORE};
    struct record *r = NULL;
    if (chance(x, 30))
        clock_fix(clock_now() + 1 + (int64_t)draw(x, 40));
    if (chance(x, 2)) { /* another session: the minute's work in between */
        undo_forget(x->d);
        forget_states(x);
        clock_fix(clock_now() + (int64_t)draw(x, 2000));
        (void)desk_tick(x->d);
    }
    uint64_t random = x->random; /* the register is drawn first */
    const struct form *likely = any_form(x);
    x->random = random;
    char *before = state(x, likely);
    x->tried++;
    int rc = do_something(x, &o, &r);
    assert_ptr_equal(r->form, likely);
    grown(x);
    if (rc == QT_OK) {
        x->done++;
        remember(x, before, likely);
        join(x, r, &o);
    } else {
        char *after = state(x, likely);
        same_state(x, before, after, fault_text());
        free(after);
        free(before);
        fault_clear();
    }
    outcome_free(&o);
    record_free(r);
    while (x->n > 0 && chance(x, 35))
        take_back(x);
}

/* ---- the run ----------------------------------------------------------------------------------------------------- */

static void a_round(struct run *x, int64_t actions)
{
    struct fixture f;
    int64_t lines = 0, bad = 0;
    fixture_open(&f, FORMS);
    x->d = f.d;
    x->last = 0;
    add_staff(f.d, "zg", "张工", "engineer");
    add_staff(f.d, "cj", "陈静", "manager");
    add_staff(f.d, "bo", "保安", "security");
    undo_forget(f.d);
    for (int64_t i = 0; i < actions; i++)
        one_step(x);
    forget_states(x);
    if (desk_verify(f.d, true, &lines, &bad) < 0)
        fail_msg("verify: %s", fault_text());
    fixture_close(&f);
}

static void what_is_taken_back_is_as_it_was(void **unused)
{
    const char *seed = getenv("UNDO_SEED"), *actions = getenv("UNDO_ACTIONS");
    int64_t left = actions ? strtoll(actions, NULL, 10) : 200;
    struct run x = {.random = 0x9e3779b97f4a7c15u ^ (uint64_t)(seed ? strtoll(seed, NULL, 10) : 1)};
    (void)unused;
    for (; left > 0; left -= ROUND)
        a_round(&x, left < ROUND ? left : ROUND);
    print_message(
        "%lld actions tried, %lld done, %lld joined; %lld taken back, %lld of them first saves; %lld refused: %s\n",
        (long long)x.tried, (long long)x.done, (long long)x.joined, (long long)x.undone, (long long)x.voided,
        (long long)x.refused, x.why.s ? x.why.s : "");
    assert_true(x.undone * 5 > x.tried);
    assert_true(x.voided > 0);
    buf_free(&x.why);
    clock_source(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_is_taken_back_is_as_it_was)};
    return cmocka_run_group_tests_name("desk undo", tests, NULL, NULL);
}
