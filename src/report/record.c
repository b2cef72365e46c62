/* One record: what it says, what was done with it. For paper, and what a screen
 * has of it besides its fields in their places (src/tui/view/sheet.c). */
#include <stdlib.h>
#include <string.h>

#include "papers.h"

enum { FOLLOW_MOST = 10 /* records of each register that name this one */ };

struct telling {
    struct desk *d;
    struct page *p;
    const struct record *r;
    unsigned what; /* enum record_part */
};

static bool on_paper(const struct telling *t)
{
    return !(t->what & RECORD_SCREEN);
}

/* ---- above the fields --------------------------------------------------------------------------------------- */

static void add_head(const struct telling *t)
{
    static const int shown[] = {SYS_NUMBER, SYS_STATE, SYS_SAVED_AT, SYS_CLERK};
    page_pairs(t->p, 2);
    for (size_t i = 0; i < ARRAY_LEN(shown); i++) {
        int at = form_sys(t->r->form, shown[i]);
        char *text = shown[i] == SYS_STATE ? desk_state_shown(t->d, t->r) : NULL;
        if (!text)
            text = value_on_paper(t->d, &t->r->form->fields[at], &t->r->v[at], true);
        page_pair(t->p, label_of(&t->r->form->fields[at].label, desk_lang(t->d), ""), text);
        free(text);
    }
}

/* What can be done now, behind the state. */
static void add_possible(const struct telling *t)
{
    int s = record_state(t->r), *indices = mem_alloc((t->r->form->nactions + 1) * sizeof *indices);
    const struct state *state = s < 0 ? NULL : &t->r->form->states[s];
    size_t n = desk_actions(t->d, t->r, indices);
    char *shown = state ? desk_state_shown(t->d, t->r) : NULL; /* a blank: side by side also where there is none */
    const char *label = state ? label_of(&state->label, desk_lang(t->d), state->name) : " ";
    page_choices(t->p, shown ? shown : label, state ? state->tone : TONE_NORMAL);
    free(shown);
    for (size_t i = 0; i < n; i++) {
        const struct action *act = &t->r->form->actions[indices[i]];
        char key[2] = {act->key, '\0'};
        page_choice(t->p, key, label_of(&act->label, desk_lang(t->d), act->name));
    }
    free(indices);
}

char *report_explain(struct desk *d, const struct record *r)
{
    struct due *v = NULL;
    struct buf text = {0};
    size_t n = 0;
    if (desk_dues(d, r, &v, &n) < 0)
        return NULL;
    for (size_t i = 0; i < n; i++) {
        char *why = v[i].stopped ? NULL : desk_explain(d, &v[i]);
        if (why)
            buf_addf(&text, "%s%s\n%s", text.len ? "\n" : "", clock_label(d, r->form, v[i].clock), why);
        free(why);
    }
    desk_dues_free(v, n);
    return text.len ? buf_take(&text) : NULL;
}

/* ---- fields ------------------------------------------------------------------------------------------------- */

static bool in_section(const struct telling *t, const struct field *field, size_t section)
{
    const struct form *f = t->r->form;
    if (!f->nsections)
        return true;
    return field->section ? strcmp(field->section, f->sections[section].name) == 0 : section == 0;
}

/* A screen shows what may be filled in, too. */
static bool is_shown(const struct telling *t, size_t i)
{
    const struct field *f = &t->r->form->fields[i];
    if (f->type == FT_COMPUTED && f->hidden)
        return false;
    if (t->r->v[i].kind != VAL_NULL)
        return true;
    return t->what & RECORD_SCREEN && !f->hidden && (f->type == FT_COMPUTED || desk_visible(t->d, t->r, (int)i));
}

