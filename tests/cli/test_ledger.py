"""Money: the fifteen cases that must be sayable, each a form of ledger_forms played to the end, and what is refused."""
import json
import os
import shutil
import sqlite3
import subprocess

from desk import SOURCE, Desk, main

FORMS = os.path.join(SOURCE, "tests", "cli", "ledger_forms")
RULES = ["journal", "amounts", "days", "balances", "open", "mirrored", "reversed", "whole", "allocations", "freed", "standing",
         "keys", "receipts", "voids", "accounts", "floor", "agree", "settled"]


def fen(shown):
    return round(100 * float(shown.replace(",", "")))

SPARSE = int(os.environ.get("SPARSE", "1"))


class Ledger(Desk):
    def make(self):
        super().make()
        self.forms = os.path.join(SOURCE, "forms") + ":" + FORMS
        self.staff = "cj"
        for unit in ("A-0801", "A-1203"):
            self.add_unit(unit)

    def new(self, register, *fields):
        return self.ok("add", register, *fields).strip().splitlines()[-1]

    def act(self, register, number, action, *fields):
        return self.ok("act", register, number, action, *fields)

    def no(self, register, number, action, *fields):
        return self.refused("act", register, number, action, *fields)

    def balances(self, *more):
        rows = self.json("ledger", "accounts", *more)["accounts"]
        return {r["account"]: fen(r["balance"]) for r in rows if fen(r["balance"])}

    def owes(self, unit="A-0801"):
        return fen(self.json("ledger", "list", "--unit", unit)["owes"])

    def check(self):
        lines = self.ok("ledger", "check").splitlines()
        self.assertEqual([line.split()[0] for line in lines], RULES)
        self.assertEqual({line.split(None, 1)[1] for line in lines}, {"ok"}, lines)

    def stands(self, **accounts):
        self.assertEqual(self.balances(), {k.replace("_", "."): v for k, v in accounts.items()})
        self.check()


class Cases(Ledger):
    def test_01_an_umbrella_to_the_cashier_overnight_back_and_kept(self):
        first, second = self.new("umbrella", "unit=A-0801"), self.new("umbrella", "unit=A-0801")
        walk = self.new("walk", "amount=40")
        self.stands(transit_deposit=4000, deposit_umbrella=4000)
        self.act("walk", walk, "receive")
        err = self.no("umbrella", first, "refund")
        self.assertIn("Deposits at the desk: there are 0.00; 20.00 cannot be taken", err)
        self.act("walk", walk, "fetch")
        self.act("umbrella", first, "refund")
        self.act("umbrella", second, "keep")
        self.stands(desk_takings=2000, income_kept=2000)
        err = self.no("umbrella", first, "refund")  # a deposit is given back once
        self.assertIn(f"({first}): there are 0.00; 20.00 cannot be taken", err)
        self.check()

    def test_02_two_thousand_less_three_hundred(self):
        n = self.new("held", "unit=A-0801", "kind=works", "amount=2000",
                     'cuts=[{"why": "wall", "cost": "250"}, {"why": "lamp", "cost": "50"}, {"why": "none", "cost": "0"}]')
        self.stands(desk_deposit=200000, deposit_works=200000)
        self.assertIn("cannot be taken", self.no("held", n, "give", "given_back=1700.01"))
        self.stands(desk_deposit=200000, deposit_works=200000)
        self.act("held", n, "give", "given_back=1700")
        self.stands(desk_takings=30000, income_damage=30000)
        self.assertEqual(self.json("ledger", "receipts")["receipts"][0]["number"], "SJ000001")

    def test_03_petty_cash_sixty_of_which_ten_came_ahead(self):
        self.act("petty", self.new("petty", "amount=200"), "top_up")
        n = self.new("petty", "unit=A-0801", "amount=60", "ahead=10")
        self.stands(desk_petty=21000, office=20000, advance=1000)
        self.act("petty", n, "spend")
        self.stands(desk_petty=15000, office=20000, spent=5000)
        self.act("petty", n, "settle")
        self.stands(desk_petty=20000, office=20000)

    def test_04_a_top_up_and_no_more_than_there_is(self):
        n = self.new("petty", "amount=200")
        self.act("petty", n, "top_up")
        self.act("petty", n, "spend")
        self.assertIn("Petty cash at the desk: there are 0.00; 200.00 cannot be taken", self.no("petty", n, "spend"))
        self.stands(office=20000, spent=20000)

    def test_05_to_08_a_charge_paid_over_its_late_fee_a_waiver(self):
        fee = self.new("fee", "unit=A-0801", "amount=100", "due_on=2026-11-05", "period=2026-11")
        self.assertEqual(self.owes(), 10000)
        self.act("fee", fee, "late", "late=5")
        self.act("fee", fee, "waive", "waived=2")
        self.assertEqual(self.owes(), 10300)
        self.new("payment", "unit=A-0801", "amount=150")
        self.assertEqual(self.owes(), 0)
        self.stands(cashier_takings=15000, income_fee=10000, income_late=500, waived_late=200, owed=-4700)
        self.new("fee", "unit=A-0801", "amount=20")  # the credit is used at once
        self.assertEqual(self.sql("select sum(amount) from alloc")[0], [(200 + 10300 + 2000,)])
        self.check()

    def test_what_of_it_is_overdue(self):
        """owes(unit, day): by the due day, where there is none by the day of the booking; money settles what was due first."""
        n = self.new("fee", "unit=A-0801", "amount=100", "due_on=2026-11-05")
        self.new("fee", "unit=A-0801", "amount=40", "due_on=2026-12-05")
        self.new("fee", "unit=A-0801", "amount=20")

        def overdue(day):
            return fen(self.json("show", "fee", n, now=day + " 10:00")["overdue"])
        self.assertEqual([overdue(day) for day in ("2026-11-21", "2026-11-22", "2026-12-05", "2026-12-06")], [10000, 12000, 12000, 16000])
        self.new("payment", "unit=A-0801", "amount=30")
        self.assertEqual([overdue(day) for day in ("2026-11-21", "2026-12-06")], [7000, 13000])
        self.act("fee", n, "cancel")
        self.assertEqual([overdue(day) for day in ("2026-11-21", "2026-12-06")], [0, 3000])

    def test_09_a_refund_of_what_lies_free_and_no_more(self):
        n = self.new("payment", "unit=A-0801", "amount=50")
        self.new("fee", "unit=A-0801", "amount=30")
        self.assertIn("There is less to give back", self.no("payment", n, "refund", "amount=20.01"))
        self.act("payment", n, "refund", "amount=20")
        self.stands(cashier_takings=3000, income_fee=3000)

    def test_10_a_cheque_banked_and_bounced_with_its_cost(self):
        self.new("fee", "unit=A-0801", "amount=80")
        n = self.new("cheque", "unit=A-0801", "amount=80")
        self.assertEqual(self.owes(), 0)
        self.act("cheque", n, "bank")
        self.stands(bank=8000, income_fee=8000)
        self.act("cheque", n, "bounce", "cost=10")
        self.assertEqual(self.owes(), 9000)
        self.stands(bank=-1000, owed=9000, income_fee=8000)

    def test_11_money_of_the_bank_that_nobody_knew(self):
        self.new("fee", "unit=A-1203", "amount=80")
        n = self.new("payment", "amount=80")
        self.stands(bank=8000, suspense=8000, owed=8000, income_fee=8000)
        self.act("payment", n, "claim", "unit=A-1203")
        self.stands(bank=8000, income_fee=8000)

    def test_12_the_drawer_short_and_found(self):
        self.act("petty", self.new("petty", "amount=200"), "top_up")
        n = self.new("petty", "amount=7.50")
        self.act("petty", n, "short")
        self.stands(desk_petty=19250, office=20000, short=750)
        self.act("petty", n, "found")
        self.stands(desk_petty=20000, office=20000)

    def test_13_a_deposit_set_against_a_debt(self):
        self.new("fee", "unit=A-0801", "amount=90")
        n = self.new("held", "unit=A-0801", "kind=key", "amount=50")
        self.act("held", n, "set_off")
        self.assertEqual(self.owes(), 4000)
        self.stands(desk_takings=5000, owed=4000, income_fee=9000)

    def test_14_a_write_off(self):
        n = self.new("fee", "unit=A-0801", "amount=90")
        self.act("fee", n, "write_off")
        self.assertEqual(self.owes(), 0)
        self.stands(income_fee=9000, loss_debt=9000)

    def test_15_the_figures_of_a_house_that_moves_in(self):
        self.new("opening", 'held=[{"account": "desk.petty", "sum": "300"}, {"account": "desk.deposit", "sum": "20"},'
                 '{"account": "owed", "who": "A-0801", "sum": "410.50"}, {"account": "bank", "sum": "5000"}]',
                 'due_to=[{"account": "deposit.umbrella", "who": "A-0801", "sum": "20"}]')
        self.stands(desk_petty=30000, desk_deposit=2000, owed=41050, bank=500000, deposit_umbrella=2000, opening=571050)
        self.assertIn("There is no account cellar",
                      self.refused("add", "opening", 'held=[{"account": "cellar", "sum": "1"}]'))
        self.assertIn("There is no unit A-9999",
                      self.refused("add", "opening", 'held=[{"account": "owed", "who": "A-9999", "sum": "1"}]'))


