/* Functions that must not be used here: using one does not compile (git's way). */
#ifndef QT_BANNED_H
#define QT_BANNED_H
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#define QT_BANNED(f) qt_banned_##f##_use_the_safe_one
#undef strcpy
#define strcpy(d, s) QT_BANNED(strcpy)
#undef strcat
#define strcat(d, s) QT_BANNED(strcat)
#undef strncpy
#define strncpy(d, s, n) QT_BANNED(strncpy)
#undef strncat
#define strncat(d, s, n) QT_BANNED(strncat)
#undef sprintf
#define sprintf(...) QT_BANNED(sprintf)
#undef vsprintf
#define vsprintf(...) QT_BANNED(vsprintf)
#undef gets
#define gets(s) QT_BANNED(gets)
#undef strtok
#define strtok(s, d) QT_BANNED(strtok)
#undef atoi
#define atoi(s) QT_BANNED(atoi)
#undef atol
#define atol(s) QT_BANNED(atol)
#undef gmtime
#define gmtime(t) QT_BANNED(gmtime)
#undef localtime
#define localtime(t) QT_BANNED(localtime)
#undef ctime
#define ctime(t) QT_BANNED(ctime)
#undef asctime
#define asctime(t) QT_BANNED(asctime)
#undef mktemp
#define mktemp(t) QT_BANNED(mktemp)
#undef tmpnam
#define tmpnam(s) QT_BANNED(tmpnam)
#endif
