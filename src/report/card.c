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
static char *line_of(struct desk *d, const struct record *r)
{
    const struct card_rule *card = r->form->card;
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
    char *clean = card->line ? text_clean(text ? text : "", text ? strlen(text) : 0, false, NULL) : buf_take(&b);
    free(text);
    if (clean && *clean)
        return shortened(clean);
    free(clean);
    return NULL;
}

static int add_lines(struct desk *d, struct desk_list *l, const struct form *f, struct shown *out)
{
    struct record_page page = {0};
    int rc = desk_list_page(l, PAGE_FIRST, NULL, (size_t)f->card->most, &page);
    for (size_t i = 0; i < page.n && rc == QT_OK; i++) {
        struct record *r = NULL;
        rc = desk_get(d, f, page.v[i]->id, &r);
        char *line = rc == QT_OK ? line_of(d, r) : NULL;
        if (line)
            buf_addf(&out->lines, "%s%s", out->lines.len ? "; " : "", line);
        free(line);
        record_free(r);
        if (rc == QT_NOTFOUND) /* gone since the list was read */
            rc = QT_OK;
    }
    if (rc == QT_OK && page.more && out->lines.len)
        buf_add(&out->lines, "; ...");
    desk_page_free(&page);
    return rc;
}

/* count 0: there is nothing. */
static int read_card(struct desk *d, const struct form *f, const char *unit, struct shown *out)
{
    struct query q = {.form = f, .list = f->card->list, .unit = unit, .sort = -1};
    struct desk_list *l = NULL;
    bool exact;
    int rc = desk_list_open(d, &q, &l);
    if (rc < 0)
        return rc;
    rc = desk_list_count(l, 0, &out->count, NULL, &exact);
    if (rc == QT_OK && out->count > 0 && f->card->most > 0)
        rc = add_lines(d, l, f, out);
    desk_list_close(l);
    return rc;
}

/* Each register's in the order of the forms; a register that is closed to the person is not there. */
static int each_card(struct desk *d, const char *unit,
                     void (*tell)(struct page *p, const struct form *f, const struct shown *s), struct page *p)
{
    const struct forms *forms = desk_forms(d);
    int rc = QT_OK;
    for (size_t i = 0; i < forms->n && rc == QT_OK; i++) {
        const struct form *f = forms->v[i];
        struct shown s = {.label = NULL};
        if (!f->card || !desk_allows(d, f, RIGHT_LOOK))
            continue;
        s.label = label_of(&f->card->label, desk_lang(d), label_of(&f->short_title, desk_lang(d), form_label(d, f)));
        rc = read_card(d, f, unit, &s);
        if (rc == QT_OK && s.count > 0 && (f->card->count || s.lines.len))
            tell(p, f, &s);
        buf_free(&s.lines);
    }
    return rc;
}

static void tell_line(struct page *p, const struct form *f, const struct shown *s)
{
    char *number = f->card->count ? mem_printf(" %lld", (long long)s->count) : mem_dup("");
    char *text = mem_printf("%s%s%s%s", s->label, number, s->lines.len ? "  " : "", s->lines.len ? s->lines.s : "");
    page_text(p, text);
    free(number);
    free(text);
}

int card_lines(struct desk *d, struct page *p, const char *unit)
{
    return each_card(d, unit, tell_line, p);
}

static void tell_row(struct page *p, const struct form *f, const struct shown *s)
{
    page_cells(p, (const struct page_cell[]){{.text = f->name},
                                             {.text = (char *)s->label},
                                             {.kind = KIND_NUMBER, .number = s->count, .empty = !f->card->count},
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
