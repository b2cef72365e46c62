/* The language of messages.
 *
 * gettext translates only when LC_MESSAGES is not the C locale, and a minimal Debian has nothing but
 * C and C.UTF-8. glibc follows LANGUAGE in C.UTF-8, so that is what we fall back to; a real UTF-8
 * locale comes first because other C libraries treat C.UTF-8 like C. Without any of them the program
 * still runs, in English. Numbers and dates never depend on the locale. */
#include "cmd.h"

#include <langinfo.h>
#include <locale.h>

/* Where the catalogues of all languages lie; a folder that is not there is as good as English. */
static char *catalogues_dir(void)
{
    static const char name[] = "zh_CN/LC_MESSAGES/qiantai.mo";
    char *path = supply_find(SUPPLY_LOCALE, name);
    if (path)
        path[strlen(path) - sizeof name] = '\0';
    return path;
}

static bool is_utf8(const char *locale)
{
    return locale && strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

static bool is_plain_c(const char *locale)
{
    return !locale || strcmp(locale, "C") == 0 || strcmp(locale, "POSIX") == 0 || strcmp(locale, "C.UTF-8") == 0;
}

enum lang lang_choose(const char *option)
{
    const char *s = option ? option : getenv("LANGUAGE");
    return s && strncmp(s, "en", 2) == 0 ? LANG_EN : LANG_ZH;
}

void lang_use(enum lang lang)
{
    static const char *const fallback[] = {"zh_CN.UTF-8", "en_US.UTF-8", "C.UTF-8"};
    if (!is_utf8(setlocale(LC_CTYPE, "")))
        (void)setlocale(LC_CTYPE, "C.UTF-8");
    if (is_plain_c(setlocale(LC_MESSAGES, ""))) {
        for (size_t i = 0; i < ARRAY_LEN(fallback); i++) {
            if (setlocale(LC_MESSAGES, fallback[i]))
                break;
        }
    }
    if (setenv("LANGUAGE", lang == LANG_EN ? "en" : "zh_CN", 1) != 0)
        return;
    char *folder = catalogues_dir();
    if (folder)
        (void)bindtextdomain("qiantai", folder);
    free(folder);
    (void)bind_textdomain_codeset("qiantai", "UTF-8");
    (void)textdomain("qiantai");
}
