/* Complaints (C1-C12) with the shipped form: grades, deadlines, follow-up, joining, the daily count. */
#include "house_test.h"

#define NEW(...) add(d, "complaint", __VA_ARGS__, NULL)

static struct record *noise(struct desk *d)
{
    return NEW("unit", "1203", "name", "王小明", "matter", "噪音邻里", "text", "楼上夜里拖椅子");
}

static void c1_numbered_by_month_and_anonymous(void **state)
{
    struct desk *d = desk(state);
    struct record *r = NEW("channel", "来访", "anonymous", "是", "matter", "噪音邻里", "text", "隔壁吵架");
    assert_string_equal(record_number(r), "C2611-001");
    assert_string_equal(text_of(r, "name"), "");
    assert_string_equal(text_of(r, "unit"), "");
    record_free(r);
    r = noise(d);
    assert_string_equal(record_number(r), "C2611-002");
    assert_string_equal(text_of(r, "phone"), "13812348036");
    record_free(r);
}

static void c1_a_text_of_ten_thousand_characters(void **state)
{
    struct desk *d = desk(state);
    struct buf text = {0};
    for (int i = 0; i < 2000; i++)
        buf_add(&text, i % 100 ? "太吵了哟！" : "\n又吵了哟！");
    struct record *r = NEW("channel", "网上", "matter", "其他", "text", text.s + 1);
    struct record *again = read_again(d, r);
    assert_string_equal(text_of(again, "text"), text.s + 1);
    record_free(again);
    record_free(r);
    buf_free(&text);
}

static void c4_first_answer_by_channel(void **state)
{
    static const struct {
        const char *channel, *told, *due;
    } v[] = {
        {"来访", "2026-11-18 12:00", "2026-11-18 14:00"},
        {"电话", "2026-11-18 23:10", "2026-11-18 23:59"},
        {"来信", "2026-11-18 12:00", "2026-11-20 17:30"},
        {"邮件", "2026-11-20 12:00", "2026-11-24 17:30"},
        {"网上", "2026-11-18 10:00", "2026-11-18 17:30"},
        {"网上", "2026-11-18 18:00", "2026-11-19 17:30"},
        {"网上", "2026-11-20 17:31", "2026-11-23 17:30"},
        {"来信", "2026-09-18 16:00", "2026-09-21 17:30"}, /* make-up Sunday */
        {"网上", "2026-09-19 10:00", "2026-09-20 17:30"},
        {"来信", "2026-09-30 10:00", "2026-10-09 17:30"}, /* National Day */
    };
    struct desk *d = desk(state);
    for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
        set_clock(v[i].told);
        struct record *r = NEW("channel", v[i].channel, "matter", "其他", "text", "有话说");
        if (due_at(d, r, "first") != at(v[i].due)) {
            char said[20];
            date_format(due_at(d, r, "first"), said);
            fail_msg("%s %s: due %s", v[i].channel, v[i].told, said);
        }
        assert_int_equal(due_at(d, r, "case"), at(v[i].told) + 7 * DAY);
        record_free(r);
    }
}

static void c3_not_valid_is_answered_within_2_hours_with_the_reason(void **state)
{
    struct desk *d = desk(state);
    struct record *r = noise(d);
    set_clock("2026-11-18 13:30");
    DO(r, "reject", "invalid_reason", "市政道路施工");
    due_is(d, r, "first", "2026-11-18 14:00"); /* judging puts nothing off */
    due_is(d, r, "news", "2026-11-18 15:30");
    DO(r, "decline", "answer_text", "属市政管理，已代为转达", "speaker", "lm");
    assert_int_equal(due_at(d, r, "first"), 0);
    assert_int_equal(due_at(d, r, "case"), 0);
    record_free(r);
}

