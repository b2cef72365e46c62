"""Goods passes and exit slips (P1-P5): what each kind needs, arrears and the manager's word, the gate, lorries and hours."""
import os

from desk import SOURCE, Desk, main

SHIPPED = os.path.join(SOURCE, "forms")

STAFF = [("mg", "王经理", "manager"), ("su", "苏主管", "supervisor"), ("ld", "李领导", "leader"), ("sh", "高队", "security_head"),
         ("ba", "赵强", "security"), ("dm", "何值班", "duty_manager")]
TUESDAY, FRIDAY, SATURDAY = "2026-11-24 09:30", "2026-11-27 09:30", "2026-11-28 09:30"


class Gate(Desk):
    GOODS = 'goods=[{"what": "电脑", "pieces": 2}, {"what": "桌子"}]'

    def make(self):
        super().make()
        for code, name, role in STAFF:
            self.ok("user", "add", code, name, role, staff="cj" if role == "manager" else "mg", stdin="1234\n")
        self.add_unit("B-0302", use="office", owner="杜峰", owner_phone="18600006345", tenant="北辰投资顾问", tenant_phone="17700007620", floor="3")
        self.add_unit("A-1203", use="home", owner="任海燕", owner_phone="13900001673", floor="12")
        self.now = TUESDAY

    def write_pass(self, kind, *more, unit="B-0302", half="pm", **how):
        return self.ok("add", "goods_pass", "kind=" + kind, "unit=" + unit, self.GOODS, "half=" + half, *more, **how).strip().splitlines()[0]

    def no_pass(self, kind, *more, unit="B-0302", half="pm"):
        return self.refused("add", "goods_pass", "kind=" + kind, "unit=" + unit, self.GOODS, "half=" + half, *more)

    def act(self, register, number, action, *fields, **how):
        return self.ok("act", register, number, action, "--yes", *fields, **how)

    def no(self, register, number, action, *fields, **how):
        return self.refused("act", register, number, action, "--yes", *fields, **how)

    def record(self, number, **how):
        return self.json("show", "exit_slip" if number.startswith("GX") else "goods_pass", number, **how)

    def state(self, number):
        return self.record(number)["state"]

    def owe(self, unit, when="2026-11-23 09:00"):
        self.ok("add", "charge", "unit=" + unit, "kind=repair", "what=tap", "amount=120", now=when)

    def due_of(self, number):
        return [(r["who"], r["due"][-5:]) for r in self.json("board") if r["number"] == number]


