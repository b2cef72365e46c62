"""The registers of money (domain.md M1 to M9), played to their ends: deposit, umbrella, petty_cash, drawer."""
import json
import os
import random

from trial import SHIPPED, Trial
from desk import main

WEDNESDAY = "2026-09-30 10:00"  # the last day before a week off; the Saturday after it is worked
IN_TIME, LATE = "2026-10-13 17:00", "2026-10-14 09:00"


class Money(Trial):
    def make(self):
        self.now = "2026-09-29 09:00"
        super().make()
        self.forms = SHIPPED

    def setUp(self):
        super().setUp()
        self.now = WEDNESDAY

    def new(self, *args, **how):
        number = super().new(*args, **how)
        self.sound()
        return number

    def act(self, *args, **how):
        out = super().act(*args, **how)
        self.sound()
        return out

    def sound(self):
        """After each action the books are whole, and receipts are 1..n."""
        if self.forms == SHIPPED:
            self.assertNotIn("broken", self.ok("ledger", "check", staff="mg"))
            self.assertEqual([n for n, _ in self.receipts()], [f"SJ{i:06}" for i in range(1, len(self.receipts()) + 1)])

    def lend(self, umbrella="7", **how):
        return self.new("umbrella", f"umbrella={umbrella}", "unit=A-1203", "borrower=王小明", **how)

    def held(self, *fields, **how):
        return self.new("deposit", "unit=A-1203", "payer=王小明", *fields, **how)

    def waits(self, line):
        """The record that stands on the board until this line of the drawer has gone to the cashier."""
        rows = self.sql(f"select number from drawer where kind = 'to_cashier' and line = '{line}' and state = 'waits'")[0]
        self.assertLessEqual(len(rows), 1)
        return rows[0][0] if rows else None

    def due(self, number, clock):
        return self.sql(f"select datetime(d.due, 'unixepoch', '+8 hours') from due d join drawer r on r.id = d.record where d.reg = 'drawer'"
                        f" and r.number = '{number}' and d.clock = '{clock}'")[0][0][0][:16]

    def away(self):
        """The day's deposits go to the cashier, and are signed for."""
        n = self.waits("deposit")
        self.act("drawer", n, "hand")
        self.act("drawer", n, "sign", staff="ca")
        return n

    def receipts(self):
        return [(r["number"], r["state"] or "valid") for r in self.json("ledger", "receipts")["receipts"]]

    def series(self, *states):
        self.assertEqual(self.receipts(), [(f"SJ{i:06}", state) for i, state in enumerate(states, 1)])


