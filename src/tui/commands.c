/* The one table of commands: dispatcher, footer, F1 help and the manual come from it.
 *
 * How letters are shared out. A clerk's commonest key is an action on the record under the bar (admit,
 * sign out), so in a list, on the board and in a record the small letters are the form's own action
 * keys, shown first in the footer; a letter that is no action there falls through to this table (q = back).
 * Finding comes next: a Chinese character or a capital letter starts the type-ahead filter at once
 * (capitals are pinyin initials: WXM), F3 starts it empty for digits and names in small letters.
 * Digits change tabs. Where text is typed (entry, search, filter, sign-in) none of this applies: every
 * printable key is text and only F-keys, Ctrl and Alt keys are commands.
 * Alt+1 .. Alt+0 stand for F1 .. F10 on terminals and lines that lose F-keys; Ctrl keys do as well. */
#include "show.h"

#include <string.h>

_Static_assert(K_F12 < ' ', "key codes leave printable characters to themselves");

#define ALT(c) (K_ALT + (c))
#define CTRL_KEY(c) (K_CTRL + (c))
#define WITH_BAR                                                                                                       \
    "board list record unit search help menu settings figures grid person ledger account money import imports staff "  \
    "setup held things floors"

/* clang-format off: one command, one entry */
const struct command commands[] = {
    {CMD_OPEN,
     {K_ENTER},
     "board list unit search menu person ledger held things floors",
     N_("Open"),
     N_("Opens what the bar stands on.")},
    {CMD_OPEN, {K_ENTER}, "record", NULL, N_("Opens the marked link; a record that was saved just now is left.")},
    {CMD_OPEN, {K_ENTER, K_F4}, "settings", N_("Change"), N_("Changes the setting; nothing typed is its default.")},
    {CMD_OPEN, {K_ENTER}, "import", N_("Goes to"), N_("Chooses the field to which this column of the file goes.")},
    {CMD_OPEN, {K_ENTER}, "setup", N_("Do it"), N_("Takes the step; its number does it at once.")},
    {CMD_OPEN, {K_ENTER}, "staff", N_("Change"), N_("Another role, a new PIN, the account closed or opened again.")},
    {CMD_NEW,
     {K_F2, CTRL_KEY('n'), ALT('2'), K_INSERT},
     "staff",
     N_("New"),
     N_("A new colleague: code, name, role, PIN.")},
    {CMD_OPEN, {K_ENTER}, "imports", N_("Take back"), N_("Takes this import back, as long as nobody has built on it.")},
    {CMD_NEW,
     {K_F2, CTRL_KEY('n'), ALT('2'), K_INSERT},
     "board list record unit floors",
     N_("New"),
     N_("A new record; on the board a digit then says in which register, F2 twice is the first one.")},
    {CMD_FILTER,
     {K_F3, CTRL_KEY('f'), ALT('3')},
     "board list settings ledger staff held things",
     N_("Filter"),
     N_("Shows only what matches as you type: names, pinyin initials, last digits. "
        "A Chinese character or a capital letter begins at once.")},
    {CMD_FILTER,
     {K_F3, CTRL_KEY('f'), ALT('3')},
     "entry construct",
     N_("Choose"),
     N_("Shows what this field can be, to choose from.")},
    {CMD_FILTER,
     {K_F3, CTRL_KEY('f'), ALT('3')},
     "record",
     NULL,
     N_("Whom to ring and what can be done, where the window has no room for it at the right.")},
    {CMD_SAVE, {K_F4, CTRL_KEY('s'), ALT('4')}, "entry firstrun", N_("Save"), N_("Saves, or goes on.")},
    {CMD_SAVE,
     {K_F4, CTRL_KEY('s'), ALT('4')},
     "import",
     N_("Try it"),
     N_("Tries the import and shows what would come in; Enter then imports it.")},
    {CMD_SAVE,
     {K_F4, CTRL_KEY('s'), ALT('4')},
     "construct",
     N_("Search"),
     N_("Shows the records that are like the form.")},
    {CMD_EDIT, {K_F4, CTRL_KEY('e'), ALT('4')}, "record unit", N_("Edit"), N_("Changes the fields of this record.")},
    {CMD_DONE, {K_F4, CTRL_KEY('d'), ALT('4')}, "board", N_("Sign"), N_("Signs a round as done.")},
    {CMD_SAVE_ADMIT,
     {K_F5, CTRL_KEY('r'), ALT('5')},
     "entry",
     NULL,
     N_("Saves, and takes the register's first action or begins the next one of a stack.")},
    {CMD_NEW,
     {K_F2, CTRL_KEY('n'), ALT('2'), K_INSERT},
     "entry",
     N_("Another"),
     N_("Another form over this one, for a call in between; afterwards this one is there as it was.")},
    {CMD_AGREE,
     {K_F6, ALT('6')},
     "entry",
     NULL,
     N_("Yes to what is asked beside the form: an emergency; the record that is there already is shown instead.")},
    {CMD_REFRESH,
     {K_F5, CTRL_KEY('r'), ALT('5')},
     "board list figures grid person ledger account money held things floors",
     N_("Refresh"),
     N_("Reads again.")},
    {CMD_REFRESH, {K_F5, CTRL_KEY('r'), ALT('5')}, "record unit", NULL, N_("Reads again.")},
    {CMD_NEXT_LIST,
     {K_F6, K_TAB, ALT('6')},
     "board list",
     N_("Next list"),
     N_("The next list of this register, or the next selection of the board.")},
    {CMD_NEXT_LIST, {K_F6, K_TAB, ALT('6')}, "held floors", N_("Next way"), N_("Another way to look at it.")},
    {CMD_NEXT_LIST, {K_F6, K_TAB, ALT('6')}, "import", N_("Register"), N_("Another register for the file.")},
    {CMD_NEXT_LIST,
     {K_F6, ALT('6')},
     "grid",
     N_("Next list"),
     N_("The register's next month grid, then its lists again.")},
    {CMD_NEXT_LIST, {K_TAB}, "search menu", N_("More, next"), N_("All that a group has, then the next group.")},
    {CMD_NEW,
     {K_F2, ALT('2')},
     "search menu",
     N_("New"),
     N_("A new record of that kind; for a person or a unit it is asked in which register.")},
    {CMD_SIDE_NEXT,
     {K_TAB, '>'},
     "grid",
     N_("Later days"),
     N_("Days that are out of sight; behind the last the first again.")},
    {CMD_SIDE_PREV, {K_BACKTAB, '<'}, "grid", NULL, N_("Days before.")},
    {CMD_UNIT_FILE, {K_F6, CTRL_KEY('u'), ALT('6')}, "record", N_("Unit"), N_("Opens the file of the unit.")},
    {CMD_UNIT_FILE, {CTRL_KEY('u')}, "board list", NULL, N_("Opens the file of the unit.")},
    {CMD_ACCOUNT,
     {K_F6, '$', ALT('6')},
     "unit",
     N_("Money"),
     N_("What the unit owes, what is held for it, its payments and receipts.")},
    {CMD_CONSTRUCT,
     {K_F7, CTRL_KEY('t'), ALT('7')},
     "list",
     N_("Search form"),
     N_("Searches by a filled-in form; Esc in the list shows everything again.")},
    {CMD_HISTORY,
     {K_F7, CTRL_KEY('y'), ALT('7')},
     "record unit",
     N_("History"),
     N_("Shows or hides who changed what, and when.")},
    {CMD_SNOOZE, {K_F8, ALT('8')}, "board record", N_("Later"), N_("Reminds later; the deadline itself stays.")},
    {CMD_UNDO,
     {CTRL_KEY('z')},
     "board list record unit search menu help figures grid",
     N_("Undo"),
     N_("Takes back what you did last, for ten minutes, then what was before; in a field typing.")},
    {CMD_PRINT,
     {K_F9, CTRL_KEY('p'), ALT('9')},
     "board list record figures grid person ledger account money",
     N_("Print"),
     N_("Prints the record, the figures, or the list as it is filtered; on the board the list of a round.")},
    {CMD_FIGURES, {'#'}, "list", NULL, N_("Figures of this register: on time, late, by kind, causes, weeks, months.")},
    {CMD_PERIOD_PREV, {K_LEFT}, "figures grid account", N_("Before"), N_("The month or year before.")},
    {CMD_PERIOD_NEXT, {K_RIGHT}, "figures grid account", N_("After"), N_("The next month or year.")},
    {CMD_PERIOD_KIND, {K_F6, K_TAB, ALT('6')}, "figures account", N_("Month, year"), N_("A whole year, or a month.")},
    {CMD_REPORT_NEXT, {'#'}, "figures", N_("Next report"), N_("The register's next report for the same time.")},
    {CMD_TAG, {' '}, "list", N_("Tag"), N_("Tags the record for an action on many.")},
    {CMD_TAG_ALL, {'*'}, "list", NULL, N_("Tags everything on this page, or nothing.")},
    {CMD_SORT, {ALT('s')}, "list", NULL, N_("Sorts by the next column; after the last one as the register has it.")},
    {CMD_SORT_TURN, {ALT('S')}, "list", NULL, N_("Turns the order round.")},
    {CMD_OPEN, {K_ENTER}, "calendar", N_("Go there"), N_("Puts the list at that day.")},
    {CMD_PERIOD_NEXT, {K_PGDN}, "calendar", N_("Next month"), N_("The next month; PgUp the one before.")},
    {CMD_PERIOD_PREV, {K_PGUP}, "calendar", NULL, N_("The month before.")},
    {CMD_FORGET,
     {K_F7, ALT('7')},
     "person",
     N_("Forget before"),
     N_("After a correction: erases from the journal what stood in these records before.")},
    {CMD_ERASE,
     {K_F8, ALT('8')},
     "person",
     N_("Erase"),
     N_("Empties the closed ones of these records of personal data.")},
    {CMD_OPEN, {K_ENTER}, "drafts", N_("Go on"), N_("Goes on with the half-typed form.")},
    {CMD_DROP,
     {K_F8, ALT('8'), K_DELETE},
     "drafts",
     N_("Throw away"),
     N_("Throws the half-typed form away, after a question.")},
    {CMD_CORRECT,
     {ALT('c')},
     "record",
     NULL,
     N_("Corrects a state that was set by mistake, with a reason, at any time; for whoever may (supervisors).")},
    {CMD_CODE, {ALT('q')}, "record", NULL, N_("The code of its papers on the screen, for a scanner or a phone.")},
    {CMD_LINK_NEXT, {K_TAB, K_RIGHT}, "record person", NULL, N_("The next linked record; Enter opens it.")},
    {CMD_LINK_PREV, {K_BACKTAB, K_LEFT}, "record person", NULL, N_("The linked record before.")},
    {CMD_REVEAL,
     {CTRL_KEY('v')},
     "record entry unit",
     NULL,
     N_("Shows a hidden number in full, if your role may; it is recorded.")},
    {CMD_MENU,
     {K_F10, CTRL_KEY('o'), ALT('0')},
     "board list record unit search menu help figures grid person ledger account money settings held things floors",
     N_("All"),
     N_("Finds registers, commands, people, units, records.")},
    {CMD_BACK, {K_F12, K_ESC, CTRL_KEY('b'), CTRL_KEY('c')}, "*", N_("Back"), N_("Back to where you came from.")},
    {CMD_BACK,
     {'q', K_BACKSPACE},
     "board list record unit help settings figures grid person ledger account money import imports staff held things "
     "floors",
     NULL,
     N_("Back to where you came from.")},
    {CMD_SEARCH,
     {'/', ALT('/')},
     "board list record unit menu help",
     N_("Search"),
     N_("The same, people and records first.")},
    {CMD_DAY,
     {ALT('d')},
     "board list",
     NULL,
     N_("A month to choose a day from: the list goes there, the board to the promises of that day.")},
    {CMD_TAB_1,
     {'1'},
     "board list record unit help settings figures grid person ledger account money held things floors",
     NULL,
     N_("1 the board, 2 to 8 registers, 9 all of them.")},
    {CMD_LOCK,
     {CTRL_KEY('x')},
     "board list record unit search menu help entry settings grid person ledger account money held things floors",
     NULL,
     N_("Leaves the desk: sign-in screen, half-typed forms are kept.")},
    {CMD_LANG,
     {K_F11, CTRL_KEY('g')},
     "signin firstrun board list record unit menu settings",
     NULL,
     N_("Changes the language.")},
    {CMD_HELP,
     {K_F1, '?', ALT('1')},
     "*",
     NULL,
     N_("Help for where you are; on the board and in a record it explains the deadline first.")},
    {CMD_UP, {K_UP}, WITH_BAR, NULL, N_("A line up.")},
    {CMD_DOWN, {K_DOWN}, WITH_BAR, NULL, N_("A line down.")},
    {CMD_PAGE_UP, {K_PGUP}, WITH_BAR, NULL, N_("A page back.")},
    {CMD_PAGE_DOWN, {K_PGDN}, WITH_BAR, NULL, N_("A page on.")},
    {CMD_FIRST, {K_HOME}, WITH_BAR, NULL, N_("To the beginning.")},
    {CMD_LAST, {K_END}, WITH_BAR, NULL, N_("To the end.")},
    {CMD_FREEZE,
     {FREEZE_KEY},
     "*",
     NULL,
     N_("Locks the screen at once: no name, no phone. Your PIN opens it as it was.")},
    {CMD_HELD,
     {ALT('h')},
     "board list record unit",
     NULL,
     N_("What the desk holds now: by place, unit, age and kind, and the money in its drawers.")},
    {CMD_FLOORS,
     {ALT('m')},
     "board list record unit",
     NULL,
     N_("The house floor by floor: what is due, kept and owed in each unit.")},
    {CMD_INSIDE,
     {INSIDE_KEY},
     "*",
     NULL,
     N_("Evacuation list: who is inside, by floor, to be printed; from a form or a question as well.")},
    {CMD_REDRAW, {CTRL_KEY('l')}, "*", NULL, N_("Draws the screen again.")},
    {CMD_QUIT, {CTRL_KEY('q')}, "*", NULL, N_("Ends the program; half-typed forms are kept.")},
    {CMD_NONE, {0}, "", NULL, NULL},
};
/* clang-format on */