class Passes(Gate):
    def test_what_each_kind_needs(self):
        self.assertIn("seal is needed", self.no_pass("firm"))
        self.assertIn("seal is needed", self.no_pass("office"))
        firm = self.write_pass("firm", "seal=yes")
        self.assertEqual(self.state(firm), "approved")
        office = self.write_pass("office", "seal=yes")
        self.assertEqual((self.state(office), self.record(office)["told"]), ("asked", "supervisor signs"))
        for who in ("lm", "ld", "sh", "dm"):
            self.assertIn("your role may not", self.no("goods_pass", office, "sign", staff=who))
        self.no("goods_pass", office, "approve", staff="mg")  # it is not that kind
        self.act("goods_pass", office, "sign", staff="su")
        self.assertEqual((self.state(office), self.record(office)["signed_by"]), ("approved", "su"))
        own = self.write_pass("office", "seal=yes", staff="su")
        self.assertIn("Who wrote it", self.no("goods_pass", own, "sign", staff="su"))
        danger = self.write_pass("danger")
        self.assertIn("your role may not", self.no("goods_pass", danger, "approve", "escort=ba", "extinguisher=yes", staff="su"))
        self.assertIn("extinguisher", self.no("goods_pass", danger, "approve", "escort=ba", "extinguisher=no", staff="mg"))
        self.act("goods_pass", danger, "approve", "escort=ba", "extinguisher=yes", staff="mg")
        self.assertEqual(self.state(danger), "approved")

    def test_moving_out_is_looked_over_rung_for_asked_ahead_and_signed_by_the_leader(self):
        tomorrow = "day=2026-11-25"
        self.assertIn("one working day ahead", self.no_pass("moving", "owner_says=agreed", half="pm_late"))
        self.assertIn("after 18:00", self.no_pass("moving", "owner_says=agreed", tomorrow))
        self.assertIn("owner_says", self.no_pass("moving", tomorrow, half="pm_late"))
        n = self.write_pass("moving", "owner_says=agreed", tomorrow, half="pm_late")
        self.assertEqual(self.record(n)["told"], "to be looked over; leader signs")
        self.assertIn("looks it over first", self.no("goods_pass", n, "sign_leader", staff="ld"))
        self.act("goods_pass", n, "look")
        self.assertIn("your role may not", self.no("goods_pass", n, "sign_leader", staff="su"))
        self.act("goods_pass", n, "sign_leader", staff="ld")
        self.assertEqual((self.state(n), self.record(n)["looked_by"], self.record(n)["route"]), ("approved", "lm", "lobby"))
        self.assertEqual(self.due_of(n), [("security", "22:00")])
        self.assertIn("Not before 18:00", self.no("goods_pass", n, "gate", staff="ba", now="2026-11-25 17:59"))
        self.act("goods_pass", n, "gate", staff="ba", now="2026-11-25 18:00")
        # asked on a Friday for the weekend, when any hour is good; on a Saturday not for the next day
        self.write_pass("moving", "owner_says=self", "day=2026-11-28", half="am", now=FRIDAY)
        self.now = SATURDAY
        self.assertIn("one working day ahead", self.no_pass("moving", "owner_says=self", "day=2026-11-29", half="am"))

    def test_nobody_is_kept_from_moving_out(self):
        """An owner who does not agree, or is not reached, and fees overdue: the manager's word, then the leader."""
        self.owe("A-1203")
        for says in ("refused", "unreached"):
            n = self.write_pass("moving", "owner_says=" + says, "day=2026-11-25", unit="A-1203", half="pm_late")
            self.assertEqual(self.state(n), "to_manager")
            self.act("goods_pass", n, "look")
            self.assertIn("not possible", self.no("goods_pass", n, "sign_leader", staff="ld"))
            self.act("goods_pass", n, "waive", "waived=合同到期", staff="mg")
            self.assertEqual((self.state(n), self.record(n)["waived_by"]), ("asked", "mg"))
            self.act("goods_pass", n, "sign_leader", staff="ld")
            self.assertEqual(self.state(n), "approved")
        n = self.write_pass("moving", "owner_says=unreached", "day=2026-11-25", half="pm_late")  # nothing overdue
        self.act("goods_pass", n, "owner", "owner_says=agreed")
        self.assertEqual(self.state(n), "asked")

    def test_who_owes_is_let_through_by_the_manager_alone(self):
        self.owe("B-0302")
        told = self.run_it("add", "goods_pass", "kind=office", "unit=B-0302", self.GOODS, "half=pm", "seal=yes")
        n = told[1].strip()
        self.assertIn("manager confirms it first", told[2])
        self.assertEqual((self.state(n), self.due_of(n)), ("to_manager", [("manager", "13:00")]))
        self.assertEqual([self.record(n, staff=who)["told"] for who in ("lm", "ba")], ["overdue: manager; supervisor signs", "supervisor signs"])
        self.no("goods_pass", n, "sign", staff="su")
        self.assertIn("your role may not", self.no("goods_pass", n, "waive", "waived=月底付", staff="su"))
        self.assertIn("waived", self.no("goods_pass", n, "waive", staff="mg"))
        self.act("goods_pass", n, "waive", "waived=月底付", staff="mg")
        r = self.record(n)
        self.assertEqual((r["state"], r["waived"], r["waived_by"], r["signed_by"]), ("approved", "月底付", "mg", "mg"))
        own = self.write_pass("office", "seal=yes", staff="mg")
        self.act("goods_pass", own, "waive", "waived=月底付", staff="mg")
        self.assertEqual((self.state(own), self.record(own)["told"]), ("asked", "supervisor signs"))
        self.lang = "zh_CN"
        paper = self.ok("print", "goods_pass", n, "--paper", "pass", "-o", "-")
        for word in ("物品放行条", "FM-GL-022-0", "经理特批", "□是 ☑否", "从 3 层至 1 层", "分管领导意见", "业户签章"):
            self.assertIn(word, paper)
        for word in ("月底付", "120"):
            self.assertNotIn(word, paper)
        guard = self.record(n, staff="ba")
        self.assertEqual((guard["waived"], guard["arrears"], guard["waived_by"]), (None, None, "mg"))  # that there is a word, not why

    def test_only_what_is_overdue_counts_and_payment_ends_it(self):
        self.owe("B-0302", TUESDAY)
        self.assertEqual(self.state(self.write_pass("office", "seal=yes")), "asked")  # charged today
        self.now = "2026-11-25 09:00"
        n = self.write_pass("office", "seal=yes")
        self.assertEqual(self.state(n), "to_manager")
        self.no("goods_pass", n, "paid")
        self.ok("act", "charge", "F2611-0001", "pay", "way=cash", "--yes", staff="su")
        self.act("goods_pass", n, "paid")
        self.assertEqual(self.state(n), "asked")
        firm = self.write_pass("firm", "seal=yes")
        self.owe("B-0302", "2026-11-25 09:00")
        self.assertEqual(self.state(firm), "approved")
        self.assertEqual(self.state(self.write_pass("firm", "seal=yes", now="2026-11-26 09:00")), "approved")  # its seal only

    def test_what_became_overdue_before_the_signature_holds_it(self):
        n = self.write_pass("office", "seal=yes", "day=2026-11-26")
        self.owe("B-0302", TUESDAY)
        self.now = "2026-11-25 09:00"
        self.act("goods_pass", n, "sign", staff="su")
        self.assertEqual((self.state(n), self.record(n)["signed_by"]), ("to_manager", None))

    def test_a_firm_with_the_clause_is_refused_until_paid_or_the_manager_says_so(self):
        self.ok("act", "unit", "B-0302", "further", "goods_clause=第8条", "--yes")
        self.ok("act", "unit", "A-1203", "further", "goods_clause=第8条", "--yes")
        for unit in ("B-0302", "A-1203"):
            self.owe(unit)
        self.lang = "zh_CN"
        told = self.run_it("add", "goods_pass", "kind=office", "unit=B-0302", self.GOODS, "half=pm", "seal=yes")
        self.lang = "en"
        self.assertIn("请先结清费用再办理放行", told[2])
        n = told[1].strip()
        self.assertEqual(self.state(n), "held")
        self.act("goods_pass", n, "waive", "waived=已写承诺书", staff="mg")
        self.assertEqual(self.state(n), "approved")
        home = self.write_pass("moving", "owner_says=self", "day=2026-11-25", unit="A-1203", half="pm_late")
        self.assertEqual(self.state(home), "to_manager")  # a home is warned, whatever its contract says

    def test_the_gate(self):
        n = self.write_pass("firm", "seal=yes", "bulky=yes")
        self.write_pass("firm", "seal=yes", "day=2026-11-25")
        self.assertEqual([r["number"] for r in self.json("list", "goods_pass", "--list", "gate", staff="ba")], [n])
        self.assertEqual(self.json("list", "goods_pass", "--list", "gate", staff="ba")[0]["leaves"], "level -2")
        self.assertIn("your role may not", self.no("goods_pass", n, "gate"))
        self.assertIn("another day", self.no("goods_pass", "G2611-0002", "gate", staff="ba"))
        self.act("goods_pass", n, "part", "parts.what=电脑", "parts.pieces=1", staff="ba")
        self.assertEqual((self.state(n), self.record(n)["parts"][0][1:]), ("part", ["电脑", 1, "ba"]))
        self.assertIn("More than the pass", self.no("goods_pass", n, "part", "parts.what=电脑", "parts.pieces=3", staff="ba"))
        self.act("goods_pass", n, "gate", staff="sh", now="2026-11-24 15:10")
        r = self.record(n)
        self.assertEqual((r["state"], r["out_by"], r["out_at"][11:16]), ("out", "sh", "15:10"))
        self.assertIn("not changed", self.refused("edit", "goods_pass", "G2611-0002", "carrier=李四"))

    def test_not_used_it_expires(self):
        n = self.write_pass("firm", "seal=yes", half="am")
        self.now = "2026-11-24 12:01"
        self.assertIn("expired", self.no("goods_pass", n, "gate", staff="ba"))
        self.assertIn("expired", self.ok("list", "goods_pass", "--list", "good"))
        self.assertIn("half day is over", self.no_pass("firm", "seal=yes", half="am"))
        self.act("goods_pass", n, "move", "new_day=2026-11-24", "new_half=pm")
        self.act("goods_pass", n, "gate", staff="ba")
        m = self.write_pass("firm", "seal=yes")
        k = self.write_pass("firm", "seal=yes", half="pm_late")
        self.assertIn("cannot be changed", self.refused("edit", "goods_pass", self.write_pass("office", "seal=yes"), "day=2026-11-25"))
        self.ok("daily", staff="cj", now="2026-11-24 20:00")
        self.now = "2026-11-24 20:01"
        self.assertEqual([self.state(x) for x in (n, m, k)], ["out", "expired", "approved"])
        self.assertEqual((self.due_of(m), self.due_of(k)), ([], [("security", "22:00")]))

    def test_bulky_goods_and_lorries(self):
        self.assertIn("Bulky goods: through the lobby", self.no_pass("firm", "seal=yes", "bulky=yes", "route=lobby"))
        self.write_pass("firm", "seal=yes", "bulky=yes", "route=lobby", half="pm_late")
        self.write_pass("firm", "seal=yes", "bulky=yes", "route=lobby", "day=2026-11-28")
        n = self.write_pass("firm", "seal=yes", "bulky=yes", "lorry=2.5")
        self.assertEqual((self.record(n)["route"], self.record(n)["to_floor"]), ("basement", "-2"))
        n = self.write_pass("office", "seal=yes", "bulky=yes", "lorry=2.5")
        self.assertIn("lorry too high for level -2", self.record(n)["told"])
        self.assertNotIn("lorry", self.record(self.write_pass("office", "seal=yes", "bulky=yes", "lorry=2.2"))["told"])

    def test_a_house_changes_what_a_kind_needs(self):
        self.write("f_goods.yaml", "extends: goods_pass\nfields:\n  - {name: kind, choices: [{name: tools, zh: 工具, en: Tools}]}\n"
                   "  - {name: needs, compute: \"case kind when 'tools' then 'supervisor' when 'firm' then '' else 'manager' end\"}\n")
        self.forms = SHIPPED + ":" + self.dir
        self.assertEqual(self.state(self.write_pass("firm")), "approved")
        self.assertEqual(self.record(self.write_pass("tools"))["told"], "supervisor signs")
        self.assertEqual(self.record(self.write_pass("office"))["told"], "manager approves")


