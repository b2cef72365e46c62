/* One sheet of a register, of its month or of a list: title, headings of the paper form, the records, live totals. Rows
 * are written through (constant memory), so everything about a row is known before the next one begins; widths follow
 * the contents and are set last. */
#include "sheet.h"

enum { ROW_TITLE, ROW_NOTE, ROW_HEAD, ROW_DATA };
enum { WIDTH_LEAST = 6, WIDTH_MOST = 44, CELL_BYTES = 60, LIST_ROWS = 500 };

struct sheet {
    struct book *book;
    lxw_worksheet *ws;
    const struct form *form;
    const struct sheet_rule *rule;
    lxw_row_t row;
    int *width;     /* per column: the widest so far */
    int64_t *total; /* per column */
    bool computed;  /* a column is worked out, not stored, and is not yet */
    int rc;
};

void book_formats(struct book *b)
{
    static const struct {
        const char *number;
        bool bold, border, wrap, grey;
        double size;
        int align;
    } how[CELL_FORMATS] = {
        [CELL_TITLE] = {.bold = true, .size = 16, .align = LXW_ALIGN_CENTER},
        [CELL_CAPTION] = {.bold = true, .size = 12},
        [CELL_NOTE] = {.align = LXW_ALIGN_CENTER},
        [CELL_CODE] = {.align = LXW_ALIGN_RIGHT},
        [CELL_HEAD] = {.bold = true, .border = true, .wrap = true, .grey = true, .align = LXW_ALIGN_CENTER},
        [CELL_TEXT] = {.number = "@", .border = true},
        [CELL_WRAP] = {.number = "@", .border = true, .wrap = true},
        [CELL_INT] = {.number = "0", .border = true},
        [CELL_INT_1] = {.number = "0.0", .border = true},
        [CELL_INT_2] = {.number = "0.00", .border = true},
        [CELL_INT_3] = {.number = "0.000", .border = true},
        [CELL_MONEY] = {.number = "#,##0.00", .border = true},
        [CELL_DATE] = {.number = "yyyy-mm-dd", .border = true, .align = LXW_ALIGN_CENTER},
        [CELL_TIME] = {.number = "hh:mm", .border = true, .align = LXW_ALIGN_CENTER},
        [CELL_MOMENT] = {.number = "yyyy-mm-dd hh:mm", .border = true, .align = LXW_ALIGN_CENTER},
        [CELL_SPAN] = {.number = "[h]:mm", .border = true},
        [CELL_PERCENT] = {.number = "0.0%", .border = true},
        [CELL_TOTAL] = {.number = "0", .bold = true, .border = true},
        [CELL_TOTAL_1] = {.number = "0.0", .bold = true, .border = true},
        [CELL_TOTAL_2] = {.number = "0.00", .bold = true, .border = true},
        [CELL_TOTAL_3] = {.number = "0.000", .bold = true, .border = true},
        [CELL_TOTAL_MONEY] = {.number = "#,##0.00", .bold = true, .border = true},
    };

    for (size_t i = 0; i < CELL_FORMATS; i++) {
        lxw_format *f = b->format[i] = workbook_add_format(b->workbook);
        if (how[i].number)
            format_set_num_format(f, how[i].number);
        if (how[i].bold)
            format_set_bold(f);
        if (how[i].border)
            format_set_border(f, LXW_BORDER_THIN);
        if (how[i].wrap)
            format_set_text_wrap(f);
        if (how[i].grey)
            format_set_bg_color(f, 0xD9D9D9);
        if (how[i].size > 0)
            format_set_font_size(f, how[i].size);
        if (how[i].align)
            format_set_align(f, (uint8_t)how[i].align);
        format_set_align(f, LXW_ALIGN_VERTICAL_CENTER);
    }
}

static void widen_column(struct sheet *s, size_t column, int width)
{
    if (width > s->width[column])
        s->width[column] = width;
}

static void note_error(struct sheet *s, lxw_error e)
{
    if (e != LXW_NO_ERROR && s->rc == QT_OK)
        s->rc = fault(QT_IO, _("The sheet '%s' could not be written: %s."), s->form->name, lxw_strerror(e));
}

/* A cell takes 32,767 characters. */
static void put_text(struct sheet *s, size_t column, const char *text, enum cell_format as)
{
    lxw_error e = worksheet_write_string(s->ws, s->row, (lxw_col_t)column, text, s->book->format[as]);
    if (e == LXW_ERROR_MAX_STRING_LENGTH_EXCEEDED) {
        char *cut = mem_dupn(text, text_fit(text, 30000, NULL));
        e = worksheet_write_string(s->ws, s->row, (lxw_col_t)column, cut, s->book->format[as]);
        free(cut);
    }
    note_error(s, e);
    s->book->bytes += (int64_t)strlen(text) + CELL_BYTES;
}

