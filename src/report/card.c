/* The card of a unit: what each register has of it now, as its form says (`card`). */
#include <stdlib.h>
#include <string.h>

#include "values.h"

struct shown {
    const char *label; /* of the register */
    int64_t count;
    struct buf lines; /* "; " between those of several records */
};

/* So much of it that several stand in a line. */
static char *shortened(char *line)
{
    enum { COLUMNS = 48, DOTS = 3 };
    if (text_width(line) > COLUMNS) {
        size_t kept = text_fit(line, COLUMNS - DOTS, NULL);
        char *brief = mem_printf("%.*s...", (int)kept, line);
        free(line);
        return brief;
    }
    return line;
}

/* The fields as people read them, empty ones left out; or what the form makes of them. NULL: nothing. */
static char *line_of(struct desk *d, const struct card_rule *card, const struct record *r)
{
    const struct list_rule *list = &r->form->lists[card->list];
    struct buf b = {0};
    char *text = NULL;
    if (card->line && desk_paper_slot(d, card->line, r, &text) < 0)
        fault_clear(); /* an expression that fails is no reason to show nothing else */
    for (size_t i = 0; !card->line && i < list->ncolumns; i++) {
        int at = list->columns[i].field;
        char *one = at == form_sys(r->form, SYS_STATE) ? desk_state_shown(d, r) : NULL;
        if (!one && r->v[at].kind != VAL_NULL)
            one = desk_value_show(d, &r->form->fields[at], &r->v[at]);
        if (one && *one)
            buf_addf(&b, "%s%s", b.len ? " " : "", one);
        free(one);
    }
    char *clean = card->line ? text_clean(text ? text : "", text ? strlen(text) : 0, true, NULL) : buf_take(&b);
    free(text);
    if (clean && *clean)
        return clean;
    free(clean);
    return NULL;
}

/* brief: each record in one line, shortened. */
static int add_lines(struct desk *d, struct desk_list *l, const struct form *f, const struct card_rule *card,
                     bool brief, struct shown *out)
{
    struct record_page page = {0};
    int rc = desk_list_page(l, PAGE_FIRST, NULL, (size_t)card->most, &page);
    for (size_t i = 0; i < page.n && rc == QT_OK; i++) {
        struct record *r = NULL;
        rc = desk_get(d, f, page.v[i]->id, &r);
        char *line = rc == QT_OK ? line_of(d, card, r) : NULL;
        for (char *p = line; brief && p && (p = strchr(p, '\n'));)
            *p = ' ';
        line = brief && line ? shortened(line) : line;
        if (line)
            buf_addf(&out->lines, "%s%s", out->lines.len ? (brief ? "; " : "\n") : "", line);
        free(line);
        record_free(r);
        if (rc == QT_NOTFOUND) /* gone since the list was read */
            rc = QT_OK;
    }
    if (rc == QT_OK && page.more && out->lines.len)
        buf_add(&out->lines, brief ? "; ..." : "\n...");
    desk_page_free(&page);
    return rc;
}

/* count 0: there is nothing. */
static int read_card(struct desk *d, const struct form *f, const struct card_rule *card, const char *unit, bool brief,
                     struct shown *out)
{
    struct query q = {.form = f, .list = card->list, .unit = unit, .sort = -1};
    struct desk_list *l = NULL;
    bool exact;
    int rc = desk_list_open(d, &q, &l);
    if (rc < 0)
        return rc;
    if (brief || card->count)
        rc = desk_list_count(l, 0, &out->count, NULL, &exact);
    if (rc == QT_OK && card->most > 0 && (out->count > 0 || !(brief || card->count)))
        rc = add_lines(d, l, f, card, brief, out);
    desk_list_close(l);
    return rc;
}

static const char *card_label(struct desk *d, const struct form *f, const struct card_rule *card)
{
    return label_of(&card->label, desk_lang(d), label_of(&f->short_title, desk_lang(d), form_label(d, f)));
}

/* ---- at the head of the unit's file ----------------------------------------------------------------------------- */

typedef void tell_fn(struct page *p, const struct form *f, const struct card_rule *card, const struct shown *s);

/* Each register's in the order of the forms; a register that is closed to the person is not there. */
static int each_card(struct desk *d, const char *unit, tell_fn *tell, struct page *p)
{
    const struct forms *forms = desk_forms(d);
    int rc = QT_OK;
    for (size_t i = 0; i < forms->n && rc == QT_OK; i++)
        for (size_t k = 0; k < forms->v[i]->ncards && rc == QT_OK; k++) {
            const struct form *f = forms->v[i];
            const struct card_rule *card = &f->cards[k];
            struct shown s = {.label = NULL};
            if (card->aside || !desk_allows(d, f, RIGHT_LOOK))
                continue;
            s.label = card_label(d, f, card);
            rc = read_card(d, f, card, unit, true, &s);
            if (rc == QT_OK && s.count > 0 && (card->count || s.lines.len))
                tell(p, f, card, &s);
            buf_free(&s.lines);
        }
    return rc;
}

