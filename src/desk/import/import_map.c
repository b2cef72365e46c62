/* The map from columns to fields: FIELD=COLUMN, FIELD=COL1+COL2 (joined with a space), FIELD=COL1|COL2 (the
 * first that is not empty), FIELD='text', FIELD=COLUMN{Closed:closed,Open:open,*:other} (other words; what is not
 * named stays as it is), * (all other columns by their headings), -=COLUMN (left out). A heading with one of these
 * marks in it is put in double quotation marks. @FILE holds one of them a line, with # comments. Without a map the
 * headings are names or labels of fields, or those of the paper form. */
#include "import/import.h"

static bool same_text(const char *a, const char *b)
{
    char *fa = text_fold(a), *fb = text_fold(b);
    bool same = strcmp(fa, fb) == 0;
    free(fa);
    free(fb);
    return same;
}

bool map_is_ours(const char *heading)
{
    return strcmp(heading, "refused_line") == 0 || strcmp(heading, "refused_reason") == 0;
}

/* Index of the column, -1 none, -2 more than one. */
static int find_column(const struct csv_row *head, const char *name)
{
    int found = -1;
    for (size_t i = 0; i < head->n; i++) {
        char *trimmed = text_trim(head->cell[i]);
        if (same_text(trimmed, name))
            found = found == -1 ? (int)i : -2;
        free(trimmed);
    }
    return found;
}

static struct map_field *add_field(struct map *m, int field)
{
    m->v = mem_resize(m->v, m->n + 1, sizeof *m->v);
    m->v[m->n] = (struct map_field){.field = field};
    return &m->v[m->n++];
}

static void add_part(struct map_field *mf, char *text, bool constant, int column)
{
    mf->parts = mem_resize(mf->parts, mf->n + 1, sizeof *mf->parts);
    mf->parts[mf->n++] = (struct map_part){.text = text, .constant = constant, .column = column};
}

static bool has_field(const struct map *m, int field)
{
    for (size_t i = 0; i < m->n; i++) {
        if (m->v[i].field == field)
            return true;
    }
    return false;
}

static bool is_named(const struct map *m, int column)
{
    for (size_t i = 0; i < m->nleft; i++)
        if (m->left[i] == column)
            return true;
    for (size_t i = 0; i < m->n; i++)
        for (size_t k = 0; k < m->v[i].n; k++)
            if (!m->v[i].parts[k].constant && m->v[i].parts[k].column == column)
                return true;
    return false;
}

/* Columns that the map has not named, by their headings; one without a heading is no field's. */
static int from_headings(const struct desk *d, const struct form *f, const struct csv_row *head, struct map *out)
{
    char **unknown = mem_alloc((head->n + 1) * sizeof *unknown);
    struct head_names *names = head_names_new(f);
    size_t n = 0;
    int rc = QT_OK;
    for (size_t i = 0; rc == QT_OK && i < head->n; i++) {
        char *name = text_trim(head->cell[i]);
        int field = head_names_find(names, name);
        bool worked_out = field < 0 && (head_is_running(name) || form_balance(f, name) >= 0);
        if (map_is_ours(name) || !*name || is_named(out, (int)i) || worked_out) {
            free(name);
        } else if (field < 0 || !head_can_fill(&f->fields[field])) {
            unknown[n++] = name;
        } else if (has_field(out, field)) {
            rc = fault(QT_REFUSED, _("Two columns are headed '%s'; say which to take with --map."), name);
            free(name);
        } else {
            add_part(add_field(out, field), name, false, (int)i);
        }
    }
    head_names_free(names);
    if (rc == QT_OK && n > 0)
        rc = d ? head_refuse(d, f, unknown, n) : QT_REFUSED;
    for (size_t i = 0; i < n; i++)
        free(unknown[i]);
    free(unknown);
    return rc != QT_OK || out->n > 0 ? rc : fault(QT_REFUSED, _("The file's first row has no headings."));
}

/* Reads one word up to any of `stops`; quotes keep it whole. *quote gets the quote used or 0. NULL: not closed. */
static char *next_word(const char **s, const char *stops, char *quote)
{
    *s += strspn(*s, " \t\n");
    *quote = **s == '\'' || **s == '"' ? **s : '\0';
    const char *begin = *s + (*quote != '\0'), *end = *quote ? strchr(begin, *quote) : begin + strcspn(begin, stops);
    if (!end)
        return NULL;
    *s = *quote ? end + 1 + strspn(end + 1, " \t\n") : end;
    char *word = mem_dupn(begin, (size_t)(end - begin));
    if (*quote)
        return word;
    char *trimmed = text_trim(word);
    free(word);
    return trimmed;
}

