"""Keys (K1-K3, V7): taken in on three approvals in their order, lent and back with a new seal, audited, lost, locks changed, given out."""
import openpyxl

from desk import Desk, main

PEOPLE = [("mg", "周经理", "manager"), ("sh", "保安主管钱", "security_head"), ("se", "保安赵", "security"), ("zg", "张工", "engineer"),
          ("ca", "收费孙", "cashier")]


class Keys(Desk):
    def make(self):
        super().make()
        for code, name, role in PEOPLE:
            self.ok("user", "add", code, name, role, staff="cj" if role == "manager" else "mg", stdin="1234\n")
        self.add_unit("A-1203", use="home", owner="李建国")
        self.add_unit("A-0801", use="vacant", owner="海蓝置业")
        self.key = self.kept("A-1203", "F001")

    def new(self, register, *fields, **how):
        return self.ok("add", register, *fields, **how).strip().splitlines()[-1]

    def act(self, register, number, action, *fields, **how):
        return self.ok("act", register, number, action, "--yes", *fields, **how)

    def no(self, register, number, action, *fields, **how):
        return self.refused("act", register, number, action, "--yes", *fields, **how)

    def value(self, register, number, *fields):
        r = self.json("show", register, number)
        return r[fields[0]] if len(fields) == 1 else tuple(r[f] for f in fields)

    def newest(self, register):
        return self.sql(f"select number from {register} order by id desc limit 1")[0][0][0]

    def due(self, number):
        return {r["clock"]: r["due"] for r in self.json("board", "--each", staff="mg") if r["number"] == number}

    def kept(self, unit, seal, *more):
        number = self.new("key", "unit=" + unit, "what=大门", "seal=" + seal, *more)
        for who in ("cj", "sh", "mg"):
            self.act("key", number, "approve", staff=who)
        return number

    def lent(self, *more):
        return self.new("key_loan", "key=" + self.key, "who=张三", "why=修水管", *more)

    def house_key(self):
        return self.new("key", "use=house", "place=总配电房", "what=门", "keeper=engineering")

    # ---- K1: taken in ----------------------------------------------------------------------------------------------

    def test_three_approve_in_their_order_before_it_is_kept(self):
        self.assertEqual(self.value("key", self.key, "state", "use", "keeper", "given_by"), ("kept", "spare", "security", "李建国"))
        n = self.new("key", "unit=A-0801", "seal=F002")
        self.assertEqual(self.value("key", n, "state", "use", "keeper"), ("offered", "vacant", "desk"))
        self.assertIn("waits for, but: supervisor.", self.no("key", n, "approve", staff="sh"))
        self.assertIn("not in the cabinet", self.refused("add", "key_loan", "key=" + n, "who=x", "why=x"))
        self.assertEqual(list(self.due(n)), ["supervisor"])
        self.act("key", n, "approve", staff="cj")
        self.assertIn("your signature is not the one it waits for, but: head of security.", self.no("key", n, "approve", staff="mg"))
        self.assertEqual(self.due(n), {"security": "2026-11-23 17:30"})
        self.assertIn("your role may not", self.no("key", n, "approve", staff="se"))
        self.act("key", n, "approve", staff="sh")
        self.assertEqual(list(self.due(n)), ["manager"])
        self.act("key", n, "approve", staff="mg")
        self.assertEqual((self.value("key", n, "state"), self.due(n)), ("kept", {}))
        other = self.new("key", "unit=A-0801", "seal=F003", "what=后门")
        self.act("key", other, "decline", "refused_why=没有业主委托", staff="cj")
        self.assertEqual(self.value("key", other, "state", "taker"), ("declined", "海蓝置业"))
        self.assertIn("Seal", self.refused("add", "key", "unit=A-0801"))
        self.assertIn("Place", self.refused("add", "key", "use=house"))

    def test_the_houses_own_key_needs_no_approval_and_no_seal(self):
        n = self.house_key()
        self.assertEqual(self.value("key", n, "state", "where_to", "seal"), ("kept", "总配电房", None))
        loan = self.new("key_loan", "key=" + n, "who=张工", "why=抄表")
        self.act("key_loan", loan, "return")
        self.assertEqual(self.value("key", n, "state", "openings"), ("kept", None))

    def test_given_back_to_who_left_it_or_against_an_id(self):
        self.assertIn("taker_id", self.no("key", self.key, "give", "taker=王五"))
        self.act("key", self.key, "give", "taker=王五", "taker_id_kind=badge", "taker_id=JZ-1")
        self.assertEqual(self.value("key", self.key, "state"), "back")
        for words, self.lang in ((("领用签收", "王五", "大门"), "zh_CN"), (("Received", "F001"), "en")):
            paper = self.ok("print", "key", self.key, "--paper", "receipt", "-o", "-")
            for word in words:
                self.assertIn(word, paper)

    # ---- loans -----------------------------------------------------------------------------------------------------

    def test_one_key_is_out_once_and_comes_back_with_a_new_seal(self):
        loan = self.lent()
        self.assertEqual(self.value("key_loan", loan, "unit", "seal_out", "opened", "department"), ("A-1203", "F001", True, "engineering"))
        self.assertEqual((self.value("key", self.key, "state"), self.due(loan)), ("out", {"back": "2026-11-21 17:30"}))
        self.assertIn("not in the cabinet", self.refused("add", "key_loan", "key=" + self.key, "who=x", "why=x"))
        self.now = "2026-11-21 10:00"
        self.assertIn("new_seal", self.no("key_loan", loan, "return"))
        self.assertIn("used once", self.no("key_loan", loan, "return", "new_seal=F001"))
        self.act("key_loan", loan, "return", "new_seal=F009")
        self.assertEqual(self.value("key", self.key, "state", "seal"), ("kept", "F009"))
        (row,) = self.value("key", self.key, "openings")
        self.assertEqual([row[i] for i in (1, 2, 3, 4)], ["F001", "张三", "修水管 " + loan, "F009"])
        self.assertEqual(self.value("key_loan", loan, "state", "back_by"), ("back", "lm"))

    def test_an_envelope_that_stays_sealed_and_a_bunch_that_is_short(self):
        self.key = self.kept("A-0801", "F002", "pieces=3")
        loan = self.lent("opened=no")
        self.assertIn("Not all of them", self.no("key_loan", loan, "return", "pieces_back=2", "intact=yes"))
        self.act("key_loan", loan, "return", "pieces_back=3", "intact=yes")
        self.assertEqual(self.value("key", self.key, "seal", "openings"), ("F002", None))
        loan = self.lent("opened=no")
        self.assertIn("new_seal", self.no("key_loan", loan, "return", "pieces_back=3", "intact=no"))
        self.act("key_loan", loan, "return", "pieces_back=3", "intact=no", "new_seal=F003")
        self.assertEqual(self.value("key", self.key, "seal"), "F003")

    def test_late_longer_and_lost(self):
        loan = self.lent()
        self.now = "2026-11-21 17:31"
        self.assertIn("key due back", self.ok("board"))
        self.assertIn("your role may not", self.no("key_loan", loan, "longer", "due_back=19:00", "longer_why=未修完"))
        self.act("key_loan", loan, "longer", "due_back=19:00", "longer_why=未修完", staff="cj")
        late = self.new("key_loan", "key=" + self.house_key(), "who=张工", "why=跳闸")
        self.assertEqual(self.due(late), {"back": "2026-11-21 19:31"})  # past the hour: two hours
        self.act("key_loan", loan, "lose", "lost_why=掉进电梯井")
        self.assertEqual((self.value("key", self.key, "state"), self.due(loan)), ("missing", {}))
        self.assertEqual(self.due(self.key), {"missing": "2026-11-23 17:30"})
        self.assertIn("掉进电梯井", self.value("incident", self.newest("incident"), "what"))
        self.act("key", self.key, "found", "new_seal=F010")
        self.assertEqual((self.value("key", self.key, "state", "seal"), self.due(self.key)), (("kept", "F010"), {}))

    def balances(self):
        rows = self.json("ledger", "accounts", staff="mg")["accounts"]
        return {r["account"]: float(r["balance"].replace(",", "")) for r in rows if r["balance"] != "0.00"}

    def test_a_contractor_leaves_a_deposit_and_gets_it_back_less_what_is_deducted(self):
        self.assertIn("has no unit", self.refused("add", "key_loan", "key=" + self.house_key(), "who=李工头", "why=装修", "department=contractor", "deposit=100"))
        loan = self.lent("department=contractor", "deposit=100")
        self.assertEqual(self.balances(), {"desk.deposit": 100, "deposit.key": 100})
        self.assertIn("More is deducted", self.no("key_loan", loan, "return", "new_seal=F002", 'cuts=[{"what": "匙圈", "cost": "101"}]'))
        self.assertIn("95.00", self.act("key_loan", loan, "return", "new_seal=F002", 'cuts=[{"what": "匙圈", "cost": "5"}]'))
        self.assertEqual(self.balances(), {"desk.takings": 5, "income.damage": 5})
        loan = self.lent("department=contractor", "deposit=100")
        self.act("key_loan", loan, "lose", "lost_why=找不到")
        self.assertEqual(self.balances()["income.kept"], 100)
        self.assertEqual(self.value("deposit", self.value("key_loan", loan, "deposit_no"), "state", "source"), ("kept", loan))

    def test_a_broken_seal_is_reported_with_who_did_it(self):
        self.assertIn("new_seal", self.no("key", self.key, "broken", "opener=不明"))
        self.assertIn("Count them: 1", self.act("key", self.key, "broken", "opener=不明", "new_seal=F020"))
        (row,) = self.value("key", self.key, "openings")
        self.assertEqual((row[1], row[2], row[4], self.value("key", self.key, "seal")), ("F001", "不明", "F020", "F020"))
        self.assertIn("不明", self.value("incident", self.newest("incident"), "what"))

    # ---- V7: the spare key of a visit ------------------------------------------------------------------------------

    def test_the_visits_spare_key_goes_through_the_register_of_loans(self):
        visit = self.add_visitor(name="刘洋")
        self.assertIn("signed confirmation", self.refused("add", "key_loan", "key=" + self.key, "who=x", "why=x", "visit=" + visit))
        for step in (("letter", "letter_way=fax"), ("letter_back", "confirmation=Q1"), ("admit",), ("spare_key", "guard=老赵")):
            self.act("visitor", visit, *step)
        loan = self.newest("key_loan")
        self.assertEqual(self.value("key_loan", loan, "key", "visit", "who", "guard", "state"), (self.key, visit, "李敏", "老赵", "out"))
        self.assertEqual((self.due(loan), self.due(visit).get("spare_key")), ({"back": "2026-11-21 09:29"}, None))
        self.assertIn("new_seal", self.no("visitor", visit, "spare_back"))
        self.act("visitor", visit, "spare_back", "new_seal=F002")
        self.assertEqual((self.value("key_loan", loan, "state"), self.value("key", self.key, "state", "seal")), ("back", ("kept", "F002")))
        self.act("visitor", visit, "sign_out", "lock_guard=老孙")
        second = self.newest("key_loan")
        self.assertEqual(self.value("key_loan", second, "guard", "state"), ("老孙", "out"))
        self.act("key_loan", second, "return", "new_seal=F003")  # at the register of loans: the visit knows
        rows = self.value("visitor", visit, "loans")
        self.assertEqual([(r[0], r[4]) for r in rows], [("open", loan), ("lock", second)])
        self.assertTrue(all(r[3] for r in rows))
        other = self.add_visitor(name="王五", unit="A-1203")
        self.lent()
        self.act("visitor", other, "letter", "letter_way=fax")
        self.act("visitor", other, "letter_back", "confirmation=Q2")
        self.assertIn("not in the cabinet: out", self.no("visitor", other, "spare_key", "guard=老赵"))

    # ---- K1, K3: audit ---------------------------------------------------------------------------------------------

    def test_every_month_each_key_is_looked_for(self):
        vacant, house = self.kept("A-0801", "F002"), self.house_key()
        self.lent()
        self.now = "2026-11-30 17:01"
        self.ok("daily", staff="cj")
        self.assertIn("monthly audit of keys", self.ok("board", staff="cj"))
        self.act("key", self.key, "audit")
        self.act("key", vacant, "audit")
        self.assertEqual([r["number"] for r in self.json("list", "key", "--list", "to_check")], [house])
        self.act("key", house, "miss", "missing_why=挂钩空")
        self.assertEqual(self.value("key", house, "state", "audited_by"), ("missing", "lm"))
        self.assertEqual(self.json("list", "key", "--list", "to_check"), [])
        self.assertEqual([(r["key"], r["result"]) for r in self.json("list", "key_list", "--list", "month")],
                         [(self.key, "out"), (vacant, "found"), (house, "missing")])
        self.assertEqual(self.value("incident", self.newest("incident"), "place"), "总配电房")
        by_hand = self.new("key_list", "key=" + vacant)
        self.assertEqual(self.value("key_list", by_hand, "result", "what", "state"), ("found", "大门", "there"))
        self.new("key_list", "key=" + vacant, "result=missing")
        self.assertEqual(self.value("key", vacant, "state"), "missing")
        self.refused("edit", "key_list", by_hand, "result=missing")

    # ---- K2, K3: new locks, keys given out -------------------------------------------------------------------------

    def test_a_new_lock_goes_in_its_steps_and_the_old_spare_is_destroyed_before_a_witness(self):
        n = self.new("key_issue", "unit=A-1203", "kind=lock", "what=大门", "pieces=3", "old_key=" + self.key, "price=120", "pay=cash")
        charge = self.value("key_issue", n, "charge")
        self.assertEqual(self.value("charge", charge, "kind", "amount", "source_number"), ("lock", "120.00", n))
        for step in ("fit", "issue", "old", "destroy"):
            self.no("key_issue", n, step)
        self.act("key_issue", n, "tell", "told_whom=李建国", "told_way=phone")
        self.act("key_issue", n, "fit", "fitter=zg")
        self.assertIn("Take the money first: charge " + charge, self.no("key_issue", n, "issue", "taker=李建国"))
        self.act("charge", charge, "pay", "way=cash", staff="ca")
        self.act("key_issue", n, "issue", "taker=李建国")
        self.assertEqual(self.due(n), {"finish": "2026-11-24 17:30"})
        self.act("key_issue", n, "old", "old_back=2")
        self.act("key_issue", n, "rest", "seal=F030")
        rest = self.value("key_issue", n, "kept_as")
        self.assertEqual(self.value("key", rest, "pieces", "state", "seal", "use"), (2, "offered", "F030", "spare"))
        self.assertIn("colleague", self.no("key_issue", n, "destroy", "witness=lm"))
        self.act("key_issue", n, "destroy", "witness=se")
        self.assertEqual((self.value("key", self.key, "state", "witness"), self.value("key_issue", n, "state")), (("destroyed", "se"), "done"))
        self.assertEqual(self.value("key_issue", n, "fitted_by", "handed_over_by", "old_in_by", "rested_by", "done_by"), ("lm",) * 5)

    def test_a_mailbox_lock_whose_new_keys_all_go_to_the_owner(self):
        n = self.new("key_issue", "unit=A-1203", "kind=mailbox")
        self.assertEqual(self.value("key_issue", n, "pieces", "given", "what", "name"), (2, 1, "Mailbox", "李建国"))
        self.ok("edit", "key_issue", n, "given=2")
        for step in (("tell", "told_whom=李建国", "told_way=person"), ("fit", "fitter=zg"), ("issue", "taker=李建国"), ("old", "old_back=2")):
            self.act("key_issue", n, *step)
        self.assertEqual(self.value("key_issue", n, "state"), "rested")

    def test_moving_in_against_paid_fees_and_moving_out_with_all_keys(self):
        self.new("charge", "unit=A-0801", "kind=service", "amount=50", "what=清洁")
        n = self.new("key_issue", "unit=A-0801", "kind=movein", "pieces=5")
        self.assertIn("50.00 is open", self.no("key_issue", n, "issue", "taker=海蓝置业"))
        self.assertIn("your role may not", self.no("key_issue", n, "let", "let_why=本周付"))
        self.act("key_issue", n, "let", "let_why=本周付", staff="mg")
        self.assertIn("taker_id", self.no("key_issue", n, "issue", "taker=王五"))
        self.act("key_issue", n, "issue", "taker=海蓝置业")
        self.assertEqual(self.value("key_issue", n, "state", "given"), ("done", 5))
        self.assertIn("More than", self.no("key_issue", n, "collect", "pieces_back=6"))
        self.assertIn("lost_price", self.no("key_issue", n, "collect", "pieces_back=3"))
        self.act("key_issue", n, "collect", "pieces_back=3", "lost_price=30")
        charge = self.value("key_issue", n, "lost_charge")
        self.assertEqual(self.value("charge", charge, "kind", "amount"), ("damage", "60.00"))
        copy = self.new("key_issue", "unit=A-1203", "kind=copy", "what=大门", "price=15", "pay=bill")
        self.act("key_issue", copy, "cancel", "cancel_reason=不要了", staff="cj")
        self.assertEqual(self.value("charge", self.newest("charge"), "state"), "cancelled")

    def test_papers_and_sheets(self):
        n = self.new("key_issue", "unit=A-1203", "kind=copy", "what=大门", "pieces=2")
        self.act("key_issue", n, "issue", "taker=李建国")
        self.act("key", self.key, "audit")
        self.act("key_loan", self.lent(), "return", "new_seal=F009")
        self.lang = "zh_CN"
        paper = lambda *what: self.ok("print", *what, "-o", "-", staff="cj")  # noqa: E731
        for text, words in ((paper("key", self.key, "--paper", "envelope"), ("单元号 A-1203", "留存日期 2026-11-21", "领取人姓名 李建国")),
                            (paper("key_issue", n, "--paper", "receipt"), ("领用签收", "物品", "数量", "领用人", "日期", "李建国")),
                            (paper("key", "--list", "to_check", "--paper", "roll"), ("钥匙明细", "核对人")),
                            (paper("key_list", "--list", "printed", "--paper", "roll"), ("2026-11", "在柜", self.key))):
            for word in words:
                self.assertIn(word, text)
            self.assertNotIn("保安部", text)  # where a key hangs stands on no paper
        self.ok("export", "2026-11", "-o", self.path("m.xlsx"), staff="mg")
        book = openpyxl.load_workbook(self.path("m.xlsx"))
        for title in ("托管钥匙登记表", "钥匙明细", "钥匙借用登记表", "钥匙发放登记表"):
            self.assertGreater(book[title].max_row, 3, title)
        self.ok("verify", staff="mg")


if __name__ == "__main__":
    main()