class Umbrellas(Money):
    def test_lent_before_a_week_off_and_back_in_time(self):
        n = self.lend()
        r = self.record("umbrella", n)
        self.assertEqual((r["due_back"][:16], r["deposit"], r["occupant"], r["phone"]), ("2026-10-13 17:30", "20.00", "王小明", "13900001111"))
        self.assertEqual(self.balances(), {"desk.deposit": 20, "deposit.umbrella": 20})
        self.assertIn("That umbrella is out", self.refused("add", "umbrella", "umbrella=7", "unit=A-0801", "borrower=李四"))
        self.assertIn("stays as it was", self.refused("edit", "umbrella", n, "borrower=李四"))
        self.paper("umbrella", n, "card", "人民币贰拾元整", "雨伞 7", r["deposit_no"], "SJ000001", "2026-10-13", "第一联", "第二联")
        self.paper("umbrella", n, "card", "without interest", "Umbrella 7", lang="en")
        self.now = IN_TIME
        self.assertIn("Give back 20.00", self.act("umbrella", n, "return", "condition=good", "card=back"))
        self.assertEqual((self.state("umbrella", n), self.state("deposit", r["deposit_no"]), self.balances()), ("returned", "refunded", {}))
        self.assertEqual(self.record("deposit", r["deposit_no"])["given"], "20.00")
        self.series("valid")
        self.whole()

    def test_late_broken_or_lost_it_is_kept(self):
        late, broken, lost = [self.lend(str(i)) for i in range(3)]
        self.act("umbrella", broken, "return", "condition=broken", "card=back")
        self.act("umbrella", lost, "return", "condition=lost")
        self.now = LATE
        self.assertIn("kept: late", self.act("umbrella", late, "return", "condition=good", "card=back"))
        self.assertEqual([self.state("umbrella", n) for n in (late, broken, lost)], ["kept", "kept", "lost"])
        self.assertEqual(self.balances(), {"desk.takings": 60, "income.kept": 60})
        self.assertEqual(self.record("umbrella", late)["late"], True)
        head, row = [r for r in self.sheet("Umbrella loans", month="2026-09") if "王小明" in r or "Deposit card" in r][:2]
        self.assertEqual(dict(zip(head, row))["Given back or kept"], "kept")
        self.act("umbrella", broken, "desk_lost", "answers=l2")
        self.assertIn("l2", self.ok("list", "umbrella", "--list", "lost", "--csv"))
        self.whole()

    def test_a_lost_card_is_the_supervisors(self):
        n = self.lend()
        lost = ["condition=good", "card=lost", "id_kind=badge", "id_number=GZ-100001"]
        self.assertIn("The card is lost", self.no("umbrella", n, "return", *lost))
        self.act("umbrella", n, "return", *lost, staff="cj")
        self.assertEqual(self.balances(), {})
        n = self.lend()
        self.assertIn("your role may not", self.no("umbrella", n, "void", "remarks=伞号记错"))
        self.act("umbrella", n, "void", "remarks=伞号记错", staff="cj")
        self.assertEqual((self.balances(), self.state("deposit", self.record("umbrella", n)["deposit_no"])), ({}, "reversed"))
        self.series("valid", "void")
        self.whole()

    def test_the_deposits_are_still_with_the_cashier(self):
        n, late = self.lend("1"), self.lend("2")
        day = self.away()
        self.now = "2026-10-08 08:31"
        self.assertIn("still with the cashier", self.act("umbrella", n, "return", "condition=good", "card=back"))
        self.act("umbrella", late, "return", "condition=broken", "card=back")
        self.assertEqual(self.balances(), {"cashier.deposit": 40, "deposit.umbrella": 40})
        self.assertTrue(self.on_board(n))
        self.assertIn("fetch them back first", self.no("umbrella", n, "settle"))
        self.assertIn("cannot be taken", self.no("umbrella", late, "settle"))
        self.assertIn("40.00", self.act("drawer", day, "fetch"))
        self.now = "2026-10-16 09:00"  # what counts is when it came back
        self.act("umbrella", n, "settle")
        self.act("umbrella", late, "settle")
        self.assertEqual((self.state("umbrella", n), self.state("umbrella", late)), ("returned", "kept"))
        self.assertEqual(self.balances(), {"desk.takings": 20, "income.kept": 20})
        self.whole()

    def test_the_month_for_the_leader(self):
        self.act("umbrella", self.lend(), "return", "condition=broken", "card=back")
        self.ok("daily", staff="mg", now="2026-10-30 10:00")
        self.assertIn("umbrellas of the month", self.ok("board", now="2026-10-30 10:00"))
        text = self.ok("figures", "umbrella", "2026-09")
        self.assertIn("100", [line for line in text.splitlines() if "Broken" in line][0])