static void c4_nothing_waits_over_24_hours_without_news(void **state)
{
    struct desk *d = desk(state);
    struct record *r = noise(d);
    DO(r, "judge", "department", "秩序");
    assert_int_equal(due_at(d, r, "first"), at("2026-11-18 14:00"));
    set_clock("2026-11-18 13:00");
    REFUSED(r, "news", "news_note", "周末给答复", "next_at", "2026-11-21 09:00"); /* later than 24 h */
    DO(r, "news", "news_note", "今晚巡查", "next_at", "2026-11-19 09:00");
    assert_int_equal(due_at(d, r, "first"), 0);
    assert_int_equal(due_at(d, r, "news"), at("2026-11-19 09:00"));
    set_clock("2026-11-19 08:50");
    DO(r, "news", "news_note", "已劝告", "next_at", "2026-11-20 08:00");
    assert_int_equal(due_at(d, r, "news"), at("2026-11-20 08:00"));
    DO(r, "answer", "answer_text", "已与楼上约定", "speaker", "lm");
    assert_int_equal(due_at(d, r, "news"), 0); /* Q2: we owe nothing now */
    assert_int_equal(due_at(d, r, "case"), 0);
    assert_int_equal(due_at(d, r, "followup"), at("2026-11-22 17:00"));
    record_free(r);
}

static void c5_serious_by_amount_or_authority(void **state)
{
    struct desk *d = desk(state);
    struct record *r = NEW("matter", "其他", "text", "漏水泡了地板", "claim", "999.99");
    assert_string_equal(text_of(r, "grade"), "ordinary");
    record_free(r);
    r = NEW("matter", "其他", "text", "超出权限", "beyond", "是");
    assert_string_equal(text_of(r, "grade"), "serious");
    record_free(r);
    set_clock("2026-09-18 16:00"); /* Friday before a make-up Sunday */
    r = NEW("matter", "其他", "text", "漏水泡了地板", "claim", "1000");
    assert_string_equal(text_of(r, "grade"), "serious");
    assert_int_equal(due_at(d, r, "serious"), at("2026-09-20 17:30"));
    assert_int_equal(desk_enter(d, r, form_field(r->form, "grade"), "一般", NULL), QT_REFUSED);
    DO(r, "report", "reported_to", "周经理、品质部");
    assert_int_equal(due_at(d, r, "serious"), 0);
    DO(r, "judge", "department", "工程");
    REFUSED(r, "answer", "answer_text", "赔", "speaker", "lm"); /* an approved proposal first */
    DO(r, "propose", "finding", "立管接头老化", "proposal", "更换并赔偿");
    REFUSED(r, "approve"); /* the manager approves it */
    assert_int_equal(desk_sign_in_as(d, "zm"), QT_OK);
    DO(r, "approve");
    DO(r, "carry_out", "measure", "已更换，赔偿1000元");
    DO(r, "answer", "answer_text", "已更换并赔偿", "speaker", "zm");
    DO(r, "satisfied", "opinion", "满意", "cause", "料", "subcause", "耐用");
    assert_int_equal(due_at(d, r, "case_report"), at("2026-09-25 16:00"));
    DO(r, "case_report", "case_report", "品-2026-03");
    assert_int_equal(due_at(d, r, "case_report"), 0);
    record_free(r);
}

static void c5_regraded_to_serious_starts_its_clock(void **state)
{
    struct desk *d = desk(state);
    struct record *r = noise(d);
    set_clock("2026-11-18 16:00");
    DO(r, "regrade", "grade", "重大");
    assert_int_equal(due_at(d, r, "serious"), at("2026-11-19 17:30"));
    assert_int_equal(due_at(d, r, "case"), at("2026-11-25 12:00"));
    record_free(r);
}

static void c5_hot_is_reported_within_a_week(void **state)
{
    struct desk *d = desk(state);
    struct record *joint = NEW("matter", "停车", "text", "地库被占", "people", "3");
    assert_string_equal(text_of(joint, "grade"), "hot");
    assert_int_equal(due_at(d, joint, "hot"), at("2026-11-25 12:00"));
    record_free(joint);
    struct record *r = noise(d);
    struct due none = {0};
    assert_int_equal(due_get(desk_db(d), "complaint", r->id, "hot", &none), QT_NOTFOUND);
    set_clock("2026-11-19 09:00");
    DO(r, "confirm_hot");
    assert_int_equal(due_at(d, r, "hot"), at("2026-11-26 09:00"));
    DO(r, "report", "reported_to", "周经理");
    assert_int_equal(due_at(d, r, "hot"), 0);
    record_free(r);
}

