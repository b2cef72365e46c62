/* base: text, time, money, calendar, faults, memory. No I/O; knows nothing of the desk. */
#ifndef QIANTAI_BASE_H
#define QIANTAI_BASE_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#if defined(__GNUC__)
#define QT_PRINTF(f, a) __attribute__((format(printf, f, a)))
#define QT_MUST_USE __attribute__((warn_unused_result))
#define QT_SENTINEL __attribute__((sentinel))
#else
#define QT_PRINTF(f, a)
#define QT_MUST_USE
#define QT_SENTINEL
#endif
/* How many elements an array has; not for a pointer. */
#define ARRAY_LEN(a) (sizeof(a) / sizeof *(a))

/* ---- faults ---------------------------------------------------------------------------
 * Functions that can fail return 0 (or a count) or one of these negative codes; the sentence
 * for the person (what happened, what was kept, what to do) is kept in fault_text() until the
 * next fault. One thread. Sentences are translated by the caller with _(). */
enum {
    QT_OK = 0,
    QT_REFUSED = -1, /* bad input, a guard said no */
    QT_NOTFOUND = -2,
    QT_CONFLICT = -3, /* somebody saved first */
    QT_BUSY = -4,     /* locked by another process beyond the time-out */
    QT_FULL = -5,     /* disk full */
    QT_READONLY = -6,
    QT_CORRUPT = -7,
    QT_FOREIGN = -8, /* not our file */
    QT_NEWER = -9,   /* written by a newer qiantai */
    QT_IO = -10,
    QT_DENIED = -11, /* role, PIN */
    QT_ASK = -12,    /* more fields are needed: see desk.h */
    QT_BUG = -13,
};
int fault(int code, const char *fmt, ...) QT_PRINTF(2, 3); /* keeps the sentence, returns code */
const char *fault_text(void);                              /* never NULL; valid until next fault */
int fault_code(void);
void fault_clear(void);
/* What a person named as a file, and errno: the sentence says what to do. */
int fault_reading(const char *path, int err);
int fault_writing(const char *path, int err);
int fault_unwritable(const char *path); /* QT_OK, or why no file can be made there, before any work is done for it */

/* ---- memory: never NULL; out of memory ends the program after the exit hook ran: mem.c, buf.c ---- */
void *mem_alloc(size_t n); /* zeroed; caller frees with free() */
void *mem_resize(void *p, size_t count, size_t size);
char *mem_dup(const char *s); /* NULL gives NULL */
char *mem_dupn(const char *s, size_t n);
char *mem_printf(const char *fmt, ...) QT_PRINTF(1, 2);
void mem_on_exhausted(void (*hook)(void));
/* The next n bytes (below 1 GiB) lie in large pages where the machine has them: for work that touches them all over,
 * which else waits for addresses to be looked up. 0: as usual again, and what is free goes back to the system. */
void mem_large_pages(size_t n);

/* Growing text. Zero-initialise; s is NUL-terminated or NULL when nothing was ever added. */
struct buf {
    char *s;
    size_t len, cap; /* bytes */
};
void buf_add(struct buf *b, const char *s);
void buf_addn(struct buf *b, const char *s, size_t n);
void buf_addc(struct buf *b, char c);
void buf_addf(struct buf *b, const char *fmt, ...) QT_PRINTF(2, 3);
void buf_add_int(struct buf *b, int64_t n);      /* in decimal */
void buf_add_json(struct buf *b, const char *s); /* quoted, escaped; NULL adds null */
void buf_clear(struct buf *b);                   /* keeps the memory */
char *buf_take(struct buf *b);                   /* caller frees; never NULL; b is empty after */
void buf_free(struct buf *b);

/* ---- JSON: the one reader and the one writer ------------------------------------------------
 * Reading item by item: json_open, json_next until JSON_END or JSON_BAD, json_close. Strict: UTF-8, surrogates in
 * pairs, no zero character, no deeper than JSON_DEPTH_MOST. Texts are as they were written: whoever shows them cleans.
 */