static void put_number(struct sheet *s, size_t column, double n, enum cell_format as)
{
    note_error(s, worksheet_write_number(s->ws, s->row, (lxw_col_t)column, n, s->book->format[as]));
    s->book->bytes += CELL_BYTES;
}

/* Excel counts days from 1899-12-30 on the local calendar. */
static double date_serial(int64_t t)
{
    struct civil c = civil_of(t);
    int y = c.month <= 2 ? c.year - 1 : c.year;
    int64_t era = y / 400, yoe = y % 400;
    int64_t doy = (153 * (c.month + (c.month > 2 ? -3 : 9)) + 2) / 5 + c.day - 1;
    int64_t day = era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
    return (double)(day + 25569) + (double)(c.hour * HOUR + c.minute * MINUTE + c.second) / (double)DAY;
}

static void put_shown(struct sheet *s, size_t column, const struct field *f, const struct value *v)
{
    char *text = field_kind(f) == FT_STAFF && v->kind == VAL_TEXT
                     ? desk_staff_label(s->book->d, v->s)
                     : field_show(f, v, desk_lang(s->book->d), s->book->to);
    int width = text_width(text);
    put_text(s, column, text, width > WIDTH_MOST || f->type == FT_NOTE ? CELL_WRAP : CELL_TEXT);
    widen_column(s, column, width);
    free(text);
}

static void put_value(struct sheet *s, size_t column, const struct field *f, const struct value *v)
{
    enum field_shape shape = field_shape(f, v);
    int minute;
    if (v->kind == VAL_NULL) {
        note_error(s, worksheet_write_blank(s->ws, s->row, (lxw_col_t)column, s->book->format[CELL_TEXT]));
    } else if (shape == SHAPE_MOMENT && v->kind == VAL_INT) {
        put_number(s, column, date_serial(v->i), CELL_MOMENT);
        widen_column(s, column, 16);
    } else if (shape == SHAPE_DATE && v->kind == VAL_TEXT && date_time(v->s, 0) != INT64_MIN) {
        put_number(s, column, date_serial(date_time(v->s, 0)), CELL_DATE);
        widen_column(s, column, 10);
    } else if (shape == SHAPE_TIME && v->kind == VAL_TEXT && timeofday_parse(v->s, &minute) == QT_OK) {
        put_number(s, column, (double)minute / 1440.0, CELL_TIME);
    } else if (shape == SHAPE_SPAN && v->kind == VAL_INT) {
        put_number(s, column, (double)v->i / (double)DAY, CELL_SPAN);
    } else if (shape == SHAPE_MONEY && v->kind == VAL_INT) {
        put_number(s, column, (double)v->i / 100.0, CELL_MONEY);
        s->total[column] += v->i;
        widen_column(s, column, 12);
    } else if (shape == SHAPE_NUMBER && v->kind == VAL_INT) {
        put_number(s, column, (double)v->i / (double)field_scale(f), CELL_INT + (enum cell_format)field_decimals(f));
        s->total[column] += v->i;
    } else {
        put_shown(s, column, f, v);
    }
}

static int put_record(struct record *r, void *arg)
{
    struct sheet *s = arg;
    const struct sheet_rule *rule = s->rule;
    if (s->row >= LXW_ROW_MAX - 2)
        return fault(QT_REFUSED, _("A sheet has 1,048,576 rows; the month of register '%s' has more."), s->form->name);
    if (s->computed)
        desk_refresh(s->book->d, r, NULL);
    for (size_t i = 0; i < rule->ncolumns; i++) {
        int field = rule->columns[i].field;
        if (field == SHEET_COUNT)
            put_number(s, i, s->row - ROW_DATA + 1, CELL_INT);
        else
            put_value(s, i, &s->form->fields[field], &r->v[field]);
    }
    s->row++;
    return s->rc;
}

