/* Opening, first run, time, drafts, retention, the daily run. */
#include "desk_test.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>

#define FORMS QT_SOURCE_DIR "/tests/unit/desk_forms"

static int setup(void **state)
{
    static struct fixture x;
    fixture_open(&x, FORMS);
    *state = &x;
    return 0;
}

static int teardown(void **state)
{
    clock_source(NULL);
    fixture_close(*state);
    return 0;
}

static void set(struct desk *d, const char *name, const char *value)
{
    assert_int_equal(db_begin(desk_db(d)), QT_OK);
    assert_int_equal(setting_set(desk_db(d), desk_who(d), name, value), QT_OK);
    assert_int_equal(db_commit(desk_db(d)), QT_OK);
}

static void first_run_happens_once(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    assert_string_equal(desk_building(d), "Test Plaza");
    assert_string_equal(desk_who(d)->staff, "lm");
    assert_string_equal(desk_who(d)->role, "supervisor");
    assert_int_equal(desk_first_run(d, "Other", "x", "X", "135790"), QT_REFUSED);
    assert_string_equal(desk_building(d), "Test Plaza");
}

static int open_at(const char *path, const char *now, bool create, bool practice, struct desk **d)
{
    struct desk_options o = {.db_path = path,
                             .form_dirs = FORMS,
                             .lang = LANG_EN,
                             .terminal = "test",
                             .now = now,
                             .create = create,
                             .practice = practice};
    return desk_open(&o, d, NULL);
}

static void now_is_for_practice_only(void **state)
{
    struct fixture *x = *state;
    struct desk *d = NULL;
    clock_source(NULL);
    assert_int_equal(open_at(x->path, "2026-01-05 10:00", false, false, &d), QT_OK);
    assert_int_equal(clock_now(), at("2026-01-05 10:00"));
    desk_close(d);
    d = NULL;
    char *real = mem_printf("%s/real.db", x->dir);
    clock_source(NULL);
    assert_int_equal(open_at(real, NULL, true, false, &d), QT_OK);
    desk_close(d);
    d = NULL;
    assert_int_equal(open_at(real, "2026-01-05 10:00", false, false, &d), QT_REFUSED);
    assert_null(d);
    free(real);
}

static void now_from_a_file_is_read_at_every_look(void **state)
{
    struct fixture *x = *state;
    char *file = mem_printf("%s/now", x->dir), *spec = mem_printf("@%s", file);
    struct desk *d = NULL;
    static const char *const times[] = {"2026-03-02 08:00", "2026-03-02 09:30"};
    for (size_t i = 0; i < 2; i++) {
        FILE *f = fopen(file, "w");
        assert_non_null(f);
        assert_true(fprintf(f, "%s\n", times[i]) > 0);
        assert_int_equal(fclose(f), 0);
        if (!d)
            assert_int_equal(open_at(x->path, spec, false, false, &d), QT_OK);
        char stamp[17];
        stamp_show(clock_now(), stamp);
        assert_string_equal(stamp, times[i]);
    }
    desk_close(d);
    free(file);
    free(spec);
}

static void q1_year_without_data_is_warned_of(void **state)
{
    struct fixture *x = *state;
    assert_null(desk_warning(x->d));
    desk_close(x->d);
    set_clock("2039-05-05 10:00");
    x->d = open_as(x->path, FORMS, "lm", false);
    assert_non_null(strstr(desk_warning(x->d), "2039"));
    struct buf report = {0};
    assert_int_equal(desk_daily(x->d, &report), QT_OK);
    assert_non_null(strstr(report.s, "2039"));
    buf_free(&report);
}