#define NKEYS (sizeof(commands[0].keys) / sizeof(commands[0].keys[0]))

bool command_in(const struct command *c, const char *where)
{
    size_t n = strlen(where);
    if (*c->where == '*')
        return true;
    for (const char *p = c->where; (p = strstr(p, where)); p += n)
        if ((p == c->where || p[-1] == ' ') && (p[n] == ' ' || p[n] == '\0'))
            return true;
    return false;
}

static int event_code(const struct key_event *ev, bool typing)
{
    if (ev->code != K_TEXT)
        return ev->code;
    if (typing || !ev->text || ev->text[0] < ' ' || ev->text[1])
        return KEY_NOTHING;
    return ev->text[0];
}

int command_for(const char *where, const struct key_event *ev, bool typing)
{
    int code = event_code(ev, typing);
    bool edits = code == K_BACKSPACE || code == CTRL_KEY('z') || code == CTRL_KEY('u') || code == CTRL_KEY('w');
    if (code == KEY_NOTHING || (typing && edits))
        return CMD_NONE;
    for (const struct command *c = commands; c->id != CMD_NONE; c++) {
        if (!command_in(c, where))
            continue;
        if (c->id == CMD_TAB_1 && code >= '1' && code <= '9')
            return CMD_TAB_1 + (code - '1');
        for (size_t k = 0; k < NKEYS && c->keys[k]; k++)
            if (c->keys[k] == code)
                return (int)c->id;
    }
    return CMD_NONE;
}

