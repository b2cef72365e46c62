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
        self.assertEqual((r["pieces"], r["worth"], r["dear"]), ("3", "125.00", "1"))
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
        self.assertEqual((r["goods"], r["pieces"], r["worth"], r["dear"], r["list_"]), (None, "0", "0.00", "0", None))
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

    def more(self, text, instead):
        """The form with another text in it."""
        os.makedirs(self.path("more"), exist_ok=True)
        with open(os.path.join(SOURCE, "tests", "cli", "rows_forms", "stored.yaml"), encoding="utf-8") as f:
            form = f.read()
        self.assertIn(text, form)
        self.write("more/stored.yaml", form.replace(text, instead))

    def wrong(self, text, instead, says):
        self.more(text, instead)
        err = self.refused("check", self.path("more/stored.yaml"), staff=None)
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


if __name__ == "__main__":
    main()
