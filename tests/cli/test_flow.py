"""What may be saved and how a record goes on, as forms say it: flow_forms."""
import os
import shutil
from concurrent.futures import ThreadPoolExecutor

import openpyxl

from desk import SOURCE, Desk, main

FORMS = os.path.join(SOURCE, "tests", "cli", "flow_forms")


class Flow(Desk):
    def make(self):
        self.forms = FORMS
        super().make()

    def add(self, register, *fields, **how):
        return self.ok("add", register, *fields, **how).split()[0]


class Onward(Flow):
    def make(self):
        super().make()
        self.ok("user", "add", "mg", "王经理", "manager", staff="cj", stdin="1234\n")
        self.ok("user", "add", "sg", "赵安", "security", staff="cj", stdin="1234\n")
        self.ok("user", "add", "su", "苏主管", "supervisor", staff="cj", stdin="1234\n")
        self.ok("user", "add", "di", "狄值班", "duty", staff="cj", stdin="1234\n")
        self.number = self.add("pass", "what=sofa")

    def approve(self, staff, *more):
        return self.ok("act", "pass", self.number, "approve", "--yes", *more, staff=staff)

    def record(self):
        return self.json("show", "pass", self.number)

    def daybook(self):
        return [r["what"] for r in self.json("list", "daybook")]

    def signed(self):
        r = self.record()
        return [r[f"approve_{role}_by"] for role in ("supervisor", "security", "manager")]

    def test_it_goes_on_when_all_have_signed_and_follows_only_then(self):
        self.assertIn("your role may not", self.refused("act", "pass", self.number, "approve", "--yes"))
        self.approve("cj")
        self.now = "2026-11-21 09:20"
        self.assertEqual((self.signed(), self.record()["state"], self.daybook()), (["cj", None, None], "asked", []))
        paper = self.ok("print", "pass", self.number, "-o", "-", staff="cj")
        for page, at in ((paper, " 09:14"), (self.ok("show", "pass", self.number), "")):
            self.assertRegex(page, r"Approve, supervisor\s+陈静" + at)
            self.assertRegex(page, r"Approve, security\s+waited for")
        self.assertIn(self.number, self.ok("board"))
        self.assertIn("you have signed already; it waits for: security, manager",
                      self.refused("act", "pass", self.number, "approve", "--yes", staff="cj"))
        self.assertIn("is not the one it waits for, but: security, manager",
                      self.refused("act", "pass", self.number, "approve", "--yes", staff="su"))
        self.approve("sg")
        self.approve("mg")
        self.assertEqual((self.signed(), self.record()["state"], self.daybook()),
                         (["cj", "sg", "mg"], "open", ["pass P26-001 by mg"]))
        self.assertIn("mg", self.ok("list", "pass", "--csv"))
        self.assertNotIn(self.number, self.ok("board"))
        self.assertEqual(self.sql("select staff from journal where reg = 'pass' and action = 'approve' order by seq"),
                         [[("cj",), ("sg",), ("mg",)]])
        self.ok("verify")

    def test_nobody_signs_twice_and_the_own_role_comes_first(self):
        self.approve("mg")
        self.assertEqual(self.signed(), [None, None, "mg"])
        self.approve("di")
        self.assertEqual(self.signed(), ["di", None, "mg"])
        self.number = self.add("pass", "what=lamp")
        self.approve("di")
        self.assertIn("you have signed already; it waits for: security, manager",
                      self.refused("act", "pass", self.number, "approve", "--yes", staff="di"))

    def test_a_change_empties_what_was_signed_and_says_so(self):
        self.approve("cj", "opinion=fine")
        self.assertEqual(self.record()["opinion"], "fine")
        self.approve("sg", "opinion=fine by me")
        self.assertEqual(self.signed(), ["cj", "sg", None], "what is asked with a signature is no change")
        code, out, told = self.run_it("edit", "pass", self.number, "what=two sofas")
        self.assertEqual(code, 0, told)
        self.assertIn("the signatures given so far do not count any more", told)
        self.assertEqual(self.signed(), [None, None, None])
        for staff in ("cj", "sg", "mg"):
            self.approve(staff)
        self.ok("edit", "pass", self.number, "opinion=later")
        self.assertEqual((self.signed(), self.record()["state"]), (["cj", "sg", "mg"], "open"))
        self.assertIn("do not count any more", self.ok("act", "pass", self.number, "back"))
        self.assertEqual((self.signed(), self.record()["state"]), ([None, None, None], "asked"))
        self.ok("verify")

    def test_the_first_way_whose_condition_is_true(self):
        for staff in ("cj", "sg", "mg"):
            self.approve(staff)
        err = self.refused("act", "pass", self.number, "gate", "--yes")
        self.assertIn("leads nowhere", err)
        self.assertEqual(self.record()["state"], "open")
        self.ok("act", "pass", self.number, "gate", "faults=2")
        self.assertEqual((self.record()["state"], self.daybook()), ("stopped", ["stopped P26-001", "pass P26-001 by mg"]))
        self.ok("act", "pass", self.number, "back")
        for staff in ("cj", "sg", "mg"):
            self.approve(staff)
        self.ok("act", "pass", self.number, "gate", "faults=0")
        self.assertEqual(self.record()["state"], "checked")

    def told(self, before, after):
        with open(os.path.join(FORMS, "pass.yaml"), encoding="utf-8") as f:
            text = f.read()
        self.assertIn(before, text)
        return self.refused("check", self.write("pass.yaml", text.replace(before, after, 1)), staff=None, now=None)

    def test_what_cannot_be_signed_is_told_when_the_form_is_read(self):
        self.assertIn("did you mean 'manager'?", self.told("security, manager], all", "security, manger], all"))
        self.assertIn("did you mean 'open'?", self.told("all: open", "all: opend"))
        self.assertIn("stands here twice", self.told("security, manager], all", "manager, manager], all"))
        self.assertIn("states in which it waits", self.told("    from: asked\n    ask: [\"op", "    ask: [\"op"))
        self.assertIn("leave 'to' out", self.told("    ask: [\"op", "    to: open\n    ask: [\"op"))
        self.assertIn("one of the states in which it waits", self.told("all: open", "all: asked"))
        self.assertIn("keeps 'approve_manager_by'", self.told("name: opinion", "name: approve_manager_by"))
        self.assertIn("did you mean 'stopped'?", self.told("stopped: \"faults", "stoped: \"faults"))
        self.assertIn("did you mean 'faults'?", self.told("checked: \"faults", "checked: \"fault"))


