/* A date or time text half read. The parsers of days and of times share it. */
#ifndef QT_BASE_READING_H
#define QT_BASE_READING_H

#include <stdbool.h>
#include <stdint.h>

/* What a reading in the past may be moved on by: as little was said as would be true again then. */
enum repeat { REPEAT_NEVER, REPEAT_WEEK, REPEAT_MONTH, REPEAT_YEAR };
/* Said before or after the hour. */
enum half { HALF_NONE, FORENOON, NOON, AFTERNOON, NIGHT };

struct reading {
    const char *s;          /* what is left */
    int64_t base;           /* now */
    bool time_only;         /* plain numbers are times: "930" */
    bool date_only;         /* plain numbers are dates: "930" is 30 September */
    bool has_day, has_time; /* read so far */
    bool has_shift, has_zone;
    bool iso; /* a T separated date and time */
    enum repeat repeat;
    int year, month, day;
    int64_t shift_days, shift;
    int hour, minute, second;
    enum half half;
    int zone; /* seconds east of UTC */
};

int not_a_time(void); /* the fault for a text that is no time at all */
/* The next part, if it is a day: 1 read, 0 the text goes on with something else, < 0 refused. */
int read_day(struct reading *r);

#endif
