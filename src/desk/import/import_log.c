/* Imports as the journal has them: a line `import-begin` with the file's name, a mark of its contents and one of the
 * map, whose number is the import's id; its records' lines, which name the id as their cause; a line `import` with what
 * came of it; `import-undone` when it was taken back. */
#include "import/import.h"

#include <errno.h>
#include <inttypes.h>

struct log_line {
    char *file, *content, *map;
    int64_t import, rows, imported, changed, refused;
};

static void log_clear(struct log_line *l)
{
    free(l->file);
    free(l->content);
    free(l->map);
    *l = (struct log_line){0};
}

static void take_text(char **to, const struct json *j)
{
    free(*to);
    *to = mem_dup(j->text.s ? j->text.s : "");
}

static int log_read(const char *data, struct log_line *out)
{
    static const char *const names[] = {"import", "rows", "imported", "changed", "refused"};
    int64_t *const numbers[] = {&out->import, &out->rows, &out->imported, &out->changed, &out->refused};
    struct json j;
    enum json_item item;
    json_open(&j, data);
    while ((item = json_next(&j)) != JSON_END && item != JSON_BAD) {
        for (size_t i = 0; item == JSON_NUMBER && i < ARRAY_LEN(names); i++)
            if (strcmp(j.name.s, names[i]) == 0)
                *numbers[i] = j.number;
        if (item == JSON_TEXT && strcmp(j.name.s, "file") == 0)
            take_text(&out->file, &j);
        else if (item == JSON_TEXT && strcmp(j.name.s, "content") == 0)
            take_text(&out->content, &j);
        else if (item == JSON_TEXT && strcmp(j.name.s, "map") == 0)
            take_text(&out->map, &j);
    }
    return json_close(&j);
}

/* ---- this one -----------------------------------------------------------------------------------------------------
 */
static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* A mark of all bytes of the file, and of the sheet that is taken. */
static int content_mark(const struct run *run, char out[17])
{
    char part[65536];
    uint64_t h = 14695981039346656037U;
    size_t n;
    FILE *f = fopen(run->im.o->file, "rbe");
    for (const char *s = run->res->sheet; s && *s; s++)
        h = (h ^ (unsigned char)*s) * 1099511628211U;
    while (f && (n = fread(part, 1, sizeof part, f)) > 0)
        for (size_t i = 0; i < n; i++)
            h = (h ^ (unsigned char)part[i]) * 1099511628211U;
    bool bad = !f || ferror(f);
    if (f)
        (void)fclose(f);
    (void)snprintf(out, 17, "%016" PRIx64, h);
    return bad ? fault(QT_IO, _("The file could not be read: %s."), strerror(errno)) : QT_OK;
}

int log_begin(struct run *run)
{
    struct desk *d = run->im.d;
    const struct import_options *o = run->im.o;
    char content[17], map[17], hash[65];
    int rc = content_mark(run, content);
    if (rc != QT_OK)
        return rc;
    (void)snprintf(map, sizeof map, "%016" PRIx64, map_mark(&run->im.map, o->state));
    char *data = json_pairs("file", base_name(o->file), "content", content, "map", map, NULL);
    rc = journal_note(d->db, &d->who, "import-begin", run->im.form->name, 0, data);
    free(data);
    if (rc == QT_OK)
        rc = journal_head(d->db, &run->res->id, hash);
    (void)snprintf(run->cause, sizeof run->cause, "{\"import\":%" PRId64 "}", run->res->id);
    return rc;
}

int log_end(struct run *run)
{
    const struct import_result *res = run->res;
    if (run->im.o->dry_run || res->rows == 0)
        return QT_OK;
    char *data = mem_printf("{\"import\":%lld,\"rows\":%lld,\"imported\":%lld,\"changed\":%lld,\"refused\":%lld,"
                            "\"already\":%lld}",
                            (long long)res->id, (long long)res->rows, (long long)res->imported, (long long)res->changed,
                            (long long)run->refused.rows, (long long)res->already);
    int rc = desk_note(run->im.d, "import", run->im.form->name, 0, data);
    free(data);
    return rc;
}

/* ---- earlier ones -------------------------------------------------------------------------------------------------
 */
