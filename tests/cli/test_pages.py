"""One page, many faces: the screen's text, CSV, JSON, PDF and workbook say the same numbers."""
import csv
import io
import json
import subprocess
import unittest

import openpyxl

from desk import Desk, main


class Pages(Desk):
    def make(self):
        super().make()
        self.add_unit()

    def table(self, text, heading):
        """The CSV table whose first heading it is: {first cell: the others}."""
        rows = list(csv.reader(io.StringIO(text)))
        at = next(i for i, r in enumerate(rows) if r and r[0] == heading)
        end = next((i for i in range(at, len(rows)) if not rows[i]), len(rows))
        return rows[at], {r[0]: r[1:] for r in rows[at + 1:end]}

    def lines(self, text, first):
        return next(line for line in text.split("\n") if line.strip().startswith(first)).split()

    def test_figures_agree_on_every_face(self):
        for fault, kind in (("灯坏", "electric"), ("灯又坏", "electric"), ("漏水", "plumbing")):
            self.ok("add", "repair", "unit=A-1203", "fault=" + fault, "kind=" + kind)
        data = self.json("figures", "repair", "2026-11")
        self.assertEqual([(r["name"], r["total"]) for r in data["by_kind"]], [("electric", 2), ("plumbing", 1)])
        self.assertEqual((data["register"], data["report"], data["period"], data["records"]), ("repair", "figures", "2026-11", 3))
        head, rows = self.table(self.ok("figures", "repair", "2026-11", "--csv"), "Kind")
        self.assertEqual((head[1], rows["Electric"][0], rows["Plumbing"][0]), ("total", "2", "1"))
        text = self.ok("figures", "repair", "2026-11")
        self.assertEqual(self.lines(text, "Electric")[1:8], [str(data["by_kind"][0][k]) for k in
                         ("total", "closed", "answered", "on_time", "late", "pending")] + ["-"])
        self.ok("figures", "repair", "2026-11", "-o", self.path("f.pdf"), staff="cj")
        pdf = subprocess.run(["pdftotext", "-layout", self.path("f.pdf"), "-"], check=True, capture_output=True, text=True).stdout
        self.assertEqual(self.lines(pdf, "Electric"), self.lines(text, "Electric"))
        self.ok("figures", "repair", "2026-11", "-o", self.path("f.xlsx"), staff="cj")
        sheet = list(openpyxl.load_workbook(self.path("f.xlsx")).worksheets[0].iter_rows(values_only=True))
        self.assertIn(("Electric", 2), [r[:2] for r in sheet])

    def test_by_the_hour_is_everywhere(self):
        for now in ("2026-11-20 09:05", "2026-11-20 09:50", "2026-11-21 11:00"):
            self.ok("add", "visitor", "name=王小明", "unit=A-1203", "until=+1h", now=now)
        data = self.json("report", "hours", "visitor", "2026-11")
        self.assertEqual([(r["hour"], r["total"], r["share"]) for r in data["hours"]],
                         [("09:00", 2, 666), ("10:00", 0, 0), ("11:00", 1, 333)])
        self.assertEqual(data["total"], 3)
        text = self.ok("report", "hours", "visitor", "2026-11")
        self.assertEqual(self.lines(text, "09:00"), ["09:00", "2", "66.6%", "#" * 40])
        self.assertEqual(self.lines(text, "11:00")[3], "#" * 20)
        rows = self.table(self.ok("report", "hours", "visitor", "2026-11", "--csv"), "Registered")[1]
        self.assertEqual(rows, {"09:00": ["2", "66.6%"], "10:00": ["0", "0.0%"], "11:00": ["1", "33.3%"]})
        self.ok("export", "2026-11", "-o", self.path("m.xlsx"), staff="cj")
        book = openpyxl.load_workbook(self.path("m.xlsx"))
        self.assertIn("Figures", book.sheetnames)
        self.assertIn(("09:00", 2), [r[:2] for r in book["By the hour"].iter_rows(values_only=True)])
        self.assertEqual([line.split("\t")[0] for line in self.ok("report").split("\n") if line], ["figures", "hours"])
        self.assertIn("no report", self.refused("report", "nonsense", "visitor"))

    def test_a_period_without_records_is_a_page_too(self):
        data = self.json("figures", "repair", "2031-01")
        self.assertEqual((data["all"]["total"], data["all"]["rate"], data["by_kind"]), (0, None, []))
        self.assertEqual(self.json("report", "hours", "visitor", "2031-01")["hours"], [])

    def test_a_report_as_workbook_is_journalled_and_needs_the_right(self):
        self.ok("figures", "repair", "2026-11", "-o", self.path("f.xlsx"), staff="cj")
        self.assertEqual(self.sql("select count(*) from journal where action = 'export' and reg = 'repair'"), [[(1,)]])
        self.assertIn("--as", self.refused("figures", "repair", "2026-11", "-o", self.path("g.xlsx"), staff=None))

    def test_every_json_has_its_version(self):
        number = self.add_visitor()
        for args in (["list", "visitor"], ["show", "visitor", number], ["board"], ["search", "王"], ["figures", "repair"],
                     ["report", "hours", "visitor"]):
            data = json.loads(self.ok(*args, "--json"))
            self.assertEqual(data["version"], 1, args)
        record = json.loads(self.ok("show", "visitor", number, "--json", "--history"))
        self.assertEqual((record["record"]["register"], record["record"]["version"]), ("visitor", 1))
        self.assertEqual([line["action"] for line in record["history"]], ["shell-read", "create"])
        self.assertEqual(record["history"][1]["change"]["name"], [None, "王小明"])

    def test_the_list_says_the_same_as_csv_and_json(self):
        self.add_visitor("party=3", "remarks==1+1")
        row = self.json("list", "visitor")[0]
        cells = list(csv.DictReader(io.StringIO(self.ok("list", "visitor", "--csv"))))[0]
        self.assertEqual((row["party"], cells["party"]), (3, "3"))
        self.assertEqual((row["remarks"], cells["remarks"]), ("=1+1", "'=1+1"))
        for name, value in row.items():
            if name in cells and name != "remarks":
                self.assertEqual(cells[name], "" if value is None else str(value), name)


main()