class Pages(Ledger):
    """What is shown of an account and of a unit."""

    def make(self):
        super().make()
        for day, amount in (("2026-11-18", 100), ("2026-11-20", 30), ("2026-11-19", 50)):
            self.new("fee", "unit=A-0801", f"amount={amount}", f"day={day}", f"due_on={day}", f"period=p{day[-2:]}")
        self.new("payment", "unit=A-0801", "amount=120", "day=2026-11-20")
        self.undone = self.new("payment", "unit=A-1203", "amount=7")
        self.act("payment", self.undone, "undo")
        self.new("payment", "unit=A-1203", "amount=9")
        self.new("held", "unit=A-0801", "kind=key", "amount=20")
        self.new("held", "unit=A-0801", "kind=works", "amount=300")

    def account(self, *more):
        page = self.json("ledger", "account", *more)
        rows = [r for r in page["entries"] if not r.get("total_row")]
        total = [r for r in page["entries"] if r.get("total_row")]
        self.assertLessEqual(len(total), 1)
        return page, rows, total[0] if total else None

    def test_an_account_with_what_stands_there_after_each(self):
        page, rows, total = self.account("owed")
        self.assertEqual([(r["day"], r["debit"], r["credit"], r["balance"]) for r in rows],
                         [("2026-11-18", "100.00", None, "100.00"), ("2026-11-19", "50.00", None, "150.00"),
                          ("2026-11-20", "30.00", None, "180.00"), ("2026-11-20", None, "120.00", "60.00"),
                          ("2026-11-21", None, "7.00", "53.00"), ("2026-11-21", "7.00", None, "60.00"),
                          ("2026-11-21", None, "9.00", "51.00")])
        self.assertEqual((total["debit"], total["credit"], total["balance"]), ("187.00", "136.00", "51.00"))
        self.assertEqual((page["brought_forward"], page["balance"]), ("0.00", "51.00"))
        self.assertEqual(rows[0]["what"], "Income/Management fee A-0801 p18")
        self.assertRegex(rows[5]["what"], "^undone: Takings at the cashier's A-1203")
        page, rows, total = self.account("owed", "--from", "2026-11-19", "--to", "2026-11-20")
        self.assertEqual((page["brought_forward"], page["balance"], len(rows), total["balance"]), ("100.00", "60.00", 3, "60.00"))
        page, rows, total = self.account("income.fee")  # counted the other way
        self.assertEqual([r["balance"] for r in rows], ["100.00", "150.00", "180.00"])
        page, rows, total = self.account("owed", "--to", "2026-11-17")
        self.assertEqual((rows, total, page["balance"]), ([], None, "0.00"))
        self.assertIn("There is no account cellar", self.refused("ledger", "account", "cellar"))

    def test_many_entries_come_in_pages(self):
        """Of 1,400 on seven days, written past the program: none is lost or twice at a page's end, and each balance is the sum."""
        self.many()
        page, rows, total = self.account("bank", "--from", "2026-10-02")
        want = self.sql("select id, day, iif(debit = 'bank', amount, -amount) from transfer where 'bank' in (debit, credit) order by day, id")[0]
        before = sum(a for _, day, a in want if day < "2026-10-02")
        want = [w for w in want if w[1] >= "2026-10-02"]
        self.assertGreater(len(want), 1000)
        self.assertEqual([(r["id"], r["day"]) for r in rows], [w[:2] for w in want])
        self.assertEqual(fen(page["brought_forward"]), before)
        for row, (_, _, moved) in zip(rows, want):
            before += moved
            self.assertEqual(fen(row["balance"]), before)
        listed = self.json("ledger", "list", "--account", "bank", "--from", "2026-10-02")["transfers"]
        self.assertEqual([(r["id"], r["balance"]) for r in listed], [(r["id"], r["balance"]) for r in rows])

    def many(self):
        rows = ",".join(f"({1000 + i}, {900000 + i}, 0, '2026-10-{1 + i * 7 % 23 % 7:02d}', '{'bank' if i % 3 else 'office'}',"
                        f" '{'office' if i % 3 else 'bank'}', '', '', '', {1 + i % 97}, '', '', '', '', null, '', 'fee', 1, null, null)"
                        for i in range(1, 1401))
        self.sql(f"insert into transfer values {rows}")

    def test_a_unit_with_what_is_open_held_and_paid(self):
        page = self.json("ledger", "unit", "A-0801")
        self.assertEqual((page["unit"], page["owes"], page["credit"]), ("A-0801", "60.00", "0.00"))
        self.assertEqual([(r["what"], r["due"], r["amount"], r["open"]) for r in page["open"]],
                         [("Income/Management fee p19", "2026-11-19", "50.00", "30.00"),
                          ("Income/Management fee p20", "2026-11-20", "30.00", "30.00")])
        self.assertEqual([(r["account"], r["sum"]) for r in page["held"]], [("deposit.key", "20.00"), ("deposit.works", "300.00")])
        self.assertEqual([(r["party"], r["owes"], r["credit"]) for r in page["parties"]], [(None, "60.00", None)])
        self.assertEqual([(r["way"], r["amount"], r["free"]) for r in page["payments"]], [("cashier.takings", "120.00", None)])
        self.assertEqual([r["number"] for r in page["receipts"]], ["SJ000001", "SJ000004", "SJ000005"])
        page = self.json("ledger", "unit", "A-1203")
        self.assertEqual((page["owes"], page["credit"], page["open"], page["held"]), ("0.00", "9.00", [], []))
        self.assertEqual([(r["amount"], r["free"], r["undone"]) for r in page["payments"]], [("7.00", None, True), ("9.00", "9.00", False)])
        self.assertEqual([(r["number"], r["state"]) for r in page["receipts"]], [("SJ000002", "void"), ("SJ000003", None)])
        self.refused("ledger", "unit", "A-9999")

    def test_what_is_open_is_told_by_its_record_too(self):
        self.new("charge", "unit=A-1203", "kind=repair", "what=换水龙头", "amount=120")
        self.assertEqual([r["what"] for r in self.json("ledger", "unit", "A-1203")["open"]], ["Income/Repairs 换水龙头"])

    def test_what_a_unit_has_over_two_parties_is_not_mixed(self):
        n = self.new("charge", "place=hall", "kind=other", "what=x", "amount=5")  # a party without a unit
        page, rows, _ = self.account("owed")
        self.assertEqual(rows[-1]["party"], n)
        self.assertEqual(self.json("ledger", "unit", "A-0801")["owes"], "60.00")

    def test_all_faces(self):
        for command in (("account", "owed"), ("unit", "A-0801")):
            self.assertIn("60.00", self.ok("ledger", *command, "--csv"))
            self.assertIn("60.00", self.ok("ledger", *command))
            self.ok("ledger", *command, "-o", self.path("out.pdf"))
            with open(self.path("out.pdf"), "rb") as f:
                self.assertEqual(f.read(5), b"%PDF-")
            self.assertEqual(self.run_it("ledger", command[0])[0], 2)

    def test_who_may_look(self):
        house = self.path("house")
        os.mkdir(house)
        with open(os.path.join(house, "roles.yaml"), "w", encoding="utf-8") as f:
            f.write("roles:\n  - {name: caretaker, label: {zh: 管理员, en: caretaker}, area: {register: unit, field: caretaker}}\n")
        self.forms += ":" + house
        self.ok("user", "add", "gy", "高远", "caretaker", staff="cj", stdin="1234\n")
        self.ok("edit", "unit", "A-0801", "caretaker=gy")
        self.ok("ledger", "unit", "A-0801", staff="gy")
        for command in (("unit", "A-1203"), ("account", "owed"), ("accounts",), ("receipts",)):
            self.assertIn("our role", self.refused("ledger", *command, staff="gy"))
        with open(os.path.join(house, "accounts.yaml"), "w", encoding="utf-8") as f:
            f.write("view_roles: [supervisor]\n")
        for command in (("account", "owed"), ("unit", "A-0801"), ("accounts",), ("list",), ("receipts",)):
            self.assertIn("may not look at accounts", self.refused("ledger", *command, staff="lm"))
            self.ok("ledger", *command, staff="cj")


