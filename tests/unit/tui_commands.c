/* The table of commands: complete, without collisions, with a way for terminals that lose F-keys. */
#include "tui/view.h"
#include "unit/check.h"

#include <string.h>

static const char *const views[] = {"board",     "list",   "record",   "unit",     "search",   "menu",    "help",
                                    "construct", "entry",  "signin",   "firstrun", "settings", "figures", "grid",
                                    "person",    "ledger", "account",  "money",    "import",   "imports", "file",
                                    "staff",     "setup",  "calendar", "drafts",   "code",     "held", "things", "floors"};
#define VIEWS (sizeof(views) / sizeof(views[0]))
#define KEYS (sizeof(commands[0].keys) / sizeof(commands[0].keys[0]))

static bool bound(const struct command *c, int key)
{
    for (size_t k = 0; k < KEYS && c->keys[k]; k++)
        if (c->keys[k] == key)
            return true;
    return false;
}

static void every_command_has_a_key_a_place_and_help(void **state)
{
    (void)state;
    for (const struct command *c = commands; c->id != CMD_NONE; c++) {
        assert_true(c->keys[0] != 0);
        assert_non_null(c->help);
        assert_true(strlen(c->help) > 5);
        bool somewhere = false;
        for (size_t v = 0; v < VIEWS; v++)
            somewhere = somewhere || command_in(c, views[v]);
        assert_true(somewhere);
    }
}

static void no_key_means_two_things_in_one_view(void **state)
{
    (void)state;
    for (size_t v = 0; v < VIEWS; v++)
        for (const struct command *c = commands; c->id != CMD_NONE; c++)
            for (const struct command *d = c + 1; d->id != CMD_NONE; d++)
                for (size_t k = 0; k < KEYS && c->keys[k]; k++)
                    if (command_in(c, views[v]) && command_in(d, views[v]) && bound(d, c->keys[k]))
                        fail_msg("%s: key %d is both %d and %d", views[v], c->keys[k], (int)c->id, (int)d->id);
}

static void every_f_key_has_another_way(void **state)
{
    (void)state;
    for (const struct command *c = commands; c->id != CMD_NONE; c++) {
        bool f = false, other = false;
        for (size_t k = 0; k < KEYS && c->keys[k]; k++) {
            bool is_f = c->keys[k] >= K_F1 && c->keys[k] <= K_F12;
            f = f || is_f;
            other = other || !is_f;
        }
        assert_true(!f || other);
    }
}

static int code(const char *where, int key, const char *text, bool typing)
{
    char copy[8];
    struct key_event ev = {.code = key};

    if (text) {
        snprintf(copy, sizeof(copy), "%s", text);
        ev.text = copy;
    }
    return command_for(where, &ev, typing);
}

static void digits_change_tabs_unless_text_is_typed(void **state)
{
    (void)state;
    assert_int_equal(code("list", K_TEXT, "1", false), CMD_TAB_1);
    assert_int_equal(code("list", K_TEXT, "9", false), CMD_TAB_1 + 8);
    assert_int_equal(code("list", K_TEXT, "2", true), CMD_NONE);
    assert_int_equal(code("entry", K_TEXT, "2", true), CMD_NONE);
    assert_int_equal(code("list", K_TEXT, "0", false), CMD_NONE);
}

static void typing_leaves_only_function_ctrl_and_alt_keys(void **state)
{
    (void)state;
    assert_int_equal(code("list", K_TEXT, "q", false), CMD_BACK);
    assert_int_equal(code("list", K_TEXT, "q", true), CMD_NONE);
    assert_int_equal(code("list", K_BACKSPACE, NULL, false), CMD_BACK);
    assert_int_equal(code("list", K_BACKSPACE, NULL, true), CMD_NONE);
    assert_int_equal(code("entry", K_F4, NULL, true), CMD_SAVE);
    assert_int_equal(code("entry", K_CTRL + 's', NULL, true), CMD_SAVE);
    assert_int_equal(code("entry", K_ALT + '4', NULL, true), CMD_SAVE);
    assert_int_equal(code("record", K_F4, NULL, false), CMD_EDIT);
    assert_int_equal(code("entry", K_ENTER, NULL, true), CMD_NONE);
    assert_int_equal(code("entry", K_TAB, NULL, true), CMD_NONE);
}

/* Forms may use any small letter but those (src/form/flow.c refuses q). */
static void of_small_letters_q_alone_is_the_desks(void **state)
{
    static const char *const places[] = {"board", "list", "record", "unit"};
    (void)state;
    for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
        for (char c = 'a'; c <= 'z'; c++)
            assert_int_equal(code(places[i], K_TEXT, (char[2]){c, '\0'}, false), c == 'q' ? CMD_BACK : CMD_NONE);
}

static void a_wide_character_is_no_command(void **state)
{
    (void)state;
    assert_int_equal(code("list", K_TEXT, "王", false), CMD_NONE);
    assert_int_equal(code("list", K_TEXT, "", false), CMD_NONE);
}

static void where_is_compared_by_whole_words(void **state)
{
    (void)state;
    struct command c = {.where = "board listing record"};

    assert_false(command_in(&c, "list"));
    assert_true(command_in(&c, "listing"));
    assert_true(command_in(&c, "board"));
    assert_false(command_in(&c, "boar"));
}

static void the_manual_names_every_command(void **state)
{
    struct buf b = {0};

    (void)state;
    commands_describe(&b);
    for (const struct command *c = commands; c->id != CMD_NONE; c++)
        assert_non_null(strstr(b.s, c->help));
    assert_non_null(strstr(b.s, "F2"));
    buf_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_command_has_a_key_a_place_and_help),
        cmocka_unit_test(no_key_means_two_things_in_one_view),
        cmocka_unit_test(every_f_key_has_another_way),
        cmocka_unit_test(digits_change_tabs_unless_text_is_typed),
        cmocka_unit_test(typing_leaves_only_function_ctrl_and_alt_keys),
        cmocka_unit_test(of_small_letters_q_alone_is_the_desks),
        cmocka_unit_test(a_wide_character_is_no_command),
        cmocka_unit_test(where_is_compared_by_whole_words),
        cmocka_unit_test(the_manual_names_every_command),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
