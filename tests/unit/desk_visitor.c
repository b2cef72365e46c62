/* The visitor log as a desk uses it (V1-V10), with the house's own forms. */
#include "desk_test.h"

#define FORMS QT_SOURCE_DIR "/forms"

static int setup(void **state)
{
    static struct fixture x;
    fixture_open(&x, FORMS);
    *state = &x;
    return 0;
}

static int teardown(void **state)
{
    fixture_close(*state);
    return 0;
}

static struct record *visitor(struct desk *d, const char *name, const char *phone, const char *unit)
{
    return add(d, "visitor", "name", name, "phone", phone, "unit", unit, NULL);
}

static void v1_registered_and_waiting(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    struct record *r = visitor(d, "刘洋", "13912345678", "1203");
    assert_string_equal(text_of(r, "unit"), "A-1203");
    assert_string_equal(text_of(r, "state"), "waiting");
    assert_string_equal(record_number(r), "261118-001");
    assert_int_equal(int_of(r, "saved_at"), at(NOON));
    assert_int_equal(int_of(r, "waiting_at"), at(NOON));
    assert_string_equal(text_of(r, "waiting_by"), "lm");
    assert_string_equal(text_of(r, "clerk"), "lm");
    assert_int_equal(int_of(r, "until"), at("2026-11-18 14:00"));
    assert_int_equal(due_at(d, r, "host"), at("2026-11-18 12:10"));
    assert_int_equal(board_size(d), 1);
    record_free(r);
}

static void expect_refusal(struct desk *d, const struct record *r, const char *action, const char *said)
{
    char *why = desk_action_refusal(d, r, form_action(r->form, action));
    if (said)
        assert_string_equal(why, said);
    else
        assert_null(why);
    free(why);
}

static void v2_what_is_not_offered_says_why(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    struct record *r = visitor(d, "李洋", "13912345678", "A-1203");
    expect_refusal(d, r, "admit", NULL);
    expect_refusal(d, r, "sign_out", "Sign out: 李洋 is \"waiting\". First press a Admit");
    assert_int_equal(desk_action_first(d, r, form_action(r->form, "sign_out")), form_action(r->form, "admit"));
    assert_int_equal(desk_action_first(d, r, form_action(r->form, "admit")), -1);
    assert_int_equal(desk_action_first(d, r, form_action(r->form, "letter_back")), -1);
    expect_refusal(d, r, "letter_back", "Letter is back signed: not possible with 李洋 as it is now.");
    struct outcome o = {0};
    assert_int_equal(try_act(d, r, "admit", false, &o), QT_OK);
    outcome_free(&o);
    expect_refusal(d, r, "sign_out", NULL);
    expect_refusal(d, r, "leave_part", "Some leave: At least one, at most those who are here");
    assert_int_equal(try_act(d, r, "sign_out", false, &o), QT_OK);
    outcome_free(&o);
    expect_refusal(d, r, "sign_out", "Sign out: 李洋 is \"left\".");
    assert_int_equal(desk_action_first(d, r, form_action(r->form, "sign_out")), -1);
    record_free(r);
}

static void v2_admitted_is_told_the_floor(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    struct record *r = visitor(d, "刘洋", "13912345678", "A-1203");
    set_clock("2026-11-18 12:05");
    struct outcome o = {0};
    assert_int_equal(try_act(d, r, "admit", false, &o), QT_OK);
    assert_string_equal(o.tell, "Please go to A-1203, floor 12");
    outcome_free(&o);
    assert_string_equal(text_of(r, "state"), "inside");
    assert_string_equal(text_of(r, "answer"), "admitted");
    assert_int_equal(int_of(r, "inside_at"), at("2026-11-18 12:05"));
    assert_int_equal(int_of(r, "calls"), 1);
    assert_int_equal(due_at(d, r, "host"), 0);
    assert_int_equal(due_at(d, r, "overstay"), at("2026-11-18 14:00"));
    assert_int_equal(count_actions(d, "visitor", r->id, "admit"), 1);
    record_free(r);
}

static void v2_saved_and_admitted(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    struct record *r = filled_in(d, "visitor", "name", "刘洋", "unit", "1203", NULL);
    struct outcome o = {0};
    assert_int_equal(desk_save(d, NULL, r, &o), QT_OK);
    outcome_free(&o);
    must_act(d, r, "admit");
    assert_string_equal(text_of(r, "state"), "inside");
    assert_string_equal(record_number(r), "261118-001");
    assert_int_equal(int_of(r, "waiting_at"), at(NOON));
    assert_int_equal(due_at(d, r, "overstay"), at("2026-11-18 14:00"));
    outcome_free(&o);
    record_free(r);
}

