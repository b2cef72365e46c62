/* A code of others, typed into a form by a scanner. */
#include "field/fields.h"

#include <string.h>

/* May anything be typed here? Other types judge for themselves what a scanner typed. */
static bool free_text(const struct field *field)
{
    return field->type == FT_TEXT || field->type == FT_NOTE || field->type == FT_PERSON;
}

/* Where a field waits for codes, one that was scanned into another is a mistake of the hand that held the scanner: it
 * is taken out again, and told. */
bool fields_strayed(struct fields *f, const char *code)
{
    struct slot *s = f->now < (int)f->n ? &f->slots[f->now] : NULL;
    bool waits = false;
    size_t n = strlen(code);
    for (size_t i = 0; i < f->n; i++)
        waits |= f->slots[i].shown && f->form->fields[f->slots[i].field].scan;
    const struct field *field = s ? &f->form->fields[s->field] : NULL;
    if (!waits || !field || f->mode == FIELDS_SEARCH || field->scan || !free_text(field))
        return false;
    size_t at = edit_caret(s->edit);
    if (at < n || strncmp(edit_text(s->edit) + at - n, code, n) != 0)
        return false;
    while (n-- > 0)
        (void)edit_kill(s->edit, EDIT_BACKSPACE);
    s->changed = edit_text(s->edit)[0] != '\0';
    if (!s->changed)
        slot_load(f, s);
    f->all = true;
    scan_take(f->app, code);
    return true;
}