enum { JSON_DEPTH_MOST = 32 };
enum json_item {
    JSON_BAD, /* malformed; json_close says where */
    JSON_END, /* behind the whole value */
    JSON_NULL,
    JSON_FALSE,
    JSON_TRUE,
    JSON_NUMBER,
    JSON_TEXT,
    JSON_ARRAY,  /* begins: its items follow, then JSON_LEAVE */
    JSON_OBJECT, /* begins: its members follow, then JSON_LEAVE */
    JSON_LEAVE,
};
struct json {
    enum json_item item; /* the last one read */
    struct buf name;     /* of the member, within an object; .s is never NULL after json_next */
    struct buf text;     /* JSON_TEXT unescaped; JSON_NUMBER as written */
    int64_t number;      /* JSON_NUMBER when `whole`; else 0 */
    bool whole;          /* no fraction, no exponent, fits */
    /* the reader's own */
    const char *start, *at, *why;
    int depth;
    bool first;
    char open[JSON_DEPTH_MOST];
};
void json_open(struct json *j, const char *s); /* s must stay until json_close; NULL reads like "" */
enum json_item json_next(struct json *j);
void json_skip(struct json *j); /* after JSON_ARRAY or JSON_OBJECT: on to its JSON_LEAVE */
/* Frees. QT_REFUSED with byte and reason when what was read is malformed; the rest is not checked. */
int json_close(struct json *j);

/* Writing: commas and quotes are the writer's. name: of a member; NULL within arrays and for the outermost. In arrays
 * of objects or arrays each of them begins a line, unless it lies deeper than two. */
struct json_writer {
    struct buf *out;
    int depth;
    bool first;
    char open[JSON_DEPTH_MOST];
};
void json_begin(struct json_writer *w, const char *name, char open);    /* '{' or '[' */
void json_end(struct json_writer *w);                                   /* what was begun last */
void json_text(struct json_writer *w, const char *name, const char *s); /* NULL writes null */
void json_number(struct json_writer *w, const char *name, int64_t n);
void json_bool(struct json_writer *w, const char *name, bool yes);
/* {"name":"text",...} from names and texts in turn, NULL after the last; a text that is NULL is left out with its name.
 * Caller frees. */
char *json_pairs(const char *name, ...) QT_SENTINEL;
void json_raw(struct json_writer *w, const char *name, const char *json); /* JSON already; NULL or "" writes null */

/* ---- text (UTF-8): text.c, grapheme.c, distance.c, decode.c ------------------------------------- */
/* The one sanitiser for every edge: drops C0 (tab and newline become a space, or stay when
 * multiline), DEL, C1, bidi controls, zero-width (joiners and variation selectors too), non-characters,
 * malformed UTF-8, marks beyond the four a cell holds; NFC. Returns a new string, caller frees; never NULL.
 * *changed may be NULL. */
char *text_clean(const char *s, size_t n, bool multiline, bool *changed);
bool text_valid(const char *s, size_t n); /* well-formed UTF-8 */
char *text_fold(const char *s);           /* NFKC, case folded: for comparing; caller frees */
char *text_narrow(const char *s);         /* full-width digits, letters, punctuation to ASCII */
char *text_trim(const char *s);           /* also U+3000; caller frees */
size_t text_len(const char *s);           /* graphemes */
int text_width(const char *s);            /* columns; a tab or newline is one, other controls none */
int text_width_n(const char *s, size_t n);
/* Bytes of the grapheme at s (0 at the end); *columns gets its width (0..2), may be NULL. */
size_t text_next(const char *s, int *columns);
size_t text_prev(const char *start, const char *s); /* bytes of the grapheme that ends at s */
/* Bytes of s that fit in `columns`; *used gets the columns really used. */
size_t text_fit(const char *s, int columns, int *used);
/* s cut or padded with spaces to exactly `columns`; a cut shows "~" last; right = align right. */
void text_cell(struct buf *out, const char *s, int columns, bool right);
bool text_is_han(uint32_t cp);
uint32_t text_codepoint(const char *s, size_t *bytes); /* 0 at the end, U+FFFD when malformed */
int text_distance(const char *a, const char *b);       /* edit distance, for suggestions */
/* candidate when it is nearer to the word than best (NULL: none yet) and nearer than `within`; else best. */
const char *text_nearer(const char *word, const char *best, const char *candidate, int within);
/* GB18030 or UTF-8 (BOM or not) to UTF-8 without BOM; caller frees; NULL + fault when neither. */
int text_encode_gb18030(const char *s, size_t n, char **out, size_t *out_len) QT_MUST_USE; /* caller frees */
char *text_decode(const char *bytes, size_t n, size_t *out_len, const char **encoding);

