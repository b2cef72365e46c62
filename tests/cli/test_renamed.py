"""A form that calls a field, a state or a choice by another name: records of before follow, once, with their journal."""
import os
import subprocess
import threading

from desk import PROGRAM, Desk, main

OLD = """register: hamper
title: {zh: 包裹, en: Parcels}
number: "P{seq:3}"
retention: {days: 30}
fields:
  - {name: what, type: text, label: {zh: 物品, en: What}, required: true}
  - {name: who, type: text, label: {zh: 收件人, en: For}, personal: true, search: plain}
  - {name: paper, type: text, label: {zh: 证件, en: Paper}, personal: true, secret: true}
  - {name: weight, type: int, label: {zh: 重量, en: Weight}}
  - {name: kind, type: enum, label: {zh: 种类, en: Kind}, choices: [{name: box, zh: 箱, en: Box}, {name: bag, zh: 袋, en: Bag}]}
  - {name: rows, type: items, label: {zh: 行, en: Rows}, fields: [{name: a, type: text, label: {zh: 甲, en: A}}]}
  - name: marks
    type: enum
    multiple: true
    label: {zh: 标记, en: Marks}
    choices: [{name: wet, zh: 湿, en: Wet}, {name: torn, zh: 破, en: Torn}, {name: late, zh: 迟, en: Late}]
states:
  - {name: kept, label: {zh: 待领, en: kept}}
  - {name: handed, label: {zh: 已领, en: handed}, final: true}
actions:
  - {name: hand, key: h, label: {zh: 领取, en: Hand over}, from: kept, to: handed}
clocks:
  - {name: collect, label: {zh: 待领, en: to collect}, start: kept, due: "now() + days(3)", stop: handed}
"""
NEW = (OLD.replace("name: who,", "name: owner,").replace("name: paper,", "name: id_paper,").replace("name: weight,", "name: grams,")
       .replace("{name: box,", "{name: carton,").replace("{name: torn,", "{name: damaged,")
       .replace("kept", "waiting").replace("handed", "fetched")
       + "renamed:\n  fields: {who: owner, paper: id_paper, weight: grams}\n  states: {kept: waiting, handed: fetched}\n"
       "  choices: {kind: {box: carton}, marks: {torn: damaged}}\n")
LINES = "select count(*) from journal where action = 'renamed'"


