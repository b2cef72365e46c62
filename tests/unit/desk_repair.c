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
    struct outcome o = {0};
    assert_int_equal(desk_save(d, NULL, r, &o), QT_REFUSED); /* neither unit nor place */
    outcome_free(&o);
    assert_int_equal(desk_enter(d, r, form_field(r->form, "place"), "B座大堂", NULL), QT_OK);
    must_save(d, NULL, r);
    record_free(r);
}

static void r1_own_appliances_are_not_taken(void **state)
{
    struct desk *d = desk(state);
    struct record *r = filled_in(d, "repair", "unit", "1203", "fault", "冰箱不制冷", "kind", "自有电器", NULL);
    struct outcome o = {0};
    assert_int_equal(desk_save(d, NULL, r, &o), QT_OK);
    assert_non_null(strstr(o.tell, "vendor"));
    outcome_free(&o);
    struct record *now = read_again(d, r);
    assert_string_equal(text_of(now, "state"), "declined");
    assert_string_not_equal(text_of(now, "call"), ""); /* V12: it stays as a line there */
    record_free(now);
    record_free(r);
    r = add(d, "repair", "unit", "1203", "fault", "灯不亮", NULL);
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

/* R11: who shall go is said by the desk; the five minutes end when the engineer himself has it. */
static void r11_assigned_is_not_taken(void **state)
{
    struct desk *d = desk(state);
    struct record *r = tap(d);
    set_clock("2026-11-18 12:02");
    DO(r, "assign", "engineer", "zg");
    assert_string_equal(text_of(r, "state"), "sent");
    assert_int_equal(due_at(d, r, "take"), at("2026-11-18 12:05"));
    assert_int_equal(record_get(r, "took_at")->kind, VAL_NULL);
    assert_int_equal(act_with(d, r, "take", NULL), QT_DENIED); /* not by the desk in his place */
    tick_at(d, "2026-11-18 12:06");
    sign_in(d, "zg");
    set_clock("2026-11-18 12:07");
    DO(r, "take");
    assert_int_equal(ended(d, r, "take"), MET_LATE);
    assert_int_equal(int_of(r, "took_at"), at("2026-11-18 12:07"));
    record_free(r);
}

static void r11_another_engineer_takes_it_himself(void **state)
{
    struct desk *d = desk(state);
    add_staff(d, "lg", "李工", "engineer");
    struct record *r = tap(d);
    DO(r, "assign", "engineer", "zg");
    sign_in(d, "zg");
    DO(r, "take");
    assert_int_equal(ended(d, r, "take"), MET);
    sign_in(d, "lm");
    DO(r, "assign", "engineer", "lg");
    assert_string_equal(text_of(r, "state"), "sent");
    sign_in(d, "lg");
    set_clock("2026-11-18 12:15");
    DO(r, "take");
    assert_string_equal(text_of(r, "engineer"), "lg");
    assert_int_equal(int_of(r, "took_at"), at("2026-11-18 12:15"));
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
    struct outcome o = {0};
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
    DO(r, "quote", "goods", "[{\"what\": \"龙头\", \"price\": \"85.50\"}]", "pay", "随管理费");
    assert_int_equal(due_at(d, r, "agree"), at("2026-11-18 14:00"));
    struct due due = clock_of(d, r, "fix");
    assert_int_not_equal(due.paused, 0); /* the occupant thinks it over: Q3 */
    due_clear(&due);
    DO(r, "agree", "agreed_by", "王小明");
    struct outcome o = {0};
    assert_int_equal(desk_enter(d, r, form_field(r->form, "result"), "已更换", NULL), QT_OK);
    assert_int_equal(try_act(d, r, "finish", true, &o), QT_OK);
    assert_non_null(o.created);
    assert_string_equal(o.created->form->name, "charge");
    assert_int_equal(int_of(o.created, "amount"), 8550);
    assert_string_equal(text_of(o.created, "source_number"), record_number(r));
    assert_string_equal(text_of(o.created, "repair"), record_number(r)); /* seen from both */
    assert_string_equal(text_of(o.created, "unit"), "A-1203");
    outcome_free(&o);
    DO(r, "fault", "followup_note", "又滴水");
    DO(r, "hand_back", "engineer", "zg", "site_by", "13:00");
    DO(r, "arrive");
    assert_int_equal(desk_enter(d, r, form_field(r->form, "result"), "换垫圈", NULL), QT_OK);
    assert_int_equal(try_act(d, r, "finish", true, &o), QT_OK);
    assert_null(o.created); /* nothing new was quoted */
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
    DO(r, "quote", "goods", "[{\"what\": \"管\", \"price\": \"60\"}]", "pay", "现金");
    REFUSED(r, "decline", "cancel_reason", "太贵"); /* they are still inside */
    REFUSED(r, "cancel", "cancel_reason", "太贵");
    DO(r, "agree", "agreed_by", "王小明");
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
    if (*emergency)
        DO(r, "finish", "result", "已修好", "site_supervisor", "zm", "site_clerk", "lm");
    else
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
    REFUSED(r, "hand_back", "engineer", "zg", "site_by", "2026-11-20 09:00");
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
    assert_int_equal(ended(d, r, "followup"), WITHDRAWN); /* not owed: no figure counts it as made */
    record_free(r);
    record_free(base);
    record_free(unit);
}

static void engineers_have_their_own_list(void **state)
{
    struct desk *d = desk(state);
    add_staff(d, "lg", "李工", "engineer");
    struct record *urgent = add(d, "repair", "unit", "1203", "emergency", "漏水", NULL);
    struct record *mine = tap(d), *his = tap(d), *nobodys = tap(d);
    DO(mine, "assign", "engineer", "zg");
    DO(his, "assign", "engineer", "lg");
    sign_in(d, "zg");
    const struct form *f = mine->form;
    struct query q = {.form = f, .list = form_list(f, "mine"), .sort = -1};
    struct cursor *c = NULL;
    struct record_page page;
    assert_int_equal(f->home_list, q.list);
    assert_int_equal(cursor_open(desk_db(d), &q, &c), QT_OK);
    assert_int_equal(cursor_page(c, PAGE_FIRST, NULL, 10, &page), QT_OK);
    assert_int_equal(page.n, 3);
    assert_int_equal(page.v[0]->id, urgent->id); /* an emergency first */
    assert_int_equal(page.v[1]->id, nobodys->id);
    assert_int_equal(page.v[2]->id, mine->id);
    assert_string_equal(text_of(page.v[2], "where_at"), "A-1203");
    assert_string_equal(text_of(page.v[2], "due_at"), "11-18 12:05"); /* deadline(); he has not taken it yet */
    record_page_free(&page);
    cursor_close(c);
    record_free(urgent);
    record_free(mine);
    record_free(his);
    record_free(nobodys);
}

static void r2_on_site_is_promised_from_the_call(void **state)
{
    struct desk *d = desk(state);
    struct record *r = tap(d);
    due_is(d, r, "site", "2026-11-18 12:20"); /* nobody has taken it yet */
    tick_at(d, "2026-11-18 12:20");
    struct due due = clock_of(d, r, "site");
    assert_string_equal(due.escalate_to, "clerk"); /* the desk calls the occupant */
    assert_int_equal(due.escalated, at("2026-11-18 12:20"));
    due_clear(&due);
    set_clock("2026-11-18 12:50");
    DO(r, "assign", "engineer", "zg");
    DO(r, "arrive");
    assert_int_equal(ended(d, r, "site"), MET_LATE);
    record_free(r);
}

static void r2_put_off_without_coming_is_not_on_time(void **state)
{
    struct desk *d = desk(state);
    struct record *r = tap(d);
    DO(r, "assign", "engineer", "zg");
    DO(r, "wait", "wait_for", "业户", "wait_reason", "不在家", "wait_until", "2026-11-19 09:00");
    assert_int_equal(ended(d, r, "site"), WITHDRAWN);
    record_free(r);
}

static void r3_no_paper_first(void **state)
{
    struct desk *d = desk(state);
    struct record *r = add(d, "repair", "unit", "1203", "emergency", "爆管", NULL); /* where and what kind */
    due_is(d, r, "site", "2026-11-18 12:05");
    struct board_row *v = NULL;
    size_t n;
    assert_int_equal(board_read(d, NULL, 10, &v, &n), QT_OK);
    assert_non_null(strstr(v[0].matter, "Burst pipe"));
    board_free(v, n);
    record_free(r);
    record_free(add(d, "repair", "place", "B座大堂", "emergency", "停电", NULL));
    r = filled_in(d, "repair", "unit", "1203", NULL);
    struct outcome o = {0};
    assert_int_equal(desk_save(d, NULL, r, &o), QT_REFUSED); /* an ordinary one says what is wrong */
    outcome_free(&o);
    record_free(r);
}

static void r3_an_emergency_found_later_is_told_and_reported(void **state)
{
    struct desk *d = desk(state);
    struct record *r = tap(d);
    DO(r, "assign", "engineer", "zg");
    DO(r, "arrive");
    assert_int_equal(ended(d, r, "told"), NEVER);
    set_clock("2026-11-18 12:30");
    struct record *base = record_copy(r);
    assert_int_equal(desk_enter(d, r, form_field(r->form, "emergency"), "爆管", NULL), QT_OK);
    assert_int_equal(desk_enter(d, r, form_field(r->form, "severity"), "紧急", NULL), QT_OK);
    must_save(d, base, r);
    record_free(base);
    due_is(d, r, "told", "2026-11-18 12:31");
    due_is(d, r, "report", "2026-11-19 17:30");
    record_free(r);
}

static void r3_the_supervisor_may_be_told_after_it_was_mended(void **state)
{
    struct desk *d = desk(state);
    struct record *r = add(d, "repair", "unit", "1203", "emergency", "爆管", NULL);
    DO(r, "assign", "engineer", "zg");
    DO(r, "arrive");
    assert_int_equal(act_with(d, r, "finish", "result", "已关阀", NULL),
                     QT_ASK); /* R3 R12: who was there stands on the ticket */
    DO(r, "finish", "result", "已关阀", "site_supervisor", "zm", "site_clerk", "lm");
    DO(r, "confirm");
    set_clock("2026-11-18 15:00");
    DO(r, "inform", "informed", "lm");
    assert_int_equal(ended(d, r, "told"), MET_LATE);
    record_free(r);
}

static void r3_a_report_written_late_is_late(void **state)
{
    struct desk *d = desk(state);
    struct record *r = add(d, "repair", "unit", "1203", "emergency", "爆管", NULL);
    DO(r, "assign", "engineer", "zg");
    DO(r, "arrive");
    set_clock("2026-11-20 10:00");
    record_free(
        add(d, "incident", "kind", "水浸爆管", "unit", "1203", "what", "爆管", "repair", record_number(r), NULL));
    assert_int_equal(ended(d, r, "report"), MET_LATE);
    record_free(r);
}

static int64_t charges_of(struct desk *d, const struct record *r)
{
    struct query q = {.form = forms_find(desk_forms(d), "charge"), .sort = -1};
    struct cursor *c = NULL;
    int64_t count, totals[4] = {0};
    bool exact;
    (void)r;
    q.list = form_list(q.form, "open");
    assert_int_equal(cursor_open(desk_db(d), &q, &c), QT_OK);
    assert_int_equal(cursor_count(c, 0, &count, totals, &exact), QT_OK);
    cursor_close(c);
    return count * 1000000 + totals[1];
}

static void r4_after_rework_it_is_quoted_and_charged_again(void **state)
{
    struct desk *d = desk(state);
    struct record *r = tap(d);
    DO(r, "assign", "engineer", "zg");
    DO(r, "arrive");
    DO(r, "quote", "goods", "[{\"what\": \"龙头\", \"price\": \"85.50\"}]", "pay", "现金");
    DO(r, "agree", "agreed_by", "王小明");
    DO(r, "finish", "result", "已更换");
    DO(r, "fault", "followup_note", "又滴水");
    assert_int_equal(record_get(r, "price")->kind, VAL_NULL);
    DO(r, "hand_back", "engineer", "zg", "site_by", "13:00");
    DO(r, "arrive");
    DO(r, "quote", "goods", "[{\"what\": \"角阀\", \"price\": \"40\"}]", "pay", "现金");
    DO(r, "agree", "agreed_by", "王小明");
    DO(r, "finish", "result", "换角阀");
    assert_int_equal(charges_of(d, r), 2 * 1000000 + 8550 + 4000); /* the first stands */
    record_free(r);
}

static void r5_reminded_a_day_before_but_not_at_once(void **state)
{
    static const struct {
        const char *until, *warned;
    } v[] = {{"2026-11-20 12:00", "2026-11-19 12:00"}, {"2026-11-18 16:00", "2026-11-18 14:00"}};
    struct desk *d = desk(state);
    for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
        struct record *r = tap(d);
        DO(r, "assign", "engineer", "zg");
        DO(r, "wait", "wait_for", "配件", "wait_reason", "缺", "wait_until", v[i].until);
        struct due due = clock_of(d, r, "resume");
        assert_int_equal(due.warn, at(v[i].warned));
        due_clear(&due);
        record_free(r);
    }
}

