"""Repairs on the board at the right minute, through the weekend with the make-up Sunday (R2-R9, Q1-Q6)."""
from deadlines import Deadlines
from desk import main


class Repairs(Deadlines):
    def test_r3_burst_pipe_from_call_to_follow_up_over_the_make_up_sunday(self):
        self.at("2026-09-18 17:20")
        n = self.repair("emergency=burst")
        # R3 told at once · R2 taken and R3 there in 5 min
        self.expect(n, told="09-18 17:21", take="09-18 17:25", site="09-18 17:25")
        # Q1: 2 working days, Sunday and Monday; behind `take` on the board (Q2)
        self.due("repair", n, fix="09-21 17:30")
        self.at("2026-09-18 17:22")
        self.act("repair", n, "take", who="zg")
        self.expect(n, told="09-18 17:21", site="09-18 17:25", fix="09-21 17:30")  # R3: 5 min from the call
        self.overdue_from(n, "site", "2026-09-18 17:24", "2026-09-18 17:25")
        self.at("2026-09-18 17:24")
        self.act("repair", n, "arrive", who="zg")
        self.act("repair", n, "aware", who="cj")
        # R3 X: incident report by the next working day, a Sunday
        self.expect(n, report="09-20 17:30", fix="09-21 17:30")
        self.at("2026-09-18 18:10")
        self.act("repair", n, "finish", "result=换管", "site_supervisor=cj", "site_clerk=lm", who="zg")
        self.expect(n, confirm="09-18 20:00", report="09-20 17:30")  # R7: before the desk closes
        self.at("2026-09-18 18:15")
        self.act("repair", n, "confirm")
        self.expect(n, report="09-20 17:30", followup="09-21 17:00")  # R9: leaks 3 days
        self.at("2026-09-20 10:00")
        self.ok("add", "incident", "kind=water", "unit=A-1203", "what=爆管", f"repair={n}")
        self.expect(n, followup="09-21 17:00")
        self.overdue_from(n, "followup", "2026-09-21 16:59", "2026-09-21 17:00")
        self.at("2026-09-21 16:30")
        self.act("repair", n, "followed", "opinion=good")
        self.expect(n)
        self.assertEqual(self.kept("repair"), (1, 0, 0))
        self.assertEqual(self.kept("repair", "told"), (0, 1, 0))  # Q6: told at 17:24, due 17:21

    def test_r3_other_emergencies_have_fifteen_minutes_day_and_night(self):
        for called, taken, site in (("2026-09-18 19:50", "2026-09-18 19:53", "09-18 20:05"),
                                    ("2026-09-18 12:10", "2026-09-18 12:11", "09-18 12:25"),
                                    ("2026-09-19 03:00", "2026-09-19 03:04", "09-19 03:15"),
                                    ("2026-10-03 23:50", "2026-10-03 23:51", "10-04 00:05")):
            for emergency in ("leak", "power", "trapped", "fire"):
                with self.subTest(called=called, emergency=emergency):
                    self.at(called)
                    n = self.repair(f"emergency={emergency}")
                    self.at(taken)
                    self.act("repair", n, "take", who="zg")
                    self.has(n, site=site)

    def test_r2_r3_on_site_counts_from_the_call_also_when_nobody_took_it(self):
        for fields, due, late in (((), "17:40", "17:41"), (("emergency=leak",), "17:35", "17:36"),
                                  (("emergency=burst",), "17:25", "17:26")):
            with self.subTest(fields=fields):
                self.at("2026-09-18 17:20")
                n = self.repair(*fields)
                self.has(n, site=f"09-18 {due}")
                before = self.kept("repair", "site")
                self.at(f"2026-09-18 {late}")
                self.act("repair", n, "arrive", "engineer=zg", who="zg")
                self.gone(n, "site", "take")
                self.assertEqual(self.kept("repair", "site")[1], before[1] + 1)

    def test_r3_the_supervisor_is_told_even_after_it_is_closed(self):
        self.at("2026-09-18 17:20")
        n = self.repair("emergency=burst")
        for action in (("take",), ("arrive",), ("finish", "result=好", "site_supervisor=cj", "site_clerk=lm")):
            self.act("repair", n, *action, who="zg")
        self.act("repair", n, "confirm")
        self.act("repair", n, "followed", "opinion=good")
        self.has(n, told="09-18 17:21")
        self.act("repair", n, "aware", who="cj")
        self.gone(n, "told")

    def test_q6_cancelled_is_no_promise_kept_but_what_was_late_stays_late(self):
        self.at("2026-09-18 17:20")
        n = self.repair()
        self.act("repair", n, "cancel", "cancel_reason=报错")
        self.assertEqual(self.kept("repair"), (0, 0, 0))
        self.assertEqual(self.board(n), {})
        m = self.repair()
        self.at("2026-09-21 17:31")
        self.act("repair", m, "cancel", "cancel_reason=自己修了")
        self.assertEqual(self.kept("repair"), (0, 1, 0))

    def test_q3_a_waiting_clock_shows_when_it_would_be_due_if_it_went_on_now(self):
        self.at("2026-09-20 16:30")
        n = self.repair()
        self.act("repair", n, "take", who="zg")
        self.has(n, fix="09-22 17:30")
        self.act("repair", n, "wait", "wait_for=part", "wait_reason=x", "wait_until=2026-09-23 09:00", who="zg")
        self.at("2026-09-21 09:30")
        self.has(n, fix="09-23 10:30")  # 1 h on Sunday, 1 h on Monday
        self.assertNotEqual(self.urgency(n, "fix"), "overdue")

    def test_r6_not_cancelled_while_the_three_are_inside(self):
        self.at("2026-09-18 17:20")
        n = self.repair("may_enter=1")
        self.act("repair", n, "take", who="zg")
        self.act("repair", n, "enter", "entry_clerk=lm", "entry_guard=bg", "entry_engineer=zg")
        self.has(n, go_out="09-18 19:20")
        self.act("repair", n, "quote", 'goods=[{"what": "阀", "price": "80"}]', "pay=cash", who="zg")
        self.refused("act", "repair", n, "decline", "cancel_reason=太贵")
        self.act("repair", n, "go_out")
        self.act("repair", n, "decline", "cancel_reason=太贵")
        self.expect(n)

    def test_r9_follow_up_lift_two_days_others_three(self):
        for fields, due in ((("emergency=trapped",), "09-20 17:00"), (("emergency=fire",), "09-20 17:00"),
                            (("kind=lift",), "09-20 17:00"),
                            (("emergency=leak",), "09-21 17:00"), (("kind=doors",), "09-21 17:00")):
            with self.subTest(fields=fields):
                self.at("2026-09-18 09:00")
                n = self.repair(*fields)
                self.act("repair", n, "take", who="zg")
                self.act("repair", n, "arrive", who="zg")
                self.act("repair", n, "finish", "result=好", "site_supervisor=cj", "site_clerk=lm", who="zg")
                self.at("2026-09-18 19:00")
                self.act("repair", n, "confirm")
                self.has(n, followup=due)

    def test_q1_two_working_days_of_a_repair(self):
        for called, fix in (("2026-09-18 17:20", "09-21 17:30"),  # Sunday 20 and Monday 21
                            ("2026-09-18 17:30", "09-21 17:30"),
                            ("2026-09-18 19:50", "09-21 17:30"),
                            ("2026-09-19 10:00", "09-21 17:30"),
                            ("2026-09-20 10:00", "09-22 17:30"),
                            ("2026-09-20 23:59", "09-22 17:30"),
                            ("2026-09-24 17:00", "09-29 17:30"),  # mid-autumn, Friday to Sunday
                            ("2026-09-29 12:10", "10-08 17:30"),
                            ("2026-09-30 16:00", "10-09 17:30"),  # behind the National Day week
                            ("2026-10-05 09:00", "10-09 17:30"),
                            ("2026-10-08 09:00", "10-10 17:30"),  # the make-up Saturday
                            ("2026-10-09 18:00", "10-12 17:30")):
            with self.subTest(called=called):
                self.at(called)
                self.due("repair", self.repair(), fix=fix)

    def test_r2_ordinary_with_appointment_then_a_part_over_the_weekend(self):
        self.at("2026-09-18 17:20")
        n = self.repair("visit_from=2026-09-20 09:00", "visit_to=2026-09-20 11:00")
        self.expect(n, take="09-18 17:25", site="09-20 11:00")  # the appointment, not 20 min
        self.due("repair", n, fix="09-21 17:30")
        self.at("2026-09-18 17:24")
        self.act("repair", n, "take", who="zg")
        self.expect(n, site="09-20 11:00", fix="09-21 17:30")
        self.at("2026-09-20 10:30")
        self.act("repair", n, "arrive", who="zg")
        self.expect(n, fix="09-21 17:30")
        self.at("2026-09-20 11:00")
        self.act("repair", n, "wait", "wait_for=part", "wait_reason=缺阀门", "wait_until=2026-09-22 09:00", who="zg")
        self.has(n, tell="09-20 11:30", resume="09-22 09:00")  # R5
        self.at("2026-09-20 11:20")
        self.act("repair", n, "told")
        self.gone(n, "tell")
        self.assertNotEqual(self.urgency(n, "resume"), "soon")
        self.at("2026-09-21 10:00")
        self.assertEqual(self.urgency(n, "resume"), "soon")  # R5: engineering is reminded beforehand
        self.at("2026-09-21 20:00")
        self.assertNotEqual(self.urgency(n, "fix"), "overdue")  # Q3: its time was up at 17:30, but it waits
        self.at("2026-09-22 09:00")
        self.act("repair", n, "arrive", who="zg")
        # Q3: waited 5 h 30 on the 20th, 8 h on the 21st, 30 min on the 22nd = 14 h after 17:30 of the 21st
        self.expect(n, fix="09-23 15:30")
        self.assertIn("14h", self.explained("repair", n, "fix"))
        self.overdue_from(n, "fix", "2026-09-23 15:29", "2026-09-23 15:30")

    def test_r4_quotation_stands_still_until_the_occupant_agrees(self):
        self.at("2026-09-18 16:00")
        n = self.repair()
        self.act("repair", n, "take", who="zg")
        self.act("repair", n, "arrive", who="zg")
        self.at("2026-09-18 16:30")
        self.act("repair", n, "quote", 'goods=[{"what": "龙头", "price": "120"}]', "pay=cash", who="zg")
        self.has(n, agree="09-18 18:30")
        self.at("2026-09-20 09:30")
        self.act("repair", n, "agree", "agreed_by=李建国")
        self.expect(n, fix="09-22 10:30")  # Q3: 1 h on Friday and 1 h on Sunday, not the 41 h by the clock

    def test_q3_a_wait_over_the_national_day_week_puts_off_by_its_working_time(self):
        self.at("2026-09-28 09:00")
        n = self.repair()
        self.act("repair", n, "take", who="zg")
        self.has(n, fix="09-30 17:30")
        self.at("2026-09-30 17:00")
        self.act("repair", n, "wait", "wait_for=occupant", "wait_reason=家中无人", "wait_until=2026-10-08 09:00", who="zg")
        self.at("2026-10-08 09:00")
        self.act("repair", n, "arrive", who="zg")
        self.expect(n, fix="10-08 09:30")  # 30 min waited before the holiday, 30 min after it: half an hour is left

    def test_q3_waiting_that_began_too_late_puts_nothing_off(self):
        self.at("2026-09-18 17:20")
        n = self.repair()
        self.act("repair", n, "take", who="zg")
        self.act("repair", n, "arrive", who="zg")
        self.at("2026-09-21 17:31")
        self.act("repair", n, "wait", "wait_for=part", "wait_reason=x", "wait_until=2026-09-23 09:00", who="zg")
        self.at("2026-09-23 09:00")
        self.act("repair", n, "arrive", who="zg")
        self.expect(n, fix="09-21 17:30")
        self.assertEqual(self.kept("repair"), (0, 1, 0))

    def test_q5_overdue_then_escalated_after_two_hours_and_not_while_paused(self):
        self.at("2026-09-18 17:20")
        n = self.repair()
        self.act("repair", n, "take", who="zg")
        self.act("repair", n, "arrive", who="zg")
        self.overdue_from(n, "fix", "2026-09-21 17:29", "2026-09-21 17:30")
        self.at("2026-09-21 19:29")
        self.ok("daily")
        first = self.who(n, "fix")
        self.at("2026-09-21 19:30")
        self.ok("daily")
        self.assertEqual(self.who(n, "fix"), "supervisor")
        self.assertNotEqual(first, "supervisor")
        self.at("2026-09-18 17:20")
        m = self.repair()
        self.act("repair", m, "take", who="zg")
        self.at("2026-09-21 17:00")
        self.act("repair", m, "wait", "wait_for=part", "wait_reason=x", "wait_until=2026-09-28 09:00", who="zg")
        self.at("2026-09-24 12:00")
        self.ok("daily")
        self.assertNotEqual(self.who(m, "fix"), "supervisor")
        self.assertNotEqual(self.urgency(m, "fix"), "overdue")

    def test_q5_overdue_is_told_once_and_then_daily(self):
        self.at("2026-09-18 17:20")
        n = self.repair()
        self.act("repair", n, "take", who="zg")
        self.act("repair", n, "arrive", who="zg")
        for stamp in ("2026-09-21 17:29", "2026-09-21 17:30", "2026-09-21 17:31", "2026-09-21 23:59",
                      "2026-09-22 00:00", "2026-09-22 18:00", "2026-09-25 09:00"):
            self.at(stamp)
            self.ok("daily")
        history = self.json("show", "repair", n, "--history")["history"]
        self.assertEqual(sorted(h["at"] for h in history if h["action"] == "overdue"),
                         ["2026-09-21 17:30", "2026-09-22 00:00", "2026-09-25 09:00"])
        # looked at after 19:30
        self.assertEqual([h["at"] for h in history if h["action"] == "escalate"], ["2026-09-21 23:59"])

    def test_r2_nobody_takes_it_and_r3_nobody_tells_the_supervisor(self):
        self.at("2026-09-18 17:20")
        n = self.repair("emergency=burst")
        self.at("2026-09-18 17:25")
        self.ok("daily")
        self.assertNotEqual(self.who(n, "take"), "supervisor")
        self.at("2026-09-18 17:30")
        self.ok("daily")
        self.assertEqual(self.who(n, "take"), "supervisor")  # 5 min after it should have been taken
        self.assertEqual(self.who(n, "told"), "manager")

    def test_r2_late_on_site_is_the_desks_to_explain(self):
        self.at("2026-09-18 17:20")
        n = self.repair()
        self.act("repair", n, "take", who="zg")
        self.at("2026-09-18 17:40")
        self.ok("daily")
        self.assertEqual(self.who(n, "site"), "front desk")  # call the occupant
        self.at("2026-09-18 17:41")
        self.act("repair", n, "explain", "site_by=2026-09-18 18:10")
        self.expect(n, site="09-18 18:10", fix="09-21 17:30")
        self.at("2026-09-18 18:00")
        self.act("repair", n, "arrive", who="zg")
        self.assertEqual(self.kept("repair", "site"), (0, 1, 0))  # Q6: it had passed when it was moved

    def test_r9_q4_fault_at_follow_up_twice(self):
        self.at("2026-09-18 09:00")
        n = self.repair()
        for action in (("take",), ("arrive",), ("finish", "result=好")):
            self.act("repair", n, *action, who="zg")
        self.act("repair", n, "confirm")
        self.at("2026-09-21 16:00")
        self.act("repair", n, "fault", "followup_note=又漏")
        # Q4: closed for 7 h 30 + 8 h + 6 h 30 = 22 working hours: so much after 17:30 of the 21st
        self.expect(n, hand_back="09-22 16:00", fix="09-24 15:30")  # R9: back in writing within 24 h
        self.refused("act", "repair", n, "hand_back", "engineer=zg", "site_by=2026-09-21 15:00")
        self.act("repair", n, "hand_back", "engineer=zg", "site_by=2026-09-22 10:00")
        self.expect(n, site="09-22 10:00", fix="09-24 15:30")
        self.assertNotEqual(self.who(n, "fix"), "supervisor")
        self.at("2026-09-22 09:00")
        self.act("repair", n, "arrive", who="zg")
        self.act("repair", n, "finish", "result=换了垫圈", who="zg")
        self.act("repair", n, "confirm")
        self.expect(n, followup="09-25 17:00")  # a fresh follow-up
        self.at("2026-09-24 16:00")
        self.act("repair", n, "fault", "followup_note=还漏")
        # 22 working hours more; the mid-autumn days are off: 28, 29, then 4 h on the 30th
        self.expect(n, hand_back="09-25 16:00", fix="09-30 13:30")
        self.assertEqual(self.who(n, "fix"), "supervisor")  # reopened twice: escalates at once
        self.assertEqual(self.json("show", "repair", n)["rework"], 2)

    def test_q6_met_late_stays_late_after_reopening(self):
        self.at("2026-09-18 17:20")
        n = self.repair()
        self.act("repair", n, "take", who="zg")
        self.at("2026-09-22 08:30")
        self.act("repair", n, "arrive", who="zg")
        self.act("repair", n, "finish", "result=好", who="zg")
        self.assertEqual(self.kept("repair"), (0, 1, 0))
        self.act("repair", n, "confirm")
        self.at("2026-09-23 09:00")
        self.act("repair", n, "fault", "followup_note=又漏")
        self.act("repair", n, "hand_back", "engineer=zg", "site_by=2026-09-23 10:00")
        self.at("2026-09-23 09:30")
        self.act("repair", n, "arrive", who="zg")
        self.act("repair", n, "finish", "result=换了垫圈", who="zg")
        self.act("repair", n, "confirm")
        self.act("repair", n, "followed", "opinion=good")
        self.assertEqual(self.kept("repair"), (0, 1, 0))

    def test_q1_a_closure_is_taken_back(self):
        self.at("2026-09-18 17:20")
        n = self.repair()
        self.ok("setting", "set", "closure.typhoon", "2026-09-20", staff="cj")
        self.ok("daily")
        self.due("repair", n, fix="09-22 17:30")
        self.at("2026-09-18 18:00")
        self.ok("setting", "set", "closure.typhoon", "", staff="cj")
        self.ok("daily")
        self.due("repair", n, fix="09-21 17:30")

    def test_q1_a_calendar_that_cannot_be_read_is_refused_and_locks_nobody_out(self):
        self.at("2026-09-18 17:20")
        for name, value in (("closure.typhoon", "tomorrow?"), ("closure.typhoon", "2026-09-22..2026-09-21"),
                            ("work_week", "from nine to five"), ("zone", "Nowhere/City")):
            with self.subTest(name=name, value=value):
                self.refused("setting", "set", name, value, staff="cj")
                self.due("repair", self.repair(), fix="09-21 17:30")

    def test_q1_a_closure_added_later_moves_running_deadlines(self):
        self.at("2026-09-18 17:20")
        n = self.repair()
        self.act("repair", n, "take", who="zg")
        self.has(n, fix="09-21 17:30")
        self.at("2026-09-18 18:00")
        self.ok("setting", "set", "closure.typhoon", "2026-09-20", staff="cj")
        self.ok("daily")
        self.has(n, fix="09-22 17:30")
        self.at("2026-09-22 08:30")
        self.ok("setting", "set", "closure.power", "2026-09-22 13:00..2026-09-22 17:30", staff="cj")
        self.ok("daily")
        self.has(n, fix="09-22 12:00")  # closing time of that day is noon


if __name__ == "__main__":
    main()
