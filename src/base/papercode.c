/* The codes of this desk's papers: `QT:`, the record's number, a check character (ISO/IEC 7064, MOD 37,36). */
#include "qiantai/base.h"

#include <stdlib.h>
#include <string.h>

static const char signs[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
enum { SIGNS = 36 };

/* The place of a figure or letter among the signs, capitals and small letters alike; -1: another character. */
static int place(char c)
{
    if (c >= 'a' && c <= 'z')
        c = (char)(c - 'a' + 'A');
    const char *at = c ? strchr(signs, c) : NULL;
    return at ? (int)(at - signs) : -1;
}

char check_character(const char *s, size_t n)
{
    int p = SIGNS;
    bool any = false;
    for (size_t i = 0; i < n; i++) {
        int a = place(s[i]);
        if (a < 0)
            continue;
        any = true;
        p = (p + a) % SIGNS;
        p = (p ? p : SIGNS) * 2 % (SIGNS + 1);
    }
    return any ? signs[(SIGNS + 1 - p) % SIGNS] : '\0';
}

/* What a scanner that types as a keyboard can type. */
static bool typeable(const char *s)
{
    for (; *s; s++)
        if (*s <= ' ' || *s > '~')
            return false;
    return true;
}

char *papercode_text(const char *number)
{
    char check = typeable(number) ? check_character(number, strlen(number)) : '\0';
    return check ? mem_printf(PAPERCODE_MARK "%s%c", number, check) : NULL;
}

/* With the caps lock on a scanner types small letters for capitals, and capitals for small ones. */
static void swap_case(char *s)
{
    for (; *s; s++) {
        if (*s >= 'a' && *s <= 'z')
            *s = (char)(*s - 'a' + 'A');
        else if (*s >= 'A' && *s <= 'Z')
            *s = (char)(*s - 'A' + 'a');
    }
}

enum papercode papercode_read(const char *scanned, char **number)
{
    char *plain = text_narrow(scanned), *code = text_trim(plain);
    const size_t mark = strlen(PAPERCODE_MARK);
    enum papercode said = PAPERCODE_NONE;
    *number = NULL;
    if (strncmp(code, "qt:", mark) == 0)
        swap_case(code);
    if (strncmp(code, PAPERCODE_MARK, mark) == 0) {
        size_t n = strlen(code) - mark;
        char check = n > 1 ? check_character(code + mark, n - 1) : '\0';
        bool whole = check && check == code[mark + n - 1];
        said = whole ? PAPERCODE_OURS : PAPERCODE_DAMAGED;
        *number = whole ? mem_dupn(code + mark, n - 1) : NULL;
    }
    free(plain);
    free(code);
    return said;
}

char *papercode_shown(const char *code)
{
    char *number = NULL;
    return papercode_read(code, &number) == PAPERCODE_OURS ? number : mem_dup(code);
}
