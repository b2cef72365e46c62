/* The printer: what the settings say, and a page to see whether it prints. */
#include "office/office.h"
#include "qiantai/report.h"

#include <stdlib.h>

static const struct {
    const char *setting, *label;
} parts[] = {
    {"print_command", N_("Printer for whole pages")},
    {"roll_command", N_("Printer for receipts and slips")},
    {"print_paper", N_("Paper size")},
    {"print_text", N_("Plain text, so many columns (empty: PDF)")},
    {"print_dir", N_("Folder of what is kept as a file")},
};

static void test_page(struct app *a)
{
    if (app_print_busy(a))
        return;
    struct page *p = page_new("test", _("Test page"));
    char *text =
        mem_printf(_("%s prints here. 前台 0123456789 ABC abc. If this line stands whole and nothing is cut off at "
                     "the edges, the printer is set."),
                   desk_building(app_desk(a)) ? desk_building(app_desk(a)) : "qiantai");
    page_text(p, text);
    free(text);
    app_print_page(a, QT_OK, p);
}

void printer_ask(struct app *a)
{
    int at = 0;
    if (!app_ok(a, desk_attempt(app_desk(a), NULL, NULL, -1, -1, RIGHT_SETTINGS)))
        return;
    while (at >= 0 && !app_over(a)) {
        struct pick items[ARRAY_LEN(parts) + 1];
        char *labels[ARRAY_LEN(parts)];
        for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
            char *value = desk_setting(app_desk(a), parts[i].setting);
            labels[i] = mem_printf("%s: %s", _(parts[i].label), value && *value ? value : _("(empty)"));
            items[i] = (struct pick){.label = labels[i]};
            free(value);
        }
        items[ARRAY_LEN(parts)] = (struct pick){'t', _("Print a test page")};
        at = dialog_choose(a, _("Printer"), items, ARRAY_LEN(items), at);
        for (size_t i = 0; i < ARRAY_LEN(parts); i++)
            free(labels[i]);
        if (at >= 0 && (size_t)at < ARRAY_LEN(parts))
            setting_ask(a, parts[at].setting);
        else if (at >= 0) {
            test_page(a);
            at = -1;
        }
    }
}
