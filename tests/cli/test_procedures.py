"""A procedure called by a form: its page before, its questions, and everything else as for any other register."""
import os
import re

import openpyxl
from desk import SOURCE, Desk, main

CLOSING = "2026-11-21 20:10"


class ClosingCount(Desk):
    def make(self):
        super().make()
        self.add_unit()
        for name, party in (("王小明", 1), ("刘洋", 4)):
            number = self.add_visitor(f"party={party}", "until=2026-11-21 23:00", name=name)
            self.ok("act", "visitor", number, "admit")
        self.now = CLOSING
        self.number = self.ok("add", "closing_count", "day=today").strip()

    def act(self, *args):
        return ["act", "closing_count", self.number, "count", *args]

    def record(self):
        return self.json("show", "closing_count", self.number)

    def journal(self):
        """What was done; reading leaves lines of its own."""
        return self.sql("select action from journal where reg = 'closing_count' and action <> 'shell-read' order by seq")[0]

    def test_the_page_before_says_who_is_inside_and_changes_nothing(self):
        before = self.journal()
        page = self.ok(*self.act("--preview"))
        self.assertIn("王小明", page)
        self.assertIn("刘洋", page)
        self.assertRegex(page, r"People inside by the log\s+5\b")
        self.assertRegex(page, r"Visits inside by the log\s+2\b")
        self.assertEqual(self.journal(), before)
        self.assertIn("nothing to be shown", self.refused("act", "visitor", "261121-001", "sign_out", "--preview"))

    def test_what_agrees_is_written(self):
        self.assertIn("As the log says", self.ok(*self.act("counted=5")))
        r = self.record()
        self.assertEqual((r["counted"], r["expected"], r["visits"], r["reason"], r["state"]), (5, 5, 2, None, "counted"))
        self.assertEqual([a for a, in self.journal()], ["create", "count"])
        self.ok("verify")

    def test_what_differs_is_explained_first(self):
        before = self.journal()
        err = self.refused(*self.act("counted=3"))
        self.assertIn("Counted: 3. Inside by the visitor log: 5 people (visits: 2).", err)
        self.assertIn("reason=...", err)
        self.assertEqual((self.journal(), self.record()["state"], self.record()["counted"]), (before, "open", None))
        self.assertIn("-2", self.ok(*self.act("counted=3", "reason=two left by the garage")))
        r = self.record()
        self.assertEqual((r["counted"], r["expected"], r["reason"]), (3, 5, "two left by the garage"))

    def test_without_answers_it_asks_for_all(self):
        err = self.refused(*self.act())
        self.assertIn("--preview", err)
        self.assertIn("counted=...", err)

    def test_a_log_that_is_closed_to_the_role_is_not_shown(self):
        forms = self.path("forms")
        os.mkdir(forms)
        with open(os.path.join(SOURCE, "forms", "visitor.yaml"), encoding="utf-8") as f:
            text = f.read()
        self.write("forms/visitor.yaml", text.replace("unit_field: unit\n", "unit_field: unit\nview_roles: [manager]\n", 1))
        self.forms = os.path.join(SOURCE, "forms") + ":" + forms
        self.assertIn("may not look", self.refused(*self.act("--preview")))

    def test_board_list_print_workbook_and_import_need_nothing_special(self):
        self.assertIn(self.number, self.ok("board"))
        self.ok(*self.act("counted=5"))
        self.assertNotIn(self.number, self.ok("board"))
        self.assertIn("5", self.ok("list", "closing_count", "--csv"))
        self.assertIn("People counted", self.ok("print", "closing_count", self.number, "-o", "-"))
        past = self.write("past.csv", "day,counted,expected,visits,reason\n2026-11-20,2,3,1,one forgot\n2026-11-19,0,0,0,\n")
        self.assertIn("2", self.ok("import", "closing_count", past, "--state", "counted", "--migrate", staff="cj"))
        self.assertIn("one forgot", self.ok("list", "closing_count"))
        book = self.path("month.xlsx")
        self.ok("export", "2026-11", "-o", book)
        sheet = openpyxl.load_workbook(book)["闭楼清点表" if self.lang == "zh" else "Closing counts"]
        rows = [[c.value for c in row] for row in sheet.iter_rows()]
        self.assertTrue(any(self.number in row and 5 in row for row in rows), rows)
        self.assertTrue(any("one forgot" in row for row in rows), rows)
        self.ok("verify")


class Forms(Desk):
    """What a form says of a procedure is looked up when it is loaded."""
    made_with = None

    def told(self, old, new):
        with open(os.path.join(SOURCE, "forms", "closing_count.yaml"), encoding="utf-8") as f:
            text = f.read()
        self.assertIn(old, text)
        name = self.write("closing_count.yaml", text.replace(old, new))
        return self.refused("check", name, staff=None, now=None)

    def test_a_misspelt_name_gets_a_caret_and_a_suggestion(self):
        err = self.told("run: visitors_inside", "run: misspelt")
        self.assertIn("unknown procedure 'misspelt'", err)
        err = self.told("run: visitors_inside", "run: visitor_inside")
        self.assertIn("did you mean 'visitors_inside'?", err)
        self.assertRegex(err, r"run: visitor_inside\}.*\n *\^~{13}\n")

    def test_fields_that_it_needs_are_looked_up(self):
        err = self.told("expected", "expcted")
        self.assertIn("'visitors_inside' needs a field 'expected' of type int; there is only 'expcted'", err)
        self.assertTrue(re.search(r"\n *\^~{14}\n", err), err)
        self.assertIn("needs the field 'reason' with the type note", self.told("{name: reason, type: note", "{name: reason, type: text"))

    def test_run_stands_alone(self):
        self.assertIn("'run' goes with 'when' alone", self.told("{run: visitors_inside}", "{run: visitors_inside, open: true}"))
        self.assertIn("one of", self.told("{run: visitors_inside}", "{run: visitors_inside, create: closing_count}"))


if __name__ == "__main__":
    main()
