/* The board, and what a search found, for the command line. */
#include <stdlib.h>
#include <string.h>

#include "values.h"

enum { ROWS = 200 };

static const char *const urgency_names[] = {
    [DUE_OVERDUE] = "overdue", [DUE_SOON] = "soon", [DUE_TODAY] = "today", [DUE_LATER] = "later"};

struct board_source {
    struct desk *d;
    struct board_row *v;
    size_t n, at;
    struct due behind; /* due and id of the last one read; id 0: none yet */
    bool more;
    struct board_query query;
};
enum { MATTER = 8, URGENT, MORE, KIND, WAITS };

static void board_release(void *arg)
{
    struct board_source *b = arg;
    board_free(b->v, b->n);
    free(b);
}

static void fill_row(const struct board_source *b, const struct board_row *r, struct page_row *row)
{
    static const enum tone tones[] = {[DUE_OVERDUE] = TONE_ALERT, [DUE_SOON] = TONE_WARN};
    const char *title = label_of(&r->form->title, desk_lang(b->d), r->form->name);
    const char *const texts[] = {r->due.clock, r->number, r->unit, r->who, r->state, r->matter};
    char at[32];
    time_show(r->deadline, clock_now(), desk_lang(b->d) == LANG_ZH, at, sizeof at);
    row->cell[0].text = mem_dup(r->urgency == DUE_OVERDUE ? "!" : "");
    row->cell[0].plain = mem_dup(urgency_names[r->urgency]);
    row->cell[1] = (struct page_cell){.kind = KIND_MOMENT, .number = r->deadline, .text = mem_dup(at)};
    row->cell[1].plain = mem_alloc(17);
    stamp_show(r->deadline, row->cell[1].plain);
    row->cell[2].text = mem_dup(title);
    row->cell[2].plain = mem_dup(r->due.reg);
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        row->cell[3 + i].text = mem_dup(texts[i]);
        row->cell[3 + i].empty = !texts[i];
    }
    if (r->due.urgent) {
        struct page_cell *matter = &row->cell[MATTER];
        matter->plain = matter->text;
        matter->text = mem_printf("%s %s", _("Urgent"), matter->plain);
    }
    row->cell[URGENT] = (struct page_cell){.kind = KIND_BOOL, .number = r->due.urgent};
    row->cell[MORE] = (struct page_cell){.kind = KIND_NUMBER, .number = r->more};
    row->cell[KIND].text = mem_dup(r->due.kind ? r->due.kind : "");
    row->cell[WAITS] = (struct page_cell){.kind = KIND_BOOL, .number = r->due.paused != 0};
    for (size_t i = 0; i < row->n && (size_t)r->urgency < ARRAY_LEN(tones); i++)
        row->cell[i].tone = r->due.urgent ? TONE_ALERT : tones[r->urgency];
}

static int next_due(void *arg, struct page_row *row)
{
    struct board_source *b = arg;
    if (b->at == b->n) {
        board_free(b->v, b->n);
        b->v = NULL;
        b->n = b->at = 0;
        int rc = QT_OK;
        if (b->more)
            rc = desk_board_page(b->d, &b->query, b->behind.id ? PAGE_AFTER : PAGE_FIRST, &b->behind, ROWS, &b->v,
                                 &b->n, &b->more);
        if (rc != QT_OK || b->n == 0)
            return rc;
        const struct due *last = &b->v[b->n - 1].due;
        b->behind = (struct due){.due = last->due, .id = last->id, .urgent = last->urgent};
    }
    fill_row(b, &b->v[b->at++], row);
    return 1;
}

int report_board(struct desk *d, bool each, struct page **out)
{
    const struct {
        const char *key, *heading;
        int width;
        bool json_only;
    } columns[] = {{"urgency", "", 1, false},
                   {"due", _("due"), 16, false},
                   {"register", _("register"), 12, false},
                   {"clock", "", 1, true},
                   {"number", _("number"), 13, false},
                   {"unit", _("unit"), 9, false},
                   {"who", _("who"), 10, false},
                   {"state", _("state"), 12, false},
                   {"matter", _("matter"), 30, false},
                   {"urgent", "", 1, true},
                   {"more", "", 1, true},
                   {"kind", "", 1, true},
                   {"waits", "", 1, true}};
    struct board_source *b = mem_alloc(sizeof *b);

    *b = (struct board_source){.d = d, .more = true, .query = {.each = each}};
    *out = page_new("board", _("Board"));
    data_table(*out, "board");
    for (size_t i = 0; i < ARRAY_LEN(columns); i++) {
        data_column(*out, columns[i].key, columns[i].heading, columns[i].width, ALIGN_LEFT);
        if (columns[i].json_only)
            page_json_only(*out);
    }
    page_source(*out, next_due, b, board_release);
    return QT_OK;
}

int report_duty(struct desk *d, const struct board_row *row, struct page **out)
{
    const char *signs[] = {_("Done by"), _("Checked by"), _("Time")};
    int rc = desk_permit(d, row->form, NULL, -1, -1, RIGHT_LOOK);
    *out = NULL;
    if (rc != QT_OK)
        return rc;
    char *why = desk_explain(d, &row->due);
    *out = paper_begin(d, row->form, row->due.clock, row->matter);
    paper_subtitle(d, *out, form_label(d, row->form));
    page_text(*out, why);
    page_lines(*out, _("Remarks"), 3);
    page_signs(*out, signs, ARRAY_LEN(signs));
    free(why);
    return QT_OK;
}

int report_search(struct desk *d, const char *text, size_t limit, struct page **out)
{
    struct hit *hits = mem_alloc(limit * sizeof *hits);
    size_t n = 0;
    int rc = desk_search(d, NULL, text, hits, limit, &n);
    *out = page_new("search", text);
    data_table(*out, "hits");
    data_column(*out, "register", _("register"), 12, ALIGN_LEFT);
    data_column(*out, "number", _("number"), 13, ALIGN_LEFT);
    data_column(*out, "summary", _("matter"), 40, ALIGN_LEFT);
    for (size_t i = 0; rc == QT_OK && i < n; i++) {
        struct record *r = NULL;
        rc = desk_get(d, hits[i].form, hits[i].id, &r);
        if (rc != QT_OK)
            break;
        char *summary = desk_summary(d, r);
        page_row(*out, (const char *const[]){hits[i].form->name, record_number(r), summary});
        free(summary);
        record_free(r);
    }
    page_holds(*out, (int64_t)n);
    free(hits);
    if (rc != QT_OK) {
        page_free(*out);
        *out = NULL;
    }
    return rc;
}
