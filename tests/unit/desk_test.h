/* A desk to test on: a practice database in a folder of its own, the clock fixed, a few units, and lm, who made it, at
 * the desk. It is made once for each set of forms; a PIN takes long to hash, and so do tables to be made. */
#ifndef DESK_TEST_H
#define DESK_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first */
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "desk_internal.h"
#include "mould.h"

#define NOON "2026-11-18 12:00" /* a Wednesday */

struct fixture {
    char *dir, *path;
    struct desk *d;
};

static inline int64_t at(const char *stamp)
{
    int64_t t = 0;
    assert_int_equal(datetime_parse(stamp, clock_now(), false, &t), QT_OK);
    return t;
}

static inline void set_clock(const char *stamp)
{
    clock_fix(at(stamp));
}

static inline struct desk *open_as(const char *path, const char *forms, const char *staff, bool create)
{
    struct desk_options o = {
        .db_path = path, .form_dirs = forms, .lang = LANG_EN, .terminal = "test", .create = create, .practice = create};
    struct desk *d = NULL;
    struct problems problems = {0};
    int rc = desk_open(&o, &d, &problems);
    if (rc < 0)
        fail_msg("desk_open: %d %s", rc, fault_text());
    if (problems.errors) {
        struct buf said = {0};
        problems_print(&problems, &said);
        fail_msg("%s", said.s);
    }
    problems_free(&problems);
    if (create) {
        if (desk_first_run(d, "Test Plaza", "lm", "Li Min", "246810") < 0)
            fail_msg("desk_first_run: %s", fault_text());
    } else if (desk_sign_in_as(d, staff) < 0) {
        fail_msg("desk_sign_in_as: %s", fault_text());
    }
    return d;
}

/* PIN NULL: somebody who has chosen none yet; as good where nobody types one. */
static inline void add_staff_pin(struct desk *d, const char *code, const char *name, const char *role, const char *pin)
{
    struct staff s = {.code = mem_dup(code), .name = mem_dup(name), .role = mem_dup(role)};
    char hash[PIN_HASH];
    if (pin)
        assert_int_equal(pin_hash(desk_db(d), code, pin, hash), QT_OK);
    assert_int_equal(db_begin(desk_db(d)), QT_OK);
    if (staff_put(desk_db(d), desk_who(d), &s, pin ? hash : NULL) < 0)
        fail_msg("staff_put: %s", fault_text());
    assert_int_equal(db_commit(desk_db(d)), QT_OK);
    staff_clear(&s);
}

static inline void add_staff(struct desk *d, const char *code, const char *name, const char *role)
{
    add_staff_pin(d, code, name, role, NULL);
}

/* "field", "typed", ..., NULL */
static inline void enter_all(struct desk *d, struct record *r, va_list args)
{
    bool *touched = mem_alloc(record_id_value(r->form) * sizeof *touched);
    for (const char *name; (name = va_arg(args, const char *));) {
        const char *typed = va_arg(args, const char *);
        int field = form_field(r->form, name);
        char *why = NULL;
        if (field < 0)
            field = form_asked(r->form, name);
        if (field < 0)
            fail_msg("no field %s", name);
        if (desk_enter(d, r, field, typed, &why) < 0)
            fail_msg("%s: %s", name, why);
        touched[field] = true;
        desk_refresh(d, r, touched);
    }
    free(touched);
}

static inline struct record *filled_in(struct desk *d, const char *reg, ...)
{
    const struct form *f = forms_find(desk_forms(d), reg);
    if (!f)
        fail_msg("no register %s", reg);
    struct record *r = desk_new(d, f);
    va_list args;
    va_start(args, reg);
    enter_all(d, r, args);
    va_end(args);
    return r;
}

static inline void must_save(struct desk *d, const struct record *base, struct record *r)
{
    struct outcome o = {.answered = ANSWERED_UNSEEN};
    int rc = desk_save(d, base, r, &o);
    if (rc < 0)
        fail_msg("desk_save: %d %s", rc, fault_text());
    outcome_free(&o);
}

static inline struct record *add(struct desk *d, const char *reg, ...)
{
    const struct form *f = forms_find(desk_forms(d), reg);
    if (!f)
        fail_msg("no register %s", reg);
    struct record *r = desk_new(d, f);
    va_list args;
    va_start(args, reg);
    enter_all(d, r, args);
    va_end(args);
    must_save(d, NULL, r);
    return r;
}

static inline int try_act(struct desk *d, struct record *r, const char *name, bool confirmed, struct outcome *o)
{
    int action = form_action(r->form, name);
    if (action < 0)
        fail_msg("no action %s", name);
    outcome_free(o);
    o->answered = confirmed ? ANSWERED_BEFORE : 0;
    return desk_act(d, r, action, o);
}

