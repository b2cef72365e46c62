/* What is kept about one person (PIPL 44 to 47), as a page: printed, corrected in its records, emptied. */
#include "app.h"
#include "qiantai/desk_person.h"
#include "show.h"
#include "view/page.h"

#include <stdlib.h>
#include <string.h>

enum { TEXTS_MOST = 5 };

struct person_view {
    struct page_view page; /* first */
    char *texts[TEXTS_MOST];
    size_t n;
};

static struct person_view *person_of(struct view *v)
{
    return (struct person_view *)v;
}

static const char *const *person_texts(struct view *v)
{
    return (const char *const *)person_of(v)->texts;
}

static int person_make(struct view *v, struct page **out)
{
    return report_person(app_desk(v->app), person_texts(v), person_of(v)->n, out);
}

static void person_title(struct view *v, struct buf *out)
{
    buf_add(out, _("What is kept about one person"));
    for (size_t i = 0; i < person_of(v)->n; i++)
        buf_addf(out, "%s%s", i ? ", " : ": ", person_of(v)->texts[i]);
}

/* erase: the closed ones are emptied; else what stood in them before goes. */
static void person_do(struct view *v, bool erase)
{
    struct person_done done = {0};
    struct app *a = v->app;
    const char *question = erase ? _("Empty the closed ones of these records of personal data? It cannot be undone.")
                                 : _("Erase what stood in these records before? It cannot be undone.");
    const struct pick answers[] = {
        {0, _("No, leave it as it is")},
        {'y', erase ? _("Empty the closed ones") : _("Erase it; what stands there now stays")}}; /* no Enter too many */
    if (!app_ok(a, desk_attempt(app_desk(a), NULL, NULL, -1, -1, RIGHT_APPROVE)) ||
        dialog_choose(a, question, answers, ARRAY_LEN(answers), 0) != 1)
        return;
    int rc = (erase ? desk_person_erase : desk_person_forget)(app_desk(a), person_texts(v), person_of(v)->n, &done);
    if (app_ok(a, rc)) {
        char *text = mem_printf(erase ? _("%lld records emptied of personal data.\n")
                                      : _("%lld records: what stood there before is erased.\n"),
                                (long long)done.records);
        char *all = mem_printf("%s%s%s", text, done.kept.len ? _("Kept:\n") : "", done.kept.len ? done.kept.s : "");
        app_changed(a);
        dialog_tell(a, _("What is kept about one person"), all);
        free(all);
        free(text);
    }
    buf_free(&done.kept);
}

static unsigned person_command(struct view *v, int id)
{
    if (id != CMD_ERASE && id != CMD_FORGET)
        return page_view_command(v, id);
    person_do(v, id == CMD_ERASE);
    return TAKEN | REDRAW | RELOAD;
}

static void person_close(struct view *v)
{
    for (size_t i = 0; i < person_of(v)->n; i++)
        free(person_of(v)->texts[i]);
    page_view_close(v);
}

static const struct view_ops ops = {
    .name = "person",
    .title = person_title,
    .layout = page_view_layout,
    .draw = page_view_draw,
    .command = person_command,
    .close = person_close,
    .reload = page_view_layout,
    .status = page_view_status,
    .position = page_view_position,
};

static void add_text(struct person_view *p, const char *s, size_t n)
{
    while (n && *s == ' ')
        s++, n--;
    while (n && s[n - 1] == ' ')
        n--;
    if (n && p->n < TEXTS_MOST)
        p->texts[p->n++] = mem_dupn(s, n);
}

/* Separated by commas of either kind; blanks stay within a name. */
static void split(struct person_view *p, const char *said)
{
    static const char *const commas[] = {",", ";", "，", "、", "；"};
    const char *begin = said;
    for (const char *at = said; *at;) {
        size_t comma = 0;
        for (size_t i = 0; i < ARRAY_LEN(commas) && !comma; i++)
            comma = strncmp(at, commas[i], strlen(commas[i])) == 0 ? strlen(commas[i]) : 0;
        if (comma) {
            add_text(p, begin, (size_t)(at - begin));
            begin = at + comma;
        }
        at += comma ? comma : 1;
    }
    add_text(p, begin, strlen(begin));
}

void person_ask(struct app *a)
{
    struct line line = {.title = _("What is kept about one person"),
                        .label = _("Name, phone or plate (several: with commas)"),
                        .initial = ""};
    struct page *page = NULL;
    char *said = dialog_line(a, &line);
    if (!said)
        return;
    struct person_view *p = view_new(sizeof *p, &ops, a);
    p->page.make = person_make;
    p->page.head = true;
    split(p, said);
    int rc = person_make(&p->page.view, &page);
    if (rc == QT_OK)
        rc = print_note(app_desk(a), page); /* looking at it is journalled as a print is */
    page_free(page);
    if (app_ok(a, rc)) {
        app_push(a, &p->page.view);
    } else {
        person_close(&p->page.view);
        free(p);
    }
    free(said);
}
