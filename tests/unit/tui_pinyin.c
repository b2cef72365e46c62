/* What is typed with the input method off, in every field of every shipped form that looks something up or has a list
 * of its own, in entry forms and in what actions ask: one candidate is taken whichever key leaves the field, several
 * are asked for, and bare pinyin is never kept in silence. */
#include "app.h"
#include "desk_test.h"
#include "field/fields.h"

struct kinds { /* seen, so that the test cannot pass by finding nothing */
    size_t units, people, staff, links, texts, choices, cells;
};

static int setup(void **state)
{
    static struct fixture x;
    fixture_open(&x, QT_SOURCE_DIR "/forms");
    *state = &x;
    return 0;
}

static int teardown(void **state)
{
    fixture_close(*state);
    return 0;
}

/* Two of each are called by the same letters, zzq; and one of them by letters of his own. */
static void people_and_records(struct desk *d)
{
    static const char *const roles[][3] = {
        {"clerk", "c", "欧阳"},    {"supervisor", "s", "诸葛"}, {"manager", "m", "司马"},  {"engineer", "e", "上官"},
        {"security", "g", "皇甫"}, {"cashier", "k", "慕容"},    {"caretaker", "t", "尉迟"}};
    for (size_t i = 0; i < ARRAY_LEN(roles); i++) {
        char *one = mem_printf("%sx", roles[i][1]), *two = mem_printf("%sy", roles[i][1]),
             *own = mem_printf("%sz", roles[i][1]);
        add_staff(d, one, "赵志强", roles[i][0]);
        add_staff(d, two, "周志清", roles[i][0]);
        add_staff(d, own, roles[i][2], roles[i][0]);
        free(one);
        free(two);
        free(own);
    }
    record_free(add(d, "unit", "code", "C-0101", "owner", "赵志强", "tenant", "任海燕", "floor", "1", NULL));
    record_free(add(d, "unit", "code", "C-0102", "owner", "周志清", "floor", "1", NULL));
    record_free(add(d, "person", "unit", "C-0101", "name", "周志清", "relation", "family", NULL));
    static const char *const names[][2] = {
        {"赵志强", "13800000001"}, {"周志清", "13800000002"}, {"任海燕", "13800000003"}};
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        record_free(
            add(d, "visitor", "name", names[i][0], "phone", names[i][1], "unit", "A-1203", "firm", names[i][0], NULL));
        record_free(
            add(d, "repair", "unit", "C-0101", "caller", names[i][0], "fault", names[i][0], "kind", "其他", NULL));
        record_free(add(d, "tariff", "service", names[i][0], "price", "20", NULL));
        record_free(add(d, "call", "matter", names[i][0], "name", names[i][0], NULL));
        record_free(add(d, "place", "code", (char[]){(char)('1' + i), '\0'}, "name", names[i][0], NULL));
        record_free(add(d, "stored", "unit", "C-0101", "goods", "[[\"箱\", 1]]", "told",
                        "refused,value,risk,proof,term", "owner", names[i][0], "place", "1", NULL));
        record_free(add(d, "custody", "kind", "业主存、本人取", "unit", "C-0101", "owner", names[i][0], "depositor",
                        names[i][0], "collector", names[i][0], "what", names[i][0], "until", "+2h", "is_key", "1",
                        "sealed", "1", NULL));
        record_free(
            add(d, "permit", "unit", "C-0101", "name", names[i][0], "kind", "其他", "given_by", names[i][0], NULL));
        record_free(add(d, "incident", "kind", "其他", "place", names[i][0], "what", names[i][0], NULL));
        record_free(add(d, "key", "use", "公用", "place", names[i][0], "what", names[i][0], NULL));
        record_free(add(d, "charge", "unit", "C-0101", "kind", "其他", "amount", "20", NULL));
        record_free(
            add(d, "deposit", "unit", "C-0101", "kind", "钥匙押金", "payer", names[i][0], "amount", "20", NULL));
        record_free(add(d, "service", "unit", "C-0101", "name", names[i][0], "what", names[i][0], "kind", "清洁",
                        "booked_at", "+2h", NULL));
        record_free(
            add(d, "mail", "kind", "ems", "tracking", names[i][0], "addressee", names[i][0], "unit", "C-0101", NULL));
        record_free(add(d, "parcel", "addressee", names[i][0], "unit", "C-0101", NULL));
        record_free(add(d, "mail_notice", "unit", "C-0101", "addressee", names[i][0], "what", names[i][0], NULL));
        record_free(add(d, "complaint", "unit", "C-0101", "matter", "其他", "text", names[i][0], NULL));
    }
}

