/* cmocka and what every unit test here shares. */
#ifndef QT_UNIT_CHECK_H
#define QT_UNIT_CHECK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* Compares a string from the heap and frees it. */
#define assert_text(made, expected)                                                                                    \
    do {                                                                                                               \
        char *made_ = (made);                                                                                          \
        assert_string_equal(made_, expected);                                                                          \
        free(made_);                                                                                                   \
    } while (0)

#endif
