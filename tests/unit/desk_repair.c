/* Repairs (R1-R10) with the shipped form: from the call to the follow-up, each deadline at its minute. */
#include "house_test.h"

static struct record *tap(struct desk *d)
{
    return add(d, "repair", "unit", "1203", "caller", "王小明", "fault", "水龙头关不紧", "kind", "给排水", NULL);
}

static void r1_unit_or_place_and_the_phone_of_the_file(void **state)
{
    struct desk *d = desk(state);
    struct record *r = tap(d);
    assert_string_equal(record_number(r), "R2611-001");
    assert_string_equal(text_of(r, "phone"), "13812348036");
    assert_string_equal(text_of(r, "severity"), "normal");
    record_free(r);
    r = filled_in(d, "repair", "fault", "灯不亮", NULL);
    struct outcome o;
    assert_int_equal(desk_save(d, NULL, r, &o), QT_REFUSED); /* neither unit nor place */
    outcome_free(&o);
    assert_int_equal(desk_enter(d, r, form_field(r->form, "place"), "B座大堂", NULL), QT_OK);
    must_save(d, NULL, r);
    record_free(r);
}

static void r1_own_appliances_are_not_taken(void **state)
{
    struct desk *d = desk(state);
    struct record *r = filled_in(d, "repair", "unit", "1203", "fault", "冰箱不制冷", NULL);
    char *why = NULL;
    assert_int_equal(desk_enter(d, r, form_field(r->form, "kind"), "自有电器", &why), QT_REFUSED);
    assert_non_null(strstr(why, "vendor"));
    free(why);
    record_free(r);
}

static void r2_taken_in_5_on_site_in_20_minutes(void **state)
{
    struct desk *d = desk(state);
    struct record *r = tap(d);
    assert_int_equal(due_at(d, r, "take"), at("2026-11-18 12:05"));
    sign_in(d, "zg");
    set_clock("2026-11-18 12:05");
    DO(r, "take");
    assert_string_equal(text_of(r, "engineer"), "zg");
    struct due due = clock_of(d, r, "take");
    assert_false(due.late);
    due_clear(&due);
    assert_int_equal(due_at(d, r, "site"), at("2026-11-18 12:20"));
    set_clock("2026-11-18 12:20");
    DO(r, "arrive");
    assert_int_equal(due_at(d, r, "site"), 0);
    assert_int_equal(int_of(r, "onsite_at"), at("2026-11-18 12:20"));
    record_free(r);
}

static void r2_late_on_site_goes_to_the_desk_and_is_explained(void **state)
{
    struct desk *d = desk(state);
    struct record *r = tap(d);
    DO(r, "assign", "engineer", "zg");
    set_clock("2026-11-18 12:21");
    assert_int_equal(desk_tick(d), QT_OK);
    struct due due = clock_of(d, r, "site");
    assert_int_equal(due.escalated, at("2026-11-18 12:21"));
    assert_string_equal(due.escalate_to, "clerk");
    due_clear(&due);
    struct record *now = read_again(d, r);
    REFUSED(now, "explain", "site_by", "11:00");
    DO(now, "explain", "site_by", "13:00");
    assert_int_equal(due_at(d, r, "site"), at("2026-11-18 13:00"));
    DO(now, "arrive");
    due = clock_of(d, r, "site");
    assert_true(due.late); /* Q6: the first promise was missed */
    due_clear(&due);
    record_free(now);
    record_free(r);
}

static void r2_an_appointment_is_kept_by_its_end(void **state)
{
    struct desk *d = desk(state);
    struct record *r = add(d, "repair", "unit", "1203", "fault", "门锁", "visit_from", "2026-11-19 09:00", "visit_to",
                           "2026-11-19 10:00", NULL);
    DO(r, "assign", "engineer", "zg");
    assert_int_equal(due_at(d, r, "site"), at("2026-11-19 10:00"));
    record_free(r);
}