static void tell_line(struct page *p, const struct form *f, const struct card_rule *card, const struct shown *s)
{
    (void)f;
    char *number = card->count ? mem_printf(" %lld", (long long)s->count) : mem_dup("");
    char *text = mem_printf("%s%s%s%s", s->label, number, s->lines.len ? "  " : "", s->lines.len ? s->lines.s : "");
    page_text(p, text);
    free(number);
    free(text);
}

int card_lines(struct desk *d, struct page *p, const char *unit)
{
    return each_card(d, unit, tell_line, p);
}

static void tell_row(struct page *p, const struct form *f, const struct card_rule *card, const struct shown *s)
{
    page_cells(p, (const struct page_cell[]){{.text = f->name},
                                             {.text = (char *)s->label},
                                             {.kind = KIND_NUMBER, .number = s->count, .empty = !card->count},
                                             {.text = s->lines.s, .empty = !s->lines.len}});
}

int card_data(struct desk *d, struct page *p, const char *unit)
{
    static const char *const keys[] = {"register", "label", "count", "lines"};
    data_table(p, "card");
    for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
        data_column(p, keys[i], "", 12, ALIGN_LEFT);
        page_json_only(p); /* people read the lines */
    }
    int rc = each_card(d, unit, tell_row, p);
    return rc == QT_OK ? card_lines(d, p, unit) : rc;
}

/* ---- beside forms and records ------------------------------------------------------------------------------------ */

struct placed {
    const struct form *form;
    const struct card_rule *card;
    size_t order;
};

static int by_place(const void *a, const void *b)
{
    const struct placed *x = a, *y = b;
    if (x->card->place != y->card->place)
        return x->card->place - y->card->place;
    return x->order < y->order ? -1 : 1;
}

static void household_add(struct household *h, const char *label, const char *text, size_t n,
                          const struct card_rule *card)
{
    h->v = mem_resize(h->v, h->n + 1, sizeof *h->v);
    h->v[h->n++] = (struct household_line){mem_dup(label), mem_dupn(text, n), card->tone, card->place};
}

static void add_shown(struct household *h, const struct card_rule *card, const struct shown *s)
{
    if (card->place == 0) {
        char *head = mem_printf("%s  %s", h->head, s->lines.len ? s->lines.s : "");
        free(h->head);
        h->head = head;
        return;
    }
    char *label =
        card->count && s->count > 1 ? mem_printf("%s %lld", s->label, (long long)s->count) : mem_dup(s->label);
    const char *text = s->lines.len ? s->lines.s : "";
    for (bool first = true; first || *text; first = false) {
        size_t n = strcspn(text, "\n"), own = strcspn(text, "\t\n");
        char *said = text[own] == '\t' ? mem_dupn(text, own) : mem_dup(first ? label : "");
        own = text[own] == '\t' ? own + 1 : 0;
        household_add(h, said, text + own, n - own, card);
        free(said);
        text += n + (text[n] == '\n');
    }
    free(label);
}

int household_read(struct desk *d, const char *unit, struct household *out)
{
    const struct forms *forms = desk_forms(d);
    struct placed *v = NULL;
    size_t n = 0;
    int rc = QT_OK;
    *out = (struct household){.head = mem_dup(unit)};
    for (size_t i = 0; i < forms->n; i++)
        for (size_t k = 0; k < forms->v[i]->ncards && desk_allows(d, forms->v[i], RIGHT_LOOK); k++) {
            v = mem_resize(v, n + 1, sizeof *v);
            v[n] = (struct placed){forms->v[i], &forms->v[i]->cards[k], n};
            n++;
        }
    if (n > 0)
        qsort(v, n, sizeof *v, by_place);
    for (size_t i = 0; i < n && rc == QT_OK; i++) {
        struct shown s = {.label = card_label(d, v[i].form, v[i].card)};
        rc = read_card(d, v[i].form, v[i].card, unit, false, &s);
        if (rc == QT_OK && (s.lines.len || (v[i].card->count && s.count > 0)))
            add_shown(out, v[i].card, &s);
        buf_free(&s.lines);
    }
    free(v);
    return rc;
}

void household_free(struct household *h)
{
    for (size_t i = 0; i < h->n; i++) {
        free(h->v[i].label);
        free(h->v[i].text);
    }
    free(h->v);
    free(h->head);
    *h = (struct household){0};
}
