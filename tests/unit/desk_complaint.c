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
        if (strcmp(v[i].channel, "来信") != 0 && strcmp(v[i].channel, "邮件") != 0)
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
    assert_string_equal(text_of(r, "grade"), "ordinary"); /* whose fault it is, is decided when it is judged */
    assert_int_equal(act_with(d, r, "judge", "department", "工程", NULL), QT_ASK);
    DO(r, "judge", "department", "工程", "ours", "是");
    assert_string_equal(text_of(r, "grade"), "serious");
    assert_int_equal(due_at(d, r, "serious"), at("2026-09-20 17:30"));
    REFUSED(r, "regrade", "grade", "一般");
    DO(r, "report", "reported_to", "周经理、品质部");
    assert_int_equal(due_at(d, r, "serious"), 0);
    REFUSED(r, "answer", "answer_text", "赔", "speaker", "lm"); /* an approved proposal first */
    DO(r, "propose", "finding", "立管接头老化", "proposal", "更换并赔偿");
    REFUSED(r, "approve"); /* the manager approves it */
    assert_int_equal(desk_sign_in_as(d, "zm"), QT_OK);
    DO(r, "approve");
    DO(r, "carry_out", "measure", "已更换，赔偿1000元");
    DO(r, "answer", "answer_text", "已更换并赔偿", "speaker", "zm");
    DO(r, "satisfied", "opinion", "满意", "cause", "料", "subcause", "耐用性");
    assert_int_equal(due_at(d, r, "case_report"), at("2026-09-25 16:00"));
    DO(r, "case_report", "case_report", "品-2026-03");
    assert_int_equal(due_at(d, r, "case_report"), 0);
    record_free(r);
}

static void c5_a_claim_against_others_is_not_serious(void **state)
{
    struct desk *d = desk(state);
    struct record *r = NEW("matter", "其他", "text", "邻居装修漏水", "claim", "50000");
    DO(r, "judge", "department", "工程", "ours", "否");
    assert_string_equal(text_of(r, "grade"), "ordinary");
    assert_int_equal(ended(d, r, "serious"), NEVER);
    REFUSED(r, "regrade", "grade", "重大");
    DO(r, "regrade", "grade", "重大", "beyond", "是"); /* beyond the desk's authority it is serious by itself */
    assert_int_equal(ended(d, r, "serious"), RUNS);
    record_free(r);
    r = NEW("matter", "其他", "text", "邻居装修漏水", "claim", "50000", "grade",
            "重大"); /* as one was before it was judged */
    DO(r, "judge", "department", "工程", "ours", "否");
    assert_string_equal(text_of(r, "grade"), "ordinary");
    assert_int_equal(ended(d, r, "serious"), WITHDRAWN);
    record_free(r);
    r = NEW("matter", "其他", "text", "我方水管爆裂", "claim", "1000");
    DO(r, "judge", "department", "工程", "ours", "否");
    DO(r, "regrade", "grade", "重大", "ours", "是"); /* found later: regrading follows */
    assert_int_equal(ended(d, r, "serious"), RUNS);
    record_free(r);
}

/* C3: neither valid nor not valid: followed and coordinated; the news are owed, the solution is not. */
static void c3_in_the_power_of_others(void **state)
{
    struct desk *d = desk(state);
    struct record *r = NEW("matter", "噪音邻里", "text", "市政路面施工");
    assert_int_equal(ended(d, r, "case"), RUNS);
    DO(r, "outside", "others", "市政公司");
    assert_string_equal(text_of(r, "state"), "outside");
    assert_int_equal(ended(d, r, "case"), WITHDRAWN);
    assert_int_equal(ended(d, r, "news"), RUNS);
    DO(r, "news", "news_note", "已致函", "next_at", "2026-11-19 09:00");
    due_is(d, r, "news", "2026-11-19 09:00");
    DO(r, "judge", "department", "工程"); /* it was ours after all */
    assert_int_equal(ended(d, r, "case"), RUNS);
    DO(r, "outside", "others", "市政公司");
    DO(r, "answer", "answer_text", "市政称月底完工", "speaker", "lm");
    assert_int_equal(ended(d, r, "news"), MET);
    assert_int_equal(ended(d, r, "followup"), RUNS);
    record_free(r);
}