static void broken_form_is_told_and_the_others_work(void **state)
{
    struct fixture *x = *state;
    char *dir = mem_printf("%s/forms", x->dir), *file = mem_printf("%s/bad.yaml", dir);
    assert_int_equal(mkdir(dir, 0700), 0);
    FILE *f = fopen(file, "w");
    assert_non_null(f);
    assert_true(fputs("register: bad\nfields:\n  - {name: x, type: phon}\n", f) >= 0);
    assert_int_equal(fclose(f), 0);
    char *dirs = mem_printf("%s:%s", FORMS, dir);
    struct desk_options o = {.db_path = x->path, .form_dirs = dirs, .lang = LANG_EN, .terminal = "test"};
    struct problems problems = {0};
    struct desk *d = NULL;
    assert_int_equal(desk_open(&o, &d, &problems), QT_OK);
    assert_true(problems.errors > 0);
    assert_null(forms_find(desk_forms(d), "bad"));
    assert_non_null(forms_find(desk_forms(d), "ticket"));
    problems_free(&problems);
    desk_close(d);
    unlink(file);
    rmdir(dir);
    free(dirs);
    free(dir);
    free(file);
}

static int look_at_setting(const char *name, const char *value, const char *text, void *arg)
{
    assert_true(text[0] != '\0'); /* each is explained in the desk's language */
    if (strcmp(name, "closing_time") == 0)
        assert_string_equal(value, arg);
    return 0;
}

static void settings_have_defaults_and_explanations(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    char before[] = "20:00", after[] = "21:30";
    assert_int_equal(desk_settings_each(d, look_at_setting, before), QT_OK);
    set(d, "closing_time", after);
    assert_int_equal(desk_settings_each(d, look_at_setting, after), QT_OK);
    desk_set_lang(d, LANG_ZH);
    assert_int_equal(desk_settings_each(d, look_at_setting, after), QT_OK);
}

static void readonly_changes_nothing(void **state)
{
    struct fixture *x = *state;
    struct desk_options o = {.db_path = x->path, .form_dirs = FORMS, .lang = LANG_EN, .readonly = true};
    struct desk *d = NULL;
    assert_int_equal(desk_open(&o, &d, NULL), QT_OK);
    assert_int_equal(desk_sign_in_as(d, "lm"), QT_OK);
    struct record *r = filled_in(d, "ticket", "unit", "1203", "what", "leak", NULL);
    struct outcome out = {0};
    assert_int_equal(desk_save(d, NULL, r, &out), QT_READONLY);
    outcome_free(&out);
    record_free(r);
    desk_close(d);
}

static void draft_there_and_back(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    struct record *r = filled_in(d, "ticket", "unit", "1203", "what", "\"leak\" \\ 漏水\t1", "times", "3", NULL);
    int at_field = form_field(r->form, "what");
    struct draft draft = {.staff = mem_dup("lm"), .terminal = mem_dup("test"), .reg = mem_dup("ticket")};
    draft.data = desk_draft_pack(r, at_field, -1);
    assert_int_equal(draft_save(desk_db(d), &draft), QT_OK);
    struct draft *v = NULL;
    size_t n = 0;
    assert_int_equal(draft_list(desk_db(d), "lm", &v, &n), QT_OK);
    assert_int_equal(n, 1);
    struct record *back = NULL;
    int at_back = -1;
    assert_int_equal(desk_draft_unpack(d, &v[0], &back, &at_back), QT_OK);
    assert_int_equal(at_back, at_field);
    for (size_t i = 0; i < r->form->nfields; i++)
        assert_true(value_same(&r->v[i], &back->v[i]));
    must_save(d, NULL, back);
    assert_int_equal(draft_drop(desk_db(d), v[0].id), QT_OK);
    draft_free(v, n);
    static char *const broken[] = {"", "[", "[\"nothing\"]", "[\"ticket\",\"0\",\"0\",\"\",\"what", "null"};
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        struct draft bad = {.data = broken[i]};
        struct record *none = NULL;
        int rc = desk_draft_unpack(d, &bad, &none, &at_back);
        assert_true(rc == QT_NOTFOUND || (rc == QT_OK && none->id == 0));
        record_free(none);
    }
    free(draft.staff);
    free(draft.terminal);
    free(draft.reg);
    free(draft.data);
    record_free(r);
    record_free(back);
}

