/* The model: every text is cleaned as it comes in, so that no renderer meets a control character. */
#include "page.h"

static void keep_text(char **to, const char *s)
{
    free(*to);
    *to = clean_text(s, false);
}

/* Part of a file's name: a name that no shell, mail program or Windows share stumbles over. */
static char *file_stem(const char *s)
{
    char *clear = clean_text(s, false);
    for (char *p = clear; *p; p++)
        if ((unsigned char)*p <= ' ' || strchr("/\\:*?\"'<>|$&;()[]{}!`~#%", *p))
            *p = '_';
    if (*clear == '.' || *clear == '-')
        *clear = '_';
    clear[text_fit(clear, 80, NULL)] = '\0';
    return clear;
}

struct page *page_new(const char *name, const char *title)
{
    struct page *p = mem_alloc(sizeof *p);
    *p = (struct page){.name = file_stem(name),
                       .title = clean_text(title, false),
                       .building = mem_dup(""),
                       .subtitle = mem_dup(""),
                       .foot = mem_dup("{n} / {m}"),
                       .holds = -1};
    (void)sheet_size("A4", &p->size);
    return p;
}

void page_free(struct page *p)
{
    if (!p)
        return;
    for (size_t i = 0; i < p->n; i++)
        block_free(&p->block[i]);
    for (size_t i = 0; i < p->nmembers; i++) {
        free(p->member[i].name);
        free(p->member[i].text);
    }
    free(p->member);
    for (size_t i = 0; i < p->npapers; i++) {
        free(p->paper[i].name);
        free(p->paper[i].number);
    }
    free(p->paper);
    free(p->block);
    free(p->name);
    free(p->building);
    free(p->title);
    free(p->subtitle);
    free(p->foot);
    free(p->subject.reg);
    free(p->subject.list);
    free(p);
}

void page_building(struct page *p, const char *text)
{
    keep_text(&p->building, text);
}

void page_subtitle(struct page *p, const char *text)
{
    keep_text(&p->subtitle, text);
}

void page_foot(struct page *p, const char *pattern)
{
    keep_text(&p->foot, pattern);
}

const char *page_name(const struct page *p)
{
    return p->name;
}

const char *page_title(const struct page *p)
{
    return p->title;
}

void page_about(struct page *p, const char *reg, const char *list, int64_t record)
{
    free(p->subject.reg);
    free(p->subject.list);
    p->subject = (struct page_subject){.reg = mem_dup(reg), .list = mem_dup(list), .record = record};
    if (record)
        p->holds = 1;
}

const struct page_subject *page_subject(const struct page *p)
{
    return &p->subject;
}

void page_holds(struct page *p, int64_t records)
{
    p->holds = records;
}

int64_t page_held(const struct page *p)
{
    return p->holds;
}

int64_t page_records(const struct page *p)
{
    int64_t n = p->holds;
    for (size_t i = 0; i < p->n && p->holds < 0; i++)
        if (p->block[i].next)
            n = (n < 0 ? 0 : n) + p->block[i].drawn;
    return n;
}

void page_set_size(struct page *p, const struct sheet_size *size)
{
    p->size = *size;
    p->sized = true;
}

void page_usual_size(struct page *p, const struct sheet_size *size)
{
    if (!p->sized)
        p->size = *size;
}

const struct sheet_size *page_sheet(const struct page *p)
{
    return &p->size;
}

void page_json_member(struct page *p, const char *name, const char *text)
{
    p->member = mem_resize(p->member, p->nmembers + 1, sizeof *p->member);
    p->member[p->nmembers++] = (struct page_member){.name = mem_dup(name), .text = mem_dup(text)};
}