static void c6_handed_up_and_back(void **state)
{
    struct desk *d = desk(state);
    struct record *r = noise(d);
    DO(r, "hand_up", "raised_to", "品质部", "raise_reason", "涉及两家业户");
    assert_int_equal(due_at(d, r, "raised"), at("2026-11-19 17:30"));
    DO(r, "hand_down", "raise_answer", "上门调解", "department", "秩序");
    assert_int_equal(due_at(d, r, "raised"), 0);
    assert_string_equal(text_of(r, "state"), "assigned");
    record_free(r);
}

static struct record *answered(struct desk *d)
{
    struct record *r = noise(d);
    DO(r, "judge", "department", "秩序");
    DO(r, "answer", "answer_text", "已劝告", "speaker", "lm");
    return r;
}

static void c7_follow_up_is_owed_except_as_the_rule_says(void **state)
{
    struct desk *d = desk(state);
    struct record *r = answered(d);
    REFUSED(r, "exempt", "exempt", "匿名无联系方式", "exempt_reason", "-", "cause", "人"); /* has a name and a phone */
    REFUSED(r, "exempt", "exempt", "当场解决并确认", "exempt_reason", "-", "cause", "人");
    REFUSED(r, "exempt", "exempt", "业户要求免打扰", "exempt_reason", "-", "cause", "人");
    DO(r, "exempt", "exempt", "敏感", "exempt_reason", "家庭纠纷", "cause", "人");
    assert_int_equal(due_at(d, r, "followup"), 0);
    due_is(d, r, "quiet", "2026-11-25 17:30"); /* closing time after the seven days: it can be met */
    record_free(r);
    r = NEW("anonymous", "是", "matter", "噪音邻里", "text", "吵");
    DO(r, "judge", "department", "秩序");
    DO(r, "answer", "answer_text", "已张贴提醒", "speaker", "lm");
    DO(r, "exempt", "exempt", "匿名无联系方式", "exempt_reason", "无联系方式", "cause", "人");
    record_free(r);
}

static void c8_solved_on_the_spot_closes_after_seven_quiet_days(void **state)
{
    struct desk *d = desk(state);
    struct record *r = noise(d);
    DO(r, "solve", "answer_text", "当面道歉", "cause", "人", "subcause", "态度");
    assert_int_equal(due_at(d, r, "first"), 0);
    set_clock("2026-11-25 11:59");
    REFUSED(r, "close");
    set_clock("2026-11-25 12:00");
    DO(r, "close");
    assert_string_equal(text_of(r, "state"), "closed");
    record_free(r);
}

static void c8_unsatisfied_is_reopened_with_a_fresh_follow_up(void **state)
{
    struct desk *d = desk(state);
    struct record *r = answered(d);
    set_clock("2026-11-21 10:00");
    DO(r, "reopen", "reopen_reason", "昨夜又吵");
    assert_string_equal(record_number(r), "C2611-001");
    assert_int_equal(int_of(r, "reopens"), 1);
    assert_int_equal(due_at(d, r, "followup"), 0);
    assert_int_equal(due_at(d, r, "news"), at("2026-11-22 10:00"));
    assert_true(due_at(d, r, "case") > at("2026-11-25 12:00")); /* Q4: the time it was closed counts as waiting */
    DO(r, "answer", "answer_text", "加装胶垫", "speaker", "lm");
    assert_int_equal(due_at(d, r, "followup"), at("2026-11-24 17:00"));
    DO(r, "satisfied", "opinion", "基本满意", "cause", "人", "subcause", "行为");
    assert_string_equal(text_of(r, "state"), "closed");
    record_free(r);
}

static void c9_many_people_count_once(void **state)
{
    struct desk *d = desk(state);
    struct record *first = noise(d);
    struct record *other = NEW("name", "李雷", "phone", "13900001111", "matter", "噪音邻里", "text", "楼上吵");
    struct record *post = NEW("channel", "网上", "matter", "噪音邻里", "text", "发帖：楼上吵", "anonymous", "是");
    struct record *again = noise(d); /* the same person once more */
    DO(other, "attach", "case_no", record_number(first));
    DO(post, "attach", "case_no", record_number(first));
    DO(again, "attach", "case_no", record_number(first));
    struct record *now = read_again(d, first);
    assert_int_equal(int_of(now, "people"), 3);
    assert_int_equal(int_of(now, "posts"), 1);
    assert_int_equal(due_at(d, other, "case"), 0);
    REFUSED(now, "attach", "case_no", record_number(first));
    record_free(now);
    record_free(first);
    record_free(other);
    record_free(post);
    record_free(again);
}

