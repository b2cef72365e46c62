/* --map: which columns fill which field. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "desk/import/import.h"

static struct forms *set;
static const struct form *form;
static char first[] = "FIRST", last[] = "LAST", when[] = "IN, planned", remark[] = "备注", twice[] = "X",
            twice_again[] = "x";
static char *heading[] = {first, last, when, remark, twice, twice_again};
static const struct csv_row head = {.cell = heading, .n = 6};
static char ann[] = "ANN", lee[] = " LEE ", empty[] = " ", guarded[] = "'=1+1", none[] = "";
static char *cells[] = {ann, lee, empty, guarded, none, none};
static const struct csv_row row = {.cell = cells, .n = 6};

static void gives(const char *map, const char *field, const char *expected)
{
    struct map m = {0};
    struct buf b = {0};
    size_t i;

    assert_int_equal(map_make(NULL, form, map, &head, &m), QT_OK);
    for (i = 0; i < m.n; i++) {
        if (m.v[i].field == form_field(form, field)) {
            map_value(&m.v[i], &row, &b);
            assert_string_equal(b.s ? b.s : "", expected);
            break;
        }
    }
    assert_true(i < m.n);
    buf_free(&b);
    map_free(&m);
}

static void refused(const char *map)
{
    struct map m = {0};

    assert_int_equal(map_make(NULL, form, map, &head, &m), QT_REFUSED);
    assert_int_equal(m.n, 0);
}

static void joins_chooses_and_fixes(void **state)
{
    (void)state;
    gives("name=FIRST", "name", "ANN");
    gives("name = first + LAST , unit='A-1203'", "name", "ANN  LEE ");
    gives("name=FIRST,unit='A-1203'", "unit", "A-1203");
    gives("remarks=\"IN, planned\"|FIRST", "remarks", "ANN");
    gives("remarks=\"IN, planned\"+FIRST", "remarks", "ANN");
    gives("姓名=FIRST", "name", "ANN");
    gives("remarks='a, b + c | d'", "remarks", "a, b + c | d");
}

static void takes_the_guard_of_a_formula_off(void **state)
{
    (void)state;
    gives("remarks=备注", "remarks", "=1+1");
}

static void refuses_what_is_not_clear(void **state)
{
    (void)state;
    refused("");
    refused("name");
    refused("name=");
    refused("name=NONE");
    refused("name=X"); /* headed twice */
    refused("nosuch=FIRST");
    refused("name=FIRST,name=LAST");
    refused("name='open");
    refused("name=FIRST+LAST|FIRST");
    refused("name='a' 'b'");
}

static void headings_are_names_or_labels(void **state)
{
    static char name[] = "姓名", unit[] = "Unit", phone[] = "phone", line[] = "refused_line",
                reason[] = "refused_reason", other[] = "colour";
    char *v[] = {name, unit, phone, line, reason};
    char *wrong[] = {name, other};
    struct csv_row good = {.cell = v, .n = 5}, bad = {.cell = wrong, .n = 2};
    struct map m = {0};

    (void)state;
    assert_int_equal(map_make(NULL, form, NULL, &good, &m), QT_OK);
    assert_int_equal(m.n, 3);
    map_free(&m);
    assert_int_equal(map_make(NULL, form, NULL, &bad, &m), QT_REFUSED);
}

static int load(void **state)
{
    struct problems problems = {0};
    int rc = forms_load(QT_SOURCE_DIR "/forms", &set, &problems);

    (void)state;
    problems_free(&problems);
    form = rc == QT_OK ? forms_find(set, "visitor") : NULL;
    return form ? 0 : -1;
}

static int unload(void **state)
{
    (void)state;
    forms_free(set);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(joins_chooses_and_fixes),
        cmocka_unit_test(takes_the_guard_of_a_formula_off),
        cmocka_unit_test(refuses_what_is_not_clear),
        cmocka_unit_test(headings_are_names_or_labels),
    };

    return cmocka_run_group_tests(tests, load, unload);
}