/* R14: the rows are what is agreed to and charged. */
static void r14_the_price_is_the_sum_of_the_rows(void **state)
{
    struct desk *d = desk(state);
    struct record *r = tap(d);
    DO(r, "assign", "engineer", "zg");
    DO(r, "arrive");
    char *why = NULL;
    assert_int_equal(desk_enter(d, r, form_field(r->form, "goods"),
                                "[{\"what\": \"弯头\", \"count\": \"0\", \"price\": \"12\"}]", &why),
                     QT_REFUSED);
    free(why);
    DO(r, "quote", "goods",
       "[{\"what\": \"弯头\", \"count\": \"3\", \"price\": \"12.50\"}, {\"what\": \"人工\", \"price\": \"50\"}]", "pay",
       "现金");
    assert_int_equal(int_of(r, "price"), 8750);
    DO(r, "agree", "agreed_by", "王小明");
    DO(r, "finish", "result", "已换");
    assert_int_equal(charges_of(d, r), 1 * 1000000 + 8750);
    DO(r, "fault", "followup_note", "又漏");
    assert_int_equal(record_get(r, "goods")->kind, VAL_NULL);
    record_free(r);
}

static void r12_the_clerk_goes_along_and_leaves(void **state)
{
    struct desk *d = desk(state);
    struct record *r = tap(d);
    DO(r, "assign", "engineer", "zg");
    assert_int_equal(act_with(d, r, "along", "along_by", "lm", NULL), QT_ASK); /* not without why */
    DO(r, "along", "along_why", "业户要求", "along_by", "lm");
    set_clock("2026-11-18 12:40");
    DO(r, "along_end");
    assert_int_equal(int_of(r, "along_until"), at("2026-11-18 12:40"));
    record_free(r);
}

