/* Import: good rows in, bad rows to the refused file with line and reason, in transactions of many rows.
 *
 * A row is "already there" when the register holds a record with the same number (where the file gives the
 * number), else with the same values in all fields that the file fills, secret ones left aside. Each record
 * accounts for one row: a file in which a visit occurs twice brings two, and bringing the file again brings
 * none. So an import that was cut short is finished by importing the same file once more. With a key (import_change.c)
 * the record that has it is changed where the row differs. */
#include "import/import.h"

#include <errno.h>
#include <sys/stat.h>

/* ---- rows ------------------------------------------------------------------------------------------------------- */
static int end_slice(struct run *run, int rc)
{
    int end = desk_slice_end(run->im.d, &run->slice, rc);
    if (end != QT_OK) {
        run->res->rows -= run->batch;
        run->res->imported -= run->batch;
        run->res->changed -= run->batch_changed;
    }
    run->batch = run->batch_changed = 0;
    return end;
}

const char *import_word(const struct run *run)
{
    return run->im.o->migrate ? "migrate" : "import";
}

int import_begin(struct run *run)
{
    int rc = run->cause[0] ? QT_OK : log_begin(run);
    if (rc == QT_OK)
        (void)journal_cause(desk_db(run->im.d), run->cause);
    return rc;
}

/* The rules of the form, for a new record. */
static int check_whole(struct run *run, const struct record *r)
{
    struct field_problems problems = {0};
    int rc = whole_check(run->im.d, NULL, r, ACTION_PAST, &problems);
    if (rc == QT_OK && problems.n > 0)
        rc = fault(QT_REFUSED, "%s", problems.v[0].text);
    field_problems_free(&problems);
    return rc;
}

/* False: an earlier row had it. */
static bool first_of_file(struct run *run, uint64_t mark)
{
    bool again = known_take(run->numbers, mark);
    known_add(run->numbers, mark);
    return !again;
}

/* 0: the rule does not look at r. */
static uint64_t unique_mark(struct desk *d, const struct unique_rule *u, const struct record *r)
{
    struct buf b = {0};
    bool is = false;
    buf_addf(&b, "unique %d", (int)(u - r->form->uniques));
    for (size_t i = 0; i < u->nfields; i++) {
        const struct value *v = &r->v[u->fields[i]];
        buf_addc(&b, '\x1f');
        if (v->kind == VAL_INT)
            buf_add_int(&b, v->i);
        else if (v->kind == VAL_TEXT)
            buf_add(&b, v->s);
    }
    uint64_t mark = unique_concerns(d, u, r, &is) == QT_OK && is ? text_hash(b.s) : 0;
    buf_free(&b);
    return mark;
}

/* A dry run writes nothing that the next row could be compared with. */
static bool same_in_file(struct run *run, const struct record *r)
{
    struct record *seen = run->im.o->dry_run && r->form->nuniques > 0 ? record_copy(r) : NULL;
    bool again = false;
    if (seen && stamp_past(run->im.d, -1, NULL, seen) < 0)
        fault_clear(); /* whole_check has told it */
    for (size_t i = 0; seen && i < r->form->nuniques; i++) {
        uint64_t mark = unique_mark(run->im.d, &r->form->uniques[i], seen);
        again |= mark && !first_of_file(run, mark);
    }
    record_free(seen);
    return again;
}

static int write_record(struct run *run, const struct csv_row *row, struct record *r)
{
    int rc = check_whole(run, r);
    if (rc == QT_REFUSED)
        return refuse(run, row, fault_text());
    if (rc == QT_OK && same_in_file(run, r))
        return refuse(run, row, _("an earlier row of this file has what no other entry may have"));
    if (rc == QT_OK && !run->im.o->dry_run)
        rc = import_begin(run);
    if (rc == QT_OK && !run->im.o->dry_run)
        rc = desk_write_past(run->im.d, import_word(run), NULL, r);
    if (rc == QT_OK && !run->im.o->dry_run)
        rc = clocks_take_over(run->im.d, r);
    if (rc != QT_OK)
        return rc;
    matter_note(run, r);
    run->res->imported++;
    run->batch++;
    return QT_OK;
}

/* By its key: a new record, or the one that has the key, changed. */
static int take_keyed(struct run *run, const struct csv_row *row, struct record *r)
{
    uint64_t mark = key_mark(run, r);
    int64_t id = mark ? known_get(run->known, mark) : 0;
    if (!mark)
        return refuse(run, row, _("a field of the key is empty"));
    if (id < 0)
        return refuse(run, row, _("several records have this key"));
    if (!first_of_file(run, mark))
        return refuse(run, row, _("the key stands in an earlier row of this file"));
    if (id == 0)
        return write_record(run, row, r);
    int rc = change_record(run, id, r);
    return rc == QT_REFUSED ? refuse(run, row, fault_text()) : rc;
}

