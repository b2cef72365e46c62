"""What lists and figures work out over records: the running balance, the month grid, sums, shares and goals."""
import json
import os
import random
import sqlite3
import subprocess

import openpyxl

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
        self.assertRegex(seat.keys("Alt-s", "water"), r"water +2026-11-20 +out +20\.00 +186\.50")  # sorted by: in front

    def test_mistakes_are_told_at_their_place(self):
        whole = "of: \"case kind when 'in' then amount else -amount end\", as: money"
        for text, instead, told in (
                (whole, "of: amuont", "unknown field 'amuont' (did you mean 'amount'?)"),
                (whole, "of: what", "only stored numbers, money and durations are added up"),
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


class Figures(Views):
    def make(self):
        super().make()
        for amount, kind, pieces in (("200", "in", "2"), ("3.50", "out", ""), ("", "in", "5"), ("20", "out", "1")):
            self.ok("add", "drawer", "what=x", "kind=" + kind, *([f"amount={amount}"] if amount else []), *([f"pieces={pieces}"] if pieces else []), staff="lm")
        self.ok("add", "drawer", "what=y", "kind=in", "amount=1", "closed=7", staff="cj", now="2026-10-05 10:00")
        self.ok("act", "drawer", "D-0002", "cancel")

    def figures(self, *more, **how):
        return json.loads(self.ok("figures", "drawer", *more, "--json", **how))

    def test_sums_of_all_by_value_by_state_and_by_month(self):
        f = self.figures()
        self.assertEqual((f["all"]["total"], f["all"]["sum_amount"], f["all"]["sum_pieces"]), (4, "223.50", 8))
        self.assertEqual({r["name"]: (r["total"], r["sum_amount"], r["sum_pieces"]) for r in f["by_kind"]}, {"in": (2, "200.00", 7), "out": (2, "23.50", 1)})
        self.assertEqual({r["name"]: r["sum_amount"] for r in f["by_state"]}, {"booked": "220.00", "void": "3.50"})
        months = {r["name"]: r["sum_amount"] for r in f["months"]}
        self.assertEqual((months["2026-11"], months["2026-10"], months["2026-09"]), ("223.50", "1.00", "0.00"))
        self.assertEqual(self.figures("2026-10")["all"]["sum_amount"], "1.00")

    def test_a_register_speaks_of_what_it_has(self):
        for face in (("figures", "drawer"), ("print", "drawer", "--figures", "2026-11", "-o", "-")):
            text = self.ok(*face)
            for word in ("entries", "all entries", "Amount", "223.50", "closed", "total"):
                self.assertIn(word, text)
            for word in ("people", "posts", "rework", "done again", "valid", "on time", "late", "not due", "rate", "answered"):
                self.assertNotIn(word, text)
        self.assertRegex(self.ok("figures", "drawer"), r"Void|void +1 .* 3\.50")
        head = self.ok("figures", "drawer", "--csv").splitlines()[0]
        self.assertEqual(head, "Drawer,total,closed,Amount,Pieces")
        self.lang = "zh"
        text = self.ok("figures", "drawer")
        self.assertIn("全部流水", text)
        self.assertIn("笔数", text)
        self.assertNotIn("人数", text)

    def test_every_word_can_be_the_register_s_own(self):
        words = ("records", "all", "closed", "answered", "valid", "people", "posts", "rework")
        said = ", ".join(f"{w}: {{zh: 自{i}, en: OWN{i}}}" for i, w in enumerate(words))
        with open(os.path.join(SOURCE, "tests", "cli", "views_forms", "drawer.yaml"), encoding="utf-8") as f:
            form = f.read()
        os.mkdir(self.path("more"))
        self.write("more/drawer.yaml", form[:form.index("figures:")] + "figures: {by: [kind], answered: saved_at, valid: \"amount > 0\", rework: pieces, people: pieces,\n"
                   f"  posts: pieces, words: {{{said}}}}}\n")
        self.forms += ":" + self.path("more")
        text = self.ok("figures", "drawer")
        self.assertEqual([i for i in range(len(words)) if f"OWN{i}" not in text], [])

    def goals(self, said, *more, **how):
        with open(os.path.join(SOURCE, "tests", "cli", "views_forms", "drawer.yaml"), encoding="utf-8") as f:
            form = f.read()
        os.makedirs(self.path("more"), exist_ok=True)
        self.write("more/drawer.yaml", form.replace("figures: {", "figures: {goals: [" + said + "], "))
        self.forms = self.forms.split(":" + self.path("more"))[0] + ":" + self.path("more")
        return self.figures(*more, **how)["goals"]

    def test_goals_are_shares_met_or_not(self):
        head = "name: g, label: {zh: 目标一, en: Goal one}"
        for said, expected in (('count: "kind = \'in\'", at_least: 50', (2, 4, 500, ">=50", "yes")),
                               ('count: "kind = \'in\'", at_least: 51', (2, 4, 500, ">=51", "no")),
                               ('count: "amount > 1000", of: "kind = \'out\'", at_most: 49', (1, 2, 500, "<=49", "no")),
                               ('count: "amount > 1000", of: "pieces > 99", at_least: 5', (0, 0, None, ">=5", "")),
                               ("whole: \"count_of('unit')\", distinct: what, at_least: 1, at_most: 60", (1, 1, 1000, "1..60", "no")),
                               ('distinct: kind, count: "amount > 10"', (2, 2, 1000, "", ""))):
            g, = self.goals("{" + head + ", " + said + "}")
            self.assertEqual((g["counted"], g["of"], g["share"], g["goal"], g["met"]), expected, said)
        # two of three are 66.7, shown as such, and no 67
        self.ok("act", "drawer", "D-0001", "cancel")
        g, = self.goals("{" + head + ', count: "kind = \'out\'", of: "pieces is null or pieces < 5", at_least: 67}')
        self.assertEqual((g["counted"], g["of"], g["share"], g["met"]), (2, 3, 667, "no"))
        self.assertRegex(self.ok("figures", "drawer"), r"Goal one +2 +3 +66\.7% +at least 67% +not met")

    def test_a_goal_over_a_closed_field_is_not_shown(self):
        said = '{name: g, label: {zh: 目标, en: Goal}, count: "closed > 1", at_least: 1}'
        self.assertEqual([g["met"] for g in self.goals(said, "2026-10", staff="cj")], ["yes"])
        self.assertNotIn("goals", self.figures("2026-10"))

    def test_a_closed_field_has_no_sum(self):
        self.assertEqual(self.figures("2026-10", staff="cj")["all"]["sum_closed"], "7.00")
        self.assertNotIn("sum_closed", self.figures("2026-10")["all"])

    def test_the_screen_and_the_workbook_have_the_sums(self):
        seat = Seat(self.db, self.forms)
        self.addCleanup(seat.leave)
        seat.open("lm", "In the drawer", "--open", "drawer")
        self.assertRegex(seat.keys("# #", "all entries"), r"all entries +4 +1 +223\.50 +8")
        self.ok("figures", "drawer", "-o", self.path("f.xlsx"), staff="cj")
        cells = [[c for c in row if c is not None] for row in openpyxl.load_workbook(self.path("f.xlsx")).worksheets[0].iter_rows(values_only=True)]
        self.assertTrue([row for row in cells if row[:1] == ["all entries"] and 223.5 in row], cells)

    def test_mistakes_are_told_at_their_place(self):
        for instead, told in (("sum: [amuont", "did you mean 'amount'?"), ("sum: [what", "only stored numbers, money and durations"),
                              ("sum: [amount, pieces, closed, amount, pieces", "at most 4 fields")):
            said = self.check("sum: [amount", instead)
            self.assertIn(told, said)
            self.assertIn("^", said)
        self.assertIn("did you mean 'records'?", self.check("words: {records:", "words: {recrods:"))
        goal = "goals: [{name: g, label: {zh: 目标, en: Goal}, %s}], sum: [amount"
        for said, told in (('count: "kind = \'inn\'"', "'inn'"), ('count: "amuont > 1"', "amuont"), ("at_least: 101, count: amount", "from 0 to 100"),
                           ("at_least: 5", "always 100 percent"), ('of: amount, count: amount, whole: "1"', "a share is of one of them"),
                           ("distinct: waht, count: amount", "did you mean 'what'?"), ('whole: "amount"', "amount")):
            self.assertIn(told, self.check("sum: [amount", goal % said), said)


class Month(Views):
    def walk(self, day, which="am", *more, **how):
        given = ([f"round={which}"] if which else []) + ([f"day={day}"] if day else [])
        return self.ok("add", "walk", *given, *more, **how).split()[0]

    def make(self):
        super().make()
        self.add_unit("A-1204")
        for day, which in (("2026-11-01", "am"), ("2026-11-01", "am"), ("2026-11-01", "pm"), ("2026-11-30", "am"), ("2026-12-01", "am"), ("2026-10-31", "pm"),
                           ("2026-11-15", ""), ("", "am")):
            self.walk(day, which)

    def grid(self, name="month", *more, **how):
        data = json.loads(self.ok("list", "walk", "--list", name, *more, "--json", **how))
        return {r["name"]: {k: v for k, v in r.items() if v is not None and k not in ("name", "total_row")} for r in data["rows"]}

    def test_counts_by_row_and_day_with_totals(self):
        self.assertEqual(self.grid(), {"am": {"1": 2, "30": 1, "total": 3}, "pm": {"1": 1, "total": 1}, "": {"1": 3, "15": 1, "30": 1, "total": 5}})
        rows = json.loads(self.ok("list", "walk", "--list", "month", "--json"))["rows"]
        self.assertEqual([r["name"] for r in rows], ["am", "pm", "", ""])
        self.assertEqual((rows[2]["15"], rows[2]["total"]), (1, 1))  # no round given
        self.assertEqual((rows[3]["1"], rows[3]["15"], rows[3]["30"], rows[3]["total"], rows[3]["total_row"]), (3, 1, 1, 5, True))
        self.assertIn("30", rows[0])
        self.assertNotIn("31", rows[0])

    def test_the_month_is_chosen(self):
        self.assertEqual(self.grid("month", "--month", "2026-12")["am"], {"1": 1, "total": 1})
        self.assertEqual(self.grid("month", "--month", "2026-10")["pm"], {"31": 1, "total": 1})
        self.assertEqual(self.grid("month", "--month", "2026-02")["am"], {})  # a choice has its row all the same
        self.assertIn("2026-02", self.ok("print", "walk", "--list", "month", "--month", "2026-02", "-o", "-"))
        for wrong in ("2026", "all", "2026-13", "x"):
            self.assertIn(wrong, self.refused("list", "walk", "--list", "month", "--month", wrong))
        self.assertIn("month grid", self.refused("list", "walk", "--month", "2026-11"))
        self.assertIn("month grid", self.refused("list", "walk", "--list", "month", "--where", "1"))

    def test_what_the_list_leaves_out_is_not_counted(self):
        self.sql("update walk set state = 'void' where day = '2026-11-30'")
        self.assertEqual(self.grid()["am"], {"1": 2, "total": 2})

    def test_sums_by_the_day_of_a_moment(self):
        for unit, began, spent in (("1203", "2026-11-20 23:59", "90m"), ("1203", "2026-11-20 00:00", "30m"), ("1204", "2026-11-21 08:00", "10m"),
                                   ("1204", "2026-11-21 09:00", "")):
            self.walk("", "am", f"unit={unit}", f"began={began}", *([f"spent={spent}"] if spent else []))
        self.assertEqual(self.grid("minutes"), {"A-1203": {"20": 7200, "total": 7200}, "A-1204": {"21": 600, "total": 600},
                                                "": {"20": 7200, "21": 600, "total": 7800}})
        shown = self.ok("list", "walk", "--list", "minutes")
        self.assertRegex(shown, r"A-1203 .*2h.* 2h")

    def test_a_closed_field_closes_the_grid(self):
        self.walk("2026-11-02", "pm", "pay=5", staff="cj")
        self.assertEqual(self.grid("cost", staff="cj")["pm"], {"1": "0.00", "2": "10.00", "total": "10.00"})
        self.assertIn("Cost: your role may not see this", self.refused("list", "walk", "--list", "cost"))
        self.assertNotIn("10.00", self.ok("print", "walk", "--list", "month", "-o", "-"))

    def test_on_paper_in_a_workbook_and_in_bands_where_it_is_too_wide(self):
        text = self.ok("print", "walk", "--list", "month", "-o", "-")
        heads = [line for line in text.splitlines() if line.startswith("Round")]
        self.assertGreater(len(heads), 1)
        self.assertEqual(" ".join(h.replace("Round", "") for h in heads).split(), [str(i) for i in range(1, 31)] + ["Total"])
        self.assertLessEqual(max(map(len, text.splitlines())), 80)
        self.assertEqual(len([line for line in text.splitlines() if line.startswith("Morning")]), len(heads))
        self.ok("print", "walk", "--list", "month", "-o", self.path("month.pdf"))
        info = subprocess.run(["pdfinfo", self.path("month.pdf")], stdout=subprocess.PIPE, check=True).stdout.decode()
        self.assertRegex(info, r"Pages: +1\n")
        self.assertRegex(info, r"Page size: +84[12][.0-9]* x 59[56]")
        pdf = subprocess.run(["pdftotext", "-layout", self.path("month.pdf"), "-"], stdout=subprocess.PIPE, check=True).stdout.decode()
        self.assertRegex(pdf, r"Round +1 +2 +3 .* 30 +Total")
        self.assertRegex(pdf, r"Morning +2 +1 +3")
        self.ok("export", "2026-11", "-o", self.path("m.xlsx"), staff="cj")
        book = openpyxl.load_workbook(self.path("m.xlsx"))
        cells = [[c for c in row if c is not None] for row in book["Month grids"].iter_rows(values_only=True)]
        self.assertIn(["Morning", 2, 1, 3], cells)

    def test_the_screen_turns_months_and_moves_sideways(self):
        seat = Seat(self.db, self.forms)
        self.addCleanup(seat.leave)
        seat.tell("size 80x24")
        seat.open("lm", "All", "--open", "walk")
        text = seat.keys("F6", "2026-11")
        self.assertRegex(text, r"Round +5 .* 21\n")  # today is in sight
        self.assertRegex(text, "Tab shows later days")
        text = seat.keys("Tab", r"30 +Total")
        self.assertRegex(text, r"Round .* 29 +30 +Total")
        self.assertRegex(text, r"Morning .* 1 +3")
        text = seat.keys("Tab", r"Round +1 +2 +3 ")
        self.assertRegex(text, r"Morning +2\n")
        self.assertNotRegex(text, r" 30 +Total")
        self.assertRegex(seat.keys("Left", "2026-10"), r"Evening")
        self.assertRegex(seat.keys("Tab", r"31 +Total"), r"Evening .* 1 +1")
        self.assertRegex(seat.keys("Right Right", "2026-12"), r"Morning +1")
        self.assertIn("Minutes", seat.keys("F6", "Unit"))
        self.assertRegex(seat.keys("F6", "may not"), "Cost: your role may not see this")
        self.assertIn("2026-11-30", seat.keys("F6", "All 8"))

    def test_mistakes_are_told_at_their_place(self):
        whole = "grid: {rows: round, columns: day, cell: count}"
        for instead, told in (("grid: {rows: ruond, columns: day, cell: count}", "did you mean 'round'?"),
                              ("grid: {rows: round, columns: unit, cell: count}", "'unit' is neither a date nor a datetime"),
                              ("grid: {rows: round, columns: day, cell: counts}", "unknown field 'counts'"),
                              ("grid: {rows: round, columns: day, cell: unit}", "only stored numbers"),
                              ("grid: {rows: round, columns: day, cell: {of: \"spent + ped\", as: duration}}", "ped"),
                              ("grid: {rows: round, columns: day}", "a grid needs the key 'cell'"),
                              (whole + ", order: day", "unknown key of a list with a grid 'order'"),
                              (whole + ", where: \"state = 'viod'\"", "key 'where' stands twice")):
            said = self.check(whole, instead, "walk")
            self.assertIn(told, said)
            self.assertIn("^", said)
        self.assertIn("(did you mean 'void'?)", self.check("where: \"state <> 'void'\"", "where: \"state <> 'viod'\"", "walk"))


if __name__ == "__main__":
    main()
