"""Import: every row is in the database or in the refused file with its reason, and the counts add up."""
import csv
import io
import json
import os
import re
import subprocess

from desk import PROGRAM, SOURCE, Desk, main
from seat import Seat

HEAD = "name,unit,phone,remarks\n"
LONG = 15000 // int(os.environ.get("SPARSE", "1"))  # rows of an import that several clerks' saves fit into


class Import(Desk):
    def make(self):
        super().make()
        self.add_unit()

    def bring(self, *args, code=0, **more):
        got, out, err = self.run_it("import", *args, **more)
        self.assertEqual(got, code, out + err)
        counts = re.match(r"(\d+) rows \((.*?)\): (\d+) imported, (\d+) refused, (\d+) already", out)
        self.assertTrue(counts, out + err)
        rows, imported, refused, already = (int(counts[i]) for i in (1, 3, 4, 5))
        self.assertEqual(rows, imported + refused + already)
        return rows, imported, refused, already, counts[2]

    def migrate(self, *args, **more):
        """What only a supervisor may bring: numbers, states and times as they stood elsewhere."""
        return self.bring(*args, "--migrate", staff="cj", **more)

    def reasons(self, name="v.csv.refused.csv"):
        return {int(r["refused_line"]): r["refused_reason"] for r in csv.DictReader(io.StringIO(self.read(name), newline=""))}

    def names(self):
        return sorted(r["name"] for r in self.json("list", "visitor"))

    def test_field_names_and_labels_are_headings(self):
        f = self.write("v.csv", "姓名,Unit,phone\n王小明,A-1203,13800008036\n")
        self.assertEqual(self.bring("visitor", f)[:4], (1, 1, 0, 0))
        self.assertEqual(self.json("list", "visitor")[0]["phone"], "13800008036")

    def test_a_wrong_path_is_told_with_what_to_do(self):
        for path, why in (("nope.csv", "Check its name and its folder"), ("", "choose a file in it")):
            code, _, err = self.run_it("import", "visitor", self.path(path))
            self.assertEqual(code, 1, err)
            self.assertIn(why, err)

    def test_gb18030_and_byte_order_mark_are_seen(self):
        text = "姓名,房号\n".replace("房号", "unit") + "王小明,A-1203\n欧阳雪梅,A-1203\n"
        self.assertEqual(self.bring("visitor", self.write("g.csv", text, "gb18030"))[1:], (2, 0, 0, "GB18030"))
        self.assertEqual(self.bring("visitor", self.write("b.csv", text.replace("王", "黄"), "utf-8-sig"))[1], 1)
        self.assertEqual(self.names(), ["欧阳雪梅", "王小明", "黄小明"])

    def test_bad_rows_are_refused_one_by_one(self):
        f = self.write("v.csv", HEAD + "王小明,A-1203,,\n王,A-1203,,\n李红,Z-1,,\n张三,A-1203,12,\n,A-1203,,\n赵六,A-1203,,,extra\n钱七,A-1203\n孙八,A-1203,,ok\n")
        self.assertEqual(self.bring("visitor", f, code=1)[:4], (8, 2, 6, 0))
        self.assertEqual(sorted(self.reasons()), [3, 4, 5, 6, 7, 8])
        self.assertIn("Z-1", self.reasons()[4])
        self.assertEqual(self.names(), ["孙八", "王小明"])

    def test_quotation_marks_cost_one_row_only(self):
        f = self.write("v.csv", HEAD + '王小明,A-1203,,"two\nlines"\n李红,A-1203,,"never closed\n张三,A-1203,,\n赵六,A-1203,,in "the" middle\n'
                       + "".join(f"人人{i},A-1203,,\n" for i in range(100)))
        rows = self.bring("visitor", f, code=1)
        self.assertEqual(rows[:4], (104, 102, 2, 0))
        self.assertEqual(sorted(self.reasons()), [4, 6])
        self.assertEqual([r["remarks"] for r in self.json("list", "visitor", "--where", "name = '王小明'")], ["two\nlines"])

    def test_nul_bytes_and_damaged_text_are_refused(self):
        f = self.write("v.csv", HEAD.encode() + "王小明,A-1203,,a\0b\n".encode() + "李小红红红,A-1203,,".encode() + b"\xff\xfe\n" + "张三丰,A-1203,,\n".encode())
        self.assertEqual(self.bring("visitor", f, code=1)[:4], (3, 1, 2, 0))
        self.assertIn("NUL", self.reasons()[2])

    def test_utf16_and_empty_files_are_told(self):
        self.assertIn("UTF-16", self.refused("import", "visitor", self.write("u.csv", HEAD, "utf-16")))
        self.refused("import", "visitor", self.write("e.csv", ""))
        self.refused("import", "visitor", self.path("none.csv"))

    def test_the_same_file_twice_brings_nothing(self):
        f = self.write("v.csv", HEAD + "王小明,A-1203,,\n王小明,A-1203,,\n李红,A-1203,13800000001,\n")
        self.assertEqual(self.bring("visitor", f)[:4], (3, 3, 0, 0))
        self.assertEqual(self.bring("visitor", f)[:4], (3, 0, 0, 3))
        longer = self.write("v2.csv", HEAD + "王小明,A-1203,,\n王小明,A-1203,,\n李红,A-1203,13800000001,\n新来的,A-1203,,\n")
        self.assertEqual(self.bring("visitor", longer)[:4], (4, 1, 0, 3))

    def test_numbers_are_recognised(self):
        f = self.write("v.csv", "number,name,unit\nX1,王小明,A-1203\nX2,李红,A-1203\nX2,张三,A-1203\n")
        self.assertEqual(self.migrate("visitor", f, code=1)[:4], (3, 2, 1, 0))
        self.assertEqual(self.migrate("visitor", self.write("w.csv", "number,name,unit\nX1,别的,A-1203\nX3,赵六,A-1203\n"))[:4], (2, 1, 0, 1))
        self.assertEqual(self.names(), ["李红", "王小明", "赵六"])

    def test_the_refused_file_is_mended_and_brought_again(self):
        f = self.write("v.csv", HEAD + '王,A-1203,,"a, b"\n李红,A-1203,,\n')
        self.bring("visitor", f, code=1)
        mended = self.read("v.csv.refused.csv").replace("王,", "王小明,")
        again = self.write("again.csv", mended)
        self.assertEqual(self.bring("visitor", again)[:4], (1, 1, 0, 0))
        self.assertEqual(self.json("list", "visitor", "--where", "name = '王小明'")[0]["remarks"], "a, b")

    def test_no_cell_of_the_refused_file_is_a_formula(self):
        cells = ["=1+cmd|calc", "'=2+2", "@SUM(A1)", "-x+y", "\t=3+3", "+86 138 0013 8000", "a, \"b\""]
        f = self.path("v.csv")
        with open(f, "w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows([["name", "unit", "firm", "=HYPERLINK(1)"]] + [["王小明", "Z-9", c, c] for c in cells])
        m = "name=name,unit=unit,firm=firm"
        self.bring("visitor", f, "--map", m, code=1)
        rows = list(csv.reader(io.StringIO(self.read("v.csv.refused.csv"), newline="")))
        for cell in (cell for row in rows for cell in row):
            self.assertFalse(cell.strip()[:1] in ("=", "@") or cell == "-x+y", cell)
        self.assertEqual(rows[6][2], "+86 138 0013 8000")
        again = self.write("again.csv", self.read("v.csv.refused.csv").replace("Z-9", "A-1203"))
        self.assertEqual(self.bring("visitor", again, "--map", m)[:4], (7, 7, 0, 0))
        self.assertEqual([r["firm"] for r in reversed(self.json("list", "visitor"))],
                         ["=1+cmd|calc", "=2+2", "@SUM(A1)", "-x+y", "=3+3", "+86 138 0013 8000", "a, \"b\""])

    def test_map_joins_chooses_and_fixes(self):
        f = self.write("v.csv", "FIRST,LAST,IN,PLANNED\nANN,LEE,10/12/2010 14:48,10/12/2010 14:45\nBOB,RAY,,3/4/2010 9:00\n")
        m = "name=FIRST+LAST,unit='A-1203',saved_at=IN|PLANNED,inside_at=IN,arrives_at=PLANNED,purpose='公务'"
        self.assertEqual(self.migrate("visitor", f, "--map", m, "--state", "unsigned", "--dates", "mdy")[:4], (2, 2, 0, 0))
        rows = {r["name"]: r for r in self.json("list", "visitor")}
        self.assertEqual(rows["ANN LEE"]["inside_at"][:16], "2010-10-12 14:48")
        self.assertEqual(rows["BOB RAY"]["saved_at"][:16], "2010-03-04 09:00")
        self.assertIsNone(rows["BOB RAY"]["inside_at"])
        self.assertIsNone(rows["BOB RAY"]["until"], "a deadline was invented")
        self.assertEqual(rows["BOB RAY"]["purpose"], "business")
        self.assertEqual(rows["BOB RAY"]["state"], "unsigned")
        self.assertEqual(self.json("board"), [])

    def test_dates_day_first(self):
        f = self.write("v.csv", "N,T\n王小明,3/4/2010 9:00\n")
        self.migrate("visitor", f, "--map", "name=N,unit='A-1203',saved_at=T", "--dates", "dmy")
        self.assertEqual(self.json("list", "visitor")[0]["saved_at"][:10], "2010-04-03")

    def test_an_impossible_or_yearless_date_is_refused(self):
        f = self.write("v.csv", "N,T\n王小明,2/30/2010 9:00\n李红,9:30\n张三,2010-02-30\n赵六,2010年2月3日\n")
        self.assertEqual(self.bring("visitor", f, "--map", "name=N,unit='A-1203',arrives_at=T", code=1)[:4], (4, 1, 3, 0))

    def test_a_unit_that_is_not_on_file(self):
        f = self.write("v.csv", "N,U\n王小明,WH\n李红,WH\n")
        self.assertEqual(self.bring("visitor", f, "--map", "name=N,unit=U", code=1)[:4], (2, 0, 2, 0))
        self.assertIn("--create unit", self.reasons()[2])
        self.assertEqual(self.bring("visitor", f, "--map", "name=N,unit=U", "--create", "unit", code=1)[2], 2, "a clerk made units")
        self.assertEqual(self.bring("visitor", f, "--map", "name=N,unit=U", "--create", "unit", staff="cj")[:4], (2, 2, 0, 0))
        self.assertEqual(self.json("show", "unit", "WH")["code"], "WH")

    def test_dry_run_keeps_nothing(self):
        f = self.write("v.csv", HEAD + "王小明,A-1203,,\n王,A-1203,,\n")
        code, out, _ = self.run_it("import", "visitor", f, "--dry-run", "--json")
        told = json.loads(out)
        self.assertEqual((code, [told[k] for k in ("rows", "imported", "refused", "already", "changed")]), (1, [2, 1, 1, 0, 0]))
        self.assertEqual([r["line"] for r in told["reasons"]], [3])
        self.assertIn("王小明", told["fields"][0]["first"])
        self.assertIn("Reason", self.run_it("import", "visitor", f, "--dry-run")[1])
        good = self.write("g.csv", HEAD + "王小明,A-1203,,\n")
        shown = self.run_it("import", "visitor", good, "--dry-run")[1]
        self.assertIn("A-1203", shown)
        self.assertNotIn("Reason", shown, "a table of nothing")
        self.assertEqual(json.loads(self.run_it("import", "visitor", good, "--dry-run", "--json")[1])["reasons"], [])
        self.assertEqual(self.names(), [])

    def test_a_bad_map_is_refused_before_anything(self):
        f = self.write("v.csv", HEAD + "王小明,A-1203,,\n")
        for m in ("", "name", "name=NONE", "nosuch=name", "name=name,name=phone", "name='王", "name=name+phone|unit"):
            self.refused("import", "visitor", f, "--map", m)
        self.refused("import", "visitor", self.write("x.csv", "name,unit,colour\n王小明,A-1203,red\n"))
        self.refused("import", "visitor", f, "--state", "asleep")
        self.refused("import", "visitor", f, "--refused", f)
        self.assertEqual(self.names(), [])

    def test_list_csv_comes_back(self):
        for i, name in enumerate(("王小明", "李红")):
            self.add_visitor(f"phone=1380000000{i}", "remarks=-1+1", name=name)
        self.ok("act", "visitor", self.json("list", "visitor", "--list", "all")[0]["number"], "admit")  # rows come back, too
        self.write("out.csv", self.ok("list", "visitor", "--csv", raw=True))
        first = self.json("list", "visitor")
        self.db = self.path("other.db")
        self.ok("init", "--practice", staff=None)
        self.ok("user", "add", "cj", "陈静", "supervisor", staff=None, stdin="1234\n")
        self.ok("user", "add", "lm", "李敏", "clerk", staff="cj", stdin="1234\n")
        self.add_unit()
        self.assertEqual(self.migrate("visitor", self.path("out.csv"))[:4], (2, 2, 0, 0))
        second = self.json("list", "visitor")
        for a, b in zip(sorted(first, key=lambda r: r["number"]), sorted(second, key=lambda r: r["number"])):
            for k in ("number", "name", "phone", "remarks", "state", "saved_at", "until", "answers"):
                self.assertEqual(a[k], b[k], k)

    def example(self, doc, heading):
        """The chapter's indented blocks: file, map, commands."""
        with open(os.path.join(SOURCE, "docs", doc), encoding="utf-8") as f:
            chapter = f.read().split("\n## " + heading + "\n")[1].split("\n## ")[0]
        return [re.sub("(?m)^    ", "", b) + "\n" for b in re.findall("(?m)(?:^    .*\n)*^    .*$", chapter)]

    def test_the_examples_of_the_documents(self):
        self.lang = "en"
        for doc, heading, firm in (("manual.md", "从 Excel 或纸上搬过来", "联合广告"), ("operations.md", "Moving from Excel or paper", "Union Ads")):
            file, map_file, commands = self.example(doc, heading)
            names = {"old.csv": self.write("old.csv", file), "@old.map": "@" + self.write("old.map", map_file)}
            for command in commands.splitlines():
                words = [names.get(w, w) for w in command.split()]
                out = self.ok(*words[3:], staff=words[2])
            self.assertIn("old.csv", out)
            self.assertEqual(self.sql(f"select firm, date(saved_at + 28800, 'unixepoch') from visitor where firm = '{firm}' or firm is null order by id desc limit 2")[0],
                             [(firm, "2026-11-13"), (None, "2026-11-03")])

    def test_separators_are_seen(self):
        for i, sep in enumerate(";\t"):
            f = self.write(f"s{i}.csv", sep.join(("name", "unit")) + "\n" + sep.join((f"人人{i}", "A-1203")) + "\r\n")
            self.assertEqual(self.bring("visitor", f)[1], 1)

    def test_the_last_line_without_an_end_and_empty_lines(self):
        f = self.write("v.csv", "name,unit\r\n\r\n王小明,A-1203\r\n\r\n\r\n李红,A-1203")
        self.assertEqual(self.bring("visitor", f)[:4], (2, 2, 0, 0))

    def test_what_was_taken_back_is_gone_from_rows_and_from_the_count(self):
        """Of a register with tables of rows; how many there are is told without counting them."""
        self.ok("add", "incident", "kind=other", "place=大堂", "what=玻璃碎了")
        self.write("i.csv", "kind,place,what\nother,大堂,灯坏\nother,车库,积水\n")
        self.ok("import", "incident", self.path("i.csv"), staff="cj")
        number = self.json("import", "list", staff="cj")["imports"][0]["import"]
        seat = Seat(self.db, f"{SOURCE}/forms")
        self.addCleanup(seat.leave)
        seat.open("cj", "Open 3", "--open", "incident")
        self.assertIn("All 3", seat.keys("F6", "All 3"))
        self.ok("import", "undo", str(number), staff="cj")
        self.assertIn("All 1", seat.until("All 1"))
        self.assertEqual(len(self.json("list", "incident", "--list", "all")), 1)
        self.ok("verify", staff=None)

    def bring_beside_clerks(self, rows, name):
        """An import of so many while a clerk saves: how many of his were in before it had ended, and all that he saved."""
        f = self.write("v.csv", HEAD + "".join(f"{name}{i},A-1203,{13800000000 + i},\n" for i in range(rows)))
        command = [PROGRAM, "--lang", "en", "--db", self.db, "--now", self.now, "--as", "cj", "import", "visitor", f]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as bringing:
            saved = [self.add_visitor(name=f"李小{n}") for n in "一二三四五"]
            while bringing.poll() is None:
                saved.append(self.add_visitor(name="赵小十"))
            self.assertEqual(bringing.wait(), 0)
            self.assertIn(f"{rows} imported".encode(), bringing.stdout.read())
        beside = self.sql("select count(*) from visitor where clerk = 'lm' and id between"
                          f" (select min(id) from visitor where name like '{name}%') and"
                          f" (select max(id) from visitor where name like '{name}%')")[0][0][0]
        return beside, len(saved)

    def test_clerks_save_while_a_long_import_runs(self):
        beside = total = 0
        for rows, name in ((LONG, "访客"), (4 * LONG, "来宾"), (16 * LONG, "客人")):  # a busy machine may not let him in at once
            if beside == 0:
                beside, saved = self.bring_beside_clerks(rows, name)
                total += rows + saved
        self.assertGreater(beside, 0, "nobody saved while it ran")
        self.assertEqual(self.sql("select count(*) from visitor")[0][0][0], total)
        self.ok("verify")

    def test_a_thousand_imported_are_searchable_and_verified(self):
        f = self.write("v.csv", "name,unit,saved_at\n" + "".join(f"访客{i:04d},A-1203,2026-10-{i % 28 + 1:02d} 10:00\n" for i in range(1500)))
        self.assertEqual(self.migrate("visitor", f, "--state", "left")[:4], (1500, 1500, 0, 0))
        self.ok("verify")
        self.assertEqual(len(self.json("list", "visitor", "--text", "1321")), 1)


main()