static void r13_a_colleague_gives_name_and_department_and_the_club_signs(void **state)
{
    struct desk *d = desk(state);
    struct record *r = filled_in(d, "repair", "place", "会所泳池", "place_kind", "会所", "fault", "灯不亮", "colleague",
                                 "秩序部", NULL);
    struct outcome o = {0};
    assert_int_equal(desk_save(d, NULL, r, &o), QT_REFUSED);
    outcome_free(&o);
    assert_int_equal(desk_enter(d, r, form_field(r->form, "caller"), "赵强", NULL), QT_OK);
    must_save(d, NULL, r);
    DO(r, "assign", "engineer", "zg");
    DO(r, "arrive");
    assert_int_equal(act_with(d, r, "finish", "result", "已修", NULL), QT_ASK);
    DO(r, "finish", "result", "已修", "signed_by", "会所小李");
    record_free(r);
    r = add(d, "repair", "place", "大堂", "fault", "灯不亮", NULL);
    assert_string_equal(text_of(r, "place_kind"), "public");
    record_free(r);
}

/* R16: the builder's firm comes, within a week, and the occupant is asked at the end. */
static void r16_a_fault_found_at_handing_over(void **state)
{
    struct desk *d = desk(state);
    struct record *r = add(d, "repair", "unit", "1203", "fault", "窗框划伤", "kind", "收楼遗留", NULL);
    assert_int_equal(ended(d, r, "take"), NEVER);
    assert_int_equal(ended(d, r, "site"), NEVER);
    due_is(d, r, "fix", "2026-11-25 12:00");
    assert_int_equal(act_with(d, r, "assign", "engineer", "zg", NULL), QT_ASK);
    DO(r, "assign", "firm", "某建筑公司");
    DO(r, "arrive");
    DO(r, "finish", "result", "已换");
    DO(r, "confirm");
    record_free(r);
}

