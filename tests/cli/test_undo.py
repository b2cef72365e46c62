"""What was just done is taken back: by new lines, whole or not at all."""
import os
import re

from desk import SOURCE, Desk, main

LEDGER = os.path.join(SOURCE, "tests", "cli", "ledger_forms")


class Undo(Desk):
    def make(self):
        super().make()
        self.add_unit()

    def at(self, minute):
        self.now = f"2026-11-21 09:{minute:02d}"

    def seen(self):
        """What a desk has: records and rows, but for who changed them last; clocks of records; what is found."""
        tables = [t for (t,) in self.sql("select name from sqlite_master where type = 'table'")[0]]
        forms = {"visitor", "message", "unit", "repair", "complaint", "charge"}
        out = {}
        for table in sorted(tables):
            if table.split(".")[0] not in forms:
                continue
            names = [c[1] for c in self.sql(f'pragma table_info("{table}")')[0]]
            names = [n for n in names if n not in ("version", "changed_at", "changed_by")]
            out[table] = self.sql(f'select {", ".join(chr(34) + n + chr(34) for n in names)} from "{table}" order by 1, 2')[0]
        out["due"] = self.sql("select id, reg, clock, record, started, due, warn, stopped, paused, waited, late, behind, wake"
                              " from due where record > 0 order by id")[0]
        out["search"] = self.ok("search", "王小明")
        return out

    def verify(self):
        self.assertIn("in order", self.ok("verify", "--search"))
        copy = self.path("rebuilt.db")
        for end in ("", ".key", ".head"):
            if os.path.exists(copy + end):
                os.remove(copy + end)
        self.ok("verify", "--rebuild", copy)
        for table in self.seen():
            if table != "search":
                where = " where record > 0" if table == "due" else ""
                a, b = (self.sql(f'select * from "{table}"{where} order by 1, 2', db=db)[0] for db in (self.db, copy))
                self.assertEqual(a, b, table)

    def lines(self):
        return self.sql("select seq, hash from journal order by seq")[0]