class Renamed(Desk):
    def own(self, text, good=True):
        os.makedirs(self.path("forms"), exist_ok=True)
        self.write("forms/hamper.yaml", text)
        if good:
            self.assertIn("no mistakes", self.ok("check", staff=None, now=None))

    def two(self):
        self.own(OLD)
        a = self.ok("add", "hamper", "what=书", "who=王小明", "paper=E1234567", "weight=500", "kind=box", "marks=wet,torn").strip()
        b = self.ok("add", "hamper", "what=伞", "who=李雷", "kind=bag", "marks=late").strip()
        self.ok("act", "hamper", b, "hand")
        return a, b

    def clock(self, number):
        return [(c["clock"], c["due"]) for c in self.json("board") if c["number"] == number]

    def test_fields_states_and_choices_follow(self):
        a, b = self.two()
        before, promise = {n: self.json("show", "hamper", n) for n in (a, b)}, self.clock(a)
        self.own(NEW)
        self.now = "2026-11-22 10:00"
        for n in (a, b):
            new, old = self.json("show", "hamper", n), before[n]
            self.assertEqual((new["owner"], new["grams"], new["id_paper"]), (old["who"], old["weight"], old["paper"]))
            self.assertEqual((new["changed_at"], new["changed_by"]), (old["changed_at"], old["changed_by"]))
            self.assertEqual(new["waiting_at"], old["kept_at"])
            self.assertEqual(new["waiting_by"], old["kept_by"])
        self.assertEqual(self.json("show", "hamper", a)["state"], "waiting")
        self.assertEqual(self.json("show", "hamper", b)["state"], "fetched")
        self.assertEqual(self.json("show", "hamper", b)["fetched_at"], before[b]["handed_at"])
        self.assertEqual((self.json("show", "hamper", a)["kind"], self.json("show", "hamper", b)["kind"]), ("carton", "bag"))
        self.assertEqual(self.sql("select marks from hamper order by id")[0], [("wet,damaged",), ("late",)])
        self.assertEqual(self.clock(a), promise)  # it runs on, with its deadline
        self.ok("act", "hamper", a, "hand")
        self.assertEqual(self.clock(a), [])
        self.ok("verify", staff=None)

    def test_each_record_has_one_line_and_a_second_opening_none(self):
        self.two()
        self.own(NEW)
        self.ok("list", "hamper")
        self.assertEqual(self.sql(LINES)[0], [(2,)])
        for _ in range(2):
            self.ok("list", "hamper")
            self.ok("daily", staff=None)
        self.assertEqual(self.sql(LINES)[0], [(2,)])
        self.assertEqual(self.sql("select who, paper, paper_sealed, paper_index, weight, kept_at from hamper"), [[(None,) * 6] * 2])

    def test_what_was_personal_or_secret_stays_so(self):
        a, _ = self.two()
        self.own(NEW)
        self.ok("list", "hamper")
        said = "".join(d for (d,) in self.sql("select data from journal")[0])
        self.assertNotIn("王小明", said)
        self.assertNotIn("E1234567", said)
        self.assertIn('"owner":"#"', said)
        masked = self.json("show", "hamper", a)["id_paper"]
        self.assertNotIn("E1234567", masked)
        self.assertEqual([r["number"] for r in self.json("list", "hamper", "--where", "id_paper is not null")], [a])
        self.assertIn(a, self.ok("search", "王小明"))
        self.now = "2027-02-01 09:00"
        self.ok("act", "hamper", a, "hand", staff="cj")
        self.now = "2027-04-01 09:00"
        self.ok("daily", staff=None)
        self.assertIsNone(self.json("show", "hamper", a)["owner"])
        with open(self.db, "rb") as f:
            self.assertEqual(self.sql("select count(*) from qt_personal where data like '%王小明%'")[0], [(0,)], f.name)
        self.ok("verify", staff=None)

    def test_rebuilt_from_the_journal_it_is_the_same(self):
        a, b = self.two()
        self.own(NEW)
        shown = [self.json("show", "hamper", n) for n in (a, b)]
        self.ok("verify", "--rebuild", self.path("again.db"), staff=None)
        again = [self.json("show", "hamper", n, db=self.path("again.db")) for n in (a, b)]
        for x in shown + again:
            x.pop("history")
        self.assertEqual(shown, again)

    def test_two_desks_at_once_do_it_once(self):
        self.own(OLD)
        self.write("many.csv", "what\n" + "".join(f"thing {i}\n" for i in range(300)))
        self.ok("import", "hamper", self.path("many.csv"), staff="cj")
        self.write("forms/hamper.yaml", NEW)
        run = [threading.Thread(target=self.ok, args=("list", "hamper")) for _ in range(4)]
        for t in run:
            t.start()
        for t in run:
            t.join()
        self.assertEqual(self.sql(LINES, "select count(*) from hamper where state = 'waiting'"), [[(300,)], [(300,)]])
        self.ok("verify", staff=None)

    def test_killed_within_it_goes_on(self):
        self.own(OLD)
        self.write("many.csv", "what\n" + "".join(f"thing {i}\n" for i in range(3000)))
        self.ok("import", "hamper", self.path("many.csv"), staff="cj")
        self.write("forms/hamper.yaml", NEW)
        command = [PROGRAM, "--db", self.db, "--now", self.now, "--as", "lm", "list", "hamper"]
        for _ in range(3):
            p = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            try:
                p.wait(0.05)
            except subprocess.TimeoutExpired:
                p.kill()
                p.wait()
        self.ok("list", "hamper")
        self.assertEqual(self.sql(LINES, "select count(*) from hamper where state <> 'waiting'"), [[(3000,)], [(0,)]])
        self.ok("verify", staff=None)

    def test_a_state_that_nobody_names_is_told(self):
        a, b = self.two()
        self.write("forms/hamper.yaml", NEW.replace("states: {kept: waiting, handed: fetched}", "states: {handed: fetched}"))
        code, _, err = self.run_it("list", "hamper")
        self.assertEqual(code, 0)
        self.assertIn(f"1 records of register 'hamper' ({a} ...) are in the state 'kept'", err)
        self.assertIn("renamed: {states: {kept: NEW}}", err)
        self.assertNotIn("handed", err)
        self.assertEqual(self.run_it("list", "hamper")[2], "")  # once
        code, out, err = self.run_it("check", staff=None, now=None)
        self.assertEqual(code, 0)
        self.assertIn("in the state 'kept'", err)
        self.own(NEW)
        self.assertEqual(self.json("show", "hamper", a)["state"], "waiting")
        self.assertEqual(self.run_it("check", staff=None, now=None)[2], "")
        self.assertTrue(b)

    def test_less_protection_takes_nothing_over(self):
        a, _ = self.two()
        self.write("forms/hamper.yaml", NEW.replace("name: owner, type: text, label: {zh: 收件人, en: For}, personal: true",
                                                    "name: owner, type: text, label: {zh: 收件人, en: For}"))
        code, _, err = self.run_it("list", "hamper")
        self.assertEqual(code, 0)
        self.assertIn("who of register hamper was personal or secret", err)
        self.assertNotIn("王小明", "".join(d for (d,) in self.sql("select data from journal")[0]))
        self.own(NEW)
        self.assertEqual(self.json("show", "hamper", a)["owner"], "王小明")
        self.ok("verify", staff=None)

    def test_mistakes_are_told_at_their_place(self):
        for old, new, *said in [
                ("who: owner", "what: owner", "there is a field 'what' still"),
                ("who: owner", "who: ownr", "did you mean 'owner'"),
                ("kept: waiting", "kept: wating", "did you mean 'waiting'"),
                ("kept: waiting", "fetched: waiting", "there is a state 'fetched' still"),
                ("{box: carton}", "{box: cartn}", "did you mean 'carton'"),
                ("{box: carton}", "{bag: carton}", "there is a choice 'bag' still"),
                ("kind: {box", "what: {box", "no field of choices"),
                ("  fields: {who", "  field: {who", "did you mean 'fields'"),
                ("weight: grams", "kilos: rows", "takes nothing over"),
                ("weight: grams", "paper: grams", "twice")]:
            with self.subTest(new):
                self.own(NEW.replace(old, new), good=False)
                err = self.refused("check", staff=None, now=None)
                for s in said:
                    self.assertIn(s, err)
                self.assertIn("hamper.yaml:", err)


if __name__ == "__main__":
    main()