static void a_draft_of_before_has_the_names_of_today(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    struct draft draft = {
        .data = (char *)"[\"ticket\",\"0\",\"0\",\"trouble\",\"trouble\",\"t\",\"leak\",\"grade\",\"t\",\"rush\","
                        "\"state\",\"t\",\"parts\",\"gone\",\"t\",\"x\"]"};
    struct record *r = NULL;
    int at = -1;
    assert_int_equal(desk_draft_unpack(d, &draft, &r, &at), QT_OK);
    assert_int_equal(at, form_field(r->form, "what"));
    assert_string_equal(text_of(r, "what"), "leak");
    assert_string_equal(text_of(r, "grade"), "urgent");
    assert_string_equal(text_of(r, "state"), "waiting");
    record_free(r);
}

static void u4_only_finished_records_are_emptied(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    struct record *done = add(d, "ticket", "unit", "1203", "what", "leak", "caller", "刘洋", NULL);
    struct record *open = add(d, "ticket", "unit", "1203", "what", "lamp", "caller", "孙悦", NULL);
    must_act(d, done, "finish");
    int64_t purged = -1;
    set_clock("2026-12-18 11:59");
    assert_int_equal(desk_purge(d, &purged), QT_OK);
    assert_int_equal(purged, 0);
    set_clock("2026-12-18 12:01");
    assert_int_equal(desk_purge(d, &purged), QT_OK);
    assert_int_equal(purged, 1);
    struct record *now = read_again(d, done);
    assert_string_equal(text_of(now, "caller"), "");
    assert_string_equal(text_of(now, "what"), "leak"); /* the skeleton stays */
    record_free(now);
    now = read_again(d, open);
    assert_string_equal(text_of(now, "caller"), "孙悦");
    record_free(now);
    assert_int_equal(desk_purge(d, &purged), QT_OK);
    assert_int_equal(purged, 0);
    int64_t lines, bad;
    assert_int_equal(journal_verify(desk_db(d), &lines, &bad), QT_OK);
    record_free(done);
    record_free(open);
}

static void u4_the_setting_decides(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    struct record *r = add(d, "ticket", "unit", "1203", "what", "leak", "caller", "刘洋", NULL);
    must_act(d, r, "finish");
    int64_t purged = -1;
    set(d, "retention.ticket", "0"); /* for good */
    set_clock("2028-12-18 12:00");
    assert_int_equal(desk_purge(d, &purged), QT_OK);
    assert_int_equal(purged, 0);
    assert_int_equal(desk_set(d, "retention.ticket", "365"), QT_REFUSED); /* it would erase */
    assert_int_equal(desk_set_sure(d, "retention.ticket", "365"), QT_OK);
    assert_int_equal(desk_purge(d, &purged), QT_OK);
    assert_int_equal(purged, 1);
    record_free(r);
}

/* The folder of the fixture, under a name of the house's file. */
static void backups_in(struct fixture *x)
{
    char *path = mem_printf("%s/house", x->dir);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    assert_true(fprintf(f, "folder\tsafe\t%s\n", x->dir) > 0);
    assert_int_equal(fclose(f), 0);
    assert_int_equal(chmod(path, 0600), 0);
    free(x->d->house);
    x->d->house = path;
    set(x->d, "backup_dir", "safe");
}

static int count_backups(const char *dir)
{
    DIR *open = opendir(dir);
    int n = 0;
    for (struct dirent *e; open && (e = readdir(open));) {
        size_t len = strlen(e->d_name);
        n += strncmp(e->d_name, "qiantai-", 8) == 0 && len > 3 && strcmp(e->d_name + len - 3, ".db") == 0;
    }
    if (open)
        closedir(open);
    return n;
}

/* What the setting of before said as a path is not written to; the backup is made beside the database, and it is told.
 */
static void a_folder_that_is_only_a_path_is_not_written_to(void **state)
{
    struct fixture *x = *state;
    char *outside = mem_printf("%s/outside", x->dir), *beside = mem_printf("%s/backups", x->dir);
    struct buf report = {0};
    assert_int_equal(mkdir(outside, 0700), 0);
    assert_int_equal(desk_set(x->d, "backup_dir", outside), QT_REFUSED);
    set(x->d, "backup_dir", outside);
    assert_int_equal(desk_daily(x->d, &report), QT_REFUSED);
    assert_non_null(strstr(fault_text(), "folder\tsafe\t"));
    assert_non_null(strstr(report.s, "Retention:"));
    assert_int_equal(count_backups(outside), 0);
    assert_int_equal(count_backups(beside), 1);
    buf_free(&report);
    free(outside);
    free(beside);
}

