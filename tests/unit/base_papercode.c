/* Codes of papers: the check character against published ones, what scanners make of a code. */
#include "qiantai/base.h"
#include "unit/check.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* A release of the music trade (GRid) and two parts of a film's number (ISAN), as their standards print them. */
static void published_vectors_agree(void **state)
{
    static const struct {
        const char *of;
        char check;
    } known[] = {
        {"A12425GABC1234002", 'M'},   {"A1-2425G-ABC1234002", 'M'},           {"a12425gabc1234002", 'M'},
        {"0000-3BAB-9352-0000", 'G'}, {"0000-3BAB-9352-0000-0000-0000", 'Q'},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(known); i++)
        assert_int_equal(check_character(known[i].of, strlen(known[i].of)), known[i].check);
    assert_int_equal(check_character("--", 2), '\0');
    assert_int_equal(check_character("", 0), '\0');
}

static void codes_come_back(void **state)
{
    static const char *const numbers[] = {"S2611-0001", "A-1203", "K0001", "V261121-001", "1", "x/7.b"};
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(numbers); i++) {
        char *code = papercode_text(numbers[i]), *number;
        assert_int_equal(strncmp(code, "QT:", 3), 0);
        assert_int_equal(papercode_read(code, &number), PAPERCODE_OURS);
        assert_text(number, numbers[i]);
        for (char *c = code; *c; c++) /* the caps lock */
            *c = (char)(islower((unsigned char)*c) ? toupper((unsigned char)*c) : tolower((unsigned char)*c));
        assert_int_equal(papercode_read(code, &number), PAPERCODE_OURS);
        assert_text(number, numbers[i]);
        free(code);
    }
    assert_text(papercode_text("S2611-0001"), "QT:S2611-0001B");
    assert_null(papercode_text("东-1203"));
    assert_null(papercode_text("A 1203"));
    assert_null(papercode_text(""));
}

static void full_width_is_read(void **state)
{
    char *number;
    (void)state;
    assert_int_equal(papercode_read("ＱＴ：Ｓ２６１１－０００１Ｂ", &number), PAPERCODE_OURS);
    assert_text(number, "S2611-0001");
}

/* Each single misread sign is found, and each pair of neighbours that was exchanged but 0 and Z at the most. */
static void misreading_is_found(void **state)
{
    static const char signs[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    char *number;
    (void)state;
    for (size_t i = 3; i < 14; i++) {
        for (const char *c = signs; *c; c++) {
            char code[] = "QT:S2611-0001B";
            if (code[i] == '-' || code[i] == *c)
                continue;
            code[i] = *c;
            assert_int_equal(papercode_read(code, &number), PAPERCODE_DAMAGED);
            assert_null(number);
        }
    }
    assert_int_equal(papercode_read("QT:S2161-0001B", &number), PAPERCODE_DAMAGED);
    assert_int_equal(papercode_read("QT:S2611-0001", &number), PAPERCODE_DAMAGED);
    assert_int_equal(papercode_read("QT:S2611-0001B7", &number), PAPERCODE_DAMAGED);
    assert_int_equal(papercode_read("QT:", &number), PAPERCODE_DAMAGED);
    assert_int_equal(papercode_read("QT:B", &number), PAPERCODE_DAMAGED);
}

static void others_are_none(void **state)
{
    static const char *const others[] = {"", "Q", "QT", "S2611-0001", "6901234567892", "QR:S2611-0001B", "A QT:1"};
    char *number;
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(others); i++) {
        assert_int_equal(papercode_read(others[i], &number), PAPERCODE_NONE);
        assert_text(papercode_shown(others[i]), others[i]);
    }
    assert_text(papercode_shown("QT:S2611-0001B"), "S2611-0001");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(published_vectors_agree), cmocka_unit_test(codes_come_back),
        cmocka_unit_test(full_width_is_read),      cmocka_unit_test(misreading_is_found),
        cmocka_unit_test(others_are_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