static int read_parts(const char **s, const struct csv_row *head, struct map_field *mf)
{
    char joined = '\0', quote;
    for (;;) {
        char *text = next_word(s, ",+|{", &quote);
        if (!text)
            return fault(QT_REFUSED, _("--map: a quotation mark is not closed."));
        int column = quote == '\'' ? -1 : find_column(head, text);
        if (quote != '\'' && column < 0) {
            int rc = fault(QT_REFUSED,
                           column == -1 ? _("--map: the file has no column '%s'.")
                                        : _("--map: more than one column is headed '%s'."),
                           text);
            free(text);
            return rc;
        }
        add_part(mf, text, quote == '\'', column);
        if (**s != '+' && **s != '|')
            return QT_OK;
        if (joined && joined != **s)
            return fault(QT_REFUSED, _("--map: + and | cannot stand in one value."));
        joined = **s;
        mf->first = joined == '|';
        ++*s;
    }
}

static int read_words(const char **s, struct map_field *mf)
{
    char quote;
    for (++*s; **s != '}'; *s += **s == ',') {
        char *from = next_word(s, ":,}", &quote), *to = NULL;
        if (from && **s == ':') {
            ++*s;
            to = next_word(s, ",}", &quote);
        }
        if (!to || (**s != ',' && **s != '}')) {
            free(from);
            free(to);
            return fault(QT_REFUSED, _("--map: other words are written {FROM:TO,FROM:TO,*:ELSE}."));
        }
        mf->words = mem_resize(mf->words, mf->nwords + 1, sizeof *mf->words);
        mf->words[mf->nwords++] = (struct map_word){from, to};
    }
    ++*s;
    *s += strspn(*s, " \t\n");
    return QT_OK;
}

/* "-=COLUMN": the column is left out. */
static int leave_out(const char **s, const struct csv_row *head, struct map *out)
{
    struct map_field column = {0};
    int rc = read_parts(s, head, &column);
    if (rc == QT_OK && (column.n != 1 || column.parts[0].constant))
        rc = fault(QT_REFUSED, _("--map: one column is left out by -=COLUMN."));
    if (rc == QT_OK) {
        out->left = mem_resize(out->left, out->nleft + 1, sizeof *out->left);
        out->left[out->nleft++] = column.parts[0].column;
    }
    for (size_t k = 0; k < column.n; k++)
        free(column.parts[k].text);
    free(column.parts);
    return rc;
}

static int take_entry(const struct form *f, const char *name, const char **s, const struct csv_row *head,
                      struct map *out)
{
    int field = head_field(f, name);
    if (strcmp(name, "-") == 0)
        return leave_out(s, head, out);
    if (field < 0)
        return fault(QT_REFUSED, _("--map: register '%s' has no field '%s'."), f->name, name);
    if (!head_can_fill(&f->fields[field]))
        return fault(QT_REFUSED, _("--map: field '%s' cannot be filled from a column."), name);
    if (has_field(out, field))
        return fault(QT_REFUSED, _("--map: field '%s' is given twice."), name);
    int rc = read_parts(s, head, add_field(out, field));
    return rc == QT_OK && **s == '{' ? read_words(s, &out->v[out->n - 1]) : rc;
}

static int from_text(const struct desk *d, const struct form *f, const char *s, const struct csv_row *head,
                     struct map *out)
{
    char quote;
    while (*s) {
        char *name = next_word(&s, "=,", &quote);
        int rc = QT_OK;
        if (name && strcmp(name, "*") == 0 && *s != '=') {
            out->others = true;
        } else if (!name || *s != '=') {
            rc = fault(QT_REFUSED, _("--map is FIELD=COLUMN,FIELD=COLUMN..."));
        } else {
            s++;
            rc = take_entry(f, name, &s, head, out);
        }
        free(name);
        if (rc != QT_OK)
            return rc;
        if (*s && *s != ',')
            return fault(QT_REFUSED, _("--map: a comma is missing before '%s'."), s);
        if (*s)
            s++;
    }
    if (out->others)
        return from_headings(d, f, head, out);
    return out->n > 0 ? QT_OK : fault(QT_REFUSED, _("--map is empty."));
}

