/* Lists and records on paper (R8), print jobs and their ends. */
#include "desk_test.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/stat.h>

#include "qiantai/report.h"

static struct fixture x;

static char *plain(struct page *p)
{
    struct buf b = {0};

    assert_int_equal(page_to_text(p, 132, 0, page_put_buf, &b), QT_OK);
    return buf_take(&b);
}

static struct page *list_of(const char *reg, const char *list, const char *text)
{
    const struct form *f = forms_find(desk_forms(x.d), reg);
    struct query q = {.form = f, .list = form_list(f, list), .text = text, .sort = -1};
    struct page *p = NULL;

    if (report_list(x.d, &q, LIST_PAPER, 0, &p) != QT_OK)
        fail_msg("report_list: %s", fault_text());
    return p;
}

static int64_t prints(const char *reg, int64_t record)
{
    return count_actions(x.d, reg, record, "print");
}

static void set(const char *name, const char *value)
{
    assert_int_equal(db_begin(desk_db(x.d)), QT_OK);
    assert_int_equal(setting_set(desk_db(x.d), desk_who(x.d), name, value), QT_OK);
    assert_int_equal(db_commit(desk_db(x.d)), QT_OK);
}

/* Waits for print_fd as a screen does, then takes the end. */
static int end_of(struct print_job *j, char **said)
{
    struct pollfd line = {.fd = print_fd(j), .events = POLLIN};
    struct buf b = {0};
    int rc;

    assert_int_equal(poll(&line, 1, 60000), 1);
    rc = print_end(j, &b);
    *said = buf_take(&b);
    assert_true(strlen(*said) > 0);
    return rc;
}

static struct page *some(void)
{
    struct page *p = page_new("visitor-inside", "Inside");

    page_about(p, "visitor", "inside", 0);
    page_text(p, "words on paper");
    return p;
}

static char *file_text(const char *name)
{
    char *path = mem_printf("%s/%s", x.dir, name), part[4096];
    FILE *f = fopen(path, "rb");
    size_t n = f ? fread(part, 1, sizeof(part), f) : 0;

    if (f)
        assert_int_equal(fclose(f), 0);
    free(path);
    return f ? mem_dupn(part, n) : NULL;
}

/* ---- what is printed ------------------------------------------------------------------------------------- */

static void r8_the_unfinished_repairs_are_on_paper_with_room_to_sign(void **state)
{
    struct record *a = add(x.d, "repair", "unit", "A-1203", "fault", "tap drips", NULL);
    struct record *b = add(x.d, "repair", "place", "lobby", "fault", "lamp is dark", NULL);
    struct page *p = list_of("repair", "unfinished", NULL);
    char *text = plain(p);

    (void)state;
    assert_non_null(strstr(text, "Test Plaza"));
    assert_non_null(strstr(text, "Unfinished repairs"));
    assert_non_null(strstr(text, "2026-11-18 Wed 12:00"));
    assert_non_null(strstr(text, "Li Min"));
    assert_non_null(strstr(text, record_number(a)));
    assert_non_null(strstr(text, record_number(b)));
    assert_non_null(strstr(text, "lamp is dark"));
    assert_non_null(strstr(text, "11-18 12:00"));
    assert_non_null(strstr(text, "Total 2"));
    assert_non_null(strstr(text, "Handed over by"));
    assert_non_null(strstr(text, "Received by"));
    assert_null(strstr(text, "Not the whole list"));
    free(text);
    page_free(p);
    record_free(a);
    record_free(b);
}

static void r8_an_empty_list_says_that_it_is_empty(void **state)
{
    struct page *p = list_of("complaint", "all", NULL);
    char *text = plain(p);

    (void)state;
    assert_non_null(strstr(text, "No entries."));
    assert_null(strstr(text, "Received by"));
    free(text);
    page_free(p);
}