const char *command_key_name(int code)
{
    static char printable[2];
    if (code == ' ')
        return _("Space");
    if (code > ' ' && code < 0x7f) {
        printable[0] = (char)code;
        return printable;
    }
    return key_name(code);
}

/* The views by the names a clerk knows, in the order of the table of keys. */
void command_places(struct buf *out, const char *where)
{
    static const struct {
        const char *view, *label;
    } places[] = {
        {"drafts", N_("drafts")},       {"board", N_("board")},        {"list", N_("list")},
        {"record", N_("record")},       {"unit", N_("unit")},          {"search", N_("search")},
        {"entry", N_("entry")},         {"menu", N_("menu")},          {"settings", N_("settings")},
        {"construct", N_("construct")}, {"help", N_("help")},          {"figures", N_("figures")},
        {"grid", N_("grid")},           {"signin", N_("signin")},      {"firstrun", N_("firstrun")},
        {"person", N_("inquiry")},      {"ledger", N_("ledger")},      {"account", N_("entries")},
        {"money", N_("money")},         {"calendar", N_("calendar")},  {"file", N_("file")},
        {"import", N_("import")},       {"imports", N_("imports")},    {"staff", N_("staff")},
        {"held", N_("held now")},       {"things", N_("things held")}, {"floors", N_("floor map")},
        {"setup", N_("setting up")},
    };
    bool any = false;

    for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
        if (*where == '*' || !command_in(&(struct command){.where = where}, places[i].view))
            continue;
        buf_addf(out, "%s%s", any ? " " : "", _(places[i].label));
        any = true;
    }
    if (!any)
        buf_add(out, _("everywhere"));
}

void commands_describe(struct buf *out)
{
    buf_addf(out, "| %s | %s | %s |\n|---|---|---|\n", _("Keys"), _("Where"), _("What it does"));
    for (const struct command *c = commands; c->id != CMD_NONE; c++) {
        buf_add(out, "| ");
        for (size_t k = 0; k < NKEYS && c->keys[k]; k++)
            buf_addf(out, "%s`%s`", k ? " " : "", c->id == CMD_TAB_1 ? "1` .. `9" : command_key_name(c->keys[k]));
        buf_add(out, " | ");
        command_places(out, c->where);
        buf_addf(out, " | %s |\n", _(c->help));
    }
}
