/* Money in fen: reading, showing, Chinese capitals (U6), and dates as bills have them. */
#include "qiantai/base.h"

/* A building never moves more: a longer number is a phone or a card number in the wrong field. */
#define YUAN_DIGITS 12

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool skip_word(const char **s, const char *word)
{
    size_t n = strlen(word);
    if (strncasecmp(*s, word, n) != 0)
        return false;
    *s += n;
    *s += strspn(*s, " ");
    return true;
}

static bool skip_any(const char **s, const char *const *words)
{
    for (; *words; words++)
        if (skip_word(s, *words))
            return true;
    return false;
}

/* Digits with or without commas between every three; *s moves behind them. */
static int parse_yuan(const char **s, int64_t *yuan)
{
    int digits = 0, group = 0;
    bool commas = false;
    *yuan = 0;
    for (; is_digit(**s) || **s == ','; ++*s) {
        if (**s == ',') {
            if (digits == 0 || (commas ? group != 3 : digits > 3))
                return fault(QT_REFUSED, _("The commas in the amount do not stand between every three digits."));
            commas = true;
            group = 0;
            continue;
        }
        *yuan = *yuan * 10 + (**s - '0');
        digits += digits > 0 || **s != '0';
        group++;
        if (digits > YUAN_DIGITS)
            return fault(QT_REFUSED, _("The amount is too large: at most %d digits before the point."), YUAN_DIGITS);
    }
    if (commas && group != 3)
        return fault(QT_REFUSED, _("The commas in the amount do not stand between every three digits."));
    return QT_OK;
}

static int parse_amount(const char *s, int64_t *fen)
{
    static const char *const before[] = {"人民币", "RMB", "CNY", "￥", "¥", NULL};
    static const char *const minus[] = {"-", "−", "负", NULL};
    static const char *const after[] = {"人民币", "RMB", "CNY", "元整", "元正", "元", "圆", "块", NULL};
    bool negative = skip_any(&s, minus), digits;
    int64_t yuan, cents = 0;
    int places = 0;
    if (skip_any(&s, before) && !negative)
        negative = skip_any(&s, minus);
    digits = is_digit(*s);
    if (parse_yuan(&s, &yuan) < 0)
        return QT_REFUSED;
    if (*s == '.') {
        for (s++; is_digit(*s) && places < 3; s++, places++)
            cents = cents * 10 + (*s - '0');
        if (places > 2)
            return fault(QT_REFUSED, _("An amount has at most two digits after the point."));
    }
    if (!digits && places == 0)
        return fault(QT_REFUSED, _("This is not an amount. Enter it like 1409.50."));
    s += strspn(s, " ");
    (void)skip_any(&s, after);
    if (*s)
        return fault(QT_REFUSED, _("This is not an amount. Enter it like 1409.50."));
    *fen = yuan * 100 + (places == 1 ? cents * 10 : cents);
    if (negative)
        *fen = -*fen;
    return QT_OK;
}

int money_parse(const char *in, int64_t *fen)
{
    char *clean = text_clean(in, strlen(in), false, NULL), *narrow = text_narrow(clean), *s = text_trim(narrow);
    int64_t value = 0;
    int r = parse_amount(s, &value);
    if (r == QT_OK)
        *fen = value;
    free(clean);
    free(narrow);
    free(s);
    return r;
}

static uint64_t size_of(int64_t fen)
{
    return fen < 0 ? 0 - (uint64_t)fen : (uint64_t)fen;
}

char *money_show(int64_t fen)
{
    char digits[24];
    int n = snprintf(digits, sizeof digits, "%llu", (unsigned long long)(size_of(fen) / 100));
    struct buf out = {0};
    if (fen < 0)
        buf_addc(&out, '-');
    for (int i = 0; i < n; i++) {
        if (i > 0 && (n - i) % 3 == 0)
            buf_addc(&out, ',');
        buf_addc(&out, digits[i]);
    }
    buf_addf(&out, ".%02u", (unsigned)(size_of(fen) % 100));
    return buf_take(&out);
}

static const char *const numeral[] = {"零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"};

/* 1..9999. A zero between two digits is read once, zeros at the end not at all. */
static void add_thousands(struct buf *out, unsigned v)
{
    static const char *const unit[] = {"仟", "佰", "拾", ""};
    bool started = false, zero = false;
    unsigned scale = 1000;
    for (int i = 0; i < 4; i++, scale /= 10) {
        unsigned digit = v / scale % 10;
        if (digit == 0) {
            zero = started;
            continue;
        }
        if (zero)
            buf_add(out, "零");
        zero = false;
        started = true;
        buf_add(out, numeral[digit]);
        buf_add(out, unit[i]);
    }
}

/* v > 0 in groups of 亿, 万 and ones. A group that does not begin with its thousands follows a 零. */
static void add_number(struct buf *out, uint64_t v)
{
    uint64_t yi = v / 100000000, rest = v % 100000000;
    unsigned wan = (unsigned)(rest / 10000), ones = (unsigned)(rest % 10000);
    if (yi) {
        add_number(out, yi);
        buf_add(out, "亿");
    }
    if (wan) {
        if (yi && wan < 1000)
            buf_add(out, "零");
        add_thousands(out, wan);
        buf_add(out, "万");
    }
    if (ones) {
        if ((yi || wan) && (ones < 1000 || !wan))
            buf_add(out, "零");
        add_thousands(out, ones);
    }
}

char *money_capitals(int64_t fen)
{
    uint64_t size = size_of(fen), yuan = size / 100;
    unsigned jiao = (unsigned)(size / 10 % 10), cent = (unsigned)(size % 10);
    struct buf out = {0};
    buf_add(&out, fen < 0 ? "人民币负" : "人民币");
    if (yuan)
        add_number(&out, yuan);
    else if (size == 0)
        buf_add(&out, "零");
    if (yuan || size == 0)
        buf_add(&out, "元");
    if (jiao) {
        if (yuan && yuan % 10 == 0)
            buf_add(&out, "零");
        buf_addf(&out, "%s角", numeral[jiao]);
    }
    if (cent) {
        if (yuan && !jiao)
            buf_add(&out, "零");
        buf_addf(&out, "%s分", numeral[cent]);
    }
    if (!jiao && !cent)
        buf_add(&out, "整");
    return buf_take(&out);
}

/* ---- dates -------------------------------------------------------------------------------------------------- */

/* 1..31. zero: so many at most, and tens without ones, have a 零 before them, so that nothing can be put there. */
static void add_part(struct buf *out, int v, int zero)
{
    if (v <= zero || v % 10 == 0)
        buf_add(out, "零");
    if (v >= 10)
        buf_addf(out, "%s拾", numeral[v / 10]);
    if (v % 10)
        buf_add(out, numeral[v % 10]);
}

char *date_capitals(const char *date)
{
    struct civil c;
    struct buf out = {0};
    if (!date_read(date, &c))
        return NULL;
    for (int i = 0; i < 4; i++)
        buf_add(&out, numeral[date[i] - '0']);
    buf_add(&out, "年");
    add_part(&out, c.month, 2);
    buf_add(&out, "月");
    add_part(&out, c.day, 9);
    buf_add(&out, "日");
    return buf_take(&out);
}