/* ---- CSV as it is written, all of it: csv.c ----------------------------------------------------- */
/* One cell (NULL: empty), with a comma before it unless it is the first. A spreadsheet would run a text that begins
 * like a formula: it gets an apostrophe in front. What stands between cells is decided here. */
void csv_cell(struct buf *b, const char *s, bool first);
/* Bytes of that apostrophe at the beginning of a cell that is read: 1 or 0. */
size_t csv_guard(const char *s);

/* ---- sheets of paper: sheet.c ------------------------------------------------------------------- */
struct sheet_size {
    char name[12];
    double width, height; /* points, upright; height 0: a roll, as long as what is printed */
};
/* "A4", "A5", "A6", "roll80", "roll58", "60x40" (mm); false: no such sheet. */
bool sheet_size(const char *name, struct sheet_size *out);

/* ---- files by what is in them: filekind.c ------------------------------------------------------- */
const char *file_kind_name(size_t i);              /* kinds that are known, "jpg"; NULL behind the last */
const char *file_kind(const void *head, size_t n); /* by the first bytes, 16 are enough; NULL: none of these */
/* The last part of a path as a name that can be shown and written anywhere: cleaned, no separators, not hidden, ending
 * as its kind does (NULL: as it is). Caller frees, as with the next. */
char *file_name_clean(const char *path, const char *kind);
char *file_size_show(int64_t bytes); /* "840 B", "12 kB", "2.1 MB" */

/* ---- what identifies a person or a car: ids.c ------------------------------------------------------- */
/* Phone (U5): normalised for storage: digits, leading + kept, ext. after '-' kept. */
int phone_parse(const char *in, char **out) QT_MUST_USE; /* QT_REFUSED with the reason; caller frees */
char *phone_show(const char *phone);                     /* mobiles 3+4+4 with spaces; caller frees */
char *phone_mask(const char *phone);                     /* 138****8036 */
/* GB 11643 (U5): 18 digits with check digit, lower-case x accepted, 15-digit legacy accepted. */
int idcard_parse(const char *in, char **out) QT_MUST_USE; /* says what is wrong: length, date, check digit */
/* What leaves for a terminal past the screens: characters that it would obey become ?; line ends and tabs stay. */
void text_tame(char *s, size_t n);
char *text_mask(const char *s);                          /* first 1 + last 2 graphemes, rest '*' (U5) */
int plate_parse(const char *in, char **out) QT_MUST_USE; /* upper case, no separators; foreign accepted */
int name_check(const char *name);                        /* U5: 2..60 graphemes, not digits only */

/* ---- codes on papers: papercode.c ------------------------------------------------------------------- */
/* What the code of a paper says: `QT:`, the record's number, a check character. The check character is that of ISO/IEC
 * 7064, MOD 37,36 (a hybrid system: one of the figures and letters; all single mistakes and nearly all exchanges of two
 * neighbours are found), over the figures and letters of the number; hyphens and the like do not count, small letters
 * count as capitals. S2611-0001 is QT:S2611-0001B. */
#define PAPERCODE_MARK "QT:"
enum papercode { PAPERCODE_NONE /* not of this desk */, PAPERCODE_OURS, PAPERCODE_DAMAGED /* misread, or not whole */ };
char check_character(const char *s, size_t n); /* '\0': there is no figure or letter in it */
/* Caller frees. NULL: a number that no keyboard could type (Chinese in it, blanks), or without figure and letter. */
char *papercode_text(const char *number);
/* As a scanner types it: also in full width, also with the caps lock on. *number: caller frees; NULL unless ours. */
enum papercode papercode_read(const char *scanned, char **number);
char *papercode_shown(const char *code); /* for people: the number; of another code what it says. Caller frees */

/* ---- money: fen: money.c ------------------------------------------------------------------------ */
int money_parse(const char *in, int64_t *fen) QT_MUST_USE; /* "1,409.50", "￥20", "20元"; at most 12 digits */
char *money_show(int64_t fen);                             /* "1,409.50" */
/* U6, as the payment rules have it (支付结算办法, annex 1): 人民币壹仟肆佰零玖元伍角. 0 is 人民币零元整, what is below
 * begins with 人民币负; 整 behind 元, nothing behind 角 and 分. Takes any amount; caller frees, as with all of these.
 */