class Whole(Flow):
    def test_a_rule_looks_at_empty_fields_and_null_is_not_fulfilled(self):
        err = self.refused("add", "goods", "kind=parcel")
        self.assertIn("Ask first whether parcels may be signed for", err)
        self.refused("add", "goods", "kind=parcel", "may_sign=no")
        self.add("goods", "kind=key")
        self.add("goods", "kind=parcel", "may_sign=yes")

    def test_a_rule_sees_what_was_and_says_it(self):
        n = self.add("goods", "kind=key", "amount=50")
        self.assertIn("less than 50.00", self.refused("edit", "goods", n, "amount=20"))
        self.assertIn("less than 50.00", self.refused("edit", "goods", n, "amount="))
        self.ok("edit", "goods", n, "amount=60")

    def test_a_rule_is_asked_of_what_an_action_writes(self):
        n = self.add("goods", "kind=key", staff="cj")
        self.assertIn("Only lm hands out", self.refused("act", "goods", n, "hand", staff="cj"))
        self.assertEqual(self.json("show", "goods", n)["state"], "here")
        self.ok("act", "goods", n, "hand")

    def test_what_was_broken_before_and_is_not_touched_is_let_pass(self):
        n = self.add("goods", "kind=key")
        with open(os.path.join(FORMS, "goods.yaml"), encoding="utf-8") as f:
            older = f.read()
        os.mkdir(self.path("own"))
        self.write("own/goods.yaml", older.replace("kind = 'parcel'", "kind = 'key'"))
        self.forms = FORMS + ":" + self.path("own")
        self.ok("edit", "goods", n, "place=shelf")
        self.refused("edit", "goods", n, "may_sign=no")

    def test_rows_of_a_file_are_asked_too(self):
        rows = self.write("g.csv", "kind,may_sign,amount\nparcel,,1\nparcel,yes,2\nkey,,3\n")
        self.refused("import", "goods", rows, staff="cj")
        self.assertIn("Ask first", self.read("g.csv.refused.csv"))
        self.assertEqual(len(self.json("list", "goods")), 2)

    def test_before_is_known_after_the_change(self):
        code, n, told = self.run_it("add", "goods", "kind=key", "place=A")
        self.assertEqual((code, n), (0, "G26-001\n"))
        self.assertIn("nothing before", told)
        n = n.strip()
        self.assertIn("It is there already", self.refused("act", "goods", n, "move", "place=A", "--yes"))
        self.assertIn("from A", self.ok("act", "goods", n, "move", "place=B"))
        self.assertEqual([r["what"] for r in self.json("list", "daybook")], ["A > B"])
        self.ok("verify")

    def test_frozen_is_changed_by_nobody_but_actions(self):
        n = self.add("goods", "kind=key", "place=A")
        self.ok("act", "goods", n, "hand")
        self.assertIn("It is gone and stays as it is", self.refused("edit", "goods", n, "place=B"))
        self.ok("act", "goods", n, "note_taker", "taker=Wang")
        self.assertEqual(self.json("show", "goods", n)["taker"], "Wang")
        rows = self.write("g.csv", f"kind,place,number\nkey,C,{n}\n")
        self.refused("import", "goods", rows, "--key", "number", "--migrate", staff="cj")
        self.assertEqual(self.json("show", "goods", n)["place"], "A")

    def test_append_only_keeps_empty_fields_empty(self):
        n = self.add("daybook", "what=lamp")
        self.assertIn("goes into a new entry", self.refused("edit", "daybook", n, "seen=today"))
        self.assertIn("goes into a new entry", self.refused("edit", "daybook", n, "what=lamps"))
        rows = self.write("d.csv", "what,seen\nlamp,later\n")
        self.refused("import", "daybook", rows, "--key", "what", staff="cj")
        self.assertIn("goes into a new entry", self.read("d.csv.refused.csv"))
        self.ok("act", "daybook", n, "close", "seen=changed the lamp")
        self.assertEqual(self.json("show", "daybook", n)["seen"], "changed the lamp")

    def told(self, before, after):
        """What check says of goods.yaml, changed so."""
        with open(os.path.join(FORMS, "goods.yaml"), encoding="utf-8") as f:
            text = f.read()
        self.assertIn(before, text)
        return self.refused("check", self.write("goods.yaml", text.replace(before, after, 1)), staff=None, now=None)

    def test_what_cannot_be_is_told_when_the_form_is_read(self):
        self.assertIn("did you mean 'place'?", self.told("was('place')", "was('plase')"))
        self.assertIn("in single quotes", self.told("was('place')", "was(place)"))
        self.assertIn("did you mean 'may_sign'?", self.told("must: may_sign", "must: may_sing"))
        self.assertIn("did you mean 'may_sign'?", self.told("at: may_sign", "at: may_sig"))
        self.assertIn("did you mean 'must'?", self.told("must: may_sign", "most: may_sign"))
        self.assertIn("unknown field 'stat'", self.told("frozen: {when: \"state", "frozen: {when: \"stat"))
        self.assertIn("nothing to tell here", self.told("states:", "lists:\n  - {name: all, label: {zh: 全, en: All}, "
                      "columns: [number], where: \"was('place') = 'A'\"}\nstates:"))


