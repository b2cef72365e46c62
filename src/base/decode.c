/* Files from elsewhere: GB18030 or UTF-8 to UTF-8; and for printers the other way. */
#include "qiantai/base.h"
#include <errno.h>
#include <iconv.h>

static char *gb18030(const char *bytes, size_t n, size_t *out_len)
{
    iconv_t cd = iconv_open("UTF-8", "GB18030");
    size_t left = n, room = n + n / 2 + 16, cap = room; /* two bytes become at most three */
    char *out, *to, *from = mem_dupn(bytes, n), *at = from;

    if (cd == (iconv_t)-1) {
        free(from);
        fault(QT_IO, _("This computer cannot read GB18030. Save the file as UTF-8 and try again."));
        return NULL;
    }
    to = out = mem_alloc(cap + 1);
    bool bad = iconv(cd, &at, &left, &to, &room) == (size_t)-1;
    iconv_close(cd);
    free(from);
    if (bad) {
        free(out);
        fault(QT_REFUSED, _("The file is neither UTF-8 nor GB18030 (byte %zu). Save it as CSV in UTF-8 and try again."),
              n - left + 1);
        return NULL;
    }
    *to = '\0';
    *out_len = (size_t)(to - out);
    return out;
}

int text_encode_gb18030(const char *s, size_t n, char **out, size_t *out_len)
{
    iconv_t cd = iconv_open("GB18030", "UTF-8");
    size_t left = n, room = n * 2 + 16, cap = room; /* at most four bytes for two */
    char *to, *from = mem_dupn(s, n), *at = from;
    *out = to = mem_alloc(cap + 1);
    bool good = cd != (iconv_t)-1 && iconv(cd, &at, &left, &to, &room) != (size_t)-1;
    if (cd != (iconv_t)-1)
        iconv_close(cd);
    free(from);
    *out_len = (size_t)(to - *out);
    return good ? QT_OK : fault(QT_IO, _("This computer cannot write GB18030; set roll_encoding to UTF-8."));
}

char *text_decode(const char *bytes, size_t n, size_t *out_len, const char **encoding)
{
    const char *name = "UTF-8";
    size_t len = n;
    char *out;
    if (n >= 2 && (memcmp(bytes, "\xFF\xFE", 2) == 0 || memcmp(bytes, "\xFE\xFF", 2) == 0)) {
        fault(QT_REFUSED, _("The file is UTF-16. Save it as CSV in UTF-8 and try again."));
        return NULL;
    }
    if (n >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
        bytes += 3;
        len = n -= 3;
    }
    if (text_valid(bytes, n)) {
        out = mem_dupn(bytes, n);
    } else {
        name = "GB18030";
        out = gb18030(bytes, n, &len);
    }
    if (out && out_len)
        *out_len = len;
    if (out && encoding)
        *encoding = name;
    return out;
}