char *money_capitals(int64_t fen);
/* The same annex, for the date of a bill: 2026-10-20 is 贰零贰陆年零壹拾月零贰拾日. A 零 stands before the months 1, 2
 * and 10 and the days 1 to 9, 10, 20 and 30. NULL: not a date YYYY-MM-DD. */
char *date_capitals(const char *date);

/* ---- time: UTC seconds, shown in the building's zone: time.c, zone.c ---------------------------- */
#define MINUTE ((int64_t)60)
#define HOUR ((int64_t)3600)
#define DAY ((int64_t)86400)
int64_t clock_now(void);     /* the only source of time above libc */
int64_t clock_mono_us(void); /* microseconds, monotonic, for time-outs */
int64_t clock_boot_us(void); /* the same, but it goes on while the machine sleeps */
/* How a hand types: microseconds, as clock_mono_us. clock_key_us: of a key that was read now, asked once for each;
 * clock_hand_us: now. A practice desk may be told (--now @FILE, second line): so many ms from key to key, and so many
 * since the last one. */
int64_t clock_key_us(void);
int64_t clock_hand_us(void);
void clock_pace(int64_t key_ms, int64_t rest_ms); /* key_ms below 0: nothing is told */
void clock_fix(int64_t at);                       /* frozen clock: tests, training */
void clock_offset(int64_t seconds);               /* running clock, shifted */
void clock_source(int64_t (*fn)(void));           /* NULL = system; ends fixing and shifting */
int zone_set(const char *name);                   /* "Asia/Shanghai" (default); QT_REFUSED when unknown */
const char *zone_name(void);

enum lang { LANG_ZH, LANG_EN };
struct civil { /* local calendar time in the building's zone */
    int year, month, day, hour, minute, second;
    int weekday; /* 1 Monday .. 7 Sunday */
};
struct civil civil_of(int64_t t);
int64_t civil_to_time(const struct civil *c); /* weekday ignored; fields normalised */
bool civil_valid(int year, int month, int day);
int64_t day_start(int64_t t);         /* local midnight */
int64_t day_add(int64_t t, int days); /* same local clock time, days later */
/* A date is stored as text "YYYY-MM-DD", a time of day as "HH:MM", a datetime as seconds. */
void date_format(int64_t t, char out[11]);
bool date_read(const char *date, struct civil *out);    /* "2026-11-21", nothing else; false: not a date */
int64_t date_time(const char *date, int minute_of_day); /* INT64_MIN when not a date */
void time_show(int64_t t, int64_t now, bool zh, char *out,
               size_t n);                          /* today "09:14", else "11-21 09:14", other year in full */
void stamp_show(int64_t t, char out[17]);          /* "2026-11-21 09:14" */
const char *weekday_show(enum lang lang, int day); /* 1 = Monday: "周一", "Mon" */
/* A moment in few columns: today "09:14", else the day ("昨天", "11-23", "Mon 23"), with the hour when wide. */
void moment_show(int64_t t, int64_t now, enum lang lang, bool wide, char *out, size_t n);
void duration_show(int64_t seconds, bool zh, char *out, size_t n); /* "2小时30分", "2h30m" */

/* dateparse.c, timeparse.c, duration.c: what people type. base = now; the result is a datetime, a date or a minute of
 * day. Takes 9, 930, 9:30, 9点半, 21:00, +2h, +30m, +2小时, +3d, 明天, 后天 9:00, 周五, 下周一, 今天 17:00, tomorrow,
 * fri, 11-21, 11/21 14:00, 2026-11-21, 2026年11月21日, 20261121, 1121, ISO 8601. A time already past today means
 * tomorrow only when future is true; so do a weekday, a day of the month and a date without year move on, which else
 * mean this week, month and year. A date without time is its midnight. Four digits are a time, but a date before a time
 * and in date_parse. x/y/YYYY is month/day unless x > 12, x.y.YYYY is day.month; a spreadsheet's day number (43782.47)
 * is taken. QT_REFUSED with the reason. */