class Serials(Flow):
    def notice(self, number):
        return self.ok("act", "letter", number, "notice").strip()

    def test_each_is_given_once_and_never_twice(self):
        a, b, c = (self.add("letter", f"whom={name}") for name in ("Wang", "Li", "Zhao"))
        self.assertEqual([self.json("show", "letter", n)["entry_no"] for n in (a, b, c)], ["IN-001", "IN-002", "IN-003"])
        self.assertEqual((self.notice(b), self.notice(a)), ("LN26-00001", "LN26-00002"))
        self.assertEqual(self.notice(b), "LN26-00001", "told again: it keeps its number")
        self.assertEqual(self.json("show", "letter", b)["words"], "No. LN26-00001")
        self.ok("act", "letter", a, "cancel")
        self.assertEqual(self.json("show", "letter", a)["notice_no"], "LN26-00002")
        self.now = "2027-01-02 09:00"
        self.assertEqual(self.notice(c), "LN27-00001")
        self.assertEqual([h["number"] for h in self.json("search", "LN26-00002")], [a])
        self.ok("verify")

    def test_what_is_refused_takes_none(self):
        n, other = self.add("letter", "whom=nobody"), self.add("letter", "whom=Li")
        self.assertIn("For nobody", self.refused("act", "letter", n, "notice"))
        self.assertEqual(self.notice(other), "LN26-00001")
        self.assertIn("filled in by actions", self.refused("edit", "letter", other, "notice_no=LN26-00009"))

    def test_a_file_brings_its_numbers_and_they_are_passed_over(self):
        rows = self.write("m.csv", "whom,notice_no\nWang,LN26-00001\nLi,\n")
        self.assertIn("--migrate", self.refused("import", "letter", rows, staff="cj"))
        self.ok("import", "letter", rows, "--migrate", staff="cj")
        self.assertEqual(self.notice("M26-002"), "LN26-00002")
        self.assertEqual([r["entry_no"] for r in self.json("list", "letter")], ["IN-002", "IN-001"])
        self.ok("verify")

    def test_the_counter_is_verified_and_rebuilt(self):
        n = self.add("letter", "whom=Wang")
        self.notice(n)
        self.notice(self.add("letter", "whom=Li"))
        for last in (1, 3):
            self.sql(f"update counter set last = {last} where reg = 'letter.notice_no'")
            self.assertIn("register letter.notice_no: the counter of LN26-# stands at", self.refused("verify"))
        self.sql("delete from counter where reg = 'letter.notice_no'")
        self.assertIn("register letter.notice_no: the counter of LN26-# stands at 0", self.refused("verify"))
        self.run_it("verify", "--rebuild", self.path("new.db"), staff="cj")
        self.assertEqual(self.sql("select reg, last from counter where reg like 'letter%' order by reg", db=self.path("new.db")),
                         [[("letter", 2), ("letter.entry_no", 2), ("letter.notice_no", 2)]])
        self.ok("verify", db=self.path("new.db"))
        os.mkdir(self.path("own"))
        shutil.copy(os.path.join(FORMS, "daybook.yaml"), self.path("own"))
        self.forms = self.path("own")  # a house that has the register no more
        self.ok("verify", db=self.path("new.db"))

    def test_what_no_serial_is_is_told_when_the_form_is_read(self):
        with open(os.path.join(FORMS, "letter.yaml"), encoding="utf-8") as f:
            text = f.read()
        for before, after, told in (("given: notice", "given: notise", "did you mean 'notice'?"),
                                    ("LN{yy}-{seq:5}", "LN{yy}", "ends with {seq:N}"),
                                    ("LN{yy}-{seq:5}", "LN{yy}{seq:5}", "a sign that is no figure"),
                                    ("LN{yy}-{seq:5}", "LN{whom}-{seq:5}", "a serial is made of"),
                                    ("{words: ", "{notice_no: ", "filled in by the program alone"),
                                    (", given: saved", "", "needs the key 'given'"),
                                    ("to: void}", "to: void, ask: [notice_no]}", "filled in by the program alone")):
            self.assertIn(before, text)
            self.assertIn(told, self.refused("check", self.write("letter.yaml", text.replace(before, after, 1)),
                                             staff=None, now=None))


