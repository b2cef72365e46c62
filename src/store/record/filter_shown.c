/* Typed text against what the columns of a list show and the index does not know: days ("11-20", "2026-11-20", with an
 * hour "11-20 17"), the labels of choices and states. */
#include "record/cursor.h"

#include <stdlib.h>
#include <string.h>

enum { SHOWN_US = 4000, SHOWN_MOST = 100, LABEL_LEAST = 2 /* letters, but one character of Chinese */ };

struct typed_day {
    char date[11];
    int64_t from, to;
};

/* The hour behind a day, "17" or "17:05"; with a minute it is that one, else the whole hour. */
static bool hour_typed(const char *s, struct typed_day *out)
{
    size_t n = strlen(s);
    int minute = 0;
    char *hour = mem_dupn(s, n && s[n - 1] == ':' ? n - 1 : n);
    bool exact = strchr(hour, ':') != NULL, is = timeofday_parse(hour, &minute) == QT_OK;
    free(hour);
    out->from += minute * (int64_t)MINUTE;
    out->to = out->from + (exact ? MINUTE : HOUR);
    return is;
}

/* As columns show it, with its hyphen: any other number is looked for as it stands. */
static bool day_typed(const char *s, struct typed_day *out)
{
    struct civil day;
    size_t n = strcspn(s, " ");
    const char *rest = s + n + strspn(s + n, " ");
    char *date = mem_dupn(s, n);
    bool is = strchr(date, '-') && date_parse(date, clock_now(), out->date) == QT_OK && date_read(out->date, &day);
    free(date);
    if (is) {
        out->from = civil_to_time(&day);
        out->to = day_add(out->from, 1);
        is = !*rest || hour_typed(rest, out);
    }
    fault_clear();
    return is;
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
        if (!field_stored(f) || !field_findable(f))
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