static void r17_follow_up_with_its_paper_and_the_directors_sample(void **state)
{
    struct desk *d = desk(state);
    struct record *r = repaired(d, "门窗", "");
    DO(r, "confirm");
    DO(r, "followed", "opinion", "满意", "followup_way", "电话回访", "followup_wish", "希望早点来");
    assert_int_equal(act_with(d, r, "sample", "manager_note", "属实", NULL), QT_DENIED);
    sign_in(d, "zm");
    DO(r, "sample", "manager_note", "属实");
    assert_string_equal(text_of(r, "sampled_by"), "zm");
    record_free(r);
}

static void r8_the_list_is_handed_over_with_the_reasons(void **state)
{
    struct desk *d = desk(state);
    struct record *a = tap(d), *b = tap(d);
    assert_int_equal(desk_tick(d), QT_OK);
    struct due round = round_of(d, "repair", "unfinished");
    assert_int_equal(round.due, at("2026-11-18 17:00")); /* on the board before its hour, signed from then on */
    assert_int_equal(desk_round_done(d, &round, NULL), QT_REFUSED);
    assert_non_null(strstr(fault_text(), "2026-11-18 17:00"));
    tick_at(d, "2026-11-18 17:00");
    DO(a, "assign", "engineer", "zg");
    DO(a, "unfinished", "open_reason", "等配件");
    assert_int_equal(desk_round_done(d, &round, NULL), QT_REFUSED);
    assert_non_null(strstr(fault_text(), "R2611-001: its first part is not back"));
    DO(a, "part_back");
    assert_int_equal(desk_round_done(d, &round, NULL), QT_REFUSED);
    assert_non_null(strstr(fault_text(), "R2611-002: why it is unfinished is not said"));
    DO(b, "assign", "engineer", "zg");
    DO(b, "wait", "wait_for", "业户", "wait_reason", "不在家", "wait_until", "2026-11-19 10:00");
    assert_int_equal(desk_round_done(d, &round, NULL), QT_REFUSED);
    assert_non_null(strstr(fault_text(), "R2611-002: its first part is not back"));
    DO(b, "part_back");
    assert_int_equal(desk_round_done(d, &round, NULL), QT_OK);
    due_clear(&round);
    record_free(a);
    record_free(b);
}

