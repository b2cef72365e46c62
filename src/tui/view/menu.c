/* What concerns the desk: found in the palette by its name, and by its letter where nothing is typed yet. */
#include "app.h"
#include "office/office.h"
#include "show.h"
#include "view/palette.h"

#include <stdlib.h>
#include <string.h>

static void menu_lang(struct app *a)
{
    app_set_lang(a, app_lang(a) == LANG_ZH ? LANG_EN : LANG_ZH);
}

static void menu_settings(struct app *a)
{
    app_push(a, settings_view(a));
}

static void menu_about(struct app *a)
{
    const char *warning = desk_warning(app_desk(a));
    char *text =
        mem_printf("qiantai %s\n%s\n%s: %s\n%s: %zu\n%s: %s\n\n%s", QT_VERSION,
                   desk_building(app_desk(a)) ? desk_building(app_desk(a)) : "", _("Database"), desk_path(app_desk(a)),
                   _("Registers"), desk_forms(app_desk(a))->n, _("Time zone"), zone_name(), warning ? warning : "");
    dialog_tell(a, _("About this desk"), text);
    free(text);
}

static const struct item {
    char key;
    const char *label;
    int right; /* of the house, that it takes; 0: none */
    void (*run)(struct app *a);
    bool office; /* a supervisor's work; else of the desk */
} items[] = {
    {.key = 'L', .label = "English / 中文", .run = menu_lang},
    {.key = 'K', .label = N_("Colours: night, day, none"), .run = theme_ask},
    {.key = 'P', .label = N_("Change my PIN"), .run = pin_change},
    {.key = 'M', .label = N_("Ledger"), .run = accounts_open}, /* only for those who may look at accounts */
    {.key = 'H', .label = N_("What the desk holds now"), .run = held_open},
    {.key = 'Y', .label = N_("Floor map"), .run = floors_open},
    {.key = 'S',
     .label = N_("Settings of the building"),
     .right = RIGHT_SETTINGS,
     .run = menu_settings,
     .office = true},
    {.key = 'D', .label = N_("What is kept about one person"), .right = RIGHT_APPROVE, .run = person_ask},
    {.key = 'G',
     .label = N_("Setting up: what is still missing"),
     .right = RIGHT_STAFF,
     .run = setup_show,
     .office = true},
    {.key = 'T', .label = N_("Staff and roles"), .right = RIGHT_STAFF, .run = staff_show, .office = true},
    {.key = 'I', .label = N_("Import a list (CSV, Excel)"), .right = RIGHT_IMPORT, .run = import_ask, .office = true},
    {.key = 'W', .label = N_("Units of a tower by a pattern"), .right = RIGHT_IMPORT, .run = tower_ask, .office = true},
    {.key = 'J',
     .label = N_("Imports so far, take one back"),
     .right = RIGHT_IMPORT,
     .run = imports_show,
     .office = true},
    {.key = 'V', .label = N_("Check the journal"), .right = RIGHT_SETTINGS, .run = verify_now, .office = true},
    {.key = 'O', .label = N_("Export (Excel, CSV)"), .right = RIGHT_EXPORT, .run = export_ask, .office = true},
    {.key = 'B', .label = N_("Back up now"), .right = RIGHT_BACKUP, .run = backup_now, .office = true},
    {.key = 'F', .label = N_("Check the forms"), .right = RIGHT_SETTINGS, .run = forms_check_now, .office = true},
    {.key = 'R', .label = N_("Printer, test page"), .right = RIGHT_SETTINGS, .run = printer_ask, .office = true},
    {.key = 'U',
     .label = N_("The clock is right"),
     .right = RIGHT_SETTINGS,
     .run = session_clock}, /* only while it is in doubt */
    {.key = 'E', .label = N_("Practice: ten lessons"), .run = practice_open},
    {.key = 'A', .label = N_("About this desk"), .run = menu_about},
    {.key = 'X', .label = N_("Leave the desk (sign out)"), .run = session_lock},
    {.key = 'Q', .label = N_("End the program"), .run = app_leave},
};

static bool menu_hidden(struct app *a, const struct item *i)
{
    return (i->run == session_clock && !desk_clock_doubt(app_desk(a))) ||
           (i->run == accounts_open && !accounts_offered(a));
}

size_t menu_items(void)
{
    return ARRAY_LEN(items);
}

bool menu_item(struct app *a, size_t i, struct menu_item *out)
{
    *out = (struct menu_item){.key = items[i].key, .label = items[i].label, .office = items[i].office};
    if (menu_hidden(a, &items[i]))
        return false;
    out->allowed = !items[i].right || desk_permit(app_desk(a), NULL, NULL, -1, -1, (enum right)items[i].right) == QT_OK;
    if (!out->allowed)
        snprintf(out->why, sizeof out->why, "%s", fault_text());
    fault_clear();
    return true;
}

void menu_run(struct app *a, size_t i)
{
    items[i].run(a);
}
