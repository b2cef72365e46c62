/* The last fault and its sentence, each thread's own. */
#include "qiantai/base.h"

static _Thread_local int last_code;
static _Thread_local char last_text[1024];

/* A cut must not leave half a character behind. */
static void trim_half_character(char *s, size_t n)
{
    size_t start = n;
    while (start > 0 && ((unsigned char)s[start - 1] & 0xC0) == 0x80)
        start--;
    if (start > 0 && ((unsigned char)s[start - 1] & 0x80) != 0)
        start--;
    if (!text_valid(s + start, n - start))
        s[start] = '\0';
}

int fault(int code, const char *fmt, ...)
{
    char text[sizeof last_text]; /* fmt's arguments may point into last_text */
    va_list ap;
    va_start(ap, fmt);
    int n = vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    if (n < 0)
        text[0] = '\0';
    else if ((size_t)n >= sizeof text)
        trim_half_character(text, sizeof text - 1);
    text_tame(text, strlen(text)); /* it may quote a file name or a damaged row */
    memcpy(last_text, text, sizeof last_text);
    last_code = code;
    return code;
}

const char *fault_text(void)
{
    return last_text;
}

int fault_code(void)
{
    return last_code;
}

void fault_clear(void)
{
    last_code = QT_OK;
    last_text[0] = '\0';
}