static void press(struct fields *f, int code, const char *text)
{
    struct key_event ev = {.code = code, .text = (char *)text};
    (void)fields_key(f, &ev);
}

static void type_in(struct fields *f, const char *typed)
{
    for (const char *p = typed; *p; p++)
        press(f, K_TEXT, (char[]){*p, '\0'});
}

/* A record whose fields for units say C-0101, so that its people are known. */
static struct record *record_for(struct desk *d, const struct form *form, int field)
{
    struct record *r = desk_new(d, form);
    const struct field *f = &form->fields[field];
    if (f->type == FT_PERSON && f->of >= 0)
        value_text(&r->v[f->of], "C-0101");
    value_clear(&r->v[field]);
    return r;
}

static size_t candidates(struct desk *d, const struct record *r, int field, const char *typed)
{
    struct record_page page;
    if (desk_lookup(d, r, field, typed, 6, &page) < 0)
        fail_msg("%s.%s %s: %s", r->form->name, r->form->fields[field].name, typed, fault_text());
    size_t n = page.n;
    record_page_free(&page);
    return n;
}

static const struct value *left(struct app *a, struct record *r, int field, const char *typed, int key, bool *told)
{
    struct fields *f = fields_new(a, r, FIELDS_ASK, (int[]){field, field}, 1);
    fields_focus(f, 0);
    type_in(f, typed);
    fields_idle(f); /* the candidates are seen */
    if (key)
        press(f, key, NULL);
    else
        (void)fields_commit(f); /* F4 */
    *told = f->slots[0].problem != NULL || offers_open(f);
    fields_free(f);
    return &r->v[field];
}

static void looked_up(struct app *a, const struct form *form, int field, const char *one, const char *several)
{
    static const int keys[] = {K_ENTER, K_TAB, 0};
    const char *name = form->fields[field].name;
    struct desk *d = app_desk(a);
    for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
        bool told = false;
        struct record *r = record_for(d, form, field);
        if (one) {
            const struct value *v = left(a, r, field, one, keys[i], &told);
            if (v->kind != VAL_TEXT || strcmp(v->s, one) == 0)
                fail_msg("%s.%s: %s by key %d is not taken", form->name, name, one, keys[i]);
        }
        record_free(r);
        r = record_for(d, form, field);
        if (several) {
            const struct value *v = left(a, r, field, several, keys[i], &told);
            if (v->kind != VAL_NULL || !told)
                fail_msg("%s.%s: %s by key %d is kept: %s", form->name, name, several, keys[i],
                         v->kind == VAL_TEXT ? v->s : "");
        }
        record_free(r);
    }
}

/* Letters or figures that find one record, and some that find several. */
static void find_typed(struct desk *d, const struct form *form, int field, char one[32], char several[32])
{
    static const char *const first[] = {"rhy", "oy", "zg", "sm", "sg", "hf", "mr", "zzq"};
    struct record *r = record_for(d, form, field);
    one[0] = several[0] = '\0';
    for (int i = 0; i < 8 + 1000 && !(one[0] && several[0]); i++) {
        char typed[8];
        snprintf(typed, sizeof typed, "%s", i < 8 ? first[i] : "");
        if (i >= 8)
            snprintf(typed, sizeof typed, i < 508 ? "%d" : "%03d", i < 508 ? i - 8 : i - 508);
        size_t n = candidates(d, r, field, typed);
        if (n == 1 && !one[0])
            snprintf(one, 32, "%s", typed);
        if (n > 1 && !several[0])
            snprintf(several, 32, "%s", typed);
    }
    record_free(r);
}

static void count(struct kinds *k, const struct field *f)
{
    k->units += f->type == FT_UNIT;
    k->people += f->type == FT_PERSON;
    k->staff += f->type == FT_STAFF;
    k->links += f->type == FT_LINK;
    k->texts += f->lookup && f->type == FT_TEXT;
}