static void daily_backups_are_kept_in_number(void **state)
{
    struct fixture *x = *state;
    backups_in(x);
    set(x->d, "backup_keep", "3");
    char day[32];
    for (int i = 1; i <= 5; i++) {
        snprintf(day, sizeof day, "2026-11-2%d 01:00", i);
        set_clock(day);
        struct buf report = {0};
        for (int again = 0; again < 2; again++)
            if (desk_daily(x->d, &report) < 0)
                fail_msg("daily: %s", fault_text());
        assert_non_null(strstr(report.s, "Backup:"));
        buf_free(&report);
    }
    assert_int_equal(count_backups(x->dir), 3);
}

static void daily(struct desk *d)
{
    struct buf report = {0};
    if (desk_daily(d, &report) < 0)
        fail_msg("daily: %s", fault_text());
    buf_free(&report);
}

/* attack.md H2: a wrong clock or setting takes no backup away, least of all the new one. */
static void the_new_backup_is_never_removed(void **state)
{
    struct fixture *x = *state;
    char *old = mem_printf("%s/qiantai-2006-12-03.db", x->dir), *first = mem_printf("%s/qiantai-2026-11-21.db", x->dir);
    backups_in(x);
    set(x->d, "backup_keep", "0");
    set_clock("2026-11-21 01:00");
    daily(x->d);
    assert_int_equal(access(first, F_OK), 0);
    set(x->d, "backup_keep", "1");
    set_clock("2006-12-03 01:00");
    daily(x->d);
    assert_int_equal(access(old, F_OK), 0);
    free(old);
    free(first);
}

/* A second run of the day touches nothing; what a killed run left goes, and what one at work writes stays. */
static void a_second_daily_leaves_the_backup_alone(void **state)
{
    struct fixture *x = *state;
    struct stat before, after;
    char *path = mem_printf("%s/qiantai-2026-11-21.db", x->dir);
    char *dead = mem_printf("%s/qiantai-2026-11-19.db.part", x->dir);
    char *busy = mem_printf("%s/qiantai-2026-11-20.db.part", x->dir);
    backups_in(x);
    set_clock("2026-11-21 01:00");
    mode_t mask = umask(0);
    daily(x->d);
    umask(mask);
    assert_int_equal(stat(path, &before), 0);
    assert_int_equal(before.st_mode & 0777, 0600);
    close(open(dead, O_CREAT | O_WRONLY, 0644));
    int at_work = open(busy, O_CREAT | O_WRONLY, 0644);
    assert_int_equal(flock(at_work, LOCK_EX), 0);
    daily(x->d);
    assert_int_equal(stat(path, &after), 0);
    assert_true(before.st_ino == after.st_ino);
    assert_int_equal(access(dead, F_OK), -1);
    assert_int_equal(access(busy, F_OK), 0);
    close(at_work);
    free(path);
    free(dead);
    free(busy);
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(first_run_happens_once),
        T(now_is_for_practice_only),
        T(now_from_a_file_is_read_at_every_look),
        T(q1_year_without_data_is_warned_of),
        T(broken_form_is_told_and_the_others_work),
        T(settings_have_defaults_and_explanations),
        T(readonly_changes_nothing),
        T(draft_there_and_back),
        T(a_draft_of_before_has_the_names_of_today),
        T(u4_only_finished_records_are_emptied),
        T(u4_the_setting_decides),
        T(daily_backups_are_kept_in_number),
        T(a_folder_that_is_only_a_path_is_not_written_to),
        T(the_new_backup_is_never_removed),
        T(a_second_daily_leaves_the_backup_alone),
    };
    return cmocka_run_group_tests_name("desk keep", tests, NULL, NULL);
}