static void r3_emergencies_at_their_minute(void **state)
{
    static const struct {
        const char *what, *on_site;
    } v[] = {{"爆管", "12:05"}, {"漏水", "12:15"}, {"停电", "12:15"}, {"电梯困人", "12:15"}, {"消防系统", "12:15"}};
    struct desk *d = desk(state);
    for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
        set_clock(NOON);
        struct record *r = add(d, "repair", "place", "3楼", "fault", "紧急", "emergency", v[i].what, NULL);
        assert_string_equal(text_of(r, "severity"), "urgent");
        assert_string_not_equal(text_of(r, "kind"), "");
        assert_int_equal(due_at(d, r, "told"), at("2026-11-18 12:01"));
        struct due due = clock_of(d, r, "told");
        assert_string_equal(due.owner, "supervisor");
        due_clear(&due);
        DO(r, "assign", "engineer", "zg");
        char *when = mem_printf("2026-11-18 %s", v[i].on_site);
        assert_int_equal(due_at(d, r, "site"), at(when));
        free(when);
        DO(r, "inform", "informed", "lm");
        assert_int_equal(due_at(d, r, "told"), 0);
        DO(r, "arrive");
        assert_int_equal(due_at(d, r, "report"), at("2026-11-19 17:30"));
        record_free(r);
    }
}

static void r3_the_incident_report_ends_its_clock_when_it_is_saved(void **state)
{
    struct desk *d = desk(state);
    struct record *r = add(d, "repair", "unit", "1203", "fault", "厨房爆管", "emergency", "爆管", NULL);
    DO(r, "assign", "engineer", "zg");
    DO(r, "arrive");
    struct outcome o;
    assert_int_equal(try_act(d, r, "report", true, &o), QT_OK);
    assert_non_null(o.opened);
    assert_int_not_equal(due_at(d, r, "report"), 0); /* the form is open, nothing is written yet */
    struct record *report = o.opened;
    o.opened = NULL;
    outcome_free(&o);
    assert_string_equal(text_of(report, "kind"), "water");
    assert_string_equal(text_of(report, "unit"), "A-1203");
    must_save(d, NULL, report);
    assert_int_equal(due_at(d, r, "report"), 0);
    assert_int_equal(due_at(d, report, "visits"), at("2026-11-20 17:30")); /* X1: 2 working days */
    struct record *now = read_again(d, r);
    assert_string_equal(text_of(now, "incident"), record_number(report));
    record_free(now);
    record_free(report);
    record_free(r);
}

static void r4_a_quote_agreed_becomes_a_charge_when_done(void **state)
{
    struct desk *d = desk(state);
    struct record *r = tap(d);
    DO(r, "assign", "engineer", "zg");
    DO(r, "arrive");
    DO(r, "quote", "materials", "龙头一只", "price", "85.50", "pay", "随管理费");
    assert_int_equal(due_at(d, r, "agree"), at("2026-11-18 14:00"));
    struct due due = clock_of(d, r, "fix");
    assert_int_not_equal(due.paused, 0); /* the occupant thinks it over: Q3 */
    due_clear(&due);
    DO(r, "agree", "agreed_by", "王小明");
    struct outcome o;
    assert_int_equal(desk_enter(d, r, form_field(r->form, "result"), "已更换", NULL), QT_OK);
    assert_int_equal(try_act(d, r, "finish", true, &o), QT_OK);
    assert_non_null(o.created);
    assert_string_equal(o.created->form->name, "charge");
    assert_int_equal(int_of(o.created, "amount"), 8550);
    assert_string_equal(text_of(o.created, "source_number"), record_number(r));
    assert_string_equal(text_of(o.created, "unit"), "A-1203");
    outcome_free(&o);
    DO(r, "fault", "followup_note", "又滴水");
    DO(r, "hand_back", "engineer", "zg", "site_by", "13:00");
    DO(r, "arrive");
    assert_int_equal(desk_enter(d, r, form_field(r->form, "result"), "换垫圈", NULL), QT_OK);
    assert_int_equal(try_act(d, r, "finish", true, &o), QT_OK);
    assert_null(o.created); /* charged once */
    outcome_free(&o);
    record_free(r);
}

static void r5_waiting_for_a_part_over_a_weekend_with_a_make_up_saturday(void **state)
{
    struct desk *d = desk(state);
    set_clock("2026-09-18 09:00"); /* Friday; Sunday 2026-09-20 is a make-up working day */
    struct record *r = tap(d);
    assert_int_equal(due_at(d, r, "fix"), at("2026-09-21 17:30")); /* 2 working days: the Sunday and the Monday */
    DO(r, "assign", "engineer", "zg");
    DO(r, "arrive");
    REFUSED(r, "wait", "wait_for", "配件", "wait_reason", "缺阀芯", "wait_until", "2026-09-17 09:00");
    set_clock("2026-09-18 10:00");
    DO(r, "wait", "wait_for", "配件", "wait_reason", "缺阀芯", "wait_until", "2026-09-21 09:00");
    assert_int_equal(due_at(d, r, "tell"), at("2026-09-18 10:30"));
    struct due due = clock_of(d, r, "resume");
    assert_int_equal(due.due, at("2026-09-21 09:00"));
    assert_int_equal(due.warn, at("2026-09-20 09:00")); /* engineering is reminded beforehand */
    assert_string_equal(due.owner, "engineer");
    due_clear(&due);
    DO(r, "told");
    assert_int_equal(due_at(d, r, "tell"), 0);
    set_clock("2026-09-21 09:00");
    DO(r, "arrive");
    /* waited Friday 10:00-17:30 less lunch (6.5 h), the Sunday (8 h) and Monday's first half hour: 15 h, so Monday
     * 17:30 becomes Wednesday 16:30 */
    assert_int_equal(due_at(d, r, "fix"), at("2026-09-23 16:30"));
    record_free(r);
}