class Slips(Gate):
    def slip(self, *more, **how):
        return self.ok("add", "exit_slip", "unit=A-1203", self.GOODS, *more, **how).strip().splitlines()[0]

    def test_the_owner_is_rung_and_signs(self):
        n = self.slip()
        self.assertEqual((self.state(n), self.record(n)["owner"], self.record(n)["carrier"]), ("asked", "任海燕", "任海燕"))
        self.assertIn("Ring the owner", self.no("exit_slip", n, "sign"))
        self.act("exit_slip", n, "ring", "answer=unreached")
        self.no("exit_slip", n, "sign")
        self.act("exit_slip", n, "ring", "answer=agreed", now="2026-11-24 10:05")
        self.no("exit_slip", n, "gate", staff="ba")
        self.act("exit_slip", n, "sign")
        self.assertEqual(self.due_of(n), [("security", "22:00")])
        self.lang = "zh_CN"
        paper = self.ok("print", "exit_slip", n, "--paper", "slip", "-o", "-")
        for word in ("携物出门条", "存档联", "业主联", n, "2026-11-24 10:05", "电脑", "业主签字"):
            self.assertIn(word, paper)
        self.assertIn("您的角色不能", self.no("exit_slip", n, "gate"))
        self.lang = "en"
        self.assertIn("Not the day", self.no("exit_slip", n, "gate", staff="ba", now="2026-11-24 22:30"))
        self.act("exit_slip", n, "move", "new_day=2026-11-25")
        self.no("exit_slip", n, "gate", staff="ba")
        self.act("exit_slip", n, "gate", staff="ba", now="2026-11-25 09:00")
        self.assertEqual((self.state(n), self.record(n)["out_by"]), ("out", "ba"))

    def test_at_the_desk_in_one_go_or_not_at_all(self):
        self.assertEqual(self.state(self.slip("answer=agreed", "signed=yes")), "signed")
        self.assertEqual(self.state(self.slip("answer=refused")), "refused")
        self.assertIn("A firm has the goods pass", self.refused("add", "exit_slip", "unit=B-0302", self.GOODS))
        self.assertIn("A home has the exit slip", self.no_pass("office", "seal=yes", unit="A-1203"))
        self.assertIn("rung first", self.refused("add", "exit_slip", "unit=A-1203", self.GOODS, "signed=yes"))
        self.owe("A-1203")
        n = self.slip("answer=agreed", "signed=yes")  # no fees are asked for here
        self.assertEqual(self.record(n)["rung_at"][11:16], "09:30")
        self.ok("daily", staff="cj", now="2026-11-24 23:30")
        self.assertEqual(self.state(n), "expired")


if __name__ == "__main__":
    main()