class Receipts(Ledger):
    def make(self):
        super().make()
        self.lang = "zh_CN"
        self.charge = self.new("charge", "unit=A-1203", "kind=repair", "what=换水龙头", "amount=1409.50")

    def paper(self, number=None, reg="charge"):
        return self.ok("print", reg, number or self.charge, "--paper", "receipt", "-o", "-")

    def receipts(self):
        return [(r["number"], r["amount"], r["copies"], r["state"]) for r in self.json("ledger", "receipts")["receipts"]]

    def no_paper(self, number=None, reg="charge"):
        return self.refused("print", reg, number or self.charge, "--paper", "receipt", "-o", "-")

    def test_what_stands_on_it(self):
        self.assertIn("还没有收据", self.no_paper())
        self.assertIn("收据 SJ000001", self.act("charge", self.charge, "pay", "way=wechat", "payer=王小明"))
        text = self.paper()
        self.assertEqual(text.count("编号 SJ000001"), 2)
        for word in ("合计（大写）：人民币壹仟肆佰零玖元伍角", "1,409.50", "换水龙头", "微信", "王小明", "收款人 陈静", self.charge,
                     "本收据不是发票", "2026-11-21"):
            self.assertIn(word, text)
        self.assertNotIn("清偿顺序", text)
        self.assertNotIn("作废", text)

    def test_the_order_of_settlement_stands_there_only_when_it_was_recorded(self):
        self.act("charge", self.charge, "pay", "way=cash", "settles=statute")
        self.assertIn("清偿顺序：法定（民法典第560、561条）", self.paper())
        other = self.new("charge", "unit=A-1203", "kind=repair", "what=锁", "amount=10")
        self.assertIn("约定出处", self.no("charge", other, "pay", "way=cash", "settles=contract"))
        self.act("charge", other, "pay", "way=cash", "settles=contract", "clause=租赁合同第5条")
        self.assertIn("清偿顺序：约定（租赁合同第5条）", self.paper(other))

    def test_copies_are_counted_in_the_books_and_a_void_one_keeps_its_number(self):
        self.act("charge", self.charge, "pay", "way=cash")
        self.assertNotIn("副本", self.paper())
        self.assertEqual(self.receipts(), [("SJ000001", "1409.50", None, None)])
        self.assertIn("副本 1", self.paper())
        self.assertIn("副本 2", self.paper())
        self.assertEqual(self.receipts(), [("SJ000001", "1409.50", 2, None)])
        self.assertIn("请收回", self.act("charge", self.charge, "undo_pay", "cancel_reason=错"))
        text = self.paper()
        self.assertIn("SJ000001", text)
        self.assertEqual(text.count("作废"), 2)
        self.act("charge", self.charge, "pay", "way=wechat")  # a receipt of its own, whose first print is the original
        text = self.paper()
        self.assertIn("SJ000002", text)
        self.assertNotIn("副本", text)
        self.assertNotIn("作废", text)
        self.assertEqual(self.receipts(), [("SJ000001", "1409.50", 3, "void"), ("SJ000002", "1409.50", None, None)])
        self.check()
        self.ok("verify")
        self.ok("verify", "--rebuild", self.path("new.db"))
        self.assertEqual(self.sql("select * from receipt"), self.sql("select * from receipt", db=self.path("new.db")))
        self.assertEqual(len(self.sql("select * from receipt")[0]), 6)

    def test_a_number_that_was_typed_is_no_receipt(self):
        self.act("charge", self.charge, "pay", "way=cash")
        other = self.new("charge", "unit=A-1203", "kind=repair", "what=锁", "amount=10")
        for number in ("SJ000001", "SJ000009", "SJ", "SJ99999999999999999999", "x"):
            self.sql(f"update charge set receipt_no = '{number}' where number = '{other}'")
            self.assertIn("不是", self.no_paper(other))
        self.assertEqual(self.sql("select count(*) from journal where action = 'print'")[0], [(0,)])

    def test_a_paper_names_the_field_that_an_action_fills(self):
        with open(os.path.join(FORMS, "held.yaml"), encoding="utf-8") as f:
            text = f.read()
        self.assertIn("    receipt: receipt_no\n", text)
        for field, said in (("unit", "没有哪个操作"), ("receipt_mo", "receipt_no")):
            code, out, err = self.run_it("check", self.write("held.yaml", text.replace("    receipt: receipt_no\n", f"    receipt: {field}\n")))
            self.assertEqual(code, 1)
            self.assertIn(said, out + err)
            self.assertIn("^", out + err)

    def test_the_receipt_of_a_deposit(self):
        n = self.new("held", "unit=A-0801", "kind=works", "amount=2000", 'cuts=[{"why": "墙", "cost": "300"}]')
        text = self.paper(n, "held")
        for word in ("押金收据", "SJ000001", "人民币贰仟元整", "不计息", "本收据不是发票", "墙"):
            self.assertIn(word, text)
        self.assertNotIn("退还金额", text)
        self.act("held", n, "give", "given_back=1700")
        self.assertRegex(self.paper(n, "held"), "退还金额 *1,700.00")
        self.assertEqual(self.receipts()[0][:3], ("SJ000001", "2000.00", 1))