static void put_head(struct sheet *s)
{
    const struct sheet_rule *rule = s->rule;
    enum lang lang = desk_lang(s->book->d);
    lxw_col_t last = (lxw_col_t)(rule->ncolumns - 1);
    struct buf note = {0};
    char now[17];
    stamp_show(clock_now(), now);
    buf_addf(&note, "%s  %s%s(%s %s)", desk_building(s->book->d), rule->list < 0 ? s->book->month : "",
             rule->list < 0 ? "  " : "", _("made"), now); /* a list is as it stands then */
    worksheet_set_row(s->ws, ROW_TITLE, 28, NULL);
    if (rule->code && last > 2) { /* upper right, where the paper form has it */
        note_error(s, worksheet_merge_range(s->ws, ROW_TITLE, 0, ROW_TITLE, last,
                                            label_of(&rule->title, lang, s->form->name), s->book->format[CELL_TITLE]));
        note_error(s,
                   worksheet_merge_range(s->ws, ROW_NOTE, 0, ROW_NOTE, last - 2, note.s, s->book->format[CELL_NOTE]));
        note_error(s, worksheet_merge_range(s->ws, ROW_NOTE, last - 1, ROW_NOTE, last, rule->code,
                                            s->book->format[CELL_CODE]));
    } else if (last > 0) {
        note_error(s, worksheet_merge_range(s->ws, ROW_TITLE, 0, ROW_TITLE, last,
                                            label_of(&rule->title, lang, s->form->name), s->book->format[CELL_TITLE]));
        note_error(s, worksheet_merge_range(s->ws, ROW_NOTE, 0, ROW_NOTE, last, note.s, s->book->format[CELL_NOTE]));
    } else {
        s->row = ROW_TITLE;
        put_text(s, 0, label_of(&rule->title, lang, s->form->name), CELL_TITLE);
        s->row = ROW_NOTE;
        put_text(s, 0, note.s, CELL_NOTE);
    }
    s->row = ROW_HEAD;
    for (size_t i = 0; i < rule->ncolumns; i++) {
        const struct field *f = rule->columns[i].field == SHEET_COUNT ? NULL : &s->form->fields[rule->columns[i].field];
        const char *heading = label_of(&rule->columns[i].heading, lang, f ? label_of(&f->label, lang, f->name) : "");
        put_text(s, i, heading, CELL_HEAD);
        widen_column(s, i, text_width(heading) + 3); /* room for the filter's button */
        s->computed = s->computed || (f && f->type == FT_COMPUTED && (rule->list < 0 || rule->whole));
    }
    s->row = ROW_DATA;
    buf_free(&note);
}

/* Is the field added up in one of the register's lists? Adding up floors or ages would be nonsense. */
static bool added_up(const struct form *f, const struct field *field)
{
    if (field_traits(field)->shape == SHAPE_MONEY)
        return true;
    for (size_t i = 0; i < f->nlists; i++) {
        for (size_t k = 0; k < f->lists[i].ntotals; k++) {
            if (strcmp(f->lists[i].totals[k], field->name) == 0)
                return true;
        }
    }
    return false;
}

static void column_name(size_t column, char out[4])
{
    char back[3];
    size_t n = 0, i;
    for (column++; column > 0 && n < sizeof back; column = (column - 1) / 26)
        back[n++] = (char)('A' + (column - 1) % 26);
    for (i = 0; i < n; i++)
        out[i] = back[n - 1 - i];
    out[n] = '\0';
}

/* SUBTOTAL counts and adds what the filter shows; over: the column it covers. */
static void put_formula(struct sheet *s, size_t column, int function, size_t over, double value, enum cell_format as)
{
    char name[4];
    column_name(over, name);
    char *formula = mem_printf("=SUBTOTAL(%d,%s%d:%s%u)", function, name, ROW_DATA + 1, name, (unsigned)s->row);
    note_error(s, worksheet_write_formula_num(s->ws, s->row, (lxw_col_t)column, formula, s->book->format[as], value));
    free(formula);
}

static void put_totals(struct sheet *s)
{
    const struct sheet_rule *rule = s->rule;
    bool counted = false;
    put_text(s, 0, _("Total"), CELL_TOTAL);
    for (size_t i = 1; i < rule->ncolumns; i++) {
        int field = rule->columns[i].field;
        const struct field *f = field == SHEET_COUNT ? NULL : &s->form->fields[field];
        if (f && (rule->columns[i].total || added_up(s->form, f))) {
            bool money = field_traits(f)->shape == SHAPE_MONEY;
            put_formula(s, i, 109, i, (double)s->total[i] / (double)field_scale(f),
                        money ? CELL_TOTAL_MONEY : CELL_TOTAL + (enum cell_format)field_decimals(f));
        } else if (!counted) {
            put_formula(s, i, 103, 0, (double)(s->row - ROW_DATA), CELL_TOTAL);
            counted = true;
        }
    }
}

