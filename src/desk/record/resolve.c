/* What a clerk types for a unit, a linked record or a colleague: 1203, a1203, lm → the one that is meant. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "desk_internal.h"

#define NAMED 3       /* how many candidates a refusal names */
#define CANDIDATES 20 /* more than this is "many" */
#define UNIT_SAID 12  /* characters: what is longer is no unit */

/* Letters and digits only, lower case; other scripts stay. "A-0501" → "a0501". */
static char *key_of(const char *s)
{
    char *narrow = text_narrow(s), *folded = text_fold(narrow);
    struct buf b = {0};
    for (const char *p = folded; *p; p++)
        if ((unsigned char)*p >= 0x80 || isalnum((unsigned char)*p))
            buf_addc(&b, *p);
    free(narrow);
    free(folded);
    return buf_take(&b);
}

/* The digits of a key without leading zeros. */
static char *digits_of(const char *key)
{
    struct buf b = {0};
    for (const char *p = key; *p; p++)
        if (isdigit((unsigned char)*p) && (b.len > 0 || *p != '0'))
            buf_addc(&b, *p);
    return buf_take(&b);
}

static bool all_digits(const char *key)
{
    return key[0] && key[strspn(key, "0123456789")] == '\0';
}

/* What people say beside the letters and figures of a unit, or leave out. */
static bool is_measure(const char *s, size_t n)
{
    static const char *const words[] = {"座", "栋", "幢", "号", "楼", "房", "室", "单", "元", "层"};
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (strlen(words[i]) == n && strncmp(s, words[i], n) == 0)
            return true;
    return false;
}

/* As it is said: A-0501, a501, A座501 are all "a501"; 3-1201, 3栋1201室 "3.1201". */
static char *spoken_of(const char *s)
{
    char *narrow = text_narrow(s), *folded = text_fold(narrow);
    struct buf b = {0};
    bool zeros = true, apart = false; /* before the first figure that counts; between two numbers */
    buf_add(&b, "");
    for (const char *p = folded; *p;) {
        size_t n;
        (void)text_codepoint(p, &n);
        bool digit = isdigit((unsigned char)*p), sign = (unsigned char)*p < 0x80 && !isalnum((unsigned char)*p);
        if (sign || is_measure(p, n)) {
            apart = b.len > 0 && isdigit((unsigned char)b.s[b.len - 1]);
            zeros = true;
        } else if (!(digit && zeros && *p == '0' && isdigit((unsigned char)p[1]))) {
            if (apart && digit)
                buf_addc(&b, '.');
            buf_addn(&b, p, n);
            zeros = !digit;
            apart = false;
        }
        p += n;
    }
    free(narrow);
    free(folded);
    return buf_take(&b);
}

struct candidates {
    const char *key, *digits; /* digits NULL when letters were typed */
    const char *spoken;
    bool whole;
    struct candidate {
        int64_t id;
        int rank; /* 0 same key, 1 same digits or as it is said, 2 contains */
        bool closed;
        char *number;
    } v[CANDIDATES];
    size_t n;
    size_t all;
};

static int add_candidate(struct record *r, void *arg)
{
    struct candidates *c = arg;
    char *key = key_of(record_number(r)), *digits = digits_of(key), *spoken = spoken_of(record_number(r));
    int state = record_state(r);
    bool same = (c->digits && strcmp(digits, c->digits) == 0) || strcmp(spoken, c->spoken) == 0;
    int rank = strcmp(key, c->key) == 0 ? 0 : same ? 1 : 2;
    if (rank < 2 || (!c->whole && strstr(key, c->key))) {
        c->all++;
        bool closed = state >= 0 && r->form->states[state].final;
        if (c->n < CANDIDATES)
            c->v[c->n++] = (struct candidate){r->id, rank, closed, mem_dup(record_number(r))};
    }
    free(key);
    free(digits);
    free(spoken);
    return 0;
}

/* Numbers whose characters contain those of the key in this order; add_candidate() then compares exactly. */
static int candidates_find(struct desk *d, const struct form *to, const char *typed, bool whole, struct candidates *c)
{
    char *key = key_of(typed), *digits = digits_of(key), *spoken = spoken_of(typed);
    bool numeric = all_digits(key) && digits[0];
    struct buf where = {0};
    buf_add(&where, "number like '%");
    for (const char *p = numeric ? digits : spoken; *p;) {
        if (*p == '.') { /* between two numbers stands some sign */
            p++;
            continue;
        }
        size_t n = text_next(p, NULL);
        buf_addn(&where, p, n);
        buf_addc(&where, '%');
        p += n;
    }
    buf_addc(&where, '\'');
    *c = (struct candidates){.key = key, .digits = numeric ? digits : NULL, .spoken = spoken, .whole = whole};
    int rc = spoken[0] ? rec_each(d->db, to, where.s, add_candidate, c) : QT_OK;
    buf_free(&where);
    free(key);
    free(digits);
    free(spoken);
    c->key = c->digits = c->spoken = NULL;
    return rc;
}