static void r6_three_names_and_all_go_out_together(void **state)
{
    struct desk *d = desk(state);
    struct record *r = add(d, "repair", "unit", "1203", "fault", "渗水", NULL);
    DO(r, "assign", "engineer", "zg");
    REFUSED(r, "enter", "entry_clerk", "lm", "entry_guard", "ba", "entry_engineer",
            "zg"); /* not allowed by the occupant */
    record_free(r);
    r = add(d, "repair", "unit", "1203", "fault", "渗水", "may_enter", "是", NULL);
    DO(r, "assign", "engineer", "zg");
    REFUSED(r, "enter", "entry_clerk", "lm", "entry_guard", "zg", "entry_engineer", "zg");
    DO(r, "enter", "entry_clerk", "lm", "entry_guard", "ba", "entry_engineer", "zg");
    assert_int_equal(due_at(d, r, "go_out"), at("2026-11-18 14:00"));
    REFUSED(r, "finish", "result", "已修");
    DO(r, "go_out");
    assert_int_equal(due_at(d, r, "go_out"), 0);
    DO(r, "finish", "result", "已修");
    record_free(r);
}

static struct record *repaired(struct desk *d, const char *kind, const char *emergency)
{
    struct record *r = add(d, "repair", "unit", "1203", "fault", "坏了", "emergency", emergency, "kind", kind, NULL);
    DO(r, "assign", "engineer", "zg");
    DO(r, "arrive");
    DO(r, "finish", "result", "已修好");
    return r;
}

static void r7_confirmed_by_the_desk_the_same_day(void **state)
{
    struct desk *d = desk(state);
    struct record *r = repaired(d, "电气", "");
    assert_int_equal(due_at(d, r, "confirm"), at("2026-11-18 20:00"));
    assert_int_equal(due_at(d, r, "fix"), 0);
    DO(r, "confirm");
    assert_int_equal(due_at(d, r, "confirm"), 0);
    record_free(r);
}

static void r8_open_list_at_17_is_handed_over(void **state)
{
    struct desk *d = desk(state);
    struct record *r = tap(d);
    DO(r, "unfinished", "open_reason", "等配件");
    set_clock("2026-11-18 17:00");
    assert_int_equal(desk_tick(d), QT_OK);
    struct due round = {0};
    assert_int_equal(due_get(desk_db(d), "repair", 0, "unfinished", &round), QT_OK);
    assert_int_equal(round.due, at("2026-11-18 17:00"));
    assert_int_equal(desk_round_done(d, &round, "1"), QT_OK); /* the repair need not be touched for it */
    due_clear(&round);
    record_free(r);
}

static void r9_follow_up_by_kind(void **state)
{
    struct desk *d = desk(state);
    static const struct {
        const char *kind, *emergency, *house, *due;
    } v[] = {{"电梯", "", "3", "2026-11-20 17:00"}, {"给排水", "漏水", "3", "2026-11-21 17:00"},
             {"门窗", "", "3", "2026-11-21 17:00"}, {"门窗", "", "7", "2026-11-25 17:00"},
             {"消防", "", "7", "2026-11-20 17:00"}, {"给排水", "漏水", "7", "2026-11-21 17:00"}};
    for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
        set_setting(d, "repair.followup_days", v[i].house);
        struct record *r = repaired(d, v[i].kind, v[i].emergency);
        DO(r, "confirm");
        assert_int_equal(due_at(d, r, "followup"), at(v[i].due));
        record_free(r);
    }
}