/* C4: a letter is settled in writing within three working days, in place of the seven days. */
static void c4_a_letter_is_settled_in_three_working_days(void **state)
{
    struct desk *d = desk(state);
    struct record *r = NEW("matter", "收费", "text", "电费分摊", "channel", "来信");
    due_is(d, r, "case", "2026-11-23 17:30"); /* Wednesday noon: Thursday, Friday, Monday */
    record_free(r);
    r = NEW("matter", "收费", "text", "电费分摊", "channel", "电话");
    due_is(d, r, "case", "2026-11-25 12:00");
    record_free(r);
}

/* C15: on the web the head of the department approves, quality reads what many follow, every point is answered. */
static void c15_an_answer_on_the_web(void **state)
{
    struct desk *d = desk(state);
    struct record *r = NEW("matter", "环境卫生", "text", "地库积水", "channel", "网上", "posts", "4");
    REFUSED(r, "solve", "answer_text", "已清", "cause", "环");
    DO(r, "judge", "department", "保洁");
    REFUSED(r, "answer", "answer_text", "已清理", "speaker", "lm", "points", "是");
    assert_non_null(strstr(fault_text(), "head of the department"));
    add_staff(d, "wl", "王丽", "clerk");
    sign_in(d, "wl");
    assert_int_equal(act_with(d, r, "web_ok", NULL), QT_DENIED);
    sign_in(d, "zm");
    DO(r, "web_ok");
    REFUSED(r, "answer", "answer_text", "已清理", "speaker", "lm", "points", "是");
    assert_non_null(strstr(fault_text(), "quality"));
    DO(r, "quality_read", "quality_by", "王品质");
    REFUSED(r, "answer", "answer_text", "已清理", "speaker", "lm", "points", "否");
    DO(r, "answer", "answer_text", "已清理", "speaker", "lm", "points", "是");
    record_free(r);
    r = NEW("matter", "环境卫生", "text", "灯不亮", "channel", "网上"); /* one post, no effect: quality need not */
    DO(r, "judge", "department", "工程");
    DO(r, "web_ok");
    DO(r, "answer", "answer_text", "已换", "speaker", "lm", "points", "是");
    record_free(r);
}

static void c13_who_may_go_far_is_told_at_once(void **state)
{
    struct desk *d = desk(state);
    struct record *r = NEW("matter", "收费", "text", "说要堵大门", "extreme", "是");
    due_is(d, r, "extreme", "2026-11-18 12:10");
    DO(r, "tell_extreme", "extreme_told", "品质部王、周经理");
    assert_int_equal(ended(d, r, "extreme"), MET);
    record_free(r);
    r = noise(d);
    assert_int_equal(ended(d, r, "extreme"), NEVER);
    record_free(r);
}

static void c14_basic_kinds_follow_the_matter(void **state)
{
    static const char *const v[][3] = {{"电梯", "equipment", "equipment"},
                                       {"服务态度", "attitude", "service"},
                                       {"环境卫生", "quality", "service"},
                                       {"突发事件", "urgent", "service"},
                                       {"噪音邻里", "other", "service"}};
    struct desk *d = desk(state);
    for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
        struct record *r = NEW("matter", v[i][0], "text", "有事");
        assert_string_equal(text_of(r, "basic"), v[i][1]);
        assert_string_equal(text_of(r, "branch"), v[i][2]);
        record_free(r);
    }
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
    DO(r, "solve", "answer_text", "当面道歉", "cause", "人", "subcause", "服务态度");
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
    DO(r, "satisfied", "opinion", "基本满意", "cause", "人", "subcause", "服务规范");
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
    assert_int_equal(desk_enter(d, r, form_field(r->form, "subcause"), "耐用性", NULL), QT_REFUSED);
    assert_int_equal(desk_enter(d, r, form_field(r->form, "subcause"), "服务技能", NULL), QT_OK);
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
    assert_non_null(strstr(fault_text(), "C2611-001: no time of the next answer ("));
    DO(r, "news", "news_note", "明早答复", "next_at", "2026-11-19 10:00");
    assert_int_equal(desk_round_done(d, &round, "1"), QT_OK);
    due_clear(&round);
    record_free(r);
}