static void v2_refused_stays_out(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    struct record *r = visitor(d, "刘洋", "", "A-1203");
    must_act(d, r, "refuse");
    assert_string_equal(text_of(r, "state"), "refused");
    assert_int_equal(board_size(d), 0);
    struct outcome o = {0};
    assert_int_equal(try_act(d, r, "admit", true, &o), QT_REFUSED);
    outcome_free(&o);
    record_free(r);
}

static void v3_message_is_due_until_delivered(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    struct record *r = visitor(d, "刘洋", "13912345678", "A-1203");
    must_act(d, r, "no_answer");
    assert_string_equal(text_of(r, "state"), "unanswered");
    assert_int_equal(due_at(d, r, "host"), at("2026-11-18 12:10"));
    struct outcome o = {0};
    assert_int_equal(try_act(d, r, "leave_message", false, &o), QT_ASK);
    assert_int_equal(questions_of(&o, QUESTION_FIELD), 1);
    assert_int_equal(outcome_question(&o, QUESTION_FIELD)->field, form_field(r->form, "message_text"));
    outcome_free(&o);
    assert_int_equal(desk_enter(d, r, form_field(r->form, "message_text"), "请回电话", NULL), QT_OK);
    assert_int_equal(try_act(d, r, "leave_message", false, &o), QT_OK);
    assert_non_null(o.created);
    struct record *message = record_copy(o.created);
    outcome_free(&o);
    assert_string_equal(message->form->name, "message");
    assert_string_equal(text_of(message, "from_phone"), "13912345678");
    assert_int_equal(due_at(d, message, "deliver"), at("2026-11-18 16:00"));
    must_act(d, message, "try");
    assert_int_equal(int_of(message, "tries"), 1);
    assert_int_equal(due_at(d, message, "deliver"), at("2026-11-18 14:00"));
    assert_int_equal(try_act(d, message, "deliver", false, &o), QT_ASK); /* how: under the door, by phone, in person */
    outcome_free(&o);
    assert_int_equal(desk_enter(d, message, form_field(message->form, "way"), "phone", NULL), QT_OK);
    assert_int_equal(try_act(d, message, "deliver", false, &o), QT_ASK); /* then to whom */
    outcome_free(&o);
    assert_int_equal(desk_enter(d, message, form_field(message->form, "way"), "door", NULL), QT_OK);
    must_act(d, message, "deliver");
    assert_int_equal(due_at(d, message, "deliver"), 0);
    record_free(message);
    record_free(r);
}

/* Numbers of the unit cells of a page, "1201 1203 ". */
static char *units_of_page(struct desk *d, const char *text, enum page_at where, const struct due *anchor, bool *more)
{
    struct board_query q = {.text = text};
    struct board_row *v = NULL;
    size_t n = 0;
    struct buf out = {0};
    assert_int_equal(desk_board_page(d, &q, where, anchor, 2, &v, &n, more), QT_OK);
    for (size_t i = 0; i < n; i++)
        buf_addf(&out, "%s ", v[i].unit);
    board_free(v, n);
    return out.s ? buf_take(&out) : mem_dup("");
}

static void expect_page(struct desk *d, const char *text, enum page_at where, const struct due *anchor,
                        const char *units, bool others)
{
    bool more = !others;
    char *got = units_of_page(d, text, where, anchor, &more);
    assert_string_equal(got, units);
    assert_int_equal(more, others);
    free(got);
}