class Rules(Ledger):
    def test_what_is_refused_leaves_nothing(self):
        n = self.new("fee", "unit=A-0801", "amount=10", "period=2026-11")
        before = self.sql("select count(*) from journal where reg in ('fee', 'transfer')", "select count(*) from fee")
        self.assertIn("was booked already", self.refused("add", "fee", "unit=A-0801", "amount=10", "period=2026-11"))
        self.assertIn("an amount is not below 0", self.refused("add", "fee", "unit=A-0801", "amount=-1"))
        self.assertIn("has not come yet", self.refused("add", "fee", "unit=A-0801", "amount=1", "day=2026-11-22"))
        after = self.sql("select count(*) from journal where reg in ('fee', 'transfer')", "select count(*) from fee")
        self.assertEqual(before, after)
        self.new("fee", "unit=A-0801", "amount=0")  # nothing is booked
        self.assertEqual(self.sql("select count(*) from transfer")[0], [(1,)])
        self.act("fee", n, "cancel")
        self.act("fee", n, "cancel")  # nothing is left to be undone
        self.stands()
        self.new("fee", "unit=A-1203", "amount=10", "period=2026-11")

    def test_more_than_can_be_counted(self):
        for _ in range(2):
            self.new("fee", "unit=A-0801", "amount=999999999999")
        self.sql("drop trigger transfer_append_only")
        self.sql("insert into transfer values(1000, 0, 0, '2026-11-20', 'owed', 'opening', '', '', '', 9223172036854775800,"
                 " '', '', '', '', null, '', 'fee', 1, null, null)")
        self.assertIn("more than can be counted", self.refused("add", "fee", "unit=A-0801", "amount=999999999999"))

    def test_an_event_is_undone_whole_and_once(self):
        n = self.new("held", "unit=A-0801", "kind=works", "amount=100", 'cuts=[{"why": "x", "cost": "30"}]')
        self.act("held", n, "give", "given_back=70")
        self.act("held", n, "undo")
        self.stands(desk_deposit=10000, deposit_works=10000)
        rows = self.sql("select id, reverses from transfer where event = (select max(event) from transfer) order by id")[0]
        self.assertEqual([r for _, r in rows], [4, 3, 2])
        self.act("held", n, "undo")
        self.stands()
        self.assertEqual(self.json("ledger", "receipts")["receipts"][0]["state"], "void")
        self.new("held", "unit=A-0801", "kind=key", "amount=10")
        self.assertEqual(self.json("ledger", "receipts")["receipts"][1]["number"], "SJ000002")
        self.check()

    def test_what_is_undone_first_is_not_in_the_amounts_booked_behind_it(self):
        self.new("fee", "unit=A-0801", "amount=100")
        n = self.new("fee", "unit=A-0801", "amount=50")
        self.act("fee", n, "again")  # books owes(unit)
        self.stands(owed=20000, income_fee=20000)

    def test_a_payment_goes_to_what_was_due_first_but_for_what_is_named(self):
        for period, due in (("2026-10", "2026-11-05"), ("2026-09", "2026-10-05"), ("2026-11", "2026-12-05")):
            self.new("fee", "unit=A-0801", "amount=100", f"due_on={due}", f"period={period}")
        self.new("payment", "unit=A-0801", "amount=150")
        paid = "select key, amount - coalesce((select sum(iif(reverses is null, a.amount, -a.amount)) from alloc a where dst = t.id), 0)" \
               " from transfer t where key is not null order by due"
        self.assertEqual(self.sql(paid)[0], [("A-0801 2026-09", 0), ("A-0801 2026-10", 5000), ("A-0801 2026-11", 10000)])
        n = self.new("payment", "unit=A-0801", "amount=100", "pays=A-0801 2026-11")
        self.assertEqual(self.sql(paid)[0], [("A-0801 2026-09", 0), ("A-0801 2026-10", 5000), ("A-0801 2026-11", 0)])
        self.act("payment", n, "undo")
        self.assertEqual(self.sql(paid)[0], [("A-0801 2026-09", 0), ("A-0801 2026-10", 5000), ("A-0801 2026-11", 10000)])
        self.check()

    def test_a_closed_day_and_a_day_before_the_money(self):
        self.new("fee", "unit=A-0801", "amount=100", "day=2026-11-18")
        self.ok("setting", "set", "books_closed", "2026-11-19")
        self.new("fee", "unit=A-0801", "amount=100", "day=2026-11-18")
        self.assertEqual(self.sql("select day from transfer order by id")[0], [("2026-11-18",), ("2026-11-20",)])
        self.new("payment", "unit=A-0801", "amount=120", "day=2026-11-20")
        self.assertEqual(self.sql("select day, amount from alloc")[0], [("2026-11-20", 10000), ("2026-11-20", 2000)])
        self.assertEqual(self.balances("--to", "2026-11-19"), {"owed": 10000, "income.fee": 10000})

    def test_what_people_see_of_a_state_is_worked_out(self):
        n = self.new("held", "unit=A-0801", "kind=works", "amount=100")
        self.assertRegex(self.ok("list", "held"), n + r" .*held")
        self.act("held", n, "part", "given_back=40")
        self.assertRegex(self.ok("list", "held"), n + r" .*part refunded")
        self.assertIn("part refunded", self.ok("show", "held", n))
        self.assertEqual(self.json("show", "held", n)["state"], "held")

    def test_the_charges_of_repairs(self):
        n = self.new("charge", "unit=A-0801", "kind=repair", "what=tap", "amount=120")
        self.stands(owed=12000, income_repair=12000)
        self.act("charge", n, "pay", "way=cash")
        self.stands(cashier_takings=12000, income_repair=12000)
        self.act("charge", n, "undo_pay", "cancel_reason=wrong")
        self.act("charge", n, "cancel", "cancel_reason=wrong")
        self.stands()


    def test_what_credit_has_paid_is_not_taken_again_without_a_word(self):
        self.new("payment", "unit=A-0801", "amount=150")
        whole = self.new("charge", "unit=A-0801", "kind=repair", "what=tap", "amount=120")
        part = self.new("charge", "unit=A-0801", "kind=repair", "what=lock", "amount=80")
        self.assertRegex(self.ok("list", "charge"), whole + r" .*paid by credit")
        self.assertRegex(self.ok("list", "charge"), part + r" .*part paid")
        self.assertEqual(self.json("show", "charge", whole)["state"], "open")
        before = self.balances()
        err = self.no("charge", whole, "pay", "way=cash", "--yes")
        self.assertIn("This charge of 120.00 was paid by credit: nothing is to be taken", err)
        self.assertIn("ahead=SUM", err)
        err = self.no("charge", part, "pay", "way=cash")  # what is left is asked for, with the figures
        self.assertIn("Charged 80.00, paid by credit 30.00, still to be taken 50.00", err)
        self.assertEqual(self.balances(), before)
        self.act("charge", part, "pay", "way=cash", "--yes")
        self.assertEqual(self.balances()["cashier.takings"] - before["cashier.takings"], 5000)
        self.assertEqual(self.owes(), 0)
        self.assertIn("50.00", self.ok("print", "charge", part, "--paper", "receipt", "-o", "-"))
        self.act("charge", part, "undo_pay", "cancel_reason=wrong")
        self.assertEqual(self.balances(), before)
        # as credit, after a word
        self.act("charge", whole, "pay", "way=wechat", "ahead=70", "--yes")
        self.assertEqual(self.balances()["wallet.wechat"], 7000)
        self.assertEqual(self.owes(), 0)  # 50 of it paid the other charge
        self.assertEqual(self.json("ledger", "unit", "A-0801")["credit"], "20.00")
        self.assertIn("Kept as credit: 70.00", self.ok("print", "charge", whole, "--paper", "receipt", "-o", "-"))
        # and one that credit has paid is closed without money
        before = self.balances()
        self.act("charge", part, "credited")
        self.assertEqual(self.json("show", "charge", part)["state"], "paid")
        self.no("charge", part, "undo_pay", "cancel_reason=x")
        self.act("charge", part, "uncredited")
        self.assertEqual(self.balances(), before)
        self.check()

    def test_charges_of_before_come_into_the_books_once(self):
        now, before = self.forms, self.path("before")
        shutil.copytree(os.path.join(SOURCE, "forms"), before)
        with open(os.path.join(before, "charge.yaml"), "r+", encoding="utf-8") as f:
            text = f.read()
            f.seek(0)
            f.write(text.replace("at_save: true,", "at_save: true, when: \"false\","))
        self.forms = before
        old = [self.new("charge", unit, "kind=repair", "what=tap", "amount=120") for unit in ("unit=A-0801", "place=hall")]
        self.forms = now
        self.stands()
        self.assertEqual([r["number"] for r in self.json("list", "charge", "--list", "unbooked")], old)
        self.assertIn("not in the books yet", self.no("charge", old[0], "pay", "way=cash"))
        new = self.new("charge", "unit=A-0801", "kind=repair", "what=lamp", "amount=30")
        compare = ("ledger", "compare", "charge", "--list", "owed")
        code, out, err = self.run_it(*compare, "--csv")
        self.assertEqual(code, 1)
        self.assertIn("do not agree for 2 units", err)
        self.assertEqual(out.splitlines()[-3:], ["A-0801,2,150.00,1,30.00,-120.00", ",1,120.00,,0.00,-120.00", "Total,3,270.00,1,30.00,-240.00"]
                         if out.splitlines()[-3].startswith("A") else
                         [",1,120.00,,0.00,-120.00", "A-0801,2,150.00,1,30.00,-120.00", "Total,3,270.00,1,30.00,-240.00"])
        self.act("charge", new, "cancel", "cancel_reason=x")
        for number in old:
            self.act("charge", number, "book")
            self.no("charge", number, "book")
        self.assertEqual(self.json("list", "charge", "--list", "unbooked"), [])
        units = self.json(*compare)["units"]
        self.assertEqual([(u["unit"], u["records"], u["sum"], u["booked_records"], u["booked"], u["difference"]) for u in units],
                         [(None, 1, "120.00", 1, "120.00", "0.00"), ("A-0801", 1, "120.00", 1, "120.00", "0.00"), ("Total", 2, "240.00", 2, "240.00", "0.00")])
        self.ok(*compare, "-o", self.path("after.pdf"))
        self.sql(f"update charge set amount = amount + 1 where number = '{old[0]}'")
        self.assertEqual(self.run_it(*compare)[0], 1)
        self.sql(f"update charge set amount = amount - 1 where number = '{old[0]}'")
        self.refused("ledger", "compare", "charge", "--list", "nothing")
        self.stands(owed=24000, income_repair=24000)
        for number in old:
            self.act("charge", number, "pay", "way=wechat")
        self.stands(wallet_wechat=24000, income_repair=24000)


