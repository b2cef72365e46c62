/* What the store's tests share: a scratch folder, a database of the real forms, records to put in. */
#ifndef STORE_HELP_H
#define STORE_HELP_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "mould.h"
#include "store/gate.h"

#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define TEST_NOW 1795222800 /* 2026-11-21 09:00 in Shanghai */

struct lab {
    char *dir, *path;
    struct forms *forms;
    struct db *db;
    struct who who;
};

static inline void write_text(const char *path, const char *text)
{
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    assert_true(fputs(text, f) >= 0);
    assert_int_equal(fclose(f), 0);
}

static inline void lab_open(struct lab *lab)
{
    struct db_options o = {.path = lab->path, .forms = lab->forms, .lang = LANG_EN, .busy_ms = 200};
    if (db_open(&o, &lab->db) < 0)
        fail_msg("%s", fault_text());
}

static inline void lab_reopen(struct lab *lab)
{
    db_close(lab->db);
    lab_open(lab);
}

static inline struct forms *load_forms(const char *dir)
{
    struct forms *set = NULL;
    struct problems problems = {0};
    struct buf text = {0};
    if (forms_load(dir, &set, &problems) < 0 || problems.errors) {
        problems_print(&problems, &text);
        fail_msg("%s", text.s ? text.s : fault_text());
    }
    problems_free(&problems);
    return set;
}

static inline struct lab *lab_folder(const char *forms)
{
    struct lab *lab = calloc(1, sizeof(*lab));
    const char *tmp = getenv("TMPDIR");
    lab->dir = mem_printf("%s/qiantai-test-XXXXXX", tmp ? tmp : "/tmp");
    assert_non_null(mkdtemp(lab->dir));
    lab->path = mem_printf("%s/desk.db", lab->dir);
    lab->forms = load_forms(forms ? forms : QT_SOURCE_DIR "/forms");
    lab->who = (struct who){"li", "clerk", "pts/1"};
    clock_fix(TEST_NOW);
    return lab;
}

/* A new database of the forms in `forms` (NULL = the program's own), with keys of its own. */
static inline struct lab *lab_anew(const char *forms)
{
    struct lab *lab = lab_folder(forms);
    struct db_options o = {.path = lab->path, .forms = lab->forms, .lang = LANG_EN, .create = true, .busy_ms = 200};
    if (db_open(&o, &lab->db) < 0)
        fail_msg("%s", fault_text());
    return lab;
}

/* The same of the program's own forms, always the same one. */
static inline struct lab *lab_new(void)
{
    static struct mould mould;
    struct lab *lab = mould.n ? lab_folder(NULL) : lab_anew(NULL);
    if (mould.n) {
        mould_pour(&mould, lab->dir);
    } else {
        db_close(lab->db);
        mould_take(&mould, lab->dir);
    }
    lab_open(lab);
    return lab;
}

static inline void lab_free(struct lab *lab)
{
    char *command = mem_printf("rm -rf '%s'", lab->dir);
    db_close(lab->db);
    if (lab->forms)
        forms_free(lab->forms);
    assert_int_equal(system(command), 0);
    free(command);
    free(lab->dir);
    free(lab->path);
    free(lab);
}

static inline int lab_setup(void **state)
{
    *state = lab_new();
    return 0;
}

static inline int lab_teardown(void **state)
{
    lab_free(*state);
    return 0;
}

#define assert_ok(call)                                                                                                \
    do {                                                                                                               \
        if ((call) < 0)                                                                                                \
            fail_msg("%s: %s", #call, fault_text());                                                                   \
    } while (0)

static inline const struct form *lab_form(const struct lab *lab, const char *name)
{
    const struct form *f = forms_find(lab->forms, name);
    assert_non_null(f);
    return f;
}

static inline void set_text(struct record *r, const char *field, const char *s)
{
    assert_int_equal(record_set_text(r, field, s), 0);
}

static inline void set_int(struct record *r, const char *field, int64_t i)
{
    int at = form_field(r->form, field);
    assert_true(at >= 0);
    value_int(&r->v[at], i);
}

/* A visitor not yet saved. */
static inline struct record *a_visitor(const struct lab *lab, const char *number, const char *name)
{
    struct record *r = record_new(lab_form(lab, "visitor"));
    set_text(r, "number", number);
    set_text(r, "state", "inside");
    set_text(r, "name", name);
    set_text(r, "unit", "A-1203");
    set_text(r, "phone", "13800138036");
    set_int(r, "party", 2);
    set_int(r, "saved_at", TEST_NOW);
    set_int(r, "until", TEST_NOW + 2 * HOUR);
    set_text(r, "clerk", "li");
    return r;
}

static inline void put(struct lab *lab, const char *action, const struct record *before, struct record *after)
{
    assert_ok(db_begin(lab->db));
    assert_ok(rec_put(lab->db, &lab->who, action, before, after));
    assert_ok(db_commit(lab->db));
}

static inline const char *text_in(const struct record *r, const char *field)
{
    const struct value *v = record_get(r, field);
    return v && v->kind == VAL_TEXT ? v->s : "";
}

/* What the engine has done since steps_begin, in hundreds of its steps: a measure of work that no other program on the
 * machine changes. */
static inline int step_counted(void *n)
{
    ++*(int64_t *)n;
    return 0;
}

static inline void steps_begin(struct lab *lab, int64_t *n)
{
    *n = 0;
    db_watch(lab->db, 100, step_counted, n);
}

static inline void steps_end(struct lab *lab)
{
    db_watch(lab->db, 0, NULL, NULL);
}

/* SQL behind the program's back, with the guards of the journal taken away and put back. */
static inline void behind_back(const struct lab *lab, const char *sql)
{
    sqlite3 *h;
    char *error = NULL;
    assert_int_equal(sqlite3_open(lab->path, &h), SQLITE_OK);
    if (sqlite3_exec(h, sql, NULL, NULL, &error) != SQLITE_OK)
        fail_msg("%s: %s", sql, error);
    sqlite3_close(h);
}

#endif