static void a_filtered_list_says_what_it_leaves_out(void **state)
{
    struct record *a = add(x.d, "repair", "unit", "B-0501", "fault", "window stuck", NULL);
    struct page *p = list_of("repair", "all", "window");
    char *text = plain(p);

    (void)state;
    assert_non_null(strstr(text, "Not the whole list, only: filter \"window\""));
    assert_non_null(strstr(text, "window stuck"));
    assert_null(strstr(text, "tap drips"));
    free(text);
    page_free(p);
    record_free(a);
}

static void u5_secret_numbers_stay_masked_on_paper(void **state)
{
    struct record *r = add(x.d, "visitor", "name", "王小明", "unit", "A-1203", "id_kind", "passport", "id_number",
                           "E12345678", "until", "+1h", NULL);
    struct page *p = NULL;
    char *text;

    (void)state;
    assert_int_equal(report_record(x.d, r, RECORD_PAPER, &p), QT_OK);
    text = plain(p);
    assert_non_null(strstr(text, record_number(r)));
    assert_non_null(strstr(text, "王小明"));
    assert_null(strstr(text, "12345"));
    assert_non_null(strstr(text, "E******78"));
    assert_non_null(strstr(text, "History"));
    assert_non_null(strstr(text, "recorded"));
    assert_non_null(strstr(text, "Signature"));
    free(text);
    page_free(p);
    record_free(r);
}

static void x_rows_of_a_record_are_a_table(void **state)
{
    struct record *r = add(x.d, "incident", "kind", "water", "unit", "A-1203", "happened_at", "11:00", "what",
                           "water in the corridor\nsecond line", "steps",
                           "[[\"11:05\",\"valve closed\"],[\"11:20\",\"dried\"]]", NULL);
    struct page *p = NULL;
    char *text;

    (void)state;
    assert_int_equal(report_record(x.d, r, RECORD_PAPER, &p), QT_OK);
    text = plain(p);
    assert_non_null(strstr(text, "second line"));
    assert_non_null(strstr(text, "valve closed"));
    assert_null(strstr(text, "[["));
    free(text);
    page_free(p);
    record_free(r);
}

static void a_record_not_saved_is_not_printed(void **state)
{
    struct record *r = filled_in(x.d, "repair", "unit", "A-1203", "fault", "x", NULL);
    struct page *p = NULL;

    (void)state;
    assert_int_equal(report_record(x.d, r, RECORD_PAPER, &p), QT_REFUSED);
    assert_null(p);
    record_free(r);
}

/* ---- jobs ------------------------------------------------------------------------------------------------- */