class Records(Undo):
    def test_an_action_and_its_clocks(self):
        number = self.add_visitor()
        before = self.seen()
        self.at(15)
        self.ok("act", "visitor", number, "admit")
        self.assertNotEqual(self.seen(), before)
        lines = self.lines()
        self.assertIn("王小明, Admit (09:15)", self.ok("undo", "--dry-run"))
        self.assertEqual(self.lines()[:len(lines)], lines)
        self.assertIn(f"Taken back: visitor {number} 王小明, Admit (09:15)", self.ok("undo"))
        self.assertEqual(self.seen(), before)
        self.assertEqual(self.lines()[:len(lines)], lines)
        self.verify()
        self.ok("act", "visitor", number, "admit")
        self.verify()

    def test_the_history_says_so(self):
        number = self.add_visitor()
        self.ok("act", "visitor", number, "admit")
        self.ok("undo")
        said = self.ok("show", "visitor", number, "--history")
        self.assertIn('"state":["inside","waiting"]', said)
        self.assertIn('"caused by":{"undo":[', said)

    def test_several_in_a_row_and_the_first_save_is_void(self):
        empty = self.seen()
        number = self.add_visitor("phone=13800000001", "id_kind=passport", "id_number=E7654321")
        made = self.seen()
        self.ok("edit", "visitor", number, "phone=13800000002", "id_number=E7654399")
        changed = self.seen()
        self.ok("act", "visitor", number, "admit")
        self.ok("undo")
        self.assertEqual(self.seen(), changed)
        self.ok("undo")
        self.assertEqual(self.seen(), made)
        self.assertIn("is void", self.ok("undo"))
        self.assertEqual(self.seen(), empty)
        self.assertIn(f"{number} is void", self.refused("show", "visitor", number))
        self.verify()
        self.assertNotEqual(self.add_visitor(), number)
        self.verify()

    def test_nothing_is_left_then(self):
        self.staff = "cj"
        self.ok("undo")  # the unit
        self.assertIn("nothing to take back", self.refused("undo"))

    def test_a_record_that_followed_is_void_too(self):
        number = self.add_visitor()
        before = self.seen()
        self.assertIn("message", self.ok("act", "visitor", number, "leave_message", "message_text=来过"))
        self.ok("undo")
        self.assertEqual(self.seen(), before)
        self.verify()

    def test_rows_and_secrets_come_back(self):
        number = self.add_visitor("id_kind=passport", "id_number=E7654321")
        self.ok("act", "visitor", number, "no_answer", "--yes")
        before = self.seen()
        self.ok("act", "visitor", number, "admit")
        self.ok("undo")
        self.assertEqual(self.seen(), before)
        self.ok("edit", "visitor", number, "id_number=E1111111")
        self.ok("undo")
        self.assertEqual(self.seen(), before)
        self.verify()

    def test_a_secret_that_was_set_or_cleared(self):
        number = self.add_visitor()
        before = self.seen()
        self.ok("edit", "visitor", number, "id_kind=passport", "id_number=E1111111")
        self.ok("undo")
        self.assertEqual(self.seen(), before)
        self.verify()

    def test_a_change_of_a_unit(self):
        self.staff = "cj"
        before = self.seen()
        self.ok("edit", "unit", "A-1203", "owner=张三")
        self.ok("undo")
        self.assertEqual(self.seen(), before)
        self.verify()

    def test_personal_values_of_what_is_void_stay_until_retention(self):
        number = self.add_visitor("phone=13800000001")
        self.ok("undo")
        kept = "select count(*) from qt_personal p join journal j on j.seq = p.seq where j.reg = 'visitor'"
        self.assertEqual(self.sql(kept)[0], [(1,)])
        self.now = "2027-06-21 09:14"
        self.ok("act", "visitor", self.add_visitor(name="李四"), "admit")
        self.ok("daily", staff=None)
        self.assertLess(self.sql(kept + f" and j.number = '{number}'")[0], [(1,)])
        self.verify()


class Refused(Undo):
    def setUp(self):
        super().setUp()
        self.number = self.add_visitor()
        self.ok("act", "visitor", self.number, "admit")

    def stays(self, why, *args, **more):
        seen, lines = self.seen(), len(self.lines())
        said = self.refused("undo", *args, **more)
        self.assertRegex(said, why)
        self.assertEqual(self.seen(), seen)
        return lines

    def test_ten_minutes_over(self):
        self.at(24)
        self.ok("undo", "--dry-run")
        self.at(25)
        self.stays("more than 10 minutes")
        self.ok("setting", "set", "undo_minutes", "20", staff="cj")
        self.ok("undo")

    def test_somebody_else_went_on(self):
        self.ok("edit", "visitor", self.number, "remarks=等人", staff="cj")
        self.stays(f"{self.number} has gone on since: 陈静, 09:14 changed")

    def test_another_record_names_it(self):
        self.add_unit("B-0101")
        self.add_unit("B-0102")
        self.add_visitor(unit="B-0101")
        self.ok("undo", staff="cj")
        self.stays("B-0101 is named by Visitor log 261121-002: 李敏, 2026-11-21 09:14", staff="cj")

    def test_another_persons_is_not_taken_back(self):
        self.assertIn("A-1203 is named by", self.refused("undo", staff="cj"))

    def test_printed(self):
        self.ok("print", "visitor", self.number, "-o", self.path("x.pdf"))
        self.stays("gone on since: 李敏, 09:14 printed")

    def test_escalated(self):
        self.ok("setting", "set", "undo_minutes", "30", staff="cj")
        number = self.ok("add", "repair", "unit=A-1203", "fault=灯不亮").split()[-1]
        self.at(23)
        self.ok("daily", staff=None)
        self.ok("undo", "--dry-run")
        self.at(24)
        self.ok("daily", staff=None)
        self.stays("Not taken back: it was escalated; others have been told")

    def test_not_permitted_any_more(self):
        self.ok("user", "role", "lm", "supervisor", staff="cj")
        self.ok("add", "unit", "code=B-0101")
        self.ok("user", "role", "lm", "engineer", staff="cj")
        self.stays("Your role may not")
        self.verify()


