/* QR codes, correction level M, bytes as they are. */
#include "code.h"

#include <qrencode.h>

#include "page.h"

bool code_make(const char *data, struct code *out)
{
    QRcode *made = QRcode_encodeString(data, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
    *out = (struct code){0};
    if (!made)
        return false;
    size_t n = (size_t)made->width * (size_t)made->width;
    *out = (struct code){made->width, mem_alloc(n)};
    for (size_t i = 0; i < n; i++)
        out->dark[i] = made->data[i] & 1;
    QRcode_free(made);
    return true;
}

bool code_dark(const struct code *c, int x, int y)
{
    return x >= 0 && y >= 0 && x < c->width && y < c->width && c->dark[y * c->width + x];
}

char *code_squares(const char *data, int quiet, int *columns, int *rows)
{
    static const char *const signs[2][2] = {{" ", "▄"}, {"▀", "█"}}; /* upper, lower */
    struct buf all = {0};
    struct code c;
    bool made = code_make(data, &c);
    *columns = made ? c.width + 2 * quiet : 0;
    *rows = (*columns + 1) / 2;
    for (int y = -quiet; y < *columns - quiet; y += 2) {
        for (int x = -quiet; x < *columns - quiet; x++)
            buf_add(&all, signs[code_dark(&c, x, y)][code_dark(&c, x, y + 1)]);
        buf_addc(&all, '\n');
    }
    code_free(&c);
    return buf_take(&all);
}

void code_free(struct code *c)
{
    free(c->dark);
    *c = (struct code){0};
}