int datetime_parse(const char *in, int64_t base, bool future, int64_t *out) QT_MUST_USE;
int date_parse(const char *in, int64_t base, char out[11]) QT_MUST_USE;
int timeofday_parse(const char *in, int *minute) QT_MUST_USE;     /* 24:00 gives 1440 */
int duration_parse(const char *in, int64_t *seconds) QT_MUST_USE; /* 2h, 90m, 1h30, 2小时, 3天 */

/* ---- working calendar (Q1): calendar.c; the hours of the house are the setting work_week -------- */
struct cal_segment {
    int from, to; /* minute of day, [from, to) */
};
struct calendar; /* opaque; the data comes in from the caller, no I/O here */
struct calendar *cal_new(void);
void cal_free(struct calendar *c);
/* weekday 1..7; a make-up working day uses Monday's segments. */
void cal_set_week(struct calendar *c, int weekday, const struct cal_segment *segments, size_t n);
int cal_set_day(struct calendar *c, const char *date, bool work); /* holiday or make-up day */
void cal_add_closure(struct calendar *c, int64_t from, int64_t to);
bool cal_knows_year(const struct calendar *c, int year); /* Q1: warned of, never guessed */
bool cal_is_workday(const struct calendar *c, int64_t t);
/* A calendar without working time answers INT64_MAX below (INT64_MIN when going back). */
int64_t cal_next_workday(const struct calendar *c, int64_t t); /* same or later day, its midnight */
/* End of the last segment of that day, closures taken off; on a day off, the usual closing hour. */
int64_t cal_closing(const struct calendar *c, int64_t t);
int64_t cal_work_between(const struct calendar *c, int64_t a, int64_t b); /* working seconds in [a,b) */
/* "Working hours"; less than 0 goes back. */
int64_t cal_add_work(const struct calendar *c, int64_t t, int64_t seconds);
/* Closing time of the n-th working day after; 0 = this or the next one, less than 0 before. */
int64_t cal_add_workdays(const struct calendar *c, int64_t t, int n);
/* The holiday file's text ("date\toff|work\tname"), all or nothing; number of days, or QT_REFUSED with the
 * first bad line in *line, 1-based. */
int cal_load_tsv(struct calendar *c, const char *text, int *line);

/* The meaning of something shown; each face has its own form for it. */
enum tone { TONE_NORMAL, TONE_ALERT, TONE_WARN, TONE_DONE, TONE_QUIET };

/* ---- the program's own files: supply.c ---------------------------------------------------------- */
/* Looked for in $QIANTAI_DATA ($QIANTAI_LIBEXEC) when it is set; else, run from its build directory, in
 * the tree it was built from; else beside the running program, then where the build meant it to be installed. */
enum supply {
    SUPPLY_DATA,     /* settings.tsv, similar.txt, similar-shares.tsv, holidays-cn.tsv, demo, maps */
    SUPPLY_FORMS,    /* forms */
    SUPPLY_PROGRAMS, /* qiantai-print, qiantai-export */
    SUPPLY_LOCALE,   /* LANGUAGE/LC_MESSAGES/qiantai.mo */
};
char *supply_find(enum supply kind, const char *name); /* NULL when it is in none of them; caller frees */
/* The paths that were tried, with `between` between them; caller frees. */
char *supply_looked(enum supply kind, const char *name, const char *between);
/* As supply_find; QT_NOTFOUND with a sentence that names the paths tried. Caller frees *path. */
int supply_need(enum supply kind, const char *name, char **path) QT_MUST_USE;

/* ---- other programs: child.c ---------------------------------------------------------------------- */
enum { CHILD_FDS = 4, CHILD_NOTHING = -1, CHILD_OURS = -2 };
struct child {
    char *const *argv;        /* argv[0] is looked for in PATH, unless it has a slash */
    int fd[CHILD_FDS];        /* what it has as 0 to 3, and no other: one of ours, CHILD_OURS or CHILD_NOTHING */
    char *const *environment; /* NULL: ours */
    bool group;               /* leads a group of processes, which is killed as one */
};
/* Starts it with all signals as they are by default; *pid is to be waited for. An errno, 0 for none. */
int child_start(const struct child *c, pid_t *pid) QT_MUST_USE;

/* ---- language --------------------------------------------------------------------------------- */
#define QT_LANGS 2
#ifndef _
#include <libintl.h>
#define _(s) gettext(s)
#define N_(s) (s)
#endif

#endif