class Correct(Undo):
    """A supervisor puts a wrong state right, at any time and with a reason."""

    def make(self):
        super().make()
        self.number = self.add_visitor("until=15:00")
        self.ok("act", "visitor", self.number, "admit")
        self.inside = self.seen()["visitor"]
        self.at(20)
        self.ok("act", "visitor", self.number, "sign_out")
        self.at(59)

    def state(self):
        return self.sql("select state, left_at is null, inside_at from visitor")[0][0]

    def running(self):
        return self.sql("select count(*) from due where stopped = 0 and clock = 'overstay'")[0][0][0]

    def test_it_is_inside_again_since_it_came_and_the_clock_runs(self):
        came = self.state()[2]
        self.assertEqual(self.running(), 0)
        self.ok("correct", "visitor", self.number, "inside", "签错了人", staff="cj")
        self.assertEqual(self.state(), ("inside", 1, came))
        self.assertEqual(self.running(), 1)
        self.assertIn("签错了人", self.ok("show", "visitor", self.number, "--history"))
        self.verify()
        self.ok("undo", staff="cj")
        self.assertEqual(self.state()[0], "left")
        self.assertEqual(self.running(), 0)
        self.verify()

    def test_who_may_not_and_what_is_no_correction(self):
        before = self.seen()
        self.assertIn("Your role may not correct a state", self.refused("correct", "visitor", self.number, "inside", "x"))
        self.staff = "cj"
        self.assertIn("Say why", self.refused("correct", "visitor", self.number, "inside", " "))
        self.assertIn("already", self.refused("correct", "visitor", self.number, "left", "x"))
        self.assertIn("There are: waiting expected inside", self.refused("correct", "visitor", self.number, "gone", "x"))
        self.refused("correct", "visitor", "261121-777", "inside", "x")
        self.assertEqual(self.seen(), before)

    def test_the_rules_of_the_form_hold(self):
        number = self.add_visitor("party=2", name="李四")
        self.ok("act", "visitor", number, "admit")
        self.ok("act", "visitor", number, "leave_part", "leaving=2")
        self.assertIn("1 to 2000 people", self.refused("correct", "visitor", number, "inside", "还在", staff="cj"))
        self.verify()


class Money(Undo):
    def make(self):
        super().make()
        self.forms = os.path.join(SOURCE, "forms") + ":" + LEDGER
        self.staff = "cj"

    def balances(self):
        rows = self.json("ledger", "accounts")["accounts"]
        return {r["account"]: r["balance"] for r in rows}

    def check(self):
        self.assertTrue(all(line.endswith(" ok") for line in self.ok("ledger", "check").splitlines()))

    def test_a_charge_is_mirrored(self):
        before = self.balances()
        self.ok("add", "fee", "unit=A-1203", "amount=100", "due_on=2026-12-01", "period=2026-11")
        self.assertNotEqual(self.balances(), before)
        self.ok("undo")
        self.assertEqual({k: v for k, v in self.balances().items() if float(v.replace(",", ""))},
                         {k: v for k, v in before.items() if float(v.replace(",", ""))})
        self.check()
        self.assertIn("in order", self.ok("verify"))

    def test_a_receipt_stands_against_it(self):
        self.ok("add", "fee", "unit=A-1203", "amount=100", "due_on=2026-12-01", "period=2026-11")
        self.ok("add", "payment", "unit=A-1203", "amount=100")
        said = self.refused("undo")
        self.assertRegex(said, "receipt|used")
        self.check()


if __name__ == "__main__":
    main()