static void r9_fault_at_follow_up_goes_back_and_reopens(void **state)
{
    struct desk *d = desk(state);
    struct record *r = repaired(d, "门窗", "");
    DO(r, "confirm");
    set_clock("2026-11-20 10:00");
    DO(r, "fault", "followup_note", "门又关不上");
    assert_string_equal(record_number(r), "R2611-001"); /* Q4: the same ticket */
    assert_int_equal(int_of(r, "rework"), 1);
    assert_int_equal(due_at(d, r, "followup"), 0);
    assert_int_equal(due_at(d, r, "hand_back"), at("2026-11-21 10:00"));
    DO(r, "hand_back", "engineer", "zg", "site_by", "2026-11-20 15:00");
    assert_int_equal(due_at(d, r, "hand_back"), 0);
    assert_int_equal(due_at(d, r, "site"), at("2026-11-20 15:00"));
    assert_int_not_equal(due_at(d, r, "fix"), 0);
    DO(r, "arrive");
    DO(r, "finish", "result", "换合页");
    DO(r, "confirm");
    assert_int_equal(due_at(d, r, "followup"), at("2026-11-23 17:00")); /* a fresh one */
    DO(r, "followed", "opinion", "满意");
    assert_int_equal(due_at(d, r, "followup"), 0);
    record_free(r);
}

static void b3_who_asked_not_to_be_called_is_not_called(void **state)
{
    struct desk *d = desk(state);
    struct record *unit = NULL;
    assert_int_equal(rec_find(desk_db(d), forms_find(desk_forms(d), "unit"), "A-1203", &unit), QT_OK);
    struct record *base = record_copy(unit);
    assert_int_equal(desk_enter(d, unit, form_field(unit->form, "no_call"), "是", NULL), QT_OK);
    must_save(d, base, unit);
    struct record *r = repaired(d, "门窗", "");
    DO(r, "confirm");
    int actions[64];
    size_t n = desk_actions(d, r, actions);
    bool calls = false, spares = false;
    for (size_t i = 0; i < n; i++) {
        calls = calls || strcmp(r->form->actions[actions[i]].name, "followed") == 0;
        spares = spares || strcmp(r->form->actions[actions[i]].name, "no_followup") == 0;
    }
    assert_false(calls);
    assert_true(spares);
    DO(r, "no_followup");
    record_free(r);
    record_free(base);
    record_free(unit);
}

static void engineers_have_their_own_list(void **state)
{
    struct desk *d = desk(state);
    add_staff(d, "lg", "李工", "engineer");
    struct record *mine = tap(d), *his = tap(d), *nobodys = tap(d);
    DO(mine, "assign", "engineer", "zg");
    DO(his, "assign", "engineer", "lg");
    sign_in(d, "zg");
    const struct form *f = mine->form;
    struct query q = {.form = f, .list = form_list(f, "mine")};
    struct cursor *c = NULL;
    struct page page;
    assert_int_equal(f->home_list, q.list);
    assert_int_equal(cursor_open(desk_db(d), &q, &c), QT_OK);
    assert_int_equal(cursor_page(c, PAGE_FIRST, NULL, 10, &page), QT_OK);
    assert_int_equal(page.n, 2);
    assert_int_equal(page.v[0]->id, mine->id);
    assert_int_equal(page.v[1]->id, nobodys->id);
    assert_string_equal(text_of(page.v[0], "where_at"), "A-1203");
    assert_string_equal(text_of(page.v[0], "due_at"), "11-18 12:20"); /* deadline() */
    page_free(&page);
    cursor_close(c);
    record_free(mine);
    record_free(his);
    record_free(nobodys);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(r1_unit_or_place_and_the_phone_of_the_file),
        T(r1_own_appliances_are_not_taken),
        T(r2_taken_in_5_on_site_in_20_minutes),
        T(r2_late_on_site_goes_to_the_desk_and_is_explained),
        T(r2_an_appointment_is_kept_by_its_end),
        T(r3_emergencies_at_their_minute),
        T(r3_the_incident_report_ends_its_clock_when_it_is_saved),
        T(r4_a_quote_agreed_becomes_a_charge_when_done),
        T(r5_waiting_for_a_part_over_a_weekend_with_a_make_up_saturday),
        T(r6_three_names_and_all_go_out_together),
        T(r7_confirmed_by_the_desk_the_same_day),
        T(r8_open_list_at_17_is_handed_over),
        T(r9_follow_up_by_kind),
        T(r9_fault_at_follow_up_goes_back_and_reopens),
        T(b3_who_asked_not_to_be_called_is_not_called),
        T(engineers_have_their_own_list),
    };
    return cmocka_run_group_tests_name("desk repair", tests, NULL, NULL);
}
