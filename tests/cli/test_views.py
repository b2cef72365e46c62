"""What lists and figures work out over records: the running balance, the month grid, sums, shares and goals."""
import json
import os
import random
import sqlite3
import time

from desk import SOURCE, Desk, main
from seat import Seat

FORMS = os.path.join(SOURCE, "forms") + ":" + os.path.join(SOURCE, "tests", "cli", "views_forms")


class Views(Desk):
    def make(self):
        self.forms = FORMS
        super().make()
        self.add_unit()

    def check(self, text, instead, name="drawer"):
        """What check says of the form with another text in it."""
        with open(os.path.join(SOURCE, "tests", "cli", "views_forms", name + ".yaml"), encoding="utf-8") as f:
            before = f.read()
        self.assertIn(text, before)
        file = self.write(name + ".yaml", before.replace(text, instead))
        code, out, err = self.run_it("check", file)
        self.assertNotEqual(code, 0, out)
        return out + err


class Balance(Views):
    def add(self, what, amount, kind="in", day="2026-11-20", *more):
        given = ([f"day={day}"] if day else []) + ([f"amount={amount}"] if amount else [])
        return self.ok("add", "drawer", "what=" + what, "kind=" + kind, *given, *more).split()[0]

    def some(self):
        return [self.add("float", "200"), self.add("umbrella", "50", "in", "2026-11-21"), self.add("stamp", "3.50", "out", "2026-11-19"),
                self.add("nothing", "", "in", "2026-11-20"), self.add("no day", "10", "in", ""), self.add("water", "20", "out", "2026-11-20")]

    def balances(self, *more, of="balance"):
        return [(r["what"], r[of]) for r in self.json("list", "drawer", "--list", "book" if of == "balance" else "newest", *more)]

    def test_up_to_and_with_the_row_in_the_order_of_the_list(self):
        self.some()
        self.assertEqual(self.balances(), [("no day", "10.00"), ("stamp", "6.50"), ("float", "206.50"), ("nothing", "206.50"),
                                           ("water", "186.50"), ("umbrella", "236.50")])

    def test_newest_first_the_last_balance_stands_on_top(self):
        for pieces in ("3", "-1", "5", ""):
            self.add("p" + pieces, "", "in", "", *([f"pieces={pieces}"] if pieces else []))
        self.assertEqual(self.balances(of="left_"), [("p", 7), ("p5", 7), ("p-1", 2), ("p3", 3)])

    def test_a_filter_narrows_the_rows_and_not_the_sum(self):
        numbers = self.some()
        self.assertEqual(self.balances("--where", "kind = 'out'"), [("stamp", "6.50"), ("water", "186.50")])
        self.assertEqual(self.balances("--text", "umbrella"), [("umbrella", "236.50")])
        self.ok("act", "drawer", numbers[0], "cancel")  # the list's own condition leaves it out
        self.assertEqual(self.balances("--text", "umbrella"), [("umbrella", "36.50")])

    def test_every_face_has_it(self):
        self.some()
        shown = self.ok("list", "drawer", "--list", "book")
        self.assertIn("In the drawer", shown)
        self.assertRegex(shown, r"umbrella.* 236\.50")
        csv = self.ok("list", "drawer", "--list", "book", "--csv").splitlines()
        self.assertTrue(csv[0].endswith(",balance"), csv[0])
        self.assertTrue(csv[-1].endswith(",236.50"), csv[-1])
        paper = self.ok("print", "drawer", "--list", "book", "-o", "-")
        self.assertRegex(paper, r"What +Kind +Amount +In the drawer")
        self.assertRegex(paper, r"umbrella +in +50.00 +236\.50")
        self.assertRegex(paper, r"Total 6 +283\.50")
        self.assertNotIn("balance", self.json("show", "drawer", "D-0001"))
        self.lang = "zh"
        self.assertIn("结存", self.ok("list", "drawer", "--list", "book"))
        self.assertIn("结余", self.ok("list", "drawer", "--list", "newest"))

    def test_the_csv_can_be_read_back(self):
        self.some()
        file = self.write("book.csv", "\n".join(line.split(",", 1)[0] and line for line in self.ok("list", "drawer", "--list", "book", "--csv").splitlines()))
        said = self.ok("import", "drawer", file, "--dry-run", "--migrate", staff="cj")
        self.assertNotIn("balance", said)

    def test_who_may_not_see_a_field_of_it_sees_none(self):
        self.ok("add", "drawer", "what=a", "closed=5", staff="cj")
        self.assertEqual([r["balance"] for r in self.json("list", "drawer", "--list", "inner", staff="cj")], ["10.00"])
        self.assertEqual([r["balance"] for r in self.json("list", "drawer", "--list", "inner")], [None])
        self.assertNotIn("10.00", self.ok("list", "drawer", "--list", "inner"))
        self.assertIn("10.00", self.ok("list", "drawer", "--list", "inner", staff="cj"))

    def fill(self, n):
        """Rows as a year of use leaves them, some days and amounts empty."""
        rnd = random.Random(9)
        with sqlite3.connect(self.db) as c:
            columns = [r[1] for r in c.execute("pragma table_info(drawer)")]
            for i in range(1, n + 1):
                row = dict.fromkeys(columns)
                row.update(id=i, version=1, number=f"D-{i:07}", state="void" if i % 11 == 0 else "booked", saved_at=1760000000 + i, clerk="lm",
                           what=f"w{i}", kind=rnd.choice(["in", "out"]), day=rnd.choice([None] + [f"2026-{m:02}-{d:02}" for m in range(1, 12) for d in range(1, 29)]),
                           amount=rnd.choice([None, 1, 250, 99999, -7]))
                c.execute(f"insert into drawer ({','.join(chr(34) + k + chr(34) for k in row)}) values ({','.join('?' * len(row))})", list(row.values()))
            return c.execute("select what, sum(case kind when 'in' then amount else -amount end) over (order by day, id) from drawer"
                             " where state <> 'void' order by day, id").fetchall()

    def test_many_pages(self):
        """Over more rows than a page has, against the sum that SQLite makes of the whole list."""
        self.add("first", "1")
        self.sql("delete from drawer")
        wanted = [(what, None if sum_ is None else f"{sum_ / 100:.2f}") for what, sum_ in self.fill(3000)]
        got = self.balances()
        self.assertEqual(len(got), len(wanted))
        self.assertEqual([x for x in zip(got, wanted) if x[0][0] != x[1][0] or float(x[0][1]) != float(x[1][1] or 0)], [])
        self.assertEqual(self.balances("--where", "what = 'w2718'")[0][1], dict(wanted)["w2718"])

    def test_the_sum_is_read_from_its_index(self):
        self.add("first", "1")
        plan = self.sql("explain query plan select sum(case kind when 'in' then amount else -amount end) from drawer"
                        " where 1 and (state <> 'void'\n) and (day, id) <= ('2026-06-01', 7)")
        self.assertIn("USING COVERING INDEX drawer:balance_book", str(plan))
        self.ok("verify", staff="cj")

    def test_the_screen_has_it_in_both_orders_and_while_filtering(self):
        self.some()
        seat = Seat(self.db, self.forms)
        self.addCleanup(seat.leave)
        text = seat.open("lm", "In the drawer", "--open", "drawer")
        self.assertRegex(text, r"stamp +out +3\.50 +6\.50")
        self.assertRegex(text, r"umbrella +in +50\.00 +236\.50")
        seat.tell("keys F3")
        seat.tell("type umbrella")
        self.assertRegex(seat.until("236.50"), r"umbrella +in +50\.00 +236\.50")
        seat.keys("Esc", "water")
        self.assertRegex(seat.keys("Alt-s", "water"), r"water +out +20\.00 +186\.50")

    def test_mistakes_are_told_at_their_place(self):
        whole = "of: \"case kind when 'in' then amount else -amount end\", as: money"
        for text, instead, told in (
                (whole, "of: amuont", "unknown field 'amuont' (did you mean 'amount'?)"),
                (whole, "of: what", "only stored numbers, money and durations have a balance"),
                (whole, 'of: "amount * 2"', "'as' says what this expression gives"),
                (whole, "of: amount, as: money", "leave 'as' out"),
                (whole, 'of: "amount + wath", as: money', "wath"),
                (whole, 'of: "amount + sum_of(\'drawer\', \'amount\')", as: money', "stored fields only"),
                (whole, 'of: "case kind when \'inn\' then amount end", as: money', "'inn'"),
                (whole, "of: amount, name: pieces", "the register has a field 'pieces'"),
                (whole, "off: amount", "unknown key of a balance 'off' (did you mean 'of'?)"),
                ("columns: [number, balance, what]", "columns: [number, balanec, what]", "unknown field 'balanec'")):
            said = self.check(text, instead)
            self.assertIn(told, said)
            self.assertIn("^", said)


if __name__ == "__main__":
    main()