static void board_pages_both_ways_and_narrowed(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    static const char *const units[] = {"A-1203", "A-0501", "B-0501", "B-0802", "A-1203"};
    struct board_row *v = NULL;
    size_t n = 0;
    bool more;
    for (size_t i = 0; i < ARRAY_LEN(units); i++) {
        char when[] = "2026-11-18 12:00";
        when[15] = (char)('0' + i);
        set_clock(when);
        record_free(visitor(d, i == 3 ? "刘洋" : "王芳", "13912345678", units[i]));
    }
    assert_int_equal(desk_board_page(d, &(struct board_query){.text = ""}, PAGE_FIRST, NULL, 9, &v, &n, &more), QT_OK);
    assert_int_equal(n, 5);
    assert_false(more);
    expect_page(d, "", PAGE_FIRST, NULL, "A-1203 A-0501 ", true);
    expect_page(d, "", PAGE_LAST, NULL, "B-0802 A-1203 ", true);
    expect_page(d, "", PAGE_AFTER, &v[3].due, "A-1203 ", false);
    expect_page(d, "", PAGE_FROM, &v[3].due, "B-0802 A-1203 ", false);
    expect_page(d, "", PAGE_BEFORE, &v[3].due, "A-0501 B-0501 ", true);
    expect_page(d, "", PAGE_BEFORE, &v[1].due, "A-1203 ", false);
    expect_page(d, "刘洋", PAGE_FIRST, NULL, "B-0802 ", false);         /* a name */
    expect_page(d, "ly", PAGE_LAST, NULL, "B-0802 ", false);            /* its initials */
    expect_page(d, "Visit", PAGE_LAST, NULL, "B-0802 A-1203 ", true);   /* the short name that the board shows */
    expect_page(d, "answer", PAGE_FIRST, NULL, "A-1203 A-0501 ", true); /* what is to be done */
    expect_page(d, "鸭嘴兽", PAGE_FIRST, NULL, "", false);
    board_free(v, n);
}

static struct board_row *overstay_row(struct desk *d, size_t *n)
{
    struct board_row *v = NULL;
    assert_int_equal(board_read(d, NULL, 10, &v, n), QT_OK);
    return v;
}

static void v4_overstay_on_the_board_at_the_minute(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    struct record *r = visitor(d, "刘洋", "", "A-1203");
    must_act(d, r, "admit");
    static const struct {
        const char *now;
        enum urgency urgency;
        int64_t overdue;
    } steps[] = {{"2026-11-18 13:49", DUE_TODAY, 0},
                 {"2026-11-18 13:50", DUE_SOON, 0},
                 {"2026-11-18 13:59", DUE_SOON, 0},
                 {"2026-11-18 14:00", DUE_OVERDUE, 1}};
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        size_t n;
        int64_t open, overdue;
        set_clock(steps[i].now);
        struct board_row *v = overstay_row(d, &n);
        assert_int_equal(n, 1);
        assert_int_equal(v[0].urgency, steps[i].urgency);
        assert_string_equal(v[0].unit, "A-1203");
        assert_string_equal(v[0].number, "261118-001");
        assert_string_equal(v[0].matter, "leaves by  刘洋");
        assert_string_equal(v[0].state, "inside");
        assert_int_equal(desk_board_counts(d, &open, &overdue), QT_OK);
        assert_int_equal(open, 1);
        assert_int_equal(overdue, steps[i].overdue);
        board_free(v, n);
    }
    record_free(r);
}

static void v4_extended(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    struct record *r = visitor(d, "刘洋", "", "A-1203");
    must_act(d, r, "admit");
    set_clock("2026-11-18 14:30");
    struct outcome o = {0};
    assert_int_equal(try_act(d, r, "extend", false, &o), QT_ASK);
    outcome_free(&o);
    assert_int_equal(desk_enter(d, r, form_field(r->form, "until"), "16:00", NULL), QT_OK);
    assert_int_equal(try_act(d, r, "extend", false, &o), QT_ASK); /* who of the unit wanted it */
    outcome_free(&o);
    assert_int_equal(desk_enter(d, r, form_field(r->form, "extended_by"), "王小明", NULL), QT_OK);
    must_act(d, r, "extend");
    struct due due = clock_of(d, r, "overstay");
    assert_int_equal(due.due, at("2026-11-18 16:00"));
    assert_true(due.late); /* Q6 */
    due_clear(&due);
    set_clock("2026-11-18 15:00");
    must_act(d, r, "sign_out");
    assert_string_equal(text_of(r, "state"), "left");
    assert_int_equal(int_of(r, "left_at"), at("2026-11-18 15:00"));
    assert_int_equal(board_size(d), 0);
    record_free(r);
}

static void v4_escalated_after_an_hour_once(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    struct record *r = visitor(d, "刘洋", "", "A-1203");
    must_act(d, r, "admit");
    set_clock("2026-11-18 14:59");
    assert_int_equal(desk_tick(d), QT_OK);
    assert_int_equal(count_actions(d, "visitor", r->id, "escalate"), 0);
    set_clock("2026-11-18 15:00");
    assert_int_equal(desk_tick(d), QT_OK);
    set_clock("2026-11-18 15:10");
    assert_int_equal(desk_tick(d), QT_OK);
    assert_int_equal(count_actions(d, "visitor", r->id, "escalate"), 1);
    size_t n;
    struct board_row *v = overstay_row(d, &n);
    assert_string_equal(v[0].who, "supervisor");
    board_free(v, n);
    record_free(r);
}