/* Other texts are taken, too: letters that begin several of the choices are none. */
static void chosen(struct app *a, const struct form *form, int field)
{
    const struct field *f = &form->fields[field];
    for (char c = 'a'; c <= 'z'; c++) {
        char typed[] = {c, '\0'};
        size_t n = 0;
        bool told = false;
        for (size_t i = 0; i < f->nchoices; i++) {
            const char *label = label_of(&f->choices[i].label, app_lang(a), f->choices[i].name);
            n += words_begin(label, typed) || desk_matches(label, typed);
        }
        struct record *r = record_for(app_desk(a), form, field);
        const struct value *v = left(a, r, field, typed, K_ENTER, &told);
        if (n > 1 && (v->kind != VAL_NULL || !told))
            fail_msg("%s.%s: %s is kept", form->name, f->name, typed);
        if (n == 1 && (v->kind != VAL_TEXT || !strcmp(v->s, typed)))
            fail_msg("%s.%s: %s is not taken", form->name, f->name, typed);
        record_free(r);
    }
}

/* Rows have no list of candidates: one is taken, several are refused. */
static void cells(struct desk *d, const struct form *form, int field, struct kinds *k)
{
    const struct field *f = &form->fields[field];
    for (size_t c = 0; c < f->nchildren; c++) {
        const struct field *child = &f->children[c];
        bool picks = child->type == FT_UNIT || child->type == FT_STAFF;
        if (child->type == FT_PERSON || child->type == FT_LINK || child->lookup || child->free)
            fail_msg("%s.%s.%s: nothing is offered in a cell yet", form->name, f->name, child->name);
        for (int several = 0; picks && several < 2; several++) {
            struct item_table t = {.f = f};
            struct record *r = desk_new(d, form);
            items_insert(&t, 0);
            const char *typed = several ? "zzq" : child->type == FT_STAFF && child->nroles ? "zg" : "rhy";
            if (child->type == FT_STAFF && !several)
                typed = child->nroles ? "zg" : "oy";
            int rc = desk_cell_enter(d, r, &t, 0, c, typed);
            if ((rc >= 0) == (several > 0))
                fail_msg("%s.%s.%s: %s %s", form->name, f->name, child->name, typed, rc < 0 ? fault_text() : "is kept");
            k->cells++;
            items_free(&t);
            record_free(r);
        }
    }
}

static void field_as_typed(struct app *a, const struct form *form, int field, struct kinds *k)
{
    const struct field *f = &form->fields[field];
    char one[32] = "", several[32] = "";
    if (f->type == FT_ITEMS)
        cells(app_desk(a), form, field, k);
    if (f->type == FT_ENUM && f->free && !f->multiple) {
        k->choices++;
        for (int lang = LANG_ZH; lang <= LANG_EN; lang++) {
            desk_set_lang(app_desk(a), (enum lang)lang);
            chosen(a, form, field);
        }
    }
    if (!f->lookup && f->type != FT_UNIT && f->type != FT_PERSON && f->type != FT_LINK && f->type != FT_STAFF)
        return;
    find_typed(app_desk(a), form, field, one, several);
    if (!one[0] && !several[0])
        fail_msg("%s.%s: nothing to find", form->name, f->name);
    looked_up(a, form, field, one[0] ? one : NULL, several[0] ? several : NULL);
    count(k, f);
}

static void every_field_of_every_form(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    struct app a = {.desk = d};
    const struct forms *all = desk_forms(d);
    struct kinds k = {0};
    people_and_records(d);
    for (size_t i = 0; i < all->n; i++)
        for (size_t n = 0; n < all->v[i]->ndeclared; n++) {
            struct record *r = record_for(d, all->v[i], (int)n);
            bool closed = all->v[i]->fields[n].compute || desk_readonly_asked(d, r, (int)n);
            record_free(r);
            if (!closed)
                field_as_typed(&a, all->v[i], (int)n, &k);
        }
    assert_true(k.units > 9 && k.people > 9 && k.staff > 9 && k.links > 9);
    assert_true(k.texts > 0 && k.choices > 4 && k.cells > 9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test_setup_teardown(every_field_of_every_form, setup, teardown)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