class Unique(Flow):
    def test_the_same_twice_is_refused_with_the_number_that_has_it(self):
        n = self.add("space", "plate=粤BA1234", "owner=Wang")
        self.assertIn(f"This car is inside ({n})", self.refused("add", "space", "plate=粤BA1234"))
        other = self.add("space", "plate=粤BA1235")
        self.assertIn(n, self.refused("edit", "space", other, "plate=粤BA1234"))
        self.add("space", "owner=nobody")
        self.add("space", "owner=nobody")  # nothing is compared with null
        self.ok("edit", "space", n, "remark=hybrid")

    def test_only_where_it_is_said_and_actions_are_asked_too(self):
        n = self.add("space", "plate=粤BA1234", "owner=Wang")
        self.ok("act", "space", n, "leave", "taker=Wang")
        again = self.add("space", "plate=粤BA1234")
        self.assertIn(again, self.refused("act", "space", n, "back"))
        self.assertEqual(self.json("show", "space", n)["state"], "left")

    def test_all_of_its_fields_together(self):
        n = self.add("space", "place=B1", "day=2026-11-21")
        self.add("space", "place=B1", "day=2026-11-22")
        self.assertIn(f"Space, Day: another entry has it already ({n})",
                      self.refused("add", "space", "place=B1", "day=2026-11-21"))

    def test_rows_of_a_file_the_dry_run_too(self):
        self.add("space", "plate=粤BA1234")
        rows = self.write("s.csv", "plate\n粤BA1234\n粤BA7777\n粤BA7777\n\n")
        for more in (["--dry-run"], []):
            self.refused("import", "space", rows, *more, staff="cj")
            self.assertEqual(self.read("s.csv.refused.csv").count("粤BA"), 1, more)
        self.assertEqual(len(self.json("list", "space")), 2)

    def test_one_of_several_at_once(self):
        with ThreadPoolExecutor(4) as pool:
            codes = list(pool.map(lambda _: self.run_it("add", "space", "plate=粤BA1234")[0], range(4)))
        self.assertEqual(sorted(codes), [0, 1, 1, 1])

    def test_what_cannot_be_compared_is_told_when_the_form_is_read(self):
        with open(os.path.join(FORMS, "space.yaml"), encoding="utf-8") as f:
            text = f.read()
        for before, after, told in (("fields: [plate]", "fields: [plat]", "did you mean 'plate'?"),
                                    ("fields: [plate]", "fields: []", "fields"),
                                    ("where: \"state", "where: \"was('state')", "nothing to tell here"),
                                    ("'left'\", m", "'lef'\", m", "did you mean 'left'?"),
                                    ("- {field: taker_id", "- {field: taker_if", "did you mean 'taker_id'?"),
                                    ("when: \"taker <>", "when: \"takr <>", "did you mean 'taker'?")):
            self.assertIn(before, text)
            self.assertIn(told, self.refused("check", self.write("space.yaml", text.replace(before, after, 1)),
                                             staff=None, now=None))