static inline void must_act(struct desk *d, struct record *r, const char *name)
{
    struct outcome o = {0};
    int rc = try_act(d, r, name, true, &o);
    if (rc < 0)
        fail_msg("%s: %d %s", name, rc, fault_text());
    outcome_free(&o);
}

/* What was offered as the same matter; nothing: an empty one. */
static inline struct matter *same_matter(const struct outcome *o)
{
    static struct matter none;
    struct question *q = outcome_question(o, QUESTION_SAME_MATTER);
    return q ? &q->matter : &none;
}

static inline const char *text_of(const struct record *r, const char *field)
{
    const struct value *v = record_get(r, field);
    if (!v)
        fail_msg("no field %s", field);
    return v->kind == VAL_TEXT ? v->s : "";
}

static inline int64_t int_of(const struct record *r, const char *field)
{
    const struct value *v = record_get(r, field);
    if (!v)
        fail_msg("no field %s", field);
    return v->kind == VAL_INT ? v->i : INT64_MIN;
}

static inline struct record *read_again(struct desk *d, const struct record *r)
{
    struct record *now = NULL;
    assert_int_equal(rec_get(desk_db(d), r->form, r->id, &now), QT_OK);
    return now;
}

/* The row of this record's clock; fails when there is none. */
static inline struct due clock_of(struct desk *d, const struct record *r, const char *name)
{
    struct due due = {0};
    if (due_get(desk_db(d), r->form->name, r->id, name, &due) < 0)
        fail_msg("no clock %s", name);
    return due;
}

static inline int64_t due_at(struct desk *d, const struct record *r, const char *name)
{
    struct due due = clock_of(d, r, name);
    int64_t t = due.stopped ? 0 : due.due;
    due_clear(&due);
    return t;
}

static inline int questions_of(const struct outcome *o, enum question_kind kind)
{
    int n = 0;
    for (size_t i = 0; i < o->nquestions; i++)
        n += o->questions[i].kind == kind;
    return n;
}

/* Rows of the whole board, the first or those behind one. */
static inline int board_read(struct desk *d, const struct due *behind, size_t limit, struct board_row **v, size_t *n)
{
    static const struct board_query all = {0};
    bool more;
    return desk_board_page(d, &all, behind ? PAGE_AFTER : PAGE_FIRST, behind, limit, v, n, &more);
}

static inline size_t board_size(struct desk *d)
{
    struct board_row *v = NULL;
    size_t n = 0;
    assert_int_equal(board_read(d, NULL, 100, &v, &n), QT_OK);
    board_free(v, n);
    return n;
}

static inline int64_t count_actions(struct desk *d, const char *reg, int64_t id, const char *action)
{
    struct journal_line *v = NULL;
    size_t n = 0;
    int64_t found = 0;
    assert_int_equal(journal_history(desk_db(d), reg, id, NULL, 0, &v, &n), QT_OK);
    for (size_t i = 0; i < n; i++)
        found += strcmp(v[i].action, action) == 0;
    journal_free(v, n);
    return found;
}

static inline void fixture_make(const struct fixture *x, const char *forms, struct mould *m)
{
    struct desk *d = open_as(x->path, forms, NULL, true);
    static const char *const units[][3] = {
        {"A-1203", "王小明", "13812348036"}, {"A-0501", "陈方", ""}, {"B-0501", "赵敏", ""}, {"B-0802", "李雷", ""}};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        record_free(add(d, "unit", "code", units[i][0], "owner", units[i][1], "owner_phone", units[i][2], "floor",
                        i == 0 ? "12" : "5", NULL));
    desk_close(d);
    m->forms = forms;
    mould_take(m, x->dir);
}

static inline void fixture_open(struct fixture *x, const char *forms)
{
    static struct mould moulds[2];
    struct mould *m = moulds;
    while (m->forms && strcmp(m->forms, forms) != 0)
        m++;
    assert_true(m < moulds + 2);
    memset(x, 0, sizeof *x);
    const char *tmp = getenv("TMPDIR");
    x->dir = mem_printf("%s/qt-desk-XXXXXX", tmp ? tmp : "/tmp");
    assert_non_null(mkdtemp(x->dir));
    x->path = mem_printf("%s/desk.db", x->dir);
    assert_int_equal(zone_set("Asia/Shanghai"), QT_OK);
    clock_source(NULL);
    set_clock(NOON);
    if (m->forms)
        mould_pour(m, x->dir);
    else
        fixture_make(x, forms, m);
    x->d = open_as(x->path, forms, "lm", false);
}

static inline void fixture_close(struct fixture *x)
{
    desk_close(x->d);
    DIR *dir = opendir(x->dir);
    for (struct dirent *e; dir && (e = readdir(dir));) {
        char *path = mem_printf("%s/%s", x->dir, e->d_name);
        if (e->d_name[0] != '.')
            unlink(path);
        free(path);
    }
    if (dir)
        closedir(dir);
    rmdir(x->dir);
    free(x->dir);
    free(x->path);
}

#endif
