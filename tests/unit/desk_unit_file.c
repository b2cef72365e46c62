/* The file of a unit (U1, U2, U8) with the shipped forms. */
#include "house_test.h"

static struct record *unit_of(struct desk *d)
{
    struct record *r = NULL;
    assert_int_equal(rec_find(desk_db(d), forms_find(desk_forms(d), "unit"), "A-1203", &r), QT_OK);
    return r;
}

static int people(struct desk *d, const char *state)
{
    struct query q = {.form = forms_find(desk_forms(d), "person"), .sort = -1};
    struct cursor *c = NULL;
    struct record_page page;
    int n = 0;
    q.list = form_list(q.form, "all");
    assert_int_equal(cursor_open(desk_db(d), &q, &c), QT_OK);
    assert_int_equal(cursor_page(c, PAGE_FIRST, NULL, 50, &page), QT_OK);
    for (size_t i = 0; i < page.n; i++)
        n += strcmp(text_of(page.v[i], "state"), state) == 0;
    record_page_free(&page);
    cursor_close(c);
    return n;
}

/* U2: a change closes one entry among the people and opens the next; the desk enters it at once (U8). */
static void u2_a_change_of_owner_keeps_who_it_was(void **state)
{
    struct desk *d = desk(state);
    add_staff(d, "wl", "王丽", "clerk");
    sign_in(d, "wl");
    struct record *r = unit_of(d);
    int before = people(d, "current");
    DO(r, "change_owner", "owner", "周新主", "owner_phone", "13812348036");
    assert_int_equal(people(d, "current"), before + 1);
    DO(r, "change_owner", "owner", "吴再主", "owner_phone", "13812348036");
    assert_int_equal(people(d, "current"), before + 1);
    assert_int_equal(people(d, "former"), 1);
    DO(r, "change_owner", "owner", "吴再主", "owner_phone", "13812348037"); /* only the telephone: the same owner */
    assert_int_equal(people(d, "current"), before + 1);
    DO(r, "change_tenant", "tenant", "郑租户", "tenant_phone", "13812348038");
    assert_int_equal(people(d, "current"), before + 2);
    DO(r, "change_tenant", "tenant", "", "tenant_phone", "");
    assert_int_equal(people(d, "current"), before + 1);
    assert_int_equal(people(d, "former"), 2);
    record_free(r);
}

/* U8: why somebody looked, and for outsiders the supervisor's consent. */
static void u8_a_full_look_asks_the_reason(void **state)
{
    struct desk *d = desk(state);
    struct record *r = unit_of(d);
    assert_int_equal(act_with(d, r, "look", "looks.outside", "否", NULL), QT_ASK);
    DO(r, "look", "looks.reason", "核对电话", "looks.outside", "否");
    assert_int_equal(act_with(d, r, "look", "looks.reason", "派出所查询", "looks.outside", "是", NULL), QT_ASK);
    DO(r, "look", "looks.reason", "派出所查询", "looks.outside", "是", "looks.consent", "zm");
    const char *rows = text_of(r, "looks");
    assert_non_null(strstr(rows, "核对电话"));
    assert_non_null(strstr(rows, "派出所查询"));
    record_free(r);
}

/* U1: contacts of before stay beside the rows. */
static void u1_contacts_of_before_are_kept(void **state)
{
    struct desk *d = desk(state);
    struct record *r = unit_of(d);
    change(d, r, "contact_1", "13900001111");
    change(d, r, "contacts_in", "[{\"who\": \"李秘书\", \"phone\": \"02088886666\", \"mobile\": \"13900002222\"}]");
    struct record *now = read_again(d, r);
    assert_string_equal(text_of(now, "contact_1"), "13900001111");
    assert_non_null(strstr(text_of(now, "contacts_in"), "李秘书"));
    record_free(now);
    record_free(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(u2_a_change_of_owner_keeps_who_it_was),
        T(u8_a_full_look_asks_the_reason),
        T(u1_contacts_of_before_are_kept),
    };
    return cmocka_run_group_tests_name("desk unit file", tests, NULL, NULL);
}