static void candidates_clear(struct candidates *c)
{
    for (size_t i = 0; i < c->n; i++)
        free(c->v[i].number);
    c->n = 0;
}

int desk_number_ids(struct desk *d, const struct form *to, const char *typed, bool whole, int64_t **ids, size_t *n)
{
    struct candidates c;
    int rc = candidates_find(d, to, typed, whole, &c);
    *ids = NULL;
    *n = 0;
    if (rc == QT_OK && c.n > 0) {
        *ids = mem_alloc(c.n * sizeof **ids);
        for (int rank = 0; rank <= 2; rank++)
            for (size_t i = 0; i < c.n; i++)
                if (c.v[i].rank == rank)
                    (*ids)[(*n)++] = c.v[i].id;
    }
    candidates_clear(&c);
    return rc;
}

/* What was typed may be a person's name: refusals do not repeat it. */
static int refuse_several(size_t count, char *const *names, size_t n)
{
    struct buf b = {0};
    for (size_t i = 0; i < n && i < NAMED; i++)
        buf_addf(&b, "%s%s", i ? ", " : "", names[i]);
    if (count > NAMED)
        buf_add(&b, " …");
    int rc = fault(QT_REFUSED, _("This fits %zu entries: %s. Type more of it."), count, b.s);
    buf_free(&b);
    return rc;
}

/* The best rank decides; entries that are closed count only when no other is left. */
static int pick_candidate(const struct candidates *c, char **number)
{
    char *names[CANDIDATES];
    for (int rank = 0; rank < 2; rank++) {
        for (int closed = 0; closed < 2; closed++) {
            size_t n = 0;
            for (size_t i = 0; i < c->n; i++)
                if (c->v[i].rank == rank && c->v[i].closed == (closed == 1))
                    names[n++] = c->v[i].number;
            if (n == 1) {
                *number = mem_dup(names[0]);
                return QT_OK;
            }
            if (n > 1)
                return refuse_several(n, names, n);
        }
    }
    return QT_NOTFOUND;
}

/* By name, pinyin or the tail of a number, when only one record answers. */
static int by_search(struct desk *d, const struct form *to, const char *typed, char **number)
{
    struct hit hits[NAMED + 1];
    char *names[NAMED + 1] = {0};
    size_t n = 0, named = 0;
    int rc = search_find(d->db, to, typed, hits, NAMED + 1, &n);
    for (size_t i = 0; i < n && rc == QT_OK; i++) {
        struct record *r = NULL;
        rc = desk_get(d, to, hits[i].id, &r);
        if (rc == QT_OK)
            names[named++] = mem_dup(record_number(r));
        if (rc == QT_DENIED)
            rc = QT_OK; /* of another area */
        record_free(r);
    }
    if (rc == QT_OK && named == 1)
        *number = mem_dup(names[0]);
    else if (rc == QT_OK && named > 1)
        rc = refuse_several(named, names, named);
    else if (rc == QT_OK)
        rc = fault(QT_REFUSED, _("Not found in %s."), label_of(&to->title, d->lang, to->name));
    for (size_t i = 0; i < named; i++)
        free(names[i]);
    return rc;
}

int desk_resolve(struct desk *d, const struct form *to, const char *typed, char **number)
{
    struct record *exact = NULL;
    int rc = desk_find(d, to, typed, &exact);
    if (rc == QT_OK)
        *number = mem_dup(record_number(exact));
    record_free(exact);
    if (rc != QT_NOTFOUND)
        return rc;
    struct candidates c;
    if (strcmp(to->name, "unit") == 0) { /* scanned: units are few */
        rc = candidates_find(d, to, typed, true, &c);
        if (rc == QT_OK)
            rc = pick_candidate(&c, number);
        candidates_clear(&c);
    }
    return rc == QT_NOTFOUND ? by_search(d, to, typed, number) : rc;
}

char *desk_unit_said(struct desk *d, const char *typed)
{
    const struct form *units = forms_find(d->forms, "unit");
    char *key = key_of(typed), *number = NULL;
    bool mixed = strpbrk(key, "0123456789") && !all_digits(key) && text_len(key) <= UNIT_SAID;
    struct candidates c = {.n = 0};
    if (mixed && units && desk_allows(d, units, RIGHT_LOOK) && candidates_find(d, units, typed, true, &c) == QT_OK &&
        c.n == 1)
        number = mem_dup(c.v[0].number);
    else
        fault_clear();
    candidates_clear(&c);
    free(key);
    return number;
}
