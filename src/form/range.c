/* From and to, as they are typed where records are looked for: "11-18..11-20", "100~", "..200", "周一到今天", ">500".
 */
#include "qiantai/form.h"

#include <string.h>

bool field_findable(const struct field *f)
{
    return !f->secret && f->nview_roles == 0;
}

bool field_ranged(const struct field *f)
{
    return f->type == FT_INT || f->type == FT_MONEY || f->type == FT_DATE || f->type == FT_TIME ||
           f->type == FT_DATETIME || f->type == FT_DURATION;
}

/* One end; of a moment typed as a day the whole day: its last second where it is the upper end. */
static int end_parse(const struct field *f, const char *text, int64_t now, bool upper, struct value *out)
{
    char date[11];
    if (f->type == FT_DATETIME && date_parse(text, now, date) == QT_OK) {
        struct civil day;
        if (date_read(date, &day)) {
            int64_t from = civil_to_time(&day);
            *out = (struct value){.kind = VAL_INT, .i = upper ? day_add(from, 1) - 1 : from};
            return QT_OK;
        }
    }
    fault_clear();
    int rc = field_parse(f, text, now, out);
    if (rc == QT_OK && f->type == FT_DATETIME && upper && out->kind == VAL_INT)
        out->i += MINUTE - 1; /* of the minute that was typed */
    return rc;
}

/* Where the text parts: *skip bytes of sign. NULL: it is one value. */
static const char *sign_at(const char *text, size_t *skip)
{
    static const char *const signs[] = {"..", "~", "～", "到", "至"};
    const char *first = NULL;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        const char *at = strstr(text, signs[i]);
        if (at && (!first || at < first)) {
            first = at;
            *skip = strlen(signs[i]);
        }
    }
    return first;
}

int field_range(const struct field *f, const char *text, int64_t now, struct value *from, struct value *to)
{
    size_t skip = 0;
    const char *sign = sign_at(text, &skip);
    bool above = *text == '>', below = *text == '<';
    int rc = QT_OK;
    *from = *to = (struct value){0};
    if (sign) {
        char *low = mem_dupn(text, (size_t)(sign - text)), *high = mem_dup(sign + skip);
        rc = low[strspn(low, " ")] ? end_parse(f, low, now, false, from) : QT_OK;
        if (rc == QT_OK && high[strspn(high, " ")])
            rc = end_parse(f, high, now, true, to);
        free(low);
        free(high);
    } else {
        text += above || below;
        rc = below ? QT_OK : end_parse(f, text, now, false, from);
        if (rc == QT_OK && !above)
            rc = end_parse(f, text, now, true, to);
    }
    if (rc < 0) {
        value_clear(from);
        value_clear(to);
    }
    return rc;
}
