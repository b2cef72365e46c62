"""Rows inside a record: columns that are worked out, required, checked; their totals; what expressions say about them."""
import os
import subprocess

from desk import SOURCE, Desk, main

FORMS = os.path.join(SOURCE, "forms") + ":" + os.path.join(SOURCE, "tests", "cli", "rows_forms")


class Rows(Desk):
    def make(self):
        self.forms = FORMS
        super().make()
        for code in ("A-1203", "A-1204"):
            self.add_unit(code)

    def add(self, goods, *more):
        return self.ok("add", "stored", "unit=1203", "goods=" + goods, *more).strip()

    def told(self, goods):
        return self.refused("add", "stored", "unit=1203", "goods=" + goods)

    def record(self, number):
        return self.json("show", "stored", number)

    def test_defaults_links_and_what_is_worked_out(self):
        number = self.add('[{"what": "chair", "count": 2, "price": "12.50"}, {"what": "desk", "price": "100", "of_unit": "1204"}]', "owner=王小明")
        r = self.record(number)
        self.assertEqual(r["goods"], [["chair", 2, 1250, 2500, "A-1203", "lm"], ["desk", 1, 10000, 10000, "A-1204", "lm"]])
        self.assertEqual((r["pieces"], r["worth"], r["dear"]), (3, "125.00", 1))
        self.assertEqual(r["list_"], "chair 2 12.50 25.00 A-1203 lm; desk 1 100.00 100.00 A-1204 lm")
        self.assertIn("王小明 chair x2; desk x1", self.ok("search", "A-1203"))
        self.assertIn("25.00", self.ok("list", "stored"))

    def test_nothing_computed_is_stored(self):
        self.add('[["chair", 2, 1250, 77, null, null]]')
        rows, lines = self.sql('select * from "stored.goods"', "select data from journal where reg = 'stored'")
        self.assertEqual(rows, [(1, 0, "chair", 2, 1250, None, None)])
        self.assertIn(r'[[\"chair\",2,1250,null,null,null]]', lines[0][0])
        self.ok("verify")

    def test_a_cell_is_refused_with_its_row_and_column(self):
        self.assertIn("Row 2, What: this is needed", self.told('[{"what": "chair"}, {"count": 2}]'))
        self.assertIn("Row 1, Price: this is needed", self.told('[{"what": "ring"}]'))
        self.assertIn("Row 1, Pieces: At least one", self.told('[{"what": "x", "count": 0}]'))
        self.assertIn("Not found", self.told('[{"what": "x", "of_unit": "77"}]'))
        self.assertIn("'sum' is computed", self.told('[{"what": "x", "sum": 3}]'))
        self.assertIn("Twenty pieces at most", self.told('[{"what": "x", "count": 20}, {"what": "y"}]'))
        self.assertIn("At most 500 rows", self.told("[" + ",".join(['["x",1]'] * 501) + "]"))
        self.assertEqual(self.sql("select count(*) from stored"), [[(0,)]])

    def test_a_row_that_was_there_is_let_pass(self):
        number = self.add('[{"what": "chair", "count": 2}]')
        self.sql('update "stored.goods" set what = null')
        self.ok("edit", "stored", number, "owner=王小明")
        self.assertIn("Row 2, What", self.refused("edit", "stored", number, 'goods=[[null, 2, null, null, "A-1203", "lm"], [null, 3]]'))

    def test_totals_stand_below_the_table(self):
        number = self.add('[{"what": "chair", "count": 2, "price": "12.50"}, {"what": "desk", "price": "1,000"}]')
        page = self.ok("print", "stored", number, "-o", "-")
        self.assertRegex(page, r"What +Pieces +Price +Sum +Of unit +By")
        self.assertRegex(page, r"desk +1 +1,000.00 +1,000.00 +A-1203 +李敏")
        self.assertRegex(page, r"Total +3 +1,025.00")

    def test_no_rows(self):
        number = self.add('[{"what": "chair"}]')
        self.sql('delete from "stored.goods"')
        r = self.record(number)
        self.assertEqual((r["goods"], r["pieces"], r["worth"], r["dear"], r["list_"]), (None, 0, "0.00", 0, None))
        self.assertIn("not possible now", self.refused("act", "stored", number, "release"))

    def test_two_hundred_rows(self):
        goods = "[" + ",".join(f'["b{i}", null, 100]' for i in range(200)) + "]"
        self.forms = FORMS + ":" + self.path("more")
        self.more('check: "rows_sum(goods, \'count\') <= 20"\n    message: {zh: 一次最多二十件, en: Twenty pieces at most}', "help: {zh: 多, en: Many}")
        number = self.add(goods)
        page = self.ok("print", "stored", number, "-o", "-")
        self.assertIn("b199", page)
        self.ok("print", "stored", number, "-o", self.path("rows.pdf"))
        text = subprocess.run(["pdftotext", "-layout", self.path("rows.pdf"), "-"], stdout=subprocess.PIPE, check=True).stdout.decode()
        self.assertEqual(text.count("b199"), 2)  # in words, and in the table
        self.assertGreater(text.count("Of unit"), 3)
        self.ok("verify")

    def more(self, text, instead, form="stored"):
        """The form with another text in it."""
        os.makedirs(self.path("more"), exist_ok=True)
        with open(os.path.join(SOURCE, "tests", "cli", "rows_forms", form + ".yaml"), encoding="utf-8") as f:
            before = f.read()
        self.assertIn(text, before)
        self.write(f"more/{form}.yaml", before.replace(text, instead))

    def wrong(self, text, instead, says, form="stored"):
        self.more(text, instead, form)
        err = self.refused("check", self.path(f"more/{form}.yaml"), staff=None)
        self.assertIn(says, err)

    def test_mistakes_are_told_when_the_form_is_read(self):
        self.wrong('compute: "count * price"', 'compute: "cuont * price"', "unknown field 'cuont' (did you mean 'count'?)")
        self.wrong('compute: "count * price"', 'compute: "count * record.untt"', "'record.untt' (did you mean 'unit'?)")
        self.wrong("rows_sum(goods, 'sum')", "rows_sum(goods, 'summ')", "unknown field 'summ' (did you mean 'sum'?)")
        self.wrong("rows_sum(goods, 'sum')", "rows_sum(owner, 'sum')", "takes a field of type items first")
        self.wrong("rows_sum(goods, 'sum')", "rows_sum(goods, owner)", "stands in single quotes")
        self.wrong("'{what} x{count}'", "'{what} x{cout}'", "unknown column 'cout' (did you mean 'count'?)")
        self.wrong("totals: [count, sum]", "totals: [what]", "unknown column with a sum 'what'")
        self.wrong("type: staff", "type: id_card", "id_card cannot stand inside items")

    # ---- append and amend

    def loans(self, code="K1"):
        return self.json("show", "keyring", code)["loans"]

    def key(self, action, *more, **how):
        return self.ok("act", "keyring", "K1", action, *more, **how)

    def test_an_action_adds_a_row_and_changes_the_last_that_fits(self):
        self.ok("add", "keyring", "code=K1")
        self.assertIn("The key is not out", self.refused("act", "keyring", "K1", "give_back"))
        self.assertIn("Ann", self.key("lend", "borrower=Ann"))
        self.assertIn("The key is out", self.refused("act", "keyring", "K1", "lend", "borrower=Bo"))
        self.now = "2026-11-21 10:14"
        self.key("give_back", "remark=by post")
        self.key("lend", "borrower=Al")
        self.now = "2026-11-21 10:44"
        self.key("give_back", "remark=")
        ann, al = self.loans()
        self.assertEqual((ann[0], ann[3], ann[4]), ("Ann", "by post", 3600))
        self.assertEqual((al[0], al[3], al[4]), ("Al", "back", 1800))
        self.key("check_all")
        self.assertEqual([row[3] for row in self.loans()], ["checked Ann", "checked Al"])
        lines = self.sql("select action, data from journal where reg = 'keyring' and record > 0 and action <> 'shell-read' order by seq")[0]
        self.assertEqual([a for a, _ in lines], ["create", "lend", "give_back", "lend", "give_back", "check_all"])
        self.assertIn(r'"loans":[null,"[[\"Ann\",', lines[1][1])
        self.ok("verify")
        self.ok("verify", "--rebuild", self.path("again.db"))
        self.assertEqual(*[self.sql('select * from "keyring.loans" order by parent, pos', db=db)[0] for db in (self.db, self.path("again.db"))])

    def test_a_row_that_an_action_adds_is_checked_too(self):
        self.ok("add", "keyring", "code=K1", 'loans=[{"who": "A", "back": "10:00"}, {"who": "B", "back": "10:00"}]')
        self.assertIn("Loans: Row 3, Who: this is needed", self.refused("act", "keyring", "K1", "blunder"))
        self.key("lend", "borrower=C")
        self.key("give_back")
        self.assertIn("Loans: Three loans at most", self.refused("act", "keyring", "K1", "lend", "borrower=D"))
        self.assertEqual(len(self.loans()), 3)
        self.assertEqual(self.json("show", "keyring", "K1")["borrower"], "C")

    def test_mistakes_in_append_and_amend(self):
        for text, instead, says in (
                ("append: {loans: {who: borrower}}", "append: {loan: {who: borrower}}", "unknown field 'loan' (did you mean 'loans'?)"),
                ("append: {loans: {who: borrower}}", "append: {code: {who: borrower}}", "'code' is no field of type items"),
                ("append: {loans: {who: borrower}}", "append: {loans: {wo: borrower}}", "unknown column 'wo' (did you mean 'who'?)"),
                ("append: {loans: {who: borrower}}", "append: {loans: {took: borrower}}", "unknown column that can be set: 'took'"),
                ("append: {loans: {who: borrower}}", "append: {loans: {who: borower}}", "unknown field 'borower'"),
                ("which: all", "which: each", "unknown choice of rows 'each'"),
                ("where: \"back is null\"", "where: \"bak is null\"", "unknown field 'bak' (did you mean 'back'?)")):
            self.wrong(text, instead, says, "keyring")

    # ---- a new row whose columns are asked

    def call(self, *args):
        return self.ok("act", "caller", "L-001", "call", *args)

    def calls(self):
        return self.json("show", "caller", "L-001")["calls"]

    def test_an_action_asks_for_the_columns_of_a_new_row(self):
        self.ok("add", "caller", "name=Ann")
        self.assertEqual(self.refused("act", "caller", "L-001", "call").splitlines(), ["qiantai: Result (calls.result) is needed: give calls.result=..."])
        self.assertEqual(self.call("calls.result=later").splitlines(), ["phone: later at 11-21 09:14"])
        self.now = "2026-11-21 09:20"
        self.call("calls.result=Monday", "calls.again=2026-11-23", "calls.way=电话")
        self.assertEqual(self.calls(), [[1795223640, "phone", "later", None, None, "lm", "phone: later"],
                                        [1795224000, "phone", "Monday", "2026-11-23", None, "lm", "phone: Monday"]])
        r = self.json("show", "caller", "L-001")
        self.assertEqual((r["last"], r["state"]), ("Monday", "open_"))
        self.call("calls.result=settled")
        self.assertEqual(self.json("show", "caller", "L-001")["state"], "done")
        self.assertNotIn("calls.result", self.ok("show", "caller", "L-001", "--json") + self.ok("list", "caller", "--csv"))
        self.ok("verify")
        self.ok("verify", "--rebuild", self.path("again.db"))
        self.assertEqual(*[self.sql('select * from "caller.calls" order by pos', db=db)[0] for db in (self.db, self.path("again.db"))])

    def test_what_is_wrong_with_it_is_told_at_its_column(self):
        self.ok("add", "caller", "name=Ann")
        for args, says in ((["calls.result=" + "x" * 21], "Result (calls.result): Too long: at most 20 characters"),
                           (["calls.result=x", "calls.again=2026-11-21"], "Again (calls.again): After today"),
                           (["calls.result=x", "calls.way=fax"], "(calls.way)"), (["calls.result=x", "calls.whom=Z-9"], "(calls.whom)"),
                           (["calls.result=x", "calls.way=visit", "--yes"], "Unit (calls.whom) is needed: give calls.whom=..."),
                           (["calls.result=nothing"], "Say what came of it"), (["calls.reslt=x"], "no field 'calls.reslt'")):
            self.assertIn(says, self.refused("act", "caller", "L-001", "call", *args))
        self.assertIn("'calls.result' is filled in by actions", self.refused("add", "caller", "name=Bo", "calls.result=x"))
        self.assertIn("'calls.result' is filled in by actions", self.refused("edit", "caller", "L-001", "calls.result=x"))
        self.assertEqual(self.calls(), None)

    def test_what_follows_sees_the_row(self):
        self.ok("add", "caller", "name=Ann")
        self.assertIn("Visit A-1204", self.refused("act", "caller", "L-001", "call", "calls.result=dripping", "calls.way=visit", "calls.whom=1204"))
        said = self.call("calls.result=twice", "calls.way=visit", "calls.whom=1204", "remark=bring a ladder", "--yes")
        self.assertEqual(said.splitlines()[0], "visit: twice at 11-21 09:14")
        self.assertEqual(self.tickets("place", "fault"), [("A-1204", "visit: twice for Ann"), ("lm", None)])
        self.assertEqual(self.sql('select what from "ticket.steps"')[0], [("twice",)])
        self.assertEqual(self.json("show", "caller", "L-001")["remark"], "bring a ladder")
        self.call("calls.result=later")  # nothing of the former row is left
        self.assertEqual(self.calls()[1], [1795223640, "phone", "later", None, None, "lm", "phone: later"])
        self.assertEqual(self.tickets("place")[2:], [("lm",)])  # what goes through the rows finds that of before

    def test_the_least_and_the_largest_of_rows(self):
        self.ok("add", "caller", "name=Ann")
        self.assertEqual([self.json("show", "caller", "L-001")[k] for k in ("first_", "longest")], [None, None])
        for result, again in (("b", "2026-11-30"), ("ccc", ""), ("aa", "2026-11-25")):
            self.call("calls.result=" + result, "calls.again=" + again)
        self.assertEqual([self.json("show", "caller", "L-001")[k] for k in ("first_", "longest")], ["2026-11-25 aa", 3])
        self.call("calls.result=d", "calls.again=2026-11-24")
        self.assertEqual(self.json("show", "caller", "L-001")["first_"], "2026-11-24 d")
        self.call("calls.result=zz")
        self.ok("act", "caller", "L-001", "forget")  # none fits: nothing to do, and the new row comes behind
        self.ok("act", "caller", "L-001", "forget")
        self.assertEqual([row[2] for row in self.calls()][-2:], ["gone", "x"])
        self.wrong("'length(result)'", "'length(reslt)'", "unknown field 'reslt' (did you mean 'result'?)", "caller")
        self.wrong(", 'length(result)'", "", "what rows_max() takes second stands in single quotes, and is the last", "caller")
        self.wrong("\"calls?\": {", "\"cals?\": {", "unknown field 'cals' (did you mean 'calls'?)", "caller")
        self.wrong("set: {result: \"'gone'\"}", "set: {result: \"'gone'\"}, message: {zh: 无, en: None}", "that is no mistake", "caller")

    def test_mistakes_in_a_row_that_is_asked_for(self):
        asked = '{row: calls, columns: [way, result, "again?", "whom?"]}'
        for text, instead, says in ((asked, asked.replace("calls", "call"), "unknown field 'call' (did you mean 'calls'?)"),
                                    (asked, asked.replace("calls", "remark"), "'remark' is no field of type items"),
                                    (asked, asked.replace("result", "reslt"), "unknown column 'reslt' (did you mean 'result'?)"),
                                    (asked, asked.replace("result", "line"), "unknown column that can be set: 'line'"),
                                    (asked, "{row: calls}", "a row asked for needs the key 'columns'"), (asked, asked + ", " + asked, "an action asks for one new row"),
                                    ("needs: \"row.result", "needs: \"row.reslt", "unknown field 'row.reslt' (did you mean 'result'?)"),
                                    ("row.way = 'visit', 'Visit '", "row.way = 'vizit', 'Visit '", "vizit"),
                                    ("{by: \"staff()\"}", "{result: name}", "'result' is asked for: it cannot be set, too"),
                                    ("label: {zh: 通话, en: Call}", "when: \"row.way = 'visit'\"\n    label: {zh: 通话, en: Call}", "row.way")):
            self.wrong(text, instead, says, "caller")

    # ---- each and keep

    FOUND = 'findings=[{"place": "Lobby", "fault": "lamp"}, {"place": "Garage", "fault": "dust", "minor": "yes"}, {"place": "Roof", "fault": "leak"}]'

    def tickets(self, *columns):
        return self.sql(f"select {', '.join(columns)} from ticket order by id")[0]

    def test_one_record_for_each_row_and_its_number_kept_in_the_row(self):
        number = self.ok("add", "patrol", "place=night", self.FOUND).strip()
        self.assertEqual(self.tickets("number", "place", "fault"), [("T-001", "Lobby", "lamp, night"), ("T-002", "Roof", "leak, night"),
                                                                    ("T-003", "night", "T-001; ; T-002")])
        r = self.json("show", "patrol", number)
        self.assertEqual([row[3] for row in r["findings"]], ["T-001", None, "T-002"])
        self.assertEqual(r["first_"], "T-003")
        self.ok("act", "patrol", number, "close_all")
        self.assertEqual(self.tickets("state", "how"), [("done", "by " + number)] * 2 + [("open_", None)])
        self.ok("verify")
        self.ok("verify", "--rebuild", self.path("again.db"))

    def test_all_of_it_or_nothing(self):
        bad = self.FOUND.replace('"place": "Roof", ', "")  # a ticket needs its place
        before = self.sql("select count(*) from journal where reg in ('patrol', 'ticket')")
        self.assertIn("Place", self.refused("add", "patrol", "place=night", bad))
        self.assertEqual((self.tickets("number"), self.sql("select count(*) from patrol")), ([], [[(0,)]]))
        self.assertEqual(self.sql("select count(*) from journal where reg in ('patrol', 'ticket')"), before)

    def test_one_record_for_each_of_a_register_and_a_limit(self):
        number = self.ok("add", "patrol", "place=day").strip()
        self.add_unit("B-0101")
        self.ok("act", "patrol", number, "plan", "zone=A")
        self.assertEqual(self.tickets("place", "fault"), [("A-1203", "visit, day"), ("A-1204", "visit, day")])
        self.ok("setting", "set", "each_most", "1", staff="cj")
        self.assertIn("more than 1 rows or records (setting each_most)", self.refused("act", "patrol", number, "plan", "zone=A"))
        self.ok("act", "patrol", number, "plan", "zone=B")
        self.assertIn("more than 1 rows", self.refused("add", "patrol", "place=night", self.FOUND))
        self.assertEqual(len(self.tickets("id")), 3)

    def test_a_follow_on_sees_the_id_of_each_record_and_its_own(self):
        first, second = (self.ok("add", "patrol", "place=" + place).strip() for place in ("day", "night"))
        self.ok("act", "patrol", second, "others")
        self.assertEqual(self.tickets("place", "fault"), [(first + " 1", second + " 2")])

    def test_a_follow_on_adds_a_row_to_the_other_record(self):
        number = self.ok("add", "patrol", "place=night", "zone=x", self.FOUND).strip()
        self.assertIn("ticket T-004", self.ok("act", "patrol", number, "sum_up"))
        steps = self.sql('select t.number, s.pos, s.what, s.times, s.by from "ticket.steps" s join ticket t on t.id = s.parent order by t.id')[0]
        self.assertEqual(steps, [("T-001", 0, f"closed in {number} for lamp", 1, None), ("T-002", 0, f"closed in {number} for leak", 1, None),
                                 ("T-004", 0, "x", 1, "lm")])
        self.ok("edit", "patrol", number, "zone=bad", "findings=")
        self.assertIn("Steps: Row 1, What: Not this", self.refused("act", "patrol", number, "sum_up"))
        self.ok("edit", "ticket", "T-004", 'steps=[{"what": "a", "times": 2}, {"what": "b", "times": 3}]')
        self.assertRegex(self.ok("print", "ticket", "T-004", "--paper", "slip", "-o", "-"), r"Total 2|5 +Total 2")
        self.ok("verify")

    def test_what_a_screen_would_open_is_told_as_a_command(self):
        number = self.ok("add", "patrol", "place=the hall", "zone=A").strip()
        said = self.ok("act", "patrol", number, "sketch")
        self.assertIn("Tickets: not entered yet. Go on with: qiantai add ticket place='the hall' fault='it'\\''s A'\n", said)
        self.assertEqual(self.tickets("id"), [])
        self.ok("edit", "patrol", number, "zone=")
        self.assertIn("qiantai add ticket place='the hall'\n", self.ok("act", "patrol", number, "sketch"))

    def test_mistakes_in_each_and_keep(self):
        self.forms = FORMS + ":" + self.path("more")
        for text, instead, says in (
                ("each: findings, when", "each: zone, when", "'zone' is no field of type items"),
                ("keep: row.ticket", "keep: row.tickett", "there is no column 'tickett'"),
                ("keep: row.ticket", "keep: first_", "kept in the row: keep: row.COLUMN"),
                ("keep: row.ticket", "keep: row.minor", "kept in a field of type text, or in a link to that register"),
                ("register: unit, where", "register: units, where", "unknown register 'units'"),
                ("row.number || ' '", "row.numbr || ' '", "'row.numbr' (did you mean 'number'?)"),
                ("append: {steps: {what: zone", "append: {step: {what: zone", "unknown field of register 'ticket': 'step' (did you mean 'steps'?)"),
                ("append: {steps: {what: zone", "append: {place: {what: zone", "'place' is no field of type items: it has no rows"),
                ("append: {steps: {what: zone", "append: {steps: {wat: zone", "unknown column 'wat' (did you mean 'what'?)"),
                ("append: {steps: {what: zone", "append: {steps: {what: zoone", "unknown field 'zoone' (did you mean 'zone'?)"),
                ("append: {steps: {what: zone, by: \"staff()\"}}", "append: {steps: zone}", "the row's values are written as"),
                ("append: {steps: {what: zone, by: \"staff()\"}}", "append: steps", "this is written as {field of rows"),
                ("when: \"row.id > 0", "when: \"row.idd > 0", "unknown field 'row.idd'"),
                ("row.fault ||", "row.falt ||", "'row.falt' (did you mean 'fault'?)"),
                ("\"code like", "\"cod like", "unknown field 'cod' (did you mean 'code'?)")):
            self.more(text, instead, "patrol")
            self.assertIn(says, self.refused("check", staff=None))

    # ---- personal columns

    def test_personal_cells_are_emptied_and_the_rest_of_the_rows_stays(self):
        number = self.ok("add", "party", "host=Li", 'guests=[{"name": "王小明", "people": 2, "phone": "13912345678"}, {"name": "刘洋", "people": 3}]').strip()
        self.ok("act", "party", number, "end")
        self.assertEqual(self.sql("select count(*) from journal where data like '%小明%'"), [[(0,)]])
        self.assertIn(number, self.ok("person", "王小明", staff="cj"))
        self.now = "2026-12-30 09:14"
        self.assertIn("1", self.ok("daily", staff="cj"))
        self.assertEqual(self.json("show", "party", number)["guests"], [[None, 2, None, None], [None, 3, None, None]])
        self.assertEqual(self.sql("select name, people, phone from \"party.guests\" order by pos", "select count(*) from qt_personal"),
                         [[(None, 2, None), (None, 3, None)], [(0,)]])
        self.assertRegex(self.ok("print", "party", number, "-o", "-"), r"Total +5")
        self.ok("verify")
        self.ok("daily", staff="cj")
        self.assertEqual(self.sql("select count(*) from journal where action = 'purge'"), [[(1,)]])
        self.ok("verify", "--rebuild", self.path("again.db"))
        self.assertEqual(self.sql("select name, people from \"party.guests\" order by pos", db=self.path("again.db")), [[(None, 2), (None, 3)]])
        self.assertNotIn(number, self.run_it("person", "王小明", staff="cj")[1])

    def test_a_person_is_erased_from_rows(self):
        number = self.ok("add", "party", "host=Li", 'guests=[{"name": "王小明", "people": 2}]').strip()
        self.ok("act", "party", number, "end")
        self.ok("person", "王小明", "--erase", "--yes", staff="cj")
        self.assertEqual(self.json("show", "party", number)["guests"], [[None, 2, None, None]])
        self.ok("verify")


if __name__ == "__main__":
    main()
