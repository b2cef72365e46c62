/* A paper of a record or of a list: its parts and copies, each with its head; on which sheet; its line in the journal.
 */
#include <stdlib.h>
#include <string.h>

#include "papers.h"
#include "qiantai/desk_ledger.h"
#include "qiantai/desk_paper.h"

/* ---- the sheet -------------------------------------------------------------------------------------------- */

/* The setting paper.REGISTER.NAME, whose default is what the paper says itself; else print_paper. */
static void choose_sheet(const struct papering *t)
{
    struct sheet_size size;
    char *setting = mem_printf("paper.%s.%s", t->form->name, t->rule->name);
    char *name = desk_setting(t->d, setting);
    if (name && *name && sheet_size(name, &size))
        page_set_size(t->p, &size);
    free(name);
    free(setting);
}

/* ---- heads ------------------------------------------------------------------------------------------------ */

/* A receipt bears its own number, and is void when what it was for was undone. */
static char *number_line(const struct papering *t)
{
    int state = t->r ? record_state(t->r) : -1;
    bool void_ = t->void_ || (state >= 0 && t->form->states[state].withdraws);
    const char *void_word = void_ ? _("VOID") : "";
    if (t->rule->head == HEAD_NONE)
        return mem_dup(void_word);
    char *number = mem_printf(_("No. %s"), t->roll            ? t->number
                                           : t->rule->receipt ? t->r->v[t->rule->receipt - 1].s
                                                              : record_number(t->r));
    char *line = mem_printf("%s%s%s", number, *void_word ? "  " : "", void_word);
    free(number);
    return line;
}

int paper_may_say(const struct papering *t, const char *label, const char *text)
{
    if (t->quoted || !text || !*text)
        return QT_OK;
    if (!label)
        return desk_may_print(t->d, text, false);
    char *said = mem_printf("%s：%s：%s", t->title ? t->title : "", label, text);
    int rc = desk_may_print(t->d, said, false);
    free(said);
    return rc;
}

static int add_part(const struct papering *shared, const struct paper_part *part, int share)
{
    struct papering own = *shared;
    const struct papering *t = &own;
    struct buf title = {0}, foot = {0};
    enum lang lang = desk_lang(t->d);
    bool bare = t->rule->head == HEAD_NONE;
    int rc = t->rule->title.there ? paper_say(t, &t->rule->title, &title) : QT_OK;
    char *number = number_line(t);
    if (!t->rule->title.there)
        buf_add(&title, label_of(&t->rule->label, lang, t->rule->name));
    own.title = title.s;
    if (rc == QT_OK)
        rc = desk_may_print(t->d, title.s, t->rule->receipt != 0);
    if (rc == QT_OK)
        page_part(t->p, &(struct page_part){.building = bare ? NULL : desk_building(t->d),
                                            .title = bare ? NULL : title.s,
                                            .mark = t->rule->form_no,
                                            .left = part ? label_of(&part->label, lang, part->name) : NULL,
                                            .right = number,
                                            .share = share});
    if (rc == QT_OK)
        rc = paper_blocks(t, part);
    if (rc == QT_OK && t->rule->foot.there)
        rc = paper_say(t, &t->rule->foot, &foot);
    if (rc == QT_OK && foot.len) {
        page_text(t->p, foot.s);
        page_style(t->p, ALIGN_LEFT, SCALE_SMALL);
    }
    free(number);
    buf_free(&title);
    buf_free(&foot);
    return rc;
}

/* Two copies of a paper of two on a sheet are one sheet; parts of a slip share one, too, unless more is said. */
static int add_parts(const struct papering *t)
{
    const struct paper_rule *rule = t->rule;
    int share = rule->on_sheet ? rule->on_sheet : rule->nparts ? (int)rule->nparts : 1;
    int copies = rule->copies ? rule->copies : rule->nparts ? 1 : share, rc = QT_OK;
    for (int c = 0; c < copies; c++) {
        if (t->roll || c == 0)
            page_paper(t->p, rule->name, t->r ? t->r->id : 0);
        if (t->roll) /* each of its copies is one by itself */
            page_paper_number(t->p, t->number);
        for (size_t i = 0; rc == QT_OK && (i == 0 || i < rule->nparts); i++)
            rc = add_part(t, rule->nparts ? &rule->part[i] : NULL, share);
    }
    return rc;
}

static struct page *begin(struct desk *d, const struct record *r, const struct paper_rule *rule)
{
    char *name = mem_printf("%s-%s-%s", r->form->name, rule->name, record_number(r));
    char *title = mem_printf("%s  %s", label_of(&rule->label, desk_lang(d), rule->name), record_number(r));
    struct page *p = page_new(name, title);
    page_about(p, r->form->name, NULL, r->id);
    free(name);
    free(title);
    return p;
}

static int find_receipt(struct papering *t)
{
    struct ledger_receipt receipt;
    int rc = desk_receipt_of(t->d, t->r, t->rule->receipt - 1, &receipt);
    t->void_ = rc == QT_OK && receipt.void_;
    return rc;
}

