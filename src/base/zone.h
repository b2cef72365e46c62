/* The building's zone, in seconds; local seconds count from 1970-01-01 00:00 local time. */
#ifndef QT_BASE_ZONE_H
#define QT_BASE_ZONE_H

#include <stdint.h>

/* Years 1 to 9999; times outside are taken as the nearest inside. */
#define TIME_MIN INT64_C(-62135596800)
#define TIME_MAX INT64_C(253402300799)

int64_t zone_local(int64_t t);                /* UTC to local seconds */
int64_t zone_utc(int64_t local);              /* a skipped hour counts on from before it, a repeated one is its first */
int64_t day_number(int64_t t);                /* local days since 1970-01-01 */
int64_t day_of(int year, int month, int day); /* the same for a date; month and day need not be in range */
void day_civil(int64_t day, int *year, int *month, int *mday);
static inline int day_weekday(int64_t day) /* 1 Monday .. 7 Sunday */
{
    return (int)(((day + 3) % 7 + 7) % 7) + 1;
}

#endif
