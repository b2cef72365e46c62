/* What stands on a paper, block by block. */
#include <stdlib.h>
#include <string.h>

#include "papers.h"

/* ---- texts ------------------------------------------------------------------------------------------------ */

/* The first line of each paragraph moves in by two characters, as in a Chinese letter. */
static void add_indented(const struct papering *t, const char *s, struct buf *out)
{
    while (*s) {
        size_t n = strcspn(s, "\n");
        buf_add(out, n && desk_lang(t->d) == LANG_ZH ? "　　" : "");
        buf_addn(out, s, n);
        s += n;
        if (*s)
            buf_addc(out, *s++);
    }
}

static void add_text(const struct papering *t, const struct paper_block *b, const char *text)
{
    static const enum page_align aligns[] = {ALIGN_LEFT, ALIGN_RIGHT, ALIGN_CENTER};
    struct buf indented = {0};
    if (!*text)
        return;
    if (b->indent)
        add_indented(t, text, &indented);
    page_text(t->p, indented.s ? indented.s : text);
    page_style(t->p, aligns[b->align], b->scale);
    buf_free(&indented);
}

static int add_lines(const struct papering *t, const struct paper_block *b, struct buf *said)
{
    struct buf all = {0};
    int rc = QT_OK;
    for (size_t i = 0; rc == QT_OK && i < b->nlines; i++) {
        rc = paper_say(t, &b->line[i], said);
        if (rc == QT_OK && said->len)
            buf_addf(&all, "%s%s", all.len ? "\n" : "", said->s);
    }
    if (rc == QT_OK && all.len)
        add_text(t, b, all.s);
    buf_free(&all);
    return rc;
}

static int add_signs(const struct papering *t, const struct paper_block *b, struct buf *said)
{
    char **labels = mem_alloc((b->nlines + 1) * sizeof *labels);
    size_t n = 0;
    int rc = QT_OK;
    for (size_t i = 0; rc == QT_OK && i < b->nlines; i++) {
        rc = paper_say(t, &b->line[i], said);
        if (rc == QT_OK)
            labels[n++] = mem_dup(said->s);
    }
    if (rc == QT_OK)
        page_signs(t->p, (const char *const *)labels, n);
    while (n > 0)
        free(labels[--n]);
    free(labels);
    return rc;
}

/* What is the record's number leads a scanner to the record: it gets the mark by which the desk knows its own codes. */
static char *code_data(const struct papering *t, const char *said)
{
    bool own = t->r && strcmp(said, record_number(t->r)) == 0;
    char *code = own ? papercode_text(said) : NULL;
    return code ? code : mem_dup(said);
}

static int add_code(const struct papering *t, const struct paper_block *b, struct buf *said)
{
    int rc = paper_say(t, &b->code, said);
    char *data = rc == QT_OK ? code_data(t, said->s) : NULL;
    if (rc == QT_OK && b->words.there)
        rc = paper_say(t, &b->words, said);
    if (rc == QT_OK && *data)
        page_code(t->p, data, b->words.there ? said->s : NULL);
    free(data);
    return rc;
}

/* ---- pairs ------------------------------------------------------------------------------------------------ */

/* A field that is not to be seen is as one without a value. */
static int add_field(const struct papering *t, const struct paper_pair *pair, const char *label)
{
    const struct field *f = &t->form->fields[pair->field];
    const struct value *v = &t->r->v[pair->field];
    char *text = v->kind == VAL_NULL ? NULL : value_on_paper(t->d, f, v, true);
    if (!text || !*text) {
        free(text);
        if (pair->empty == EMPTY_STOPS)
            return paper_nothing(t, label);
        if (pair->empty == EMPTY_TO_WRITE)
            page_pair(t->p, label, "");
        return QT_OK;
    }
    int rc = paper_may_say(t, label, text);
    if (rc == QT_OK)
        page_pair(t->p, label, text);
    free(text);
    return rc;
}