static void set_up(struct sheet *s)
{
    const struct sheet_rule *rule = s->rule;
    for (size_t i = 0; i < rule->ncolumns; i++) {
        int width = rule->columns[i].width > 0 ? rule->columns[i].width : s->width[i] + 1;
        if (width < WIDTH_LEAST)
            width = WIDTH_LEAST;
        if (width > WIDTH_MOST)
            width = WIDTH_MOST;
        note_error(s, worksheet_set_column(s->ws, (lxw_col_t)i, (lxw_col_t)i, width, NULL));
    }
    worksheet_freeze_panes(s->ws, ROW_DATA, 1);
    note_error(s, worksheet_repeat_rows(s->ws, ROW_TITLE, ROW_HEAD));
    worksheet_set_landscape(s->ws);
    worksheet_set_paper(s->ws, 9); /* A4 */
    worksheet_fit_to_pages(s->ws, 1, 0);
    worksheet_set_margins(s->ws, 0.4, 0.4, 0.5, 0.6);
    note_error(s, worksheet_set_footer(s->ws, "&L&A&C&P / &N&R&D"));
}

/* A record of a list has what the list shows; a sheet that shows more reads it whole. */
static int put_listed(struct sheet *s, struct record *r)
{
    struct record *whole = NULL;
    if (!s->rule->whole)
        return put_record(r, s);
    int rc = desk_get(s->book->d, s->form, r->id, &whole);
    if (rc == QT_OK)
        rc = put_record(whole, s);
    record_free(whole);
    return rc;
}

static int put_list(struct sheet *s)
{
    struct query q = {.form = s->form, .list = s->rule->list, .sort = -1};
    struct desk_list *l = NULL;
    struct record_page part = {0};
    struct record *last = NULL;
    int rc = desk_list_open(s->book->d, &q, &l);
    for (bool more = true; more && rc == QT_OK;) {
        rc = desk_list_page(l, last ? PAGE_AFTER : PAGE_FIRST, last, LIST_ROWS, &part);
        for (size_t i = 0; rc == QT_OK && i < part.n; i++)
            rc = put_listed(s, part.v[i]);
        record_free(last);
        more = rc == QT_OK && part.more && part.n > 0;
        last = more ? part.v[--part.n] : NULL; /* outlives the part */
        desk_page_free(&part);
    }
    record_free(last);
    desk_list_close(l);
    return rc;
}

/* What the tab says. */
static lxw_worksheet *add_worksheet(struct book *b, const struct form *f, const struct sheet_rule *rule)
{
    int n = 1;
    size_t fits = 0, bytes = 0;
    const char *title = label_of(&rule->title, desk_lang(b->d), f->name);
    while (title[bytes] && fits < 28) { /* a sheet's name has 31 characters; room for a number */
        size_t k;
        (void)text_codepoint(title + bytes, &k);
        bytes += k;
        fits++;
    }
    char *name = mem_dupn(title, bytes);
    while (workbook_validate_sheet_name(b->workbook, name) != LXW_NO_ERROR && n < 100) {
        free(name);
        name = n == 1 ? mem_dup(f->name) : mem_printf("%.20s %d", f->name, n);
        n++;
    }
    lxw_worksheet *ws = workbook_add_worksheet(b->workbook, name);
    free(name);
    return ws;
}

int sheet_write(struct book *b, const struct form *f, const struct sheet_rule *rule, int64_t *rows)
{
    struct sheet s = {.book = b, .form = f, .rule = rule, .ws = add_worksheet(b, f, rule)};
    if (!s.ws)
        return fault(QT_IO, _("The workbook has no room for the sheet '%s'."), f->name);
    s.width = mem_alloc(rule->ncolumns * sizeof *s.width);
    s.total = mem_alloc(rule->ncolumns * sizeof *s.total);
    put_head(&s);
    if (s.rc == QT_OK)
        s.rc = rule->list >= 0 ? put_list(&s) : desk_each_month(b->d, f, b->from, b->to, put_record, &s);
    *rows = s.row - ROW_DATA;
    if (s.rc == QT_OK) {
        lxw_row_t last = s.row > ROW_DATA ? s.row - 1 : ROW_HEAD;
        /* before the totals: rows that are written through cannot be named any more */
        note_error(&s, worksheet_autofilter(s.ws, ROW_HEAD, 0, last, (lxw_col_t)(rule->ncolumns - 1)));
        if (s.row > ROW_DATA)
            put_totals(&s);
        set_up(&s);
    }
    /* Rows went through a file of their own: a disk that filled up shows only here. */
    if (s.rc == QT_OK && s.ws->optimize_tmpfile &&
        (fflush(s.ws->optimize_tmpfile) != 0 || ferror(s.ws->optimize_tmpfile)))
        s.rc = fault(QT_FULL, _("There is no room on the disk for the sheet '%s'; nothing was written."), f->name);
    free(s.width);
    free(s.total);
    return s.rc;
}
