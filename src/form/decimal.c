/* Numbers with a fixed place for the point, kept whole: 78.38 is 7838. */
#include "decimal.h"
#include <errno.h>

int form_decimal_parse(const char *s, int decimals, int64_t *out)
{
    char *digits = text_narrow(s), *point = strchr(digits, '.'), *end;
    size_t places = point ? strlen(point + 1) : 0, whole = strspn(digits, "+-");
    if (point && (places == 0 || point == digits + whole || strspn(point + 1, "0123456789") != places)) {
        free(digits);
        return fault(QT_REFUSED, _("This must be a number."));
    }
    if (places > (size_t)decimals) {
        free(digits);
        return fault(QT_REFUSED, _("At most %d digits after the point."), decimals);
    }
    struct buf b = {0};
    buf_addn(&b, digits, point ? (size_t)(point - digits) : strlen(digits));
    buf_add(&b, point ? point + 1 : "");
    for (size_t i = places; i < (size_t)decimals; i++)
        buf_addc(&b, '0');
    errno = 0;
    *out = strtoll(b.s, &end, 10);
    bool good = end != b.s && !*end && !errno && digits[whole] >= '0' && digits[whole] <= '9';
    buf_free(&b);
    free(digits);
    return good ? QT_OK : fault(QT_REFUSED, _("This must be a number."));
}

char *form_decimal_show(int64_t i, int decimals)
{
    uint64_t n = i < 0 ? 0 - (uint64_t)i : (uint64_t)i, scale = 1;
    for (int k = 0; k < decimals; k++)
        scale *= 10;
    return mem_printf("%s%llu.%0*llu", i < 0 ? "-" : "", (unsigned long long)(n / scale), decimals,
                      (unsigned long long)(n % scale));
}
