"""Registers and fields closed to a role, by every way that leads there (tests/permit/forms): refused in whatever the
command line shows, not in what the forms decide; refused attempts to act are in the journal."""
import contextlib
import json
import os
import sqlite3

from desk import SOURCE, Desk, main

FORMS = os.path.join(SOURCE, "tests", "permit", "forms")
STAFF = [("zm", "周明", "manager"), ("dr", "总经理", "director"), ("gu", "访客", "guest"), ("zg", "张工", "engineer"),
         ("ca", "钱会计", "cashier")]
SECRET = "Liu steals"


class Permit(Desk):
    def make(self):
        super().make()
        self.forms = FORMS
        for code, name, role in STAFF:  # a director stands for the manager, whom the supervisor does not reach
            self.ok("user", "add", code, name, role, staff="cj" if role == "manager" else "zm", stdin="1234\n")
        self.tip = self.ok("add", "tip", "what=" + SECRET, "source=11010519491231002X", staff="zm").strip()
        self.job = self.ok("add", "job", "what=look into it", "tip=" + self.tip, "pay=1234.56", staff="zm").strip()

    def denied(self):
        """The journal's refused attempts: (register, right, action, field, staff)."""
        lines = []
        for reg, data, staff in self.journal("reg, data, staff"):
            data = json.loads(data)
            lines.append((reg, data["right"], data.get("action"), data.get("field"), staff))
        return lines

    def journal(self, columns):
        with contextlib.closing(sqlite3.connect(self.db)) as db:
            return db.execute(f"select {columns} from journal where action = 'denied' order by seq").fetchall()

    def nothing_of_it(self, *args, **more):
        """Whatever comes of it, the secret is not in it."""
        code, out, err = self.run_it(*args, **more)
        self.assertNotIn("Liu", out + err, args)
        return code, out, err


class Closed(Permit):
    def test_looking_is_refused_and_not_journalled(self):
        for args in (("show", "tip", self.tip), ("show", "tip", self.tip, "--history"), ("list", "tip"),
                     ("list", "tip", "--csv"), ("list", "tip", "--json"), ("figures", "tip"),
                     ("print", "tip", self.tip, "-o", "-"), ("print", "tip", "--list", "all", "-o", "-")):
            self.assertEqual(self.nothing_of_it(*args)[0], 1, args)
            self.ok(*args, staff="zm")
            self.ok(*args, staff="dr")
        self.assertNotIn(self.tip, self.ok("search", "Liu"))
        self.assertIn(self.tip, self.ok("search", "Liu", staff="zm"))
        self.assertNotIn("Liu", self.ok("board"))
        self.assertIn("Liu", self.ok("board", staff="zm"))
        rights = {right for _, right, *_ in self.denied()}
        self.assertLessEqual(rights, {"export"})

    def test_a_role_that_may_not_look_may_not_act_and_it_is_journalled(self):
        before = self.json("show", "tip", self.tip, staff="zm")["level"]
        self.assertEqual(self.nothing_of_it("act", "tip", self.tip, "note_it")[0], 1)
        self.assertEqual(self.nothing_of_it("act", "tip", self.tip, "finish")[0], 1)
        self.nothing_of_it("edit", "tip", self.tip, "level=9")
        self.nothing_of_it("add", "tip", "what=x")
        self.write("tips.csv", "what\nx\n")
        self.nothing_of_it("import", "tip", self.path("tips.csv"))
        self.assertEqual(self.json("show", "tip", self.tip, staff="zm")["level"], before)
        self.assertEqual([d[:3] + d[4:] for d in self.denied()],
                         [("tip", "act", "note_it", "lm"), ("tip", "act", "finish", "lm"),
                          ("tip", "change", None, "lm"), ("tip", "enter", None, "lm"), ("tip", "import", None, "lm")])
        self.assertEqual(json.loads(self.journal("data")[0][0])["number"], self.tip)
        self.assertEqual(self.ok("act", "tip", self.tip, "note_it", staff="zm").strip(), "secret tip about " + SECRET)

    def test_the_ways_from_an_open_register(self):
        for args in (("show", "job", self.job), ("show", "job", self.job, "--json"), ("list", "job"),
                     ("list", "job", "--csv"), ("list", "job", "--json"), ("search", "look"), ("print", "job", self.job, "-o", "-"),
                     ("print", "job", "--list", "all", "-o", "-"), ("show", "job", self.job, "--history"),
                     ("list", "job", "--where", "get('tip', tip, 'what') like 'Liu%'")):
            code, out, _ = self.nothing_of_it(*args)
            self.assertEqual(code, 0, args)
        self.assertNotIn(self.job, self.ok("list", "job", "--where", "get('tip', tip, 'what') like 'Liu%'"))
        self.assertIn(self.job, self.ok("list", "job", "--where", "get('tip', tip, 'what') like 'Liu%'", staff="zm"))
        self.assertIn("Liu", self.ok("show", "job", self.job, staff="zm"))
        self.nothing_of_it("add", "job", "what=x", "tip=" + self.tip)
        self.refused("add", "job", "what=x", "tip=" + self.tip)

    def test_what_is_told_is_told_to_the_person_and_guards_are_the_forms(self):
        self.assertEqual(self.ok("act", "job", self.job, "ask").strip(), "tip: nothing")
        self.assertEqual(self.ok("act", "job", self.job, "ask", staff="zm").strip(), "tip: " + SECRET)
        self.assertNotIn("Liu", self.refused("act", "job", self.job, "stop"))
        self.assertIn("Liu", self.refused("act", "job", self.job, "stop", staff="zm"))
        self.assertNotIn("T26", self.ok("act", "job", self.job, "inform"))
        self.assertEqual(len(self.json("list", "tip", staff="zm")), 2)
        self.ok("act", "job", self.job, "raise")
        self.assertEqual(self.json("show", "tip", self.tip, staff="zm")["level"], 2)
        self.ok("act", "job", self.job, "pass")
        other = self.ok("add", "job", "what=no tip").strip()
        self.assertIn("No tip", self.refused("act", "job", other, "pass"))

    def test_an_edit_keeps_what_the_clerk_does_not_see(self):
        self.ok("edit", "job", self.job, "what=looked into")
        seen = self.json("show", "job", self.job, staff="zm")
        self.assertEqual((seen["tip"], seen["pay"], seen["what"]), (self.tip, "1234.56", "looked into"))


