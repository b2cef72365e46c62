"""What may be saved and how a record goes on, as forms say it: flow_forms."""
import os

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


if __name__ == "__main__":
    main()
