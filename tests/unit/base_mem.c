/* Faults, memory, growing text. */
#include "qiantai/base.h"
#include "unit/check.h"
#include <sys/wait.h>
#include <unistd.h>

static void fault_keeps_sentence_and_code(void **state)
{
    (void)state;
    assert_int_equal(fault(QT_BUSY, "%s is open", "desk.db"), QT_BUSY);
    assert_string_equal(fault_text(), "desk.db is open");
    assert_int_equal(fault_code(), QT_BUSY);
    assert_int_equal(fault(QT_IO, "%s elsewhere", fault_text()), QT_IO);
    assert_string_equal(fault_text(), "desk.db is open elsewhere");
    fault_clear();
    assert_string_equal(fault_text(), "");
    assert_int_equal(fault_code(), QT_OK);
}

static void fault_cuts_between_characters(void **state)
{
    (void)state;
    for (int lead = 0; lead < 3; lead++) {
        struct buf b = {0};

        buf_addn(&b, "xxx", (size_t)lead);
        for (int i = 0; i < 2000; i++)
            buf_add(&b, "字");
        (void)fault(QT_REFUSED, "%s", b.s);
        assert_true(text_valid(fault_text(), strlen(fault_text())));
        assert_in_range(strlen(fault_text()), 1000, 1023);
        buf_free(&b);
    }
}

static void memory_is_never_null(void **state)
{
    char *p = mem_alloc(0);

    (void)state;
    assert_non_null(p);
    free(p);
    assert_null(mem_dup(NULL));
    assert_text(mem_dup("前台"), "前台");
    assert_text(mem_dupn("abc", 2), "ab");
    assert_text(mem_dupn(NULL, 0), "");
    assert_text(mem_printf("%d-%s", 7, "x"), "7-x");
}

static void restore_terminal(void)
{
    if (write(STDOUT_FILENO, "restored", 8) != 8)
        _exit(9);
}

/* Overflowing sizes count as exhausted: the hook runs, the program ends with a failure. */
static void exhaustion_runs_the_hook_and_ends(void **state)
{
    int fd[2], status;
    char said[16] = "";
    pid_t child;

    (void)state;
    assert_int_equal(pipe(fd), 0);
    child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        if (dup2(fd[1], STDOUT_FILENO) < 0 || !freopen("/dev/null", "w", stderr))
            _exit(9);
        mem_on_exhausted(restore_terminal);
        free(mem_resize(NULL, SIZE_MAX / 2, 4));
        _exit(0);
    }
    close(fd[1]);
    assert_int_equal(read(fd[0], said, sizeof said - 1), 8);
    assert_string_equal(said, "restored");
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), EXIT_FAILURE);
    close(fd[0]);
}

static void text_grows(void **state)
{
    struct buf b = {0};

    (void)state;
    assert_text(buf_take(&b), "");
    for (int i = 0; i < 10000; i++)
        buf_addf(&b, "%d,", i % 10);
    assert_int_equal(b.len, 20000);
    assert_int_equal(strlen(b.s), 20000);
    buf_clear(&b);
    assert_int_equal(b.len, 0);
    assert_string_equal(b.s, "");
    buf_add(&b, "a");
    buf_addc(&b, 'b');
    buf_addn(&b, "cde", 1);
    buf_addf(&b, "%s", "");
    assert_text(buf_take(&b), "abc");
    assert_null(b.s);
    buf_free(&b);
}

static void json_is_escaped_and_valid(void **state)
{
    struct buf b = {0};

    (void)state;
    buf_add_json(&b, NULL);
    buf_add_json(&b, "");
    buf_add_json(&b, "a\"b\\c\n\t\x01\x7f王");
    assert_string_equal(b.s, "null\"\"\"a\\\"b\\\\c\\n\\t\\u0001\\u007f王\"");
    buf_clear(&b);
    buf_add_json(&b, "x\xff\xc0\x80y");
    assert_string_equal(b.s, "\"xy\"");
    buf_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fault_keeps_sentence_and_code),
        cmocka_unit_test(fault_cuts_between_characters),
        cmocka_unit_test(memory_is_never_null),
        cmocka_unit_test(exhaustion_runs_the_hook_and_ends),
        cmocka_unit_test(text_grows),
        cmocka_unit_test(json_is_escaped_and_valid),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