/* R8: every ticket of the day comes back, those that are done too; what was called in after yesterday's round is of
 * today. */
static void r8_first_parts_of_finished_ones_are_counted(void **state)
{
    struct desk *d = desk(state);
    set_clock("2026-11-17 16:59");
    struct record *old = repaired(d, "门窗", "");
    set_clock("2026-11-17 18:00");
    struct record *late = repaired(d, "电气", "");
    set_clock(NOON);
    struct record *off = tap(d);
    DO(off, "cancel", "cancel_reason", "报错");
    tick_at(d, "2026-11-18 17:00");
    struct due round = round_of(d, "repair", "unfinished");
    assert_int_equal(desk_round_done(d, &round, NULL), QT_REFUSED);
    assert_non_null(strstr(fault_text(), "R2611-002: its first part is not back"));
    set_setting(d, "repair.parts_back", "0");
    assert_int_equal(desk_round_done(d, &round, NULL), QT_OK); /* a house without slips of paper */
    set_setting(d, "repair.parts_back", "1");
    DO(late, "part_back");
    assert_int_equal(int_of(late, "part_back_at"), at("2026-11-18 17:00"));
    assert_int_equal(act_with(d, late, "part_back", NULL), QT_REFUSED); /* once */
    due_clear(&round);
    record_free(old);
    record_free(late);
    record_free(off);
}

static void r8_h4_engineering_reviews_it_the_next_working_morning(void **state)
{
    struct desk *d = desk(state);
    set_clock("2026-11-20 16:00"); /* a Friday */
    struct record *r = tap(d);
    tick_at(d, "2026-11-21 09:00");
    struct due none = {0};
    assert_int_equal(due_get(desk_db(d), "repair", 0, "review", &none), QT_NOTFOUND);
    tick_at(d, "2026-11-23 08:30");
    struct due round = round_of(d, "repair", "review");
    assert_int_equal(round.due, at("2026-11-23 08:30"));
    assert_string_equal(round.owner, "engineer");
    sign_in(d, "zg");
    assert_int_equal(desk_round_done(d, &round, NULL), QT_REFUSED);
    assert_non_null(strstr(fault_text(), "R2611-001: it has no new date"));
    DO(r, "plan", "plan_at", "2026-11-23 15:00");
    assert_int_equal(desk_round_done(d, &round, NULL), QT_OK);
    due_clear(&round);
    record_free(r);
}

static struct figures count(struct desk *d, const char *reg)
{
    struct figures v;
    int64_t from, to;
    assert_int_equal(figures_period("2026-11", &from, &to), QT_OK);
    assert_int_equal(figures_read(d, forms_find(desk_forms(d), reg), from, to, &v), QT_OK);
    return v;
}