class Petty(Money):
    def top_up(self, amount="300"):
        n = self.new("petty_cash", "kind=topup", "amount=" + amount, staff="cj")
        self.act("petty_cash", n, "receive")

    def outlay(self, *more, staff="lm"):
        return self.new("petty_cash", "unit=A-1203", "what=换锁芯", *more, staff=staff)

    def test_above_fifty_the_owner_pays_the_rest_ahead(self):
        add = ["add", "petty_cash", "unit=A-1203", "what=换锁芯", "amount=60"]
        said = self.refused(*add)
        self.assertIn("at most 50.00", said)
        self.assertIn("pays 10.00", said)
        self.assertIn("at most 50.00", self.refused(*add, "prepaid=5"))
        n = self.outlay("amount=60", "prepaid=10")
        self.assertEqual((self.record("petty_cash", n)["owner"], self.balances()), ("王小明", {"desk.petty": 10, "advance": 10}))
        self.paper("petty_cash", n, "receipt", "SJ000001", "人民币壹拾元整", "不是发票")
        self.paper("petty_cash", n, "receipt", "Paid ahead, in capitals", lang="en")
        self.series("valid")
        self.outlay("amount=50")
        self.ok("setting", "set", "petty_cash.limit", "80", staff="cj")
        self.outlay("amount=80")
        self.whole()

    def test_the_order_of_signatures(self):
        self.top_up()
        n = self.outlay("amount=60", "prepaid=10")
        for action, more in (("allow", []), ("spend", []), ("settle", ["invoice=FP1"])):
            self.assertIn("not possible", self.no("petty_cash", n, action, *more, staff="cj"))
        self.act("petty_cash", n, "sign")
        self.assertIn("not possible", self.no("petty_cash", n, "spend"))
        self.assertIn("your role may not", self.no("petty_cash", n, "allow"))
        self.act("petty_cash", n, "allow", staff="cj")
        self.act("petty_cash", n, "spend", "actual=58")
        self.assertEqual(self.balances(), {"desk.petty": 252, "office": 300, "spent": 48})
        self.paper("petty_cash", n, "slip", "人民币陆拾元整", "客服主管 陈静", "业主签字", "58.00")
        self.assertIn("Invoice", self.no("petty_cash", n, "settle"))
        self.assertTrue(self.on_board(n))
        self.act("petty_cash", n, "settle", "invoice=FP1")
        self.assertEqual(self.balances(), {"desk.petty": 300, "office": 300})
        self.assertEqual(self.record("petty_cash", n)["left_over"], "300.00")
        mine = self.outlay("amount=20", staff="cj")
        self.act("petty_cash", mine, "sign")
        self.assertIn("Another supervisor", self.no("petty_cash", mine, "allow", staff="cj"))
        self.act("petty_cash", mine, "allow", staff="su")
        self.assertEqual([r["balance"] for r in self.json("list", "petty_cash", "--list", "book")], ["300.00"] * 3)
        self.whole()

    def test_what_was_paid_ahead_goes_back(self):
        self.top_up()
        n = self.outlay("amount=200", "prepaid=190")
        self.act("petty_cash", n, "sign")
        self.assertIn("190.00", self.act("petty_cash", n, "refuse", "why=业主自己买", staff="cj"))
        self.assertEqual(self.balances(), {"desk.petty": 300, "office": 300})
        cheap = self.outlay("amount=60", "prepaid=40")
        self.act("petty_cash", cheap, "sign")
        self.act("petty_cash", cheap, "allow", staff="cj")
        self.act("petty_cash", cheap, "spend", "actual=30")
        self.act("petty_cash", cheap, "settle", "invoice=FP2")
        self.assertEqual(self.balances(), {"desk.petty": 300, "office": 300})
        self.act("petty_cash", cheap, "reverse", "why=记错单元", staff="cj")
        self.assertEqual(self.balances(), {"desk.petty": 300, "office": 300})
        self.series("void", "void")
        self.whole()

    def test_below_a_hundred_the_supervisor_asks_for_at_least_two_hundred(self):
        self.assertIn("The supervisor asks", self.refused("add", "petty_cash", "kind=topup", "amount=200"))
        self.assertIn("At least 200.00", self.refused("add", "petty_cash", "kind=topup", "amount=199", staff="cj"))
        self.top_up("200")
        low = "select number from petty_cash where state = 'needed'"
        for amount, asks in (("50", []), ("50", []), ("0.5", 1)):
            n = self.outlay("amount=" + amount)
            self.act("petty_cash", n, "sign")
            self.act("petty_cash", n, "allow", staff="cj")
            self.act("petty_cash", n, "spend")
            self.assertEqual(len(self.sql(low)[0]), asks or 0)
        need = self.sql(low)[0][0][0]
        self.assertIn("petty cash is low", self.ok("board", staff="cj"))
        self.assertIn("your role may not", self.no("petty_cash", need, "apply", "amount=300"))
        self.assertIn("At least 200.00", self.no("petty_cash", need, "apply", "amount=150", staff="cj"))
        self.act("petty_cash", need, "apply", "amount=300", staff="cj")
        self.act("petty_cash", need, "receive")
        self.assertEqual(self.balances()["desk.petty"], 399.5)
        self.assertNotIn("petty cash is low", self.ok("board", staff="cj"))
        dear = self.outlay("amount=450", "prepaid=420")
        for action, who in (("sign", "lm"), ("allow", "cj"), ("spend", "lm")):
            self.act("petty_cash", dear, action, staff=who)
        self.whole()

    def test_no_more_is_spent_than_there_is(self):
        n = self.outlay("amount=30")
        self.act("petty_cash", n, "sign")
        self.act("petty_cash", n, "allow", staff="cj")
        self.new("drawer", "kind=in", "matter=ticket", "what=电影票", "amount=80")
        self.assertIn("cannot be taken", self.no("petty_cash", n, "spend"))  # never from the takings beside it
        self.assertEqual(self.balances(), {"desk.takings": 80, "passed.ticket": 80})
        self.whole()


