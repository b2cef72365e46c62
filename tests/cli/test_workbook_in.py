"""Excel workbooks come in: sheets, titles, headings, dates, and what was made to fill the machine."""
import csv
import datetime as dt
import io
import os
import shutil
import unittest
import zipfile

import openpyxl
from desk import Desk, main


class WorkbookIn(Desk):
    def make(self):
        super().make()
        for code in ("A-1203", "A-0804"):
            self.add_unit(code)

    def book(self, name, **sheets):
        wb = openpyxl.Workbook()
        wb.remove(wb.active)
        for title, rows in sheets.items():
            ws = wb.create_sheet(title)
            for row in rows:
                ws.append(row)
        wb.save(self.path(name))
        return self.path(name)

    def bring(self, *args, code=0, **more):
        got, out, err = self.run_it("import", *args, **more)
        self.assertEqual(got, code, out + err)
        return out + err

    def reasons(self, name):
        return {int(r["refused_line"]): r["refused_reason"] for r in csv.DictReader(io.StringIO(self.read(name), newline=""))}

    def test_a_list_of_visitors_with_a_title_and_dates_of_every_look(self):
        f = self.book("v.xlsx", 访客=[["2026年3月访客登记表"], [], ["序号", "来访人姓名", "电话", "到访房号", "预计离开", "备注", "介绍人"],
                                    [1, "王小明", 13800000001, "A-1203", dt.datetime(2026, 11, 21, 18, 5), "两行\n第二行", None],
                                    [], [2, "李小红", "0755-26881234", "A-0804", dt.datetime(2026, 11, 21, 19, 0), None, None],
                                    [3, "赵六", 13800000003, "9999", dt.datetime(2026, 11, 21, 19, 0), None, "周"],
                                    [4, "钱多多", 13800000004, "A-1203", "1899-12-31", None, None]])
        wb = openpyxl.load_workbook(f)
        wb.active.merge_cells("A1:F1")
        wb.active["E4"].number_format = "m/d/yy h:mm"
        wb.active["E6"].number_format = 'yyyy"年"m"月"d"日"'
        wb.save(f)
        said = self.bring("visitor", f, code=1)
        self.assertRegex(said, r": '介绍人'\. .*--map '\*,-=介绍人'")  # 序号 is left out by itself
        said = self.bring("visitor", f, "--map", "*,-=介绍人", code=1)
        self.assertIn("Sheet 访客. The headings stand on row 3", said)
        self.assertIn("4 rows (Excel): 2 imported, 2 refused", said + self.read("v.xlsx.refused.csv"))
        self.assertEqual(sorted(self.reasons("v.xlsx.refused.csv")), [7, 8])  # rows as Excel numbers them
        seen = {r["name"]: r for r in self.json("list", "visitor")}
        self.assertEqual(seen["王小明"]["phone"], "13800000001")
        self.assertEqual(seen["李小红"]["unit"], "A-0804")
        self.assertEqual({n: r["until"] for n, r in seen.items()}, {"王小明": "2026-11-21 18:05:00", "李小红": "2026-11-21 19:00:00"})

    def test_a_list_of_units_with_headings_that_are_nearly_fields(self):
        f = self.book("u.xlsx", 单元=[["房号", "业主", "面积㎡约", "楼"], ["A-0901", "周天乐", 88.5, 9]])
        said = self.bring("unit", f, staff="cj", code=1)
        self.assertRegex(said, r"'面积㎡约' \(perhaps area")
        self.assertIn("Nothing was imported", said)
        given = said[said.index("--map '") + 7:].split("'")[0]
        said = self.bring("unit", f, "--map", given.replace("-=楼", "floor=楼"), staff="cj")
        self.assertIn("1 imported", said)
        self.assertEqual(self.json("show", "unit", "A-0901", staff="cj")["area"], 88.5)

    def test_a_list_of_units_as_an_office_has_it(self):
        self.ok("edit", "unit", "A-1203", "area=66", staff="cj")
        head = ["房号", "业主", "面积㎡", "用途", "物业费（元/㎡）", "楼层"]
        f = self.book("u.xlsx", 收费面积=[["单元收费面积一览表（2026年）"], head,
                                      ["A-0901", "周天乐", "88.50㎡", "住宅", "2.8-3.2", "9"],
                                      ["A-0902", "吴小梅", " 1,088.5 ", "办公", "3.5～4.0", "9层"],
                                      ["A-0903", "郑大力", "约90", "商铺", "面议", 9],
                                      ["A-0904", "冯一", "80-90", "住宅", 2.8, 9],
                                      ["A-0905", "褚三", 95, "住宅", 2.8, "九"],
                                      ["A-0906", "卫四", "9,5", "住宅", 2.8, 9],
                                      ["A-0901", "沈六", 88, "住宅", 2.8, 9],
                                      ["A-1203", "韩七", 88, "住宅", 2.8, 12],
                                      ["合计", None, "=SUM(C3:C10)", None, None, None]])
        said = self.bring("unit", f, "--map", "*,-=物业费（元/㎡）", staff="cj", code=1)
        self.assertIn("9 rows (Excel): 2 imported, 6 refused, 1 already there", said)
        self.assertIn("1 of those already there have other values than the file. To change them: --key code", said)
        why = self.reasons("u.xlsx.refused.csv")
        self.assertEqual(sorted(why), [5, 6, 7, 8, 9, 11])
        self.assertIn("a line of sums", why[11])
        self.assertIn("earlier row", why[9])
        self.assertIn("number", why[6])
        got = {r["code"]: (r["area"], r["floor"]) for r in self.json("list", "unit", staff="cj") if r["code"] > "A-0900"}
        self.assertEqual(got, {"A-0901": (88.5, 9), "A-0902": (1088.5, 9), "A-1203": (66, None)})
        said = self.bring("unit", f, "--map", "*,-=物业费（元/㎡）", "--key", "code", staff="cj", code=1)
        self.assertIn("1 changed", said)
        self.assertEqual(self.json("show", "unit", "A-1203", staff="cj")["area"], 88)

    def test_a_list_of_contacts(self):
        f = self.book("p.xlsx", 说明=[["填表说明"]],
                      通讯录=[["业户通讯录"], ["序号", "单元", "姓名", "身份", "手机", "起", "备注"],
                           [1, "A-1203", "孙小雨", "业主", 13800000001, dt.date(2024, 3, 1), "常在"],
                           [2, "A-1203", "李建国", "联系人", "0755-2688 1234", "2024年3月6日", None],
                           [3, "A-1203", "周梅", "租客", "13800000005", dt.date(2024, 3, 1), None],
                           [4, "A-0804", "吴用", "家属", "13800000007", "1899-12-31", None],
                           [5, "A-0804", "郑重", "家属", "13800000008 / 13800000009", None, None]])
        said = self.bring("person", f, "--sheet", "通讯录", staff="cj", code=1)
        self.assertIn("'单元' (perhaps unit", said)
        given = said[said.index("--map '") + 7:].split("'")[0]
        self.assertEqual(given, "*,unit=单元")  # 手机 is a heading of data/headings.tsv
        said = self.bring("person", f, "--sheet", "通讯录", "--map", given, staff="cj", code=1)
        self.assertIn("3 imported, 2 refused", said)
        self.assertEqual(sorted(self.reasons("p.xlsx.refused.csv")), [5, 7])
        seen = {r["name"]: (r["phone"], r["since"]) for r in self.json("list", "person", staff="cj")}
        self.assertEqual(seen, {"孙小雨": ("13800000001", "2024-03-01"), "李建国": ("075526881234", "2024-03-06"),
                                "吴用": ("13800000007", "1899-12-31")})

    def test_the_sheet_is_chosen(self):
        rows = [["name", "unit"], ["王小明", "A-1203"]]
        f = self.book("v.xlsx", 一月=rows, 二月=[["name", "unit"], ["李小红", "A-1203"]], 空=[])
        self.assertRegex(self.bring("visitor", f, code=1), r"several sheets: 一月 \(1\), 二月 \(2\)\. .*--sheet")
        self.assertIn("no sheet '三月'", self.bring("visitor", f, "--sheet", "三月", code=1))
        self.assertIn("1 imported", self.bring("visitor", f, "--sheet", "二月"))
        self.assertIn("1 imported", self.bring("visitor", f, "--sheet", "1"))
        self.assertIn("no sheets", self.bring("visitor", self.write("v.csv", "name,unit\n"), "--sheet", "1", code=1))

    def test_cells_without_a_heading_formulas_and_errors(self):
        f = self.book("v.xlsx", a=[["name", "unit", "remarks", None], ["王小明", "A-1203", "=1+1", None], ["李小红", "A-1203", "#N/A", "?"],
                                   ["赵六", "A-1203", "@SUM(A1)", None]])
        self.assertIn("2 imported, 1 refused", self.bring("visitor", f, code=1))
        self.assertEqual(self.reasons("v.xlsx.refused.csv"), {3: "column 4 has a value but no heading"})

    @unittest.skipIf(os.environ.get("SPARSE", "1") != "1", "another program's work")
    def test_what_is_no_workbook_and_what_fills_the_machine(self):
        with zipfile.ZipFile(self.path("z.xlsx"), "w") as z:
            z.writestr("hello.txt", "x")
        self.assertIn("could not be read as a workbook", self.bring("visitor", self.path("z.xlsx"), code=1))
        bomb = self.book("b.xlsx", a=[["name", "unit"], ["王小明", "A-1203"]])
        self.inflate(bomb, "b2.xlsx", "".join(f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>{"a" * 2000}</t></is></c></row>' for n in range(3, 999)))
        self.ok("setting", "set", "xlsx_size", "1", staff="cj")
        self.assertRegex(self.bring("visitor", self.path("b2.xlsx"), code=1), "1 MB of text.*File too large")
        self.ok("setting", "set", "xlsx_memory", "64", staff="cj")
        self.inflate(bomb, "b3.xlsx", '<row r="3">' + "".join(f'<c r="{c}3"><v>{i}</v></c>' for i, c in enumerate(wide(260000))) + "</row>")
        self.assertRegex(self.bring("visitor", self.path("b3.xlsx"), code=1), "64 MB of memory.*MemoryError")
        self.assertEqual([n for n in os.listdir(self.dir) if n.startswith(".qiantai")], [])

    def test_a_million_columns(self):
        f = self.book("w.xlsx", a=[["name", "unit"], ["王小明", "A-1203"]])
        cells = "".join(f'<c r="{"".join(c)}3"><v>1</v></c>' for c in wide(12000))
        self.inflate(f, "w2.xlsx", f'<row r="3">{cells}</row>')
        self.assertIn("1 imported, 1 refused", self.bring("visitor", self.path("w2.xlsx"), code=1))

    def inflate(self, source, name, rows):
        """The same workbook with more rows, as given."""
        with zipfile.ZipFile(source) as old, zipfile.ZipFile(self.path(name), "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
            for item in old.namelist():
                data = old.read(item)
                new.writestr(item, data.replace(b"</sheetData>", rows.encode() + b"</sheetData>") if "sheet1" in item else data)

    def test_without_the_program_that_reads_them(self):
        f = self.book("v.xlsx", a=[["name", "unit"], ["王小明", "A-1203"]])
        os.mkdir(self.path("bin"))
        for tool in ("prlimit", "timeout"):
            os.symlink(shutil.which(tool), self.path("bin/" + tool))
        path = os.environ["PATH"]
        os.environ["PATH"] = self.path("bin")
        try:
            self.assertIn("apt install xlsx2csv", self.bring("visitor", f, code=1))
        finally:
            os.environ["PATH"] = path


def wide(n):
    for i in range(n):
        name, i = "", i + 1
        while i:
            i, rest = divmod(i - 1, 26)
            name = chr(65 + rest) + name
        yield name


main()