static int take_record(struct run *run, const struct csv_row *row, struct record *r)
{
    if (run->key)
        return take_keyed(run, row, r);
    uint64_t mark = record_fingerprint(run, r);
    if (run->number >= 0 && r->v[run->number].kind == VAL_TEXT && !first_of_file(run, mark))
        return refuse(run, row, _("the number stands in an earlier row of this file"));
    if (!known_take(run->known, mark))
        return write_record(run, row, r);
    run->res->already++;
    if (run->number >= 0 && !known_take(run->alike, values_fingerprint(run, r)))
        run->res->differ++;
    return QT_OK;
}

static bool is_blank_cell(const char *s)
{
    return !s[strspn(s, " \t\r\n")];
}

static bool is_blank_row(const struct csv_row *row)
{
    bool blank = !row->bad;
    for (size_t i = 0; blank && i < row->n; i++)
        blank = is_blank_cell(row->cell[i]);
    return blank;
}

/* A value below no heading would be lost without a word. */
static int check_unheaded(const struct run *run, const struct csv_row *row)
{
    for (size_t i = 0; run->im.map.others && i < row->n; i++)
        if (!*run->refused.heading[i] && !is_blank_cell(row->cell[i]))
            return fault(QT_REFUSED, _("column %zu has a value but no heading"), i + 1);
    return QT_OK;
}

/* Offices end their lists with a line of sums, which is no entry of the register. */
static bool is_total_row(const struct csv_row *row)
{
    static const char *const words[] = {"合计",   "总计", "小计",     "共计",       "total",
                                        "totals", "sum",  "subtotal", "grand total"};
    size_t i = 0;
    bool is = false;
    while (i < row->n && is_blank_cell(row->cell[i]))
        i++;
    char *folded = text_fold(i < row->n ? row->cell[i] : ""), *word = text_trim(folded);
    word[strcspn(word, ":")] = 0;
    for (size_t k = 0; !is && k < ARRAY_LEN(words); k++)
        is = strcmp(word, words[k]) == 0;
    free(folded);
    free(word);
    return is;
}

static int take_row(struct run *run, const struct csv_row *row)
{
    struct record *r = NULL;
    if (row->bad)
        return refuse(run, row, row->bad);
    if (is_total_row(row))
        return refuse(run, row, _("a line of sums, no entry"));
    if (row->n != run->refused.nheading) {
        char *why = mem_printf(_("the row has %zu values, the heading has %zu"), row->n, run->refused.nheading);
        int rc = refuse(run, row, why);
        free(why);
        return rc;
    }
    int rc = check_unheaded(run, row);
    if (rc == QT_OK)
        rc = row_record(&run->im, row, &r);
    if (rc == QT_REFUSED)
        return refuse(run, row, fault_text());
    if (rc == QT_OK) {
        show_row(run, row, r);
        rc = take_record(run, row, r);
    }
    record_free(r);
    return rc;
}

static int take_rows(struct run *run)
{
    struct csv_row row = {0};
    int64_t line = 1;
    int rc;
    while ((rc = csv_next(run->in, &row)) == 1) {
        if (is_blank_row(&row))
            continue;
        line = row.line;
        if (run->im.o->go_on && !run->im.o->go_on(run->im.o->arg, run->res->rows)) {
            run->res->stopped = true;
            rc = QT_OK;
            break;
        }
        rc = run->im.o->dry_run ? QT_OK : desk_slice(run->im.d, &run->slice);
        if (rc == QT_OK)
            rc = take_row(run, &row);
        if (rc != QT_OK)
            break;
        run->res->rows++;
        if (!run->im.o->dry_run && slice_full(&run->slice) && (rc = end_slice(run, QT_OK)) != QT_OK)
            break;
    }
    if (!run->im.o->dry_run)
        rc = end_slice(run, rc);
    if (rc != QT_OK)
        rc = fault(rc,
                   _("The import stopped at line %lld: %s What was imported before is kept; import the same file again "
                     "to go on."),
                   (long long)line, fault_text());
    return rc;
}

static int take_all(struct run *run)
{
    struct db *db = desk_db(run->im.d);
    int rc = db_bulk(db, true), back;
    if (rc != QT_OK)
        return rc;
    rc = take_rows(run);
    back = db_bulk(db, false);
    return rc != QT_OK ? rc : back;
}

/* The row of the headings. */
static int read_heading(struct run *run, struct csv_row *row)
{
    int rc = 1;
    for (size_t i = 0; rc == 1 && i <= run->res->above; i++)
        rc = csv_next(run->in, row);
    return rc;
}

static int take_heading(struct run *run)
{
    struct csv_row row = {0};
    const struct import_look *look = run->im.o->look;
    int rc = QT_OK;
    if (look)
        run->res->above = look->above;
    else
        rc = head_above(run->in, run->im.form, run->im.o->map, &run->res->above);
    if (rc == QT_OK)
        rc = read_heading(run, &row);
    if (rc == 0)
        return fault(QT_REFUSED, _("The file has no heading."));
    if (rc < 0)
        return rc;
    if (row.bad)
        return fault(QT_REFUSED, _("The heading cannot be read: %s."), row.bad);
    run->res->heading = row.line;
    run->refused.nheading = row.n;
    run->refused.heading = mem_alloc(row.n * sizeof *run->refused.heading);
    for (size_t i = 0; i < row.n; i++)
        run->refused.heading[i] = text_trim(row.cell[i] += csv_guard(row.cell[i]));
    return look ? map_look(look, &row, &run->im.map)
                : map_make(run->im.d, run->im.form, run->im.o->map, &row, &run->im.map);
}

