"""A party that leaves in parts (V1, V10): who is still inside is counted, each part has its time; and numbers without gaps."""
import openpyxl

from desk import Desk, main


class Parts(Desk):
    def setUp(self):
        super().setUp()
        self.add_unit()
        self.n = self.add_visitor("party=5")
        self.ok("act", "visitor", self.n, "admit")

    def leave(self, people, *more):
        return self.ok("act", "visitor", self.n, "leave_part", f"leaving={people}", *more)

    def now_of(self):
        return self.json("show", "visitor", self.n)

    def test_the_rest_stays_inside_and_every_part_has_its_time(self):
        came, due = self.now_of(), self.json("board")
        self.now = "2026-11-21 09:40"
        self.assertIn("still here: 3", self.leave(2))
        r = self.now_of()
        self.assertEqual((r["state"], r["party"], r["came"], r["inside_at"]), ("inside", 3, 5, came["inside_at"]))
        self.now = "2026-11-21 09:50"
        self.leave(1)
        lines = self.sql("select at, staff, data from journal where action = 'leave_part' order by seq")[0]
        self.assertEqual([(at - lines[0][0], staff) for at, staff, _ in lines], [(0, "lm"), (600, "lm")])
        self.assertIn('"leaving":[null,2]', lines[0][2])
        self.assertEqual(self.now_of()["left_before"], 3)
        self.assertEqual([(b["number"], b["clock"], b["due"]) for b in self.json("board")],
                         [(b["number"], b["clock"], b["due"]) for b in due])  # the rest leaves by the same time
        inside = self.ok("list", "visitor", "--list", "inside")
        self.assertIn("2", inside.splitlines()[-1])
        self.now = "2026-11-21 09:55"
        self.leave(2)
        r = self.now_of()
        self.assertEqual((r["state"], r["party"], r["came"], r["left_at"][11:16]), ("left", 0, 5, "09:55"))
        self.assertEqual(self.json("board"), [])
        self.ok("verify", staff=None)

    def test_signing_out_takes_the_rest(self):
        self.leave(4)
        self.ok("act", "visitor", self.n, "sign_out")
        r = self.now_of()
        self.assertEqual((r["state"], r["party"], r["came"]), ("left", 1, 5))

    def test_never_more_than_are_here_nor_nobody(self):
        for people in ("6", "0", "-1", ""):
            self.refused("act", "visitor", self.n, "leave_part", f"leaving={people}")
        self.leave(4)
        self.assertEqual(self.now_of()["party"], 1)
        self.assertIn("2000", self.refused("edit", "visitor", self.n, "party=0"))

    def test_the_count_of_the_house_and_the_sheet(self):
        self.leave(2)
        self.assertIn("3", self.ok("list", "visitor", "--list", "inside").splitlines()[-1])
        count = self.ok("add", "closing_count", "day=2026-11-21").strip()
        self.ok("act", "closing_count", count, "count", "counted=3")
        said = self.json("show", "closing_count", count)
        self.assertEqual((said["expected"], said["visits"]), (3, 1))
        self.ok("export", "2026-11", "-o", self.path("m.xlsx"), staff="cj")
        rows = list(openpyxl.load_workbook(self.path("m.xlsx"))["Visitor register"].iter_rows(values_only=True))
        heads = next(r for r in rows if "People" in r)
        self.assertEqual([r[heads.index("People")] for r in rows if self.n in r], [5])  # the paper has all who came,
        self.assertTrue(str(rows[-1][heads.index("People")]).startswith("=SUBTOTAL(109"), rows[-1])  # and adds them up


class Gapless(Desk):
    FORM = ("register: slips\ntitle: {zh: 单, en: Slips}\nnumber: \"S{seq:3}\"\n%s"
            "fields:\n  - {name: what, type: text, label: {zh: 事, en: What}, required: true}\n")

    def bring(self, word):
        self.forms = self.path("house")
        import os
        os.makedirs(self.forms, exist_ok=True)
        self.write("house/slips.yaml", self.FORM % word)
        self.write("s.csv", "what\na\nb\n")
        self.ok("import", "slips", self.path("s.csv"), staff="cj")
        return str(self.json("import", "list", staff="cj")["imports"][0]["import"])

    def test_an_import_is_not_taken_back_where_numbers_have_no_gaps(self):
        self.ok("import", "undo", self.bring(""), staff="cj")
        err = self.refused("import", "undo", self.bring("gapless: true\n"), staff="cj")
        self.assertIn("no gaps", err)
        self.assertEqual([r["number"] for r in self.json("list", "slips", "--where", "number > 'S002'")], ["S003", "S004"][::-1])
        self.assertEqual(self.ok("add", "slips", "what=c").strip(), "S005")

    def test_a_refused_save_takes_no_number(self):
        self.bring("gapless: true\n")
        self.refused("add", "slips", "what=")
        self.assertEqual(self.ok("add", "slips", "what=c").strip(), "S003")

    def test_it_wants_a_sequence(self):
        self.forms = self.path("house")
        import os
        os.makedirs(self.forms, exist_ok=True)
        self.write("house/slips.yaml", self.FORM.replace("S{seq:3}", "{what}") % "gapless: true\n")
        self.assertIn("slips.yaml:4:10: error: 'gapless'", self.refused("check", staff=None, now=None))


if __name__ == "__main__":
    main()