static void add_field(const struct telling *t, size_t i)
{
    const struct field *f = &t->r->form->fields[i];
    const struct value *v = &t->r->v[i];
    const char *reg = field_kind(f) == FT_LINK ? f->to : field_kind(f) == FT_UNIT ? "unit" : NULL;
    char *text = on_paper(t) ? value_on_paper(t->d, f, v, true) : desk_value_show(t->d, f, v);
    page_pair(t->p, label_of(&f->label, desk_lang(t->d), f->name), text);
    if (reg && v->kind == VAL_TEXT && forms_find(desk_forms(t->d), reg))
        page_link(t->p, reg, 0, v->s);
    free(text);
}

/* The hash of a file is for scripts: show --json, list --csv. */
static bool left_out(const struct field *f, size_t column)
{
    return field_takes_files(f) && column == FILE_HASH;
}

static void add_row_cells(const struct telling *t, const struct item_table *rows, size_t row)
{
    size_t wide = rows->f->nchildren, n = 0;
    char **cells = mem_alloc((wide + 1) * sizeof *cells);
    for (size_t i = 0; i < wide; i++)
        if (!left_out(rows->f, i))
            cells[n++] = value_on_paper(t->d, &rows->f->children[i], &items_row(rows, row)[i], on_paper(t));
    page_row(t->p, (const char *const *)cells);
    field_rows_free(rows->f, cells, 1);
}

static void add_rows(const struct telling *t, size_t at)
{
    const struct field *f = &t->r->form->fields[at];
    const struct value *v = &t->r->v[at];
    struct item_table rows;
    if (items_read(f, v->kind == VAL_TEXT ? v->s : NULL, clock_now(), false, &rows) < 0 || rows.n == 0) {
        fault_clear();
        return;
    }
    page_heading(t->p, label_of(&f->label, desk_lang(t->d), f->name));
    page_table(t->p);
    for (size_t i = 0; i < f->nchildren; i++) {
        const struct field *c = &f->children[i];
        if (left_out(f, i))
            continue;
        page_column(t->p, label_of(&c->label, desk_lang(t->d), c->name), field_width(c), field_align(c));
    }
    for (size_t i = 0; i < rows.n; i++)
        add_row_cells(t, &rows, i);
    char **totals = items_total_line(&rows, desk_lang(t->d), clock_now());
    if (totals) {
        page_row(t->p, (const char *const *)totals);
        page_total(t->p);
    }
    field_rows_free(f, totals, 1);
    items_free(&rows);
}

/* Values first, then the section's rows of items: a table would part the values that follow it. */
static void add_section(const struct telling *t, size_t section)
{
    const struct form *f = t->r->form;
    bool begun = false;
    for (size_t i = 0; i < f->ndeclared; i++) {
        if (!in_section(t, &f->fields[i], section) || f->fields[i].type == FT_ITEMS || !is_shown(t, i))
            continue;
        if (!begun && f->nsections > 0)
            page_heading(t->p, label_of(&f->sections[section].label, desk_lang(t->d), f->sections[section].name));
        if (!begun)
            page_pairs(t->p, on_paper(t) ? 2 : PAGE_PAIRS_FIT);
        begun = true;
        add_field(t, i);
    }
    for (size_t i = 0; i < f->ndeclared; i++)
        if (f->fields[i].type == FT_ITEMS && in_section(t, &f->fields[i], section))
            add_rows(t, i);
}

/* ---- below them --------------------------------------------------------------------------------------------- */

/* Who has signed, and who is waited for. */
static void add_signatures(const struct telling *t, const struct action *a, bool *begun)
{
    const struct form *f = t->r->form;
    int at = a->signatures->first;
    for (size_t i = 0; i < a->signatures->nsigners; i++, at += 2) {
        bool waits = signature_waits(t->r, a, i);
        if (t->r->v[at].kind == VAL_NULL && !waits)
            continue;
        if (!*begun)
            page_pairs(t->p, on_paper(t) ? 2 : PAGE_PAIRS_FIT);
        *begun = true;
        char *when = desk_value_show(t->d, &f->fields[at], &t->r->v[at]);
        char *who = desk_value_show(t->d, &f->fields[at + 1], &t->r->v[at + 1]);
        char *text = mem_printf("%s %s", who, when);
        page_pair(t->p, label_of(&f->fields[at + 1].label, desk_lang(t->d), ""), waits ? _("waited for") : text);
        free(text);
        free(who);
        free(when);
    }
}