static void v5_expected_and_instructed(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    struct record *r =
        add(d, "visitor", "name", "刘洋", "unit", "A-1203", "arrives_at", "15:00", "instruction", "请直接上楼", NULL);
    assert_string_equal(text_of(r, "state"), "expected");
    assert_int_equal(due_at(d, r, "arrival"), at("2026-11-18 15:00"));
    assert_int_equal(desk_enter(d, r, form_field(r->form, "id_kind"), "badge", NULL), QT_OK);
    assert_int_equal(desk_enter(d, r, form_field(r->form, "id_number"), "W-778899", NULL), QT_OK);
    assert_int_equal(desk_enter(d, r, form_field(r->form, "identity_checked"), "no", NULL), QT_OK);
    struct outcome o = {0};
    assert_int_equal(try_act(d, r, "instructed", true, &o), QT_ASK); /* the host's word: who, by which number */
    outcome_free(&o);
    assert_int_equal(desk_enter(d, r, form_field(r->form, "word_by"), "王小明", NULL), QT_OK);
    assert_int_equal(try_act(d, r, "instructed", true, &o), QT_ASK);
    outcome_free(&o);
    assert_int_equal(desk_enter(d, r, form_field(r->form, "word_number"), "13812348036", NULL), QT_OK);
    assert_int_equal(try_act(d, r, "instructed", true, &o), QT_REFUSED); /* the guard */
    outcome_free(&o);
    assert_int_equal(desk_enter(d, r, form_field(r->form, "identity_checked"), "yes", NULL), QT_OK);
    assert_int_equal(try_act(d, r, "instructed", false, &o), QT_ASK);
    assert_string_equal(outcome_question(&o, QUESTION_CONFIRM)->text, "请直接上楼");
    outcome_free(&o);
    must_act(d, r, "instructed");
    assert_string_equal(text_of(r, "state"), "inside");
    assert_string_equal(text_of(r, "answer"), "instructed"); /* not as if somebody had rung */
    assert_int_equal(int_of(r, "word_at"), at("2026-11-18 12:00"));
    record_free(r);
}

static void v7_spare_key_comes_back(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    struct record *r = visitor(d, "刘洋", "", "A-1203");
    assert_int_equal(desk_enter(d, r, form_field(r->form, "letter_way"), "fax", NULL), QT_OK);
    must_act(d, r, "letter");
    assert_int_equal(desk_enter(d, r, form_field(r->form, "confirmation"), "QR-12", NULL), QT_OK);
    must_act(d, r, "letter_back");
    assert_int_equal(desk_enter(d, r, form_field(r->form, "guard"), "老赵", NULL), QT_OK);
    must_act(d, r, "spare_key");
    assert_int_equal(due_at(d, r, "spare_key"), at("2026-11-18 12:15"));
    must_act(d, r, "spare_back");
    assert_int_equal(due_at(d, r, "spare_key"), 0);
    struct outcome o = {0};
    assert_int_equal(try_act(d, r, "spare_back", true, &o), QT_REFUSED);
    assert_string_equal(fault_text(), "No spare key is out");
    outcome_free(&o);
    record_free(r);
}

static void v8_watch_list_asks_for_the_reason(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    struct record *entry = add(d, "watch", "name", "张三", "aliases", "三哥、Zhang San", "phone", "13700001111",
                               "reason", "call security", NULL);
    struct record *r = filled_in(d, "visitor", "name", "zhang  san", "unit", "A-1203", NULL);
    struct outcome o = {0};
    assert_int_equal(desk_save(d, NULL, r, &o), QT_OK); /* told, not refused */
    assert_int_equal(questions_of(&o, QUESTION_REASON), 1);
    assert_int_equal(outcome_question(&o, QUESTION_REASON)->watch.id, entry->id);
    outcome_free(&o);
    assert_int_equal(try_act(d, r, "admit", true, &o), QT_ASK);
    assert_int_equal(questions_of(&o, QUESTION_REASON), 1);
    assert_true(outcome_question(&o, QUESTION_REASON)->required);
    assert_int_equal(outcome_question(&o, QUESTION_REASON)->field, form_field(r->form, "watch_reason"));
    assert_string_equal(outcome_question(&o, QUESTION_REASON)->text, "张三: call security");
    outcome_free(&o);
    assert_int_equal(desk_enter(d, r, form_field(r->form, "watch_reason"), "the host insists", NULL), QT_OK);
    must_act(d, r, "admit");
    assert_int_equal(count_actions(d, "visitor", r->id, "watch-override"), 1);
    struct record *now = read_again(d, r);
    assert_string_equal(text_of(now, "watch_reason"), "the host insists");
    record_free(now);
    record_free(r);
    must_act(d, entry, "lift");
    r = visitor(d, "张三", "13700001111", "A-1203");
    assert_int_equal(try_act(d, r, "admit", false, &o), QT_OK);
    outcome_free(&o);
    record_free(r);
    record_free(entry);
}

