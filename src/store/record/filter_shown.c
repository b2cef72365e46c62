/* Typed text against what the columns of a list show and the index does not know: days ("11-20", "2026-11-20", with an
 * hour "11-20 17"), the labels of choices and states. */
#include "record/cursor.h"

enum { SHOWN_US = 4000, SHOWN_MOST = 100, LABEL_LEAST = 2 /* letters, but one character of Chinese */ };

struct typed_day {
    char date[11];
    int64_t from, to;
};

static bool number_at(const char **s, int least, int most, int *out)
{
    int n = 0;
    *out = 0;
    while (n < most && (*s)[n] >= '0' && (*s)[n] <= '9')
        *out = *out * 10 + (*s)[n++] - '0';
    *s += n;
    return n >= least && !(**s >= '0' && **s <= '9');
}

/* Without a year it is this one, as it is shown. */
static bool day_typed(const char *s, struct typed_day *out)
{
    struct civil day = {.year = civil_of(clock_now()).year};
    int first, second, third;
    if (!number_at(&s, 1, 4, &first) || *s++ != '-' || !number_at(&s, 1, 2, &second))
        return false;
    day.month = first;
    day.day = second;
    if (*s == '-') {
        s++;
        if (first < 1000 || !number_at(&s, 1, 2, &third))
            return false;
        day = (struct civil){.year = first, .month = second, .day = third};
    }
    if (!civil_valid(day.year, day.month, day.day))
        return false;
    int hour = -1, minute = -1;
    if (*s == ' ' && s[1]) {
        s++;
        if (!number_at(&s, 1, 2, &hour) || hour > 23)
            return false;
        if (*s == ':' && s[1] && (s++, !number_at(&s, 2, 2, &minute) || minute > 59))
            return false;
        s += *s == ':';
    }
    snprintf(out->date, sizeof out->date, "%04d-%02d-%02d", day.year, day.month, day.day);
    day.hour = hour > 0 ? hour : 0;
    day.minute = minute > 0 ? minute : 0;
    out->from = civil_to_time(&day);
    out->to = minute >= 0 ? out->from + MINUTE : hour >= 0 ? out->from + HOUR : day_add(out->from, 1);
    return *s == '\0' || (*s == ' ' && !s[1]);
}

/* One condition more, with its value. */
static void or_equal(struct buf *sql, struct value **args, size_t *n, const char *column, size_t first, const char *s)
{
    buf_addf(sql, "%s\"%s\" = ?%zu", sql->len ? " OR " : "", column, first + *n);
    *args = mem_resize(*args, *n + 1, sizeof **args);
    (*args)[*n] = (struct value){0};
    value_text(&(*args)[(*n)++], s);
}

static bool label_fits(const struct bilingual *label, enum lang lang, const char *text)
{
    const char *shown = label_of(label, lang, NULL);
    char *a = shown ? text_fold(shown) : NULL, *b = text_fold(text);
    bool wide = text_is_han(text_codepoint(b, NULL));
    bool fits = a && (wide || text_len(b) >= LABEL_LEAST) && strncmp(a, b, strlen(b)) == 0;
    free(a);
    free(b);
    return fits;
}

struct shown {
    struct buf sql;
    struct value *args;
    size_t n, first; /* first: parameter */
};

static void or_labels(struct shown *w, const struct cursor *c, int field, const char *text)
{
    const struct field *f = &c->form->fields[field];
    for (size_t i = 0; i < f->nchoices; i++)
        if (label_fits(&f->choices[i].label, c->db->lang, text))
            or_equal(&w->sql, &w->args, &w->n, f->name, w->first, f->choices[i].name);
    for (size_t i = 0; field == form_sys(c->form, SYS_STATE) && i < c->form->nstates; i++)
        if (label_fits(&c->form->states[i].label, c->db->lang, text))
            or_equal(&w->sql, &w->args, &w->n, f->name, w->first, c->form->states[i].name);
}

static void or_day(struct shown *w, const struct field *f, const struct typed_day *day)
{
    if (f->type == FT_DATE)
        or_equal(&w->sql, &w->args, &w->n, f->name, w->first, day->date);
    else if (f->type == FT_DATETIME)
        buf_addf(&w->sql, "%s(\"%s\" >= %lld AND \"%s\" < %lld)", w->sql.len ? " OR " : "", f->name,
                 (long long)day->from, f->name, (long long)day->to);
}

static int pick_shown(struct cursor *c, const struct shown *w)
{
    int64_t until = clock_mono_us() + SHOWN_US;
    char *sql = mem_printf("SELECT id FROM \"%s\" WHERE (%s) AND (%s) ORDER BY id DESC LIMIT %d", c->form->name,
                           c->filter, w->sql.s, SHOWN_MOST);
    struct stmt *st = cursor_stmt(c, sql);
    free(sql);
    for (size_t i = 0; st && i < w->n; i++)
        bind_value(st, (int)(w->first + i), &w->args[i]);
    int rc;
    db_watch(c->db, CURSOR_STEPS, cursor_late, &until);
    while ((rc = db_step(c->db, st)) > 0)
        if (!cursor_picked(c, col_int(st, 0)) && c->nids < TEXT_HITS)
            c->ids[c->nids++] = col_int(st, 0);
    db_watch(c->db, 0, NULL, NULL);
    if (rc == QT_BUSY && cursor_late(&until)) { /* a long list without an index: what was found stays */
        c->cut = true;
        fault_clear();
        return 0;
    }
    return rc;
}

int cursor_narrow_shown(struct cursor *c, const char *text)
{
    struct shown w = {.first = CURSOR_FIRST_ARG + c->nargs};
    struct typed_day day;
    bool is_day = day_typed(text, &day);
    for (size_t i = 0; i < c->list->ncolumns; i++) {
        int field = c->list->columns[i].field;
        const struct field *f = &c->form->fields[field];
        if (!field_stored(f) || f->secret || f->nview_roles)
            continue;
        if (is_day)
            or_day(&w, f, &day);
        else
            or_labels(&w, c, field, text);
    }
    if (is_day && !w.sql.len) /* no column has a day: that of the record */
        or_day(&w, &c->form->fields[form_sys(c->form, SYS_SAVED_AT)], &day);
    int rc = w.sql.len ? pick_shown(c, &w) : 0;
    for (size_t i = 0; i < w.n; i++)
        value_clear(&w.args[i]);
    free(w.args);
    buf_free(&w.sql);
    return rc;
}
