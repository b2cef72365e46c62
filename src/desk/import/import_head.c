/* Headings: which field one means, what one that means none could mean, and on which row they stand. */
#include "import/import.h"

enum {
    TITLE_ROWS = 10, /* at most above the headings: a title, a date, who made it */
    TOLD_MOST = 20,  /* headings that a refusal names */
};

/* Folded, without blanks and the signs that people put behind a heading. */
static char *bare(const char *s)
{
    static const char *const signs[] = {" ", "\t", "\n", "　", ":", "：", "*", "＊"};
    char *folded = text_fold(s);
    struct buf b = {0};
    for (const char *c = folded; *c;) {
        size_t skip = 0;
        for (size_t i = 0; skip == 0 && i < ARRAY_LEN(signs); i++)
            if (strncmp(c, signs[i], strlen(signs[i])) == 0)
                skip = strlen(signs[i]);
        if (skip == 0)
            buf_addc(&b, *c);
        c += skip ? skip : 1;
    }
    free(folded);
    return buf_take(&b);
}

/* What a field is called: its name, its label and its heading on the paper form in both languages; NULL behind the
 * last. */
static const char *called(const struct form *f, size_t field, size_t k)
{
    const struct field *of = &f->fields[field];
    if (k == 0)
        return of->name;
    if (k <= QT_LANGS)
        return of->label.text[k - 1] ? of->label.text[k - 1] : "";
    k -= QT_LANGS + 1;
    const struct sheet_rule *s;
    for (size_t at = 0; (s = form_sheet(f, at)); at++)
        for (size_t i = 0; i < s->ncolumns; i++) {
            if (s->columns[i].field != (int)field)
                continue;
            for (int l = 0; l < QT_LANGS; l++)
                if (k-- == 0)
                    return s->columns[i].heading.text[l] ? s->columns[i].heading.text[l] : "";
        }
    return NULL;
}

struct head_names {
    struct head_name {
        char *bare;
        int field;
        size_t order; /* names before labels before headings, then as the form has them */
    } * v;
    size_t n;
};

static int by_name(const void *a, const void *b)
{
    const struct head_name *x = a, *y = b;
    int order = strcmp(x->bare, y->bare);
    return order ? order : x->order < y->order ? -1 : x->order > y->order;
}

static void add_name(struct head_names *h, const char *name, size_t field, size_t order)
{
    h->v = mem_resize(h->v, h->n + 1, sizeof *h->v);
    h->v[h->n++] = (struct head_name){bare(name), (int)field, order};
}

/* What other houses call it (data/headings.tsv), behind all that the form says. Without the file: nothing. */
static void add_others(struct head_names *h, const struct form *f)
{
    char *path = supply_find(SUPPLY_DATA, "headings.tsv"), *text = NULL, *cell[2];
    size_t len;
    if (path && desk_file_read(path, &text, &len) < 0)
        fault_clear();
    for (char *rest = text; rest && table_row(&rest, cell, ARRAY_LEN(cell));) {
        char *reg = text_cut(&cell[0], '.');
        int field = strcmp(reg, f->name) == 0 ? form_field(f, cell[0]) : -1;
        while (field >= 0 && *cell[1])
            add_name(h, text_cut(&cell[1], ','), (size_t)field, SIZE_MAX);
    }
    free(text);
    free(path);
}

struct head_names *head_names_new(const struct form *f)
{
    struct head_names *h = mem_alloc(sizeof *h);
    const char *name;
    for (size_t i = 0; i < f->nfields; i++)
        for (size_t k = 0; (name = called(f, i, k)); k++)
            add_name(h, name, i, k * f->nfields + i);
    add_others(h, f);
    qsort(h->v, h->n, sizeof *h->v, by_name);
    return h;
}

void head_names_free(struct head_names *h)
{
    for (size_t i = 0; i < h->n; i++)
        free(h->v[i].bare);
    free(h->v);
    free(h);
}

int head_names_find(const struct head_names *h, const char *heading)
{
    char *wanted = bare(heading);
    size_t from = 0, to = h->n;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (strcmp(h->v[middle].bare, wanted) < 0)
            from = middle + 1;
        else
            to = middle;
    }
    int field = *wanted && from < h->n && strcmp(h->v[from].bare, wanted) == 0 ? h->v[from].field : -1;
    free(wanted);
    return field;
}

int head_field(const struct form *f, const char *heading)
{
    struct head_names *h = head_names_new(f);
    int field = head_names_find(h, heading);
    head_names_free(h);
    return field;
}

bool head_is_running(const char *heading)
{
    static const char *const words[] = {"序号", "行号", "顺序号", "#", "no", "no."};
    char *is = bare(heading);
    bool running = false;
    for (size_t i = 0; !running && i < ARRAY_LEN(words); i++)
        running = strcmp(is, words[i]) == 0;
    free(is);
    return running;
}