static bool was_undone(const struct journal_line *v, size_t newer, int64_t id)
{
    bool undone = false;
    for (size_t i = 0; !undone && i < newer; i++) {
        struct log_line l = {0};
        undone = strcmp(v[i].action, "import-undone") == 0 && log_read(v[i].data, &l) == QT_OK && l.import == id;
        log_clear(&l);
    }
    return undone;
}

int log_check(struct run *run)
{
    struct journal_line *v = NULL;
    size_t n = 0;
    char content[17], map[17];
    if (run->key)
        return QT_OK;
    int rc = content_mark(run, content);
    (void)snprintf(map, sizeof map, "%016" PRIx64, map_mark(&run->im.map, run->im.o->state));
    if (rc == QT_OK)
        rc = journal_history(run->im.d->db, run->im.form->name, 0, NULL, 0, &v, &n);
    for (size_t i = 0; rc == QT_OK && i < n; i++) {
        struct log_line l = {0};
        if (strcmp(v[i].action, "import-begin") == 0 && log_read(v[i].data, &l) == QT_OK && l.content && l.map &&
            strcmp(l.content, content) == 0 && strcmp(l.map, map) != 0 && !was_undone(v, i, v[i].seq))
            rc = fault(QT_REFUSED,
                       _("This file came in before with other columns taken (import %lld): its rows would stand twice. "
                         "Take that import "
                         "back first, at the screen under Imports so far (F10 J), else with `qiantai import undo "
                         "%lld`; or name the "
                         "fields by which a row is known with --key, then what differs is changed."),
                       (long long)v[i].seq, (long long)v[i].seq);
        log_clear(&l);
    }
    journal_free(v, n);
    return rc;
}

static void list_form(const struct form *f, const struct journal_line *v, size_t n, struct import_done **out,
                      size_t *nout)
{
    struct log_line end = {0}; /* lines stand newest first: an end before its beginning */
    for (size_t i = 0; i < n; i++) {
        struct log_line l = {0};
        bool begins = strcmp(v[i].action, "import-begin") == 0;
        if ((begins || strcmp(v[i].action, "import") == 0) && log_read(v[i].data, &l) == QT_OK) {
            if (begins) {
                *out = mem_resize(*out, *nout + 1, sizeof **out);
                bool ended = end.import == v[i].seq;
                (*out)[(*nout)++] = (struct import_done){.id = v[i].seq,
                                                         .at = v[i].at,
                                                         .form = f,
                                                         .ended = ended,
                                                         .rows = ended ? end.rows : 0,
                                                         .imported = ended ? end.imported : 0,
                                                         .changed = ended ? end.changed : 0,
                                                         .refused = ended ? end.refused : 0,
                                                         .staff = mem_dup(v[i].staff),
                                                         .file = mem_dup(l.file ? l.file : ""),
                                                         .undone = was_undone(v, i, v[i].seq)};
            } else {
                log_clear(&end);
                end = l;
                l = (struct log_line){0};
            }
        }
        log_clear(&l);
    }
    log_clear(&end);
}

static int newer_first(const void *a, const void *b)
{
    const struct import_done *x = a, *y = b;
    return x->id < y->id ? 1 : x->id > y->id ? -1 : 0;
}

int desk_imports(struct desk *d, struct import_done **v, size_t *n)
{
    int rc = desk_attempt(d, NULL, NULL, -1, -1, RIGHT_IMPORT);
    *v = NULL;
    *n = 0;
    for (size_t i = 0; rc == QT_OK && i < d->forms->n; i++) {
        const struct form *f = d->forms->v[i];
        struct journal_line *lines = NULL;
        size_t nlines = 0;
        if (!desk_allows(d, f, RIGHT_LOOK))
            continue;
        rc = journal_history(d->db, f->name, 0, NULL, 0, &lines, &nlines);
        if (rc == QT_OK)
            list_form(f, lines, nlines, v, n);
        journal_free(lines, nlines);
    }
    if (*n > 0)
        qsort(*v, *n, sizeof **v, newer_first);
    return rc;
}

void desk_imports_free(struct import_done *v, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        free(v[i].staff);
        free(v[i].file);
    }
    free(v);
}
