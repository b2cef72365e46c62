/* Scanners for what people type. */
#include "scan.h"
#include "qiantai/base.h"
#include <ctype.h>

void blanks(const char **s)
{
    *s += strspn(*s, " ,");
}

bool take_text(const char **s, const char *word)
{
    size_t n = strlen(word);
    if (strncmp(*s, word, n) != 0)
        return false;
    *s += n;
    return true;
}

bool take_word(const char **s, const char *word)
{
    const char *at = *s;
    if (!take_text(&at, word) || isalpha((unsigned char)*at))
        return false;
    *s = at;
    return true;
}

int digits_at(const char *s)
{
    return (int)strspn(s, "0123456789");
}

int take_digits(const char **s, int n)
{
    int v = 0;
    for (; n > 0; n--)
        v = v * 10 + (*(*s)++ - '0');
    return v;
}

int han_digit(const char **s)
{
    static const char *const digit[] = {"零", "一", "二", "三", "四", "五", "六", "七", "八", "九", "两", "〇"};
    static const int value[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 2, 0};
    for (size_t i = 0; i < ARRAY_LEN(digit); i++)
        if (take_text(s, digit[i]))
            return value[i];
    return -1;
}

int take_number(const char **s)
{
    int tens, ones, n = digits_at(*s);
    if (n > 0)
        return n <= 2 ? take_digits(s, n) : -1;
    tens = han_digit(s);
    if (!take_text(s, "十")) {
        ones = tens < 0 ? -1 : han_digit(s);
        return ones < 0 ? tens : tens * 10 + ones;
    }
    ones = han_digit(s);
    return (tens < 0 ? 1 : tens) * 10 + (ones < 0 ? 0 : ones);
}