class Lobbies(Ledger):
    """Two lobbies, a drawer each."""

    def test_a_drawer_in_each_of_two_lobbies(self):
        till = lambda lobby, line, amount: self.new("till", f"lobby={lobby}", f"line={line}", f"amount={amount}", "unit=A-0801")
        north, south = till("north", "petty", 200), till("south", "petty", 100)
        till("north", "takings", 30)
        key = till("north", "deposit", 50)
        self.stands(north_petty=20000, south_petty=10000, north_takings=3000, north_deposit=5000, office=30000, income_service=3000,
                    deposit_key=5000)
        self.assertIn("same drawer", self.no("till", north, "move", "to_lobby=north"))
        self.act("till", south, "move", "to_lobby=north")
        self.assertIn("Petty cash in the south: there are 0.00; 100.00 cannot be taken", self.no("till", south, "move", "to_lobby=north"))
        self.act("till", key, "move", "to_lobby=south")
        # it lies in the south now: the north has nothing to give back
        self.assertIn("Deposits in the north: there are 0.00; 50.00 cannot be taken", self.no("till", key, "refund"))
        other = till("south", "deposit", 20)
        self.stands(north_petty=30000, north_takings=3000, south_deposit=7000, office=30000, income_service=3000, deposit_key=7000)
        self.act("till", other, "refund")
        self.act("till", north, "count", "counted=295")
        self.stands(north_petty=29500, north_takings=3000, south_deposit=5000, office=30000, income_service=3000, deposit_key=5000,
                    short=500)
        self.act("till", north, "count", "counted=300")
        self.stands(north_petty=30000, north_takings=3000, south_deposit=5000, office=30000, income_service=3000, deposit_key=5000)
        rows = self.json("ledger", "account", "north.petty")["entries"]
        self.assertEqual([r["balance"] for r in rows], ["200.00", "300.00", "295.00", "300.00", "300.00"])


