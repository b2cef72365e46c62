#include "source.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

int form_file_read(const char *file, char **text, size_t *len)
{
    int fd = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return fault(QT_IO, _("%s cannot be read: %s."), file, strerror(errno));
    struct stat st;
    int rc = QT_OK;
    if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode))
        rc = fault(QT_IO, _("%s is not a file."), file);
    else if ((size_t)st.st_size > SOURCE_MAX)
        rc = fault(QT_REFUSED, _("%s is too long for a form: more than 1 MB."), file);
    if (rc == QT_OK) {
        size_t size = (size_t)st.st_size, got = 0;
        char *s = mem_alloc(size + 1);
        ssize_t n = 0;
        while (got < size && (n = read(fd, s + got, size - got)) > 0)
            got += (size_t)n;
        if (n < 0) {
            rc = fault(QT_IO, _("%s cannot be read: %s."), file, strerror(errno));
            free(s);
        } else {
            *text = s;
            *len = got;
        }
    }
    (void)close(fd);
    return rc;
}

/* Well-formed UTF-8, no control characters, indented with spaces? Else says where it is not. */
static bool text_sound(struct source *s, struct problems *out)
{
    struct place at = {s->at.file, 1, 1};
    const char *end = s->text + s->len;
    for (const char *p = s->text; p < end;) {
        unsigned char c = (unsigned char)*p;
        size_t n = 1;
        if (c >= 0x80) {
            uint32_t cp = text_codepoint(p, &n);
            if (cp == 0xFFFD && !(n == 3 && memcmp(p, "\xEF\xBF\xBD", 3) == 0)) {
                problems_add(out, &at, true, _("this is not UTF-8 text; save the file as UTF-8"));
                return false;
            }
        } else if (c < 0x20 && c != '\n' && c != '\t' && c != '\r') {
            problems_add(out, &at, true, _("control character 0x%02X; remove it"), c);
            return false;
        } else if (c == '\t' && at.col == 1) {
            problems_add(out, &at, true, _("a tab begins this line; indent with spaces"));
            return false;
        }
        at.col = c == '\n' ? 1 : at.col + 1;
        at.line += c == '\n';
        p += n;
    }
    return true;
}

/* Only the first document would be read: text behind a second --- must not be lost silently. */
static bool one_document(struct source *s, struct problems *out)
{
    int line = 1;
    bool content = false;
    for (const char *p = s->text; *p; line++) {
        const char *nl = strchr(p, '\n');
        if (strncmp(p, "---", 3) == 0 && content) {
            struct place at = {s->at.file, line, 1};
            problems_add(out, &at, true, _("a second document begins here; one file holds one form"));
            return false;
        }
        if (*p != '#' && *p != '\n' && *p != '%' && *p != '\r')
            content = true;
        if (!nl)
            break;
        p = nl + 1;
    }
    return true;
}

/* What libfyaml says, in words for people who have never heard of flow mappings. */
static const char *plain_words(const char *msg)
{
    static const struct {
        const char *part, *words;
    } said[] = {
        {"quoted", N_("a closing quote is missing, here or above")},
        {"missing comma", N_("a comma or a closing bracket is missing before this")},
        {"flow mapping without a closing brace", N_("a closing } is missing")},
        {"flow sequence without a closing bracket", N_("a closing ] is missing")},
        {"invalid multiline plain key",
         N_("this line and the next do not fit together: indentation, or a missing ':'")},
        {"mapping values are not allowed", N_("':' cannot stand here; put texts with a ':' into quotes")},
        {"invalid indentation", N_("this line is indented wrongly")},
        {"wrongly indented", N_("this line is indented wrongly")},
        {"could not find expected ':'", N_("a ':' is missing")},
        {"wrong indendation", N_("this line is indented wrongly")},
        {"cannot start with", N_("a text that begins with this sign must stand in quotes")},
        {"depth", N_("too many brackets inside each other")},
    };
    for (size_t i = 0; i < ARRAY_LEN(said); i++)
        if (strstr(msg, said[i].part))
            return _(said[i].words);
    return msg;
}

/* The first thing written inside y: a list or mapping has no place of its own. */
static struct fy_node *first_scalar(struct fy_node *y)
{
    while (y && !fy_node_is_scalar(y)) {
        void *it = NULL;
        if (fy_node_is_mapping(y)) {
            struct fy_node_pair *pair = fy_node_mapping_iterate(y, &it);
            y = pair ? fy_node_pair_key(pair) : NULL;
        } else {
            y = fy_node_sequence_iterate(y, &it);
        }
    }
    return y;
}

static bool no_anchors(const struct source *s, struct fy_document *doc, struct problems *out)
{
    void *it = NULL;
    struct fy_anchor *anchor = fy_document_anchor_iterate(doc, &it);
    if (!anchor)
        return true;
    struct fy_node *first = first_scalar(fy_anchor_node(anchor));
    struct fy_token *token = first ? fy_node_get_scalar_token(first) : NULL;
    const struct fy_mark *mark = token ? fy_token_start_mark(token) : NULL;
    struct place at = {s->at.file, mark ? mark->line + 1 : 1, mark ? mark->column + 1 : 1};
    problems_add(out, &at, true, _("anchors and aliases (& and *) are not used in form files; write it out"));
    return false;
}

static void source_parse(struct source *s, struct problems *out)
{
    struct fy_diag_cfg dc;
    fy_diag_cfg_default(&dc);
    dc.fp = NULL; /* libfyaml prints nothing itself */
    dc.level = FYET_MAX;
    struct fy_diag *diag = fy_diag_create(&dc);
    if (!diag) {
        problems_add(out, &s->at, true, _("not enough memory to read it"));
        return;
    }
    fy_diag_set_collect_errors(diag, true);
    struct fy_parse_cfg cfg = {.flags = FYPCF_QUIET | FYPCF_ALLOW_DUPLICATE_KEYS, .diag = diag};
    struct fy_document *doc = fy_document_build_from_string(&cfg, s->text, s->len);
    if (!doc) {
        void *it = NULL;
        struct fy_diag_error *e;
        size_t told = 0;
        while ((e = fy_diag_errors_iterate(diag, &it))) {
            struct place at = {s->at.file, e->line, e->column};
            problems_add(out, &at, true, "%s", plain_words(e->msg));
            told++;
        }
        if (!told)
            problems_add(out, &s->at, true, _("the file is empty; a form begins with 'register: NAME'"));
    }
    fy_diag_destroy(diag);
    if (doc && no_anchors(s, doc, out))
        s->tree = tree_make(doc, s->text);
    if (doc)
        fy_document_destroy(doc);
}

int source_read(struct source *s, const char *file, char *text, size_t len, struct problems *out)
{
    *s = (struct source){.at = {file, 0, 0}, .text = text, .len = len};
    if (text_sound(s, out) && one_document(s, out))
        source_parse(s, out);
    if (!s->tree.v) {
        source_close(s);
        return -1;
    }
    return 0;
}

int source_open(struct source *s, const char *file, struct problems *out)
{
    char *text;
    size_t len;
    *s = (struct source){.at = {file, 0, 0}};
    if (form_file_read(file, &text, &len) == 0)
        return source_read(s, file, text, len, out);
    problems_add(out, &s->at, true, "%s", fault_text());
    return -1;
}

void source_close(struct source *s)
{
    free(s->tree.v);
    free(s->text);
    s->tree.v = NULL;
    s->text = NULL;
}

struct node source_root(const struct source *s)
{
    struct place top = {s->at.file, 1, 1};
    return node_in(s->tree.v, &top);
}