class Deposits(Money):
    def test_given_back_less_its_deductions(self):
        n = self.held("kind=works", "amount=2000")
        self.assertEqual(self.balances(), {"desk.deposit": 2000, "deposit.works": 2000})
        self.paper("deposit", n, "receipt", "SJ000001", "人民币贰仟元整", "¥2,000.00", "不计息", "装修", "不是发票", "第一联")
        self.paper("deposit", n, "receipt", "In capitals", "No interest", "copy 1", lang="en")
        self.assertIn("stays as it was", self.refused("edit", "deposit", n, "amount=3000"))
        self.act("deposit", n, "part", "part=500", "taker=王小明")
        self.assertIn("part given back", self.ok("list", "deposit"))
        self.assertIn("all of it with r", self.no("deposit", n, "part", "part=1500", "taker=王小明"))
        cuts = 'cuts=[{"what": "墙面", "cost": "250"}, {"ground": "penalty", "what": "夜间施工", "cost": "50"}]'
        self.assertIn("More is deducted", self.no("deposit", n, "refund", cuts.replace("250", "1500"), "taker=王小明"))
        self.assertIn("the supervisor", self.no("deposit", n, "refund", cuts, "taker=王小明", "receipt_back=lost"))
        self.assertIn("Given back 1,200.00", self.act("deposit", n, "refund", cuts, "taker=王小明", "receipt_back=back"))
        self.assertEqual(self.balances(), {"desk.takings": 300, "income.damage": 250, "income.penalty": 50})
        text = self.paper("deposit", n, "refund", "墙面", "约定违约金", "300.00", "人民币壹仟柒佰元整", "领款人 王小明", "1,700.00")
        self.assertNotIn("罚", text)
        self.assertIn("not possible", self.no("deposit", n, "refund", "taker=王小明"))
        rows = self.sheet("Deposits")
        self.assertTrue(any("SJ000001" in row and 300 in row and 1700 in row for row in rows), rows)
        self.whole()

    def test_every_kind_and_its_amount(self):
        for kind, amount in (("works", 2000), ("crew", 1000), ("pass", 50), ("utility", 500), ("fee", 300), ("key", 100)):
            self.held("kind=" + kind, f"amount={amount}")
        self.assertEqual(self.record("deposit", self.held("kind=umbrella"))["amount"], "20.00")
        self.assertEqual(self.record("deposit", self.held("kind=intent"))["amount"], "20000.00")  # 100 sqm at 200 yuan
        self.assertIn("Amount is needed", self.refused("add", "deposit", "unit=A-1203", "payer=王小明", "kind=key"))
        self.ok("setting", "set", "deposit.key", "80", staff="cj")
        self.assertEqual(self.record("deposit", self.held("kind=key"))["amount"], "80.00")
        card = self.held("kind=pass", "amount=50", "card_cost=15")
        self.assertEqual({k: v for k, v in self.balances().items() if k in ("desk.takings", "income.card")}, {"desk.takings": 15, "income.card": 15})
        self.paper("deposit", card, "receipt", "另收工本费", "人民币壹拾伍元整", "不退")
        self.act("deposit", card, "refund", "taker=王小明")
        self.assertEqual(self.balances()["income.card"], 15)
        self.series(*["valid"] * 10)
        self.whole()

    def test_kept_reversed_or_set_against_debts(self):
        kept, wrong, against = [self.held("kind=key", "amount=50") for _ in range(3)]
        self.assertIn("your role may not", self.no("deposit", kept, "keep", "why=x"))
        self.act("deposit", kept, "keep", "why=钥匙丢失", staff="cj")
        self.assertIn("your role may not", self.no("deposit", wrong, "reverse", "why=打错"))
        self.act("deposit", wrong, "reverse", "why=打错", staff="ca")
        self.paper("deposit", wrong, "receipt", "作废")
        own = self.held("kind=key", "amount=50", staff="cj")
        self.assertIn("By another person", self.no("deposit", own, "reverse", "why=x", staff="cj"))
        self.new("charge", "unit=A-1203", "kind=repair", "what=tap", "amount=30")
        self.assertIn("Neither more", self.no("deposit", against, "set_off", "part=40", "why=抵维修费", staff="cj"))
        self.act("deposit", against, "set_off", "part=30", "why=抵维修费", staff="cj")
        self.assertEqual((self.state("deposit", against), self.balances()["desk.takings"]), ("held", 80))
        self.assertNotIn("owed", self.balances())
        self.act("deposit", against, "refund", "taker=王小明")
        self.series("valid", "void", "valid", "valid")
        self.whole()

    def test_where_it_lies(self):
        self.assertIn("What the desk takes", self.refused("add", "deposit", "unit=A-1203", "kind=key", "payer=王小明", "amount=50", "lies=cashier"))
        n = self.held("kind=works", "amount=2000", staff="ca")
        self.assertEqual(self.balances(), {"cashier.deposit": 2000, "deposit.works": 2000})
        self.act("deposit", n, "bank", staff="ca")
        self.act("deposit", n, "from_bank", staff="ca")
        desk = self.held("kind=key", "amount=50")
        self.act("deposit", desk, "lodge", staff="ca")
        self.assertEqual(self.balances(), {"cashier.deposit": 2050, "deposit.works": 2000, "deposit.key": 50})
        self.act("deposit", desk, "refund", "taker=王小明", staff="ca")
        self.act("deposit", n, "refund", 'cuts=[{"what": "地砖", "cost": "100"}]', "taker=王小明", staff="ca")
        self.assertEqual(self.balances(), {"cashier.takings": 100, "income.damage": 100})
        self.whole()

    def test_a_month_after_leaving_the_owner_disposes(self):
        self.now = "2026-10-31 10:00"
        n = self.held("kind=utility", "amount=500")
        self.act("deposit", n, "leaves")
        self.now = "2026-11-29 10:00"
        self.assertIn("not a month", self.no("deposit", n, "dispose", "taker=李业主", staff="cj"))
        self.now = "2026-11-30 12:30"
        self.assertTrue(self.on_board(n))
        self.assertIn("your role may not", self.no("deposit", n, "dispose", "taker=李业主"))
        self.act("deposit", n, "dispose", "taker=李业主", staff="cj")
        self.assertEqual((self.state("deposit", n), self.balances()), ("disposed", {}))
        self.whole()