static void links_complaint_and_repair_name_each_other(void **state)
{
    struct desk *d = desk(state);
    struct record *r = noise(d);
    struct outcome o = {0};
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

static void q3_waiting_for_a_part_stops_the_solution_and_nothing_else(void **state)
{
    struct desk *d = desk(state);
    struct record *r = noise(d);
    DO(r, "judge", "department", "工程");
    DO(r, "wait", "wait_for", "配件", "wait_reason", "缺隔音垫", "wait_until", "2026-11-25 10:00");
    assert_int_equal(ended(d, r, "case"), STANDS);
    due_is(d, r, "first", "2026-11-18 14:00"); /* we owe him an answer all the same */
    due_is(d, r, "news", "2026-11-19 12:00");
    set_clock("2026-11-18 13:00");
    DO(r, "news", "news_note", "配件下周到", "next_at", "2026-11-19 10:00");
    assert_int_equal(ended(d, r, "first"), MET);
    due_is(d, r, "news", "2026-11-19 10:00");
    record_free(r);
}

static void q2_waiting_for_the_complainant_we_owe_nothing_until_we_go_on(void **state)
{
    struct desk *d = desk(state);
    struct record *r = noise(d);
    DO(r, "judge", "department", "秩序");
    DO(r, "wait", "wait_for", "投诉人", "wait_reason", "等录音", "wait_until", "2026-11-20 10:00");
    assert_int_equal(ended(d, r, "first"), WITHDRAWN);
    assert_int_equal(ended(d, r, "news"), WITHDRAWN);
    assert_int_equal(ended(d, r, "case"), STANDS);
    set_clock("2026-11-20 10:00");
    DO(r, "go_on");
    due_is(d, r, "first", "2026-11-20 12:00");
    due_is(d, r, "news", "2026-11-21 10:00");
    record_free(r);
}

static void q2_news_comes_back_after_waiting_for_a_part(void **state)
{
    struct desk *d = desk(state);
    struct record *r = noise(d);
    DO(r, "judge", "department", "工程");
    DO(r, "wait", "wait_for", "配件", "wait_reason", "缺", "wait_until", "2026-11-20 10:00");
    set_clock("2026-11-18 13:00");
    DO(r, "news", "news_note", "等配件", "next_at", "2026-11-19 12:00");
    set_clock("2026-11-19 09:00");
    DO(r, "go_on");
    due_is(d, r, "news", "2026-11-19 12:00");
    record_free(r);
}

static void c4_a_letter_waits_for_no_word_over_24_hours(void **state)
{
    struct desk *d = desk(state);
    struct record *r = NEW("channel", "来信", "unit", "1203", "name", "王小明", "matter", "收费", "text", "分摊有误");
    due_is(d, r, "first", "2026-11-20 17:30");
    due_is(d, r, "news", "2026-11-19 12:00");
    set_clock("2026-11-19 11:00");
    DO(r, "receipt"); /* told that it arrived: the answer in writing may still take its two working days */
    due_is(d, r, "first", "2026-11-20 17:30");
    due_is(d, r, "news", "2026-11-20 11:00");
    record_free(r);
}

static void q2_the_answer_given_then_silence_does_not_escalate(void **state)
{
    struct desk *d = desk(state);
    struct record *r = answered(d);
    tick_at(d, "2026-11-21 16:59");
    assert_int_equal(ended(d, r, "first"), MET);
    assert_int_equal(ended(d, r, "news"), MET); /* the answer was the news */
    assert_int_equal(ended(d, r, "case"), MET);
    assert_int_equal(count_actions(d, "complaint", r->id, "escalate"), 0);
    assert_int_equal(count_actions(d, "complaint", r->id, "overdue"), 0);
    record_free(r);
}

static void q5_a_promise_in_real_time_is_warned_of_in_real_time(void **state)
{
    struct desk *d = desk(state);
    set_clock("2026-11-20 17:20"); /* ten minutes before the office closes */
    struct record *r = noise(d);
    struct due due = clock_of(d, r, "first");
    assert_int_equal(due.due, at("2026-11-20 19:20"));
    assert_int_equal(due.warn, at("2026-11-20 18:50"));
    due_clear(&due);
    record_free(r);
    r = NEW("channel", "来信", "matter", "收费", "text", "分摊有误"); /* two working days are counted in working time */
    due = clock_of(d, r, "first");
    assert_int_equal(due.due, at("2026-11-24 17:30"));
    assert_int_equal(due.warn, at("2026-11-24 13:27") + 30);
    due_clear(&due);
    record_free(r);
}

static void q4_reopened_twice_is_with_the_manager_on_the_board(void **state)
{
    struct desk *d = desk(state);
    struct record *r = answered(d);
    DO(r, "reopen", "reopen_reason", "又吵");
    DO(r, "judge", "department", "秩序");
    DO(r, "answer", "answer_text", "再次劝告", "speaker", "lm");
    DO(r, "reopen", "reopen_reason", "还吵");
    struct board_row *v = NULL;
    size_t n;
    bool seen = false;
    assert_int_equal(board_read(d, NULL, 10, &v, &n), QT_OK);
    for (size_t i = 0; i < n; i++)
        seen = seen || (strcmp(v[i].due.clock, "news") == 0 && strcmp(v[i].who, "manager") == 0);
    assert_true(seen); /* the case's one row, though the clock that escalated is another */
    board_free(v, n);
    record_free(r);
}

static void q3_seven_days_over_a_holiday_week(void **state)
{
    struct desk *d = desk(state);
    set_clock("2026-09-21 09:00");
    struct record *r = noise(d);
    DO(r, "judge", "department", "秩序");
    DO(r, "answer", "answer_text", "已劝告", "speaker", "lm");
    set_clock("2026-09-24 09:00");
    DO(r, "reopen", "reopen_reason", "又吵"); /* three days waited: never more than that by the clock on the wall */
    due_is(d, r, "case", "2026-10-01 09:00");
    record_free(r);
}

static void c5_reported_as_hot_is_reported_again_as_serious(void **state)
{
    struct desk *d = desk(state);
    struct record *r = NEW("matter", "停车", "text", "地库被占", "people", "3");
    DO(r, "report", "reported_to", "周经理");
    assert_int_equal(ended(d, r, "hot"), MET);
    set_clock("2026-11-18 16:00");
    DO(r, "regrade", "grade", "重大", "beyond", "是");
    due_is(d, r, "serious", "2026-11-19 17:30");
    DO(r, "report", "reported_to", "周经理、品质部");
    assert_int_equal(ended(d, r, "serious"), MET);
    record_free(r);
    r = NEW("matter", "停车", "text", "地库被占", "people", "3");
    DO(r, "reject", "invalid_reason", "非本小区");
    assert_int_equal(ended(d, r, "hot"), WITHDRAWN);
    record_free(r);
}

static void c7_a_follow_up_that_is_not_owed_is_in_no_figure(void **state)
{
    struct desk *d = desk(state);
    struct record *r = answered(d);
    DO(r, "exempt", "exempt", "敏感", "exempt_reason", "家庭纠纷", "cause", "人");
    assert_int_equal(ended(d, r, "followup"), WITHDRAWN);
    record_free(r);
}

static struct record *solved(struct desk *d)
{
    struct record *r = noise(d);
    DO(r, "solve", "answer_text", "当面劝止", "cause", "人", "subcause", "服务规范");
    return r;
}

static void c8_told_again_within_seven_days_reopens(void **state)
{
    struct desk *d = desk(state);
    struct record *r = solved(d);
    set_clock("2026-11-25 11:59");
    struct record *again = NEW("unit", "1203", "name", "王小明", "matter", "噪音邻里", "text", "又拖椅子");
    assert_string_equal(text_of(again, "again"), record_number(r));
    assert_string_equal(text_of(again, "state"), "attached"); /* C9: one matter */
    struct record *now = read_again(d, r);
    assert_string_equal(text_of(now, "state"), "reopened");
    assert_string_equal(text_of(now, "reopen_reason"), "told again C2611-002");
    assert_int_equal(int_of(now, "reopens"), 1);
    assert_int_equal(int_of(now, "people"), 1);
    due_is(d, now, "news", "2026-11-26 11:59");
    assert_int_equal(ended(d, again, "first"), NEVER);
    record_free(now);
    record_free(again);
    record_free(r);
}

static void c8_another_matter_counts_by_itself(void **state)
{
    struct desk *d = desk(state);
    struct record *r = solved(d);
    struct record *other = NEW("unit", "1203", "name", "王小明", "matter", "停车", "text", "车位被占");
    assert_string_equal(text_of(other, "again"), "");
    struct record *told =
        NEW("unit", "1203", "name", "王小明", "matter", "噪音邻里", "text", "地库有人练鼓", "separate", "是");
    assert_string_equal(text_of(told, "state"), "received"); /* the clerk said so (C9) */
    struct record *next_door = NEW("unit", "0802", "matter", "噪音邻里", "text", "吵");
    assert_string_equal(text_of(next_door, "again"), "");
    set_clock("2026-11-25 12:01");
    struct record *late = noise(d);
    assert_string_equal(text_of(late, "again"), ""); /* the seven days are over */
    struct record *now = read_again(d, r);
    assert_string_equal(text_of(now, "state"), "settling");
    DO(now, "close");
    record_free(now);
    record_free(late);
    record_free(next_door);
    record_free(told);
    record_free(other);
    record_free(r);
}

static void c8_closing_is_refused_with_the_number_of_the_new_complaint(void **state)
{
    struct desk *d = desk(state);
    struct record *r = solved(d);
    set_clock("2026-11-20 10:00");
    struct record *later = NEW("unit", "1203", "name", "王小明", "matter", "停车", "text", "楼上在车库放音响");
    change(d, later, "matter", "噪音邻里"); /* told as something else at first */
    set_clock("2026-11-25 12:00");
    struct record *now = read_again(d, r);
    REFUSED(now, "close");
    assert_non_null(strstr(fault_text(), "C2611-002"));
    change(d, later, "separate", "是");
    DO(now, "close");
    record_free(now);
    record_free(later);
    record_free(r);
}

static struct figures count(struct desk *d)
{
    struct figures v;
    int64_t from, to;
    assert_int_equal(figures_period("2026-11", &from, &to), QT_OK);
    assert_int_equal(figures_read(d, forms_find(desk_forms(d), "complaint"), from, to, &v), QT_OK);
    return v;
}

static const struct figure *clock_row(const struct figures *v, const char *name)
{
    for (size_t i = 0; i < v->clocks.n; i++)
        if (strcmp(v->clocks.v[i].name, name) == 0)
            return &v->clocks.v[i];
    return NULL;
}

static void c9_joined_and_withdrawn_are_in_no_rate(void **state)
{
    struct desk *d = desk(state);
    struct record *first = noise(d),
                  *joined = NEW("name", "李雷", "phone", "13900001111", "matter", "噪音邻里", "text", "吵");
    struct record *gone = NEW("matter", "停车", "text", "没事了");
    DO(joined, "attach", "case_no", record_number(first));
    DO(gone, "withdraw", "withdraw_reason", "误会");
    struct figures v = count(d);
    assert_int_equal(v.records, 3);
    assert_int_equal(v.all.total, 2);
    assert_int_equal(v.people, 3);
    assert_int_equal(v.valid, 1);
    assert_int_equal(v.all.on_time, 0);
    assert_int_equal(v.all.pending, 1);
    assert_int_equal(clock_row(&v, "first")->total, 1);
    figures_free(&v);
    record_free(first);
    record_free(joined);
    record_free(gone);
}

static void q6_news_told_late_is_late_in_the_figures(void **state)
{
    struct desk *d = desk(state);
    struct record *r = answered(d);
    DO(r, "reopen", "reopen_reason", "又吵");
    set_clock("2026-11-20 09:00"); /* nothing was heard for two days, then the answer */
    DO(r, "answer", "answer_text", "加装胶垫", "speaker", "lm");
    struct figures v = count(d);
    assert_int_equal(clock_row(&v, "news")->late, 1);
    assert_int_equal(clock_row(&v, "news")->on_time, 1);
    figures_free(&v);
    record_free(r);
}

static void links_the_repair_done_comes_back_to_the_complaint(void **state)
{
    struct desk *d = desk(state);
    struct record *r = NEW("unit", "1203", "name", "王小明", "matter", "工程维修", "text", "门修不好");
    DO(r, "judge", "department", "工程");
    struct record *repair = add(d, "repair", "unit", "1203", "fault", "门关不严", "complaint", record_number(r), NULL);
    DO(repair, "assign", "engineer", "zg");
    DO(repair, "arrive");
    set_clock("2026-11-18 15:00");
    DO(repair, "finish", "result", "已换合页");
    struct record *now = read_again(d, r);
    assert_string_equal(text_of(now, "repair_result"), "已换合页");
    due_is(d, now, "repaired", "2026-11-18 17:00");
    DO(now, "answer", "answer_text", "门已修好", "speaker", "lm");
    assert_int_equal(ended(d, now, "repaired"), MET);
    record_free(repair);
    repair = add(d, "repair", "unit", "1203", "fault", "门锁", "complaint", record_number(now), NULL);
    DO(repair, "cancel", "cancel_reason", "重复");
    record_free(now);
    now = read_again(d, r);
    assert_string_equal(text_of(now, "repair"), ""); /* another one may be made */
    record_free(now);
    record_free(repair);
    record_free(r);
}

static void settings_are_known_and_of_their_kind(void **state)
{
    struct desk *d = desk(state);
    assert_int_equal(desk_set(d, "complaint.first_hour", "3"), QT_REFUSED);
    assert_int_equal(desk_set(d, "complaint.first_hours", "three"), QT_REFUSED);
    assert_int_equal(desk_set(d, "repair.round_time", "late"), QT_REFUSED);
    set_setting(d, "complaint.first_hours", "3");
    struct record *r = noise(d);
    due_is(d, r, "first", "2026-11-18 15:00");
    set_setting(d, "complaint.serious_yuan", "5000");
    record_free(r);
    r = NEW("matter", "其他", "text", "漏水", "claim", "1500");
    DO(r, "judge", "department", "工程", "ours", "是");
    assert_string_equal(text_of(r, "grade"), "ordinary");
    record_free(r);
    add_staff(d, "wl", "王丽", "clerk");
    sign_in(d, "wl");
    assert_int_equal(desk_set(d, "complaint.first_hours", "9"), QT_DENIED);
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
        T(c5_a_claim_against_others_is_not_serious),
        T(c3_in_the_power_of_others),
        T(c4_a_letter_is_settled_in_three_working_days),
        T(c15_an_answer_on_the_web),
        T(c13_who_may_go_far_is_told_at_once),
        T(c14_basic_kinds_follow_the_matter),
        T(c5_regraded_to_serious_starts_its_clock),
        T(c5_hot_is_reported_within_a_week),
        T(c6_handed_up_and_back),
        T(c7_follow_up_is_owed_except_as_the_rule_says),
        T(c8_solved_on_the_spot_closes_after_seven_quiet_days),
        T(c8_unsatisfied_is_reopened_with_a_fresh_follow_up),
        T(c9_many_people_count_once),
        T(c10_a_subcause_belongs_to_its_cause),
        T(c11_daily_count_wants_answered_or_due_when_and_by_whom),
        T(links_complaint_and_repair_name_each_other),
        T(q3_waiting_for_a_part_stops_the_solution_and_nothing_else),
        T(q2_waiting_for_the_complainant_we_owe_nothing_until_we_go_on),
        T(q2_news_comes_back_after_waiting_for_a_part),
        T(c4_a_letter_waits_for_no_word_over_24_hours),
        T(q2_the_answer_given_then_silence_does_not_escalate),
        T(q5_a_promise_in_real_time_is_warned_of_in_real_time),
        T(q4_reopened_twice_is_with_the_manager_on_the_board),
        T(q3_seven_days_over_a_holiday_week),
        T(c5_reported_as_hot_is_reported_again_as_serious),
        T(c7_a_follow_up_that_is_not_owed_is_in_no_figure),
        T(c8_told_again_within_seven_days_reopens),
        T(c8_another_matter_counts_by_itself),
        T(c8_closing_is_refused_with_the_number_of_the_new_complaint),
        T(c9_joined_and_withdrawn_are_in_no_rate),
        T(q6_news_told_late_is_late_in_the_figures),
        T(links_the_repair_done_comes_back_to_the_complaint),
        T(settings_are_known_and_of_their_kind),
    };
    return cmocka_run_group_tests_name("desk complaint", tests, NULL, NULL);
}