class Fields(Permit):
    def test_a_field_closed_to_the_role_is_empty_in_every_answer(self):
        for args in (("show", "job", self.job), ("show", "job", self.job, "--history"), ("list", "job"), ("list", "job", "--csv"),
                     ("list", "job", "--json"), ("print", "job", self.job, "-o", "-")):
            _, out, err = self.run_it(*args)
            for text in ("1234.56", "123456", "1,234.56", "2469", "2,469"):
                self.assertNotIn(text, out + err, args)
        self.assertIn("1234.56", self.ok("show", "job", self.job, staff="zm").replace(",", ""))
        self.assertEqual(self.ok("act", "job", self.job, "pay_out", staff="ca").strip(), "paid unknown")
        self.assertEqual(self.ok("act", "job", self.job, "pay_out", staff="zm").strip(), "paid 123456")

    def test_it_cannot_be_asked_for_or_written(self):
        self.refused("list", "job", "--where", "pay > 100")
        self.refused("list", "job", "--where", "\"pay\" > 100")
        self.ok("list", "job", "--where", "pay > 100", staff="zm")
        self.refused("edit", "job", self.job, "pay=1")
        self.refused("edit", "job", self.job, "grade=1")
        self.ok("edit", "job", self.job, "grade=1", staff="cj")
        self.assertEqual([d[:4] for d in self.denied()], [("job", "change", None, "pay"), ("job", "change", None, "grade")])
        self.assertEqual(self.json("show", "job", self.job, staff="zm")["pay"], "1234.56")

    def test_a_new_record_takes_the_default_of_what_is_closed(self):
        number = self.ok("add", "job", "what=new").strip()
        self.assertEqual(self.json("show", "job", number, staff="zm")["grade"], 3)


class Roles(Permit):
    def test_who_looks_alone_does_nothing_else(self):
        note = self.ok("add", "book", "text=Water off", staff="cj").strip()
        self.assertIn("Water", self.ok("list", "book", staff="gu"))
        for args in (("list", "book", "--csv"), ("print", "book", note, "-o", "-"), ("backup", self.path("b.db")),
                     ("export", "2026-11", "-o", self.path("m.xlsx")), ("add", "book", "text=x"),
                     ("edit", "book", note, "text=x"), ("act", "book", note, "take_down"),
                     ("setting", "set", "closing_time", "20:00"), ("user", "disable", "lm"), ("restore", self.path("b.db"))):
            self.refused(*args, staff="gu")
        self.ok("act", "book", note, "read_it", staff="gu")
        self.refused("act", "book", note, "take_down")  # no roles of its own: those who write
        self.refused("act", "book", note, "read_it", staff="zg")
        rights = [right for _, right, *_ in self.denied()]
        self.assertEqual(rights, ["export", "backup", "export", "enter", "change", "act", "settings", "staff", "restore",
                                  "act", "act"])

    def test_a_role_of_the_house_and_whom_it_stands_for(self):
        self.ok("setting", "set", "closing_time", "20:00", staff="dr")
        self.ok("add", "job", "what=of the director", staff="dr")
        self.ok("add", "book", "text=of the director", staff="dr")
        self.refused("backup", self.path("b.db"), staff="dr")
        self.assertIn("director", self.refused("user", "add", "x", "某人", "king", staff="cj", stdin="1234\n"))

    def test_a_misspelt_role_in_a_form_is_told_with_a_suggestion(self):
        folder = os.path.join(self.dir, "own")
        os.makedirs(folder)
        with open(os.path.join(FORMS, "book.yaml"), encoding="utf-8") as f:
            text = f.read().replace("edit_roles: [supervisor]", "edit_roles: [supervisr]")
        self.write("own/book.yaml", text)
        self.forms = folder
        _, _, err = self.run_it("check")
        self.assertIn("unknown role 'supervisr' (did you mean 'supervisor'?)", err)
        self.assertIn("^", err)


if __name__ == "__main__":
    main()