static void t_a_text_file_is_written_and_journalled(void **state)
{
    struct page *p = some();
    char *file = mem_printf("%s/list.txt", x.dir), *said, *text;
    struct print_job *j;
    struct stat st;
    int64_t before = prints("visitor", 0);

    (void)state;
    assert_int_equal(print_start(x.d, p, file, &j), QT_OK);
    assert_int_equal(end_of(j, &said), QT_OK);
    assert_non_null(strstr(said, file));
    text = file_text("list.txt");
    assert_non_null(text);
    assert_non_null(strstr(text, "words on paper"));
    assert_int_equal(stat(file, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_int_equal(prints("visitor", 0), before + 1);
    free(text);
    free(said);
    free(file);
    page_free(p);
}

static void names_without_an_ending_and_missing_folders_are_refused(void **state)
{
    struct page *p = some();
    struct print_job *j = NULL;

    (void)state;
    assert_int_equal(print_start(x.d, p, "/tmp/list.doc", &j), QT_REFUSED);
    assert_int_equal(print_start(x.d, p, ".txt", &j), QT_REFUSED);
    assert_true(print_start(x.d, p, "/nowhere/at/all/x.txt", &j) < 0);
    assert_null(j);
    set("print_text", "many");
    assert_int_equal(print_start(x.d, p, NULL, &j), QT_REFUSED);
    set("print_text", NULL);
    page_free(p);
}

static bool is_on(struct page *p, const char *line)
{
    struct buf b = {0};
    assert_int_equal(page_to_wire(p, page_put_buf, &b), QT_OK);
    bool there = strstr(b.s, line) != NULL;
    buf_free(&b);
    return there;
}

static void the_sheet_is_the_pages_own_or_the_settings(void **state)
{
    struct page *p = some(), *own = some();
    char *file = mem_printf("%s/sheet.txt", x.dir), *said;
    struct print_job *j;
    (void)state;
    struct sheet_size size;
    assert_true(sheet_size("A4", &size));
    page_set_size(own, &size);
    set("print_paper", "A5");
    assert_int_equal(print_start(x.d, p, file, &j), QT_OK);
    assert_int_equal(end_of(j, &said), QT_OK);
    free(said);
    assert_int_equal(print_start(x.d, own, file, &j), QT_OK);
    assert_int_equal(end_of(j, &said), QT_OK);
    free(said);
    assert_true(is_on(p, "[\"paper\",\"A5\"]"));
    assert_true(is_on(own, "[\"paper\",\"A4\"]"));
    set("print_paper", NULL);
    free(file);
    page_free(p);
    page_free(own);
}

/* The command under a name of the house's file. */
static void house_prints(const char *command)
{
    char *path = mem_printf("%s/house", x.dir);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    assert_true(fprintf(f, "print\toffice\t%s\n", command) > 0);
    assert_int_equal(fclose(f), 0);
    assert_int_equal(chmod(path, 0600), 0);
    free(x.d->house);
    x.d->house = path;
    set("print_command", "office");
}

static char *run_command(const char *command, int *rc)
{
    struct page *p = page_new("visitor-x", "Title; touch /tmp/no $(touch no)");
    struct print_job *j;
    char *said;

    page_about(p, "visitor", "inside", 0);
    page_text(p, "words on paper");
    set("print_text", "32");
    house_prints(command);
    if (print_start(x.d, p, NULL, &j) != QT_OK)
        fail_msg("print_start: %s", fault_text());
    *rc = end_of(j, &said);
    set("print_command", NULL);
    set("print_text", NULL);
    page_free(p);
    return said;
}

static int prints_kept(void)
{
    char *path = mem_printf("%s/print", x.dir);
    DIR *d = opendir(path);
    struct dirent *e;
    int n = 0;

    while (d && (e = readdir(d)))
        n += e->d_name[0] != '.';
    if (d)
        closedir(d);
    free(path);
    return n;
}

static void the_command_gets_file_name_and_title_and_the_file_goes(void **state)
{
    char *command =
        mem_printf("cat > %s/in; cmp -s \"$1\" %s/in && printf %%s \"$TITLE\" > %s/title", x.dir, x.dir, x.dir);
    int rc;
    char *said = run_command(command, &rc), *in = file_text("in"), *title = file_text("title");

    (void)state;
    assert_int_equal(rc, QT_OK);
    assert_non_null(strstr(said, "Sent to the printer"));
    assert_non_null(strstr(in, "words on paper"));
    assert_string_equal(title, "Title; touch /tmp/no $(touch no)");
    assert_int_equal(prints_kept(), 0);
    free(title);
    free(in);
    free(said);
    free(command);
}

static void a_command_that_fails_says_why_and_the_file_stays(void **state)
{
    int rc;
    char *said = run_command("echo no such printer >&2; exit 3", &rc);

    (void)state;
    assert_int_equal(rc, QT_IO);
    assert_non_null(strstr(said, "no such printer"));
    assert_non_null(strstr(said, "/print/visitor-x-20261118-1200.txt"));
    assert_int_equal(prints_kept(), 1);
    free(said);
    said = run_command("/no/such/program", &rc);
    assert_int_equal(rc, QT_IO);
    free(said);
    assert_int_equal(prints_kept(), 2);
}

/* What a command leaves in the background is not waited for; a command that reads nothing kills nobody. */
static void a_command_that_leaves_something_running_ends_all_the_same(void **state)
{
    char *command = mem_printf("sleep 50 >/dev/null 2>&1 & echo $! > %s/left; exit 0", x.dir);
    int rc;
    char *said = run_command(command, &rc), *left = file_text("left");

    (void)state;
    assert_int_equal(rc, QT_OK);
    assert_int_equal(kill((pid_t)strtol(left, NULL, 10), SIGKILL), 0); /* it still ran */
    free(left);
    free(said);
    free(command);
}

static void a_command_that_hangs_is_ended(void **state)
{
    int rc;
    (void)state;
    set("print_seconds", "1");
    char *said = run_command("sleep 100", &rc);
    set("print_seconds", NULL);
    assert_int_equal(rc, QT_IO);
    assert_non_null(strstr(said, "did not end within 1 seconds"));
    assert_non_null(strstr(said, "/print/visitor-x-"));
    free(said);
}

static void a_dropped_job_leaves_the_desk_alone(void **state)
{
    struct page *p = some();
    struct print_job *j;
    char *file = mem_printf("%s/dropped.txt", x.dir);

    (void)state;
    assert_int_equal(print_start(x.d, p, file, &j), QT_OK);
    print_drop(j);
    print_drop(NULL);
    assert_int_equal(access(file, F_OK), 0);
    free(file);
    page_free(p);
}

static void without_the_program_pdf_is_refused_and_text_is_named(void **state)
{
    struct page *p = some();
    struct print_job *j = NULL;
    char *file = mem_printf("%s/list.pdf", x.dir);
    int64_t before = prints("visitor", 0);

    (void)state;
    assert_int_equal(setenv("QIANTAI_LIBEXEC", "/nowhere", 1), 0);
    assert_int_equal(print_start(x.d, p, file, &j), QT_NOTFOUND);
    assert_non_null(strstr(fault_text(), "fonts-wqy-microhei"));
    assert_non_null(strstr(fault_text(), ".txt"));
    assert_int_equal(prints("visitor", 0), before);
    assert_int_equal(unsetenv("QIANTAI_LIBEXEC"), 0);
    free(file);
    page_free(p);
}

static void who_has_not_signed_in_prints_nothing(void **state)
{
    struct page *p = some();
    struct print_job *j = NULL;
    char *file = mem_printf("%s/nobody.txt", x.dir);

    (void)state;
    desk_sign_out(x.d);
    assert_int_equal(print_start(x.d, p, file, &j), QT_DENIED);
    assert_int_equal(access(file, F_OK), -1);
    assert_int_equal(desk_sign_in_as(x.d, "lm"), QT_OK);
    free(file);
    page_free(p);
}

static int begin(void **state)
{
    (void)state;
    fixture_open(&x, QT_SOURCE_DIR "/forms");
    return 0;
}

static int end(void **state)
{
    char *clear = mem_printf("rm -rf '%s/print'", x.dir);

    (void)state;
    (void)!system(clear);
    free(clear);
    fixture_close(&x);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(r8_the_unfinished_repairs_are_on_paper_with_room_to_sign),
        cmocka_unit_test(r8_an_empty_list_says_that_it_is_empty),
        cmocka_unit_test(a_filtered_list_says_what_it_leaves_out),
        cmocka_unit_test(u5_secret_numbers_stay_masked_on_paper),
        cmocka_unit_test(x_rows_of_a_record_are_a_table),
        cmocka_unit_test(a_record_not_saved_is_not_printed),
        cmocka_unit_test(t_a_text_file_is_written_and_journalled),
        cmocka_unit_test(the_sheet_is_the_pages_own_or_the_settings),
        cmocka_unit_test(names_without_an_ending_and_missing_folders_are_refused),
        cmocka_unit_test(the_command_gets_file_name_and_title_and_the_file_goes),
        cmocka_unit_test(a_command_that_fails_says_why_and_the_file_stays),
        cmocka_unit_test(a_command_that_leaves_something_running_ends_all_the_same),
        cmocka_unit_test(a_command_that_hangs_is_ended),
        cmocka_unit_test(a_dropped_job_leaves_the_desk_alone),
        cmocka_unit_test(without_the_program_pdf_is_refused_and_text_is_named),
        cmocka_unit_test(who_has_not_signed_in_prints_nothing),
    };

    return cmocka_run_group_tests(tests, begin, end);
}