static void v8_watch_list_by_id_number(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    record_free(add(d, "watch", "id_number", "11010519491231002X", "reason", "banned", NULL));
    struct record *r = add(d, "visitor", "name", "无名", "unit", "A-1203", "id_number", "11010519491231002x", NULL);
    struct record *stored = read_again(d, r);
    struct outcome o = {0};
    assert_int_equal(try_act(d, stored, "admit", true, &o), QT_ASK);
    assert_int_equal(questions_of(&o, QUESTION_REASON), 1);
    outcome_free(&o);
    record_free(stored);
    record_free(r);
}

static void v8_repeat_visitor_fills_in(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    record_free(add(d, "visitor", "name", "周杰", "phone", "13655558036", "unit", "B-0802", "id_number",
                    "11010519491231002X", "host", "李雷", NULL));
    set_clock("2026-11-19 09:00");
    record_free(add(d, "visitor", "name", "周杰", "phone", "13655558036", "unit", "A-1203", "id_number",
                    "11010519491231002X", NULL));
    struct record *r = desk_new(d, forms_find(desk_forms(d), "visitor"));
    int phone = form_field(r->form, "phone"), name = form_field(r->form, "name");
    struct record_page page;
    assert_int_equal(desk_lookup(d, r, phone, "8036", 10, &page), QT_OK);
    assert_int_equal(page.n, 1); /* distinct: the newest visit only */
    assert_string_equal(text_of(page.v[0], "unit"), "A-1203");
    desk_fill(d, r, phone, page.v[0]);
    record_page_free(&page);
    assert_string_equal(text_of(r, "name"), "周杰");
    assert_string_equal(text_of(r, "unit"), "A-1203");
    assert_non_null(record_get(r, "id_number")->sealed);
    assert_null(strstr(text_of(r, "id_number"), "1949"));
    must_save(d, NULL, r);
    char *plain = NULL;
    assert_int_equal(desk_reveal(d, r, form_field(r->form, "id_number"), &plain), QT_OK);
    assert_string_equal(plain, "11010519491231002X");
    free(plain);
    record_free(r);
    r = desk_new(d, forms_find(desk_forms(d), "visitor"));
    assert_int_equal(desk_lookup(d, r, name, "zj", 10, &page), QT_OK);
    assert_int_equal(page.n, 1);
    record_page_free(&page);
    assert_int_equal(desk_lookup(d, r, name, "z", 10, &page), QT_OK);
    assert_int_equal(page.n, 0); /* two characters at least */
    record_page_free(&page);
    record_free(r);
}

static void v9_one_key_logs_the_entry(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    struct record *permit = add(d, "permit", "unit", "A-1203", "name", "吴阿姨", "kind", "cleaner", "given_by",
                                "王小明", "instruction", "钥匙在信箱", "phone", "13511112222", NULL);
    struct outcome o = {0};
    assert_int_equal(try_act(d, permit, "enter", false, &o), QT_ASK);
    assert_string_equal(outcome_question(&o, QUESTION_CONFIRM)->text, "钥匙在信箱");
    outcome_free(&o);
    assert_int_equal(try_act(d, permit, "enter", true, &o), QT_OK);
    assert_non_null(o.created);
    assert_string_equal(text_of(o.created, "state"), "inside");
    assert_int_equal(int_of(o.created, "inside_at"), at(NOON));
    assert_string_equal(text_of(o.created, "permit"), record_number(permit));
    assert_int_equal(due_at(d, o.created, "overstay"), at("2026-11-18 15:00"));
    assert_non_null(o.tell);
    outcome_free(&o);
    set_clock("2026-11-18 22:30");
    assert_int_equal(try_act(d, permit, "enter", true, &o), QT_REFUSED);
    assert_string_equal(fault_text(), "Outside the permitted days or hours; call the host");
    outcome_free(&o);
    record_free(permit);
}