static void add_signed(const struct telling *t)
{
    bool begun = false;
    for (size_t i = 0; i < t->r->form->nactions; i++)
        if (t->r->form->actions[i].signatures)
            add_signatures(t, &t->r->form->actions[i], &begun);
}

/* Who took it up and who changed it last. */
static void add_origin(const struct telling *t)
{
    static const int ats[] = {SYS_SAVED_AT, SYS_CHANGED_AT}, bys[] = {SYS_CLERK, SYS_CHANGED_BY};
    const struct form *f = t->r->form;
    struct buf text = {0};
    for (size_t i = 0; i < ARRAY_LEN(ats); i++) {
        const struct value *at = &t->r->v[form_sys(f, ats[i])], *by = &t->r->v[form_sys(f, bys[i])];
        char stamp[17];
        if (at->kind != VAL_INT || (i > 0 && at->i == t->r->v[form_sys(f, SYS_SAVED_AT)].i))
            continue;
        char *name = desk_staff_label(t->d, by->kind == VAL_TEXT ? by->s : "");
        stamp_show(at->i, stamp);
        buf_addf(&text, i > 0 ? _("   Changed %s %s") : _("Recorded %s %s"), stamp, name);
        free(name);
    }
    page_text(t->p, text.s);
    page_tone(t->p, TONE_QUIET);
    buf_free(&text);
}

/* Of a print of a paper: which one, which copy. NULL: any other line. Caller frees. */
static char *paper_word(const struct telling *t, const struct journal_line *line)
{
    const struct form *f = t->r->form;
    char *name = NULL;
    int64_t copy = 0;
    struct json j;
    json_open(&j, strcmp(line->action, "print") == 0 ? line->data : "{}");
    for (json_next(&j); json_next(&j) > JSON_END && j.item != JSON_LEAVE;) {
        if (j.item == JSON_TEXT && strcmp(j.name.s, "paper") == 0 && !name)
            name = mem_dup(j.text.s);
        else if (j.item == JSON_NUMBER && strcmp(j.name.s, "copy") == 0)
            copy = j.number;
    }
    if (json_close(&j) < 0)
        fault_clear();
    int i = name ? form_paper(f, name) : -1;
    const char *label = i < 0 ? name : label_of(&f->papers[i].label, desk_lang(t->d), name);
    char *word = !name  ? NULL
                 : copy ? mem_printf(_("printed: %s, copy %lld"), label, (long long)copy)
                        : mem_printf(_("printed: %s"), label);
    free(name);
    return word;
}

/* On a screen the newest first, with what was changed; on paper in order, without who has looked. */
static int add_history(const struct telling *t)
{
    struct journal_line *v = NULL;
    size_t n = 0;
    int rc = desk_history(t->d, t->r, &v, &n); /* the newest first */
    if (rc != QT_OK)
        return rc;
    if (on_paper(t))
        page_heading(t->p, _("History"));
    page_table(t->p);
    page_column(t->p, _("Time"), 16, ALIGN_LEFT);
    page_column(t->p, _("Who"), 12, ALIGN_LEFT);
    page_column(t->p, _("What was done"), 40, ALIGN_LEFT);
    if (!on_paper(t))
        page_column(t->p, _("What changed"), 80, ALIGN_LEFT);
    for (size_t k = 0; k < n; k++) {
        const struct journal_line *line = &v[on_paper(t) ? n - 1 - k : k];
        bool looked;
        const char *word = desk_action_word(t->d, t->r->form, line->action, &looked);
        char stamp[17];
        if (looked && on_paper(t))
            continue;
        stamp_show(line->at, stamp);
        char *who = *line->staff ? desk_staff_label(t->d, line->staff) : mem_dup(_("the desk itself"));
        char *paper = paper_word(t, line);
        char *what = on_paper(t) ? NULL : changes_show(t->d, t->r->form, line->shown ? line->shown : line->data);
        page_row(t->p, (const char *const[]){stamp, who, paper ? paper : word, what});
        free(paper);
        free(who);
        free(what);
    }
    desk_history_free(v, n);
    return QT_OK;
}