bool head_can_fill(const struct field *f)
{
    return f->type != FT_COMPUTED;
}

/* ---- near misses ------------------------------------------------------------------------------------------------- */

/* How far apart: 0 one holds the other, else letters that differ; -1: no likeness. */
static int apart(const char *a, const char *b)
{
    size_t la = text_len(a), lb = text_len(b);
    if (la == 0 || lb == 0)
        return -1;
    if (strstr(a, b) || strstr(b, a))
        return 0;
    int n = text_distance(a, b);
    size_t shorter = la < lb ? la : lb;
    return (size_t)n * 2 < shorter ? n : -1;
}

/* What lists of other houses call the columns that every register has, where no word of the label is alike. */
static int field_of_kind(const struct form *f, const char *heading)
{
    static const struct {
        enum field_type type;
        const char *word;
    } usual[] = {{FT_UNIT, "单元"},      {FT_UNIT, "房间"},    {FT_UNIT, "房号"},  {FT_UNIT, "室号"},
                 {FT_UNIT, "unit"},      {FT_UNIT, "room"},    {FT_PHONE, "电话"}, {FT_PHONE, "手机"},
                 {FT_PHONE, "联系方式"}, {FT_PHONE, "mobile"}, {FT_PHONE, "tel"},  {FT_IDCARD, "证件"},
                 {FT_MONEY, "金额"}};
    for (size_t k = 0; k < ARRAY_LEN(usual); k++)
        for (size_t i = 0; strstr(heading, usual[k].word) && i < f->nfields; i++)
            if (f->fields[i].type == usual[k].type && head_can_fill(&f->fields[i]) && !f->fields[i].system)
                return (int)i;
    return -1;
}

int head_nearest(const struct form *f, const char *heading)
{
    char *wanted = bare(heading);
    int best = -1, distance = 100;
    for (size_t i = 0; i < f->nfields; i++) {
        const char *name;
        bool offered = head_can_fill(&f->fields[i]) && !f->fields[i].system;
        for (size_t k = 0; offered && (name = called(f, i, k)); k++) {
            char *is = bare(name);
            int n = apart(wanted, is);
            if (n >= 0 && n < distance) {
                distance = n;
                best = (int)i;
            }
            free(is);
        }
    }
    if (best < 0)
        best = field_of_kind(f, wanted);
    free(wanted);
    return best;
}

/* In a map a heading with one of its marks stands in quotation marks. */
static void add_heading(struct buf *b, const char *heading)
{
    bool quote = strpbrk(heading, ",+|{}='\" \t\n") != NULL;
    buf_addf(b, quote ? "\"%s\"" : "%s", heading);
}

int head_refuse(const struct desk *d, const struct form *f, char *const *unknown, size_t n)
{
    struct buf list = {0}, map = {0};
    for (size_t i = 0; i < n && i < TOLD_MOST; i++) {
        int near = head_nearest(f, unknown[i]);
        const struct field *field = near >= 0 ? &f->fields[near] : NULL;
        buf_addf(&list, "%s'%s'", i ? ", " : "", unknown[i]);
        if (field)
            buf_addf(&list, _(" (perhaps %s: %s)"), field->name, label_of(&field->label, desk_lang(d), field->name));
        buf_addf(&map, ",%s=", field ? field->name : "-");
        add_heading(&map, unknown[i]);
    }
    int rc =
        fault(QT_REFUSED,
              _("These headings are no field of register '%s': %s. Nothing was imported. Say what they are, or that "
                "they are left out, for example: --map '*%s'"),
              f->name, list.s, map.s);
    buf_free(&list);
    buf_free(&map);
    return rc;
}

/* ---- the row of the headings --------------------------------------------------------------------------------------
 */

static size_t matches(const struct form *f, const struct head_names *names, const struct csv_row *row)
{
    size_t n = 0;
    for (size_t i = 0; !row->bad && i < row->n; i++) {
        char *name = text_trim(row->cell[i]);
        int field = head_names_find(names, name);
        n += field >= 0 && head_can_fill(&f->fields[field]);
        free(name);
    }
    return n;
}

static bool map_fits(const struct form *f, const char *map, const struct csv_row *row)
{
    struct map m = {0};
    bool fits = !row->bad && map_make(NULL, f, map, row, &m) == QT_OK;
    map_free(&m);
    return fits;
}

int head_above(struct csv_in *in, const struct form *f, const char *map, size_t *above)
{
    struct csv_row row;
    struct head_names *names = head_names_new(f);
    size_t best = 0;
    int rc = 0;
    *above = 0;
    for (size_t i = 0; i < TITLE_ROWS && (rc = csv_next(in, &row)) == 1; i++) {
        size_t n = map ? map_fits(f, map, &row) : matches(f, names, &row);
        if (n > best) {
            best = n;
            *above = i;
        }
    }
    head_names_free(names);
    fault_clear();
    return rc < 0 ? rc : csv_again(in);
}