static int add_pair(const struct papering *t, const struct paper_pair *pair, struct buf *said)
{
    const struct field *f = pair->field < 0 ? NULL : &t->form->fields[pair->field];
    int rc = pair->label.there ? paper_say(t, &pair->label, said) : QT_OK;
    char *label = mem_dup(pair->label.there && rc == QT_OK ? said->s
                          : f                              ? label_of(&f->label, desk_lang(t->d), f->name)
                                                           : "");
    if (rc == QT_OK && f)
        rc = add_field(t, pair, label);
    else if (rc == QT_OK && pair->value.there && (rc = paper_say(t, &pair->value, said)) == QT_OK && said->len) {
        rc = paper_may_say(t, label, said->s);
        if (rc == QT_OK)
            page_pair(t->p, label, said->s);
    }
    if (rc == QT_OK && !f && !pair->value.there)
        page_pair(t->p, label, "");
    free(label);
    return rc;
}

static int add_pairs(const struct papering *t, const struct paper_block *b, struct buf *said)
{
    int rc = QT_OK;
    page_pairs(t->p, b->beside ? b->beside : 2);
    for (size_t i = 0; rc == QT_OK && i < b->npairs; i++)
        rc = add_pair(t, &b->pair[i], said);
    return rc;
}

/* ---- rows ------------------------------------------------------------------------------------------------- */

/* Of one column, over the JSON of the rows. */
static int64_t sum_column(const char *json, size_t column)
{
    struct json j;
    int64_t sum = 0;
    json_open(&j, json);
    for (json_next(&j); json_next(&j) == JSON_ARRAY;)
        for (size_t i = 0; json_next(&j) > JSON_END && j.item != JSON_LEAVE; i++)
            if (i == column && j.item == JSON_NUMBER && j.whole)
                sum += j.number;
    if (json_close(&j) < 0)
        fault_clear();
    return sum;
}

/* Of files their name, size and time, unless the paper says which. */
static const enum file_column of_files[] = {FILE_NAME, FILE_SIZE, FILE_AT};

static size_t shown_column(const struct paper_block *b, const struct field *f, size_t i)
{
    return b->ncolumns ? (size_t)b->column[i] : field_takes_files(f) ? (size_t)of_files[i] : i;
}

/* n: rows. Their number stands with the word, in the first column that has no sum. */
static void add_total(const struct papering *t, const struct paper_block *b, const struct field *f, size_t columns,
                      size_t n, const char **cells)
{
    const struct value *v = &t->r->v[b->field];
    bool none = v->kind != VAL_TEXT; /* rows that are to be written are added up by hand */
    char *head = b->counted && !none ? mem_printf("%s %zu", _("Total"), n) : mem_dup(_("Total"));
    size_t at = columns;
    for (size_t i = 0; i < columns; i++) {
        const struct field *c = &f->children[shown_column(b, f, i)];
        struct value sum = {.kind = VAL_INT};
        cells[i] = NULL;
        if (!b->total[shown_column(b, f, i)]) {
            at = i < at ? i : at;
            continue;
        }
        sum.i = none ? 0 : sum_column(v->s, shown_column(b, f, i));
        cells[i] = none ? mem_dup(" ") : field_show(c, &sum, desk_lang(t->d), clock_now());
    }
    if (at < columns)
        cells[at] = head;
    else
        free(head);
    page_row(t->p, cells);
    page_total(t->p);
    for (size_t i = 0; i < columns; i++)
        free((char *)cells[i]);
}

static void put_rows(const struct papering *t, const struct paper_block *b, const struct field *f, char **cells,
                     size_t n)
{
    size_t columns = b->ncolumns ? b->ncolumns : field_takes_files(f) ? ARRAY_LEN(of_files) : f->nchildren;
    const char **row = mem_alloc((columns + 1) * sizeof *row);
    page_table(t->p);
    for (size_t i = 0; i < columns; i++) {
        const struct field *c = &f->children[shown_column(b, f, i)];
        page_column(t->p, label_of(&c->label, desk_lang(t->d), c->name), field_width(c), field_align(c));
    }
    for (size_t k = 0; k < n || k < (size_t)b->room; k++) {
        for (size_t i = 0; i < columns; i++)
            row[i] = k < n ? cells[k * f->nchildren + shown_column(b, f, i)] : " ";
        page_row(t->p, row);
    }
    if (b->total)
        add_total(t, b, f, columns, n, row);
    free(row);
}