/* Records of other registers that name this one. */
static int add_followers(const struct telling *t)
{
    struct record_page found = {0};
    int rc = desk_follow_ons(t->d, t->r, FOLLOW_MOST, &found);
    for (size_t i = 0; i < found.n; i++) {
        const struct record *r = found.v[i];
        int at = form_sys(r->form, SYS_STATE);
        char *summary = desk_summary(t->d, r), *state = desk_value_show(t->d, &r->form->fields[at], &r->v[at]);
        char *text = mem_printf("%s %s  %s  %s", form_label(t->d, r->form), record_number(r), summary, state);
        page_text(t->p, text);
        page_link(t->p, r->form->name, r->id, NULL);
        free(text);
        free(state);
        free(summary);
    }
    desk_page_free(&found);
    return rc;
}

/* ---- all of it ---------------------------------------------------------------------------------------------- */

void record_fields(struct desk *d, struct page *p, const struct record *r)
{
    struct telling t = {.d = d, .p = p, .r = r, .what = RECORD_PAPER};
    for (size_t s = 0; s < (r->form->nsections ? r->form->nsections : 1); s++)
        add_section(&t, s);
}

static void add_sections(const struct telling *t)
{
    size_t n = t->r->form->nsections;
    for (size_t s = 0; s < (n ? n : 1); s++)
        add_section(t, s);
}

static int tell_paper(const struct telling *t)
{
    const char *signs[] = {_("Signature"), _("Date")};
    paper_subtitle(t->d, t->p, NULL);
    add_head(t);
    add_sections(t);
    add_signed(t);
    int rc = add_history(t);
    page_signs(t->p, signs, ARRAY_LEN(signs));
    return rc;
}

static int tell_screen(const struct telling *t)
{
    if (t->what & RECORD_HISTORY)
        return add_history(t);
    add_possible(t);
    int rc = t->what & RECORD_CARD ? card_lines(t->d, t->p, record_number(t->r)) : QT_OK;
    add_sections(t);
    add_origin(t);
    return rc;
}

/* What is no field of the form's. */
static int tell_rest(const struct telling *t)
{
    for (size_t i = 0; i < t->r->form->ndeclared; i++)
        if (t->r->form->fields[i].type == FT_ITEMS)
            add_rows(t, i);
    add_signed(t);
    return t->what & RECORD_FOLLOWERS ? add_followers(t) : QT_OK;
}

int report_record(struct desk *d, const struct record *r, unsigned what, struct page **out)
{
    struct telling t = {.d = d, .r = r, .what = what};
    struct record *whole = NULL;
    int rc = desk_permit(d, r->form, r, -1, -1, RIGHT_LOOK);
    *out = NULL;
    if (rc == QT_OK && on_paper(&t) && r->id == 0)
        rc = fault(QT_REFUSED, _("This record is not saved yet; save it, then print it."));
    if (rc == QT_OK && on_paper(&t))
        rc = desk_get(d, r->form, r->id, &whole);
    if (rc != QT_OK)
        return rc;
    t.r = whole ? whole : r;
    char *title = mem_printf("%s  %s", form_label(d, r->form), record_number(t.r));
    t.p = paper_begin(d, r->form, record_number(t.r), title);
    free(title);
    page_about(t.p, r->form->name, NULL, t.r->id);
    rc = on_paper(&t) ? tell_paper(&t) : what & RECORD_REST ? tell_rest(&t) : tell_screen(&t);
    record_free(whole);
    if (rc == QT_OK)
        *out = t.p;
    else
        page_free(t.p);
    return rc;
}