/* Secret fields in full, each with its line in the journal; what the person may not see stays masked. */
static int reveal(struct desk *d, struct record *r)
{
    int rc = QT_OK;
    for (size_t i = 0; rc == QT_OK && i < r->form->ndeclared; i++) {
        char *plain = NULL;
        if (!r->form->fields[i].secret || !r->v[i].sealed)
            continue;
        if (desk_permit(d, r->form, r, (int)i, -1, RIGHT_REVEAL) == QT_OK)
            rc = desk_reveal(d, r, (int)i, &plain);
        else
            fault_clear();
        if (plain)
            value_text(&r->v[i], plain);
        free(plain);
    }
    return rc;
}

int report_paper(struct desk *d, const struct record *r, const struct paper_rule *rule, struct page **page)
{
    struct record *stored = NULL;
    int rc = desk_permit(d, r->form, r, -1, -1, RIGHT_LOOK);
    if (rc == QT_OK && r->id == 0)
        rc = fault(QT_REFUSED, _("This record is not saved yet; save it, then print it."));
    if (rc == QT_OK)
        rc = desk_get(d, r->form, r->id, &stored);
    if (rc == QT_OK && rule->reveal)
        rc = reveal(d, stored);
    if (rc != QT_OK) {
        record_free(stored);
        return rc;
    }
    struct page *p = *page ? *page : begin(d, stored, rule);
    struct papering t = {.d = d, .p = p, .form = r->form, .r = stored, .rule = rule};
    choose_sheet(&t);
    rc = paper_sheet(d, p);
    if (rc == QT_OK && rule->receipt)
        rc = find_receipt(&t);
    if (rc == QT_OK)
        rc = add_parts(&t);
    record_free(stored);
    if (rc == QT_OK)
        *page = p;
    else if (!*page)
        page_free(p);
    return rc;
}

/* ---- of a list -------------------------------------------------------------------------------------------------- */

/* What it bears in place of a record's number: as the form says, else the month. */
static int number_of_list(const struct papering *t, struct buf *number)
{
    char stamp[17];
    if (t->rule->number.there)
        return paper_say(t, &t->rule->number, number);
    stamp_show(clock_now(), stamp);
    buf_addf(number, "%.7s", stamp);
    return QT_OK;
}

static int look_at_cell(void *arg, const char *heading, const char *text)
{
    return paper_may_say(arg, heading, text);
}

static int fill_list_paper(struct papering *t, const struct query *q)
{
    struct buf number = {0};
    bool quoted = true; /* all that shows its rows */
    for (size_t i = 0; i < t->rule->nbody; i++)
        quoted &= t->rule->body[i].field != ROWS_OF_LIST || t->rule->body[i].quoted;
    t->title = label_of(&t->rule->label, desk_lang(t->d), t->rule->name);
    int rc = number_of_list(t, &number);
    t->number = number.s ? number.s : "";
    if (rc == QT_OK)
        rc = roll_new(t->d, q, quoted && t->rule->nbody ? NULL : look_at_cell, t, &t->roll);
    if (rc == QT_OK) {
        char *name = mem_printf("%s-%s-%s", t->form->name, t->rule->name, t->number);
        char *title = mem_printf("%s  %s", t->title, t->number);
        t->p = page_new(name, title);
        page_about(t->p, t->form->name, t->roll->rule->name, 0);
        page_holds(t->p, t->roll->count);
        free(name);
        free(title);
        choose_sheet(t);
        rc = paper_sheet(t->d, t->p);
    }
    if (rc == QT_OK)
        rc = add_parts(t);
    buf_free(&number);
    return rc;
}

int report_list_paper(struct desk *d, const struct query *q, const struct paper_rule *rule, struct page **page)
{
    struct papering t = {.d = d, .form = q->form, .rule = rule};
    int rc = rule->list == q->list + 1 ? desk_permit(d, q->form, NULL, -1, -1, RIGHT_LOOK)
                                       : fault(QT_REFUSED, _("'%s' is a paper of the list '%s'."), rule->name,
                                               rule->list ? q->form->lists[rule->list - 1].name : "-");
    *page = NULL;
    if (rc == QT_OK)
        rc = fill_list_paper(&t, q);
    roll_free(t.roll);
    if (rc == QT_OK)
        *page = t.p;
    else
        page_free(t.p);
    return rc;
}

/* ---- the journal ------------------------------------------------------------------------------------------ */

int papers_note(struct desk *d, struct page *p)
{
    size_t n = page_papers(p);
    const struct form *f = forms_find(desk_forms(d), page_subject(p)->reg);
    struct printed *v = mem_alloc((n + 1) * sizeof *v);
    struct buf *content = mem_alloc((n + 1) * sizeof *content);
    int rc = QT_OK;
    for (size_t i = 0; rc == QT_OK && i < n; i++) {
        rc = page_paper_content(p, i, &content[i]);
        v[i].paper = page_paper_at(p, i, &v[i].record);
        v[i].number = page_paper_number_at(p, i);
        v[i].content = content[i].s;
        v[i].n = content[i].len;
    }
    if (rc == QT_OK)
        rc = desk_printed(d, f, v, n);
    for (size_t i = 0; i < n; i++) {
        if (rc == QT_OK && (v[i].copy > 0 || v[i].number)) {
            char *note = v[i].number ? mem_printf(_("copy no. %lld"), (long long)v[i].copy + 1)
                                     : mem_printf(_("copy %lld"), (long long)v[i].copy);
            page_paper_note(p, i, note);
            free(note);
        }
        buf_free(&content[i]);
    }
    free(content);
    free(v);
    return rc;
}