static void c10_a_subcause_belongs_to_its_cause(void **state)
{
    struct desk *d = desk(state);
    struct record *r = answered(d);
    assert_int_equal(desk_enter(d, r, form_field(r->form, "cause"), "人", NULL), QT_OK);
    assert_int_equal(desk_enter(d, r, form_field(r->form, "subcause"), "耐用", NULL), QT_REFUSED);
    assert_int_equal(desk_enter(d, r, form_field(r->form, "subcause"), "技能", NULL), QT_OK);
    record_free(r);
}

static void c11_daily_count_wants_answered_or_due_when_and_by_whom(void **state)
{
    struct desk *d = desk(state);
    struct record *r = noise(d);
    set_clock("2026-11-18 20:00");
    assert_int_equal(desk_tick(d), QT_OK);
    struct due round = {0};
    assert_int_equal(due_get(desk_db(d), "complaint", 0, "daily", &round), QT_OK);
    assert_int_equal(round.due, at("2026-11-18 20:00"));
    assert_int_equal(desk_round_done(d, &round, "1"), QT_REFUSED); /* one is not accounted for */
    assert_non_null(strstr(fault_text(), "C2611-001: no time of the next answer, and nobody who is responsible"));
    DO(r, "judge", "department", "秩序");
    assert_int_equal(desk_round_done(d, &round, "1"), QT_REFUSED);
    assert_non_null(strstr(fault_text(), "C2611-001: no time of the next answer."));
    DO(r, "news", "news_note", "明早答复", "next_at", "2026-11-19 10:00");
    assert_int_equal(desk_round_done(d, &round, "1"), QT_OK);
    due_clear(&round);
    record_free(r);
}

static void q3_waiting_for_the_complainant_pauses_the_case_only(void **state)
{
    struct desk *d = desk(state);
    struct record *r = noise(d);
    DO(r, "judge", "department", "秩序");
    DO(r, "news", "news_note", "请提供录音", "next_at", "2026-11-19 10:00");
    DO(r, "wait", "wait_for", "投诉人", "wait_reason", "等录音", "wait_until", "2026-11-20 10:00");
    struct due due = clock_of(d, r, "case");
    assert_int_not_equal(due.paused, 0);
    due_clear(&due);
    assert_int_equal(due_at(d, r, "news"), 0); /* Q2: he owes us something, not we him */
    record_free(r);
}

static void links_complaint_and_repair_name_each_other(void **state)
{
    struct desk *d = desk(state);
    struct record *r = noise(d);
    struct outcome o;
    assert_int_equal(try_act(d, r, "repair", true, &o), QT_OK);
    struct record *repair = o.opened;
    assert_non_null(repair);
    o.opened = NULL;
    outcome_free(&o);
    must_save(d, NULL, repair);
    assert_string_equal(text_of(repair, "complaint"), record_number(r));
    assert_string_equal(text_of(repair, "unit"), "A-1203");
    struct record *now = read_again(d, r);
    assert_string_equal(text_of(now, "repair"), record_number(repair));
    REFUSED(now, "repair_made"); /* happens by itself only */
    record_free(now);
    record_free(repair);
    record_free(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(c1_numbered_by_month_and_anonymous),
        T(c1_a_text_of_ten_thousand_characters),
        T(c4_first_answer_by_channel),
        T(c3_not_valid_is_answered_within_2_hours_with_the_reason),
        T(c4_nothing_waits_over_24_hours_without_news),
        T(c5_serious_by_amount_or_authority),
        T(c5_regraded_to_serious_starts_its_clock),
        T(c5_hot_is_reported_within_a_week),
        T(c6_handed_up_and_back),
        T(c7_follow_up_is_owed_except_as_the_rule_says),
        T(c8_solved_on_the_spot_closes_after_seven_quiet_days),
        T(c8_unsatisfied_is_reopened_with_a_fresh_follow_up),
        T(c9_many_people_count_once),
        T(c10_a_subcause_belongs_to_its_cause),
        T(c11_daily_count_wants_answered_or_due_when_and_by_whom),
        T(q3_waiting_for_the_complainant_pauses_the_case_only),
        T(links_complaint_and_repair_name_each_other),
    };
    return cmocka_run_group_tests_name("desk complaint", tests, NULL, NULL);
}