/* The lines of a map file with commas between them. */
static int from_file(const struct desk *d, const struct form *f, const char *path, const struct csv_row *head,
                     struct map *out)
{
    char *text = NULL;
    size_t len;
    struct buf joined = {0};
    int rc = desk_file_read(path, &text, &len);
    for (char *rest = text; rc == QT_OK && *rest;) {
        char *trimmed = text_trim(text_cut(&rest, '\n'));
        if (strncmp(trimmed, "key:", 4) == 0) {
            free(out->key);
            out->key = text_trim(trimmed + 4);
        } else if (*trimmed && *trimmed != '#')
            buf_addf(&joined, "%s%s", joined.len ? "," : "", trimmed);
        free(trimmed);
    }
    if (rc == QT_OK)
        rc = from_text(d, f, joined.s ? joined.s : "", head, out);
    buf_free(&joined);
    free(text);
    return rc;
}

int map_make(const struct desk *d, const struct form *f, const char *text, const struct csv_row *head, struct map *out)
{
    bool file = text && text[0] == '@';
    out->others = !text;
    int rc = !text  ? from_headings(d, f, head, out)
             : file ? from_file(d, f, text + 1, head, out)
                    : from_text(d, f, text, head, out);
    if (rc != QT_OK)
        map_free(out);
    return rc;
}

int map_look(const struct import_look *look, const struct csv_row *head, struct map *out)
{
    if (head->n != look->n)
        return fault(QT_IO, _("The file was changed while it was read."));
    for (size_t i = 0; i < look->n; i++) {
        struct map_field *mf = NULL;
        for (size_t k = 0; k < out->n; k++)
            if (out->v[k].field == look->v[i].field)
                mf = &out->v[k];
        if (look->v[i].field >= 0)
            add_part(mf ? mf : add_field(out, look->v[i].field), mem_dup(look->v[i].heading), false, (int)i);
    }
    return out->n > 0 ? QT_OK : fault(QT_REFUSED, _("No column goes to a field: nothing would be imported."));
}

void map_free(struct map *m)
{
    for (size_t i = 0; i < m->n; i++) {
        for (size_t k = 0; k < m->v[i].n; k++)
            free(m->v[i].parts[k].text);
        free(m->v[i].parts);
        for (size_t k = 0; k < m->v[i].nwords; k++) {
            free(m->v[i].words[k].from);
            free(m->v[i].words[k].to);
        }
        free(m->v[i].words);
    }
    free(m->v);
    free(m->left);
    free(m->key);
    *m = (struct map){0};
}

uint64_t map_mark(const struct map *m, const char *state)
{
    struct buf b = {0};
    for (size_t i = 0; i < m->n; i++) {
        const struct map_field *f = &m->v[i];
        buf_addf(&b, "%d%c", f->field, f->first ? '|' : '+');
        for (size_t k = 0; k < f->n; k++)
            buf_addf(&b, "\x1f%d%s", f->parts[k].column, f->parts[k].constant ? f->parts[k].text : "");
        for (size_t k = 0; k < f->nwords; k++)
            buf_addf(&b, "\x1e%s:%s", f->words[k].from, f->words[k].to);
        buf_addc(&b, '\n');
    }
    buf_add(&b, state ? state : "");
    uint64_t mark = text_hash(b.s ? b.s : "");
    buf_free(&b);
    return mark;
}

bool map_only_constants(const struct map_field *m)
{
    for (size_t i = 0; i < m->n; i++) {
        if (!m->parts[i].constant)
            return false;
    }
    return true;
}

static void other_words(const struct map_field *m, struct buf *out)
{
    char *trimmed = text_trim(out->s ? out->s : "");
    for (size_t i = 0; i < m->nwords; i++) {
        if (strcmp(m->words[i].from, trimmed) == 0 || strcmp(m->words[i].from, "*") == 0) {
            buf_clear(out);
            buf_add(out, m->words[i].to);
            break;
        }
    }
    free(trimmed);
}

void map_value(const struct map_field *m, const struct csv_row *row, struct buf *out)
{
    buf_clear(out);
    for (size_t i = 0; i < m->n; i++) {
        const char *s = m->parts[i].constant ? m->parts[i].text : row->cell[m->parts[i].column];
        if (!m->parts[i].constant)
            s += csv_guard(s);
        if (!s[strspn(s, " \t\r\n")])
            continue;
        if (out->len > 0)
            buf_addc(out, ' ');
        buf_add(out, s);
        if (m->first)
            break;
    }
    if (m->nwords > 0)
        other_words(m, out);
}
