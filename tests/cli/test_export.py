"""The month's workbook, read by somebody else's reader (T2)."""
import datetime
import os
import sqlite3

import openpyxl

from desk import Desk, main


class Export(Desk):
    def make(self):
        super().make()
        self.add_unit()

    def book(self, month="2026-11", name="m.xlsx", values=False, **more):
        self.ok("export", month, "-o", self.path(name), **more)
        return openpyxl.load_workbook(self.path(name), data_only=values)

    def sheet(self, book, title):
        return book[title]

    def test_t2_dates_are_dates_numbers_numbers_and_phones_text(self):
        self.lang = "zh_CN"
        number = self.add_visitor("phone=13800008036", "party=3", "id_kind=护照", "id_number=E12345678", "firm==1+1")
        self.ok("act", "visitor", number, "admit")
        ws = self.book()["访客登记表"]
        head = [c.value for c in ws[3]]
        row = dict(zip(head, [c.value for c in ws[4]]))
        self.assertEqual(head[:4], ["编号", "登记时间", "来访人姓名", "证件名称"])
        self.assertEqual(row["登记时间"], datetime.datetime(2026, 11, 21, 9, 14))
        self.assertEqual(row["来访时间"], datetime.datetime(2026, 11, 21, 9, 14))
        self.assertEqual(row["人数"], 3)
        self.assertIsInstance(row["联系电话"], str)
        self.assertEqual(row["联系电话"].replace(" ", ""), "13800008036")
        self.assertEqual(row["单位"], "=1+1")
        self.assertEqual(ws[4][head.index("单位")].data_type, "s")
        self.assertEqual(row["经办人"], "李敏")
        self.assertEqual(row["状态"], "在访")
        self.assertNotIn("12345", row["证件号码"])
        self.assertIn("联合广场", ws["A2"].value)

    def test_a_place_where_nothing_can_be_written_is_told_before_anything_is_done(self):
        os.makedirs(self.path("folder"))
        for place, why in (("folder", "Name the file in it"), ("nowhere/m.xlsx", "Name another, or make it first")):
            code, out, err = self.run_it("export", "2026-11", "-o", self.path(place))
            self.assertEqual((code, out), (1, ""), err)
            self.assertIn(why, err)
        with sqlite3.connect(self.db) as c:
            self.assertEqual(c.execute("select count(*) from journal where action = 'export'").fetchone(), (0,))

    def test_t2_totals_are_formulas_with_their_values(self):
        for party in (1, 2, 4):
            self.add_visitor(f"party={party}")
        formulas, values = self.book()["Visitor register"], self.book(values=True)["Visitor register"]
        last = formulas.max_row
        party = [c.value for c in formulas[3]].index("People")
        self.assertEqual(formulas[last][party].value, f"=SUBTOTAL(109,{formulas[last][party].column_letter}4:{formulas[last][party].column_letter}6)")
        self.assertEqual(values[last][party].value, 7)
        self.assertIn(3, [c.value for c in values[last]])

    def test_u7_a_list_is_a_sheet_whole_whatever_the_month(self):
        os.makedirs(self.path("forms"))
        self.write("forms/unit_house.yaml", """
extends: unit
sheets:
  - name: tenants
    list: leases
    code: FM-GL-031-0
    title: {zh: 租户表, en: Tenants}
    columns: [{count: true, heading: {zh: 序号, en: No.}}, code, {field: owner, heading: {zh: 房东, en: Landlord}}, lessee]
""")
        for unit in ("B-2", "B-1", "B-3"):
            self.add_unit(unit, owner="王芳", owner_phone="13800001111")
        self.ok("edit", "unit", "B-1", "tenant=某公司", "lease_from=2026-01-01", staff="cj")
        self.ok("edit", "unit", "B-3", "tenant=李氏", staff="cj")
        said = self.ok("export", "2025-03", "-o", self.path("m.xlsx"))
        self.assertIn("Property roll: 4\n", said)
        self.assertIn("Tenants: 2\n", said)
        book = openpyxl.load_workbook(self.path("m.xlsx"), data_only=True)
        rows = [[c.value for c in row] for row in book["Tenants"].iter_rows()]
        self.assertIn("FM-GL-031-0", rows[1])
        self.assertNotIn("2025-03", rows[1][0])
        self.assertEqual(rows[2:], [["No.", "Unit", "Landlord", "Lessee"], [1, "B-1", "王芳", "某公司"], [2, "B-3", "王芳", "李氏"], ["Total", 2, None, None]])
        roll = [[c.value for c in row] for row in book["Property roll"].iter_rows()]
        self.assertEqual(roll[2][:3], ["Unit", "House type", "Usable and built area"])
        self.assertEqual([row[0] for row in roll[3:]], ["A-1203", "B-1", "B-2", "B-3", "Total"])

    def test_a_sheet_names_a_list_that_is_there(self):
        os.makedirs(self.path("forms"))
        self.write("forms/unit_house.yaml", "extends: unit\nsheets: [{name: x, list: leses}]\n")
        self.assertIn("leases", self.refused("check"))

    def test_t2_frozen_filtered_and_set_up_for_print(self):
        self.add_visitor()
        ws = self.book()["Visitor register"]
        self.assertEqual(ws.freeze_panes, "B4")
        self.assertTrue(ws.auto_filter.ref.startswith("A3:"))
        self.assertEqual(ws.page_setup.orientation, "landscape")
        self.assertEqual(ws.page_setup.fitToHeight, 0)
        self.assertEqual(ws.print_title_rows.replace("$", ""), "1:3")

    def test_computed_columns_are_worked_out_as_on_screen(self):
        self.lang = "zh_CN"
        number = self.ok("add", "repair", "place=大堂", "fault=灯坏").strip()
        ws = self.book()["报修台账"]
        row = dict(zip([c.value for c in ws[3]], [c.value for c in ws[4]]))
        self.assertEqual((row["编号"], row["报修单位地址/名称"], row["报修项目或故障情况"]), (number, "大堂", "灯坏"))

    def test_the_repair_ledger_has_the_headings_of_the_paper_form(self):
        self.lang = "zh_CN"
        for fault in ("灯坏", "门坏"):
            self.ok("add", "repair", "place=大堂", f"fault={fault}", "caller=赵一凡", "phone=13800000002")
        ws = self.book()["报修台账"]
        paper = "序号 报修单位地址/名称 报修项目或故障情况 故障级别 联系电话/联系人 报修时间 处理结果 处理人 记录人 备注"
        self.assertEqual([c.value for c in ws[3]][:10], paper.split())
        self.assertEqual([ws["A4"].value, ws["A5"].value], [1, 2])
        self.assertEqual(ws["E4"].value, "138 0000 0002 赵一凡")
        self.assertIn("FM-GL-011-0", [c.value for c in ws[2]])

    def test_the_month_ends_at_local_midnight(self):
        for now in ("2026-10-31 23:59", "2026-11-01 00:00", "2026-11-30 23:59", "2026-12-01 00:00"):
            self.ok("add", "visitor", "name=王小明", "unit=A-1203", "until=+1h", now=now)
        self.assertEqual(self.rows(self.book("2026-11")["Visitor register"]), ["2026-11-01 00:00", "2026-11-30 23:59"])
        self.assertEqual(self.rows(self.book("2026-12")["Visitor register"]), ["2026-12-01 00:00"])

    def rows(self, ws):
        return [r[1].value.strftime("%Y-%m-%d %H:%M") for r in ws.iter_rows(min_row=4)
                if isinstance(r[1].value, datetime.datetime)]

    def test_a_month_without_rows_still_has_its_sheets(self):
        book = self.book("2031-01")
        self.assertIn("Visitor register", book.sheetnames)
        self.assertEqual(book["Visitor register"].max_row, 3)

    def test_wrong_months_and_places_are_refused_and_leave_nothing(self):
        for month in ("2026", "2026-13", "2026-1", "11-2026", "2026-11x"):
            self.refused("export", month, "-o", self.path("x.xlsx"))
        self.refused("export", "2026-11", "-o", self.path("no/such/x.xlsx"))
        self.assertEqual([n for n in os.listdir(self.dir) if "xlsx" in n], [])

    def test_the_export_is_private_and_journalled(self):
        self.book()
        self.assertEqual(os.stat(self.path("m.xlsx")).st_mode & 0o777, 0o600)
        self.assertEqual(self.sql("select count(*) from journal where action = 'export'"), [[(1,)]])
        self.assertIn("--as", self.refused("export", "2026-11", staff=None))

    def test_a_list_as_a_workbook(self):
        self.ok("list", "unit", "-o", self.path("u.xlsx"), staff="cj")
        cells = [c.value for r in openpyxl.load_workbook(self.path("u.xlsx")).active.rows for c in r]
        for unit in self.json("list", "unit", staff="cj"):
            self.assertIn(unit["code"], cells)
        self.assertEqual(os.stat(self.path("u.xlsx")).st_mode & 0o777, 0o600)
        self.assertEqual(self.run_it("list", "unit", "-o", self.path("u.txt"), staff="cj")[0], 2)

    def test_an_old_workbook_stays_when_the_new_one_fails(self):
        self.book()
        before = os.stat(self.path("m.xlsx")).st_mtime_ns
        self.refused("export", "2026-99", "-o", self.path("m.xlsx"))
        self.assertEqual(os.stat(self.path("m.xlsx")).st_mtime_ns, before)


main()