class Asked(Flow):
    def setUp(self):
        super().setUp()
        self.number = self.add("space", "owner=Wang")

    def leave(self, *fields):
        return ["act", "space", self.number, "leave", *fields]

    def test_a_field_is_asked_only_when_its_condition_is_true(self):
        err = self.refused(*self.leave())
        self.assertIn("taker=...", err)
        self.assertNotIn("taker_id", err)
        self.ok(*self.leave("taker=Wang"))

    def test_then_it_is_needed(self):
        err = self.refused(*self.leave("taker=Li"))
        self.assertIn("taker_id=...", err)
        self.assertEqual(self.json("show", "space", self.number)["state"], "inside")
        self.refused(*self.leave("taker=Li", "--yes"))
        self.ok(*self.leave("taker=Li", "taker_id=4401"))

    def test_needed_by_a_condition_of_its_own(self):
        self.assertIn("remark=...", self.refused(*self.leave("taker=Li", "taker_id=none")))
        self.ok(*self.leave("taker=Li", "taker_id=none", "remark=known to us"))


class Computed(Flow):
    def setUp(self):
        super().setUp()
        for spent in (90, 500):
            self.add("shift", f"spent={spent}", "rate=20", staff="cj")

    def test_a_result_is_shown_as_what_it_is(self):
        shown = self.ok("show", "shift", "H26-001", staff="cj")
        for line in (r"Pay\s+30.00\n", r"Spent\s+1.5\n", r"Span\s+1h30m?i?n?\n", r"Long\s+no\n", r"Ends\s+10:44\n", r"Whose\s+陈静\n"):
            self.assertRegex(shown, line)
        row = next(r for r in self.json("list", "shift", staff="cj") if r["number"] == "H26-001")
        self.assertEqual((row["pay"], row["hours"], row["long"], row["ends"]), ("30.00", 1.5, False, "2026-11-21 10:44:00"))

    def test_it_is_added_up_and_stands_to_the_right(self):
        lines = self.ok("print", "shift", "--list", "all", "-o", "-", staff="cj").splitlines()
        ends = [line.rindex(pay) + len(pay) for pay in ("30.00", "166.66") for line in lines if pay in line]
        self.assertEqual(len(set(ends)), 1, lines)
        total = next(line for line in lines if "196.66" in line)
        self.assertIn("9.8", total)

    def test_what_is_closed_is_not_told_by_a_total(self):
        self.ok("user", "add", "mg", "王经理", "manager", staff="cj", stdin="1234\n")
        self.assertIn("196.66", self.ok("print", "shift", "--list", "all", "-o", "-", staff="cj"))
        self.assertNotIn("196.66", self.ok("print", "shift", "--list", "all", "-o", "-", staff="mg"))

    def test_the_sheet_has_numbers(self):
        self.ok("export", "2026-11", "-o", self.path("m.xlsx"), staff="cj")
        sheet = openpyxl.load_workbook(self.path("m.xlsx"), data_only=True)["工时表" if self.lang == "zh" else "Hours"]
        values = [c.value for row in sheet.iter_rows() for c in row]
        self.assertIn(30, values)
        self.assertIn(1.5, values)
        self.assertIn(196.66, values)

    def test_what_cannot_be_is_told_when_the_form_is_read(self):
        with open(os.path.join(FORMS, "shift.yaml"), encoding="utf-8") as f:
            text = f.read()
        for before, after, told in (("as: money", "as: mony", "did you mean 'money'?"),
                                    ("as: money", "as: money, decimals: 1", "has its own"),
                                    ("as: money", "as: link", "go together"),
                                    ("as: money", "as: text", "only numbers"),
                                    ("\"spent * rate / 60\"", "\"hours * rate\"", "may name stored fields only"),
                                    ("type: int", "type: int, as: money", "does not go with type int")):
            self.assertIn(before, text)
            self.assertIn(told, self.refused("check", self.write("shift.yaml", text.replace(before, after, 1)),
                                             staff=None, now=None))


if __name__ == "__main__":
    main()