static int add_rows(const struct papering *t, const struct paper_block *b)
{
    const struct field *f = &t->form->fields[b->field];
    const char *label = label_of(&f->label, desk_lang(t->d), f->name);
    char **cells = NULL;
    size_t n = 0;
    int rc = t->r->v[b->field].kind == VAL_NULL
                 ? QT_OK
                 : field_rows(f, &t->r->v[b->field], desk_lang(t->d), clock_now(), &cells, &n);
    if (rc == QT_OK && n == 0 && !b->field_missing && !b->room)
        rc = paper_nothing(t, label);
    for (size_t i = 0; rc == QT_OK && i < n * f->nchildren; i++)
        rc = paper_may_say(t, label, cells[i]);
    if (rc == QT_OK && (n > 0 || b->room))
        put_rows(t, b, f, cells, n);
    field_rows_free(f, cells, n);
    return rc;
}

/* What is not the whole list says so. */
static int add_roll(const struct papering *t)
{
    if (*t->roll->narrowing)
        page_text(t->p, t->roll->narrowing);
    roll_table(t->d, t->p, t->roll);
    if (t->roll->count == 0)
        page_text(t->p, _("No entries."));
    return QT_OK;
}

/* ---- one after the other ---------------------------------------------------------------------------------- */

static int add_worded(const struct papering *t, const struct paper_block *b, struct buf *said)
{
    int rc = b->words.there ? paper_say(t, &b->words, said) : QT_OK;
    const char *text = rc == QT_OK && b->words.there ? said->s : "";
    if (rc != QT_OK)
        return rc;
    if (b->kind == PAPER_HEADING && *text)
        page_heading(t->p, text);
    else if (b->kind == PAPER_TEXT)
        add_text(t, b, text);
    else if (b->kind == PAPER_WRITE)
        page_lines(t->p, text, b->room ? b->room : 3);
    else if (b->kind == PAPER_TEAR)
        page_tear(t->p, text, b->foot);
    return QT_OK;
}

static int add_block(const struct papering *t, const struct paper_block *b, struct buf *said)
{
    switch (b->kind) {
    case PAPER_LINES:
        return add_lines(t, b, said);
    case PAPER_PAIRS:
        return add_pairs(t, b, said);
    case PAPER_ROWS:
        return b->field == ROWS_OF_LIST ? add_roll(t) : add_rows(t, b);
    case PAPER_SIGNS:
        return add_signs(t, b, said);
    case PAPER_CODE:
        return add_code(t, b, said);
    case PAPER_HEADING:
    case PAPER_TEXT:
    case PAPER_WRITE:
    case PAPER_TEAR:
        return add_worded(t, b, said);
    case PAPER_NOTHING:
        break;
    }
    return QT_OK;
}

/* A register that says no more than that there is a paper gets its fields, or the list's rows and the day, and a line
 * to sign on. */
static int add_usual(const struct papering *t)
{
    const char *signs[] = {_("Signature"), _("Date")};
    char stamp[17];
    int rc = QT_OK;
    if (t->roll) {
        stamp_show(clock_now(), stamp);
        page_text(t->p, stamp);
        page_style(t->p, ALIGN_RIGHT, SCALE_NORMAL);
        rc = add_roll(t);
    } else {
        record_fields(t->d, t->p, t->r);
    }
    page_signs(t->p, signs, ARRAY_LEN(signs));
    return rc;
}

int paper_blocks(const struct papering *t, const struct paper_part *part)
{
    struct papering own = *t;
    struct buf said = {0};
    int rc = t->rule->nbody ? QT_OK : add_usual(t);
    for (size_t i = 0; rc == QT_OK && i < t->rule->nbody; i++) {
        const struct paper_block *b = &t->rule->body[i];
        bool wanted = !b->only || (part && strcmp(part->name, b->only) == 0);
        if (wanted)
            rc = desk_paper_wanted(t->d, b->when, t->r, &wanted);
        own.quoted = b->quoted;
        if (rc == QT_OK && wanted)
            rc = add_block(&own, b, &said);
    }
    buf_free(&said);
    return rc;
}