/* ---- dates: the whole column is looked at first ------------------------------------------------------------------ */
static bool hangs_on_order(const struct importer *im, const struct map_field *m)
{
    enum field_type type = im->form->fields[m->field].type;
    return (type == FT_DATE || type == FT_DATETIME) && !map_only_constants(m);
}

static int look_at_dates(struct run *run, struct dates *dates)
{
    struct csv_row row = {0};
    struct buf b = {0};
    int rc;
    while ((rc = csv_next(run->in, &row)) == 1) {
        for (size_t i = 0; !row.bad && row.n == run->refused.nheading && i < run->im.map.n; i++) {
            if (!hangs_on_order(&run->im, &run->im.map.v[i]))
                continue;
            map_value(&run->im.map.v[i], &row, &b);
            dates_look(&dates[i], b.s ? b.s + strspn(b.s, " \t\r\n") : "");
        }
    }
    buf_free(&b);
    return rc;
}

static int decide_dates(struct run *run)
{
    const struct map *map = &run->im.map;
    bool any = false;
    for (size_t i = 0; i < map->n; i++)
        any = any || hangs_on_order(&run->im, &map->v[i]);
    if (!any || run->im.o->dates)
        return QT_OK;
    struct dates *dates = mem_alloc(map->n * sizeof *dates);
    struct csv_row row = {0};
    int rc = look_at_dates(run, dates);
    for (size_t i = 0; rc == QT_OK && i < map->n; i++)
        rc = dates_decide(&dates[i], map->v[i].parts[0].text, &run->im.order[map->v[i].field]);
    free(dates);
    if (rc == QT_OK)
        rc = csv_again(run->in);
    if (rc == QT_OK && read_heading(run, &row) != 1)
        rc = fault(QT_IO, _("The file was changed while it was read."));
    return rc;
}

/* ---- the whole --------------------------------------------------------------------------------------------------- */
static bool same_file(const char *a, const char *b)
{
    struct stat sa, sb;
    return stat(a, &sa) == 0 && stat(b, &sb) == 0 && sa.st_dev == sb.st_dev && sa.st_ino == sb.st_ino;
}

static void import_stop(struct run *run)
{
    for (size_t i = 0; i < run->refused.nheading; i++)
        free(run->refused.heading[i]);
    free(run->refused.heading);
    known_free(run->known);
    known_free(run->numbers);
    known_free(run->alike);
    free(run->key);
    free(run->recent);
    row_stop(&run->im);
    csv_close(run->in);
}

static int import(struct desk *d, const struct form *f, const struct import_options *o, struct import_result *out)
{
    struct run run = {.im = {.d = d, .form = f, .o = o}, .res = out, .slice = {.db = d->db}};
    char *refused = o->refused ? mem_dup(o->refused) : mem_printf("%s.refused.csv", o->file);
    *out = (struct import_result){0};
    run.refused.path = *refused ? refused : NULL;
    int rc = desk_attempt(d, f, NULL, -1, -1, RIGHT_IMPORT);
    if (rc == QT_OK && *refused && same_file(o->file, refused))
        rc = fault(QT_REFUSED, _("The refused rows cannot go to the file that is read; name another with --refused."));
    if (rc == QT_OK)
        rc = import_rows_open(d, o->file, o->sheet, &run.in, &out->sheet);
    if (rc == QT_OK) {
        out->encoding = csv_encoding(run.in);
        rc = take_heading(&run);
    }
    if (rc == QT_OK)
        rc = row_start(&run.im);
    if (rc == QT_OK)
        rc = decide_dates(&run);
    if (rc == QT_OK)
        rc = key_start(&run);
    if (rc == QT_OK)
        rc = log_check(&run);
    if (rc == QT_OK)
        rc = matter_start(&run);
    if (rc == QT_OK) {
        show_start(&run);
        rc = learn_all(&run);
    }
    if (rc == QT_OK)
        rc = take_all(&run);
    (void)journal_cause(desk_db(d), NULL);
    int closed = refused_close(&run.refused);
    out->refused = run.refused.rows;
    if (rc == QT_OK)
        rc = closed;
    if (rc == QT_OK)
        rc = log_end(&run);
    if (rc == QT_OK)
        rc = matter_tell(&run);
    if (rc == QT_OK && !o->dry_run && *refused)
        rc = refused_sweep(&run.refused);
    int noted = out->refused > 0 && *refused ? desk_outside(d, "refused", refused) : QT_OK; /* rows of people */
    rc = rc == QT_OK ? noted : rc;
    import_stop(&run);
    free(refused);
    return rc;
}

int desk_import(struct desk *d, const struct form *f, const struct import_options *o, struct import_result *out)
{
    struct import_options all = *o;
    if (o->look) {
        all.file = o->look->file;
        all.sheet = o->look->sheet;
        all.map = NULL;
    }
    return import(d, f, &all, out);
}