class Drawer(Money):
    def count(self, line, *fields, **how):
        return self.new("drawer", "line=" + line, *fields, **how)

    def test_three_lines_never_mixed(self):
        self.new("drawer", "kind=in", "matter=service", "what=代办", "amount=1409.50")
        self.held("kind=key", "amount=100")
        top = self.new("petty_cash", "kind=topup", "amount=300", staff="cj")
        self.act("petty_cash", top, "receive")
        self.assertEqual({k: v for k, v in self.balances().items() if k.startswith("desk.")},
                         {"desk.takings": 1409.5, "desk.deposit": 100, "desk.petty": 300})
        self.paper("drawer", self.newest_of("in"), "receipt", "人民币壹仟肆佰零玖元伍角", "不是发票", "SJ000001")
        self.assertEqual(self.record("drawer", self.count("deposit", "n50=2"))["difference"], "0.00")
        self.assertIn("say why", self.refused("add", "drawer", "line=takings", "n100=14", "n1=9"))
        self.assertIn("Pieces or the total", self.refused("add", "drawer", "line=takings", "n100=14", "total=1409.50"))
        self.assertIn("Pieces or the total", self.refused("add", "drawer", "line=takings"))
        n = self.count("takings", "n100=14", "n1=9", "why=少五角")
        r = self.record("drawer", n)
        self.assertEqual((r["counted"], r["expected"], r["difference"]), ("1,409.00".replace(",", ""), "1409.50", "-0.50"))
        self.count("petty", "total=301", "why=多一元")
        self.assertEqual(self.balances(), {"desk.takings": 1409, "income.service": 1409.5, "desk.deposit": 100, "deposit.key": 100,
                                           "desk.petty": 301, "office": 300, "short": -0.5})
        self.assertIn("petty cash stays", self.refused("add", "drawer", "kind=to_cashier", "line=petty"))
        self.assertIn("stays as it was", self.refused("edit", "drawer", n, "why=x"))
        self.act("drawer", n, "reverse", "why=数错", staff="cj")
        self.assertEqual(self.balances()["desk.takings"], 1409.5)
        self.whole()

    def newest_of(self, kind):
        return self.sql(f"select number from drawer where kind = '{kind}' order by id desc limit 1")[0][0][0]

    def test_deposits_that_are_missing_are_made_good_before_they_go(self):
        self.held("kind=key", "amount=100")
        self.count("deposit", "n50=1", "n20=2", "why=少十元")
        self.assertEqual(self.balances(), {"desk.deposit": 90, "missing.deposit": 10, "deposit.key": 100})
        self.assertIn("10.00", self.no("drawer", self.waits("deposit"), "hand"))
        self.count("deposit", "n50=2", "why=前台补齐")
        self.away()
        self.assertEqual(self.balances(), {"cashier.deposit": 100, "deposit.key": 100})
        self.whole()

    def test_deposits_go_before_the_cashier_closes_and_come_back(self):
        self.held("kind=key", "amount=100")
        self.held("kind=umbrella")
        n = self.waits("deposit")
        self.assertEqual(self.due(n, "hand"), "2026-09-30 17:00")
        self.now = "2026-09-30 16:40"
        self.act("drawer", n, "hand")
        r = self.record("drawer", n)
        self.assertEqual((r["amount"], r["slips"], r["going_by"]), ("120.00", 2, "lm"))
        self.paper("drawer", n, "handing", "押金", "人民币壹佰贰拾元整", "交款人 李敏")
        self.assertEqual(self.balances()["transit.deposit"], 120)
        self.assertIn("your role may not", self.no("drawer", n, "sign"))
        self.act("drawer", n, "not_taken", "returned_why=点得110", staff="ca")
        self.assertEqual((self.balances()["desk.deposit"], self.waits("deposit")), (120, n))
        self.act("drawer", n, "hand")
        self.act("drawer", n, "sign", staff="ca")
        self.assertEqual(self.balances()["cashier.deposit"], 120)
        self.assertEqual(self.due(n, "fetch"), "2026-10-08 08:30")
        self.now = "2026-09-30 17:20"  # after that hour it stays in the drawer
        self.held("kind=umbrella")
        evening = self.waits("deposit")
        self.assertEqual(self.due(evening, "hand"), "2026-10-08 17:00")
        self.assertIn("has closed", self.no("drawer", evening, "hand"))
        self.now = "2026-10-08 08:35"
        self.assertTrue(self.on_board(n))
        self.act("drawer", n, "fetch")
        self.assertEqual((self.balances()["desk.deposit"], self.waits("deposit")), (140, evening))
        self.paper("drawer", n, "handing", "取回时间", "2026-10-08")
        self.act("drawer", evening, "hand")
        self.act("drawer", evening, "sign", staff="ca")
        self.act("drawer", evening, "fetch")
        self.assertIsNotNone(self.waits("deposit"))
        self.whole()

    def test_the_hour_is_the_houses(self):
        self.ok("setting", "set", "cashier_closes", "16:00", staff="cj")
        self.held("kind=umbrella")
        self.assertEqual(self.due(self.waits("deposit"), "hand"), "2026-09-30 16:00")
        self.now = "2026-09-30 16:00"
        self.assertIn("has closed", self.no("drawer", self.waits("deposit"), "hand"))

    def test_takings_go_the_same_day(self):
        self.new("drawer", "kind=in", "matter=post", "what=快件", "amount=15")
        self.new("drawer", "kind=in", "matter=laundry", "what=洗衣", "amount=25")
        n = self.waits("takings")
        self.assertIn("Slips", self.no("drawer", n, "hand"))
        self.act("drawer", n, "hand", "slips=2")
        self.assertEqual(self.balances(), {"transit.takings": 40, "passed.post": 15, "passed.laundry": 25})
        self.act("drawer", n, "sign", staff="ca")
        self.assertEqual((self.state("drawer", n), self.balances()["cashier.takings"]), ("signed", 40))
        self.assertIsNone(self.waits("takings"))
        self.assertIn("not possible", self.no("drawer", n, "fetch"))
        gone = self.sql("select number from drawer where what = '快件'")[0][0][0]
        self.assertIn("cannot be taken", self.no("drawer", gone, "reverse", "why=x", staff="cj"))
        self.whole()

    def test_a_stand_ins_takings_are_locked_up_and_counted_over(self):
        self.now = "2026-09-30 19:30"
        n = self.new("drawer", "kind=in", "matter=ticket", "what=电影票2张", "amount=80", staff="l2")
        self.assertEqual((self.state("drawer", n), self.record("drawer", n)["clerk"]), ("locked", "l2"))
        waits = self.waits("takings")
        self.assertEqual(self.due(waits, "hand"), "2026-10-08 08:30")
        self.now = "2026-10-08 08:40"
        self.assertIn("Not counted over", self.no("drawer", waits, "hand", "slips=1"))
        self.assertIn("takes over", self.no("drawer", n, "count_over", "counted_over=80", staff="l2"))
        self.assertIn("Why", self.no("drawer", n, "count_over", "counted_over=70"))
        self.act("drawer", n, "count_over", "counted_over=70", "why=少一张十元")
        self.assertEqual(self.balances(), {"desk.takings": 70, "short": 10, "passed.ticket": 80})
        self.act("drawer", waits, "hand", "slips=1")
        self.assertEqual(self.record("drawer", waits)["amount"], "70.00")
        self.whole()

    def test_a_deposit_is_not_given_back_while_it_is_with_the_cashier(self):
        n = self.held("kind=key", "amount=50")
        self.away()
        self.assertIn("fetch them back first", self.no("deposit", n, "refund", "taker=王小明"))
        evening = self.held("kind=umbrella")  # what came in since is there
        self.act("deposit", evening, "refund", "taker=王小明")

    def test_nothing_is_there(self):
        n = self.held("kind=umbrella")
        waits = self.waits("deposit")
        self.act("deposit", n, "refund", "taker=王小明")
        self.now = "2026-09-30 18:00"
        self.assertIn("nothing to hand over", self.act("drawer", waits, "hand"))
        self.assertEqual(self.state("drawer", waits), "empty")
        self.whole()

    def test_a_second_desk(self):
        """A house with two lobbies: accounts, a choice more in three forms."""
        self.write("accounts.yaml", """accounts:
  - {name: north.petty, label: {zh: 北门备用金, en: North petty cash}, type: asset, floor: whole}
  - {name: north.takings, label: {zh: 北门收款, en: North takings}, type: asset, floor: whole}
  - {name: north.deposit, label: {zh: 北门押金, en: North deposits}, type: asset, floor: whole}
agree: [{name: deposits, label: {zh: 押金, en: Deposits}, accounts: [desk.deposit, north.deposit, transit.deposit, cashier.deposit, bank.deposit, missing.deposit, deposit]}]
""")
        north = "choices: [{name: north, zh: 北门, en: North}]"
        for register, fields in (("drawer", ["drawer"]), ("petty_cash", ["drawer"]), ("deposit", ["lies", "lay"])):
            self.write(f"{register}.yaml", f"extends: {register}\nfields: [" + ", ".join(f"{{name: {f}, {north}}}" for f in fields) + "]\n")
        self.forms += ":" + self.dir
        self.assertEqual(self.run_it("check", staff=None)[2], "")
        self.ok("setting", "set", "drawer.desks", "2", staff="cj")
        n = self.held("kind=key", "amount=100", "lies=north")
        self.held("kind=key", "amount=30")
        self.assertEqual(self.balances(), {"north.deposit": 100, "desk.deposit": 30, "deposit.key": 130})
        waits = [r[0] for r in self.sql("select drawer from drawer where state = 'waits' order by id")[0]]
        self.assertEqual(waits, ["north", "desk"])
        self.new("drawer", "drawer=north", "line=deposit", "n100=1", staff="l2")
        self.assertEqual(self.record("drawer", self.new("drawer", "kind=in", "matter=post", "what=快件", "amount=5", staff="l2"))["drawer"], "north")
        self.act("deposit", n, "refund", "taker=王小明")
        self.assertEqual(self.balances()["desk.deposit"], 30)
        self.whole()