static void v9_watched_person_does_not_slip_in_by_permit(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    struct record *permit =
        add(d, "permit", "unit", "A-1203", "name", "吴阿姨", "kind", "cleaner", "given_by", "王小明", NULL);
    record_free(add(d, "watch", "name", "吴阿姨", "reason", "stole", NULL));
    struct outcome o = {0};
    assert_int_equal(try_act(d, permit, "enter", true, &o), QT_REFUSED);
    assert_int_equal(questions_of(&o, QUESTION_REASON), 1);
    outcome_free(&o);
    struct query q = {.form = forms_find(desk_forms(d), "visitor"), .sort = -1};
    struct cursor *c = NULL;
    struct record_page page;
    assert_int_equal(cursor_open(desk_db(d), &q, &c), QT_OK);
    assert_int_equal(cursor_page(c, PAGE_FIRST, NULL, 5, &page), QT_OK);
    assert_int_equal(page.n, 0); /* nothing half done */
    record_page_free(&page);
    cursor_close(c);
    record_free(permit);
}

static void v10_closing_round(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    struct record *a = add(d, "visitor", "name", "刘洋", "unit", "A-1203", "until", "22:00", NULL);
    struct record *b = add(d, "visitor", "name", "孙悦", "unit", "A-0501", "until", "23:00", NULL);
    must_act(d, a, "admit");
    must_act(d, b, "admit");
    set_clock("2026-11-18 19:59");
    assert_int_equal(desk_tick(d), QT_OK);
    assert_int_equal(board_size(d), 3); /* the round stands there before its hour */
    set_clock("2026-11-18 20:00");
    assert_int_equal(desk_tick(d), QT_OK);
    assert_int_equal(desk_tick(d), QT_OK);
    struct board_row *v = NULL;
    size_t n;
    assert_int_equal(board_read(d, NULL, 10, &v, &n), QT_OK);
    assert_int_equal(n, 3);
    assert_non_null(v[0].round);
    assert_string_equal(v[0].matter, "who is still inside");
    set_clock("2026-11-18 20:05");
    assert_int_equal(desk_round_done(d, &v[0].due, NULL), QT_REFUSED);
    must_act(d, a, "unsigned");
    assert_string_equal(text_of(a, "state"), "unsigned");
    assert_int_equal(record_get(a, "left_at")->kind, VAL_NULL); /* no invented time */
    assert_int_equal(desk_round_done(d, &v[0].due, NULL), QT_REFUSED);
    assert_int_equal(desk_enter(d, b, form_field(b->form, "until"), "23:30", NULL), QT_OK);
    assert_int_equal(desk_enter(d, b, form_field(b->form, "extended_by"), "王小明", NULL), QT_OK);
    must_act(d, b, "extend"); /* confirmed with the host: stays */
    assert_int_equal(desk_round_done(d, &v[0].due, "one stays"), QT_OK);
    assert_int_equal(desk_round_done(d, &v[0].due, "twice"), QT_CONFLICT);
    board_free(v, n);
    set_clock("2026-11-18 21:00");
    assert_int_equal(desk_tick(d), QT_OK);
    assert_int_equal(board_size(d), 1);
    set_clock("2026-11-19 20:00");
    assert_int_equal(desk_tick(d), QT_OK);
    assert_int_equal(board_size(d), 2); /* he is still inside: the next day's round */
    record_free(a);
    record_free(b);
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(v1_registered_and_waiting),
        T(v2_what_is_not_offered_says_why),
        T(v2_admitted_is_told_the_floor),
        T(board_pages_both_ways_and_narrowed),
        T(v2_saved_and_admitted),
        T(v2_refused_stays_out),
        T(v3_message_is_due_until_delivered),
        T(v4_overstay_on_the_board_at_the_minute),
        T(v4_extended),
        T(v4_escalated_after_an_hour_once),
        T(v5_expected_and_instructed),
        T(v7_spare_key_comes_back),
        T(v8_watch_list_asks_for_the_reason),
        T(v8_watch_list_by_id_number),
        T(v8_repeat_visitor_fills_in),
        T(v9_one_key_logs_the_entry),
        T(v9_watched_person_does_not_slip_in_by_permit),
        T(v10_closing_round),
    };
    return cmocka_run_group_tests_name("desk visitor", tests, NULL, NULL);
}