class BadAccounts(Ledger):
    """A mistaken accounts.yaml of the house: each mistake is a sentence with line and caret, and the shipped one stays in use."""

    ACCOUNT = "accounts:\n  - {name: east.petty, label: {zh: 东, en: East}, type: asset%s}\n"
    BAD = [  # text, where, what is said
        (ACCOUNT % ", parent: desk", (2, 63), "unknown key of an account 'parent'"),
        ("accounts:\n" + 2 * "  - {name: a, label: {zh: 北, en: N}, type: asset}\n", (3, 12), "the name 'a' is used twice"),
        ("accounts:\n  - {name: a, label: {zh: 北, en: N}, type: asset, kinds: [{name: x, zh: 1, en: a}, {name: x, zh: 2, en: b}]}\n",
         (2, 91), "the name 'x' is used twice"),
        ("accounts:\n  - {name: a, label: {zh: 北, en: N}, type: asset, kinds: [{zh: 1, en: a}]}\n", (2, 60), "needs the key 'name'"),
        ("accounts:\n  - {name: a, label: {zh: 北, en: N}}\n", (2, 6), "needs the key 'type'"),
        (ACCOUNT % ", floor: hole", (2, None), "unknown floor 'hole'"),
        (ACCOUNT % ", items: maybe", (2, None), "true or false"),
        (ACCOUNT % ", kinds: x", (2, None), "kinds"),
        (ACCOUNT.replace("asset", "assets") % "", (2, 56), "unknown type of account 'assets' (did you mean 'asset'?)"),
        (ACCOUNT.replace("east.petty", "East") % "", (2, 12), "is no name of an account"),
        (ACCOUNT.replace("asset", "income") % ", items: true", (2, None), "'items' goes with the type asset"),
        (ACCOUNT % ", kinds: [{name: x, zh: 1, en: a, secures: [wroks]}]", (2, None), "unknown kind of charge 'wroks' (did you mean 'works'?)"),
        ("accounts: 3\n", (1, 11), "list"),
        ("accounts:\n\t- {name: a}\n", (2, 1), "tab"),
        ("accounts:\n  - {name: a, label: {zh: 北, en: N}, type: asset\n", (3, 1), "closing bracket is missing"),
        ("agree:\n  - {name: d, label: {zh: 北, en: N}, accounts: [desk.deposit, desk.deposits]}\n", (2, None),
         "unknown account 'desk.deposits' (did you mean 'desk.deposit'?)"),
        ("agree:\n" + 2 * "  - {name: d, label: {zh: 北, en: N}, accounts: [desk.deposit]}\n", (3, 12), "the name 'd' is used twice"),
        ("series:\n  - {name: receipt, label: {zh: 收, en: R}, number: SJ}\n", (2, None), "ends in {seq:1} to {seq:9}"),
        ("series:\n" + 2 * "  - {name: r, label: {zh: 收, en: R}, number: 'R{seq:4}'}\n", (3, 12), "the name 'r' is used twice"),
        ("view_roles: [clerk, cleric]\n", (1, None), "unknown role 'cleric' (did you mean 'clerk'?)"),
        ("wiew_roles: [clerk]\n", (1, 1), "unknown key of the accounts 'wiew_roles' (did you mean 'view_roles'?)"),
        ("accounts: []\n# " + "x" * 1048576, None, "more than 1 MB"),
    ]

    def make(self):
        super().make()
        self.house = self.path("house")
        self.forms += ":" + self.house
        self.new_house("")
        self.shipped = self.json("ledger", "accounts")

    def pour(self, files, noted):
        super().pour(files, noted)
        self.house = self.path("house")
        self.forms = os.path.join(SOURCE, "forms") + ":" + FORMS + ":" + self.house

    def new_house(self, text):
        os.makedirs(self.house, exist_ok=True)
        with open(os.path.join(self.house, "accounts.yaml"), "w", encoding="utf-8") as f:
            f.write(text)

    def test_each_mistake_is_told_and_the_shipped_accounts_stay(self):
        for text, where, said in self.BAD:
            with self.subTest(text[:120]):
                self.new_house(text)
                code, out, err = self.run_it("check")
                self.assertEqual(code, 1, out)
                self.assertIn(said, err)
                if where:
                    line = next(x for x in err.splitlines() if said in x)
                    place = f"accounts.yaml:{where[0]}:" + (f"{where[1]}:" if where[1] else "")
                    self.assertIn(place, line)
                    self.assertIn("^", err)
                self.assertEqual(self.json("ledger", "accounts"), self.shipped)
                self.ok("ledger", "check")

    def test_what_is_right_comes_in(self):
        self.new_house(self.ACCOUNT % ", floor: whole")
        accounts = self.json("ledger", "accounts")["accounts"]
        self.assertEqual(accounts[-1]["account"], "east.petty")
        self.assertEqual(accounts[:-1], self.shipped["accounts"])

    def test_a_form_that_names_an_account_that_is_not_there(self):
        with open(os.path.join(FORMS, "walk.yaml"), encoding="utf-8") as f:
            text = f.read()
        self.new_house("")
        with open(os.path.join(self.house, "walk.yaml"), "w", encoding="utf-8") as f:
            f.write(text.replace("transit.deposit", "transit.deposits"))
        err = self.refused("check")
        self.assertIn("unknown account 'transit.deposits' (did you mean 'transit.deposit'?)", err)
        self.assertIn("^", err)
        self.new("walk", "amount=0")  # the one of before stays in use

    def test_a_letter_changed_anywhere_leaves_the_desk_open(self):
        """Sampled mistakes in a copy of the shipped file: either it is read, or told and the shipped one stays in use."""
        with open(os.path.join(SOURCE, "forms", "accounts.yaml"), encoding="utf-8") as f:
            text = f.read()
        told = 0
        for i in range(0, len(text), len(text) // (24 // SPARSE)):
            for letter in ("", "x", "{"):
                self.new_house(text[:i] + letter + text[i + 1:])
                code, out, err = self.run_it("ledger", "accounts", "--json")
                self.assertEqual(code, 0, err)
                accounts = {r["account"] for r in json.loads(out)["accounts"]}
                if "accounts.yaml" in err:
                    told += 1
                    self.assertEqual(accounts, {r["account"] for r in self.shipped["accounts"]})
                self.assertLessEqual({"desk.petty", "owed"}, accounts)
        self.assertGreater(told, 20 // SPARSE)


class Guarded(Ledger):
    """What is changed past the program is seen: by verify, and by ledger check with the name of what is broken."""

    def make(self):
        super().make()
        self.new("fee", "unit=A-0801", "amount=100", "period=1")
        self.new("payment", "unit=A-0801", "amount=130")
        n = self.new("held", "unit=A-1203", "kind=works", "amount=500")
        self.new("held", "unit=A-1203", "kind=key", "amount=20")
        self.act("held", n, "undo")
        self.new("fee", "unit=A-1203", "amount=50", "period=1")
        p = self.new("payment", "unit=A-1203", "amount=50")
        self.act("payment", p, "undo")

    BREACHES = [
        ("update transfer set amount = 9000 where id = 1", "balances"),
        ("update transfer set credit = debit where id = 1", "amounts"),
        ("update transfer set day = '2026-11-31' where id = 1", "days"),
        ("update qt_balance set debit = debit + 1 where account = 'owed'", "balances"),
        ("update alloc set amount = 20000 where id = 1", "open"),
        ("update transfer set amount = 1 where reverses is not null and debit = 'deposit.works'", "mirrored"),
        ("update transfer set unit = 'A-0801' where reverses is not null and debit = 'deposit.works'", "mirrored"),
        ("delete from transfer where reverses is not null and debit = 'owed'", "voids"),
        ("update alloc set src = 1, dst = 2 where id = 1", "allocations"),
        ("update alloc set dst = (select id from transfer where unit = 'A-1203' and debit = 'owed' limit 1) where id = 1", "allocations"),
        ("update alloc set amount = 1 where reverses is not null", "freed"),
        ("delete from alloc where reverses is not null", "standing"),
        ("delete from receipt where no = 2", "receipts"),
        ("delete from receipt where void = 1", "voids"),
        ("update transfer set credit = 'income.other' where credit = 'deposit.key'", "agree"),
        ("update transfer set debit = 'cellar' where id = 1", "accounts"),
        ("delete from alloc where id = 1", "settled"),
        ("insert into transfer select max(id) + 1, event, at, day, 'spent', 'desk.takings', '', '', '', 1, '', '', '', '', null, '', 'fee', 1, null, null from transfer", "floor"),
        # whole and in order by themselves: only the journal knows better
        ("update transfer set day = '2026-11-20' where id = 1", "journal"),
        ("update transfer set unit = iif(unit = 'A-0801', 'A-1203', 'A-0801') where reverses is null", "journal"),
        ("update transfer set party = 'tenant' where id = (select dst from alloc where id = 1)", "allocations"),
        ("delete from receipt where no = (select max(no) from receipt)", "journal"),
        ("update transfer set due = '2026-12-05', period = '2' where id = 1", "journal"),
        ("update transfer set record = 2 where register = 'held' and record = 1", "journal"),
    ]

    def test_each_breach_has_its_name(self):
        clean = self.read_bytes()
        for statement, rule in self.BREACHES[::SPARSE]:  # each takes a sanitizer build two slow starts
            with self.subTest(statement=statement):
                self.write("desk.db", clean)
                with sqlite3.connect(self.db) as c:
                    c.execute("pragma ignore_check_constraints = on")
                    for (name,) in c.execute("select name from sqlite_schema where type = 'trigger' and tbl_name in"
                                             " ('transfer', 'alloc', 'receipt')").fetchall():
                        c.execute(f"drop trigger {name}")
                    self.assertNotEqual(c.execute(statement).rowcount, 0)
                code, out, err = self.run_it("ledger", "check")
                self.assertEqual(code, 1, out + err)
                broken = [line.split()[0] for line in out.splitlines() if not line.endswith(" ok")]
                self.assertIn(rule, broken, out)
                self.assertIn("guard", self.refused("verify"))

    def read_bytes(self):
        with open(self.db, "rb") as f:
            return f.read()

    def test_the_tables_themselves_refuse(self):
        for statement in ("update transfer set amount = 1", "delete from alloc", "update receipt set void = 1",
                          "insert into transfer select 1, event, at, day, debit, credit, unit, party, object, amount, kind, due, period,"
                          " tariff, base, upto, register, record, null, null from transfer where id = 2"):
            with self.assertRaises(sqlite3.DatabaseError, msg=statement):
                self.sql(statement)

    def test_verify_and_a_database_made_of_the_journal(self):
        self.ok("verify")
        self.ok("verify", "--rebuild", self.path("new.db"))
        rows = ("select * from transfer", "select * from alloc", "select * from receipt", "select * from qt_balance")
        self.assertEqual(self.sql(*rows), self.sql(*rows, db=self.path("new.db")))
        self.sql("drop trigger transfer_no_delete")
        self.sql("delete from transfer where id = 1")
        err = self.refused("verify")
        self.assertIn("transfer 1 is missing", err)
        shutil.copy(self.db, self.path("less.db"))
        self.refused("verify", "--rebuild", self.path("again.db"))
        self.assertEqual(self.sql(*rows, db=self.path("new.db")), self.sql(*rows, db=self.path("again.db")))

    def test_hledger_agrees(self):
        if not shutil.which("hledger"):
            self.skipTest("hledger is not installed")
        journal = self.write("out.journal", self.ok("ledger", "export"))
        subprocess.run(["hledger", "-f", journal, "check", "--strict"], check=True, capture_output=True)
        done = subprocess.run(["hledger", "-f", journal, "bal", "--flat", "-N", "-O", "json"], check=True, capture_output=True)
        theirs = {row[0].replace(":", "."): row[3][0]["aquantity"]["decimalMantissa"] // 10 ** (row[3][0]["aquantity"]["decimalPlaces"] - 2)
                  for row in json.loads(done.stdout)[0]}
        credit = {r["account"]: r["type"] in ("liability", "equity", "income") for r in self.json("ledger", "accounts")["accounts"]}
        self.assertEqual(theirs, {k: -v if credit[k] else v for k, v in self.balances().items()})


if __name__ == "__main__":
    main()