FORM = """register: sums
title: {zh: 金额, en: Sums}
fields:
  - name: rows
    type: items
    label: {zh: 行, en: Rows}
    fields: [{name: fen, type: money, zh: 金额, en: Sum}, {name: said, zh: 大写, en: Capitals, compute: "capitals(fen)"}]
"""


def section(n):
    """Four figures: what is in front of them is the caller's."""
    out, gap = "", False
    for place, unit in ((1000, "仟"), (100, "佰"), (10, "拾"), (1, "")):
        digit = n // place % 10
        if digit:
            out += ("零" if gap and out else "") + "零壹贰叁肆伍陆柒捌玖"[digit] + unit
        gap = not digit if digit == 0 or out else gap
    return out


def capitals(fen):
    """支付结算办法, annex 1: zeros between figures are one 零, 零 before jiao or fen where figures are missing, 整 behind yuan."""
    yuan, jiao, cent = fen // 100, fen // 10 % 10, fen % 10
    out, low = "", False
    for unit, part in (("亿", yuan // 10 ** 8), ("万", yuan // 10 ** 4 % 10 ** 4), ("", yuan % 10 ** 4)):
        if part:
            out += ("零" if out and (low or part < 1000) else "") + section(part) + unit
        low = bool(out) and not part
    out = out + "元" if yuan else ""
    if jiao:
        out += ("零" if yuan and yuan % 10 == 0 else "") + "零壹贰叁肆伍陆柒捌玖"[jiao] + "角"
    if cent:
        out += ("零" if yuan and not jiao else "") + "零壹贰叁肆伍陆柒捌玖"[cent] + "分"
    return "人民币" + (out or "零元") + ("" if jiao or cent else "整")


class Capitals(Money):
    def test_amounts_in_capitals(self):
        """U6, the vectors of the rule and 500 amounts (CAPITALS=20: 10,000) beside a second writer."""
        vectors = {140950: "壹仟肆佰零玖元伍角", 600714: "陆仟零柒元壹角肆分", 168032: "壹仟陆佰捌拾元零叁角贰分",
                   10700053: "壹拾万柒仟元零伍角叁分", 1640902: "壹万陆仟肆佰零玖元零贰分", 32504: "叁佰贰拾伍元零肆分", 10000: "壹佰元整"}
        self.write("sums.yaml", FORM)
        self.forms += ":" + self.dir
        seen, dice = dict.fromkeys(vectors), random.Random(7)
        for _ in range(int(os.environ.get("CAPITALS", "1"))):
            some = [dice.randrange(10 ** dice.randint(4, 12)) for _ in range(500 - len(vectors))] + list(vectors)
            n = self.new("sums", "rows=" + json.dumps([{"fen": f"{fen // 100}.{fen % 100:02}"} for fen in some]))
            for fen, row in zip(some, self.record("sums", n)["rows"], strict=True):
                seen[fen] = row[1]
        self.assertEqual([(fen, said, capitals(fen)) for fen, said in seen.items() if said != capitals(fen)], [])
        self.assertEqual({fen: said for fen, said in seen.items() if fen in vectors}, {fen: "人民币" + said for fen, said in vectors.items()})


if __name__ == "__main__":
    main()