static void r10_cancelled_counts_nowhere_but_late_is_late(void **state)
{
    struct desk *d = desk(state);
    struct record *a = tap(d), *b = tap(d), *c = tap(d);
    DO(a, "cancel", "cancel_reason", "误报");
    assert_int_equal(ended(d, a, "take"), WITHDRAWN);
    assert_int_equal(ended(d, a, "fix"), WITHDRAWN);
    struct figures v = count(d, "repair");
    assert_int_equal(v.all.total, 3);
    assert_int_equal(v.valid, 2);
    assert_int_equal(v.all.on_time, 0);
    assert_int_equal(v.all.late, 0);
    assert_int_equal(v.all.pending, 2);
    figures_free(&v);
    DO(b, "assign", "engineer", "zg");
    DO(b, "arrive");
    DO(b, "finish", "result", "好");
    set_clock("2026-11-23 09:00");
    DO(c, "cancel", "cancel_reason", "等不及了");
    v = count(d, "repair");
    assert_int_equal(v.all.on_time, 1);
    assert_int_equal(v.all.late, 1); /* the deadline had passed when it was cancelled */
    assert_int_equal(v.all.pending, 0);
    figures_free(&v);
    record_free(a);
    record_free(b);
    record_free(c);
}

static void q5_engineering_and_the_desk_are_warned(void **state)
{
    struct desk *d = desk(state);
    struct record *r = tap(d);
    struct due due = clock_of(d, r, "site");
    assert_int_equal(due.warn, at("2026-11-18 12:15"));
    due_clear(&due);
    due = clock_of(d, r, "fix"); /* sixteen working hours and half an hour from noon: a quarter before the end */
    assert_true(due.warn > 0 && due.warn < due.due);
    due_clear(&due);
    record_free(r);
}

static void the_board_names_who_is_to_do_it(void **state)
{
    struct desk *d = desk(state);
    struct record *r = tap(d);
    DO(r, "assign", "engineer", "zg");
    sign_in(d, "zg");
    DO(r, "take");
    sign_in(d, "lm");
    struct board_row *v = NULL;
    size_t n;
    assert_int_equal(board_read(d, NULL, 10, &v, &n), QT_OK);
    assert_string_equal(v[0].due.clock, "site");
    assert_string_equal(v[0].who, "张工");
    board_free(v, n);
    tick_at(d, "2026-11-18 12:20");
    assert_int_equal(board_read(d, NULL, 10, &v, &n), QT_OK);
    assert_string_equal(v[0].who, "front desk"); /* escalated: the desk calls the occupant */
    board_free(v, n);
    record_free(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(r1_unit_or_place_and_the_phone_of_the_file),
        T(r1_own_appliances_are_not_taken),
        T(r2_taken_in_5_on_site_in_20_minutes),
        T(r11_assigned_is_not_taken),
        T(r11_another_engineer_takes_it_himself),
        T(r2_late_on_site_goes_to_the_desk_and_is_explained),
        T(r2_an_appointment_is_kept_by_its_end),
        T(r3_emergencies_at_their_minute),
        T(r3_the_incident_report_ends_its_clock_when_it_is_saved),
        T(r4_a_quote_agreed_becomes_a_charge_when_done),
        T(r5_waiting_for_a_part_over_a_weekend_with_a_make_up_saturday),
        T(r6_three_names_and_all_go_out_together),
        T(r7_confirmed_by_the_desk_the_same_day),
        T(r9_follow_up_by_kind),
        T(r9_fault_at_follow_up_goes_back_and_reopens),
        T(b3_who_asked_not_to_be_called_is_not_called),
        T(engineers_have_their_own_list),
        T(r2_on_site_is_promised_from_the_call),
        T(r2_put_off_without_coming_is_not_on_time),
        T(r3_no_paper_first),
        T(r3_an_emergency_found_later_is_told_and_reported),
        T(r3_the_supervisor_may_be_told_after_it_was_mended),
        T(r3_a_report_written_late_is_late),
        T(r4_after_rework_it_is_quoted_and_charged_again),
        T(r5_reminded_a_day_before_but_not_at_once),
        T(r14_the_price_is_the_sum_of_the_rows),
        T(r12_the_clerk_goes_along_and_leaves),
        T(r13_a_colleague_gives_name_and_department_and_the_club_signs),
        T(r16_a_fault_found_at_handing_over),
        T(r17_follow_up_with_its_paper_and_the_directors_sample),
        T(r8_the_list_is_handed_over_with_the_reasons),
        T(r8_first_parts_of_finished_ones_are_counted),
        T(r8_h4_engineering_reviews_it_the_next_working_morning),
        T(r10_cancelled_counts_nowhere_but_late_is_late),
        T(q5_engineering_and_the_desk_are_warned),
        T(the_board_names_who_is_to_do_it),
    };
    return cmocka_run_group_tests_name("desk repair", tests, NULL, NULL);
}
