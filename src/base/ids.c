/* What identifies a person or a car (U5): phone, ID card, plate, name. */
#include "qiantai/base.h"
#include "utf8.h"
#include <ctype.h>
#include <utf8proc.h>

/* Typed text as these checks want it: cleaned, narrow, without blanks around. Caller frees. */
static char *plain_input(const char *in)
{
    char *clean = text_clean(in, strlen(in), false, NULL), *narrow = text_narrow(clean), *out = text_trim(narrow);
    free(clean);
    free(narrow);
    return out;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* ---- phone ------------------------------------------------------------------------------------------- */

#define EXTENSION_MAX 6

/* Words that announce an extension, the longer ones first. */
static const char *const extension_words[] = {"分机", "转", "extension", "ext.", "ext", "#", "x"};

static const char *extension_word(const char *s)
{
    for (size_t i = 0; i < ARRAY_LEN(extension_words); i++)
        if (strncasecmp(s, extension_words[i], strlen(extension_words[i])) == 0)
            return s + strlen(extension_words[i]);
    return NULL;
}

/* Digits (and a leading +) before `end`. */
static size_t count_digits(const char *s, const char *end)
{
    size_t n = 0;
    for (; s < end && *s; s++)
        n += is_digit(*s);
    return n;
}

/* Is the part before the last dash a complete number, so that the rest is its extension? */
static bool complete_before_dash(const char *s, const char *dash)
{
    size_t n = count_digits(s, dash);
    if (*s == '+' || *s == '0')
        return n >= 10;
    if (*s == '1')
        return n == 11;
    if (strncmp(s, "400", 3) == 0 || strncmp(s, "800", 3) == 0)
        return n == 10;
    return n == 7 || n == 8;
}

/* Splits digits and extension; QT_REFUSED at the first character that belongs in no number. */
static int phone_split(const char *s, struct buf *number, struct buf *extension)
{
    const char *last_dash = strrchr(s, '-'), *start = s, *word;
    struct buf *into = number;
    if (last_dash &&
        (count_digits(last_dash, last_dash + strlen(last_dash)) > EXTENSION_MAX || !complete_before_dash(s, last_dash)))
        last_dash = NULL;
    for (; *s; s++) {
        if (is_digit(*s) || (*s == '+' && s == start)) {
            buf_addc(into, *s);
        } else if (into == number && number->len && (word = extension_word(s)) != NULL) {
            into = extension;
            s = word - 1;
        } else if (s == last_dash && into == number) {
            into = extension;
        } else if (!strchr(" -().·/", *s)) {
            return fault(QT_REFUSED, *s == '*' ? _("This number is masked; enter all its digits.")
                                               : _("A phone number has only digits, +, - and an extension."));
        }
    }
    if (extension->len > EXTENSION_MAX)
        return fault(QT_REFUSED, _("The extension is too long: at most %d digits."), EXTENSION_MAX);
    return QT_OK;
}

/* Chinese numbers are kept without the country code, others with a +. */
static char *phone_domestic(const char *s)
{
    size_t n = strlen(s);
    if (strncmp(s, "00", 2) == 0 && n > 9)
        s += 2;
    else if (*s == '+')
        s++;
    else if (n != 13 || strncmp(s, "861", 3) != 0)
        return mem_dup(s);
    if (strncmp(s, "86", 2) != 0)
        return mem_printf("+%s", s);
    s += 2;
    n = strlen(s);
    if (*s == '0' || (*s == '1' && n == 11) || (n == 10 && (strncmp(s, "400", 3) == 0 || strncmp(s, "800", 3) == 0)))
        return mem_dup(s);
    return mem_printf("0%s", s);
}

static int phone_check(const char *s)
{
    size_t n = strlen(s);
    if (*s == '+') {
        if (n < 8 || n > 16)
            return fault(QT_REFUSED, _("A foreign number has 7 to 15 digits after the +; this one has %zu."), n - 1);
        return QT_OK;
    }
    if (n < 3 || n > 15)
        return fault(QT_REFUSED, _("A phone number has 3 to 15 digits; this one has %zu."), n);
    if (*s == '0' && n < 9)
        return fault(QT_REFUSED, _("A number with area code has at least 9 digits; this one has %zu."), n);
    if (*s == '1' && n == 11 && (s[1] < '3' || s[1] > '9'))
        return fault(QT_REFUSED, _("A mobile number starts with 13 to 19."));
    if (*s == '1' && s[1] >= '3' && n > 6 && n != 11)
        return fault(QT_REFUSED, _("A mobile number has 11 digits; this one has %zu."), n);
    return QT_OK;
}

int phone_parse(const char *in, char **out)
{
    char *s = plain_input(in), *number = NULL;
    struct buf digits = {0}, extension = {0};
    int r = *s ? phone_split(s, &digits, &extension) : fault(QT_REFUSED, _("The phone number is empty."));
    if (r == QT_OK) {
        number = phone_domestic(digits.s ? digits.s : "");
        r = phone_check(number);
    }
    if (r == QT_OK && extension.len && !complete_before_dash(number, number + strlen(number)))
        r = fault(QT_REFUSED, _("This number is too short to have an extension."));
    if (r == QT_OK)
        *out = extension.len ? mem_printf("%s-%s", number, extension.s) : mem_dup(number);
    free(number);
    buf_free(&digits);
    buf_free(&extension);
    free(s);
    return r;
}

static bool is_mobile(const char *s, size_t n)
{
    return n == 11 && *s == '1' && s[1] >= '3';
}

char *phone_show(const char *phone)
{
    size_t n = strcspn(phone, "-"), area = phone[0] == '0' && (phone[1] == '1' || phone[1] == '2') ? 3 : 4;
    if (is_mobile(phone, n))
        return mem_printf("%.3s %.4s %s", phone, phone + 3, phone + 7);
    if (*phone == '0' && (n == area + 7 || n == area + 8))
        return mem_printf("%.*s-%s", (int)area, phone, phone + area);
    return mem_dup(phone);
}

char *phone_mask(const char *phone)
{
    size_t n = strcspn(phone, "-"), last = n >= 7 ? 4 : n > 2 ? 2 : 0, first = n >= 11 ? 3 : n >= 7 ? n - 7 : 0;
    char *s = mem_dup(phone);
    if (first > 3)
        first = 3;
    for (size_t i = first; s[i]; i++)
        if (i != n && (i < n - last || i > n))
            s[i] = '*';
    return s;
}

/* ---- ID card, GB 11643 -------------------------------------------------------------------------------- */

static int two_digits(const char *s)
{
    return (s[0] - '0') * 10 + s[1] - '0';
}

static char check_digit(const char *s)
{
    static const int weight[17] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (int i = 0; i < 17; i++)
        sum += (s[i] - '0') * weight[i];
    return "10X98765432"[sum % 11];
}

static int idcard_birth(int year, int month, int day)
{
    struct civil now = civil_of(clock_now());
    if (!civil_valid(year, month, day) || year < 1850)
        return fault(QT_REFUSED, _("The birth date in the ID number does not exist: %04d-%02d-%02d."), year, month,
                     day);
    if (year > now.year || (year == now.year && (month > now.month || (month == now.month && day > now.day))))
        return fault(QT_REFUSED, _("The birth date in the ID number is in the future: %04d-%02d-%02d."), year, month,
                     day);
    return QT_OK;
}

static int idcard_check(const char *s)
{
    size_t n = strlen(s), digits = strspn(s, "0123456789");
    if (n != 18 && n != 15)
        return fault(QT_REFUSED, _("An ID number has 18 digits (15 on old cards); this one has %zu."), n);
    if (digits < n && !(n == 18 && digits == 17 && s[17] == 'X'))
        return fault(QT_REFUSED, _("An ID number has only digits; the last of 18 may be X."));
    if (n == 15)
        return idcard_birth(1900 + two_digits(s + 6), two_digits(s + 8), two_digits(s + 10));
    if (idcard_birth(two_digits(s + 6) * 100 + two_digits(s + 8), two_digits(s + 10), two_digits(s + 12)) < 0)
        return QT_REFUSED;
    if (s[17] != check_digit(s))
        return fault(QT_REFUSED, _("The check digit of the ID number is wrong; compare it with the card."));
    return QT_OK;
}

/* Upper case, without the given separators; in place. */
static void drop_separators(char *s, const char *separators)
{
    char *to = s;
    for (; *s; s++)
        if (!strchr(separators, *s))
            *to++ = (char)toupper((unsigned char)*s);
    *to = '\0';
}

int idcard_parse(const char *in, char **out)
{
    char *s = plain_input(in);
    drop_separators(s, " -");
    int r = idcard_check(s);
    if (r == QT_OK)
        *out = s;
    else
        free(s);
    return r;
}

/* ---- plate ---------------------------------------------------------------------------------------------- */

static const char provinces[] = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";

/* The sequence of a mainland plate: letters and digits, the last one may be a character (学, 警, 港, 挂...). */
static bool plate_sequence(const char *s)
{
    size_t len = text_len(s), used;
    if (len < 5 || len > 6)
        return false;
    for (; len > 0; len--, s += used) {
        uint32_t cp = text_codepoint(s, &used);
        if (!(cp < 0x80 && isalnum((int)cp)) && !(len == 1 && text_is_han(cp)))
            return false;
    }
    return true;
}

static int plate_check(const char *s)
{
    size_t len = text_len(s), used;
    bool digit = false;
    char first[5] = "";
    if (len < 2 || len > 12)
        return fault(QT_REFUSED, _("A plate has 2 to 12 letters and digits."));
    (void)text_codepoint(s, &used);
    memcpy(first, s, used);
    if (used == 3 && strstr(provinces, first)) {
        if (!isupper((unsigned char)s[3]) || !plate_sequence(s + 4))
            return fault(QT_REFUSED, _("A mainland plate has the province, a letter, and 5 or 6 letters and digits."));
        return QT_OK;
    }
    for (; *s; s += used) {
        utf8proc_category_t kind = utf8proc_category((utf8proc_int32_t)text_codepoint(s, &used));

        digit = digit || kind == UTF8PROC_CATEGORY_ND;
        if (kind != UTF8PROC_CATEGORY_ND && (kind < UTF8PROC_CATEGORY_LU || kind > UTF8PROC_CATEGORY_LO))
            return fault(QT_REFUSED, _("A plate has only letters and digits."));
    }
    if (!digit)
        return fault(QT_REFUSED, _("A plate has at least one digit."));
    return QT_OK;
}

int plate_parse(const char *in, char **out)
{
    static const char *const dots[] = {"·", "•", "・", "—", "–"};
    char *s = plain_input(in), *joined;
    for (size_t i = 0; i < ARRAY_LEN(dots); i++)
        for (char *at; (at = strstr(s, dots[i])) != NULL;)
            memmove(at, at + strlen(dots[i]), strlen(at + strlen(dots[i])) + 1);
    drop_separators(s, " -.");
    joined = text_clean(s, strlen(s), false, NULL); /* parts that the separators kept apart may compose now */
    free(s);
    s = joined;
    int r = plate_check(s);
    if (r == QT_OK)
        *out = s;
    else
        free(s);
    return r;
}

/* ---- name ------------------------------------------------------------------------------------------------ */

int name_check(const char *name)
{
    size_t len = text_len(name), used;
    if (len < 2)
        return fault(QT_REFUSED, _("A name has at least 2 characters."));
    if (len > 60)
        return fault(QT_REFUSED, _("A name has at most 60 characters; this one has %zu."), len);
    for (const char *s = name; *s; s += used) {
        utf8proc_category_t kind = utf8proc_category((utf8proc_int32_t)text_codepoint(s, &used));

        /* rare characters may be private or newer than our tables: those count as letters */
        if ((kind >= UTF8PROC_CATEGORY_LU && kind <= UTF8PROC_CATEGORY_LO) || kind == UTF8PROC_CATEGORY_CO ||
            kind == UTF8PROC_CATEGORY_CN)
            return QT_OK;
    }
    return fault(QT_REFUSED, _("A name is not only digits and signs."));
}
